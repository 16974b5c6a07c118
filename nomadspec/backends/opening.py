"""From a state URI to a ClusterState: a table of schemes, and plugins behind it.

A plugin is an entry point of the group `nomadspec.state_backends`: its name is the scheme, its value a callable `open(rest, options)` that returns a
state document (a dict, part 3 of the contract) or a `ClusterState`. `rest` is the URI behind `scheme:`.
"""

from __future__ import annotations

from nomadspec.source.closest import closest
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from dataclasses import KW_ONLY
    from pathlib import Path
    from typing import Final, Literal

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.compilation import CompileArguments

GROUP: Final = "nomadspec.state_backends"


class BackendError(Exception):
    """The state cannot be read. The message names the source and the reason, without credentials."""


class OpenOptions(Record, kw_only=True):
    """What opening a state may need from outside.

    `environ`: for `NOMAD_ADDR` and its like; `token`: instead of `NOMAD_TOKEN`; `credentials`: false for an address that an untrusted configuration
    names; `timeout`: seconds in all; `concurrency`: requests at once; `folder`: the working folder; `progress(done, total)`; `plugins`;
    `namespaces`: those to read of a live cluster, () for all; `compile`: how jobspecs of a revision are compiled; `belongs`: which of them (absolute paths) are of the run's environment;
    `submitted`: their jobs as the run submits its own (namespace, region).
    """

    environ: dict[str, str] | None = None
    token: str | None = None
    credentials: bool = True
    timeout: float = 300.0
    concurrency: int = 8
    folder: str = "."
    progress: Callable[[int, int], None] | None = None
    plugins: bool = True
    namespaces: tuple[str, ...] = ()
    compile: CompileArguments | None = None
    belongs: Callable[[str], bool] | None = None
    submitted: Callable[[Job], Job] | None = None

    def __repr__(self) -> str:
        return f"<OpenOptions credentials={self.credentials} timeout={self.timeout}>"


class Scheme(Record):
    """A way to name a state. The module has `open_state(rest, options) -> ClusterState`; `rest` is the URI behind `scheme:`."""

    module: str
    _: KW_ONLY
    configurable: bool = False
    """Whether a configuration file may name it: opening it runs nothing and sends nothing that a repository should not decide."""
    path: bool = False
    """Whether `rest` is a path: in a configuration file, one from the folder of that file."""
    whole: bool = False
    """Whether `open_state` takes the URI with its scheme."""


#: The schemes that ship; a backend is one file and one row.
SCHEMES: Final = {
    "empty": Scheme("nomadspec.backends.empty", configurable=True),
    "file": Scheme("nomadspec.backends.file", configurable=True, path=True),
    "http": Scheme("nomadspec.backends.http", configurable=True, whole=True),
    "https": Scheme("nomadspec.backends.http", configurable=True, whole=True),
    "unix": Scheme("nomadspec.backends.http", configurable=True, whole=True),
    "live": Scheme("nomadspec.backends.http", configurable=True),
    "git": Scheme("nomadspec.backends.git", configurable=True),
    "agent-config": Scheme("nomadspec.backends.agent_config", configurable=True, path=True),
}


def open_state(
    uri: str,
    options: OpenOptions | None = None,
    *,
    variables: Mapping[str, object] | None = None,
    var_files: Sequence[str | Path] = (),
    environ: Mapping[str, str] | None = None,
    unset: Literal["error", "unknown"] = "error",
) -> ClusterState:
    """The state at `uri`. `variables`, `var_files`, `environ` and `unset` are as for `compile`, for the jobspecs of a git revision; `environ` (None:
    the process's) also has the address of an agent. Raises `BackendError`, or `StateError` for a document with faults."""
    if options is None:
        values: CompileArguments = {"variables": variables, "var_files": var_files, "environ": environ, "unset": unset}
        options = OpenOptions(environ=None if environ is None else dict(environ), compile=values)
    name, rest = _parts(uri)
    scheme = SCHEMES.get(name)
    if scheme is None:
        return _open_plugin(name, rest, options)
    state: ClusterState = __import__(scheme.module, fromlist=["open_state"]).open_state(uri if scheme.whole else rest, options)
    return state


def configured_uri(uri: str, from_its_folder: Callable[[str], str]) -> str:
    """A URI as a configuration file has it, with its path made one from the working folder. A scheme that no configuration may name is taken for a path."""
    name, rest = _parts(uri)
    scheme = SCHEMES.get(name)
    if scheme is None or not scheme.configurable:
        return f"file:{from_its_folder(uri)}"
    return f"{name}:{from_its_folder(rest)}" if scheme.path else uri


def without_password(uri: str) -> str:
    """The URI as messages show it: without a user's name and password."""
    scheme, marks, rest = uri.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if marks else uri


def _parts(uri: str) -> tuple[str, str]:
    """Scheme and rest; without a scheme it is the path of a file."""
    scheme, colon, rest = uri.partition(":")
    return (scheme, rest) if colon and "/" not in scheme and len(scheme) > 1 else ("file", uri)


def _open_plugin(scheme: str, rest: str, options: OpenOptions) -> ClusterState:
    from importlib.metadata import entry_points

    from nomadspec.cluster.state import ClusterState
    from nomadspec.cluster.state_faults import StateError

    points = entry_points(group=GROUP, name=scheme) if options.plugins else ()
    for point in points:
        try:
            given = point.load()(rest, options)
            return given if isinstance(given, ClusterState) else ClusterState.from_dict(given)
        except (StateError, BackendError):
            raise
        except (Exception, SystemExit) as error:
            raise BackendError(f"the state backend {scheme!r} ({point.value}) failed: {type(error).__name__}: {error}") from None
    host, _, path = rest.partition("/")
    if host.isdigit() and not path.strip("/"):
        raise BackendError(f"unknown state backend {scheme!r}; the address of an agent is http://{scheme}:{rest} or https://{scheme}:{rest}")
    near = closest(scheme, SCHEMES, 0.5)
    raise BackendError(f"unknown state backend {scheme!r}" + (f"; did you mean {near}:?" if near else ""))
