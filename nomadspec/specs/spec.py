"""The result of reading a specification: its kind, the API object that the command would send, and all errors with their places."""

from __future__ import annotations

from nomadspec.source import Diagnostic
from nomadspec.source.record import EMPTY, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Final

    from nomadspec.source import Source, Span
    from nomadspec.source.json_types import JsonObject

#: rule → code. All are errors: what the command or the server refuses.
CODES: Final = {
    "spec-syntax": "SPC001",
    "spec-type": "SPC002",
    "spec-unexpected-key": "SPC003",
    "spec-required": "SPC004",
    "spec-name": "SPC005",
    "spec-value": "SPC006",
    "spec-conflict": "SPC007",
    "spec-constraint": "SPC008",
    "spec-size": "SPC009",
    "spec-unknown-kind": "SPC010",
}

#: Errors of one specification that are noted.
MOST_FAULTS: Final = 500


class Spec(Record):
    """A specification. `kind` is "" if it could not be detected; `api` the object that its command sends, empty when the text could not be decoded;
    `places` maps routes (`capability[0].access_mode`) to their places; `ignored` lists keys that Nomad ignores, each with its place and the supported keys."""

    kind: str
    diagnostics: tuple[Diagnostic, ...]
    api: Mapping[str, Any] = EMPTY
    places: Mapping[str, Span] = EMPTY
    ignored: tuple[tuple[str, Span, tuple[str, ...]], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the command and the server accept it, as far as this can be decided from the text."""
        return not any(finding.severity == "error" for finding in self.diagnostics)

    def to_api(self) -> JsonObject:
        """The object that the command sends."""
        return dict(self.api)


class Draft:
    """A specification while it is being read: collects errors and the place of each value."""

    __slots__ = ("faults", "ignored", "places", "prefix", "source")

    def __init__(self, source: Source, prefix: str = "") -> None:
        self.source: Final = source
        self.prefix = prefix  # with which the command begins its errors
        self.faults: list[Diagnostic] = []
        self.places: dict[str, Span] = {}
        self.ignored: list[tuple[str, Span, tuple[str, ...]]] = []

    def place(self, route: str, start: int, end: int) -> None:
        """Notes where the value at a route is written; the last place wins, as the last value does."""
        self.places[route] = self.source.span(start, end)

    def ignore(self, key: str, start: int, end: int, known: tuple[str, ...]) -> None:
        """Notes a key that nothing reads."""
        self.ignored.append((key, self.source.span(start, end), known))

    def refuse(
        self,
        rule: str,
        message: str,
        start: int = 0,
        end: int = 0,
        *,
        nomad: str | None = None,
        help: str | None = None,
        block: str = "",
        among: tuple[str, Iterable[str]] | None = None,
    ) -> None:
        """Notes what the command cannot read. `among`: the word that is written, and those that may be."""
        if len(self.faults) >= MOST_FAULTS:
            return
        said, span, fix = self.prefix + (message if nomad is None else nomad), self.source.span(start, end), None
        if among is not None:
            from nomadspec.hcl.suggest import nearest, rename

            word, names = among[0], list(among[1])
            near, at = (word.lower(), 1) if word.lower() in names else nearest(word, names), span.text.find(word)
            if near is not None and word and at >= 0:
                suggestion = f"Did you mean {near[0]}?"
                if help is None or not help.startswith("Did you mean"):
                    help = f"{suggestion} {help or ''}".strip()
                if help.startswith(suggestion):
                    fix = rename(self.source.path, span.start_offset + at, span.start_offset + at + len(word), near)
        self.faults.append(Diagnostic(CODES[rule], rule, "error", message, span, nomad=said, help=help, fix=fix, block=block))

    def invalid(self, rule: str, message: str, route: str = "", *, nomad: str | None = None, help: str | None = None) -> None:
        """Notes what the server refuses, at the value of a route, or of the nearest route around it that is written."""
        if len(self.faults) >= MOST_FAULTS:
            return
        around = route
        while around and around not in self.places:
            around = around.rpartition(".")[0]
        span = self.places.get(around) or self.source.span(0, 0)
        self.faults.append(Diagnostic(CODES[rule], rule, "error", message, span, nomad=nomad or message, help=help, block=route))
