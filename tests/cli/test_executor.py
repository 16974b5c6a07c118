"""Scenarios on the workers of a real Dask cluster, started as its documents say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.run import program
from tests.simulation.clusters import job, racks, running

pytest.importorskip("distributed", reason="needs the extra nomadspec[dask]")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """HOST:PORT of a scheduler with two workers on this machine."""
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "DASK_DISTRIBUTED__DASHBOARD__ENABLED": "false"}
    place = tmp_path / "scheduler.json"

    def start(kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--scheduler-file", str(place), "--no-dashboard", *arguments]
        return subprocess.Popen(command, env=environ, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    started = [start("scheduler", "--host", "127.0.0.1", "--port", "0")]
    try:
        for _ in range(300):
            if place.exists() and place.read_text():
                break
            time.sleep(0.1)
        else:
            pytest.skip("no Dask scheduler can be started here")
        started += [start("worker", "--nthreads", "1", "--no-nanny") for _ in range(2)]
        yield json.loads(place.read_text())["address"].removeprefix("tcp://")
    finally:
        for process in started:
            process.kill()  # a worker waits long for a scheduler that is gone
        for process in started:
            process.wait(20)


def test_the_results_are_those_of_one_process(scheduler: str, tmp_path: Path) -> None:
    state = running(job("db", count=3, cpu=1500), nodes=racks(*"aabbcc"))
    (tmp_path / "s.json").write_text(json.dumps(state.to_dict()))
    arguments = ("what-if", "--state", "s.json", "--lose", "each:node", "-o", "json")
    alone, there = program(*arguments, cwd=tmp_path), program(*arguments, "--executor", f"dask://{scheduler}", cwd=tmp_path)
    assert there.out == alone.out
    assert there.status == alone.status


def test_an_address_where_nobody_is(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(json.dumps(running(job("db")).to_dict()))
    done = program("what-if", "--state", "s.json", "--lose", "each:node", "--executor", "dask://127.0.0.1:1", cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "--executor dask://127.0.0.1:1: " in done.err
    assert "Traceback" not in done.err
