"""Text and places in it: the ground floor, which knows no language.

A `Source` is one text under a name. Everything later carries plain character offsets (0-based, half-open) and asks the source
for a `Span` only when somebody wants to see a place. `Diagnostic` is the one form of every error, warning and piece of advice.
"""

from nomadspec.source.diagnostic import SEVERITIES, Diagnostic, Edit, Fix, Severity
from nomadspec.source.span import Position, Source, Span

__all__ = ["SEVERITIES", "Diagnostic", "Edit", "Fix", "Position", "Severity", "Source", "Span"]
