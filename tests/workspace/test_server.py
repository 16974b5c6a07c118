"""The [server] table of the configuration: each key changes the setting it names, and a server's verdict."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import nomadspec
from nomadspec.checks.check_catalog import checks
from nomadspec.jobspec.server_settings import ServerSettings
from nomadspec.source.record import fields_of
from nomadspec.workspace.configuration import ConfigurationError, from_mapping
from nomadspec.workspace.configured_server import _PLAIN, settings_from, table_of

PLAIN = {
    "job-max-priority": ("job_max_priority", 200),
    "job-default-priority": ("job_default_priority", 60),
    "job-max-count": ("job_max_count", 7),
    "memory-oversubscription": ("memory_oversubscription", True),
    "vault-clusters": ("vault_clusters", ["a"]),
    "consul-clusters": ("consul_clusters", ["b"]),
    "namespaces": ("namespaces", ["default", "web"]),
    "vault-allowed-policies": ("vault_allowed_policies", ["p"]),
    "vault-allowed-roles": ("vault_allowed_roles", ["r"]),
}


def values(settings: ServerSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in fields_of(settings)}


@pytest.mark.parametrize("key", PLAIN)
def test_key_sets_its_parameter_alone(key: str) -> None:
    name, value = PLAIN[key]
    assert values(settings_from({key: value})) == {**values(ServerSettings()), name: value}


def test_schema_and_mapping_know_the_same_keys() -> None:
    schema = json.loads((Path(__file__).parents[2] / "schemas" / "config.schema.json").read_text())
    special = {"job-max-source-size", "vault", "node-pools", "vault-default-identity", "consul-service-identity", "consul-task-identity"}
    assert set(schema["properties"]["server"]["properties"]) == set(PLAIN) | special


def test_vault_and_node_pools() -> None:
    assert settings_from({"vault": True}).vault_clusters == ("default",)
    assert settings_from({"node-pools": ["gpu"]}).node_pools == ("all", "default", "gpu")


@pytest.mark.parametrize(("text", "size"), [("1M", 1_000_000), ("10 KiB", 10_240), ("512", 512), ("1.5kb", 1500), ("2GiB", 2 * 1024**3)])
def test_size(text: str, size: int) -> None:
    assert settings_from({"job-max-source-size": text}).job_max_source_size == size


@pytest.mark.parametrize("text", ["", "M", "1X", "-1", "1 i", "1..2"])
def test_what_is_no_size_is_no_configuration(text: str) -> None:
    with pytest.raises(ConfigurationError, match="must be a size such as"):
        from_mapping({"server": {"job-max-source-size": text}})


def test_largest_source_is_an_option_of_its_rule() -> None:
    text = 'job "a" {\n  # ' + "x" * 3000 + "\n}\n"
    config = {"select": ["job-source-size"], "server": {"job-max-source-size": "2k"}}
    assert [d.rule for d in nomadspec.lint(text, config=config, environ={}) if d.code == "RES005"] == ["job-source-size"]


UNDESCRIBED = """
job "shop" {
  namespace = "payments"
  node_pool = "gpu"
  priority  = 150
  group "web" {
    task "main" {
      driver = "raw_exec"
      config {
        command = "true"
      }
      vault {}
      resources {
        memory     = 100
        memory_max = 200
      }
    }
  }
}
"""

FACTS = {"namespace-unknown", "node-pool-unknown", "vault-not-enabled", "memory-oversubscription-disabled", "job-priority-range"}


@pytest.mark.parametrize(
    ("server", "found"),
    [
        ({}, set()),
        ({"vault": True}, set()),
        ({"namespaces": ["default"]}, {"namespace-unknown"}),
        ({"node-pools": ["cpu"]}, {"node-pool-unknown"}),
        ({"vault": False}, {"vault-not-enabled"}),
        ({"memory-oversubscription": False}, {"memory-oversubscription-disabled"}),
        ({"job-max-priority": 100}, {"job-priority-range"}),
        ({"namespaces": ["payments"], "node-pools": ["gpu"], "job-max-priority": 200}, set()),
    ],
)
def test_lint_knows_of_a_cluster_what_the_configuration_describes(server: dict[str, Any], found: set[str]) -> None:
    findings = nomadspec.lint(UNDESCRIBED, config={"server": server} if server else None, environ={})
    assert {d.rule for d in findings} & FACTS == found


def test_what_no_server_takes_is_found_without_a_description() -> None:
    text = UNDESCRIBED.replace("150", "-1")
    assert [d.message for d in nomadspec.lint(text, environ={}) if d.rule == "job-priority-range"] == ["job priority must be between [1, 100]"]


def test_a_state_describes_its_cluster_and_the_table_describes_the_state() -> None:
    state = nomadspec.ClusterState.from_dict(
        {
            "namespaces": [{"Name": "default"}, {"Name": "payments"}],
            "node_pools": [{"Name": "all"}, {"Name": "default"}, {"Name": "gpu"}],
            "scheduler_config": {"MemoryOversubscriptionEnabled": True},
            "nodes": [{"ID": "6a5c6b2e-0000-4000-8000-000000000001", "Attributes": {"vault.version": "1.20.0"}}],
        }
    )
    table = table_of(state)
    assert table == {"namespaces": ["default", "payments"], "node-pools": ["gpu"], "memory-oversubscription": True, "vault-clusters": ["default"]}
    by_table = nomadspec.lint(UNDESCRIBED, config={"server": table}, environ={})
    by_state = nomadspec.lint(UNDESCRIBED, state=state, environ={})
    assert not {d.rule for d in (*by_table, *by_state)} & FACTS - {"job-priority-range"}


def test_every_key_that_a_help_names_is_one_of_the_table() -> None:
    named = {key for check in checks() if "[server]" in check.help for key in re.findall(r"add (?:it|the cluster) to ([\w-]+) under \[server\]", check.help)}
    assert named == {"namespaces", "node-pools", "vault-clusters"}
    from_mapping({"server": {key: ["x"] for key in named}})
    underscored = {key.replace("-", "_") for key in _PLAIN if "-" in key} | {"node_pools", "job_max_source_size"}
    assert not [check.code for check in checks() if "nomadspec" in check.help and any(key in check.help for key in underscored)]
