"""A template reads a Nomad variable that the task cannot read by default.

## What it does
Compares literal paths of `nomadVar`, `nomadVarExists` and `nomadVarList` with the paths that each task can read: `nomad/jobs`, and `nomad/jobs/<job>`, `…/<group>`, `…/<task>`. Also looks for paths that no variable can have, such as `nomad/job/web`, which is a warning.

## Why is this bad?
With ACLs enabled, other paths require a policy for the job. Without one the task waits for the variable and never starts.

## Example
```hcl task
template {
  destination = "secrets/app.env"
  data        = <<-EOF
    {{ with nomadVar "nomad/jobs/wbe" }}{{ .password }}{{ end }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "secrets/app.env"
  data        = <<-EOF
    {{ with nomadVar "nomad/jobs/web" }}{{ .password }}{{ end }}
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

CODE = "VLT005"
NAME = "variable-path-other"
SEVERITY = "info"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "reads")


def check(visit: Visit) -> Iterator[Finding]:
    task, group = visit.task, visit.group
    if task is None or group is None:
        return
    for dependency in reads(visit):
        if dependency.kind not in ("nomad-variable", "nomad-variable-prefix") or not dependency.key:
            continue
        path = dependency.key.partition("@")[0].strip("/")
        root, slash, below = path.partition("/")
        if root == "nomad" and slash and below.partition("/")[0] not in ("jobs", "job-templates"):
            yield Finding(
                f"no Nomad variable can have the path {path!r}",
                line_of(visit.block, dependency.call.line),
                help="Below nomad/ there are only nomad/jobs and nomad/job-templates.",
                severity="warning",
            )
            continue
        own = f"nomad/jobs/{visit.job.id}/{group.name}/{task.name}"
        if path.startswith("nomad/jobs/") and path != "nomad/jobs" and not f"{own}/".startswith(f"{path}/"):
            yield Finding(
                f"the task cannot read Nomad variable {path!r} without an ACL policy",
                line_of(visit.block, dependency.call.line),
                help=f"By default a task can read nomad/jobs and the paths down to {own}.",
            )
