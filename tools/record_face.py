"""Record the public face, which later changes must not break: `python -m tools.record_face` after a change that breaks it on purpose.

    tests/face/api.txt     the names of `nomadspec` and `nomadspec.changes`, as a stub: functions, classes with their public members (not how they are made: results are made here)
    tests/face/cli.json    commands with their arguments, and options with their kind and choices

`tests/face/test_face.py` makes both anew and compares: what was added is fine, what was taken away or means something else is not.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import griffe

import nomadspec
from nomadspec.cli.options import COMMANDS_BY_NAME, COMMON, PROGRAM, Option

ROOT = Path(__file__).parent.parent
FACE = ROOT / "tests" / "face"

#: What goes before a parameter's name, and what the list of parameters needs before the first of a kind.
STARS = {"variadic positional": "*", "variadic keyword": "**"}


def api_stub() -> str:
    """The public names as text that is a stub."""
    package: Any = griffe.load("nomadspec", search_paths=[ROOT], resolve_aliases=True)
    pieces = []
    for name in sorted(nomadspec.__all__):
        path = nomadspec._PUBLIC.get(name, "").replace(":", ".")
        full = path if ":" in nomadspec._PUBLIC.get(name, "") else f"{path}.{name}"
        pieces.append(_member(name, _real(package[full.removeprefix("nomadspec.")]) if path else package[name]))
    changes = package["changes"]
    pieces += [_class(name, member) for name, member in sorted(changes.members.items()) if not member.is_alias and member.is_class and name[0] != "_"]
    return "\n".join(piece for piece in pieces if piece)


def _real(member: Any) -> Any:
    return member.final_target if member.is_alias else member


def _member(name: str, member: Any, indent: str = "") -> str:
    if member.is_class:
        return _class(name, member)
    if member.is_function:
        return _function(name, member, indent)
    return f"{indent}{name}: {member.annotation or 'Any'}\n"


def _function(name: str, function: Any, indent: str) -> str:
    marks = "".join(f"{indent}@{label}\n" for label in ("classmethod", "staticmethod", "property") if label in function.labels)
    words: list[str] = []
    kind = ""
    for parameter in function.parameters:
        if parameter.kind.value == "keyword-only" and kind not in ("keyword-only", "variadic positional"):
            words.append("*")
        kind = parameter.kind.value
        default = " = ..." if parameter.default is not None and kind not in STARS else ""
        annotation = f": {parameter.annotation}" if parameter.annotation is not None else ""
        words.append(STARS.get(kind, "") + parameter.name + annotation + default)
    return f"{marks}{indent}def {name}({', '.join(words)}) -> {function.returns or 'None'}: ...\n"


def _class(name: str, member: Any) -> str:
    bases = ", ".join(base for base in map(str, member.bases) if base != "Record")
    lines = [f"class {name}{f'({bases})' if bases else ''}:\n"]
    for inner, found in sorted(member.members.items()):
        found = _real(found)
        if inner[0] != "_" and (found.is_function or found.is_attribute):
            lines.append(_member(inner, found, "    "))
    return "".join(lines) if len(lines) > 1 else lines[0].rstrip("\n") + " ...\n"


def cli_table() -> dict[str, Any]:
    """Commands and options: {command: {"arguments": …, "options": {flag: "kind choice|choice"}}}; "" has those of every command."""
    table = {name: {"arguments": command.positional, "options": _options(command.options)} for name, command in sorted(COMMANDS_BY_NAME.items())}
    return {"": {"arguments": "", "options": _options((*PROGRAM, *COMMON))}, **table}


def _options(options: tuple[Option, ...]) -> dict[str, str]:
    return {flag: f"{option.kind} {'|'.join(option.choices)}".rstrip() for option in options for flag in option.flags}


def main() -> int:
    (FACE / "api.txt").write_text(api_stub(), encoding="utf-8", newline="\n")
    (FACE / "cli.json").write_text(json.dumps(cli_table(), indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
