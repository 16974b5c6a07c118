"""`nomadspec env`: nodes, formats, exit status, hostile names."""

from __future__ import annotations

import json

import pytest

from tests.cli.run import Runner
from tests.interpolation.jobs import job

CLIENT = 'name = "worker"\ndata_dir = "/x"\nclient {\n  enabled = true\n  meta {\n    rack = "r1"\n  }\n}\nplugin "raw_exec" {\n  config {\n    enabled = true\n  }\n}\n'
JOB = job('env {\n A = "${meta.rack}"\n B = "${NOMAD_HOST_PORT_h}"\n "x-y" = "1"\n}', group='network {\n port "h" {}\n}').replace(
    '"x-y" = "1"', 'C = "a\\"$b\\n"'
)


def test_where_a_plan_places_it(nomadspec: Runner) -> None:
    nomadspec.write("c.hcl", CLIENT)
    nomadspec.write("j.nomad.hcl", JOB)
    done = nomadspec("env", "j.nomad.hcl", "--state", "agent-config:c.hcl")
    assert done.status == 0, done.err
    assert 'job "web" group "g" task "t" as web.g[0] on worker (where a plan places it)' in done.out
    assert "\n  A=r1\n" in done.out
    assert "NOMAD_HOST_PORT_h=(known only at run time: the scheduler assigns a dynamic port)" in done.out
    assert "References known only at run time\n  ${NOMAD_HOST_PORT_h}" in done.out


def test_json_names_the_release_it_speaks_for(nomadspec: Runner) -> None:
    nomadspec.write("c.hcl", CLIENT)
    nomadspec.write("j.nomad.hcl", JOB)
    document = json.loads(nomadspec("env", "j.nomad.hcl", "--state", "agent-config:c.hcl", "--node", "worker", "-o", "json").out)
    (task,) = document["tasks"]
    assert document["nomad"]
    assert (task["ok"], task["node"]["Name"], task["env"]["A"]) == (True, "worker", "r1")
    assert [reference["outcome"] for reference in task["references"]] == ["run-time"]


def test_dotenv(nomadspec: Runner) -> None:
    nomadspec.write("c.hcl", CLIENT)
    nomadspec.write("j.nomad.hcl", JOB)
    rows = nomadspec("env", "j.nomad.hcl", "--state", "agent-config:c.hcl", "-o", "dotenv").out.splitlines()
    assert {'A="r1"', 'C="a\\"\\$b\\n"', "# B: known only at run time (the scheduler assigns a dynamic port)"} <= set(rows)


def test_without_a_cluster_the_node_is_a_plain_server(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", job('env {\n A = "${attr.kernel.name}"\n}'))
    done = nomadspec("env", "j.nomad.hcl")
    assert (done.status, "\n  A=linux\n" in done.out, "without --state" in done.err) == (0, True, True)


def test_a_reference_that_fails_the_task_is_status_1(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", job(config='command = "${meta.nope}"'))
    done = nomadspec("env", "j.nomad.hcl")
    assert done.status == 1
    assert 'This object does not have an attribute named "nope".' in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--node", "worker"], "cannot look up node 'worker' without a cluster"),
        (["--state", "agent-config:c.hcl", "--node", "wroker"], "the cluster has no node 'wroker'; did you mean 'worker'?"),
        (["--group", "x"], "the job has no group 'x' (available: g)"),
        (["--task", "x"], "the job has no task 'x' (available: t)"),
        (["--state", "agent-config:c.hcl", "--var", "x=1"], "j.nomad.hcl"),
    ],
)
def test_status_2(nomadspec: Runner, arguments: list[str], message: str) -> None:
    nomadspec.write("c.hcl", CLIENT)
    text = JOB if "--var" not in arguments else JOB.replace("raw_exec", "docker").replace("command", "image") + "\n}"
    nomadspec.write("j.nomad.hcl", text)
    done = nomadspec("env", "j.nomad.hcl", *arguments)
    assert done.status == 2
    assert message in done.err


def test_two_tasks_make_no_dotenv_file(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", job().replace('task "t"', 'task "u" {\n driver = "raw_exec"\n config {\n command = "x"\n }\n }\n task "t"'))
    done = nomadspec("env", "j.nomad.hcl", "-o", "dotenv")
    assert (done.status, "g/u, g/t" in done.err) == (2, True)


def test_a_group_that_no_node_takes(nomadspec: Runner) -> None:
    nomadspec.write("c.hcl", CLIENT)
    nomadspec.write("j.nomad.hcl", job(group='constraint {\n attribute = "${meta.rack}"\n value = "r9"\n}'))
    done = nomadspec("env", "j.nomad.hcl", "--state", "agent-config:c.hcl")
    assert (done.status, "a plan does not place it" in done.err) == (2, True)


@pytest.mark.parametrize("form", ["text", "json", "dotenv"])
def test_hostile_values(nomadspec: Runner, form: str) -> None:
    nomadspec.write("j.nomad.hcl", job('env {\n A = "\\u001b[31m\\u202e${attr.nope}\\r\\n`id`"\n}'))
    done = nomadspec("env", "j.nomad.hcl", "-o", form)
    assert done.status == 0
    assert not {"\x1b", "\r"} & set(done.out)
    assert form == "json" or "\u202e" not in done.out


def test_references_have_a_place(nomadspec: Runner) -> None:
    nomadspec.write(
        "j.nomad.hcl",
        'job "a" {\n  group "g" {\n    task "t" {\n      driver = "raw_exec"\n      config {\n        command = "${meta.x}"\n      }\n    }\n  }\n}\n',
    )
    assert "config.command at j.nomad.hcl:6:9\n" in nomadspec("env", "j.nomad.hcl").out


def test_the_folder_of_the_client(nomadspec: Runner) -> None:
    nomadspec.write("c.hcl", CLIENT)
    nomadspec.write("j.nomad.hcl", job('env {\n A = "${NOMAD_TASK_DIR}/a.conf"\n}'))
    assert "A=${client.alloc_dir}/${NOMAD_ALLOC_ID}/t/local/a.conf\n" in nomadspec("env", "j.nomad.hcl").out
    assert "A=/x/alloc/${NOMAD_ALLOC_ID}/t/local/a.conf\n" in nomadspec("env", "j.nomad.hcl", "--state", "agent-config:c.hcl").out


@pytest.mark.parametrize(("driver", "inherits"), [("raw_exec", True), ("exec", True), ("docker", False)])
def test_what_a_task_inherits(nomadspec: Runner, driver: str, inherits: bool) -> None:
    nomadspec.write("j.nomad.hcl", job("").replace('"raw_exec"', f'"{driver}"'))
    assert ("variables of the Nomad client itself" in nomadspec("env", "j.nomad.hcl").out) is inherits
    assert json.loads(nomadspec("env", "j.nomad.hcl", "-o", "json").out)["tasks"][0]["inherits_client_environment"] is inherits


@pytest.mark.parametrize("form", ["text", "json", "dotenv"])
def test_redact(nomadspec: Runner, form: str) -> None:
    nomadspec.write(
        "j.nomad.hcl",
        job(
            'env {\n PW = "hunter22"\n URL = "http://a:b@c"\n}\nmeta {\n api_token = "tok-12345"\n rack = "r1"\n}',
            config='command = "/bin/x"\nargs = ["${PW}", "x"]',
        ),
    )
    out = nomadspec("env", "j.nomad.hcl", "--redact", "-o", form).out
    assert "<redacted>" in out
    assert all(secret not in out for secret in ("hunter22", "a:b@", "tok-12345"))
    assert "r1" in out


ALLOC = "0a1b2c3d-0000-4000-8000-000000000001"


def test_an_allocation_of_the_state(nomadspec: Runner) -> None:
    text = job('env {\n A = "${NOMAD_ADDR_h}"\n}', group='network {\n mode = "bridge"\n port "h" {\n to = 80\n}\n}')
    nomadspec.write("j.nomad.hcl", text)
    compiled = json.loads(nomadspec("compile", "j.nomad.hcl").out)["Job"]
    node = {"ID": "0b1b2c3d-0000-4000-8000-000000000001", "Name": "n1", "Datacenter": "dc1", "Attributes": {"unique.network.ip-address": "10.0.0.1"}}
    alloc = {
        "ID": ALLOC,
        "Name": "web.g[2]",
        "JobID": "web",
        "TaskGroup": "g",
        "NodeID": node["ID"],
        "AllocatedResources": {"Tasks": {"t": {}}, "Shared": {"Ports": [{"Label": "h", "Value": 23456, "To": 80, "HostIP": "10.0.0.1"}]}},
        "NetworkStatus": {"Address": "172.26.64.3", "InterfaceName": "eth0"},
    }
    nomadspec.write("s.json", json.dumps({"format": "nomadspec-state/1", "nodes": [node], "jobs": [compiled], "allocations": [alloc]}))
    for path in (["j.nomad.hcl"], []):
        done = nomadspec("env", *path, "--state", "s.json", "--alloc", ALLOC[:8])
        assert done.status == 0, done.err
        assert "as web.g[2] on n1" in done.out
        for row in (
            f"NOMAD_ALLOC_ID={ALLOC}",
            "NOMAD_SHORT_ALLOC_ID=0a1b2c3d",
            "A=10.0.0.1:23456",
            "NOMAD_ALLOC_ADDR_h=172.26.64.3:80",
            "NOMAD_HOST_PORT_h=23456",
        ):
            assert f"  {row}\n" in done.out
        assert f"${{client.alloc_dir}}/{ALLOC}/t/local" in done.out
    assert "no allocation 'ff'" in nomadspec("env", "--state", "s.json", "--alloc", "ff").err
    assert "--alloc needs --state" in nomadspec("env", "j.nomad.hcl", "--alloc", "ff").err
