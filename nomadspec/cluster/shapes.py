"""Shapes of JSON: what a document from outside must look like, as data.

A shape answers three questions about a value: `fits` (fast, yes or no), `faults` (slow, every fault with its JSON path) and `schema` (the same
as JSON Schema, for publication). Loading runs `fits` and asks for `faults` only when the answer is no, so that a good document of ten thousand
nodes costs a fraction of a second. Members that no shape names are allowed: a newer Nomad adds some. Except where a member is required, null
means "not given", as in Nomad's API.
"""

from __future__ import annotations

from nomadspec.notation.moment import nanoseconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Fault = tuple[str, str]
    """(JSON path such as `nodes[3].Name`, message)."""


class Shape:
    """What a value must look like."""

    __slots__ = ("about",)

    def __init__(self, about: str = "") -> None:
        self.about = about

    def fits(self, value: Any) -> bool:
        """Whether `value` has this shape."""
        raise NotImplementedError

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        """Where `value`, found at `path`, differs from this shape."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """This shape as JSON Schema."""
        raise NotImplementedError

    def _described(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {"description": self.about, **schema} if self.about else schema


def kind_of(value: Any) -> str:
    """The JSON name of a value's type."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "an object"


def _number(value: Any) -> str:
    """A number itself, which says what is wrong with it; the type of another value."""
    return f"{value:.40}" if type(value) is float else str(value)[:40] if type(value) is int else kind_of(value)


class Text(Shape):
    """A string; with `choices` one of them."""

    __slots__ = ("choices",)

    def __init__(self, about: str = "", choices: tuple[str, ...] = ()) -> None:
        super().__init__(about)
        self.choices = choices

    def fits(self, value: Any) -> bool:
        return type(value) is str and (not self.choices or value in self.choices)

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if type(value) is not str:
            yield path, f"must be a string, not {kind_of(value)}"
        elif self.choices and value not in self.choices:
            yield path, f"must be {'one of ' * (len(self.choices) > 1)}{', '.join(map(repr, self.choices))}, not {value[:60]!r}"

    def schema(self) -> dict[str, Any]:
        return self._described({"type": "string", "enum": list(self.choices)} if self.choices else {"type": "string"})


class Whole(Shape):
    """An integer of 64 bits."""

    __slots__ = ("least", "most")

    def __init__(self, about: str = "", least: int = -(2**63), most: int = 2**64 - 1) -> None:
        super().__init__(about)
        self.least = least
        self.most = most

    def fits(self, value: Any) -> bool:
        return type(value) is int and self.least <= value <= self.most

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if type(value) is not int:
            yield path, f"must be a whole number, not {_number(value)}"
        elif not self.least <= value <= self.most:
            yield path, f"must be between {self.least} and {self.most}, not {_number(value)}"

    def schema(self) -> dict[str, Any]:
        return self._described({"type": "integer", "minimum": self.least, "maximum": self.most})


class Real(Shape):
    """A finite number."""

    __slots__ = ()

    def fits(self, value: Any) -> bool:
        return (type(value) is float and abs(value) < 1e300) or (type(value) is int and abs(value) < 2**64)

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if not self.fits(value):
            yield path, f"must be a finite number below 2^64, not {_number(value)}"

    def schema(self) -> dict[str, Any]:
        return self._described({"type": "number"})


class Flag(Shape):
    """True or false."""

    __slots__ = ()

    def fits(self, value: Any) -> bool:
        return value is True or value is False

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if not self.fits(value):
            yield path, f"must be true or false, not {kind_of(value)}"

    def schema(self) -> dict[str, Any]:
        return self._described({"type": "boolean"})


class Moment(Shape):
    """A time: RFC 3339 text, or nanoseconds since 1970."""

    __slots__ = ()

    def fits(self, value: Any) -> bool:
        return type(value) is str or (type(value) is int and -(2**63) <= value < 2**63)

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if not self.fits(value):
            yield path, f"must be a time (a string in RFC 3339 or a number of nanoseconds), not {_number(value)}"

    def schema(self) -> dict[str, Any]:
        return self._described({"type": ["string", "integer"]})


class Instant(Text):
    """A time as RFC 3339 text; empty for none."""

    __slots__ = ()

    def fits(self, value: Any) -> bool:
        return type(value) is str and (not value or nanoseconds(value) != 0)

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if type(value) is not str:
            yield from super().faults(value, path)
        elif not self.fits(value):
            yield path, f"must be a time in RFC 3339, such as 2026-01-31T12:00:00Z, not {value[:60]!r}"


class Anything(Shape):
    """Any value."""

    __slots__ = ()

    def fits(self, value: Any) -> bool:
        return True

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        return iter(())

    def schema(self) -> dict[str, Any]:
        return self._described({})


class Items(Shape):
    """A list of values of one shape, at most `most` of them."""

    __slots__ = ("item", "most")

    def __init__(self, item: Shape, about: str = "", most: int = 10_000_000) -> None:
        super().__init__(about)
        self.item = item
        self.most = most

    def fits(self, value: Any) -> bool:
        if type(value) is not list or len(value) > self.most:
            return False
        fits = self.item.fits
        return all(map(fits, value))

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if type(value) is not list:
            yield path, f"must be a list, not {kind_of(value)}"
        elif len(value) > self.most:
            yield path, f"has {len(value)} items, at most {self.most} are accepted"
        else:
            for i, item in enumerate(value):
                yield from self.item.faults(item, f"{path}[{i}]")

    def schema(self) -> dict[str, Any]:
        return self._described({"type": "array", "items": self.item.schema()})


class Mapping(Shape):
    """An object whose members all have one shape."""

    __slots__ = ("nullable", "value")

    def __init__(self, value: Shape, about: str = "", *, nullable: bool = False) -> None:
        super().__init__(about)
        self.value = value
        self.nullable = nullable

    def fits(self, value: Any) -> bool:
        if type(value) is not dict:
            return False
        fits = self.value.fits
        if all(map(fits, value.values())):
            return True
        return self.nullable and all(member is None or fits(member) for member in value.values())

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if type(value) is not dict:
            yield path, f"must be an object, not {kind_of(value)}"
        else:
            for key, member in value.items():
                if member is not None or not self.nullable:
                    yield from self.value.faults(member, member_path(path, key))

    def schema(self) -> dict[str, Any]:
        value = self.value.schema()
        return self._described({"type": "object", "additionalProperties": {"anyOf": [value, {"type": "null"}]} if self.nullable else value})


class Record(Shape):
    """An object with named members; the `required` ones must be there and not null."""

    __slots__ = ("_members", "_required", "members", "required")

    def __init__(self, members: dict[str, Shape], required: tuple[str, ...] = (), about: str = "") -> None:
        super().__init__(about)
        self.members = members
        self.required = required
        self._members = tuple((name, shape.fits) for name, shape in members.items() if not isinstance(shape, Anything))
        self._required = required

    def fits(self, value: Any) -> bool:
        if type(value) is not dict:
            return False
        for name in self._required:
            if value.get(name) is None:
                return False
        for name, fits in self._members:
            member = value.get(name)
            if member is not None and not fits(member):
                return False
        return True

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if type(value) is not dict:
            yield path, f"must be an object, not {kind_of(value)}"
            return
        for name in self.required:
            if value.get(name) is None:
                yield member_path(path, name), "is missing"
        for name, shape in self.members.items():
            member = value.get(name)
            if member is not None:
                yield from shape.faults(member, member_path(path, name))

    def schema(self) -> dict[str, Any]:
        def optional(name: str, shape: Shape) -> dict[str, Any]:
            schema = shape.schema()
            if name in self.required or not schema.keys() - {"description"}:
                return schema
            if isinstance(schema.get("type"), str) and "enum" not in schema:
                return {**schema, "type": [schema["type"], "null"]}
            return {"anyOf": [schema, {"type": "null"}]}

        out: dict[str, Any] = {"type": "object", "properties": {name: optional(name, shape) for name, shape in self.members.items()}}
        if self.required:
            out["required"] = list(self.required)
        return self._described(out)


def member_path(path: str, name: str) -> str:
    """The path of the member `name` of the object at `path`."""
    plain = name.replace("_", "a").replace("-", "a").isalnum()
    step = name if plain else f'["{escaped(name)}"]'
    return f"{path}.{step}" if path and plain else path + step


def escaped(name: str) -> str:
    """A name as it is written between quotes in a path."""
    return name.replace("\\", "\\\\").replace('"', '\\"')
