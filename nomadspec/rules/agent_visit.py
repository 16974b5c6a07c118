"""What a rule about agent configuration is given.

It reads the merged values (`visit.config.get`), what each file says (`visit.config.sections`), and what merging lost (`visit.config.merged`). The files in
the `## Example` of its page are loaded together, in order; so are those of `## Use instead`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.source import Span
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from typing import Any

    from nomadspec.agent import AgentConfig
    from nomadspec.rules.rule import At, Place
    from nomadspec.rules.subject import Subject


class AgentVisit(Record):
    """`config`: the configuration of one agent, merged from its files. `whole`: whether these are all: only then is missing what they lack."""

    subject: Subject
    config: AgentConfig
    whole: bool = True

    def option(self, name: str) -> Any:
        """The value of one of the rule's options."""
        return self.subject.option(name)

    def locate(self, at: At) -> Place:
        """Block, span and trail of what a finding points at: a Span, or the dotted path of a value or block (labels in brackets:
        `client.host_volume[data].path`)."""
        if isinstance(at, Span):
            return "", at, ()
        if at is not None and not isinstance(at, str):
            raise TypeError(f"the place of a finding about an agent is a path or a Span, not {type(at).__name__}")
        return at or "", self.config.place(at or ""), ()

    def refuse_unknown(self, at: str) -> None:
        """Raises `UnknownPlace` for a path that does not begin with a setting or block of the agent."""
        from nomadspec.agent.decoding import names_below
        from nomadspec.rules.rule import UnknownPlace

        first = at.partition(".")[0].partition("[")[0]
        if first and first.lower() not in names_below(""):
            raise UnknownPlace(f"{first!r} is not a setting of an agent")
