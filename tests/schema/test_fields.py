"""What is true of a field, beside what each user of the fact makes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from nomadspec.checks import connect, constraints, credentials, group, job, policies, service, task, task_files
from nomadspec.evaluation.functions import FUNCTIONS, reads_text
from nomadspec.jobdiff.differ import JOB_HIDDEN
from nomadspec.jobdiff.flatten import primitive
from nomadspec.jobdiff.update import BOOKKEEPING
from nomadspec.jobspec.decode_plan import plan_of
from nomadspec.planner import specification
from nomadspec.rules.jobspec.references import field_not_interpolated
from nomadspec.schema.availability import interpolated
from nomadspec.schema.blocks import BLOCKS, FILLED_IN, SHORTHANDS
from nomadspec.schema.field import Field
from tools import generate_references

RUNNING_ACCOUNT = {"status", "status_description", "stable", "version", "create_index", "modify_index", "job_modify_index", "submit_time"}


def test_what_a_server_keeps_is_no_part_of_the_specification() -> None:
    assert BOOKKEEPING == RUNNING_ACCOUNT
    assert {
        "Status",
        "StatusDescription",
        "Stable",
        "Version",
        "CreateIndex",
        "ModifyIndex",
        "JobModifyIndex",
        "SubmitTime",
    } == specification.BOOKKEEPING


def test_what_a_diff_of_jobs_never_shows() -> None:
    assert specification.BOOKKEEPING | {"ID", "NomadTokenID"} == JOB_HIDDEN


def test_what_hcl_leaves_out_of_a_stored_job_without_a_word() -> None:
    kept = {type_: {field.name for field in fields if field.kept_by} for type_, fields in BLOCKS.items()}
    assert {type_: names for type_, names in kept.items() if names} == {
        "Job": RUNNING_ACCOUNT | {"dispatch_idempotency_token", "dispatched", "nomad_token_id", "parent_id", "version_tag"},
        "ScalingPolicy": {"id", "namespace", "target", "create_index", "modify_index"},
    }


def test_scalars_that_a_stored_block_holds_as_nullable() -> None:
    found = {type_: {field.json for field in fields if field.nullable_in_store} for type_, fields in BLOCKS.items()}
    assert {type_: names for type_, names in found.items() if names} == {
        "TaskGroup": {"ShutdownDelay", "MaxRunDuration", "StopAfterClientDisconnect", "MaxClientDisconnect"},
        "ConsulGatewayProxy": {"ConnectTimeout"},
        "ConsulIngressService": {"MaxConnections", "MaxPendingRequests", "MaxConcurrentRequests"},
        "SidecarTask": {"KillTimeout", "ShutdownDelay"},
        "Template": {"Uid", "Gid"},
        "WaitConfig": {"Min", "Max"},
        "DisconnectStrategy": {"StopOnClientAfter", "Replace"},
    }


def test_nullable_scalars_are_not_compared_as_primitive_fields() -> None:
    from nomadspec._generated.job_model import DisconnectStrategy

    assert primitive(DisconnectStrategy(lost_after=5, stop_on_client_after=6, replace=True, reconcile="best_score")) == {
        "LostAfter": "5",
        "Reconcile": "best_score",
    }


def test_what_decoding_fills_in() -> None:
    assert {type_: filled for type_, filled in FILLED_IN.items() if filled} == {
        "Template": {"change_mode": "restart", "perms": "0644", "splay": 5_000_000_000, "error_on_missing_key": False},
        "ChangeScript": {"args": [], "timeout": 5_000_000_000, "fail_on_error": False, "run_on_first_render": False},
        "Vault": {"env": True, "disable_file": False, "change_mode": "restart"},
        "Constraint": {"operator": "="},
        "Affinity": {"operator": "="},
        "ScalingPolicy": {"type": "horizontal"},
    }


def test_attributes_of_the_blocks_that_nomad_decodes_by_hand() -> None:
    text, flag = "string", "bool"
    assert plan_of("Constraint").own == {
        "attribute": text,
        "value": text,
        "operator": text,
        "distinct_property": text,
        "distinct_hosts": flag,
        "regexp": text,
        "version": text,
        "semver": text,
        "set_contains": text,
        "set_contains_all": text,
        "set_contains_any": text,
        "is_set": text,
        "is_not_set": text,
    }
    assert plan_of("Affinity").own == {
        "attribute": text,
        "value": text,
        "operator": text,
        "weight": "number",
        "version": text,
        "semver": text,
        "regexp": text,
        "set_contains": text,
        "set_contains_all": text,
        "set_contains_any": text,
    }
    assert plan_of("Job").own is None


@pytest.mark.parametrize(("type_", "words"), [("Job", ["vault", "secret", "task"]), ("TaskGroup", ["vault", "secret"]), ("Task", [])])
def test_blocks_that_are_handed_down(type_: str, words: list[str]) -> None:
    plan = plan_of(type_)
    assert [nest.word for nest in plan.blocks.values() if not nest.field] == words


def test_scaling_of_a_group_requires_max() -> None:
    assert plan_of("TaskGroup").blocks["scaling"].required == ("max",)
    assert plan_of("Task").blocks["scaling"].required == ()


def test_every_other_name_of_a_field_is_a_shorthand_of_its_block() -> None:
    for type_, fields in BLOCKS.items():
        shorthands = {field.name for field in SHORTHANDS.get(type_, ())}
        own = {field.name for field in fields}
        for field in fields:
            assert set(field.written_as) <= shorthands, field
            assert not field.also_in or field.also_in in own, field
        assert not shorthands & own


def test_the_replaced_fields_of_a_service_and_of_a_mount() -> None:
    assert list(interpolated("Service", "client")) == [
        "name",
        "tags",
        "canary_tags",
        "port",
        "address",
        "connect",
        "meta",
        "canary_meta",
        "tagged_addresses",
    ]
    assert interpolated("VolumeMount", "client") == {"volume": "Volume", "destination": "Destination", "propagation_mode": "PropagationMode"}
    assert interpolated("Constraint", "scheduler") == {"attribute": "LTarget", "value": "RTarget"}


def test_the_rule_on_fields_without_replacement_visits_every_block_that_has_one() -> None:
    never = {type_: tuple(interpolated(type_, "never")) for type_ in BLOCKS}
    never = {type_: names for type_, names in never.items() if names}
    assert set(field_not_interpolated.BLOCKS) == set(never)
    assert set(field_not_interpolated.IF_WRITTEN) == {name for names in never.values() for name in names} | {"env"}
    assert never == {
        "Job": ("region", "namespace", "id", "name", "datacenters", "node_pool"),
        "Task": ("user", "kill_signal"),
        "SidecarTask": ("user", "kill_signal"),
        "VolumeRequest": ("source",),
        "Port": ("host_network",),
        "Service": ("cluster",),
        "WorkloadIdentity": ("aud",),
        "Vault": ("role", "namespace", "cluster"),
        "Consul": ("namespace", "cluster", "partition"),
    }


def test_the_page_on_references_is_fresh() -> None:
    assert generate_references.TARGET.read_text(encoding="utf-8") == generate_references.render(), "run `make generate`"


def test_the_page_on_references_has_every_replaced_field() -> None:
    assert set(generate_references.SECTIONS) == {field.interpolated for fields in BLOCKS.values() for field in fields} - {""}
    assert "| `volume_mount` | `volume`, `destination`, `propagation_mode` |" in generate_references.render()


_ALL = [field for table in (BLOCKS, SHORTHANDS) for fields in table.values() for field in fields]


def test_releases_are_three_numbers() -> None:
    assert all(re.fullmatch(r"\d+\.\d+\.\d+|", release) for field in _ALL for release in (field.since, field.until))
    assert {field.name: field.since for field in BLOCKS["DisconnectStrategy"]} == dict.fromkeys(
        ("lost_after", "stop_on_client_after", "replace", "reconcile"), "1.8.0"
    )


@pytest.mark.parametrize("field", _ALL, ids=repr)
def test_facts_have_known_words(field: Field) -> None:
    assert field.kept_by in ("", "server", "registration")
    assert not field.kept_by or field.kind == "json"
    assert field.interpolated in ("", "scheduler", "client", "driver", "never")


def test_functions_that_look_into_a_string() -> None:
    assert reads_text("upper")
    assert not reads_text("format")
    assert not reads_text("startswith")  # not a function of Nomad's
    assert {name for name in FUNCTIONS if reads_text(name)} == {
        "upper",
        "lower",
        "title",
        "replace",
        "regex_replace",
        "split",
        "substr",
        "reverse",
        "strrev",
        "trim",
        "trimprefix",
        "trimsuffix",
        "trimspace",
        "base64encode",
        "urlencode",
        "md5",
        "sha1",
        "sha256",
        "sha512",
        "bcrypt",
        "uuidv5",
        "length",
        "strlen",
        "parseint",
        "contains",
        "indent",
        "chomp",
        "signum",
        "abs",
        "ceil",
        "floor",
        "max",
        "min",
        "lookup",
        "cidrhost",
        "cidrsubnet",
    }


@pytest.mark.parametrize(
    ("type_", "name", "accepted"),
    [
        ("Constraint", "operator", constraints.CONSTRAINT_OPERATORS),
        ("Affinity", "operator", constraints.AFFINITY_OPERATORS),
        ("ConsulIngressListener", "protocol", connect.PROTOCOLS),
        ("DisconnectStrategy", "reconcile", group.RECONCILE),
        ("ParameterizedJobConfig", "payload", job.PAYLOADS),
        ("ReschedulePolicy", "delay_function", policies.DELAY_FUNCTIONS),
        ("Service", "address_mode", service.ADDRESS_MODES),
        ("Service", "on_update", service.ON_UPDATE),
        ("ServiceCheck", "address_mode", service.CHECK_ADDRESS_MODES),
        ("ServiceCheck", "on_update", service.ON_UPDATE),
        ("TaskArtifact", "mode", task_files.ARTIFACT_MODES),
        ("TaskLifecycle", "hook", task.HOOKS),
        ("Template", "change_mode", task_files.CHANGE_MODES),
        ("Vault", "change_mode", credentials.CHANGE_MODES),
        ("VolumeMount", "propagation_mode", task_files.PROPAGATION_MODES),
        ("WorkloadIdentity", "change_mode", credentials.CHANGE_MODES),
    ],
)
def test_an_author_is_only_offered_values_that_a_server_accepts(type_: str, name: str, accepted: Sequence[str | None]) -> None:
    """Some that it accepts are left out: other spellings of one value, and the empty string."""
    (field,) = (field for field in BLOCKS[type_] if field.name == name)
    assert field.values
    assert set(field.values) <= set(accepted)
