"""A reference in `config` that the client cannot resolve.

## What it does
Reads every string of the `config` block as the client does when it starts the task: as HCL, with the variables of the task. These are `NOMAD_…` variables of the group's ports, meta keys and upstreams, the task's `env`, and `attr.`, `meta.`, `node.` and `secret.` names. In names of ports and meta keys, characters other than letters, digits and `_` are replaced by `_`.

## Why is this bad?
Nomad accepts and places the job, and then each task fails with `Unknown variable` or `Unsupported attribute`. `$${X}` in the jobspec does not help: it becomes `${X}`, which the client evaluates. Shell expansions such as `${X:-default}` are syntax errors.

## Example
```hcl group
network {
  port "http" {}
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
    args  = ["--port", "${NOMAD_PORT_htp}"]
  }
}
```

```hcl task
config {
  image   = "busybox:1.36"
  command = "/bin/sh"
  args    = ["-c", "echo $${GREETING:-hello}"]
}
```

## Use instead
`$$${X}` passes the literal text `${X}` to the shell; a script in a `template` is not read as HCL and needs no escapes.

```hcl group
network {
  port "http" {}
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
    args  = ["--port", "${NOMAD_PORT_http}", "--name", "$$${NAME}"]
  }
}
```

## Fix safety
Offered if one name alone is near and the reference is written out. Safe unless the string comes from another place, such as a local.
"""

from __future__ import annotations

from nomadspec.hcl.suggest import is_bare, literal_of
from nomadspec.rules.driver_references import troubles
from nomadspec.rules.fixes import respell
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit
    from nomadspec.source import Severity

CODE = "DRV051"
NAME = "driver-config-variable-unknown"
SEVERITY = "error"
FIXABLE = "sometimes"
BLOCKS = ("Task",)
IF_ANY = ("nomadspec.rules.driver_references", "references")

_ESCAPE = "The client evaluates this string as HCL. Write `$$${` for a literal `${`, or move the script to a template."


def check(visit: Visit) -> Iterator[Finding]:
    for trouble in troubles(visit):
        unknown = trouble.unknown
        if unknown is None:
            yield Finding(f"the client cannot parse this string as HCL: {trouble.message}", trouble.path, help=_ESCAPE)
            continue
        span = visit.locate(trouble.path)[1]
        if unknown.kind == "plain" and span is not None and is_bare(span.text, trouble.name):
            yield Finding(
                f"unquoted word {trouble.name} is read as a reference, but no variable has this name: the task fails to start",
                trouble.path,
                help=f"Write `{literal_of(trouble.name)}`.",
            )
            continue
        # Clients with other fingerprints may have keys that no table lists.
        severity: Severity | None = "warning" if unknown.kind == "attribute" and not unknown.near else None
        yield Finding(
            f"unknown {unknown.what}: the task fails to start (`${{{trouble.name}}}`)",
            trouble.path,
            help=unknown.help or (_ESCAPE if unknown.kind == "plain" else None),
            fix=respell(visit, trouble.path, f"${{{trouble.name}}}", f"${{{unknown.near}}}") if unknown.near and unknown.only else None,
            severity=severity,
        )
