"""Identifies a finding across runs, for services that store findings."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.source import Diagnostic


def fingerprint(finding: Diagnostic) -> str:
    """What identifies a finding when lines move: its code, file, block and the text it points at."""
    from hashlib import sha256

    from nomadspec.source.relative_path import with_slashes

    span = finding.span
    parts = (finding.code, with_slashes(span.path) if span is not None else "", finding.block, span.text[:200].strip() if span is not None else finding.message)
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:24]
