"""A service is looked up by its DNS name.

## What it does
Looks for `.service.consul` and similar in the argument of `service`.

## Why is this bad?
A dot separates a tag: `service "db.service.consul"` looks up service `consul` with tag `db.service`, which does not exist.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range service "db.service.consul" }}{{ .Address }}
    {{ end }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range service "db" }}{{ .Address }}
    {{ end }}
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import line_of, reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL015"
NAME = "template-service-name"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "reads")
#: What Nomad registers itself in Consul, with these tags.
_NOMADS_OWN = ("http.nomad", "rpc.nomad", "serf.nomad")


def check(visit: Visit) -> Iterator[Finding]:
    for dependency in reads(visit):
        key = dependency.key or ""
        name = key.split("|")[0].split("@")[0].split("?")[0].split("~")[0]
        if dependency.kind == "consul-service" and name in _NOMADS_OWN:
            continue
        if dependency.kind in ("consul-service", "consul-connect-service", "nomad-service") and name.endswith((".consul", ".service", ".nomad")):
            yield Finding(
                f"{key!r} looks up service {name.rpartition('.')[2]!r} with tag {name.rpartition('.')[0]!r}",
                line_of(visit.block, dependency.call.line),
                help=f"Use the service name: {name.split('.')[0]!r}.",
            )
