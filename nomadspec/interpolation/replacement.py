"""Text replacement on the client: `${name}`, looked up flat, once, without escapes; what is not found stays as it is.

Every reference that is met is noted with the field it stands in, so that it can be told afterwards which of them stayed text and which only
get a value at run time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from nomadspec.source.record import Record

if TYPE_CHECKING:
    from nomadspec.jobspec.path import ModelPath

#: What the client takes for a reference. Blanks, quotes, calls and letters beyond ASCII make it none.
REFERENCE: Final = re.compile(r"\$\{([a-zA-Z0-9_\-.]+)\}")
#: What somebody may have meant as one.
MEANT: Final = re.compile(r"\$\{[^{}]*\}")

#: The longest text that replacement makes, and the sum of all that one replacer makes. What would go beyond stays as it is: variables that repeat one
#: another could double with every one of them.
LONGEST: Final = 1_000_000
MOST: Final = 32_000_000

Outcome = Literal["text", "run-time", "fails"]


class Reference(Record, eq=True):
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
        self._left = MOST

    def replace(self, text: str, path: ModelPath | None = None) -> str:
        """The text with every known reference replaced. Those in it that are not are noted under `path`."""
        if "${" not in text:
            return text
        if self._noted is not None and path is not None:
            self._note(text, path)
        length = len(text)
        for match in REFERENCE.finditer(text):
            length += len(self._value(match)) - len(match[0])
        if length > min(LONGEST, self._left):
            return text
        self._left -= length
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

    def note_later(self, value: Any, path: ModelPath) -> None:
        """Note the references in a JSON value that get theirs at run time, though something else evaluates it."""
        if isinstance(value, str) and self._noted is not None:
            for match in MEANT.finditer(value):
                reason = reason_of(match[0][2:-1].strip(), self.later)
                if reason:
                    self._noted.append(Reference(match[0], path, "run-time", reason))
        elif isinstance(value, dict):
            for key, item in value.items():
                self.note_later(item, path / str(key))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self.note_later(item, element(path, index))

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


def element(path: ModelPath, index: int) -> ModelPath:
    """The place of an element of the list at a path."""
    return path.parent.item(path.name, index) if path.key is None and path.parent is not None else path.item("", index)


def reason_of(name: str, later: Mapping[str, str]) -> str:
    """Why a name has a value at run time only, or "". A table may have all names of a secret by `secret.<block>.*`."""
    if name.startswith("secret."):
        return later.get(name) or later.get(name.rpartition(".")[0] + ".*", "")
    return later.get(name, "")
