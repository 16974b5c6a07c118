"""What the parts of the interpreter, and the functions that it calls, know of a run: the call they serve, the answers to what is read, the variables."""

from __future__ import annotations

from nomadspec.templates.failures import VALUE, Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, Protocol

    from nomadspec.templates.values import Value

    class Answers(Protocol):
        @property
        def denied(self) -> frozenset[str]:
            """Functions that the client refuses."""

        def read(self, call: Call) -> Value:
            """What a function answers that reads from outside."""

        def computed(self, function: str) -> Value | None:
            """What is given for a function that depends on chance or time. Asked only where a text is rendered."""

    class Run(Protocol):
        @property
        def answers(self) -> Answers: ...

        @property
        def missing_key(self) -> bool:
            """Whether a missing entry of a map is an error."""

        @property
        def strict(self) -> bool:
            """Whether the text is rendered: everything is known, and the first failure ends the run."""

        @property
        def scratch(self) -> dict[str, Value]:
            """The pad that `scratch` gives."""

        doubt: int
        """Conditions around the place that may be false."""

        @property
        def writes(self) -> list[str] | None:
            """The text so far, None where nothing is rendered."""

        def step(self, levels: int = 0) -> None:
            """Count one step; `levels`: go deeper, or come back. Raises Exhausted."""

        def grow(self, value: Value) -> None:
            """Count what a function has made. Raises Exhausted where it is too large."""

        def variable(self, name: str) -> Value: ...

        def declare(self, name: str, value: Value) -> None: ...

        def assign(self, name: str, value: Value) -> None: ...

        def write(self, written: str) -> None:
            """Add to the text, where there is one."""

        def remark(self, remark: Failure) -> None:
            """Note something that is wrong without being an error."""


class Call:
    """A call with its values: what functions are given. `place` is that of the name; `error` makes a failure there."""

    __slots__ = ("arguments", "name", "place", "run")

    def __init__(self, name: str, arguments: tuple[Value, ...], place: tuple[int, int], run: Run) -> None:
        self.name: Final = name
        self.arguments: Final = arguments
        self.place: Final = place
        self.run: Final = run

    def error(self, message: str, kind: str = VALUE, help: str = "") -> Failure:
        return Failure(kind, message, *self.place, help=help)
