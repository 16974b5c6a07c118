"""Which release of Nomad a cluster runs: that of its servers, by what the state says of them."""

from __future__ import annotations

from nomadspec.releases import ReleaseError, release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release


def release_of_servers(state: ClusterState) -> Release | None:
    """The release of the cluster's servers: the oldest of them during an upgrade, since that one may still take jobs. None when no server says.

    Raises ReleaseError when it is older than all that are known.
    """
    versions = [str(server.get("Version") or "") for server in _of_region(state)]
    found = [release(version) for version in versions if version]
    return min(found, key=lambda one: one.number, default=None)


def difference(checked: Release, state: ClusterState) -> str | None:
    """One sentence when the cluster runs another release than the one being checked for."""
    try:
        running = release_of_servers(state)
    except ReleaseError as error:
        return f"the servers run an unknown release: {error}"
    if running is None or running == checked:
        return None
    return f"checked for Nomad {checked.shown}, and the servers run {running.beyond or running.shown}; --nomad-version auto uses theirs"


def _of_region(state: ClusterState) -> list[Mapping[str, Any]]:
    """The servers of the state's region; all when none of them is."""
    servers = list(state.servers.values())
    return [server for server in servers if server.get("Region") == state.region] or servers
