"""`state capture` and what is done with a captured state: rights, namespaces, compressed and redacted files."""

from __future__ import annotations

import gzip
import json
import os
import stat

import pytest

from nomadspec import canonicalize, read_spec
from nomadspec.backends.rights import policy_text
from tests.backends.recorded_agent import RecordedAgent
from tests.backends.test_http import SMALL
from tests.backends.test_rights import NAMESPACE, POOL, acl
from tests.cli.run import Runner


def test_the_policy_is_one(nomadspec: Runner) -> None:
    done = nomadspec("init", "--acl-policy")
    assert (done.status, done.out) == (0, policy_text())
    assert read_spec(done.out, kind="acl-policy").ok


def test_plans_and_states_say_it(nomadspec: Runner) -> None:
    nomadspec.write(
        "j.nomad.hcl", 'job "a" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "a:1"\n      }\n    }\n  }\n}\n'
    )
    with RecordedAgent(SMALL, fault=acl([{**NAMESPACE, "Name": "team"}], [POOL])) as agent:
        said = "nomadspec: the state is incomplete: jobs and allocations: only of the namespace 'team'"
        captured = nomadspec("state", "capture", agent.address, "-O", "s.json.gz", "--token", "x")
        assert (captured.status, said in captured.err) == (0, True), captured.err
        assert said in nomadspec("plan", "j.nomad.hcl", "--state", agent.address, "--token", "x").err
    assert said in nomadspec("plan", "j.nomad.hcl", "--state", "s.json.gz").err
    assert "incomplete    jobs and allocations" in nomadspec("state", "show", "s.json.gz").out


def test_the_file(nomadspec: Runner) -> None:
    with RecordedAgent(SMALL) as agent:
        done = nomadspec("state", "capture", agent.address, "-O", "s.json.gz")
        plain = nomadspec("state", "capture", agent.address)
    assert done.status == plain.status == 0, done.err + plain.err
    assert stat.S_IMODE(os.stat(nomadspec.folder / "s.json.gz").st_mode) == 0o600
    with gzip.open(nomadspec.folder / "s.json.gz") as file:
        packed = json.load(file)
    assert {**packed, "captured_at": ""} == {**json.loads(plain.out), "captured_at": ""}
    assert list(json.loads(plain.out)) == sorted(json.loads(plain.out))


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b", b"{}", gzip.compress(b"{", mtime=0), gzip.compress(b"[1]", mtime=0)[:-4]])
def test_a_file_that_is_not_gzip_or_not_a_state(nomadspec: Runner, data: bytes) -> None:
    (nomadspec.folder / "s.json.gz").write_bytes(data)
    done = nomadspec("state", "show", "s.json.gz")
    assert (done.status, done.out) == (2, "")
    assert "s.json.gz" in done.err


JOB = """
job "a" {
  meta {
    api_token = "meta-secret"
    owner     = "team-a"
  }
  group "g" {
    constraint {
      attribute = "${meta.rack}"
      value     = "r1"
    }
    task "t" {
      driver = "docker"
      config {
        image = "registry/app:IMAGE"
      }
      env {
        PASSWORD = "env-secret"
        AGAIN    = "env-secret"
      }
      template {
        destination = "local/x"
        data        = "template-secret"
      }
    }
  }
}
"""


def test_redacted_values_compare_by_their_hashes(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", JOB)
    job = canonicalize(json.loads(nomadspec("compile", "j.nomad.hcl").out)["Job"]).to_api()
    stored = {**job, "Version": 0, "Namespace": "default", "CreateIndex": 5}
    stub = {"ID": "a", "Namespace": "default"}
    with RecordedAgent({**SMALL, "job_stubs": [stub], "job_versions": {"a@default": [stored]}, "allocations": [], "alloc_stubs": []}) as agent:
        document = json.loads(nomadspec("state", "capture", agent.address, "--redact").out)
    text = json.dumps(document)
    assert not [secret for secret in ("meta-secret", "env-secret", "template-secret", "registry/app") if secret in text]
    assert "team-a" in text
    (captured,) = document["jobs"]
    env = captured["TaskGroups"][0]["Tasks"][0]["Env"]
    assert env["PASSWORD"] == env["AGAIN"]
    assert env["PASSWORD"].startswith("redacted:")
    nomadspec.write("s.json", text)
    same = nomadspec("plan", "j.nomad.hcl", "--state", "s.json", "-o", "json")
    assert json.loads(same.out)["diff"]["Type"] == "None"
    nomadspec.write("j.nomad.hcl", JOB.replace("app:IMAGE", "app:other"))
    changed = json.loads(nomadspec("plan", "j.nomad.hcl", "--state", "s.json", "-o", "json").out)["diff"]
    assert changed["Type"] == "Edited"
    assert "app:other" not in json.dumps(changed)


def test_the_summary_counts_jobs_not_versions(nomadspec: Runner) -> None:
    versions = [{"ID": "a", "Namespace": "default", "Version": number} for number in (2, 1, 0)]
    with RecordedAgent(
        {**SMALL, "job_stubs": [{"ID": "a", "Namespace": "default"}], "job_versions": {"a@default": versions}, "allocations": [], "alloc_stubs": []}
    ) as agent:
        assert ", 1 job" in nomadspec("state", "capture", agent.address, "-O", "s.json").err


@pytest.mark.parametrize("command", [["lint", "-o", "concise", "j.nomad.hcl"], ["validate", "j.nomad.hcl"], ["plan", "j.nomad.hcl"]])
@pytest.mark.parametrize(("given", "refused"), [("team", False), ("nope", True)])
def test_namespace_of_a_job_that_names_none(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch, command: list[str], given: str, refused: bool) -> None:
    nomadspec.write("j.nomad.hcl", JOB)
    nomadspec.write("s.json", json.dumps({"format": "nomadspec-state/1", "namespaces": [{"Name": "default"}, {"Name": "team"}]}))
    option = nomadspec(*command, "--state", "s.json", f"-namespace={given}")
    monkeypatch.setenv("NOMAD_NAMESPACE", given)
    variable = nomadspec(*command, "--state", "s.json")
    for done in (option, variable):
        assert ('nonexistent namespace "nope"' in done.out + done.err) is refused
    assert json.loads(nomadspec("compile", "j.nomad.hcl").out)["Job"]["Namespace"] is None


def test_namespace_in_a_diff_and_in_drift(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", JOB)
    nomadspec.write("k.nomad.hcl", JOB.replace('job "a" {', 'job "a" {\n  namespace = "team"'))
    assert nomadspec("diff", "j.nomad.hcl", "k.nomad.hcl").status == 1
    assert nomadspec("diff", "-namespace=team", "j.nomad.hcl", "k.nomad.hcl").status == 0
    nomadspec.write("s.json", json.dumps({"format": "nomadspec-state/1"}))
    assert "team/a" in nomadspec("drift", "-namespace=team", "--state", "s.json", "j.nomad.hcl").out
