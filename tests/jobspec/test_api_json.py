"""API JSON in both directions: Go's rules for keys, null and types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nomadspec.jobspec.json.api import JobJsonError, block_from_api, from_api, to_api
from nomadspec.jobspec.json.go import JsonSyntaxError, loads
from nomadspec.schema.blocks import BLOCKS
from tests.recorded import recorded


@pytest.mark.parametrize(
    ("obj", "id_"),
    [
        ({"ID": "a"}, "a"),
        ({"Job": {"ID": "a"}}, "a"),
        ({"job": {"id": "a"}}, "a"),
        ({"Job": None, "ID": "outer"}, "outer"),
        ({"iD": "a", "Nonsense": 5}, "a"),
        ({"ID": "first", "id": "second"}, "second"),
        ({"ID": None}, None),
        (None, None),
        ({}, None),
    ],
)
def test_keys(obj: Any, id_: str | None) -> None:
    assert from_api(obj).id == id_


def test_null_leaves_a_plain_field_at_its_zero_and_a_nullable_one_empty() -> None:
    task: Any = block_from_api("Task", {"Name": None, "Driver": None, "KillTimeout": None, "Leader": None, "Config": None})
    assert (task.name, task.driver, task.kill_timeout, task.leader, task.config) == ("", "", None, False, None)


def test_a_second_key_for_one_block_is_read_into_the_first() -> None:
    job = from_api({"Update": {"Stagger": 1, "Canary": 1}, "update": {"canary": 2}})
    assert job.update is not None
    assert (job.update.stagger, job.update.canary) == (1, 2)


def test_numbers_in_untyped_maps_pass_through_a_float() -> None:
    task: Any = block_from_api("Task", {"Config": loads('{"i": 1, "f": 1.0, "big": 12345678901234567890, "e": 1e3, "x": 1.5}')})
    assert task.config == {"i": 1, "f": 1, "big": 12345678901234567000, "e": 1000, "x": 1.5}


@pytest.mark.parametrize(
    ("obj", "error"),
    [
        ({"ID": 5}, "json: cannot unmarshal number into Go struct field .Job.ID of type string"),
        ({"Job": {"ID": 5}}, "json: cannot unmarshal number into Go struct field Job.Job.ID of type string"),
        ({"Update": {"Stagger": "5s"}}, "json: cannot unmarshal string into Go struct field UpdateStrategy.Job.Update.Stagger of type time.Duration"),
        ({"TaskGroups": {}}, "json: cannot unmarshal object into Go struct field .Job.TaskGroups of type []*api.TaskGroup"),
        ({"TaskGroups": [{"Count": "1"}]}, "json: cannot unmarshal string into Go struct field TaskGroup.Job.TaskGroups.Count of type int"),
        ({"Meta": {"a": 1}}, "json: cannot unmarshal number into Go struct field .Job.Meta of type string"),
        ({"Datacenters": "dc1"}, "json: cannot unmarshal string into Go struct field .Job.Datacenters of type []string"),
    ],
)
def test_wrong_types(obj: Any, error: str) -> None:
    with pytest.raises(JobJsonError) as caught:
        from_api(obj)
    assert str(caught.value) == error


def test_a_fraction_is_no_integer_and_is_named_with_its_text() -> None:
    with pytest.raises(JobJsonError, match=r"cannot unmarshal number 1\.0 into"):
        from_api(loads('{"Priority": 1.0}'))


def test_fields_come_in_the_order_of_the_schema_and_maps_sorted() -> None:
    job = from_api({"Meta": {"b": "1", "a": "2"}, "ID": "x"})
    api = to_api(job)
    assert list(api) == [field.json for field in BLOCKS["Job"]]
    assert list(api["Meta"]) == ["a", "b"]


def test_to_api_shares_nothing_with_the_job() -> None:
    job = from_api({"Datacenters": ["dc1"]})
    to_api(job)["Datacenters"].append("dc2")
    assert job.datacenters == ["dc1"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1} and more', {"a": 1}),
        ('{"a": {"b": 1}, "a": {"c": 2}}', {"a": {"b": 1, "c": 2}}),
        ('"\\ud800"', "\ufffd"),
        ("null", None),
    ],
)
def test_json_as_go_reads_it(text: str, value: Any) -> None:
    assert loads(text) == value


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "EOF"),
        ("{", "unexpected EOF"),
        ('job "t" {}', "invalid character 'j' looking for beginning of value"),
        ("{a: 1}", "invalid character 'a' looking for beginning of object key string"),
        ('{"a" 1}', "invalid character '1' after object key"),
        ('{"a": 1 "b": 2}', "invalid character '\"' after object key:value pair"),
        ('{"a": tru}', "invalid character '}' in literal true (expecting 'e')"),
        ('{"a": 1.}', "invalid character '}' after decimal point in numeric literal"),
        ('{"a": "\\x"}', "invalid character 'x' in string escape code"),
        ('{"a": NaN}', "invalid character 'N' looking for beginning of value"),
        ("[1 2]", "invalid character '2' after array element"),
        ("[" * 20000, "exceeded max depth"),
    ],
)
def test_json_errors_are_go_s(text: str, error: str) -> None:
    with pytest.raises(JsonSyntaxError) as caught:
        loads(text)
    assert str(caught.value) == error


def test_every_recorded_job_survives_both_ways(goldens: Path) -> None:
    for path in recorded(goldens / "corpus" / "golden", "*.json"):
        api = json.loads(path.read_text(encoding="utf-8")).get("api_json")
        if api:
            assert to_api(from_api(api)) == api["Job"], path.stem
