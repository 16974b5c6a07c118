"""A job that an admission hook refuses."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.jobspec.block import JobBlock


class Refusal(Exception):
    """Why: the hook's name, its message (Nomad's words), and the submitted block that it is about, where one is."""

    def __init__(self, hook: str, message: str, block: JobBlock | None = None) -> None:
        super().__init__(f"error in job mutator {hook}: {message}")
        self.hook: Final = hook
        self.message: Final = message
        self.block: Final = block
