"""Checks the names, options and types for rules in a configuration against the existing rules.

The keys of a configuration are checked when it is read (`configuration.py`); which rules there are is known only to a run that has looked for
plugins. A run that has not (`--no-plugins`, or a plugin that could not be loaded) accepts unknown names, because they may be a plugin's.
"""

from __future__ import annotations

from functools import cached_property

from nomadspec.source.closest import likely
from nomadspec.workspace.configuration import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.rules.rule import Rule
    from nomadspec.workspace.configuration import Configuration

#: Keys with entries that name rules.
_SELECTING = ("select", "ignore", "extend-select", "severity")


class RuleCheck:
    """Checks configurations. `plugins`: the rules of third parties; `complete`: whether these are all."""

    __slots__ = ("complete", "plugins")

    def __init__(self, plugins: Sequence[Rule] = (), *, complete: bool) -> None:
        self.plugins = tuple(plugins)
        self.complete = complete

    def __call__(self, configuration: Configuration) -> None:
        """Raises `ConfigurationError` at the first thing that is wrong."""
        known = _Known(configuration, self.plugins)
        for at, table in _tables(configuration):
            self._entries(configuration, at, table, known)
            if table.get("rules") and at != "suppress":
                self._options(configuration, table["rules"], known.by_name)

    def _entries(self, configuration: Configuration, at: str, table: Mapping[str, Any], known: _Known) -> None:
        keys = ("rules",) if at == "suppress" else _SELECTING
        entries = [entry for key in keys for entry in table.get(key, ()) if entry not in known.words]
        if not self.complete or not entries:
            return
        from nomadspec.rules.selection import unknown_entries
        from nomadspec.workspace.code_catalog import known_rules

        if unknown_entries(entries, known.ours):  # what Nomad itself says costs more to list
            for entry, near in unknown_entries(entries, known_rules(known.others)):
                raise _wrong(configuration, entry, f"unknown rule {entry!r}: not a code, code prefix or name", near)
        known.words.update(entries)

    def _options(self, configuration: Configuration, tables: Mapping[str, Mapping[str, Any]], rules: Mapping[str, Rule]) -> None:
        for name, options in tables.items():
            rule = rules.get(name)
            if rule is None:
                if self.complete:
                    by_code = next((rule.name for rule in rules.values() if rule.code == name), None)
                    raise _wrong(configuration, name, f"unknown rule {'rules.' + name!r}", by_code or likely(name, rules))
                continue
            for option, value in options.items():
                if option not in rule.options:
                    near = likely(option, rule.options)
                    raise _wrong(configuration, option, f"rule {name} has no option {option!r}", near)
                problem = _problem(rule.options[option], value)
                if problem:
                    raise _wrong(configuration, option, f"rules.{name}.{option} {problem}", None)


class _Known:
    """The rules that a configuration may name. Found once for all of its tables, of which there may be thousands."""

    def __init__(self, configuration: Configuration, plugins: Sequence[Rule]) -> None:
        self._configuration: Final = configuration
        self._plugins: Final = plugins
        #: Entries that are known to name a rule.
        self.words: Final[set[str]] = set()

    @cached_property
    def others(self) -> tuple[Rule, ...]:
        """Those that are not built in."""
        from nomadspec.workspace.written_rules import rules_of

        return (*self._plugins, *rules_of(self._configuration).rules)

    @cached_property
    def ours(self) -> list[tuple[str, str]]:
        """(code, name) of all but what Nomad itself says."""
        from nomadspec.rules.registry import ENGINE, builtin

        return [(rule.code, rule.name) for rule in (*builtin(), *ENGINE, *self.others)]

    @cached_property
    def by_name(self) -> dict[str, Rule]:
        """Those that may have options."""
        from nomadspec.rules.registry import builtin

        return {rule.name: rule for rule in (*builtin(), *self.others)}


def _tables(configuration: Configuration) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables about rules, each with its key."""
    yield "", configuration.values
    for key in ("overrides", "suppress"):
        for table in configuration.get(key, ()):
            yield key, table


def _problem(default: Any, value: Any) -> str:
    """What is wrong with the value of an option that has this default, or ""."""
    match default:
        case bool():
            return "" if isinstance(value, bool) else "must be true or false"
        case int():
            return "" if isinstance(value, int) and not isinstance(value, bool) else "must be a whole number"
        case float():
            return "" if isinstance(value, int | float) and not isinstance(value, bool) else "must be a number"
        case str():
            return "" if isinstance(value, str) else "must be a string"
    return "" if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value) else "must be a list of strings"


def _wrong(configuration: Configuration, name: str, text: str, near: str | None) -> ConfigurationError:
    return ConfigurationError(f"{configuration.where(name)}: {text}" + (f"; did you mean {near!r}?" if near else ""))
