"""The cache, and runs in several processes: the same findings as a plain run, whatever the cache holds."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nomadspec.source import Diagnostic
from nomadspec.workspace import repository
from nomadspec.workspace.configuration import Configuration, Configurations
from nomadspec.workspace.file_linter import FileLinter
from nomadspec.workspace.repository import lint_files
from tests.cli.conftest import nomadspec
from tests.cli.run import Runner
from tests.workspace.samples import FAULTY

__all__ = ["nomadspec"]

#: Texts of every kind: with findings, without, broken, with a variable, with a suppression, not in UTF-8, empty, reading a file.
TEXTS = [
    FAULTY,
    FAULTY.replace('"htp"', '"http"'),
    FAULTY.replace("{", "{{", 1),
    f'variable "p" {{\n  default = "htp"\n}}\n{FAULTY.replace(chr(34) + "htp" + chr(34), "var.p")}',
    FAULTY.replace('"htp"', '"htp" # nomadspec: ignore[REF001] x'),
    FAULTY.replace("web", "w\udce9b"),
    "",
    FAULTY.replace('"nginx:1.27.2"', 'file("image.txt")'),
    FAULTY.replace("shutdown_delay", "# 😀é\n    shutdown_delay"),
]


def rows(findings: list[Diagnostic]) -> list[Any]:
    """All that a finding says, comparable."""
    from nomadspec.reporting.machine import finding

    return [finding(diagnostic) for diagnostic in findings]


def write(folder: Path, texts: list[str]) -> list[str]:
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number:03}.nomad.hcl"
        path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
        paths.append(str(path))
    return paths


@given(texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6), again=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_with_a_cache_cold_and_warm(tmp_path_factory: pytest.TempPathFactory, texts: list[str], again: list[str]) -> None:
    folder = tmp_path_factory.mktemp("jobs")
    cache = str(tmp_path_factory.mktemp("cache"))
    for content in (texts, texts, again, texts):
        paths = write(folder, content)
        assert rows(lint_files(paths, Configurations(), cache_folder=cache).findings) == rows(lint_files(paths, Configurations()).findings)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_the_same_in_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "PARALLEL_FROM", 4)
    monkeypatch.setattr(repository, "CHUNK", 2)
    (tmp_path / "jobs").mkdir()
    paths = write(tmp_path / "jobs", TEXTS * 2)
    paths.insert(3, str(tmp_path / "missing.nomad.hcl"))
    plain = lint_files(paths, Configurations())
    assert plain.findings
    assert len(plain.unreadable) == 1
    for _ in range(2):
        parallel = lint_files(paths, Configurations(), jobs=2, cache_folder=str(tmp_path / "cache"))
        assert (rows(parallel.findings), parallel.unreadable) == (rows(plain.findings), plain.unreadable)


def test_configuration_and_variables_are_part_of_the_key(tmp_path: Path) -> None:
    paths = write(tmp_path, [FAULTY, 'variable "n" {}\n' + FAULTY.replace('"htp"', "var.n")])
    cache = str(tmp_path / "cache")

    def codes(configuration: Configuration | None = None, **variables: str) -> list[str]:
        arguments = {"variables": variables, "strict": False}
        return [
            d.code for d in lint_files(paths, Configurations(configuration), cache_folder=cache, compile_arguments=arguments).findings if d.code[:3] == "REF"
        ]

    for _ in range(2):
        assert codes() == ["REF001"]
        assert codes(n="nope") == ["REF001", "REF001"]
        assert codes(n="http") == ["REF001"]
        assert codes(Configuration({"ignore": ["REF"]})) == []


#: A port label made by functions that look outside, and files beside the jobspec with what they make of it.
OUTSIDE = [
    ('file("port.txt")', {"port.txt": "http"}, []),
    ('file("port.txt")', {"port.txt": "htp"}, ["REF001"]),
    ('file("port.txt")', {}, ["EVA055"]),
    ('filebase64("port.txt")', {"port.txt": "http"}, ["REF001"]),
    ('fileexists("port.txt") ? "http" : "htp"', {"port.txt": ""}, []),
    ('fileexists("port.txt") ? "http" : "htp"', {}, ["REF001"]),
    ('sort(fileset(".", "*.txt"))[0] == "a.txt" ? "http" : "htp"', {"a.txt": "", "b.txt": ""}, []),
    ('sort(fileset(".", "*.txt"))[0] == "a.txt" ? "http" : "htp"', {"b.txt": ""}, ["REF001"]),
    ('abspath("x") == pathexpand("~") ? "htp" : "http"', {}, []),
]


def test_what_a_jobspec_reads_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the cache holds of a jobspec, a change of a file that it reads shows; and where there is none, nothing is done again."""
    monkeypatch.chdir(tmp_path)
    cache = str(tmp_path / "cache")
    (tmp_path / "jobs").mkdir()
    for port, files, expected in (*OUTSIDE, *OUTSIDE[:2]):
        paths = write(tmp_path / "jobs", [FAULTY.replace('"htp"', port)])
        for name in ("port.txt", "a.txt", "b.txt"):
            (tmp_path / name).unlink(missing_ok=True)
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        for _ in range(2):
            assert [d.code for d in lint_files(paths, Configurations(), cache_folder=cache).findings] == expected
        with monkeypatch.context() as patch:
            patch.setattr(FileLinter, "lint", None)  # would fail
            lint_files(paths, Configurations(), cache_folder=cache)


def test_what_a_jobspec_may_read_is_decided_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "port.txt").write_text("http")
    paths = write(tmp_path, [FAULTY.replace('"htp"', 'file("port.txt")')])
    for fs, expected in (("any", []), ("none", ["EVA055"]), (str(tmp_path), []), (str(tmp_path / "jobs"), ["EVA055"]), ("any", [])):
        report = lint_files(paths, Configurations(), cache_folder=str(tmp_path / "cache"), compile_arguments={"fs": fs})
        assert [d.code for d in report.findings] == expected


def test_one_draw_is_as_good_as_another(tmp_path: Path) -> None:
    """A value of chance in a message stays as it was found."""
    paths = write(tmp_path, [FAULTY.replace('"htp"', "uuidv4()")])
    first, second = (rows(lint_files(paths, Configurations(), cache_folder=str(tmp_path / "cache")).findings) for _ in range(2))
    assert [row["code"] for row in first] == ["REF001"]
    assert first == second


def test_no_value_from_the_environment_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMAD_VAR_name", "s3cr3t-file-name")
    paths = write(tmp_path, [FAULTY, 'variable "name" {}\n' + FAULTY.replace('"htp"', "file(var.name)")])
    for _ in range(2):
        assert [d.code for d in lint_files(paths, Configurations(), cache_folder=str(tmp_path / "cache")).findings] == ["REF001", "EVA055"]
    (file,) = (tmp_path / "cache").iterdir()
    assert "s3cr3t" not in file.read_text()


def test_the_schema_of_a_driver_counts(tmp_path: Path) -> None:
    paths = write(tmp_path, [FAULTY.replace('"htp"', '"http"').replace('"docker"', '"podman"')])
    configuration = Configuration({"drivers": {"podman": {"schema": "podman.json"}}}, folder=str(tmp_path))
    for required, expected in ([[], 0], [["tube"], 1], [[], 0]):
        (tmp_path / "podman.json").write_text(json.dumps({"required": required}))
        report = lint_files(paths, Configurations(configuration), cache_folder=str(tmp_path / "cache"))
        assert len([d for d in report.findings if "tube" in d.message]) == expected


def test_files_that_nobody_writes_to_are_taken_away(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "notes.json").write_text("mine")
    for name, age in (("lint-" + "0" * 24, 200), ("lint-" + "1" * 24, 20)):
        (cache / f"{name}.json").write_text("{}")
        os.utime(cache / f"{name}.json", (0, time.time() - age * 24 * 3600))
    os.utime(cache / "notes.json", (0, 0))
    killed, at_work = (f".lint-{digit * 24}.json.nomadspec-abc_12.tmp" for digit in "23")
    for name, age in ((killed, 200), (at_work, 0)):
        (cache / name).write_text("{")
        os.utime(cache / name, (0, time.time() - age * 24 * 3600))
    paths = write(tmp_path, [FAULTY])
    lint_files(paths, Configurations(), cache_folder=str(cache))
    names = {file.name for file in cache.iterdir()}
    assert {"notes.json", f"lint-{'1' * 24}.json"} < names
    assert f"lint-{'0' * 24}.json" not in names
    assert at_work in names
    assert killed not in names


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 3}', '{"format": 3, "entries": 5}', '{"format": 3, "entries": KEYS}', "[" * 10_000, "\x00"])
def test_a_broken_cache_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    paths = write(tmp_path, [FAULTY])
    cache = tmp_path / "cache"
    plain = rows(lint_files(paths, Configurations(), cache_folder=str(cache)).findings)
    (file,) = cache.iterdir()
    keys = list(json.loads(file.read_text())["entries"])
    for entry in ("5", '"x"', "[]", "[[], 5]", "[[[1]], null]", "[null, null]", '[[["a"]], {}]'):
        file.write_text(text.replace("KEYS", f"{{{json.dumps(keys[0])}: {entry}}}"))
        found = rows(lint_files(paths, Configurations(), cache_folder=str(cache)).findings)
        assert found == plain or entry == "[[], 5]"


def test_an_interrupted_run_keeps_what_it_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write(tmp_path, TEXTS[:3])
    cache = tmp_path / "cache"
    lint_files(paths[:1], Configurations(), cache_folder=str(cache))
    before = {file.name: file.read_bytes() for file in cache.iterdir()}

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lint_files(paths, Configurations(), cache_folder=str(cache), progress=stop)
    after = {file.name: file.read_bytes() for file in cache.iterdir()}
    assert before.items() < after.items()
    (added,) = after.keys() - before.keys()
    assert len(json.loads(after[added])["entries"]) == 2
    # A write that fails half-way leaves all as it was.
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    lint_files(paths, Configurations(), cache_folder=str(cache))
    monkeypatch.undo()
    assert {file.name: file.read_bytes() for file in cache.iterdir()} == after
    assert rows(lint_files(paths, Configurations(), cache_folder=str(cache)).findings) == rows(lint_files(paths, Configurations()).findings)


def test_a_cache_below_a_repository_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    paths = write(tmp_path, [FAULTY])
    lint_files(paths, Configurations(), cache_folder=str(tmp_path / "cache"))
    assert not (tmp_path / "cache").exists()


def test_on_the_command_line(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", FAULTY)
    plain = nomadspec("lint", "--no-cache")
    for _ in range(2):
        assert nomadspec("lint", "--cache-dir", str(nomadspec.folder / "cache")) == plain
    assert len(list((nomadspec.folder / "cache").iterdir())) == 1
