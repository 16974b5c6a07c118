"""What the code may not do at all: read code from data, run a shell, or look up a stranger's module by name."""

from __future__ import annotations

import ast
from pathlib import Path

import nomadspec

PACKAGE = Path(nomadspec.__file__).parent
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
FORBIDDEN_CALLS = {"eval", "exec", "system", "popen"}


def test_no_pickle_no_marshal_no_shell() -> None:
    found = []
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 300
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names) if any(name.name.partition(".")[0] in FORBIDDEN_MODULES for name in names):
                    found.append((path.relative_to(PACKAGE).as_posix(), node.lineno, "import"))
                case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in FORBIDDEN_MODULES:
                    found.append((path.relative_to(PACKAGE).as_posix(), node.lineno, "import"))
                case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN_CALLS:
                    found.append((path.relative_to(PACKAGE).as_posix(), node.lineno, name))
                case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr=name)) if name in FORBIDDEN_CALLS:
                    found.append((path.relative_to(PACKAGE).as_posix(), node.lineno, name))
                case ast.keyword(arg="shell"):
                    found.append((path.relative_to(PACKAGE).as_posix(), node.value.lineno, "shell"))
    assert found == []
