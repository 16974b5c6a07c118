"""`agent lint` as a whole: verdict, rules, selection, suppression, secrets; `agent merge`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.agent import load
from nomadspec.source import Diagnostic
from nomadspec.workspace.agents import lint_agent
from nomadspec.workspace.configuration import Configurations, from_mapping
from tests.agent.test_loading import WORDS, _load_text
from tests.cli.run import Runner

TOKEN = "5c0ffee5-0000-4000-8000-0123456789ab"
SERVER = f'''server {{
  enabled = true
  bootstrap_expect = 3
  retry_join = ["provider=aws tag_key=x secret_access_key=ABCDEFG"]
}}
data_dir = "/opt/nomad"
consul {{
  token = "{TOKEN}"
}}
ui {{ }}
'''


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    return Runner(monkeypatch, tmp_path)


def lint(text: str, **config: object) -> list[Diagnostic]:
    here = "a.hcl"
    return lint_agent(load([__file__], texts={__file__: text}), Configurations(from_mapping(config) if config or here else None))


def rules(text: str, **config: object) -> list[str]:
    return [d.rule for d in lint(text, **config)]


def test_verdict_and_rules_together() -> None:
    found = rules(SERVER)
    assert "agent-mutual-tls" in found, "what Nomad says"
    assert "agent-ui-disabled" in found, "what it never says"


@pytest.mark.parametrize(
    ("folder", "found"),
    [("/opt/nomad", False), ("C:\\\\nomad", False), ("C:/nomad", False), ("\\\\\\\\host\\\\share", False), ("nomad", True), ("C:nomad", True)],
)
def test_absolute_paths_of_any_machine(folder: str, found: bool) -> None:
    assert ("agent-absolute-path" in rules(SERVER.replace("/opt/nomad", folder))) is found


def test_selection() -> None:
    assert rules(SERVER, select=["AGT205"]) == ["agent-ui-disabled"]
    assert "agent-ui-disabled" not in rules(SERVER, ignore=["agent-ui-disabled"])
    (finding,) = lint(SERVER, select=["AGT205"], severity={"AGT2": "error"})
    assert finding.severity == "error"
    assert rules("foo = 1", select=["AGT205"]) == []
    assert rules("foo =", select=["AGT205"]) == ["agent-syntax"], "syntax errors cannot be switched off"


def test_pedantic_rules_are_off() -> None:
    assert "agent-no-reserve" not in rules("client { enabled = true }")
    assert "agent-no-reserve" in rules("client { enabled = true }", persona="pedantic")


def test_suppression() -> None:
    assert "agent-ui-disabled" not in rules(SERVER.replace("ui { }", "ui { } # nomadspec: ignore[AGT205] by design"))
    assert "agent-ui-disabled" not in rules("// nomadspec: ignore-file[agent-ui-disabled] by design\n" + SERVER)
    assert "agent-acl" not in rules("# nomadspec: ignore-file[AGT262] private network\n" + SERVER)
    assert "unused-suppression" in rules(SERVER + "# nomadspec: ignore[AGT205] nothing here\n")
    assert "invalid-suppression" in rules(SERVER + "# nomadspec: ignore[AGT299] no such rule\n")
    assert "agent-ui-disabled" in rules(SERVER.replace("data_dir", 'name = "# nomadspec: ignore-file[AGT205] no comment"\ndata_dir')), "a string is no comment"


def test_secrets_are_masked_everywhere(run: Runner) -> None:
    run.write(
        "a.hcl", SERVER + f'vault {{ token = "{TOKEN}" }}\nplugin "docker" {{\n  config {{\n    auth {{ helper = "x" }}\n    password = "{TOKEN}"\n  }}\n}}\n'
    )
    for form in ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"):
        result = run("agent", "lint", "a.hcl", "-o", form)
        assert "AGT260" in result.out
        assert TOKEN not in result.out + result.err
        assert "ABCDEFG" not in result.out + result.err
    run.write("a.hcl", f'consul {{\n  token = "{TOKEN}" foo\n')
    broken = run("agent", "lint", "a.hcl")
    assert broken.status == 1
    assert TOKEN not in broken.out, "masked where the file does not parse, too"


def test_exit_status(run: Runner) -> None:
    run.write("ok.hcl", 'data_dir = "/x"\nserver { enabled = true\n bootstrap_expect = 3 }\n')
    run.write("bad.hcl", "foo = 1\n")
    assert run("agent", "lint", "ok.hcl").status == 0
    assert run("agent", "lint", "ok.hcl", "--fail-on", "warning").status == 1
    assert run("agent", "lint", "bad.hcl").status == 1
    assert run("agent", "lint", "none.hcl").status == 2
    assert run("agent", "lnt", "ok.hcl").status == 2
    assert "did you mean lint" in run("agent", "lnt", "ok.hcl").err
    assert run("agent", "merge", "bad.hcl").status == 2
    assert run("agent", "merge", "ok.hcl").status == 0
    assert run("agent", "lint", "ok.hcl", "--root", "nowhere").status == 2


def test_a_folder_of_many_agents(run: Runner) -> None:
    run.write("clients/common.hcl", 'data_dir = "/x"\n')
    run.write("clients/one/a.hcl", "client { enabled = true }\ntls {}\n")
    run.write("clients/two/b.hcl", "client { enabled = true }\ntls {}\nacl {}\nacl {}\n")
    found = run("agent", "lint", "clients", "-o", "concise")
    assert found.out.count("clients/one/a.hcl:2:1: AGT105") == 1
    assert found.out.count("clients/two/b.hcl:4:1: AGT003 unexpected keys acl") == 1
    assert "2 agents" in found.err
    folders = run("agent", "lint", "clients/one", "clients/two", "-o", "concise")
    assert "clients/two/b.hcl:4:1: AGT003" in folders.out
    assert "2 agents" in folders.err, "each folder makes a client by itself"
    run.write("clients/base/c.hcl", 'name = "n"\n')
    assert "agents" not in run("agent", "lint", "clients/base", "clients/one").err, "a folder that only adds to another"


def test_a_folder_of_jobspecs_is_no_agent(run: Runner) -> None:
    run.write("etc/nomad.hcl", SERVER)
    run.write("etc/jobs/web.hcl", 'job "web" {\n  count = var.n\n}\n')
    found = run("agent", "lint", "etc", "-o", "concise")
    assert found.status == 0
    assert "web.hcl" not in found.out
    assert "agents" not in found.err


def test_slips_in_json_have_a_place(run: Runner) -> None:
    run.write("a.json", '{"data_dir": "/x", "client": {\n  "enabled": true,\n}}\n')
    assert "a.json:2:18: AGT223 not valid JSON" in run("agent", "lint", "a.json", "-o", "concise").out


def test_fix(run: Runner) -> None:
    path = run.write("a.hcl", 'Datacenter = "west"\n' + SERVER)
    run("agent", "lint", "a.hcl", "--fix")
    assert path.read_text().startswith('datacenter = "west"\n')


def test_merge_text(run: Runner) -> None:
    run.write("d/a.hcl", 'client {\n  enabled = true\n  servers = ["a"]\n  meta {\n    rack = "1"\n  }\n}\n')
    run.write(
        "d/b.hcl",
        'client {\n  servers = ["b"]\n  host_volume "data" {\n    path = "/srv"\n  }\n}\nplugin "docker" {\n  config {\n    gc {\n      image = false\n    }\n  }\n}\n',
    )
    lines = [" ".join(line.split()) for line in run("agent", "merge", "d").out.splitlines()]
    for line in (
        "enabled = true # d/a.hcl:2",
        '"a", # d/a.hcl:3',
        '"b", # d/b.hcl:2',
        'rack = "1" # d/a.hcl:5',
        'host_volume "data" {',
        'path = "/srv" # d/b.hcl:4',
        "image = false # d/b.hcl:9",
        'datacenter = "dc1" # default',
    ):
        assert line in lines, line


def test_merged_text_merges_to_itself(run: Runner) -> None:
    run.write(
        "d/a.hcl",
        'client {\n  enabled = true\n  meta {\n    "a b" = "x\\ny"\n  }\n  host_network "n" {\n    cidr = "10.0.0.0/8"\n  }\n}\nvault {\n  name = "w"\n  enabled = true\n  default_identity {\n    aud = ["v"]\n  }\n}\n',
    )
    once = run("agent", "merge", "d")
    assert once.status == 0, once.err
    run.write("e/a.hcl", once.out)
    again = run("agent", "merge", "e")

    def values(text: str) -> list[str]:
        return [line.partition("  # ")[0].rstrip() for line in text.splitlines()]

    assert values(again.out) == values(once.out)


def test_merge_json(run: Runner) -> None:
    run.write("a.hcl", SERVER)
    document = json.loads(run("agent", "merge", "a.hcl", "-o", "json").out)
    rows = {row["path"]: row for row in document["values"]}
    assert rows["data_dir"] == {"path": "data_dir", "value": "/opt/nomad", "origin": {"path": "a.hcl", "line": 6, "column": 12}}
    assert rows["region"]["origin"] is None
    assert rows["consul[default].token"]["value"] == TOKEN
    assert TOKEN not in run("agent", "merge", "a.hcl", "-o", "json", "--redact").out


def test_hostile_names_are_escaped(run: Runner) -> None:
    run.write("a\x1b[31m\u202e.hcl", 'ui { }\nname = "\x1b[0m"\nlog_file = "\\u202e"\nserver { enabled = true }\n')
    for arguments in (("lint", "."), ("lint", ".", "-o", "concise"), ("merge", ".")):
        result = run("agent", *arguments)
        assert not {"\x1b", "\u202e"} & set(result.out + result.err), arguments


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*WORDS, "docker", "gc", "cidr", "reserved", "cores", "servers"]), max_size=25))
def test_rubbish_never_raises(words: list[str]) -> None:
    found = lint_agent(_load_text(" ".join(words)), Configurations(from_mapping({})))
    assert not [d for d in found if d.code == "LNT001"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{\n "consul": {\n  "tags": ["a"]\n  "address": "x"\n }\n}', "4:3"),
        ('{\n "client": {\n  "enabled": true\n }\n "telemetry": {}\n}', "5:2"),
        ('{\n "client": {"enabled": true},\n}', "2:29"),
    ],
)
def test_a_slip_in_json_is_placed_where_it_is(run: Runner, text: str, place: str) -> None:
    run.write("a.json", text)
    assert f"a.json:{place}: AGT223 " in run("agent", "lint", "-o", "concise", "--select", "AGT223", "a.json").out
