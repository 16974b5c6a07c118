"""Calls of functions and methods: the number of arguments, their types, and the value.

First the number of arguments is checked, then each written one in order, then the piped one, as the engine does. The value comes from what is read
outside (`answers.py`), from the function itself where its arguments are known (`functions/`), else it is any value of the result's type.
"""

from __future__ import annotations

from nomadspec.notation.template.functions import DENIED, FUNCTIONS, READS
from nomadspec.notation.template.nodes import Function, Literal
from nomadspec.templates.extents import extent
from nomadspec.templates.failures import ARGUMENT, COUNT, MISUSE, Failure
from nomadspec.templates.failures import DENIED as IS_DENIED
from nomadspec.templates.functions import NotComputed, find
from nomadspec.templates.parameters import fits, fitted, is_type, literal_fits, wanted
from nomadspec.templates.run import Call
from nomadspec.templates.signatures import SIGNATURES
from nomadspec.templates.types import LIST, MAP, NIL, STRUCT
from nomadspec.templates.values import Value, alternatives, choice, literal, text, that, truth, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from nomadspec.notation.template.nodes import Node
    from nomadspec.templates.run import Run

    Evaluate = Callable[[Node, Value], Value]


#: Sprig's functions that make numbers of what they are given.
_NUMBERS = frozenset(
    f"sprig_{name}" for name in ("add", "add1", "add1f", "addf", "ceil", "float64", "floor", "int", "int64", "mul", "mulf", "round", "sub", "subf")
)


class Calls:
    """`evaluate` gives the value of an operand, for a dot."""

    def __init__(self, run: Run, evaluate: Evaluate) -> None:
        self.run: Final = run
        self.evaluate: Final = evaluate

    # --- functions

    def function(self, node: Function, operands: tuple[Node, ...], piped: Value | None, dot: Value) -> Value:
        name, place = node.name, (node.offset, node.offset + len(node.name))
        count = len(operands) + (piped is not None)
        arity = FUNCTIONS[name]
        # Those of Go and of consul-template look at what is disabled first, or not at all.
        if not arity.admits(count):
            raise Failure(COUNT, f"`{name}` takes {arity}, not {count}", *place, help=_count_help(name, count, piped is not None))
        if name in ("and", "or"):
            return self._logic(name, operands, piped, dot)
        signature = SIGNATURES[name]
        parameter = signature.parameter
        arguments = [self._argument(name, parameter(index), operand, dot) for index, operand in enumerate(operands)]
        if piped is not None:
            arguments.append(self._fit(name, parameter(len(operands)), piped, node))
        if name in DENIED and name in self.run.answers.denied:
            raise Failure(IS_DENIED, f"function `{name}` is disabled on clients by default", *place)
        if name in _NUMBERS:
            self._remark_zero(name, arguments, place)
        return self._result(Call(name, tuple(arguments), place, self.run), signature.result)

    def _remark_zero(self, name: str, arguments: list[Value], place: tuple[int, int]) -> None:
        for argument in arguments:
            if argument.type.kind in (STRUCT, LIST, MAP):
                help = "Use the item's `.Value`." if argument.type.name == "NomadVarItem" else ""
                self.run.remark(Failure("zero", f"`{name}` converts {argument.type} to 0", *place, help=help))

    def _result(self, call: Call, result: str) -> Value:
        name = call.name
        if name in READS:
            return call.run.answers.read(call)
        compute = find(name)
        strict = call.run.strict
        given = call.run.answers.computed(name) if strict else None
        value = given if given is not None else compute(call, result) if compute is not None else unknown(result)
        self.run.grow(value)
        if strict and not value.known:
            raise NotComputed(name)
        return value

    # --- arguments

    def _argument(self, name: str, parameter: str, node: Node, dot: Value) -> Value:
        if isinstance(node, Literal):
            if parameter == "text" and isinstance(node.value, str):
                return text(node.value)
            if not is_type(parameter):
                value = literal(node.value)
                return self._fit(name, parameter, value, node)
            if not literal_fits(node.value, parameter):
                shown = "`nil`" if node.value is None else str(literal(node.value).type)
                raise Failure(ARGUMENT, f"`{name}` expects {wanted(parameter)} here, not {shown}", node.offset, node.offset)
            return fitted(node.value, parameter)
        value = self.evaluate(node, dot)
        return self._fit(name, parameter, value, node)

    def _fit(self, name: str, parameter: str, value: Value, at: Node | tuple[int, int]) -> Value:
        """The value, or of several those that fit. `at`: the node that gives it, or its place."""
        options = alternatives(value)
        if options is None or parameter == "any":
            return value
        fitting = [option for option in options if fits(option, parameter)]
        if not fitting:
            from nomadspec.templates.advice import argument_help

            shown = "nil" if options[0].type.kind == NIL else str(options[0].type)
            said = f"`{name}` expects {wanted(parameter)} here, not {shown}"
            place = at if isinstance(at, tuple) else extent(at)
            raise Failure(ARGUMENT, said, *place, help=argument_help(name, parameter, options[0]))
        return value if len(fitting) == len(options) else choice(fitting)

    # --- and, or

    def _logic(self, name: str, operands: tuple[Node, ...], piped: Value | None, dot: Value) -> Value:
        """The deciding argument; what is behind it is not evaluated."""
        run = self.run
        found: list[Value] = []
        decides = name == "or"
        count = len(operands) + (piped is not None)
        doubt = run.doubt
        try:
            for index in range(count):
                try:
                    value = self._argument(name, "any", operands[index], dot) if index < len(operands) else piped
                except Failure:
                    if not found:
                        raise
                    break  # fails only where the arguments before it do not decide
                assert value is not None
                verdict = truth(value)
                if verdict is decides or index == count - 1:
                    found.append(value)
                    break
                if verdict is None:
                    found.append(that(value, decides))
                    run.doubt = doubt + 1
        finally:
            run.doubt = doubt
        return choice(found)

    # --- methods

    def method(self, value: Value, name: str, place: tuple[int, int], operands: tuple[Node, ...], piped: Value | None, dot: Value) -> Value:
        method = value.type.methods[name]
        count = len(operands) + (piped is not None)
        wanted_count = len(method.parameters)
        if method.result == "several":
            raise Failure(MISUSE, f"method `{name}` returns several values, so a template cannot call it", *place)
        if count != wanted_count:
            arguments = "no arguments" if not wanted_count else f"{wanted_count} argument{'s' if wanted_count > 1 else ''}"
            raise Failure(COUNT, f"method `{name}` takes {arguments}, not {count}", *place)
        arguments_given = [self._argument(name, method.parameters[index], operand, dot) for index, operand in enumerate(operands)]
        if piped is not None:
            arguments_given.append(self._fit(name, method.parameters[-1], piped, place))
        from nomadspec.templates.functions.methods import call_method

        found = call_method(Call(name, tuple(arguments_given), place, self.run), value, method.result)
        if self.run.strict and not found.known:
            raise NotComputed(f"{value.type.name}.{name}")
        return found


def _count_help(name: str, count: int, piped: bool) -> str:
    if piped and not FUNCTIONS[name].admits(count) and FUNCTIONS[name].admits(count - 1):
        return "The piped value is the last argument, so this call has one too many."
    if name == "nomadService" and count == 2:
        return "Pass the service name, or a count, a key and the service name."
    return "The client kills the task when it reaches this call."
