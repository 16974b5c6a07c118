"""Environments in which a repository uses the same files, each with its values, state, servers and release (`[[environments]]`).

    usages(configuration, path)         how the file is used: once in each environment that it belongs to, once without one in a file of none
    the_usage(configuration, path)      the only one, for commands that need one

A usage is a configuration overridden by one environment, so that code that reads a configuration does not need to know about environments.
Values of variables keep their order: `values(configuration)` are those of `[variables]`, the `var-files`, and the same two of the environment.
"""

from __future__ import annotations

from nomadspec.source.closest import likely
from nomadspec.workspace.configuration import Configuration, ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Final

#: Keys of an environment that replace those of the configuration; its servers are described on top of the configuration's.
_REPLACING: Final = ("state", "nomad-version")


def names(configuration: Configuration) -> list[str]:
    """The environments that the configuration has."""
    return [table["name"] for table in configuration.get("environments", ())]


def belongs_to(configuration: Configuration, path: str) -> list[str]:
    """The environments that the file `path` belongs to: one without `paths` has all files."""
    tables = configuration.get("environments", ())
    return [table["name"] for table in tables if "paths" not in table or configuration.matches(table["paths"], path)]


def usages(configuration: Configuration, path: str, named: Sequence[str] = ()) -> list[Configuration]:
    """The configuration as it is for the file in each environment that it belongs to, of those `named` (empty: of all). A file of no environment is used
    once, without one; one that belongs only to others than those named is not used at all. Raises `ConfigurationError` for a name that there is not."""
    if not named and not configuration.get("environments"):
        return [configuration]
    check_names(configuration, named)
    fitting = belongs_to(configuration, path)
    if not fitting:
        return [configuration]
    return [in_environment(configuration, name) for name in fitting if not named or name in named]


def the_usage(configuration: Configuration, path: str, named: Sequence[str] = ()) -> Configuration:
    """The only way in which the file is used; a file of no environment (standard input, say) in the one that is named. Raises `ConfigurationError` when it is
    used in several, and none or several of them were named."""
    found = usages(configuration, path, named)
    fitting = belongs_to(configuration, path)
    if not fitting and len(set(named)) == 1:
        return in_environment(configuration, named[0])
    if len(found) == 1:
        return found[0]
    if not found:
        raise ConfigurationError(f"{path} is not a file of environment {', '.join(named)}; it belongs to {', '.join(fitting)}")
    raise ConfigurationError(f"{path} belongs to the environments {', '.join(fitting)}; choose one with --environment")


def the_usage_of_all(configurations: Iterable[tuple[str, Configuration]], named: Sequence[str] = ()) -> Configuration | None:
    """The environment that a whole run is about: that of its files (path, configuration), the first configuration where they have none, None without files.

    Raises `ConfigurationError` when they are used in several."""
    first: Configuration | None = None
    chosen: tuple[str, Configuration] | None = None
    for path, configuration in configurations:
        usage = the_usage(configuration, path, named)
        first = first or usage
        if usage.environment is None:
            continue
        if chosen is not None and chosen[1].environment != usage.environment:
            both = f"{chosen[0]} belongs to environment {chosen[1].environment}, {path} to {usage.environment}"
            raise ConfigurationError(f"{both}; choose one with --environment")
        chosen = chosen or (path, usage)
    return chosen[1] if chosen is not None else first


def check_names(configuration: Configuration, named: Sequence[str]) -> None:
    """Raises `ConfigurationError` for a name that the configuration does not have."""
    known = names(configuration)
    for name in named:
        if name not in known:
            where = configuration.file or "the configuration"
            if not known:
                raise ConfigurationError(f"no environment {name!r}: {where} has no [[environments]]")
            near = likely(name, known)
            raise ConfigurationError(f"no environment {name!r} in {where}: it has {', '.join(known)}" + (f"; did you mean {near}?" if near else ""))


def in_environment(configuration: Configuration, name: str) -> Configuration:
    """The configuration with the environment put over it; what the command line has put there stays."""
    made = configuration.in_environments.get(name)
    if made is None:
        table: Mapping[str, Any] = next(table for table in configuration.get("environments") if table["name"] == name)
        changed = {key: table[key] for key in _REPLACING if key in table and key not in configuration.overridden}
        if "server" in table:
            changed["server"] = {**configuration.get("server", {}), **table["server"]}
        made = configuration.in_environments[name] = Configuration(
            {**configuration.values, **changed}, configuration.file, configuration.folder, configuration.root, configuration.overridden, table
        )
    return made


def values(configuration: Configuration) -> list[dict[str, object] | str]:
    """What the configuration gives to input variables, later ones win: tables of values, and paths of var files. Raises `ConfigurationError` for a path
    outside of the repository."""
    found: list[dict[str, object] | str] = []
    for table in (configuration.values, configuration.environment_table):
        if table.get("variables"):
            found.append(table["variables"])
        if table.get("var-files"):
            from nomadspec.source.relative_path import from_here

            found += [from_here(configuration.file_path(name)) for name in table["var-files"]]
    return found


def undeclared(configurations: Iterable[Configuration], texts: Mapping[str, str]) -> list[str]:
    """Notes about configured values whose variable no jobspec in `texts` (by path) declares: one sentence per name."""
    files: dict[str, None] = {}
    for configuration in configurations:
        files.update(dict.fromkeys(value for value in values(configuration) if isinstance(value, str)))
    given = {(file, name) for file in files for name in _names_in(file)}
    if not given:
        return []
    declared = {name for text in texts.values() for name in _declared_in(text, {name for _, name in given})}
    notes = []
    for file, name in sorted(given):
        if name not in declared:
            near = likely(name, sorted(declared))
            notes.append(f"{file} sets {name!r}, a variable that no jobspec declares" + (f"; did you mean {near!r}?" if near else ""))
    return notes


def _names_in(file: str) -> list[str]:
    """The names that a var file gives values to; none where it cannot be read, which is reported elsewhere."""
    from nomadspec.workspace.files import ReadError, read_text

    try:
        text = read_text(file)
    except ReadError:
        return []
    if text.lstrip().startswith("{"):
        import json

        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return []
        return list(document) if isinstance(document, dict) else []
    from nomadspec.hcl.parser import parse

    return [attribute.name for attribute in parse(text, file).body.attributes]


def _declared_in(text: str, wanted: set[str]) -> set[str]:
    """Which of the names the jobspec may declare: all words of one that is written as JSON or has a `variables` block."""
    import re

    found = set(re.findall(r'\bvariable\s+"?([\w-]+)"?\s*\{', text))
    if text.lstrip().startswith("{") or re.search(r"\bvariables\s*\{", text):
        found |= wanted & set(re.findall(r"[\w-]+", text))
    return found
