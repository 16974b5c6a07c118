"""Types of template values, written in words.

`text`, `bool`, `integer` (Go's int), `integer64`, `unsigned32`, `unsigned64`, `number` (float64), `complex`, `list of T`, `map of T` (by text), `map by
integer of T`, `map by any of T` (what YAML gives), `channel of T`, the names of `structs.py`, and `any`, of which nothing is known. `T or nil` and `Vault data` are
not types but stand for values of one (`values.unknown`).
"""

from __future__ import annotations

from nomadspec.templates.structs import FIELDS, METHODS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from nomadspec.templates.structs import Method

TEXT = "text"
INTEGER = "integer"
UNSIGNED = "unsigned"
NUMBER = "number"
COMPLEX = "complex"
BOOL = "bool"
LIST = "list"
MAP = "map"
STRUCT = "struct"
CHANNEL = "channel"
NIL = "nil"
#: The kinds of no single type: several possible values, and anything.
CHOICE = "choice"
ANY = "any"

_KINDS = {
    "text": TEXT,
    "JSONNumber": TEXT,
    "integer": INTEGER,
    "integer64": INTEGER,
    "Duration": INTEGER,
    "NanoTime": INTEGER,
    "ReadableDuration": INTEGER,
    "unsigned32": UNSIGNED,
    "unsigned64": UNSIGNED,
    "number": NUMBER,
    "complex": COMPLEX,
    "bool": BOOL,
    "any": ANY,
    "nil": NIL,
    "nothing": NIL,
    "choice": CHOICE,
}
#: Named types that are a list or a map: (kind, element).
_NAMED = {"ServiceTags": (LIST, "text"), "HealthChecks": (LIST, "HealthCheck"), "NomadVarItems": (MAP, "NomadVarItem")}
#: What messages call the types: Go's names, as they are in Nomad's own errors.
_SHOWN = {
    "any": "any value",
    "bool": "a bool",
    "complex": "a complex number",
    "integer": "an int",
    "integer64": "an int64",
    "map by any of any": "a map from YAML",
    "nil": "nil",
    "nothing": "nil",
    "number": "a float64",
    "text": "a string",
    "unsigned32": "a uint32",
    "unsigned64": "a uint64",
    "JSONNumber": "a number from Vault (json.Number)",
    "NomadVarItem": "an item of a Nomad variable (NomadVarItem)",
    "NomadVarItems": "a Nomad variable (NomadVarItems)",
    "ServiceTags": "a list of tags",
}
_PLURALS = {"text": "strings", "integer": "ints", "integer64": "int64s", "number": "float64s"}


class Type:
    """`name` in words, `kind`, and what lists, maps and channels hold (`element`, `key`: type names). Types of one name are one object."""

    __slots__ = ("element", "fields", "key", "kind", "methods", "name")

    def __init__(self, name: str) -> None:
        self.name: Final = name
        self.element = ""
        self.key = ""
        first, _, rest = name.partition(" ")
        if name in _KINDS:
            self.kind = _KINDS[name]
        elif name in _NAMED:
            self.kind, self.element = _NAMED[name]
        elif first in (LIST, MAP, CHANNEL):
            self.kind = first
            by, _, self.element = rest.partition("of ")
            self.key = by.removeprefix("by ").strip()
        elif name in FIELDS:
            self.kind = STRUCT
        else:
            raise KeyError(name)
        if self.kind == MAP and not self.key:
            self.key = "text"
        self.fields: Final[Mapping[str, str]] = FIELDS.get(name, {})
        self.methods: Final[Mapping[str, Method]] = METHODS.get(name, {})

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def __str__(self) -> str:
        """With its article, for messages."""
        known = _SHOWN.get(self.name)
        if known is not None:
            return known
        if self.kind in (LIST, MAP, CHANNEL):
            return f"a {self.kind} of {_PLURALS.get(self.element, self.element)}"
        return f"{'an' if self.name[0] in 'AEIO' else 'a'} {self.name}"

    def names(self) -> tuple[str, ...]:
        """What may stand behind the dot."""
        return (*self.fields, *self.methods)


_types: dict[str, Type] = {}


def type_of(name: str) -> Type:
    """The type of that name."""
    found = _types.get(name)
    if found is None:
        found = _types[name] = Type(name)
    return found


def assignable(given: Type, wanted: str) -> bool:
    """Whether Go lets a value of the type stand where the type `wanted` is asked for. Nothing is converted."""
    return given.name == wanted or (given.name == "ServiceTags" and wanted == "list of text")


#: Parameter types that a literal nil fits.
def takes_nil(wanted: str) -> bool:
    return wanted.startswith(("list ", "map ")) or wanted == "Version"
