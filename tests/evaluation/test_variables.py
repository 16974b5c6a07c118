"""Variables and locals: declarations, values and their precedence, validation, what is said when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import nomadspec
from nomadspec.evaluation.functions import FunctionContext
from nomadspec.evaluation.top_level import evaluate_top_level
from nomadspec.evaluation.values import Unknown
from nomadspec.hcl.parser import parse
from tests.evaluation.language import shown

if TYPE_CHECKING:
    from pathlib import Path

    from nomadspec.evaluation.top_level import TopLevel


def top(text: str, *, files: tuple[str, ...] = (), **options: Any) -> tuple[TopLevel, list[str]]:
    """Variables and locals of a text, and what is wrong with them."""
    file = parse(text, "job.nomad.hcl")
    assert file.ok, file.diagnostics
    given = [parse(content, f"values-{number}.hcl") for number, content in enumerate(files)]
    diagnostics: list[nomadspec.Diagnostic] = []
    found = evaluate_top_level(file.source, file.body, diagnostics, context=FunctionContext(), var_files=[(one.source, one.body) for one in given], **options)
    return found, shown(diagnostics)


def values(text: str, **options: Any) -> dict[str, Any]:
    found, errors = top(text, **options)
    assert errors == []
    assert found.scope is not None
    names: Any = found.scope.names
    return {**names["var"], **{f"local.{name}": value for name, value in names["local"].items()}}


def errors(text: str, **options: Any) -> list[str]:
    found, lines = top(text, **options)
    assert found.scope is None
    return lines


def test_a_later_value_wins() -> None:
    text = 'variable "v" {\n  default = "default"\n}'
    assert values(text)["v"] == "default"
    assert values(text, environ={"NOMAD_VAR_v": "env"})["v"] == "env"
    assert values(text, environ={"NOMAD_VAR_v": "env"}, files=('v = "one"', 'v = "two"'))["v"] == "two"
    assert values(text, environ={"NOMAD_VAR_v": "env"}, files=('v = "one"',), variables={"v": "argument"})["v"] == "argument"


@pytest.mark.parametrize(
    ("body", "text", "value"),
    [
        ("", "[1]", "[1]"),
        ("type = string", "5", "5"),
        ("type = number", "1.5e1", 15),
        ("type = bool", "true", True),
        ("type = bool", '"1"', True),
        ("type = list(string)", '["a", 1]', ["a", "1"]),
        ("type = map(number)", '{a = 1, "b": 2}', {"a": 1, "b": 2}),
        ("default = 5", "7", 7),
        ("default = {a = 1}", "{a = 2, b = 3}", {"a": 2}),
    ],
)
def test_text_is_read_by_the_type(body: str, text: str, value: Any) -> None:
    for given in ({"variables": {"v": text}}, {"environ": {"NOMAD_VAR_v": text}}):
        got = values(f'variable "v" {{\n  {body}\n}}', **given)["v"]
        got = getattr(got, "items", got) if not isinstance(got, dict) else got
        assert (list(got) if isinstance(got, tuple) else got) == value


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            'variable "v" {}',
            [
                '-: Unset variable "v"; A used variable must be set or have a default value; see https://developer.hashicorp.com/nomad/docs/reference/hcl2/variables  for details.'
            ],
        ),
        (
            'variable "v" {\n  type = any\n}',
            ['2,10-13: Invalid type specification; The keyword "any" cannot be used in this type specification: an exact type is required.'],
        ),
        (
            'variable "v" {\n  type = list\n}',
            ["2,10-14: Invalid type specification; The list type constructor requires one argument specifying the element type."],
        ),
        (
            'variable "v" {\n  type = number\n  default = "x"\n}',
            ["3,13-16: Invalid default value for variable; This default value is not compatible with the variable's type constraint: a number is required."],
        ),
        ('variable "v" {\n  default = attr.x\n}', ["2,13-17: Variables not allowed; Variables may not be used here."]),
        ('variable "v" {\n  default = upper("a")\n}', ["2,13-23: Function calls not allowed; Functions may not be called here."]),
        ('variable "v" {\n  default = 1\n  sensitive = true\n}', ['3,3-12: Unsupported argument; An argument named "sensitive" is not expected here.']),
        (
            'variable "1x" {\n  default = 1\n}',
            ["1,10-14: Invalid variable name; A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes."],
        ),
        ('variable "v" {\n  default = 1\n}\nvariables {\n  v = 2\n}', ["-: Duplicate variable; Duplicate v variable definition found."]),
        ("variables {\n  v {}\n}", ['2,3-4: Unexpected "v" block; Blocks are not allowed here.']),
        ("locals {\n  x = local.y\n}", ['2,12-14: Unsupported attribute; This object does not have an attribute named "y".']),
        ("locals {\n  x = local.x\n}", ['2,12-14: Unsupported attribute; This object does not have an attribute named "x".']),
    ],
)
def test_what_is_wrong_with_declarations(text: str, lines: list[str]) -> None:
    assert errors(text) == lines


def test_values_for_nobody() -> None:
    text = 'variable "port" {\n  default = 1\n}'
    assert values(text, environ={"NOMAD_VAR_prot": "2"}) == {"port": 1}
    (line,) = errors(text, variables={"prot": "2"})
    assert line.startswith('-: Undefined -var variable; A "prot" variable was passed in the command line')
    (line,) = errors(text, files=("prot = 2",))
    assert line.startswith('1,1-5: Undefined variable; A "prot" variable was set but was not found')
    found, lines = top(text, variables={"prot": "2"}, strict=False)
    assert found.scope is not None
    assert len(lines) == 1


def test_var_files_give_values_only() -> None:
    text = 'variable "v" {\n  default = 1\n}'
    assert errors(text, files=("foo {}",)) == ['1,1-4: Unexpected "foo" block; Blocks are not allowed here.']
    (line,) = errors(text, files=('variable "v" {}',))
    assert line.startswith("1,1-9: Variable declaration in a .var file; ")
    assert errors(text, files=("v = local.x",)) == ["1,5-10: Variables not allowed; Variables may not be used here."]


RULE = """variable "v" {
  type = string
  validation {
    condition     = %s
    error_message = "bad v"
  }
}"""


def test_validation_rules() -> None:
    assert values(RULE % "strlen(var.v) > 1", variables={"v": "ab"}) == {"v": "ab"}
    lines = errors(RULE % "strlen(var.v) > 1", variables={"v": "a"})
    assert lines == ["-: Invalid value for cmd variable; bad v\n\nThis was checked by the validation rule at job.nomad.hcl:3,3-13."]
    assert errors(RULE % "strlen(var.v) > 1", files=('v = "a"',))[0].startswith("1,5-8: Invalid value for varfile variable; bad v")
    assert errors(RULE % "true", variables={"v": "a"}) == [
        '4,21-25: Invalid variable validation condition; The condition for variable "v" must refer to var.v in order to test incoming values.'
    ]
    assert errors(RULE % "attr.x == var.v", variables={"v": "a"}) == [
        '4,21-27: Invalid reference in variable validation; The condition for variable "v" can only refer to the variable itself, using var.v.',
        '4,21-25: Unknown variable; There is no variable named "attr".',
    ]
    assert errors(RULE % "fileexists(var.v)", variables={"v": "a"}) == [
        '4,21-32: Error in function call; Call to function "fileexists" failed: filesystem function disabled.'
    ]


def test_locals_in_any_order() -> None:
    text = 'variable "v" {\n  default = 2\n}\nlocals {\n  c = local.b * 2\n  a = var.v\n}\nlocals {\n  b = local.a + 1\n}'
    assert values(text) == {"v": 2, "local.a": 2, "local.b": 3, "local.c": 6}
    assert values("locals {\n  a = 1\n}\nlocals {\n  a = 2\n}") == {"local.a": 2}
    assert values("locals {\n  a = try(local.b, 5)\n  b = local.a\n}") == {"local.a": 5, "local.b": 5}


def test_a_failure_that_follows_from_another_is_not_told() -> None:
    assert errors("locals {\n  a = nofunction()\n  b = local.a\n  c = local.b\n}") == [
        '2,7-17: Call to unknown function; There is no function named "nofunction".'
    ]


def test_variables_without_a_value_can_be_unknown() -> None:
    found, lines = top('variable "port" {\n  type = number\n}\nlocals {\n  next = var.port + 1\n}', unset="unknown")
    assert lines == []
    assert found.unset == ("port",)
    assert found.scope is not None
    names: Any = found.scope.names
    unknown = names["local"]["next"]
    assert isinstance(unknown, Unknown)
    assert unknown.variables == ("port",)


def test_every_value_remembers_how_it_came(tmp_path: Path) -> None:
    text = 'variable "port" {\n  default = 80\n}\nlocals {\n  double = var.port * 2\n}\njob "j" {\n  priority = local.double\n}\n'
    values_file = tmp_path / "vars.hcl"
    values_file.write_text("\n\nport = 40\n", encoding="utf-8")
    compiled = nomadspec.compile(text, environ={}, var_files=[values_file])
    assert compiled.job is not None
    assert compiled.job.priority == 80
    origin = compiled.job.origin
    assert origin is not None
    trail = origin.scope(origin.attributes["priority"].expr)
    assert [(step, span.start.line) for step, span in trail] == [("from local `double`", 5), ("set by variable `port`", 3)]
    assert trail[1][1].path == str(values_file)


def test_a_text_from_the_environment_is_not_shown() -> None:
    text = 'variable "v" {\n  type = list(string)\n}\njob "j" {}'
    compiled = nomadspec.compile(text, environ={"NOMAD_VAR_v": "s3cret-token"})
    assert compiled.diagnostics
    for diagnostic in compiled.diagnostics:
        assert "s3cret" not in diagnostic.message
        assert diagnostic.span is None or "s3cret" not in diagnostic.span.source.text


def test_json_gives_the_same(tmp_path: Path) -> None:
    job = '{"variable": {"v": {"type": "number", "default": 1}}, "locals": {"l": "${var.v + 1}"}, "job": {"j": {"priority": "${local.l}"}}}'
    values_file = tmp_path / "vars.json"
    values_file.write_text('{"v": 41}', encoding="utf-8")
    for files, priority in (((), 2), ((values_file,), 42)):
        compiled = nomadspec.compile(job, environ={}, var_files=files)
        assert compiled.ok, compiled.diagnostics
        assert compiled.job is not None
        assert compiled.job.priority == priority


@pytest.mark.parametrize("count", [3000])
def test_long_chains_and_circles_of_locals_end(count: int) -> None:
    chain = "\n".join([*(f"  a{i} = local.a{i - 1}" for i in range(count - 1, 0, -1)), "  a0 = 1"])
    assert values("locals {\n" + chain + "\n}")[f"local.a{count - 1}"] == 1
    circle = "\n".join(f"  a{i} = local.a{(i + 1) % count}" for i in range(count))
    assert len(errors("locals {\n" + circle + "\n}")) == 1


def test_a_value_that_nothing_declares_names_both_files(tmp_path: Path) -> None:
    (tmp_path / "values.hcl").write_text("prot = 2\n")
    compiled = nomadspec.compile('job "a" {}', filename="web.nomad.hcl", var_files=[tmp_path / "values.hcl"], environ={})
    (found,) = (d for d in compiled.diagnostics if d.code == "EVA072")
    assert found.span is not None
    assert (found.span.path, found.span.text) == (str(tmp_path / "values.hcl"), "prot")
    assert [(label, place and place.path) for label, place in found.related] == [("not declared here", "web.nomad.hcl")]
