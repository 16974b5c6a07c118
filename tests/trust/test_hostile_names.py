"""Text that drives terminals, hides or reorders what is read, or begins a line as a command of a workflow: in everything that may be named, through every command.

What prints Nomad's own bytes (`compile -o json`, and names in the texts of `plan` and `validate`) prints them off a terminal; nothing else does.
"""

from __future__ import annotations

import json
import re

import pytest
from lsprotocol import types

from nomadspec import ClusterState, Diagnostic
from nomadspec.cli.options import LINT_FORMATS
from nomadspec.lsp.diagnostics import diagnostics_of
from nomadspec.lsp.documents import Document
from nomadspec.lsp.findings import Workbench
from nomadspec.lsp.hover import hover
from nomadspec.reporting.escaping import markdown_parts
from tests.cli.run import Result, Runner
from tests.trust.test_marker_in_states import JOB, LEAVES, NAMED, OUTPUTS, STATE, TEST, planted

HOSTILE = "x\n::error::pwn\n\x9b31m\u202e\u2066\U000e0041\x1b[31m\x07\u2028\ufeff\u061cy"
#: What Nomad takes as a name: without white space.
ACCEPTED = "x::error::\x9b31m\u202e\U000e0041\x1b[31m\u2028y"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
#: Exactly Nomad's texts.
NOMADS = (["compile", "-o", "json", "job.json"],)


def quoted(text: str) -> str:
    """A string of HCL, with nothing but ASCII in it."""
    return '"' + "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'


H, A = quoted(HOSTILE), quoted(ACCEPTED)
FILES = {
    "agent/a.hcl": f"data_dir = {H}\nname = {H}\nbogus = 1\n{H} = 1\nclient {{\n  enabled = true\n  meta {{ {H} = {H} }}\n  host_volume {H} {{ path = {H} }}\n}}\nserver {{ encrypt = {H} }}\n",
    "agent.json": json.dumps({"data_dir": HOSTILE, HOSTILE: HOSTILE, "client": {"meta": {HOSTILE: HOSTILE}, "enabled": True}}),
    "nomadspec.toml": 'rule-files = ["*.nomadrule.hcl"]\n',
    "r.nomadrule.hcl": f'rule "ORG001" {{\n  name = "a-b"\n  severity = "error"\n  on = "task"\n  condition = false\n  message = "task ${{self.label}} {H[1:-1]}"\n  help = {H}\n  bad = {H}\n  good = {H}\n}}\n'
    f"rule {H} {{\n  name = {H}\n  on = {H}\n  condition = self.x\n  message = {H}\n}}\n",
    "job.nomad.hcl": f"variable {H} {{ description = {H} }}\nlocals {{ a = {H} }}\njob {H} {{\n  name = {H}\n  {H} = 1\n  namespace = {H}\n  type = {H}\n  meta {{ {H} = {H} }}\n"
    f"  constraint {{\n    attribute = {H}\n    operator = {H}\n    value = {H}\n  }}\n  group {H} {{\n    volume {H} {{\n      type = {H}\n      source = {H}\n    }}\n"
    f"    service {{\n      name = {H}\n      port = {H}\n      tags = [{H}]\n    }}\n    task {H} {{\n      driver = {H}\n      config {{\n        image = {H}\n        {H} = {H}\n      }}\n"
    f"      env {{ {H} = {H} }}\n      artifact {{ source = {H} }}\n    }}\n  }}\n}}\n",
    "ok.nomad.hcl": f'job {A} {{\n  group {A} {{\n    meta {{ a = {H} }}\n    task {A} {{\n      driver = "docker"\n      config {{\n        image = "redis:7"\n        args = [{H}]\n      }}\n      env {{ A = {H} }}\n'
    f'      template {{\n        data = "{{{{ key `a` }}}}{H[1:-1]}{{{{ fail `a` }}}}"\n        destination = "local/x"\n      }}\n    }}\n  }}\n}}\n',
    "job.json": json.dumps(
        {"Job": {"ID": HOSTILE, "Name": HOSTILE, "Type": HOSTILE, "TaskGroups": [{"Name": HOSTILE, "Tasks": [{"Name": HOSTILE, "Driver": HOSTILE, "Config": {HOSTILE: HOSTILE}}]}]}}
    ),
    "t.nomadtest.hcl": f'test {H} {{\n  jobs = ["ok.nomad.hcl"]\n  assert {{\n    condition = false\n    error_message = {H}\n  }}\n}}\ntest "b" {{\n  jobs = [{H}]\n  state = {H}\n}}\n',
    "volume.hcl": f'id = {H}\nname = {H}\ntype = "host"\nbogus = {H}\ncapability {{\n  access_mode = {H}\n  attachment_mode = {H}\n}}\nplugin_id = {H}\n',
    "policy.hcl": f"namespace {H} {{\n  policy = {H}\n  capabilities = [{H}]\n}}\n",
    "data.json": json.dumps({"keys": {"a": HOSTILE}, HOSTILE: HOSTILE}),
    "vars.hcl": f"{H} = {H}\nnope = {H}\n",
    "baseline.json": json.dumps({"format": HOSTILE, "findings": {HOSTILE: {HOSTILE: 1}}}),
    "s.json": json.dumps({"format": "nomadspec-state/1", "nodes": [{"ID": "a", "Name": "n", "Datacenter": "dc1", "NodePool": "default", "Status": "ready"}]}),
}  # fmt: skip
LINTED = ["job.nomad.hcl", "ok.nomad.hcl", "agent", "volume.hcl", "policy.hcl", "job.json", "agent.json", "t.nomadtest.hcl", "r.nomadrule.hcl"]
SIMULATED = ("text", "json", "markdown", "html")
COMMANDS: dict[str, list[list[str]]] = {
    **{f"lint -o {form}": [["lint", "-o", form, *LINTED], ["lint", "-o", form, "--statistics", "job.nomad.hcl"]] for form in LINT_FORMATS},
    "lint": [
        ["lint", "--fix", "--diff", "."],
        ["lint", "--baseline", "baseline.json", "job.nomad.hcl"],
        ["lint", "--var-file", "vars.hcl", "job.nomad.hcl"],
        ["lint", "--profile", "job.nomad.hcl"],
        ["lint", "--upgrade-to", "2.0", "--nomad-version", "1.6", "job.nomad.hcl", "agent"],
        *(["lint", option, HOSTILE, "ok.nomad.hcl"] for option in ("--changed-since", "--environment", "--nomad-version", "--select", "--cache-dir", "--var-file")),
        *(["lint", option, HOSTILE, "ok.nomad.hcl"] for option in ("--write-baseline", "--baseline", "--config", "--fs-root", "--state")),
        ["lint", "--output-file", f"json={HOSTILE}", "ok.nomad.hcl"],
        ["lint", "--var", f"{HOSTILE}={HOSTILE}", "job.nomad.hcl"],
    ],
    "agent": [*(["agent", "lint", "-o", form, "agent.json"] for form in ("text", "json", "html")), *(["agent", "merge", "-o", form, "agent"] for form in ("text", "json"))],
    "acl": [["acl", "explain", "-o", form, "--path", HOSTILE, "--namespace", HOSTILE, "policy.hcl"] for form in ("text", "json")],
    "test": [*(["test", "-o", form] for form in ("text", "json", "junit", "github")), ["test", "--filter", HOSTILE], ["test", "--var", HOSTILE]],
    "rule": [*(["rule", "-o", form, *code] for form in ("text", "json") for code in ([], ["ORG001"], [HOSTILE])), ["rule", "--new", HOSTILE]],
    "doctor": [["doctor", "-o", form, "."] for form in ("text", "json")],
    "template": [["template", "-o", form, "--task", task, "--data", "data.json", "ok.nomad.hcl"] for form in ("text", "json") for task in (f"{ACCEPTED}/{ACCEPTED}", HOSTILE)],
    "env": [["env", "-o", form, "ok.nomad.hcl"] for form in ("text", "json", "dotenv")],
    "graph": [["graph", "-o", form, "ok.nomad.hcl", "volume.hcl"] for form in ("dot", "mermaid", "json", "html")],
    "plan": [
        *(["plan", "-o", form, "--explain", "--state", "s.json", "ok.nomad.hcl"] for form in ("json", "markdown", "html")),
        *(["plan", option, HOSTILE, "ok.nomad.hcl"] for option in ("--state", "--against", "--var-file", "--why-not")),
        ["plan", "--state", f"git:{HOSTILE}", "ok.nomad.hcl"],
    ],
    "capacity": [["capacity", "-o", form, "--state", "s.json", "ok.nomad.hcl"] for form in SIMULATED],
    "drift": [["drift", "-o", form, "--state", "s.json", "ok.nomad.hcl"] for form in SIMULATED],
    "what-if": [
        *(["what-if", "-o", form, "--lose", "n", "--state", "s.json", "ok.nomad.hcl"] for form in SIMULATED),
        *(["what-if", option, HOSTILE, "--state", "s.json"] for option in ("--lose", "--set", "--add", "--stop", "--scale", "--scheduler", "--executor")),
        ["what-if", "--set", f"n:meta.{HOSTILE}={HOSTILE}", "--state", "s.json"],
    ],
    "compile": [["compile", "-o", form, "job.json"] for form in ("json", "jsonl", "policy")],
    "decompile": [["decompile", "job.json"], ["decompile", "baseline.json"], ["decompile", HOSTILE]],
    "report": [["report", "-O", "pages", "ok.nomad.hcl", "volume.hcl"], ["report", "-O", HOSTILE, "ok.nomad.hcl"]],
    "others": [
        *([command, "-o", "jsonl", "job.nomad.hcl"] for command in ("compile",)),
        *([*words, HOSTILE] for words in (["schema"], ["init"], ["init", "--from-state"], ["state", "show"], ["state", "capture"], ["help"], ["fmt"], ["validate"], ["diff", "ok.nomad.hcl"])),
        ["fmt", "--diff", "."],
        ["state", "diff", HOSTILE, HOSTILE],
        ["--show-completion", HOSTILE],
    ],
}  # fmt: skip


@pytest.fixture
def run(nomadspec: Runner) -> Runner:
    for name, text in FILES.items():
        nomadspec.write(name, text)
    return nomadspec


def check(words: list[str], result: Result) -> None:
    assert result.status != 70, result.err
    for stream, text in (("out", result.out), ("err", result.err)):
        found = UNSAFE.search(text) if words not in NOMADS else None
        assert found is None, f"{text[found.start() - 60 : found.end()]!a}"
        own = stream == "out" and "github" in words
        assert not [line for line in text.splitlines() if line.startswith("::") and not (own and re.match("::(error|warning|notice) ", line))]
    if "json" in words and result.out:
        json.loads(result.out)


@pytest.mark.parametrize("name", COMMANDS)
def test_commands(run: Runner, name: str) -> None:
    for words in COMMANDS[name]:
        check(words, run(*words))
    for path in run.folder.glob("pages/*.html"):
        check([], Result(0, path.read_text(), ""))


@pytest.mark.parametrize("name", [f"sub/{HOSTILE}.nomad.hcl", f"sub/{HOSTILE}.hcl"], ids=["jobspec", "by its content"])
def test_names_of_files(run: Runner, name: str) -> None:
    try:
        run.write(name, 'job "x" {\n  = 1\n}\n')
    except OSError:
        pytest.skip("this file system has no such names")
    words = [["lint", "-o", form, "sub"] for form in LINT_FORMATS]
    for each in [
        *words,
        ["doctor", "sub"],
        ["doctor", "-o", "json", "sub"],
        ["compile", "-o", "jsonl", "sub"],
        ["validate", "sub"],
        ["fmt", "sub"],
        ["plan", "sub"],
        ["graph", "sub"],
    ]:
        check(each, run(*each))


@pytest.mark.parametrize("part", dict.fromkeys(way[0] for way in LEAVES))
def test_states(nomadspec: Runner, part: str) -> None:
    """In each string of a state; each goes through a few outputs in turn."""
    nomadspec.write("old.json", json.dumps(STATE))
    nomadspec.write("x.nomad.hcl", JOB.replace('"redis:7"', '"redis:8"'))
    nomadspec.write("x.nomadtest.hcl", TEST)
    outputs = [words for words in OUTPUTS if words[0] not in ("report", "init", "validate") and not (words[0] == "plan" and "text" in words)]
    for number, way in enumerate(LEAVES):
        if way[0] == part:
            nomadspec.write("state.json", json.dumps(planted(way, HOSTILE)))
            for step in range(3):
                words = outputs[(number * 3 + step) % len(outputs)]
                command = words[1] if words[0] == "state" else words[0]
                check([*words], nomadspec(*words, *NAMED.get(command, ["--state", "file:state.json", "x.nomad.hcl"])))


def test_a_capture_with_half_a_character(nomadspec: Runner) -> None:
    """An agent may send a lone surrogate, which no file can hold as it is."""
    nomadspec.write("state.json", json.dumps({**STATE, "source": "\ud800"}))
    assert nomadspec("state", "capture", "file:state.json", "-O", "s.json").status == 0
    assert json.loads((nomadspec.folder / "s.json").read_text())["source"] == "\ud800"


def test_a_key_cannot_leave_its_comment(nomadspec: Runner) -> None:
    """What HCL cannot say becomes a comment of one line: else a key of JSON would write the jobspec."""
    key = 'a\n}\n}\ntask "evil" {\n  driver = "raw_exec"\n'
    nomadspec.write(
        "job.json",
        json.dumps({"Job": {"ID": "x", "TaskGroups": [{"Name": "g", "Tasks": [{"Name": "t", "Driver": "docker", "Config": {"image": "a", key: 1}}]}]}}),
    )
    result = nomadspec("decompile", "job.json")
    assert result.status == 1
    found = [line.lstrip() for line in result.out.splitlines() if "evil" in line]
    assert found
    assert all(line.startswith("# ") for line in found)


#: A hidden character, a link, an image that would be fetched, and the end of a code span.
MARKED = "x\u202e` ![](//evil.example/a) [b](command:x) <img src=x>"


def test_what_an_editor_shows() -> None:
    """Values and names from a state are code or plain text in a hover, and no message hides anything."""
    nodes = [{**STATE["nodes"][0], "Name": MARKED, "Attributes": {"kernel.name": MARKED}}]
    text = JOB.replace('value     = "linux"', f"value     = {quoted(MARKED)}")
    document, bench = Document("file:///a.nomad.hcl", text, 1, "utf-16"), Workbench(state=ClusterState.from_dict({**STATE, "nodes": nodes}), node=MARKED)
    said = [hover(document, text.index(word) + 2, bench) for word in ("${attr.kernel.name}", 'group "api"')]
    shown = [found.contents.value for found in said if found is not None and isinstance(found.contents, types.MarkupContent)]
    assert len(shown) == 2
    for value in shown:
        assert "evil.example" in value
        assert not UNSAFE.search(value)
        prose = "".join(part for code, part in markdown_parts(value) if not code)
        assert not re.search(r"(?<!\\)(\[b\]|!\[\]|<img)", prose)
    (found,) = diagnostics_of(document, [Diagnostic("ORG001", "own", "error", MARKED, help=MARKED)])
    assert not UNSAFE.search(found["message"])
