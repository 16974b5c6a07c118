"""Node profiles: read, refused with a place, laid over one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from nomadspec.agent.profile import DEFAULTS, NodeProfile, parse_profile, read_profile


def test_what_is_not_said_has_a_default() -> None:
    profile = parse_profile('cores = 8\n[attributes]\n"os.name" = "debian"\n')
    assert profile.ok
    assert profile.facts == {**DEFAULTS, "cores": 8, "attributes": {"os.name": "debian"}}


def test_json_is_as_good() -> None:
    assert parse_profile('{"cores": 8}', "p.json").given == parse_profile("cores = 8").given


def test_the_nearer_profile_counts_and_tables_are_merged() -> None:
    base = parse_profile('cores = 8\nmhz = 1000\n[attributes]\na = "1"\nb = "1"\n')
    over = parse_profile('cores = 2\n[attributes]\nb = "2"\n')
    assert over.over(base).given == {"cores": 2, "mhz": 1000, "attributes": {"a": "1", "b": "2"}}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("mhz = 1\ncoers = 2\n", 2, "node profile: unknown key 'coers'; did you mean 'cores'?"),
        ("cores = 0\n", 1, "node profile: cores: must be a number from 1 to 10000"),
        ('\nmemory_mb = "many"\n', 2, "node profile: memory_mb: must be a whole number"),
        ("cores = = 1", 1, "node profile: Invalid value"),
        (
            '[[interfaces]]\ndevice = "eth0"\naddresses = ["10.0.0"]\n',
            1,
            "node profile: interfaces: must be a list of tables with `device` and `addresses` (IP addresses)",
        ),
    ],
)
def test_refused(text: str, line: int, message: str) -> None:
    (problem,) = parse_profile(text, "x.toml").diagnostics
    assert problem.span is not None
    assert (problem.span.path, problem.span.start.line, problem.message) == ("x.toml", line, message)


@pytest.mark.parametrize("text", ["[" * 5000, "{" * 5000, "a = {" * 2000, "\x00", "[1]"])
@pytest.mark.parametrize("name", ["p.toml", "p.json"])
def test_junk_is_a_diagnostic(text: str, name: str) -> None:
    assert not parse_profile(text, name).ok


def test_unreadable(tmp_path: Path) -> None:
    assert not read_profile(str(tmp_path / "nope.toml")).ok
    assert not read_profile(str(tmp_path)).ok
    assert NodeProfile().ok
