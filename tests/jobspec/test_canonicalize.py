"""The job as a server stores it. Inputs are API JSON, as `nomad job run -output` prints it, with what is not written left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec._generated.job_model import WorkloadIdentity
from nomadspec.cluster.state import ClusterState
from nomadspec.jobspec.admission.defaults import HOUR, MINUTE, SECOND
from nomadspec.jobspec.canonicalize import canonical_and_refusal, canonicalize
from nomadspec.jobspec.json.api import from_api
from nomadspec.jobspec.server_settings import ServerSettings
from tests.recorded import recorded


def job(group: dict[str, Any] | None = None, task: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A job `j` with a group `g` and a task `t`."""
    tasks = [{"Name": "t", "Driver": "exec", **(task or {})}]
    return {"ID": "j", "Name": "j", "TaskGroups": [{"Name": "g", "Tasks": tasks, **(group or {})}], **fields}


def stored(submitted: dict[str, Any]) -> Any:
    return canonicalize(submitted).to_api()


def group_of(submitted: dict[str, Any]) -> Any:
    return stored(submitted)["TaskGroups"][0]


def task_of(submitted: dict[str, Any]) -> Any:
    return group_of(submitted)["Tasks"][0]


def constraints(owner: Any) -> list[str]:
    return [" ".join(filter(None, (c["LTarget"], c["Operand"], c["RTarget"]))) for c in owner["Constraints"] or ()]


SIDECAR: dict[str, object] = {"Connect": {"SidecarService": {}}}
BRIDGE = [{"Mode": "bridge"}]


def test_a_minimal_service_job() -> None:
    got = stored(job())
    assert (got["Type"], got["Region"], got["Namespace"], got["NodePool"], got["Priority"], got["Datacenters"]) == (
        "service",
        "global",
        "default",
        "default",
        50,
        ["*"],
    )
    group = got["TaskGroups"][0]
    assert group["Count"] == 1
    assert group["EphemeralDisk"] == {"Sticky": False, "Migrate": False, "SizeMB": 300}
    assert group["RestartPolicy"] == {"Attempts": 2, "Interval": 30 * MINUTE, "Delay": 15 * SECOND, "Mode": "fail", "RenderTemplates": False}
    assert group["ReschedulePolicy"]["Unlimited"] is True
    task = group["Tasks"][0]
    assert task["KillTimeout"] == 5 * SECOND
    assert task["RestartPolicy"] == group["RestartPolicy"]
    assert (task["Resources"]["CPU"], task["Resources"]["MemoryMB"]) == (100, 300)
    assert (task["Identity"]["Name"], task["Identity"]["Audience"]) == ("default", ["nomadproject.io"])


@pytest.mark.parametrize(
    ("type_", "update", "migrate", "reschedule_attempts", "restart_attempts"),
    [("service", True, True, 0, 2), ("batch", False, False, 1, 3), ("system", True, False, None, 2), ("sysbatch", False, False, None, 3)],
)
def test_what_a_group_gets_depends_on_the_type(type_: str, update: bool, migrate: bool, reschedule_attempts: int | None, restart_attempts: int) -> None:
    group = group_of(job(Type=type_))
    assert (group["Update"] is not None, group["Migrate"] is not None) == (update, migrate)
    assert (group["ReschedulePolicy"] or {}).get("Attempts") == reschedule_attempts
    assert group["RestartPolicy"]["Attempts"] == restart_attempts


def test_levels_inherit_field_by_field() -> None:
    got = stored(
        job(
            {"Update": {"Canary": 0}, "RestartPolicy": {"Attempts": 7}},
            {"RestartPolicy": {"Mode": "delay"}},
            Update={"MaxParallel": 3, "Canary": 1},
            Reschedule={"Delay": HOUR},
        )
    )
    group = got["TaskGroups"][0]
    assert (group["Update"]["MaxParallel"], group["Update"]["Canary"]) == (3, 0)
    assert group["ReschedulePolicy"]["Delay"] == HOUR
    assert (group["Tasks"][0]["RestartPolicy"]["Attempts"], group["Tasks"][0]["RestartPolicy"]["Mode"]) == (7, "delay")
    assert (got["Update"]["MaxParallel"], got["Update"]["Canary"]) == (3, 0), "only stagger and max_parallel are kept at job level"
    assert "Reschedule" not in got


def test_count_and_scaling_give_each_other_what_is_missing() -> None:
    assert group_of(job({"Scaling": {"Min": 2, "Max": 5}}))["Count"] == 2
    scaling = group_of(job({"Count": 4, "Scaling": {"Max": 5}}))["Scaling"]
    assert (scaling["Min"], scaling["Enabled"], scaling["Type"]) == (4, True, "horizontal")
    assert scaling["Target"] == {"Namespace": "default", "Job": "j", "Group": "g"}


@pytest.mark.parametrize(
    ("written", "cpu", "memory"),
    [({}, 100, 300), ({"Cores": 2}, 0, 300), ({"CPU": 0}, 0, 300), ({"MemoryMB": 64}, 100, 64)],
)
def test_resources(written: dict[str, Any], cpu: int, memory: int) -> None:
    got = task_of(job(task={"Resources": written}))["Resources"]
    assert (got["CPU"], got["MemoryMB"], got["MemoryMaxMB"]) == (cpu, memory, 0)


@pytest.mark.parametrize(
    ("artifact", "destination"),
    [
        ({"GetterSource": "https://x/y.tgz"}, "local/"),
        ({"GetterSource": "https://x/y.tgz", "GetterMode": "file"}, "local/y.tgz"),
        ({"GetterSource": "https://x/y/", "GetterMode": "file"}, "local/y"),
        ({"GetterSource": "https://x/y.tgz", "GetterMode": "file", "RelativeDest": "local/z"}, "local/z"),
    ],
)
def test_where_artifacts_go(artifact: dict[str, Any], destination: str) -> None:
    assert task_of(job(task={"Artifacts": [artifact]}))["Artifacts"][0]["RelativeDest"] == destination


def test_services_are_named_after_where_they_are() -> None:
    check = {"Type": "tcp"}
    group = group_of(job({"Services": [{"Checks": [check]}]}, {"Services": [{"Checks": [check]}, {"Name": "${JOB}.${TASKGROUP}.${TASK}.${BASE}"}]}))
    service, (other, named) = group["Services"][0], group["Tasks"][0]["Services"]
    assert (service["Name"], service["Provider"], service["AddressMode"], service["Namespace"]) == ("j-g", "consul", "auto", "default")
    assert service["Checks"][0]["Name"] == 'service: "j-g" check'
    assert (other["Name"], other["TaskName"], other["Checks"][0]["TaskName"]) == ("j-g-t", "t", "t")
    assert named["Name"] == "j.g.t.j-g-t"


def test_checks_take_what_their_service_says() -> None:
    service = {
        "OnUpdate": "ignore",
        "CheckRestart": {"Limit": 3, "Grace": 5 * SECOND},
        "Checks": [{"CheckRestart": {"Limit": 1}, "FailuresBeforeCritical": -2}, {}],
    }
    first, second = group_of(job({"Services": [service]}))["Services"][0]["Checks"]
    assert (first["OnUpdate"], first["CheckRestart"], first["FailuresBeforeCritical"]) == (
        "ignore",
        {"Limit": 1, "Grace": 5 * SECOND, "IgnoreWarnings": False},
        0,
    )
    assert second["CheckRestart"]["Limit"] == 3


def test_what_the_server_drops() -> None:
    group = group_of(
        job({"MaxClientDisconnect": HOUR, "Volumes": {"a": {"Type": "nfs"}, "b": {"Type": "host"}}}, {"Env": {}, "Vault": {"Policies": ["p"]}, "Schedule": {}})
    )
    assert group["MaxClientDisconnect"] is None
    assert list(group["Volumes"]) == ["b"]
    task = group["Tasks"][0]
    assert (task["Env"], task["Schedule"]) == (None, None)
    assert "Policies" not in task["Vault"]


@pytest.mark.parametrize(
    ("group", "task", "expected"),
    [
        ({"Services": [{}]}, {}, ["${attr.consul.version} semver >= 1.8.0"]),
        ({}, {"Services": [{"Provider": "nomad"}]}, ["${attr.nomad.service_discovery} = true"]),
        (
            {"Services": [{"Provider": "nomad", "Checks": [{"Type": "tcp"}]}]},
            {},
            ["${attr.nomad.service_discovery} = true", "${attr.nomad.version} semver >= 1.4.0"],
        ),
        ({}, {"KillSignal": "SIGTERM", "Templates": [{"ChangeMode": "signal", "ChangeSignal": "sighup"}]}, ["${attr.os.signals} set_contains SIGHUP,SIGTERM"]),
        ({}, {"Secrets": [{"Name": "s", "Provider": "nomad"}]}, ["${attr.plugins.secrets.nomad.version} is_set"]),
        ({}, {"Vault": {}}, ["${attr.vault.version} semver >= 0.6.1"]),
        ({}, {"Identities": [{"Name": "a"}]}, ["${attr.nomad.version} semver >= 1.7.0-a"]),
        ({"Consul": {"Partition": "p"}}, {}, ["${attr.consul.partition} = p"]),
        ({"Services": [{}], "Constraints": [{"LTarget": "${attr.consul.version}", "Operand": "=", "RTarget": "1"}]}, {}, ["${attr.consul.version} = 1"]),
    ],
)
def test_implied_constraints(group: dict[str, Any], task: dict[str, Any], expected: list[str]) -> None:
    assert constraints(group_of(job(group, task))) == expected


def test_two_constraints_are_appended_whatever_is_there() -> None:
    written = [{"LTarget": "${attr.nomad.version}", "Operand": "semver", "RTarget": ">= 1.7.0-a"}]
    submitted = job({"Constraints": written}, {"Identities": [{"Name": "a"}]})
    assert len(group_of(submitted)["Constraints"]) == 2
    again: Any = canonicalize(canonicalize(submitted)).to_api()
    assert len(again["TaskGroups"][0]["Constraints"]) == 2, "but not again"


def test_a_consul_service_of_a_task_constrains_the_task() -> None:
    group = group_of(job(task={"Services": [{}]}))
    assert (constraints(group), constraints(group["Tasks"][0])) == ([], ["${attr.consul.version} semver >= 1.8.0"])


def test_every_group_is_asked_for_the_secret_providers_of_all() -> None:
    submitted = job(task={"Secrets": [{"Name": "s", "Provider": "p1"}]})
    submitted["TaskGroups"].append({"Name": "h", "Tasks": [{"Name": "u", "Driver": "exec"}]})
    assert constraints(stored(submitted)["TaskGroups"][1]) == ["${attr.plugins.secrets.p1.version} is_set"]


# --- Connect -----------------------------------------------------------------------------------------------------------------


def test_a_sidecar_brings_a_task_and_a_port() -> None:
    group = group_of(job({"Networks": BRIDGE, "Services": [{"Name": "web", **SIDECAR}], "RestartPolicy": {"Attempts": 9}}))
    proxy = group["Tasks"][1]
    assert (proxy["Name"], proxy["Kind"], proxy["Driver"]) == ("connect-proxy-web", "connect-proxy:web", "docker")
    assert (proxy["Config"]["image"], proxy["Lifecycle"]) == ("${meta.connect.sidecar_image}", {"Hook": "prestart", "Sidecar": True})
    assert (proxy["Resources"]["CPU"], proxy["Resources"]["MemoryMB"], proxy["RestartPolicy"]["Attempts"]) == (250, 128, 9)
    assert constraints(proxy) == ["${attr.consul.version} semver >= 1.8.0", "${attr.consul.grpc} > 0"]
    assert group["Networks"][0]["DynamicPorts"] == [{"Label": "connect-proxy-web", "To": -1, "HostNetwork": "default"}]


def test_sidecar_task_changes_the_proxy() -> None:
    written = {"Config": {"args": ["x"]}, "Env": {"A": "1"}, "Resources": {"CPU": 50, "MemoryMB": 0}, "LogConfig": {"MaxFiles": 0}, "ShutdownDelay": 0}
    group = group_of(job({"Networks": BRIDGE, "Services": [{"Name": "web", "Connect": {"SidecarService": {}, "SidecarTask": written}}]}))
    proxy = group["Tasks"][1]
    assert proxy["Config"] == {"image": "${meta.connect.sidecar_image}", "args": ["x"]}
    assert (proxy["Env"], proxy["ShutdownDelay"]) == ({"A": "1"}, 0)
    assert (proxy["Resources"]["CPU"], proxy["Resources"]["MemoryMB"], proxy["LogConfig"]["MaxFiles"]) == (50, 128, 2), "zeros replace nothing"


def test_a_proxy_that_is_written_is_left_alone() -> None:
    submitted = job({"Networks": BRIDGE, "Services": [{"Name": "web", **SIDECAR}]})
    submitted["TaskGroups"][0]["Tasks"].append({"Name": "mine", "Kind": "connect-proxy:web", "Driver": "exec"})
    assert [task["Name"] for task in group_of(submitted)["Tasks"]] == ["t", "mine"]


def test_a_native_service_is_its_groups_only_task() -> None:
    group = group_of(job({"Networks": BRIDGE, "Services": [{"Name": "web", "Connect": {"Native": True}}]}))
    assert (group["Services"][0]["TaskName"], group["Tasks"][0]["Kind"]) == ("t", "connect-native:web")


@pytest.mark.parametrize(
    ("gateway", "mode", "bound", "ports"),
    [
        ({"Ingress": {"Listeners": [{"Port": 80, "Services": [{"Name": "x"}]}]}}, "bridge", {"x": 80}, []),
        ({"Terminating": {"Services": [{"Name": "x"}]}}, "bridge", {"default": -1}, ["connect-terminating-gw"]),
        ({"Mesh": {}}, "bridge", {"wan": -1, "lan": -1}, ["connect-mesh-gw-lan"]),
        ({"Mesh": {}}, "host", {}, ["connect-mesh-gw-lan"]),
    ],
)
def test_gateways_bind_what_they_serve(gateway: dict[str, Any], mode: str, bound: dict[str, int], ports: list[str]) -> None:
    port = "" if "Terminating" in gateway else "p"
    group = group_of(job({"Networks": [{"Mode": mode}], "Services": [{"Name": "gw", "PortLabel": port, "Connect": {"Gateway": gateway}}]}))
    proxy = group["Services"][0]["Connect"]["Gateway"]["Proxy"]
    assert {name: address["Port"] for name, address in (proxy["EnvoyGatewayBindAddresses"] or {}).items()} == bound
    assert proxy["EnvoyGatewayNoDefaultBind"] is (mode != "host")
    assert [port["Label"] for port in group["Networks"][0].get("DynamicPorts", ())] == ports
    assert group["Tasks"][1]["Config"].get("network_mode") == ("host" if mode == "host" else None)


def test_an_ingress_with_tls_settings_needs_a_newer_consul() -> None:
    gateway = {"Ingress": {"TLS": {"Enabled": True, "TLSMinVersion": "TLSv1_2"}, "Listeners": [{"Port": 80, "Services": [{"Name": "x"}]}]}}
    proxy = group_of(job({"Networks": BRIDGE, "Services": [{"Name": "gw", "Connect": {"Gateway": gateway}}]}))["Tasks"][1]
    assert constraints(proxy)[-1] == "${attr.consul.version} semver >= 1.11.2"


@pytest.mark.parametrize(
    ("service", "refusal"),
    [
        ({"Connect": {"Gateway": {"Mesh": {}}}}, "error in job mutator connect: service.port must be set for mesh gateway service"),
        ({"Connect": {"Native": True}, "TaskName": "x"}, "error in job mutator connect: task x named by Consul Connect Native service g->s does not exist"),
        (
            {**SIDECAR, "PortLabel": "dyn", "Checks": [{"Name": "c", "Type": "http", "Path": "/", "Expose": True}]},
            "error in job mutator expose-check: unable to determine local service port for service check g->s->c",
        ),
    ],
)
def test_refusals(service: dict[str, Any], refusal: str) -> None:
    _, refused = canonical_and_refusal(job({"Networks": BRIDGE, "Services": [{"Name": "s", **service}]}))
    assert str(refused) == refusal


def test_an_exposed_check_gets_a_port_and_a_path() -> None:
    checks = [
        {"Name": "n", "Type": "http", "Path": "/h", "Interval": 10 * SECOND, "Timeout": 2 * SECOND, "Expose": True},
        {"Type": "http", "Path": "/other", "Expose": True, "PortLabel": "own"},
    ]
    group = group_of(job({"Networks": BRIDGE, "Services": [{"Name": "s", "PortLabel": "9090", **SIDECAR, "Checks": checks}]}))
    service = group["Services"][0]
    label = service["Checks"][0]["PortLabel"]
    assert label == "svc_s_ck_e8a5ba"
    assert [(path["Path"], path["LocalPathPort"], path["ListenerPort"]) for path in service["Connect"]["SidecarService"]["Proxy"]["Expose"]["Paths"]] == [
        ("/h", 9090, label),
        ("/other", 9090, "own"),
    ]
    assert [port["Label"] for port in group["Networks"][0]["DynamicPorts"]] == ["connect-proxy-s", label]


# --- identities --------------------------------------------------------------------------------------------------------------


def test_identities() -> None:
    group = group_of(
        job(
            {"Services": [{"Name": "s", "PortLabel": "p", "Identity": {"Audience": ["a"]}}]},
            {"Identities": [{"Env": True}, {"Name": "x", "ChangeSignal": "sighup"}]},
        )
    )
    assert (group["Services"][0]["Identity"]["Name"], group["Services"][0]["Identity"]["ServiceName"]) == ("consul-service_s-p", "s")
    task = group["Tasks"][0]
    assert (task["Identity"]["Name"], task["Identity"]["Env"]) == ("default", True)
    assert [(identity["Name"], identity["ChangeSignal"]) for identity in task["Identities"]] == [("x", "SIGHUP")]


def test_a_server_may_give_identities() -> None:
    given = ServerSettings(consul_service_identity=WorkloadIdentity(aud=["consul.io"]), vault_default_identity=WorkloadIdentity(aud=["vault.io"]))
    got = canonicalize(job({"Services": [{"Name": "s"}]}, {"Vault": {}}), given).to_api()["TaskGroups"][0]
    assert got["Services"][0]["Identity"]["Audience"] == ["consul.io"]
    assert [identity["Name"] for identity in got["Tasks"][0]["Identities"]] == ["vault_default"]


# --- properties --------------------------------------------------------------------------------------------------------------

texts = st.sampled_from(["", "a", "b"])
services: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "Name": texts,
        "PortLabel": texts,
        "Provider": st.sampled_from(["", "nomad", "consul"]),
        "Tags": st.lists(texts, max_size=2),
        "Checks": st.lists(st.fixed_dictionaries({}, optional={"Name": texts, "Type": texts, "CheckRestart": st.just({"Limit": 2})}), max_size=2),
        "Connect": st.sampled_from(
            [{"SidecarService": {}}, {"SidecarService": {"Port": "q"}, "SidecarTask": {"Driver": "exec"}}, {"Gateway": {"Mesh": {}, "Proxy": {}}}, None]
        ),
        "Identity": st.sampled_from([None, {"Audience": ["x"]}]),
    },
)
groups = st.fixed_dictionaries(
    {"Name": texts},
    optional={
        "Count": st.integers(0, 3),
        "Services": st.lists(services, max_size=2),
        "Networks": st.sampled_from([[{"Mode": "bridge"}], [{"Mode": "host"}], None]),
        "Update": st.sampled_from([{}, {"MaxParallel": 0}, {"Canary": 2}]),
        "Scaling": st.sampled_from([{}, {"Min": 1, "Max": 3}]),
    },
)
jobs = st.builds(
    lambda type_, update, group, secret: job(group, {"Secrets": secret}, Type=type_, Update=update),
    st.sampled_from(["service", "batch", "system", "sysbatch"]),
    st.sampled_from([None, {}, {"MaxParallel": 0}, {"Stagger": 5}]),
    groups,
    st.sampled_from([None, [{"Name": "s", "Provider": "vault"}]]),
)


@settings(max_examples=150, deadline=None)
@given(jobs)
def test_a_canonical_job_stays_as_it_is(submitted: dict[str, Any]) -> None:
    once = canonicalize(submitted)
    assert canonicalize(once).to_api() == once.to_api()


@settings(max_examples=100, deadline=None)
@given(jobs, st.randoms(use_true_random=False))
def test_unknown_fields_pass_through(submitted: dict[str, Any], random: Any) -> None:
    typed = from_api(submitted)
    hidden = random.sample(sorted(type(typed).__slots__), 5)
    group = typed.group[0].without(*random.sample(sorted(type(typed.group[0]).__slots__), 5))
    got = canonicalize(typed.changed(group=[group]).without(*hidden))
    assert not got.known("meta") or "meta" not in hidden


def test_a_value_that_depends_on_an_unknown_one_is_unknown() -> None:
    typed = from_api(job({"Services": [{"Provider": "nomad"}]}, {"Resources": {}}))
    group = typed.group[0]
    resources = group.task[0].resources.without("cores")
    got = canonicalize(typed.without("type").changed(group=[group.without("name").changed(task=[group.task[0].changed(resources=resources)])])).group[0]
    assert not got.known("restart"), "which depends on the job's type"
    assert not got.service[0].known("name"), "which is made of the group's"
    assert not got.task[0].resources.known("cpu"), "which is 0 with cores"


def test_against_recorded_jobs(goldens: Path) -> None:
    def pruned(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: pruned(item)
                for key, item in value.items()
                if item is not None and key not in ("CreateIndex", "ModifyIndex", "JobModifyIndex", "Version", "Status")
            }
        return [pruned(item) for item in value] if isinstance(value, list) else value

    wrong = []
    for path in recorded(goldens / "scheduler" / "scenarios", "*.json"):
        case = json.loads(path.read_text(encoding="utf-8"))
        if "job" in case["expected"] and pruned(stored(case["input"]["job_json"])) != pruned(case["expected"]["job"]):
            wrong.append(path.stem)
    assert wrong == []


def test_the_settings_may_be_those_of_a_cluster() -> None:
    state = ClusterState.from_dict({"region": "eu"})
    assert canonicalize(job(Region=""), state).to_api()["Region"] == canonicalize(job(Region=""), ServerSettings(region="eu")).to_api()["Region"] == "eu"
