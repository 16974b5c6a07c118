"""An `index` into data that is empty at first kills the task.

## What it does
Looks for `index` of a service, a list of keys and similar, outside `with`, `range` and `if`.

## Why is this bad?
When a template runs for the first time, nothing has been fetched. The list is empty, `index … 0` is an error, and the client kills the task instead of waiting.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    db = {{ (index (service "db") 0).Address }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ with service "db" }}
    db = {{ (index . 0).Address }}
    {{ end }}
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.notation.template.nodes import Command, Function, Pipeline, Variable
from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import at_top, line_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.notation.template.nodes import Node
    from nomadspec.rules.rule import Visit

CODE = "TPL006"
NAME = "template-index-empty"
SEVERITY = "warning"
BLOCKS = ("Template",)

#: Functions whose answer is a list.
_LISTS = frozenset(("service", "connect", "nomadService", "services", "nomadServices", "nodes", "ls", "tree", "secrets"))


def check(visit: Visit) -> Iterator[Finding]:
    template = text_of(visit).template
    lists: set[str] = set()
    for node in at_top(template, plain=True) if template is not None else ():
        if isinstance(node, Pipeline) and node.variables:
            (lists.update if _is_list(node) else lists.difference_update)(variable.name for variable in node.variables)
        elif isinstance(node, Command) and len(node.operands) > 1 and isinstance(node.operands[0], Function) and node.operands[0].name == "index":
            inner = node.operands[1]
            if _is_list(inner) or (isinstance(inner, Variable) and not inner.names and inner.name in lists):
                yield Finding(
                    "`index` fails and kills the task while the data has not been fetched",
                    line_of(visit.block, node.line),
                    help="Put the call into `{{ with … }}` or `{{ range … }}`.",
                )


def _is_list(node: Node) -> bool:
    """Whether the node gives the list that one of the functions answers with. What others make of it may be a map, of which `index` is harmless."""
    if not isinstance(node, Pipeline):
        return False
    first = node.commands[-1].operands[0]
    return isinstance(first, Function) and first.name in _LISTS
