"""Paths in a configuration that refer to the agent's machine, whose files are in a local folder."""

from __future__ import annotations

import os
from itertools import islice
from typing import Final

MAX_LINKS: Final = 40
MAX_ENTRIES: Final = 100_000


def below(root: str, path: str) -> str:
    """Where the machine's `path` is below `root`, links followed as they are on that machine: never out of `root`. "" when links go round."""
    rest = [part for part in reversed(path.split("/")) if part not in ("", ".")]
    found: list[str] = []
    links = 0
    while rest:
        part = rest.pop()
        if part == "..":
            del found[-1:]
            continue
        here = os.path.join(root, *found, part)
        try:
            target = os.readlink(here)
        except (OSError, ValueError):
            found.append(part)
            continue
        links += 1
        if links > MAX_LINKS:
            return ""
        if target.startswith("/"):
            found = []
        rest += [inner for inner in reversed(target.split("/")) if inner not in ("", ".")]
    return os.path.join(root, *found)


def names_in(folder: str) -> list[str]:
    """The names of what lies in a folder, bounded. Raises OSError."""
    with os.scandir(folder) as entries:
        return [entry.name for entry in islice(entries, MAX_ENTRIES)]


def is_absolute(path: str) -> bool:
    """Whether the path is absolute to the agent, which may run on a POSIX system when this one is Windows."""
    return path.startswith("/") or os.path.isabs(path)


def is_absolute_anywhere(path: str) -> bool:
    """As `is_absolute`, also for a machine with Windows: a configuration does not say on which it is."""
    return is_absolute(path) or path.startswith("\\\\") or (path[:1].isalpha() and path[1:3] in (":\\", ":/"))


def exists(root: str, path: str) -> bool:
    """Whether the machine has the path."""
    try:
        here = below(root, path)
        return bool(here) and os.path.exists(here)
    except ValueError:
        return False


def is_file(root: str, path: str) -> bool:
    """Whether the machine has a file there."""
    try:
        return os.path.isfile(below(root, path))
    except ValueError:
        return False
