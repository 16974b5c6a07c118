"""Recorded answers of a real Nomad, read from the folder of the fixture `goldens`."""

from __future__ import annotations

from pathlib import Path


def recorded(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder that match, in order. A folder that is empty or was moved fails the test: there would be nothing to compare with."""
    cases = sorted(folder.glob(pattern))
    assert cases, f"no {pattern} in {folder}"
    return cases
