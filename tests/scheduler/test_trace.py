"""The trace: every reason on every node, with numbers."""

from __future__ import annotations

from nomadspec.scheduler.trace import trace_job
from tests.scheduler.placement_cases import allocation, cluster, job, node


def test_all_reasons_where_nomad_gives_one() -> None:
    constraints = [{"LTarget": "${meta.rack}", "Operand": "=", "RTarget": "r1"}, {"LTarget": "${meta.zone}", "Operand": "is_set", "RTarget": ""}]
    wanted = job(group={"Constraints": constraints}, task={"CPU": 3500, "MemoryMB": 9000})
    state = cluster(node("a", Meta={"rack": "r2"}, Drivers={}), allocations=[allocation("x", "a", cpu=1000)])
    (row,) = trace_job(state, wanted).group("g")
    assert (row.verdict, row.word) == ("filtered", "missing drivers")
    assert [(r.kind, r.text, r.detail) for r in row.reasons] == [
        ("filter", "missing drivers", "docker: not detected"),
        ("filter", "${meta.rack} = r1", 'meta.rack is "r2"'),
        ("filter", "${meta.zone} is_set ", "meta.zone is not set"),
        ("exhausted", "cpu", "needs 3500 MHz, 3000 of 4000 are free"),
        ("exhausted", "memory", "needs 9000 MB, 8000 of 8000 are free"),
    ]


def test_a_feasible_node_shows_the_terms_of_its_score() -> None:
    state = cluster(node("a"))
    (row,) = trace_job(state, job()).group("g")
    assert row.to_dict() == {
        "verdict": "feasible",
        "final_score": row.score,
        "num_scores": 1,
        "scores": {"binpack": row.score, "job-anti-affinity": 0, "node-reschedule-penalty": 0, "node-affinity": 0},
    }


def test_with_preemption() -> None:
    config = {"PreemptionConfig": {"ServiceSchedulerEnabled": True}}
    state = cluster(node("a"), allocations=[allocation("x", "a", cpu=4000)], scheduler_config=config)
    row = trace_job(state, job()).node_table()["g"]["a"]
    assert (row["verdict"], row["dimension"]) == ("exhausted", "cpu")
    assert row["with_preemption"]["preempts"] == ["x-a"]


def test_nodes_that_are_no_candidates_say_why() -> None:
    state = cluster(node("a"), node("b", Datacenter="dc9", Status="down"), node("c", NodePool="gpu", SchedulingEligibility="ineligible"))
    trace = trace_job(state, job(Datacenters=["dc1"]))
    assert [row.node.name for row in trace.group("g")] == ["a"]
    assert {row.node.name: [r.text for r in row.reasons] for row in trace.others()} == {"b": ["datacenter", "status"], "c": ["node pool", "eligibility"]}
    assert {row.node.name: row.word for row in trace.others()} == {"b": "datacenter", "c": "node pool"}
    found = trace.of_node("g", "b-id")
    assert found is not None
    assert found.verdict == "other"
    assert trace.of_node("g", "nowhere") is None


def test_cores_are_counted() -> None:
    held = allocation("x", "a", task={"Cpu": {"CpuShares": 1000, "ReservedCores": [0]}})
    state = cluster(node("a"), allocations=[held])
    (row,) = trace_job(state, job(task={"CPU": 0, "Cores": 4})).group("g")
    assert [(r.text, r.detail) for r in row.reasons] == [("cores", "3 of 4 free")]


def test_why_a_host_volume_or_a_device_does_not_do() -> None:
    gpu = {"Vendor": "acme", "Type": "gpu", "Instances": [{"ID": "1", "Healthy": True}]}
    held = node(
        "a",
        HostVolumes={"data": {"Name": "data", "ReadOnly": True}},
        NodeResources={**node("a")["NodeResources"], "Devices": [{**gpu, "Name": "A100"}, {**gpu, "Name": "T4"}]},
    )
    for volume, said in (
        ({"Source": "data", "Sticky": True}, "host volume 'data' is static, and sticky requires a dynamic host volume"),
        ({"Source": "data"}, "host volume 'data' is read-only, and the job does not set read_only"),
        ({"Source": "other"}, "needs other; the node has data"),
    ):
        (row,) = trace_job(cluster(held), job(group={"Volumes": {"v": {"Name": "v", "Type": "host", **volume}}})).group("g")
        assert [r.detail for r in row.reasons] == [said]
    for device, said in (
        ({"Name": "gpu", "Count": 2}, "2 of 'gpu' needed, but the node has acme/gpu/A100 ×1, acme/gpu/T4 ×1; one request cannot be split across models"),
        ({"Name": "gpu", "Count": 3}, "3 of 'gpu' needed, but the node has acme/gpu/A100 ×1, acme/gpu/T4 ×1"),
        ({"Name": "fpga", "Count": 1}, "needs fpga ×1; the node has acme/gpu/A100 ×1, acme/gpu/T4 ×1"),
        (
            {"Name": "acme/gpu/T4", "Count": 1, "Constraints": [{"LTarget": "${device.attr.cores}", "Operand": ">=", "RTarget": "9"}]},
            "device 'acme/gpu/T4' exists, but no model meets the constraints: acme/gpu/T4: ${device.attr.cores} >= 9 (it is not set)",
        ),
    ):
        (row,) = trace_job(cluster(held), job(task={"Devices": [device]})).group("g")
        assert [r.detail for r in row.reasons if "device" in r.text][:1] == [said]


def test_a_port_that_the_node_reserves() -> None:
    held = node("a", ReservedResources={"Networks": {"ReservedHostPorts": "22,2222"}})
    wanted = job(group={"Networks": [{"ReservedPorts": [{"Label": "w", "Value": 2222}]}]})
    (row,) = trace_job(cluster(held), wanted).group("g")
    assert [r.detail for r in row.reasons] == ["port 2222 is reserved by the node (client.reserved.reserved_ports)"]


def test_the_volume_of_the_first_instance() -> None:
    held = node("a", HostVolumes={"data[1]": {"Name": "data[1]"}})
    wanted = job(group={"Volumes": {"v": {"Name": "v", "Type": "host", "Source": "data", "PerAlloc": True}}})
    (row,) = trace_job(cluster(held), wanted).group("g")
    assert [r.detail for r in row.reasons] == ["needs data[0]; the node has data[1]"]


def test_the_state_of_a_driver() -> None:
    for state, said in (({}, "not detected"), ({"Detected": True}, "unhealthy")):
        (row,) = trace_job(cluster(node("a", Drivers={"docker": state})), job()).group("g")
        assert [(r.text, r.detail) for r in row.reasons] == [("missing drivers", f"docker: {said}")]


def test_reasons_of_the_plan_document() -> None:
    """A node on which the group fits has none."""
    state = cluster(node("a"), node("b"), allocations=[allocation("x", "a", cpu=4000)])
    reasons = trace_job(state, job()).node_reasons()
    assert list(reasons["g"]) == ["a"]
    assert [reason["kind"] for reason in reasons["g"]["a"]] == ["exhausted"]
    assert all(reason["text"] and reason["detail"] for reason in reasons["g"]["a"])
