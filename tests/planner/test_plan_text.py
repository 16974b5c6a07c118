"""The text of a plan, part by part. The diff above it is `tests/jobdiff`'s."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from nomadspec.jobdiff import JobDiff
from nomadspec.planner.dry_run import DryRun, Preempted
from nomadspec.planner.plan_text import metric_lines, plan_lines
from nomadspec.source.styled_text import plain

DIFF = JobDiff("None", "j")


def run(**parts: Any) -> DryRun:
    return DryRun(**{"job_type": "service", "failed": {}, **parts})


def text(**parts: Any) -> str:
    """The output between the diff and the job modify index."""
    return plain(plan_lines(DIFF, run(**parts))).partition("Scheduler dry-run:\n")[2].partition("Job Modify Index")[0]


def test_the_whole_of_it() -> None:
    assert plain(plan_lines(DIFF, run(job_modify_index=7), filename="web.nomad.hcl")) == dedent("""\
        Job: "j"

        Scheduler dry-run:
        - All tasks successfully allocated.

        Job Modify Index: 7
        To submit the job with version verification run:

        nomad job run -check-index 7 web.nomad.hcl

        When running the job with the check-index flag, the job will only be run if the
        job modify index given matches the server-side version. If the index has
        changed, another user has modified the job and the plan's results are
        potentially invalid.
        """)


def test_failures_are_told_group_by_group() -> None:
    failed = {
        "web": {"NodesEvaluated": 3, "CoalescedFailures": 1, "NodesExhausted": 3, "DimensionExhausted": {"memory": 2, "cpu": 1}},
        "db": {"NodesEvaluated": 0},
    }
    assert text(failed=failed) == dedent("""\
        - WARNING: Failed to place all allocations.
          Task Group "db" (failed to place 1 allocation):
            * No nodes were eligible for evaluation

          Task Group "web" (failed to place 2 allocations):
            * Resources exhausted on 3 nodes
            * Dimension "cpu" exhausted on 1 nodes
            * Dimension "memory" exhausted on 2 nodes

        """)


@pytest.mark.parametrize(("type_", "words"), [("system", "Failed to place allocations on all nodes."), ("sysbatch", "Failed to place all allocations.")])
def test_a_system_job_fails_on_nodes(type_: str, words: str) -> None:
    assert text(job_type=type_, failed={"g": {"NodesEvaluated": 1}}).splitlines()[0] == f"- WARNING: {words}"


def test_metric_lines_come_in_kinds() -> None:
    metric = {
        "NodesEvaluated": 9,
        "NodesExhausted": 2,
        "ClassExhausted": {"b": 1, "a": 1},
        "DimensionExhausted": {"cpu": 2},
        "ClassFiltered": {"c": 3},
        "ConstraintFiltered": {'missing property "x"': 3, "distinct_hosts": 1},
    }
    assert metric_lines(metric) == [
        'Class "c": 3 nodes excluded by filter',
        'Constraint "distinct_hosts": 1 nodes excluded by filter',
        'Constraint "missing property \\"x\\"": 3 nodes excluded by filter',
        "Resources exhausted on 2 nodes",
        'Class "a" exhausted on 1 nodes',
        'Class "b" exhausted on 1 nodes',
        'Dimension "cpu" exhausted on 2 nodes',
    ]


def test_warnings() -> None:
    assert text(warnings="1 warning:\n\n* careful") == "- All tasks successfully allocated.\n\nJob Warnings:\n1 warning:\n\n* careful\n\n"


def test_the_next_launch_of_a_periodic_job() -> None:
    now = 1_768_478_400 * 10**9 + 999_999_999  # 2026-01-15T12:00:00.999999999Z
    assert text(next_launch="2026-01-15T14:30:00+01:00", now=now).splitlines()[1] == (
        "- If submitted now, next periodic launch would be at 2026-01-15T14:30:00+01:00 (1h30m0s from now)."
    )


@pytest.mark.parametrize(
    ("preempted", "table"),
    [
        ([Preempted("a1", "low", "default", "service", "g")], "Alloc ID  Job ID  Task Group\na1        low     g\n"),
        (
            [Preempted(f"a{n}", f"job{n % 2}", "default", "", "g") for n in range(10)],
            "Job ID  Namespace  Job Type  Preemptions\njob0    default    <none>    5\njob1    default    <none>    5\n",
        ),
        ([Preempted(f"a{n}", f"job{n}", "default", "batch", "g") for n in range(10)], "Job Type  Preemptions\nbatch     10\n"),
    ],
)
def test_preemptions(preempted: list[Preempted], table: str) -> None:
    assert text(preempted=preempted) == f"- All tasks successfully allocated.\n\nPreemptions:\n\n{table}"


def test_the_command_repeats_its_variables() -> None:
    got = plain(plan_lines(DIFF, run(), flags=[("var", 'a="b"'), ("var-file", "x.hcl")]))
    assert '\nnomad job run -check-index 0 -var="a=\\"b\\"" -var-file="x.hcl" job.nomad.hcl\n' in got


def test_lines_say_what_they_mean() -> None:
    styles = {text.strip(): style for line in plan_lines(DIFF, run(failed={"g": {"NodesEvaluated": 1}}, warnings="w")) for text, style in line if style}
    assert styles['Job: "j"'] == "title"
    assert styles["- WARNING: Failed to place all allocations."] == "warning"
    assert styles["Job Warnings:"] == "warning"
