"""File functions are confined, files are replaced whole, links are followed only under a named path."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nomadspec.workspace import discovery
from nomadspec.workspace.files import WriteError, write_atomically
from tests.cli.run import Runner
from tests.pipes import make_pipe

UNFORMATTED = 'job "x" {\ntype="batch"\n}\n'
FORMATTED = 'job "x" {\n  type = "batch"\n}\n'


def reading(name: str) -> str:
    return f'job "x" {{\n  meta {{\n    v = file("{name}")\n  }}\n  group "g" {{\n    task "t" {{\n      driver = "raw_exec"\n      config {{\n        command = "/bin/true"\n      }}\n    }}\n  }}\n}}\n'


@pytest.mark.parametrize("command", ["lint", "validate", "plan", "env", "graph"])
@pytest.mark.parametrize("name", ["../secret.txt", "link.txt", "sub/../../secret.txt", "/etc/passwd"])
def test_file_functions_stay_in_the_repository(nomadspec: Runner, command: str, name: str) -> None:
    (nomadspec.folder / "secret.txt").write_text("s3cr3t-content")
    repository = nomadspec.folder / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "sub").mkdir()
    (repository / "link.txt").symlink_to("../secret.txt")
    (repository / "job.nomad.hcl").write_text(reading(name))
    nomadspec.folder = repository
    result = nomadspec(command, "job.nomad.hcl")
    assert result.status == {"lint": 1, "validate": 1, "plan": 255, "env": 2, "graph": 2}[command]
    assert "s3cr3t-content" not in result.out + result.err
    assert "root:" not in result.out + result.err


def test_file_functions_read_in_the_repository(nomadspec: Runner) -> None:
    (nomadspec.folder / ".git").mkdir()
    (nomadspec.folder / "ok.txt").write_text("fine")
    nomadspec.write("job.nomad.hcl", reading("ok.txt"))
    assert nomadspec("lint", "--select", "EVA", "job.nomad.hcl").status == 0
    assert nomadspec("lint", "--no-fs", "job.nomad.hcl").status == 1
    assert nomadspec("lint", "--fs-root", "nowhere", "job.nomad.hcl").status == 2


def test_compile_reads_anywhere_as_nomad_does(nomadspec: Runner) -> None:
    outside = nomadspec.folder / "outside.txt"
    outside.write_text("fine")
    nomadspec.write("r/job.nomad.hcl", reading(str(outside)))
    assert '"v": "fine"' in nomadspec("compile", "r/job.nomad.hcl").out


def test_only_regular_files_of_bounded_size(nomadspec: Runner) -> None:
    make_pipe(nomadspec.folder / "pipe")
    with (nomadspec.folder / "huge").open("wb") as file:
        file.truncate(11 * 1024 * 1024)
    for name in ("pipe", "huge", "."):
        nomadspec.write("job.nomad.hcl", reading(name))
        assert nomadspec("compile", "job.nomad.hcl").status == 1


def test_fmt_keeps_mode_and_line_ends(nomadspec: Runner) -> None:
    path = nomadspec.write("job.nomad.hcl", UNFORMATTED)
    path.chmod(0o640)
    assert nomadspec("fmt").out == "job.nomad.hcl\n"
    assert path.read_text() == FORMATTED
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in nomadspec.folder.iterdir() if p.name.endswith(".tmp")] == []


def test_fmt_follows_links_only_under_a_named_path(nomadspec: Runner) -> None:
    outside = nomadspec.write("outside.hcl", UNFORMATTED)
    inside = nomadspec.write("repository/real.nomad.hcl", UNFORMATTED)
    (nomadspec.folder / "repository" / "bad.nomad.hcl").symlink_to("../outside.hcl")
    (nomadspec.folder / "repository" / "good.nomad.hcl").symlink_to("real.nomad.hcl")
    result = nomadspec("fmt", "repository", "repository/bad.nomad.hcl")
    assert result.status == 2
    assert "outside the given paths; file not changed" in result.err
    assert outside.read_text() == UNFORMATTED
    assert inside.read_text() == FORMATTED
    assert (nomadspec.folder / "repository" / "good.nomad.hcl").is_symlink()


FIXABLE = 'job "x" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "a:1"\n      }\n    }\n  }\n}\n# nomadspec: ignore[DRV009]\n'


def test_fixes_of_several_files_with_links(nomadspec: Runner) -> None:
    outside = nomadspec.write("outside.hcl", FIXABLE)
    inside = nomadspec.write("repository/real.nomad.hcl", FIXABLE)
    other = nomadspec.write("repository/other.nomad.hcl", FIXABLE)
    inside.chmod(0o640)
    (nomadspec.folder / "repository" / "link.nomad.hcl").symlink_to("real.nomad.hcl")
    assert nomadspec("lint", "--fix", "repository").status == 0
    assert stat.S_IMODE(inside.stat().st_mode) == 0o640
    assert (nomadspec.folder / "repository" / "link.nomad.hcl").is_symlink()
    assert "ignore[" not in inside.read_text() + other.read_text()
    (nomadspec.folder / "repository" / "bad.nomad.hcl").symlink_to("../outside.hcl")
    result = nomadspec("lint", "--fix", "repository", "repository/bad.nomad.hcl")
    assert result.status == 2
    assert "outside the given paths; file not changed" in result.err
    assert outside.read_text() == FIXABLE


@pytest.mark.parametrize(
    "words", [["lint", "--output-file", "json=out.json"], ["lint", "--write-baseline", "out.json"], ["state", "capture", "empty:", "--output", "out.json"]]
)
def test_written_files_do_not_follow_links_out(nomadspec: Runner, words: list[str]) -> None:
    target = nomadspec.write("outside.txt", "kept\n")
    nomadspec.write("repository/job.nomad.hcl", FORMATTED)
    (nomadspec.folder / "repository" / "out.json").symlink_to("../outside.txt")
    nomadspec.folder = nomadspec.folder / "repository"
    result = nomadspec(*words)
    assert result.status == 2
    assert "file not changed" in result.err
    assert target.read_text() == "kept\n"


def test_fmt_leaves_broken_files_alone(nomadspec: Runner) -> None:
    path = nomadspec.write("job.nomad.hcl", 'job "x" {\ntype="batch"\n')
    assert nomadspec("fmt").status == 2
    assert path.read_text() == 'job "x" {\ntype="batch"\n'


@pytest.mark.parametrize("make", ["folder", "missing", "loop", "unreadable"])
def test_what_cannot_be_read(nomadspec: Runner, make: str) -> None:
    path = nomadspec.folder / "job.nomad.hcl"
    if make == "folder":
        path.mkdir()
    elif make == "loop":
        path.symlink_to("job.nomad.hcl")
    elif make == "unreadable":
        make_pipe(path)
    result = nomadspec("lint", "job.nomad.hcl")
    if make == "folder":
        assert (result.status, result.out) == (0, "")
        assert "no jobspecs in job.nomad.hcl" in result.err
    else:
        assert (result.status, result.out) == (2, "")
        assert "job.nomad.hcl: " in result.err


@pytest.mark.parametrize("name", ["pipe.hcl", "pipe.json", "pipe.nomad.hcl"])
def test_a_pipe_in_a_folder_is_not_opened(nomadspec: Runner, name: str) -> None:
    nomadspec.write("job.nomad.hcl", FORMATTED)
    make_pipe(nomadspec.folder / name)
    assert nomadspec("fmt", "--check").status == 0


@pytest.mark.parametrize("command", ["compile", "validate", "env", "graph", "fmt", "lint", "plan"])
def test_a_named_file_that_cannot_be_read(nomadspec: Runner, command: str) -> None:
    make_pipe(nomadspec.folder / "job.nomad.hcl")
    result = nomadspec(command, "job.nomad.hcl")
    assert (result.status, result.out) == (255 if command == "plan" else 2, "")
    assert "job.nomad.hcl" in result.err


def test_one_unreadable_file_does_not_stop_the_others(nomadspec: Runner) -> None:
    for number in range(20):
        nomadspec.write(f"j{number:02}.nomad.hcl", 'job "x" {\n  = 1\n}\n')
    with (nomadspec.folder / "j10.nomad.hcl").open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    result = nomadspec("lint", "-o", "concise")
    assert result.status == 2
    assert len(result.out.splitlines()) == 19
    assert "j10.nomad.hcl: 41,943,040 bytes are more than the limit of 4,000,000" in result.err


def test_what_is_formatted_has_a_limit_of_its_own(nomadspec: Runner) -> None:
    """A text takes many times its size while it is laid out."""
    text = UNFORMATTED + "#" * (4_000_001 - len(UNFORMATTED))
    nomadspec.write("large.nomad.hcl", text)
    other = nomadspec.write("other.nomad.hcl", UNFORMATTED)
    result = nomadspec("fmt", ".")
    assert (result.status, result.out) == (2, "other.nomad.hcl\n")
    assert result.err == "nomadspec: large.nomad.hcl: 4,000,001 bytes are more than the limit of 4,000,000\n"
    assert other.read_text() == FORMATTED
    assert "standard input is larger than 4,000,000 bytes" in nomadspec("fmt", "-", stdin=text).err
    nomadspec.write("large.nomad.hcl", text[:-1])
    assert nomadspec("fmt", ".").out == "large.nomad.hcl\n"


def test_a_named_folder_that_cannot_be_read(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    (nomadspec.folder / "secret").mkdir()

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = nomadspec("lint", "secret")
    assert (result.status, result.out, result.err) == (2, "", "nomadspec: secret: Permission denied\n")


@pytest.mark.parametrize("name", [b"caf\xe9.nomad.hcl", "späß 🎈.nomad.hcl".encode(), b"new\nline.nomad.hcl", b"--fix.nomad.hcl"])
@pytest.mark.parametrize("command", ["lint", "validate", "compile", "fmt", "graph"])
def test_odd_names_of_files(nomadspec: Runner, command: str, name: bytes) -> None:
    try:
        with open(os.path.join(os.fsencode(nomadspec.folder), name), "wb") as file:
            file.write(b'job "x" {\n  = 1\n}\n')
    except OSError:
        pytest.skip("this file system has no such names")
    result = nomadspec(command)
    assert result.status in (1, 2)
    assert "internal fault" not in result.err
    assert "Invalid" in result.out + result.err or "expected" in result.out + result.err


def test_loops_of_folders_are_not_followed(nomadspec: Runner) -> None:
    nomadspec.write("a/job.nomad.hcl", FORMATTED)
    (nomadspec.folder / "a" / "again").symlink_to("..")
    assert nomadspec("fmt", "--check").status == 0


def test_ignored_and_hidden_folders_are_skipped(nomadspec: Runner) -> None:
    (nomadspec.folder / ".git").mkdir()
    nomadspec.write(".gitignore", "build/\n*.gen.nomad.hcl\n!keep.gen.nomad.hcl\n")
    for name in ("build/a.nomad.hcl", ".hidden/b.nomad.hcl", "c.gen.nomad.hcl", "keep.gen.nomad.hcl", "d.nomad", "e.hcl", "f.hcl"):
        nomadspec.write(name, UNFORMATTED if name != "f.hcl" else "resource {}\n")
    assert nomadspec("fmt", "--check").out.split() == ["d.nomad", "e.hcl", "keep.gen.nomad.hcl"]


def test_exclusions(nomadspec: Runner) -> None:
    for name in ("a.nomad.hcl", "legacy/b.nomad.hcl"):
        nomadspec.write(name, UNFORMATTED)
    assert nomadspec("fmt", "--check", "--exclude", "legacy/").out.split() == ["a.nomad.hcl"]
    assert nomadspec("fmt", "--check", "--exclude", "legacy/", "legacy/b.nomad.hcl").out.split() == ["legacy/b.nomad.hcl"]
    assert nomadspec("fmt", "--check", "--exclude", "legacy/", "--force-exclude", "legacy/b.nomad.hcl").out == ""
    nomadspec.write("nomadspec.toml", 'extend-exclude = ["legacy/"]\n')
    assert nomadspec("lint", "-o", "concise", "--select", "HCL").status in (0, 1)


def test_a_link_that_leads_out_is_not_found(nomadspec: Runner) -> None:
    """Else an excerpt would show a line of any file of the machine."""
    nomadspec.write("outside.txt", "secret = = here\n")
    nomadspec.write("repository/job.nomad.hcl", FORMATTED)
    (nomadspec.folder / "repository" / "link.nomad").symlink_to("../outside.txt")
    (nomadspec.folder / "repository" / "inner.nomad").symlink_to("job.nomad.hcl")
    result = nomadspec("lint", "-o", "concise", "repository")
    assert "2 files checked" in result.err
    assert "secret" not in result.out + result.err


def test_patterns_that_are_none(nomadspec: Runner) -> None:
    nomadspec.write("a.nomad", FIXABLE)
    nomadspec.write("b.nomad", FIXABLE)
    nomadspec.write(".gitignore", "[z-a]\n!\nb.nomad\n")
    result = nomadspec("lint", "--select", "SEC")
    assert (result.status, "1 file checked" in result.err) == (0, True)
    assert nomadspec("lint", "--exclude", "[z-a]").status == 2
    (nomadspec.folder / ".gitignore").unlink()
    make_pipe(nomadspec.folder / ".gitignore")
    assert "2 files checked" in nomadspec("lint", "--select", "SEC").err


def test_a_folder_that_can_be_written_but_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    write_atomically(str(tmp_path / "x.hcl"), "after", create=True)
    monkeypatch.undo()
    assert (tmp_path / "x.hcl").read_text() == "after"


def test_a_file_that_is_read_only_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a read-only file, or one that another program has open, is not replaced, and one that is read-only is not deleted."""
    file = tmp_path / "x.hcl"
    file.write_text("before")
    file.chmod(0o444)
    unlink = os.unlink

    def delete(path: str) -> None:
        if not os.stat(path).st_mode & 0o200:
            refuse()
        unlink(path)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(os, "unlink", delete)
    with pytest.raises(WriteError, match=r"x\.hcl: Permission denied; file not changed"):
        write_atomically(str(file), "after", [str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["x.hcl"]
    assert file.read_text() == "before"


def _turning(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, turn: Callable[[], None]) -> None:
    """Once the function has been called, the folder is another one: what an attacker does who can win every race."""
    function = getattr(module, name)

    def turned(*arguments: Any, **named: Any) -> Any:
        result = function(*arguments, **named)
        monkeypatch.setattr(module, name, function)
        turn()
        return result

    monkeypatch.setattr(module, name, turned)


@pytest.mark.parametrize("place", ["a.txt", "sub/a.txt"])
@pytest.mark.parametrize("after", range(1, 9))
def test_a_file_that_becomes_a_link_between_two_looks_is_not_read(nomadspec: Runner, place: str, after: int) -> None:
    """`after` so many links were followed, the file (or its folder) becomes a link to one outside."""
    nomadspec.write("outside/a.txt", "s3cr3t-content")
    nomadspec.write("repository/.git/HEAD", "")
    nomadspec.write(f"repository/{place}", "fine")
    nomadspec.folder = nomadspec.folder / "repository"
    nomadspec.write("job.nomad.hcl", reading(place))
    first = place.partition("/")[0]
    calls = []
    realpath = os.path.realpath

    def counted(path: str, **named: Any) -> str:
        result = realpath(path, **named)
        if os.fspath(path).endswith("a.txt"):
            calls.append(path)
            if len(calls) == after:
                (nomadspec.folder / first).rename(nomadspec.folder / "gone")
                (nomadspec.folder / first).symlink_to(f"../outside/{'' if '/' in place else 'a.txt'}")
        return result

    nomadspec.monkeypatch.setattr(os.path, "realpath", counted)
    result = nomadspec("env", "-o", "json", "job.nomad.hcl")
    assert calls
    assert "s3cr3t-content" not in result.out + result.err


def _found_and_linked(nomadspec: Runner, inside: bool) -> Path:
    """A jobspec of a repository that becomes a link, to a file inside or one outside, when a search has found it."""
    nomadspec.write("outside.txt", "s3cr3t = = content\n")
    nomadspec.write("repository/.git/HEAD", "")
    nomadspec.write("repository/other.txt", "s3cr3t = = content\n")
    nomadspec.folder = nomadspec.folder / "repository"
    path = nomadspec.write("jobs/job.nomad.hcl", FORMATTED)

    def turn() -> None:
        path.unlink()
        path.symlink_to("../other.txt" if inside else "../../outside.txt")

    _turning(nomadspec.monkeypatch, discovery, "discover", turn)
    return path


@pytest.mark.parametrize("command", ["lint", "fmt"])
@pytest.mark.parametrize("inside", [True, False], ids=["to a file inside", "to one outside"])
def test_what_a_search_found_and_becomes_a_link_before_it_is_read(nomadspec: Runner, command: str, inside: bool) -> None:
    """An excerpt of what is wrong would show a line of any file."""
    path = _found_and_linked(nomadspec, inside)
    result = nomadspec(command, ".")
    assert path.is_symlink()
    assert ("s3cr3t" in result.out + result.err) == inside
    assert ("job.nomad.hcl: a link to a file outside the repository" in result.err) != inside


@pytest.mark.parametrize("inside", [True, False], ids=["to a file inside", "to one outside"])
@pytest.mark.parametrize(
    "command", ["compile", "validate", "plan", "env", "graph", "capacity --state s.json", "drift --state s.json", "what-if --state s.json", "report"]
)
def test_what_a_search_found_and_becomes_a_link_before_it_is_compiled(nomadspec: Runner, command: str, inside: bool) -> None:
    path = _found_and_linked(nomadspec, inside)
    nomadspec.write("s.json", '{"format": "nomadspec-state/1"}')
    result = nomadspec(*command.split(), "jobs")
    assert path.is_symlink()
    assert result.status != 70
    pages = "".join(page.read_text() for page in nomadspec.folder.glob("nomadspec-report/*.html"))
    assert ("s3cr3t" in result.out + result.err + pages) == inside
    assert ("a link to a file outside the repository" in result.err) != inside


def test_what_becomes_a_link_before_it_is_written_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, inside = tmp_path / "outside.hcl", tmp_path / "in" / "x.hcl"
    outside.write_text("kept")
    inside.parent.mkdir()
    inside.write_text("before")

    def turn() -> None:
        inside.unlink()
        inside.symlink_to(outside)

    _turning(monkeypatch, os.path, "islink", turn)
    write_atomically(str(inside), "after", [str(inside.parent)])
    assert (outside.read_text(), inside.read_text(), inside.is_symlink()) == ("kept", "after", False)


def test_what_was_a_link_before_it_is_written_stays_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, inside = tmp_path / "outside.hcl", tmp_path / "in" / "x.hcl"
    outside.write_text("kept")
    inside.parent.mkdir()
    inside.symlink_to(outside)

    def turn() -> None:
        inside.unlink()
        inside.write_text("before")

    _turning(monkeypatch, os.path, "islink", turn)
    write_atomically(str(inside), "after", [str(inside.parent)])
    assert (outside.read_text(), inside.read_text()) == ("kept", "after")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("point", ["fsync", "chmod", "replace"])
def test_a_run_that_is_killed_leaves_the_file_and_a_later_one_clears_up(tmp_path: Path, point: str) -> None:
    file = tmp_path / "x.hcl"
    file.write_text("before")
    child: int = vars(os)["fork"]()  # Windows has none, and its type checker says so
    if child == 0:  # dies at the point, as by kill -9: nothing is tidied up
        setattr(os, point, lambda *_: os._exit(9))
        write_atomically(str(file), "after", [str(tmp_path)])
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert file.read_text() == "before"
    [left] = [path for path in tmp_path.iterdir() if path != file]
    write_atomically(str(file), "young", [str(tmp_path)])
    assert left.exists()  # it may be that of a run that goes on
    os.utime(left, (0, 0))
    write_atomically(str(file), "after", [str(tmp_path)])
    assert file.read_text() == "after"
    assert list(tmp_path.iterdir()) == [file]
