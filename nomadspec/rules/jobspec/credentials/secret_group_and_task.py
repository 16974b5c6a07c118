"""A group and one of its tasks both have `secret` blocks.

## What it does
Looks for tasks with secrets in groups with secrets.

## Why is this bad?
Nomad loses the group's secrets and duplicates those of the task. The server then rejects the job because of duplicates.

## Example
```hcl group
secret "cache" {
  provider = "nomad"
  path     = "nomad/jobs/web"
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
  }
  secret "db" {
    provider = "nomad"
    path     = "nomad/jobs/web"
  }
}
```

## Use instead
```hcl job
secret "cache" {
  provider = "nomad"
  path     = "nomad/jobs/web"
}
group "web" {
  task "server" {
    driver = "docker"
    config {
      image = "nginx:1.27"
    }
    secret "db" {
      provider = "nomad"
      path     = "nomad/jobs/web"
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

CODE = "VLT003"
NAME = "secret-group-and-task"
SEVERITY = "error"
BLOCKS = ("Task",)
IF_WRITTEN = ("secret",)


def check(visit: Visit) -> Iterator[Finding]:
    group, origin = visit.parent.block if visit.parent is not None else None, visit.block.get("origin")
    above = group.get("origin") if group is not None else None
    if origin is None or above is None:
        return
    for block in origin.block.body.blocks:
        if block.type == "secret":
            if not any(other.type == "secret" for other in above.block.body.blocks):
                return
            yield Finding(
                "the group also has `secret` blocks: Nomad loses them and duplicates the task's secrets",
                origin.source.span(block.start, block.header_end),
                help="Move the group's secrets to the job or into the tasks.",
            )
            return
