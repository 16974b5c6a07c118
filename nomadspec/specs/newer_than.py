"""What a specification has that an older release of Nomad lacks: one table, and the errors that name the release."""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.releases import Release
    from nomadspec.specs.spec import Draft


class News(Record):
    """`kinds`: where it can be; `has`: whether an API object has it; `at`: the route of its place; `what`: its name in sentences."""

    since: str
    kinds: tuple[str, ...]
    has: Callable[[dict[str, Any]], bool]
    at: str
    what: str


_VOLUMES: Final = ("volume", "volume-create", "volume-register")
NEWS: Final = (
    News("1.10.0", _VOLUMES, lambda api: "ExternalID" not in api, "type", "a volume of type host"),
    News("1.11.0", ("node_pool",), lambda api: bool(api["NodeIdentityTTL"]), "node_identity_ttl", "node_identity_ttl"),
)


def refuse_newer(draft: Draft, kind: str, api: dict[str, Any], release: Release) -> None:
    """Notes what the release lacks."""
    for row in NEWS:
        if kind in row.kinds and not release.has(row.since) and row.has(api):
            said = f"Nomad {release.text} does not support {row.what}"
            draft.invalid("spec-value", said, row.at, help=f"It needs Nomad {row.since}.")
