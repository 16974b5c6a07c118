"""The codes of the findings of `nomadspec env`, with a sentence on each."""

from __future__ import annotations

from typing import Final

#: (code, rule, severity, what it means).
CODES: Final = (
    ("ENV001", "environment-job", "error", "The group or task does not exist, or parts of the job are unknown."),
    (
        "ENV002",
        "environment-reference-fails",
        "error",
        "The client evaluates the driver's config block as HCL when the task starts; an error there fails the task.",
    ),
    ("ENV003", "environment-path-escapes", "error", "A template or artifact uses a path outside the task's directories, which fails the task."),
    (
        "ENV004",
        "environment-reference-stays",
        "info",
        "The client leaves an unknown reference as literal text; a warning if it looks like one of Nomad's own.",
    ),
)
