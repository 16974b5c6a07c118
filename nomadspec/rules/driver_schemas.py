"""JSON Schemas that users give for the `config` block of drivers that are not built in.

    [tool.nomadspec.drivers.podman]
    schema = "schemas/podman.json"

The file is a regular one, at most a megabyte, below the folder of the configuration. References lead only into the schema itself, never to files or the net;
patterns run through an engine without backtracking. A schema that cannot be used is a finding, once for each task that needs it.
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

MAX_BYTES = 1_000_000
MAX_PROBLEMS = 20

_loaded: dict[tuple[str, float, int], Any] = {}


class SchemaFault(Exception):
    """The schema cannot be used; the message says why."""


def problems(table: Mapping[str, Any], config: Any) -> Iterator[tuple[list[str | int], str]]:
    """(route into the config, message) of everything that the schema refuses. Raises `SchemaFault`."""
    from itertools import islice

    from jsonschema.exceptions import SchemaError
    from referencing.exceptions import Unresolvable

    validator = _validator(table)
    try:
        errors = list(islice((error for error in validator.iter_errors(_opened(config)) if _is_certain(error)), MAX_PROBLEMS))
    except (SchemaError, Unresolvable, RecursionError, ValueError) as fault:
        raise SchemaFault(f"its references cannot be followed: {str(fault)[:200]}") from None
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


def _validator(table: Mapping[str, Any]) -> Any:
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


def _read(path: str, name: str) -> Any:
    from jsonschema import validators as untyped_validators
    from jsonschema.exceptions import SchemaError
    from referencing import Registry

    from nomadspec.source.json_reader import JsonError, read_json

    try:
        with open(path, "rb") as file:
            schema = read_json(file.read(MAX_BYTES + 1), max_bytes=MAX_BYTES)
    except (OSError, JsonError) as error:
        raise SchemaFault(f"{name}: {error}") from None
    if not isinstance(schema, dict | bool):
        raise SchemaFault(f"{name} is not a valid JSON Schema")
    validators: Any = untyped_validators
    base = validators.validator_for(schema, default=validators.validator_for({"$schema": "https://json-schema.org/draft/2020-12/schema"}))
    try:
        base.check_schema(schema)
    except (SchemaError, RecursionError) as error:
        raise SchemaFault(f"{name} is not a valid JSON Schema: {getattr(error, 'message', error)}"[:300]) from None
    linear = validators.extend(base, {"pattern": _pattern, "patternProperties": _pattern_properties, "additionalProperties": _additional_properties})
    return linear(schema, registry=Registry())


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
