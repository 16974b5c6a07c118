"""The program: finds the command, runs it, turns what can go wrong into one line and an exit status.

Only the module of the command that was asked for is imported; help and completion are typer's (`app.py`).
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.options import Command

#: Exit statuses that are not a command's own.
USAGE = 2
INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        _open_streams()
    import gc

    # The command line owns its process and builds trees without cycles that matter; the collector only gets in the way.
    gc.disable()
    try:
        status = _run(arguments)
    except BrokenPipeError:
        status = _closed_output()
    except OSError as error:  # of help and version; commands have their own
        status = _say(_unnamed(error), USAGE)
    return status if argv is not None else _leave(status)


def _open_streams() -> None:
    """Streams that the caller closed lead to nowhere: else the next file opened would take their place."""
    import os

    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - open as long as the process
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _leave(status: int) -> int:
    """End the process. To take thousands of objects apart one by one, only for their memory to be given back at once, is a tenth of a short
    run; where threads or other processes were about, the long way is taken."""
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
    from nomadspec.cli.options import COMMANDS_BY_NAME

    name = next((word for word in argv if not word.startswith("-")), None)
    if name is None or argv[0] in ("--help", "-h", "-help") or _completing():
        return _without_command(argv)
    command = COMMANDS_BY_NAME.get(name)
    if command is None or argv[0] != name:
        return _misread(argv, name)
    rest = argv[1:]
    if any(word in ("--help", "-h", "-help") for word in rest[: rest.index("--") if "--" in rest else None]):
        return _help(argv)
    return run_command(command, rest)


def run_command(command: Command, rest: list[str]) -> int:
    """Run one command on the words behind its name."""
    from nomadspec.cli.arguments import UnusableInput, UsageError, parse

    failed = 255 if command.name == "plan" else USAGE
    try:
        arguments = parse(command, rest)
        module = __import__(f"nomadspec.cli.commands.{command.module}", fromlist=["run"])
        status: int = module.run(arguments)
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
        # Files are opened where their failure is told with their name; what is left are the working folder and the output.
        return _say(_unnamed(error), failed) if error.filename is None and error.strerror else _fault(command, error)
    except MemoryError:
        from nomadspec.cli.faults import FAULT

        return _say("not enough memory", 255 if command.name == "plan" else FAULT)
    except Exception as error:
        return _fault(command, error)


def _unnamed(error: OSError) -> str:
    """What an error that names no file is about."""
    return "the working folder is gone" if isinstance(error, FileNotFoundError) else f"cannot write the output: {error.strerror}"


def _fault(command: Command, error: Exception) -> int:
    from nomadspec.cli.faults import FAULT, fault_text

    return _say(fault_text(error), 255 if command.name == "plan" else FAULT)


def _closed_output() -> int:
    """The reader of our output went away: say nothing more to it."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141


def _misread(argv: list[str], name: str) -> int:
    from nomadspec.cli.arguments import nearest
    from nomadspec.cli.options import COMMANDS_BY_NAME

    if argv[0] in ("--version", "-version"):
        return _without_command(argv[:1])
    if argv[0].startswith("-"):
        return _say(f"no option {argv[0].partition('=')[0]} before the command; options stand behind it, as in `nomadspec {name} {argv[0]}`", USAGE)
    return _say(f"no command {name!r}{nearest(name, list(COMMANDS_BY_NAME))} (`nomadspec --help` lists all)", USAGE)


def _without_command(argv: list[str]) -> int:
    if argv and argv[0] in ("--version", "-version", "-V"):
        from nomadspec.version import NOMAD_VERSION, __version__

        print(f"nomadspec {__version__} (speaks for Nomad {NOMAD_VERSION})")
        return 0
    return _help(argv)


def _help(argv: list[str]) -> int:
    from nomadspec.cli.app import run_typer

    return run_typer(argv)


def _completing() -> bool:
    import os

    return "_NOMADSPEC_COMPLETE" in os.environ


def _say(text: str, status: int) -> int:
    from nomadspec.reporting.escaping import terminal

    try:
        sys.stdout.flush()
        print(f"nomadspec: {terminal(text)}", file=sys.stderr, flush=True)
    except OSError:
        pass  # Nobody can be told.
    return status
