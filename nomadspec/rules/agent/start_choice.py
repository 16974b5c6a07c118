"""An invalid value that keeps the agent from starting.

## What it does
Checks settings with fixed values that `nomad config validate` does not check: `log_level`, `syslog_facility`, the raft log store, TLS versions, enforcement, names of schedulers.

## Why is this bad?
`nomad config validate` accepts the configuration, but the agent does not start.

## Example
```hcl agent
log_level = "LOUD"
server { enabled = true }
```

## Use instead
```hcl agent
log_level = "DEBUG"
server { enabled = true }
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT241"
NAME = "agent-start-choice"
SEVERITY = "error"
STOPS_AGENT = True

_FACILITIES = (
    *("KERN", "USER", "MAIL", "DAEMON", "AUTH", "SYSLOG", "LPR", "NEWS", "UUCP", "CRON", "AUTHPRIV", "FTP"),
    *(f"LOCAL{number}" for number in range(8)),
)
#: Field → (choices, the switch without which nobody looks, whether case counts).
_CHOICES = {
    "log_level": (("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"), "", False),
    "syslog_facility": (_FACILITIES, "enable_syslog", False),
    "server.raft_logstore.backend": (("boltdb", "wal"), "server.enabled", True),
    "server.client_introduction.enforcement": (("none", "warn", "strict"), "server.enabled", True),
    "tls.tls_min_version": (("tls10", "tls11", "tls12", "tls13"), "", True),
}
_SCHEDULERS = ("service", "batch", "system", "sysbatch", "_core")


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path, (choices, switch, exact) in _CHOICES.items():
        value = visit.config.get(path)
        if not value or (switch and not visit.config.get(switch)):
            continue
        if (value if exact else value.upper()) not in choices:
            yield Finding(f"{path} must be one of {', '.join(choices)}, not {value!r}", path)
    if visit.config.get("server.enabled"):
        for number, name in enumerate(visit.config.get("server.enabled_schedulers") or []):
            if name not in _SCHEDULERS:
                yield Finding(
                    f"unknown scheduler {name!r}",
                    f"server.enabled_schedulers[{number}]",
                    nomad=f'invalid configuration: unknown scheduler "{name}" in enabled schedulers',
                )
