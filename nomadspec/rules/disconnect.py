"""The fields of a group that Nomad 1.10 dropped for its `disconnect` block, and how one is made of them."""

from __future__ import annotations

from nomadspec.hcl.ast import Literal
from nomadspec.rules.fixes import whole_lines
from nomadspec.source import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.hcl.ast import Expression
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.written import Origin

#: The old field → the argument of `disconnect` that does what it did.
MOVED: Final = {"max_client_disconnect": "lost_after", "stop_after_client_disconnect": "stop_on_client_after", "prevent_reschedule_on_lost": "replace"}


def one_block(group: JobBlock, field: str) -> Fix | None:
    """One `disconnect` block in place of `field` and of the other old fields of the group, which may have only one such block."""
    origin: Origin | None = group.get("origin")
    if origin is None or origin.dynamic or not group.known("disconnect") or group.get("disconnect") is not None or field not in origin.attributes:
        return None
    written = {name: origin.attributes[name] for name in MOVED if name in origin.attributes}
    if {"max_client_disconnect", "stop_after_client_disconnect"} <= written.keys():
        return None  # Nomad refuses both in one block
    text, lines = origin.source.text, []
    width = max(len(MOVED[name]) for name in written)
    for name, attribute in written.items():
        value = _opposite(attribute.expr) if name == "prevent_reschedule_on_lost" else text[attribute.expr.start : attribute.expr.end]
        if value is None or "\n" in value:
            return None
        lines.append(f"{MOVED[name]:{width}} = {value}")
    place = written[field]
    indent = " " * (place.start - text.rfind("\n", 0, place.start) - 1)
    block = "".join(f"{indent}  {line}\n" for line in lines)
    edits = [Edit(origin.source.path, place.start, place.end, f"disconnect {{\n{block}{indent}}}")]
    edits += [Edit(origin.source.path, *whole_lines(text, a.start, a.end), "") for a in written.values() if a is not place]
    return Fix("use a disconnect block", tuple(edits), safe=False)


def _opposite(expr: Expression) -> str | None:
    """The opposite of a literal true or false."""
    return str(not expr.value).lower() if isinstance(expr, Literal) and isinstance(expr.value, bool) else None
