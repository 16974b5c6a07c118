"""The extension for Visual Studio Code: what it contributes is what it does; with its dependencies installed, it is type-checked and linted."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "editors" / "vscode"
if not FOLDER.is_dir():
    pytest.skip("the extension is not part of the source distribution", allow_module_level=True)

CONTRIBUTED: dict[str, Any] = json.loads((FOLDER / "package.json").read_text())["contributes"]
SOURCE = "".join(path.read_text() for path in sorted((FOLDER / "src").glob("*.ts")))
#: A setting that the client library reads itself.
OF_THE_LIBRARY = "nomadspec.trace.server"


@pytest.mark.parametrize("name", CONTRIBUTED["configuration"]["properties"])
def test_settings_are_read_and_documented(name: str) -> None:
    assert f"| `{name}` |" in (FOLDER / "README.md").read_text()
    assert name == OF_THE_LIBRARY or f'"{name.removeprefix("nomadspec.")}"' in SOURCE


@pytest.mark.parametrize("name", [command["command"] for command in CONTRIBUTED["commands"]])
def test_commands_are_registered(name: str) -> None:
    assert f'registerCommand("{name}"' in SOURCE


@pytest.mark.parametrize("file", [CONTRIBUTED["languages"][0]["configuration"], CONTRIBUTED["grammars"][0]["path"]])
def test_files_that_it_names_are_there(file: str) -> None:
    assert json.loads((FOLDER / file).read_text())


@pytest.mark.skipif(not (FOLDER / "node_modules").is_dir() or shutil.which("npm") is None, reason="`npm ci` has not been run in editors/vscode")
@pytest.mark.parametrize("script", ["check", "lint"])
def test_it_is_checked(script: str) -> None:
    npm = shutil.which("npm")
    assert npm is not None
    done = subprocess.run([npm, "run", "--silent", script], cwd=FOLDER, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
