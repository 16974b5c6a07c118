"""What a rule about agent configuration finds.

Such a rule is a module like the others (CODE, NAME, SEVERITY, a docstring that is its page), without BLOCKS, and with the function

    def check_agent(config: AgentConfig) -> Iterator[AgentFinding]: ...

It reads the merged values (`config.get`), what each file says (`config.sections`), and what merging lost (`config.merged`). The files in the
`## Example` of its page are loaded together, in order; so are those of `## Use instead`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.source import Severity, Span

if TYPE_CHECKING:
    from nomadspec.source import Fix


class AgentFinding:
    """`at`: a Span, or the dotted path of a value or block (labels in brackets: `client.host_volume[data].path`), whose place the runner looks up."""

    __slots__ = ("at", "fix", "help", "message", "nomad", "related", "severity")

    def __init__(
        self,
        message: str,
        at: str | Span = "",
        *,
        help: str | None = None,
        fix: Fix | None = None,
        severity: Severity | None = None,
        related: tuple[tuple[str, Span | None], ...] = (),
        nomad: str | None = None,
    ) -> None:
        self.message: Final = message
        self.at: Final = at
        self.help: Final = help
        self.fix: Final = fix
        self.severity: Final = severity
        self.related: Final = related
        self.nomad: Final = nomad
        """What the agent itself says when it starts."""
