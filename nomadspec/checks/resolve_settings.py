"""From what a user has (nothing, settings, a cluster's state, a state document) to the settings of the server that is asked."""

from __future__ import annotations

from nomadspec.jobspec.server_settings import DEFAULT, ServerSettings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from nomadspec.cluster.state import ClusterState


def settings_of(given: ServerSettings | ClusterState | Mapping[str, Any] | None) -> ServerSettings:
    """The settings: those given, those of the cluster in a state or a state document, or a server's defaults."""
    if given is None:
        return DEFAULT
    if isinstance(given, ServerSettings):
        return given
    if isinstance(given, dict):
        from nomadspec.cluster.state_settings import of_document

        return of_document(given)
    state: ClusterState = given  # type: ignore[assignment]
    return state.server_settings
