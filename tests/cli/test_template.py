"""`nomadspec template`: texts, data, exit status, hostile names."""

from __future__ import annotations

import json

import pytest

from tests.cli.run import Runner
from tests.interpolation.jobs import job

ONE = job('env {\n MODE = "fast"\n}\ntemplate {\n destination = "local/a"\n data = "{{ env `MODE` }} {{ with nomadVar `v` }}{{ .user }}{{ end }}\\n"\n}')
TWO = ONE.replace("template {", 'template {\n destination = "local/b"\n data = "{{ len (service `web`) }}"\n}\ntemplate {', 1)
DATA = 'nomad_variables = { v = { user = "alice" } }\n'


def test_one_template_is_its_text(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", ONE)
    nomadspec.write("d.hcl", DATA)
    done = nomadspec("template", "j.nomad.hcl", "--task", "g/t", "--data", "d.hcl")
    assert (done.status, done.out) == (0, "fast alice\n")
    assert done.err == "local/a: read env MODE\nlocal/a: read nomadVar v\n"


def test_several_have_headings(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", TWO)
    nomadspec.write("d.json", '{"nomad_variables": {"v": {"user": "alice"}}}')
    done = nomadspec("template", "j.nomad.hcl", "--data", "d.json", "--quiet")
    assert (done.status, done.out, done.err) == (0, "==> local/b\n0==> local/a\nfast alice\n", "")


def test_json(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", ONE)
    document = json.loads(nomadspec("template", "j.nomad.hcl", "-o", "json").out)
    (template,) = document["templates"]
    assert (document["task"], template["destination"], template["text"], template["waits_for"]) == ("g/t", "local/a", None, ["nomadVar v"])
    assert {"function": "env", "arguments": ["MODE"], "integration": "env", "answered": True} in template["reads"]


def test_a_skeleton_can_be_filled_in(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", ONE)
    made = nomadspec("template", "j.nomad.hcl", "--skeleton")
    assert (made.status, made.out) == (0, 'nomad_variables = {\n  "v" = { "user" = "" }\n}\n')
    nomadspec.write("d.hcl", made.out.replace('""', '"bob"'))
    assert nomadspec("template", "j.nomad.hcl", "--data", "d.hcl").out == "fast bob\n"


@pytest.mark.parametrize(
    ("body", "data", "arguments", "status", "said"),
    [
        ("{{ key `none` }}", "", (), 1, "local/a: waits for key none"),
        ("{{ toUpper 5 }}", "", (), 1, "local/a: line 1: `toUpper` expects a string here, not an int"),
        ("{{ if }}", "", (), 1, "local/a: line 1: the template does not parse: missing value for if"),
        ("{{ env `NOMAD_ALLOC_ID` }}", "", (), 2, "the value of NOMAD_ALLOC_ID is known at run time only"),
        ("x", "secrets = {}", (), 2, "unknown section 'secrets'"),
        ("x", "", ("--task", "g/none"), 2, "the job has no task g/none; choose one with --task GROUP/TASK (available: g/t)"),
        ("x", "", ("--data", "none.hcl"), 2, "none.hcl"),
    ],
)
def test_what_goes_wrong(nomadspec: Runner, body: str, data: str, arguments: tuple[str, ...], status: int, said: str) -> None:
    nomadspec.write("j.nomad.hcl", job(f'template {{\n destination = "local/a"\n data = "{body}"\n}}'))
    nomadspec.write("d.hcl", data)
    done = nomadspec("template", "j.nomad.hcl", "--data", "d.hcl", *arguments)
    assert done.status == status, done.err
    assert said in done.err


def test_a_template_in_a_file_of_the_client(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", job('template {\n destination = "local/a"\n source = "local/a.tpl"\n}'))
    done = nomadspec("template", "j.nomad.hcl")
    assert (done.status, "the template text is in 'local/a.tpl', a file on the client" in done.err) == (2, True)
    nomadspec.write("d.hcl", 'files = { "local/a.tpl" = "{{ env `NOMAD_TASK_NAME` }}" }')
    assert nomadspec("template", "j.nomad.hcl", "--data", "d.hcl").out == "t"


def test_a_job_without_templates_and_one_that_does_not_compile(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", job(""))
    assert nomadspec("template", "j.nomad.hcl").status == 2
    nomadspec.write("broken.nomad.hcl", "job {")
    assert nomadspec("template", "broken.nomad.hcl").status == 2


def test_hostile_names_are_escaped_on_standard_error(nomadspec: Runner) -> None:
    nomadspec.write("j.nomad.hcl", job('template {\n destination = "local/\\u001b[31m"\n data = "{{ key `\\u001b[31m` }}"\n}'))
    done = nomadspec("template", "j.nomad.hcl")
    assert done.status == 1
    assert "\x1b" not in done.err
