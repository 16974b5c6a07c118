"""`lint --fix`, `--unsafe-fixes` and `--diff`: files are fixed, or shown as they would be."""

from __future__ import annotations

from nomadspec.cli.inputs import standard_input
from nomadspec.cli.notes import note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.cli.arguments import Arguments
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.file_linter import FileLinter


#: Characters of a text whose trees are worth a search for garbage.
_LARGE: Final = 200_000


def fix_files(arguments: Arguments, paths: list[str], linter: FileLinter) -> tuple[list[Diagnostic], list[str]]:
    """Fix each file, or with --diff show how. The findings of standard input, and why files could not be read or written."""
    from nomadspec.reporting.console import colored, write, write_text
    from nomadspec.reporting.unified import unified_diff
    from nomadspec.workspace.files import ReadError, WriteError, read_text, write_atomically
    from nomadspec.workspace.finish import placed_in_file
    from nomadspec.workspace.fixing import fix_text

    findings: list[Diagnostic] = []
    failed: list[str] = []
    cured = 0
    for path in paths:
        try:
            text = standard_input() if path == "-" else read_text(path)
        except ReadError as error:
            failed.append(str(error))
            continue
        name = arguments.text("stdin_filename") or "stdin" if path == "-" else path
        fixed = fix_text(text, name, lambda candidate, name=name: _findings(linter, name, candidate), unsafe=arguments.flag("unsafe_fixes"))  # type: ignore[misc]
        _forget(text)
        if arguments.flag("diff"):
            if fixed.text != text:
                write(unified_diff(name, text, fixed.text), color=colored(arguments.text("color"), arguments.flag("no_color")))
        elif path == "-":
            write_text(fixed.text)
        elif fixed.text != text:
            try:
                write_atomically(path, fixed.text, arguments.positional)
            except WriteError as error:
                failed.append(str(error))
                continue
        cured += len(fixed.cured)
        if path == "-":
            findings += placed_in_file(linter.lint(name, text if arguments.flag("diff") else fixed.text).findings, name)
    if cured and not arguments.flag("quiet"):
        note(f"{cured} {'finding' if cured == 1 else 'findings'} {'would be ' if arguments.flag('diff') else ''}fixed")
    return findings, failed


def _findings(linter: FileLinter, name: str, text: str) -> list[Diagnostic]:
    _forget(text)
    return linter.lint(name, text).findings


def _forget(text: str) -> None:
    """Frees what the lint before has left of a large text: the command line does not collect garbage, and this one lints a text several times."""
    if len(text) >= _LARGE:
        import gc

        gc.collect()
