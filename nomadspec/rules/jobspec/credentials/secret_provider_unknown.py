"""The secrets provider is not built into Nomad.

## What it does
Compares `provider` with the built-in `nomad` and `vault`, and the option `known`.

## Why is this bad?
Another provider is a plugin that must be installed on the clients: it becomes an implied constraint, and without such a node the job is never placed.

## Example
```hcl task
secret "app" {
  provider = "vualt"
  path     = "secret/data/app"
}
```

## Use instead
```hcl task
secret "app" {
  provider = "nomad"
  path     = "app/config"
}
```

## Options
`known`: names of secrets plugins that your clients have.
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON017"
NAME = "secret-provider-unknown"
SEVERITY = "warning"
BLOCKS = ("Secret",)
OPTIONS: dict[str, list[str]] = {"known": []}


def check(visit: Visit) -> Iterator[Finding]:
    provider = visit.block.provider
    if provider and provider not in ("nomad", "vault", *visit.option("known")):
        near = closest(provider, ("nomad", "vault"))
        yield Finding(
            f"{provider} is no built-in secrets provider: only clients with a plugin of that name can run this",
            "provider",
            help=f'Did you mean "{near}"?' if near else "If your clients have it, name it in the rule's option known.",
        )
