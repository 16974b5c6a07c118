"""The driver's `config` block as the driver gets it: every text an HCL template over the tree of names, then converted to the driver's options.

An expression that fails, an unknown name above all, fails the task. Options that are not given get the driver's defaults, as in the driver's decoder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from nomadspec.evaluation.conversion import ConversionError, convert
from nomadspec.evaluation.expressions import evaluate
from nomadspec.evaluation.functions import FunctionContext
from nomadspec.evaluation.numbers import from_float, to_float
from nomadspec.evaluation.problems import problem
from nomadspec.evaluation.scope import WORK, Scope, Surroundings
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, Type
from nomadspec.evaluation.values import ListValue, MapValue, Null, Number, SetValue, Unknown
from nomadspec.hcl import ast
from nomadspec.hcl.exact.parse import parse_template
from nomadspec.interpolation.replacement import element
from nomadspec.jobspec.path import ModelPath
from nomadspec.jobspec.typed_values import any_float
from nomadspec.schema.drivers import DRIVERS, Option
from nomadspec.source import Diagnostic, Source
from nomadspec.source.record import Record

#: The functions of a client; the jobspec has many more.
FUNCTIONS: Final = frozenset(
    ["abs", "coalesce", "concat", "hasindex", "int", "jsondecode", "jsonencode", "length", "lower", "max", "min", "reverse", "strlen", "substr", "upper"]
)
_MAX_DEPTH: Final = 64
_TYPES: Final = {"string": STRING, "number": NUMBER, "bool": BOOL}
_NESTED: Final = re.compile(r"(list|map)\((.*)\)")


class Failure(Record, eq=True):
    """What fails the task: Nomad's text, and the option it is in."""

    message: str
    path: ModelPath


class DriverConfig:
    """The outcome: `values` by option as plain data, or `failures`."""

    def __init__(self, values: dict[str, Any], failures: Sequence[Failure]) -> None:
        self.values: Final = values
        self.failures: Final = tuple(failures)


def evaluate_config(driver: str, config: Mapping[str, Any] | None, names: Mapping[str, Any], path: ModelPath) -> DriverConfig:
    """The `config` block of a task, whose texts refer to `names`. A driver that is not built in gets its values as they are."""
    work = _Evaluation(names)
    evaluated = {key: work.value(value, path / key, 0) for key, value in (config or {}).items()}
    options = DRIVERS.get(driver)
    if options is None:
        return DriverConfig({key: _plain(value) for key, value in evaluated.items()}, work.failures)
    values = _body(evaluated, options, path, work.failures)
    return DriverConfig(values, work.failures)


class _Evaluation:
    """Evaluates texts over one tree of names."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names: Final = dict(names)
        self._work = WORK
        self.failures: Final[list[Failure]] = []

    def value(self, value: Any, path: ModelPath, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            self.failures.append(Failure("Nesting too deep: The configuration is nested too deeply.", path))
            return Unknown()
        if isinstance(value, str):
            return self._text(value, path) if "${" in value or "%{" in value else value
        if isinstance(value, Mapping):
            return {str(self._key(key, path)): self.value(item, path / str(key), depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return tuple(self.value(item, element(path, index), depth + 1) for index, item in enumerate(value))
        if isinstance(value, float):
            return from_float(value)
        return value

    def _key(self, key: str, path: ModelPath) -> Any:
        return self._text(key, path) if "${" in key or "%{" in key else key

    def _text(self, text: str, path: ModelPath) -> Any:
        source = Source(text, "")
        template, problems = parse_template(source, text, 0, "json")
        errors = [item for item in problems if item.severity == "error"]
        if template is not None and not errors:
            errors += [
                problem(source, call.start, call.end, "Call to unknown function", f'There is no function named "{call.name}".')
                for call in _foreign_calls(template)
            ]
        if template is None or errors:
            self.failures.extend(Failure(_said(item), path) for item in errors)
            return Unknown()
        surroundings = Surroundings(source, FunctionContext("none"), runtime_references=False)
        surroundings.work = self._work
        result = evaluate(template, Scope(surroundings, self._names), errors)
        self._work = surroundings.work
        self.failures.extend(Failure(_said(item), path) for item in errors)
        return result


def _said(diagnostic: Diagnostic) -> str:
    return (diagnostic.nomad or diagnostic.message).replace("; ", ": ", 1)


def _foreign_calls(template: ast.Node) -> Iterator[ast.Call]:
    """Calls of functions that a client does not have."""
    waiting: list[Any] = [template]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, ast.Node):
            if isinstance(node, ast.Call) and node.name not in FUNCTIONS:
                yield node
            waiting += [getattr(node, name) for name in node.__slots__]


# --- the driver's options


def _body(given: Mapping[str, Any], options: Mapping[str, Option], path: ModelPath, failures: list[Failure]) -> dict[str, Any]:
    """A block as the driver's decoder makes it: known options converted, the others refused, defaults filled in."""
    found: dict[str, Any] = {}
    for name in given:
        if name not in options:
            failures.append(Failure(f'Invalid label: No argument or block type is named "{name}".', path / name))
    for name, option in options.items():
        value = given.get(name)
        if value is None:
            if option.required:
                failures.append(Failure(f'Missing required argument: The argument "{name}" is required, but no definition was found.', path / name))
            elif option.default is not None:
                found[name] = option.default
        elif not isinstance(value, Unknown):
            found[name] = _option(value, option, name, path / name, failures)
    return found


def _option(value: Any, option: Option, name: str, path: ModelPath, failures: list[Failure]) -> Any:
    if option.kind in ("block", "block-list"):
        rows = list(value) if isinstance(value, tuple | list) else [value]
        if not all(isinstance(row, Mapping) for row in rows):
            text = f'Either a JSON object or a JSON array is required, representing the contents of one or more "{name}" blocks.'
            failures.append(Failure(f"Incorrect JSON value type: {text}", path))
            return None
        blocks = [_body(row, option.fields, path, failures) for row in rows]
        if option.kind == "block-list":
            return blocks
        if len(blocks) > 1:
            failures.append(Failure(f'Duplicate {name} block: Only one block of type "{name}" is allowed.', path))
        return blocks[0] if blocks else None
    want = _type(option.type)
    if isinstance(want, MapType) and isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    elif isinstance(want, ListType) and isinstance(want.element, MapType) and isinstance(value, dict):
        value = (value,)
    try:
        return _plain(convert(value, want))
    except ConversionError as error:
        failures.append(Failure(f'Incorrect attribute value type: Inappropriate value for attribute "{name}": {error}.', path))
        return None


def _type(text: str) -> Type:
    nested = _NESTED.fullmatch(text)
    if nested is None:
        return _TYPES.get(text, DYNAMIC)
    inner = _type(nested[2])
    return ListType(inner) if nested[1] == "list" else MapType(inner)


def _plain(value: Any) -> Any:
    """A value as JSON has it; what is not known is null."""
    if isinstance(value, Number):
        return any_float(to_float(value))
    if isinstance(value, ListValue | SetValue):
        return [_plain(item) for item in value.items]
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, MapValue):
        return {key: _plain(item) for key, item in value.items.items()}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return None if isinstance(value, Null | Unknown) else value
