"""Findings for people: the full form with excerpt, caret, trail and help, and the one-line form.

error[NOM4012]: a service must have a name
  --> jobs/web.nomad.hcl:12:7  job["web"].group["api"].service[0]
   |
12 |       service {
   |       ^^^^^^^
   = set by variable `name`, vars.hcl:4
   = help: …
"""

from __future__ import annotations

from nomadspec.reporting.escaping import line as one_line
from nomadspec.reporting.escaping import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nomadspec.reporting.console import Line
    from nomadspec.source import Diagnostic, Span

#: Longer source lines are shown around the place only.
EXCERPT_WIDTH = 160


def full(diagnostic: Diagnostic) -> list[Line]:
    """One finding in the full form; ends with an empty line."""
    message = terminal(diagnostic.message).split("\n")
    head: Line = [(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity), (f": {message[0]}", "title")]
    lines: list[Line] = [head, *([("  " + more, "")] for more in message[1:])]
    span = diagnostic.span
    margin = " "
    if span is not None:
        margin = " " * len(str(span.start.line))
        lines += _excerpt(span, diagnostic.block, margin)
    elif diagnostic.block:
        lines.append([("  in ", "gutter"), (one_line(diagnostic.block), "dim")])
    for text, place in diagnostic.trail:
        where = f", {one_line(place.path)}:{place.start.line}" if place is not None else ""
        lines.append([(f"{margin} = ", "gutter"), (terminal(text) + where, "")])
    for text, place in diagnostic.related:
        where = f": {one_line(place.path)}:{place.start.line}:{place.start.column}" if place is not None else ""
        lines.append([(f"{margin} = ", "gutter"), (terminal(text) + where, "")])
    for name, note in (("help", diagnostic.help), ("fix", diagnostic.fix.title + ("" if diagnostic.fix.safe else " (unsafe)") if diagnostic.fix else None)):
        if note:
            lines.append([(f"{margin} = ", "gutter"), (f"{name}: ", "help"), (terminal(note).replace("\n", f"\n{margin}   "), "")])
    if diagnostic.url:
        lines.append([(f"{margin} = ", "gutter"), (f"{diagnostic.rule}: {diagnostic.url}", "dim")])
    lines.append([])
    return lines


def _excerpt(span: Span, block: str, margin: str) -> list[Line]:
    start, end = span.start, span.end
    source = span.source
    text = source.line(start.line)
    offset = start.offset - source.line_starts[start.line - 1]
    length = end.offset - start.offset if end.line == start.line else len(text) - offset
    skip = max(0, offset - EXCERPT_WIDTH // 2) if len(text) > EXCERPT_WIDTH else 0
    shown = text[skip : skip + EXCERPT_WIDTH]
    before = terminal(shown[: offset - skip]).replace("\t", "    ")
    under = terminal(shown[offset - skip : offset - skip + length]).replace("\t", "    ")
    where: Line = [(f"{margin}--> ", "gutter"), (f"{one_line(span.path)}:{start.line}:{start.column}", "path")]
    if block:
        where.append((f"  {one_line(block)}", "dim"))
    carets = "^" * max(1, len(under.rstrip()))
    return [
        where,
        [(f"{margin} |", "gutter")],
        [(f"{start.line} | ", "gutter"), (terminal(shown).replace("\t", "    "), "")],
        [(f"{margin} | ", "gutter"), (" " * len(before), ""), (carets, "caret" if carets else "")],
    ]


def concise(diagnostic: Diagnostic) -> Line:
    """`path:line:col: CODE message` on one line."""
    span = diagnostic.span
    where = f"{one_line(span.path)}:{span.start.line}:{span.start.column}: " if span is not None else ""
    return [(where, "path"), (diagnostic.code, diagnostic.severity), (" " + one_line(diagnostic.message), "")]


def summary(diagnostics: Sequence[Diagnostic], files: int) -> Line:
    """The closing line: how much was found in how many files."""
    checked = f"{files} file{'s' * (files != 1)} checked"
    if not diagnostics:
        return [("No findings", "good"), (f", {checked}.", "")]
    counts = [(severity, sum(d.severity == severity for d in diagnostics)) for severity in ("error", "warning", "info")]
    fixable = sum(d.fix is not None and d.fix.safe for d in diagnostics)
    parts: Line = []
    for severity, number in counts:
        if number:
            name = {"error": "error", "warning": "warning", "info": "piece of advice"}[severity]
            plural = {"piece of advice": "pieces of advice"}.get(name, name + "s")
            parts += [(", " if parts else "", ""), (f"{number} {name if number == 1 else plural}", severity)]
    return [*parts, (f"; {checked}." + (f" {fixable} can be fixed with --fix." if fixable else ""), "")]


def text_report(diagnostics: Iterable[Diagnostic]) -> list[Line]:
    """All findings in the full form."""
    return [line for diagnostic in diagnostics for line in full(diagnostic)]
