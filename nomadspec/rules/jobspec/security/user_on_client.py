"""The user must exist on every client that may run the task.

## What it does
Looks for `user` in tasks with driver exec, raw_exec or java, other than root, nobody and option `known`.

## Why is this bad?
These drivers look up the user on the client. The task fails if there is no such user.

## Example
```hcl task
driver = "exec"
user   = "webapp"
config {
  command = "/bin/app"
}
```

## Use instead
```hcl task
driver = "exec"
user   = "nobody"
config {
  command = "/bin/app"
}
```

## Options
`known`: users that exist on all your clients.
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SEC008"
NAME = "user-on-client"
SEVERITY = "info"
BLOCKS = ("Task",)
IF_WRITTEN = ("user",)
OPTIONS: dict[str, list[str]] = {"known": []}
_EVERYWHERE = ("root", "nobody", "daemon", "bin", "sys", "www-data")


def check(visit: Visit) -> Iterator[Finding]:
    user = visit.block.user
    if not user or visit.block.driver not in ("exec", "raw_exec", "java") or user in _EVERYWHERE or user.isdigit() or "${" in user:
        return
    if user not in visit.option("known"):
        yield Finding(f"the task fails on clients without user {user!r}", "user", help="Create the user on the clients and add it to this rule's option known.")
