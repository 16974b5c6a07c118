"""The configuration of a repository: `[tool.nomadspec]` in pyproject.toml, or nomadspec.toml, or .nomadspec.toml.

Searched from each file upwards, to the root of its repository; the nearest one applies, as a whole. A repository is untrusted: no key names a
module or a command, and paths are taken from the configuration's folder. The keys are one table, `KEYS`, from which the reader, its
complaints ("did you mean") and the JSON Schema are made.
"""

from __future__ import annotations

import os

from nomadspec.source import SEVERITIES
from nomadspec.source.closest import likely
from nomadspec.source.record import EMPTY, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from dataclasses import KW_ONLY
    from typing import Any, Final

    from nomadspec.rules.selection import Selection

NAMES: Final = ("nomadspec.toml", ".nomadspec.toml", "pyproject.toml")
MAX_BYTES: Final = 1_000_000


class Key(Record):
    """One key: the type of its value ("string", "size" (text such as "1M"), "bool", "integer", "strings", "scalars" (a table of scalars), "table" of `keys`,
    "tables" (a list of such), "named" (a table of tables with `keys`)), the values allowed, and what it means."""

    type: str
    help: str
    _: KW_ONLY
    choices: tuple[str, ...] = ()
    keys: Mapping[str, Key] = EMPTY


_SELECTION: Final = {
    "select": Key("strings", "Rules to run: codes, prefixes, names, or ALL (the default)."),
    "ignore": Key("strings", "Rules not to run."),
    "extend-select": Key("strings", "Rules to run in addition to `select`."),
    "severity": Key("scalars", "Severity of findings, by code, prefix or name.", choices=SEVERITIES),
}

_SERVER: Final = {
    "job-max-priority": Key("integer", "Highest priority that a job may have (server: job_max_priority)."),
    "job-default-priority": Key("integer", "Priority of a job that sets none."),
    "job-max-count": Key("integer", "Maximum number of allocations of a job; 0 for no limit."),
    "job-max-source-size": Key("size", "Largest jobspec source that servers keep, such as 1M."),
    "memory-oversubscription": Key("bool", "Whether the scheduler allows memory_max."),
    "vault": Key("bool", "Whether Vault is configured."),
    "vault-clusters": Key("strings", "Names of the configured Vault clusters."),
    "vault-default-identity": Key("bool", "Whether servers have a default Vault identity."),
    "vault-allowed-policies": Key("strings", "Vault policies that jobs may use."),
    "vault-allowed-roles": Key("strings", "Vault roles that jobs may use."),
    "consul-clusters": Key("strings", "Names of the configured Consul clusters."),
    "consul-service-identity": Key("bool", "Whether servers have a default Consul identity for services."),
    "consul-task-identity": Key("bool", "Whether servers have a default Consul identity for tasks."),
    "namespaces": Key("strings", "Names of the existing namespaces."),
    "node-pools": Key("strings", "Names of the existing node pools, besides default and all."),
}

#: What is the same in the configuration and in each of its environments.
_USAGE: Final = {
    "variables": Key(
        "scalars", "Values of input variables, for the jobspecs that declare them. The environment (NOMAD_VAR_…), files and the command line win."
    ),
    "var-files": Key("strings", "Files with values of input variables, for the jobspecs that declare them."),
    "state": Key("string", "Where the cluster's state comes from. An address is used without credentials."),
    "server": Key("table", "Settings of the servers that change what they accept.", keys=_SERVER),
    "nomad-version": Key("string", "Release of Nomad to speak for, such as 1.9 or 1.9.3, or auto for that of the state's servers; the newest by default."),
}

KEYS: Final[dict[str, Key]] = {
    **_SELECTION,
    "persona": Key("string", "How much advice to give.", choices=("regular", "pedantic")),
    "fail-on": Key("string", "Exit with 1 from this severity up.", choices=(*SEVERITIES, "never")),
    "include": Key("strings", "Files that are jobspecs whatever their names, as patterns of .gitignore."),
    "exclude": Key("strings", "Files to skip, as .gitignore patterns."),
    "extend-exclude": Key("strings", "Files to skip in addition to `exclude`."),
    **_USAGE,
    "environments": Key(
        "tables",
        "Ways in which the same files are used, such as production and staging. What one sets wins over the rest of the configuration.",
        keys={
            "name": Key("string", "Name, for --environment and in findings."),
            "paths": Key("strings", "Files that belong to it, as patterns of .gitignore; all by default."),
            **_USAGE,
        },
    ),
    "hcl2-strict": Key("bool", "Whether a value for an undeclared variable is an error."),
    "baseline": Key("string", "File with accepted findings."),
    "rules": Key("named", "Options of rules, by name."),
    "rule-files": Key("strings", "Files of rules in HCL: patterns or folders from here, or git:REV[:FOLDER] of this repository."),
    "drivers": Key(
        "named",
        "Task drivers in addition to the built-in ones.",
        keys={"schema": Key("string", "File with a JSON Schema of the driver's config block."), "description": Key("string", "What it is.")},
    ),
    "overrides": Key(
        "tables",
        "Settings for some files only; later entries override earlier ones.",
        keys={"paths": Key("strings", "The files, as .gitignore patterns."), **_SELECTION, "rules": Key("named", "Options of rules, by name.")},
    ),
    "suppress": Key(
        "tables",
        "Findings to suppress in files that cannot have comments (JSON).",
        keys={
            "paths": Key("strings", "The files, as .gitignore patterns."),
            "block": Key("string", "Only in this block and those inside it, as findings show it."),
            "rules": Key("strings", "Codes, prefixes or names."),
            "reason": Key("string", "Why."),
        },
    ),
}


class ConfigurationError(Exception):
    """The configuration cannot be used; the message has the file, the line where it is known, and what was probably meant."""


class Configuration:
    """A configuration as it counts: its values by key, the file it came from, the folder its paths start from, and the one that they stay in
    (None: anywhere, for a configuration that the user named; one that was found may be a stranger's). `overridden`: the keys that the command line has
    set; `environment_table`: the environment that is put over it, if any (`workspace/environments.py`)."""

    __slots__ = ("_matchers", "_selections", "environment_table", "file", "folder", "in_environments", "overridden", "root", "values")

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
        self._matchers: dict[tuple[str, ...], Any] = {}
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
        from nomadspec.rules.selection import Selection

        overrides = self._overrides(path)
        known = self._selections.get(overrides)
        if known is None:
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
        key = tuple(patterns)
        matcher = self._matchers.get(key)
        if matcher is None:
            from nomadspec.workspace.discovery import patterns_of

            matcher, bad = patterns_of(patterns)
            if bad:
                raise ConfigurationError(f"{self.file or 'config'}: {bad[0]!r} is not a valid file pattern")
            self._matchers[key] = matcher
        return bool(matcher.match_file(os.path.relpath(path, self.folder).replace(os.sep, "/")))

    def where(self, name: str) -> str:
        """The file with the first line that names a key, for messages."""
        if self.file is None:
            return "config"
        try:
            with open(self.file, encoding="utf-8", errors="replace") as file:
                return _line(self.file, file.read(MAX_BYTES), name)
        except OSError:
            return self.file

    def file_path(self, name: str) -> str:
        """A path that the configuration names, from its folder. Raises `ConfigurationError` for one outside of `root`."""
        path = os.path.normpath(os.path.join(self.folder, name))
        if self.root is not None and not os.path.realpath(path).startswith(os.path.join(os.path.realpath(self.root), "")):
            raise ConfigurationError(f"{self.file}: {name} is outside the repository; name it on the command line")
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
        """The configuration that counts for `path`. Raises `ConfigurationError`."""
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
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES)
        if b"tool.nomadspec" in data or b"nomadspec" not in data or not (b"[tool]" in data or b'tool."nomadspec"' in data):
            return b"tool.nomadspec" in data
        import tomllib

        return "nomadspec" in tomllib.loads(data.decode()).get("tool", {})
    except (OSError, ValueError, TypeError, RecursionError):
        return False


def load(path: str, *, found: bool = False) -> Configuration:
    """Read a configuration file; one that was `found` names no files outside of its repository. Raises `ConfigurationError`."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ConfigurationError(f"{path}: larger than {MAX_BYTES:,} bytes")
        text = data.decode("utf-8")
    except (OSError, ValueError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        raise ConfigurationError(f"{path}: {reason}") from None
    document = parse(text, path)
    folder = os.path.dirname(os.path.abspath(path))
    if not found:
        return Configuration(document, path, folder)
    from nomadspec.workspace.discovery import repository_root

    return Configuration(document, path, folder, repository_root(folder) or folder)


def parse(text: str, path: str) -> dict[str, Any]:
    """The values in the text of a configuration file. Raises `ConfigurationError` with the line where that is known."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path}: {error}") from None
    if os.path.basename(path) == "pyproject.toml":
        tool = document.get("tool", {})
        document = tool.get("nomadspec", {}) if isinstance(tool, dict) else {}
    _check(document, KEYS, "", path, text)
    return document


def from_mapping(values: Mapping[str, Any]) -> Configuration:
    """A configuration from plain data (the Python API). Raises `ConfigurationError`."""
    _check(values, KEYS, "", "config", "")
    return Configuration(values)


def _check(table: Any, keys: Mapping[str, Key], at: str, path: str, text: str) -> None:
    """Complain about the first key that is not known or has a value of the wrong type."""
    if not isinstance(table, dict):
        raise ConfigurationError(f"{path}: {at or 'the configuration'} must be a table")
    for name, value in table.items():
        key = keys.get(name)
        here = f"{at}.{name}" if at else name
        if key is None:
            near = likely(name.replace("_", "-"), keys)
            raise ConfigurationError(f"{_line(path, text, name)}: unknown key {here!r}" + (f"; did you mean {near!r}?" if near else ""))
        problem = _problem(key, value)
        if problem:
            raise ConfigurationError(f"{_line(path, text, name)}: {here} {problem}")
        if key.type == "table":
            _check(value, key.keys, here, path, text)
        elif key.type == "tables":
            for index, item in enumerate(value):
                _check(item, key.keys, f"{here}[{index}]", path, text)
            _check_names(here, value, key, path, text)
        elif key.type == "named" and key.keys:
            for inner, item in value.items():
                _check(item, key.keys, f"{here}.{inner}", path, text)


def _check_names(here: str, tables: list[Any], key: Key, path: str, text: str) -> None:
    """Complain about tables that should have names of their own and do not."""
    if "name" not in key.keys:
        return
    seen: set[str] = set()
    for index, table in enumerate(tables):
        name = table.get("name")
        if not name:
            raise ConfigurationError(f"{_line(path, text, here)}: {here}[{index}] has no name")
        if name in seen:
            raise ConfigurationError(f"{_line(path, text, here)}: two {here} are named {name!r}")
        seen.add(name)


def _is_size(value: Any) -> bool:
    from nomadspec.notation.size import parse_size

    return isinstance(value, str) and parse_size(value) is not None


def _problem(key: Key, value: Any) -> str:
    """What is wrong with a value, or ""."""
    match key.type:
        case "string" if not isinstance(value, str):
            return "must be a string"
        case "size" if not _is_size(value):
            return 'must be a size such as "1M"'
        case "bool" if not isinstance(value, bool):
            return "must be true or false"
        case "integer" if not isinstance(value, int) or isinstance(value, bool):
            return "must be a whole number"
        case "strings" if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return "must be a list of strings"
        case "tables" if not isinstance(value, list):
            return "must be a list of tables"
        case "table" | "named" | "scalars" if not isinstance(value, dict):
            return "must be a table"
        case "named" if not all(isinstance(item, dict) for item in value.values()):
            return "must contain tables"
        case "scalars" if not all(isinstance(item, str | int | float | bool) for item in value.values()):
            return "must contain strings, numbers, booleans or lists"
    if key.choices:
        values = value.values() if isinstance(value, dict) else [value]
        for item in values:
            if item not in key.choices:
                near = likely(str(item), key.choices)
                return f"takes {', '.join(key.choices)}, not {item!r}" + (f"; did you mean {near!r}?" if near else "")
    return ""


def _line(path: str, text: str, name: str) -> str:
    """`path:line` of the first line that names the key, else the path."""
    import re

    match = re.search(rf"^[ \t]*(?:\[+[^\]\n]*\b)?\"?{re.escape(name)}\b", text, re.M)
    return f"{path}:{text.count(chr(10), 0, match.start()) + 1}" if match else path


def json_schema() -> dict[str, Any]:
    """The JSON Schema of nomadspec.toml."""

    def of(key: Key) -> dict[str, Any]:
        one: dict[str, Any] = {"enum": list(key.choices)} if key.choices else {}
        shapes: dict[str, dict[str, Any]] = {
            "string": {"type": "string", **one},
            "bool": {"type": "boolean"},
            "size": {"type": "string"},
            "integer": {"type": "integer"},
            "strings": {"type": "array", "items": {"type": "string"}},
            "scalars": {"type": "object", "additionalProperties": one or {"type": ["string", "number", "boolean"]}},
            "table": {"type": "object", "properties": {n: of(k) for n, k in key.keys.items()}, "additionalProperties": False},
            "tables": {"type": "array", "items": {"type": "object", "properties": {n: of(k) for n, k in key.keys.items()}, "additionalProperties": False}},
            "named": {
                "type": "object",
                "additionalProperties": {"type": "object", "properties": {n: of(k) for n, k in key.keys.items()}, "additionalProperties": False}
                if key.keys
                else {"type": "object"},
            },
        }
        return {"description": key.help, **shapes[key.type]}

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of nomadspec",
        "type": "object",
        "properties": {name: of(key) for name, key in KEYS.items()},
        "additionalProperties": False,
    }
