"""The codes that loading and validation of agent configuration report. Codes of rules are in their modules. Light, since every lint loads it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: (code, rule, severity).
LOADING: Final = (
    ("AGT001", "agent-syntax", "error"),
    ("AGT002", "agent-unreadable", "error"),
    ("AGT003", "agent-unexpected-key", "error"),
    ("AGT004", "agent-type", "error"),
    ("AGT005", "agent-duration", "error"),
    ("AGT006", "agent-empty-folder", "warning"),
)

#: (code, rule, severity).
VALIDATION: Final = (
    ("AGT100", "agent-mode", "error"),
    ("AGT101", "agent-region", "error"),
    ("AGT102", "agent-datacenter", "error"),
    ("AGT103", "agent-telemetry", "error"),
    ("AGT104", "agent-tls-file", "warning"),
    ("AGT105", "agent-mutual-tls", "warning"),
    ("AGT106", "agent-encrypt", "error"),
    ("AGT107", "agent-absolute-path", "error"),
    ("AGT108", "agent-meta-key", "error"),
    ("AGT109", "agent-scheduler-algorithm", "error"),
    ("AGT110", "agent-node-pool", "error"),
    ("AGT111", "agent-cluster-name", "warning"),
    ("AGT112", "agent-host-volume-path", "error"),
    ("AGT113", "agent-dynamic-ports", "error"),
    ("AGT114", "agent-reserved-ports", "error"),
    ("AGT115", "agent-artifact", "error"),
    ("AGT116", "agent-address-family", "error"),
    ("AGT118", "agent-eventlog", "error"),
    ("AGT119", "agent-data-dir", "error"),
    ("AGT120", "agent-bootstrap", "warning"),
    ("AGT121", "agent-oidc-issuer", "warning"),
    ("AGT122", "agent-protocol-version", "warning"),
    ("AGT123", "agent-keyring", "error"),
)
