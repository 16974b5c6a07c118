"""Runs the program as a user would: in a process of its own, or quickly in this one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest


class Result(NamedTuple):
    status: int
    out: str
    err: str


def program(*arguments: str, stdin: str | bytes = "", cwd: Path | None = None, env: dict[str, str] | None = None) -> Result:
    """In a process of its own."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    environ = {k: v for k, v in os.environ.items() if not k.startswith("NOMAD")} | {"PYTHONPATH": str(Path(__file__).parents[2])} | (env or {})
    done = subprocess.run([sys.executable, "-m", "nomadspec", *arguments], input=data, capture_output=True, cwd=cwd, env=environ, timeout=60, check=False)
    return Result(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


class Runner:
    """In this process, with standard streams replaced; the working folder is the test's own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.monkeypatch = monkeypatch
        self.folder = folder

    def __call__(self, *arguments: str, stdin: str | bytes = "") -> Result:
        import gc

        from nomadspec.cli.entry import main

        data = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True) for _ in range(2))
        with self.monkeypatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            try:
                status = main(list(arguments))
            finally:
                gc.enable()
            streams = [stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err)]
        return Result(status, *streams)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path
