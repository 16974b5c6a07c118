"""Writes a data file to fill in, with everything that templates read.

The template is run with unknown data, as for finding mistakes, and each read is recorded, as are the names looked up in Nomad variables and in the data of secrets.
"""

from __future__ import annotations

from nomadspec.templates.answers import AT_ONCE, Unread
from nomadspec.templates.data import SECTIONS
from nomadspec.templates.failures import Exhausted, Failure
from nomadspec.templates.types import CHOICE, type_of
from nomadspec.templates.values import NIL_INTERFACE, Unknown, Value, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from nomadspec.notation.template import Template
    from nomadspec.templates.run import Call

    Names = dict[str, "Names"]

#: Function → section of the data that it reads, by the name of its first argument (of nomadService: the last).
_SECTIONS: Final = {
    "env": "env",
    "envOrDefault": "env",
    "mustEnv": "env",
    "nomadVar": "nomad_variables",
    "nomadVarExists": "nomad_variables",
    "nomadService": "nomad_services",
    "key": "consul_keys",
    "keyExists": "consul_keys",
    "keyOrDefault": "consul_keys",
    "service": "consul_services",
    "connect": "consul_services",
    "secret": "vault_secrets",
    "file": "files",
}
#: Levels of names below one secret.
_DEEPEST: Final = 20


class _Watched(Unknown):
    """Content of which the names that are looked up are written down."""

    __slots__ = ("depth", "names")

    def __init__(self, names: Names, element: Value | None = None, depth: int = 0) -> None:
        super().__init__(element)
        self.names: Final = names
        self.depth: Final = depth

    def entry(self, name: str) -> Value | None:
        below = self.names.setdefault(name, {})
        if self.element is not None:
            return self.element
        if self.depth > _DEEPEST:
            return None
        held = _Watched(below, depth=self.depth + 1)
        options = (unknown("text"), unknown("JSONNumber"), NIL_INTERFACE, Value(type_of("list of any"), Unknown()), Value(type_of("map of any"), held))
        return Value(type_of(CHOICE), options)


class _Collector(Unread):
    def __init__(self) -> None:
        super().__init__()
        self.sections: dict[str, Names] = {section: {} for section in SECTIONS}
        self.others: list[str] = []

    def read(self, call: Call) -> Value:
        name = call.name
        section = _SECTIONS.get(name)
        arguments = [argument.data for argument in call.arguments]
        key = arguments[-1] if name == "nomadService" and arguments else arguments[0] if arguments else None
        if section is None or not isinstance(key, str):
            shown = " ".join(str(data) if isinstance(data, str) else "…" for data in arguments)
            self.others.append(f"{name} {shown}".strip())
            return super().read(call)
        names = self.sections[section].setdefault(_bare(key) if name not in AT_ONCE else key, {})
        if name == "nomadVar":
            return Value(type_of("NomadVarItems"), _Watched(names, unknown("NomadVarItem")))
        if name == "secret":
            secret = type_of("Secret")
            return Value(secret, {field: unknown(words) for field, words in secret.fields.items()} | {"Data": Value(type_of("map of any"), _Watched(names))})
        return super().read(call)


def _bare(key: str) -> str:
    for mark in "|~@?":
        key = key.partition(mark)[0]
    return key.lstrip("/")


def skeleton(templates: Iterable[Template], known: Iterable[str] = ()) -> str:
    """The text of a data file (HCL) for these templates; environment variables that are `known` are left out."""
    from nomadspec.templates.execution import Interpreter

    collector = _Collector()
    for template in templates:
        try:
            Interpreter(template, collector).run()
        except (Exhausted, RecursionError, Failure):
            continue
    for name in known:
        collector.sections["env"].pop(name, None)
    lines: list[str] = []
    for section, names in collector.sections.items():
        if names:
            lines += [f"{section} = {{", *(f"  {_line(section, name, below)}" for name, below in names.items()), "}"]
    lines += [f"# also read: {other}" for other in dict.fromkeys(collector.others)]
    return "\n".join(lines) + "\n" if lines else "# the templates read nothing\n"


def _line(section: str, name: str, below: Names) -> str:
    if section in ("nomad_services", "consul_services"):
        return f'{_quoted(name)} = [{{ Address = "", Port = 0 }}]'
    if section in ("nomad_variables", "vault_secrets"):
        return f"{_quoted(name)} = {_object(below)}"
    return f'{_quoted(name)} = ""'


def _object(names: Names) -> str:
    if not names:
        return "{}"
    return "{ " + ", ".join(f"{_quoted(name)} = {_object(below) if below else _quoted('')}" for name, below in names.items()) + " }"


def _quoted(name: str) -> str:
    from nomadspec.hcl.printer import quoted

    return quoted(name)
