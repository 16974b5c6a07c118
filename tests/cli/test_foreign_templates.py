"""Templates of other tools: reported once, as such, by every command that reads jobspecs."""

from __future__ import annotations

import json

import pytest

from tests.backends.test_git import commit, git
from tests.cli.run import Runner

TEMPLATES = {
    "pack": 'job [[ template "job_name" . ]] {\n  [[ if .region ]]\n  region = "a"\n  [[ end ]]\n}\n',
    "go": 'job "x" {\n  {{ if .Region }}\n  region = "a"\n  {{ end }}\n}\n',
    "jinja": '{% if region %}\njob "x" {\n  region = "a"\n}\n{% endif %}\n',
}


@pytest.mark.parametrize("kind", TEMPLATES)
@pytest.mark.parametrize(("command", "status"), [("lint", 1), ("validate", 1), ("compile", 1), ("plan", 255), ("env", 2), ("graph", 2), ("fmt", 2)])
def test_one_finding(nomadspec: Runner, command: str, status: int, kind: str) -> None:
    nomadspec.write("job.nomad.hcl", TEMPLATES[kind])
    result = nomadspec(command, "job.nomad.hcl")
    assert result.status == status
    said = [line for line in (result.out + result.err).splitlines() if line.startswith("error")]
    assert len(said) == 1
    assert "this is a template for" in said[0]


def test_as_lines_of_json(nomadspec: Runner) -> None:
    for name, text in TEMPLATES.items():
        nomadspec.write(f"{name}.nomad.hcl", text)
    rows = [json.loads(line) for line in nomadspec("compile", "-o", "jsonl").out.splitlines()]
    assert [[d["rule"] for d in row["diagnostics"]] for row in rows] == [["foreign-template"]] * 3


def test_marks_in_strings_and_heredocs_are_no_templates(nomadspec: Runner) -> None:
    result = nomadspec("lint", "-o", "concise", "-", stdin='job "{{x}}" {\n  meta {\n    a = "[[ b ]]" # {% c %}\n    d = <<E\n{{ e }}\nE\n  }\n  = 1\n}\n')
    assert "HCL" in result.out
    assert "template" not in result.out


def job(line: str, driver: str = "docker") -> str:
    return f'job "x" {{\n  group "g" {{\n    {line}\n    task "t" {{\n      driver = "{driver}"\n      config {{\n        image = "a:1"\n      }}\n    }}\n  }}\n}}\n'


#: Lines of a group, and whose template the file is.
MARKED = {
    "count = ${count}": "Terraform's templatefile",
    "%{ if big ~}\n    count = 3\n    %{ endif ~}": "Terraform's templatefile",
    'meta { a = [${join(",", list)}] }': "Terraform's templatefile",
    'count = "[[ .count ]]"': "nomad-pack or Levant",
    'count = "{{ count }}"': "Go's template engine or Jinja",
    'count = "{% if a %}1{% endif %}"': "Jinja",
    'meta { a = "{{ lookup("env", "A") }}" }': "Go's template engine or Jinja",
    'network {\n      port "http" {\n        static = "[[ .port ]]"\n      }\n    }': "nomad-pack or Levant",
    "count = __COUNT__": "a script that replaces words such as __NAME__",
    'count = "__COUNT__"': "a script that replaces words such as __NAME__",
    'count = "_WEB_COUNT"': "a script that replaces words such as __NAME__",
    "count = <<WEB_COUNT>>": "a script that replaces words such as __NAME__",
    'count = "<<COUNT>>"': "a script that replaces words such as __NAME__",
}
NOT_MARKED = (
    "count = 3 3",
    "count = ${var.count}",
    'meta { a = "[[ -f x ]]" }\n    count = "x"',
    'count = "x"\n    meta { a = "{{ b }}" }',
    "meta { a = [[1, 2], [3]] }\n    count = 3 3",
    "count = __count__",
    'count = "a__COUNT__"',
    'count = "_COUNT"',
    "count = WEB_COUNT",
    "count = <<COUNT\n3\nCOUNT >>",
    "meta {\n      _JAVA_OPTIONS = 1\n      _JAVA_OPTIONS = 2\n    }",
)


@pytest.mark.parametrize("line", MARKED)
def test_markers_in_values_that_fail(nomadspec: Runner, line: str) -> None:
    nomadspec.write("web.nomad.hcl", job(line))
    for words, status, severity in ((["web.nomad.hcl"], 1, "error"), (["."], 0, "info")):
        result = nomadspec("lint", "-o", "json", *words)
        (found,) = json.loads(result.out)["findings"]
        assert (result.status, found["code"], found["severity"]) == (status, "LNT006", severity)
        assert found["message"] == f"this is a template for {MARKED[line]}, not yet a jobspec"
    assert nomadspec("validate").status == 1


@pytest.mark.parametrize("line", NOT_MARKED)
def test_markers_that_explain_nothing(nomadspec: Runner, line: str) -> None:
    result = nomadspec("lint", "-o", "json", "-", stdin=job(line))
    assert result.status == 1
    assert "LNT006" not in result.out


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("SERVER_COUNT", ("LNT006", "this is a template for a script that replaces words such as __NAME__, not yet agent configuration")),
        ("<<COUNT>>", ("LNT006", "this is a template for a script that replaces words such as __NAME__, not yet agent configuration")),
        ("True", ("AGT001", "True is not a value: strings are quoted, and booleans are true and false")),
        ("three", ("AGT001", "three is not a value: strings are quoted, and booleans are true and false")),
        (",", ("AGT001", "a comma where a value is expected")),
    ],
)
def test_words_in_the_configuration_of_an_agent(nomadspec: Runner, value: str, found: tuple[str, str]) -> None:
    nomadspec.write("a.hcl", f"server {{\n  bootstrap_expect = {value}\n}}\n")
    (finding,) = json.loads(nomadspec("agent", "lint", "-o", "json", "a.hcl").out)["findings"]
    assert (finding["code"], finding["message"]) == found


def test_unknown_names_of_a_file_without_variables(nomadspec: Runner) -> None:
    text = job('count = "${replicas}"')
    assert "Terraform" in nomadspec("lint", "-", stdin=text).out
    assert "Terraform" not in nomadspec("lint", "-", stdin='variable "a" {}\n' + text).out


#: What Terraform fills in may be valid HCL all the same; only Terraform's own files tell.
FILLED_IN = job('meta {\n      owner = "${owner}"\n    }\n    network {\n      port "http" {\n        to = "${port}"\n      }\n    }').replace("a:1", "a")
IN_A_STRING = job('meta {\n      owner = "${owner}"\n    }')
CALLS = (
    'jobspec = templatefile("${path.module}/conf/web.nomad", {\n  port = 80\n})\n',
    'jobspec = templatefile(\n  "./conf/web.nomad",\n  {}\n)\n',
    'template = file("${path.module}/conf/web.nomad")\n',
    'template = "${file("conf/web.nomad")}"\n',
)


def _codes(nomadspec: Runner, *words: str) -> list[tuple[str, str]]:
    return [(d["code"], d["severity"]) for d in json.loads(nomadspec("lint", "-o", "json", *words).out)["findings"]]


@pytest.mark.parametrize("call", CALLS)
def test_what_terraform_fills_in(nomadspec: Runner, call: str) -> None:
    """One finding stands for all values that Terraform fills in; other findings stay."""
    nomadspec.write("app/conf/web.nomad", FILLED_IN)
    nomadspec.write("app/main.tf", f'resource "nomad_job" "web" {{\n  {call}}}\n')
    assert _codes(nomadspec) == [("LNT006", "info"), ("DRV009", "info")]
    assert _codes(nomadspec, "app/conf/web.nomad") == [("LNT006", "error"), ("DRV009", "info")]
    nomadspec.write("app/conf/web.nomad", IN_A_STRING)
    assert _codes(nomadspec) == _codes(nomadspec, "app/conf/web.nomad") == [("LNT006", "info")]


@pytest.mark.parametrize("terraform", ['jobspec = file("conf/web.nomad")', 'jobspec = templatefile("conf/other-web.nomad", {})', ""])
def test_what_terraform_does_not_fill_in(nomadspec: Runner, terraform: str) -> None:
    nomadspec.write("app/conf/web.nomad", IN_A_STRING)
    nomadspec.write("app/main.tf", f'resource "nomad_job" "web" {{\n  {terraform}\n}}\n')
    assert _codes(nomadspec) == [("REF015", "warning")]


def test_terraforms_files_are_read_as_far_as_file_functions_may(nomadspec: Runner) -> None:
    nomadspec.write("app/conf/web.nomad", IN_A_STRING)
    assert _codes(nomadspec) == [("REF015", "warning")]
    nomadspec.write("app/main.tf", CALLS[0])
    assert _codes(nomadspec) == [("LNT006", "info")]  # an answer that is kept counts only as long as what it was made of
    assert _codes(nomadspec, "--no-fs") == [("REF015", "warning")]
    assert _codes(nomadspec, "--fs-root", "app/conf") == [("REF015", "warning")]


def test_a_volume_is_a_template(nomadspec: Runner) -> None:
    nomadspec.write(
        "data.hcl",
        'id = "data"\nname = "data"\ntype = "csi"\nplugin_id = "a"\ncapacity_min = "__SIZE__"\ncapability {\n  access_mode = "single-node-writer"\n  attachment_mode = "file-system"\n}\n',
    )
    assert _codes(nomadspec) == [("LNT006", "info")]
    assert _codes(nomadspec, "data.hcl") == [("LNT006", "error")]


def test_agent_configuration_is_a_template(nomadspec: Runner) -> None:
    for number, text in enumerate(("client {\n  enabled = {{ enabled }}\n}\n", '{% if a %}\nregion = "a"\n{% endif %}\n', "datacenter = ${dc}\n")):
        nomadspec.write(f"{number}/a.hcl", text)
        for words, status, severity in (([f"{number}/a.hcl"], 1, "error"), ([str(number)], 0, "info")):
            result = nomadspec("agent", "lint", "-o", "json", *words)
            (found,) = json.loads(result.out)["findings"]
            assert (result.status, found["code"], found["severity"]) == (status, "LNT006", severity)
            assert found["message"].endswith(", not yet agent configuration")


#: What is no jobspec, and what is said of it.
OTHERS = {
    'data_dir = "/opt/nomad"\nclient {\n  enabled = true\n}\n': ("agent configuration", "Check it with `nomadspec agent lint`."),
    'id = "data"\ntype = "csi"\ncapability {\n  access_mode = "x"\n}\n': ("a volume specification", "Nomad reads it with `nomad volume create`."),
    'region = "a"\ndatacenter = "b"\nname = "c"\n': ("a variable file", "Check it with `nomadspec lint --var-file`."),
    'namespace "default" {\n  policy = "read"\n}\n': ("an ACL policy", "Nomad reads it with `nomad acl policy apply`."),
}


#: What `lint` reads as what it is; commands about jobspecs do not.
LINTED = ("a volume specification", "an ACL policy")


@pytest.mark.parametrize("text", OTHERS)
def test_other_kinds_of_files(nomadspec: Runner, text: str) -> None:
    nomadspec.write("data.nomad", text)
    result = nomadspec("lint", "-o", "json", "data.nomad")
    codes = {finding["code"] for finding in json.loads(result.out)["findings"]}
    if OTHERS[text][0] in LINTED:
        assert "LNT009" not in codes
    else:
        for words, severity in ((["data.nomad"], "error"), (["."], "info")):
            (found,) = json.loads(nomadspec("lint", "-o", "json", *words).out)["findings"]
            assert (found["code"], found["severity"], found["help"]) == ("LNT009", severity, OTHERS[text][1])
            assert found["message"] == f"this is {OTHERS[text][0]}, not a jobspec"
    for command, status in (("validate", 1), ("compile", 1), ("plan", 255)):
        result = nomadspec(command, "data.nomad")
        assert (result.status, result.err.count("error[")) == (status, 1)


def test_a_jobspec_is_no_agent_configuration(nomadspec: Runner) -> None:
    nomadspec.write("web.hcl", job("count = 1"))
    (found,) = json.loads(nomadspec("agent", "lint", "-o", "json", "web.hcl").out)["findings"]
    assert (found["code"], found["message"], found["help"]) == ("LNT009", "this is a jobspec, not agent configuration", "Check it with `nomadspec lint`.")


AGENT = 'data_dir = "/opt/nomad"\nclient {\n  enabld = true\n}\n'


def found(text: str) -> list[tuple[str, str]]:
    """Path and code of each finding."""
    return [(finding["path"], finding["code"]) for finding in json.loads(text)["findings"]]


@pytest.mark.parametrize("words", [["."], ["agents"], ["agents/a/client.hcl"]])
def test_lint_takes_the_configuration_of_agents(nomadspec: Runner, words: list[str]) -> None:
    nomadspec.write("agents/a/client.hcl", AGENT)
    assert ("agents/a/client.hcl", "AGT003") in found(nomadspec("lint", "-o", "json", *words).out)


def test_a_folder_of_configuration_is_one_agent(nomadspec: Runner) -> None:
    """What one file lacks another has."""
    nomadspec.write("a/client.hcl", 'client {\n  enabled = true\n}\ndata_dir = "/opt/nomad"\n')
    nomadspec.write("a/server.hcl", "server {\n  enabled = true\n  bootstrap_expect = 1\n}\n")
    nomadspec.write("a/web.nomad.hcl", job("count = 1"))
    together = nomadspec("agent", "lint", "-o", "json", "a/client.hcl", "a/server.hcl")
    assert [row for row in found(nomadspec("lint", "-o", "json", "a").out) if row[0] != "a/web.nomad.hcl"] == found(together.out)


def test_agents_are_linted_for_the_release_of_the_run(nomadspec: Runner) -> None:
    """An option that later releases no longer have is wrong for them only."""
    nomadspec.write("agents/a/client.hcl", 'data_dir = "/opt/nomad"\nclient {\n  enabled = true\n}\ntls {\n  tls_prefer_server_cipher_suites = true\n}\n')
    nomadspec.write("state.json", json.dumps({"format": "nomadspec-state/1", "servers": [{"Name": "s1", "Version": "1.8.4"}]}))

    def codes(*words: str) -> list[str]:
        return [code for _, code in found(nomadspec("lint", "-o", "json", *words, "agents").out) if code == "AGT003"]

    assert codes() == ["AGT003"]
    assert codes("--nomad-version", "1.8") == codes("--nomad-version", "auto", "--state", "state.json") == []
    nomadspec.write("nomadspec.toml", 'nomad-version = "1.8"\n')
    assert codes() == []
    nomadspec.write("nomadspec.toml", '[[environments]]\nname = "prod"\nstate = "file:state.json"\nnomad-version = "auto"\n')
    assert codes() == ["AGT003"]


def test_an_agent_without_a_change_is_not_reported_on(nomadspec: Runner) -> None:
    for name in ("a", "b"):
        nomadspec.write(f"{name}/client.hcl", AGENT)
        nomadspec.write(f"{name}/more.hcl", 'datacenter = "dc1"\nclient {\n}\n')
    git(nomadspec.folder, "init", "-q")
    commit(nomadspec)
    assert found(nomadspec("lint", "-o", "json", "--changed-since", "HEAD", ".").out) == []
    nomadspec.write("a/more.hcl", 'datacenter = "dc2"\nclient {\n}\n')
    assert {path for path, _ in found(nomadspec("lint", "-o", "json", "--changed-since", "HEAD", ".").out)} == {"a/client.hcl"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", '{"name": "x", "client": {}, "dependencies": {}}\n'),
        ("consul.hcl", 'data_dir = "/opt/consul"\nserver = true\nclient_addr = "0.0.0.0"\n'),
        ("vault.hcl", 'listener "tcp" {\n}\ntelemetry {\n}\n'),
        ("main.hcl", 'resource "aws_instance" "x" {\n}\n'),
    ],
)
def test_a_search_leaves_the_files_of_other_tools_alone(nomadspec: Runner, name: str, text: str) -> None:
    nomadspec.write("web.nomad.hcl", job("count = 1"))
    nomadspec.write(name, text)
    assert all(path == "web.nomad.hcl" for path, _ in found(nomadspec("lint", "-o", "json", ".").out))


def test_a_named_file_of_another_tool_is_a_note(nomadspec: Runner) -> None:
    nomadspec.write("main.hcl", 'resource "aws_instance" "x" {\n}\n')
    result = nomadspec("lint", "main.hcl")
    assert (result.status, result.out) == (0, "")
    assert "main.hcl: not a kind of file that Nomad reads; skipped" in result.err


@pytest.mark.parametrize("text", ['jobb "web" {\n}\n', 'jb "web" {\n  group "web" {\n  }\n}\n', "variable x {\n}\n", "group"])
def test_what_is_meant_to_be_a_jobspec_is_linted(nomadspec: Runner, text: str) -> None:
    nomadspec.write("web.hcl", text)
    assert found(nomadspec("lint", "-o", "json", "web.hcl").out)
