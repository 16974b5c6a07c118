"""`python -m benchmarks.bombs [--command NAME]… [NAME …]`: what the files of `fixtures/bombs/recipes.py` take, each through the commands that read it.

A run that takes more than 5 s of one core, more than 500 MB, or ends by an internal fault falls short, and is printed. Names may be beginnings. Exit status 1 when
one falls short.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from fixtures.bombs.recipes import SIZE, Bomb, bombs

SECONDS: Final = 5.0
MEGABYTES: Final = 500
#: Seconds of the processor after which a run is ended.
KILLED: Final = 20


class Run(NamedTuple):
    """What one command took."""

    command: str
    status: int
    seconds: float
    megabytes: int
    output: bytes

    @property
    def short(self) -> bool:
        crashes = () if self.command == "rule" else (b"LNT001", b"LNT007")  # which lists them
        fault = self.status < 0 or self.status == 70 or any(word in self.output for word in (*crashes, b"Traceback", b"internal fault"))
        return fault or self.seconds > SECONDS or self.megabytes > MEGABYTES


assert sys.platform != "win32", "the limits are those of a POSIX system"


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (KILLED, KILLED))


def run(words: tuple[str, ...], folder: Path) -> Run:
    with open(folder / "output", "wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "nomadspec", *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            preexec_fn=_limit,
        )  # fmt: skip
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Run(" ".join(words), child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, (folder / "output").read_bytes())


def run_all(bomb: Bomb, commands: list[str]) -> list[Run]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / ".git").mkdir()
        for path, text in bomb.files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
        return [run(words, folder) for words in bomb.commands if not commands or words[0] in commands]


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what files that ask for much work take.")
    parser.add_argument("--command", action="append", default=[], help="only runs of this command (repeatable)")
    parser.add_argument("names", nargs="*", help="beginnings of names; all by default")
    given = parser.parse_args()
    short = 0
    for name, bomb in bombs():
        if given.names and not name.startswith(tuple(given.names)):
            continue
        assert all(len(text) <= SIZE for text in bomb.files.values()), f"{name} is longer than {SIZE:,} bytes"
        runs = run_all(bomb, given.command)
        if not runs:
            continue
        short += sum(one.short for one in runs)
        slowest, largest = max(runs, key=lambda one: one.seconds), max(runs, key=lambda one: one.megabytes)
        print(f"| {name} | {slowest.seconds:.1f} | {slowest.command.split()[0]} | {largest.megabytes} | {largest.command.split()[0]} |", flush=True)
        for one in runs:
            if one.short:
                print(
                    f"  falls short: {one.command}: status {one.status}, {one.seconds:.1f} s, {one.megabytes} MB, {len(one.output):,} bytes of output",
                    flush=True,
                )
    return int(short > 0)


if __name__ == "__main__":
    sys.exit(main())
