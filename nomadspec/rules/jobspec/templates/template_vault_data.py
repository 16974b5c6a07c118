"""A template looks for a secret's values in the wrong place.

## What it does
Follows what `secret` returns through `with`, `range`, variables and `index`, and compares the fields with the path. A path such as `kv/data/app` is one of KV version 2, whose values are in `.Data.data`. The data of `kv/metadata/app`, and of dynamic secrets such as `database/creds/app` or `pki/issue/app`, has no `.Data.data`. Paths that begin with `v1/` are reported, too.

## Why is this bad?
A field that does not exist is written as `<no value>`, and the program gets that as its password. A field below it (`.Data.data.username` of `database/creds/app`) kills the task, which is an error.

## Exceptions
Paths that do not tell the version, such as `kv/app`: clients add `data/` themselves where the mount has version 2.

## Example
```hcl task
vault {}
template {
  destination = "secrets/app.conf"
  data        = <<-EOF
    {{ with secret "kv/data/app" }}
    password = {{ .Data.password }}
    {{ end }}
  EOF
}
```

## Use instead
```hcl task
vault {}
template {
  destination = "secrets/app.conf"
  data        = <<-EOF
    {{ with secret "kv/data/app" }}
    password = {{ .Data.data.password }}
    {{ end }}
  EOF
}
```

## Fix safety
Unsafe: the mount might have version 1, with a key that begins with `data/`.
"""

from __future__ import annotations

from nomadspec.notation.template import nodes
from nomadspec.rules.templates import finding, text_of
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.notation.template.nodes import Node, Pipeline
    from nomadspec.rules.rule import Finding, Visit
    from nomadspec.templates import Fault

    Scope = dict[str, str]
    """What variables hold: the name with its dollar, "." for the cursor → a kind, "" for anything else."""

CODE = "TPL031"
NAME = "template-vault-data"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "secrets")
FIXABLE = "unsafe"

#: Kinds of secrets, and of their `.Data`, which has the mark behind it.
_VERSION_2, _METADATA, _DYNAMIC = "version 2", "metadata", "dynamic"
_DATA = ".Data"
_KINDS = (
    (pattern(r"/?(?:v1/)?(?:[^/]+|(?:[^/]+/)+(?:kv|kv2|kv-v2|secrets?))/data/."), _VERSION_2),
    (pattern(r"/?(?:v1/)?(?:[^/]+|(?:[^/]+/)+(?:kv|kv2|kv-v2|secrets?))/metadata/."), _METADATA),
    (pattern(r"/?(?:v1/)?(?:(?:database|aws|azure|consul|nomad|rabbitmq|ldap)/(?:static-)?(?:creds?|sts)|pki[^/]*/(?:issue|sign|cert))/."), _DYNAMIC),
)


def check(visit: Visit) -> Iterator[Finding]:
    text = text_of(visit)
    if text.template is None:
        return
    walk = _Walk(text.data)
    walk.body(text.template.body, {})
    for fault in walk.faults:
        yield finding(visit, fault, safe=False, severity="error" if fault.sure else None)


class _Walk:
    """A walk through the text with what the cursor and the variables hold."""

    def __init__(self, data: str) -> None:
        self._data = data
        self.faults: list[Fault] = []

    def body(self, body: tuple[Node, ...], scope: Scope) -> None:
        # A stack instead of recursion: chains of `else if` nest as deep as they are long.
        waiting = [(body, scope)]
        while waiting:
            body, scope = waiting.pop()
            for node in body:
                if isinstance(node, nodes.Control):
                    inner = dict(scope)
                    kind = self._pipeline(node.pipeline, inner)
                    if node.keyword == "range":
                        if kind == _VERSION_2 + _DATA:
                            message = "has the secret's `data` and `metadata`, not its values, which are in `.Data.data`"
                            self._report(node.pipeline.commands[-1].operands[-1], "", message, "")
                        inner["."] = ""
                        inner |= dict.fromkeys((variable.name for variable in node.pipeline.variables), "")
                    elif node.keyword == "with":
                        inner["."] = kind
                    waiting.append((node.body, inner))
                    if node.otherwise:
                        waiting.append((node.otherwise, dict(scope)))
                elif isinstance(node, (nodes.Action, nodes.Invocation)) and node.pipeline is not None:
                    self._pipeline(node.pipeline, scope)

    def _pipeline(self, pipeline: Pipeline, scope: Scope) -> str:
        """The kind of a pipeline's result. What it gives its variables is kept."""
        kind, piped = "", None
        for command in pipeline.commands:
            first, *rest = command.operands
            name = first.name if isinstance(first, nodes.Function) else ""
            values = [self._operand(operand, scope) for operand in (rest if name else command.operands)]
            last = rest[0] if rest else piped
            if name == "secret":
                kind = _of_path(last)
                self._judge_path(last)
            elif name == "index" and len(rest) > 1 and isinstance(rest[1], nodes.Literal):
                kind = self._step(values[0], str(rest[1].value), rest[0], len(rest) > 2, key=True)
            else:
                kind = values[0] if not name and len(command.operands) == 1 and len(pipeline.commands) == 1 else ""
            piped = first if len(command.operands) == 1 else None
        for variable in pipeline.variables:
            scope[variable.name] = kind
        return kind

    def _judge_path(self, node: Node | None) -> None:
        path = node.value if isinstance(node, nodes.Literal) else None
        if node is not None and isinstance(path, str) and path.startswith(("v1/", "/v1/")):
            from nomadspec.templates import Fault

            better = path.partition("v1/")[2]
            message = f"{path!r} is read from /v1/v1/: the client adds the prefix of Vault's API itself"
            self.faults.append(Fault("vault-data", message, f"Write {better!r}.", node.offset + 1, node.offset + 1 + len(path), better, False))

    def _operand(self, node: Node, scope: Scope) -> str:
        if isinstance(node, nodes.Pipeline):
            return self._pipeline(node, dict(scope))
        if isinstance(node, nodes.Dot):
            return scope.get(".", "")
        names: tuple[str, ...] = ()
        kind = ""
        if isinstance(node, nodes.Field):
            kind, names = scope.get(".", ""), node.names
        elif isinstance(node, nodes.Variable):
            kind, names = scope.get(node.name, ""), node.names
        elif isinstance(node, nodes.Chain):
            kind, names = self._operand(node.term, scope), node.names
        for index, name in enumerate(names):
            kind = self._step(kind, name, node, index + 1 < len(names))
        return kind

    def _step(self, kind: str, name: str, node: Node, further: bool, *, key: bool = False) -> str:
        """The kind of a field (`key`: that `index` takes); `further`: whether one below it is asked for."""
        if kind in (_VERSION_2, _METADATA, _DYNAMIC):
            return kind + _DATA if name == "Data" else ""
        if kind == _VERSION_2 + _DATA and name not in ("data", "metadata"):
            self._report(node, "" if key else name, f"has no {name!r}: the values of a KV version 2 secret are in `.Data.data`", f"data.{name}")
        elif kind in (_METADATA + _DATA, _DYNAMIC + _DATA) and name == "data":
            what = "the metadata of a secret" if kind.startswith(_METADATA) else "a dynamic secret"
            self._report(node, "", f"{'fails and kills the task' if further else 'is empty'}: {what} has no `.Data.data`", "", sure=further)
        return ""

    def _report(self, node: Node, name: str, message: str, instead: str, *, sure: bool = False) -> None:
        """`name`: what `instead` replaces, if it is the last name of the node."""
        from nomadspec.templates import Fault

        names = getattr(node, "names", ())
        written = "." + ".".join(names)
        start = max(self._data.find(written, node.offset), node.offset) if names else node.offset
        end = start + (len(written) if names else 1)
        if instead and name and names[-1:] == (name,):
            self.faults.append(Fault("vault-data", f"`.Data` {message}", f"Write `.Data.{instead}`.", end - len(name), end, instead, sure))
        else:
            self.faults.append(Fault("vault-data", f"`{self._data[start:end]}` {message}", "", start, end, "", sure))


def _of_path(node: Node | None) -> str:
    """The kind of the secret at a path: a literal, or the format of one that is made with `printf`."""
    if isinstance(node, nodes.Pipeline) and len(node.commands) == 1:
        first, *rest = node.commands[0].operands
        if isinstance(first, nodes.Function) and first.name in ("printf", "print") and rest:
            node = rest[0]
    path = node.value if isinstance(node, nodes.Literal) else None
    return next((kind for shape, kind in _KINDS if shape.match(path)), "") if isinstance(path, str) else ""
