"""What the schema has for a place in a jobspec: the type of the block there, or the options of a driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.jobspec.decode_plan import plan_of
from nomadspec.releases import NEWEST
from nomadspec.schema.drivers import DRIVERS
from nomadspec.schema.fields_of_release import fields_of, shorthands_of
from nomadspec.source.record import EMPTY, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Final

    from nomadspec.lsp.outline import Entry
    from nomadspec.releases import Release
    from nomadspec.schema.drivers import Option
    from nomadspec.schema.field import Field

#: Blocks at the top of a jobspec, with what each is for.
TOP: Final = {
    "job": "The job: what to run, where and how.",
    "variable": "A value set when the job is submitted: on the command line, in a file or in an environment variable.",
    "locals": "Names for values that are used in several places.",
    "variables": "Variables, in the older form.",
}
#: The arguments of a variable.
VARIABLE: Final = {
    "type": "Type of the value, such as string, number, bool or list(string).",
    "default": "Value if none is set.",
    "description": "What the variable is for.",
    "validation": "A condition that values must meet, and the error message if they do not.",
}


class Place(Record):
    """What a block is in the schema. `type` is a block type; "" for the file, for free keys and for what is not known (`known` tells); `driver` and
    `route` for the options of a driver."""

    type: str = ""
    known: bool = True
    top: bool = False
    free: bool = False
    driver: str = ""
    route: tuple[str, ...] = ()
    options: Mapping[str, Option] = EMPTY


UNKNOWN: Final = Place(known=False)


def place_of(block: Entry) -> Place:
    """What a block (with those around it) is; the root is the file."""
    chain = block.chain()
    if not chain:
        return Place(top=True)
    if chain[0].name != "job":
        return Place("variable" if chain[0].name == "variable" and len(chain) == 1 else "", free=True)
    here = Place("Job")
    for entry in _without_dynamic(chain[1:]):
        here = _inside(here, entry)
        if not here.known:
            return UNKNOWN
    return here


def _without_dynamic(chain: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """The words of the blocks; a `dynamic` block with its content is what its label says."""
    inside = False
    for entry in chain:
        if entry.name == "dynamic" and entry.labels:
            inside = True
            yield entry.labels[0].text, entry
        elif inside and entry.name == "content":
            inside = False
        else:
            inside = False
            yield entry.name, entry


def _inside(around: Place, named: tuple[str, Entry]) -> Place:
    word, entry = named
    if around.driver:
        option = around.options.get(word)
        if option is None or not option.kind.startswith("block"):
            return UNKNOWN
        return Place(driver=around.driver, route=(*around.route, word), options=option.fields, free=not option.fields)
    if around.type == "Task" and word == "config":
        driver = entry.parent.text_of("driver") if entry.parent is not None else None
        return Place(driver=driver, options=DRIVERS[driver]) if driver is not None and driver in DRIVERS else Place(free=True)
    if not around.type:
        return UNKNOWN
    nest = plan_of(around.type).blocks.get(word)
    if nest is None:
        return UNKNOWN
    return Place(nest.type, free=not nest.type)


def writable(type_: str, release: Release = NEWEST) -> list[Field]:
    """The arguments and blocks that an author can write in a block of that type."""
    return [field for field in (*fields_of(type_, release), *shorthands_of(type_, release)) if field.kind in ("attribute", "block")]


def field_of(place: Place, name: str) -> Field | None:
    return next((field for field in writable(place.type) if field.name == name), None) if place.type and place.type != "variable" else None


def driver_of(block: Entry) -> str:
    """The driver of the task that the block is in, or is; "" without one."""
    task = next((entry for entry in reversed(block.chain()) if entry.name == "task"), None)
    return (task.text_of("driver") or "") if task is not None else ""
