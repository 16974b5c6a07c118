"""A misspelled option of a keyring provider.

## What it does
Compares the options in `keyring` blocks with those of the provider: aead, awskms, azurekeyvault, gcpckms and transit.

## Why is this bad?
The agent accepts any name and passes it to the provider, which ignores it. The server starts but cannot create a key.

## Example
```hcl agent
server { enabled = true }
keyring "awskms" {
  active      = true
  kms_key_ids = "alias/nomad"
}
```

## Use instead
```hcl agent
server { enabled = true }
keyring "awskms" {
  active     = true
  kms_key_id = "alias/nomad"
}
```

## Fix safety
Offered if one name alone is near. Safe: the agent ignores the setting as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.fixes import respell_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT277"
NAME = "agent-keyring-option"
SEVERITY = "warning"
FIXABLE = "sometimes"

#: What every provider has.
_ALL = ("active", "name", "key_id_prefix", "disallow_env_vars")
#: Provider → its own options.
_OPTIONS = {
    "aead": (),
    "awskms": (
        "access_key", "endpoint", "kms_key_id", "region", "role_arn", "role_session_name", "secret_key", "session_token", "shared_creds_filename",
        "shared_creds_profile", "web_identity_token_file",
    ),
    "azurekeyvault": ("client_id", "client_secret", "environment", "key_name", "resource", "tenant_id", "vault_name"),
    "gcpckms": ("credentials", "crypto_key", "key_ring", "project", "region", "user_agent"),
    "transit": (
        "address", "disable_renewal", "key_name", "mount_path", "namespace", "tls_ca_cert", "tls_ca_path", "tls_client_cert", "tls_client_key",
        "tls_server_name", "tls_skip_verify", "token",
    ),
}  # fmt: skip


def check(visit: AgentVisit) -> Iterator[Finding]:
    for section in visit.config.sections_at("keyring"):
        own = _OPTIONS.get(section.label)
        if own is None:
            continue
        known = (*own, *_ALL)
        for key, span in section.unknown:
            if key.lower() not in known:
                near = closest(key.lower(), known)
                yield Finding(
                    f"keyring provider {section.label} has no option {key!r}, so it is ignored",
                    span,
                    help=f"Did you mean {near}?" if near else f"Options: {', '.join(known)}.",
                    fix=respell_near(visit, span, key, near, known),
                )
