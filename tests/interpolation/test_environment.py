"""What a task gets, field by field: the jobspec beside the outcome."""

from __future__ import annotations

from typing import Any

import pytest

import nomadspec
from tests.interpolation.jobs import ALLOC, NODE, environment, job


def env(lines: str) -> str:
    return "env {\n" + lines + "\n}"


@pytest.mark.parametrize(
    ("written", "got"),
    [
        ("${attr.cpu.arch}", "amd64"),
        ("x-${meta.rack}-${node.class}", "x-r1-web"),
        ("${meta.ref}", "${attr.cpu.arch}"),  # one pass
        ("$${NOMAD_DC}", "dc1"),  # no escape: HCL makes it ${NOMAD_DC}
        ("$NOMAD_DC", "$NOMAD_DC"),
        ("${attr.nope}", "${attr.nope}"),
        ("${env.NOMAD_DC}", "${env.NOMAD_DC}"),
        ("${meta.my-key}", "dash"),
        ("${NOMAD_TASK_NAME}/${NOMAD_ALLOC_INDEX}", "t/0"),
        ("${NOMAD_MEMORY_LIMIT}", "300"),
    ],
)
def test_text_in_env(written: str, got: str) -> None:
    assert environment(job(env(f'X = "{written}"'))).env["X"] == got


@pytest.mark.parametrize(
    ("written", "got"),
    [
        ("${attr.cpu.arch}", "amd64"),
        ("${node.attr.cpu.arch}", "amd64"),
        ('${env[\\"NOMAD_DC\\"]}', "dc1"),
        ("${attr.unique.network.ip-address}", "10.0.0.7"),
        ('$${upper(\\"a\\")}', "A"),
        ('$${meta.rack == \\"r1\\" ? \\"yes\\" : \\"no\\"}', "yes"),
    ],
)
def test_expressions_in_the_drivers_block(written: str, got: str) -> None:
    config = f'command = "/bin/x"\nargs = ["{written}"]'.replace('\\"', '"') if "$$" not in written else f'command = "/bin/x"\nargs = ["{written}"]'
    assert environment(job(config=config)).to_dict()["config"]["args"] == [got]


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("${attr.nope}", 'Unsupported attribute: This object does not have an attribute named "nope".'),
        ("${NOPE}", 'Unknown variable: There is no variable named "NOPE".'),
        ("${NOMAD_PORT_my-http}", 'Unknown variable: There is no variable named "NOMAD_PORT_my-http". Did you mean "NOMAD_PORT_my_http"?'),
        (
            "${attr.driver.docker}",
            'Incorrect attribute value type: Inappropriate value for attribute "args": element 0: string required, but have object.',
        ),
        ('$${md5(\\"a\\")}', 'Call to unknown function: There is no function named "md5".'),
    ],
)
def test_what_fails_the_task(written: str, error: str) -> None:
    text = job(config=f'command = "/bin/x"\nargs = ["{written}"]', group='network {\n port "my-http" {}\n}')
    found = environment(text, Ports={"my-http": {"Value": 20001}})
    assert not found.ok
    assert found.to_dict()["config_errors"] == [error]
    (diagnostic,) = (item for item in found.diagnostics if item.severity == "error")
    assert diagnostic.nomad == error
    assert diagnostic.span is not None
    assert written.replace("\\", "") in diagnostic.span.source.text.splitlines()[diagnostic.span.start.line - 1].replace("\\", "")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ('image = "x"\nbogus = 1', 'Invalid label: No argument or block type is named "bogus".'),
        ('args = ["a"]', 'Missing required argument: The argument "image" is required, but no definition was found.'),
        (
            'image = "x"\nlogging = "y"',
            'Incorrect JSON value type: Either a JSON object or a JSON array is required, representing the contents of one or more "logging" blocks.',
        ),
    ],
)
def test_options_that_the_driver_refuses(options: str, error: str) -> None:
    assert error in environment(job(driver="docker", config=options)).to_dict()["config_errors"]


def test_options_of_the_driver_are_converted_and_filled_in() -> None:
    config = """
image = "redis:${attr.cpu.arch}"
pids_limit = "${NOMAD_CPU_LIMIT}"
labels {
  rack = "${meta.rack}"
}
devices = [{ host_path = "/dev/x" }]
privileged = false
"""
    assert environment(job(driver="docker", config=config)).to_dict()["config"] == {
        "image": "redis:amd64",
        "pids_limit": 100,
        "labels": [{"rack": "r1"}],
        "devices": [{"host_path": "/dev/x", "cgroup_permissions": "rwm"}],
        "cpu_cfs_period": 100000,
    }


def test_later_sources_win() -> None:
    found = environment(
        job(env('A = "env"\nNOMAD_DC = "mine"'), top="meta {\n a = 1\n}"),
        HostEnv={"A": "host", "B": "host", "NOMAD_DC": "host", "VAULT_TOKEN": "secret"},
        HookEnv=[{"Name": "one", "Env": {"C": "${A}"}}, {"Name": "two", "Env": {"C": "two-${C}"}}],
        DeviceEnv={"GPU": "${attr.cpu.arch}"},
        TemplateEnv={"B": "${C}"},
    ).env
    assert {name: found.get(name) for name in ("A", "B", "C", "NOMAD_DC", "VAULT_TOKEN", "GPU", "NOMAD_META_a", "NOMAD_META_A")} == {
        "A": "env",
        "B": "${C}",
        "C": "two-env",
        "NOMAD_DC": "mine",
        "VAULT_TOKEN": None,
        "GPU": "amd64",
        "NOMAD_META_a": "1",
        "NOMAD_META_A": "1",
    }


@pytest.mark.parametrize(
    ("port", "to", "inner"),
    [("to = 80", 80, "80"), ("to = -1", -1, "20001"), ("", 0, "20001")],
)
def test_ports(port: str, to: int, inner: str) -> None:
    found = environment(job(group=f'network {{\n port "h" {{\n {port}\n }}\n}}'), Ports={"h": {"Value": 20001, "HostIP": "fd00::1"}}).env
    assert (found["NOMAD_PORT_h"], found["NOMAD_ALLOC_PORT_h"], found["NOMAD_HOST_PORT_h"]) == (inner, inner, "20001")
    assert (found["NOMAD_IP_h"], found["NOMAD_ADDR_h"]) == ("fd00::1", "[fd00::1]:20001")


def test_names_are_cleaned_where_nomad_cleans_them() -> None:
    found = environment(job(group='network {\n port "a-b" {}\n}', top='meta = {\n "x-y.z" = 1\n}')).env
    assert {"NOMAD_PORT_a_b", "NOMAD_HOST_IP_a-b", "NOMAD_ALLOC_PORT_a-b", "NOMAD_META_x_y.z"} <= found.keys()


@pytest.mark.parametrize(("cores", "text"), [([0, 1, 2, 5], "0-2,5"), ([3], "3"), ([], " ")])
def test_reserved_cores(cores: list[int], text: str) -> None:
    assert environment(job("resources {\n cores = 2\n}"), Cores=cores).env["NOMAD_CPU_CORES"] == text


@pytest.mark.parametrize(("allowed", "got"), [(True, "512"), (False, None)])
def test_memory_max_counts_with_oversubscription(allowed: bool, got: str | None) -> None:
    text = job("resources {\n memory = 256\n memory_max = 512\n}")
    assert environment(text, MemoryOversubscription=allowed).env.get("NOMAD_MEMORY_MAX_LIMIT") == got


def test_a_dispatched_job() -> None:
    text = job(top='type = "batch"\nmeta {\n a = "1"\n}\nparameterized {\n meta_required = ["req"]\n meta_optional = ["opt"]\n}')
    found = environment(text, Dispatch={"Meta": {"req": "R"}}).env
    assert found["NOMAD_JOB_PARENT_ID"] == "web"
    assert found["NOMAD_JOB_ID"].startswith("web/dispatch-")
    assert (found["NOMAD_META_req"], found["NOMAD_META_opt"], found["NOMAD_META_a"]) == ("R", "", "1")


def test_services_see_what_their_owner_has() -> None:
    service = 'service {\n name = "${BASE}"\n port = "80"\n tags = ["${NOMAD_TASK_NAME}", "${NOMAD_GROUP_NAME}"]\n}'
    found = environment(job(service, group=service)).to_dict()
    assert found["group_services"][0]["Name"] == "web-g-group"
    assert found["group_services"][0]["Tags"] == ["${NOMAD_TASK_NAME}", "g"]
    assert found["task_services"][0]["Name"] == "web-g-t"
    assert found["task_services"][0]["Tags"] == ["t", "g"]


def test_checks_but_not_their_times() -> None:
    check = """
service {
  name = "s"
  port = "80"
  check {
    type     = "http"
    path     = "/${meta.rack}"
    interval = "10s"
    timeout  = "2s"
    header {
      X-Arch = ["${attr.cpu.arch}"]
    }
  }
}
"""
    made: Any = environment(job(group=check)).to_dict()
    (found,) = made["group_services"][0]["Checks"]
    assert (found["Path"], found["Header"], found["Interval"]) == ("/r1", {"X-Arch": ["amd64"]}, 10_000_000_000)


def test_references_by_what_becomes_of_them() -> None:
    text = job(
        env('A = "${NOMAD_HOST_PORT_h}"\nB = "${attr.nope}"\nC = "$${HOME}"'),
        config='command = "${wherever}"',
        group='network {\n port "h" {}\n}',
    )
    found = environment(text, AllocID="")
    told = {(item.text or item.reason, item.outcome, str(item.path).rpartition('"].')[2]) for item in found.references}
    assert told == {
        ("${NOMAD_HOST_PORT_h}", "run-time", "env.A"),
        ("${attr.nope}", "text", "env.B"),
        ("${HOME}", "text", "env.C"),
        ('Unknown variable: There is no variable named "wherever".', "fails", "config.command"),
    }
    severities = {item.message.partition(" ")[0]: item.severity for item in found.diagnostics if item.code == "ENV004"}
    assert severities == {"${attr.nope}": "warning", "${HOME}": "info"}


def test_what_is_known_at_run_time_only() -> None:
    text = job(
        'vault {\n role = "r"\n}\nidentity {\n name = "aws"\n aud = ["a"]\n env = true\n}\nsecret "db" {\n provider = "nomad"\n path = "x"\n}',
        config='command = "/bin/x"\nargs = ["${VAULT_TOKEN}", "${secret.db.password}"]',
        group='network {\n mode = "bridge"\n port "h" {}\n port "s" {\n static = 80\n }\n}',
    )
    found = environment(text, AllocID="")
    assert found.ok, found.diagnostics
    assert {"NOMAD_ALLOC_ID", "NOMAD_PORT_h", "NOMAD_ALLOC_IP_h", "VAULT_TOKEN", "NOMAD_TOKEN_aws", "NOMAD_ALLOC_DIR"} <= found.run_time.keys()
    assert "NOMAD_PORT_s" not in found.run_time
    assert found.env["NOMAD_ADDR_s"] == "10.0.0.7:80"
    assert found.to_dict()["config"]["args"] == ["${VAULT_TOKEN}", "${secret.db.password}"]


@pytest.mark.parametrize(("group", "task", "error"), [("nope", "t", "no such group"), ("g", "nope", "no such task")])
def test_no_such_task(group: str, task: str, error: str) -> None:
    compiled = nomadspec.compile(job(), environ={})
    found = nomadspec.task_environment(compiled.job, group=group, task=task, node=NODE, context={})
    assert not found.ok
    assert found.to_dict()["error"] == error


@pytest.mark.parametrize("context", [{"Ports": 3, "Cores": "x", "HookEnv": {"a": 1}, "Tokens": [], "AllocIndex": "1", "Dispatch": [], "TaskNetworks": 7}, {}])
def test_odd_contexts_are_as_if_empty(context: dict[str, Any]) -> None:
    found = environment(job(group='network {\n port "h" {}\n}'), **context)
    assert found.ok
    assert found.env["NOMAD_ALLOC_ID"] == ALLOC


def test_a_job_in_api_json_is_as_good() -> None:
    compiled = nomadspec.compile(job(env('A = "${meta.rack}"')), environ={})
    context = {"AllocID": ALLOC}
    assert (
        nomadspec.task_environment(compiled.to_api(), group="g", task="t", node=NODE, context=context).to_dict()
        == nomadspec.task_environment(compiled.job, group="g", task="t", node=NODE, context=context).to_dict()
    )
