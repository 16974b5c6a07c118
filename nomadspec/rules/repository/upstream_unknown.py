"""No job in the repository offers the upstream.

## What it does
Compares the destinations of Connect upstreams with the services that jobs of the repository add to the mesh: services with a `connect` block, and services linked by a terminating gateway. `${JOB}` and similar variables in names are replaced as Nomad does; a part that only a client can resolve matches anything. Upstreams in another datacenter or peer are skipped, as are repositories in which some service is unknown.

## Why is this bad?
The proxy finds no instance and refuses connections. Often a name was changed on one side only, or the service has no `connect` block.

## Example
```hcl group file=web.nomad.hcl
network {
  mode = "bridge"
}
service {
  name = "web"
  port = "80"
  connect {
    sidecar_service {
      proxy {
        upstreams {
          destination_name = "api"
          local_bind_port  = 9000
        }
      }
    }
  }
}
```

```hcl group file=api.nomad.hcl
network {
  mode = "bridge"
}
service {
  name = "api"
  port = "8080"
}
```

## Use instead
```hcl group file=web.nomad.hcl
network {
  mode = "bridge"
}
service {
  name = "web"
  port = "80"
  connect {
    sidecar_service {
      proxy {
        upstreams {
          destination_name = "api"
          local_bind_port  = 9000
        }
      }
    }
  }
}
```

```hcl group file=api.nomad.hcl
network {
  mode = "bridge"
}
service {
  name = "api"
  port = "8080"
  connect {
    sidecar_service {}
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.meeting import may_be_same
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP005"
NAME = "upstream-unknown"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    if any("services" in job["unknown"] or "linked" in job["unknown"] for job in visit.jobs):
        return
    services = [service for job in visit.jobs for service in job.get("services", ())]
    offered = {row["name"] for row in (*services, *(row for job in visit.jobs for row in job.get("linked", ()))) if row.get("connect", True)}
    patterns = [name for name in offered if "*" in name]
    outside = {service["name"] for service in services} - offered
    for job in visit.jobs:
        for upstream in job.get("upstreams", ()):
            name = upstream["name"]
            if not name or "*" in name or upstream["type"] != "service" or upstream["datacenter"] or upstream["peer"]:
                continue
            if name in offered or any(may_be_same(pattern, name) for pattern in patterns):
                continue
            yield Finding(
                f"no job in this repository offers service {name!r}" + (" in the mesh" if name in outside else ""),
                Fact(job, upstream["at"], block=f'job["{job.get("id")}"].group["{upstream["group"]}"]'),
                help="Add a connect block to the service of that name." if name in outside else _help(name, offered),
            )


def _help(name: str, offered: set[str]) -> str:
    near = closest(name, sorted(offered), 0.7)
    return f'Did you mean "{near}"?' if near else "Ignore this rule if the service's job is kept elsewhere."
