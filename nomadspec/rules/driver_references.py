"""References in a task's `config` block, which a client evaluates as HCL a second time when it starts the task.

Each text of the block is a template there: it is parsed once more, and every reference in it is held against the names that the task will have.
What stands behind a function's parentheses is judged like the rest; the functions themselves are not.
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules.references import marked_texts, on_nodes
from nomadspec.rules.runtime_names import Unknown, of_task
from nomadspec.source.patterns import pattern
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Visit

_PLAIN = pattern(r"\$\{([A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*)\}")
_MAX_NODES = 10_000
#: Attributes below which every node that has them has others.
_OBJECTS = frozenset(("driver.docker", "driver.java", "driver.qemu"))
#: Objects: a name below one is a reference to something.
_ROOTS = ("env", "attr", "meta", "node", "secret")


class Trouble(Record):
    """A text of `config` that the second evaluation refuses: at `path`, either broken (`message`) or with a name that is not there."""

    path: ModelPath
    message: str
    name: str = ""
    unknown: Unknown | None = None


def texts(visit: Visit) -> list[tuple[ModelPath, str]]:
    """Every text of the task's `config` that has something to evaluate, with its place."""
    config = visit.block.config
    return marked_texts(known_items(config), visit, "config", "${", "%{") if config else []


def references(visit: Visit) -> list[tuple[ModelPath, str, str]]:
    """(place, name, what cannot be parsed) of every reference; the name is empty where the text does not parse."""
    memo = visit.subject.memo
    key = ("driver-references", id(visit.block))
    if key not in memo:
        memo[key] = [(path, name, message) for path, text in texts(visit) for name, message in _names(text)]
    found: list[tuple[ModelPath, str, str]] = memo[key]
    return found


def troubles(visit: Visit) -> Iterator[Trouble]:
    """What the second evaluation will refuse."""
    environment = None
    for path, name, message in references(visit):
        if message:
            yield Trouble(path, message)
            continue
        if environment is None:
            environment = of_task(visit)
        unknown = _whole(name) or environment.judge(name, cleaned=True, nested=True)
        if unknown is not None and (unknown.kind != "attribute" or on_nodes(visit, name, unknown) is not None):
            yield Trouble(path, "", name, unknown)


def _whole(name: str) -> Unknown | None:
    """What is wrong with a name that other names begin with: dots make objects here, and an object is no text."""
    key = name.removeprefix("node.").removeprefix("attr.")
    if key not in _OBJECTS or not name.startswith(("attr.", "node.attr.")):
        return None
    return Unknown("object", f"string {name!r}", hint=f"It is an object with all of `{key}.…` here. Use a string such as `${{attr.{key}.version}}`.")


def _names(text: str) -> Iterator[tuple[str, str]]:
    """The references of one text, each once: ("attr.cpu.arch", ""), or ("", why it does not parse)."""
    plain = _PLAIN.findall(text)
    if len(plain) == text.count("${") and "$${" not in text and "%{" not in text:
        # Nothing but names: the parser would find the same.
        yield from ((name, "") for name in dict.fromkeys(plain) if name not in _ROOTS and not name.startswith("env."))
        return
    from nomadspec.hcl.parser import parse_template

    expression, diagnostics = parse_template(text)
    if diagnostics:
        yield "", diagnostics[0].message
        return
    found: dict[str, None] = {}
    bound: set[str] = set()
    for root, steps in _traversals(expression, bound):
        if root == "env" and steps:
            found[steps[0]] = None
        elif root not in _ROOTS or len(steps) > (root == "secret"):
            found[".".join((root, *steps))] = None
    for name in found:
        if name.partition(".")[0] not in bound:
            yield name, ""


def _traversals(expression: Any, bound: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Roots and literal names of every traversal; names that `for` makes are added to `bound`."""
    from nomadspec.hcl import ast

    waiting, seen = [expression], 0
    while waiting and seen < _MAX_NODES:
        node, seen = waiting.pop(), seen + 1
        if isinstance(node, list | tuple):
            waiting += reversed(node)
        elif isinstance(node, ast.Traversal):
            steps = []
            for step in node.steps:
                if isinstance(step, ast.GetAttr):
                    steps.append(step.name)
                elif isinstance(step.key, str) and node.root == "env":
                    steps.append(step.key)
                else:
                    break
            yield node.root, steps
        elif isinstance(node, ast.Node):
            if isinstance(node, ast.For | ast.ForDirective):
                bound.update(name for name in (node.key, node.value) if isinstance(name, str))
            for type_ in type(node).__mro__:
                waiting += [getattr(node, slot) for slot in getattr(type_, "__slots__", ()) if isinstance(getattr(node, slot, None), ast.Node | list | tuple)]
