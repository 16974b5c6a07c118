"""A test file as it is written: attributes and blocks by table, nothing evaluated yet.

Problems are diagnostics of code TST001 with their place; a test with one is not run, the others are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.hcl import ast
from nomadspec.hcl.parser import parse
from nomadspec.source import Diagnostic, Source
from nomadspec.source.closest import closest
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: (code, rule, severity) of what tests report.
CODES: Final = (("TST001", "test-file-invalid", "error"), ("TST002", "assertion-failed", "error"))

#: Settings that a file has for all of its tests, and a test for itself.
SETTINGS: Final = ("state", "var_files", "variables", "now")
#: Attributes of a test, besides the settings.
OF_A_TEST: Final = ("jobs", "each")
#: Block → its attributes: the changes of `what-if`, and whether each is required.
CHANGES: Final[Mapping[str, Mapping[str, bool]]] = {
    "drain": {"nodes": True, "ignore_system": False},
    "lose": {"nodes": True},
    "ineligible": {"nodes": True},
    "eligible": {"nodes": True},
    "add": {"like": True, "count": False},
    "set": {"nodes": True, "values": True},
    "scheduler": {"algorithm": False, "memory_oversubscription": False, "preemption": False},
    "stop": {"job": True},
    "scale": {"job": True, "group": True, "count": True},
}
ASSERT: Final[Mapping[str, bool]] = {"condition": True, "error_message": False}
#: Maximum number of tests in a file.
MOST_TESTS: Final = 1_000


class Written(Record):
    """A block below a test: its word, its attributes, and its place."""

    type: str
    attributes: Mapping[str, ast.Expression]
    block: ast.Block


class TestCase(Record):
    """A `test` block."""

    name: str
    block: ast.Block
    attributes: Mapping[str, ast.Expression]
    changes: Sequence[Written]
    assertions: Sequence[Written]
    faults: Sequence[Diagnostic]


class TestFile(Record):
    """A file of tests. `faults` are those outside of tests: with one, no test of the file is run."""

    source: Source
    body: ast.Body
    settings: Mapping[str, ast.Expression]
    cases: Sequence[TestCase]
    faults: Sequence[Diagnostic]


def fault(source: Source, node: ast.Node, message: str, help: str | None = None) -> Diagnostic:
    """What is wrong with a test file."""
    end = node.type_end if isinstance(node, ast.Block) else node.name_end if isinstance(node, ast.Attribute) else node.end
    return Diagnostic("TST001", "test-file-invalid", "error", message, source.span(node.start, end), help=help)


def read(text: str, path: str) -> TestFile:
    """The tests of a file."""
    parsed = parse(text, path)
    source = parsed.source
    faults = [d for d in parsed.diagnostics if d.severity == "error"]
    cases: list[TestCase] = []
    names: set[str] = set()
    for block in parsed.body.blocks:
        if block.type in ("variable", "variables", "locals"):
            continue
        if block.type != "test":
            faults.append(fault(source, block, f"unknown block '{block.type}' in a test file", _near(block.type, ("test", "locals", "variable"))))
        elif len(block.labels) != 1:
            faults.append(fault(source, block, "a test needs exactly one label, which describes it", 'Write test "the api survives the loss of a rack" { … }.'))
        elif len(cases) == MOST_TESTS:
            faults.append(fault(source, block, f"a test file has at most {MOST_TESTS:,} tests"))
            break
        else:
            case = _case(source, block)
            if case.name in names:
                faults.append(fault(source, block, f"two tests are named {case.name!r}"))
            names.add(case.name)
            cases.append(case)
    return TestFile(source, parsed.body, _attributes(source, parsed.body, dict.fromkeys(SETTINGS, False), "a test file", parsed.body, faults), cases, faults)


def _case(source: Source, block: ast.Block) -> TestCase:
    faults: list[Diagnostic] = []
    attributes = _attributes(source, block.body, dict.fromkeys((*SETTINGS, *OF_A_TEST), False), "a test", block, faults)
    changes: list[Written] = []
    assertions: list[Written] = []
    for inner in block.body.blocks:
        known = ASSERT if inner.type == "assert" else CHANGES.get(inner.type)
        if known is None:
            faults.append(fault(source, inner, f"unknown block '{inner.type}' in a test", _near(inner.type, ("assert", *CHANGES))))
            continue
        written = Written(inner.type, _attributes(source, inner.body, known, f"'{inner.type}'", inner, faults), inner)
        (assertions if inner.type == "assert" else changes).append(written)
    if not assertions:
        faults.append(fault(source, block, "this test has no assert block", "Add assert { condition = … }."))
    return TestCase(block.labels[0].value, block, attributes, changes, assertions, faults)


def _attributes(source: Source, body: ast.Body, known: Mapping[str, bool], where: str, around: ast.Node, faults: list[Diagnostic]) -> dict[str, ast.Expression]:
    """The attributes of a body by name; what is unknown, or missing though required, is a fault."""
    found: dict[str, ast.Expression] = {}
    for attribute in body.attributes:
        if attribute.name in known:
            found[attribute.name] = attribute.expr
        else:
            faults.append(fault(source, attribute, f"unknown attribute '{attribute.name}' in {where}", _near(attribute.name, known)))
    faults.extend(fault(source, around, f"{where} needs '{name}'") for name, required in known.items() if required and name not in found)
    return found


def _near(word: str, known: Sequence[str] | Mapping[str, bool]) -> str:
    near = closest(word, list(known))
    return f"Did you mean '{near}'?" if near else f"Use one of {', '.join(known)}."
