"""The results of checks, as the tree that Nomad prints.

Nomad nests its errors: a group's errors are one item of the job's list, a task's one item of the group's, some lists an item without a
name. `run` applies a table to a block and adds a `Leaf` for each problem; a `Branch` holds the leaves of a deeper list. `text` prints the
tree as Nomad does, `leaves` gives the problems in that order.

Only this module handles unknown values: a check that reads one reports nothing, and other checks are not affected.
"""

from __future__ import annotations

from nomadspec.checks.check import Found
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.jobspec.block import UnknownValue
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from nomadspec.checks.check import Check, Scope
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.path import ModelPath


class Leaf(Record):
    """One problem: the check that found it, its text, what Nomad puts in front of it, the block and field to blame, and the block that
    was looked at, which lies at `path`."""

    check: Check
    text: str
    prefix: str
    block: JobBlock
    at: str
    path: ModelPath
    scope: Scope
    subject: JobBlock


class Branch:
    """A list that is one item of the list above: `prefix`, the list, `suffix`. `each` stands before each item. A `flat` one of a single item is just that item."""

    __slots__ = ("each", "flat", "items", "prefix", "suffix")

    def __init__(self, prefix: str = "", suffix: str = "", *, each: str = "", flat: bool = False) -> None:
        self.prefix: Final = prefix
        self.suffix: Final = suffix
        self.each: Final = each
        self.flat: Final = flat
        self.items: list[Leaf | Branch] = []

    def add(self, branch: Branch) -> None:
        """Take `branch` as the next item, unless nothing is in it."""
        if branch.items:
            self.items.append(branch)

    def headed(self, prefix: str = "", *, each: str = "") -> Branch:
        """The same items, with a head."""
        made = Branch(prefix, each=each)
        made.items = self.items
        return made

    def leaves(self) -> Iterator[Leaf]:
        """The problems in the order in which Nomad prints them."""
        for item in self.items:
            if isinstance(item, Leaf):
                yield item
            else:
                yield from item.leaves()

    def text(self) -> str:
        """The list as Nomad's error type prints it: its length, an item a line, two line ends."""
        items = [self.each + _item(item) for item in self.items]
        head = "1 error occurred:" if len(items) == 1 else f"{len(items)} errors occurred:"
        return head + "".join(f"\n\t* {item}" for item in items) + "\n\n"

    def warning_text(self) -> str:
        """The list as Nomad prints a job's warnings."""
        items = [_item(item) for item in self.items]
        head = "1 warning:" if len(items) == 1 else f"{len(items)} warnings:"
        return f"{head}\n\n" + "\n".join(f"* {item.rstrip()}" for item in items)


class _Quotable(str):
    """A text that a template may print in Go's quotes: `{name:q}`."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return go_quote(self) if spec == "q" else str(self)


def _filled(template: str, values: dict[str, object]) -> str:
    return template.format(**{name: _Quotable(value) if type(value) is str else value for name, value in values.items()})


def _item(item: Leaf | Branch) -> str:
    if isinstance(item, Leaf):
        return item.prefix + item.text
    if item.flat and len(item.items) == 1:
        return item.prefix + _item(item.items[0]) + item.suffix
    return item.prefix + item.text() + item.suffix


def run(table: tuple[Check, ...], block: JobBlock, scope: Scope, path: ModelPath, into: Branch, prefix: str = "", *, first: bool = False) -> bool:
    """Apply the checks of `table` to `block`, which lies at `path`; whether one found something. `first`: stop at the first that does."""
    any_found = False
    for check in table:
        if (check.since or check.until) and not scope.release.has(check.since, check.until):
            continue
        try:
            found = check.test(block, scope)
        except UnknownValue:
            continue
        if not found:
            continue
        any_found = True
        for one in found if type(found) is list and type(found[0]) is Found else (found,):
            if type(one) is not Found:
                into.items.append(Leaf(check, check.message, prefix, block, check.at, path, scope, block))
                continue
            text = _filled(check.message, one.values) if one.values else check.message
            into.items.append(Leaf(check, text, prefix, one.blame or block, check.at if one.at is None else one.at, one.path or path, scope, block))
        if first:
            break
    return any_found
