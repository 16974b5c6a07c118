"""Finds mistakes in a template that exist whatever the data.

The engine runs a template before anything has been read, and again whenever data arrives; an error in any pass kills the task. So the template is run with
data of which only the types are known, which also finds failures in the bodies of `with` and `range`; in the pass in which such a body runs for the first
time, without the data that it reads itself; and in the very first pass, in which nearly every value is known: that only where it can fail otherwise. A place
that fails in several passes is reported with the failure with data.
"""

from __future__ import annotations

from nomadspec.notation.template.functions import READS
from nomadspec.notation.template.nodes import Action, Control, Function, children
from nomadspec.source.patterns import pattern
from nomadspec.templates.failures import COUNT, DENIED, FIELD, FILE, FIRST_PASS, MISSING_TEMPLATE, VALUE, Exhausted, Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.notation.template import Template
    from nomadspec.notation.template.nodes import Node
    from nomadspec.templates.execution import Interpreter
    from nomadspec.templates.run import Answers

#: Maximum number of faults of one template.
_MOST: Final = 50
_WORD = pattern(r'"(?:[^"\\\n]++|\\.)*+"|`[^`]*`|\'(?:[^\'\\\n]++|\\.)*+\'|[^\s(){}|]+')
#: Failures with the same message whether anything has been read or not.
_OF_THE_TEXT = frozenset((COUNT, DENIED, FILE, MISSING_TEMPLATE))
#: Functions that change what they are given: the body in which one stands may decide what follows.
_CHANGING = frozenset((
    "scratch", "sprig_set", "sprig_unset", "sprig_merge", "sprig_mergeOverwrite", "sprig_mustMerge", "sprig_mustMergeOverwrite",
))  # fmt: skip


class Fault:
    """`kind` (of `failures.py`), `message`, `help`, where (`start`, `end`: characters of the text), `instead`: what to write there, "" where that is not one word;
    `sure`: the task is killed (else it is only wrong)."""

    __slots__ = ("end", "help", "instead", "kind", "message", "start", "sure")

    def __init__(self, kind: str, message: str, help: str, start: int, end: int, instead: str, sure: bool) -> None:
        self.kind: Final = kind
        self.message: Final = message
        self.help: Final = help
        self.start: Final = start
        self.end: Final = end
        self.instead: Final = instead
        self.sure: Final = sure

    def __repr__(self) -> str:
        return f"<Fault {self.kind} {self.start}-{self.end}: {self.message}>"


def faults(template: Template, text: str, *, missing_key: bool = False) -> tuple[Fault, ...]:
    """What is wrong, in order of the text. `missing_key`: the option `error_on_missing_key`."""
    from nomadspec.templates.answers import FirstPass, LaterPass, Unread
    from nomadspec.templates.execution import Interpreter

    found: dict[int, Fault] = {}

    def look(answers: Answers, when: str = "") -> bool:
        """Whether it came to the end without a failure."""
        run = Interpreter(template, answers, missing_key=missing_key)
        ended = _run(run)
        for failure in run.failures[:_MOST]:
            if failure.start not in found or not found[failure.start].sure:
                found[failure.start] = _fault(failure, text, when)
        for remark in run.remarks[:_MOST] if not when else ():
            found.setdefault(remark.start, _fault(remark, text, sure=False))
        return ended and not run.failures

    unread = Unread()
    good = look(unread)
    if unread.places and not (good and _only_asks(template)):
        look(FirstPass(), "in the first pass")
    if unread.inside:
        look(LaterPass(unread.places), "when its block first runs")
    return tuple(found[start] for start in sorted(found))


def _run(run: Interpreter) -> bool:
    """Whether it came to its end."""
    try:
        run.run()
    except (Exhausted, RecursionError):
        return False  # keep what was found until then
    return True


def _only_asks(template: Template) -> bool:
    """Whether all that is read is either written as it is, or decides alone whether a body runs that has no `else`: then the first pass, in which it is all empty,
    does nothing that the pass with data does not do, too."""
    from nomadspec.templates.answers import AT_ONCE, EMPTY_AT_FIRST

    if template.definitions or template.assigns or not template.functions.isdisjoint(_CHANGING):
        return False
    waiting: list[Node] = [*template.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function):
            if node.name in READS and node.name not in AT_ONCE:
                return False
        elif isinstance(node, (Action, Control)) and len(node.pipeline.commands) == 1:
            first, *arguments = node.pipeline.commands[0].operands
            if not isinstance(first, Function) or first.name not in EMPTY_AT_FIRST:
                waiting += children(node)
            elif node.pipeline.variables if isinstance(node, Action) else node.otherwise:
                return False
            else:
                waiting += arguments
        else:
            waiting += children(node)
    return True


def _fault(failure: Failure, text: str, when: str = "", *, sure: bool = True) -> Fault:
    """`when`: the pass in which it happens, where it does not in all."""
    end = failure.end
    if end <= failure.start or text[end - 1].isspace():
        match = _WORD.match(text, end)  # a literal, of which the node knows the start alone
        end = match.end() if match else end + 1
    kind, message, help = failure.kind, failure.message, failure.help
    if when and kind not in _OF_THE_TEXT:
        kind = FIRST_PASS
        message = f"fails {when}: {message}"
        if not help or failure.kind == FIELD:
            help = "When a template first runs, nothing has been read yet, and an error in this pass kills the task. Wrap this in `{{ with … }}`."
    elif kind == FIRST_PASS:
        kind = VALUE
    instead = "" if when else failure.instead
    if instead.startswith('"') and text.startswith("`", failure.start):
        instead = f"`{instead[1:-1]}`"  # quoted as what it replaces
    return Fault(kind, message, help, failure.start, end, instead, sure)
