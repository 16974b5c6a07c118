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

from nomadspec.reporting.console import LINK
from nomadspec.reporting.escaping import line as one_line
from nomadspec.reporting.escaping import terminal, uri
from nomadspec.reporting.width import display_width
from nomadspec.source import SEVERITIES
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nomadspec.source import Diagnostic, Span
    from nomadspec.source.styled_text import Line

#: Longer source lines are shown around the place only.
EXCERPT_WIDTH = 160

_QUOTED = pattern(r'"(?:[^"\\]|\\.)*"')


def full(diagnostic: Diagnostic, secrets: Sequence[Span] = ()) -> list[Line]:
    """One finding in the full form; ends with an empty line. `secrets`: what of its file is not to be shown."""
    message = terminal(diagnostic.message).split("\n")
    head: Line = [(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity), (f": {message[0]}", "title")]
    lines: list[Line] = [head, *([("  " + more, "")] for more in message[1:])]
    span = diagnostic.span
    margin = " "
    if span is not None:
        margin = " " * len(str(span.start.line))
        lines += _excerpt(span, diagnostic.block, margin, secrets)
    elif diagnostic.block:
        lines.append([("  in ", "gutter"), (one_line(diagnostic.block), "dim")])
    for text, place in diagnostic.trail:
        where = f", {one_line(place.path)}:{place.start.line}" if place is not None else ""
        lines.append([(f"{margin} = ", "gutter"), (terminal(text) + where, "")])
    for text, place in diagnostic.related:
        where = f": {one_line(place.path)}:{place.start.line}:{place.start.column}" if place is not None else ""
        lines.append([(f"{margin} = ", "gutter"), (terminal(text) + where, "")])
    if diagnostic.environments:
        lines.append([(f"{margin} = ", "gutter"), (f"only in {in_environments(diagnostic)}", "")])
    for name, note in (("help", diagnostic.help), ("fix", diagnostic.fix.title + ("" if diagnostic.fix.safe else " (unsafe)") if diagnostic.fix else None)):
        if note:
            lines.append([(f"{margin} = ", "gutter"), (f"{name}: ", "help"), (terminal(note).replace("\n", f"\n{margin}   "), "")])
    page = diagnostic.url or f"nomadspec rule {diagnostic.code}"
    lines.append([(f"{margin} = ", "gutter"), (f"{diagnostic.rule}: {page}", f"dim{LINK}{diagnostic.url}" if diagnostic.url else "dim")])
    lines.append([])
    return lines


def _excerpt(span: Span, block: str, margin: str, secrets: Sequence[Span]) -> list[Line]:
    """The place, and the line with carets under the span. A span in an empty source means the file as a whole: it has a path only."""
    start, end = span.start, span.end
    source = span.source
    where: Line = [
        (f"{margin}--> ", "gutter"),
        (one_line(span.path) if not source.text else f"{one_line(span.path)}:{start.line}:{start.column}", _file_link(span.path)),
    ]
    if block:
        where.append((f"  {one_line(block)}", "dim"))
    if not source.text:
        return [where]
    text = _masked(source.line(start.line), source.line_starts[start.line - 1], secrets)
    offset = start.offset - source.line_starts[start.line - 1]
    length = end.offset - start.offset if end.line == start.line else len(text) - offset
    skip = max(0, offset - EXCERPT_WIDTH // 2) if len(text) > EXCERPT_WIDTH else 0
    skip += start.line == 1 and skip == 0 and text.startswith("\ufeff")
    stop = skip + EXCERPT_WIDTH
    before = ("…" if skip > 1 else "") + _shown(text[skip:offset])
    under = _shown(text[offset : min(offset + length, stop)])
    after = _shown(text[min(offset + length, stop) : stop]) + ("…" if len(text) > stop else "")
    return [
        where,
        [(f"{margin} |", "gutter")],
        [(f"{start.line} | ", "gutter"), (before + under + after, "")],
        [(f"{margin} | ", "gutter"), (" " * display_width(before), ""), ("^" * max(1, display_width(under.rstrip())), "caret")],
    ]


def _file_link(path: str) -> str:
    """The style of a path that leads to its file, where the terminal has links."""
    from os.path import abspath

    return f"path{LINK}{uri(abspath(path))}"


def _masked(text: str, at: int, secrets: Sequence[Span]) -> str:
    """A line that begins at the offset `at`, with asterisks for what stands between quotes where a secret is; as long as it was."""
    for secret in secrets:
        start, end = max(secret.start_offset - at, 0), min(secret.end_offset - at, len(text))
        if start < end:
            hidden = _QUOTED.sub(lambda found: f'"{"*" * (len(found[0]) - 2)}"', text[start:end])
            text = text[:start] + hidden + text[end:]
    return text


def _shown(text: str) -> str:
    return terminal(text).replace("\t", "    ")


def in_environments(diagnostic: Diagnostic) -> str:
    """The environments of a finding that does not occur in all: `environment staging`."""
    return f"environment{'s' * (len(diagnostic.environments) > 1)} {', '.join(one_line(name) for name in diagnostic.environments)}"


def told(diagnostic: Diagnostic) -> str:
    """The message, with the environments in which it occurs if these are not all."""
    return diagnostic.message + (f" (only in {in_environments(diagnostic)})" if diagnostic.environments else "")


def concise(diagnostic: Diagnostic) -> Line:
    """`path:line:col: CODE message` on one line; a finding about a file as a whole names its block, too."""
    span = diagnostic.span
    block = f"{one_line(diagnostic.block)}: " if span is not None and not span.source.text and diagnostic.block else ""
    where = ""
    if span is not None:
        start = span.start
        where = f"{one_line(span.path)}:{start.line}:{start.column}: "
    where_only = f" (only in {in_environments(diagnostic)})" if diagnostic.environments else ""
    return [(where, "path"), (diagnostic.code, diagnostic.severity), (f" {block}{one_line(diagnostic.message)}{where_only}", "")]


def summary(diagnostics: Sequence[Diagnostic], files: int, releases: Sequence[str] = (), accepted: str = "") -> Line:
    """The closing line: the numbers of findings and files, the Nomad releases, and the number `accepted` by a baseline."""
    checked = f"{files} file{'s' * (files != 1)} checked" + (f" for Nomad {' and '.join(releases)}" if releases else "")
    checked += f", {terminal(accepted)}" if accepted else ""
    if not diagnostics:
        return [("No findings", "good"), (f", {checked}.", "")]
    counts = [(severity, sum(d.severity == severity for d in diagnostics)) for severity in SEVERITIES]
    fixable = sum(d.fix is not None and d.fix.safe for d in diagnostics)
    parts: Line = []
    for severity, number in counts:
        if number:
            name = {"info": "note"}.get(severity, severity)
            parts += [(", " if parts else "", ""), (f"{number} {name}{'s' * (number != 1)}", severity)]
    return [*parts, (f"; {checked}." + (f" {fixable} can be fixed with --fix." if fixable else ""), "")]


def text_report(diagnostics: Iterable[Diagnostic]) -> list[Line]:
    """All findings in the full form."""
    found = list(diagnostics)
    secrets: dict[str, list[Span]] = {}
    for diagnostic in found:
        if diagnostic.secret and diagnostic.span is not None:
            secrets.setdefault(diagnostic.span.path, []).append(diagnostic.span)
    return [line for diagnostic in found for line in full(diagnostic, secrets.get(diagnostic.span.path, ()) if diagnostic.span is not None else ())]
