"""Both sides of what the choice of a node draws a line at, ties included."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec import plan
from nomadspec._generated.job_model import Affinity, Job, Resources, Spread, Task, TaskGroup
from nomadspec.cluster.resources import AllocatedResources
from nomadspec.scheduler.blocked import blocked_eval
from nomadspec.scheduler.candidates import datacenter_matcher, in_datacenters_and_pool
from nomadspec.scheduler.context import PlanContext
from nomadspec.scheduler.feasibility import Feasibility, allowed
from nomadspec.scheduler.fitting import packing
from nomadspec.scheduler.generic import one_choice
from nomadspec.scheduler.group_request import GroupRequest
from nomadspec.scheduler.metric import AllocMetric
from nomadspec.scheduler.node_facts import NodeFacts
from nomadspec.scheduler.placement import keep_offers
from nomadspec.scheduler.properties import PropertySet
from nomadspec.scheduler.volumes import StickyClaims
from tests.scheduler.placement_cases import EVAL, allocation, cluster, job, node, only_group, stack_for, stored, verdict, view_of

# --- where a job may run -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "datacenter", "found"),
    [
        ("a*b", "ab", True),
        ("ab*ba", "aba", False),  # the two ends do not overlap
        ("a*b", "xxb", False),
        ("a*b", "axx", False),
        ("*a*", "abc", True),
        ("*b*b", "xb", False),  # nor does the middle overlap with the end
        ("*b*c*d", "abcd", True),
        ("*c*b*d", "abcd", False),
    ],
)
def test_stars_in_a_datacenter(pattern: str, datacenter: str, found: bool) -> None:
    assert datacenter_matcher(job(Datacenters=[pattern]))(datacenter) is found


@pytest.mark.parametrize(("members", "found"), [({}, True), ({"Datacenter": "dc2"}, False), ({"NodePool": "gpu"}, False)])
def test_the_datacenter_and_the_pool(members: dict[str, Any], found: bool) -> None:
    (on,) = cluster(node("a", **members)).nodes.values()
    assert in_datacenters_and_pool(on, job(Datacenters=["dc1"])) is found


# --- what fits ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "wanted", "members", "word"),
    [
        ({"memory": 1000}, {"MemoryMB": 7000}, {}, ""),
        ({"cpu": 1000}, {"CPU": 3000}, {}, ""),
        ({}, {}, {"disk": 300}, ""),
        ({"shared": {"DiskMB": 1}}, {}, {"disk": 300}, "disk"),
        # Two allocations that hold the same core leave no room for any.
        ({"task": {"Cpu": {"CpuShares": 10, "ReservedCores": [0]}}}, {}, {}, "cores"),
    ],
)
def test_to_the_last_bit(there: dict[str, Any], wanted: dict[str, Any], members: dict[str, Any], word: str) -> None:
    twice = "task" in there
    held = [allocation(name, "a", **there) for name in (("x", "y") if twice else ("x",))]
    assert verdict(job(task=wanted), node("a", **members), allocations=held) == word


def test_a_filter_stays_the_reason_whatever_depends_on_the_plan() -> None:
    constraints = [{"LTarget": "${meta.ok}", "Operand": "is_set", "RTarget": ""}, {"LTarget": "", "Operand": "distinct_hosts", "RTarget": "true"}]
    assert verdict(job(group={"Constraints": constraints}), node("a")) == "${meta.ok} is_set "


def test_every_dynamic_port_of_the_range_is_given() -> None:
    wanted = job(group={"Networks": [{"DynamicPorts": [{"Label": f"p{i}"} for i in range(10)]}]})
    option = stack_for(cluster(node("a")), wanted).select(only_group(wanted), "web.g[0]")
    assert option is not None
    assert sorted(port.value for port in option.resources.ports) == list(range(20000, 20010))


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, ""),
        (1, ""),
        (65535, ""),
        (65536, "network: invalid port 65536 (out of range)"),
        (-1, "network: invalid port -1 (out of range)"),
    ],
)
def test_which_numbers_are_ports(number: int, word: str) -> None:
    assert verdict(job(group={"Networks": [{"ReservedPorts": [{"Label": "s", "Value": number}]}]}), node("a")) == word


def test_a_node_that_tells_nothing_has_nothing() -> None:
    (on,) = cluster({**node("a"), "NodeResources": {}, "ReservedResources": {}}).nodes.values()
    facts = NodeFacts(on)
    assert (facts.cpu, facts.memory, facts.disk, facts.max_allocs, facts.usable_cores, facts.devices) == (0, 0, 0, 0, (), ())
    reserving: dict[str, Any] = {"Cpu": {}, "Memory": {}, "Disk": {}}
    (on,) = cluster(node("a", ReservedResources=reserving)).nodes.values()
    assert (NodeFacts(on).cpu, NodeFacts(on).memory, NodeFacts(on).disk) == (4000, 8000, 50000)


def test_the_last_port_is_65535() -> None:
    wanted = job(group={"Networks": [{"DynamicPorts": [{"Label": "p"}]}]})
    on = node("a", resources={"MinDynamicPort": 65535, "MaxDynamicPort": 65536})
    option = stack_for(cluster(on), wanted).select(only_group(wanted), "web.g[0]")
    assert option is not None
    assert [port.value for port in option.resources.ports] == [65535]


def test_ports_are_held_where_one_allocation_has_one() -> None:
    shared = {"Ports": [{"Label": "x", "Value": 80, "HostIP": "10.0.0.9"}]}
    for there in ([], [allocation("x", "a", shared=shared)], [allocation("x", "a", shared=shared), allocation("y", "a")]):
        state = cluster(node("a"), allocations=there)
        view, _ = view_of(state, state.nodes["a-id"], job())
        view.refresh()
        assert view.ports_held is bool(there)


@pytest.mark.parametrize(("cpu", "memory", "score"), [(0, 0, 0.0), (4000, 0, 9 / 18), (0, 1, 10 / 18)])
def test_packing_of_a_node_without_memory(cpu: int, memory: int, score: float) -> None:
    (on,) = cluster(node("a", memory=0)).nodes.values()
    assert packing(NodeFacts(on), cpu, memory, "binpack") == pytest.approx(score)


@pytest.mark.parametrize(
    ("resources", "low", "high"),
    [({"MinDynamicPort": 0, "MaxDynamicPort": 0}, 20000, 32000), ({"MinDynamicPort": 1, "MaxDynamicPort": 2}, 1, 2)],
)
def test_the_range_of_dynamic_ports(resources: dict[str, int], low: int, high: int) -> None:
    (on,) = cluster(node("a", resources=resources)).nodes.values()
    facts = NodeFacts(on)
    assert (facts.min_dynamic_port, facts.max_dynamic_port) == (low, high)


@pytest.mark.parametrize(
    ("network", "addresses"),
    [
        ({"IP": "10.0.0.9"}, ("10.0.0.9",)),
        ({"CIDR": "10.0.0.8/32", "IP": "10.0.0.9"}, ("10.0.0.8",)),
        ({"CIDR": "10.0.0.9/30"}, ("10.0.0.8", "10.0.0.9", "10.0.0.10", "10.0.0.11")),
        ({"CIDR": "10.0.0.0/16"}, tuple(f"10.0.0.{last}" for last in range(256))),  # not all 65536
        ({"CIDR": "fd00::9/128"}, ("fd00::9",)),
        ({"CIDR": "nonsense/24", "IP": "10.0.0.9"}, ("nonsense",)),
    ],
)
def test_addresses_of_networks_of_tasks(network: dict[str, str], addresses: tuple[str, ...]) -> None:
    (on,) = cluster(node("a", resources={"Networks": [{"Mode": "bridge"}, {"Device": "eth0", "MBits": 1000, **network}]})).nodes.values()
    assert [(n.device, n.mbits, n.addresses) for n in NodeFacts(on).old_networks] == [("eth0", 1000, addresses)]


@pytest.mark.parametrize(
    ("networks", "address"),
    [([{"Mode": "bridge", "IP": "10.0.0.1"}, {"Mode": "host", "IP": "10.0.0.2"}], "10.0.0.2"), ([{"IP": "10.0.0.3"}], "10.0.0.3"), ([], "")],
)
def test_the_host_s_address_of_an_older_client(networks: list[dict[str, str]], address: str) -> None:
    (on,) = cluster(node("a", resources={"Networks": networks, "NodeNetworks": []})).nodes.values()
    assert NodeFacts(on).host_address == address


def test_what_waits_for_room_waits_for_no_time() -> None:
    stack = stack_for(cluster(), job())
    waiting = blocked_eval(job(Type="batch", Priority=70), stack)
    assert (waiting.status, waiting.type, waiting.priority, waiting.wait_until, waiting.node, waiting.escaped) == ("blocked", "batch", 70, 0, "", False)
    assert (waiting.class_eligibility, waiting.missing) == (None, ())


def test_a_filtered_node_has_no_score() -> None:
    state = cluster(node("a", Drivers={}))
    found = stack_for(state, job()).try_node(state.nodes["a-id"], only_group(job()), "web.g[0]")
    assert (found.verdict, found.word, found.scores, found.score, found.count, found.preempted) == ("filtered", "missing drivers", {}, 0, 0, ())


CLAIM = {"ID": "c", "Namespace": "default", "JobID": "web", "TaskGroupName": "g", "AllocID": "x-a", "VolumeID": "v"}


@pytest.mark.parametrize(
    ("claim", "ended", "beside", "unmet"),
    [
        ({}, False, False, []),
        ({}, True, False, ["v"]),
        ({}, True, True, []),  # another allocation of the group meets it
        ({"TaskGroupName": "old"}, False, False, []),  # the allocation itself does
        ({"TaskGroupName": "old"}, True, True, ["v"]),
        ({"JobID": "other"}, True, False, []),
        ({"Namespace": "team"}, True, False, []),
        ({"AllocID": "gone"}, True, False, []),
        ({"VolumeID": "gone"}, True, False, []),
    ],
)
def test_claims_of_sticky_volumes(claim: dict[str, str], ended: bool, beside: bool, unmet: list[str]) -> None:
    there = [allocation("x", "a", job_id="web", ClientStatus="failed" if ended else "running")]
    there += [allocation("y", "a", job_id="web")] if beside else []
    volume = {"ID": "v", "Name": "data", "NodeID": "a-id", "Namespace": "default", "State": "ready"}
    state = cluster(node("a"), allocations=there, jobs=[stored("web")], host_volumes=[volume], task_group_host_volume_claims=[{**CLAIM, **claim}])
    assert StickyClaims(PlanContext(state, job(), EVAL), job()).volumes() == unmet


# --- classes of nodes ---------------------------------------------------------------------------------------------------------


def unique(where: str) -> dict[str, Any]:
    """Members of a job with a condition that no class of nodes shares."""
    constraint = {"LTarget": "${attr.unique.x}", "Operand": "is_not_set", "RTarget": ""}
    return {"Constraints": [constraint]} if where == "job" else {"group": {"Constraints": [constraint]}} if where == "group" else {}


def feasibility(wanted: Job, *, cached: bool = True) -> tuple[Feasibility, GroupRequest]:
    found, ask = Feasibility(PlanContext(cluster(), wanted, EVAL), cached=cached), GroupRequest(wanted, only_group(wanted))
    found.begin(ask)
    return found, ask


@pytest.mark.parametrize(
    ("computed", "where", "answers"),
    [
        ("same", "", [(2, "missing drivers"), (2, "missing drivers")]),  # the class is judged once
        ("", "", [(2, "missing drivers"), (3, None)]),
        ("same", "job", [(2, "missing drivers"), (3, None)]),
        ("same", "group", [(2, "missing drivers"), (3, None)]),
    ],
)
def test_which_nodes_are_judged_one_by_one(computed: str, where: str, answers: list[tuple[int, str | None]]) -> None:
    wanted = job(**unique(where))
    state = cluster(node("a", ComputedClass=computed, Drivers={}), node("b", ComputedClass=computed))
    found, ask = feasibility(wanted)
    views = [view_of(state, state.nodes[f"{name}-id"], wanted)[0] for name in "ab"]
    assert [found.fault(view, ask) for view in views] == answers


@pytest.mark.parametrize(
    ("where", "level", "remembered", "ineligible", "classes"),
    [
        ("", 0, False, False, {"c": True}),
        ("", 1, True, True, {"c": False}),
        ("", 2, True, True, {"c": False}),
        ("", 3, False, False, {"c": True}),
        ("job", 1, False, False, {}),
        ("job", 2, True, True, {"c": False}),
        ("group", 1, True, True, {"c": False}),
        ("group", 2, False, False, {"c": True}),
    ],
)
def test_what_is_remembered_of_a_class(where: str, level: int, remembered: bool, ineligible: bool, classes: dict[str, bool]) -> None:
    """Level 1 are the job's constraints, 2 the group's checks, 3 the rest; 0 is a node that passed."""
    found, ask = feasibility(job(**unique(where)))
    found.remember(ask, "c", level)
    found.remember(ask, "", level)
    assert (found.remembers(ask, level), found.ineligible(ask, "c"), found.ineligible(ask, "")) == (remembered, ineligible, False)
    assert found.eligibility([ask]) == (bool(where), classes, [])
    uncached, ask = feasibility(job(**unique(where)), cached=False)
    uncached.remember(ask, "c", level)
    assert (uncached.remembers(ask, level), uncached.ineligible(ask, "c")) == (False, False)


# --- scores ------------------------------------------------------------------------------------------------------------------


def test_an_affinity_of_devices_is_one_term_more() -> None:
    gpu = {"Vendor": "nvidia", "Type": "gpu", "Name": "t4", "Instances": [{"ID": "t4-0", "Healthy": True}]}
    like = {"LTarget": "${device.model}", "Operand": "=", "RTarget": "t4", "Weight": 50}
    wanted = job(task={"Devices": [{"Name": "gpu", "Count": 1, "Affinities": [like]}]})
    option = stack_for(cluster(node("a", resources={"Devices": [gpu]})), wanted).select(only_group(wanted), "web.g[0]")
    assert option is not None
    assert option.score == pytest.approx((option.metric.best[0].scores["binpack"] + 1) / 2)


def test_a_spread_without_a_weight_weighs_50() -> None:
    def spread(attribute: str, **weight: int) -> dict[str, Any]:
        return {"Attribute": attribute, "SpreadTarget": [{"Value": "r1", "Percent": 100}], **weight}

    wanted = job(count=2, Spreads=[spread("${meta.rack}"), spread("${meta.zone}", Weight=100)])
    for meta, term in (({"rack": "r1", "zone": "x"}, 1 / 2 * 50 / 150 - 1), ({"rack": "x", "zone": "r1"}, 1 / 2 * 100 / 150 - 1)):
        stack = stack_for(cluster(node("a", Meta=meta)), wanted)
        assert stack.select(only_group(wanted), "web.g[0]") is not None
        assert stack.metric.best[0].scores["allocation-spread"] == pytest.approx(term)


def metric(pool: int, scores: tuple[float, ...], *, evaluated: int | None = None, filtered: int = 0, exhausted: int = 0) -> AllocMetric:
    out = AllocMetric()
    out.nodes_in_pool, out.nodes_evaluated = pool, pool if evaluated is None else evaluated
    out.nodes_filtered, out.nodes_exhausted = filtered, exhausted
    for number, score in enumerate(scores):
        out.score(f"n{number}", ("binpack",), (score,), score)
    return out


PLAIN = TaskGroup(name="g", count=3)


@pytest.mark.parametrize(
    ("found", "kind", "certain"),
    [
        (metric(2, (0.2, 0.1)), "service", True),
        (metric(2, (0.2, 0.2)), "service", False),  # a tie
        (metric(1, (0.2,)), "service", True),
        (metric(2, (0.2, 0.1), evaluated=1), "service", False),  # not all were looked at
        (metric(2, (), filtered=1, exhausted=1), "service", False),
        # A batch job looks at two options, a service at ⌈log₂⌉ of the nodes, at least two.
        (metric(5, (0.3, 0.2), filtered=2, exhausted=1), "batch", True),
        (metric(5, (0.3, 0.2, 0.1), filtered=1, exhausted=1), "batch", False),
        (metric(5, (0.3, 0.2, 0.1), filtered=1, exhausted=1), "service", True),
        (metric(5, (0.4, 0.3, 0.2, 0.1), exhausted=1), "service", False),
        (metric(4, (0.3, 0.2), filtered=2), "service", True),
        (metric(4, (0.3, 0.2, 0.1), filtered=1), "service", False),
    ],
)
def test_whether_every_shuffle_leads_to_the_node(found: AllocMetric, kind: str, certain: bool) -> None:
    assert one_choice(found, Job(type=kind), PLAIN, 0) is certain


AFFINITY, SPREAD = Affinity(weight=50), Spread(weight=50)


@pytest.mark.parametrize(
    ("of_job", "of_group"),
    [
        ({"affinity": [AFFINITY]}, {}),
        ({"spread": [SPREAD]}, {}),
        ({}, {"affinity": [AFFINITY]}),
        ({}, {"spread": [SPREAD]}),
        ({}, {"task": [Task(name="t", affinity=[AFFINITY])]}),
    ],
)
def test_with_affinities_or_spreads_more_options_are_looked_at(of_job: dict[str, Any], of_group: dict[str, Any]) -> None:
    group = TaskGroup(name="g", count=3, **of_group)
    options = metric(4, (0.4, 0.3, 0.2, 0.1))
    assert one_choice(options, Job(type="batch", **of_job), group, 0)
    assert one_choice(options, Job(type="batch", **of_job), group, 4)
    assert not one_choice(options, Job(type="batch", **of_job), group, 2), "as many as the count, or the configured limit where that is more"


def test_a_property_counts_what_lives_in_its_group() -> None:
    there = [
        allocation("x", "a", job_id="web"),
        allocation("y", "a", job_id="web", ClientStatus="failed"),
        allocation("z", "a", job_id="web", TaskGroup="other"),
    ]
    state = cluster(node("a", Meta={"rack": "r1"}), allocations=there, jobs=[stored("web")])
    counts = {group: PropertySet(PlanContext(state, job(), EVAL), job(), "${meta.rack}", group).used("r1") for group in ("g", "")}
    assert counts == {"g": 1, "": 2}


def test_of_what_is_stopped_and_placed_with_a_property_one_is_counted_off_twice_only() -> None:
    """used = E + P − C; where the plan also adds something with the value, C is lowered by one if it is above 1."""
    there = [allocation(name, "a", job_id="web") for name in ("x", "y", "z")]
    for stopped, used in ((1, 3), (2, 3), (3, 2)):
        state = cluster(node("a", Meta={"rack": "r1"}), allocations=there, jobs=[stored("web")])
        context = PlanContext(state, job(), EVAL)
        counts = PropertySet(context, job(), "${meta.rack}")
        for name in ("x", "y", "z")[:stopped]:
            context.stop(state.allocations[f"{name}-a"])
        assert counts.used("r1") == 3 - stopped
        stack = stack_for(state, job())
        option = stack.select(only_group(job()), "web.g[0]")
        assert option is not None
        planned = context.place(option, job(), "g", "web.g[0]")
        assert counts.used("r1") == used
        context.withdraw(planned)
        assert counts.used("r1") == 3 - stopped


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 1), ("3", 3), (" 3 ", 3), ("0", 0), ("-1", 1), ("x", 1), ("9" * 11, 99999999999), ("9" * 12, 1)],
)
def test_how_many_may_share_a_property(text: str, number: int) -> None:
    assert allowed(text) == number


def test_tasks_that_ask_for_nothing_lack_nothing() -> None:
    found = AllocMetric()
    found.dimension_exhausted = {"cpu": 1, "memory": 1}
    found.fail(TaskGroup(name="g", task=[Task(name="t"), Task(name="u", resources=Resources()), Task(name="v", resources=Resources(cpu=5, memory=7))]))
    nothing = {"CPU": 0, "MemoryMB": 0}
    assert found.resources_exhausted == {"t": nothing, "u": nothing, "v": {"CPU": 5, "MemoryMB": 7}}


# --- in place ----------------------------------------------------------------------------------------------------------------


def test_a_task_keeps_what_it_holds_and_a_new_one_has_nothing() -> None:
    device = {"Vendor": "nvidia", "Type": "gpu", "Name": "t4", "DeviceIDs": ["t4-0"]}
    held = cluster(allocations=[allocation("x", "a", task={"Devices": [device]})]).allocations["x-a"].resources
    bare = cluster(allocations=[allocation("x", "a", cpu=7)]).allocations["x-a"].resources.tasks["t"]
    kept = keep_offers(held, AllocatedResources({"t": bare, "u": bare}, 300))
    assert {name: (task.cpu, [d.ids for d in task.devices]) for name, task in kept.tasks.items()} == {"t": (7, [("t4-0",)]), "u": (7, [])}


# --- system jobs -------------------------------------------------------------------------------------------------------------


def system(kind: str, **members: Any) -> dict[str, Any]:
    task = {"Name": "t", "Driver": "docker", "Config": {"image": "x:1"}, "Resources": {"CPU": 1000, "MemoryMB": 100}}
    return {"ID": "agent", "Type": kind, "Datacenters": ["*"], "TaskGroups": [{"Name": "g", "Tasks": [task], **members}]}


@pytest.mark.parametrize(("kind", "placed"), [("system", 1), ("sysbatch", 0)])
def test_what_preempts_is_configured_by_type(kind: str, placed: int) -> None:
    state = cluster(node("a"), allocations=[allocation("x", "a", cpu=4000)])
    placements = plan(system(kind), state, now="2026-01-15T12:00:00Z", eval_id=EVAL).to_dict()["placements"]
    assert isinstance(placements, list)
    assert len(placements) == placed


def test_nodes_that_are_filtered_are_added_up() -> None:
    state = cluster(node("a"), node("b"), node("c"))
    submitted = system("system", Constraints=[{"LTarget": "${meta.ok}", "Operand": "is_set", "RTarget": ""}])
    failures: Any = plan(submitted, state, now="2026-01-15T12:00:00Z", eval_id=EVAL).to_dict()["failed_tg_allocs"]
    failed = failures["g"]
    assert (failed["NodesEvaluated"], failed["NodesFiltered"], failed["ConstraintFiltered"]) == (3, 3, {"${meta.ok} is_set ": 3})
