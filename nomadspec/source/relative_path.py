"""Paths as seen from a folder. From one drive of Windows to another there is no relative path: such a path is absolute."""

from __future__ import annotations

import os


def relative(path: str, folder: str = os.curdir) -> str:
    """The path from the folder (default: the working folder), with the separators of the system."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # on another drive
        return os.path.abspath(path)


def from_here(path: str) -> str:
    """The path as reports name files: from the working folder where it is below that, else as it is."""
    inner = relative(path)
    return path if inner.startswith("..") else inner


def with_slashes(path: str) -> str:
    """The path as git, patterns and formats of reports write it on every system."""
    return path.replace(os.sep, "/")
