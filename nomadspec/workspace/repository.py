"""Linting many files: configuration of each, cache, processes where they pay, then the rules over the whole repository.

A file is a unit of work: text in, encoded findings and facts out. The same unit runs in this process, in another, or comes from the cache.
"""

from __future__ import annotations

import os

from nomadspec.source import Diagnostic, Source, Span
from nomadspec.workspace.configuration import Configuration, find, load
from nomadspec.workspace.files import ReadError, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.rules.rule import Rule
    from nomadspec.workspace.cache import Cache

#: From how many files processes pay, and how many files one of them gets at once.
PARALLEL_FROM: Final = 120
CHUNK: Final = 40


class Report:
    """All findings of a run, and how many files were looked at."""

    __slots__ = ("files", "findings", "unreadable")

    def __init__(self, findings: list[Diagnostic], files: list[str], unreadable: list[str]) -> None:
        self.findings: Final = findings
        self.files: Final = files
        self.unreadable: Final = unreadable


class Configurations:
    """The configuration of each file: the given one, or the nearest above it, read once."""

    __slots__ = ("_by_file", "_by_folder", "change", "given")

    def __init__(self, given: Configuration | None = None, change: Mapping[str, Any] | None = None) -> None:
        self.given: Final = given
        self.change: Final = dict(change or {})
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
                    found = self._by_file[file] = (load(file, found=True) if file is not None else Configuration()).overriding(**self.change)
                known = found
            self._by_folder[folder] = known
        return known


def lint_files(
    paths: Sequence[str],
    configuration: Configuration | None = None,
    state: Any = None,
    *,
    configurations: Configurations | None = None,
    compile_arguments: Mapping[str, Any] | None = None,
    cache_folder: str | None = None,
    jobs: int = 1,
    plugins: Sequence[Rule] = (),
    found: Sequence[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Lint files and folders. `found`: the files when they are already known; `cache_folder`: use the cache there; `jobs`: processes, 0 for as many as pay."""
    if found is None:
        from nomadspec.workspace.discovery import discover

        found = discover(paths).files
    configurations = configurations or Configurations(configuration)
    unit = Unit(configurations, state, dict(compile_arguments or {}), plugins, facts=len(found) > 1)
    reports: list[tuple[str, list[Diagnostic], dict[str, Any] | None]] = []
    unreadable: list[str] = []
    for number, result in enumerate(_results(unit, found, cache_folder, jobs)):
        if isinstance(result, str):
            unreadable.append(result)
        else:
            reports.append(result)
        if progress is not None:
            progress(number + 1, len(found))
    findings = [finding for path, rows, _ in reports for finding in of_file(rows, path)]
    facts = [facts for _, _, facts in reports if facts is not None]
    if len(facts) > 1:
        findings += _over_all(facts, configurations, plugins)
    return Report(findings, list(found), unreadable)


def of_file(findings: Iterable[Diagnostic], path: str) -> list[Diagnostic]:
    """The findings of a file; one without a place becomes one about the file as a whole: among many files it has to say which."""
    return [finding if finding.span is not None else finding.replace(span=Span(Source("", path), 0, 0)) for finding in findings]


def _over_all(facts: list[dict[str, Any]], configurations: Configurations, plugins: Sequence[Rule]) -> list[Diagnostic]:
    """The rules about a repository; each finding counts by the configuration of the file it is in."""
    from nomadspec.rules.registry import builtin
    from nomadspec.rules.runner import run_repository

    rules = [rule for rule in (*builtin(), *plugins) if rule.scope == "repository"]
    sources: dict[str, Source | None] = {}

    def source_of(path: str) -> Source | None:
        if path not in sources:
            try:
                sources[path] = Source(read_text(path), path)
            except ReadError:
                sources[path] = None
        return sources[path]

    first = configurations.of(facts[0]["path"])
    kept = []
    for finding in run_repository(rules, facts, first.options(facts[0]["path"]), source_of):
        path = finding.span.path if finding.span is not None else ""
        selection = configurations.of(path).selection(path)
        rule = next((r for r in rules if r.code == finding.code), None)
        chosen = selection.apply(finding) if rule is None or selection.enabled(rule) else None
        if chosen is not None and not _suppressed(chosen, source_of(path)):
            kept.append(chosen)
    return kept


def _suppressed(finding: Diagnostic, source: Source | None) -> bool:
    if source is None or "nomadspec:" not in source.text:
        return False
    from nomadspec.hcl.parser import parse
    from nomadspec.rules import suppression

    suppressions, _ = suppression.collect(source, parse(source.text, source.path).body)
    return not suppression.filter([finding], suppressions)


class Unit:
    """The work on one file, and what it needs."""

    __slots__ = ("arguments", "configurations", "facts", "plugins", "roots", "salts", "state")

    def __init__(self, configurations: Configurations, state: Any, arguments: dict[str, Any], plugins: Sequence[Rule], *, facts: bool = False) -> None:
        self.configurations: Final = configurations
        self.state: Final = state
        self.arguments: Final = arguments
        self.plugins: Final = plugins
        self.facts: Final = facts
        self.salts: Final[dict[int, str]] = {}
        self.roots: Final[dict[str, str]] = {}

    def work(self, path: str, text: str) -> tuple[list[Diagnostic], dict[str, Any] | None]:
        """Findings and facts of a text."""
        from nomadspec.workspace.linting import lint_one

        configuration = self.configurations.of(path)
        arguments = dict(self.arguments)
        arguments["filename"] = path
        if "fs" not in arguments:
            folder = os.path.dirname(path)
            root = self.roots.get(folder)
            if root is None:
                from nomadspec.workspace.discovery import repository_root

                root = self.roots[folder] = repository_root(folder) or os.getcwd()
            arguments["fs"] = root
        report = lint_one(text, configuration, self.state, arguments, self.plugins, facts=self.facts)
        return report.findings, report.facts


#: Functions whose result depends on files or chance: a job that may call one is not cached.
_IMPURE = ("file", "filebase64", "fileexists", "fileset", "uuidv4", "bcrypt", "abspath", "pathexpand")


def reads_files(text: str) -> bool:
    """Whether a jobspec may call a function whose answer can change while its text does not."""
    for name in _IMPURE:
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if text[end : end + 1] == "(" or (text[end : end + 1].isspace() and text[end : end + 200].lstrip()[:1] == "("):
                return True
            at = text.find(name, end)
    return False


def _results(unit: Unit, files: Sequence[str], cache_folder: str | None, jobs: int) -> Iterator[tuple[str, list[Diagnostic], dict[str, Any] | None] | str]:
    """The result of each file, in order; a text where it cannot be read."""
    cache = _cache(unit, cache_folder)
    if jobs != 1 and len(files) >= PARALLEL_FROM and unit.state is None and hasattr(os, "fork"):
        yield from _in_processes(unit, files, cache, jobs or os.cpu_count() or 1)
    else:
        for path in files:
            yield _one(unit, path, cache)
    if cache is not None:
        cache.save()


def _cache(unit: Unit, folder: str | None) -> Cache | None:
    if folder is None or unit.state is not None or unit.plugins:
        return None
    from nomadspec.workspace.cache import Cache
    from nomadspec.workspace.discovery import repository_root

    if repository_root(folder) is not None:
        return None
    return Cache(folder, _salt(unit))


def _salt(unit: Unit) -> str:
    """All that findings depend on besides a file's text and path."""
    import json

    names = {name: value for name, value in unit.arguments.items() if name not in ("fs", "var_files")}
    files = [[str(name), _text_of(str(name))] for name in unit.arguments.get("var_files", ())]
    environ = sorted(item for item in os.environ.items() if item[0].startswith("NOMAD_VAR_")) if names.get("environ") is None else []
    given = unit.configurations.given
    return json.dumps(
        [names, files, environ, unit.facts, unit.configurations.change, given.values if given is not None else None, os.getcwd()], default=str, sort_keys=True
    )


def _text_of(path: str) -> str:
    try:
        return read_text(path)
    except ReadError:
        return ""


def _one(unit: Unit, path: str, cache: Cache | None) -> tuple[str, list[Diagnostic], dict[str, Any] | None] | str:
    try:
        text = read_text(path)
    except ReadError as error:
        return str(error)
    if cache is None:
        findings, facts = unit.work(path, text)
        return path, findings, facts
    from nomadspec.workspace.cache import content_key, decode, encode

    key = content_key(path, text.encode("utf-8", "surrogateescape") + _configuration_mark(unit, path))
    entry = cache.get(key)
    if entry is not None:
        try:
            source_of = _sources(path, text)
            return path, [decode(row, source_of) for row in entry[0]], entry[1]
        except (ValueError, TypeError, IndexError, KeyError):
            pass
    findings, facts = unit.work(path, text)
    if not reads_files(text):
        cache.put(key, [[encode(d) for d in findings], facts])
    return path, findings, facts


def _configuration_mark(unit: Unit, path: str) -> bytes:
    """The configuration found for the file, as part of its key."""
    configuration = unit.configurations.of(path)
    mark = unit.salts.get(id(configuration))
    if mark is None:
        import json

        mark = unit.salts[id(configuration)] = json.dumps([configuration.values, configuration.folder], default=str, sort_keys=True)
    return mark.encode("utf-8", "surrogatepass")


def _sources(path: str, text: str) -> Callable[[str], Source | None]:
    """Texts by path: the file itself, and others read when a place in them is asked for."""
    own = Source(text, path)

    def source_of(name: str) -> Source | None:
        if name == path:
            return own
        try:
            return Source(read_text(name), name)
        except ReadError:
            return None

    return source_of


def _in_processes(unit: Unit, files: Sequence[str], cache: Cache | None, jobs: int) -> Iterator[tuple[str, list[Diagnostic], dict[str, Any] | None] | str]:
    """Files in chunks over forked processes; what the cache has is not sent."""
    from nomadspec.workspace.cache import content_key, decode

    texts: dict[str, str] = {}
    entries: dict[str, Any] = {}
    keys: dict[str, str] = {}
    todo: list[str] = []
    errors: dict[str, str] = {}
    for path in files:
        try:
            text = texts[path] = read_text(path)
        except ReadError as error:
            errors[path] = str(error)
            continue
        if cache is not None:
            keys[path] = content_key(path, text.encode("utf-8", "surrogateescape") + _configuration_mark(unit, path))
            entries[path] = cache.get(keys[path])
        if entries.get(path) is None:
            todo.append(path)
    if len(todo) < PARALLEL_FROM:
        results: Iterator[Any] = ((path, _encoded(unit, path, texts[path])) for path in todo)
    else:
        from nomadspec.workspace.processes import in_processes

        chunks = [todo[i : i + CHUNK] for i in range(0, len(todo), CHUNK)]
        done = in_processes(lambda chunk: [[path, _encoded(unit, path, texts[path])] for path in chunk], chunks, min(jobs, 16))
        results = (row for rows in done for row in rows)
    for path in files:
        if path in errors:
            yield errors[path]
            continue
        entry = entries.get(path)
        if entry is None:
            name, entry = next(results)
            assert name == path
            if cache is not None and not reads_files(texts[path]):
                cache.put(keys[path], entry)
        source_of = _sources(path, texts.pop(path))
        try:
            yield path, [decode(row, source_of) for row in entry[0]], entry[1]
        except (ValueError, TypeError, IndexError, KeyError):
            findings, facts = unit.work(path, read_text(path))
            yield path, findings, facts


def _encoded(unit: Unit, path: str, text: str) -> list[Any]:
    from nomadspec.workspace.cache import encode

    findings, facts = unit.work(path, text)
    return [[encode(d) for d in findings], facts]
