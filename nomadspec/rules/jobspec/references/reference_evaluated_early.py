"""A function or an operator is applied to a runtime reference.

## What it does
Looks for `attr.…`, `node.…`, `meta.…` and `NOMAD_…` in operands, in conditions, and in arguments of functions that inspect a string.

## Why is this bad?
The jobspec is evaluated before there is a node: a reference is still the string `${attr.…}`. A comparison with it is always false, and `upper(attr.cpu.arch)` gives `${ATTR.CPU.ARCH}`, which nothing replaces.

## Example
```hcl task
env {
  ARCH = "${upper(attr.cpu.arch)}"
}
```

## Use instead
```hcl task
env {
  ARCH = "${attr.cpu.arch}"
}
```
"""

from __future__ import annotations

from bisect import bisect_left

from nomadspec.evaluation.functions import reads_text
from nomadspec.hcl import ast
from nomadspec.rules.rule import Finding
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF018"
NAME = "reference-evaluated-early"
SEVERITY = "warning"
BLOCKS = ("Job",)

_NAMES = ("attr.", "node.", "meta.", "NOMAD_")
_ROOT = pattern("attr|node|meta|NOMAD_")
_END = pattern(r"[\w.-]*\s*(.?)")
_MAX_NODES = 200_000
_known_slots: dict[type, tuple[str, ...]] = {}


def _worth(text: str) -> bool:
    """Whether a name of run time stands anywhere but alone in `${…}`, or in a quoted text."""
    for name in _NAMES:
        at = text.find(name)
        while at >= 0:
            before = text[at - 1 : at]
            if not before or before.isspace():
                before = text[max(0, at - 8) : at].rstrip()[-1:]
            if before in "(,=!<>?:&|+-*/" or (before == "{" and (after := _END.match(text, at)) is not None and after[1] != "}"):
                return True
            at = text.find(name, at + 1)
    return False


def _early(body: ast.Body, text: str) -> Iterator[tuple[ast.Node, str, str]]:
    """(the reference, its name, what is applied to it)."""
    roots = [match.start() for match in _ROOT.finditer(text)]
    waiting: list[tuple[object, str]] = [(body, "")]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node, why = waiting.pop()
        if isinstance(node, ast.Traversal):
            if why and (
                (node.root in ("attr", "node", "meta") and node.steps and getattr(node.steps[0], "name", "") not in ("key", "value"))
                or node.root.startswith("NOMAD_")
            ):
                names = [step.name if isinstance(step, ast.GetAttr) else str(step.key) for step in node.steps]
                yield node, ".".join((node.root, *names)), why
        elif isinstance(node, ast.For | ast.ForDirective):
            continue  # names that it binds may be called like anything
        elif isinstance(node, ast.Conditional):
            waiting += [(node.otherwise, why), (node.then, why), (node.condition, "the condition")]
        elif isinstance(node, ast.Call):
            inner = f"function {node.name!r}" if reads_text(node.name) else why
            waiting += [(argument, inner) for argument in reversed(node.args)]
        elif isinstance(node, ast.Binary | ast.Unary):
            waiting += [(part, f"operator `{node.op}`") for part in _parts(node)]
        elif isinstance(node, (ast.Attribute, ast.Block)) and bisect_left(roots, node.start) == bisect_left(roots, node.end):
            continue  # nothing in it can be a reference
        elif isinstance(node, ast.Node):
            waiting += [(part, why) for part in _parts(node)]


def _parts(node: ast.Node) -> list[ast.Node]:
    """The nodes directly inside, the last first."""
    found: list[ast.Node] = []
    for slot in _slots(type(node)):
        value = getattr(node, slot, None)
        if isinstance(value, ast.Node):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += [item for item in value if isinstance(item, ast.Node)]
    found.reverse()
    return found


def _slots(kind: type) -> tuple[str, ...]:
    """What nodes of a kind hold."""
    known = _known_slots.get(kind)
    if known is None:
        known = _known_slots[kind] = tuple(slot for type_ in kind.__mro__ for slot in type_.__dict__.get("__slots__", ()) if slot not in ("start", "end"))
    return known


def check(visit: Visit) -> Iterator[Finding]:
    origin = visit.block.get("origin")
    if origin is None or not _worth(origin.source.text):
        return
    for node, name, why in _early(origin.block.body, origin.source.text):
        yield Finding(
            f"{why} is applied to the string `${{{name}}}`, not to its value at runtime",
            origin.source.span(node.start, node.end),
            help="Use the value where it is known: in the program, in a template, or in a constraint.",
        )
