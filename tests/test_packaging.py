"""Recipes of package managers follow pyproject.toml, and claim no address that is not there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from nomadspec.version import HOME, __version__
from nomadspec.workspace.configuration import NAMES
from nomadspec.workspace.schemas import SCHEMAS

ROOT = Path(__file__).parent.parent
PACKAGING = ROOT / "packaging"
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = PYPROJECT["project"]

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


def asked(lines: list[Any]) -> list[str]:
    """The requirements of a dependency group, without the groups that it includes."""
    return [line for line in lines if isinstance(line, str)]


def locked(name: str = "requirements-dev.lock") -> dict[str, list[str]]:
    """Package → the lines that lock it: version, the Pythons and systems it is for, and its hashes."""
    found: dict[str, list[str]] = {}
    for entry in (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "").splitlines():
        found.setdefault(entry.split("==")[0], []).append(entry)
    return found


@pytest.mark.parametrize(
    "requirement",
    sorted(
        {
            *PROJECT["dependencies"],
            *(line for lines in PROJECT["optional-dependencies"].values() for line in lines),
            *(line for name in ("test", "dev", "release") for line in asked(PYPROJECT["dependency-groups"][name])),
        }
    ),
)
def test_the_lock_has_what_is_required(requirement: str) -> None:
    """`make lock` writes it anew."""
    wanted = Requirement(requirement)
    entries = locked().get(canonicalize_name(wanted.name), [])
    assert entries
    for entry in entries:
        version = re.match(r"[^=]+==(\S+)", entry)
        assert version
        assert wanted.specifier.contains(version[1]), entry
        assert "--hash=sha256:" in entry


def test_the_image_has_what_is_required_and_no_more() -> None:
    rows = locked("requirements.lock")
    assert all("--hash=sha256:" in entry for entries in rows.values() for entry in entries)
    for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["re2"]):
        wanted = Requirement(line)
        assert all(wanted.specifier.contains(entry.split("==")[1].split()[0]) for entry in rows[canonicalize_name(wanted.name)])
    assert rows.keys().isdisjoint({"pytest", "mypy", "hatchling"})


def test_nothing_claims_to_be_published() -> None:
    files = [path for path in PACKAGING.rglob("*") if path.is_file() and path.suffix in (".rb", ".yaml", ".json")]
    assert len(files) == 3
    for path in files:
        assert "HOME_URL" in path.read_text(encoding="utf-8") or HOME, path.name
