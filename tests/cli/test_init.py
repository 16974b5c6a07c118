"""`nomadspec init`: starter files, and a cluster described in them."""

from __future__ import annotations

import json
import tomllib

import pytest

from tests.cli.run import Runner

STATE = {
    "format": "nomadspec-state/1",
    "namespaces": [{"Name": "default"}, {"Name": "pay\x7fments\u00e9"}],
    "node_pools": [{"Name": "all"}, {"Name": "default"}, {"Name": "gpu"}],
    "scheduler_config": {"MemoryOversubscriptionEnabled": True},
}


def test_the_servers_of_a_state(nomadspec: Runner) -> None:
    nomadspec.write("state.json", json.dumps(STATE))
    nomadspec.write(
        "job.nomad.hcl",
        'job "a" {\n  node_pool = "cpu"\n  group "g" {\n    task "t" {\n      driver = "exec"\n      config {\n        command = "a"\n      }\n    }\n  }\n}\n',
    )
    assert nomadspec("lint", "job.nomad.hcl").status == 0
    made = nomadspec("init", "--from-state", "state.json")
    assert (made.status, made.err) == (0, "")
    written = tomllib.loads((nomadspec.folder / made.out.strip()).read_text())
    assert written == {"server": {"namespaces": ["default", "pay\x7fments\u00e9"], "node-pools": ["gpu"], "memory-oversubscription": True}}
    assert "NOM1061" in nomadspec("lint", "-o", "concise", "job.nomad.hcl").out


def test_a_state_that_is_not_there(nomadspec: Runner) -> None:
    result = nomadspec("init", "--from-state", "no.json")
    assert (result.status, result.out) == (2, "")
    assert "--from-state no.json" in result.err


def test_a_state_for_each_environment(nomadspec: Runner) -> None:
    nomadspec.write("states/prod.json", json.dumps({**STATE, "servers": [{"Name": "s1", "Version": "1.9.3", "Region": "global"}]}))
    nomadspec.write("test.json", json.dumps({"format": "nomadspec-state/1", "namespaces": [{"Name": "default"}]}))
    made = nomadspec("init", "--from-state", "prod=states/prod.json", "--from-state", "test=file:test.json")
    assert (made.status, made.err) == (0, "")
    written = tomllib.loads((nomadspec.folder / "nomadspec.toml").read_text())
    described = {"namespaces": ["default", "pay\x7fments\u00e9"], "node-pools": ["gpu"], "memory-oversubscription": True}
    assert written == {
        "environments": [
            {"name": "prod", "state": "file:states/prod.json", "nomad-version": "1.9.3", "server": described},
            {"name": "test", "state": "file:test.json", "server": {"namespaces": ["default"], "node-pools": [], "memory-oversubscription": False}},
        ]
    }
    nomadspec.write(
        "job.nomad.hcl",
        'job "a" {\n  node_pool = "cpu"\n  group "g" {\n    task "t" {\n      driver = "exec"\n      config {\n        command = "a"\n      }\n    }\n  }\n}\n',
    )
    assert "NOM1061" in nomadspec("lint", "-o", "concise", "job.nomad.hcl").out


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("a=s.json", "a=s.json"), "two environments named a"),
        (("s.json", "s.json"), "name each state: NAME=STATE"),
        (("a=no.json",), "--from-state no.json"),
    ],
)
def test_states_that_cannot_be_told_apart(nomadspec: Runner, given: tuple[str, ...], says: str) -> None:
    nomadspec.write("s.json", json.dumps(STATE))
    result = nomadspec("init", *(word for state in given for word in ("--from-state", state)))
    assert (result.status, result.out) == (2, "")
    assert says in result.err
    assert not (nomadspec.folder / "nomadspec.toml").exists()
