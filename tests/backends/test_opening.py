"""URIs of states: which backend opens one, and what a configuration file's means."""

from __future__ import annotations

from pathlib import Path

import pytest

from nomadspec import backends
from nomadspec.backends.opening import SCHEMES, BackendError, OpenOptions, Scheme, configured_uri, open_state

#: Modules that are no backends but parts of them.
PARTS = {"__init__", "opening", "git_copy", "git_objects", "http_client", "http_settings", "answers", "rights"}


def test_a_backend_is_one_file_and_one_row() -> None:
    files = {path.stem for path in Path(backends.__path__[0]).glob("*.py")} - PARTS
    modules, named = {f"nomadspec.backends.{name}" for name in files}, {scheme.module for scheme in SCHEMES.values()}
    assert modules - named == set(), "a backend needs its row in SCHEMES; a module that is none, its name in PARTS"
    assert named - modules == set(), "no such module"


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("snapshot.json", "file:conf/snapshot.json"),
        ("file:snapshot.json", "file:conf/snapshot.json"),
        ("file:/abs.json", "file:/abs.json"),
        ("agent-config:clients", "agent-config:conf/clients"),
        ("git:HEAD", "git:HEAD"),
        ("empty:", "empty:"),
        ("live:", "live:"),
        ("https://nomad.example", "https://nomad.example"),
        ("unix:///run/nomad.sock", "unix:///run/nomad.sock"),
        # A plugin is code: no repository chooses one.
        ("someplugin:x", "file:conf/someplugin:x"),
        ("private:x", "file:conf/private:x"),
        ("C:x.json", "file:conf/C:x.json"),
    ],
)
def test_the_state_of_a_configuration_file(written: str, opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCHEMES, "private", Scheme("tests.backends.private"))
    assert configured_uri(written, lambda path: path if path.startswith("/") else f"conf/{path}") == opened


@pytest.mark.parametrize(
    ("uri", "reason"),
    [("fiel:x", "did you mean file:?"), ("missing.json", "missing.json"), ("file:missing.json", "missing.json"), ("empty:x", "takes no value, but got")],
)
def test_refusals(uri: str, reason: str) -> None:
    with pytest.raises(BackendError) as refused:
        open_state(uri, OpenOptions(environ={}))
    assert reason in str(refused.value)
