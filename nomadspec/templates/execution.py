"""The interpreter: bodies, conditions, loops, variables and nested templates of Go's `text/template`.

If a condition is unknown, both branches are followed, one after the other, and the values of the variables are merged afterwards. A loop over unknown
content is repeated until its variables no longer change. A failure ends its action and is recorded, and execution continues after it, as if the mistake
had been fixed. With `strict` a failure ends the run, as in the engine.
"""

from __future__ import annotations

from nomadspec.notation.template.nodes import Action, Control, Invocation, Jump, Pipeline, Text, children
from nomadspec.templates.expressions import Expressions
from nomadspec.templates.failures import MISSING_TEMPLATE, MISUSE, Exhausted, Failure
from nomadspec.templates.types import ANY, CHANNEL, INTEGER, LIST, MAP, NIL, TEXT, UNSIGNED, type_of
from nomadspec.templates.values import (
    ANYTHING,
    NOTHING,
    Unknown,
    Value,
    alternatives,
    choice,
    element,
    integer,
    same,
    size,
    text,
    that,
    truth,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from nomadspec.notation.template.nodes import Node, Template
    from nomadspec.templates.run import Answers

#: How a body ends: by itself, by `break` or `continue`, or by one or the other on every way.
NEXT, BREAK, CONTINUE, ENDED = range(4)
#: Nodes that one run looks at, levels of nesting that it follows (Python's own limit is near), turns of a loop over known content one by one.
_MOST_STEPS: Final = 20_000
_DEEPEST: Final = 90
_MOST_TURNS: Final = 24
_MOST_RENDERED: Final = 100_000
#: Size (`values.size`) of what one call may make.
_LARGEST: Final = 2_000
_LARGEST_RENDERED: Final = 200_000
#: Rounds until the variables of a loop have settled.
_ROUNDS: Final = 3
_MOST_CALLS: Final = 25


class Interpreter:
    """One run over a template. `failures` are what went wrong, `writes` the text where everything is known."""

    def __init__(self, template: Template, answers: Answers, *, missing_key: bool = False, strict: bool = False, steps: int = _MOST_STEPS) -> None:
        self.template: Final = template
        self.answers: Final = answers
        self.missing_key: Final = missing_key
        self.strict: Final = strict
        self.failures: list[Failure] = []
        self.remarks: list[Failure] = []
        self.writes: list[str] | None = [] if strict else None
        self.doubt = 0
        """Conditions around the place that may be false."""
        self.steps = steps
        self.scratch: dict[str, Value] = {}
        self._variables: list[list[object]] = [["$", NOTHING]]
        self._loops: list[list[list[Value]]] = []
        self._silent = 0
        self._depth = 0
        self._calls: list[tuple[str, int, Value]] = []
        self._assigning: dict[int, bool] = {}
        self._expressions: Final = Expressions(self)

    def run(self) -> None:
        """Raises Failure where `strict`; Exhausted where the template is too much work."""
        self._body(self.template.body, NOTHING)

    def step(self, levels: int = 0) -> None:
        """Count one step; `levels`: go deeper, or come back."""
        self.steps -= 1
        self._depth += levels
        if self.steps < 0 or self._depth > _DEEPEST:
            raise Exhausted

    def grow(self, value: Value) -> None:
        """Count what a function has made."""
        if value.type.kind in (TEXT, LIST, MAP):
            most = _LARGEST_RENDERED if self.strict else _LARGEST
            found = size(value, most)
            self.steps -= found // 20
            if found >= most:
                raise Exhausted

    # --- variables

    def variable(self, name: str) -> Value:
        for cell in reversed(self._variables):
            if cell[0] == name:
                return cell[1]  # type: ignore[return-value]
        return ANYTHING

    def declare(self, name: str, value: Value) -> None:
        self._variables.append([name, value])

    def assign(self, name: str, value: Value) -> None:
        for cell in reversed(self._variables):
            if cell[0] == name:
                cell[1] = value
                return

    def _state(self) -> list[Value]:
        return [cell[1] for cell in self._variables]  # type: ignore[misc]

    def _restore(self, state: list[Value]) -> None:
        del self._variables[len(state) :]
        for cell, value in zip(self._variables, state, strict=True):
            cell[1] = value

    def _join(self, states: list[list[Value]], length: int) -> None:
        """Every variable holds what it does at the end of one of the ways."""
        first, *others = (state[:length] for state in states)
        if all(other == first for other in others):  # compared by identity: most variables are the same on every way
            self._restore(first)
            return
        for index in range(length):
            value = first[index]
            different = [state[index] for state in others if state[index] is not value]
            self._variables[index][1] = choice([value, *different]) if different else value
        del self._variables[length:]

    # --- bodies

    def _body(self, nodes: tuple[Node, ...], dot: Value) -> int:
        self.step(1)
        mark, depth = len(self._variables), self._depth
        flow = NEXT
        for node in nodes:
            self._depth = depth
            if isinstance(node, Text):
                self.write(node.text)
                continue
            try:
                flow = self._node(node, dot)
            except Failure as failure:
                if self.strict:
                    raise
                self.record(failure)
                self._repair(node)
            if flow != NEXT:
                break
        del self._variables[mark:]
        self._depth = depth - 1
        return flow

    def write(self, written: str) -> None:
        """Add to the text, where there is one."""
        if self.writes is not None:
            self.writes.append(written)
            self.steps -= len(written) // 100

    def record(self, failure: Failure) -> None:
        if not self._silent:
            self.failures.append(failure)

    def remark(self, remark: Failure) -> None:
        """Something that is wrong without being an error."""
        if not self._silent and not self.strict:
            self.remarks.append(remark)

    def _repair(self, node: Node) -> None:
        """What a failed action would have declared or assigned holds anything."""
        pipeline = node.pipeline if isinstance(node, Action) else None
        for variable in pipeline.variables if pipeline is not None else ():
            (self.assign if pipeline is not None and pipeline.assigns else self.declare)(variable.name, ANYTHING)

    def _node(self, node: Node, dot: Value) -> int:
        self.step()
        if isinstance(node, Action):
            value = self._expressions.pipeline(node.pipeline, dot)
            if not node.pipeline.variables:
                self._expressions.write(value, node.pipeline)
            return NEXT
        if isinstance(node, Control):
            return self._range(node, dot) if node.keyword == "range" else self._condition(node, dot)
        if isinstance(node, Jump):
            return BREAK if node.keyword == "break" else CONTINUE
        if isinstance(node, Invocation):
            self._invoke(node, dot)
        return NEXT

    # --- if and with

    def _condition(self, node: Control, dot: Value) -> int:
        mark = len(self._variables)
        value = self._expressions.pipeline(node.pipeline, dot)
        self._expressions.condition(value, node)
        verdict = truth(value)
        moves = node.keyword == "with"
        if verdict is True:
            flow = self._body(node.body, value if moves else dot)
        elif verdict is False:
            flow = self._body(node.otherwise or (), dot)
        else:
            flow = self._both(node, that(value, True) if moves else dot, dot)
        del self._variables[mark:]
        return flow

    def _both(self, node: Control, inside: Value, outside: Value) -> int:
        """Both ways of a condition that is not known."""
        before = self._state()
        self.doubt += 1
        try:
            first = self._body(node.body, inside)
            after = self._state()
            self._restore(before)
            second = self._body(node.otherwise or (), outside) if node.otherwise else NEXT
            last = self._state()
        finally:
            self.doubt -= 1
        ways = ((first, after), (second, last))
        for flow, state in ways:
            if flow in (BREAK, CONTINUE) and self._loops:
                self._loops[-1].append(state)
        going = [state for flow, state in ways if flow == NEXT]
        if not going:
            return ENDED
        self._join(going, len(before))
        return NEXT

    # --- range

    def _range(self, node: Control, dot: Value) -> int:
        mark = len(self._variables)
        value = self._expressions.pipeline(node.pipeline, dot)
        options = alternatives(value)
        fitting = [option for option in options if _ranged(option)] if options is not None else []
        if options is not None and not fitting:
            raise self._expressions.failure(MISUSE, f"`range` cannot iterate over {options[0].type}", node.pipeline)
        if len(node.pipeline.variables) > 1 and options is not None and all(option.type.kind in (INTEGER, UNSIGNED) for option in options):
            raise self._expressions.failure(MISUSE, "`range` over a number takes only one variable", node.pipeline)
        settled = len(fitting) == 1 == len(options or ())
        turns = _turns(fitting[0], _MOST_RENDERED if self.strict else _MOST_TURNS) if settled else None
        if turns is not None and not turns:
            flow = self._body(node.otherwise or (), dot)
            del self._variables[mark:]
            return flow
        if turns is not None:
            self._turn_by_turn(node, turns)
        elif self.strict:
            raise Exhausted
        else:
            self._many_turns(node, dot, fitting if options is not None else [ANYTHING], may_be_empty=not settled or isinstance(fitting[0].data, Unknown))
        del self._variables[mark:]
        return NEXT

    def _bind(self, node: Control, key: Value, item: Value) -> None:
        variables = node.pipeline.variables
        values = (item,) if len(variables) == 1 else (key, item)
        for variable, value in zip(variables, values, strict=False):
            self.assign(variable.name, value)

    def _turn_by_turn(self, node: Control, turns: list[tuple[Value, Value]]) -> None:
        mark = len(self._variables)
        self._loops.append([])
        for key, item in turns:
            self._bind(node, key, item)
            flow = self._body(node.body, item)
            if flow in (BREAK, ENDED):
                break
        exits = self._loops.pop()
        if exits:
            self._join([self._state(), *(state[:mark] for state in exits)], mark)

    def _many_turns(self, node: Control, dot: Value, collections: list[Value], *, may_be_empty: bool) -> None:
        mark = len(self._variables)
        item = choice(
            ANYTHING if collection.type.kind == ANY else element(collection) if _holds(collection) else _item(collection) for collection in collections
        )
        key = choice(_key(collection) for collection in collections)
        before = self._state()
        self.doubt += 1
        settled = before
        try:
            if self.template.assigns and self._assigns(node):
                settled = self._settle(node, before, key, item)
            self._loops.append([])
            self._restore(settled)
            self._bind(node, key, item)
            self._body(node.body, item)
            exits = [state[:mark] for state in self._loops.pop()]
            after = [self._state(), *exits]
            if may_be_empty:
                self._restore(before)
                if node.otherwise:
                    self._body(node.otherwise, dot)
                after.append(self._state())
        finally:
            self.doubt -= 1
        self._join(after, mark)

    def _settle(self, node: Control, before: list[Value], key: Value, item: Value) -> list[Value]:
        """What the variables may hold at the start of a turn, whichever it is."""
        mark = len(before)
        self._silent += 1
        try:
            settled = before
            for _ in range(_ROUNDS):
                self._loops.append([])
                self._restore(settled)
                self._bind(node, key, item)
                self._body(node.body, item)
                exits = [state[:mark] for state in self._loops.pop()]
                self._join([settled, self._state(), *exits], mark)
                found = self._state()
                if all(map(same, found, settled)):
                    return settled
                settled = found
            return [value if same(value, old) else ANYTHING for value, old in zip(settled, before, strict=True)]
        finally:
            self._silent -= 1

    def _assigns(self, node: Control) -> bool:
        """Whether the body gives a variable another value."""
        known = self._assigning.get(node.offset)
        if known is None:
            known = self._assigning[node.offset] = any(isinstance(inner, Pipeline) and inner.assigns for part in node.body for inner in _within(part))
        return known

    # --- nested templates

    def _invoke(self, node: Invocation, dot: Value) -> None:
        definitions = self.template.definitions
        body = definitions.get(node.name)
        if body is None:
            from nomadspec.source.closest import closest

            near = closest(node.name, definitions, 0.75)
            said = f"nested template {node.name!r} is not defined"
            raise Failure(MISSING_TEMPLATE, said, node.offset, node.offset, help=f"Did you mean {near!r}?" if near else "", instead=f'"{near}"' if near else "")
        given = self._expressions.pipeline(node.pipeline, dot) if node.pipeline is not None else NOTHING
        for name, doubt, dot_there in self._calls:
            if name == node.name and same(dot_there, given):
                if doubt == self.doubt:
                    raise Failure(MISUSE, f"nested template {node.name!r} calls itself without end", node.offset, node.offset)
                return  # what it does with such a dot is being looked at
        if len(self._calls) > _MOST_CALLS:
            raise Exhausted
        outer, self._variables = self._variables, [["$", given]]
        loops, self._loops = self._loops, []
        self._calls.append((node.name, self.doubt, given))
        try:
            self._body(body, given)
        finally:
            self._variables, self._loops = outer, loops
            self._calls.pop()


def _within(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def _ranged(value: Value) -> bool:
    return value.type.kind in (LIST, MAP, CHANNEL, NIL, INTEGER, UNSIGNED)


def _holds(value: Value) -> bool:
    return value.type.kind in (LIST, MAP, CHANNEL) and (isinstance(value.data, Unknown))


def _item(value: Value) -> Value:
    """Any element of a known list or map; any number below a number."""
    if isinstance(value.data, list):
        return choice(value.data)
    if isinstance(value.data, dict):
        return choice(value.data.values())
    return Value(value.type, Unknown()) if value.type.kind in (INTEGER, UNSIGNED) else ANYTHING


def _key(value: Value) -> Value:
    kind = value.type.kind
    if kind == MAP:
        return ANYTHING if value.type.key == "any" else Value(type_of(value.type.key), Unknown())
    return ANYTHING if kind == ANY else Value(type_of("integer"), Unknown())


def _turns(value: Value, most: int) -> list[tuple[Value, Value]] | None:
    """(index or key, element) of each turn where they are known, and no more than `most`."""
    data = value.data
    kind = value.type.kind
    if kind == NIL or data is None:
        return []
    if isinstance(data, Unknown):
        return None
    if kind in (INTEGER, UNSIGNED):
        return [(Value(value.type, number), Value(value.type, number)) for number in range(data)] if data <= most else None
    if len(data) > most:
        return None
    if isinstance(data, dict):
        make = text if value.type.key == "text" else integer if value.type.key == "integer" else _any_key
        return [(make(key), data[key]) for key in sorted(data, key=lambda key: (str(type(key)), key))]
    return [(integer(index), item) for index, item in enumerate(data)]


def _any_key(key: object) -> Value:
    from nomadspec.templates.values import literal

    return literal(key)  # type: ignore[arg-type]
