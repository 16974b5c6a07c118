"""The bill of materials of a release: every package that the wheel brings along, with its version and license."""

from __future__ import annotations

import tomllib
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from nomadspec.version import __version__
from tools import sbom

PROJECT: dict[str, Any] = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_what_the_wheel_brings_along() -> None:
    document = sbom.document()
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["purl"] == f"pkg:pypi/nomadspec@{__version__}"
    components = {component["name"]: component for component in document["components"]}
    for line in PROJECT["dependencies"]:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            assert canonicalize_name(requirement.name) in components
    assert "pytest" not in components
    assert [name for name, component in components.items() if not component.get("licenses")] == []


def test_each_reference_leads_to_a_component() -> None:
    document = sbom.document()
    known = {component["bom-ref"] for component in (document["metadata"]["component"], *document["components"])}
    assert {row["ref"] for row in document["dependencies"]} == known
    assert {one for row in document["dependencies"] for one in row["dependsOn"]} <= known
    assert sbom.document() == document


@pytest.mark.parametrize(
    ("metadata", "licenses"),
    [
        ({"License-Expression": "MIT", "License": "MIT License"}, [{"expression": "MIT"}]),
        ({"License": "BSD-3-Clause", "Classifier": "License :: OSI Approved :: BSD License"}, [{"license": {"name": "BSD-3-Clause"}}]),
        ({"License": "Copyright\nof somebody", "Classifier": "License :: OSI Approved :: BSD License"}, [{"license": {"name": "BSD License"}}]),
        ({"Classifier": "Typing :: Typed"}, []),
    ],
)
def test_licenses(metadata: dict[str, str], licenses: list[dict[str, Any]]) -> None:
    class Package:
        metadata = Message()

    for name, value in metadata.items():
        Package.metadata[name] = value
    assert sbom.licenses(Package()) == licenses  # type: ignore[arg-type]
