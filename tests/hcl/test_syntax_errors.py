"""Errors where Nomad puts them and in its words, and more than one a file."""

from __future__ import annotations

import random

import pytest

from nomadspec.hcl.parser import parse, parse_expression, parse_fast
from tests.hcl.trees import exact

# text → the place of the first error and its summary
CASES = [
    ("a = = 1\n", "1,5-6", "Invalid expression"),
    ("a = 1 +\n", "1,8-2,1", "Invalid expression"),
    ("a =", "1,4-4", "Missing expression"),
    ("a = 1 2\n", "1,7-8", "Missing newline after argument"),
    ("a = 1, b = 2\n", "1,6-7", "Unexpected comma after argument"),
    ("a = 1\na = 2\n", "2,1-2", "Attribute redefined"),
    ('"a" = 1\n', "1,1-2", "Invalid argument name"),
    ("a: 1\n", "1,1-2", "Argument or block definition required"),
    ("}\n", "1,1-2", "Argument or block definition required"),
    ("b {\n", "1,3-4", "Unclosed configuration block"),
    ("b {\n  c {\n}\n", "1,3-4", "Unclosed configuration block"),
    ('b "c"\n', "1,6-2,1", "Invalid block definition"),
    ("b { c = 1 d = 2 }\n", "1,11-12", "Invalid single-argument block definition"),
    ("b { c = 1\n}\n", "1,10-2,1", "Invalid single-argument block definition"),
    ("b { c {} }\n", "1,5-8", "Argument definition required"),
    ("b {} c {}\n", "1,6-7", "Missing newline after block definition"),
    ('b "${c}" {\n}\n', "1,4-6", "Invalid string literal"),
    ('a = "b\n', "1,7-2,1", "Invalid multi-line string"),
    ("a = <<E\nb\n", "3,1-1", "Unterminated template string"),
    ('a = "\\x"\n', "1,6-8", "Invalid escape sequence"),
    ('a = "\\u12"\n', "1,6-10", "Invalid escape sequence"),
    ('a = "\\ud800"\n', "1,6-12", "Invalid escape sequence"),
    ("a = 'b'\n", "1,5-6", "Invalid character"),
    ("a = @\n", "1,5-6", "Invalid character"),
    ("a = 1; b = 2\n", "1,6-7", "Invalid character"),
    ("a = b & c\n", "1,7-8", "Unsupported operator"),
    ("a = [1 2]\n", "1,8-9", "Missing item separator"),
    ("a = [1,\n", "2,1-1", "Missing expression"),
    ("a = [1", "1,5-6", "Unterminated tuple constructor expression"),
    ("a = {b}\n", "1,7-8", "Missing key/value separator"),
    ("a = {b = 1 c = 2}\n", "1,12-13", "Missing attribute separator"),
    ("a = {b, c}\n", "1,7-8", "Missing attribute value"),
    ("a = {b = 1", "1,5-6", "Unterminated object constructor expression"),
    ("a = f(1 2)\n", "1,9-10", "Missing argument separator"),
    ("a = f(1", "1,5-7", "Unterminated function call"),
    ("a = f(b... c)\n", "1,8-11", "Missing closing parenthesis"),
    ("a = (1 2)\n", "1,8-9", "Unbalanced parentheses"),
    ("a = b ? c\n", "1,10-2,1", "Missing false expression in conditional"),
    ("a = b.\n", "1,7-2,1", "Invalid attribute name"),
    ("a = b.0.1\n", "1,7-10", "Invalid legacy index syntax"),
    ("a = b[1 2]\n", "1,10-11", "Missing close bracket on index"),
    ("a = b.*.*\n", "1,9-10", "Nested splat expression not allowed"),
    ("a = b::1\n", "1,8-9", "Missing function name"),
    ("a = 1.2.3\n", "1,5-10", "Invalid number literal"),
    ("a = 1e99999999999\n", "1,5-18", "Invalid number literal"),
    ("a = [for x [1] : x]\n", "1,12-13", "Invalid 'for' expression"),
    ("a = [for x in y : k => v]\n", "1,19-20", "Invalid 'for' expression"),
    ("a = {for x in y : v}\n", "1,19-20", "Invalid 'for' expression"),
    ('a = "${1 2}"\n', "1,10-11", "Extra characters after interpolation expression"),
    ('a = "${b:-c}"\n', "1,9-10", "Extra characters after interpolation expression"),
    ('a = "${b"\n', "1,10-2,1", "Invalid multi-line string"),
    ('a = "%{ foo }"\n', "1,9-12", "Invalid template control keyword"),
    ('a = "%{ if b }"\n', "1,15-16", "Unexpected end of template"),
    ('a = "%{ endif }"\n', "1,6-16", "Unexpected endif directive"),
    ('a = "%{ for b c }%{ endfor }"\n', "1,15-16", "Invalid 'for' directive"),
    ("\udcff = 1\n", "1,1-2", "Invalid character encoding"),
    ("/* open\n", "1,1-2", "Argument or block definition required"),
    ("é😀 = 1\n", "1,2-3", "Invalid character"),  # columns count what one sees
    ("\ufeffa = @\n", "1,5-6", "Invalid character"),  # a byte order mark is no column
]


@pytest.mark.parametrize(("text", "place", "summary"), CASES)
def test_first_error(text: str, place: str, summary: str) -> None:
    assert parse_fast(text) is None
    _, errors = exact(text)
    assert errors[0].startswith(f"x.hcl:{place}: {summary};")
    first = parse(text, "x.hcl").diagnostics[0]
    assert first.severity == "error"
    assert first.code.startswith("HCL")
    assert first.rule.startswith("syntax-")
    assert (first.nomad or "").startswith(f"{summary};")


def test_duplicate_names_the_first() -> None:
    (found,) = parse("b {\n  a = 1\n  a = 2\n}\n", "some/where/job.nomad.hcl").diagnostics
    assert found.nomad == 'Attribute redefined; The argument "a" was already set at job.nomad.hcl:2,3-4. Each argument may be set only once.'
    assert [(label, str(span and span.start)) for label, span in found.related] == [("first set here", "2:3")]


def test_unclosed_bracket_says_where_it_was_opened() -> None:
    found = parse("a = [\n  1,\n  2\nb = 3\n").diagnostics[0]
    assert [(label, str(span and span.start)) for label, span in found.related] == [("opened here", "1:5")]


def test_unclosed_block_is_found_by_its_indent() -> None:
    found = parse('job "a" {\n  group "b" {\n    task "c" {\n      driver = "d"\n  }\n}\n').diagnostics[0]
    assert str(found.span and found.span.start) == "1:9"
    assert "line 3" in (found.help or "")
    assert [str(span and span.start) for _, span in found.related] == ["3:14"]


JOB = """job "web" {
  datacenters = ["dc1", "dc2"]
  type        = "service"

  group "api" {
    count = 3

    network {
      port "http" {
        to = 8080
      }
    }

    task "server" {
      driver = "docker"

      config {
        image = "nginx:1"
        ports = ["http"]
        args  = ["-c", "x"]
      }

      resources {
        cpu    = 100
        memory = 128
      }
    }
  }
}
"""

DAMAGE = [
    ('"dc2"]', '"dc2"', 3),  # Nomad says it one line later
    ('"service"', '"service', 3),
    ("count = 3", "count = = 3", 6),
    ("to = 8080", "to 8080", 10),
    ('"nginx:1"', '"nginx:1', 18),
    ('["http"]', '["http" "x"]', 19),
    ("cpu    = 100", "cpu    = 100,", 24),
]


@pytest.mark.parametrize("seed", range(12))
def test_several_errors_of_one_file(seed: int) -> None:
    chance = random.Random(seed)
    text = JOB
    lines = set()
    for old, new, line in chance.sample(DAMAGE, 3):
        text = text.replace(old, new)
        lines.add(line)
    found = {d.span.start.line for d in parse(text).diagnostics if d.span}
    assert found == lines


def test_only_what_nomad_says_has_its_text() -> None:
    said = [d.nomad is not None for d in parse("a = = 1\nb = = 2\n").diagnostics]
    assert said == [True, False]


def test_expression_alone() -> None:
    for text, summary in [("", "Missing expression"), ("1 2", "Extra characters after expression"), ("[", "Missing expression")]:
        _, diagnostics = parse_expression(text, "x")
        assert (diagnostics[0].nomad or "").startswith(summary)
    node, diagnostics = parse_expression("[\n1,\n2\n]\n")
    assert node is not None
    assert diagnostics == ()
