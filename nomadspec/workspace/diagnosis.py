"""What a run uses, and why: files, configuration, environments, the Nomad release, facts about servers, git and regular
expressions. `nomadspec doctor` shows it; nothing is linted, and no cluster is asked.
"""

from __future__ import annotations

from nomadspec.backends.opening import without_password
from nomadspec.source.record import Record
from nomadspec.source.relative_path import from_here
from nomadspec.workspace import environments
from nomadspec.workspace.checked_release import AUTO, checked_release
from nomadspec.workspace.configuration import Configuration, ConfigurationError
from nomadspec.workspace.files import ReadError, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Final

    from nomadspec.workspace.configuration import Configurations

#: Maximum number of files listed.
_MOST: Final = 5


class Fact(Record):
    """One thing that a run uses: `status` is "ok", "note" (worth knowing) or "problem" (a run would fail, or say less than it could)."""

    topic: str
    status: str
    message: str
    why: str = ""


def diagnose(files: Sequence[str], configurations: Configurations, environ: Mapping[str, str], named: Sequence[str] = ()) -> list[Fact]:
    """The facts of a run over the files; `named`: the environments that the command line names. A configuration that cannot be used is a problem."""
    found: list[Fact] = []
    found += _files(files)
    used: dict[int, tuple[Configuration, list[str]]] = {}
    for path in files or ["./x"]:
        try:
            configuration = configurations.of("./x" if path == "-" else path)
        except ConfigurationError as error:
            return [*found, Fact("configuration", "problem", str(error))]
        used.setdefault(id(configuration), (configuration, []))[1].append(path)
    for configuration, paths in used.values():
        steps: list[Callable[[], Iterator[Fact]]] = [
            lambda: _configuration(configuration),  # noqa: B023 - called at once
            lambda: _environments(configuration, paths, named),  # noqa: B023
            lambda: _values(configuration, environ),  # noqa: B023
            lambda: _release(configuration),  # noqa: B023
            lambda: _servers(configuration),  # noqa: B023
        ]
        for step in steps:
            try:
                found += step()
            except ConfigurationError as error:
                found.append(Fact("configuration", "problem", str(error)))
    return [*found, *_machine(environ)]


def _files(files: Sequence[str]) -> Iterator[Fact]:
    if not files:
        yield Fact(
            "files", "problem", "no jobspecs found", "folders are searched for *.nomad, *.nomad.hcl, *.nomad.json, and .hcl or .json files that contain a job"
        )
        return
    shown = ", ".join(files[:_MOST]) + (f" and {len(files) - _MOST} more" if len(files) > _MOST else "")
    yield Fact("files", "ok", f"{len(files)} jobspec{'s' * (len(files) != 1)}: {shown}")


def _configuration(configuration: Configuration) -> Iterator[Fact]:
    if configuration.file is None:
        yield Fact(
            "configuration",
            "note",
            "no configuration file",
            "no nomadspec.toml, .nomadspec.toml or pyproject.toml with a configuration up to the repository's root",
        )
        return
    keys = ", ".join(sorted(configuration.values)) or "nothing"
    yield Fact("configuration", "ok", f"{from_here(configuration.file)} sets {keys}", "the nearest configuration at or above the files, or --config")


def _environments(configuration: Configuration, paths: Sequence[str], named: Sequence[str]) -> Iterator[Fact]:
    names = environments.names(configuration)
    if not names:
        return
    environments.check_names(configuration, named)
    for name in names:
        of_it = [path for path in paths if name in environments.belongs_to(configuration, path)]
        why = "selected by --environment" if name in named else "excluded by --environment" if named else "its paths match"
        status = "ok" if of_it else "note"
        yield Fact("environment", status, f"{name}: {len(of_it)} of {len(paths)} jobspecs", why)
    none = [path for path in paths if not environments.belongs_to(configuration, path)]
    if none:
        shown = ", ".join(none[:_MOST]) + (f" and {len(none) - _MOST} more" if len(none) > _MOST else "")
        yield Fact("environment", "note", f"in none: {shown}", "no environment has paths that match")


def _values(configuration: Configuration, environ: Mapping[str, str]) -> Iterator[Fact]:
    used = [configuration, *(environments.in_environment(configuration, name) for name in environments.names(configuration))]
    seen: set[str] = set()
    for each in used:
        for value in environments.values(each):
            if not isinstance(value, str) or value in seen:
                continue
            seen.add(value)
            where = f"environment {each.environment}" if each.environment else "var-files"
            try:
                read_text(value)
                yield Fact("values", "ok", value, where)
            except ReadError as error:
                yield Fact("values", "problem", str(error), where)
    given = sorted(name for name in environ if name.startswith("NOMAD_VAR_"))
    if given:
        yield Fact("values", "ok", f"{', '.join(given)} (values are not shown)", "from environment variables, overriding the configuration")


def _release(configuration: Configuration) -> Iterator[Fact]:
    for each in (configuration, *(environments.in_environment(configuration, name) for name in environments.names(configuration))):
        if each is not configuration and each.get("nomad-version") == configuration.get("nomad-version"):
            continue
        of = f" in environment {each.environment}" if each.environment else ""
        if each.get("nomad-version") == AUTO:
            yield Fact("release", "ok", f"that of the state's servers{of}", "nomad-version is auto")
            continue
        why = "--nomad-version" if "nomad-version" in each.overridden else "nomad-version" if each.get("nomad-version") else "the newest, because none is set"
        yield Fact("release", "ok", f"Nomad {checked_release(each, None).shown}{of}", why)


def _servers(configuration: Configuration) -> Iterator[Fact]:
    for each in (configuration, *(environments.in_environment(configuration, name) for name in environments.names(configuration))):
        of = f" in environment {each.environment}" if each.environment else ""
        if each is not configuration and all(each.get(key) == configuration.get(key) for key in ("state", "server")):
            continue
        if each.get("state"):
            yield Fact("servers", "ok", f"state {without_password(each.get('state'))}{of}", "state in the configuration; --state wins")
        elif each.get("server"):
            yield Fact("servers", "ok", f"[server] sets {', '.join(sorted(each.get('server')))}{of}", "server in the configuration")
        else:
            why = "neither a state nor [server]: namespaces, node pools, Vault and Consul are not checked"
            yield Fact("servers", "note", f"no facts are known{of}", why)


def _machine(environ: Mapping[str, str]) -> Iterator[Fact]:
    from importlib.util import find_spec
    from shutil import which

    from nomadspec.source.regular_file import repository_root

    root = repository_root(".")
    if root is None:
        yield Fact("repository", "note", "the working folder is not in a repository", "file functions read only below the working folder")
    else:
        git = which("git", path=environ.get("PATH"))
        yield Fact(
            "repository",
            "ok" if git else "note",
            root,
            "git: and --changed-since are available" if git else "git is not installed: git: and --changed-since are not available",
        )
    if find_spec("re2") is None:
        why = "pip install 'nomadspec[re2]' is faster, and supports names of scripts such as \\p{Greek}"
        yield Fact("regular expressions", "note", "evaluated in Python, because google-re2 is not installed", why)
    else:
        yield Fact("regular expressions", "ok", "google-re2")
