"""Installs an example package into a folder on sys.path, as an installer would: its modules, and a .dist-info with its entry points."""

from __future__ import annotations

import importlib
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[2] / "fixtures" / "plugins"


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str) -> None:
    """Install `fixtures/plugins/NAME`; the test's end takes it away again."""
    project = tomllib.loads((PLUGINS / name / "pyproject.toml").read_text())["project"]
    module = project["name"].replace("-", "_")
    shutil.copytree(PLUGINS / name / module, folder / module, ignore=shutil.ignore_patterns("__pycache__"))
    info = folder / f"{module}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    groups = (f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in points.items()) for group, points in project["entry-points"].items())
    (info / "entry_points.txt").write_text("\n".join(groups))
    monkeypatch.syspath_prepend(str(folder))
    importlib.invalidate_caches()
    for loaded in [key for key in sys.modules if key.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, loaded)
