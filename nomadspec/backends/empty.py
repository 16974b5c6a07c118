"""`empty:`: a cluster without anything."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cluster.state import ClusterState


def open_state(rest: str, options: OpenOptions) -> ClusterState:
    """The empty state; `rest` must be empty."""
    from nomadspec.backends.opening import BackendError
    from nomadspec.cluster.state import ClusterState

    if rest:
        raise BackendError(f"empty: takes no value, but got {rest!r}")
    return ClusterState.empty()
