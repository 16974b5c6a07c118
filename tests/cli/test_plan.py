"""`nomadspec plan`: exit statuses, formats, several files, explanations, and inputs that are no good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import nomadspec as api
from nomadspec.planner.plan_schema import json_schema
from tests.cli.run import Runner
from tests.planner.clusters import cluster, node

JOB = """
job "NAME" {
  group "api" {
    count = COUNT

    constraint {
      attribute = "${meta.zone}"
      value     = "a"
    }

    task "server" {
      driver = "docker"

      config {
        image = "IMAGE"
      }

      env {
        PASSWORD = "hunter2"
      }

      resources {
        cpu    = CPU
        memory = 256
      }
    }
  }
}
"""


def jobspec(name: str = "web", *, count: int = 1, image: str = "nginx:1", cpu: int = 500) -> str:
    return JOB.replace("NAME", name).replace("COUNT", str(count)).replace("IMAGE", image).replace("CPU", str(cpu))


def snapshot(*nodes: dict[str, Any], job: str | None = None, **members: Any) -> str:
    """A state file: two nodes, one in each zone; `job` is stored as it is and runs nowhere."""
    document = cluster(*(nodes or (node(1, cpu=1000, meta={"zone": "a"}), node(2, cpu=1000, meta={"zone": "b"}))), **members).to_dict()
    if job is not None:
        compiled = api.compile(job, filename="web.nomad.hcl")
        assert compiled.job is not None
        stored: Any = api.canonicalize(compiled.job).to_api()
        document["jobs"] = [{**stored.get("Job", stored), "Version": 0, "CreateIndex": 5, "ModifyIndex": 5, "JobModifyIndex": 5, "Status": "running"}]
    return json.dumps({"format": "nomadspec-state/1", **document})


@pytest.fixture
def demo(nomadspec: Runner, fixtures: Path) -> Runner:
    for name in ("cluster.json", "web.nomad.hcl", "report.nomad.hcl"):
        nomadspec.write(name, (fixtures / "demo" / name).read_text())
    return nomadspec


def test_text_is_what_to_text_gives(demo: Runner) -> None:
    result = demo("plan", "--state", "cluster.json", "web.nomad.hcl")
    compiled = api.compile(demo.folder / "web.nomad.hcl")
    assert compiled.job is not None
    made = api.plan(compiled.job, api.open_state(f"file:{demo.folder / 'cluster.json'}"))
    assert (result.status, result.out, result.err) == (1, made.to_text(filename="web.nomad.hcl"), "")
    assert '+/- image:    "docker.io/library/nginx:1.27.1" => "docker.io/library/nginx:1.27.2"' in result.out
    assert "nomad job run -check-index 20 web.nomad.hcl\n" in result.out
    assert demo("plan", "-verbose", "--state", "cluster.json", "web.nomad.hcl").out == made.to_text(verbose=True, filename="web.nomad.hcl")


def test_variables_are_repeated_in_the_command_that_submits(demo: Runner) -> None:
    result = demo("plan", "--state", "cluster.json", "-var", "replicas=2", "web.nomad.hcl")
    assert 'nomad job run -check-index 20 -var="replicas=2" web.nomad.hcl' in result.out


@pytest.mark.parametrize(
    ("stored", "submitted", "plain", "detailed"),
    [
        (None, jobspec(), 1, 2),
        (jobspec(count=0), jobspec(count=0), 0, 0),
        (jobspec(count=0), jobspec(count=0, image="nginx:2"), 0, 2),
        (None, jobspec(cpu=5000), 1, 3),
        (None, jobspec().replace('job "web" {', 'job "web" {\n  node_pool = "nope"\n'), 255, 1),
        (None, jobspec().replace("count", "cuont"), 255, 1),
    ],
    ids=["new", "same", "edited, nothing runs", "does not fit", "refused", "does not compile"],
)
def test_exit_status(nomadspec: Runner, stored: str | None, submitted: str, plain: int, detailed: int) -> None:
    nomadspec.write("web.nomad.hcl", submitted)
    nomadspec.write("state.json", snapshot(job=stored))
    words = ["plan", "--state", "state.json", "web.nomad.hcl"]
    assert [nomadspec(*words).status, nomadspec(*words, "--detailed-exitcode").status] == [plain, detailed]


def test_without_a_state_only_the_diff(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    result = nomadspec("plan", "web.nomad.hcl")
    assert result.status == 1
    assert result.out == '+ Job: "web"\n+ Task Group: "api" (1 create)\n  + Task: "server" (forces create)\n'
    assert "the cluster is empty" in result.err
    assert "--state FILE" in result.err
    assert nomadspec("plan", "--quiet", "web.nomad.hcl").err == ""


def test_several_files_share_one_cluster(nomadspec: Runner) -> None:
    nomadspec.write("one.nomad.hcl", jobspec("one", cpu=600))
    nomadspec.write("two.nomad.hcl", jobspec("two", cpu=600))
    nomadspec.write("state.json", snapshot())
    result = nomadspec("plan", "--state", "state.json", "--detailed-exitcode")
    assert result.status == 3
    one, two = result.out.removeprefix("==> one.nomad.hcl\n").split("==> two.nomad.hcl\n")
    assert "- All tasks successfully allocated." in one
    assert 'Task Group "api" (failed to place 1 allocation)' in two
    assert "Resources exhausted on 1 nodes" in two


def test_the_worst_of_several_counts(nomadspec: Runner) -> None:
    nomadspec.write("bad.nomad.hcl", 'job "bad" {')
    nomadspec.write("good.nomad.hcl", jobspec("good"))
    nomadspec.write("state.json", snapshot())
    result = nomadspec("plan", "--state", "state.json", "bad.nomad.hcl", "good.nomad.hcl")
    assert result.status == 255
    assert result.out.startswith("==> good.nomad.hcl\n")
    assert "bad.nomad.hcl:1:" in result.err
    documents = json.loads(nomadspec("plan", "--state", "state.json", "-o", "json", "bad.nomad.hcl", "good.nomad.hcl").out)
    assert [(document["path"], document["exit_code"]) for document in documents] == [("bad.nomad.hcl", 255), ("good.nomad.hcl", 1)]
    assert documents[0]["error"]["stage"] == "parse"


def test_jobs_in_a_cycle(nomadspec: Runner) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        template = f'template {{\n        data        = "{{{{ nomadService \\"{other}\\" }}}}"\n        destination = "local/x"\n      }}\n'
        service = f'service {{\n      name     = "{name}"\n      provider = "nomad"\n    }}\n\n    task'
        nomadspec.write(f"{name}.nomad.hcl", jobspec(name).replace("config {", f"{template}\n      config {{").replace("task", service))
    result = nomadspec("plan", "--state", "empty:")
    assert result.status == 255
    assert result.err.splitlines()[:-1] == [
        f'nomadspec: {name}.nomad.hcl: Error during plan: the jobs depend on each other in a cycle: "a" → "b" → "a"' for name in "ab"
    ]


def test_json_is_the_plan_document(demo: Runner) -> None:
    validator = Draft202012Validator(json_schema())
    for words in ([], ["--explain"]):
        document = json.loads(demo("plan", "--state", "cluster.json", "-o", "json", *words, "web.nomad.hcl").out)
        validator.validate(document)
        assert ("node_table" in document) is bool(words)
    assert document["diff"]["Type"] == "Edited"
    assert len(document["placements"]) == 1


def test_markdown(demo: Runner) -> None:
    result = demo("plan", "--state", "cluster.json", "-o", "markdown", "web.nomad.hcl", "report.nomad.hcl")
    assert result.status == 1
    assert "### 🔄 web\\.nomad\\.hcl\n\nJob `web` changes. Check index 20: `nomad job run -check-index 20`.\n" in result.out
    assert "Job `report` is new" in result.out


@pytest.mark.parametrize("form", ["text", "rich", "json", "markdown"])
def test_redact_masks_values_in_every_format(nomadspec: Runner, form: str) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    nomadspec.write("state.json", snapshot(job=jobspec().replace("hunter2", "hunter1")))
    words = ["plan", "--state", "state.json", "-o", form, "-verbose", "web.nomad.hcl"]
    result = nomadspec(*words, "--redact")
    assert "hunter" not in result.out + result.err
    assert ("hunter2" in nomadspec(*words).out) is (form != "markdown")


def test_explain(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", jobspec(cpu=800))
    nodes = [node(1, meta={"zone": "a"}), node(2, meta={"zone": "b"}), node(3, cpu=100, meta={"zone": "a"}), node(4, meta={"zone": "a"}, Status="down")]
    nomadspec.write("state.json", snapshot(*nodes))
    text = nomadspec("plan", "--state", "state.json", "--explain", "web.nomad.hcl").out.split('Group "api"\n')[1]
    lines = text.splitlines()
    assert lines[0] == "  node1  fits"
    assert lines[1].strip().startswith("score ")
    assert "binpack +" in lines[1]
    assert '✗ ${meta.zone} = a: meta.zone is "b"' in text
    assert "node3  full" in text
    assert "cpu" in text
    assert "node4  no candidate" in text
    assert "web.api[0] → node1" in text


def test_the_shuffle_is_told(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    nomadspec.write("state.json", snapshot(*(node(number, meta={"zone": "a"}) for number in range(1, 4))))
    words = ["plan", "--state", "state.json", "--explain", "web.nomad.hcl"]
    assert "Which of the 3 nodes that fit is chosen also depends on how Nomad shuffles them" in nomadspec(*words).out
    assert "shuffles" not in nomadspec(*words, "--eval-id", "5a1b2c3d-0000-4000-8000-000000000001").out


@pytest.mark.parametrize(
    ("name", "says"),
    [("node1", 'Group "api" on node1: fits'), ("00000002", '✗ ${meta.zone} = a: meta.zone is "b"')],
)
def test_why_not(nomadspec: Runner, name: str, says: str) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    nomadspec.write("state.json", snapshot())
    assert says in nomadspec("plan", "--state", "state.json", "--why-not", name, "web.nomad.hcl").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--state", "state.json", "--why-not", "nowhere"], "--why-not: the state has no node 'nowhere'"),
        (["--state", "state.json", "--why-not", "nod1"], "the state has no node 'nod1'; did you mean node1?"),
        (["--why-not", "node1"], "--why-not needs a cluster's state"),
    ],
)
def test_why_not_of_a_node_that_is_not_there(nomadspec: Runner, words: list[str], says: str) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    nomadspec.write("state.json", snapshot())
    result = nomadspec("plan", *words, "web.nomad.hcl")
    assert (result.status, result.out) == (255, "")
    assert says in result.err


def test_nomads_own_options(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    nomadspec.write("state.json", snapshot())
    words = ["plan", "-state=state.json", "-o", "text", "web.nomad.hcl"]
    whole = nomadspec(*words).out
    for options in (
        ["-policy-override"],
        ["-namespace=default"],
        ["-region", "global"],
        ["-tls-skip-verify", "-ca-cert=a.pem"],
        ["-address=http://localhost:1"],
    ):
        assert nomadspec(*words, *options).out == whole
    assert nomadspec(*words, "-diff=false").out == whole[whole.index("Scheduler dry-run:") :]
    assert json.loads(nomadspec(*words, "-json-output").out)["Diff"]["Type"] == "Added"
    for name in ("elsewhere", "*"):
        result = nomadspec(*words, f"-namespace={name}")
        assert (result.status, "nonexistent namespace" in result.err) == (255, True)
    assert "\x1b[" in nomadspec(*words[:2], "web.nomad.hcl", "-force-color").out


def test_a_change_that_run_will_refuse_is_said(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    nomadspec.write("state.json", snapshot(job=jobspec()))
    words = ["plan", "--state", "state.json", "web.nomad.hcl"]
    assert "refuse" not in nomadspec(*words).err
    for change, text in (
        ('type = "batch"', 'cannot update job from type "service" to "batch"'),
        ('parameterized {}\n  type = "batch"', 'cannot update job from type "service" to "batch"'),
    ):
        nomadspec.write("web.nomad.hcl", jobspec().replace("{\n", f"{{\n  {change}\n", 1))
        result = nomadspec(*words)
        assert f"web.nomad.hcl: `nomad job run` will refuse this change: {text}" in result.err
        assert json.loads(nomadspec(*words, "-o", "json").out)["refused_by_run"] == text


def test_several_jobs_end_with_a_summary(nomadspec: Runner) -> None:
    nomadspec.write("state.json", snapshot(job=jobspec("old")))
    nomadspec.write("new.nomad.hcl", jobspec("new"))
    nomadspec.write("old.nomad.hcl", jobspec("old"))
    nomadspec.write("broken.nomad.hcl", "job {")
    result = nomadspec("plan", "--state", "state.json")
    assert result.err.splitlines()[-1].startswith("nomadspec: 3 jobs: 1 created, ")
    assert "1 refused; " in result.err.splitlines()[-1]
    assert "jobs:" not in nomadspec("plan", "--state", "state.json", "new.nomad.hcl").err


def test_what_depends_on_chance_is_said(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    nomadspec.write("state.json", snapshot(*(node(number, meta={"zone": "a"}) for number in range(1, 4))))
    words = ["plan", "--state", "state.json", "web.nomad.hcl"]
    assert 'of group "api" depend' in nomadspec(*words).err
    assert "depend" not in nomadspec(*words, "--eval-id", "5a1b2c3d-0000-4000-8000-000000000001").err


GOOD = json.loads(snapshot(job=jobspec()))
ALLOCATION = {"ID": "a", "Name": "x", "NodeID": "n", "JobID": "ghost", "TaskGroup": "g"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (json.dumps(GOOD)[:500], "state.json:1:"),
        ("", "state.json:1:1: not a state document"),
        ("[]", 'it has no "format"'),
        ("\x1b\u202e", "not a state document"),
        (json.dumps({**GOOD, "format": "nomadspec-state/7"}), "format must be 'nomadspec-state/1', not 'nomadspec-state/7'"),
        (json.dumps({**GOOD, "nodes": {"a": 1}}), "nodes must be a list, not an object"),
        (json.dumps({**GOOD, "nodes": [{**GOOD["nodes"][0], "Status": 5}]}), "nodes[0].Status must be a string, not a number"),
        (json.dumps({**GOOD, "nodes": [GOOD["nodes"][0]] * 2}), "nodes[1] is the same node as nodes[0]"),
        (json.dumps({**GOOD, "allocations": [ALLOCATION]}), "allocations[0].JobID names job 'ghost' of namespace 'default', which is not in jobs"),
        (json.dumps({**GOOD, "jobs": [{**GOOD["jobs"][0], "TaskGroups": "x"}]}), "jobs[0].TaskGroups must be a list, not a string"),
        ("[" * 100_000, "not a state document"),
        ('{"format": "nomadspec-state/1", "latest_index": NaN}', "not a state document"),
    ],
)
def test_a_bad_state_is_one_line(nomadspec: Runner, text: str, says: str) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    nomadspec.write("state.json", text)
    for form in ("text", "json"):
        result = nomadspec("plan", "--state", "state.json", "-o", form, "web.nomad.hcl")
        assert (result.status, result.out) == (255, "")
        assert len(result.err.splitlines()) == 1
        assert result.err.startswith("nomadspec: --state state.json")
        assert says in result.err
        assert "\x1b" not in result.err


def test_an_allocation_on_a_node_that_is_gone_is_lost(demo: Runner) -> None:
    document = json.loads((demo.folder / "cluster.json").read_text())
    document["allocations"][0]["NodeID"] = "gone"
    demo.write("cluster.json", json.dumps(document))
    result = demo("plan", "--state", "cluster.json", "-o", "json", "web.nomad.hcl")
    assert [stop["name"] for stop in json.loads(result.out)["stops"]] == ["web.app[0]"]


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("nowhere.json", "--state nowhere.json: No such file or directory"),
        (".", "--state .: is a directory"),
        ("bogus:x", "unknown state backend 'bogus'"),
        ("htp://x", "did you mean http:?"),
        ("http:x", "an address must be http://host:port, https://host:port or unix://socket"),
        ("http://me:hunter2@127.0.0.1:1", "--state http://127.0.0.1:1: the agent cannot be reached"),
        ("unix:/nowhere.sock", "unix:///nowhere.sock: the agent cannot be reached"),
        ("git:HEAD", "not a git repository"),
        ("empty:x", "empty: takes no value"),
    ],
)
def test_a_state_that_cannot_be_had(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch, uri: str, says: str) -> None:
    monkeypatch.setenv("NOMAD_TOKEN", "hunter3")
    nomadspec.write("web.nomad.hcl", jobspec())
    result = nomadspec("plan", "--state", uri, "web.nomad.hcl")
    assert (result.status, result.out) == (255, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1
    assert "hunter" not in result.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--now", "soon"], "--now takes a time in RFC 3339"),
        (["--eval-id", "7"], "--eval-id takes a UUID"),
        (["--token-file", "nowhere"], "--token-file nowhere: No such file"),
        (["--timeout", "x"], "--timeout takes a whole number"),
    ],
)
def test_options_that_cannot_be_understood(nomadspec: Runner, words: list[str], says: str) -> None:
    nomadspec.write("web.nomad.hcl", jobspec())
    nomadspec.write("state.json", snapshot())
    result = nomadspec("plan", "--state", "state.json", *words, "web.nomad.hcl")
    assert (result.status, result.out) == (255, "")
    assert says in result.err
