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

CODE = "REF020"
NAME = "declaration-unused"
SEVERITY = "info"
BLOCKS = ("Job",)
FIXABLE = "unsafe"

#: A comment, a string, or a reference outside of both: most files are done with that. A reference that is taken for one by mistake only hides a finding.
_PIECE = pattern(r'#.*|//.*|"(?:\\.|[^"\\\n])*"|\b(var|local)\.([\w-]+)')
_INSIDE = pattern(r"\b(var|local)\.([\w-]+)")


def check(visit: Visit) -> Iterator[Finding]:
    origin, source = visit.block.get("origin"), visit.subject.source
    steps = getattr(getattr(origin.scope, "surroundings", None), "steps", None) if origin is not None else None
    if not steps or source is None or source.text.lstrip()[:1] == "{":
        return
    if steps.keys() <= _sure(source.text):
        return
    from nomadspec.hcl.parser import parse

    body = parse(source.text, source.path).body
    used = set(_references(item for item in body.items if not isinstance(item, ast.Block) or item.type != "variable"))
    for kind, name, start, end, node in _declarations(body):
        if (kind, name) not in used and (kind, "") not in used and (kind, name) in steps:
            first, last = whole_lines(source.text, node.start, node.end)
            fix = Fix(f"Remove {name}", (Edit(source.path, first, last, ""),), safe=False)
            word = "variable" if kind == "var" else "local"
            yield Finding(f"unused {word} {name!r}", source.span(start, end), help=f"Remove it, or use `{kind}.{name}`.", fix=fix)


def _sure(text: str) -> set[tuple[str, str]]:
    """References as far as they can be seen without parsing: outside of comments and strings, and in the interpolations of strings."""
    found: set[tuple[str, str]] = set()
    for match in _PIECE.finditer(text):
        if match[1]:
            found.add((match[1], match[2]))
        elif match[0][0] == '"' and "${" in match[0] and "$${" not in match[0]:
            found.update((inner[1], inner[2]) for inner in _INSIDE.finditer(match[0]))
    return found


def _declarations(body: ast.Body) -> Iterator[tuple[str, str, int, int, ast.Node]]:
    """Kind, name, place and node of each variable and local."""
    for block in body.blocks:
        if block.type == "variable" and block.labels:
            yield "var", block.labels[0].value, block.start, block.header_end, block
        elif block.type == "locals":
            for item in block.body.attributes:
                yield "local", item.name, item.start, item.name_end, item


def _references(nodes: Iterable[ast.Node]) -> Iterator[tuple[str, str]]:
    """("var", name) and ("local", name) of every reference; an empty name where it may be any of them."""
    from nomadspec.hcl.nodes import walk

    for node in nodes:
        for here in walk(node):
            if isinstance(here, ast.Traversal) and here.root in ("var", "local"):
                step = here.steps[0] if here.steps else None
                name = step.name if isinstance(step, ast.GetAttr) else step.key if step is not None else ""
                yield here.root, name if isinstance(name, str) else getattr(name, "value", "")
