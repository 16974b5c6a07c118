"""Patterns of .gitignore files beside what git leaves of a tree. The answers are those of `git ls-files --others --exclude-standard`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nomadspec.workspace.discovery import discover
from nomadspec.workspace.gitignore import matches, patterns, verdict

FILES = ("x.nomad", "a/x.nomad", "a/b/x.nomad", "a/b/y.nomad", "b/x.nomad")


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([], FILES),
        (["a/"], ["b/x.nomad", "x.nomad"]),
        (["a"], ["b/x.nomad", "x.nomad"]),
        (["/b"], ["a/b/x.nomad", "a/b/y.nomad", "a/x.nomad", "x.nomad"]),
        (["b/"], ["a/x.nomad", "x.nomad"]),
        (["a/b"], ["a/x.nomad", "b/x.nomad", "x.nomad"]),
        (["x.nomad"], ["a/b/y.nomad"]),
        (["/x.nomad"], ["a/b/x.nomad", "a/b/y.nomad", "a/x.nomad", "b/x.nomad"]),
        (["[!y].nomad"], ["a/b/y.nomad"]),
        (["?.nom*d"], []),
        (["# x", "", "\\x.nomad"], ["a/b/y.nomad"]),
        # All but these.
        (["*", "!*/", "!y.nomad"], ["a/b/y.nomad"]),
        (["*", "!/a", "!/a/x.nomad"], ["a/x.nomad"]),
        (["*", "*/**", "!/a", "!/a/b", "!/a/b/**"], ["a/b/x.nomad", "a/b/y.nomad"]),
        (["/*", "!/b"], ["b/x.nomad"]),
        (["a/**", "!a/x.nomad"], ["a/x.nomad", "b/x.nomad", "x.nomad"]),
        (["a/*", "!a/b"], ["a/b/x.nomad", "a/b/y.nomad", "b/x.nomad", "x.nomad"]),
        (["**/b/*.nomad", "!y.nomad"], ["a/b/y.nomad", "a/x.nomad", "x.nomad"]),
        # What is in a folder that is left out stays out.
        (["a/", "!a/x.nomad"], ["b/x.nomad", "x.nomad"]),
    ],
)
def test_what_is_left(tmp_path: Path, lines: list[str], left: list[str]) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / ".gitignore").write_text("\n".join(lines))
    assert sorted(os.path.relpath(name, tmp_path).replace(os.sep, "/") for name in discover([str(tmp_path)]).files) == sorted(left)
    # The same of each path alone, as lists in a configuration are asked.
    assert sorted(name for name in FILES if not matches(patterns(lines)[0], name)) == sorted(left)


def test_a_folder_that_a_repository_leaves_out_is_not_searched(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/\n")
    (tmp_path / "build/jobs").mkdir(parents=True)
    (tmp_path / "build/jobs/x.nomad").write_text("")
    assert discover([str(tmp_path / "build/jobs")]).files == []


def test_lines_that_are_no_patterns() -> None:
    assert patterns(["", "#", "/", "[z-a]", "!", "  "]) == ([], ["[z-a]"])


def test_wildcards_do_not_go_back() -> None:
    many, _ = patterns(["*a" * 40 + "b", "**/a/" * 40 + "b"])
    assert verdict(many, "a" * 250, folder=False) is None
    assert verdict(many, "a/" * 60 + "c", folder=False) is None
