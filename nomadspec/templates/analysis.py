"""Finds mistakes in a template that exist whatever the data.

The engine runs a template before anything has been read, and again whenever data arrives; an error in any pass kills the task. So the template is run with
data of which only the types are known, which also finds failures in the bodies of `with` and `range`; in the pass in which such a body runs for the first
time, without the data that it reads itself; and in the very first pass, in which nearly every value is known. A place that fails in several passes is
reported with the failure with data.
"""

from __future__ import annotations

from nomadspec.source.patterns import pattern
from nomadspec.templates.failures import COUNT, DENIED, FIELD, FILE, FIRST_PASS, MISSING_TEMPLATE, VALUE, Exhausted, Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.notation.template import Template
    from nomadspec.templates.execution import Interpreter
    from nomadspec.templates.run import Answers

#: Maximum number of faults of one template.
_MOST: Final = 50
_WORD = pattern(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|\'(?:[^\'\\\n]|\\.)*\'|[^\s(){}|]+')
#: Failures with the same message whether anything has been read or not.
_OF_THE_TEXT = frozenset((COUNT, DENIED, FILE, MISSING_TEMPLATE))


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

    def look(answers: Answers, when: str = "") -> None:
        run = Interpreter(template, answers, missing_key=missing_key)
        _run(run)
        for failure in run.failures[:_MOST]:
            if failure.start not in found or not found[failure.start].sure:
                found[failure.start] = _fault(failure, text, when)
        for remark in run.remarks[:_MOST] if not when else ():
            found.setdefault(remark.start, _fault(remark, text, sure=False))

    unread = Unread()
    look(unread)
    if unread.places:
        look(FirstPass(), "in the first pass")
    if unread.inside:
        look(LaterPass(unread.places), "when its block first runs")
    return tuple(found[start] for start in sorted(found))


def _run(run: Interpreter) -> None:
    try:
        run.run()
    except (Exhausted, RecursionError):
        return  # keep what was found until then


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
