"""A registry password is written in the jobspec.

## What it does
Looks for a literal password in `auth` of docker tasks.

## Why is this bad?
Anyone who may read jobs can read it, and it ends up in version control.

## Example
```hcl task
config {
  image = "registry.example/web:1.0"
  auth {
    username = "ci"
    password = "Xk29fLq81mZ"
  }
}
```

## Use instead
```hcl task
config {
  image = "registry.example/web:1.0"
  auth {
    username = "ci"
    password = "${REGISTRY_PASSWORD}"
  }
}
template {
  data        = <<EOT
REGISTRY_PASSWORD={{ with nomadVar "nomad/jobs/web" }}{{ .registry_password }}{{ end }}
EOT
  destination = "secrets/registry.env"
  env         = true
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.origin import place
from nomadspec.rules import docker
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SEC005"
NAME = "docker-auth-plain"
SEVERITY = "warning"
BLOCKS = ("Task", "SidecarTask")
IF_WRITTEN = ("config.auth",)


def check(visit: Visit) -> Iterator[Finding]:
    auth = docker.options(visit).get("auth")
    for row in auth if isinstance(auth, list) else [auth]:
        password = row.get("password") if isinstance(row, dict) else None
        at = visit.path / "config" / "auth" / "password"
        if isinstance(password, str) and password and "${" not in password and not place(visit.job, at)[1]:
            yield Finding(
                "anyone who can read the job can see this password",
                at,
                help="Configure the registry on the clients, or read the password from a template or a secret.",
                secret=True,
            )
