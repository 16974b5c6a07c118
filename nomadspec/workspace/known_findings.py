"""Findings of an earlier run, reused if nothing that they depend on has changed.

They depend on the path and text of the file, its configuration with the schemas and files of values that it names, the variables, the version, and on what its functions learned from
outside. The first ones are the key under which the cache has them; the last is asked again (`evaluation/functions/external_reads.py`). A few rules look at
the calendar: what was found in another month is found anew. Runs with a state or with plugins neither use nor store known findings.
"""

from __future__ import annotations

import os

from nomadspec.workspace.environments import in_environment, names
from nomadspec.workspace.environments import values as values_of
from nomadspec.workspace.files import ReadError, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.source import Diagnostic
    from nomadspec.workspace.cache import Cache, Entry
    from nomadspec.workspace.configuration import Configuration
    from nomadspec.workspace.file_linter import FileLinter
    from nomadspec.workspace.report import FileReport


class KnownFindings:
    """Known findings of files from earlier runs."""

    __slots__ = ("_cache", "_config_keys", "_linter")

    def __init__(self, linter: FileLinter, cache: Cache) -> None:
        self._linter: Final = linter
        self._cache: Final = cache
        self._config_keys: Final[dict[int, bytes]] = {}

    def find(self, path: str, text: str) -> tuple[str, list[Diagnostic], list[dict[str, Any]]] | None:
        """The file's path, findings and facts."""
        entry = self._cache.get(self._key(path, text))
        if entry is None:
            return None
        from nomadspec.workspace.cache import decoded

        try:
            return (path, *decoded(entry, path, text)) if self._linter.still_valid_for(path, entry[2]) else None
        except (ValueError, TypeError, IndexError, KeyError):
            return None  # not what `encoded` wrote

    def keep(self, path: str, text: str, report: FileReport) -> None:
        from nomadspec.workspace.cache import encoded

        self.keep_entry(path, text, encoded(report))

    def keep_entry(self, path: str, text: str, entry: Entry) -> None:
        """Keep what is encoded already, unless it could not be told later whether it holds."""
        if all(digest for _, _, digest in entry[2]):
            self._cache.put(self._key(path, text), entry)

    def save(self) -> None:
        self._cache.save()

    def _key(self, path: str, text: str) -> str:
        from nomadspec.workspace.cache import content_key

        configuration = self._linter.configurations.of(path)
        mark = self._config_keys.get(id(configuration))
        if mark is None:
            mark = self._config_keys[id(configuration)] = _config_key(configuration)
        return content_key(path, text.encode("utf-8", "surrogateescape") + mark + (b"searched" if path in self._linter.searched else b""))


def known_findings(linter: FileLinter, folder: str) -> KnownFindings | None:
    """The known findings of the cache in the folder; None if nothing may be stored."""
    if linter.state is not None or linter.plugins:
        return None
    from nomadspec.source.regular_file import repository_root
    from nomadspec.workspace.cache import Cache

    if repository_root(folder) is not None:
        return None
    return KnownFindings(linter, Cache(folder, _run_key(linter)))


def _run_key(linter: FileLinter) -> str:
    """What the findings of all files depend on."""
    import json
    import time

    names = {name: value for name, value in linter.arguments.items() if name not in ("fs", "var_files")}
    files = [[str(name), _text_of(str(name))] for name in linter.arguments.get("var_files", ())]
    environ = sorted(item for item in os.environ.items() if item[0].startswith("NOMAD_VAR_")) if names.get("environ") is None else []
    given = linter.configurations.given
    return json.dumps(
        [
            names,
            files,
            environ,
            linter.facts,
            list(linter.environments),
            linter.configurations.change,
            given.values if given is not None else None,
            os.getcwd(),
            time.strftime("%Y-%m"),
            os.environ.get("TZ"),
        ],
        default=str,
        sort_keys=True,
    )


def _config_key(configuration: Configuration) -> bytes:
    """The configuration of a file, as part of its key."""
    import json

    schemas = [_text_of(os.path.join(configuration.folder, str(driver.get("schema", "")))) for driver in configuration.get("drivers", {}).values()]
    used = [configuration, *(in_environment(configuration, name) for name in names(configuration))]
    values = [_text_of(value) for each in used for value in values_of(each) if isinstance(value, str)]
    from nomadspec.workspace.written_rules import rules_of

    written = rules_of(configuration).texts
    return json.dumps([written, configuration.values, configuration.folder, schemas, values], default=str, sort_keys=True).encode("utf-8", "surrogatepass")


def _text_of(path: str) -> str:
    try:
        return read_text(path)
    except ReadError:
        return ""
