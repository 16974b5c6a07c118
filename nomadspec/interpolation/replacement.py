"""Text replacement on the client: `${name}`, looked up flat, once, without escapes; what is not found stays as it is.

Every reference that is met is noted with the field it stands in, so that it can be told afterwards which of them stayed text and which only
get a value at run time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from nomadspec.jobspec.path import ModelPath

#: What the client takes for a reference. Blanks, quotes, calls and letters beyond ASCII make it none.
REFERENCE: Final = re.compile(r"\$\{([a-zA-Z0-9_\-.]+)\}")
#: What somebody may have meant as one.
MEANT: Final = re.compile(r"\$\{[^{}]*\}")

Outcome = Literal["text", "run-time", "fails"]


class Reference(NamedTuple):
    """A reference that got no value: what it says, the field it is in, what becomes of it, and the reason where there is one to tell."""

    text: str
    path: ModelPath
    outcome: Outcome
    reason: str = ""


class Replacer:
    """Replaces references by the first of several tables that has them. `later`: names that get their value at run time → why."""

    def __init__(self, tables: Sequence[Mapping[str, str]], later: Mapping[str, str], noted: list[Reference] | None = None) -> None:
        self.tables: Final = tables
        self.later: Final = later
        self._noted: Final = noted

    def replace(self, text: str, path: ModelPath | None = None) -> str:
        """The text with every known reference replaced. Those in it that are not are noted under `path`."""
        if "${" not in text:
            return text
        if self._noted is not None and path is not None:
            self._note(text, path)
        return REFERENCE.sub(self._value, text)

    def replace_all(self, value: Any, path: ModelPath | None = None) -> Any:
        """A JSON value with the references in all its texts and keys replaced."""
        if isinstance(value, str):
            return self.replace(value, path)
        if isinstance(value, list):
            return [self.replace_all(item, path) for item in value]
        if isinstance(value, dict):
            return {self.replace(key, path): self.replace_all(item, path) for key, item in value.items()}
        return value

    def _value(self, match: re.Match[str]) -> str:
        name = match[1]
        for table in self.tables:
            found = table.get(name)
            if found is not None:
                return found
        return match[0]

    def _note(self, text: str, path: ModelPath) -> None:
        assert self._noted is not None
        for match in MEANT.finditer(text):
            name = match[0][2:-1]
            reason = reason_of(name, self.later)
            if reason:
                self._noted.append(Reference(match[0], path, "run-time", reason))
            elif not REFERENCE.fullmatch(match[0]) or not any(name in table for table in self.tables):
                self._noted.append(Reference(match[0], path, "text"))


def reason_of(name: str, later: Mapping[str, str]) -> str:
    """Why a name has a value at run time only, or "". A table may have all names of a secret by `secret.<block>.*`."""
    if name.startswith("secret."):
        return later.get(name) or later.get(name.rpartition(".")[0] + ".*", "")
    return later.get(name, "")
