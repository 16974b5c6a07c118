"""What the expressions of a rule read of a block: only that is made a value, so that a rule over a large job costs little.

self.resources.memory and self.label      {"self": {"resources": {"memory": None}, "label": None}}     None: all of it
"""

from __future__ import annotations

from nomadspec.evaluation.scope import references
from nomadspec.hcl.ast import GetAttr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec.hcl.ast import Expression

    Needs = dict[str, "Needs | None"]


def needs_of(expressions: Iterable[Expression], roots: Iterable[str]) -> Needs:
    """Root → what is read of it; a root that nothing reads is left out."""
    wanted: Needs = {}
    known = frozenset(roots)
    for expression in expressions:
        for reference in references(expression):
            if reference.root not in known:
                continue
            names = [reference.root]
            for step in reference.steps:
                if not isinstance(step, GetAttr):
                    break
                names.append(step.name)
            _add(wanted, names)
    return wanted


def _add(wanted: Needs, names: list[str]) -> None:
    here = wanted
    for name in names[:-1]:
        below = here.setdefault(name, {})
        if below is None:
            return
        here = below
    here[names[-1]] = None
