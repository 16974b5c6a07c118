"""Renders a template with given data, as the engine does.

Like the engine, it runs the template until nothing that it reads is missing, and an error in any of these passes ends it.
"""

from __future__ import annotations

from nomadspec.source.record import Record
from nomadspec.templates.execution import Interpreter
from nomadspec.templates.failures import Exhausted, Failure
from nomadspec.templates.functions import NotComputed
from nomadspec.templates.given_answers import GivenAnswers, Read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.notation.template import Template
    from nomadspec.templates.data import Data
    from nomadspec.templates.given_answers import Environment

#: Maximum number of passes, and of steps in each.
_MOST_PASSES = 50
_MOST_STEPS = 500_000


class Rendering(Record):
    """`text`: what is written, None where nothing is. Then `failure` says why, at `line` (from 1, 0 for no place), or `waits` has the reads that the template waits
    for. `reads`: everything that was read, and whether there was an answer. `unable`: the template did not fail, but nomadspec cannot know the result."""

    text: str | None
    reads: dict[Read, bool]
    waits: tuple[Read, ...] = ()
    failure: str = ""
    help: str = ""
    line: int = 0
    unable: bool = False


def render(template: Template, source: str, data: Data, environment: Environment, *, missing_key: bool = False) -> Rendering:
    """Render a parsed template; `source` is its text, for the lines of failures."""
    answers = GivenAnswers(data, environment)
    for number in range(1, _MOST_PASSES + 1):
        run = Interpreter(template, answers, missing_key=missing_key, strict=True, steps=_MOST_STEPS)
        try:
            run.run()
        except Failure as failure:
            early = " (in the first pass, before anything is read)" if number == 1 and answers.asked else ""
            return Rendering(None, answers.reads, (), failure.message + early, failure.help, source.count("\n", 0, failure.start) + 1)
        except NotComputed as error:
            return Rendering(None, answers.reads, (), str(error), error.help, unable=True)
        except (Exhausted, RecursionError):
            return Rendering(None, answers.reads, (), "the template takes too many steps to be rendered", unable=True)
        if not answers.next_pass():
            break
    else:
        return Rendering(None, answers.reads, (), f"the template still reads new things after {_MOST_PASSES} passes", unable=True)
    if answers.waits:
        return Rendering(None, answers.reads, tuple(answers.waits))
    return Rendering("".join(run.writes or ()), answers.reads)
