"""What a function takes and gives, as data, and the steps that every call goes through before its body runs.

The steps are those of the language: count the arguments, convert each to its parameter's type, refuse null where it is not allowed,
answer "unknown" for what is not known, then run the body. A body gets plain converted values as positional arguments and raises `Failed`.

A signature is written as text, `"str:string *lists:list(string)"`: name and type of each parameter, `?` behind a type that may be null,
`*` before the last one when it takes any number of arguments.
"""

from __future__ import annotations

from nomadspec.evaluation.conversion import ConversionError, convert
from nomadspec.evaluation.functions.calling import FunctionError
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, SetType, Type
from nomadspec.evaluation.values import Unknown, is_null, unknown_variables
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

    from nomadspec.evaluation.functions.calling import FunctionContext
    from nomadspec.evaluation.values import Value

TYPES: dict[str, Type] = {
    "any": DYNAMIC,
    "string": STRING,
    "number": NUMBER,
    "bool": BOOL,
    "list(any)": ListType(DYNAMIC),
    "list(string)": ListType(STRING),
    "list(number)": ListType(NUMBER),
    "set(any)": SetType(DYNAMIC),
    "set(string)": SetType(STRING),
}

WHOLE = "whole"
"""The body needs every part of every argument known."""
SHAPE = "shape"
"""The body copes with unknown parts inside an argument, not with an unknown argument."""
ANYTHING = "anything"
"""The body copes with unknown arguments."""


class Failed(Exception):
    """A body's refusal. `argument` (from 0) when one argument is at fault, None for the call as a whole; no full stop. `help` is what we add."""

    def __init__(self, message: str, argument: int | None = None, help: str | None = None) -> None:
        super().__init__(message)
        self.message: Final = message
        self.argument: Final = argument
        self.help: Final = help


class Parameter(Record):
    name: str
    type: Type
    nullable: bool


class Function:
    """One function: its parameters, the type of what it gives (DYNAMIC when that depends), its body.

    `reads_text`: it looks into a string or changes it, so a reference that is replaced later (`${attr.…}`) does not get through it. Others (format,
    join, jsonencode …) carry a reference along. `work`: the units of work that a call costs, from its arguments, where that is more than what its
    arguments and its result are charged anyway.
    """

    __slots__ = ("body", "parameters", "reads_text", "result", "sees", "takes_context", "variadic", "work")

    def __init__(
        self,
        signature: str,
        result: str,
        body: Callable[..., Value],
        *,
        sees: str = WHOLE,
        takes_context: bool = False,
        reads_text: bool = False,
        work: Callable[..., int] | None = None,
    ) -> None:
        parameters: list[Parameter] = []
        self.variadic: Parameter | None = None
        for part in signature.split():
            name, _, type_text = part.partition(":")
            parameter = Parameter(name.lstrip("*"), TYPES[type_text.rstrip("?")], type_text.endswith("?"))
            if name.startswith("*"):
                self.variadic = parameter
            else:
                parameters.append(parameter)
        self.parameters: Final = tuple(parameters)
        self.result: Final = TYPES[result]
        self.body: Final = body
        self.sees: Final = sees
        self.takes_context: Final = takes_context
        self.reads_text: Final = reads_text
        self.work: Final = work

    def parameter(self, index: int) -> Parameter:
        if index < len(self.parameters):
            return self.parameters[index]
        assert self.variadic is not None
        return self.variadic


def call(name: str, function: Function, arguments: Sequence[Any], context: FunctionContext, charge: Callable[[int], None] | None = None) -> Value:
    """Run `function` under its `name`; raises FunctionError, what `charge` raises for the work, and nothing else."""
    _check_count(name, function, len(arguments))
    values: list[Any] = []
    faults: list[FunctionError] = []
    for index, argument in enumerate(arguments):
        parameter = function.parameter(index)
        if parameter.type is DYNAMIC:
            values.append(argument)
            continue
        try:
            values.append(convert(argument, parameter.type))
        except ConversionError as error:
            faults.append(_argument_error(function, index, error.text))
    if faults:
        faults[0].also = tuple(faults[1:])
        raise faults[0]
    for index, value in enumerate(values):
        if is_null(value) and not function.parameter(index).nullable:
            raise _argument_error(function, index, "argument must not be null")
    if function.sees is not ANYTHING:
        unknown = _unknown(values, whole=function.sees is WHOLE)
        if unknown is not None:
            return Unknown(function.result, unknown)
    if function.work is not None and charge is not None:
        charge(function.work(*values))
    try:
        return function.body(context, *values) if function.takes_context else function.body(*values)
    except Failed as failure:
        if failure.argument is None:
            raise _call_error(name, failure.message, failure.help) from None
        raise _argument_error(function, failure.argument, failure.message) from None
    except ConversionError as error:
        raise _call_error(name, error.text) from None
    except RecursionError:
        raise _call_error(name, "the value is nested too deeply") from None


def _check_count(name: str, function: Function, count: int) -> None:
    wanted = len(function.parameters)
    if count < wanted:
        at_least = " at least" if function.variadic else ""
        missing = go_quote(function.parameters[count].name)
        raise FunctionError(
            "Not enough function arguments", f"Function {go_quote(name)} expects{at_least} {wanted} argument(s). Missing value for {missing}.", "close"
        )
    if count > wanted and function.variadic is None:
        raise FunctionError("Too many function arguments", f"Function {go_quote(name)} expects only {wanted} argument(s).", "argument", wanted)


def _unknown(values: Sequence[Any], *, whole: bool) -> tuple[str, ...] | None:
    """The variables behind what is not known, None when enough is."""
    found: dict[str, None] | None = None
    for value in values:
        if value.__class__ is str or value.__class__ is int or (not whole and not isinstance(value, Unknown)):
            continue
        variables = unknown_variables(value)
        if variables is not None:
            found = found or {}
            found.update(dict.fromkeys(variables))
    return None if found is None else tuple(found)


def _argument_error(function: Function, index: int, message: str) -> FunctionError:
    parameter = go_quote(function.parameter(index).name)
    return FunctionError("Invalid function argument", f"Invalid value for {parameter} parameter: {message}.", "argument", index)


def _call_error(name: str, message: str, help: str | None = None) -> FunctionError:
    return FunctionError("Error in function call", f"Call to function {go_quote(name)} failed: {message}.", "name", help=help)


# --- what many bodies need


def string(text: str) -> str:
    """A string value: text in Unicode's normal form C."""
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFC", text)


WHOLE_NUMBER = f"value must be a whole number, between {-(2**63)} and {2**63 - 1}"

LONGEST_TEXT = 20_000_000
"""Characters that a body may produce where a small argument can ask for any amount."""


def whole(value: Any, prefix: str = "", argument: int | None = None) -> int:
    """A number as a 64-bit integer."""
    if value.__class__ is int and -(2**63) <= value < 2**63:
        return int(value)
    if value == 0:
        return 0
    raise Failed(prefix + WHOLE_NUMBER, argument)
