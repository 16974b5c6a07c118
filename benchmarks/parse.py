"""How fast a text becomes a typed tree, beside python-hcl2 and pygohcl: `python -m benchmarks.parse [--files N] [--rounds N] [--large]`.

All contenders parse the same texts in one process, round by round in turn; best and median of the rounds are shown, and the ratio
of the medians of the rounds' ratios. Ours then visits every node, so that nothing is put off. The cyclic collector is paused for
all of them, as the command line pauses it. `--large` parses one file of 5 MB in a process of its own for each, with its peak memory.
The texts are the public jobspecs of the folder NOMADSPEC_GOLDENS that all of them accept, else the fixtures.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.memory import peak_memory
from nomadspec.hcl.nodes import walk
from nomadspec.hcl.parser import parse, parse_fast

LARGE = 5_000_000


def nomadspec_loads(text: str) -> int:
    """Parse and visit every node; how many there are."""
    return sum(1 for _ in walk(parse(text).body))


def python_hcl2_loads(text: str) -> object:
    import hcl2

    return hcl2.loads(text)


def pygohcl_loads(text: str) -> object:
    import pygohcl

    return pygohcl.loads(text)


CONTENDERS: dict[str, Callable[[str], object]] = {"nomadspec": nomadspec_loads, "pygohcl": pygohcl_loads, "python-hcl2": python_hcl2_loads}


def corpus(limit: int) -> list[str]:
    """The texts, those only that every contender accepts."""
    goldens = os.environ.get("NOMADSPEC_GOLDENS")
    folder = Path(goldens) / "corpus" / "jobs" if goldens else Path(__file__).parent.parent / "fixtures"
    found: list[str] = []
    for path in sorted(folder.rglob("*.nomad.hcl")):
        text = path.read_bytes().decode("utf-8", "replace")
        if parse_fast(text) is not None and accepted(text):
            found.append(text)
        if len(found) == limit:
            break
    return found


def accepted(text: str) -> bool:
    try:
        pygohcl_loads(text)
        python_hcl2_loads(text)
    except Exception:  # whatever they raise
        return False
    return True


def compare(texts: list[str], rounds: int) -> float:
    """Parse `texts` with each contender in turn; ours in seconds per million characters."""
    size = sum(map(len, texts))
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name, loads in CONTENDERS.items():
            gc.collect()
            gc.disable()
            begin = time.perf_counter()
            for text in texts:
                loads(text)
            times[name].append(time.perf_counter() - begin)
            gc.enable()
    print(f"{len(texts)} jobspecs, {size / 1e6:.2f} million characters, {rounds} rounds")
    print(f"{'':12} {'best':>10} {'median':>10} {'million/s':>10} {'ours is faster by':>18}")
    for name, taken in times.items():
        ratio = statistics.median(theirs / ours for theirs, ours in zip(taken, times["nomadspec"], strict=True))
        print(f"{name:12} {min(taken) * 1e3:8.1f}ms {statistics.median(taken) * 1e3:8.1f}ms {size / min(taken) / 1e6:10.2f} {ratio:17.2f}x")
    return min(times["nomadspec"]) / size * 1e6


def large_text(texts: list[str]) -> str:
    """One valid file of about 5 million characters: the jobspecs as blocks of one body, again and again."""
    pieces: list[str] = []
    size = 0
    while size < LARGE:
        for text in texts:
            pieces.append(f'file "{len(pieces)}" {{\n{text.removeprefix(chr(0xFEFF))}\n}}\n')
            size += len(pieces[-1])
            if size >= LARGE:
                break
    return "".join(pieces)


def one_large(name: str) -> None:
    """In a process of its own: parse the text on standard input once; print seconds and peak memory in MB, and that before."""
    text = sys.stdin.buffer.read().decode()
    CONTENDERS[name]('a = "b"\n')  # imports are not parsing
    before = peak_memory()
    gc.disable()
    begin = time.perf_counter()
    CONTENDERS[name](text)
    taken = time.perf_counter() - begin
    print(taken, peak_memory(), before)


def compare_large(texts: list[str], per_million: float, rounds: int) -> None:
    text = large_text(texts)
    print(f"\none file of {len(text) / 1e6:.2f} million characters, {rounds} processes each")
    best: dict[str, float] = {}
    for name in ("nomadspec", "pygohcl"):
        runs = []
        for _ in range(rounds):
            done = subprocess.run([sys.executable, "-m", "benchmarks.parse", "--one", name], input=text.encode(), capture_output=True, check=True)
            runs.append(tuple(map(float, done.stdout.split())))
        best[name] = min(run[1] for run in runs)
        seconds = min(run[0] for run in runs)
        note = f", {seconds / len(text) * 1e6 / per_million:.2f}x of the small files' time per character" if name == "nomadspec" else ""
        print(f"{name:12} {seconds:6.2f}s, peak {best[name]:.0f} MB{note}")
    print(f"peak memory against pygohcl: {best['nomadspec'] / best['pygohcl']:.2f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    options.add_argument("--files", type=int, default=250)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--large", action="store_true")
    options.add_argument("--one", choices=sorted(CONTENDERS), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        one_large(chosen.one)
        return
    texts = corpus(chosen.files)
    per_million = compare(texts, chosen.rounds)
    if chosen.large:
        compare_large(texts, per_million, 5)


if __name__ == "__main__":
    main()
