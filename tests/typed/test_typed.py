"""The public face as type checkers see it: a program that uses it is known to the last name, and wrong calls are refused."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nomadspec

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
REFUSED = {number for number, line in enumerate((HERE / "misuse.py").read_text().splitlines(), 1) if line.endswith("# refused")}

MYPY = ["mypy", "--strict", "--config-file=", "--python-version=3.11"]
PYRIGHT = ["pyright", "--pythonversion=3.11"]


def complaints(checker: list[str], program: str) -> set[int]:
    """The lines of the program that the type checker complains of."""
    done = subprocess.run([sys.executable, "-m", *checker, str(HERE / program)], capture_output=True, text=True, cwd=ROOT, timeout=300)
    if checker is PYRIGHT and not re.search(r"\d+ errors?,", done.stdout):
        pytest.skip("pyright cannot run here: " + (done.stderr or done.stdout).strip().rpartition("\n")[2])
    assert done.returncode in (0, 1), done.stderr
    return {int(line) for line in re.findall(rf"{re.escape(program)}:(\d+)(?::\d+)*(?: -|:) error", done.stdout)}


@pytest.mark.parametrize("checker", [MYPY, PYRIGHT], ids=["mypy", "pyright"])
def test_a_program_that_uses_the_api(checker: list[str]) -> None:
    assert complaints(checker, "consumer.py") == set()


@pytest.mark.parametrize("checker", [MYPY, PYRIGHT], ids=["mypy", "pyright"])
def test_wrong_calls_are_refused(checker: list[str]) -> None:
    assert complaints(checker, "misuse.py") == REFUSED


def test_type_checkers_see_what_is_public() -> None:
    """The imports for type checkers and the table of lazy names are the same."""
    tree = ast.parse(Path(nomadspec.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    seen: dict[str, str] = {}
    for node in block.body:
        if isinstance(node, ast.ImportFrom):
            seen |= {alias.asname or alias.name: f"{node.module}" for alias in node.names}
    seen["format"] = seen.pop("format_text")
    assert {name: module for name, module in seen.items() if name not in nomadspec._PACKAGES} == {
        name: module.partition(":")[0] for name, module in nomadspec._PUBLIC.items()
    }


#: Members of results that the contract names, where their types are not those of plain attributes.
DOCUMENTS = ["Compilation.to_api", "StoredJob.to_api", "JobDiff.to_api", "Plan.to_api", "Plan.to_dict", "ClusterState.from_dict", "ClusterState.to_dict"]
DOCUMENTS += ["StateDiff.to_dict", "TaskEnvironment.to_dict", "AgentConfig.to_dict"]
FUNCTIONS = [name for name in nomadspec._PUBLIC if name[0].islower()]


@pytest.mark.parametrize("name", [*FUNCTIONS, *DOCUMENTS])
def test_no_public_signature_has_any(name: str) -> None:
    found: object = nomadspec
    for part in name.split("."):
        found = getattr(found, part)
    annotations = getattr(found, "__annotations__", {})
    assert "return" in annotations
    assert not [f"{parameter}: {type}" for parameter, type in annotations.items() if re.search(r"\bAny\b", str(type))]
