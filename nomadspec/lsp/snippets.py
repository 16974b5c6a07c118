"""Texts that completion inserts, in the notation of editors: `$1` and `${1:name}` are places to fill in, `$0` is where the cursor ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.lsp.schema_at import writable

if TYPE_CHECKING:
    from nomadspec.schema.drivers import Option
    from nomadspec.schema.field import Field


def top_snippet(name: str) -> str:
    """A block of the top level."""
    if name == "locals":
        return "locals {\n  $0\n}"
    if name == "variable":
        return 'variable "${1:name}" {\n  type = ${2:string}$0\n}'
    return (
        'job "${1:name}" {\n  group "${2:name}" {\n    task "${3:name}" {\n      driver = "${4:docker}"\n\n      config {\n        $0\n      }\n    }\n  }\n}'
    )


def argument_snippet(field: Field) -> str:
    return f"{field.name} = {_value(field.type, 0)}"


def block_snippet(field: Field) -> str:
    """A block with its labels and what it requires."""
    labels = "".join([f' "${{{number}:{label or "name"}}}"' for number, label in enumerate(field.labels, 1)])
    if not field.block:
        return f"{field.name}{labels} {{\n  $0\n}}"
    needed = [other for other in writable(field.block) if other.kind == "attribute" and (other.required or other.name in field.requires)]
    lines = [f"  {other.name} = {_value(other.type, number)}\n" for number, other in enumerate(needed, len(field.labels) + 1)]
    return f"{field.name}{labels} {{\n{''.join(lines)}  $0\n}}"


def option_snippet(name: str, option: Option) -> str:
    if option.kind.startswith("block"):
        return f"{name} {{\n  $0\n}}"
    return f"{name} = {_value(option.type, 0)}"


def _value(type_: str, number: int) -> str:
    """A value to fill in: the quotes or brackets of its type with a place between."""
    if type_ in ("string", "duration"):
        return f'"${number}"'
    if type_.startswith("list"):
        return f"[${number}]"
    if type_.startswith("map"):
        return f"{{ ${number} }}"
    return f"${number}"
