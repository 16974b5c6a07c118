"""The codes of what loading reports. Those of validation stand with its checks, those of rules with the rules."""

from __future__ import annotations

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
