"""What a configuration says of rules: unknown names and options, and values of a wrong type, are errors of the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

import nomadspec as ns
from nomadspec.workspace.configuration import ConfigurationError
from tests.cli.conftest import nomadspec
from tests.cli.run import Runner
from tests.workspace.installing import install
from tests.workspace.test_plugins import JOB

__all__ = ["nomadspec"]

WRONG = [
    ("[rules.kill-timeout-lon]\nmax_seconds = 5\n", "1: unknown rule 'rules.kill-timeout-lon'; did you mean 'kill-timeout-long'?"),
    ("[rules.UPD006]\nmax_seconds = 5\n", "1: unknown rule 'rules.UPD006'; did you mean 'kill-timeout-long'?"),
    ("[rules.kill-timeout-long]\nmax_second = 5\n", "2: rule kill-timeout-long has no option 'max_second'; did you mean 'max_seconds'?"),
    ('[rules.kill-timeout-long]\nmax_seconds = "5m"\n', "2: rules.kill-timeout-long.max_seconds must be a whole number"),
    ("[rules.kill-timeout-long]\nmax_seconds = true\n", "2: rules.kill-timeout-long.max_seconds must be a whole number"),
    ('[rules.driver-unknown]\nknown = "lxc"\n', "2: rules.driver-unknown.known must be a list of strings"),
    ('[rules.docker-host-namespaces]\nnetwork = "yes"\n', "2: rules.docker-host-namespaces.network must be true or false"),
    ('[[overrides]]\npaths = ["*"]\nrules.driver-unknow.known = []\n', ": unknown rule 'rules.driver-unknow'; did you mean 'driver-unknown'?"),
    ('ignore = ["driver-unknow"]\n', ": unknown rule 'driver-unknow': not a code, code prefix or name; did you mean 'driver-unknown'?"),
    ('[severity]\ndriver-unknow = "info"\n', "2: unknown rule 'driver-unknow': not a code, code prefix or name; did you mean 'driver-unknown'?"),
    ('[[suppress]]\nrules = ["ZZZ"]\nreason = "-"\n', ": unknown rule 'ZZZ': not a code, code prefix or name"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_wrong_is_an_error(nomadspec: Runner, text: str, said: str) -> None:
    nomadspec.write("web.nomad.hcl", JOB)
    nomadspec.write("nomadspec.toml", text)
    result = nomadspec("lint", "web.nomad.hcl")
    assert (result.status, result.out) == (2, "")
    assert said in result.err


def test_what_is_right_is_none(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", JOB)
    nomadspec.write(
        "nomadspec.toml", 'ignore = ["NOM1033", "HCL", "ALL"]\n[rules.kill-timeout-long]\nmax_seconds = 5\n[rules.driver-unknown]\nknown = ["lxc"]\n'
    )
    assert nomadspec("lint", "web.nomad.hcl").status == 0


def test_a_run_that_does_not_know_all_plugins_lets_names_pass(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nomadspec.write("web.nomad.hcl", JOB)
    nomadspec.write("nomadspec.toml", 'ignore = ["EXA001"]\n[rules.owner-missing]\nkey = "team"\n')
    assert nomadspec("lint", "web.nomad.hcl").status == 2
    assert nomadspec("lint", "--no-plugins", "web.nomad.hcl").status == 0
    site = tmp_path / "site-packages"
    site.mkdir()
    install(monkeypatch, site, "rules")
    assert nomadspec("lint", "web.nomad.hcl").status == 0
    nomadspec.write("nomadspec.toml", "[rules.owner-missing]\nkey = 5\n")
    assert "rules.owner-missing.key must be a string" in nomadspec("lint", "web.nomad.hcl").err


def test_agents_and_the_api_are_no_exception(nomadspec: Runner) -> None:
    nomadspec.write("etc/a.hcl", "server { enabled = true }\n")
    nomadspec.write("nomadspec.toml", "[rules.agent-non]\nx = 5\n")
    assert "unknown rule 'rules.agent-non'" in nomadspec("agent", "lint", "etc").err
    with pytest.raises(ConfigurationError, match=r"config: rules\.kill-timeout-long\.max_seconds must be a whole number"):
        ns.lint(JOB, {"rules": {"kill-timeout-long": {"max_seconds": "5m"}}})
