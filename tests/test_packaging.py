"""Recipes of package managers follow pyproject.toml, and claim no address that is not there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from nomadspec.version import HOME, __version__
from nomadspec.workspace.configuration import NAMES
from nomadspec.workspace.schemas import SCHEMAS

ROOT = Path(__file__).parent.parent
PACKAGING = ROOT / "packaging"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

#: Packages that are called something else in conda-forge.
CONDA = {"tzdata": "python-tzdata"}


def read(name: str) -> str:
    return (PACKAGING / name).read_text(encoding="utf-8")


def test_conda() -> None:
    recipe = yaml.safe_load(read("conda/recipe.yaml"))
    assert recipe["context"]["version"] == __version__
    assert recipe["build"]["python"]["entry_points"] == [f"{name} = {target}" for name, target in PROJECT["scripts"].items()]
    assert (recipe["about"]["license"], recipe["about"]["summary"]) == (PROJECT["license"], PROJECT["description"])
    wanted = [f"python {PROJECT['requires-python']}"]
    for line in PROJECT["dependencies"]:
        found = re.match(r"([\w-]+)([^;]*)", line)
        assert found
        wanted.append(f"{CONDA.get(found[1], found[1])} {found[2]}".strip())
    assert recipe["requirements"]["run"] == wanted


def test_homebrew() -> None:
    formula = read("homebrew/nomadspec.rb")
    assert f'license "{PROJECT["license"]}"' in formula
    assert "shells: [:bash, :zsh, :fish]" in formula


def test_schemastore() -> None:
    entries = json.loads(read("schemastore/catalog.json"))
    assert [entry["url"].removeprefix("HOME_URL/schemas/").removesuffix(".schema.json") for entry in entries] == ["config", "jobspec"]
    assert set(SCHEMAS) >= {"config", "jobspec"}
    assert entries[0]["fileMatch"] == [name for name in NAMES if name != "pyproject.toml"]


def test_nothing_claims_to_be_published() -> None:
    files = [path for path in PACKAGING.rglob("*") if path.is_file() and path.suffix in (".rb", ".yaml", ".json")]
    assert len(files) == 3
    for path in files:
        assert "HOME_URL" in path.read_text(encoding="utf-8") or HOME, path.name
