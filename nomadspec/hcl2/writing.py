"""From plain data back to HCL: what `loads` reads back as the same data (comments aside), in canonical layout."""

from __future__ import annotations

from nomadspec.hcl.exact.lexer import is_identifier
from nomadspec.hcl.fmt import canonical
from nomadspec.hcl.printer import quoted
from nomadspec.hcl2.reading import COMMENTS, INLINE_COMMENTS, IS_BLOCK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Final, TextIO

_META: Final = (IS_BLOCK, COMMENTS, INLINE_COMMENTS)
_MAX_DEPTH: Final = 200


def dump(data: Mapping[str, Any], file: TextIO) -> None:
    """Writes the data to an open file. Raises ValueError for what HCL cannot say."""
    file.write(dumps(data))


def dumps(data: Mapping[str, Any]) -> str:
    """The data as HCL. Raises ValueError for what HCL cannot say, SyntaxError for an expression that is none."""
    return canonical("".join(_body(data, 0)))


def _body(data: Mapping[str, Any], depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        raise ValueError("the data is nested too deeply")
    for name, value in data.items():
        if name in _META:
            continue
        if isinstance(value, list) and value and all(isinstance(row, dict) and _is_block(row) for row in value):
            for row in value:
                yield from _block(name, row, depth)
        else:
            yield f"{_name(name)} = {_value(value, depth)}\n"


def _is_block(row: Mapping[str, Any]) -> bool:
    """Whether a dict is a block, below its labels."""
    for _ in range(_MAX_DEPTH):
        if row.get(IS_BLOCK):
            return True
        if len(row) != 1 or not isinstance(inner := next(iter(row.values())), dict):
            return False
        row = inner
    return False


def _block(name: str, row: Mapping[str, Any], depth: int) -> Iterator[str]:
    labels = ""
    while not row.get(IS_BLOCK):
        label, row = next(iter(row.items()))
        labels += f" {label if label.startswith(chr(34)) or is_identifier(label) else quoted(label)}"
    yield f"{_name(name)}{labels} {{\n"
    yield from _body(row, depth + 1)
    yield "}\n"


def _name(name: str) -> str:
    if not is_identifier(name):
        raise ValueError(f"{name!r} is not a valid name of an argument or a block")
    return name


def _value(value: Any, depth: int) -> str:
    if depth > _MAX_DEPTH:
        raise ValueError("the data is nested too deeply")
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _text(value)
        case list() | tuple():
            return "[" + ", ".join(_value(row, depth + 1) for row in value) + "]"
        case dict():
            return "{\n" + "".join(f"{_key(key)} = {_value(inner, depth + 1)}\n" for key, inner in value.items() if key not in _META) + "}"
    raise ValueError(f"HCL has no {type(value).__name__}")


def _text(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        inner = text[1:-1]
        return inner + "\n" if inner.startswith("<<") else text
    if text.startswith("${") and text.endswith("}"):
        return text[2:-1]
    return text if is_identifier(text) else quoted(text)


def _key(key: str) -> str:
    if key.startswith("${") and key.endswith("}"):
        return key[2:-1]
    return key if key.startswith('"') or is_identifier(key) else quoted(key) if not key.isdigit() else key
