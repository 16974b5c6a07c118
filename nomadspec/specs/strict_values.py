"""Values of the older dialect as its own decoder reads them: a number may be a string, and little else may be anything else."""

from __future__ import annotations

from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.conversion import go_int, node_name, text_of
from nomadspec.specs.objects import OBJECTS, empty, ordered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from nomadspec.specs.objects import Field
    from nomadspec.specs.spec import Draft


def blocks_of(items: Sequence[ast.Item], name: str) -> Iterator[ast.Item]:
    """The items with a name, in any case."""
    for item in items:
        if item.keys[0].value.lower() == name:
            yield item


def unlabelled(items: Sequence[ast.Item], name: str) -> Iterator[ast.Item]:
    """Those of them without a label: one that has a label is passed over where the name takes none."""
    for item in blocks_of(items, name):
        if len(item.keys) == 1:
            yield item


def bodies(item: ast.Item) -> Iterator[ast.Object]:
    """The object that an item has: its block, or what is assigned to it."""
    if isinstance(item.value, ast.Object):
        yield item.value


def body_of(item: ast.Item) -> ast.Object | None:
    """The body of an item that is one block without a label."""
    return next(bodies(item), None) if len(item.keys) == 1 else None


def unexpected_keys(draft: Draft, value: ast.Value, allowed: Sequence[str], prefix: str = "") -> bool:
    """Whether an object has keys that are not allowed (in just this spelling); they are noted. What is no object is noted, too."""
    if isinstance(value, ast.Object):
        strange = [item.keys[0] for item in value.items if item.keys[0].value not in allowed]
        if strange:
            count = f"{len(strange)} error{'s' if len(strange) > 1 else ''} occurred:\n"
            listed = "".join(f"\t* {prefix}invalid key: {key.value}\n" for key in strange)
            for number, key in enumerate(strange):
                message = f"invalid key: {key.value}"
                nomad = f"{count}{listed}\n" if not number else message
                among = (key.value, allowed)
                draft.refuse("spec-unexpected-key", message, key.start, key.end, nomad=nomad, help=near(key.value, allowed), among=among)
        return bool(strange)
    message = f"cannot check HCL keys of type *ast.{node_name(value)}"
    draft.refuse("spec-type", message, value.start, value.end, nomad=prefix + message)
    return True


def near(key: str, allowed: Sequence[str]) -> str | None:
    """What an unknown key may have been meant to be."""
    from nomadspec.source.closest import closest

    meant = closest(key.lower(), allowed, 0.7)
    return f"Did you mean {meant}?" if meant else "The keys here are " + ", ".join(allowed) + "."


def decode_strictly(draft: Draft, name: str, body: ast.Object, route: str) -> dict[str, Any] | None:
    """The object `name` with what a body says; unknown keys are ignored. None with a fault noted when a value is of no use."""
    values = empty(name)
    fields = {field.hcl: field for field in OBJECTS[name]}
    for item in body.items:
        field = fields.get(item.keys[0].value.lower())
        if field is None:
            draft.ignore(item.keys[0].value, item.keys[0].start, item.keys[0].end, tuple(fields))
            continue
        draft.place(f"{route}.{field.hcl}" if route else field.hcl, item.start, item.end)
        value, fault, at = strict_value(field, item.value)
        if fault:
            place = draft.source.span(at, at).start
            draft.refuse("spec-type", fault, at, item.value.end, nomad=f"At {place}: {fault}", block=f"{route}.{field.hcl}")
            return None
        values[field.api] = value
    return ordered(name, values)


def strict_value(field: Field, value: ast.Value) -> tuple[Any, str, int]:
    """The value of a field, or why it has none and where."""
    match field.type.lstrip("?"):
        case "strings":
            if isinstance(value, ast.Scalar):
                return None, "unknown slice type: *ast.LiteralType", value.start
            rows: list[str] = []
            for row in value.items if isinstance(value, ast.List) else []:
                if not isinstance(row, ast.Scalar):
                    return None, f"unknown type for string *ast.{node_name(row)}", row.start
                rows.append(text_of(row) or "")
            return rows, "", 0
        case "map":
            if not isinstance(value, ast.Object):
                return None, f"not an object type for map (*ast.{node_name(value)})", value.start
            for item in value.items:
                if not isinstance(item.value, ast.Scalar):
                    return None, f"unknown type for string *ast.{node_name(item.value)}", item.value.start
            return {item.keys[0].value: text_of(item.value) or "" for item in value.items}, "", 0
    if not isinstance(value, ast.Scalar):
        kind = " for string" if field.type == "string" else ""
        return None, f"unknown type{kind} *ast.{node_name(value)}", value.start
    text = text_of(value) or ""
    match field.type.lstrip("?"):
        case "int":
            number = go_int(text)
            return (number, "", 0) if isinstance(number, int) else (None, f'strconv.ParseInt: parsing "{text}": {number}', value.start)
        case "bool":
            if value.kind == "bool" or text in ("1", "0", "true", "false"):
                return text in ("1", "true"), "", 0
            return None, f"decodeBool: Unknown value for boolean: {text}", value.start
    return text, "", 0
