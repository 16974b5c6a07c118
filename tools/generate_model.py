"""Write `nomadspec/_generated/job_model.py`, the typed Job, from the block schema (`nomadspec/schema/blocks.py`).

    python -m tools.generate_model [--check]

Plain slotted classes: a hundred of them made by a decorator would cost more at import than a bare Python.
"""

from __future__ import annotations

import sys
from pathlib import Path

from nomadspec.schema.blocks import BLOCKS
from nomadspec.schema.field import OMITTED, Field
from nomadspec.schema.fields_of_release import all_fields
from tools.output import deliver

TARGET = Path(__file__).parent.parent / "nomadspec" / "_generated" / "job_model.py"

HEADER = '''"""The typed job: one class per block type. Generated from `nomadspec/schema/blocks.py` by `tools/generate_model.py`; do not edit.

A field holds what the API's JSON would hold: `None` where the API prints null, integers of nanoseconds for durations, `dict` and
`list` for maps and lists. Names are HCL's; fields that HCL cannot write have their API name in snake case.
"""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

'''

SCALARS = {"string": "str", "bool": "bool", "duration": "int"}


def python_type(field: Field) -> str:
    """The annotation of a field."""
    if field.block:
        inner = field.block
        if field.nesting == "repeated_block":
            return f"list[{inner}] | None"
        if field.nesting == "labelled_block_map":
            return f"dict[str, {inner}] | None"
        return f"{inner} | None"
    plain = _plain(field.type)
    return f"{plain} | None" if field.absent is None or field.absent == OMITTED else plain


def _plain(type_: str) -> str:
    if type_.startswith("list("):
        return f"list[{_plain(type_[5:-1])}]"
    if type_ == "map(any)":
        return "dict[str, Any]"
    if type_.startswith("map("):
        return f"dict[str, {_plain(type_[4:-1])}]"
    return SCALARS.get(type_, "int")


def default(field: Field) -> str:
    if field.absent == OMITTED:
        return "None"
    return f'"{field.absent}"' if isinstance(field.absent, str) else repr(field.absent)


def render() -> str:
    parts = [HEADER]
    for name in BLOCKS:
        fields = all_fields(name)
        slots = "".join(f'"{f.name}", ' for f in sorted(fields, key=lambda f: f.name))
        parts.append(f"\nclass {name}(JobBlock):\n    __slots__ = ({slots.rstrip()})\n")
        parts.append(f'    TYPE = "{name}"\n')
        if not fields:
            parts.append("\n")
            continue
        parts.append("\n    def __init__(\n        self,\n        *,\n")
        parts += [f"        {f.name}: {python_type(f)} = {default(f)},\n" for f in fields]
        parts.append("    ) -> None:\n")
        parts += [f"        self.{f.name}: Final = {f.name}\n" for f in fields]
        parts.append("\n")
    parts.append("\nCLASSES: Final[dict[str, type[JobBlock]]] = {\n")
    parts += [f'    "{name}": {name},\n' for name in BLOCKS]
    parts.append("}\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(deliver({TARGET: render()}))
