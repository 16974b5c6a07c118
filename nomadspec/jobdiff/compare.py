"""The general ways of comparing: flat maps, blocks of scalars, lists of such blocks, lists of texts. The special ones are in `kinds.py`.

An unchanged field is shown (as "None") where `context` is on, so that a reader sees the whole of an edited block.
"""

from __future__ import annotations

from operator import lt

from nomadspec.jobdiff.diff_tree import ADDED, DELETED, EDITED, NONE, FieldDiff, ObjectDiff
from nomadspec.jobdiff.flatten import primitive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from typing import Any, Final

    from nomadspec.jobdiff.diff_tree import Change
    from nomadspec.jobspec.block import JobBlock

    #: From the old and the new part of a job to the objects to show.
    Part = Callable[[Any, Any], "Sequence[ObjectDiff | None]"]

ORDER: Final = {EDITED: 0, ADDED: 1, DELETED: 2, NONE: 3}
#: Objects alike that are sorted as Nomad sorts them.
MOST_INSERTED: Final = 200


def fields(old: dict[str, str], new: dict[str, str], *, context: bool = True) -> tuple[FieldDiff, ...]:
    """The differences of two flat maps, sorted. A missing value is the same as an empty one."""
    found = []
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, ""), new.get(name, "")
        if before == after:
            if context:
                found.append(FieldDiff(NONE, name, before, after))
        elif before == "":
            found.append(FieldDiff(ADDED, name, "", after))
        elif after == "":
            found.append(FieldDiff(DELETED, name, before, ""))
        else:
            found.append(FieldDiff(EDITED, name, before, after))
    return tuple(found)


def judged(name: str, found: tuple[FieldDiff, ...]) -> ObjectDiff | None:
    """An object of these fields, whose type follows from theirs; None when all of them are unchanged."""
    types = {field.type for field in found}
    if EDITED in types or (ADDED in types and DELETED in types):
        return ObjectDiff(EDITED, name, found)
    if ADDED in types:
        return ObjectDiff(ADDED, name, found)
    return ObjectDiff(DELETED, name, found) if DELETED in types else None


def block(name: str, old: JobBlock | None, new: JobBlock | None, leave_out: Collection[str] = ()) -> ObjectDiff | None:
    """Two blocks of scalars."""
    return judged(name, fields(primitive(old, leave_out), primitive(new, leave_out)))


def flat(name: str, old: dict[str, str], new: dict[str, str], *, context: bool = True) -> ObjectDiff | None:
    """Two flat maps as an object."""
    return judged(name, fields(old, new, context=context))


def change(old: Any, new: Any) -> Change | None:
    """How one value became the other, going by which of them is there; None when they are equal."""
    if old == new:
        return None
    if old is None:
        return ADDED
    return DELETED if new is None else EDITED


def block_set(name: str, old: Iterable[JobBlock] | None, new: Iterable[JobBlock] | None, key: Callable[[Any], str]) -> tuple[ObjectDiff, ...]:
    """Two lists of blocks of scalars, matched by `key`, sorted."""
    before = {key(item): item for item in old or ()}
    after = {key(item): item for item in new or ()}
    found = [block(name, item, after.get(which)) for which, item in before.items()]
    found += [block(name, None, item) for which, item in after.items() if which not in before]
    return in_order(found)


def text_set(name: str, old: Iterable[Any] | None, new: Iterable[Any] | None, *, context: bool = True) -> ObjectDiff | None:
    """Two lists of texts as sets: a field for each value. None when there is nothing to show."""
    before, after = {str(item) for item in old or ()}, {str(item) for item in new or ()}
    gone, come = before - after, after - before
    # An empty text cannot be told from none, so its own field shows as unchanged.
    found = [FieldDiff(DELETED if item else NONE, name, item, "") for item in gone]
    found += [FieldDiff(ADDED if item else NONE, name, "", item) for item in come]
    if context:
        found += [FieldDiff(NONE, name, item, item) for item in before & after]
    found.sort(key=lambda field: (field.old, field.new))
    if gone or come:
        return ObjectDiff(EDITED if gone and come else ADDED if come else DELETED, name, tuple(found))
    return ObjectDiff(NONE, name, tuple(found)) if found else None


def in_order(found: Iterable[ObjectDiff | None]) -> tuple[ObjectDiff, ...]:
    """Objects in Nomad's order.

    Nomad's comparison of objects that have the same name, type and size is no order at all (each can come before the other), so what
    its sort makes of them depends on the algorithm and on where they started: this is Go's, which inserts, from the order of the job.
    Many alike are put in the order of their fields instead, because inserting takes the square of their number.
    """
    alike: dict[tuple[str, int, int, int], list[ObjectDiff]] = {}
    for item in found:
        if item is not None:
            alike.setdefault((item.name, ORDER[item.type], len(item.fields), len(item.objects)), []).append(item)
    return tuple([item for rank in sorted(alike) for item in _inserted(alike[rank])])


def _inserted(items: list[ObjectDiff]) -> list[ObjectDiff]:
    if len(items) == 1:
        return items
    keyed = [([(field.name, field.old, field.new) for field in item.fields], item) for item in items]
    if len(items) > MOST_INSERTED:
        keyed.sort(key=lambda pair: pair[0])
        return [item for _, item in keyed]
    ordered: list[tuple[list[tuple[str, str, str]], ObjectDiff]] = []
    for pair in keyed:
        at = len(ordered)
        while at and any(map(lt, pair[0], ordered[at - 1][0])):
            at -= 1
        ordered.insert(at, pair)
    return [item for _, item in ordered]


def present(*found: ObjectDiff | None) -> tuple[ObjectDiff, ...]:
    """Those of the objects that there are."""
    return tuple([item for item in found if item is not None])
