"""The typer app: help, shell completion, and the same commands, built from the table of `options.py`."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomadspec.cli.arguments import Arguments
from nomadspec.cli.options import COMMANDS, Command, Option

if TYPE_CHECKING:
    from collections.abc import Callable


def build(run: Callable[[Command, Arguments], int]) -> typer.Typer:
    """The app; `run` is called with the command and its arguments."""
    app = typer.Typer(
        name="nomadspec",
        help="Lint, compile and plan HashiCorp Nomad jobspecs offline, with Nomad's own answers.",
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback(invoke_without_command=True)
    def root(version: Annotated[bool, typer.Option("--version", help="Print the version and the Nomad release it speaks for.")] = False) -> None:
        """Lint, compile and plan HashiCorp Nomad jobspecs offline, with Nomad's own answers."""

    for command in COMMANDS:
        app.command(command.name, help=command.help)(_function(command, run))
    return app


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
        argument = typer.Argument(help="", metavar=command.positional, show_default=False)
        parameters.append(inspect.Parameter("arguments", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[list[str] | None, argument]))
    parameters += [inspect.Parameter(o.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_annotation(o)) for o in command.options]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in parameters}
    return call


def _annotation(option: Option) -> Any:
    if option.kind == "flag":
        long = option.flags[0]
        # Click has no `--flag=false`; the light reader has, and Nomad's users write it.
        return Annotated[bool | None, typer.Option(long, *option.flags[1:], help=option.help, show_default=False)]
    kind = list[str] | None if option.kind == "many" else str | None
    help_text = option.help + (f" One of: {', '.join(option.choices)}." if option.choices and not all(c in option.help for c in option.choices) else "")
    return Annotated[kind, typer.Option(*option.flags, metavar=option.metavar, help=help_text, show_default=False)]


def run_typer(argv: list[str]) -> int:
    """Let typer answer: help, completion."""
    from nomadspec.cli.entry import run_command

    app = build(lambda command, arguments: run_command(command, []))
    try:
        app(argv, prog_name="nomadspec", standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 2
    return 0
