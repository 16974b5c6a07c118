"""A value that cannot override an earlier one.

## What it does
Reports `""`, `0`, `false` and empty lists in a file if they cannot override another value of an earlier file, or Nomad's default.

## Why is this bad?
Nomad treats an empty value as unset, and ignores a later `false` for most switches. The setting looks as if it applied, but does not.

## Example
```hcl agent file=nomad.d/a.hcl
client {
  enabled            = true
  default_ineligible = true
}
```
```hcl agent file=nomad.d/b.hcl
client {
  default_ineligible = false
}
```

## Use instead
```hcl agent
client {
  enabled            = true
  default_ineligible = true
}
```
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nomadspec.agent.config_schema import FIELDS
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT203"
NAME = "agent-value-cannot-win"
SEVERITY = "warning"

#: A path without its labels is the name of its field.
_LABELS = re.compile(r"\[[^\]]*\]")


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path, setting, stays in visit.config.merged.lost:
        field = FIELDS[_LABELS.sub("", path)]
        if field.merge == "kept" or not stays:
            continue
        earlier = visit.config.merged.origins.get(path)
        why = "true cannot be overridden" if field.merge == "sticky" else "an empty value is treated as unset"
        whose = "an earlier file's" if earlier is not None else "the default"
        yield Finding(
            f"{path} = {setting.span.text} has no effect: {whose} value applies, because {why}",
            setting.span,
            help="Change the file that sets it." if earlier is not None else "This default cannot be overridden by an empty value.",
            related=(("the value that applies is set here", earlier),) if earlier is not None else (),
        )
