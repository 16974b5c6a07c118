"""The types of values.

`STRING`, `NUMBER`, `BOOL` and `DYNAMIC` are singletons; the others are compared with `==`. `DYNAMIC` stands for a type that is not
known yet (of untyped null), and as a constraint for any type.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Type:
    """A type. Compare with `==`; primitive types are singletons. `name` is Nomad's friendly name."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """How messages call the type: "string", "list of number", "tuple", "object"."""
        raise NotImplementedError

    @property
    def constraint_name(self) -> str:
        """How messages call the type when it is what was wanted."""
        return self.name

    @property
    def has_dynamic(self) -> bool:
        """Whether some part of the type is left open."""
        return False

    def json(self) -> object:
        """The JSON form of the type: "string", ["list", "string"], ["object", {…}]."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<type {self.json()}>"


class PrimitiveType(Type):
    """`STRING`, `NUMBER`, `BOOL` and `DYNAMIC`."""

    __slots__ = ("_constraint", "_name")

    def __init__(self, name: str, constraint: str) -> None:
        self._name: Final = name
        self._constraint: Final = constraint

    @property
    def name(self) -> str:
        return self._name

    @property
    def constraint_name(self) -> str:
        return self._constraint

    @property
    def has_dynamic(self) -> bool:
        return self is DYNAMIC

    def json(self) -> object:
        return self._name


STRING = PrimitiveType("string", "string")
NUMBER = PrimitiveType("number", "number")
BOOL = PrimitiveType("bool", "bool")
#: The type of untyped null and of what is not known at all; as a constraint, any type.
DYNAMIC = PrimitiveType("dynamic", "any type")


class CollectionType(Type):
    """A collection of elements of one type: the base of list, set and map types."""

    __slots__ = ("element",)

    kind = ""

    def __init__(self, element: Type) -> None:
        self.element: Final = element

    @property
    def name(self) -> str:
        return f"{self.kind} of {self.element.name}"

    @property
    def constraint_name(self) -> str:
        return f"{self.kind} of {'any single type' if self.element is DYNAMIC else self.element.constraint_name}"

    @property
    def has_dynamic(self) -> bool:
        return self.element.has_dynamic

    def json(self) -> object:
        return [self.kind, self.element.json()]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CollectionType) and self.__class__ is other.__class__ and self.element == other.element

    def __hash__(self) -> int:
        return hash((self.kind, self.element))


class ListType(CollectionType):
    __slots__ = ()
    kind = "list"


class SetType(CollectionType):
    __slots__ = ()
    kind = "set"


class MapType(CollectionType):
    __slots__ = ()
    kind = "map"


class TupleType(Type):
    """A sequence with a type for each element."""

    __slots__ = ("elements",)

    def __init__(self, elements: tuple[Type, ...]) -> None:
        self.elements: Final = elements

    @property
    def name(self) -> str:
        return "tuple"

    @property
    def has_dynamic(self) -> bool:
        return any(element.has_dynamic for element in self.elements)

    def json(self) -> object:
        return ["tuple", [element.json() for element in self.elements]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TupleType) and self.elements == other.elements

    def __hash__(self) -> int:
        return hash(("tuple", self.elements))


class ObjectType(Type):
    """Named attributes with a type each."""

    __slots__ = ("attributes",)

    def __init__(self, attributes: dict[str, Type]) -> None:
        self.attributes: Final = attributes

    @property
    def name(self) -> str:
        return "object"

    @property
    def has_dynamic(self) -> bool:
        return any(attribute.has_dynamic for attribute in self.attributes.values())

    def json(self) -> object:
        return ["object", {name: self.attributes[name].json() for name in sorted(self.attributes)}]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectType) and self.attributes == other.attributes

    def __hash__(self) -> int:
        return hash(("object", frozenset(self.attributes.items())))
