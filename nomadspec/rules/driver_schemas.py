"""JSON Schemas that users give for the `config` block of drivers that are not built in.

    [tool.nomadspec.drivers.podman]
    schema = "schemas/podman.json"

The file is a regular one, at most a megabyte, below the folder of the configuration. References lead only into the schema itself, never to files or the net;
patterns run through an engine without backtracking. What a schema takes is counted by the keyword, and bounded: a few references that each lead to two
others are a million steps. A schema that cannot be used is a finding, once for each task that needs it.
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

MAX_BYTES = 1_000_000
MAX_PROBLEMS = 20
#: Keywords that may be looked at to judge one `config` by a schema, and the schema itself by that of schemas (some sixty for each part of it).
MAX_STEPS, MAX_STEPS_OF_SCHEMA = 50_000, 200_000

_loaded: dict[tuple[str, float, int], _Loaded] = {}


class SchemaFault(Exception):
    """The schema cannot be used; the message says why."""


class _Steps:
    """How many keywords may still be looked at."""

    __slots__ = ("left",)

    def __init__(self, most: int) -> None:
        self.left = most

    def counted(self, name: str, keyword: Any) -> Any:
        """The function of a keyword, which counts."""

        def counting(validator: Any, rule: Any, instance: Any, schema: Any) -> Any:
            self.left -= _cost(name, rule, instance)
            if self.left < 0:
                raise SchemaFault("checking it takes too many steps: its references multiply, or it is too large")
            return keyword(validator, rule, instance, schema)

        return counting

    def bounded(self, base: Any, **own: Any) -> Any:
        """A class of validators like `base` that counts its steps; `own` are keywords that are not `base`'s."""
        from jsonschema import validators as untyped_validators

        validators: Any = untyped_validators
        made = validators.extend(base, {name: self.counted(name, keyword) for name, keyword in {**base.VALIDATORS, **own}.items()})
        made.evolve = _evolved
        return made


def _evolved(validator: Any, **changes: Any) -> Any:
    """`validator` for a part of its schema. The class stays: a `$schema` inside would choose one that neither counts nor matches in linear time."""
    import attrs

    for field in attrs.fields(type(validator)):
        if field.init:
            changes.setdefault(field.alias, getattr(validator, field.name))
    return type(validator)(**changes)


def _cost(name: str, rule: Any, instance: Any) -> int:
    """Of one keyword, in steps."""
    if name in ("$ref", "$dynamicRef", "$recursiveRef"):
        return 8  # found anew each time
    if name == "uniqueItems" and isinstance(instance, list) and not all(isinstance(item, str) for item in instance):
        return 1 + (len(instance) ** 2 >> 6)
    if name in ("patternProperties", "additionalProperties", "dependentSchemas") and isinstance(rule, dict):
        return 1 + 8 * len(rule)
    return 1 + (len(rule) >> 3 if isinstance(rule, list) else 0)


class _Loaded:
    """A schema that can be used: its validator and the steps that this may take; or the `fault` that it turned out to have."""

    __slots__ = ("fault", "steps", "validator")

    def __init__(self, validator: Any, steps: _Steps) -> None:
        self.validator = validator
        self.steps = steps
        self.fault: SchemaFault | None = None


def problems(table: Mapping[str, Any], config: Any) -> Iterator[tuple[list[str | int], str]]:
    """(route into the config, message) of everything that the schema refuses. Raises `SchemaFault`."""
    from itertools import islice

    from jsonschema.exceptions import SchemaError
    from referencing.exceptions import Unresolvable

    loaded = _validator(table)
    if loaded.fault is not None:
        raise loaded.fault
    loaded.steps.left = MAX_STEPS
    try:
        errors = list(islice((error for error in loaded.validator.iter_errors(_opened(config)) if _is_certain(error)), MAX_PROBLEMS))
    except SchemaFault as fault:
        loaded.fault = fault
        raise
    except (SchemaError, Unresolvable, RecursionError, ValueError) as fault:
        raise SchemaFault(f"its references cannot be resolved: {str(fault)[:200]}") from None
    for error in sorted(errors, key=lambda e: [str(step) for step in e.absolute_path]):
        yield list(error.absolute_path), error.message[:300]


#: What a schema says of the names and the number of values, whatever they are.
_OF_NAMES = frozenset(("additionalProperties", "dependentRequired", "maxItems", "maxProperties", "minItems", "minProperties", "propertyNames", "required"))


class _NotKnown:
    """Stands for a value that is not known."""


def _opened(value: Any) -> Any:
    """The config with a mark for each value that is not known."""
    if isinstance(value, dict):
        known = {key: _opened(item) for key, item in known_items(value)}
        return {key: known[key] if key in known else _NotKnown() for key in value}
    if isinstance(value, list):
        items: dict[int, Any] = {index: _opened(item) for index, item in known_items(value)}
        return [items[index] if index in items else _NotKnown() for index in range(len(value))]
    return value


def _is_certain(error: Any) -> bool:
    """Whether an error depends on nothing that is not known."""
    return error.validator in _OF_NAMES or not _has_unknown(error.instance)


def _has_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_unknown, value.values()))
    return any(map(_has_unknown, value)) if isinstance(value, list) else isinstance(value, _NotKnown)


def _validator(table: Mapping[str, Any]) -> _Loaded:
    import os
    import stat

    folder = os.path.realpath(str(table.get("folder") or "."))
    path = os.path.realpath(os.path.join(folder, str(table.get("schema") or "")))
    name = table.get("schema")
    if not path.startswith(os.path.join(folder, "")):
        raise SchemaFault(f"{name} is outside the configuration's folder")
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        raise SchemaFault(f"file {name} does not exist") from None
    if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
        raise SchemaFault(f"{name} is not a regular file of at most {MAX_BYTES:,} bytes")
    key = (path, status.st_mtime, status.st_size)
    if key not in _loaded:
        _loaded[key] = _read(path, str(name))
    return _loaded[key]


def _read(path: str, name: str) -> _Loaded:
    from jsonschema import validators as untyped_validators
    from referencing import Registry

    from nomadspec.source.json_reader import JsonError, read_json
    from nomadspec.source.regular_file import read_regular

    try:
        schema = read_json(read_regular(path, MAX_BYTES), max_bytes=MAX_BYTES)
    except (OSError, JsonError) as error:
        raise SchemaFault(f"{name}: {getattr(error, 'strerror', None) or error}") from None
    if not isinstance(schema, dict | bool) or (isinstance(schema, dict) and not isinstance(schema.get("$schema", ""), str)):
        raise SchemaFault(f"{name} is not a valid JSON Schema")
    validators: Any = untyped_validators
    base = validators.validator_for(schema, default=validators.validator_for({"$schema": "https://json-schema.org/draft/2020-12/schema"}))
    steps = _Steps(MAX_STEPS)
    try:
        judge = _Steps(MAX_STEPS_OF_SCHEMA).bounded(validators.validator_for(base.META_SCHEMA, default=base))
        for found in judge(base.META_SCHEMA).iter_errors(schema):
            raise SchemaFault(f"{name} is not a valid JSON Schema: {found.message}"[:300])
    except RecursionError as error:
        raise SchemaFault(f"{name} is not a valid JSON Schema: {error}"[:300]) from None
    linear = steps.bounded(base, pattern=_pattern, patternProperties=_pattern_properties, additionalProperties=_additional_properties)
    return _Loaded(linear(schema, registry=Registry()), steps)


def _matches(pattern: str, text: str) -> bool:
    from nomadspec.notation import regexp

    try:
        return regexp.compile(pattern).matches(text)
    except regexp.RegexpError as error:
        raise ValueError(f"the pattern {pattern!r}: {error}") from None


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not _matches(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Mapping[str, Any], instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, dict):
        for pattern, inner in patterns.items():
            for key, value in instance.items():
                if _matches(pattern, key):
                    yield from validator.descend(value, inner, path=key, schema_path=pattern)


def _additional_properties(validator: Any, allowed: Any, instance: Any, schema: Any) -> Iterator[Any]:
    from jsonschema.exceptions import ValidationError

    if not isinstance(instance, dict):
        return
    patterns = schema.get("patternProperties", {})
    for key, value in instance.items():
        if key in schema.get("properties", {}) or any(_matches(pattern, key) for pattern in patterns):
            continue
        if isinstance(allowed, dict):
            yield from validator.descend(value, allowed, path=key)
        elif allowed is False:
            yield ValidationError(f"unknown option {key!r}", path=(key,))
