"""The Nomad releases that can be checked for, and the meaning of "since" and "until".

    release("1.8")                      Release 1.8.4: the last one of its line that is known
    release("v1.8.1+ent")               Release 1.8.1
    release("2.3")                      NEWEST, with `beyond` "2.3": judged as the newest that is known
    release("1.5")                      ReleaseError
    NEWEST.has("1.8.2", until="1.9.7")  False

A release is data: fields, options, checks, texts and members carry `since` and `until`, each the number of one release, and whoever reads such a
table asks `has`. What is not a row of such a table has a name in `BEHAVIOURS`, and code asks `does`. No code compares releases anywhere else.
"""

from __future__ import annotations

from nomadspec.version import NOMAD_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    Number = tuple[int, int, int]

#: Line → number of its last community release, oldest first.
LINES: Final = {(1, 6): 10, (1, 7): 7, (1, 8): 4, (1, 9): 7, (1, 10): 5, (1, 11): 3, (2, 0): 6}

#: What is not a row of another table: behaviour → the first and the last release that has it.
BEHAVIOURS: Final[dict[str, tuple[str, str]]] = {
    "element-counts-from-the-end": ("1.9.5", ""),
    "subnet-numbers-below-zero": ("1.11.2", ""),
    "yaml-text-with-underscores": ("1.9.4", ""),
    "variable-error-message-of-any-text": ("2.0.5", ""),
    "preferences-change-in-place": ("1.10.0", ""),
    "group-consul-only-when-written": ("1.10.0", ""),
    "system-jobs-have-an-update-block": ("1.11.0", ""),
    "sysbatch-jobs-have-a-reschedule-block": ("", "1.10.5"),
    "bridge-networks-need-cni-plugins": ("1.8.0", ""),
    "consul-services-need-consul-1.8": ("1.7.0", ""),
    "expose-check-on-cni-networks": ("1.11.0", ""),
    "upstreams-on-one-socket": ("1.8.1", ""),
    "task-warnings-in-a-list": ("1.7.0", ""),
}

_OLDEST: Final = next(iter(LINES))
_MARKS: dict[str, tuple[Number, ...]] = {}


class ReleaseError(ValueError):
    """A text that names no release, or one that is older than all that are known."""


class Release:
    """One release: `number`, such as (1, 8, 4), and `text`, "1.8.4". `beyond` is the release that was named when it is newer than all known ones."""

    __slots__ = ("_known", "beyond", "number", "text")

    def __init__(self, number: Number, beyond: str = "") -> None:
        self.number: Final = number
        self.text: Final = "{}.{}.{}".format(*number)
        self.beyond: Final = beyond
        # What was asked before: there are few bounds, and each file asks for all of them.
        self._known: Final[dict[tuple[str, str], bool]] = {}

    def has(self, since: str = "", until: str = "") -> bool:
        """Whether what was there from the release `since` to the release `until` is in this one; "" is no bound.

        What came to several lines at once names each of its releases: "1.6.9, 1.7.6".
        """
        if not since and not until:
            return True
        known = self._known.get((since, until))
        if known is None:
            known = self._known[since, until] = (not since or self._reached(since)) and (not until or self.number <= _marks(until)[0])
        return known

    def does(self, behaviour: str) -> bool:
        """Whether a behaviour of the table above is this release's."""
        return self.has(*BEHAVIOURS[behaviour])

    def _reached(self, since: str) -> bool:
        marks = _marks(since)
        own = [mark for mark in marks if mark[:2] == self.number[:2]]
        return self.number >= (own or marks)[0]

    @property
    def shown(self) -> str:
        """The number as reports print it."""
        return NOMAD_VERSION if self.number == NEWEST.number else self.text

    @property
    def note(self) -> str:
        """What a user should know about how this release was chosen; "" for nothing."""
        return f"Nomad {self.beyond} is newer than all releases that nomadspec knows; it is treated as {self.shown}" if self.beyond else ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Release) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)

    def __repr__(self) -> str:
        return f"<Release {self.text}>"


NEWEST: Final = Release((*next(reversed(LINES)), LINES[next(reversed(LINES))]))


def release(text: str | Release | None) -> Release:
    """The release that `text` names: "1.8", "1.8.2", also as servers write it ("v1.8.2+ent", "1.9.0-beta.1"); None is the newest.

    X.Y is the last release of its line that is known. Raises ReleaseError.
    """
    if text is None:
        return NEWEST
    if isinstance(text, Release):
        return text
    words = text.strip().removeprefix("v").partition("+")[0].partition("-")[0].split(".")
    if not 1 < len(words) < 4 or not all(word.isascii() and word.isdigit() and len(word) < 6 for word in words):
        raise ReleaseError(f"{text!r} is not a release of Nomad: write X.Y or X.Y.Z, such as 1.8 or 1.8.2")
    line = int(words[0]), int(words[1])
    if line < _OLDEST:
        raise ReleaseError(f"Nomad {text} is too old: nomadspec knows the releases from {'.'.join(map(str, _OLDEST))} on")
    if line not in LINES:
        newer = line > next(reversed(LINES))
        if not newer:
            raise ReleaseError(f"there is no Nomad {text}: the lines are {', '.join('.'.join(map(str, known)) for known in LINES)}")
        return Release(NEWEST.number, beyond=text)
    number = (*line, int(words[2]) if len(words) == 3 else LINES[line])
    return NEWEST if number == NEWEST.number else Release(NEWEST.number, beyond=text) if number > NEWEST.number else Release(number)


def _marks(text: str) -> tuple[Number, ...]:
    """The numbers of a `since` or `until`, oldest first."""
    found = _MARKS.get(text)
    if found is None:
        found = _MARKS[text] = tuple(tuple(map(int, part.split("."))) for part in text.split(", "))  # type: ignore[misc]
    return found
