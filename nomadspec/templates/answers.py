"""Answers of functions that read from outside: Consul, Vault, Nomad, the environment, files.

`FirstPass`: nothing has been read, as when the engine runs a text for the first time; `Unread`: what is there is of the right type, and not known.
An invalid name of something to read fails in both.
"""

from __future__ import annotations

from nomadspec.notation.template.functions import DENIED, READS
from nomadspec.source.patterns import ASCII, pattern
from nomadspec.templates.failures import FILE
from nomadspec.templates.signatures import SIGNATURES
from nomadspec.templates.types import BOOL, LIST, MAP, TEXT, type_of
from nomadspec.templates.values import FALSE, NIL_INTERFACE, Value, text, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.templates.run import Call

#: Functions whose answer is there at once.
AT_ONCE = frozenset(("env", "envOrDefault", "mustEnv"))
#: Those whose answer is empty while nothing has been read.
EMPTY_AT_FIRST = READS.keys() - AT_ONCE - {"keyOrDefault"}

_SERVICE = pattern(r"(?:[\w.-]+\.)?[\w-]+(?:\?[^@~|]*)?(?:@[\w.-]+)?(?:~[\w.-]+)?(?:\|[\w,]+)?", ASCII)
_KEY = pattern(r"/?[^@?]+(?:\?[^@]*)?(?:@[\w.-]+)?", ASCII)
_VARIABLE = pattern(r"[\w~/.-]+(?:@[\w-]+(?:\.[\w.-]+)?)?", ASCII)
#: Names that are longer are not looked at.
_LONGEST = 500
#: Function → what its first argument looks like; an empty one reads nothing.
_NAMES: Final = {
    "service": _SERVICE,
    "connect": _SERVICE,
    "key": _KEY,
    "keyExists": _KEY,
    "keyOrDefault": _KEY,
    "nomadVar": _VARIABLE,
    "nomadVarExists": _VARIABLE,
}


def check(call: Call) -> None:
    """Raise for a call that fails before anything is read."""
    name, arguments = call.name, call.arguments
    first = arguments[-1] if name == "nomadService" and arguments else arguments[0] if arguments else None
    if name == "nomadService":
        _check_nomad_service(call)
    if first is None or not isinstance(first.data, str):
        return
    given = first.data
    if name == "file" and given and not given.startswith("/"):
        raise call.error(
            f"`file` needs an absolute path inside the task's folder; {given!r} is relative",
            FILE,
            help='Use {{ file (print (env "NOMAD_TASK_DIR") "/…") }}.',
        )
    if name == "secret" and not given.strip("/"):
        raise call.error(
            "`secret` is called with an empty path", help="When a template first runs, nothing has been read yet: values from elsewhere are empty."
        )
    if name in ("secret", "pkiCert"):
        for pair in arguments[1:]:
            if isinstance(pair.data, str) and "=" not in pair.data:
                raise call.error(f"arguments of `{name}` after the path must be name=value, not {pair.data!r}")
    form = _NAMES.get(name)
    if form is not None and given and len(given) < _LONGEST:
        whole = "|".join(part.data for part in arguments if isinstance(part.data, str)) if name in ("service", "connect") and len(arguments) > 1 else given
        if not form.fullmatch(whole):
            raise call.error(f"{whole!r} is not a valid name for `{name}`")


def reads_nothing(call: Call) -> bool:
    """Whether an empty name makes the call read nothing at all."""
    return call.name in _WITHOUT_NAME and bool(call.arguments) and call.arguments[0].data == ""


_WITHOUT_NAME = frozenset(("file", "key", "nomadVar", "secrets", "service"))


def _check_nomad_service(call: Call) -> None:
    wanted = ("text",) if len(call.arguments) == 1 else ("integer", "text", "text")
    for argument, type in zip(call.arguments, wanted, strict=False):
        if argument.type.name not in (type, "any", "choice"):
            from nomadspec.templates.failures import ARGUMENT

            said = "the number of instances" if type == "integer" else "the name of a service" if len(call.arguments) == 1 else "a key and a name"
            raise call.error(f"`nomadService` expects {said} as {type_of(type)}, not {argument.type}", ARGUMENT)


class Unread:
    """Everything is there, and nothing is known of it but its type."""

    denied = DENIED

    def __init__(self) -> None:
        self.places: dict[str, set[int]] = {}
        """For each function that reads something, and for each thing read: the place in the text."""
        self.inside = False
        """Whether anything was read inside a condition."""

    def computed(self, function: str) -> Value | None:
        return None

    def read(self, call: Call) -> Value:
        check(call)
        if reads_nothing(call):
            return nothing_read(call.name)
        if call.name in AT_ONCE:
            return unknown("text")
        for thing in {call.name, _thing(call)}:
            self.places.setdefault(thing, set()).add(call.place[0])
        self.inside = self.inside or bool(call.run.doubt)
        return unknown("text" if call.name == "keyOrDefault" else SIGNATURES[call.name].result.removesuffix(" or nil"))


def _thing(call: Call) -> str:
    """What is read; the function alone where that is not known, for it may be whatever the function reads elsewhere."""
    known = all(argument.known for argument in call.arguments)
    return f"{call.name} {[argument.data for argument in call.arguments]}" if known else call.name


class LaterPass(Unread):
    """The pass in which a body runs for the first time, because its data is there: what only this place in the body reads has not been read then."""

    def __init__(self, places: dict[str, set[int]]) -> None:
        super().__init__()
        self._places: Final = places

    def read(self, call: Call) -> Value:
        found = super().read(call)
        if call.name in AT_ONCE or not call.run.doubt or self._places.get(_thing(call)) != {call.place[0]}:
            return found
        return call.arguments[1] if call.name == "keyOrDefault" else nothing_read(call.name)


class FirstPass:
    """Nothing exists yet but the environment, which is unknown."""

    denied = DENIED

    def computed(self, function: str) -> Value | None:
        return None

    def read(self, call: Call) -> Value:
        check(call)
        if call.name in AT_ONCE:
            return unknown("text")
        if call.name == "keyOrDefault":
            return call.arguments[1]
        return nothing_read(call.name)


def nothing_read(function: str) -> Value:
    """What a function answers while it has no answer."""
    result = SIGNATURES[function].result
    if result.endswith(" or nil"):
        return NIL_INTERFACE
    type = type_of(result)
    if type.kind == BOOL:
        return FALSE
    if type.kind == TEXT:
        return text("")
    assert type.kind in (LIST, MAP)
    return Value(type, [] if type.kind == LIST else {})
