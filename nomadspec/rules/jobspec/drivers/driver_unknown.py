"""Unknown driver.

## What it does
Compares `driver` with the built-in drivers, well-known plugins, the configuration's `drivers`, and option `known`.

## Why is this bad?
Nomad accepts any name. A job whose driver no client has is never placed.

## Example
```hcl task
driver = "dokcer"
config {
  image = "nginx:1.27"
}
```

## Use instead
```hcl task
config {
  image = "nginx:1.27"
}
```

## Options
`known`: drivers that your clients have.

## Fix safety
Offered if one name is near. Safe where it is the only one.
"""

from __future__ import annotations

from nomadspec.rules.fixes import use_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV007"
NAME = "driver-unknown"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("Task", "SidecarTask")
OPTIONS: dict[str, list[str]] = {"known": []}
_BUILT_IN = ("docker", "exec", "raw_exec", "java", "qemu", "mock_driver")
_PLUGINS = (
    "containerd-driver", "ecs", "exec2", "firecracker-task-driver", "iis", "jail-task-driver", "lxc", "nspawn", "podman", "pot", "rkt", "singularity", "virt",
    "win_iis",
)  # fmt: skip


def check(visit: Visit) -> Iterator[Finding]:
    driver = visit.driver
    if not driver or driver in _BUILT_IN or driver in _PLUGINS or driver in visit.subject.options.get("drivers", ()):
        return
    if "${" in driver:
        yield Finding(f"`driver` is not interpolated, so {driver!r} is the name of a driver", "driver", help="Use an HCL variable (`var.name`).")
    elif driver not in visit.option("known"):
        near = closest(driver.lower(), _BUILT_IN)
        yield Finding(
            f"unknown driver {driver!r}: the task can run only on clients with a plugin of that name",
            "driver",
            help=f'Did you mean "{near}"?' if near else "If your clients have this plugin, add it to drivers in the configuration.",
            fix=use_near(visit.block, "driver", near, _BUILT_IN),
        )
