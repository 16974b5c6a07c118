"""Write `nomadspec/_generated/job_model.pyi`: the typed Job as type checkers see it, from the block schema (`nomadspec/schema/blocks.py`). At run time the
classes are made from the schema itself (`nomadspec/jobspec/block_class.py`).

    python -m tools.generate_model [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from nomadspec.schema.blocks import BLOCKS
from nomadspec.schema.field import OMITTED, Field
from nomadspec.schema.fields_of_release import all_fields
from tools.output import deliver

STUB = Path(__file__).parent.parent / "nomadspec" / "_generated" / "job_model.pyi"

HEADER = '''"""The typed job: one class per block type. Generated from `nomadspec/schema/blocks.py` by `tools/generate_model.py`; do not edit.

A field holds what the API's JSON would hold: `None` where the API prints null, integers of nanoseconds for durations, `dict` and
`list` for maps and lists. Names are HCL's; fields that HCL cannot write have their API name in snake case.
"""

from typing import Any, Final

from nomadspec.jobspec.block import JobBlock
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
        parts.append(f'\nclass {name}(JobBlock):\n    TYPE = "{name}"\n')
        parts += [f"    {f.name}: Final[{python_type(f)}]\n" for f in fields]
        if fields:
            parts.append("    def __init__(\n        self,\n        *,\n")
            parts += [f"        {f.name}: {python_type(f)} = {default(f)},\n" for f in fields]
            parts.append("    ) -> None: ...\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(deliver({STUB: render()}))
