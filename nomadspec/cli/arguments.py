"""The light parser of the command line, used by every command: loading typer takes longer than most commands run.

Accepts `--name value`, `--name=value`, `-o value`, `-ovalue`, short options in one word (`-qo json`), Nomad's single-dash spelling of long
options (`-var x=y`), `--` and `-`. An unknown option or command is a `UsageError` that suggests the nearest name.
"""

from __future__ import annotations

from nomadspec.source.closest import likely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.cli.options import Command, Option


class UsageError(Exception):
    """The command line is wrong; the message gives the reason and a suggestion."""


class UnusableInput(UsageError):
    """A file or address on the command line cannot be used. The help of the command would not help here."""


class Arguments:
    """The positional arguments and the values of options, by name. `kept`: values that a run reads once and shares."""

    __slots__ = ("_values", "command", "kept", "positional")

    def __init__(self, command: str, positional: list[str], values: dict[str, list[str]]) -> None:
        self.command: Final = command
        self.positional: Final = positional
        self._values: Final = values
        self.kept: Final[dict[str, Any]] = {}

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
        # Only names: values may be secrets (--var).
        return f"<Arguments {self.command} {sorted(self._values)}>"


def parse(command: Command, argv: list[str]) -> Arguments:
    """Read the words after the command's name."""
    flags = {flag: option for option in command.options for flag in option.flags}
    argv = list(argv)
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
        option, value, rest = _option(command, flags, word)
        if rest:
            argv.insert(at, rest)
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
            raise UsageError(f"{option.flags[0]} takes {', '.join(option.choices)}, not {value!r}{nearest(value, option.choices)}")
        values.setdefault(option.name, []).append(value)
    if values.pop("force_color", [])[-1:] == ["true"]:
        values.setdefault("color", ["always"])  # as Nomad spells it
    for option in command.options:
        if option.kind == "value" and option.name in values:
            del values[option.name][:-1]
    _count(command, positional)
    return Arguments(command.name, positional, values)


def _option(command: Command, flags: dict[str, Option], word: str) -> tuple[Option, str | None, str]:
    """The option that a word begins with, its value if the word has it, and the rest of the word: further short options."""
    name, equals, value = word.partition("=")
    option = flags.get(name)
    if option is None and not name.startswith("--"):
        option = flags.get("-" + name)  # Nomad's own spelling: -var, -json
        if option is None and _combined(flags, name):
            short = flags[name[:2]]
            return (short, None, "-" + word[2:]) if short.kind == "flag" else (short, word[2:].removeprefix("="), "")
    if option is None:
        known = [flag for flag in flags if flag.startswith("--")]
        raise UsageError(f"`nomadspec {command.name}` has no option {name}{nearest(name, known)}")
    return option, value if equals else None, ""


def _combined(flags: dict[str, Option], name: str) -> bool:
    """Whether the word is several short options (-qv), or one with its value (-ojson), or both (-qojson)."""
    for letter in name[1:]:
        option = flags.get("-" + letter)
        if option is None or option.kind != "flag":
            return option is not None
    return True


def _count(command: Command, positional: list[str]) -> None:
    words = command.positional.split()
    if not words and positional:
        raise UsageError(f"`nomadspec {command.name}` takes no arguments, not {positional[0]!r}")
    if any("…" in word for word in words):
        return
    optional = sum(word.startswith("[") for word in words)
    if not len(words) - optional <= len(positional) <= len(words):
        raise UsageError(f"`nomadspec {command.name}` takes {command.positional}; {len(positional)} given")


def nearest(word: str, names: list[str] | tuple[str, ...]) -> str:
    """`; did you mean …?` if a name is near, else nothing."""
    close = likely(word, names)
    return f"; did you mean {close}?" if close else ""
