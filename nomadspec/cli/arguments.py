"""The light reader of the command line: what every command runs on, without typer's cost at start-up.

Takes `--name value`, `--name=value`, `-o value`, `-ovalue`, Nomad's single-dash spelling of long options (`-var x=y`), `--` and `-`.
An unknown option or command is a `UsageError` with the nearest name.
"""

from __future__ import annotations

from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.cli.options import Command, Option


class UsageError(Exception):
    """The command line cannot be understood; the message says why and what was probably meant."""


class UnusableInput(UsageError):
    """What the command line names cannot be used: no help on options would change that."""


class Arguments:
    """What was given: positional arguments and option values by name."""

    __slots__ = ("_values", "command", "positional")

    def __init__(self, command: str, positional: list[str], values: dict[str, list[str]]) -> None:
        self.command: Final = command
        self.positional: Final = positional
        self._values: Final = values

    def text(self, name: str) -> str | None:
        """The last value given for an option, or None."""
        values = self._values.get(name)
        return values[-1] if values else None

    def many(self, name: str) -> list[str]:
        """All values of a repeatable option, in order."""
        return self._values.get(name, [])

    def codes(self, name: str) -> list[str]:
        """The values of a repeatable option whose values are lists separated by commas."""
        return [part.strip() for value in self.many(name) for part in value.split(",") if part.strip()]

    def flag(self, name: str, default: bool = False) -> bool:
        values = self._values.get(name)
        return values[-1] == "true" if values else default

    def number(self, name: str, default: int) -> int:
        text = self.text(name)
        if text is None:
            return default
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise UsageError(f"--{name.replace('_', '-')} takes a whole number, not {text!r}")
        return int(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Arguments) and (self.command, self.positional, self._values) == (other.command, other.positional, other._values)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        # Values may hold secrets (--var): only names are shown.
        return f"<Arguments {self.command} {sorted(self._values)}>"


def parse(command: Command, argv: list[str]) -> Arguments:
    """Read the arguments behind the command's name."""
    flags = {flag: option for option in command.options for flag in option.flags}
    positional: list[str] = []
    values: dict[str, list[str]] = {}
    at = 0
    while at < len(argv):
        word = argv[at]
        at += 1
        if word == "--":
            positional += argv[at:]
            break
        if word == "-" or not word.startswith("-"):
            positional.append(word)
            continue
        option, value = _option(command, flags, word)
        if option.kind == "flag":
            value = "true" if value is None else value.lower()
            if value not in ("true", "false", "1", "0"):
                raise UsageError(f"{option.flags[0]} takes true or false, not {value!r}")
            value = "true" if value in ("true", "1") else "false"
        elif value is None:
            if at == len(argv):
                raise UsageError(f"{option.flags[0]} needs a value ({option.metavar})")
            value = argv[at]
            at += 1
        if option.choices and value not in option.choices:
            raise UsageError(f"{option.flags[0]} takes {', '.join(option.choices)}; not {value!r}{nearest(value, option.choices)}")
        values.setdefault(option.name, []).append(value)
    for option in command.options:
        if option.kind == "value" and option.name in values:
            del values[option.name][:-1]
    _count(command, positional)
    return Arguments(command.name, positional, values)


def _option(command: Command, flags: dict[str, Option], word: str) -> tuple[Option, str | None]:
    name, equals, value = word.partition("=")
    option = flags.get(name)
    if option is None and not name.startswith("--"):
        option = flags.get("-" + name)  # Nomad's own spelling: -var, -json
        if option is None and name[:2] in flags and flags[name[:2]].kind != "flag":
            return flags[name[:2]], word[2:]  # -ojson
    if option is None:
        known = [flag for flag in flags if flag.startswith("--")]
        raise UsageError(f"no option {name} of `nomadspec {command.name}`{nearest('--' + name.lstrip('-'), known)}")
    return option, value if equals else None


def _count(command: Command, positional: list[str]) -> None:
    words = command.positional.split()
    if not words and positional:
        raise UsageError(f"`nomadspec {command.name}` takes no arguments")
    if any("…" in word for word in words):
        return
    optional = sum(word.startswith("[") for word in words)
    if not len(words) - optional <= len(positional) <= len(words):
        raise UsageError(f"`nomadspec {command.name}` takes {command.positional}; {len(positional)} given")


def nearest(word: str, names: list[str] | tuple[str, ...]) -> str:
    """`; did you mean …?` when a name is near, else nothing."""
    close = closest(word, names)
    return f"; did you mean {close}?" if close else ""
