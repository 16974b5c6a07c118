"""From arguments to inputs: the files a command reads, their text, and how they are compiled."""

from __future__ import annotations

import os
import sys

from nomadspec.cli.arguments import UnusableInput
from nomadspec.hcl.limits import MAX_FILE
from nomadspec.source.regular_file import FoundFile, repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.compilation import Compilation, CompileArguments
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration, Configurations
    from nomadspec.workspace.discovery import Inputs


def files(arguments: Arguments, configurations: Configurations | None = None) -> list[str]:
    """The files the command is about, in order; `-` is standard input."""
    return inputs(arguments, configurations).files


def inputs(
    arguments: Arguments,
    configurations: Configurations | None = None,
    accept: Callable[[str], bool] | None = None,
    missing: Callable[[str, Iterable[str]], str] | None = None,
) -> Inputs:
    """The files for the command. Notes go to standard error. The configuration's `exclude` and `include` apply, too; `accept` and `missing` are as in
    `discover`."""
    from nomadspec.cli import config_option
    from nomadspec.workspace.configuration import ConfigurationError
    from nomadspec.workspace.discovery import InputError, Inputs, discover

    kept: Inputs | None = arguments.kept.get("inputs")
    if kept is not None:
        return kept

    try:
        known = configurations or config_option.configurations(arguments)
        configured = known.of("./x")
        found = discover(
            arguments.positional,
            excluded=excluded(arguments, configured),
            included=included(configured),
            force_exclude=arguments.flag("force_exclude"),
            skip_usual=not arguments.many("exclude") and "exclude" not in configured.values,
            accept=accept,
            missing=missing,
        )
    except (ConfigurationError, InputError) as error:
        raise UnusableInput(str(error)) from None
    if not arguments.flag("quiet"):
        for text in found.notes:
            from nomadspec.cli.notes import note

            note(text)
    kept = arguments.kept["inputs"] = Inputs(_of_environments(arguments, found.files, known), found.searched, found.notes)
    return kept


def excluded(arguments: Arguments, configured: Configuration) -> Callable[[str], bool] | None:
    """The files that a search skips, from the command line and the configuration; None for none. Raises `InputError` for an invalid pattern."""
    from nomadspec.workspace.discovery import matcher

    left_out = [*configured.get("extend-exclude", []), *([] if arguments.many("exclude") else configured.get("exclude", []))]
    given = [*arguments.many("exclude"), *arguments.many("extend_exclude")]
    of_command = matcher(given) if given else None
    if not given and not left_out:
        return None
    return lambda path: (of_command is not None and of_command(path)) or configured.matches(left_out, path)


def included(configured: Configuration) -> Callable[[str], bool] | None:
    """The files that a search includes whatever their names."""
    added = configured.get("include", [])
    return (lambda path: configured.matches(added, path)) if added else None


def _of_environments(arguments: Arguments, found: list[str], configurations: Configurations) -> list[str]:
    """The files to use with `--environment`: those that only belong to other environments are skipped."""
    named = arguments.many("environment")
    if not named:
        return found
    from nomadspec.workspace.configuration import ConfigurationError
    from nomadspec.workspace.environments import check_names, the_usage, usages

    try:
        check_names(configurations.of(found[0] if found and found[0] != "-" else "./x"), named)
        left = [path for path in found if path == "-" or usages(configurations.of(path), path, named)]
        if not left and found and found[0] in arguments.positional:
            the_usage(configurations.of(found[0]), found[0], named)  # says where it belongs to
        return left
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None


def standard_input() -> str:
    """All of standard input as text, at most `MAX_FILE` bytes; bytes that are not UTF-8 become lone surrogates, which the parser reports with their place."""
    data = sys.stdin.buffer.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise UnusableInput(f"standard input is larger than {MAX_FILE:,} bytes")
    return data.decode("utf-8", "surrogateescape")


def compile_arguments(arguments: Arguments, path: str, *, confined: bool = True, state: ClusterState | None = None) -> CompileArguments:
    """How `path` is compiled: variables, variable files, values of its configuration and environment, the release of Nomad, and what its file functions may
    read.

    `state`: of the cluster whose release `--nomad-version auto` is. `confined`: only the repository around the jobspec (else the working folder); `nomadspec compile` reads anywhere, as Nomad does.
    """
    from nomadspec.cli.config_option import usage
    from nomadspec.cli.release_option import checked_release
    from nomadspec.workspace.configuration import ConfigurationError
    from nomadspec.workspace.environments import values

    configuration = usage(arguments, path)
    given = own_arguments(arguments, path, confined=confined)
    try:
        given["configured"] = values(configuration)
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None
    given["strict"] = given["strict"] and configuration.get("hcl2-strict") is not False
    given["nomad_version"] = checked_release(arguments, path, state)
    return given


def own_arguments(arguments: Arguments, path: str, *, confined: bool = True) -> CompileArguments:
    """How `path` is compiled as far as the command line tells."""
    given: CompileArguments = {
        "variables": variables(arguments),
        "var_files": arguments.many("var_file"),
        "strict": arguments.flag("hcl2_strict", True),
        "fs": file_root(arguments, path, confined),
    }
    if arguments.flag("json"):
        given["json"] = True
    if path == "-":
        given["filename"] = arguments.text("stdin_filename") or "stdin"
    return given


def variables(arguments: Arguments) -> dict[str, str]:
    """The values of `--var`; Nomad ignores one without `=`."""
    values: dict[str, str] = {}
    for text in arguments.many("var"):
        name, equals, value = text.partition("=")
        if equals:
            values[name] = value
    return values


def file_root(arguments: Arguments, path: str, confined: bool = True) -> str:
    """What file functions may read: "any", "none" or a folder (absolute)."""
    if arguments.flag("no_fs"):
        return "none"
    root = arguments.text("fs_root")
    if root is not None:
        if not os.path.isdir(root):
            raise UnusableInput(f"--fs-root {root}: no such folder")
        return os.path.abspath(root)
    if not confined:
        return "any"
    return repository_root(os.path.dirname(path) if path != "-" else ".") or os.getcwd()


def source(path: str) -> Any:
    """The argument for public functions: the text of standard input, or a light substitute for a Path."""
    if path == "-":
        return standard_input()
    return NamedFile(path)


def compile_path(arguments: Arguments, path: str, options: CompileArguments) -> Compilation:
    """The file, or standard input, compiled. A file that a search found is not followed out of the repository."""
    from nomadspec.cli.faults import naming
    from nomadspec.jobspec.compilation import compile

    given = source(path)
    kept: Inputs | None = arguments.kept.get("inputs")
    if kept is not None and path in kept.searched:
        given = FoundFile(str(given))
    with naming(path):
        return compile(given, **options)


class NamedFile:
    """A path, distinct from a text, normalized as by pathlib: `./a//b` is `a/b`. (Loading pathlib takes as long as compiling a file.)"""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        if os.sep != "/":
            self._path = os.path.normpath(path)
            return
        root = path[: len(path) - len(path.lstrip("/"))]
        self._path = ("//" if root == "//" else root[:1]) + "/".join([part for part in path.split("/") if part not in ("", ".")]) or "."

    def __fspath__(self) -> str:
        return self._path

    def __str__(self) -> str:
        return self._path


def complaints(compiled: Compilation) -> Sequence[Diagnostic]:
    """Messages about a jobspec from commands that do not lint."""
    from nomadspec.workspace.finish import of_compilation

    return of_compilation(compiled, os.environ) if compiled.diagnostics else ()


def refusal(compiled: Compilation) -> int:
    """The exit status for a jobspec that does not compile: 2 when it could not be read at all, else 1."""
    return 2 if any(d.rule in ("unreadable-file", "too-large") for d in compiled.diagnostics) else 1
