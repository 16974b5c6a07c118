"""What the older dialect makes of a key that is written again: it reads a file into a map, key by key, and a value that is there already decides what may
follow. A number after a list, a string after a number, a block with a label beside one without: each is an error, which no single value shows.
"""

from __future__ import annotations

from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.conversion import go_int, node_name, text_of
from nomadspec.notation.go_text import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from nomadspec.specs.spec import Draft

_TRUE_OR_FALSE: Final = ("1", "0", "true", "false")


def refuse_clashes(draft: Draft, items: Sequence[ast.Item]) -> bool:
    """Whether items with one name do not fit together; the first is noted."""
    clash = _clash(items, "root")
    if clash is None:
        return False
    said, at, placed = clash
    place = f"At {draft.source.span(at.start, at.start).start}: " if placed else ""
    draft.refuse("spec-type", said, at.start, at.end, nomad=place + said, help="Write it once.")
    return True


def _clash(items: Sequence[ast.Item], route: str) -> tuple[str, ast.Key | ast.Value, bool] | None:
    """What is wrong, where, and whether Nomad says where."""
    by_name: dict[str, list[ast.Item]] = {}
    for item in items:
        by_name.setdefault(item.keys[0].value, []).append(item)
    for name, same in by_name.items():
        if len(same) > 1 and (found := _among(same, f"{route}.{name}")):
            return found
        for number, item in enumerate(same):
            labels = "".join(f".{key.value}[0]" for key in item.keys[1:])
            if isinstance(item.value, ast.Object) and (found := _clash(item.value.items, f"{route}.{name}[{number}]{labels}")):
                return found
    return None


def _among(same: Sequence[ast.Item], route: str) -> tuple[str, ast.Key | ast.Value, bool] | None:
    """What does not fit among the items of one name."""
    bare = [number for number, item in enumerate(same) if len(item.keys) == 1]
    if 0 < len(bare) < len(same):
        return f"At -: {route}[{bare[0]}]: map must have string keys", same[bare[0]].keys[0], False
    there = ""
    for item in same:
        value = item.value
        said = _clash_with(there, value, route)
        if said is not None:
            return *said[:1], value, said[1]
        there = there or kind_of(value)
    return None


def kind_of(value: ast.Value) -> str:
    """The type that a first value gives its key."""
    if not isinstance(value, ast.Scalar):
        return "list" if isinstance(value, ast.List) else "object"
    return value.kind if value.kind != "number" else "int" if isinstance(value.value, int) else "float"


def _clash_with(there: str, value: ast.Value, route: str) -> tuple[str, bool] | None:
    """What is said of a value after one of the type `there`, and whether with its place."""
    kind = kind_of(value)
    strange = f"{route}: unknown type *ast.{node_name(value)}", True
    match there:
        case "int" if kind == "string":
            number = go_int(text_of(value) or "")
            return None if isinstance(number, int) else (f"strconv.ParseInt: parsing {quote(text_of(value) or '')}: {number}", False)
        case "int":
            return None if kind == "int" else strange
        case "float":
            return None if kind in ("int", "float") else strange
        case "bool" if isinstance(value, ast.Scalar):
            shown = quote(text_of(value) or "") if kind == "string" else text_of(value)
            return None if kind == "bool" or text_of(value) in _TRUE_OR_FALSE else (f"decodeBool: Unknown value for boolean: {shown}", False)
        case "bool":
            return strange
        case "string":
            return None if isinstance(value, ast.Scalar) else (f"{route}: unknown type for string *ast.{node_name(value)}", True)
        case "list" | "object" if isinstance(value, ast.Scalar):
            return f"unknown slice type: *ast.{node_name(value)}", True
    return None


def as_the_first(items: Sequence[ast.Item]) -> ast.Value:
    """The last value of a key, as one of the type that the first one gave it."""
    first, last = items[0].value, items[-1].value
    if len(items) < 2 or not isinstance(last, ast.Scalar):
        return last
    match kind_of(first):
        case "string" if last.kind == "bool":
            return ast.Scalar("string", text_of(last) or "", last.text, last.start, last.end)
        case "bool" if last.kind != "bool":
            return ast.Scalar("bool", text_of(last) in ("1", "true"), last.text, last.start, last.end)
    return last
