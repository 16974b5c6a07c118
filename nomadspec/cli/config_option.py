"""The configuration of a run: the named file, if any, overrides from the command line, and the rules of plugins."""

from __future__ import annotations

from nomadspec.cli.arguments import UnusableInput, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from nomadspec.cli.arguments import Arguments
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration, Configurations


def named_configuration(arguments: Arguments) -> Configuration | None:
    """The configuration of `--config`. Raises `ConfigurationError`."""
    file = arguments.text("config")
    if file is None:
        return None
    from nomadspec.workspace.configuration import load

    return load(file)


def configurations(arguments: Arguments) -> Configurations:
    """The configurations of the run's files: read once. Raises `ConfigurationError`."""
    from nomadspec.workspace.configuration import Configurations

    kept: Configurations | None = arguments.kept.get("configurations")
    if kept is None:
        kept = arguments.kept["configurations"] = Configurations(named_configuration(arguments), {"nomad_version": arguments.text("nomad_version")})
    return kept


def usage(arguments: Arguments, path: str) -> Configuration:
    """The configuration in which a file is used: that of the environment that was named, or of the only one that it belongs to. Raises `UnusableInput`."""
    from nomadspec.workspace.configuration import ConfigurationError
    from nomadspec.workspace.environments import the_usage

    place = arguments.text("stdin_filename") or "./x" if path == "-" else path
    try:
        return the_usage(configurations(arguments).of(place), place, arguments.many("environment"))
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None


def usage_of_all(arguments: Arguments, paths: Sequence[str]) -> Configuration:
    """The configuration in which all files of a run are used, for commands with a state. Raises `UnusableInput` when there are several."""
    from nomadspec.workspace.configuration import ConfigurationError
    from nomadspec.workspace.environments import check_names, in_environment, the_usage_of_all

    found, named = configurations(arguments), arguments.many("environment")
    try:
        used = the_usage_of_all([(path, found.of("./x" if path == "-" else path)) for path in paths], named)
        if used is not None and (used.environment is not None or not named):
            return used
        configuration = used or found.of("./x")
        check_names(configuration, named)
        return in_environment(configuration, named[0]) if len(named) == 1 else configuration
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None


def overrides(arguments: Arguments, plugins: Sequence[Rule] = ()) -> dict[str, Any]:
    """The overrides from the command line; unknown codes are errors."""
    changed: dict[str, Any] = {
        "select": arguments.codes("select") or None,
        "ignore": arguments.codes("ignore") or None,
        "extend_select": arguments.codes("extend_select") or None,
        "persona": arguments.text("persona"),
        "nomad_version": arguments.text("nomad_version"),
    }
    entries = [*arguments.codes("select"), *arguments.codes("ignore"), *arguments.codes("extend_select")]
    if entries:
        from nomadspec.rules.selection import unknown_entries
        from nomadspec.workspace.code_catalog import known_rules

        known = known_rules(plugins)
        if unknown_entries(entries, known):
            known += [(rule.code, rule.name) for rule in _written(arguments)]
        for entry, near in unknown_entries(entries, known):
            raise UsageError(f"unknown rule {entry!r}: not a code, code prefix or name" + (f"; did you mean {near}?" if near else ""))
    return {name: value for name, value in changed.items() if value is not None}


def _written(arguments: Arguments) -> list[Rule]:
    """The rules in HCL of the configuration of what is linted first, and those of the pack."""
    import os

    from nomadspec.workspace.written_rules import pack, rules_of

    first = next(iter(arguments.positional), "./x")
    found = configurations(arguments).of(os.path.join(first, "x") if os.path.isdir(first) else "./x" if first == "-" else first)
    return [*rules_of(found).rules, *pack().rules]


def rule_plugins(arguments: Arguments) -> tuple[list[Rule], list[Diagnostic]]:
    """The rules of installed plugins, and what is wrong with those that cannot be used; none with --no-plugins."""
    if arguments.flag("no_plugins"):
        return [], []
    from nomadspec.workspace import plugins

    return plugins.rule_plugins()
