"""`nomadspec fmt`: canonical formatting in place, byte for byte as `nomad fmt`."""

from __future__ import annotations

import sys

from nomadspec.cli.inputs import files, standard_input
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.source.styled_text import Line


def run(arguments: Arguments) -> int:
    from nomadspec.hcl.errors import SyntaxError as HclSyntaxError
    from nomadspec.hcl.fmt import format_text
    from nomadspec.reporting.findings import text_report
    from nomadspec.workspace.files import ReadError, WriteError, read_text, write_atomically

    read_only = arguments.flag("check") or arguments.flag("diff")
    writes, lists = not read_only and arguments.flag("write", True), arguments.flag("list", True)
    changed = broken = False
    for path in _formattable(arguments):
        name = arguments.text("stdin_filename") or "stdin" if path == "-" else path
        text = ""
        try:
            text = standard_input() if path == "-" else read_text(path)
            formatted = format_text(text, name)
        except HclSyntaxError as error:
            from nomadspec.workspace.foreign import instead_of_errors

            broken = True
            write(
                text_report(instead_of_errors(error.diagnostics, text, name)),
                color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr),
                stream=sys.stderr,
            )
            continue
        except ReadError as error:
            broken = True
            _note(str(error))
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
                _note(str(error))
                continue
        if lists:
            write_text(name + "\n")
    return 2 if broken else 1 if changed and read_only else 0


def _formattable(arguments: Arguments) -> list[str]:
    """Jobspecs in HCL: JSON is left alone when a folder is searched."""
    named = set(arguments.positional)
    return [path for path in files(arguments) if path == "-" or path in named or not path.endswith(".json")]


def _diff(path: str, before: str, after: str) -> list[Line]:
    from nomadspec.reporting.unified import unified_diff

    return unified_diff(path, before, after)


def _note(text: str) -> None:
    from nomadspec.reporting.escaping import terminal

    print(f"nomadspec: {terminal(text)}", file=sys.stderr)
