"""The codes of what `env` tells, with a sentence on each."""

from __future__ import annotations

from typing import Final

#: (code, rule, severity, what it means).
CODES: Final = (
    ("ENV001", "environment-job", "error", "There is no such group or task, or no job that is wholly known."),
    ("ENV002", "environment-reference-fails", "error", "The client evaluates the driver's block as HCL; what fails there fails the task when it starts."),
    ("ENV003", "environment-path-escapes", "error", "A template or artifact leads out of the task's directories, which fails the task."),
    (
        "ENV004",
        "environment-reference-stays",
        "info",
        "A reference that the client does not know stays text; a warning where it names something of Nomad's own.",
    ),
)
