"""Predicted nodes: the configuration beside what it makes of the node, and the nodes of real agents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nomadspec.agent import load
from nomadspec.agent.prediction import computed_class, plain_node, predict
from nomadspec.agent.profile import NodeProfile
from tests.recorded import recorded

#: What only a running agent has: ids, times, what is drawn anew at each start, and what operators did later.
RUNNING = {
    *("ID", "SecretID", "ComputedClass", "CreateIndex", "ModifyIndex", "Events", "StatusUpdatedAt", "LastMissedHeartbeatIndex", "LastAllocUpdateIndex"),
    *("IdentitySigningKeyID", "Drain", "DrainStrategy", "LastDrain"),
}


def node(tmp_path: Path, client: str = "", rest: str = "", **facts: Any) -> dict[str, Any]:
    path = tmp_path / "client.hcl"
    path.write_text(f"client {{\n  enabled = true\n{client}\n}}\n{rest}")
    config = load([path])
    assert config.ok, config.diagnostics
    found = predict(config, NodeProfile(facts), name="machine")
    assert found is not None
    return found


def at(found: Any, path: str) -> Any:
    for step in path.split("/"):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


@pytest.mark.parametrize(
    ("client", "path", "value"),
    [
        ("", "Name", "machine"),
        ("", "NodePool", "default"),
        ("", "Meta/connect.log_level", "info"),
        ("", "NodeResources/Cpu/CpuShares", 10_000),
        ("", "NodeResources/MinDynamicPort", 20_000),
        ("", "CgroupParent", "nomad.slice"),
        ('cgroup_parent = "x"', "CgroupParent", "nomad.slice"),
        ('node_class = "db"', "NodeClass", "db"),
        ("cpu_total_compute = 6000", "Attributes/cpu.totalcompute", "6000"),
        ("memory_total_mb = 1024", "Attributes/memory.totalbytes", "1073741824"),
        ("disk_total_mb = 77\ndisk_free_mb = 5", "NodeResources/Disk/DiskMB", 77),
        ("reserved {\n cpu = 5\n}", "NodeResources/Processors/Topology/OverrideWitholdCompute", 5),
        ('reserved {\n cores = "0-1,3"\n}', "ReservedResources/Cpu/ReservedCpuCores", [0, 1, 3]),
        ('reserved {\n cores = "a"\n}', "ReservedResources/Cpu/ReservedCpuCores", []),
        ('reservable_cores = "1-2"', "NodeResources/Cpu/ReservableCpuCores", [1, 2]),
        ("default_ineligible = true", "SchedulingEligibility", "ineligible"),
        ("nomad_service_discovery = false", "Attributes/nomad.service_discovery", "false"),
        ('network_interface = "lo"', "Attributes/unique.network.ip-address", "127.0.0.1"),
        ('network_interface = "lo"\npreferred_address_family = "ipv6"', "Attributes/unique.network.ip-address", "::1"),
        ('options {\n "driver.raw_exec.enable" = "1"\n}', "Drivers/raw_exec/Healthy", True),
        ('options {\n "fingerprint.denylist" = "storage"\n}', "NodeResources/Disk/DiskMB", 0),
        ('host_network "x" {\n cidr = "10.0.0.0/8"\n reserved_ports = "22"\n}', "NodeResources/NodeNetworks/1/Addresses/0/Alias", "x"),
    ],
)
def test_configuration_and_node(tmp_path: Path, client: str, path: str, value: object) -> None:
    assert at(node(tmp_path, client, interfaces=[{"device": "eth0", "addresses": ["10.0.0.5"]}]), path) == value


@pytest.mark.parametrize(
    ("client", "missing"),
    [
        ('options {\n "driver.denylist" = "docker"\n}', "driver.docker"),
        ('options {\n "driver.allowlist" = "exec"\n}', "driver.docker"),
        ('options {\n "fingerprint.denylist" = "plugins_cni"\n}', "plugins.cni.version.bridge"),
        ('options {\n "fingerprint.allowlist" = "cpu,memory"\n}', "kernel.name"),
        ("", "driver.raw_exec"),
        ("", "consul.version"),
    ],
)
def test_attributes_that_are_not_there(tmp_path: Path, client: str, missing: str) -> None:
    assert missing not in node(tmp_path, client)["Attributes"]


@pytest.mark.parametrize(
    ("rest", "facts", "version"),
    [
        ('consul {\n address = "127.0.0.1:8500"\n}', {}, "1.21.0"),
        ('consul {\n address = "127.0.0.1:8500"\n}', {"consul": False}, None),
        ("", {"consul": "1.20.5"}, "1.20.5"),
    ],
)
def test_consul_is_reached_if_the_configuration_speaks_of_it(tmp_path: Path, rest: str, facts: dict[str, Any], version: str | None) -> None:
    assert node(tmp_path, "", rest, **facts)["Attributes"].get("consul.version") == version


def test_cni_networks_below_the_root(tmp_path: Path) -> None:
    folder = tmp_path / "image" / "etc" / "cni"
    folder.mkdir(parents=True)
    (folder / "10-a.conflist").write_text('{"cniVersion": "1.0.0", "name": "mynet", "plugins": [{"type": "bridge"}]}')
    (folder / "20-b.conf").write_text("{")
    found = node(tmp_path, 'cni_config_dir = "/etc/cni"', root=str(tmp_path / "image"))
    assert {"Mode": "cni/mynet"} in found["NodeResources"]["Networks"]


def test_the_machine_that_predicts_is_not_looked_at(tmp_path: Path) -> None:
    assert node(tmp_path, f'cni_config_dir = "{tmp_path}"')["NodeResources"]["Networks"][0] == {"Mode": "bridge"}


def test_a_server_is_no_node(tmp_path: Path) -> None:
    path = tmp_path / "server.hcl"
    path.write_text("server {\n  enabled = true\n}\n")
    assert predict(load([path])) is None


def test_nodes_alike_are_of_one_class(tmp_path: Path) -> None:
    one, two = node(tmp_path, hostname="a"), node(tmp_path, hostname="b")
    assert one["ID"] != two["ID"]
    assert computed_class(one) == one["ComputedClass"] == two["ComputedClass"] == plain_node()["ComputedClass"]
    assert node(tmp_path, "meta {\n x = 1\n}")["ComputedClass"] != one["ComputedClass"]


# --- real agents


def machine(real: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """The facts of the machine that the recorded agents ran on, as somebody would write them in a profile."""
    attributes = defaults["Attributes"]
    hardware = ("kernel", "os.", "unique.storage", "memory", "cpu.modelname", "unique.host_id")
    interface = defaults["NodeResources"]["NodeNetworks"][1]
    own = real["Attributes"]
    return {
        "hostname": own["unique.hostname"],
        "cores": int(attributes["cpu.numcores"]),
        "mhz": int(attributes["cpu.frequency"]),
        "memory_mb": defaults["NodeResources"]["Memory"]["MemoryMB"],
        "disk_total_mb": defaults["NodeResources"]["Disk"]["DiskMB"],
        "cni_plugins": {name.removeprefix("plugins.cni.version."): value for name, value in own.items() if name.startswith("plugins.cni.")},
        "cni_networks": [mode["Mode"][4:] for mode in real["NodeResources"]["Networks"] if mode["Mode"].startswith("cni/")],
        "consul": False,
        "attributes": {name: value for name, value in attributes.items() if name.startswith(hardware)}
        | {name: value for name, value in own.items() if name in ("os.signals", "unique.host_id")},
        "drivers": {
            "docker": {"healthy": False, "reason": "Failed to connect to docker daemon"},
            "exec": {},
            "mock_driver": {},
            "qemu": {"healthy": False},
            "java": {name.removeprefix("driver.java."): value for name, value in attributes.items() if name.startswith("driver.java.")},
        },
        "interfaces": [
            {"device": "lo", "addresses": ["127.0.0.1", "::1"]},
            {"device": interface["Device"], "mac": interface["MacAddress"], "addresses": [row["Address"] for row in interface["Addresses"]]},
        ],
    }


def comparable(found: dict[str, Any], changed_later: bool) -> dict[str, Any]:
    """A node without what only a running agent has."""
    left_out = RUNNING | ({"Status", "SchedulingEligibility"} if changed_later else set())
    out = {key: value for key, value in found.items() if key not in left_out}
    out["Drivers"] = {name: {key: value for key, value in driver.items() if key != "UpdateTime"} for name, driver in out["Drivers"].items()}
    out["HostVolumes"] = {name: volume for name, volume in out["HostVolumes"].items() if not volume["ID"]}
    return out


def test_nodes_of_real_agents(goldens: Path, tmp_path: Path) -> None:
    pairs = [json.loads(path.read_text()) for path in recorded(goldens / "cluster" / "config-to-node" / "pairs", "*.json")]
    defaults = next(pair["node"] for pair in pairs if pair["name"] == "defaults")
    compared = 0
    for pair in pairs:
        if pair["node"] is None:
            continue
        path = tmp_path / f"{pair['name']}.hcl"
        path.write_text(pair["agent_config_hcl"])
        predicted = predict(load([path]), NodeProfile(machine(pair["node"], defaults)))
        assert predicted is not None
        for name in ("AllocDir", "ClientConfig"):  # which the API does not tell
            predicted.pop(name, None)
        later = "note" in pair
        assert comparable(predicted, later) == comparable(pair["node"], later), pair["name"]
        compared += 1
    assert compared > 10
