"""Which files a search finds, and what it says of a folder without jobspecs."""

from __future__ import annotations

from pathlib import Path

import pytest

from nomadspec.specs.file_kinds import kind_of
from nomadspec.workspace.agents import files_beside
from nomadspec.workspace.discovery import discover
from tests.cli.conftest import nomadspec
from tests.cli.run import Runner

__all__ = ["nomadspec"]

JOB = 'job "x" {\n  group "g" {}\n}\n'
FAULT = (
    'job "x" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "a:1"\n        volmes = []\n      }\n    }\n  }\n}\n'
)
AGENT = "client {\n  enabled = true\n}\n"

KINDS = {
    JOB: "jobspec",
    '{"Job": {"ID": "x"}}': "jobspec",
    '{"ID": "x", "TaskGroups": []}': "jobspec",
    'job "x" {\n  client = 1\n}\n': "jobspec",
    AGENT: "agent",
    '{"data_dir": "/x", "client": {"enabled": true}}': "agent",
    "acl {\n  enabled = true\n}\n": "agent",
    "# client {\nx = <<E\nclient {\n}\nE\ny = [1,\nclient]\n": "values",
    'data_dir = "/x"\nserver = true\nclient_addr = "0.0.0.0"\n': "values",  # Consul's
    'id = "d"\ntype = "csi"\ncapability {\n  access_mode = "x"\n}\n': "volume",
    'path = "a"\nitems {\n  b = "c"\n}\n': "variable",
    'name = "q"\nlimit {\n  region = "r"\n}\n': "quota",
    'namespace "d" {\n  policy = "read"\n}\nplugin {\n  policy = "read"\n}\n': "acl-policy",
    'node_pool "p" {\n  description = "x"\n}\n': "node_pool",
    'node_pool "p" {\n  policy = "read"\n}\n': "acl-policy",
    'name = "n"\ndescription = "x"\ncapabilities {\n}\n': "namespace",
    'resource "a" "b" {\n}\n': "",
    '{"a": 1}': "",
    "": "",
}


@pytest.mark.parametrize("text", KINDS)
def test_kinds(text: str) -> None:
    assert kind_of(text) == KINDS[text]


def test_what_is_a_jobspec_by_its_name_or_its_job(tmp_path: Path) -> None:
    names = ["a.nomad", "b.nomad.hcl", "c.nomad.json", "d.job", "e.hcl", "f.json"]
    for name in names:
        (tmp_path / name).write_text('{"job": {}}' if name.endswith("json") else JOB, encoding="utf-8")
    for name, text in (("g.hcl", AGENT), ("h.json", "{}"), ("i.txt", JOB)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "j.nomad").write_text(JOB, encoding="utf-8")
    found = discover([str(tmp_path), str(tmp_path / "a.nomad"), str(tmp_path / "i.txt")])
    assert [Path(path).name for path in found.files] == [*names, "i.txt"]
    assert {Path(path).name for path in found.searched} == set(names) - {"a.nomad"}
    assert "j.nomad" in {Path(path).name for path in discover([str(tmp_path)], skip_usual=False).files}


def test_the_configuration_includes_and_excludes(nomadspec: Runner) -> None:
    nomadspec.write("deploy/web.nj", FAULT)
    nomadspec.write("old/x.nomad", FAULT)
    nomadspec.write("nomadspec.toml", 'include = ["*.nj"]\nexclude = ["old/"]\n')
    result = nomadspec("lint", "-o", "concise")
    assert [line.split(":")[0] for line in result.out.splitlines() if "volmes" in line] == ["deploy/web.nj"]
    assert "old/x.nomad" in nomadspec("lint", "-o", "concise", "--exclude", "deploy/").out


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.txt": ""}, "no jobspecs in ."),
        ({"web.nomad.j2": JOB, "a/b.hcl.tpl": JOB}, "but templates (web.nomad.j2, a/b.hcl.tpl) that must be rendered by another tool first"),
        ({f"{n}.nomad.tpl": "" for n in range(5)}, "but templates (0.nomad.tpl, 1.nomad.tpl, 2.nomad.tpl and 2 more)"),
    ],
)
def test_a_folder_without_jobspecs_says_what_it_has(nomadspec: Runner, files: dict[str, str], says: str) -> None:
    for name, text in files.items():
        nomadspec.write(name, text)
    result = nomadspec("lint")
    assert result.status == 0
    assert says in result.err.splitlines()[0]


def test_the_files_of_an_agent_in_a_folder_with_many_others(nomadspec: Runner) -> None:
    """Only files of configuration are looked into, not too many, and the file itself is always one."""
    nomadspec.monkeypatch.chdir(nomadspec.folder)
    for number in range(250):
        nomadspec.write(f"a/{number:03}.txt", "")
    nomadspec.write("a/client.hcl", AGENT)
    nomadspec.write("a/server.hcl", AGENT)
    assert files_beside("a/server.hcl") == ["a/client.hcl", "a/server.hcl"]
    for number in range(250):
        nomadspec.write(f"a/{number:03}.hcl", AGENT)
    beside = files_beside("a/server.hcl")
    assert (beside[0], beside[-1]) == ("a/000.hcl", "a/server.hcl")
    assert len(beside) < 250


def test_a_command_for_jobspecs_names_the_other_kinds(nomadspec: Runner) -> None:
    nomadspec.write("clients/agent.hcl", AGENT)
    assert "no jobspecs in ., but agent configuration (clients/agent.hcl; `nomadspec agent lint` reads it)" in nomadspec("compile").err
    (nomadspec.folder / "clients" / "agent.hcl").unlink()
    nomadspec.write("v.hcl", 'id = "d"\ntype = "host"\n')
    assert "but a volume specification (v.hcl; `nomad volume create` reads it)" in nomadspec("compile").err


def test_two_files_of_one_job(nomadspec: Runner) -> None:
    for name in ("prod/web.nomad.hcl", "staging/web.nomad.hcl"):
        nomadspec.write(name, JOB)
    words = ["lint", "-o", "json", "--select", "REP001"]
    assert '"severity": "info"' in nomadspec(*words).out
    nomadspec.write("prod/other.nomad.hcl", JOB)
    assert '"severity": "warning"' in nomadspec(*words, "prod").out
