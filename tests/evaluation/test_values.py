"""Values of the language as Python objects, their types, and the order of sets."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.evaluation.numbers import INFINITY, NEGATIVE_ZERO, parse
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, ObjectType, SetType, TupleType
from nomadspec.evaluation.values import (
    ListValue,
    MapValue,
    Null,
    Unknown,
    is_known,
    make_set,
    same,
    sorted_items,
    type_name,
    type_of,
    unknown_variables,
)


@pytest.mark.parametrize(
    ("value", "type_", "name"),
    [
        ("a", STRING, "string"),
        (True, BOOL, "bool"),
        (1, NUMBER, "number"),
        (parse("1.5"), NUMBER, "number"),
        (None, DYNAMIC, "dynamic"),
        (Null(STRING), STRING, "string"),
        ((1, "a"), TupleType((NUMBER, STRING)), "tuple"),
        ({"a": 1}, ObjectType({"a": NUMBER}), "object"),
        (ListValue(STRING, ["a"]), ListType(STRING), "list of string"),
        (make_set(NUMBER, [1]), SetType(NUMBER), "set of number"),
        (MapValue(ListType(BOOL), {}), MapType(ListType(BOOL)), "map of list of bool"),
        (Unknown(NUMBER, ("port",)), NUMBER, "number"),
    ],
)
def test_each_value_has_a_type(value: Any, type_: Any, name: str) -> None:
    assert type_of(value) == type_
    assert type_name(value) == name


def test_types_compare_by_structure() -> None:
    assert ListType(STRING) == ListType(STRING)
    assert ListType(STRING) != SetType(STRING)
    assert hash(ObjectType({"a": STRING, "b": NUMBER})) == hash(ObjectType({"b": NUMBER, "a": STRING}))
    assert ObjectType({"a": TupleType((STRING,))}).json() == ["object", {"a": ["tuple", ["string"]]}]


def test_sameness_goes_by_type_and_content() -> None:
    assert same((1, "a"), (1, "a"))
    assert not same((1,), ListValue(NUMBER, [1]))
    assert not same(True, 1)
    assert same(0, NEGATIVE_ZERO)
    assert same({"a": None, "b": 1}, {"b": 1, "a": None})
    assert not same(ListValue(STRING, []), ListValue(NUMBER, []))


@pytest.mark.parametrize(
    ("items", "ordered"),
    [
        (["b", "a", "b"], ("a", "b")),
        ([3, parse("1.5"), -1, 3], (-1, parse("1.5"), 3)),
        ([True, False], (False, True)),
        (["b", None, "a"], ("a", "b", None)),
        ([INFINITY, 1], (1, INFINITY)),
    ],
)
def test_sets_drop_duplicates_and_have_an_order(items: list[Any], ordered: tuple[Any, ...]) -> None:
    element = next(type_of(item) for item in items if item is not None)
    assert make_set(element, items).items == ordered


def test_entries_are_visited_by_key() -> None:
    assert sorted_items({"b": 1, "a": 2, "B": 3}) == [("B", 3), ("a", 2), ("b", 1)]


def test_unknown_parts_name_their_variables() -> None:
    value = ({"a": Unknown(STRING, ("x",))}, ListValue(STRING, [Unknown(STRING, ("y", "x")), "b"]))
    assert unknown_variables(value) == ("x", "y")
    assert not is_known(value)
    assert is_known(({"a": None}, 1))
