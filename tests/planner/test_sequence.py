"""Several jobs that share a cluster."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.jobspec.json.api import from_api
from nomadspec.planner.sequence import order, plan_together
from tests.planner.clusters import cluster, job, node


def calling(name: str, *others: str, provides: str = "") -> dict[str, Any]:
    text = "\n".join(f'{{{{ range nomadService "{other}" }}}}{{{{ .Address }}}}{{{{ end }}}}' for other in others)
    made = job(name, group={"Services": [{"Name": provides or name, "Provider": "nomad"}]})
    made["TaskGroups"][0]["Tasks"][0]["Templates"] = [{"EmbeddedTmpl": text, "DestPath": "local/x"}]
    return made


def test_each_sees_what_the_ones_before_took() -> None:
    state = cluster(node(1, cpu=1000))
    plans = plan_together([job("one", cpu=600), job("two", cpu=600)], state)
    assert [[placement.name for placement in made.placements] for made in plans] == [["one.api[0]"], []]
    assert list(plans[1].failures) == ["api"]


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        ([calling("a"), calling("b")], [0, 1]),
        ([calling("a", "b"), calling("b")], [1, 0]),
        ([calling("a", "c"), calling("b"), calling("c", "b")], [1, 2, 0]),
        ([calling("a", "nowhere"), calling("b")], [0, 1]),
        ([calling("a", "a"), calling("b")], [0, 1]),
        ([calling("a", "release.b"), calling("b")], [1, 0]),
    ],
)
def test_what_is_called_comes_first(jobs: list[dict[str, Any]], expected: list[int]) -> None:
    assert order([from_api(one) for one in jobs], cluster()) == (expected, [])


def test_jobs_in_a_cycle_are_refused_and_the_others_planned() -> None:
    plans = plan_together([calling("a", "b"), calling("b", "a"), job("c")], cluster())
    assert [made.exit_code for made in plans] == [255, 255, 1]
    assert plans[0].error == 'the jobs depend on each other in a cycle: "a" → "b" → "a"'


def test_a_refused_job_leaves_the_cluster_as_it_is() -> None:
    state = cluster(node(1, cpu=1000))
    plans = plan_together([job("one", cpu=600, NodePool="nope"), job("two", cpu=600)], state)
    assert [made.exit_code for made in plans] == [255, 1]
    assert [placement.name for placement in plans[1].placements] == ["two.api[0]"]
