"""compile: every form of source, everything that can be wrong with one, and what is not known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.jobspec.block import UnknownValue
from nomadspec.jobspec.compilation import compile
from tests.jobspec.helpers import compiled
from tests.pipes import make_pipe
from tests.recorded import recorded


def test_a_text_a_file_and_api_json(tmp_path: Path) -> None:
    file = tmp_path / "web.nomad.hcl"
    file.write_text('job "web" {}\n')
    for source, format_ in (
        ('job "web" {}', "hcl"),
        (file, "hcl"),
        ('{"job": {"web": {}}}', "hcl-json"),
        ('{"Job": {"ID": "web", "Name": "web"}}', "api-json"),
    ):
        c = compile(source, environ={})
        assert (c.ok, c.job and c.job.id, c.format) == (True, "web", format_)


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ('{"ID": "a"}', "api-json"),
        ('{"Job": {"ID": "a"}}', "api-json"),
        ('{"job": {"ID": "a", "TaskGroups": []}}', "api-json"),
        ('{"job": {"ID": {}}}', "hcl-json"),
        ("{}", "hcl-json"),
        ('{"job": {"t": {}}, "locals": {}}', "hcl-json"),
    ],
)
def test_api_json_is_recognized(text: str, format_: str) -> None:
    assert compile(text, environ={}).format == format_


def test_the_argument_json_decides() -> None:
    assert compile('{"job": {"t": {}}}', environ={}, json=True).format == "api-json"
    assert compile('{"ID": "a"}', environ={}, json=False).format == "hcl-json"


def test_api_json_takes_no_variables() -> None:
    c = compile('{"ID": "a"}', environ={}, json=True, variables={"a": "b"})
    assert [d.nomad for d in c.diagnostics] == ["Invalid job options: cannot use variables with JSON files."]


def test_errors_of_api_json_have_go_s_words() -> None:
    c = compile('{"ID": "a",}', environ={}, json=True)
    assert c.diagnostics[0].nomad == "Failed to parse JSON job: invalid character '}' looking for beginning of object key string"
    assert c.diagnostics[0].span is not None
    assert c.diagnostics[0].span.start.column == 12


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    make_pipe(tmp_path / "pipe")
    reasons = {
        "missing": "no such file or directory",
        "loop": "too many levels of symbolic links",
        "pipe": "not a regular file",
        ".": "is a directory",
        "a\0b": "invalid argument",
    }
    for name, reason in reasons.items():
        (d,) = compile(tmp_path / name, environ={}).diagnostics
        assert (d.rule, d.message.endswith(reason)) == ("unreadable-file", True), d.message


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomadspec.jobspec.file_reading.MAX_FILE", 10)
    (tmp_path / "job.nomad.hcl").write_text('job "a" {}\n')
    assert compile(tmp_path / "job.nomad.hcl", environ={}).diagnostics[0].rule == "too-large"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "job.nomad.hcl").write_bytes(b'job "a" {\n  name = "\xff"\n}\n')
    c = compile(tmp_path / "job.nomad.hcl", environ={})
    assert not c.ok
    assert c.diagnostics[0].span is not None
    assert c.diagnostics[0].span.start.line == 2


def test_variables_from_all_sides(tmp_path: Path) -> None:
    text = 'variable "v" {\n  default = "default"\n}\njob "j" {\n  name = var.v\n}\n'
    (tmp_path / "a.hcl").write_text('v = "file"\n')
    (tmp_path / "b.json").write_text('{"v": "json"}')
    file = tmp_path / "a.hcl"

    def name(**arguments: Any) -> Any:
        c = compile(text, **{"environ": {}, **arguments})
        return c.job and c.job.name

    assert name() == "default"
    assert name(environ={"NOMAD_VAR_v": "env"}) == "env"
    assert name(environ={"NOMAD_VAR_v": "env"}, var_files=[file]) == "file"
    assert name(var_files=[file, tmp_path / "b.json"]) == "json"
    assert name(var_files=[file], variables={"v": "argument"}) == "argument"
    assert name(variables={"other": "x"}) is None
    assert name(variables={"other": "x"}, strict=False) == "default"


UNSET = """
    variable "version" {}
    variable "groups" {}
    job "j" {
      priority = var.version
      group "g" {
        count = 1
        task "t" {
          driver = "docker"
          config {
            image = "web:${var.version}"
            ports = ["http"]
          }
        }
        dynamic "service" {
          for_each = var.groups
          content {}
        }
      }
    }
    """


def test_a_variable_without_a_value_is_an_error() -> None:
    c = compiled(UNSET)
    assert c.job is None
    assert [d.nomad.split(";")[0] for d in c.diagnostics if d.nomad] == ['Unset variable "version"', 'Unset variable "groups"']


def test_or_leaves_unset_what_depends_on_it() -> None:
    c = compiled(UNSET, unset="unknown")
    assert c.ok
    assert c.unset == ("version", "groups")
    job: Any = c.job
    group = job.group[0]
    assert (job.known("priority"), group.known("service"), group.count) == (False, False, 1)
    with pytest.raises(UnknownValue):
        _ = group.service
    config = group.task[0].config
    assert config["ports"] == ["http"]
    assert "image" in config
    with pytest.raises(UnknownValue):
        _ = config["image"]
    assert c.to_api()["Job"]["TaskGroups"][0]["Tasks"][0]["Config"] == {"image": None, "ports": ["http"]}


def test_file_functions_can_be_confined(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    text = f'job "j" {{\n  name = file("{secret}")\n}}\n'
    inside = tmp_path / "inside"
    inside.mkdir()
    assert compile(text, environ={}).ok
    assert not compile(text, environ={}, fs="none").ok
    assert not compile(text, environ={}, fs=inside).ok
    assert compile(text, environ={}, fs=tmp_path).ok


@pytest.mark.parametrize(
    "text",
    [
        'job "x" { a = ' + "[" * 10_000 + "]" * 10_000 + "}",
        'job "x" {\n' + "a {\n" * 10_000 + "}\n" * 10_001,
        'job "x" {\n name = "' + "${" * 3_000 + "}" * 3_000 + '"\n}',
        '{"job": ' + '{"a":' * 3_000,
        '{"ID": "x", "Meta": ' + '{"a":' * 3_000,
        'job "x" {\n meta {\n a = ' + "9" * 100_000 + "\n}\n}",
        'job "x" {\n meta {\n a = 1e999999999\n b = 1e-999999999\n}\n}',
        'job "x\0" {\n}',
        'job "x" {\n name = "\ud800"\n}',
    ],
)
def test_no_text_raises(text: str) -> None:
    c = compile(text, environ={})
    c.to_json()


_FRAGMENTS = st.sampled_from(
    [
        'job "a" {',
        "}",
        "group",
        '"x"',
        "=",
        "[",
        "]",
        "{",
        "(",
        ")",
        "${",
        "%{",
        '"',
        "<<EOF\n",
        "EOF\n",
        "dynamic",
        "for_each",
        "var.x",
        "local.y",
        "meta",
        "task",
        "config",
        "1",
        ",",
        "\n",
        " ",
        "for",
        "in",
        ":",
        "null",
        "-",
        "*",
        ".",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_FRAGMENTS | st.text(max_size=3), max_size=40))
def test_no_pile_of_fragments_raises(parts: list[str]) -> None:
    c = compile('job "j" {\n' + "".join(parts) + "\n}\n", environ={}, fs="none")
    assert c.ok == (c.job is not None)
    c.to_json()


def test_the_corpus(goldens: Path) -> None:
    """Every jobspec that needs no other file: Nomad's verdict, and its job."""
    wrong = []
    for path in recorded(goldens / "corpus" / "golden", "*.json"):
        golden = json.loads(path.read_text(encoding="utf-8"))
        if golden.get("siblings") or golden.get("uses_file_functions"):
            continue
        folder = goldens / "corpus" / "jobs"
        files = [folder / golden["vars"]["file"]] if golden.get("vars") else []
        c = compile(folder / golden["file"], environ={}, var_files=files, json=golden["format"] == "api-json" or None)
        if c.ok != golden["parse_ok"] or (c.ok and not golden.get("unstable") and c.to_api() != golden["api_json"]):
            wrong.append(path.stem)
    assert wrong == []


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [("number", 3, 3), ("bool", True, True), ("list(string)", ["a", "b"], ["a", "b"]), ("map(number)", {"a": 1}, {"a": 1}), ("string", "3", "3")],
)
def test_plain_values_of_variables(type: str, value: object, expected: object) -> None:
    text = f'variable "v" {{\n  type = {type}\n}}\njob "x" {{\n  meta {{\n    v = jsonencode(var.v)\n  }}\n}}\n'
    done = compile(text, variables={"v": value}, environ={})
    assert done.ok, done.diagnostics
    made: Any = done.to_api()
    assert json.loads(made["Job"]["Meta"]["v"]) == expected


def test_what_is_not_known_is_named() -> None:
    """API JSON has null there, which Nomad writes where nothing is set."""
    text = 'variable "n" {}\njob "a" {\n  group "g" {\n    count = var.n\n    task "t" {\n      driver = "docker"\n      config {\n        image = "a:${var.n}"\n      }\n    }\n  }\n}\n'
    unknown = compile(text, environ={}, unset="unknown")
    assert unknown.unknown == ("job.group[0].count", "job.group[0].task[0].config['image']")
    assert '"Count": null' in unknown.to_json()
    assert compile(text, environ={}, variables={"n": "1"}).unknown == ()
