"""Unknown driver option in `config`.

## What it does
Compares the `config` block of the built-in drivers (docker, exec, raw_exec, java, qemu, mock_driver) and of podman, exec2 and containerd-driver with the options that the driver supports. For the latter it is a warning, because other versions of the plugin may have other options.

## Why is this bad?
`nomad job validate`, `plan` and `run` do not validate `config`. The task fails to start, with an event that few people see.

## Example
```hcl task
config {
  image  = "nginx:1.27"
  volmes = ["/srv:/srv"]
}
```

## Use instead
```hcl task
config {
  image   = "nginx:1.27"
  volumes = ["/srv:/srv"]
}
```

## Fix safety
Offered if one option is near. Safe: with the unknown option the task does not start.
"""

from __future__ import annotations

from nomadspec.rules.driver_config import problems, severity_of
from nomadspec.rules.fixes import rename_option
from nomadspec.rules.rule import Finding
from nomadspec.schema.blocks import BLOCKS as SCHEMA
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV001"
NAME = "driver-config-unknown-option"
SEVERITY = "error"
BLOCKS = ("Task", "SidecarTask")
FIXABLE = "sometimes"
IF_ANY = ("nomadspec.rules.driver_config", "problems", "unknown")


def check(visit: Visit) -> Iterator[Finding]:
    for problem in problems(visit, "unknown"):
        name = problem.route.rpartition(".")[2]
        if problem.since:
            help = f"Remove {name}, or run the task on clients of that release."
            yield Finding(f"option {name!r} of the {visit.driver} driver needs Nomad {problem.since}", problem.route, help=help)
            continue
        near = closest(name, problem.known)
        help = f"Did you mean {near!r}?" if near else f"Options: {', '.join(sorted(problem.known)) or 'none'}."
        if problem.route == f"config.{name}" and name != "config" and any(field.name == name for field in SCHEMA["Task"]):
            near, help = None, f"{name} belongs in the task, outside of its config block."
        yield Finding(
            f"the {visit.driver} driver has no option {name!r}",
            problem.route,
            help=help,
            fix=rename_option(visit.block, problem.route, near) if near else None,
            severity=severity_of(visit),
        )
