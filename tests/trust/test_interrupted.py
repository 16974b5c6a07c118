"""A run that is killed before any of its writing calls leaves each file as it was or as it would be, whole; a later run clears up after it.

The run is a child process that dies, as by kill -9, before its n-th such call (a write dies after half of it), for every n until it ends by itself.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nomadspec.cli.entry import main
from tests.cli.run import Runner

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

UNFORMATTED = 'job "x" {\ntype="batch"\n}\n'
FIXABLE = 'job "x" {\n  group "g" {\n    task "t" {\n      driver = "raw_exec"\n      config {\n        command = "a"\n      }\n    }\n  }\n}\n# nomadspec: ignore[DRV009]\n'
AGENT = 'data_dir = "/x"\nclient {\n  enabled = true\n  server_joi {\n    retry_join = ["a"]\n  }\n}\n'
STATE = json.dumps({"format": "nomadspec-state/1", "nodes": [{"ID": "7a1f0c52-0000-4000-8000-000000000001", "Name": "n", "Status": "ready"}]})
BASELINE = json.dumps({"format": "nomadspec-baseline/1", "findings": []})


#: What changes a folder, by its audit event, beside opening a file to write.
CHANGES = ("os.rename", "os.remove", "os.chmod", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink")


class Case(NamedTuple):
    """The arguments, the files of the folder, and the status of a run that is not killed. `again`: whether a run over its own result does the same."""

    words: str
    files: dict[str, str]
    status: int = 0
    again: bool = True


CASES = {
    "fmt": Case("fmt a.nomad.hcl b.nomad.hcl", {"a.nomad.hcl": UNFORMATTED, "b.nomad.hcl": UNFORMATTED}),
    "lint --fix": Case("lint --fix --no-cache a.nomad.hcl", {"a.nomad.hcl": FIXABLE}),
    "agent lint --fix": Case("agent lint --fix agent.hcl", {"agent.hcl": AGENT}),
    "state capture": Case("state capture file:given.json -O s.json", {"given.json": STATE, "s.json": "before"}),
    "state capture, new": Case("state capture file:given.json -O s.json.gz", {"given.json": STATE}),
    "baseline": Case("lint --no-cache --write-baseline b.json a.nomad.hcl", {"a.nomad.hcl": FIXABLE, "b.json": BASELINE}),
    "--output-file": Case("lint --no-cache --output-file json=out.json a.nomad.hcl", {"a.nomad.hcl": FIXABLE, "out.json": "before"}),
    "cache": Case("lint --cache-dir cache a.nomad.hcl b.nomad.hcl", {"a.nomad.hcl": FIXABLE, "b.nomad.hcl": FIXABLE.replace('"x"', '"y"')}),
    "report": Case("report --output pages a.nomad.hcl", {"a.nomad.hcl": FIXABLE, "pages/index.html": "before"}),
    "init": Case("init --force --config --pre-commit", {"nomadspec.toml": "before"}),
    "rule": Case("rule --new r.nomadrule.hcl", {}, again=False),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def is_temporary(name: str) -> bool:
    return ".nomadspec-" in name and name.endswith(".tmp")


def killed(folder: Path, words: list[str], point: int) -> int | None:
    """The status of the run, None when it was killed before its call number `point`."""
    child: int = vars(os)["fork"]()  # Windows has none, and its type checker says so
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return None if status == 99 else status
    try:
        os.chdir(folder)
        sys.stdin, sys.stdout, sys.stderr = io.StringIO(), io.StringIO(), io.StringIO()
        _die_before(point, str(folder))
        status = main(words)
    except BaseException:
        status = 98
    os._exit(status)


def _die_before(point: int, folder: str) -> None:
    left = [point]

    def call(*_: Any) -> None:
        if left[0] == 0:
            os._exit(99)
        left[0] -= 1

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        changes = event in CHANGES or (event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if changes and isinstance(arguments[0], str) and os.path.abspath(arguments[0]).startswith(folder):
            call()

    class Halves(io.FileIO):
        def write(self, data: Any) -> int:
            done = super().write(data[: len(data) // 2])
            call()
            return done + super().write(data[len(data) // 2 :])

    def fsync(descriptor: int) -> None:
        call()
        flush(descriptor)

    flush = os.fsync
    vars(os).update(fsync=fsync, fdopen=lambda descriptor, _: Halves(descriptor, "w"))
    sys.addaudithook(audit)


@pytest.mark.parametrize("name", CASES)
def test_each_file_is_as_it_was_or_as_it_would_be(nomadspec: Runner, name: str) -> None:
    case, folder = CASES[name], nomadspec.folder / "work"
    words = case.words.split()

    def begin() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file, text in case.files.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text)

    begin()
    before = contents(folder)
    nomadspec.folder = folder
    assert nomadspec(*words).status == case.status
    after = contents(folder)
    written = {file for file in after if after[file] != before.get(file)}
    assert written
    for point in range(200):
        begin()
        if killed(folder, words, point) is not None:
            break
        left = contents(folder)
        temporary = {file for file in left if is_temporary(file)}
        for file in left.keys() - temporary | before.keys():
            assert left.get(file) in (before.get(file), after.get(file)), f"{file} at {point}"
        for file in temporary:
            os.utime(folder / file, (0, 0))
        assert killed(folder, words, -1) == (case.status if case.again or left.keys() - temporary == before.keys() else 2)
        assert contents(folder) == after
    assert point >= 5 * len(written)  # made, half written, written, given its mode, renamed
