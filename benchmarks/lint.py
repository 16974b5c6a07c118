"""`lint` of 1,000 jobspecs, all default rules, processes included, beside python-hcl2 that only parses them; then with a warm cache.

    python -m benchmarks.lint [rounds]

The jobspecs are the corpus's, copied under new names until there are 1,000 (the repository's own fixtures where there is no corpus).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import hcl2

from benchmarks.measuring import command, goldens, interleaved, table


def make_repository(folder: Path, count: int) -> list[Path]:
    """`count` jobspecs that python-hcl2 can read, too."""
    recorded = goldens()
    own = Path(__file__).parent.parent / "fixtures"
    sources = sorted(
        (recorded / "corpus" / "jobs").glob("*.nomad.hcl") if recorded else (path for path in own.rglob("*.nomad.hcl") if "bombs" not in path.parts)
    )
    texts = []
    for source in sources:
        text = source.read_text(encoding="utf-8")
        try:
            hcl2.loads(text)
        except Exception:
            continue
        texts.append(text)
    paths = []
    for number in range(count):
        path = folder / f"job{number:04}.nomad.hcl"
        path.write_text(texts[number % len(texts)] + f"\n# copy {number // len(texts)}\n", encoding="utf-8")
        paths.append(path)
    return paths


def parse_all(paths: list[Path]) -> Any:
    for path in paths:
        hcl2.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "repository").mkdir()
        paths = make_repository(folder / "repository", 1000)
        lint = [sys.executable, "-m", "nomadspec", "lint", "--no-plugins", "--quiet", "-o", "concise", str(folder / "repository")]
        cached = [*lint, "--cache-dir", str(folder / "cache")]
        command(cached)()
        times = interleaved(
            {
                "python-hcl2 loads, parse only": lambda: parse_all(paths),
                "nomadspec lint": command([*lint, "--no-cache"]),
                "nomadspec lint, one process": command([*lint, "--no-cache", "--jobs", "1"]),
                "nomadspec lint, warm cache": command(cached),
                "nomadspec compile -o jsonl": command([sys.executable, "-m", "nomadspec", "compile", "-o", "jsonl", str(folder / "repository")]),
            },
            rounds,
        )
        print(table("1,000 jobspecs", times, "python-hcl2 loads, parse only", 1, "s"))
        for count in (250, 1000):
            peak = peak_memory([*lint[:-1], "--no-cache", "--jobs", "1"], paths[:count])
            print(f"peak memory of one process, {count} files: {peak / 1024:.0f} MB")


def peak_memory(words: list[str], paths: list[Path]) -> int:
    """Kilobytes that a lint of these files needs at most."""
    import subprocess

    listed = [*words, *map(str, paths)]
    code = f"import subprocess, resource; subprocess.run({listed!r}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
