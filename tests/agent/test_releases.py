"""Configuration of agents of other releases: the keys that they know."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from nomadspec import agent
from nomadspec.agent.config_releases import GONE, SINCE, lacks
from nomadspec.agent.config_schema import BLOCKS, FIELDS
from nomadspec.releases import NEWEST, ReleaseError, release


def loaded(tmp_path: Path, text: str, version: str) -> agent.AgentConfig:
    file = tmp_path / "agent.hcl"
    file.write_text(text, encoding="utf-8")
    return agent.load([file], nomad_version=version)


@pytest.mark.parametrize(
    ("text", "version", "message", "help"),
    [
        ('keyring "awskms" {\n  active = true\n}\n', "1.8.2", "unexpected keys awskms, keyring", "keyring needs Nomad 1.8.3."),
        ('rpc {\n  dial_timeout = "5s"\n}\n', "1.9", "unexpected keys rpc", "rpc needs Nomad 1.10.0."),
        ('consul {\n  name = "default"\n}\n', "1.6", "consul unexpected keys name", "name needs Nomad 1.7.0."),
        ("tls {\n  tls_prefer_server_cipher_suites = true\n}\n", "1.9", "tls unexpected keys tls_prefer_server_cipher_suites", None),
    ],
)
def test_keys_that_the_release_lacks(tmp_path: Path, text: str, version: str, message: str, help: str | None) -> None:
    (problem,) = loaded(tmp_path, text, version).diagnostics
    assert problem.message == message
    assert problem.help == (help or "tls_prefer_server_cipher_suites was removed after Nomad 1.8.4.")


def test_keys_that_older_releases_have(tmp_path: Path) -> None:
    assert loaded(tmp_path, "tls {\n  tls_prefer_server_cipher_suites = true\n}\n", "1.8").ok


def test_a_configuration_is_validated_for_the_release_it_was_loaded_for(tmp_path: Path) -> None:
    config = loaded(tmp_path, "client {\n  enabled = true\n}\n", "1.9")
    assert agent.validate(config, nomad_version="1.9.7").ok is agent.validate(config).ok
    with pytest.raises(ValueError, match=r"loaded for Nomad 1\.9\.7, not for 2\.0\.6"):
        agent.validate(config, nomad_version="2.0")
    with pytest.raises(ReleaseError):
        loaded(tmp_path, "", "1.4")


def test_every_entry_counts() -> None:
    assert set(SINCE) <= {*FIELDS, *BLOCKS}
    assert not set(GONE) & {*FIELDS, *BLOCKS}
    assert all(lacks(path, release("1.6.0")) for path in SINCE)
    assert all(lacks(path, NEWEST) for path in GONE)
    assert not any(lacks(path, NEWEST) for path in SINCE)


#: Its text for a duration in the consul block is another one.
OTHER_WORDS = {("1.6.10", "130")}


def test_recorded(goldens: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders whose `config validate` differs from the newest release's: the verdict, and the errors to the byte."""
    wrong = []
    count = 0
    for path in sorted((goldens / "versions").glob("*/config.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            folder = goldens / "cluster" / "agentcfg" / row["id"]
            monkeypatch.chdir(folder / "files")
            paths = [Path(name) for name in json.loads((folder / "expected.json").read_text(encoding="utf-8"))["paths"]]
            verdict = agent.validate(agent.load(paths, nomad_version=path.parent.name))
            said = sorted(text.removeprefix("\t* ").strip() for text in row["stderr"].splitlines() if text.startswith("\t* "))
            count += 1
            same = not said or sorted(d.nomad or "" for d in verdict.errors) == said or (path.parent.name, row["id"]) in OTHER_WORDS
            if verdict.ok is not (row["exit_code"] == 0) or not same:
                wrong.append(f"{path.parent.name}/{row['id']}")
    os.chdir("/")
    assert count
    assert wrong == []
