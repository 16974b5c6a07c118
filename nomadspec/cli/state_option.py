"""`--state`: from the command line to a ClusterState, with every failure as one line."""

from __future__ import annotations

import os

from nomadspec.cli.arguments import UnusableInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
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


def open_states(arguments: Arguments) -> ClusterState | None:
    """The states of `--state`, as one; None when none was given. Raises `UnusableInput`."""
    uris = arguments.many("state")
    if not uris and (address := arguments.text("address")):
        uris = [address]
    return _open(uris, options(arguments)) if uris else None


def open_one(uri: str, arguments: Arguments) -> ClusterState:
    """The state that one URI names. Raises `UnusableInput`."""
    return _open([uri], options(arguments), "--from-state")


def open_configured(configuration: Configuration) -> ClusterState:
    """The state that a configuration file names. A repository is untrusted: an address is used without credentials unless it equals NOMAD_ADDR."""
    from nomadspec.backends.opening import OpenOptions, configured_uri

    uri = configured_uri(configuration.get("state"), configuration.file_path)
    trusted = uri == os.environ.get("NOMAD_ADDR")
    return _open([uri], OpenOptions(credentials=trusted))


def options(arguments: Arguments) -> OpenOptions:
    """How states are opened, from the options of the command."""
    from nomadspec.backends.opening import OpenOptions

    token = None
    file = arguments.text("token_file")
    if file is not None:
        try:
            with open(file, encoding="utf-8") as stream:
                token = stream.read(4096).strip()
        except (OSError, ValueError) as error:
            raise UnusableInput(f"--token-file {file}: {getattr(error, 'strerror', None) or 'not text'}") from None
    given = {variable: value for name, variable in _CONNECTION.items() if (value := arguments.text(name))}
    return OpenOptions(
        environ={**os.environ, **given} if given else None,
        token=token if token is not None else arguments.text("token"),
        timeout=float(arguments.number("timeout", 300)),
        concurrency=max(1, min(64, arguments.number("concurrency", 8))),
        plugins=not arguments.flag("no_plugins"),
    )


def _open(uris: list[str], how: OpenOptions, option: str = "--state") -> ClusterState:
    from nomadspec.backends.opening import BackendError, open_state
    from nomadspec.cluster.merge import merge
    from nomadspec.cluster.state import StateError

    states = []
    for uri in uris:
        try:
            states.append(open_state(uri, how))
        except (BackendError, StateError) as error:
            shown, text = _shown(uri), str(error)
            raise UnusableInput(f"{option} {text}" if text.startswith(f"{shown}:") else f"{option} {shown}: {text}") from None
    try:
        return merge(states)
    except StateError as error:
        raise UnusableInput(f"{option} {', '.join(map(_shown, uris))}: these do not fit together: {error}") from None


def _shown(uri: str) -> str:
    """The URI without a user's name and password."""
    scheme, marks, rest = uri.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if marks else uri
