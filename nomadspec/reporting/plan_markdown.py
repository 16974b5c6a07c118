"""Plans as Markdown, for a comment on a pull request.

Nothing from a jobspec or an agent reaches the comment as markup: prose is escaped, the rest is in code spans and fences that it cannot
close. Values of environments, templates and secrets are masked unless asked for; a comment is read by more people than a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.jobdiff import redact as without_secrets
from nomadspec.jobdiff.annotate import UPDATES
from nomadspec.jobdiff.diff_text import job_lines
from nomadspec.planner.plan_text import metric_lines
from nomadspec.reporting.escaping import markdown, markdown_code, markdown_fence, terminal
from nomadspec.reporting.plan_explain import MOST_NODES, VERDICTS, chance_note, preemption_text, reason_texts, terms_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nomadspec.planner.explanation import Explanation, GroupExplanation
    from nomadspec.planner.result import Plan
    from nomadspec.scheduler.trace import NodeTrace
    from nomadspec.source.styled_text import Line

#: GitHub cuts a comment at 65,536 characters: longer diffs are cut at a line before that.
MOST_CHARACTERS: Final = 50_000

#: What colours a line in a fence of the language `diff`.
_SIGNS: Final = {"added": "+", "deleted": "-", "edited": "!"}


def plans_markdown(plans: Sequence[tuple[str, Plan]], *, redact: bool = True, explained: bool = False) -> str:
    """All plans, each under its path; `explained`: each with its explanation. The length is bounded."""
    room = MOST_CHARACTERS // max(1, len(plans)) // (2 if explained else 1)
    sections = []
    for path, plan in plans:
        lines = list(_section(path, plan, redact=redact, room=room))
        if explained:
            from nomadspec.planner.explanation import explain

            lines += explanation_lines(explain(plan), room)
        sections.append("\n".join(lines))
    return "\n".join(sections)


def explanation_lines(explanation: Explanation, room: int) -> list[str]:
    """An explanation as tables, a row for each node, in at most about `room` characters."""
    if not explanation.groups:
        return []
    lines = ["<details><summary>Why</summary>", ""]
    for group in explanation.groups:
        lines += _explained(group)
    if explanation.others:
        lines += ["Nodes that are not candidates:", "", "| node | why |", "| --- | --- |"]
        lines += [f"| {markdown_code(node.node.name)} | {_cell(reason_texts(node) or [node.word])} |" for node in explanation.others[:MOST_NODES]]
        lines.append("")
    used = 0
    for number, line in enumerate(lines):
        used += len(line) + 1
        if used > room:
            lines = [*lines[:number], "", "… cut here: the full explanation exceeds the size limit of comments", ""]
            break
    return [*lines, "</details>", ""]


def _explained(group: GroupExplanation) -> Iterable[str]:
    yield f"Group {markdown_code(group.name)}:"
    yield ""
    if not group.candidates:
        yield "No node is a candidate (pool, datacenter, status)."
        yield ""
        return
    yield "| node | | score | why |"
    yield "| --- | --- | ---: | --- |"
    for node in group.candidates[:MOST_NODES]:
        yield f"| {markdown_code(node.node.name)} | {VERDICTS[node.verdict][0]} | {_score(node)} | {_cell(_reasons(node))} |"
    yield ""
    if len(group.candidates) > MOST_NODES:
        yield f"… and {len(group.candidates) - MOST_NODES} more nodes"
        yield ""
    for placed in group.placements:
        yield f"- {markdown_code(placed.name)} → {markdown_code(placed.node)}"
    if group.placements:
        yield ""
        if group.chance:
            yield chance_note(group)
            yield ""


def _score(node: NodeTrace) -> str:
    return f"{node.score:.4f}" if node.verdict == "feasible" else ""


def _reasons(node: NodeTrace) -> list[str]:
    if node.verdict == "feasible":
        return [terms_text(node)]
    return [*reason_texts(node), *filter(None, [preemption_text(node)])]


def _cell(texts: Sequence[str]) -> str:
    return "<br>".join(markdown(text) for text in texts)


def _section(path: str, plan: Plan, *, redact: bool, room: int) -> Iterable[str]:
    yield f"### {_sign(plan)} {markdown(path)}"
    yield ""
    if plan.diff is None:
        yield "The plan was refused:"
        yield ""
        yield from _fenced([plan.error or "no reason given"], "text", room)
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
    used = [(words, key) for key, words in UPDATES.items() if any(counter.get(key) for counter in counts.values())]
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
        text = text[:room].rpartition("\n")[0] + "\n… cut here, because the full text exceeds the size limit of comments"
    fence = markdown_fence(text)
    return [f"{fence}{language}", text, fence, ""]
