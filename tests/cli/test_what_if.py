"""`nomadspec what-if`, `capacity` and `drift`: exit statuses, formats, options, and inputs that are no good."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from nomadspec.workspace.schemas import schema
from tests.cli.run import Runner, program
from tests.simulation.clusters import job, node, racks, running

WEB = 'job "web" {\n  group "api" {\n    count = COUNT\n    task "server" {\n      driver = "docker"\n      config {\n        image = "nginx:1"\n      }\n      env {\n        PASSWORD = "hunter2"\n      }\n      resources {\n        cpu    = 500\n        memory = 256\n      }\n    }\n  }\n}\n'


def web(count: int = 1) -> str:
    return WEB.replace("COUNT", str(count))


@pytest.fixture
def cluster(nomadspec: Runner) -> Runner:
    """A cluster of three racks with a job that fills most of two nodes, in `s.json`."""
    state = running(job("db", count=2, cpu=3000), job("low", cpu=1000, Priority=20), nodes=[*racks("r1", "r2"), node(3, cpu=1500, meta={"rack": "r3"})])
    nomadspec.write("s.json", json.dumps(state.to_dict()))
    nomadspec.write("web.nomad.hcl", web())
    nomadspec.write("db.nomad.hcl", web(2).replace('job "web"', 'job "db"'))
    return nomadspec


@pytest.mark.parametrize(
    ("arguments", "status", "shown"),
    [
        (["--ineligible", "node3"], 0, "0 allocations move; everything that ran is placed"),
        (["--lose", "node1"], 1, "that ran cannot be placed again: db"),
        (["--lose", "node1", "--add", "1*node2"], 0, "everything that ran is placed"),
        (["--lose", "node1", "--add", "fit*node2"], 0, "everything that ran is placed\nWith 1 more node like node2.\n"),
        (["--scale", "low/api=60", "--add", "fit*node1"], 0, "With 15 more nodes like node1."),
        (["--scale", "low/api=60", "--add", "fit*node1"], 0, "low.api ×4 "),
        (["--scale", "low/api=60", "--add", "fit*node1", "--verbose"], 0, "low.api[59]  -"),
        (["--drain", "meta.rack=r1,meta.rack=r2", "--add", "fit*node1"], 0, "everything that ran is placed"),
        (["--lose", "each:node"], 1, "Survives the loss of any one node: yes, but for db (node node1, node2)"),
        (["--drain", "each:meta.rack"], 1, "Survives the drain of any one rack: yes, but for db (rack r1, r2)"),
        (["--lose", "each:node", "--stop", "db"], 0, "yes"),
        (["web.nomad.hcl"], 0, "web.api[0]"),
        (["db.nomad.hcl"], 0, "- Only the first step of the update of db is shown."),
        (["--scale", "db/api=3"], 1, "some of these jobs' allocations cannot be placed: db"),
        (["--stop", "low", "--scale", "db/api=1"], 0, "stopped"),
        (["--scale", "db/nope=3"], 2, "Refused: no such group"),
        (["--lose", "node9"], 2, "Refused: the cluster has no node 'node9'; did you mean 'node"),
    ],
)
def test_what_follows_and_the_exit_status(cluster: Runner, arguments: list[str], status: int, shown: str) -> None:
    done = cluster("what-if", "--state", "s.json", *arguments)
    assert shown in done.out
    assert done.status == status


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--lose", "node1"], "what-if needs a cluster: --state FILE (of `nomadspec state capture`) or the address of an agent"),
        (["--state", "s.json"], "no changes given: use --drain, --lose, --add, --stop, --scale, … or pass a jobspec"),
        (["--state", "s.json", "--add", "node1"], "--add takes COUNT*NODE, such as 3*node1, or fit*NODE; not 'node1'"),
        (["--state", "s.json", "--set", "node1"], "--set takes NODES:KEY=VALUE, such as node1:meta.ssd=yes; not 'node1'"),
        (["--state", "s.json", "--scale", "db=3"], "--scale takes JOB/GROUP=N, such as web/api=5; not 'db=3'"),
        (["--state", "s.json", "--scheduler", "algorithm=best"], "--scheduler takes algorithm=binpack|spread"),
        (["--state", "s.json", "--lose", "each:node", "--drain", "each:meta.rack"], "scenarios can only use one key, not meta.rack and node"),
        (["--state", "s.json", "--lose", "each:rack"], "nodes can be selected by class, pool, dc, meta.KEY or attr.KEY, not by 'rack'"),
        (["--state", "s.json", "--lose", "node1", "--now", "noon"], "--now noon: not a time in RFC 3339, such as 2026-01-31T12:00:00Z"),
        (["--state", "s.json", "--add", "fit*node9"], "the cluster has no node 'node9'"),
        (["--state", "s.json", "--lose", "each:node", "--executor", "spark://x"], "--executor takes dask://HOST:PORT, not 'spark://x'"),
        (["--state", "s.json", "bad.nomad.hcl"], "bad.nomad.hcl"),
    ],
)
def test_what_cannot_be_played(cluster: Runner, arguments: list[str], message: str) -> None:
    cluster.write("bad.nomad.hcl", 'job "x" {')
    done = cluster("what-if", *arguments)
    assert message in done.err
    assert done.status == 2


def test_of_many_scenarios_those_that_are_not_survived_are_shown(nomadspec: Runner) -> None:
    state = running(job("db", cpu=3000), nodes=[node(1), *[node(number, cpu=1000) for number in range(2, 31)]])
    nomadspec.write("s.json", json.dumps(state.to_dict()))
    lines = nomadspec("what-if", "--state", "s.json", "--lose", "each:node").out.splitlines()
    assert [line.split() for line in lines if line.startswith("  node1")] == [["node1", "no", "0", "1", "db"]]
    assert "The other 29 scenarios leave nothing unplaced (--verbose lists them)." in lines
    assert "node30" in nomadspec("what-if", "--state", "s.json", "--lose", "each:node", "--verbose").out


@pytest.mark.parametrize("arguments", [["--lose", "node1"], ["--lose", "each:node"]])
def test_the_document_fits_its_schema(cluster: Runner, arguments: list[str]) -> None:
    done = cluster("what-if", "--state", "s.json", *arguments, "-o", "json")
    Draft202012Validator(schema("what-if")).validate(json.loads(done.out))


def test_scenarios_in_several_processes(cluster: Runner) -> None:
    arguments = ("what-if", "--state", "s.json", "--lose", "each:node", "-o", "json")
    assert program(*arguments, "--jobs", "2", cwd=cluster.folder) == cluster(*arguments)


def test_markdown_escapes_what_comes_from_outside(nomadspec: Runner) -> None:
    state = running(job("web"), nodes=[node(1, Name="<img src=x>|`")])
    nomadspec.write("s.json", json.dumps(state.to_dict()))
    done = nomadspec("what-if", "--state", "s.json", "--drain", "00000001", "-o", "markdown")
    assert "<img" not in done.out.replace("\\<img", "")
    assert "\\|" in done.out


# --- capacity --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "shown"),
    [
        (["web.nomad.hcl"], 0, "web, group api: "),
        (["web.nomad.hcl", "--need", "2"], 0, "2 are needed"),
        (["web.nomad.hcl", "--need", "api=50"], 1, "50 are needed: too few"),
        (["web.nomad.hcl", "--need", "50"], 1, "more nodes like node"),
        (["web.nomad.hcl", "--most", "1"], 0, "1 or more fit"),
        (["web.nomad.hcl", "--group", "nope"], 2, "refused: no group 'nope' in the job (available: api)"),
        ([], 0, "cpu MHz free"),
    ],
)
def test_how_many_fit(cluster: Runner, arguments: list[str], status: int, shown: str) -> None:
    done = cluster("capacity", "--state", "s.json", *arguments)
    assert shown in done.out
    assert done.status == status


@pytest.mark.parametrize("arguments", [["web.nomad.hcl"], ["."], []])
def test_the_capacity_document_fits_its_schema(cluster: Runner, arguments: list[str]) -> None:
    cluster.write("other.nomad.hcl", web().replace('"web"', '"other"'))
    done = cluster("capacity", "--state", "s.json", *arguments, "-o", "json")
    Draft202012Validator(schema("capacity")).validate(json.loads(done.out))


def test_a_need_is_a_number(cluster: Runner) -> None:
    done = cluster("capacity", "--state", "s.json", "web.nomad.hcl", "--need", "many")
    assert (done.status, "--need takes N or GROUP=N, not 'many'" in done.err) == (2, True)


# --- drift -----------------------------------------------------------------------------------------------------------------------


def stored(nomadspec: Runner, count: int = 1, **members: Any) -> None:
    """A state where `web` runs, in `s.json`."""
    import nomadspec as api

    made = api.compile(web(count), filename="web.nomad.hcl", environ={}).job
    assert made is not None
    raw = {**api.canonicalize(made).to_api(), "Region": "global", "Version": 3, **members}
    nomadspec.write("s.json", json.dumps({"format": "nomadspec-state/1", "region": "global", "jobs": [raw]}))


@pytest.mark.parametrize(
    ("count", "members", "arguments", "status", "shown"),
    [
        (1, {}, [], 0, "No drift"),
        (2, {}, [], 1, 'Count: "2" => "1"'),
        (1, {"ID": "other", "Name": "other"}, [], 1, "not described by any file"),
        (1, {"Stop": True}, [], 1, "is stopped"),
    ],
)
def test_drift(nomadspec: Runner, count: int, members: dict[str, Any], arguments: list[str], status: int, shown: str) -> None:
    nomadspec.write("web.nomad.hcl", web())
    stored(nomadspec, count, **members)
    done = nomadspec("drift", "--state", "s.json", "web.nomad.hcl", *arguments)
    assert shown in done.out
    assert done.status == status


@pytest.mark.parametrize(("arguments", "masked"), [(["-o", "json"], False), (["-o", "json", "--redact"], True), (["-o", "markdown"], True), ([], False)])
def test_secrets_are_masked_where_others_read(nomadspec: Runner, arguments: list[str], masked: bool) -> None:
    nomadspec.write("web.nomad.hcl", web().replace("hunter2", "hunter3"))
    stored(nomadspec)
    done = nomadspec("drift", "--state", "s.json", "web.nomad.hcl", *arguments)
    assert ("hunter2" not in done.out) == masked
    if "json" in arguments:
        Draft202012Validator(schema("drift")).validate(json.loads(done.out))
