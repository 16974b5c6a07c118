"""Small files that ask for much work (`fixtures/bombs`): each is answered, at a place, by all that reads it.

No time is asserted: each is written so that without a limit it would take minutes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import Runner

BOMBS = sorted((Path(__file__).parents[2] / "fixtures" / "bombs").glob("*.nomad.hcl"))


def test_there_are_bombs() -> None:
    assert len(BOMBS) >= 15


@pytest.mark.parametrize("command", [("lint", "-o", "concise"), ("compile",), ("fmt", "--check")], ids=" ".join)
@pytest.mark.parametrize("path", BOMBS, ids=lambda path: path.name.partition(".")[0])
def test_bomb(nomadspec: Runner, path: Path, command: tuple[str, ...]) -> None:
    nomadspec.write("bomb.nomad.hcl", path.read_text())
    result = nomadspec(*command, "bomb.nomad.hcl")
    said = result.out + result.err
    assert result.status in (0, 1, 2)
    assert "LNT001" not in said
    assert "LNT007" not in said
    assert result.status == 0 or "bomb.nomad.hcl" in said
