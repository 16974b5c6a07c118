"""What a task driver's own decoder refuses in a `config` block, worked out once and read by the rules named `driver-config…`.

The decoder sees the block as the API's JSON: attributes are values, blocks are objects or lists of objects. Its rules (found by trying the
drivers): an unknown name, a missing required option, a value that does not convert, a block given twice; a missing or empty block is
refused by every driver. Values with references are judged when the client has evaluated them: here only their shape counts.
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.releases import NEWEST
from nomadspec.schema.drivers import DRIVERS, required
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Final

    from nomadspec.releases import Release
    from nomadspec.rules.rule import Visit
    from nomadspec.schema.drivers import Option
    from nomadspec.source import Severity

_MAX_DEPTH = 16


class Problem(Record):
    """One thing that the decoder refuses: what `kind` it is, the route into `config`, the driver's words, the names it knows there, and the
    release that brings an unknown one."""

    kind: str
    route: str
    message: str
    nomad: str
    known: tuple[str, ...] = ()
    since: str = ""


def problems(visit: Visit, *kinds: str) -> list[Problem]:
    """The problems of some kinds ("unknown", "missing", "type", "duplicate", "empty"), or of all, in the task's config."""
    memo = visit.subject.memo
    key = ("driver-config", id(visit.block))
    found: list[Problem] | None = memo.get(key)
    if found is None:
        found = memo[key] = _found(visit)
    return [problem for problem in found if problem.kind in kinds] if found and kinds else found


def _found(visit: Visit) -> list[Problem]:
    driver = visit.driver
    options = DRIVERS[driver] if driver in DRIVERS else _external(visit)
    found = [*_judge(options, visit.block.config, visit.release)] if options else []
    if visit.block.TYPE != "Task":  # what a sidecar does not say has a default
        found = [problem for problem in found if problem.kind not in ("missing", "empty")]
    return found


def declared(visit: Visit) -> list[Mapping[str, Any]]:
    """What the configuration says of the task's driver, where it names a schema."""
    drivers = visit.subject.options.get("drivers")
    table = drivers.get(visit.driver) if drivers else None
    return [table] if table and table.get("schema") else []


def _external(visit: Visit) -> Mapping[str, Option] | None:
    """The options of a driver that is a plugin, unless the configuration has a schema for it."""
    from nomadspec.schema.external_drivers import EXTERNAL_DRIVERS

    return EXTERNAL_DRIVERS.get(visit.driver) if not declared(visit) else None


def severity_of(visit: Visit) -> Severity | None:
    """The severity of a finding about the options of the task's driver: which version of a plugin clients have is not known."""
    return None if visit.driver in DRIVERS else "warning"


def _judge(options: Mapping[str, Option], config: dict[str, Any] | None, release: Release) -> Iterator[Problem]:
    if not config:
        missing = required(options)
        if not missing:
            yield Problem("empty", "config", "config block is missing or empty", "Root value must be object")
        for name in missing:
            yield _missing(name, "config")
        return
    yield from body(config, options, "config", release=release)


def _missing(name: str, route: str) -> Problem:
    text = f'The argument "{name}" is required, but no definition was found.'
    return Problem("missing", route, f"required option {name!r} is missing", f"Missing required argument: {text}")


def body(config: dict[str, Any], options: Mapping[str, Option], route: str, depth: int = 0, release: Release = NEWEST) -> Iterator[Problem]:
    values = config if config.__class__ is dict else dict(known_items(config))
    for name in required(options):
        if values.get(name) is None and (name in values or name not in config):
            yield _missing(name, route)
    for name in config:
        known = options.get(name)
        if known is None or ((known.since or known.until) and not release.has(known.since, known.until)):
            text = f'Invalid label: No argument or block type is named "{name}".'
            names = tuple([other for other, option in options.items() if release.has(option.since, option.until)])
            yield Problem("unknown", f"{route}.{name}", f"unknown option {name!r}", text, names, known.since if known is not None else "")
        elif (value := values.get(name)) is None or depth >= _MAX_DEPTH:
            continue
        elif known.kind in ("block", "block-list"):
            yield from _blocks(value, known, name, f"{route}.{name}", depth, release)
        elif not _fits(value, known.type) and (reason := refuses(value, known.type)):
            text = f'Inappropriate value for attribute "{name}": {reason}.'
            yield Problem("type", f"{route}.{name}", f"{name!r}: {reason}", f"Incorrect attribute value type: {text}")


def _blocks(value: Any, option: Option, name: str, route: str, depth: int, release: Release) -> Iterator[Problem]:
    rows = _parts(value) if isinstance(value, list) else [value]
    if not isinstance(value, list | dict) or not all(isinstance(row, dict) for row in rows):
        text = f'Either a JSON object or a JSON array is required, representing the contents of one or more "{name}" blocks.'
        yield Problem("type", route, f"{name!r} must be a block", f"Incorrect JSON value type: {text}")
        return
    if option.kind == "block" and isinstance(value, list) and len(value) > 1:
        yield Problem("duplicate", route, f"duplicate block {name!r}", f'Duplicate {name} block: Only one block of type "{name}" is allowed.')
    for row in rows:
        yield from body(row, option.fields, route, depth + 1, release)


def _parts(value: dict[str, Any] | list[Any]) -> list[Any]:
    """The values of a map or list that are known."""
    return [item for _, item in known_items(value)]


#: Type of the decoder → classes of values that convert to it, whatever they are: those of nearly all values.
_FITTING: Final[dict[str, frozenset[type]]] = {"string": frozenset((str, bool, int, float)), "bool": frozenset((bool,)), "number": frozenset((int, float))}
_FITTING_ITEMS: Final = {f"list({name})": kinds for name, kinds in _FITTING.items()}


def _fits(value: Any, type: str) -> bool:
    """Whether a value plainly converts to a type of the decoder."""
    if value.__class__ is list:
        return type in _FITTING_ITEMS and _FITTING_ITEMS[type].issuperset([item.__class__ for item in value])
    return value.__class__ in _FITTING.get(type, ())


def refuses(value: Any, type: str) -> str:
    """Why a value does not convert to a type of the decoder, or ""."""
    if value is None or type == "any" or (type == "string" and isinstance(value, str)):
        return ""
    if type.startswith("list(map("):
        inner = type[len("list(map(") : -2]
        rows = _parts(value) if isinstance(value, list) else [value]
        if not all(isinstance(row, dict) for row in rows):
            return f"list of map of {inner} required"
        return next((reason for row in rows for item in _parts(row) if (reason := refuses(item, inner))), "")
    if type.startswith("map("):
        rows = _parts(value) if isinstance(value, list) else [value]
        if not all(isinstance(row, dict) for row in rows):
            return f"{type} required"
        return next((reason for row in rows for item in _parts(row) if (reason := refuses(item, type[4:-1]))), "")
    if type.startswith("list("):
        if not isinstance(value, list):
            return f"list of {type[5:-1]} required, but have {_kind(value)}"
        return next((f"element {i}: {reason}" for i, item in known_items(value) if (reason := refuses(item, type[5:-1]))), "")
    return _scalar(value, type)


def _scalar(value: Any, type: str) -> str:
    if isinstance(value, list | dict):
        return f"{type} required, but have {_kind(value)}"
    if type == "bool":
        if isinstance(value, bool) or (isinstance(value, str) and (value in ("true", "false", "1", "0") or "${" in value)):
            return ""
        return "a bool is required" if isinstance(value, str) else f"bool required, but have {_kind(value)}"
    if type == "number":
        if isinstance(value, bool):
            return "number required, but have bool"
        return "a number is required" if isinstance(value, str) and "${" not in value and not _is_number(value) else ""
    return ""


def _is_number(text: str) -> bool:
    import re

    return re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text, re.ASCII) is not None


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "bool"
        case str():
            return "string"
        case int() | float():
            return "number"
        case list():
            return "tuple"
    return "object"
