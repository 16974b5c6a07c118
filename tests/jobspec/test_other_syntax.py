"""A jobspec in the other syntax means the same job: native text as JSON, and JSON as native text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nomadspec import compile
from nomadspec.jobspec.json.other_syntax import as_hcl, as_json

DEMO = [path for path in sorted((Path(__file__).parents[2] / "fixtures" / "demo").rglob("*.nomad.hcl")) if path.name != "broken.nomad.hcl"]


def job(inside: str) -> str:
    return f'job "web" {{\n  {inside}\n}}\n'


def task(inside: str) -> str:
    return job(f'group "g" {{\n task "t" {{\n driver = "docker"\n {inside}\n }}\n }}')


def in_task(text: str) -> Any:
    """The JSON of a task's body."""
    found = as_json(task(text))
    assert found is not None
    return json.loads(found)["job"]["web"]["group"]["g"]["task"]["t"]


@pytest.mark.parametrize("path", DEMO, ids=[path.stem for path in DEMO])
def test_there_and_back(path: Path) -> None:
    text = path.read_text()
    there = as_json(text)
    assert there is not None
    back = as_hcl(there)
    assert back is not None
    given: Any = {"environ": {}, "unset": "unknown", "fs": "none"}
    assert compile(back, filename="a.nomad.hcl", **given).job == compile(text, filename="a.nomad.hcl", **given).job


@pytest.mark.parametrize(
    ("native", "data"),
    [
        ("kill_timeout = local.wait", "${local.wait}"),
        ('kill_timeout = "${local.wait}"', "${local.wait}"),
        ('kill_timeout = "5s"', "5s"),
    ],
)
def test_arguments(native: str, data: str) -> None:
    found = as_json('locals {\n  wait = "5s"\n}\n' + task(native))
    assert found is not None
    assert json.loads(found)["job"]["web"]["group"]["g"]["task"]["t"]["kill_timeout"] == data


def test_blocks_of_one_type_are_a_list() -> None:
    constraints = 'constraint {\n operator = "distinct_hosts"\n }\n constraint {\n attribute = "${attr.cpu.arch}"\n value = "amd64"\n }'
    assert [one.get("operator") for one in in_task(constraints)["constraint"]] == ["distinct_hosts", None]


def test_blocks_and_objects_of_a_driver_are_lists() -> None:
    assert in_task('config {\n image = "a"\n port_map {\n http = 80\n }\n labels = { a = "b" }\n }')["config"] == {
        "image": "a",
        "port_map": [{"http": 80}],
        "labels": [{"a": "b"}],
    }


def test_a_reference_that_a_client_replaces_is_text_after_an_escape() -> None:
    """Nomad takes the text of such a reference from the JSON as it is written, and counts an escape as one character there."""
    found = in_task('template {\n data = "a\\n${node.unique.id}"\n destination = "local/a"\n }')
    assert found["template"]["data"] == "a\n$${node.unique.id}"


def test_variables_keep_their_types_and_defaults() -> None:
    found = as_json('variable "names" {\n  type = list(string)\n  default = ["a"]\n}\n' + job("datacenters = var.names"))
    assert found is not None
    assert json.loads(found)["variable"] == {"names": {"type": "list(string)", "default": ["a"]}}
    assert as_hcl(found) == ('variable "names" {\n  type    = list(string)\n  default = ["a"]\n}\n\njob "web" {\n  datacenters = var.names\n}\n')


def test_dynamic_blocks_stay_dynamic() -> None:
    text = job(
        'group "g" {\n network {\n dynamic "port" {\n for_each = ["a", "b"]\n iterator = each\n labels = [each.value]\n content {\n to = 80\n }\n }\n }\n'
        ' task "t" {\n driver = "docker"\n config {\n image = "a"\n }\n }\n }'
    )
    there = as_json(text)
    assert there is not None
    network = json.loads(there)["job"]["web"]["group"]["g"]["network"]
    assert network["dynamic"]["port"] == {"for_each": ["a", "b"], "iterator": "each", "labels": ["${each.value}"], "content": {"to": 80}}
    back = as_hcl(there)
    assert back is not None
    assert 'dynamic "port" {' in back


def test_lines_are_a_heredoc_and_free_keys_a_block() -> None:
    text = json.dumps({"job": {"web": {"meta": {"a": "b"}, "group": {"g": {"task": {"t": {"template": {"data": "one\ntwo\n"}}}}}}}})
    back = as_hcl(text)
    assert back is not None
    assert "meta {\n" in back
    assert "data = <<EOF\none\ntwo\nEOF\n" in back


@pytest.mark.parametrize("text", ["job {", job("a = = 1"), job("nothing = 1\n") + "{"])
def test_what_does_not_parse_has_no_other_syntax(text: str) -> None:
    assert as_json(text) is None


@pytest.mark.parametrize("text", ["{", "[1]", '{"job": }', ""])
def test_json_that_does_not_parse_has_no_native_text(text: str) -> None:
    assert as_hcl(text) is None


def test_what_would_change_its_meaning_is_not_converted() -> None:
    """An object of a driver in JSON would be a list of one natively."""
    data = {"job": {"web": {"group": {"g": {"task": {"t": {"driver": "x", "config": {"a": {"b": 1}}}}}}}}}
    assert as_hcl(json.dumps(data)) is None
