"""Refused: a plan that cannot be made."""

from __future__ import annotations

#: Exit status of a plan that is refused, as the command line has it.
REFUSED = 255


class Refused(Exception):
    """A plan that ends before it is made; on its way to a `Plan`, never let out.

    `stage` is parse, unknown, admission, state, order (of several jobs) or internal; the text is Nomad's where Nomad has one.
    """

    def __init__(self, stage: str, message: str) -> None:
        super().__init__(message)
        self.stage = stage
        self.message = message
