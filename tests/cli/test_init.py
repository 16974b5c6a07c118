"""`nomadspec init`: starter files, and a cluster described in them."""

from __future__ import annotations

import json
import tomllib

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
