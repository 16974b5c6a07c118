"""Globs with `**` and `{a,b}`, as the doublestar library matches them for `fileset`.

    *        any characters of one path component        [a-z] [^a-z]   one character of a class
    **       any components                              {a,b}          alternatives, which may hold slashes
    ?        one character                               \\x             x itself

A pattern component is matched against one name at a time. What is left of the pattern behind its slash comes back to be matched against
the folder of that name; alternatives with slashes can leave several. The walk is bounded by `_MOST_ENTRIES` and `_MOST_STEPS`.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

_MOST_ENTRIES = 100_000
_MOST_STEPS = 2_000_000
_DEEPEST = 64


class BadPattern(Exception):
    """The pattern is malformed."""


class TooMuch(Exception):
    """More files or more matching than is looked at."""


class Glob:
    """One walk. `allowed` says of a folder whether it may be listed; names are relative to `directory` unless they begin with a slash."""

    __slots__ = ("_allowed", "_directory", "_entries", "_found", "_steps")

    def __init__(self, directory: str, allowed: Callable[[str], bool]) -> None:
        self._directory: Final = directory
        self._allowed: Final = allowed
        self._entries = 0
        self._steps = 0
        self._found: list[str] = []

    def files(self, pattern: str) -> list[str]:
        """What matches, folders included. Raises BadPattern and TooMuch."""
        self._found = []
        self._expand(pattern, 0)
        return self._found

    def _expand(self, pattern: str, depth: int) -> None:
        if not pattern or depth > _DEEPEST:
            return
        if pattern[0] == "{":
            options, end = _alternatives(pattern, 1)
            for option in options:
                self._expand(option + pattern[end:], depth + 1)
        elif pattern[0] in "/\\":
            self._walk("/", pattern[1:], 0)
        else:
            self._walk(".", pattern, 0)

    def _walk(self, folder: str, pattern: str, depth: int) -> None:
        if depth > _DEEPEST:
            raise TooMuch
        # Plain components in front need no listing.
        plain = _unescaped(pattern, "*?[{\\")
        slash = _last_unescaped(pattern[:plain] if plain > 0 else pattern, "/") if plain else -1
        if slash > 0:
            folder, pattern = _join(folder, pattern[:slash]), pattern[slash + 1 :]
        target = self._target(folder)
        if "\0" in target or not os.path.lexists(target):
            return
        if not pattern:
            self._found.append(folder)
            return
        names = self._names(target)
        slash = _unescaped(pattern, "/")
        if (pattern if slash < 0 else pattern[:slash]) == "**":
            for name in names:
                inner = _join(folder, name)
                if os.path.isdir(self._target(inner)):
                    if slash < 0:
                        self._found.append(inner)
                    self._walk(inner, pattern, depth + 1)
                elif slash < 0:
                    self._found.append(inner)
            if slash < 0:
                return
            pattern = pattern[slash + 1 :]
        for name in names:
            rests = self._match(pattern, name)
            if rests is None:
                continue
            if not rests:
                self._found.append(_join(folder, name))
            for rest in rests:
                self._walk(_join(folder, name), rest, depth + 1)

    def _target(self, path: str) -> str:
        return path if path.startswith("/") else os.path.join(self._directory, path)

    def _names(self, target: str) -> list[str]:
        if not self._allowed(target) or not os.path.isdir(target):
            return []
        try:
            names = sorted(os.listdir(target))
        except OSError:
            return []
        self._entries += len(names)
        if self._entries > _MOST_ENTRIES:
            raise TooMuch
        return names

    def _match(self, pattern: str, name: str) -> list[str] | None:
        """None when the first component of `pattern` does not match `name`, else what is left of the pattern behind it: nothing, or the
        patterns for the next component."""
        at = position = 0
        while at < len(pattern) and position < len(name):
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise TooMuch
            mark = pattern[at]
            if mark == "/":
                at += 1
                break
            if mark == "*":
                return self._match_star(pattern[at + 1 :], name, position)
            if mark == "{":
                options, end = _alternatives(pattern, at + 1)
                results = [found for option in options if (found := self._match(option + pattern[end:], name[position:])) is not None]
                return [rest for found in results for rest in found] if results else None
            if mark == "[":
                at = _class(pattern, at + 1, name[position])
                if at < 0:
                    return None
            elif mark == "\\":
                if at + 1 >= len(pattern):
                    raise BadPattern
                if pattern[at + 1] != name[position]:
                    return None
                at += 2
            elif mark == "?" or mark == name[position]:
                at += 1
            else:
                return None
            position += 1
        if position < len(name):
            return None
        if at >= len(pattern):
            return []
        rest = pattern[at:]
        slash = _unescaped(rest, "/")
        if not _may_be_empty(rest if slash < 0 else rest[:slash]):
            return None
        return [] if slash < 0 else [rest[slash + 1 :]]

    def _match_star(self, rest: str, name: str, position: int) -> list[str] | None:
        if not rest:
            return []
        if rest[0] == "/":
            return [rest[1:]]
        special = _unescaped(rest, "*?[{\\/")
        plain = rest if special < 0 else rest[:special]
        start = name.find(plain, position)  # most names do not have what stands behind the star
        while 0 <= start < len(name):
            found = self._match(rest, name[start:])
            if found is not None:
                return found
            start = name.find(plain, start + 1)
        return None


def _join(folder: str, name: str) -> str:
    if folder == ".":
        return name
    return folder + name if folder.endswith("/") else f"{folder}/{name}"


def _unescaped(text: str, marks: str) -> int:
    """Where the first of `marks` stands without a backslash before it, -1 for nowhere."""
    for index, character in enumerate(text):
        if character in marks and not (index and text[index - 1] == "\\"):
            return index
    return -1


def _last_unescaped(text: str, mark: str) -> int:
    end = text.rfind(mark)
    while end > 0 and text[end - 1] == "\\":
        end = text.rfind(mark, 0, end - 1)
    return end


def _alternatives(pattern: str, start: int) -> tuple[list[str], int]:
    """The alternatives of a brace whose content begins at `start`, and where the pattern goes on behind it."""
    options: list[str] = []
    depth, first, at = 1, start, start
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            at += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if not depth:
                options.append(pattern[first:at])
                return options, at + 1
        elif character == "," and depth == 1:
            options.append(pattern[first:at])
            first = at + 1
        at += 1
    raise BadPattern


def _class(pattern: str, start: int, character: str) -> int:
    """Where the pattern goes on behind a class whose content begins at `start`, -1 when `character` is not in it."""
    end = _unescaped(pattern[start:], "]")
    if end <= 0:
        raise BadPattern
    members = pattern[start : start + end]
    negated = members[0] == "^"
    at = int(negated)
    inside = False
    while at < len(members):
        low, at = _member(members, at)
        high = low
        if at < len(members) and members[at] == "-":
            high, at = _member(members, at + 1)
        inside = inside or low <= character <= high
    return -1 if inside == negated else start + end + 1


def _member(members: str, at: int) -> tuple[str, int]:
    if at >= len(members) or members[at] == "-":
        raise BadPattern
    if members[at] == "\\":
        at += 1
        if at >= len(members):
            raise BadPattern
    return members[at], at + 1


def _may_be_empty(pattern: str) -> bool:
    """Whether a pattern can match nothing at all."""
    if pattern in ("", "*", "**"):
        return True
    if pattern[0] != "{":
        return False
    options, end = _alternatives(pattern, 1)
    return _may_be_empty(pattern[end:]) and any(_may_be_empty(option) for option in options)
