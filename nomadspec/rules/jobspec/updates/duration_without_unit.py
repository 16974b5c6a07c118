"""A duration of a few nanoseconds.

## What it does
Looks for durations of more than 0 and less than a millisecond, such as `kill_timeout = 30`.

## Why is this bad?
A number without a unit is taken for nanoseconds: the task is killed at once, the delay does not delay. Where Nomad itself demands a minimum, it says so.

## Example
```hcl task
kill_timeout = 30
```

## Use instead
```hcl task
kill_timeout = "30s"
```

## Fix safety
Unsafe: seconds are probably meant. Offered for numbers that are written out.
"""

from __future__ import annotations

from nomadspec.rules.fixes import replace_value
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD011"
NAME = "duration-without-unit"
SEVERITY = "warning"
FIXABLE = "unsafe"
_MILLISECOND = 1_000_000
#: Block type → its durations for which Nomad demands no minimum.
_DURATIONS = {
    "TaskGroup": ("shutdown_delay", "max_run_duration"),
    "Task": ("kill_timeout", "shutdown_delay"),
    "SidecarTask": ("kill_timeout", "shutdown_delay"),
    "CheckRestart": ("grace",),
    "RestartPolicy": ("delay",),
    "Template": ("splay",),
    "ChangeScript": ("timeout",),
    "WaitConfig": ("min", "max"),
    "WorkloadIdentity": ("ttl",),
    "TaskCSIPluginConfig": ("health_timeout",),
    "DisconnectStrategy": ("lost_after", "stop_on_client_after"),
    "UpdateStrategy": ("stagger", "min_healthy_time"),
    "MigrateStrategy": ("min_healthy_time",),
    "ConsulGatewayProxy": ("connect_timeout",),
}
BLOCKS = tuple(_DURATIONS)
IF_WRITTEN = tuple(dict.fromkeys(name for names in _DURATIONS.values() for name in names))


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    for name in _DURATIONS[block.TYPE]:
        value = block.get(name)
        if isinstance(value, int) and 0 < value < _MILLISECOND:
            yield Finding(
                f"{name} is {value} ns, since a number without a unit is nanoseconds",
                name,
                help=f'Write a unit, such as "{value}s".',
                fix=replace_value(block, name, f'"{value}s"', f'write "{value}s"', safe=False),
            )
