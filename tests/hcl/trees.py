"""Trees as plain data, so that two of them can be compared; texts that several tests use."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nomadspec.hcl import ast
from nomadspec.hcl.errors import range_text
from nomadspec.hcl.exact.parse import parse_body
from nomadspec.source import Source
from tests.recorded import recorded

FIXTURES = Path(__file__).parents[2] / "fixtures"
EVERY_FORM = (FIXTURES / "hcl" / "every_form.hcl").read_text(encoding="utf-8")


def shape(value: Any, *, places: bool = True) -> Any:
    """A tree as nested tuples of names and values; without `places`, only what it says."""
    if isinstance(value, (list, tuple)):
        return [shape(item, places=places) for item in value]
    if not isinstance(value, ast.Node):
        return value
    hidden = {"start", "end", "name_end", "type_end", "root_end", "open", "close", "marker", "bracket"} if not places else set()
    names = sorted({slot for kind in type(value).__mro__ for slot in getattr(kind, "__slots__", ())} - hidden)
    return (type(value).__name__, *((name, shape(getattr(value, name), places=places)) for name in names))


def exact(text: str) -> tuple[ast.Body, list[str]]:
    """What the exact parser reads, and its errors as Nomad prints them."""
    source = Source(text, "x.hcl")
    body, diagnostics = parse_body(source)
    return body, [f"{range_text(source, d.span.start_offset, d.span.end_offset)}: {d.nomad}" for d in diagnostics if d.span]


def jobspecs() -> list[str]:
    """Our own texts."""
    return [path.read_text(encoding="utf-8") for path in recorded(FIXTURES, "**/*.hcl")]


def golden_texts(goldens: Path) -> Iterator[str]:
    """The recorded jobspecs in native syntax."""
    for path in recorded(goldens / "corpus" / "jobs", "**/*.hcl"):
        yield path.read_bytes().decode("utf-8")


_PIECES = [
    *"=\"{}[](),\n .:?!-+*/%<>&|~^`';@$\\\t#\r0aé",
    *("${", "%{", "~}", "${~", "%{ if x }", "%{ else }", "%{ endif }", "%{for a in b}", "%{endfor}", "<<EOF\n", "<<-EOT\n  a\n  EOT\n", "EOF"),
    *('"a"', "for x in y : ", "if", "[*]", ".*", ".0", ".0.1", "::", "=>", "...", "==", "a.b", "f(", "/*", "*/", "//x\n", "\r\n", "“", "b {", "\n}\n"),
    *("x = 1\n", "{ a = 1 }", "\\u12", "\\u00e9", "e\u0301", "😀", "null", "1e5", ".5", "5m", "$${", "%%{", "\n\n", "  "),
]


def mutated(text: str, chance: random.Random) -> str:
    """`text` with a few pieces put in, taken out or replaced."""
    for _ in range(chance.choice([1, 1, 1, 2, 3, 5])):
        at = chance.randrange(len(text) + 1)
        how = chance.random()
        if how < 0.4:
            text = text[:at] + chance.choice(_PIECES) + text[at:]
        elif how < 0.8:
            text = text[:at] + text[at + chance.choice([1, 1, 1, 7]) :]
        else:
            text = text[:at] + chance.choice(_PIECES) + text[at + 1 :]
    return text
