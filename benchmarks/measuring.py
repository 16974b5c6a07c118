"""How everything here is measured: contenders interleaved in one run, best and median of several rounds."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def goldens() -> Path | None:
    """The folder of recorded inputs, when there is one."""
    folder = os.environ.get("NOMADSPEC_GOLDENS")
    return Path(folder) if folder and Path(folder).is_dir() else None


def interleaved(contenders: Mapping[str, Callable[[], object]], rounds: int = 7) -> dict[str, list[float]]:
    """Seconds of each round, by contender; every round runs each once, in turn."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            began = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - began)
    return times


def command(words: Sequence[str], **environ: str) -> Callable[[], object]:
    """A contender that runs a command; its exit status is not looked at."""
    env = {**os.environ, **environ}
    return lambda: subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, check=False)


def table(title: str, times: Mapping[str, Sequence[float]], baseline: str, unit: float = 1e3, name: str = "ms") -> str:
    """A Markdown table: best, median, spread, and the ratio of medians to the baseline."""
    base = statistics.median(times[baseline])
    rows = [f"### {title}\n", f"| | best {name} | median {name} | worst {name} | ÷ {baseline} |", "| --- | --- | --- | --- | --- |"]
    for contender, seconds in times.items():
        median = statistics.median(seconds)
        rows.append(f"| {contender} | {min(seconds) * unit:.2f} | {median * unit:.2f} | {max(seconds) * unit:.2f} | {median / base:.3g} |")
    return "\n".join(rows) + "\n"
