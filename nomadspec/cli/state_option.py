"""`--state`: from the command line to a ClusterState, with every failure as one line."""

from __future__ import annotations

import os

from nomadspec.cli.arguments import UnusableInput
from nomadspec.cli.credentials import token_of_file
from nomadspec.cli.notes import note
from nomadspec.cli.progress import reading
from nomadspec.cli.submission import submitted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Final

    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.compilation import CompileArguments
    from nomadspec.workspace.configuration import Configuration


#: Nomad's options about its connection to an agent, and the variables that they override.
_CONNECTION: Final = {
    "region": "NOMAD_REGION",
    "namespace": "NOMAD_NAMESPACE",
    "ca_cert": "NOMAD_CACERT",
    "ca_path": "NOMAD_CAPATH",
    "client_cert": "NOMAD_CLIENT_CERT",
    "client_key": "NOMAD_CLIENT_KEY",
    "tls_server_name": "NOMAD_TLS_SERVER_NAME",
    "tls_skip_verify": "NOMAD_SKIP_VERIFY",
}


def open_states(arguments: Arguments, configuration: Configuration | None = None) -> ClusterState | None:
    """The states of `--against` and `--state`, as one; None when none was given. `configuration`: that in which the files of the run are used.

    Raises `UnusableInput`.
    """
    uris = named_states(arguments)
    return _open(arguments, uris, options(arguments, configuration)) if uris else None


def open_one(uri: str, arguments: Arguments) -> ClusterState:
    """The state that one URI names. Raises `UnusableInput`."""
    return _open(arguments, [uri], options(arguments), "--from-state")


def named_states(arguments: Arguments) -> list[str]:
    """The URIs that the command line names: `--against REV` is `git:REV`, before all others; without any, Nomad's `-address`."""
    named = [*(f"git:{revision}" for revision in arguments.many("against")), *arguments.many("state")]
    address = arguments.text("address")
    return named or ([address] if address else [])


def open_run_states(arguments: Arguments, paths: Sequence[str]) -> ClusterState | None:
    """The states of a run over files: those that it names, else what their configuration or environment names; None without. Raises `UnusableInput`."""
    from nomadspec.cli.config_option import usage_of_all

    configuration = usage_of_all(arguments, paths)
    if not named_states(arguments) and configuration.get("state"):
        return open_configured(arguments, configuration)
    return open_states(arguments, configuration)


def open_configured(arguments: Arguments, configuration: Configuration) -> ClusterState:
    """The state that a configuration file names. A repository is untrusted: an address is used without credentials unless it equals NOMAD_ADDR."""
    from nomadspec.backends.opening import configured_uri
    from nomadspec.workspace.configuration import ConfigurationError

    try:
        uri = configured_uri(configuration.get("state"), configuration.file_path)
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None
    return _open(arguments, [uri], options(arguments, configuration, credentials=uri == os.environ.get("NOMAD_ADDR")))


def tell_incomplete(arguments: Arguments, state: ClusterState) -> None:
    """Print notes about what a state lacks."""
    from nomadspec.cli.redaction_option import without_credentials

    for text in state.document.get("incomplete") or () if not arguments.flag("quiet") else ():
        note(f"the state is incomplete: {without_credentials(arguments).text(text)}")


def options(arguments: Arguments, configuration: Configuration | None = None, *, credentials: bool = True, namespaces: tuple[str, ...] = ()) -> OpenOptions:
    """How states are opened, from the options of the command and the configuration in which the files are used; `namespaces`: those to read, () for all."""
    from nomadspec.backends.opening import OpenOptions

    token = token_of_file(arguments)
    given = {variable: value for name, variable in _CONNECTION.items() if (value := arguments.text(name))}
    return OpenOptions(
        credentials=credentials,
        environ={**os.environ, **given} if given else None,
        token=token if token is not None else arguments.text("token"),
        timeout=float(arguments.number("timeout", 300)),
        progress=reading(arguments),
        namespaces=namespaces,
        concurrency=max(1, min(64, arguments.number("concurrency", 8))),
        plugins=not arguments.flag("no_plugins"),
        compile=_compile_arguments(arguments, configuration),
        belongs=_belongs(arguments, configuration),
        submitted=lambda job: submitted(job, arguments),
    )


def _compile_arguments(arguments: Arguments, configuration: Configuration | None) -> CompileArguments:
    """How jobspecs of a revision are compiled: with the values of the run."""
    from nomadspec.cli.inputs import variables
    from nomadspec.workspace.checked_release import AUTO, checked_release
    from nomadspec.workspace.configuration import ConfigurationError
    from nomadspec.workspace.environments import values

    given: CompileArguments = {"variables": variables(arguments), "var_files": arguments.many("var_file")}
    if arguments.flag("no_fs"):
        given["fs"] = "none"
    if configuration is not None:
        try:
            given["configured"] = values(configuration)
            if configuration.get("nomad-version") != AUTO:
                given["nomad_version"] = checked_release(configuration, None)
        except ConfigurationError as error:
            raise UnusableInput(str(error)) from None
    return given


def _belongs(arguments: Arguments, configuration: Configuration | None) -> Callable[[str], bool] | None:
    """Which files of a revision are used as those of the run are: in its environment, or in none, and not excluded."""
    if configuration is None:
        return None
    from nomadspec.cli.inputs import excluded
    from nomadspec.workspace.environments import belongs_to

    left_out = excluded(arguments, configuration)

    def belongs(path: str) -> bool:
        if left_out is not None and left_out(path):
            return False
        fitting = belongs_to(configuration, path)
        return not fitting or configuration.environment in fitting

    return belongs


def of_source(uri: str, text: str) -> str:
    """What is wrong with a state, with the source that it comes from."""
    from nomadspec.backends.opening import without_password

    shown = without_password(uri)
    named = (f"{shown}:", f"{shown}/", f"{shown.removeprefix('file:')}:")
    return text if text.startswith(named) else f"{shown.rstrip(':')}: {text}"


def _open(arguments: Arguments, uris: list[str], how: OpenOptions, option: str = "--state") -> ClusterState:
    from nomadspec.backends.opening import BackendError, open_state, without_password
    from nomadspec.cli.redaction_option import without_credentials
    from nomadspec.cluster.merge import merge
    from nomadspec.cluster.state_faults import StateError

    states = []
    for uri in uris:
        try:
            states.append(open_state(uri, how))
        except (BackendError, StateError) as error:
            raise UnusableInput(f"{option} {of_source(uri, without_credentials(arguments).text(str(error)))}") from None
    try:
        merged = merge(states)
        if not arguments.flag("quiet"):
            for where, (_, reason) in merged.left_out.items():
                note(f"{where} is skipped: {reason}")
        tell_incomplete(arguments, merged)
        return merged
    except StateError as error:
        text = without_credentials(arguments).text(str(error))
        raise UnusableInput(f"{option} {', '.join(map(without_password, uris))}: cannot combine these states: {text}") from None
