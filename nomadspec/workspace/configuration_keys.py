"""The keys of a configuration, in one table: what a reader complains about ("did you mean") and the JSON Schema are made from it.

A module of its own, since most runs find no configuration.
"""

from __future__ import annotations

from nomadspec.source import SEVERITIES
from nomadspec.source.closest import likely
from nomadspec.source.record import EMPTY, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from dataclasses import KW_ONLY
    from typing import Any, Final


class Key(Record):
    """One key: the type of its value ("string", "size" (text such as "1M"), "bool", "integer", "strings", "scalars" (a table of scalars), "table" of `keys`,
    "tables" (a list of such), "named" (a table of tables with `keys`)), the values allowed, what it means, and how many entries it may have where each costs work for
    each file (0: any number)."""

    type: str
    help: str
    _: KW_ONLY
    choices: tuple[str, ...] = ()
    keys: Mapping[str, Key] = EMPTY
    most: int = 0


#: Files or patterns of files in one list or in all the tables of one key.
_MOST_PATTERNS: Final = 1_000

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
        "scalars", "Values of input variables, for the jobspecs that declare them. NOMAD_VAR_…, variable files and the command line override them."
    ),
    "var-files": Key("strings", "Variable files, for the jobspecs that declare the variables.", most=_MOST_PATTERNS),
    "state": Key("string", "Where to read the cluster's state. Addresses are used without credentials."),
    "server": Key("table", "Server settings that affect which jobs are accepted.", keys=_SERVER),
    "nomad-version": Key("string", "Nomad release to check for, such as 1.9 or 1.9.3, or auto for that of the state's servers; by default the newest."),
}

KEYS: Final[dict[str, Key]] = {
    **_SELECTION,
    "persona": Key("string", "How much advice to give.", choices=("regular", "pedantic")),
    "fail-on": Key("string", "Exit with 1 from this severity up.", choices=(*SEVERITIES, "never")),
    "include": Key("strings", "Files to treat as jobspecs whatever their names, as .gitignore patterns.", most=_MOST_PATTERNS),
    "exclude": Key("strings", "Files to skip, as .gitignore patterns.", most=_MOST_PATTERNS),
    "extend-exclude": Key("strings", "Files to skip in addition to `exclude`.", most=_MOST_PATTERNS),
    **_USAGE,
    "environments": Key(
        "tables",
        "Environments that use the same files, such as production and staging. Their settings override the rest of the configuration.",
        keys={
            "name": Key("string", "Name, for --environment and in findings."),
            "paths": Key("strings", "Files that belong to the environment, as .gitignore patterns; by default all."),
            **_USAGE,
        },
        most=100,
    ),
    "hcl2-strict": Key("bool", "Whether a value for an undeclared variable is an error."),
    "baseline": Key("string", "File with accepted findings."),
    "rules": Key("named", "Options of rules, by name."),
    "rule-files": Key(
        "strings", "Files with rules in HCL: patterns or folders relative to the configuration, or git:REV[:FOLDER] in this repository.", most=_MOST_PATTERNS
    ),
    "drivers": Key(
        "named",
        "Task drivers in addition to the built-in ones.",
        keys={"schema": Key("string", "File with a JSON Schema of the driver's config block."), "description": Key("string", "What it is.")},
    ),
    "overrides": Key(
        "tables",
        "Settings for some files only; later entries override earlier ones.",
        keys={"paths": Key("strings", "The files, as .gitignore patterns."), **_SELECTION, "rules": Key("named", "Options of rules, by name.")},
        most=1_000,
    ),
    "suppress": Key(
        "tables",
        "Findings to suppress in files that cannot have comments (JSON).",
        keys={
            "paths": Key("strings", "The files, as .gitignore patterns."),
            "block": Key("string", "Only in this block and those inside it, written as in findings."),
            "rules": Key("strings", "Codes, prefixes or names."),
            "reason": Key("string", "Why."),
        },
        most=1_000,
    ),
}


def problem_in(values: Any, path: str, text: str) -> str:
    """What is wrong with the values of a configuration (`text` of the file `path`), with the line where that is known; "" for nothing."""
    return next(_problems(values, KEYS, "", path, text), "")


def _problems(table: Any, keys: Mapping[str, Key], at: str, path: str, text: str) -> Iterator[str]:
    """Unknown keys, and values of the wrong type."""
    if not isinstance(table, dict):
        yield f"{path}: {at or 'the configuration'} must be a table"
        return
    for name, value in table.items():
        key = keys.get(name)
        here = f"{at}.{name}" if at else name
        if key is None:
            near = likely(name.replace("_", "-"), keys)
            yield f"{line_of(path, text, name)}: unknown key {here!r}" + (f"; did you mean {near!r}?" if near else "")
            continue
        problem = _problem(key, value)
        if problem:
            yield f"{line_of(path, text, name)}: {here} {problem}"
        elif key.type == "table":
            yield from _problems(value, key.keys, here, path, text)
        elif key.type == "tables":
            patterns = sum(len(item["paths"]) for item in value if isinstance(item, dict) and isinstance(item.get("paths"), list))
            if patterns > _MOST_PATTERNS:
                yield f"{line_of(path, text, name)}: {here} has {patterns:,} paths, but the limit is {_MOST_PATTERNS:,}"
            for index, item in enumerate(value):
                yield from _problems(item, key.keys, f"{here}[{index}]", path, text)
            yield from _problems_of_names(here, value, key, path, text)
        elif key.type == "named" and key.keys:
            for inner, item in value.items():
                yield from _problems(item, key.keys, f"{here}.{inner}", path, text)


def _problems_of_names(here: str, tables: list[Any], key: Key, path: str, text: str) -> Iterator[str]:
    """Tables without a name, or with the same name."""
    if "name" not in key.keys:
        return
    seen: set[str] = set()
    for index, table in enumerate(tables):
        name = table.get("name")
        if not name:
            yield f"{line_of(path, text, here)}: {here}[{index}] has no name"
        if name in seen:
            yield f"{line_of(path, text, here)}: two {here} are named {name!r}"
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
            return "must contain only strings, numbers or booleans"
    if key.most and len(value) > key.most:
        return f"has {len(value):,} entries, but the limit is {key.most:,}"
    if key.choices:
        values = value.values() if isinstance(value, dict) else [value]
        for item in values:
            if item not in key.choices:
                near = likely(str(item), key.choices)
                return f"takes {', '.join(key.choices)}, not {item!r}" + (f"; did you mean {near!r}?" if near else "")
    return ""


def line_of(path: str, text: str, name: str) -> str:
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
        most = {"maxItems": key.most} if key.most else {}
        return {"description": key.help, **shapes[key.type], **most}

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of nomadspec",
        "type": "object",
        "properties": {name: of(key) for name, key in KEYS.items()},
        "additionalProperties": False,
    }
