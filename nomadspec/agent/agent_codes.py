"""The codes of what loading and validation report; those of rules stand with the rules. Light, so that every lint can know them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: (code, rule).
LOADING: Final = (
    ("AGT001", "agent-syntax"),
    ("AGT002", "agent-unreadable"),
    ("AGT003", "agent-unexpected-key"),
    ("AGT004", "agent-type"),
    ("AGT005", "agent-duration"),
    ("AGT006", "agent-empty-folder"),
)

#: (code, rule).
VALIDATION: Final = (
    ("AGT100", "agent-mode"),
    ("AGT101", "agent-region"),
    ("AGT102", "agent-datacenter"),
    ("AGT103", "agent-telemetry"),
    ("AGT104", "agent-tls-file"),
    ("AGT105", "agent-mutual-tls"),
    ("AGT106", "agent-encrypt"),
    ("AGT107", "agent-absolute-path"),
    ("AGT108", "agent-meta-key"),
    ("AGT109", "agent-scheduler-algorithm"),
    ("AGT110", "agent-node-pool"),
    ("AGT111", "agent-cluster-name"),
    ("AGT112", "agent-host-volume-path"),
    ("AGT113", "agent-dynamic-ports"),
    ("AGT114", "agent-reserved-ports"),
    ("AGT115", "agent-artifact"),
    ("AGT116", "agent-address-family"),
    ("AGT118", "agent-eventlog"),
    ("AGT119", "agent-data-dir"),
    ("AGT120", "agent-bootstrap"),
    ("AGT121", "agent-oidc-issuer"),
    ("AGT122", "agent-protocol-version"),
    ("AGT123", "agent-keyring"),
)
