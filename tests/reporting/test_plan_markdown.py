"""Plans for a pull request: what they say, and that nothing in a jobspec can say more than it should."""

from __future__ import annotations

import pytest

pytest.importorskip("nomadspec.planner.plan")

from nomadspec.cluster.state import ClusterState
from nomadspec.planner.plan import plan
from nomadspec.reporting.plan_markdown import MOST_CHARACTERS, plans_markdown
from tests.jobdiff.jobs import job
from tests.planner.clusters import cluster, node
from tests.planner.clusters import job as planned_job

HOSTILE = "a|b`c</details><script>\n# x [l](javascript:1) @all \u202e${{ x }}"


def rendered(submitted: dict[str, object], path: str = "web.nomad.hcl", *, redact: bool = True) -> str:
    return plans_markdown([(path, plan(submitted, ClusterState.from_dict({})))], redact=redact)


def test_a_new_job_that_finds_no_node() -> None:
    text = rendered(job({"Count": 2}))
    assert text.startswith("### ⚠️ web\\.nomad\\.hcl\n\nJob `j` is new; 1 of its groups cannot be placed. Check index 0: `nomad job run -check-index 0`.\n")
    assert "| group | create |\n| --- | ---: |\n| `g` | 2 |\n" in text
    assert "Group `g`: 2 allocations cannot be placed\n\n- No nodes were eligible for evaluation\n" in text
    assert '```diff\n+   Job: "j"\n' in text


def test_secrets_are_masked_unless_asked_for() -> None:
    submitted = job(task={"Env": {"A": "hidden"}})
    submitted["Meta"] = {"api_token": "hidden"}
    assert "hidden" not in rendered(submitted)


def test_nothing_from_outside_becomes_markup() -> None:
    submitted = job(task={"Env": {"A": HOSTILE, HOSTILE: "x"}, "Config": {"a": "````\n````"}})
    text = rendered(submitted, HOSTILE, redact=False)
    assert "\u202e" not in text
    prose, inside = [], False
    for line in text.splitlines():
        if line.startswith("```"):
            inside = not inside
        elif not inside:
            prose.append(line)
    assert not inside
    assert [
        line for line in prose if "<" in line and line not in ("<details><summary>Changes</summary>", "</details>", "<details><summary>Warnings</summary>")
    ] == [line for line in prose if "\\<" in line]


def test_a_refused_plan_says_why() -> None:
    text = rendered(job(Priority=-5))
    assert text.startswith("### ❌ ")
    assert "The plan was refused:" in text


def test_the_length_is_bounded() -> None:
    submitted = job(task={"Env": {f"A{n}": "x" * 100 for n in range(2000)}})
    submitted["Meta"] = {f"m{n}": "x" * 100 for n in range(2000)}
    assert len(rendered(submitted, redact=False)) < MOST_CHARACTERS + 2000


def test_an_explanation_has_a_row_for_each_node() -> None:
    state = cluster(node(1, cpu=2000), node(3, cpu=100), node(4, Status="down"))
    planned = plan(planned_job(cpu=1000), state)
    text = plans_markdown([("web.nomad.hcl", planned)], explained=True)
    assert "<details><summary>Why</summary>\n\nGroup `api`:\n\n| node | | score | why |\n| --- | --- | ---: | --- |\n| `node1` | fits | " in text
    assert "mean of 1 term\\: binpack" in text
    assert "| `node3` | full |  | cpu\\: " in text
    assert "- `web.api[0]` → `node1`\n" in text
    assert "| node | why |\n| --- | --- |\n| `node4` | status\\: the node is down |\n" in text
    assert "Why</summary>" not in plans_markdown([("web.nomad.hcl", planned)])


def test_names_of_nodes_cannot_break_the_table() -> None:
    state = cluster(node(1, cpu=100, Name=HOSTILE), node(2, Name=HOSTILE, Status="down"))
    text = plans_markdown([("web.nomad.hcl", plan(planned_job(cpu=1000), state))], explained=True)
    rows = [line for line in text.splitlines() if line.startswith("| `` a")]
    assert len(rows) == 2
    assert all("\\|b`c" in row for row in rows)


def test_a_long_explanation_is_cut() -> None:
    state = cluster(*(node(number, cpu=100, Name="n" * 500 + str(number)) for number in range(1, 150)))
    text = plans_markdown([("web.nomad.hcl", plan(planned_job(cpu=1000), state))], explained=True)
    assert len(text) < MOST_CHARACTERS + 2000
    assert "cut here" in text
    assert text.rstrip().endswith("</details>")
