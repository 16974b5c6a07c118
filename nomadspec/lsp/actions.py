"""What an editor offers to do at a place: the fixes of findings, all safe fixes at once, a suppression with a reason, formatting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from nomadspec.lsp import conversion, formatting, refactorings
from nomadspec.lsp.capabilities import FIX_ALL, FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.findings import Workbench
    from nomadspec.source import Diagnostic

#: Kinds of files whose findings are no rules'.
_WITHOUT_RULES = ("configuration", "test", "values", "")


def actions(document: Document, params: types.CodeActionParams, findings: Sequence[Diagnostic], bench: Workbench) -> list[types.CodeAction]:
    """The actions for a range, of the kinds that the editor wants."""
    start, end = document.lines.offsets(params.range)
    wanted = params.context.only
    here = [d for d in findings if d.span is not None and d.span.path == document.path and _meets(document, d, start, end)]
    found: list[types.CodeAction] = []
    if _wants(wanted, types.CodeActionKind.QuickFix):
        found += [*_fixes(document, here, params.context.diagnostics), *_suppressions(document, here, params.context.diagnostics)]
    if document.kind == "jobspec" and _wants(wanted, "refactor"):
        found += refactorings.refactorings(document, start, end)
        if wanted or conversion.is_offered(document, start):
            found += conversion.conversion(document)
    # Actions on the whole file are only computed if the editor requests them by name, as it does when a file is saved.
    if wanted and _wants(wanted, FIX_ALL) and document.kind not in _WITHOUT_RULES:
        found += _fix_all(document, bench)
    if wanted and _wants(wanted, FORMAT) and (edits := formatting.whole(document)):
        found.append(types.CodeAction("Format with nomadspec", FORMAT, edit=_edit(document, edits)))
    return found


def _wants(wanted: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether a kind is requested: by its name, by a prefix of it, or because the request names none."""
    return wanted is None or any(kind == _text(one) or kind.startswith(f"{_text(one)}.") or _text(one).startswith(f"{kind}.") for one in wanted)


def _text(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _meets(document: Document, finding: Diagnostic, start: int, end: int) -> bool:
    """Whether a finding is on the lines of the range."""
    assert finding.span is not None
    number = document.lines.position
    return number(start).line <= number(finding.span.start_offset).line <= number(end).line


def _edit(document: Document, edits: Sequence[types.TextEdit]) -> types.WorkspaceEdit:
    return types.WorkspaceEdit(changes={document.uri: list(edits)})


def _shown_for(finding: Diagnostic, shown: Iterable[types.Diagnostic]) -> list[types.Diagnostic] | None:
    """The diagnostic of the editor that the finding is."""
    return [d for d in shown if d.code == finding.code and d.message.startswith(finding.message)][:1] or None


def _fixes(document: Document, findings: Iterable[Diagnostic], shown: Sequence[types.Diagnostic]) -> list[types.CodeAction]:
    found = []
    for finding in findings:
        fix = finding.fix
        if fix is None or any(edit.path != document.path for edit in fix.edits):
            continue
        edits = [types.TextEdit(document.lines.range(edit.start, edit.end), edit.text) for edit in fix.edits]
        title = fix.title if fix.safe else f"{fix.title} (may change what runs)"
        found.append(
            types.CodeAction(title, types.CodeActionKind.QuickFix, _shown_for(finding, shown), is_preferred=fix.safe or None, edit=_edit(document, edits))
        )
    return found


def _suppressions(document: Document, findings: Iterable[Diagnostic], shown: Sequence[types.Diagnostic]) -> list[types.CodeAction]:
    """A suppression comment above the line of each finding that may be suppressed, with a placeholder for the reason."""
    from nomadspec.rules.selection import cannot_be_switched_off

    if document.is_json or document.kind in _WITHOUT_RULES:
        return []
    found, seen = [], set()
    for finding in findings:
        if finding.code in seen or cannot_be_switched_off(finding.code) or finding.span is None:
            continue
        seen.add(finding.code)
        number = document.lines.position(finding.span.start_offset).line
        line = document.lines.line(number)
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        at = document.lines.starts[number]
        comment = f"{indent}# nomadspec: ignore[{finding.rule}] TODO: give a reason\n"
        edit = _edit(document, [types.TextEdit(document.lines.range(at, at), comment)])
        found.append(types.CodeAction(f"Suppress {finding.code} ({finding.rule}) here", types.CodeActionKind.QuickFix, _shown_for(finding, shown), edit=edit))
    return found


def _fix_all(document: Document, bench: Workbench) -> list[types.CodeAction]:
    from nomadspec.workspace.fixing import fix_text

    linter = bench.linter()
    fixed = fix_text(document.text, document.path, lambda text: linter.lint(document.path, text).findings)
    if fixed.text == document.text:
        return []
    edits = formatting.edits_between(document, fixed.text)
    return [types.CodeAction("Apply all safe fixes", FIX_ALL, edit=_edit(document, edits))]
