"""Conversion between types and the type that several values share."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.evaluation.conversion import ConversionError, convert, unify
from nomadspec.evaluation.numbers import parse
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, ObjectType, SetType, TupleType
from nomadspec.evaluation.values import ListValue, MapValue, Null, Unknown, make_set, same, type_of


@pytest.mark.parametrize(
    ("value", "want", "result"),
    [
        (5, STRING, "5"),
        (parse("1.50"), STRING, "1.5"),
        (True, STRING, "true"),
        ("5", NUMBER, 5),
        ("1", BOOL, True),
        ("false", BOOL, False),
        (None, STRING, Null(STRING)),
        ((1, "a"), ListType(STRING), ListValue(STRING, ["1", "a"])),
        ((1, 2), ListType(DYNAMIC), ListValue(NUMBER, [1, 2])),
        ((1, "a"), ListType(DYNAMIC), ListValue(STRING, ["1", "a"])),
        (("b", "a", "b"), SetType(STRING), make_set(STRING, ["a", "b"])),
        ((), ListType(STRING), ListValue(STRING, [])),
        ({"a": 1}, MapType(STRING), MapValue(STRING, {"a": "1"})),
        ({"a": 1, "b": "x", "c": 2}, ObjectType({"a": STRING, "c": NUMBER}), {"a": "1", "c": 2}),
        (MapValue(STRING, {"a": "1"}), ObjectType({"a": NUMBER}), {"a": 1}),
        (make_set(STRING, ["2", "1"]), ListType(NUMBER), ListValue(NUMBER, [1, 2])),
        ((1, (2,)), TupleType((STRING, ListType(NUMBER))), ("1", ListValue(NUMBER, [2]))),
        ([], DYNAMIC, []),
    ],
)
def test_values_that_convert(value: Any, want: Any, result: Any) -> None:
    got = convert(value, want)
    assert got == result or same(got, result)


@pytest.mark.parametrize(
    ("value", "want", "reason"),
    [
        ("x", NUMBER, "a number is required"),
        (" 5", NUMBER, "a number is required"),
        ("True", BOOL, 'a bool is required; to convert from string, use lowercase "true"'),
        ("yes", BOOL, "a bool is required"),
        (1, BOOL, "bool required, but have number"),
        ((), STRING, "string required, but have tuple"),
        ("a", ListType(STRING), "list of string required, but have string"),
        ({}, ListType(STRING), "list of string required"),
        ((), MapType(STRING), "map of string required"),
        ((1, {}), ListType(STRING), "element 1: string required, but have object"),
        ({"k": ()}, MapType(STRING), 'element "k": string required, but have tuple'),
        ((1, ()), ListType(DYNAMIC), "all list elements must have the same type"),
        (("x",), ListType(NUMBER), "a number is required"),
        ((1,), TupleType(()), "tuple required"),
        ({}, TupleType(()), "tuple required"),
        ((), ObjectType({}), "object required, but have tuple"),
        ({}, ObjectType({"a": STRING}), 'attribute "a" is required'),
        ({}, ObjectType({"a": STRING, "b": STRING}), 'attributes "a" and "b" are required'),
        ({}, ObjectType({"a": STRING, "b": STRING, "c": STRING}), 'attributes "a", "b", and "c" are required'),
        ({"a": ()}, ObjectType({"a": STRING}), 'attribute "a": string required, but have tuple'),
        (MapValue(STRING, {}), ObjectType({"a": STRING}), 'map has no element for required attribute "a"'),
        (ListValue(STRING, []), SetType(MapType(STRING)), "incorrect set element type: map of string required, but have string"),
    ],
)
def test_values_that_do_not(value: Any, want: Any, reason: str) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(value, want)
    assert caught.value.text == reason


def test_the_path_leads_to_the_part_at_fault() -> None:
    with pytest.raises(ConversionError) as caught:
        convert({"a": ("1", "x")}, MapType(ListType(NUMBER)))
    assert caught.value.path == ("a", 1)


def test_unknown_values_convert_by_their_type() -> None:
    assert convert(Unknown(DYNAMIC, ("v",)), NUMBER).variables == ("v",)
    with pytest.raises(ConversionError):
        convert(Unknown(TupleType(()), ("v",)), STRING)


@pytest.mark.parametrize(
    ("types", "common"),
    [
        ([NUMBER, NUMBER], NUMBER),
        ([NUMBER, STRING], STRING),
        ([NUMBER, STRING, BOOL], STRING),
        ([NUMBER, BOOL], None),
        ([NUMBER, DYNAMIC], NUMBER),
        ([TupleType((NUMBER,)), TupleType((STRING,))], TupleType((STRING,))),
        ([TupleType((NUMBER,)), TupleType((NUMBER, STRING))], ListType(STRING)),
        ([TupleType(()), TupleType((NUMBER,))], ListType(NUMBER)),
        ([TupleType((NUMBER,)), ListType(STRING)], ListType(STRING)),
        ([ObjectType({"a": NUMBER}), ObjectType({"a": STRING})], ObjectType({"a": STRING})),
        ([ObjectType({"a": NUMBER}), ObjectType({"b": STRING})], MapType(STRING)),
        ([ObjectType({"a": NUMBER}), ObjectType({"b": TupleType(())})], None),
        ([ObjectType({}), TupleType(())], None),
        ([ListType(NUMBER), ListType(STRING)], ListType(STRING)),
        ([ListType(NUMBER), SetType(NUMBER)], ListType(NUMBER)),
        ([MapType(NUMBER), ObjectType({"a": STRING})], MapType(STRING)),
        ([], None),
    ],
)
def test_the_type_that_values_share(types: list[Any], common: Any) -> None:
    assert unify(types) == common


def test_null_takes_a_type_and_keeps_it() -> None:
    assert type_of(convert(None, ListType(STRING))) == ListType(STRING)
    assert convert((None, 1), ListType(NUMBER)) == ListValue(NUMBER, [Null(NUMBER), 1])
