"""Expressions: what they give, what is wrong with them and where, and how much they may do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nomadspec
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING
from nomadspec.evaluation.values import ListValue, Unknown, same
from tests.evaluation.language import errors_of, in_string, outcome, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("-(2 - 5)", 3),
        ('"5" * 2', 10),
        ("7 % 3 == 1 && !false", True),
        ('1 == "1"', False),
        ("null == null", True),
        ("[1, 2] == [1, 2]", True),
        ('"10" > 9', True),
        ('true ? 1 : "b"', "1"),
        ("false ? 1 : null", None),
        ("true ? [1] : [1, 2]", ListValue(NUMBER, [1])),
        ("true ? 1 : unknown_function()", 1),
        ("var.tags[1]", "b"),
        ("var.tags.0", "a"),
        ('var.ports["http"]', 80),
        ("var.ports.admin", 9000),
        ('[1, 2]["1"]', 2),
        ("[{a = 1}, {a = 2}][*].a", (1, 2)),
        ("[{a = [1]}, {a = [2]}].*.a[0]", (1,)),
        ("var.name[*]", ("web",)),
        ("var.nothing[*]", ()),
        ("[for t in var.tags : upper(t)]", ("A", "B")),
        ('[for i, t in var.tags : i if t == "b"]', (1,)),
        ("{for k, v in var.ports : v => k}", {"80": "http", "9000": "admin"}),
        ('{for t in ["a", "a"] : t => 1...}', {"a": (1, 1)}),
        ('{a = 1, "b" = 2, (var.name) = 3, true = 4, 5 = 6}', {"a": 1, "b": 2, "web": 3, "true": 4, "5": 6}),
        ("{a = 1, a = 2}", {"a": 2}),
        ('"${var.count}"', 3),
        ('"${var.count}x"', "3x"),
        ('"%{ if var.count > 2 }many%{ else }few%{ endif }"', "many"),
        ('"%{ for k, v in var.ports }${k}=${v};%{ endfor }"', "admin=9000;http=80;"),
        ("max([1, 5, 2]...)", 5),
        ("try(var.missing, 5)", 5),
        ('"e\u0301"', "\u00e9"),
    ],
)
def test_values(text: str, value: Any) -> None:
    got = value_of(text)
    assert got == value or same(got, value) or (value is None and got.type is not None)


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("var.missing", ['1,4-12: Unsupported attribute; This object does not have an attribute named "missing".']),
        ("var.name.x", ["1,9-11: Unsupported attribute; Can't access attributes on a primitive-typed value (string)."]),
        ("null.a", ["1,5-7: Attempt to get attribute from null value; This value is null, so it does not have any attributes."]),
        ("var.tags[5]", ["1,9-12: Invalid index; The given key does not identify an element in this collection value."]),
        (
            "var.tags[2]",
            [
                "1,9-12: Invalid index; The given key does not identify an element in this collection value: "
                "the given index is greater than or equal to the length of the collection."
            ],
        ),
        (
            "var.tags[0.5]",
            [
                "1,9-14: Invalid index; The given key does not identify an element in this collection value: "
                "indexing a sequence requires a whole number, but the given index has a fractional part."
            ],
        ),
        ('"a" + 1', ["1,1-4: Invalid operand; Unsuitable value for left operand: a number is required."]),
        ("!5", ["1,2-3: Invalid operand; Unsuitable value for unary operand: bool required, but have number."]),
        ("0 / 0", ["1,1-6: Operation failed; Error during operation: can't divide zero by zero or infinity by infinity."]),
        ("5 && null", ["1,1-2: Invalid operand; Unsuitable value for left operand: bool required, but have number."]),
        ("true && null", ["1,1-13: Operation failed; Error during operation: argument must not be null."]),
        ("null ? 1 : 2", ["1,1-5: Null condition; The condition value is null. Conditions must either be true or false."]),
        (
            'true ? "a" : []',
            [
                "1,8-16: Inconsistent conditional result types; The true and false result expressions must have consistent types. "
                "The 'true' value is string, but the 'false' value is tuple."
            ],
        ),
        ('"a${null}"', ["1,5-9: Invalid template interpolation value; The expression result is null. Cannot include a null value in a string template."]),
        (
            "[for c in var.name : c]",
            ["1,11-19: Iteration over non-iterable value; A value of type string cannot be used as the collection in a 'for' expression."],
        ),
        ("[for x in [1] : x if 5]", ["1,22-23: Invalid 'for' condition; The 'if' clause value is invalid: bool required, but have number."]),
        ("{(null) = 1}", ["1,11-12: Null value as key; Can't use a null value as a key."]),
        ("nofunction(1)", ['1,1-11: Call to unknown function; There is no function named "nofunction".']),
        ("uper(1)", ['1,1-5: Call to unknown function; There is no function named "uper". Did you mean "upper"?']),
        ("upper()", ['1,7-8: Not enough function arguments; Function "upper" expects 1 argument(s). Missing value for "str".']),
        ('upper("a", "b")', ['1,13-14: Too many function arguments; Function "upper" expects only 1 argument(s).']),
        ("upper([])", ['1,7-8: Invalid function argument; Invalid value for "str" parameter: string required, but have tuple.']),
        ("max(5...)", ["1,5-6: Invalid expanding argument value; The expanding argument (indicated by ...) must be of a tuple, list, or set type."]),
    ],
)
def test_errors_and_their_places(text: str, errors: list[str]) -> None:
    assert errors_of(text) == errors


def test_a_failed_part_is_reported_once() -> None:
    value, errors = outcome('upper("${var.missing}-x") == "A" ? 1 : 2')
    assert len(errors) == 1
    assert isinstance(value, Unknown)
    assert value.variables == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("attr.kernel.name", "${attr.kernel.name}"),
        ('"${attr.kernel.name}"', "${attr.kernel.name}"),
        ('"${ attr.x }"', "${ attr.x }"),
        ('"a-${NOMAD_PORT_http}"', "a-${NOMAD_PORT_http}"),
        ("bareword", "${bareword}"),
        ('meta["a"].b[0]', '${meta["a"].b[0]}'),
        ('"${attr.x}}"', "${attr.x}}}"),
        ('"{{${attr.x}}}"', "{{${attr.x}}}}}}"),
        ('"${upper(attr.x)}"', "${ATTR.X}"),
        ('"$${attr.x}"', "${attr.x}"),
        ("attr.x[*]", ("${attr.x}",)),
        ('attr.x["y"][1.5][true][null].z', '${attr.x["y"][1.5][true][null].z}'),
        ('"${attr[true]}"', "${attr[true]}"),
        ("{attr = attr.x}", {"attr": "${attr.x}"}),
    ],
)
def test_references_nobody_knows_are_text(text: str, value: Any) -> None:
    assert in_string(text) == value


def test_a_name_in_scope_is_no_such_reference() -> None:
    assert value_of("[for attr in [1] : attr]") == (1,)
    assert errors_of("local.nope") == ['1,6-11: Unsupported attribute; This object does not have an attribute named "nope".']


UNKNOWN = {"var": {"port": Unknown(NUMBER, ("port",)), "any": Unknown(DYNAMIC, ("any",)), "known": 1}}


@pytest.mark.parametrize(
    ("text", "type_", "variables"),
    [
        ("var.port + 1", NUMBER, ("port",)),
        ("var.port > 5", BOOL, ("port",)),
        ('"x-${var.any}-${var.port}"', STRING, ("any", "port")),
        ("var.any.deep[0]", DYNAMIC, ("any",)),
        ("var.port > 1 ? 1 : 2", NUMBER, ("port",)),
        ("upper(var.any)", STRING, ("any",)),
        ("[for x in var.any : x]", DYNAMIC, ("any",)),
        ("var.port == 1", BOOL, ("port",)),
    ],
)
def test_unknown_values_stay_unknown(text: str, type_: Any, variables: tuple[str, ...]) -> None:
    value = value_of(text, **UNKNOWN)
    assert isinstance(value, Unknown)
    assert (value.type, value.variables) == (type_, variables)


def test_unknown_parts_do_not_spread() -> None:
    value = value_of("[var.known, var.port]", **UNKNOWN)
    assert value[0] == 1
    assert isinstance(value[1], Unknown)
    assert value_of("true ? var.known : var.port", **UNKNOWN) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]",
        '"%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(1000) }x%{ endfor }%{ endfor }%{ endfor }"',
    ],
)
def test_work_is_bounded(text: str) -> None:
    (error,) = errors_of(text)
    assert "Too much work" in error


@pytest.mark.parametrize("step", ['"${local.a%d}${local.a%d}"', "[local.a%d, local.a%d]", "concat(local.a%d, local.a%d)"])
def test_doubling_is_bounded(step: str) -> None:
    start = '"0123456789"' if step.startswith('"') else '["x"]'
    lines = [f"a0 = {start}", *(f"a{i + 1} = {step % (i, i)}" for i in range(60))]
    text = "locals {\n" + "\n".join(lines) + '\n}\njob "j" {}\n'
    compiled = nomadspec.compile(text, environ={})
    assert any(d.rule == "evaluation-limit" for d in compiled.diagnostics)


pieces = st.sampled_from(["1", "0", '"a"', "null", "true", "[]", "{}", "[1, 2]", "{a = 1}", "attr.x", "var.tags", "var.ports", "var.nothing", "local.greeting"])
expressions = st.recursive(
    pieces,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/", "%", "==", "!=", "<", "&&", "||"]), inner),
        st.builds("({} ? {} : {})".format, inner, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{a = {}, ({}) = 1}}".format, inner, inner),
        st.builds("[for k, v in {} : {} if {}]".format, inner, inner, inner),
        st.builds("{{for k, v in {} : k => {}}}".format, inner, inner),
        st.builds('"x${{{}}}"'.format, inner),
        st.builds("({}){}".format, inner, st.sampled_from([".a", "[0]", "[*]", ".*.a"])),
        st.builds("{}({})".format, st.sampled_from(["upper", "length", "keys", "merge", "try", "jsonencode", "flatten", "toset"]), inner),
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(expressions)
def test_no_expression_raises(text: str) -> None:
    value, errors = outcome(text)
    assert errors or not isinstance(value, Unknown)


def compiled(meta: str, top: str = "", body: str = "") -> list[tuple[int, str]]:
    """(line, Nomad's text) of each error of a job with that meta."""
    import nomadspec

    found = nomadspec.compile(f'job "a" {{\n meta {{\n  {meta}\n }}\n{body}\n}}\n{top}', environ={}).diagnostics
    return [(d.span.start.line if d.span else 0, d.nomad or d.message) for d in found]


def test_arguments_of_a_call_are_checked_one_by_one() -> None:
    first, second = compiled("a = max([1], nope())")
    assert first[1].startswith("Invalid function argument")
    assert second[1].startswith("Call to unknown function")


def test_a_type_for_convert_may_have_optional_attributes() -> None:
    assert compiled("a = convert({ p = 80 }, object({ p = optional(string) })).p") == []
    assert compiled('a = try(convert({}, object({ p = optional(string) })).p, "none")') == []
    assert "only one argument" in compiled('a = convert({}, object({ p = optional(string, "x") })).p')[0][1]
    assert "only for type constraints" in compiled("a = var.v", 'variable "v" {\n type = object({ p = optional(string) })\n default = {}\n}')[0][1]


def test_a_null_of_another_type_is_refused_for_its_type() -> None:
    assert compiled('a = true ? null : ["x"]') == [(3, "Unsuitable value type; Unsuitable value: string required, but have tuple")]
    assert "null value" in compiled('a = true ? null : "x"')[0][1]


def test_the_parts_of_a_dynamic_block_are_checked_in_order() -> None:
    def of(arguments: str) -> list[str]:
        return [text.partition(";")[0] for _, text in compiled('a = "b"', body=f'dynamic "group" {{\n{arguments}\n}}')]

    assert of("for_each = upper()\niterator = 1\nlabels = 1") == ["Not enough function arguments"]
    assert of("for_each = null\niterator = 1 + 1\nlabels = 1") == ["Invalid expression"]
    assert of("for_each = null\nlabels = 1") == ["Invalid expression"]
    assert of("for_each = null\nlabels = [1]") == ["Missing dynamic content block"]
    assert of("for_each = null\nlabels = [1]\ncontent {}") == ["Invalid dynamic for_each value"]
