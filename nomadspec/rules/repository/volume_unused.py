"""A volume that no job of the repository uses.

## What it does
Reports volume specifications whose volume no group uses as `source`. A repository without jobs that use volumes is skipped.

## Why is this bad?
The volume occupies space for nothing, or its name is misspelled in a job.

## Example
```hcl spec file=data.hcl
type      = "host"
name      = "data"
plugin_id = "mkdir"
```

```hcl job file=db.nomad.hcl
group "db" {
  volume "data" {
    type   = "host"
    source = "date"
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
name      = "data"
plugin_id = "mkdir"
```

```hcl job file=db.nomad.hcl
group "db" {
  volume "data" {
    type   = "host"
    source = "data"
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

CODE = "REP103"
NAME = "volume-not-used"
SEVERITY = "info"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    if any("volumes" in job["unknown"] for job in visit.jobs):
        return
    used = [volume for job in visit.jobs for volume in job.get("volumes", ())]
    if not used or any("${" in (volume["source"] or "") for volume in used):
        return
    for spec in visit.specs:
        names = [volume["source"] for volume in used if volume["type"] == spec.get("type")]
        # With per_alloc the index of the allocation is part of the name.
        per_alloc = {f"{volume['source']}[" for volume in used if volume.get("per_alloc")}
        if spec["spec"] != "volume" or spec["name"] in names or any(spec["name"].startswith(start) for start in per_alloc):
            continue
        near = closest(spec["name"], [name for name in names if name], 0.7)
        help = f"Did you mean {near}?" if near else "Ignore this rule if the job is kept elsewhere."
        yield Finding(f"no job of this repository uses the volume {spec['name']!r}", Fact(spec, spec["at"]), help=help)
