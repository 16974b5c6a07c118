"""Groups of a job register services with the same name.

## What it does
Compares service names across groups. Services with different tags are not reported.

## Why is this bad?
A lookup of the service returns instances of all these groups, whatever they run.

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
      ports = ["http"]
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
      ports = ["http"]
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
IF_WRITTEN = ("group.service", "group.task.service")


def check(visit: Visit) -> Iterator[Finding]:
    groups = visit.block.group or ()
    if len(groups) < 2:
        return
    seen: dict[tuple[str, ...], tuple[int, ModelPath]] = {}
    for number, group in enumerate(groups):
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
                        f"another group also registers service {service.name!r}",
                        here / "name",
                        help="Use different names, or different tags.",
                        related=(("the other service", first[1]),),
                    )
