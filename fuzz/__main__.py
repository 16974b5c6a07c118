"""`python -m fuzz [--seconds N] [--seed SEED] [TARGET …]`: run the targets in turn, by default for twenty seconds with the seed of the day.

Prints the seed, and for each target the number of inputs. A finding is printed with its traceback and the seed of its one input (`--seed SEED.TARGET.N`
repeats it), and ends the run with status 1.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from random import Random
from typing import Final

from fuzz.targets import TARGETS

#: Seconds of the processor that one input may take.
SECONDS_OF_ONE: Final = 10


class TooSlow(Exception):
    """An input of a few hundred characters took more time of the processor than any may."""


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Raise `TooSlow` after so much time of the processor, where the system has timers for that: a hang is a finding with a seed."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def slow(*_: object) -> None:
        raise TooSlow(f"more than {SECONDS_OF_ONE} seconds")

    before = signal.signal(signal.SIGVTALRM, slow)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_OF_ONE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


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
                with guarded():
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
