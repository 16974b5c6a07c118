"""Notes of a command on standard error."""

from __future__ import annotations

import os
import sys


def note(text: str) -> None:
    """A line under the name of the program."""
    print(harmless(text), file=sys.stderr)


def harmless(text: str) -> str:
    """The line: without the credentials of the environment, which may come back in what an agent or a state says."""
    from nomadspec.reporting.escaping import line
    from nomadspec.workspace.redaction import of_credentials

    return f"nomadspec: {line(of_credentials(os.environ).text(text))}"


def note_foreign(path: str) -> None:
    """About a file that was named and is none of Nomad's."""
    note(f"{path}: not a kind of file that Nomad reads; skipped")
