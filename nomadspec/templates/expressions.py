"""Pipelines, commands, fields and methods: the part of the interpreter that gives values.

A command is called with the operands behind its first and with the piped value, if there is one, as the last argument. Only functions, methods and fields
take arguments. Fields are looked for among the methods first, then in the struct or map.
"""

from __future__ import annotations

from nomadspec.notation.template.nodes import Chain, Dot, Field, Function, Literal, Pipeline, Variable
from nomadspec.templates.advice import field_help, prints_addresses
from nomadspec.templates.calls import Calls
from nomadspec.templates.extents import extent
from nomadspec.templates.failures import COUNT, FIELD, MISUSE, VALUE, Failure
from nomadspec.templates.types import ANY, CHANNEL, CHOICE, MAP, NIL, STRUCT
from nomadspec.templates.values import ANYTHING, NIL_INTERFACE, NOTHING, Unknown, Value, lift, literal, unknown, unwrapped, zero

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.notation.template.nodes import Command, Control, Node
    from nomadspec.templates.run import Run


class Expressions:
    def __init__(self, run: Run) -> None:
        self.run: Final = run
        self.calls: Final = Calls(run, self.value)

    def failure(self, kind: str, message: str, node: Node, help: str = "") -> Failure:
        start, end = extent(node)
        return Failure(kind, message, start, end, help)

    # --- pipelines

    def pipeline(self, pipeline: Pipeline, dot: Value) -> Value:
        """The value of a pipeline; declares or assigns its variables."""
        run = self.run
        run.step(1)
        value: Value | None = None
        for command in pipeline.commands:
            value = self._command(command, dot, value)
            if value is NIL_INTERFACE or value.type.kind == CHOICE:
                value = unwrapped(value)
        assert value is not None
        for variable in pipeline.variables:
            (run.assign if pipeline.assigns else run.declare)(variable.name, value)
        run.step(-1)
        return value

    def _command(self, command: Command, dot: Value, piped: Value | None) -> Value:
        first, arguments = command.operands[0], command.operands[1:]
        if isinstance(first, Function):
            return self.calls.function(first, arguments, piped, dot)
        if isinstance(first, Field):
            return self._names(dot, first.names, first, first.offset, arguments, piped, dot)
        if isinstance(first, Chain):
            return self._names(self.value(first.term, dot), first.names, first, first.offset, arguments, piped, dot)
        if isinstance(first, Variable) and first.names:
            return self._names(self.run.variable(first.name), first.names, first, first.offset + len(first.name), arguments, piped, dot)
        if arguments or piped is not None:
            raise self.failure(
                MISUSE,
                "only functions, methods and fields take arguments",
                first,
                "Remove the arguments, or put the function first.",
            )
        if isinstance(first, Literal):
            if first.value is None:
                raise self.failure(MISUSE, "`nil` cannot be used as a command", first)
            self._fits_integer(first)
            return literal(first.value)
        return self.value(first, dot)

    def _fits_integer(self, node: Literal) -> None:
        if isinstance(node.value, int) and not isinstance(node.value, bool) and not -(2**63) <= node.value < 2**63:
            raise self.failure(MISUSE, "the number does not fit 64 bits", node)

    def value(self, node: Node, dot: Value) -> Value:
        """The value of an operand by itself."""
        if isinstance(node, Dot):
            return dot
        if isinstance(node, Field):
            return self._names(dot, node.names, node, node.offset, (), None, dot)
        if isinstance(node, Variable):
            value = self.run.variable(node.name)
            return self._names(value, node.names, node, node.offset + len(node.name), (), None, dot) if node.names else value
        if isinstance(node, Pipeline):
            return self.pipeline(node, dot)
        if isinstance(node, Function):
            return self.calls.function(node, (), None, dot)
        if isinstance(node, Chain):
            return self._names(self.value(node.term, dot), node.names, node, node.offset, (), None, dot)
        if isinstance(node, Literal):
            self._fits_integer(node)
            return literal(node.value)
        return ANYTHING

    # --- fields and methods

    def _names(self, value: Value, names: tuple[str, ...], node: Node, at: int, arguments: tuple[Node, ...], piped: Value | None, dot: Value) -> Value:
        """`.a.b.c` of a value; `at`: where the first dot is. The arguments are those of the last name."""
        for index, name in enumerate(names):
            operands, value_piped = (arguments, piped) if index == len(names) - 1 else ((), None)
            place = (at + 1, at + 1 + len(name))
            kind = value.type.kind
            if kind == CHOICE:
                value = lift(value, lambda one: self._field(one, name, place, operands, value_piped, dot))  # noqa: B023 -- called at once
            else:
                value = self._field(value, name, place, operands, value_piped, dot) if kind != ANY else ANYTHING
            at += 1 + len(name)
        return value

    def _field(self, value: Value, name: str, place: tuple[int, int], arguments: tuple[Node, ...], piped: Value | None, dot: Value) -> Value:
        type, data = value.type, value.data
        missing_key = self.run.missing_key
        if type.kind == NIL:
            if value is NIL_INTERFACE:
                raise Failure(
                    FIELD, f"cannot read field {name!r} of nil", *place, help="Wrap it in `{{ with … }}`, which skips its body while there is no value."
                )
            if missing_key:
                raise Failure(
                    FIELD,
                    f"cannot read field {name!r} of nil, which is an error with `error_on_missing_key`",
                    *place,
                    help="If the text is meant for another program, set other delimiters (`left_delimiter`, `right_delimiter`).",
                )
            return NOTHING
        method = type.methods.get(name)
        if method is not None:
            return self.calls.method(value, name, place, arguments, piped, dot)
        has_arguments = bool(arguments) or piped is not None
        if type.kind == STRUCT and name in type.fields:
            if data is None:
                raise Failure(FIELD, f"cannot read field {name!r}: the {type.name} is nil", *place, help="Wrap it in `{{ with … }}`.")
            if has_arguments:
                raise Failure(COUNT, f"field {name!r} takes no arguments", *place)
            return unknown(type.fields[name]) if isinstance(data, Unknown) else data[name]
        if type.kind == MAP and type.key in ("text", "any"):
            if has_arguments:
                raise Failure(COUNT, f"map key {name!r} takes no arguments", *place)
            return self._entry(value, name, place)
        raise self._no_field(value, name, place)

    def _entry(self, value: Value, name: str, place: tuple[int, int]) -> Value:
        data = value.data
        if isinstance(data, Unknown):
            held = data.entry(name)
            return held if held is not None else unknown(value.type.element)
        if data and name in data:
            return data[name]  # type: ignore[no-any-return]
        if self.run.missing_key:
            raise Failure(FIELD, f"map has no key {name!r}, which is an error with `error_on_missing_key`", *place)
        return zero(value.type.element)

    def _no_field(self, value: Value, name: str, place: tuple[int, int]) -> Failure:
        type = value.type
        return Failure(FIELD, f"{type.name if type.kind == STRUCT else type} has no field {name!r}", *place, advice=lambda: field_help(type, name))

    # --- what becomes of a value

    def write(self, value: Value, node: Pipeline) -> None:
        """Print the value of an action."""
        kind = value.type.kind
        if kind == CHANNEL or (kind == CHOICE and {option.type.kind for option in value.data} == {CHANNEL}):
            raise self.failure(VALUE, "the result of `loop` cannot be printed; use `range`", node)
        run = self.run
        if run.writes is not None:
            from nomadspec.templates.printing import printed

            run.write(printed(value))
            return
        if prints_addresses(value):
            run.remark(
                self.failure(
                    "address",
                    f"printing {value.type} writes memory addresses",
                    node,
                    help="They differ after every update, so the file changes even if the data does not. Print fields instead.",
                )
            )

    def condition(self, value: Value, node: Control) -> None:
        """Remark on a condition that does not test what it seems to."""
        if node.keyword == "if" and value.type.name == "NomadVarItem":
            help = "Test its value: `if .name.Value`."
            self.run.remark(self.failure("always-true", "an item of a Nomad variable is always true in `if`, even when it is empty", node.pipeline, help=help))
