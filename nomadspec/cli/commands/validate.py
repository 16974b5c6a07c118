"""`nomadspec validate`: the text and verdict of `nomad job validate`, without a server."""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UnusableInput
from nomadspec.cli.inputs import compile_arguments, compile_path, complaints, files, refusal
from nomadspec.cli.submission import submitted
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.jobspec.server_settings import ServerSettings
    from nomadspec.releases import Release
    from nomadspec.workspace.configuration import Configuration


def run(arguments: Arguments) -> int:
    from nomadspec.workspace.configuration import ConfigurationError

    try:
        return _run(arguments)
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None


def _run(arguments: Arguments) -> int:
    from nomadspec.checks.validation import validate, validation_text
    from nomadspec.cli.config_option import usage
    from nomadspec.cli.faults import naming
    from nomadspec.cli.release_option import tell
    from nomadspec.cli.state_option import open_run_states
    from nomadspec.reporting.escaping import line
    from nomadspec.reporting.findings import text_report

    paths = files(arguments)
    state = open_run_states(arguments, paths)
    status = 0
    told: set[Release] = set()
    for path in paths:
        if len(paths) > 1:
            write_text(f"==> {line(path)}\n")
        configuration = usage(arguments, path)
        compiled = compile_path(arguments, path, compile_arguments(arguments, path, state=state))
        if not compiled.ok or compiled.job is None:
            status = max(status, refusal(compiled))
            write(text_report(complaints(compiled)), color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr), stream=sys.stderr)
            continue
        if compiled.release not in told:
            told.add(compiled.release)
            tell(arguments, compiled.release, state)
        with naming(path):
            verdict = validate(submitted(compiled.job, arguments), state if state is not None else _settings(configuration))
        status = max(status, 0 if verdict.ok else 1)
        write_text(validation_text(verdict))
    return status


def _settings(configuration: Configuration) -> ServerSettings | None:
    """The settings of the servers that the configuration describes; None for the default."""
    if not configuration.get("server"):
        return None
    from nomadspec.workspace.configured_server import settings_from

    return settings_from(configuration.get("server"))
