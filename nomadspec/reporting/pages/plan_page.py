"""Plans as a page: for each, the text of `nomad job plan` and the reasons for and against each node; then the cluster before and after all plans.

Values of environments, templates and secrets are masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.jobdiff import redact
from nomadspec.jobdiff.diff_text import job_lines
from nomadspec.planner.applied import applied
from nomadspec.planner.explanation import explain
from nomadspec.planner.plan_text import plan_lines
from nomadspec.reporting.pages.cluster_columns import cluster_document
from nomadspec.reporting.pages.page import Page
from nomadspec.reporting.plan_explain import MOST_NODES, VERDICTS, chance_note, preemption_text, reason_texts, terms_text
from nomadspec.reporting.sections import Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nomadspec.cluster.state import ClusterState
    from nomadspec.planner.explanation import Explanation, GroupExplanation
    from nomadspec.planner.result import Plan
    from nomadspec.scheduler.trace import NodeTrace

TITLE: Final = "Plan"


def plan_page(plans: Sequence[tuple[str, Plan]], before: ClusterState | None) -> Page:
    """The page of the plans of some files, in the order in which they are carried out. `before`: the cluster; None where it is not known."""
    sections: list[Section] = []
    answers: list[tuple[str, Explanation]] = []
    after = before
    for path, plan in plans:
        explanation = explain(plan) if before is not None else None
        sections += _sections(path, plan, explanation)
        if explanation is not None and plan.job is not None:
            answers.append((_name(plan), explanation))
            after = applied(plan.state, plan)
    return Page(TITLE, sections=sections, cluster=None if before is None else cluster_document(before, after, answers))


def _name(plan: Plan) -> str:
    job = plan.job
    return (job.id or job.name or "") if job is not None else ""


def _sections(path: str, plan: Plan, explanation: Explanation | None) -> Iterator[Section]:
    if plan.diff is None or not plan.ok:
        yield Section(f"{path}: refused", "error", [plan.error or ""])
        return
    shown = redact(plan.diff)
    if explanation is None:
        yield Section(path, diff=[*job_lines(shown)])
        return
    yield Section(path, diff=[*plan_lines(shown, plan.dry_run, filename=path, long_texts=True)])
    for group in explanation.groups:
        yield from _group(group)


def _group(group: GroupExplanation) -> Iterator[Section]:
    shown = group.candidates[:MOST_NODES]
    rows = [
        (node.node.name or node.node.id, VERDICTS[node.verdict][0], f"{node.score:.4f}" if node.verdict == "feasible" else "", _why(node)) for node in shown
    ]
    sentences = [] if rows else ["No node is a candidate (wrong pool, datacenter or status)."]
    if len(group.candidates) > len(shown):
        sentences.append(f"… and {len(group.candidates) - len(shown)} more nodes; the topology shows the result for each.")
    yield Section(f"Group {group.name}", sentences=sentences, table=Table(("node", "answer", "#score", "why"), rows) if rows else None)
    if group.placements:
        notes = [chance_note(group)] if group.chance else []
        yield Section("", sentences=notes, table=Table(("allocation", "node"), [(one.name, one.node) for one in group.placements]))


def _why(node: NodeTrace) -> str:
    return "; ".join(text for text in (*reason_texts(node), preemption_text(node), terms_text(node) if node.verdict == "feasible" else "") if text)
