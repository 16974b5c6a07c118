"""`dispatch_payload` in a job that cannot be dispatched with a payload.

## What it does
Looks for `dispatch_payload` in jobs without `parameterized`, and in jobs that forbid payloads.

## Why is this bad?
Nomad accepts it, but there is no payload, so the file is never written.

## Example
```hcl task
dispatch_payload {
  file = "input.json"
}
```

## Use instead
```hcl job
type = "batch"
parameterized {
  payload = "required"
}
group "import" {
  task "import" {
    driver = "docker"
    config {
      image = "busybox:1.36"
    }
    dispatch_payload {
      file = "input.json"
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "LIF003"
NAME = "dispatch-payload-orphan"
SEVERITY = "warning"
BLOCKS = ("DispatchPayloadConfig",)


def check(visit: Visit) -> Iterator[Finding]:
    parameterized = visit.job.parameterized
    if parameterized is None:
        batch = visit.job.type in ("batch", "sysbatch")
        help = "Add a parameterized block to the job" + ("." if batch else ', and set type = "batch".')
        yield Finding("dispatch_payload is unused: the job is not parameterized", None, help=help)
    elif parameterized.payload == "forbidden":
        yield Finding("dispatch_payload is unused: the job forbids payloads", None)
