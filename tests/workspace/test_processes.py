"""Work in forked processes: results in order, failures made good, nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from nomadspec.workspace.processes import in_processes

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


@pytest.mark.parametrize("processes", [1, 2, 3, 50])
def test_results_come_in_order(processes: int) -> None:
    assert list(in_processes(lambda chunk: [chunk, "x" * chunk * 1000], range(20), processes)) == [[n, "x" * n * 1000] for n in range(20)]


def test_no_work() -> None:
    assert list(in_processes(str, [], 4)) == []


def test_texts_keep_lone_surrogates() -> None:
    assert list(in_processes(lambda chunk: chunk, ["\udce9", "😀"], 2)) == ["\udce9", "😀"]


def test_what_a_child_fails_at_is_done_here() -> None:
    if sys.platform == "win32":
        pytest.skip()
    parent = os.getpid()

    def work(chunk: int) -> int:
        if chunk == 3 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        if chunk == 4 and os.getpid() != parent:
            raise ValueError
        return chunk * 2

    assert list(in_processes(work, range(10), 2)) == [n * 2 for n in range(10)]


def test_an_error_of_the_work_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_processes(lambda chunk: 1 // chunk, [1, 0, 2], 2))


def test_stopping_early_leaves_no_process() -> None:
    if sys.platform == "win32":
        pytest.skip()
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not listed.exists():
        pytest.skip("the system does not list the children of a process")
    before = set(listed.read_text().split())  # a browser of other tests, say
    results = in_processes(lambda chunk: time.sleep(0.01), range(1000), 3)
    next(results)
    assert len(set(listed.read_text().split()) - before) >= 3
    assert isinstance(results, Generator)
    results.close()
    assert set(listed.read_text().split()) <= before


def test_children_of_a_killed_parent_end(tmp_path: Path) -> None:
    """They hold its output: as long as one is left, reading does not end."""
    program = """
        import time
        from nomadspec.workspace.processes import in_processes

        for _ in in_processes(lambda chunk: time.sleep(0.02), range(10_000), 3):
            print("started", flush=True)
    """
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], env=environ, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        run.stdout.readline()
        run.kill()
        run.communicate(timeout=30)
