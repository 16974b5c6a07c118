"""`nomadspec fmt`: canonical formatting in place, byte for byte as `nomad fmt`."""

from __future__ import annotations

import sys

from nomadspec.cli.inputs import inputs, standard_input
from nomadspec.cli.notes import note, note_foreign
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.source.styled_text import Line
    from nomadspec.workspace.discovery import Inputs


def run(arguments: Arguments) -> int:
    from nomadspec.hcl.errors import SyntaxError as HclSyntaxError
    from nomadspec.hcl.fmt import format_text
    from nomadspec.reporting.findings import text_report
    from nomadspec.workspace.files import ReadError, WriteError, read_text, write_atomically

    read_only = arguments.flag("check") or arguments.flag("diff")
    writes, lists = not read_only and arguments.flag("write", True), arguments.flag("list", True)
    changed = broken = False
    given = _formattable(arguments)
    for path in given.files:
        if path in given.searched and path.endswith(".json"):
            continue
        name = arguments.text("stdin_filename") or "stdin" if path == "-" else path
        text = ""
        try:
            text = standard_input() if path == "-" else read_text(path, found=path in given.searched)
            if path != "-" and path not in given.searched and not _is_ours(path, text):
                if not arguments.flag("quiet"):
                    note_foreign(path)
                continue
            formatted = format_text(text, name)
        except HclSyntaxError as error:
            from nomadspec.workspace.foreign import instead_of_errors

            complaints = instead_of_errors(error.diagnostics, text, name, named=path not in given.searched, thing="HCL")
            broken = broken or any(complaint.severity == "error" for complaint in complaints)
            write(
                text_report(complaints),
                color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr),
                stream=sys.stderr,
            )
            continue
        except ReadError as error:
            broken = True
            note(str(error))
            continue
        if path == "-" and not read_only:
            write_text(formatted)
            continue
        if formatted == text:
            continue
        changed = True
        if arguments.flag("diff"):
            write(_diff(name, text, formatted), color=colored(arguments.text("color"), arguments.flag("no_color")))
            continue
        if writes:
            try:
                write_atomically(path, formatted, arguments.positional)
            except WriteError as error:
                broken = True
                note(str(error))
                continue
        if lists:
            write_text(name + "\n")
    return 2 if broken else 1 if changed and read_only else 0


def _formattable(arguments: Arguments) -> Inputs:
    """What `nomad fmt` formats: jobspecs and, in a folder, the other files in HCL that Nomad reads. JSON is left alone when a folder is searched."""
    from nomadspec.workspace.discovery import looks_like_jobspec
    from nomadspec.workspace.files import ReadError, read_text

    def accept(path: str) -> bool:
        if looks_like_jobspec(path):
            return True
        try:
            return path.endswith(".hcl") and _is_ours(path, read_text(path))
        except ReadError:
            return False

    return inputs(arguments, accept=accept, missing=lambda folder, _: f"nothing to format in {folder}")


def _is_ours(path: str, text: str) -> bool:
    """Whether it is a file that Nomad reads; of `.hcl`, which other programs have as well, its content tells."""
    if not path.endswith(".hcl") or path.endswith(".nomad.hcl"):
        return True
    from nomadspec.specs.file_kinds import kind_of

    return kind_of(text) != ""


def _diff(path: str, before: str, after: str) -> list[Line]:
    from nomadspec.reporting.unified import unified_diff

    return unified_diff(path, before, after)
