"""Work is bounded: each hostile text gets a clear answer in bounded time and memory."""

from __future__ import annotations

import time

import pytest

import nomadspec


def job(value: str) -> str:
    return f'job "x" {{\n  meta {{\n    v = {value}\n  }}\n}}\n'


HOSTILE = {
    "deep brackets": job("[" * 10_000 + "]" * 10_000),
    "unclosed brackets": job("[" * 10_000),
    "deep parentheses": job("(" * 10_000 + "1" + ")" * 10_000),
    "deep objects": job("{a=" * 10_000 + "1" + "}" * 10_000),
    "deep templates": job('"${' * 5_000 + "1" + '}"' * 5_000),
    "deep blocks": "a {\n" * 10_000 + "}\n" * 10_000,
    "long operator chain": job("1" + " + 1" * 20_000),
    "long conditional chain": job("true ? 1 : " * 10_000 + "2"),
    "many nots": job("!" * 20_000 + "true"),
    "long traversal": job("a" + ".b" * 50_000),
    "many splats": job("a" + "[*]" * 5_000),
    "range": job("jsonencode(range(100000000))"),
    "for in for": job("jsonencode([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]])"),
    "setproduct": job("jsonencode(setproduct(" + ", ".join(["range(100)"] * 8) + "))"),
    "format width": job('format("%1000000000d", 1)'),
    "catastrophic pattern": job('regex_replace("' + "a" * 5000 + '!", "(a+)+$", "b")'),
    "huge exponent": job("1e999999999"),
    "huge power": job("pow(10, 999999999)"),
    "many digits": job("1" * 200_000),
    "pow of pow": job("pow(2, pow(2, pow(2, 100)))"),
    "repeated join": job('join("", [for i in range(1000) : join("", [for j in range(1000) : "' + "x" * 1000 + '"])])'),
    "nul": "job \x00",
    "only opening": 'job "x" {',
    "lone surrogate": 'job "\udcff" {}',
    "control characters": "\x01\x02\x03",
    "empty": "",
    "byte order marks": "\ufeff\ufeff",
    "unclosed heredoc": job("<<EOF\n" + "x\n" * 10_000),
    "unclosed comment": "/*" * 10_000,
    "quotes": '"' * 20_000,
    "many errors": "= =\n" * 20_000,
    "dynamic explosion": 'job "x" {\n'
    + '  dynamic "group" {\n    for_each = range(100000)\n    labels = [group.value]\n    content {\n      dynamic "task" {\n        for_each = range(100000)\n        labels = [task.value]\n        content {}\n      }\n    }\n  }\n}\n',
    "cyclic locals": "locals {\n" + "".join(f"  l{i} = local.l{(i + 1) % 2000}\n" for i in range(2000)) + '}\njob "x" {}\n',
    "doubling locals": 'locals {\n  l0 = "xxxxxxxxxx"\n'
    + "".join(f'  l{i + 1} = "${{local.l{i}}}${{local.l{i}}}"\n' for i in range(60))
    + '}\njob "x" {\n  meta {\n    v = local.l60\n  }\n}\n',
    "doubling objects": "locals {\n  l0 = [1]\n"
    + "".join(f"  l{i + 1} = [local.l{i}, local.l{i}]\n" for i in range(60))
    + '}\njob "x" {\n  meta {\n    v = jsonencode(local.l60)\n  }\n}\n',
}


#: Odd, but a job: what Nomad accepts, or what has a value after all.
VALID = {
    "long operator chain",
    "long conditional chain",
    "many nots",
    "long traversal",
    "catastrophic pattern",
    "huge exponent",
    "huge power",
    "pow of pow",
    "many digits",
    "many splats",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(name: str) -> None:
    began = time.perf_counter()
    compiled = nomadspec.compile(HOSTILE[name], environ={}, fs="none")
    findings = nomadspec.lint(HOSTILE[name], environ={})
    assert len(compiled.diagnostics) < 1000
    assert len(findings) < 2000
    if name not in VALID:
        assert not compiled.ok
    # No limit of time is asserted closely: this only tells an answer from none.
    assert time.perf_counter() - began < 60


def test_five_megabytes() -> None:
    group = '  group "g%d" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "x:%d"\n      }\n      env {\n        A = "b"\n      }\n    }\n  }\n'
    text = 'job "x" {\n' + "".join(group % (i, i) for i in range(38_000)) + "}\n"
    assert len(text) > 5_000_000
    compiled = nomadspec.compile(text, environ={})
    assert compiled.ok
    assert compiled.job is not None
    assert len(compiled.job.group or ()) == 38_000


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"Job": ' * 10_000,
        '{"Job": {"ID": ' + "1" * 100_000 + "}}",
        '{"Job": {"Priority": 1e999999}}',
        '{"Job": null',
        '{"ID": "x", "Meta": {"a": NaN}}',
    ],
)
def test_hostile_json(text: str) -> None:
    assert not nomadspec.compile(text, json=True).ok


def test_nothing_raises_on_any_bytes() -> None:
    for seed in range(200):
        text = "".join(chr((seed * 7919 + i * 104_729) % 0x250) for i in range(seed))
        nomadspec.parse(text)
        nomadspec.compile(text, environ={})


@pytest.mark.parametrize(
    "text",
    [
        "\0" * 200_000,
        "$" * 200_000,
        "“" * 200_000,
        "a“" * 100_000,
        'job "x" {\n' + "# nomadspec: ignore[DRV009] r\n" * 20_000 + "}\n",
        "x = <<A\n" * 50_000 + "[[ ]]",
    ],
    ids=["zeros", "dollars", "quotes", "letters and quotes", "suppressions", "heredocs"],
)
def test_a_text_of_nothing_but_faults(text: str) -> None:
    """Each took minutes, by work that grew with the square of the text; the limit of time of the whole suite is the test."""
    assert len(nomadspec.lint(text)) < 2_000


def test_blocks_left_open_one_in_the_other_are_given_up() -> None:
    """Each would be read again for each around it: exponential without `MOST_READ_AGAIN`, and found by the fuzzer (seed 20261130)."""
    text = 'job "x" {\n' + 'group "g" { task "t" {\n' * 40 + "a = = 1\n"
    assert nomadspec.parse(text, filename="x.nomad.hcl").diagnostics
