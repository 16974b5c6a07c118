"""Which values fit a parameter.

Go checks types and only converts literals. What a function checks only when it runs (`a list`, `numeric`, `encodable` …) is checked here in the same
way, because it fails just as certainly.
"""

from __future__ import annotations

from nomadspec.templates.types import BOOL, CHANNEL, COMPLEX, INTEGER, LIST, NIL, NUMBER, TEXT, UNSIGNED, Type, assignable, takes_nil, type_of
from nomadspec.templates.values import NIL_INTERFACE, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_SERVICES = frozenset(("list of HealthService", "list of NomadService"))
_TAGGED = _SERVICES | {"list of CatalogSnippet", "list of NomadServicesSnippet"}
_NUMBERS = frozenset(("integer", "integer64", "unsigned32", "unsigned64", "Duration", "NanoTime", "ReadableDuration"))


def _numeric(value: Value) -> bool:
    return value.type.kind in (INTEGER, UNSIGNED, NUMBER)


def _encodable(value: Value) -> bool:
    return value.type.kind not in (CHANNEL, COMPLEX) and value.type.name != "map by any of any"


def _toml(value: Value) -> bool:
    type = value.type
    if type.kind == LIST and type.name.startswith("list of ") and type.element not in ("text", "any", "integer"):
        # A list of structs fails unless it is empty, and it is empty in the first pass.
        return not isinstance(value.data, Unknown) or type.name in ("list of text",)
    return type.kind != NIL and _encodable(value)


def _loop_bound(value: Value) -> bool:
    if value.type.kind == TEXT and isinstance(value.data, str):
        return value.data.lstrip("+-").isdigit()
    return value.type.kind in (INTEGER, UNSIGNED, TEXT)


def _divisor(value: Value) -> bool:
    """Sprig converts it, and divides by what that gives: zero for anything that is not a number."""
    from nomadspec.templates.functions.conversion import to_integer

    if value.type.kind not in (TEXT, INTEGER, UNSIGNED, NUMBER, BOOL):
        return False
    return isinstance(value.data, Unknown) or to_integer(value) != 0 or (value.type.kind == NUMBER and value.data != 0)


#: Words of `signatures.py` that are not types: (what fits, what it is called in messages).
_SETS: dict[str, tuple[Callable[[Value], bool], str]] = {
    "a list": (lambda value: value.type.kind == LIST, "a list"),
    "a list or nil": (lambda value: value.type.kind in (LIST, NIL), "a list"),
    "divisor": (_divisor, "a number other than zero"),
    "encodable": (_encodable, "a value that JSON can hold"),
    "loop bound": (_loop_bound, "a whole number"),
    "not nil": (lambda value: value.type.kind != NIL, "a value other than nil"),
    "numeric": (_numeric, "a number"),
    "services": (lambda value: value.type.kind == NIL or value.type.name in _SERVICES, "the result of `service` or `nomadService`"),
    "tagged": (lambda value: value.type.kind == NIL or value.type.name in _TAGGED, "the result of `service`, `services`, `nomadService` or `nomadServices`"),
    "toml": (_toml, "a map or a struct"),
    "whole": (lambda value: value.type.kind in (INTEGER, UNSIGNED), "a whole number"),
    "yaml": (lambda value: value.type.kind not in (CHANNEL, COMPLEX), "a value that YAML can hold"),
}


def wanted(parameter: str) -> str:
    """What a parameter takes, with its article, for messages."""
    return _SETS[parameter][1] if parameter in _SETS else str(type_of(parameter))


def fits(value: Value, parameter: str) -> bool:
    """Whether a value of one type fits."""
    if parameter == "any":
        return True
    known = _SETS.get(parameter)
    if known is not None:
        return known[0](value)
    if value is NIL_INTERFACE:
        return False
    if value.type.kind == NIL:
        return takes_nil(parameter)
    return assignable(value.type, parameter)


def literal_fits(value: str | int | float | complex | bool | None, parameter: str) -> bool:
    """Whether a literal fits a parameter of a type; for those it is fitted, not only compared."""
    if value is None:
        return takes_nil(parameter)
    if isinstance(value, bool):
        return parameter == "bool"
    if isinstance(value, str):
        return parameter == "text"
    if isinstance(value, complex):
        return parameter == "complex"
    if parameter == "number":
        return True
    if parameter in _NUMBERS:
        if not float(value).is_integer():
            return False
        return 0 <= value < 2**64 if parameter.startswith("unsigned") else -(2**63) <= value < 2**63
    return False


def is_type(parameter: str) -> bool:
    """Whether Go's own check is made: the parameter has a type, and not any."""
    return parameter != "any" and parameter not in _SETS


def fitted(value: str | int | float | complex | bool | None, parameter: str) -> Value:
    """A literal as a value of the parameter's type."""
    type: Type = type_of(parameter)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Value(type, float(value) if type.kind == NUMBER else int(value))
    return Value(type, value)
