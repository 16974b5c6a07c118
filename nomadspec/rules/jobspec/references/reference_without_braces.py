"""A reference without braces.

## What it does
Looks for `$NOMAD_…`, `$node.…`, `$attr.…` and `$meta.…` in texts in which clients replace references (env, meta, services, destinations, sources of artifacts), and for `$PATH` in the variable `PATH`.

## Why is this bad?
Clients replace only `${name}`. Without braces the text stays as it is, and no shell reads the environment of a task: `PATH = "$PATH:/opt/bin"` leaves the task without any of the folders in which programs lie.

## Exceptions
The `config` of the driver, whose arguments a shell may read, and the text of templates.

## Example
```hcl task
env {
  ZONE = "$node.datacenter"
}
```

## Use instead
```hcl task
env {
  ZONE = "${node.datacenter}"
}
```

## Fix safety
Unsafe: a program may replace the variable itself.
"""

from __future__ import annotations

from nomadspec.rules.fixes import respell
from nomadspec.rules.references import without_braces
from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import is_of_host

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF021"
NAME = "reference-without-braces"
SEVERITY = "warning"
BLOCKS = ("TaskGroup", "Task")
IF_ANY = ("nomadspec.rules.references", "without_braces")
FIXABLE = "unsafe"


def check(visit: Visit) -> Iterator[Finding]:
    for path, name in without_braces(visit):
        if name == "PATH" and not is_of_host(name, visit.driver):
            yield Finding(
                "`$PATH` is left as literal text, so the task's PATH lacks its usual folders",
                path,
                help="Write all folders out, such as /usr/local/bin:/usr/bin:/bin.",
            )
        else:
            yield Finding(f"`${name}` is left as literal text", path, help=f"Write `${{{name}}}`.", fix=respell(visit, path, f"${name}", f"${{{name}}}"))
