"""A reference in `config` that the client cannot resolve.

## What it does
Reads every text of the `config` block as the client does when it starts the task: once more as HCL, with the names that the task has then: `NOMAD_…`
variables of the group's ports, meta keys and upstreams, the task's `env`, `attr.`, `meta.`, `node.` and `secret.` names. Names of ports and meta keys have
other characters than letters, digits and `_` replaced by `_` there.

## Why is this bad?
The job validates, is placed, and then each task fails with `Unknown variable` or `Unsupported attribute`. `$${X}` in the jobspec is no help: it becomes
`${X}`, which the client evaluates. Shell expansions such as `${X:-default}` are errors of syntax.

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
`$$${X}` puts the text `${X}` before the shell; a script in a `template` needs no escapes for HCL's second reading.

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
"""

from __future__ import annotations

from nomadspec.rules.driver_references import troubles
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit
    from nomadspec.source import Severity

CODE = "DRV051"
NAME = "driver-config-variable-unknown"
SEVERITY = "error"
BLOCKS = ("Task",)
IF_ANY = ("nomadspec.rules.driver_references", "references")

_ESCAPE = "The client evaluates this text as HCL: write `$$${` for a literal `${`, or move the script to a template."


def check(visit: Visit) -> Iterator[Finding]:
    for trouble in troubles(visit):
        unknown = trouble.unknown
        if unknown is None:
            yield Finding(f"the client cannot read this text as HCL: {trouble.message}", trouble.path, help=_ESCAPE)
            continue
        # Clients with other fingerprints may have keys that no table lists.
        severity: Severity | None = "warning" if unknown.kind == "attribute" and not unknown.near else None
        what = (
            f"there is no variable {unknown.what}"
            if unknown.kind in ("plain", "placeholder", "token", "env")
            else f"there is no {unknown.what.removeprefix('a ').removeprefix('an ')}"
        )
        yield Finding(
            f"the task will fail at run time: {what} (`${{{trouble.name}}}`)",
            trouble.path,
            help=unknown.help or (_ESCAPE if unknown.kind == "plain" else None),
            severity=severity,
        )
