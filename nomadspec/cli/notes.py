"""Notes of a command on standard error."""

from __future__ import annotations

import sys


def note(text: str) -> None:
    """A line under the name of the program."""
    from nomadspec.reporting.escaping import line

    print(f"nomadspec: {line(text)}", file=sys.stderr)


def note_foreign(path: str) -> None:
    """About a file that was named and is none of Nomad's."""
    note(f"{path}: not a kind of file that Nomad reads; skipped")
