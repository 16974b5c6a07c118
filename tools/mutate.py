"""Flip one operator in a file of a room, run the room's own tests, and see whether they notice: a sample of that, by a seed.

python -m tools.mutate rules --count 50 --seed 1
python -m tools.mutate scheduler --tests tests/scheduler tests/planner

Each mutant is one file with one operator changed: a comparison, `and` and `or`, `not`, plus and minus, a whole number by one. Everything happens in
a copy of the repository, without recorded answers. Tests that name the module come first, the rest of the room's only where those notice nothing. A
survivor is either a test that is missing or a change without a meaning; which of the two, somebody has to look at.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist")
#: Seconds that the tests of one mutant may take; a mutant that runs on is noticed.
PATIENCE = 300

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def sites(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that can be flipped, in order; nothing that only type checkers read."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.AnnAssign):
            yield from sites(ast.Module([ast.Expr(node.value)] if node.value is not None else [], []))
            continue
        if isinstance(node, ast.arg):
            continue
        if (
            isinstance(node, ast.Compare | ast.BoolOp)
            or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
            or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub))
            or (isinstance(node, ast.Constant) and type(node.value) is int)
        ):
            yield node
        if isinstance(node, ast.FunctionDef):
            yield from sites(ast.Module([*node.body], []))
        else:
            yield from sites(node)


def flipped(node: ast.AST) -> ast.AST:
    """The node with its operator changed."""
    if isinstance(node, ast.Compare):
        return ast.Compare(node.left, [COMPARISONS[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    if isinstance(node, ast.BoolOp):
        return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    if isinstance(node, ast.UnaryOp):
        return node.operand
    if isinstance(node, ast.BinOp):
        return ast.BinOp(node.left, ast.Sub() if isinstance(node.op, ast.Add) else ast.Add(), node.right)
    assert isinstance(node, ast.Constant)
    assert isinstance(node.value, int)
    return ast.Constant(node.value + 1)


class _Exchange(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def mutant(text: str, chance: random.Random) -> tuple[str, str] | None:
    """(the text of the mutant, what was changed); None where nothing can be."""
    tree = ast.parse(text)
    found = list(sites(tree))
    if not found:
        return None
    old = chance.choice(found)
    new = flipped(copy.deepcopy(old))
    what = f"{getattr(old, 'lineno', 0)}: {ast.unparse(old)}  →  {ast.unparse(new)}"
    return ast.unparse(ast.fix_missing_locations(_Exchange(old, new).visit(tree))), what


def noticed(home: Path, targets: Sequence[str]) -> bool:
    """Whether a test fails."""
    if not targets:
        return False
    environment = {name: value for name, value in os.environ.items() if name != "NOMADSPEC_GOLDENS"}
    environment |= {"PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *targets]
    try:
        done = subprocess.run(words, cwd=home, env=environment, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def near(home: Path, tests: Sequence[str], module: Path) -> list[str]:
    """The test files that name the module, or the rule that it is, by its code or its name."""
    rule = re.findall(r'^(?:CODE|NAME) = "([\w-]+)"', module.read_text(encoding="utf-8"), re.MULTILINE)
    words = (*(rule or [module.stem]), f".{module.stem} import")
    files = sorted(path for folder in tests for path in (home / folder).rglob("test_*.py"))
    return [str(path.relative_to(home)) for path in files if any(word in path.read_text(encoding="utf-8") for word in words)]


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("room", help="a folder of nomadspec/")
    words.add_argument("--count", type=int, default=20, help="how many mutants")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--tests", nargs="+", help="default: tests/ROOM")
    words.add_argument("--at-least", type=float, default=0, help="exit with 1 when fewer percent are noticed")
    given = words.parse_args()
    tests = given.tests or [f"tests/{given.room}"]
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "nomadspec"
        shutil.copytree(ROOT, home, ignore=LEFT_OUT)
        if noticed(home, tests):
            print("The tests fail without any change.", file=sys.stderr)
            return 2
        files = sorted((home / "nomadspec" / given.room).rglob("*.py"))
        chance.shuffle(files)
        made = kept = 0
        for path in files:
            if made == given.count:
                break
            text = path.read_text(encoding="utf-8")
            found = mutant(text, chance)
            if found is None:
                continue
            made += 1
            path.write_text(found[0], encoding="utf-8")
            first = near(home, tests, path)
            survived = not noticed(home, first) and not noticed(home, tests)
            path.write_text(text, encoding="utf-8")
            kept += survived
            print(f"{'SURVIVED' if survived else 'noticed '}  {path.relative_to(home)}:{found[1]}", flush=True)
    share = 100 * (made - kept) / made if made else 100.0
    print(f"{made - kept} of {made} noticed ({share:.0f} %), seed {given.seed}")
    return int(share < given.at_least)


if __name__ == "__main__":
    sys.exit(main())
