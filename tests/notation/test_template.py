"""Task templates: what parses, with which words the rest is refused and on which line, and what a template reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.notation.template import TemplateError, dependencies, parse
from nomadspec.notation.template.functions import DENIED, FUNCTIONS, READS
from nomadspec.notation.template.reads import calls, invocations


def error(text: str, left: str = "", right: str = "") -> str:
    """Line and message of the error, "" for none."""
    try:
        parse(text, left, right)
    except TemplateError as found:
        return f"{found.line}: {found.message}"
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no }} action",
        '{{ key "a" }}',
        "{{- 3 -}}",
        "{{-3}}",
        "{{/* a comment\nof lines */}}",
        "{{- /* trimmed */ -}}",
        '{{ "}}" }}{{ `}}\n` }}',
        "{{ if true }}a{{ else if false }}b{{ else }}c{{ end }}",
        '{{ range $i, $e := ls "a" }}{{ $i }}{{ break }}{{ else }}none{{ end }}',
        '{{ with $x := secret "a" }}{{ $x.Data.a }}{{ end }}',
        '{{ define "a" }}x{{ end }}{{ define "a" }} {{ end }}{{ template "a" . }}',
        '{{ block "b" . }}{{ .x }}{{ end }}',
        '{{ (key "a" | parseJSON).x.y }}',
        "{{ 'a' }}{{ 0x1F }}{{ 1_000 }}{{ 1e3 }}{{ 1+2i }}",
        "{{ $ }}{{ $.x }}",
        "{{ .Values.x }}",
        "{{ sprig_upper nil }}",
        '{{ "a" "b" }}',
        '{{ key\n"a"\n| toUpper }}',
    ],
)
def test_parses(text: str) -> None:
    assert error(text) == ""


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a\n{{ nope }}", '2: function "nope" not defined'),
        ('{{ include "x" . }}', '1: function "include" not defined'),
        ("{{ $labels.x }}", '1: undefined variable "$labels"'),
        ('{{ key "a', "1: unterminated quoted string"),
        ('{{ key "a" \n', "2: unclosed action started at :1"),
        ('{{ (key "a" }}', "1: unclosed left paren"),
        ("{{ 3- }}", '1: bad number syntax: "3-"'),
        ("{{- -}}", '1: illegal number syntax: "-"'),
        ("{{ 08 }}", '1: integer overflow: "08"'),
        ("{{ /* x */ }}", '1: unexpected "/" in command'),
        ('{{/* x */ "y" }}', "1: comment ends before closing delimiter"),
        ("{{/* x", "1: unclosed comment"),
        ("{{ if true }}\n\n", "3: unexpected EOF"),
        ("{{ end }}", "1: unexpected {{end}}"),
        ("{{ if true }}{{ else }}{{ else }}{{ end }}", "1: expected end; found {{else}}"),
        ("{{ if true }}{{ else with . }}{{ end }}{{ end }}", "1: unexpected <with> in input"),
        ("{{ break }}", "1: {{break}} outside {{range}}"),
        ('{{ key "a" | "b" }}', "1: non executable command in pipeline stage 2"),
        ('{{ "a".b }}', '1: unexpected . after term "\\"a\\""'),
        ("{{ $a, $b := 1 }}", "1: too many declarations in command"),
        ("{{ range $a, 1 := . }}{{ end }}", "1: range can only initialize variables"),
        ("{{ }}", "1: missing value for command"),
        ("{{ if }}{{ end }}", "1: missing value for if"),
        ("{{ template x }}", '1: unexpected "x" in template clause'),
        ('{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}', '1: template: multiple definition of template "a"'),
        ("{{ $foo-bar := 1 }}", "1: bad character U+002D '-'"),
        ("{{ “smart” }}", "1: unrecognized character in action: U+201C '“'"),
        ("{{ 'ab' }}", "1: malformed character constant: 'ab'"),
        ('{{ "\\q" }}', "1: invalid syntax"),
        ("{{#if x}}", '1: unexpected "#" in command'),
    ],
)
def test_refused(text: str, complaint: str) -> None:
    assert error(text) == complaint


@pytest.mark.parametrize(
    ("left", "right", "text", "complaint"),
    [
        ("[[", "]]", '{{ nope }} [[ key "a" ]]', ""),
        ("[[", "", '[[ key "a" }}', ""),
        ("@@", "@@", '@@- "x" -@@  b', ""),
        ("", ">>", '{{ key "a" }}', '1: unexpected "}" in operand'),
        (" ", " ", 'a   key "x"   b', "1: missing value for command"),
    ],
)
def test_delimiters(left: str, right: str, text: str, complaint: str) -> None:
    assert error(text, left, right) == complaint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{ key "a" }}', [("consul-kv", "a", False)]),
        ('{{ "a" | key }}', [("consul-kv", "a", False)]),
        ('{{ key (printf "x/%s" (env "E")) }}', [("consul-kv", None, True), ("env", "E", False)]),
        ('{{ nomadService 1 (env "ID") "redis" }}', [("nomad-service", "redis", False), ("env", "ID", False)]),
        ("{{ range services }}{{ end }}", [("consul-services", None, False)]),
        ('{{ if false }}{{ key "a" }}{{ else }}{{ nomadVar "b" }}{{ end }}', [("consul-kv", "a", False), ("nomad-variable", "b", False)]),
        ('{{ define "d" }}{{ file "/x" }}{{ end }}', [("file", "/x", False)]),
        ('{{ env "A" | toUpper | printf "%s" }}', [("env", "A", False)]),
    ],
)
def test_reads(text: str, expected: list[tuple[str, str | None, bool]]) -> None:
    assert [(found.kind, found.key, found.dynamic) for found in dependencies(parse(text))] == expected


def test_places_of_calls() -> None:
    template = parse('a\n{{ define "d" }}\n  {{ key "x" }}{{ end }}{{ toUpper (env "A") }}')
    assert [(call.function, call.line, call.offset, call.definition) for call in calls(template)] == [
        ("toUpper", 3, 46, None),
        ("env", 3, 55, None),
        ("key", 3, 24, "d"),
    ]


def test_the_table_of_functions() -> None:
    assert len(FUNCTIONS) == 310
    assert FUNCTIONS["nomadService"].admits(1)
    assert not FUNCTIONS["key"].admits(2)
    assert FUNCTIONS["printf"].most is None
    assert READS.keys() | DENIED <= FUNCTIONS.keys()


@pytest.mark.parametrize(
    "text",
    [
        "{{" * 50_000,
        "{{ " + "(" * 100_000,
        "{{ if true }}" * 50_000,
        "{{ if true }}x{{ else if true }}" + "{{ else if true }}" * 20_000 + "{{ end }}",
        '{{ "' + "\\" * 99_999,
        "{{ " + ".a" * 100_000 + " }}",
        "{{ " + "1" * 100_000 + " }}",
        "{{ " + "key | " * 30_000 + "key }}",
        " \n" * 100_000 + "{{- 1 -}}" + " \n" * 100_000,
        "{{ $a := 1 }}" * 20_000,
    ],
)
def test_hostile_texts_end(text: str) -> None:
    try:
        template = parse(text)
    except TemplateError:
        return
    assert len(list(calls(template))) >= 0


PIECES = [
    "{{",
    "}}",
    "{{- ",
    " -}}",
    " ",
    "\n",
    "key",
    '"a"',
    "|",
    ":=",
    "$x",
    ".",
    ".a",
    "(",
    ")",
    "if ",
    "else ",
    "end",
    "range ",
    'define "d"',
    "1",
    "/*",
    "*/",
    "é",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_parses_or_has_a_line(text: str) -> None:
    try:
        template = parse(text)
    except TemplateError as found:
        assert 1 <= found.line <= text.count("\n") + 1  # noqa: PT017
        return
    assert all(text.startswith(call.function, call.offset) for call in calls(template))


def test_recorded(goldens: Path) -> None:
    for line in (goldens / "validation" / "template-cases-open.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        try:
            template = parse(case["text"], case["left_delimiter"] or "", case["right_delimiter"] or "")
        except TemplateError as refused:
            assert refused.text == case["error"]  # noqa: PT017
            continue
        assert case["parse_ok"], case["text"]
        found = []
        for read in dependencies(template):
            call = read.call
            entry: dict[str, object] = {"integration": read.integration, "kind": read.kind, "function": call.function, "key": read.key, "dynamic": read.dynamic}
            entry |= {"args": list(call.arguments), "line": call.line} | ({"in_template": call.definition} if call.definition is not None else {})
            found.append(entry)
        assert found == case["deps"], case["text"]
        assert sorted({call.function for call in calls(template)}) == case["functions"]
        assert sorted(template.definitions) == case["templates_defined"]
        assert sorted({invocation.name for invocation in invocations(template)}) == case["templates_called"]
