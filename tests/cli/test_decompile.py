"""`nomadspec decompile FILE`: exit statuses, and that what comes out compiles to what went in."""

from __future__ import annotations

import json
from typing import Any

import pytest

import nomadspec as api
from tests.cli.run import Runner
from tests.cli.test_plan import jobspec


def document() -> Any:
    return api.compile(jobspec(), filename="web.nomad.hcl").to_api()


def test_there_and_back(nomadspec: Runner) -> None:
    nomadspec.write("job.json", json.dumps(document()))
    result = nomadspec("decompile", "job.json")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith('job "web" {\n')
    assert api.compile(result.out, filename="x.nomad.hcl").to_api() == document()
    assert api.format(result.out) == result.out
    assert nomadspec("decompile", "-", stdin=json.dumps(document())).out == result.out


def test_what_cannot_be_said_in_hcl_is_a_warning(nomadspec: Runner) -> None:
    job = {**document()["Job"], "Dispatched": True}
    result = nomadspec("decompile", "-", stdin=json.dumps({"Job": job}))
    assert result.status in (0, 1)
    assert bool(result.err) is (result.status == 1)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"Job": 5}', '{"Job": {"TaskGroups": "x"}}', "[" * 100_000, '{"Job": {"Priority": 1e999999}}'])
def test_what_is_no_job_is_exit_status_2(nomadspec: Runner, text: str) -> None:
    result = nomadspec("decompile", "-", stdin=text)
    assert (result.status, result.out) == (2, "")
    assert result.err
    assert "internal fault" not in result.err


def test_a_missing_file(nomadspec: Runner) -> None:
    result = nomadspec("decompile", "missing.json")
    assert (result.status, result.out) == (2, "")
    assert "missing.json" in result.err


def test_a_stored_job_without_what_the_server_filled_in(nomadspec: Runner) -> None:
    written = api.compile(jobspec(), filename="web.nomad.hcl").job
    assert written is not None
    stored = {**api.canonicalize(written).to_api(), "CreateIndex": 7, "SubmitTime": 5}
    short, full = (nomadspec("decompile", "-", *option, stdin=json.dumps({"Job": stored})) for option in ([], ["--full"]))
    assert short.status == full.status == 0
    assert len(short.out.splitlines()) < len(full.out.splitlines()) / 2
    assert "priority" not in short.out
    assert "priority" in full.out
    for text in (short.out, full.out):
        again = api.compile(text, filename="x.nomad.hcl").job
        assert again is not None
        assert api.diff(stored, api.canonicalize(again)).to_api()["Type"] == "None"


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"Count": 0}, "count = 0"),
        ({"Update": {"MaxParallel": 2}}, "max_parallel = 2"),
        ({"RestartPolicy": {"Attempts": 0, "Mode": "fail"}}, "attempts = 0"),
        ({"Constraints": [{"LTarget": "${meta.a}", "RTarget": "b", "Operand": "="}]}, 'attribute = "${meta.a}"'),
        ({"Tasks": [{"Name": "t", "Driver": "docker", "Config": {"image": "a", "volumes": []}}]}, "volumes = []"),
        ({"Tasks": [{"Name": "t", "Driver": "docker", "Env": {"A": ""}}]}, 'A = ""'),
    ],
)
def test_what_differs_from_a_default_is_kept(nomadspec: Runner, change: dict[str, Any], kept: str) -> None:
    job = {"ID": "a", "Name": "a", "TaskGroups": [{"Name": "g", "Tasks": [{"Name": "t", "Driver": "docker"}], **change}]}
    stored = {**api.canonicalize(job).to_api(), "CreateIndex": 7}
    out = " ".join(nomadspec("decompile", "-", stdin=json.dumps({"Job": stored})).out.split())
    assert kept in out
