"""Write `docs/python-api.md`, the public names with their signatures and docstrings: `python -m tools.generate_api [--check]`."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nomadspec
from tools.output import deliver

TARGET = Path(__file__).parent.parent / "docs" / "python-api.md"

HEADER = """# Python API

The public names of the package `nomadspec`. All other names may change without notice. The package is typed. This page is generated from the docstrings.

```python
import nomadspec

compiled = nomadspec.compile(text, filename="web.nomad.hcl", unset="unknown")
for finding in nomadspec.lint(text, filename="web.nomad.hcl"):
    print(finding.span, finding.code, finding.message)
```
"""


def render() -> str:
    named = [(name, getattr(nomadspec, name)) for name in sorted(nomadspec.__all__) if not name.startswith("_")]
    functions = [item for item in named if inspect.isfunction(item[1])]
    classes = [item for item in named if inspect.isclass(item[1])]
    parts = [HEADER, "\n## Functions\n", *(part for name, value in functions for part in _entry(name, value, "function"))]
    parts += ["\n## Classes\n", *(part for name, value in classes for part in _class(name, value))]
    return "".join(parts)


def _entry(name: str, value: object, kind: str) -> Iterator[str]:
    assert callable(value)
    shown = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(value))) if kind == "function" else ""
    yield f"\n### {name}\n"
    if shown:
        yield f"\n```python\n{name}{shown}\n```\n"
    if text := inspect.getdoc(value):
        yield f"\n```text\n{text}\n```\n"


def _class(name: str, value: type) -> Iterator[str]:
    """A class with its public methods and properties; what it inherits from elsewhere is left out."""
    generated = value.__doc__ is not None and value.__doc__.startswith(f"{value.__name__}(")  # a dataclass without a docstring
    yield from [f"\n### {name}\n"] if generated else _entry(name, value, "class")
    members = {key: member for key, member in vars(value).items() if not key.startswith("_")}
    rows = [
        (key, _member(member)) for key, member in members.items() if isinstance(member, (property, classmethod, staticmethod)) or inspect.isfunction(member)
    ]
    if rows:
        yield "\n| member | meaning |\n| --- | --- |\n"
        yield from (f"| `{key}` | {text} |\n" for key, text in rows)


def _member(member: object) -> str:
    """The first line of its docstring, in a cell."""
    lines = (inspect.getdoc(member) or "").splitlines()
    return (lines[0] if lines else "").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    sys.exit(deliver({TARGET: render()}))
