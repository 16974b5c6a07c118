"""From a state document to the settings of the server in it."""

from __future__ import annotations

from typing import Any

from nomadspec.checks.resolve_settings import settings_of
from nomadspec.checks.validation import validate
from nomadspec.cluster.state import ClusterState
from nomadspec.cluster.state_settings import of_document
from nomadspec.jobspec.server_settings import DEFAULT, ServerSettings
from tests.checks import jobs as j

DOCUMENT: dict[str, Any] = {
    "format": "nomadspec-state/1",
    "region": "eu",
    "scheduler_config": {"MemoryOversubscriptionEnabled": False},
    "namespaces": [{"Name": "default"}, {"Name": "prod", "Capabilities": {"EnabledTaskDrivers": ["docker"], "DisabledNetworkModes": ["host"]}}],
    "node_pools": [{"Name": "gpu", "SchedulerConfiguration": {"MemoryOversubscriptionEnabled": True}}],
    "nodes": [{"ID": "6a5c6b2e-0000-4000-8000-000000000001", "Attributes": {"vault.version": "1.20.0", "vault.audit.version": "1.20.0"}}],
}


def test_what_a_state_says() -> None:
    settings = of_document(DOCUMENT)
    assert settings.region == "eu"
    assert set(settings.namespaces or ()) == {"default", "prod"}
    assert set(settings.node_pools or ()) == {"all", "default", "gpu"}
    assert settings.vault_clusters == {"default", "audit"}
    assert settings.oversubscribed_pools == {"gpu": True}


def test_an_empty_document_is_a_new_cluster() -> None:
    settings = of_document({})
    assert set(settings.namespaces or ()) == {"default"}
    assert set(settings.node_pools or ()) == {"all", "default"}
    assert (settings.job_max_priority, settings.job_max_count, settings.region) == (100, 50_000, "global")


def test_all_that_may_be_given() -> None:
    mine = ServerSettings(job_max_priority=200)
    assert settings_of(None) is DEFAULT
    assert settings_of(mine) is mine
    assert settings_of(DOCUMENT).region == settings_of(ClusterState.from_dict(DOCUMENT)).region == "eu"


def test_the_state_decides() -> None:
    job = j.job(Namespace="prod", NodePool="gpu", Region="eu")
    assert not validate(job, ServerSettings(region="eu")).ok
    assert validate(job, DOCUMENT).ok
    exec_job = j.task(Driver="exec") | {"Namespace": "prod", "Region": "eu"}
    assert [d.rule for d in validate(exec_job, DOCUMENT).errors] == ["namespace-driver-not-allowed"]
    assert validate(j.vault() | {"Region": "eu"}, DOCUMENT).ok


def test_a_pool_may_oversubscribe_memory() -> None:
    job = j.resources(MemoryMaxMB=500) | {"Region": "eu"}
    assert [d.rule for d in validate(job, DOCUMENT).warnings] == ["memory-oversubscription-disabled"]
    assert not validate(job | {"NodePool": "gpu"}, DOCUMENT).warnings


def test_limits() -> None:
    assert validate(j.job(Priority=150), ServerSettings(job_max_priority=200)).ok
    assert not validate(j.group(Count=21), ServerSettings(job_max_count=20)).ok
    assert validate(j.group(Count=60_000), ServerSettings(job_max_count=0)).ok
    assert validate(j.job(Namespace="x", NodePool="y"), ServerSettings(namespaces=None, node_pools=None)).ok


def test_what_namespaces_allow() -> None:
    capabilities = {"EnabledTaskDrivers": ["docker"], "DisabledTaskDrivers": ["exec"], "EnabledNetworkModes": ["bridge"], "DisabledNetworkModes": ["host"]}
    rules = of_document(
        {"namespaces": [{"Name": "a", "Capabilities": capabilities}, {"Name": "b", "Capabilities": {"EnabledTaskDrivers": []}}]}
    ).namespace_rules
    assert [rules["a"].allows_driver(name) for name in ("docker", "exec", "java")] == [True, False, False]
    assert [rules["a"].allows_network_mode(name) for name in ("bridge", "host", "none")] == [True, False, False]
    assert rules["b"].allows_driver("exec")
    assert rules["b"].allows_network_mode("host")
