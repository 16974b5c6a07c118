"""Values of the older dialect as the weak decoder reads them for a table of fields: scalars become one another, blocks of a map are one map.

A field is found by its name in any case. Of several items with one name the last scalar counts, and blocks add up.
"""

from __future__ import annotations

from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.conversion import GO_FALSE, GO_TRUE, go_int, text_of, weak_text
from nomadspec.specs.objects import OBJECTS, Field, empty, ordered
from nomadspec.specs.repeated_keys import as_the_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any, Final

    from nomadspec.specs.spec import Draft

FAILED: Final = "decoding failed due to the following error(s):\n\n"


def decode_weakly(draft: Draft, name: str, items: Sequence[ast.Item], *, skip: Collection[str] = (), shown_as_written: bool = False) -> dict[str, Any]:
    """The object `name` with what the items say, without those whose names are in `skip`. `shown_as_written`: errors name fields as files do."""
    values = empty(name)
    known = (*(field.hcl for field in OBJECTS[name]), *skip)
    for item in items:
        key = item.keys[0]
        if key.value.lower() not in known:
            draft.ignore(key.value, key.start, key.end, known)
    for field, found in matched(OBJECTS[name], items, skip):
        shown = field.hcl if shown_as_written else field.api
        value, fault = weak_value(field, found, shown)
        last = found[-1]
        draft.place(field.hcl, last.start, last.end)
        if fault:
            draft.refuse("spec-type", fault, last.value.start, last.value.end, nomad=FAILED + fault, block=field.hcl)
        else:
            values[field.api] = value
    return ordered(name, values)


def matched(fields: Sequence[Field], items: Sequence[ast.Item], skip: Collection[str] = ()) -> list[tuple[Field, list[ast.Item]]]:
    """Each field that is written, with its items: those of its own spelling, else of the first spelling there is."""
    by_spelling: dict[str, list[ast.Item]] = {}
    for item in items:
        if item.keys[0].value not in skip:
            by_spelling.setdefault(item.keys[0].value, []).append(item)
    known = {field.hcl: field for field in fields}
    rows: dict[str, list[ast.Item]] = {}
    for spelling, found in by_spelling.items():
        name = spelling.lower()
        if name in known and (name not in rows or spelling == name):
            rows[name] = found
    return [(known[name], found) for name, found in rows.items()]


def weak_value(field: Field, items: Sequence[ast.Item], shown: str) -> tuple[Any, str]:
    """The value of a field, or why it has none."""
    last = items[-1]
    blocks = [item for item in items if isinstance(item.value, ast.Object)]
    if field.type == "map":
        return weak_map(items, shown)
    if blocks or isinstance(last.value, ast.List):
        kind = "[]map[string]interface {}" if blocks else "[]interface {}"
        if field.type == "strings" and not blocks:
            return _strings(last.value, shown)
        if field.type.startswith("[]"):
            return [empty(field.type[2:]) for _ in blocks], ""
        if field.type in OBJECTS:
            return None, f"'{shown}' expected a map or struct, got \"slice\""
        return None, f"'{shown}' expected type '{_GO.get(field.type, field.type)}', got unconvertible type '{kind}'"
    return _scalar(field.type, as_the_first(items), shown)


_GO: Final = {"strings": "string", "int": "int64"}


def _strings(value: ast.Value, shown: str) -> tuple[Any, str]:
    rows = value.items if isinstance(value, ast.List) else [value]
    for number, row in enumerate(rows):
        if not isinstance(row, ast.Scalar):
            kind = "[]map[string]interface {}" if isinstance(row, ast.Object) else "[]interface {}"
            return None, f"'{shown}[{number}]' expected type 'string', got unconvertible type '{kind}'"
    return [weak_text(row) for row in rows], ""


def weak_map(items: Sequence[ast.Item], shown: str, *, numbered: bool = True) -> tuple[Any, str]:
    """A map of strings of all blocks and objects with one name."""
    result: dict[str, str] = {}
    number = 0
    for item in items:
        if len(item.keys) > 1:
            return None, f"'{shown}[{number}][{item.keys[1].value}]' expected type 'string', got unconvertible type '[]map[string]interface {{}}'"
        bodies = item.value.items if isinstance(item.value, ast.List) else [item.value]
        for body in bodies:
            if not isinstance(body, ast.Object):
                kind = "string" if isinstance(body, ast.Scalar) and body.kind == "string" else "int"
                return None, f"'{shown}' expected a map, got '{kind}'"
            at = f"[{number}]" if numbered else ""
            for row in body.items:
                if not isinstance(row.value, ast.Scalar):
                    kind = "[]map[string]interface {}" if isinstance(row.value, ast.Object) else "[]interface {}"
                    return None, f"'{shown}{at}[{row.keys[0].value}]' expected type 'string', got unconvertible type '{kind}'"
                result[row.keys[0].value] = weak_text(row.value)
            number += 1
    return result if number else None, ""


def _scalar(type_: str, value: ast.Value, shown: str) -> tuple[Any, str]:
    if not isinstance(value, ast.Scalar):
        return None, f"'{shown}' expected type '{type_}'"
    text = text_of(value) or ""
    match type_.lstrip("?"):
        case "string" | "duration":
            return weak_text(value), ""
        case "strings":
            return [weak_text(value)], ""
        case "int":
            if value.kind == "string":
                number = go_int(text or "0")
                return (
                    (number, "")
                    if isinstance(number, int)
                    else (None, f"'{shown}' cannot parse value as '{'int' if type_ == '?int' else 'int64'}': strconv.ParseInt: {number}")
                )
            return (int(value.value) if isinstance(value.value, (int, float)) and abs(value.value) < 2**63 else 0), ""
        case "bool":
            if value.kind != "string":
                return bool(value.value), ""
            if text in GO_TRUE or text in GO_FALSE:
                return text in GO_TRUE, ""
            return None, f"'{shown}' cannot parse value as 'bool': strconv.ParseBool: invalid syntax"
    return None, f"'{shown}' expected a map or struct, got \"{'string' if value.kind == 'string' else 'int'}\""
