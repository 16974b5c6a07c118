"""What rules ask of the sides of constraints, affinities and spreads; `cluster/targets.py` has what they mean on a node."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.source import Severity


def is_target(text: str) -> bool:
    """Whether the text is one reference and nothing else, which is what the scheduler resolves; it does without the closing brace."""
    return text.startswith("${") and "}" not in text[:-1]


def sides_of(block: JobBlock) -> tuple[str, ...]:
    """The fields whose texts the scheduler resolves."""
    return ("attribute",) if block.TYPE == "Spread" else ("attribute", "value")


def severity_of(block: JobBlock) -> Severity:
    """How bad it is that a target never resolves: a constraint then fails everywhere, unless it is negative; an affinity or a spread has no effect."""
    return "error" if block.TYPE == "Constraint" and block.get("operator") not in ("!=", "not", "is_not_set") else "warning"
