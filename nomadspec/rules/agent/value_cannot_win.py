"""A value that cannot override the one before it.

## What it does
Reports `""`, `0`, `false` and empty lists in a file where an earlier file, or Nomad's default, has another value that they cannot replace.

## Why is this bad?
Nomad takes an empty value for "not set", and for most switches a later `false` for nothing at all. The setting reads as if it counted, and does not.

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
        why = "true stays once it is set" if field.merge == "sticky" else "an empty value counts as not set"
        whose = "an earlier file's" if earlier is not None else "the default"
        yield Finding(
            f"{path} = {setting.span.text} has no effect: {whose} value stays, because {why}",
            setting.span,
            help="Change the file that sets it." if earlier is not None else "This default cannot be overridden by an empty value.",
            related=(("what counts is set here", earlier),) if earlier is not None else (),
        )
