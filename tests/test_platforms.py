"""Windows and macOS, as far as they can be seen from here: their cache folders, every command without what only POSIX systems have, and paths of Windows."""

from __future__ import annotations

import ntpath
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import platformdirs
import pytest

from nomadspec.agent import machine_paths
from nomadspec.backends import file
from nomadspec.backends.opening import BackendError, OpenOptions, configured_uri
from nomadspec.evaluation.functions import filesystem
from nomadspec.evaluation.functions.calling import FunctionContext
from nomadspec.reporting import escaping
from nomadspec.reporting.formats import Report, render
from nomadspec.source import Diagnostic, Source, relative_path
from nomadspec.workspace import cache
from nomadspec.workspace.repository import PARALLEL_FROM
from tests.workspace.samples import FAULTY

ROOT = Path(__file__).parent.parent

#: Each command with the status it ends with.
COMMANDS: list[tuple[int, list[str]]] = [
    (1, ["lint", "--no-cache"]),
    (1, ["lint", "--no-cache", "--jobs", "2", "-o", "json"]),
    (1, ["lint", "--cache-dir", "kept"]),
    (0, ["fmt", "--check"]),
    (0, ["fmt", "--diff", "0.nomad.hcl"]),
    (0, ["validate", "0.nomad.hcl"]),
    (0, ["compile", "0.nomad.hcl"]),
    (0, ["graph"]),
    (0, ["lint", "--no-cache", "--fix"]),
]

ONE = "import sys; from tests.without_posix import take_away; {}; from nomadspec.cli.entry import main; sys.exit(main(sys.argv[1:]))"


def run(folder: Path, before: str, words: list[str]) -> tuple[int, str, str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", ONE.format(before), *words], cwd=folder, env=environ, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two repositories of the same many files, for runs that may change them."""
    made = [tmp_path / "a" / "jobs", tmp_path / "b" / "jobs"]
    for folder in made:
        folder.mkdir(parents=True)
        for number in range(PARALLEL_FROM + 2):
            (folder / f"{number}.nomad.hcl").write_bytes(FAULTY.replace("\n", "\r\n" if number % 2 else "\n").encode())
    return made


def test_every_command_answers_without_posix(folders: list[Path]) -> None:
    with_it, without = folders
    for status, words in COMMANDS:
        expected = run(with_it, "pass", words)
        assert expected[0] == status, (words, expected)
        assert run(without, "take_away()", words) == expected, words
    assert [path.read_bytes() for path in sorted(without.glob("*.hcl"))] == [path.read_bytes() for path in sorted(with_it.glob("*.hcl"))]


@pytest.mark.parametrize("name", ["darwin", "win32"])
def test_caches_are_where_the_system_has_them(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def folder(*words: Any, **named: Any) -> str:
        assert (words, named) == (("nomadspec",), {"appauthor": False})
        return f"caches of {name}"

    monkeypatch.setattr(sys, "platform", name)
    monkeypatch.setattr(platformdirs, "user_cache_dir", folder)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache.default_folder() == f"caches of {name}"
    monkeypatch.setenv("XDG_CACHE_HOME", "elsewhere")
    assert cache.default_folder() == os.path.join("elsewhere", "nomadspec")


def test_on_linux_caches_are_where_platformdirs_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs.unix import Unix

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache.default_folder() == Unix("nomadspec", appauthor=False).user_cache_dir


class Windows:
    """`os` as a module sees it on Windows, as far as paths go."""

    path = ntpath
    sep = "\\"

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


def on_windows(monkeypatch: pytest.MonkeyPatch, *modules: ModuleType) -> None:
    for module in modules:
        monkeypatch.setattr(module, "os", Windows())


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        (r"C:\repo\jobs\web.hcl", r"C:\repo", r"jobs\web.hcl"),
        (r"c:\Repo\web.hcl", r"C:\repo", "web.hcl"),
        (r"C:\web.hcl", r"C:\repo", r"..\web.hcl"),
        (r"D:\jobs\web.hcl", r"C:\repo", r"D:\jobs\web.hcl"),
        (r"\\server\share\web.hcl", r"C:\repo", r"\\server\share\web.hcl"),
    ],
)
def test_a_path_on_another_drive_stays_absolute(monkeypatch: pytest.MonkeyPatch, path: str, folder: str, expected: str) -> None:
    on_windows(monkeypatch, relative_path)
    assert relative_path.relative(path, folder) == expected
    assert relative_path.with_slashes(path) == path.replace("\\", "/")


@pytest.mark.parametrize(
    ("path", "opened", "may"),
    [
        ("app.conf", "C:/repo/app.conf", True),
        ("jobs/../app.conf", "C:/repo/app.conf", True),
        ("C:/repo/app.conf", "C:/repo/app.conf", True),
        (r"C:\repo\app.conf", r"C:\repo\app.conf", True),
        ("../secret", "C:/secret", False),
        (r"..\secret", r"C:/repo/..\secret", False),
        ("C:/repository/app.conf", "C:/repository/app.conf", False),
        ("D:/app.conf", "D:/app.conf", False),
        (r"\\server\share\app.conf", r"\\server\share\app.conf", False),
    ],
)
def test_file_functions_read_below_their_folder(monkeypatch: pytest.MonkeyPatch, path: str, opened: str, may: bool) -> None:
    on_windows(monkeypatch, filesystem, relative_path)
    context = FunctionContext("C:\\repo", "C:\\repo")
    assert filesystem._located(context, path)[1] == opened
    assert filesystem._allowed(context, opened) is may


def test_file_functions_write_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    on_windows(monkeypatch, filesystem, relative_path)
    context = FunctionContext("any", "C:\\repo", {"HOME": "C:\\Users\\me"})
    assert filesystem.TABLE["abspath"].body(context, "jobs/web.hcl") == "C:/repo/jobs/web.hcl"
    assert filesystem.TABLE["pathexpand"].body(context, "~/web.hcl") == "C:/Users/me/web.hcl"


def test_file_functions_read_bytes_as_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    flags: list[int] = []

    class Opening(Windows):
        path = os.path
        sep = "/"
        O_BINARY = 0x8000

        def open(self, name: str, mode: int) -> int:
            flags.append(mode)
            return os.open(name, mode & ~self.O_BINARY)

    (tmp_path / "app.conf").write_bytes(b"a\r\nb\x1a\r\n")
    monkeypatch.setattr(filesystem, "os", Opening())
    assert filesystem.TABLE["file"].body(FunctionContext("any", str(tmp_path)), "app.conf") == "a\r\nb\x1a\r\n"
    assert [mode & Opening.O_BINARY for mode in flags] == [Opening.O_BINARY]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (r"jobs\web 1.hcl", "jobs/web%201.hcl"),
        (r"C:\repo\web.hcl", "file:///C:/repo/web.hcl"),
        (r"\\server\share\web.hcl", "file://server/share/web.hcl"),
    ],
)
def test_uris_of_files(monkeypatch: pytest.MonkeyPatch, path: str, uri: str) -> None:
    on_windows(monkeypatch, relative_path)
    monkeypatch.setattr(os, "path", ntpath)
    assert escaping.uri(path) == uri


@pytest.mark.parametrize("form", ["sarif", "gitlab", "rdjson", "github"])
def test_reports_for_other_tools_have_slashes(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    on_windows(monkeypatch, relative_path)
    found = Diagnostic("NOM1001", "a-name", "error", "is wrong", Source("job {\n", r"jobs\web.hcl").span(0, 3))
    assert "jobs/web.hcl" in render(form, Report([found]))


@pytest.mark.parametrize(("path", "absolute"), [(r"C:\nomad\data", True), ("C:/nomad", True), ("/opt/nomad", True), ("data", False), (r"..\data", False)])
def test_paths_of_agents_are_absolute_on_their_own_system(monkeypatch: pytest.MonkeyPatch, path: str, absolute: bool) -> None:
    on_windows(monkeypatch, machine_paths)
    assert machine_paths.is_absolute(path) is absolute


@pytest.mark.parametrize(
    ("rest", "opened"),
    [(r"C:\states\a.json", r"C:\states\a.json"), ("///C:/states/a.json", "C:/states/a.json"), ("///states/a.json", "/states/a.json"), ("a.json", "a.json")],
)
def test_states_in_files(monkeypatch: pytest.MonkeyPatch, rest: str, opened: str) -> None:
    on_windows(monkeypatch, file)
    with pytest.raises(BackendError) as error:
        file.open_state(rest, OpenOptions())
    assert str(error.value).startswith(f"{opened}: ")
    assert configured_uri(r"C:\states\a.json", lambda name: name) == r"file:C:\states\a.json"
