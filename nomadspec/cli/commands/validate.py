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
    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.compilation import CompileArguments
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
    from nomadspec.cli.config_option import named_configuration
    from nomadspec.cli.faults import naming
    from nomadspec.cli.release_option import tell
    from nomadspec.reporting.escaping import line
    from nomadspec.reporting.findings import text_report
    from nomadspec.workspace.configuration import Configurations

    configurations = Configurations(named_configuration(arguments))
    paths = files(arguments, configurations)
    state = _state(arguments)
    status = 0
    told: set[Release] = set()
    for path in paths:
        if len(paths) > 1:
            write_text(f"==> {line(path)}\n")
        configuration = configurations.of("./x" if path == "-" else path)
        compiled = compile_path(path, _with_values(compile_arguments(arguments, path, state=state), configuration))
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


def _with_values(arguments: CompileArguments, configuration: Configuration) -> CompileArguments:
    """How a jobspec is compiled, with the configuration's values of variables below those of the command line."""
    arguments["environ"] = configuration.environment()
    arguments["var_files"] = arguments["var_files"] or [configuration.file_path(name) for name in configuration.get("var-files", [])]
    arguments["strict"] = arguments["strict"] and configuration.get("hcl2-strict") is not False
    return arguments


def _settings(configuration: Configuration) -> ServerSettings | None:
    """The settings of the servers that the configuration describes; None for the default."""
    if not configuration.get("server"):
        return None
    from nomadspec.workspace.configured_server import settings_from

    return settings_from(configuration.get("server"))


def _state(arguments: Arguments) -> ClusterState | None:
    if not arguments.many("state") and not arguments.text("address"):
        return None
    from nomadspec.cli.state_option import open_states

    return open_states(arguments)
