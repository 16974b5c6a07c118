"""The Nomad release to check for: from the configuration, or that of the state's servers (`auto`)."""

from __future__ import annotations

from nomadspec.releases import NEWEST, ReleaseError, release
from nomadspec.workspace.configuration import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release
    from nomadspec.workspace.configuration import Configuration

#: In place of a number: that of the servers of the state.
AUTO: Final = "auto"


def checked_release(configuration: Configuration, state: ClusterState | None) -> Release:
    """The release that the configuration names (`nomad-version`; the command line has put its own there), else the newest.

    Raises ConfigurationError.
    """
    named = configuration.get("nomad-version")
    if named is None:
        return NEWEST
    try:
        return release(named) if named != AUTO else of_cluster(state)
    except ReleaseError as error:
        where = "--nomad-version" if "nomad-version" in configuration.overridden else configuration.where("nomad-version")
        raise ConfigurationError(f"{where}: {error}") from None


def of_cluster(state: ClusterState | None) -> Release:
    """The release of the state's servers. Raises ReleaseError if there is no state, or if it does not contain their release."""
    if state is None:
        raise ReleaseError("auto uses the release of a cluster's servers: set --state, or name a release instead of auto")
    from nomadspec.cluster.releases import release_of_servers

    found = release_of_servers(state)
    if found is None:
        raise ReleaseError("auto uses the release of a cluster's servers, but the state does not contain it; name a release instead")
    return found
