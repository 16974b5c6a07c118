"""Names and where they are used: variables, locals, ports, volumes, groups, tasks and services of a text, found in its outline and tokens, so that a text
that does not parse has them as well.

    find(outline)                  every place where one of them is named, definitions included (`Document.bindings` has them)
    occurrence_at(found, 120)      the one at an offset
    same(found, one)               those of the same thing

A port, volume or task belongs to its group: two groups may use one name for two things. Services belong to the repository.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nomadspec.lsp.names import reference_of
from nomadspec.lsp.schema_at import place_of
from nomadspec.schema.task_variables import PORT_AS_WRITTEN, PORT_CLEANED
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from nomadspec.lsp.outline import Entry, Outline

#: Arguments that name something: block type and argument → what.
_NAMING: Final = {
    ("Service", "port"): "port",
    ("ServiceCheck", "port"): "port",
    ("VolumeMount", "volume"): "volume",
    ("Service", "task"): "task",
    ("ServiceCheck", "task"): "task",
    ("ConsulUpstream", "destination_name"): "service",
}
#: Blocks whose label, and arguments whose value, defines something.
_LABELLED: Final = {"Job": "job", "TaskGroup": "group", "Task": "task", "Port": "port", "VolumeRequest": "volume"}
_PORT_VARIABLES: Final = re.compile("(?:" + "|".join(sorted((*PORT_CLEANED, *PORT_AS_WRITTEN), key=len, reverse=True)) + r")([A-Za-z0-9_]+)")
#: What belongs to a group, and what to a file; services and jobs belong to the repository.
_OF_GROUP: Final = ("port", "volume", "task")


class Occurrence(Record):
    """A place where something is named. `kind`: "variable", "local", "job", "group", "task", "port", "volume" or "service"; `scope` the offset of the group
    that it belongs to, 0 for others; `whole` the place of the definition's block or argument."""

    kind: str
    name: str
    scope: int
    start: int
    end: int
    defines: bool = False
    whole: tuple[int, int] = (0, 0)

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kind, self.name, self.scope


def naming(type_: str, name: str) -> str | None:
    """What an argument names, such as "port"."""
    return _NAMING.get((type_, name))


def find(outline: Outline) -> list[Occurrence]:
    """All of an outline."""
    found = [*_of_entries(outline), *_of_tokens(outline)]
    return sorted(found, key=lambda occurrence: occurrence.start)


def occurrence_at(found: Iterable[Occurrence], offset: int) -> Occurrence | None:
    return next((one for one in found if one.start <= offset <= one.end), None)


def same(found: Iterable[Occurrence], one: Occurrence) -> list[Occurrence]:
    return [other for other in found if other.key == one.key]


def _of_entries(outline: Outline) -> Iterator[Occurrence]:
    for entry in outline.root.walk():
        if entry.parent is None:
            continue
        if entry.parent is outline.root:
            yield from _top_level(entry)
        scope = _group_of(entry)
        if entry.is_block:
            kind = _LABELLED.get(place_of(entry).type)
            if kind is not None and entry.labels and entry.name != "dynamic":
                label = entry.labels[0]
                yield Occurrence(kind, label.text, scope if kind in _OF_GROUP else 0, label.start, label.end, True, (entry.start, entry.end))
            continue
        place = place_of(entry.parent)
        if entry.value is not None and "${" not in entry.value and "%{" not in entry.value:
            start, end = entry.value_start, entry.value_start + len(entry.value)
            if place.type == "Service" and entry.name == "name":
                yield Occurrence("service", entry.value, 0, start, end, True, (entry.parent.start, entry.parent.end))
            elif (kind := _NAMING.get((place.type, entry.name))) is not None and not (kind == "port" and entry.value.isdigit()):
                yield Occurrence(kind, entry.value, scope if kind in _OF_GROUP else 0, start, end)
        elif place.driver and entry.name == "ports":
            for token in outline.tokens[outline.index_of(entry.equals) : outline.index_of(entry.end - 1) + 1]:
                if token.kind == "QLIT":
                    yield Occurrence("port", token.text, scope, token.start, token.end)


def _top_level(entry: Entry) -> Iterator[Occurrence]:
    if entry.name == "variable" and entry.labels:
        label = entry.labels[0]
        yield Occurrence("variable", label.text, 0, label.start, label.end, True, (entry.start, entry.end))
    elif entry.name == "locals":
        for item in entry.items:
            if not item.is_block:
                yield Occurrence("local", item.name, 0, item.start, item.name_end, True, (item.start, item.end))


def _group_of(entry: Entry) -> int:
    return next((block.start for block in entry.chain() if block.name == "group"), 0)


def _of_tokens(outline: Outline) -> Iterator[Occurrence]:
    """References: `var.x`, `local.x`, and the variables of ports in templates, strings and environments."""
    tokens = outline.tokens
    for index, token in enumerate(tokens):
        if token.kind == "IDENT":
            if token.text in ("var", "local") and (index == 0 or tokens[index - 1].kind != "."):
                reference = reference_of(tokens, index)
                if reference is not None and len(reference.words) > 1:
                    second = tokens[index + 2]
                    yield Occurrence("variable" if token.text == "var" else "local", second.text, 0, second.start, second.end)
            elif token.text.startswith("NOMAD_"):
                yield from _ports(outline, token.text, token.start)
        elif token.kind in ("QLIT", "HLIT") and "NOMAD_" in token.text:
            yield from _ports(outline, token.text, token.start)


def _ports(outline: Outline, text: str, start: int) -> Iterator[Occurrence]:
    for match in _PORT_VARIABLES.finditer(text):
        block = outline.block_at(start)
        scope = next((one.start for one in block.chain() if one.name == "group"), 0)
        yield Occurrence("port", match[1], scope, start + match.start(1), start + match.end(1))
