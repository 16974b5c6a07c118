"""Groups of a job register services of the same name.

## What it does
Compares the names of services across groups; the same tags do not make a difference, different ones do.

## Why is this bad?
Who asks for the service gets instances of all the groups, whichever program they run.

## Example
```hcl job
group "blue" {
  network {
    port "http" {
      to = 80
    }
  }
  service {
    name = "web"
    port = "http"
  }
  task "server" {
    driver = "docker"
    config {
      image = "nginx:1.27"
    }
  }
}
group "green" {
  network {
    port "http" {
      to = 80
    }
  }
  service {
    name = "web"
    port = "http"
  }
  task "server" {
    driver = "docker"
    config {
      image = "nginx:1.27"
    }
  }
}
```

## Use instead
```hcl job
group "blue" {
  network {
    port "http" {
      to = 80
    }
  }
  service {
    name = "web-blue"
    port = "http"
  }
  task "server" {
    driver = "docker"
    config {
      image = "nginx:1.27"
    }
  }
}
group "green" {
  network {
    port "http" {
      to = 80
    }
  }
  service {
    name = "web-green"
    port = "http"
  }
  task "server" {
    driver = "docker"
    config {
      image = "nginx:1.27"
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.path import ModelPath
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SVC007"
NAME = "service-name-per-group"
SEVERITY = "warning"
BLOCKS = ("Job",)


def check(visit: Visit) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], tuple[int, ModelPath]] = {}
    for number, group in enumerate(visit.block.group or ()):
        at = visit.path.item("group", group.name or number)
        for owner, path in ((group, at), *((task, at.item("task", task.name)) for task in group.task or ())):
            for index, service in enumerate(owner.service or ()):
                if not service.name or any(
                    word in service.name for word in ("${TASKGROUP}", "${TASK}", "${BASE}", "${NOMAD_GROUP_NAME}", "${NOMAD_TASK_NAME}")
                ):
                    continue
                here = path.item("service", index)
                first = seen.setdefault((service.name, service.provider or "", *sorted(service.tags or ())), (number, here))
                if first[0] != number:
                    yield Finding(
                        f"another group registers the service {service.name!r} too",
                        here / "name",
                        help="Give them different names, or tags to tell them apart.",
                        related=(("the other service", first[1]),),
                    )
