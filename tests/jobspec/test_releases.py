"""A jobspec as another release of Nomad reads it: its fields, its JSON, its texts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from nomadspec.jobspec.canonicalize import canonicalize
from nomadspec.jobspec.compilation import Compilation, compile
from nomadspec.releases import ReleaseError

JOB = """
job "web" {
  group "api" {
    %s
    task "server" {
      driver = "docker"
      config {
        image = "web:1"
      }
      %s
    }
  }
}
"""


def compiled(release: str, group: str = "", task: str = "") -> Compilation:
    return compile(JOB % (group, task), environ={}, nomad_version=release)


def job_of(c: Compilation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(c.to_json())["Job"]
    return found


def task_of(c: Compilation) -> dict[str, Any]:
    found: dict[str, Any] = job_of(c)["TaskGroups"][0]["Tasks"][0]
    return found


@pytest.mark.parametrize(
    ("release", "group", "task", "message", "help"),
    [
        (
            "1.7",
            'disconnect {\n lost_after = "6h"\n }',
            "",
            "the block disconnect needs Nomad 1.8.0, but this job is checked for Nomad 1.7.7",
            "Use max_client_disconnect for lost_after, and stop_after_client_disconnect for stop_on_client_after.",
        ),
        (
            "1.8.1",
            "",
            "resources {\n secrets = 1\n }",
            "the attribute secrets needs Nomad 1.8.3, but this job is checked for Nomad 1.8.1",
            "Remove it: the secrets directory has a fixed size of 1 MB.",
        ),
        (
            "1.10",
            "",
            'secret "s" {}',
            "the block secret needs Nomad 1.11.0, but this job is checked for Nomad 1.10.5",
            "Read the secret in a template block with env = true.",
        ),
    ],
)
def test_what_comes_later_is_an_error_that_names_the_release(release: str, group: str, task: str, message: str, help: str) -> None:
    c = compiled(release, group, task)
    assert [(d.message, d.help) for d in c.diagnostics] == [(message, help)]
    assert c.diagnostics[0].nomad.startswith(("Unsupported block type; ", "Unsupported argument; "))


def test_what_was_removed_names_the_last_release_that_has_it() -> None:
    text = 'job "web" {\n  vault_token = "x"\n}'
    (problem,) = compile(text, environ={}, nomad_version="1.10").diagnostics
    assert problem.message == "the attribute vault_token was removed after Nomad 1.9.7, but this job is checked for Nomad 1.10.5"
    assert job_of(compile(text, environ={}, nomad_version="1.9"))["VaultToken"] == "x"


def test_json_has_the_members_of_the_release() -> None:
    for release, member, there in [("1.8.2", "SecretsMB", False), ("1.8.3", "SecretsMB", True), ("1.6", "NUMA", False), ("1.7", "NUMA", True)]:
        assert (member in task_of(compiled(release, task="resources {}"))["Resources"]) is there
    older, newer = (list(job_of(compiled(release))) for release in ("1.9", "1.10"))
    assert [name for name in older if name not in newer] == ["ConsulToken", "VaultToken"]
    assert older[older.index("Meta") + 1 :][:2] == ["ConsulToken", "VaultToken"]


def test_json_input_loses_what_the_release_does_not_know() -> None:
    text = json.dumps({"Job": {"ID": "web", "UI": {"Description": "x"}, "VaultToken": "t"}})
    older, newer = (job_of(compile(text, nomad_version=release)) for release in ("1.7", "2.0"))
    assert ("UI" in older, older["VaultToken"]) == (False, "t")
    assert (newer["UI"]["Description"], "VaultToken" in newer) == ("x", False)


def test_identities_before_1_7() -> None:
    one = "identity {\n env = true\n }"
    assert task_of(compiled("1.6", task=one))["Identity"] == {"Env": True, "File": False}
    assert [d.rule for d in compiled("1.6", task=one + "\n" + one).diagnostics] == ["duplicate-block"]
    assert compiled("1.7", task=one + "\n" + one).ok


def test_functions_of_the_release() -> None:
    for expression, release, ok in [
        ('element(["a", "b"], -1)', "1.9.4", False),
        ('element(["a", "b"], -1)', "1.9.5", True),
        ('cidrsubnet("10.0.0.0/8", 8, -1)', "1.11.1", False),
        ('yamldecode("1_000") == 1000 ? "number" : file("none")', "1.9.3", True),
        ('yamldecode("1_000") == 1000 ? "number" : file("none")', "1.9.4", False),
    ]:
        assert compiled(release, task=f"user = {expression}").ok is ok, (expression, release)


def test_texts_of_the_release() -> None:
    (problem,) = compiled("1.10.1", task='user = ["a"]').diagnostics
    assert problem.nomad == "Unsuitable value type; Unsuitable value: string required"
    assert compiled("1.10.2", task='user = ["a"]').diagnostics[0].nomad == "Unsuitable value type; Unsuitable value: string required, but have tuple"


def test_a_job_remembers_its_release() -> None:
    job = compiled("1.8").job
    assert job is not None
    stored = canonicalize(job)
    assert stored.release.text == canonicalize(job, nomad_version="1.8.4").release.text == "1.8.4"
    with pytest.raises(ValueError, match=r"the job was compiled for Nomad 1\.8\.4, not for 1\.9\.7"):
        canonicalize(job, nomad_version="1.9")
    with pytest.raises(ReleaseError):
        compile("", nomad_version="1.5")


def test_canonical_jobs_of_the_release() -> None:
    group = 'max_client_disconnect = "1h"'
    older, newer = (canonicalize(compiled(release, group).job).to_api()["TaskGroups"][0] for release in ("1.9", "1.10"))  # type: ignore[arg-type]
    assert (older["MaxClientDisconnect"], older["Consul"]) == (3_600_000_000_000, {"Namespace": "", "Cluster": "default", "Partition": ""})
    assert (newer["MaxClientDisconnect"], newer["Consul"]) == (None, None)


def test_recorded_fields(goldens: Path) -> None:
    """One jobspec a field, for each release: the verdict, and the JSON to the byte."""
    rows = _rows(goldens, "fields")
    assert rows
    assert [f"{release}/{row['id']}" for release, row in rows if not _agrees(row["text"], release, row)] == []


def _agrees(text: str, release: str, row: dict[str, Any]) -> bool:
    c = compile(text, filename="job.nomad.hcl", environ={}, nomad_version=release)
    return c.ok is row["ok"] and (not c.ok or hashlib.sha256(c.to_json().encode()).hexdigest() == row["sha256"])


def test_recorded_functions(goldens: Path) -> None:
    """The calls with another answer than the newest release's: the value, or the text of the error."""
    calls = {case["id"]: case["expr"] for case in json.loads((goldens / "hcl" / "hcl-functions-open.json").read_text(encoding="utf-8"))}
    rows = [(release, row) for release, row in _rows(goldens, "functions") if row["id"] in calls]
    assert rows
    wrong = []
    for release, row in rows:
        text = 'job "f" {\n  meta {\n    v = jsonencode(' + calls[row["id"]] + ")\n  }\n}\n"
        c = compile(text, filename="job.nomad.hcl", environ={}, nomad_version=release)
        if row["ok"]:
            same = c.ok and json.loads(job_of(c)["Meta"]["v"]) == json.loads(row["json"])
        else:
            same = not c.ok and (c.diagnostics[0].nomad or "") == row["diagnostics"].splitlines()[0].partition(": ")[2]
        if not same:
            wrong.append(f"{release}/{row['id']}: {[d.nomad for d in c.diagnostics]}")
    assert wrong == []


def _rows(goldens: Path, kind: str) -> list[tuple[str, dict[str, Any]]]:
    paths = sorted((goldens / "versions").glob(f"*/{kind}.jsonl"))
    return [(path.parent.name, json.loads(line)) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
