"""Which differences are shown, under what names, in what order. The text is Nomad's; `test_text.py` has its layout."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.jobdiff import JobDiff, diff
from nomadspec.jobdiff.flatten import number
from nomadspec.jobspec.block import UnknownValue
from nomadspec.jobspec.canonicalize import canonicalize
from tests.jobdiff.jobs import job, of_group, of_job, of_task
from tests.recorded import recorded


def objects(found: JobDiff) -> list[tuple[str, str]]:
    """Names and types of the objects of the group."""
    return [(item.name, item.type) for item in found.task_groups[0].objects]


def group_text(found: JobDiff) -> str:
    """The text below the group's line, without its tasks."""
    lines = found.to_text().splitlines()[2:]
    return "\n".join(line[2:] for line in lines if not line.lstrip().startswith(("Task:", "+/- Task:")))


def task_text(found: JobDiff) -> str:
    """The text below the task's line."""
    return "\n".join(line[4:] for line in found.to_text().splitlines()[3:])


# --- job ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "type_"),
    [(None, job(), "Added"), (job(), None, "Deleted"), (job(), job(), "None"), (job(), job(Priority=60), "Edited")],
)
def test_the_type_of_a_diff(old: Any, new: Any, type_: str) -> None:
    assert diff(old, new).type == type_


def test_a_changed_job_level_spread_is_not_seen() -> None:
    assert of_job({}, {"Spreads": [{"Attribute": "${node.datacenter}", "Weight": 50}]}).type == "None"


def test_a_changed_group_level_spread_has_no_line() -> None:
    found = of_group({}, {"Spreads": [{"Attribute": "${node.datacenter}", "Weight": 50}]})
    assert (found.type, found.task_groups[0].type, found.task_groups[0].objects) == ("Edited", "Edited", ())


def test_an_edited_constraint_is_one_deleted_and_one_added() -> None:
    found = of_job({"Constraints": [{"LTarget": "a", "Operand": "=", "RTarget": "b"}]}, {"Constraints": [{"LTarget": "a", "Operand": "=", "RTarget": "c"}]})
    assert [(item.name, item.type) for item in found.objects] == [("Constraint", "Added"), ("Constraint", "Deleted")]


def test_datacenters_are_a_set() -> None:
    assert of_job({"Datacenters": ["a", "b"]}, {"Datacenters": ["b", "a"]}).type == "None"
    found = of_job({"Datacenters": ["a", "b"]}, {"Datacenters": ["b", "c"]}).objects[0]
    assert [(field.type, field.old, field.new) for field in found.fields] == [("Added", "", "c"), ("Deleted", "a", ""), ("None", "b", "b")]


def test_an_absent_multiregion_is_one_with_an_empty_strategy() -> None:
    region = {"Name": "east", "Count": 1}
    new = {"Multiregion": {"Strategy": {"MaxParallel": 1}, "Regions": [region]}}
    assert [(item.name, item.type) for item in of_job({}, new).objects[0].objects] == [("Region", "Added"), ("Strategy", "Edited")]
    assert [(item.name, item.type) for item in of_job(new, {}).objects[0].objects] == [("Region", "Deleted"), ("Strategy", "Deleted")]


# --- group -------------------------------------------------------------------------------------------------------------------


def test_an_edited_block_shows_its_other_fields_too() -> None:
    assert group_text(of_group({}, {"RestartPolicy": {"Attempts": 5}})) == dedent("""\
        +/- RestartPolicy {
          +/- Attempts:        "2" => "5"
              Delay:           "15000000000"
              Interval:        "1800000000000"
              Mode:            "fail"
              RenderTemplates: "false"
            }""")


def test_disconnect_says_what_it_does_not_say() -> None:
    assert group_text(of_group({}, {"Disconnect": {"LostAfter": 10}})) == dedent("""\
        + Disconnect {
          + LostAfter:         "10"
          + Reconcile:         "best_score"
          + Replace:           "true"
          + StopOnClientAfter: "nil"
          }""")


def test_any_change_of_a_network_is_a_new_network() -> None:
    old = {"Networks": [{"Mode": "bridge", "DynamicPorts": [{"Label": "a", "To": 1}]}]}
    new = {"Networks": [{"Mode": "bridge", "DynamicPorts": [{"Label": "a", "To": 2}], "DNS": {"Servers": ["1.1.1.1", "2.2.2.2"]}}]}
    added, deleted = of_group(old, new).task_groups[0].objects
    assert (added.type, [item.name for item in added.objects]) == ("Added", ["Dynamic Port", "DNS"])
    assert (deleted.type, [item.name for item in deleted.objects]) == ("Deleted", ["Dynamic Port"])
    assert added.objects[1].fields[0].new == "1.1.1.1,2.2.2.2"


def test_services_find_each_other_by_place_port_and_name() -> None:
    def names(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[str, str]]:
        return [item for item in objects(of_group({"Services": old}, {"Services": new})) if item[0] == "Service"]

    a, b, c = ({"Name": name, "PortLabel": name} for name in "abc")
    assert names([a], [b]) == [("Service", "Edited")], "the only one on each side is the same one"
    assert names([a, b], [b, a]) == []
    assert names([a, b], [a, c]) == [("Service", "Added"), ("Service", "Deleted")]
    assert names([a, b], [{**a, "Tags": ["x"]}, c]) == [("Service", "Edited"), ("Service", "Added"), ("Service", "Deleted")]


def test_an_unchanged_transparent_proxy_is_shown_with_its_proxy() -> None:
    def service(port: int) -> dict[str, Any]:
        return {"Services": [{"Connect": {"SidecarService": {"Proxy": {"LocalServicePort": port}}}}]}

    proxy = of_group(service(1), service(2)).task_groups[0].objects[0].objects[0].objects[0].objects[0]
    assert [(item.name, item.type, item.fields) for item in proxy.objects] == [("TransparentProxy", "None", ())]


# --- task --------------------------------------------------------------------------------------------------------------------


def test_configuration_is_flattened() -> None:
    config = {"image": "a", "args": ["x", "y"], "logging": [{"type": "z"}], "n": 1500000, "on": True, "none": None}
    found = of_task({}, {"Config": config}).task_groups[0].tasks[0].objects[0]
    assert {field.name: field.new for field in found.fields} == {
        "image": "a",
        "args[0]": "x",
        "args[1]": "y",
        "logging[0][type]": "z",
        "n": "1.5e+06",
        "on": "true",
        "none": "nil",
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (0.5, "0.5"),
        (999999, "999999"),
        (1000000, "1e+06"),
        (1234567, "1.234567e+06"),
        (1e-4, "0.0001"),
        (1e-5, "1e-05"),
        (-2.5e20, "-2.5e+20"),
        (0, "0"),
    ],
)
def test_numbers_of_free_form_values(value: float, text: str) -> None:
    assert number(value) == text


def test_an_edited_template_shows_what_waits_under_its_own_name() -> None:
    template = {"EmbeddedTmpl": "x", "DestPath": "local/x"}
    found = of_task({"Templates": [template]}, {"Templates": [{**template, "Wait": {"Min": 1, "Max": 2}, "Uid": 5}]})
    shown = found.task_groups[0].tasks[0].objects[0]
    assert [field.name for field in shown.fields if field.type != "None"] == ["Uid"]
    assert [(item.name, item.type) for item in shown.objects] == [("Template", "Added")]


def test_an_invisible_change_still_edits_the_task() -> None:
    found = of_task({}, {"Lifecycle": {"Hook": "prestart"}}).task_groups[0].tasks[0]
    assert (found.type, found.fields, found.objects) == ("Edited", (), ())


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        ({}, {"Env": {"A": "1"}}, "forces create/destroy update"),
        ({}, {"KillTimeout": 10**9}, "forces in-place update"),
        ({}, {"KillSignal": "SIGINT"}, "forces create/destroy update"),
        ({}, {"Services": [{"Provider": "nomad"}]}, "forces in-place update"),
        ({}, {"LogConfig": {"MaxFiles": 3}}, "forces create/destroy update"),
        ({}, {"Lifecycle": {"Hook": "poststart"}}, "forces in-place update"),
    ],
)
def test_what_a_change_forces(old: dict[str, Any], new: dict[str, Any], remark: str) -> None:
    assert of_task(old, new).task_groups[0].tasks[0].annotations == (remark,)


@pytest.mark.parametrize(("old", "new", "remarks"), [(1, 3, ("forces create",)), (3, 1, ("forces destroy",))])
def test_what_a_count_forces(old: int, new: int, remarks: tuple[str, ...]) -> None:
    assert of_group({"Count": old}, {"Count": new}).task_groups[0].fields[0].annotations == remarks


# --- properties --------------------------------------------------------------------------------------------------------------

words = st.sampled_from(["", "a", "b"])
tasks = st.fixed_dictionaries(
    {"Name": st.sampled_from(["t", "u"])},
    optional={
        "Env": st.dictionaries(st.sampled_from("AB"), words, max_size=2),
        "Config": st.dictionaries(st.sampled_from("xy"), st.sampled_from(["a", 1, True, [1, 2], [{"k": "v"}]]), max_size=2),
        "Constraints": st.lists(st.builds(lambda value: {"LTarget": "${attr.x}", "Operand": "=", "RTarget": value}, words), max_size=3),
        "Templates": st.lists(st.fixed_dictionaries({"DestPath": words, "EmbeddedTmpl": words}), max_size=2),
        "Resources": st.fixed_dictionaries({}, optional={"CPU": st.integers(1, 3), "Devices": st.sampled_from([None, [{"Name": "gpu"}]])}),
    },
)
groups: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"Name": st.sampled_from(["g", "h"]), "Tasks": st.lists(tasks, max_size=2, unique_by=lambda task: task["Name"])},
    optional={
        "Count": st.integers(0, 3),
        "Services": st.lists(st.fixed_dictionaries({"Name": words}, optional={"PortLabel": words, "Tags": st.lists(words, max_size=2)}), max_size=3),
        "Networks": st.sampled_from([None, [{"Mode": "host"}], [{"Mode": "bridge", "DynamicPorts": [{"Label": "a"}]}]]),
    },
)
jobs: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"ID": st.just("j"), "TaskGroups": st.lists(groups, max_size=2, unique_by=lambda group: group["Name"])},
    optional={"Meta": st.dictionaries(words, words, max_size=2), "Priority": st.integers(1, 3), "Datacenters": st.lists(words, max_size=2)},
)
MIRROR = {"Added": "Deleted", "Deleted": "Added", "Edited": "Edited", "None": "None"}


def mirrored(node: Any) -> Any:
    """The tree of the difference the other way round. Objects are listed by their content: their order depends on the direction."""
    if isinstance(node, dict):
        out = {key: mirrored(value) for key, value in node.items() if key != "Annotations"}
        if "Type" in out:
            out["Type"] = MIRROR[out["Type"]]
        if "Old" in out:
            out["Old"], out["New"] = out["New"], out["Old"]
        return out
    return [mirrored(item) for item in node] if isinstance(node, list) else node


def content(node: Any) -> Any:
    """The tree without annotations and order."""
    if isinstance(node, dict):
        return {key: content(value) for key, value in node.items() if key != "Annotations"}
    return sorted((content(item) for item in node), key=lambda item: json.dumps(item, sort_keys=True)) if isinstance(node, list) else node


@settings(max_examples=150, deadline=None)
@given(jobs)
def test_a_job_does_not_differ_from_itself(same: dict[str, Any]) -> None:
    assert diff(same, same).type == "None"
    assert diff(same, canonicalize(same)).type == "None"


@settings(max_examples=200, deadline=None)
@given(jobs, jobs)
def test_the_other_way_round_is_the_mirror_image(old: dict[str, Any], new: dict[str, Any]) -> None:
    # Services are matched greedily from the old side, so only lists of at most one are sure to match alike.
    for side in (old, new):
        for group in side["TaskGroups"]:
            group["Services"] = group.get("Services", [])[:1]
    assert content(mirrored(diff(old, new).to_api())) == content(diff(new, old).to_api())


@settings(max_examples=100, deadline=None)
@given(jobs, jobs)
def test_the_text_has_every_edited_field(old: dict[str, Any], new: dict[str, Any]) -> None:
    found = diff(old, new)
    json.dumps(found.to_api())
    text = found.to_text(verbose=True)
    for field in found.fields:
        assert f"{field.name}:" in text


def test_unknown_values_are_shown_as_such() -> None:
    known = canonicalize(job(task={"Env": {"A": "1"}}))
    group = known.group[0]
    hidden = known.changed(group=[group.without("count").changed(task=[group.task[0].without("env", "resources")])])
    with pytest.raises(UnknownValue):
        assert hidden.group[0].count
    assert 'Count: "1" => "(not known)"' in diff(known, hidden).to_text()


def test_against_recorded_diffs(goldens: Path) -> None:
    wrong = []
    for path in recorded(goldens / "scheduler" / "diffs", "*.json"):
        expected = json.loads(path.read_text(encoding="utf-8"))["expected"]
        if "diff" in (expected.get("unstable") or []):
            continue
        found = diff(expected.get("old_job"), expected["new_job"])
        if content(found.to_api()) != content(expected["diff"]) or any(
            found.to_text(verbose=verbose) != expected[key].strip() for verbose, key in ((False, "text"), (True, "text_verbose"))
        ):
            wrong.append(path.stem)
    assert wrong == []
