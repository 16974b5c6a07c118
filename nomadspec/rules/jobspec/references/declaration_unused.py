"""A variable or local that nothing uses.

## What it does
Looks for `variable` blocks and `locals` that no expression of the file refers to.

## Why is this bad?
Anyone who runs the job must set a variable that has no default, although it has no effect. Often the reference is misspelled or was removed.

## Example
```hcl
variable "retries" {
  type    = number
  default = 3
}
job "web" {
  group "web" {
    task "server" {
      driver = "exec"
      config {
        command = "/bin/app"
      }
    }
  }
}
```

## Use instead
```hcl
job "web" {
  group "web" {
    task "server" {
      driver = "exec"
      config {
        command = "/bin/app"
      }
    }
  }
}
```

## Fix safety
Removes the declaration. Unsafe: `-var` and variable files may still set the variable.
"""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.rules.fixes import whole_lines
from nomadspec.rules.rule import Finding
from nomadspec.source import Edit, Fix
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nomadspec.rules.rule import Visit
    from nomadspec.source import Span

CODE = "REF020"
NAME = "declaration-unused"
SEVERITY = "info"
BLOCKS = ("Job",)
FIXABLE = "unsafe"

#: A comment, a string, or a reference outside of both: most files are done with that. A reference that is taken for one by mistake only hides a finding.
_PIECE = pattern(r'#.*|//.*|"(?:[^"\\\n]++|\\.)*+"|\b(var|local)\.([\w-]+)')
_INSIDE = pattern(r"\b(var|local)\.([\w-]+)")


def check(visit: Visit) -> Iterator[Finding]:
    origin, source = visit.block.get("origin"), visit.subject.source
    steps = getattr(getattr(origin.scope, "surroundings", None), "steps", None) if origin is not None else None
    if not steps or source is None:
        return
    if source.text.lstrip()[:1] == "{":
        for kind, name, start, end in _unused_in_json(source.text):
            if (kind, name) in steps:
                yield _finding(kind, name, source.span(start, end))
        return
    if steps.keys() <= _sure(source.text):
        return
    body = visit.subject.body
    if body is None:
        from nomadspec.hcl.parser import parse

        body = parse(source.text, source.path).body
    used = set(_references([item for item in body.items if not isinstance(item, ast.Block) or item.type != "variable"], source.text))
    strange = used - steps.keys()
    for kind, name, start, end, node in _declarations(body):
        if (kind, name) not in used and (kind, "") not in used and (kind, name) in steps and not _is_meant(kind, name, strange):
            first, last = whole_lines(source.text, node.start, node.end)
            fix = Fix(f"Remove {name}", (Edit(source.path, first, last, ""),), safe=False)
            yield _finding(kind, name, source.span(start, end), fix)


def _is_meant(kind: str, name: str, strange: set[tuple[str, str]]) -> bool:
    """Whether a reference to something that is not declared probably means this: it is reported itself."""
    from nomadspec.hcl.suggest import nearest

    return any(other == kind and nearest(near, [name]) is not None for other, near in strange)


def _finding(kind: str, name: str, at: Span, fix: Fix | None = None) -> Finding:
    word = "variable" if kind == "var" else "local"
    return Finding(f"unused {word} {name!r}", at, help=f"Remove it, or use `{kind}.{name}`.", fix=fix)


def _sure(text: str) -> set[tuple[str, str]]:
    """References as far as they can be seen without parsing: outside of comments and strings, and in the interpolations of strings."""
    found: set[tuple[str, str]] = set()
    # No comment of a line, and no string, goes on in the next one: only lines with a reference have to be cut up.
    for word in ("var.", "local."):
        at = text.find(word)
        while at >= 0:
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            for match in _PIECE.finditer(text, text.rfind("\n", 0, at) + 1, end):
                if match[1]:
                    found.add((match[1], match[2]))
                elif match[0][0] == '"' and "${" in match[0] and "$${" not in match[0]:
                    found.update((inner[1], inner[2]) for inner in _INSIDE.finditer(match[0]))
            at = text.find(word, end)
    return found


def _declarations(body: ast.Body) -> Iterator[tuple[str, str, int, int, ast.Node]]:
    """Kind, name, place and node of each variable and local."""
    for block in body.blocks:
        if block.type == "variable" and block.labels:
            yield "var", block.labels[0].value, block.start, block.header_end, block
        elif block.type == "locals":
            for item in block.body.attributes:
                yield "local", item.name, item.start, item.name_end, item


def _references(items: Iterable[ast.Node], text: str) -> Iterator[tuple[str, str]]:
    """("var", name) and ("local", name) of every reference; an empty name where it may be any of them."""
    from nomadspec.hcl.nodes import walk

    waiting = list(items)
    while waiting:
        node = waiting.pop()
        if text.find("var", node.start, node.end) < 0 and text.find("local", node.start, node.end) < 0:
            continue
        if isinstance(node, ast.Block):
            waiting += node.body.items
            continue
        for here in walk(node):
            if isinstance(here, ast.Traversal) and here.root in ("var", "local"):
                step = here.steps[0] if here.steps else None
                name = step.name if isinstance(step, ast.GetAttr) else step.key if step is not None else ""
                yield here.root, name if isinstance(name, str) else getattr(name, "value", "")


#: Properties of a JSON file that declare something → how it is referred to.
_IN_JSON = {"variable": "var", "locals": "local"}


def _unused_in_json(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Kind, name and place of what nothing refers to. Any text may be an expression here, so that each counts as one."""
    from nomadspec.hcl.json_syntax import JsonArray, JsonObject, parse_json

    if "var[" in text or "local[" in text:
        return
    used = {(match[1], match[2]) for match in _INSIDE.finditer(text)}
    root = parse_json(text).root
    for declared, _, value in root.items if isinstance(root, JsonObject) else ():
        for row in value.items if isinstance(value, JsonArray) else [value]:
            if declared in _IN_JSON and isinstance(row, JsonObject):
                kind = _IN_JSON[declared]
                yield from ((kind, name, start, end) for name, (start, end), _ in row.items if (kind, name) not in used)
