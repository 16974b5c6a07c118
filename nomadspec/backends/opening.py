"""From a state URI to a ClusterState: a table of schemes, and plugins behind it.

A plugin is an entry point of the group `nomadspec.state_backends`: its name is the scheme, its value a callable `open(rest, options)` that returns a
state document (a dict, part 3 of the contract) or a `ClusterState`. `rest` is the URI behind `scheme:`.
"""

from __future__ import annotations

from nomadspec.source.closest import closest
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from nomadspec.cluster.state import ClusterState

GROUP: Final = "nomadspec.state_backends"


class BackendError(Exception):
    """The state cannot be had; the message says from where and why, without credentials."""


class OpenOptions(Record, kw_only=True):
    """What opening a state may need from outside.

    `environ`: for `NOMAD_ADDR` and its like; `token`: instead of `NOMAD_TOKEN`; `credentials`: false for an address that an untrusted configuration
    names; `timeout`: seconds in all; `concurrency`: requests at once; `folder`: the working folder; `progress(done, total)`; `plugins`.
    """

    environ: dict[str, str] | None = None
    token: str | None = None
    credentials: bool = True
    timeout: float = 300.0
    concurrency: int = 8
    folder: str = "."
    progress: Callable[[int, int], None] | None = None
    plugins: bool = True

    def __repr__(self) -> str:
        return f"<OpenOptions credentials={self.credentials} timeout={self.timeout}>"


#: Scheme → module of this package with `open_state(rest, options) -> ClusterState`.
SCHEMES: Final = {
    "empty": "nomadspec.backends.empty",
    "file": "nomadspec.backends.file",
    "http": "nomadspec.backends.http",
    "https": "nomadspec.backends.http",
    "unix": "nomadspec.backends.http",
    "live": "nomadspec.backends.http",
    "git": "nomadspec.backends.git",
    "agent-config": "nomadspec.backends.agent_config",
}


def open_state(uri: str, options: OpenOptions | None = None) -> ClusterState:
    """The state that `uri` names. Raises `BackendError`, or `StateError` for a document with faults."""
    options = options or OpenOptions()
    scheme, colon, rest = uri.partition(":")
    if not colon or "/" in scheme or len(scheme) < 2:
        scheme, rest = "file", uri
    module = SCHEMES.get(scheme)
    if module is not None:
        opener = __import__(module, fromlist=["open_state"]).open_state
        state: ClusterState = opener(uri if scheme in ("http", "https", "unix") else rest, options)
        return state
    return _open_plugin(scheme, rest, options)


def _open_plugin(scheme: str, rest: str, options: OpenOptions) -> ClusterState:
    from importlib.metadata import entry_points

    from nomadspec.cluster.state import ClusterState, StateError

    points = entry_points(group=GROUP, name=scheme) if options.plugins else ()
    for point in points:
        try:
            given = point.load()(rest, options)
            return given if isinstance(given, ClusterState) else ClusterState.from_dict(given)
        except (StateError, BackendError):
            raise
        except (Exception, SystemExit) as error:
            raise BackendError(f"the state backend {scheme!r} ({point.value}) failed: {type(error).__name__}: {error}") from None
    near = closest(scheme, SCHEMES, 0.5)
    raise BackendError(f"no state backend {scheme!r}" + (f"; did you mean {near}:?" if near else ""))
