"""The [server] table of the configuration: each key changes the setting it names, and a server's verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import nomadspec
from nomadspec.jobspec.server_settings import ServerSettings
from nomadspec.source.record import fields_of
from nomadspec.workspace.configuration import ConfigurationError, from_mapping
from nomadspec.workspace.configured_server import settings_from

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
