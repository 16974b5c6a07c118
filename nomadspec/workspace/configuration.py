"""The configuration of a repository: `[tool.nomadspec]` in pyproject.toml, or nomadspec.toml, or .nomadspec.toml.

Searched from each file upwards, to the root of its repository; the nearest one applies, as a whole. A repository is untrusted: no key names a
module or a command, and paths are taken from the configuration's folder. The keys are one table (`configuration_keys.py`).
"""

from __future__ import annotations

import os

from nomadspec.source.record import EMPTY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.rules.selection import Selection
    from nomadspec.workspace.gitignore import Pattern

NAMES: Final = ("nomadspec.toml", ".nomadspec.toml", "pyproject.toml")
MAX_BYTES: Final = 1_000_000
#: Parts of a dotted key: the reader of TOML takes the square of their number.
_MOST_PARTS: Final = 100
_LONG_KEY: Final = rf"""(?:^|[\n{{,\[])[ \t]*+(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}"""


class ConfigurationError(Exception):
    """The configuration cannot be used; the message has the file, the line if known, and a suggestion."""


class Configuration:
    """A configuration as it counts: its values by key, the file it came from, the folder its paths start from, and the one that they stay in
    (None: anywhere, for a configuration that the user named; one that was found may be a stranger's). `overridden`: the keys that the command line has
    set; `environment_table`: the environment that is put over it, if any (`workspace/environments.py`)."""

    __slots__ = ("_patterns", "_selections", "environment_table", "file", "folder", "in_environments", "overridden", "root", "values")

    def __init__(
        self,
        values: Mapping[str, Any] | None = None,
        file: str | None = None,
        folder: str | None = None,
        root: str | None = None,
        overridden: frozenset[str] = frozenset(),
        environment_table: Mapping[str, Any] = EMPTY,
    ) -> None:
        self.values: Final = dict(values or {})
        self.file: Final = file
        self.folder: Final = folder or os.getcwd()
        self.root: Final = root
        self.overridden: Final = overridden
        self.environment_table: Final = environment_table
        self.in_environments: Final[dict[str, Configuration]] = {}
        self._patterns: dict[tuple[str, ...], list[Pattern]] = {}
        self._selections: dict[tuple[int, ...], Selection] = {}

    @property
    def environment(self) -> str | None:
        """The name of the environment that is put over it."""
        return self.environment_table.get("name")

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def overriding(self, **values: Any) -> Configuration:
        """A copy in which the given keys (with `_` for `-`) that are not None count instead: the command line over the file."""
        changed = {key.replace("_", "-"): value for key, value in values.items() if value is not None and value != []}
        if not changed:
            return self
        return Configuration({**self.values, **changed}, self.file, self.folder, self.root, self.overridden | changed.keys(), self.environment_table)

    def selection(self, path: str) -> Selection:
        """Which rules run for the file `path`."""
        overrides = self._overrides(path)
        known = self._selections.get(overrides)
        if known is None:
            from nomadspec.rules.selection import Selection

            tables = [self.values, *(self.values["overrides"][i] for i in overrides)]
            severity: dict[str, Any] = {}
            for table in tables:
                severity.update(table.get("severity", {}))
            select = next((t["select"] for t in reversed(tables) if "select" in t), ["ALL"])
            known = self._selections[overrides] = Selection(
                select,
                [entry for t in tables for entry in t.get("ignore", [])],
                [entry for t in tables for entry in t.get("extend-select", [])],
                self.values.get("persona", "regular"),
                severity,
            )
        return known

    def options(self, path: str) -> dict[str, dict[str, Any]]:
        """Options of rules, by rule name, for the file `path`."""
        merged: dict[str, dict[str, Any]] = {name: dict(table) for name, table in self.values.get("rules", {}).items()}
        for index in self._overrides(path):
            for name, table in self.values["overrides"][index].get("rules", {}).items():
                merged.setdefault(name, {}).update(table)
        kept = self.values.get("server", {}).get("job-max-source-size")
        if kept is not None:
            from nomadspec.notation.size import parse_size

            merged.setdefault("job-source-size", {}).setdefault("max_bytes", parse_size(kept))
        return merged

    def _overrides(self, path: str) -> tuple[int, ...]:
        overrides = self.values.get("overrides")
        if not overrides:
            return ()
        return tuple(i for i, override in enumerate(overrides) if self.matches(override.get("paths", []), path))

    def matches(self, patterns: Sequence[str], path: str) -> bool:
        """Whether `path` matches one of the patterns (of .gitignore, from the configuration's folder)."""
        from nomadspec.source.relative_path import relative, with_slashes
        from nomadspec.workspace import gitignore

        key = tuple(patterns)
        rules = self._patterns.get(key)
        if rules is None:
            rules, bad = gitignore.patterns(patterns)
            if bad:
                raise ConfigurationError(f"{self.file or 'config'}: {bad[0]!r} is not a valid file pattern")
            self._patterns[key] = rules
        return gitignore.matches(rules, with_slashes(relative(path, self.folder)))

    def where(self, name: str) -> str:
        """The file with the first line that names a key, for messages."""
        if self.file is None:
            return "config"
        from nomadspec.source.regular_file import head_of_regular
        from nomadspec.workspace.configuration_keys import line_of

        try:
            return line_of(self.file, head_of_regular(self.file, MAX_BYTES).decode("utf-8", "replace"), name)
        except OSError:
            return self.file

    def file_path(self, name: str) -> str:
        """A path that the configuration names, from its folder. Raises `ConfigurationError` for one outside of `root`."""
        path = os.path.normpath(os.path.join(self.folder, name))
        if self.root is not None and not os.path.realpath(path).startswith(os.path.join(os.path.realpath(self.root), "")):
            raise ConfigurationError(f"{self.file}: {name} is outside the repository; pass it on the command line instead")
        return path


class Configurations:
    """The configuration of each file: the given one, or the nearest above it, read once. `check` is asked about each of them, and raises
    `ConfigurationError` (`workspace/configured_rules.py`)."""

    __slots__ = ("_by_file", "_by_folder", "_check", "change", "given")

    def __init__(
        self, given: Configuration | None = None, change: Mapping[str, Any] | None = None, check: Callable[[Configuration], None] | None = None
    ) -> None:
        self.given: Final = given
        self.change: Final = dict(change or {})
        self._check: Final = check
        if given is not None and check is not None:
            check(given)
        self._by_folder: dict[str, Configuration] = {}
        self._by_file: dict[str | None, Configuration] = {}

    def of(self, path: str) -> Configuration:
        """The configuration that applies to `path`. Raises `ConfigurationError`."""
        folder = os.path.dirname(path)
        known = self._by_folder.get(folder)
        if known is None:
            if self.given is not None:
                known = self.given.overriding(**self.change)
            else:
                file = find(folder or ".")
                found = self._by_file.get(file)
                if found is None:
                    loaded = load(file, found=True) if file is not None else Configuration()
                    if self._check is not None and file is not None:
                        self._check(loaded)
                    found = self._by_file[file] = loaded.overriding(**self.change)
                known = found
            self._by_folder[folder] = known
        return known


def find(path: str) -> str | None:
    """The configuration file for a file or folder: the nearest one at or above it, up to the repository's root."""
    folder = os.path.abspath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    for _ in range(256):
        for name in NAMES:
            candidate = os.path.join(folder, name)
            if os.path.isfile(candidate) and (name != "pyproject.toml" or _has_table(candidate)):
                return candidate
        parent = os.path.dirname(folder)
        if parent == folder or any(os.path.lexists(os.path.join(folder, mark)) for mark in (".git", ".hg", ".svn")):
            return None
        folder = parent
    return None


def _has_table(path: str) -> bool:
    from nomadspec.source.regular_file import head_of_regular

    try:
        data = head_of_regular(path, MAX_BYTES)
        if b"tool.nomadspec" in data or b"nomadspec" not in data or not (b"[tool]" in data or b'tool."nomadspec"' in data):
            return b"tool.nomadspec" in data
        import tomllib

        return "nomadspec" in tomllib.loads(data.decode()).get("tool", {})
    except (OSError, ValueError, TypeError, RecursionError):
        return False


def load(path: str, *, found: bool = False) -> Configuration:
    """Read a configuration file; one that was `found` names no files outside of its repository. Raises `ConfigurationError`."""
    from nomadspec.source.regular_file import read_regular

    try:
        text = read_regular(path, MAX_BYTES).decode("utf-8")
    except (OSError, ValueError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        raise ConfigurationError(f"{path}: {reason}") from None
    document = parse(text, path)
    folder = os.path.dirname(os.path.abspath(path))
    if not found:
        return Configuration(document, path, folder)
    from nomadspec.source.regular_file import repository_root

    return Configuration(document, path, folder, repository_root(folder) or folder)


def parse(text: str, path: str) -> dict[str, Any]:
    """The values in the text of a configuration file. Raises `ConfigurationError` with the line where that is known."""
    import re
    import tomllib

    long = re.search(_LONG_KEY, text)
    if long is not None:
        line = text.count("\n", 0, long.end()) + 1
        raise ConfigurationError(f"{path}:{line}: a key has more than {_MOST_PARTS} parts")
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path}: {error}") from None
    if os.path.basename(path) == "pyproject.toml":
        tool = document.get("tool", {})
        document = tool.get("nomadspec", {}) if isinstance(tool, dict) else {}
    _refuse_wrong(document, path, text)
    return document


def from_mapping(values: Mapping[str, Any]) -> Configuration:
    """A configuration from plain data (the Python API). Raises `ConfigurationError`."""
    _refuse_wrong(values, "config", "")
    return Configuration(values)


def _refuse_wrong(values: Any, path: str, text: str) -> None:
    from nomadspec.workspace.configuration_keys import problem_in

    problem = problem_in(values, path, text)
    if problem:
        raise ConfigurationError(problem)
