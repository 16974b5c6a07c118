"""Plans as Markdown, for a comment on a pull request.

Nothing from a jobspec or an agent reaches the comment as markup: prose is escaped, the rest is in code spans and fences that it cannot
close. Values of environments, templates and secrets are masked unless asked for; a comment is read by more people than a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.jobdiff import redact as without_secrets
from nomadspec.jobdiff.diff_text import job_lines
from nomadspec.planner.plan_text import metric_lines
from nomadspec.reporting.escaping import markdown, markdown_code, markdown_fence, terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nomadspec.planner.result import Plan
    from nomadspec.source.styled_text import Line

#: Column heads of the table of groups and the counters under them, in the order of Nomad's words for them.
COLUMNS: Final = (
    ("create", "Place"),
    ("destroy", "Stop"),
    ("create/destroy update", "DestructiveUpdate"),
    ("in-place update", "InPlaceUpdate"),
    ("canary", "Canary"),
    ("migrate", "Migrate"),
    ("ignore", "Ignore"),
)

#: GitHub cuts a comment at 65,536 characters: longer diffs are cut at a line before that.
MOST_CHARACTERS: Final = 50_000

#: What colours a line in a fence of the language `diff`.
_SIGNS: Final = {"added": "+", "deleted": "-", "edited": "!"}


def plans_markdown(plans: Sequence[tuple[str, Plan]], *, redact: bool = True) -> str:
    """All plans, each under its path. The length is bounded."""
    room = MOST_CHARACTERS // max(1, len(plans))
    return "\n".join("\n".join(_section(path, plan, redact=redact, room=room)) for path, plan in plans)


def _section(path: str, plan: Plan, *, redact: bool, room: int) -> Iterable[str]:
    yield f"### {_sign(plan)} {markdown(path)}"
    yield ""
    if plan.diff is None:
        yield "The plan was refused:"
        yield ""
        yield from _fenced([plan.error or "no reason was given"], "text", room)
        return
    yield _summary(plan)
    yield ""
    yield from _groups(plan)
    yield from _failures(plan)
    if plan.warnings_text:
        yield "<details><summary>Warnings</summary>"
        yield ""
        yield from _fenced([plan.warnings_text], "text", room)
        yield "</details>"
        yield ""
    if plan.diff.type != "None":
        diff = without_secrets(plan.diff) if redact else plan.diff
        yield "<details><summary>Changes</summary>"
        yield ""
        yield from _fenced([_diff_line(line) for line in job_lines(diff, long_texts=True)], "diff", room)
        yield "</details>"
        yield ""


def _sign(plan: Plan) -> str:
    if plan.diff is None:
        return "❌"
    if plan.failures:
        return "⚠️"
    return "✅" if plan.diff.type == "None" else "🔄"


def _summary(plan: Plan) -> str:
    assert plan.diff is not None
    job = markdown_code(plan.diff.id)
    if plan.diff.type == "None":
        return f"Job {job} does not change."
    words = {"Added": "is new", "Deleted": "is deleted", "Edited": "changes"}[plan.diff.type]
    failed = f"; {len(plan.failures)} of its groups cannot be placed" if plan.failures else ""
    index = plan.job_modify_index
    return f"Job {job} {words}{failed}. Check index {index}: `nomad job run -check-index {index}`."


def _groups(plan: Plan) -> Iterable[str]:
    counts = {name: counters.to_dict() for name, counters in sorted(plan.desired.items())}
    used = [(words, key) for words, key in COLUMNS if any(counter.get(key) for counter in counts.values())]
    if not used:
        return
    yield "| group | " + " | ".join(words for words, _ in used) + " |"
    yield "| --- |" + " ---: |" * len(used)
    for name, counter in counts.items():
        yield f"| {markdown_code(name)} | " + " | ".join(str(counter.get(key) or "") for _, key in used) + " |"
    yield ""


def _failures(plan: Plan) -> Iterable[str]:
    for name, metric in sorted(plan.failures.items()):
        number = metric.coalesced_failures + 1
        yield f"Group {markdown_code(name)}: {number} allocation{'s' if number > 1 else ''} cannot be placed"
        yield ""
        for line in metric_lines(metric.to_dict()):
            yield f"- {markdown(line)}"
        yield ""


def _diff_line(line: Line) -> str:
    """The line with its marker moved to where a `diff` fence looks for it."""
    for number, (text, style) in enumerate(line):
        if style in _SIGNS and text[:1] in "+-":
            marker = text[: 1 + len(text) - len(text.lstrip("+-/"))].rstrip()
            rest = "".join(piece for piece, _ in [*line[:number], (text[len(marker) :].rjust(len(text)), ""), *line[number + 1 :]])
            return f"{_SIGNS[style]} {rest}".rstrip()
    return f"  {''.join(text for text, _ in line)}".rstrip()


def _fenced(lines: Sequence[str], language: str, room: int) -> list[str]:
    text = terminal("\n".join(lines)).strip("\n")
    if len(text) > room:
        text = text[:room].rpartition("\n")[0] + "\n… cut here: the whole text is longer than a comment may be"
    fence = markdown_fence(text)
    return [f"{fence}{language}", text, fence, ""]
