"""The typer app, built from the table of `options.py`: it prints help, and completes words in a shell.

Commands do not run through it: `entry.py` uses the light parser for them, because typer takes longer to load than most commands take to run.
"""

from __future__ import annotations

import inspect
import shutil
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomadspec.cli.arguments import Arguments
from nomadspec.cli.completion import Offer, offers
from nomadspec.cli.options import COMMANDS, PROGRAM, Command, Option

if TYPE_CHECKING:
    from collections.abc import Callable

SUMMARY = "Lint, compile and plan HashiCorp Nomad jobspecs offline, with Nomad's own answers."


def build(run: Callable[[Command, Arguments], int]) -> typer.Typer:
    """The app; `run` is called with the command and its arguments."""
    app = _group("nomadspec", SUMMARY)

    def program(**given: Any) -> None:
        pass  # Options of the program itself end the run before typer reads them.

    _sign(program, [_parameter(option) for option in PROGRAM])
    app.callback(help=SUMMARY)(program)
    for command in COMMANDS:
        if not command.actions:
            app.command(command.name, help=command.help, short_help=command.help)(_function(command, run))
            continue
        group = _group(command.name, command.help)
        for action in command.actions:
            group.command(action.name.split()[1], help=action.help, short_help=action.help)(_function(action, run))
        app.add_typer(group, short_help=command.help)
    return app


def _group(name: str, help: str) -> typer.Typer:
    return typer.Typer(
        name=name,
        help=help,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": shutil.get_terminal_size().columns},
    )


def _function(command: Command, run: Callable[[Command, Arguments], int]) -> Callable[..., None]:
    def call(**given: Any) -> None:
        values: dict[str, list[str]] = {}
        for option in command.options:
            value = given[option.name]
            if option.kind == "flag":
                if value is not None:
                    values[option.name] = ["true" if value else "false"]
            elif value:
                values[option.name] = list(value) if option.kind == "many" else [value]
        raise typer.Exit(run(command, Arguments(command.name, list(given.get("arguments") or []), values)))

    parameters = []
    if command.positional:
        argument = typer.Argument(help="", metavar=command.positional, show_default=False, autocompletion=_completer(command))
        parameters.append(_keyword("arguments", Annotated[list[str] | None, argument]))
    _sign(call, parameters + [_parameter(option) for option in command.options])
    return call


def _sign(call: Callable[..., None], parameters: list[inspect.Parameter]) -> None:
    """Give the function the parameters that typer reads."""
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}


def _keyword(name: str, annotation: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _parameter(option: Option) -> inspect.Parameter:
    if option.kind == "flag":
        # Click has no `--flag=false`; the light reader has, and Nomad's users write it.
        return _keyword(option.name, Annotated[bool | None, typer.Option(*option.flags, help=option.help, show_default=False)])
    kind = list[str] | None if option.kind == "many" else str | None
    unnamed = [choice for choice in option.choices if choice not in option.help]
    help_text = option.help + (f" One of {', '.join(option.choices)}." if unnamed else "")
    declared = typer.Option(*option.flags, metavar=option.metavar, help=help_text, show_default=False, autocompletion=_completer(option))
    return _keyword(option.name, Annotated[kind, declared])


def _completer(subject: Command | Option) -> Callable[[str], list[Offer]] | None:
    """What typer calls to complete a value; None leaves it to the shell, which completes the names of files."""
    if not subject.completes and not (isinstance(subject, Option) and subject.choices):
        return None

    def complete(incomplete: str) -> list[Offer]:
        return offers(subject, incomplete)

    return complete


def run_typer(words: list[str]) -> int:
    """Let typer answer a request for help or completion."""
    from typer.completion import completion_init  # type: ignore[attr-defined]

    completion_init()
    app = build(lambda command, arguments: 2)  # a request for help runs no command
    try:
        app(words, prog_name="nomadspec", standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 2
    return 0
