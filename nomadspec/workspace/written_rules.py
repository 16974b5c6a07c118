"""The rules in HCL of a configuration: those in the files of `rule-files`, and those of the packs in the package.

    rule-files = ["rules/*.hcl", "../shared-rules", "git:v1.2:rules"]     patterns, folders, folders of this repository at a revision

They are read once for each configuration. What is wrong with a file is a finding in it; the other rules run. Packs are off unless the configuration
names one of their rules or asks for pedantic advice.
"""

from __future__ import annotations

import os

from nomadspec.rules.rule import Rule
from nomadspec.source import Diagnostic
from nomadspec.source.record import Record
from nomadspec.source.relative_path import relative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Final

    from nomadspec.rules.hcl.reading import WrittenRule
    from nomadspec.workspace.configuration import Configuration

#: Files of one configuration, and bytes of one.
MAX_FILES: Final = 200
MAX_BYTES: Final = 1_000_000
#: The pack that comes with nomadspec: its file, what its codes and its names begin with.
PACK, PACK_CODES, PACK_NAMES = "best_practice.hcl", "BP", "bp-"
_KEYS: Final = ("select", "extend-select", "ignore", "severity")


class RuleSet(Record):
    """The rules of a configuration, as they run and as they are written; what is wrong with their files; the files' texts."""

    rules: tuple[Rule, ...]
    written: tuple[WrittenRule, ...]
    problems: tuple[Diagnostic, ...]
    texts: tuple[str, ...]


NONE: Final = RuleSet((), (), (), ())
_known: dict[tuple[str, ...], RuleSet] = {}


def rules_of(configuration: Configuration) -> RuleSet:
    """The rules in HCL of a configuration."""
    entries = configuration.get("rule-files", ())
    pack = _names_pack(configuration)
    if not entries and not pack:
        return NONE
    key = (configuration.folder, str(configuration.root), str(pack), *entries)
    found = _known.get(key)
    if found is None:
        if len(_known) > 64:
            _known.clear()
        found = _known[key] = _read(configuration, entries, pack)
    return found


def pack() -> RuleSet:
    """The rules of the pack in the package."""
    from nomadspec.workspace.configuration import Configuration

    return rules_of(Configuration({"persona": "pedantic"}, folder="."))


def _names_pack(configuration: Configuration) -> bool:
    if configuration.get("persona") == "pedantic":
        return True
    tables: list[Any] = [configuration.values, *configuration.get("overrides", ()), *configuration.get("suppress", ())]
    entries = [entry for table in tables for key in (*_KEYS, "rules") for entry in table.get(key, ())]
    return any(entry.startswith((PACK_CODES, PACK_NAMES)) for entry in entries)


def _read(configuration: Configuration, entries: tuple[str, ...], with_pack: bool) -> RuleSet:
    from nomadspec.rules.hcl.checking import as_rule
    from nomadspec.rules.hcl.reading import read_rules
    from nomadspec.rules.registry import ENGINE, builtin

    taken = {word for rule in (*builtin(), *ENGINE) for word in (rule.code, rule.name)}
    rules: list[Rule] = []
    written: list[WrittenRule] = []
    problems: list[Diagnostic] = []
    texts: list[str] = []
    for path, text, pedantic in _texts(configuration, entries, with_pack, problems):
        found, wrong = read_rules(text, path, taken)
        texts.append(text)
        written += found
        problems += wrong
        taken |= {word for one in found for word in (one.code, one.name)}
        rules += [as_rule(one, "pedantic" if pedantic else "regular") for one in found]
    return RuleSet(tuple(rules), tuple(written), tuple(problems), tuple(texts))


def _texts(configuration: Configuration, entries: tuple[str, ...], with_pack: bool, problems: list[Diagnostic]) -> Iterator[tuple[str, str, bool]]:
    """(path, text, whether pedantic) of each file."""
    if with_pack:
        from importlib.resources import files

        yield f"nomadspec/{PACK}", (files("nomadspec.rules.hcl") / PACK).read_text(encoding="utf-8"), True
    count = 0
    for entry in entries:
        found = _at_revision(configuration, entry, problems) if entry.startswith("git:") else _matching(configuration, entry, problems)
        for path, text in found:
            count += 1
            if count > MAX_FILES:
                return
            yield path, text, False


def _problem(configuration: Configuration, text: str) -> Diagnostic:
    from nomadspec.rules.registry import RULE_FILE

    return Diagnostic(RULE_FILE.code, RULE_FILE.name, "error", f"{configuration.where('rule-files')}: {text}", None)


def _matching(configuration: Configuration, entry: str, problems: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    from glob import iglob

    from nomadspec.workspace.configuration import ConfigurationError
    from nomadspec.workspace.files import ReadError, read_text

    pattern = os.path.join(configuration.folder, entry)
    if os.path.isdir(pattern):
        pattern = os.path.join(pattern, "*.hcl")
    paths: list[str] = []
    for path in iglob(pattern, recursive=True):
        paths.append(path)
        if len(paths) > MAX_FILES:
            break
    if not paths:
        problems.append(_problem(configuration, f"{entry} matches no file"))
    for path in sorted(paths):
        try:
            named = configuration.file_path(path)
            text = read_text(named)
        except (ConfigurationError, ReadError) as error:
            problems.append(_problem(configuration, str(error)))
            continue
        if len(text) > MAX_BYTES:
            problems.append(_problem(configuration, f"{path} is longer than {MAX_BYTES:,} characters"))
            continue
        yield relative(named), text


def _at_revision(configuration: Configuration, entry: str, problems: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """The files of a folder of the repository at a revision: `git:REV[:FOLDER]`."""
    from nomadspec.backends import git_objects

    revision, _, folder = entry.removeprefix("git:").partition(":")
    try:
        commit = git_objects.commit(configuration.folder, revision)
        prefix = folder.strip("/") + "/" if folder.strip("/") else ""
        paths = sorted(path for path, (_, size) in commit.files.items() if path.startswith(prefix) and path.endswith(".hcl") and size <= MAX_BYTES)[:MAX_FILES]
        if not paths:
            problems.append(_problem(configuration, f"{entry} has no .hcl file"))
        for path, data in zip(paths, commit.read(paths), strict=True):
            yield f"{revision}:{path}", data.decode("utf-8", "replace")
    except git_objects.GitError as error:
        problems.append(_problem(configuration, f"{entry}: {error}"))
