"""`nomadspec graph`: formats, cycles, names that would be markup."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from tests.cli.run import Runner

HOSTILE = 'x\\"];}</title><script>alert(1)</script>|--> \\u202e#quot; %%'


def jobspec(name: str, *calls: str, service: str = "") -> str:
    reads = " ".join(f'{{{{ nomadService \\"{other}\\" }}}}' for other in calls)
    return f"""
job "{name}" {{
  group "g" {{
    service {{
      name     = "{service or name}"
      provider = "nomad"
    }}

    task "t" {{
      driver = "docker"

      template {{
        data        = "{reads}"
        destination = "local/x"
      }}
    }}
  }}
}}
"""


def test_dot(nomadspec: Runner) -> None:
    nomadspec.write("a.nomad.hcl", jobspec("a", "b", "far"))
    nomadspec.write("b.nomad.hcl", jobspec("b"))
    assert nomadspec("graph") == (
        0,
        """digraph nomad {
  rankdir=LR;
  labelloc=t;
  label="Dependencies of Nomad jobs (arrows point to what is needed; dashed - not offered by any of these jobs)";
  n0 [label="job a", shape=box, tooltip="a.nomad.hcl"];
  n1 [label="job b", shape=box, tooltip="b.nomad.hcl"];
  n2 [label="service b", shape=ellipse];
  n3 [label="service far", shape=ellipse, style=dashed];
  n4 [label="service a", shape=ellipse];
  n0 -> n2 [label="looks up"];
  n0 -> n3 [label="looks up"];
  n4 -> n0 [label="offered by"];
  n2 -> n1 [label="offered by"];
}
""",
        "",
    )


def test_mermaid(nomadspec: Runner) -> None:
    nomadspec.write("a.nomad.hcl", jobspec("a", "far"))
    assert nomadspec("graph", "-o", "mermaid", "a.nomad.hcl").out == (
        "---\ntitle: Dependencies of Nomad jobs (arrows point to what is needed; dashed - not offered by any of these jobs)\n---\n"
        'flowchart LR\n  n0["job a"]\n  n1(["service far"])\n  n2(["service a"])\n  n0 -->|"looks up"| n1\n  n2 -->|"offered by"| n0\n'
        "  classDef outside stroke-dasharray: 4\n  class n1 outside\n"
    )


def test_a_cycle_is_exit_status_1_and_shown_whole(nomadspec: Runner) -> None:
    nomadspec.write("a.nomad.hcl", jobspec("a", "b"))
    nomadspec.write("b.nomad.hcl", jobspec("b", "a"))
    result = nomadspec("graph", "-o", "json")
    assert result.status == 1
    assert result.err == "nomadspec: cycle: a (a.nomad.hcl) → b (b.nomad.hcl) → a (a.nomad.hcl)\n"
    assert json.loads(result.out)["cycles"] == [["n0", "n1", "n0"]]


@pytest.mark.parametrize("form", ["dot", "mermaid", "json", "html"])
def test_names_are_never_syntax(nomadspec: Runner, form: str) -> None:
    result = nomadspec("graph", "-o", form, "--stdin-filename", "</svg>\u202e.nomad.hcl", "-", stdin=jobspec(HOSTILE, service="web"))
    assert result.status == 0
    assert "\u202e" not in result.out
    if form == "json":
        assert json.loads(result.out)["nodes"][0]["name"].startswith('x"];}')
    elif form == "html":
        assert result.out.count("<script") == 2  # the page's own: its data and its code
        assert result.out.count("</svg>") == 1
        ElementTree.fromstring(result.out[result.out.index("<svg") : result.out.index("</svg>") + 6])
    elif form == "mermaid":
        assert result.out.splitlines()[4].count('"') == 2
        assert "<" not in result.out
    else:
        assert len(result.out.splitlines()) == 8
        assert '\\"];}' in result.out


def test_values_that_are_not_known_do_not_matter(nomadspec: Runner) -> None:
    result = nomadspec("graph", "-o", "json", "-", stdin='variable "n" {}\n' + jobspec("a", service="${var.n}"))
    assert result.status == 0
    assert [node["name"] for node in json.loads(result.out)["nodes"]] == ["a"]


@pytest.mark.parametrize("text", ['job "a" {', 'job "a" { group "g" { tusk "t" {} } }'])
def test_what_does_not_compile(nomadspec: Runner, text: str) -> None:
    result = nomadspec("graph", "-", stdin=text)
    assert (result.status, result.out) == (2, "")
    assert "error" in result.err.lower()


def test_a_broken_file_leaves_the_others(nomadspec: Runner) -> None:
    nomadspec.write("a.nomad.hcl", jobspec("a"))
    nomadspec.write("old.nomad.hcl", 'job "x" {')
    result = nomadspec("graph", "-o", "json")
    assert result.status == 2
    assert "old.nomad.hcl" in result.err
    assert [node["name"] for node in json.loads(result.out)["nodes"]] == ["a", "a"]
