"""The program, run in the test's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import Runner


@pytest.fixture
def nomadspec(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    for name in ("NO_COLOR", "FORCE_COLOR", "NOMAD_ADDR", "NOMAD_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache-home"))
    return Runner(monkeypatch, tmp_path)
