"""Which files make up an agent's configuration, and their trees.

As `nomad agent -config=…`: paths in order; a file whatever its name; of a folder its own entries that end in `.hcl` or `.json`, in byte order, without
temporary files of editors, and without subfolders. An empty folder is a warning, a path that cannot be read an error.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from nomadspec.agent.machine_paths import names_in
from nomadspec.hcl.v1 import ast, json_form, parser
from nomadspec.source import Diagnostic
from nomadspec.source.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_BYTES: Final = 1024 * 1024
MAX_FILES: Final = 10_000


class Reading:
    """The files that were found, in order, with their trees, and what was wrong."""

    def __init__(self) -> None:
        self.files: list[ast.File] = []
        self.diagnostics: list[Diagnostic] = []
        self.empty: list[str] = []
        """Folders without a configuration file."""
        self.passed_over: list[str] = []
        """What lies in the folders and looks like configuration, but is not read: other spellings of the endings, folders with such files."""

    def fail(self, path: str, reason: str) -> None:
        text = f"Error loading configuration from {path}: {reason}"
        self.diagnostics.append(Diagnostic("AGT002", "agent-unreadable", "error", f"{path}: {reason}", nomad=text))


def read(paths: list[str], skip: Callable[[str], bool] | None = None, texts: Mapping[str, str] | None = None) -> Reading:
    """Read everything that the paths name."""
    reading = Reading()
    for path in paths:
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            reading.fail(path, getattr(error, "strerror", None) or str(error))
            continue
        if not stat.S_ISDIR(mode):
            _read_file(path, reading, texts)
            continue
        try:
            entries = names_in(path)
            names = sorted((name for name in entries if wanted(name)), key=lambda name: name.encode("utf-8", "surrogateescape"))
        except OSError as error:
            reading.fail(path, error.strerror or str(error))
            continue
        files = [os.path.join(path, name) for name in names[:MAX_FILES]]
        files = [name for name in files if not os.path.isdir(name) and not (skip is not None and skip(name))]
        reading.passed_over += [name for entry in sorted(entries) if _looks_like(name := os.path.join(path, entry)) and name not in files]
        if not files:
            reading.empty.append(path)
        for name in files:
            _read_file(name, reading, texts)
    return reading


def wanted(name: str) -> bool:
    """Whether an entry of a folder is configuration by its name."""
    if not name.endswith((".hcl", ".json")):
        return False
    return not (name.endswith("~") or name.startswith(".#") or (name.startswith("#") and name.endswith("#")))


def _looks_like(path: str) -> bool:
    """Whether an entry that is not read was probably meant to be."""
    if not os.path.isdir(path):
        return (
            path.lower().endswith((".hcl", ".json", ".hcl.tpl", ".hcl.j2"))
            and not wanted(os.path.basename(path))
            and not os.path.basename(path).startswith(".#")
        )
    try:
        return any(map(wanted, names_in(path)))
    except OSError:
        return False


def _read_file(path: str, reading: Reading, texts: Mapping[str, str] | None = None) -> None:
    if texts is not None and path in texts:
        _parse(path, texts[path], reading)
        return
    try:
        data = read_regular(path, MAX_BYTES)
    except OSError as error:
        reading.fail(path, error.strerror or str(error))
        return
    _parse(path, data.decode("utf-8", "surrogateescape"), reading)


def _parse(path: str, text: str, reading: Reading) -> None:
    file_ = json_form.parse(text, path) if text.lstrip()[:1] == "{" else parser.parse(text, path)
    for problem in file_.diagnostics:
        place = f"At {problem.span.start}: " if problem.span is not None else ""
        said = f"Error loading configuration from {path}: Error loading {path}: failed to decode HCL file {path}: {place}{problem.nomad or problem.message}"
        reading.diagnostics.append(problem.replace(nomad=said))
    reading.files.append(file_)
