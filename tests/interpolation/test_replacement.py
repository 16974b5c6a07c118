"""Properties of the client's replacement, and the names as a tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nomadspec.interpolation.names import as_tree
from nomadspec.interpolation.replacement import LONGEST, MEANT, Replacer
from nomadspec.jobspec.path import job_path
from tests.interpolation.jobs import environment, job

names = st.dictionaries(st.text("ab.-_", min_size=1, max_size=4), st.text("x${}ab", max_size=6), max_size=4)
texts = st.text("${}ab.-_ ", max_size=20)


@given(texts, names)
def test_text_without_known_references_stays(text: str, table: dict[str, str]) -> None:
    replaced = Replacer((table,), {}).replace(text)
    if not any("${" + name + "}" in text for name in table):
        assert replaced == text


@given(texts)
def test_every_meant_reference_that_stays_is_noted(text: str) -> None:
    noted: list[object] = []
    Replacer(({},), {}, noted).replace(text, job_path("x"))  # type: ignore[arg-type]
    assert len(noted) == len(MEANT.findall(text))


@given(names, names)
def test_a_name_is_reached_by_its_segments_unless_a_deeper_one_is_there(first: dict[str, str], second: dict[str, str]) -> None:
    tree, invalid = as_tree(first, second)
    for name, value in {**first, **second}.items():
        if "" in name.split("."):
            assert f"{name}: invalid object path" in invalid
            continue
        found: object = tree
        for segment in name.split("."):
            assert isinstance(found, dict)
            found = found[segment]
        assert isinstance(found, dict) or found == value


def test_variables_that_repeat_one_another_do_not_grow_without_end() -> None:
    lines = ['V000 = "xxxxxxxxxx"', *(f'V{number:03} = "${{V{number - 1:03}}}${{V{number - 1:03}}}"' for number in range(1, 200))]
    found = environment(job("env {\n" + "\n".join(lines) + "\n}")).env
    assert found["V003"] == "x" * 80
    assert max(len(value) for value in found.values()) <= LONGEST
