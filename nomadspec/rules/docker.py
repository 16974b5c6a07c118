"""What the options of the docker driver say, read once for the rules about them: image, mounts of host paths."""

from __future__ import annotations

from nomadspec.jobspec.block import known_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.rules.rule import Visit


def options(visit: Visit) -> dict[str, Any]:
    """The `config` of the visited task where its driver is docker, else nothing."""
    return (visit.block.config or {}) if visit.driver == "docker" else {}


def tag_of(image: str) -> str | None:
    """The tag of an image reference; "" where it has none, None where a digest fixes it."""
    if "@" in image:
        return None
    return image.rpartition("/")[2].partition(":")[2]


def host_paths(config: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(route in the config, host path) of everything mounted from the host."""
    given = dict(known_items(config))
    for volume in _rows(given.get("volumes")):
        if isinstance(volume, str):
            yield "config.volumes", volume.partition(":")[0]
    for name in ("mount", "mounts"):
        for row in _rows(given.get(name)):
            known = dict(known_items(row)) if isinstance(row, dict) else {}
            if known.get("type") == "bind" and isinstance(known.get("source"), str):
                yield f"config.{name}", known["source"]


def _rows(value: Any) -> list[Any]:
    """The items of a list that are known; what is no list stands alone, whatever the driver will say of it."""
    return [item for _, item in known_items(value)] if isinstance(value, list) else [value]
