"""Tables whose rows are made when they are first read: a run needs few of the rows of a long table, and to make them all takes longer than to lint a file."""

from __future__ import annotations

from _collections_abc import Mapping  # `collections.abc`, without loading `collections`

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


class OnDemand(Mapping[str, "Any"]):
    """A mapping from names to what the function behind each returns. It is called at the first reading, and what it made is kept."""

    __slots__ = ("_made", "_makers")

    def __init__(self, makers: dict[str, Callable[[], Any]]) -> None:
        self._makers = makers
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made.setdefault(name, self._makers[name]())  # of two threads that make it, both get the same
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
