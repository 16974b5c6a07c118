"""What each kind of block becomes in the API's job."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.jobspec.compilation import compile
from tests.jobspec.helpers import api, group, task


def some(block: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: block[name] for name in names}


def test_the_label_of_a_job_is_its_id_and_name() -> None:
    assert some(api('job "j" {}'), "ID", "Name") == {"ID": "j", "Name": "j"}
    assert some(api('job "j" {\n id = "x"\n}'), "ID", "Name") == {"ID": "x", "Name": "j"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ('attribute = "a"\nvalue = "b"', ("a", "=", "b")),
        ('attribute = "a"\noperator = "!="\nvalue = "b"', ("a", "!=", "b")),
        ('attribute = "a"\nversion = ">= 1"', ("a", "version", ">= 1")),
        ('attribute = "a"\nregexp = "x"\nversion = ">= 1"', ("a", "regexp", "x")),
        ("distinct_hosts = true", ("", "distinct_hosts", "true")),
        ("distinct_hosts = false", ("", "distinct_hosts", "false")),
        ('distinct_property = "${node.datacenter}"\nvalue = 3', ("${node.datacenter}", "distinct_property", "3")),
        ('attribute = "a"\nset_contains_any = "x"', ("a", "=", "")),
        ("attribute = null", ("", "=", "")),
    ],
)
def test_constraint(body: str, fields: tuple[str, str, str]) -> None:
    (found,) = api(f'job "j" {{\nconstraint {{\n{body}\n}}\n}}')["Constraints"]
    assert (found["LTarget"], found["Operand"], found["RTarget"]) == fields


@pytest.mark.parametrize(("weight", "stored"), [("50", 50), ("300", 44), ("-129", 127), ("50.5", 50), ('"7"', 7)])
def test_the_weight_of_an_affinity_wraps_around(weight: str, stored: int) -> None:
    (found,) = api(f'job "j" {{\naffinity {{\nweight = {weight}\n}}\n}}')["Affinities"]
    assert found["Weight"] == stored


def test_ports_with_a_static_number_are_reserved() -> None:
    network = group('network {\nport "a" {}\nport "b" {\nstatic = 80\n}\nport "c" {\nstatic = 0\n}\n}')["Networks"][0]
    assert [port["Label"] for port in network["DynamicPorts"]] == ["a", "c"]
    assert [(port["Label"], port["Value"]) for port in network["ReservedPorts"]] == [("b", 80)]


def test_a_template_is_filled_in() -> None:
    (template,) = task('template {\ndata = "x"\nchange_script {\ncommand = "a"\n}\n}')["Templates"]
    assert some(template, "ChangeMode", "Perms", "Splay", "ErrMissingKey") == {
        "ChangeMode": "restart",
        "Perms": "0644",
        "Splay": 5_000_000_000,
        "ErrMissingKey": False,
    }
    assert some(template["ChangeScript"], "Args", "Timeout", "FailOnError") == {"Args": [], "Timeout": 5_000_000_000, "FailOnError": False}


def test_vault_comes_from_the_nearest_level() -> None:
    job = api(
        """
        job "j" {
          vault {
            role = "job"
          }
          group "g" {
            vault {
              role = "group"
            }
            task "a" {}
            task "b" {
              vault {
                role = "task"
              }
            }
          }
          group "h" {
            task "c" {}
          }
        }
        """
    )
    roles = {task["Name"]: task["Vault"]["Role"] for group in job["TaskGroups"] for task in group["Tasks"]}
    assert roles == {"a": "group", "b": "task", "c": "job"}


def test_secrets_are_handed_down_with_nomad_s_doubling() -> None:
    job = api(
        """
        job "j" {
          secret "job" {}
          group "plain" {
            task "own" {
              secret "task" {}
            }
            task "none" {}
          }
          group "with" {
            secret "group" {}
            task "own" {
              secret "task" {}
            }
            task "none" {}
          }
        }
        """
    )
    names = {(g["Name"], t["Name"]): [s["Name"] for s in t["Secrets"]] for g in job["TaskGroups"] for t in g["Tasks"]}
    assert names == {
        ("plain", "own"): ["task", "job"],
        ("plain", "none"): ["job"],
        ("with", "own"): ["task", "task", "job"],
        ("with", "none"): ["group", "job"],
    }


def test_a_task_of_the_job_is_a_group_of_its_own() -> None:
    job = api('job "j" {\ngroup "g" {}\ntask "solo" {\ndriver = "docker"\n}\n}')
    assert [(g["Name"], [t["Name"] for t in g["Tasks"] or []]) for g in job["TaskGroups"]] == [("solo", ["solo"]), ("g", [])]


def test_the_unnamed_identity_is_the_task_s_own() -> None:
    found = task('identity {\nname = "a"\n}\nidentity {\nenv = true\n}\nidentity {\nname = "default"\n}')
    assert found["Identity"]["Env"] is True
    assert [identity["Name"] for identity in found["Identities"]] == ["a", "default"]


@pytest.mark.parametrize(("body", "spec_type"), [('cron = "@daily"', "cron"), ('crons = ["@daily"]', "cron"), ("enabled = true", None)])
def test_the_kind_of_a_schedule(body: str, spec_type: str | None) -> None:
    assert api(f'job "j" {{\nperiodic {{\n{body}\n}}\n}}')["Periodic"]["SpecType"] == spec_type


def test_scaling_policies_get_their_type_from_where_they_stand() -> None:
    assert group("scaling {\nmax = 3\n}")["Scaling"]["Type"] == "horizontal"
    assert [policy["Type"] for policy in task('scaling "cpu" {}\nscaling "MEM" {}')["ScalingPolicies"]] == ["vertical_cpu", "vertical_mem"]


def test_maps_by_label_keep_the_last_of_a_name() -> None:
    volumes = group('volume "v" {\nsource = "a"\n}\nvolume "v" {\nsource = "b"\n}')["Volumes"]
    assert {label: some(volume, "Name", "Source") for label, volume in volumes.items()} == {"v": {"Name": "v", "Source": "b"}}


@pytest.mark.parametrize(
    ("body", "config"),
    [
        ("a = { b = 1 }", {"a": [{"b": 1}]}),
        ("a = ({ b = 1 })", {"a": {"b": 1}}),
        ("a = [{ b = 1 }]", {"a": [{"b": 1}]}),
        ("a = { b = { c = 1 } }", {"a": [{"b": {"c": 1}}]}),
        ("a {\nb = 1\n}\na {\nb = 2\n}", {"a": [{"b": 1}, {"b": 2}]}),
        ('a "x" "y" {\nb = { c = 1 }\n}', {"a": [{"x": [{"y": [{"b": [{"c": 1}]}]}]}]}),
        ("a = 1\na {\nb = 2\n}", {"a": [{"b": 2}]}),
        ('dynamic "x" {\nfor_each = [1]\n}', {"dynamic": [{"x": [{"for_each": [1]}]}]}),
        ("a = null\nb = [null]", {"b": [None]}),
        ("a = 1.50\nb = 1e30\nc = 9223372036854775808", {"a": 1.5, "b": 1e30, "c": 9223372036854776000}),
        ("", {}),
    ],
)
def test_untyped_bodies(body: str, config: dict[str, Any]) -> None:
    assert task(f"config {{\n{body}\n}}")["Config"] == config


@pytest.mark.parametrize(
    ("body", "meta"),
    [
        ("meta {\na = 1\nb = true\n}", {"a": "1", "b": "true"}),
        ('meta = {\n"a.b" = 1.50\n}', {"a.b": "1.5"}),
        ("meta {}", {}),
        ("meta = null", None),
        ("", None),
    ],
)
def test_free_keys(body: str, meta: dict[str, str] | None) -> None:
    assert group(body)["Meta"] == meta


@pytest.mark.parametrize(
    ("written", "nanoseconds"),
    [('"1m30s"', 90_000_000_000), ('"0"', 0), ('"-1.5h"', -5_400_000_000_000), ("5", 5), ('"1µs"', 1000)],
)
def test_durations(written: str, nanoseconds: int) -> None:
    assert api(f'job "j" {{\nupdate {{\nstagger = {written}\n}}\n}}')["Update"]["Stagger"] == nanoseconds


def test_dynamic_blocks_take_the_place_they_stand_in() -> None:
    job = api(
        """
        job "j" {
          group "first" {}
          dynamic "group" {
            for_each = { b = 2, a = 1 }
            labels   = ["${group.key}-x"]
            content {
              count = group.value
              dynamic "task" {
                for_each = ["one", "two"]
                iterator = each
                labels   = [each.value]
                content {
                  driver = "docker"
                  config {
                    image = "${group.key}:${each.key}"
                  }
                }
              }
            }
          }
          group "last" {}
        }
        """
    )
    assert [(g["Name"], g["Count"]) for g in job["TaskGroups"]] == [("first", None), ("a-x", 1), ("b-x", 2), ("last", None)]
    assert [(t["Name"], t["Config"]["image"]) for t in job["TaskGroups"][1]["Tasks"]] == [("one", "a:0"), ("two", "a:1")]


def test_the_json_syntax_means_the_same() -> None:
    native = """
        job "j" {
          datacenters = ["a", "${1 + 1}"]
          group "g" {
            network {
              port "http" {
                static = 80
              }
            }
            service {
              name = "s"
            }
            service {
              name = "t"
            }
            task "t" {
              config {
                image = "x"
                l     = [{ a = 1 }]
              }
              env {
                A = attr.x
              }
            }
          }
        }
        """
    json = """
        {"//": "a comment", "job": {"j": {
          "datacenters": ["a", "${1 + 1}"],
          "group": [{"g": {
            "network": {"port": {"http": {"static": 80}}},
            "service": [{"name": "s"}, {"name": "t"}],
            "task": {"t": {"config": {"image": "x", "l": [{"a": 1}]}, "env": {"A": "${attr.x}"}}}
          }}]
        }}}
        """
    assert api(native) == api(json)


def test_in_the_json_syntax_objects_stay_maps() -> None:
    job = api('{"job": {"j": {"group": {"g": {"task": {"t": {"config": {"a": {"b": {"c": 1}}}}}}}}}}')
    assert job["TaskGroups"][0]["Tasks"][0]["Config"] == {"a": {"b": {"c": 1}}}


def test_a_job_without_a_name_has_its_label() -> None:
    job = compile('job "a" {\n  id   = null\n  name = "${null}"\n}\n', environ={}).job
    assert job is not None
    assert (job.id, job.name) == ("a", "a")


def test_an_empty_label_in_a_body_with_free_keys() -> None:
    """Nomad writes the label's text as a reference."""
    text = 'job "a" {\n group "g" {\n task "t" {\n driver = "d"\n config {\n a "" {\n b = 1\n }\n }\n }\n }\n}\n'
    job = compile(text, environ={}).job
    assert job is not None
    assert job.group[0].task[0].config == {"a": [{'${""}': [{"b": 1}]}]}


@pytest.mark.parametrize("labels", ["task.nothing", "var.x"])
def test_labels_that_are_not_known_of_several_dynamic_blocks(labels: str) -> None:
    text = 'variable "x" {}\njob "a" {\n group "g" {\n dynamic "task" {\n for_each = ["a", "b"]\n labels = [LABELS]\n content {\n driver = "d"\n }\n }\n }\n}\n'
    compiled = compile(text.replace("LABELS", labels), environ={}, unset="unknown")
    assert [d.rule for d in compiled.diagnostics] == ([] if labels == "var.x" else ["evaluation-unsupported-attribute"] * 2)
