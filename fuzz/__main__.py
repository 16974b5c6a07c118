"""`python -m fuzz [--seconds N] [--seed SEED] [TARGET …]`: run the targets in turn, by default for twenty seconds with the seed of the day.

Prints the seed, and for each target the number of inputs. A finding is printed with its traceback and the seed of its one input (`--seed SEED.TARGET.N`
repeats it), and ends the run with status 1.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import time
import traceback
from random import Random

from fuzz.targets import TARGETS


def run(seed: str, names: list[str], seconds: float) -> int:
    """The exit status."""
    if seed.count(".") == 2:
        TARGETS[seed.split(".")[1]](Random(seed))
        return 0
    end = time.monotonic() + seconds
    counts = dict.fromkeys(names, 0)
    number = 0
    while time.monotonic() < end:
        for name in names:
            one = f"{seed}.{name}.{number}"
            try:
                TARGETS[name](Random(one))
            except Exception:
                traceback.print_exc()
                print(f"fuzz: {name} failed; repeat with: python -m fuzz --seed {one}", file=sys.stderr)
                return 1
            counts[name] += 1
        number += 1
    print(", ".join(f"{name} {count}" for name, count in counts.items()))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Look for inputs that are answered by a fault.")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seed", default=datetime.datetime.now(datetime.UTC).strftime("%Y%m%d"))
    parser.add_argument("targets", nargs="*", help=", ".join(TARGETS))
    given = parser.parse_args()
    if unknown := [name for name in given.targets if name not in TARGETS]:
        parser.error(f"no target {unknown[0]!r}; there are {', '.join(TARGETS)}")
    print(f"fuzz: seed {given.seed}")
    return run(given.seed, given.targets or list(TARGETS), given.seconds)


if __name__ == "__main__":
    sys.exit(main())
