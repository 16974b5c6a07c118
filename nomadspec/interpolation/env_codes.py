"""The codes of what `env` reports; `workspace/code_texts.py` explains them."""

from __future__ import annotations

from typing import Final

#: (code, rule, severity).
CODES: Final = (
    ("ENV001", "environment-job", "error"),
    ("ENV002", "environment-reference-fails", "error"),
    ("ENV003", "environment-path-escapes", "error"),
    ("ENV004", "environment-reference-stays", "info"),
)
