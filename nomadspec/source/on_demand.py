"""What is made or loaded when it is first read: the rows of a long table, of which a run needs few, and modules about what most files do not have. To make
and to load all of them takes longer than to lint a file.

    BLOCKS: Mapping[str, tuple[Field, ...]] = OnDemand({"Job": lambda: (…), "Task": lambda: (…)})

    if TYPE_CHECKING:
        from nomadspec.jobspec import decode_errors as errors
    else:
        errors = Later("nomadspec.jobspec.decode_errors")
"""

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


class Later:
    """A module that is imported when something of it is first read."""

    __slots__ = ("_module", "_name")

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._module is None:
            self._module = __import__(self._name, fromlist=[name])
        return getattr(self._module, name)
