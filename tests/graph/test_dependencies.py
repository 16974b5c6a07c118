"""What jobs need of each other."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.cluster.state import ClusterState
from nomadspec.graph.dependencies import DependencyGraph, dependencies
from nomadspec.jobspec.json.api import from_api


def job(name: str, *, namespace: str = "default", services: Any = (), tasks: Any = ({},), volumes: Any = None) -> dict[str, Any]:
    named = [{"Name": f"t{number}", "Driver": "docker", **task} for number, task in enumerate(tasks)]
    return {"ID": name, "Name": name, "Namespace": namespace, "TaskGroups": [{"Name": "g", "Services": list(services), "Tasks": named, "Volumes": volumes}]}


def calling(name: str, *others: str) -> dict[str, Any]:
    upstreams = [{"DestinationName": other, "LocalBindPort": 1} for other in others]
    return job(name, services=[{"Name": name, "Connect": {"SidecarService": {"Proxy": {"Upstreams": upstreams}}}}])


def reading(name: str, text: str, **members: Any) -> dict[str, Any]:
    return job(name, tasks=[{"Templates": [{"EmbeddedTmpl": text, **members}]}])


def graph(*jobs: dict[str, Any], **state: Any) -> DependencyGraph:
    return dependencies([from_api(one) for one in jobs], ClusterState.from_dict(state) if state else None)


def arrows(found: DependencyGraph) -> list[str]:
    return [f"{edge.source.kind} {edge.source.name} {edge.how} {edge.target.kind} {edge.target.name}" for edge in found.edges]


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        ([calling("a", "db")], ["job a calls service db", "service a offered by job a"]),
        ([job("a", services=[{"Name": "${JOB}-${TASKGROUP}-x", "Provider": "nomad"}])], ["service a-g-x offered by job a"]),
        ([job("a", tasks=[{"Services": [{}]}])], ["service a-g-t0 offered by job a"]),
        ([reading("a", '{{ range service "tag.web@dc1~near|passing" }}{{ end }}')], ["job a looks up service web"]),
        ([reading("a", '{{ range nomadService 2 "x" "web" }}{{ end }}')], ["job a looks up service web"]),
        ([reading("a", '[[ range connect "web" ]][[ end ]]', LeftDelim="[[", RightDelim="]]")], ["job a looks up service web"]),
        ([job("a", tasks=[{"Env": {"HOST": "http://pg.service.consul:5432/x"}}])], ["job a resolves service pg"]),
        ([job("a", tasks=[{"Config": {"args": ["--db", "primary.pg.service.dc1.consul", "x.consul"]}}])], ["job a resolves service pg"]),
        (
            [job("a", tasks=[{"Env": {"SRV": "_pg._tcp.service.consul", "MESH": "api.virtual.consul"}}])],
            ["job a resolves service pg", "job a resolves service api"],
        ),
        ([reading("a", "host = pg.service.eu.dc.consul")], ["job a resolves service pg"]),
        ([reading("a", '{{ service "not closed')], []),
        ([reading("a", '{{ service (env "x") }}')], []),
        ([job("a", tasks=[{"CSIPluginConfig": {"ID": "ebs", "Type": "node"}}])], ["plugin ebs run by job a"]),
        ([job("a", volumes={"v": {"Name": "v", "Type": "host", "Source": "certs"}})], ["job a mounts volume certs"]),
        (
            [
                job(
                    "a",
                    services=[{"Name": "in", "Connect": {"Gateway": {"Ingress": {"Listeners": [{"Port": 1, "Services": [{"Name": "web"}, {"Name": "*"}]}]}}}}],
                )
            ],
            ["job a admits traffic to service web", "service in offered by job a"],
        ),
        (
            [job("a", services=[{"Name": "out", "Connect": {"Gateway": {"Terminating": {"Services": [{"Name": "legacy"}]}}}}])],
            ["service out offered by job a", "service legacy reached through job a"],
        ),
    ],
)
def test_edges(jobs: list[dict[str, Any]], expected: list[str]) -> None:
    assert arrows(graph(*jobs)) == expected


def test_a_cluster_tells_which_plugin_serves_a_volume() -> None:
    found = graph(
        job("a", volumes={"v": {"Name": "v", "Type": "csi", "Source": "data", "PerAlloc": True}}),
        job("p", tasks=[{"CSIPluginConfig": {"ID": "ebs", "Type": "node"}}]),
        csi_volumes=[{"ID": "data[0]", "Namespace": "default", "PluginID": "ebs"}],
    )
    assert arrows(found) == ["job a mounts volume data", "plugin ebs run by job p", "volume data served by plugin ebs"]
    assert found.order() == ([1, 0], [])


@pytest.mark.parametrize(
    ("jobs", "order", "cycles"),
    [
        ([calling("a", "b"), calling("b")], [1, 0], []),
        ([calling("a", "c"), calling("b", "a"), calling("c")], [2, 0, 1], []),
        ([calling("a", "a")], [0], []),
        ([calling("a", "b"), calling("b", "a"), calling("c", "a")], [2], [[0, 1, 0]]),
        ([calling("a", "b"), calling("b", "c"), calling("c", "a")], [], [[0, 1, 2, 0]]),
        # The same name is another service in Nomad's own discovery, and in another namespace of it.
        ([reading("a", '{{ nomadService "b" }}'), job("b", services=[{"Name": "b"}])], [0, 1], []),
        ([reading("a", '{{ nomadService "b" }}'), job("b", namespace="ops", services=[{"Name": "b", "Provider": "nomad"}])], [0, 1], []),
        ([reading("a", '{{ nomadService "b" }}'), job("b", services=[{"Name": "b", "Provider": "nomad"}])], [1, 0], []),
    ],
)
def test_order_and_cycles(jobs: list[dict[str, Any]], order: list[int], cycles: list[list[int]]) -> None:
    found = graph(*jobs)
    assert found.order()[0] == order
    assert found.cycles() == cycles


def test_what_nobody_offers_is_outside() -> None:
    assert [thing.name for thing in graph(calling("a", "b", "c"), calling("b")).outside()] == ["c"]


def test_a_job_that_cannot_be_read_has_no_edges() -> None:
    assert dependencies([None, from_api(calling("a", "b"))]).order() == ([0, 1], [])
