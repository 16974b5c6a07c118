"""What a rule about one of the other kinds of specification is given: the specification, and where its values are written."""

from __future__ import annotations

from nomadspec.source import Span
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.cluster.state import ClusterState
    from nomadspec.rules.rule import At, Place
    from nomadspec.rules.subject import Subject
    from nomadspec.source import Source
    from nomadspec.specs.spec import Spec


class SpecVisit(Record):
    """`spec`: one that could be decoded; `visit.spec.api` is the API object; `state`: the cluster, None where it is not known."""

    subject: Subject
    spec: Spec
    source: Source
    state: ClusterState | None = None

    def option(self, name: str) -> Any:
        """The value of one of the rule's options."""
        return self.subject.option(name)

    def locate(self, at: At) -> Place:
        """Block, span and trail of what a finding points at: a Span, or the route of a value (`capability[0].access_mode`); what is not written there is
        looked for around it."""
        if isinstance(at, Span):
            return "", at, ()
        if at is not None and not isinstance(at, str):
            raise TypeError(f"the place of a finding about a specification is a route or a Span, not {type(at).__name__}")
        around = at or ""
        while around and around not in self.spec.places:
            around = around.rpartition(".")[0]
        return at or "", self.spec.places.get(around) or self.source.span(0, 0), ()

    def refuse_unknown(self, at: str) -> None:
        """Routes are what files write."""
