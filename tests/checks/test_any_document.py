"""No document makes validation raise, whatever is in it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.checks.validation import validate, validation_text
from tests.checks.cases import CASES

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**65), 2**65),
    st.floats(allow_nan=False),
    st.sampled_from(["", "x", "\0", "${", "a b", "service", "\ud800", "é" * 300]),
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.sampled_from(["Name", "Job", "ID", "x"]), SCALARS, max_size=2))


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    return [path, *(place for key, value in items for place in places(value, (*path, key)))]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.data())
def test_a_changed_document(rule: str, data: st.DataObject) -> None:
    document = copy.deepcopy(CASES[rule][0])
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(document)))
        if not path:
            continue
        inner: Any = document
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = data.draw(VALUES)
    verdict = validate(document)
    assert verdict.ok is not bool(verdict.errors)
    assert validation_text(verdict)


@pytest.mark.parametrize("document", [None, 3, [], "x", {"Job": None}, {"job": {"ID": "a"}}, {"Job": []}, {"TaskGroups": [None]}])
def test_what_is_no_job(document: Any) -> None:
    assert not validate(document).ok
