"""The program: finds the command, runs it, and turns every failure into one line and an exit status.

Only the module of the command is imported. Typer is only loaded for help and completion (`app.py`).
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from typing import Any, TextIO

    from nomadspec.cli.arguments import Arguments
    from nomadspec.cli.options import Command

#: Exit statuses that are not a command's own.
USAGE = 2
INTERRUPTED = 130

HELP = ("--help", "-h", "-help")
VERSION = ("--version", "-V", "-version")


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        _open_streams()
    for stream in (sys.stdout, sys.stderr):
        _speak_utf_8(stream)
    import gc

    # The command line owns its process, and its trees have no cycles that matter, so garbage collection only costs time.
    gc.disable()
    if _OwnModules not in sys.meta_path:
        sys.meta_path.insert(0, _OwnModules)
    try:
        status = _run(arguments)
    except BrokenPipeError:
        status = _closed_output()
    except OSError as error:  # of help and version; commands have their own
        status = _say(_unnamed(error), USAGE)
    return status if argv is not None else _leave(status)


class _OwnModules:
    """Finds our own modules where they must be, beside their package. The importer would ask its other finders first and look through the folder for
    extension modules; two hundred times, that is a tenth of a short run. What is not a plain file there is left to it."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        if path is None or not name.startswith("nomadspec."):
            return None
        import os

        this: Any = __spec__  # its classes are those that the importer would use
        last = name.rpartition(".")[2]
        package = f"{path[0]}{os.sep}{last}"
        for folder, stem, inner in ((path[0], last, None), (package, "__init__", [package])):
            file = f"{folder}{os.sep}{stem}.py"
            try:
                os.stat(file)
            except OSError:
                continue
            loader = type(this.loader)(name, file)
            loader.get_data = _bytes_of
            found: ModuleSpec = type(this)(name, loader, origin=file)
            found.submodule_search_locations = inner
            found.has_location = True
            if this.cached and sys.pycache_prefix is None:  # where the importer would look for bytecode, which takes it as long as the search
                found.cached = f"{folder}{os.sep}__pycache__{os.sep}{stem}{this.cached.rpartition('entry')[2]}"
            return found
        return None


def _bytes_of(path: str) -> bytes:
    """All of a file, without the buffers of a file object and what those ask the system: that is a twentieth of a short run."""
    import os

    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    parts = []
    try:
        while part := os.read(handle, 65_536):
            parts.append(part)
    finally:
        os.close(handle)
    return b"".join(parts)


def _open_streams() -> None:
    """Open streams that the caller closed on the null device; otherwise the next opened file would get their number."""
    import os

    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - open as long as the process
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _speak_utf_8(stream: TextIO) -> None:
    """Write UTF-8 whatever the locale says, as Windows has code pages that lack most characters."""
    import io

    if isinstance(stream, io.TextIOWrapper) and stream.encoding != "utf-8":
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _leave(status: int) -> int:
    """End the process without freeing objects one by one, which takes a tenth of a short run.
    With threads or other processes around, the interpreter ends it as usual."""
    if "threading" not in sys.modules:
        import os

        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            return status
        os._exit(status)
    return status


def _run(argv: list[str]) -> int:
    if _completing():
        return _typer([])
    if not argv or argv[0] in HELP:
        return _typer(argv)
    if argv[0].startswith("-") and argv[0] != "-":
        return _without_command(argv)
    command, rest = _command(argv)
    if command is None:
        return _unknown_command(argv)
    words = rest[: rest.index("--") if "--" in rest else None]
    if any(word in HELP for word in words):
        return _typer([*command.name.split(), "--help"])
    if any(word in VERSION for word in words):
        return _version()
    if command.actions:
        return _unknown_command(rest, command)
    return run_command(command, rest)


def _completing() -> bool:
    import os

    return "_NOMADSPEC_COMPLETE" in os.environ


def _command(argv: list[str]) -> tuple[Command | None, list[str]]:
    """The command, or action of a command, that the words begin with, and the words after its name. Options may come before an action."""
    from nomadspec.cli.options import COMMANDS_BY_NAME

    command, rest = COMMANDS_BY_NAME.get(argv[0]), argv[1:]
    if command is None or " " in argv[0] or not command.actions:
        return (None if " " in argv[0] else command), rest
    for at, word in enumerate(rest):
        action = COMMANDS_BY_NAME.get(f"{command.name} {word}")
        if action is not None:
            return action, rest[:at] + rest[at + 1 :]
        if at == 0 and not word.startswith("-"):
            break
    return command, rest


def run_command(command: Command, rest: list[str]) -> int:
    """Run one command on the words after its name."""
    from nomadspec.cli.arguments import UnusableInput, UsageError, parse

    failed = 255 if command.name == "plan" else USAGE
    try:
        arguments = parse(command, rest)
        module = __import__(f"nomadspec.cli.commands.{command.module}", fromlist=["run"])
        run = getattr(module, command.name.partition(" ")[2] or "run")
        status: int = run(arguments) if arguments.text("max_seconds") is None else _run_limited(run, arguments)
        sys.stdout.flush()
        return status
    except UsageError as error:
        hint = "" if isinstance(error, UnusableInput) else f" (`nomadspec {command.name} --help` lists the options)"
        return _say(f"{error}{hint}", failed)
    except KeyboardInterrupt:
        return _say("interrupted", INTERRUPTED)
    except BrokenPipeError:
        return _closed_output()
    except OSError as error:
        # Commands report a file that cannot be opened by its name; what is left are the working folder and the output.
        return _say(_unnamed(error), failed) if error.filename is None and error.strerror else _fault(command, error)
    except MemoryError:
        from nomadspec.cli.faults import FAULT

        return _say("not enough memory", 255 if command.name == "plan" else FAULT)
    except Exception as error:
        return _fault(command, error)


def _run_limited(run: Callable[[Arguments], int], arguments: Arguments) -> int:
    """Run a command for as long as it may take. `lint` reports itself what it did not finish."""
    from nomadspec.cli.arguments import UnusableInput
    from nomadspec.cli.time_limit import limited
    from nomadspec.workspace.report import TimeIsUp

    try:
        with limited(arguments.number("max_seconds", 0)):
            return run(arguments)
    except TimeIsUp as up:
        from nomadspec.cli.faults import file_of

        raise UnusableInput(f"{file_of(up)}{up}") from None


def _unnamed(error: OSError) -> str:
    """What an error that names no file is about."""
    return "the working folder no longer exists" if isinstance(error, FileNotFoundError) else f"cannot write the output: {error.strerror}"


def _fault(command: Command, error: Exception) -> int:
    from nomadspec.cli.faults import FAULT, fault_text

    return _say(fault_text(error), 255 if command.name == "plan" else FAULT)


def _closed_output() -> int:
    """The reader of our output has gone: write nothing more to it."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141


def _unknown_command(words: list[str], group: Command | None = None) -> int:
    """The first word is not a command, or not an action of the group."""
    from nomadspec.cli.arguments import nearest
    from nomadspec.cli.options import COMMANDS

    if group is None:
        return _say(f"unknown command {words[0]!r}{nearest(words[0], [c.name for c in COMMANDS])} (`nomadspec --help` lists all)", USAGE)
    actions = [action.name.partition(" ")[2] for action in group.actions]
    given = f", not {words[0]!r}{nearest(words[0], actions)}" if words else ""
    return _say(f"`nomadspec {group.name}` takes {', '.join(actions)}{given} (`nomadspec {group.name} --help` explains them)", USAGE)


def _without_command(argv: list[str]) -> int:
    """Options of the program itself."""
    option, equals, value = argv[0].partition("=")
    if option in VERSION:
        return _version()
    name = "--" + option.lstrip("-")
    if name not in ("--show-completion", "--install-completion"):
        return _misplaced(option, argv)
    from nomadspec.cli import completion
    from nomadspec.cli.arguments import UsageError

    try:
        return (completion.show if name == "--show-completion" else completion.install)(value if equals else "".join(argv[1:2]))
    except UsageError as error:
        return _say(str(error), USAGE)


def _misplaced(option: str, argv: list[str]) -> int:
    """An option of a command in front of it, or one that nothing has."""
    from nomadspec.cli.arguments import nearest
    from nomadspec.cli.options import COMMANDS_BY_NAME, PROGRAM

    command = next((word for word in argv if word in COMMANDS_BY_NAME), None)
    if command is not None:
        return _say(f"option {option} before the command; put options after the command, as in `nomadspec {command} {option}`", USAGE)
    return _say(f"unknown option {option}{nearest(option, [o.flags[0] for o in PROGRAM])} (`nomadspec --help` lists all)", USAGE)


def _version() -> int:
    from nomadspec.version import NOMAD_VERSION, __version__

    print(f"nomadspec {__version__} (for Nomad {NOMAD_VERSION})")
    return 0


def _typer(words: list[str]) -> int:
    from nomadspec.cli.app import run_typer

    return run_typer(words)


def _say(text: str, status: int) -> int:
    from nomadspec.cli.notes import harmless

    try:
        sys.stdout.flush()
        print(harmless(text), file=sys.stderr, flush=True)
    except OSError:
        pass  # It cannot be reported anywhere.
    return status
