"""The indexes in allocation names: which are taken, which come next, which go first.

Nomad keeps a bitmap of indexes and a tally of the copies of an index held more than once; both are kept here as it keeps them, with
their oddities, because they decide which allocation is stopped and how a new one is called.
"""

from __future__ import annotations

from collections import Counter

from nomadspec.scheduler.reconciler_model import index_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec.scheduler.reconciler_model import Existing


class NameIndex:
    """The names of one group of a job: `JOB.GROUP[index]`."""

    __slots__ = ("_count", "_extra", "_prefix", "_taken")

    def __init__(self, job_id: str, group: str, count: int, holders: Iterable[Existing]) -> None:
        indexes = Counter(alloc.index for alloc in holders)
        self._prefix = f"{job_id}.{group}"
        self._count = count
        self._taken = set(indexes)
        self._extra = {index: copies - 1 for index, copies in indexes.items() if copies > 1}

    def name(self, index: int) -> str:
        """The name with that index."""
        return f"{self._prefix}[{index}]"

    def highest(self, number: int) -> set[int]:
        """The `number` highest taken indexes, which become free."""
        chosen = set(sorted(self._taken, reverse=True)[: max(0, number)])
        self._taken -= chosen
        return chosen

    def free(self, index: int) -> None:
        """Gives an index back; one that is held more than once loses a copy instead."""
        if index in self._extra:
            self._drop_copy(index)
        else:
            self._taken.discard(index)

    def next(self, number: int) -> list[str]:
        """New names: the lowest free indexes below the count, then 0, 1, 2, … whether free or not."""
        chosen: list[int] = []
        if number > 0:
            chosen = [index for index in range(self._count) if index not in self._taken][:number]
            self._taken.update(chosen)
            missing = number - len(chosen)
            self._taken.update(range(missing))
            chosen.extend(range(missing))
        return [self.name(index) for index in chosen]

    def next_canaries(self, number: int, canaries: Iterable[Existing], replaced: Iterable[Existing]) -> list[str]:
        """Names for canaries: first those of the allocations that the update will replace, then free ones, then beyond the count."""
        used = {alloc.index for alloc in canaries}
        wanted = sorted({alloc.index for alloc in replaced if alloc.index < self._count} - used)[:number]
        self._taken.update(wanted)
        if len(wanted) < number:
            more = [index for index in range(self._count) if index not in self._taken and index not in used][: number - len(wanted)]
            self._taken.update(more)
            wanted += more
        wanted += range(self._count, self._count + number - len(wanted))
        return [self.name(index) for index in wanted]

    def settle(self, name: str) -> str:
        """The name under which an allocation is really placed: a new one when another still holds the index as well."""
        index = index_of(name)
        if index not in self._extra:
            return name
        self._drop_copy(index)
        return self.next(1)[0]

    def _drop_copy(self, index: int) -> None:
        # Only a single extra copy is ever written off; with more the tally stays, so that every later placement is renamed too.
        if self._extra[index] == 1:
            del self._extra[index]
