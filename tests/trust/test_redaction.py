"""What a run was given as a secret is in no output with `--redact` nor in any page; a name from outside begins no line of standard error."""

from __future__ import annotations

import json

import pytest

from nomadspec.reporting.escaping import json_text, terminal
from nomadspec.workspace.redaction import of_run
from tests.cli.run import Runner

SECRET = "S3cr3t_Value-1"

#: A place of a value in a job; each leads to a diff, and some to a refusal.
PLACES = {
    "meta": 'meta {{ m = {0} }}\n group "g" {{\n task "t" {{\n driver = "raw_exec"\n config {{ command = "x" }}\n}}\n}}',
    "tags": 'group "g" {{\n service {{\n name = "s"\n provider = "nomad"\n tags = [{0}]\n}}\n task "t" {{\n driver = "raw_exec"\n config {{ command = "x" }}\n}}\n}}',
    "arguments": 'group "g" {{\n task "t" {{\n driver = "raw_exec"\n config {{\n command = "x"\n args = ["--key", {0}]\n}}\n}}\n}}',
    "image": 'group "g" {{\n task "t" {{\n driver = "docker"\n config {{ image = "registry.example/${{{0}}}:1" }}\n}}\n}}',
    "template": 'group "g" {{\n task "t" {{\n driver = "raw_exec"\n config {{ command = "x" }}\n template {{\n destination = "local/x"\n data = {0}\n}}\n}}\n}}',
    "constraint": 'constraint {{\n attribute = "${{meta.x}}"\n value = {0}\n}}\n group "g" {{\n task "t" {{\n driver = "raw_exec"\n config {{ command = "x" }}\n}}\n}}',
    "service name": 'group "g" {{\n service {{\n name = {0}\n provider = "nomad"\n}}\n task "t" {{\n driver = "raw_exec"\n config {{ command = "x" }}\n}}\n}}',
    "namespace": 'namespace = {0}\n group "g" {{\n task "t" {{\n driver = "raw_exec"\n config {{ command = "x" }}\n}}\n}}',
}
STATE = {
    "format": "nomadspec-state/1",
    "nodes": [{"ID": "7a1f0c52-0000-4000-8000-000000000001", "Name": "n", "Datacenter": "dc1", "NodePool": "default", "Status": "ready"}],
}


@pytest.fixture
def run(nomadspec: Runner) -> Runner:
    nomadspec.monkeypatch.setenv("NOMAD_VAR_pw", SECRET)
    nomadspec.write("state.json", json.dumps(STATE))
    return nomadspec


def jobspec(place: str) -> str:
    return 'variable "pw" {}\njob "j" {\n' + PLACES[place].format("var.pw") + "\n}\n"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "words",
    [
        ("plan", "--redact", "--verbose", "--explain", "-o", "text"),
        ("plan", "--redact", "--explain", "-o", "json"),
        ("plan", "--redact", "--json"),
        ("plan", "--explain", "-o", "markdown"),
        ("drift", "--redact", "-o", "text"),
        ("drift", "-o", "markdown"),
        ("what-if", "-o", "markdown"),
        ("graph", "-o", "dot"),
        ("graph", "-o", "mermaid"),
        ("graph", "-o", "json"),
        ("graph", "-o", "html"),
        ("lint", "-o", "json"),
    ],
    ids=" ".join,
)
def test_no_output_holds_the_value_of_a_variable(run: Runner, place: str, words: tuple[str, ...]) -> None:
    run.write("x.nomad.hcl", jobspec(place))
    result = run(*words, "--state", "file:state.json", "x.nomad.hcl")
    assert result.status != 70
    for form in (SECRET, SECRET.replace("_", "\\_").replace("-", "\\-"), SECRET.replace("_", "#95;")):
        assert form not in result.out + result.err


def test_without_redact_the_body_of_a_plan_is_the_result(run: Runner) -> None:
    run.write("x.nomad.hcl", jobspec("meta"))
    assert SECRET in run("plan", "--verbose", "-o", "text", "--state", "file:state.json", "x.nomad.hcl").out


def test_what_the_jobspec_holds_itself_is_no_secret_but_a_token_is() -> None:
    masked = of_run({"NOMAD_VAR_a": "public-value", "NOMAD_VAR_b": SECRET, "NOMAD_TOKEN": "token-of-mine"}, ["x = public-value"], ["given-token"])
    document = {"public-value": [SECRET, ("token-of-mine", 1)], "given-token": {"k": f"a {SECRET} b"}}
    assert masked.document(document) == {"public-value": ["<redacted>", ["<redacted>", 1]], "<redacted>": {"k": "a <redacted> b"}}


@pytest.mark.parametrize(
    "words",
    [
        ("lint", "x\n::error::pwn.nomad.hcl"),
        ("fmt", "x\n::error::pwn.nomad.hcl"),
        ("compile", "x\n::error::pwn.nomad.hcl"),
        ("lint", "--baseline", "b\n::error::pwn.json", "ok.nomad.hcl"),
        ("lint", "--config", "b\n::error::pwn.toml", "ok.nomad.hcl"),
        ("plan", "--state", "file:s\n::error::pwn.json", "ok.nomad.hcl"),
        ("plan", "--var-file", "v\n::error::pwn.hcl", "ok.nomad.hcl"),
        ("lint", "--select", "A\n::error::pwn", "ok.nomad.hcl"),
        ("x\n::error::pwn",),
        ("lint", "--x\n::error::pwn"),
        ("diff", "a\n::error::pwn", "b"),
    ],
    ids=repr,
)
def test_no_name_begins_a_line_of_standard_error(run: Runner, words: tuple[str, ...]) -> None:
    run.write("ok.nomad.hcl", jobspec("meta"))
    result = run(*words)
    assert result.status != 70
    assert not any(line.startswith("::") for line in (result.out + result.err).splitlines())


@pytest.mark.parametrize(
    ("text", "shown", "as_json"),
    [
        ("a\u202eb", "a\\u202eb", '"a\\u202eb"'),
        ("a\x9bb", "a\\x9bb", '"a\\u009bb"'),
        ("a\U000e0041b", "a\\U000e0041b", '"a\\udb40\\udc41b"'),
        ("ä\u2028", "ä\\u2028", '"ä\\u2028"'),
    ],
)
def test_characters_that_hide_text(text: str, shown: str, as_json: str) -> None:
    assert terminal(text) == shown
    assert json_text(text) == as_json
    assert json.loads(as_json) == text
