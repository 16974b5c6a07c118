"""Suggests the intended word for an unknown one: from the words in the help of a check, or the names that the group declares."""

from __future__ import annotations

from nomadspec.hcl.suggest import nearest, rename
from nomadspec.jobspec.block import JobBlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from nomadspec._generated.job_model import TaskGroup
    from nomadspec.checks.report import Leaf
    from nomadspec.jobspec.origin import Trail
    from nomadspec.source import Fix, Span


#: Of longer lists, no word is suggested.
MOST_CHOICES: Final = 1_000


def meant(leaf: Leaf, span: Span | None, trail: Trail) -> tuple[str, Fix | None]:
    """The help for a problem, and a fix where one word alone is near to the one that is written."""
    help, declared = leaf.check.help, _DECLARED.get(leaf.check.code)
    choices = declared(leaf.scope.group) if declared is not None else words(help)
    value = _written(leaf) if choices else None
    near = nearest(value, choices) if value and len(choices) <= MOST_CHOICES and value not in choices else None
    if value is None or near is None or span is None:
        return help, None
    fix, written = None, f'"{value}"'
    if span.text.count(written) == 1 and not trail:
        start = span.start_offset + span.text.index(written) + 1
        fix = rename(span.source.path, start, start + len(value), near)
    return f'Did you mean "{near[0]}"? {help}', fix


#: Codes of checks about names that the group does not declare → those that it does.
_DECLARED: Final[dict[str, Callable[[TaskGroup], list[str]]]] = {
    "NOM4221": lambda group: [port.label for network in (group.network or ())[:1] for port in (*(network.port or ()), *(network.reserved_ports or ()))],
    "NOM4312": lambda group: [task.name for task in group.task or ()],
    "NOM7201": lambda group: list(group.volume or ()),
}


def words(help: str) -> list[str]:
    """The words of a help such as "Use one of host, driver, alloc, or remove the attribute." or "Use "fail" or "delay"."; none of any other."""
    if help.startswith("Use one of ") and not help.startswith("Use one of the "):
        return help.removeprefix("Use one of ").partition(".")[0].partition(", or ")[0].replace(",", " ").split()
    return help.split('"')[1::2] if help.startswith('Use "') else []


def _written(leaf: Leaf) -> str | None:
    block: object = leaf.block
    for name in leaf.at.split(".") if leaf.at else ():
        block = block.get(name) if isinstance(block, JobBlock) else None
    return block if isinstance(block, str) else None
