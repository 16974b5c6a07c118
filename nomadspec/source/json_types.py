"""The type of JSON in public signatures: recursive, so that nothing a caller gets back is `Any`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    #: Any JSON value.
    Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
    #: A JSON object, as the `to_dict` and `to_api` methods return it.
    JsonObject: TypeAlias = dict[str, Json]
else:
    Json, JsonObject = object, dict
