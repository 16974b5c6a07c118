"""`agent-config:` states: which agents a folder has, what their nodes are, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import nomadspec
from nomadspec.backends.opening import BackendError, OpenOptions, open_state
from tests.recorded import recorded

CLIENT = 'name = "{0}"\ndata_dir = "/opt/nomad"\nclient {{\n  enabled = true\n  meta {{\n    from = "{0}"\n  }}\n}}\n'


def lay(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"a.hcl": CLIENT.format("a")}, ["a"]),
        ({"a.hcl": CLIENT.format("a"), "b.hcl": CLIENT.format("b"), "common.hcl": 'datacenter = "dc7"\n'}, ["a", "b"]),
        ({"x/a.hcl": CLIENT.format("a"), "y/b.hcl": CLIENT.format("b"), "common.hcl": 'datacenter = "dc7"\n'}, ["a", "b"]),
        ({"base.hcl": 'data_dir = "/x"\n', "client.json": '{"client": {"enabled": true}}'}, [None]),
        ({"a.hcl": CLIENT.format("a"), "node-profile.toml": "count = 3\n"}, ["a-1", "a-2", "a-3"]),
    ],
)
def test_agents_of_a_folder(tmp_path: Path, files: dict[str, str], names: list[str | None]) -> None:
    lay(tmp_path / "fleet", files)
    state = open_state("agent-config:fleet", OpenOptions(folder=str(tmp_path)))
    assert sorted(node.name for node in state.nodes.values()) == [name or "fleet" for name in names]
    if "common.hcl" in files:
        assert {node.datacenter for node in state.nodes.values()} == {"dc7"}


def test_the_profile_of_an_agents_own_folder_counts_more(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"x/a.hcl": CLIENT.format("a"), "x/node-profile.toml": "cores = 2\n", "y/b.hcl": CLIENT.format("b"), "node-profile.toml": "cores = 16\nmhz = 1000\n"},
    )
    state = open_state("agent-config:.", OpenOptions(folder=str(tmp_path)))
    assert {node.name: node.raw["NodeResources"]["Cpu"]["CpuShares"] for node in state.nodes.values()} == {"a": 2000, "b": 16000}


def test_a_profile_that_is_named(tmp_path: Path) -> None:
    lay(tmp_path, {"a.hcl": CLIENT.format("a"), "p.json": '{"memory_mb": 77}'})
    state = open_state("agent-config:a.hcl?profile=p.json", OpenOptions(folder=str(tmp_path)))
    assert [node.raw["NodeResources"]["Memory"]["MemoryMB"] for node in state.nodes.values()] == [77]


def test_a_job_is_planned_on_predicted_nodes(tmp_path: Path) -> None:
    lay(tmp_path, {"a.hcl": CLIENT.format("a"), "b.hcl": CLIENT.format("b").replace("enabled = true", 'enabled = true\n  node_pool = "gpu"')})
    state = open_state(f"agent-config:{tmp_path}")
    compiled = nomadspec.compile(
        'job "j" {\n constraint {\n attribute = "${meta.from}"\n value = "a"\n }\n group "g" {\n task "t" {\n driver = "docker"\n config {\n image = "x"\n }\n }\n }\n}',
        environ={},
    )
    assert compiled.job is not None
    assert [placement.node.name for placement in nomadspec.plan(compiled.job, state).placements] == ["a"]
    assert {pool["Name"] for pool in state.to_dict()["node_pools"]} == {"all", "default", "gpu"}
    assert nomadspec.ClusterState.from_dict(json.loads(json.dumps(state.to_dict()))).nodes.keys() == state.nodes.keys()


JOB = """job "j" {
  namespace = "apps"
  group "g" {
    shutdown_delay = "5s"
    task "t" {
      driver = "raw_exec"
      config {
        command = "/bin/true"
      }
      vault {}
      resources {
        memory     = 100
        memory_max = 200
      }
    }
  }
}
"""


def test_what_agents_do_not_describe_is_unknown(tmp_path: Path) -> None:
    """Namespaces, Vault on the servers, and oversubscription where no server says how it schedules: none is called missing."""
    nodes, jobs = tmp_path / "agents", ["NOM1051", "NOM8111", "NOM6132"]
    lay(nodes, {"a.hcl": CLIENT.format("a") + "vault {\n  enabled = true\n}\n"})
    state = open_state(f"agent-config:{nodes}")

    def said(state: nomadspec.ClusterState) -> list[str]:
        return [d.code for d in nomadspec.lint(JOB, state=state, environ={}) if d.code in jobs]

    assert said(state) == []
    assert said(nomadspec.ClusterState.from_dict({})) == jobs
    lay(
        nodes,
        {
            "s/s.hcl": 'name = "s"\ndata_dir = "/x"\nserver {\n  enabled = true\n  default_scheduler_config {\n    memory_oversubscription_enabled = false\n  }\n}\n',
            "a/a.hcl": (nodes / "a.hcl").read_text(),
        },
    )
    (nodes / "a.hcl").unlink()
    assert said(open_state(f"agent-config:{nodes}")) == ["NOM6132"]


def test_the_servers_scheduler_configuration(tmp_path: Path) -> None:
    server = 'data_dir = "/x"\nserver {\n  enabled = true\n  default_scheduler_config {\n    scheduler_algorithm = "spread"\n  }\n}\n'
    lay(tmp_path, {"server/s.hcl": server, "client/c.hcl": CLIENT.format("c")})
    state = open_state(f"agent-config:{tmp_path}")
    assert state.scheduler_config().algorithm == "spread"
    assert [node.name for node in state.nodes.values()] == ["c"]


@pytest.mark.parametrize(
    ("files", "uri", "message"),
    [
        ({}, "nope", "nope: No such file or directory"),
        ({"a.txt": ""}, ".", "no client configuration found"),
        ({"a.hcl": "client {"}, "a.hcl", "a.hcl:1:9"),
        ({"a.hcl": CLIENT.format("a") + 'log_level = "LOUD"\n'}, ".", "a.hcl:9:13: log_level must be one of"),
        ({"a.hcl": CLIENT.format("a"), "node-profile.toml": "cpus = 3\n"}, ".", "node-profile.toml:1:1: node profile: unknown key 'cpus'"),
        ({"a.hcl": CLIENT.format("a")}, ".?profile=nope.toml", "No such file or directory"),
        (
            {"a.hcl": CLIENT.format("a"), "node-profile.toml": "count = 10000\ncores = 10000\n"},
            ".",
            "more than 20,000 nodes, or more than 1,000,000 cores in total",
        ),
        ({"a.hcl": CLIENT.format("a")}, ".?size=3", "only ?profile=FILE is allowed after the folder"),
    ],
)
def test_refused(tmp_path: Path, files: dict[str, str], uri: str, message: str) -> None:
    lay(tmp_path, files)
    with pytest.raises(BackendError) as refused:
        open_state(f"agent-config:{uri}", OpenOptions(folder=str(tmp_path)))
    assert message in str(refused.value)


def test_paths_are_looked_for_below_the_root(tmp_path: Path) -> None:
    volume = CLIENT.format("a").replace("enabled = true", 'enabled = true\n  host_volume "v" {\n    path = "/srv/v"\n  }')
    lay(tmp_path, {"c/a.hcl": volume, "c/node-profile.toml": 'root = "../image"\n', "image/etc/x": ""})
    with pytest.raises(BackendError, match="/srv/v of host volume v does not exist; this agent does not start"):
        open_state(f"agent-config:{tmp_path}/c")
    (tmp_path / "image" / "srv" / "v").mkdir(parents=True)
    assert open_state(f"agent-config:{tmp_path}/c").nodes


def test_agents_that_did_not_start(goldens: Path, tmp_path: Path) -> None:
    """Of the recorded ones only a missing path cannot be told from the configuration."""
    told: dict[str, bool] = {}
    for path in recorded(goldens / "cluster" / "config-to-node" / "pairs", "*.json"):
        pair = json.loads(path.read_text())
        if pair["node"] is not None:
            continue
        file = tmp_path / f"{pair['name']}.hcl"
        file.write_text(pair["agent_config_hcl"])
        try:
            open_state(f"agent-config:{file}")
        except BackendError as error:
            told[pair["name"]] = "does not start" in str(error)
        else:
            told[pair["name"]] = False
    assert {name for name, refused in told.items() if not refused} == {"host-volume-missing-path"}
