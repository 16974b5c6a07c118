"""The answers of a real Nomad's client: every member of every case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nomadspec
from tests.recorded import recorded


def without(value: Any, pointer: str) -> Any:
    """A document without what a pointer such as `/env/A` names."""
    *way, last = pointer.strip("/").split("/")
    target = value
    for step in way:
        target = target.get(step, {})
    target.pop(last, None)
    return value


def test_recorded_environments(goldens: Path) -> None:
    differing = []
    for path in recorded(goldens / "cluster" / "taskenv", "[0-9]*.json"):
        case = json.loads(path.read_text())
        given, wanted = case["input"], case["expected"]
        compiled = nomadspec.compile(given["JobHCL"], environ={})
        assert compiled.ok == ("parse_error" not in wanted)
        if not compiled.ok:
            continue
        found = nomadspec.task_environment(compiled.job, group=given["Group"], task=given["Task"], node=given["Node"], context=given)
        assert found.ok == ("error" not in wanted and "config_errors" not in wanted and not escapes(wanted)), case["name"]
        got = json.loads(json.dumps(found.to_dict()))
        for pointer in case.get("unstable") or ():
            got, wanted = without(got, pointer), without(wanted, pointer)
        differing += [(case["name"], member) for member in wanted if got.get(member) != wanted[member]]
        assert set(got) - set(wanted) <= {pointer.strip("/") for pointer in case.get("unstable") or ()}
    assert not differing


def escapes(wanted: dict[str, Any]) -> bool:
    rows = [*wanted.get("templates", ()), *wanted.get("artifacts", ())]
    return any(row.get("destination_escapes") or row.get("source_escapes") or "destination_error" in row for row in rows)
