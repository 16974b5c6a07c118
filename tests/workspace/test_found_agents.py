"""Configuration of agents that `lint` finds in a folder: which files are one agent, and what of it is known. `agent lint` is told both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import Runner

CLIENT = 'data_dir = "/opt/nomad"\nclient {\n  enabled = true\n}\n'
SERVER = 'data_dir = "/opt/nomad"\nserver {\n  enabled = true\n  encrypt = "1IxgFyVGpEjP6n2mLFNQeJqwbCGTNKfSGGp0o7gyMlQ="\n}\n'
VOLUME = 'client {\n  host_volume "a" {\n    path = "/a"\n  }\n}\n'


@pytest.fixture
def nomadspec(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    return Runner(monkeypatch, tmp_path)


def findings(nomadspec: Runner, files: dict[str, str], *words: str) -> set[tuple[str, str, str]]:
    for name, text in files.items():
        nomadspec.write(f"conf/{name}", text)
    found = json.loads(nomadspec(*(words or ("lint", ".")), "-o", "json").out)["findings"]
    return {(f["path"].removeprefix("conf/"), f["code"], f["severity"]) for f in found}


def codes(found: set[tuple[str, str, str]]) -> set[str]:
    return {code for _, code, _ in found}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('client {\n  meta {\n    a = "b"\n  }\n}\n', "AGT100"),
        ("server {\n  enabled = true\n}\n", "AGT119"),
        ("client {\n  enabled = true\n}\n", "AGT119"),
    ],
)
def test_a_part_is_not_judged_by_what_it_lacks(nomadspec: Runner, text: str, code: str) -> None:
    assert findings(nomadspec, {"part.hcl": text}) == {("part.hcl", code, "info")}
    assert ("part.hcl", code, "error") in findings(nomadspec, {}, "agent", "lint", "conf")
    assert ("part.hcl", code, "error") in findings(nomadspec, {}, "lint", "conf/part.hcl")


def test_a_whole_configuration_is(nomadspec: Runner) -> None:
    assert codes(findings(nomadspec, {"a.hcl": SERVER.replace("encrypt", "#")})) == {"AGT105", "AGT120", "AGT261", "AGT262"}


def test_what_a_part_says_is_judged(nomadspec: Runner) -> None:
    assert codes(findings(nomadspec, {"part.hcl": "client {\n  enabled = true\n  gc_intervall = 3\n}\n"})) == {"AGT003"}


def test_files_that_each_set_what_an_agent_sets_once_are_two_agents(nomadspec: Runner) -> None:
    """Both say `enabled` and the same volume, and neither replaces the other's."""
    assert "AGT212" not in codes(findings(nomadspec, {"one.hcl": CLIENT + VOLUME, "two.hcl": CLIENT + VOLUME}))


def test_files_that_share_the_settings_are_one_agent(nomadspec: Runner) -> None:
    assert "AGT212" in codes(findings(nomadspec, {"one.hcl": CLIENT + VOLUME, "two.hcl": VOLUME}))


def test_a_file_beside_all_agents_counts_for_each(nomadspec: Runner) -> None:
    """No search takes `base.hcl` by itself: without its neighbours it could be of any tool."""
    acl = "acl {\n  enabled = true\n}\n"
    assert "AGT262" not in codes(findings(nomadspec, {"base.hcl": acl, "one.hcl": CLIENT, "two.hcl": SERVER}))


def test_files_of_the_agents_machine_are_not_looked_for(nomadspec: Runner) -> None:
    tls = 'tls {\n  http = true\n  rpc = true\n  ca_file = "/etc/nomad.d/tls/ca.pem"\n}\n'
    assert "AGT104" not in codes(findings(nomadspec, {"a.hcl": CLIENT + tls}))
    assert "AGT104" in codes(findings(nomadspec, {}, "agent", "lint", "conf"))
