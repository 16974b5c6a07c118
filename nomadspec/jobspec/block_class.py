"""The classes of the typed job: one for each block type, made from the block schema when it is first asked for. A job has few of the 72 types, and to make
them all would take as long as everything else that a lint does with a small job.

Their names are those of the module `nomadspec._generated.job_model`, whose stub, generated from the same schema, tells type checkers their fields.
"""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock
from nomadspec.schema.blocks import BLOCKS
from nomadspec.schema.field import OMITTED
from nomadspec.schema.fields_of_release import all_fields
from nomadspec.source.record import initializer

_made: dict[str, type[JobBlock]] = {}


def block_class(type_: str) -> type[JobBlock]:
    """The class of a block type. Raises KeyError for what is none."""
    made = _made.get(type_)
    if made is None:
        made = _made.setdefault(type_, _class(type_))  # of two threads that make it, both get the same
    return made


def _class(type_: str) -> type[JobBlock]:
    defaults = {field.name: None if field.absent == OMITTED else field.absent for field in all_fields(type_)}
    content = {"__module__": "nomadspec._generated.job_model", "__slots__": tuple(sorted(defaults)), "TYPE": type_}
    if defaults:
        content["__init__"] = initializer(type_, {}, defaults)
    return type(type_, (JobBlock,), content)


def names() -> list[str]:
    """The names of all classes."""
    return list(BLOCKS)
