"""A job uses a volume whose name is close to one that the repository describes.

## What it does
Reports a `source` of a group's volume that no file describes, if the repository describes a volume of the same type with a similar name. Volumes with unlike names may be kept elsewhere, such as the host volumes of an agent's configuration, and are not reported.

## Why is this bad?
No node has the volume, so the group cannot be placed.

## Example
```hcl spec file=data.hcl
type      = "host"
name      = "postgres-data"
plugin_id = "mkdir"
```

```hcl job file=db.nomad.hcl
group "db" {
  volume "data" {
    type   = "host"
    source = "postgress-data"
  }
  task "db" {
    driver = "docker"
    config {
      image = "postgres:16"
    }
    volume_mount {
      volume      = "data"
      destination = "/data"
    }
  }
}
```

## Use instead
```hcl spec file=data.hcl
type      = "host"
name      = "postgres-data"
plugin_id = "mkdir"
```

```hcl job file=db.nomad.hcl
group "db" {
  volume "data" {
    type   = "host"
    source = "postgres-data"
  }
  task "db" {
    driver = "docker"
    config {
      image = "postgres:16"
    }
    volume_mount {
      volume      = "data"
      destination = "/data"
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP107"
NAME = "volume-source-not-described"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    described = [(spec["type"], spec["name"]) for spec in visit.specs if spec["spec"] == "volume"]
    used = {(volume["type"], volume["source"]) for job in visit.jobs for volume in job.get("volumes", ())}
    for job in visit.jobs if described else ():
        for volume in job.get("volumes", ()):
            type_, source = volume["type"], volume["source"] or ""
            if not source or "${" in source or volume.get("per_alloc") or (type_, source) in described:
                continue
            near = closest(source, [name for row, name in described if row == type_ and (row, name) not in used], 0.85)
            if near and _without_digits(near) != _without_digits(source):  # data-1 and data-2 are two volumes
                message = f"no file of this repository describes the {type_} volume {source!r}"
                yield Finding(message, Fact(job, volume["at"], block=f'job["{job.get("id")}"]'), help=f"Did you mean {near}?")


def _without_digits(name: str) -> str:
    return "".join(char for char in name if not char.isdigit())
