"""States whose members have other types than Nomad's API gives them: each is refused by its JSON path, with what was expected and what came."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from nomadspec.cluster.shapes import Flag, Instant, Items, Mapping, Record, Shape, Text
from nomadspec.cluster.state import ClusterState
from nomadspec.cluster.state_document import STATE
from nomadspec.cluster.state_faults import StateError
from tests.cli.run import Runner

#: What a member may be instead.
ODD: list[Any] = [3, -1, 2**70, 1.5, "odd", True, [], [None], {}, {"": None}]
SAID = re.compile(
    r"(must be .+, not (a string|a number|a boolean|a list|an object|null|'odd'|'x'|-?[\d.]+)|is missing|names job '.*' of namespace '.*', which is not in jobs)$"
)


def document() -> Any:
    """A document with every member that is known, each of its type."""
    made = _of(STATE)
    return {**made, "format": "nomadspec-state/1", "redaction": ""}


def _of(shape: Shape) -> Any:
    if isinstance(shape, Record):
        return {name: _of(member) for name, member in shape.members.items()}
    if isinstance(shape, Items | Mapping):
        return [_of(shape.item)] if isinstance(shape, Items) else {"k": _of(shape.value)}
    if isinstance(shape, Text):
        return "" if isinstance(shape, Instant) else "x"
    return False if isinstance(shape, Flag) else 1


def _members(value: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if where:
        yield where
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from _members(value[key], (*where, key))


def _path(where: tuple[Any, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where).removeprefix(".")


def test_the_document_is_good() -> None:
    assert len(list(_members(ClusterState.from_dict(document()).to_dict()))) > 400


@pytest.mark.parametrize("section", [name for name in STATE.members if name != "format"])
def test_every_member_of_another_type(section: str) -> None:
    whole = document()
    for where in _members({section: whole[section]}):
        for odd in ODD:
            given = {**whole, section: copy.deepcopy(whole[section])}
            holder: Any = given
            for step in where[:-1]:
                holder = holder[step]
            holder[where[-1]] = odd
            try:
                ClusterState.from_dict(given)
            except StateError as error:
                said = error.diagnostics[0].message
                assert SAID.search(said), said
                assert said.startswith((_path(where), "allocations[0].JobID ")), said


@pytest.mark.parametrize(
    "command", [["plan", "--state"], ["what-if", "--lose", "n", "--state"], ["capacity", "--state"], ["state", "show"], ["lint", "--state"]], ids=" ".join
)
@pytest.mark.parametrize("captured", ["noon", "2026-13-01T00:00:00Z", "9999999999"])
def test_a_time_that_is_none_is_refused_by_every_command(nomadspec: Runner, command: list[str], captured: str) -> None:
    nomadspec.write("s.json", json.dumps({"format": "nomadspec-state/1", "captured_at": captured, "nodes": [{"ID": "n"}]}))
    nomadspec.write(
        "web.nomad.hcl", 'job "web" {\n  group "api" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "x"\n      }\n    }\n  }\n}\n'
    )
    result = nomadspec(*command, "s.json", *([] if "show" in command else ["web.nomad.hcl"]))
    assert result.status in (2, 255)
    assert result.err.endswith(f"s.json: captured_at must be a time in RFC 3339, such as 2026-01-31T12:00:00Z, not '{captured}'\n")
