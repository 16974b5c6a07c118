"""The one form of every finding: an error, a warning or advice, with its place, its reason and its fix.

Diagnostics are values. No stage raises one; each collects them and hands them on. A code is never reused and says nothing of
severity: `HCL…` syntax, `EVA…` evaluation and decoding, `NOM` and four digits what Nomad checks, an area such as `REF003`
what Nomad never says, `AGT…` agents.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, Literal

    from nomadspec.source.span import Span

    Severity = Literal["error", "warning", "info"]
else:
    Severity = str

#: The worst first.
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")


class Edit:
    """Replace `[start, end)` (character offsets in the file `path`) by `text`."""

    __slots__ = ("end", "path", "start", "text")

    def __init__(self, path: str, start: int, end: int, text: str) -> None:
        self.path: Final = path
        self.start: Final = start
        self.end: Final = end
        self.text: Final = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edit) and (self.path, self.start, self.end, self.text) == (other.path, other.start, other.end, other.text)

    def __hash__(self) -> int:
        return hash((self.path, self.start, self.end, self.text))

    def __repr__(self) -> str:
        return f"Edit({self.path!r}, {self.start}, {self.end}, {self.text!r})"


class Fix:
    """Edits that together fix a finding. `safe`: the compiled job changes only as described on the rule's page."""

    __slots__ = ("edits", "safe", "title")

    def __init__(self, title: str, edits: tuple[Edit, ...], *, safe: bool) -> None:
        self.title: Final = title
        self.edits: Final = edits
        self.safe: Final = safe

    def __repr__(self) -> str:
        return f"Fix({self.title!r}, {self.edits!r}, safe={self.safe})"


class Diagnostic:
    """One finding.

    `rule` is the kebab-case name that belongs to `code`; `block` a ModelPath as text; `nomad` Nomad's own text for the problem
    without its prefixes, where Nomad says it too; `trail` the steps by which a value reached the place ("set by variable `port`",
    with the span of that step), nearest first; `related` further places with a label; `secret` that the value at the place is one that no
    report repeats; `environments` the names of those where it holds, empty for all in which the file is used.
    """

    __slots__ = ("block", "code", "environments", "fix", "help", "message", "nomad", "related", "rule", "secret", "severity", "span", "trail", "url")

    def __init__(
        self,
        code: str,
        rule: str,
        severity: Severity,
        message: str,
        span: Span | None = None,
        *,
        block: str = "",
        help: str | None = None,
        fix: Fix | None = None,
        url: str | None = None,
        nomad: str | None = None,
        trail: tuple[tuple[str, Span | None], ...] = (),
        related: tuple[tuple[str, Span | None], ...] = (),
        secret: bool = False,
        environments: tuple[str, ...] = (),
    ) -> None:
        self.code: Final = code
        self.rule: Final = rule
        self.severity: Final[Severity] = severity
        self.message: Final = message
        self.span: Final = span
        self.block: Final = block
        self.help: Final = help
        self.fix: Final = fix
        self.url: Final = url
        self.nomad: Final = nomad
        self.trail: Final = trail
        self.related: Final = related
        self.secret: Final = secret
        self.environments: Final = environments

    def replace(self, **changes: object) -> Diagnostic:
        """The same finding with some members changed."""
        values = {name: getattr(self, name) for name in Diagnostic.__slots__}
        values.update(changes)
        return Diagnostic(**values)

    def __repr__(self) -> str:
        return f"<{self.severity} {self.code} {self.span!r} {self.message!r}>"
