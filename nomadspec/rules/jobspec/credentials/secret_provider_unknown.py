"""A secrets provider that is not built into Nomad.

## What it does
Compares `provider` with the built-in `nomad` and `vault`, and with option `known`.

## Why is this bad?
Any other provider is a plugin that must be installed on the clients. Nomad adds a constraint for it; without a node that meets it, the job is never placed.

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
`known`: secrets plugins that are installed on your clients.
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
            f"unknown secrets provider {provider!r}: the task can run only on clients with a plugin of that name",
            "provider",
            help=f'Did you mean "{near}"?' if near else "If your clients have this plugin, add it to the rule's option known.",
        )
