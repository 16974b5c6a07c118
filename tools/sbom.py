"""What the wheel brings along when it is installed, as a CycloneDX document: `python -m tools.sbom FOLDER` writes FOLDER/nomadspec.cdx.json.

The packages are those that nomadspec requires, and that they require in turn, in the versions that are installed here; the same input gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = "nomadspec"


def required(of: Distribution) -> list[str]:
    """Names of the packages that a distribution requires here, without extras, sorted; those that are not installed are left out."""
    names = set()
    for line in of.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            names.add(re.sub(r"[-_.]+", "-", requirement.name).lower())
    return sorted(name for name in names if found(name))


def found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def closure(root: str) -> dict[str, Distribution]:
    """The distribution and all that it requires, by name."""
    packages: dict[str, Distribution] = {}
    todo = [root]
    while todo:
        name = todo.pop()
        if name not in packages:
            packages[name] = distribution(name)
            todo += required(packages[name])
    return dict(sorted(packages.items()))


def purl(package: Distribution, name: str) -> str:
    return f"pkg:pypi/{name}@{package.version}"


def licenses(package: Distribution) -> list[dict[str, Any]]:
    """The license as an SPDX expression; as its name where the package, as many older ones, only has that."""
    expressions, texts, classifiers = (package.metadata.get_all(field) or [] for field in ("License-Expression", "License", "Classifier"))
    if expressions:
        return [{"expression": expressions[0]}]
    named = [text for text in texts if text and "\n" not in text]  # some have the whole text there
    return [{"license": {"name": name}} for name in named or [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License :: ")]]


def component(name: str, package: Distribution, kind: str) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind, "bom-ref": purl(package, name), "name": name, "version": package.version, "purl": purl(package, name)}
    if known := licenses(package):
        made["licenses"] = known
    return made


def document() -> dict[str, Any]:
    packages = closure(ROOT)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component(ROOT, packages[ROOT], "application")},
        "components": [component(name, package, "library") for name, package in packages.items() if name != ROOT],
        "dependencies": [
            {"ref": purl(package, name), "dependsOn": [purl(packages[one], one) for one in required(package)]} for name, package in packages.items()
        ],
    }


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    (folder / "nomadspec.cdx.json").write_text(json.dumps(document(), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
