"""Work is bounded by one budget a file, and by limits where the rules look at all of a kind: what costs much is refused in words, at its place.

No time is asserted: without the bounds each of these takes minutes to hours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import nomadspec
from nomadspec.hcl import ast
from nomadspec.rules.driver_schemas import SchemaFault, problems
from nomadspec.source import Source


def job(value: str) -> str:
    return f'job "x" {{\n  meta {{\n    v = {value}\n  }}\n}}\n'


def test_one_hash_of_a_high_cost_fits_into_the_budget() -> None:
    assert nomadspec.compile(job('substr(bcrypt("x", 13), 0, 7)'), environ={}).ok


@pytest.mark.parametrize(
    "value",
    [
        'join("", [for i in range(1000) : bcrypt("x", 15)])',
        'join("", [for i in range(1000) : bcrypt("x")])',
        'join("", [for i in range(1000) : bcrypt("x", 3)])',
    ],
)
def test_many_hashes_do_not(value: str) -> None:
    found = nomadspec.compile(job(value), environ={}).diagnostics
    assert [(d.rule, d.span and d.span.start.line) for d in found if d.severity == "error"] == [("evaluation-limit", 3)]


def test_codes_of_suppressions_are_counted_over_the_file() -> None:
    codes = ",".join(f"X{number}" for number in range(20_000))
    found = nomadspec.lint(f"# nomadspec: ignore[{codes}] reason\n" + job('"a"'), environ={})
    assert [d.message for d in found if "suppression" in d.message] == [
        "more than 1,000 codes in the suppressions of one file; this one and those after it are ignored. Use ignore-file or the configuration"
    ]


def test_faults_of_one_type_are_counted() -> None:
    text = 'variable "v" {\n  type = object({ ' + ", ".join(f"a{i} = optional(string)" for i in range(20_000)) + " })\n}\n" + job('"a"')
    assert len(nomadspec.compile(text, environ={}).diagnostics) <= 51


@pytest.mark.parametrize("block", ["group", "task"])
def test_many_blocks_of_a_kind_with_findings(block: str) -> None:
    task = 'task "t%d" {\n driver = "docker"\n config {\n  image = "x"\n }\n}\n'
    blocks = "".join(task % i if block == "task" else f'group "g{i}" {{\n' + task % 0 + "}\n" for i in range(3000))
    text = 'job "j" {\n' + (f'group "g" {{\n{blocks}}}\n' if block == "task" else blocks) + "}\n"
    found = [d for d in nomadspec.lint(text, environ={}) if d.code == "DRV009"]
    assert len(found) == 200
    assert [d.span and d.span.text for d in found[:2]] == ['image = "x"'] * 2
    assert len({d.span and d.span.start.line for d in found}) == 200


def test_ports_and_references_by_the_thousand() -> None:
    ports = "".join(f'port "p{i}" {{}}\n' for i in range(5_000))
    references = "".join(f'k{i} = "${{NOMAD_META_x{i}}}"\n' for i in range(5_000))
    text = f'job "j" {{\n group "g" {{\n network {{\n{ports}}}\n task "t" {{\n driver = "docker"\n env {{\n{references}}}\n}}\n}}\n}}\n'
    assert len(nomadspec.lint(text, environ={})) < 2_000


def test_a_secret_that_a_variable_repeats() -> None:
    secret = "Kr7xQ9mLw2Zt"
    settings = f"DB_PASSWORD={secret}\\n" * 60
    text = f'variable "t" {{\n  default = "{settings}{secret * 60_000}"\n}}\n'
    text += 'job "x" {\n  group "g" {\n    task "t" {\n      driver = "exec"\n      template {\n        data = var.t\n      }\n    }\n  }\n}\n'
    assert "SEC006" not in [d.code for d in nomadspec.lint(text, environ={})]


def test_places_on_a_long_line_are_not_counted_from_its_beginning() -> None:
    source = Source("a" * 1_000_000, "x")
    assert {source.position(offset).column - offset for offset in range(0, 1_000_000, 100)} == {1}


@pytest.mark.parametrize("text", ["{" * 500_000, "${" * 250_000, "[[ " * 200_000])
def test_open_braces(text: str) -> None:
    assert nomadspec.lint(text)


def schema_fault(folder: Path, schema: object, config: object) -> str | None:
    (folder / "s.json").write_text(json.dumps(schema))
    try:
        return str(list(problems({"folder": str(folder), "schema": "s.json"}, config)))
    except SchemaFault as fault:
        return str(fault)


DOUBLING = {f"d{i}": {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}] * 2} for i in range(30)} | {"d30": {"type": "object"}}
TOO_MANY = "checking it takes too many steps: its references multiply, or it is too large"


@pytest.mark.parametrize(
    ("schema", "config", "said"),
    [
        ({"$defs": DOUBLING, "$ref": "#/$defs/d0"}, {}, TOO_MANY),
        ({"$defs": DOUBLING, "$dynamicRef": "#/$defs/d0"}, {}, TOO_MANY),
        ({"properties": {f"p{i}": {"type": "string"} for i in range(30_000)}}, {}, TOO_MANY),
        ({"uniqueItems": True}, [{"a": i} for i in range(3_000)], TOO_MANY),
        ({"$schema": ["x"]}, {}, "s.json is not a valid JSON Schema"),
        ({"$schema": 5}, {}, "s.json is not a valid JSON Schema"),
        # The schema of a part does not bring back an engine that backtracks.
        (
            {"properties": {"a": {"$schema": "http://json-schema.org/draft-07/schema#", "pattern": "(a+)+$"}}},
            {"a": "a" * 40 + "!"},
            f"[(['a'], \"'{'a' * 40}!' does not match '(a+)+$'\")]",
        ),
        ({"properties": {f"p{i}": {"type": "string"} for i in range(500)}}, {"p7": 7}, "[(['p7'], \"7 is not of type 'string'\")]"),
    ],
    ids=["references", "dynamic references", "size", "unique items", "schema list", "schema number", "inner schema", "fits"],
)
def test_schemas_of_drivers(tmp_path: Path, schema: object, config: object, said: str) -> None:
    assert schema_fault(tmp_path, schema, config) == said


def test_a_file_of_wrong_names_is_told_without_suggestions() -> None:
    """Each of them compared with each known name took minutes; the first ones have their suggestion all the same."""
    known = "".join(f"  name{number} = 1\n" for number in range(3_000))
    wrong = "".join(f"  wrong{number} = local.nane{number}\n" for number in range(60))
    found = [d for d in nomadspec.compile(f'locals {{\n{known}{wrong}}}\njob "x" {{}}\n', environ={}).diagnostics if "is not declared" in d.message]
    assert len(found) == 60
    assert sum("Did you mean" in (d.help or "") for d in found) == 33


def test_a_trail_through_a_long_list_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from nomadspec.evaluation import scope

    asked: list[object] = []
    real = scope.references

    def references(node: ast.Node) -> Iterator[ast.Traversal]:
        asked.append(node)
        return real(node)

    monkeypatch.setattr(scope, "references", references)
    items = ", ".join(f'"https://example.com/{number}"' for number in range(200))
    text = f'job "x" {{\n  group "g" {{\n    task "t" {{\n      driver = "exec"\n      dynamic "artifact" {{\n        for_each = [{items}]\n        content {{\n          source = artifact.value\n        }}\n      }}\n    }}\n  }}\n}}\n'
    assert nomadspec.lint(text, environ={})
    assert len(asked) == len({id(node) for node in asked})


@pytest.mark.parametrize("name", ['name = "${TASKGROUP}-${JOB}"', ""])
def test_names_made_of_long_names_are_bounded(name: str) -> None:
    services = f'service {{\n      {name}\n      check {{\n        type = "http"\n      }}\n    }}\n    ' * 50
    text = f'job "x" {{\n  group "{"g" * 20_000}" {{\n    {services}task "t" {{\n      driver = "exec"\n    }}\n  }}\n}}\n'
    job = nomadspec.compile(text, environ={}).job
    assert job is not None
    assert len(json.dumps(nomadspec.canonicalize(job).to_api())) < 500_000
    assert not nomadspec.validate(job).ok
    assert not nomadspec.plan(job, nomadspec.ClusterState.empty()).ok
