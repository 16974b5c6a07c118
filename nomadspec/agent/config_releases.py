"""The Nomad releases that have each key of an agent's configuration. Keys that are not listed exist in all known releases."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.releases import Release

#: First release → the fields and blocks that came with it.
_CAME: Final = {
    "1.6.2": """
        server.job_tracked_versions ui.content_security_policy ui.content_security_policy.connect_src ui.content_security_policy.default_src
        ui.content_security_policy.form_action ui.content_security_policy.frame_ancestors ui.content_security_policy.img_src
        ui.content_security_policy.script_src ui.content_security_policy.style_src
    """,
    "1.6.3": "log_include_location",
    "1.7.0": """
        reporting server.oidc_issuer reporting.license.enabled reporting.license consul.name consul.service_auth_method consul.service_identity
        consul.task_auth_method consul.task_identity vault.default_identity vault.jwt_auth_backend_path vault.name consul.service_identity.aud
        consul.task_identity.aud vault.default_identity.aud consul.service_identity.env consul.task_identity.env vault.default_identity.env
        consul.service_identity.file consul.task_identity.file vault.default_identity.file consul.service_identity.ttl consul.task_identity.ttl
        vault.default_identity.ttl
    """,
    "1.7.3": """
        consul.client_failures_before_critical consul.client_failures_before_warning consul.server_failures_before_critical
        consul.server_failures_before_warning
    """,
    "1.7.7": "telemetry.in_memory_collection_interval telemetry.in_memory_retention_period",
    "1.8.0": """
        client.alloc_mounts_dir client.users client.artifact.filesystem_isolation_extra_paths client.users.dynamic_user_min
        client.users.dynamic_user_max
    """,
    "1.8.1": "telemetry.disable_quota_utilization_metrics",
    "1.8.2": "client.preferred_address_family",
    "1.8.3": """
        keyring reporting.address reporting.export_interval consul.service_identity.extra_claims consul.task_identity.extra_claims
        vault.default_identity.extra_claims
    """,
    "1.9.0": """
        client.bridge_network_subnet_ipv6 telemetry.include_alloc_metadata_in_metrics telemetry.allowed_metadata_keys_in_metrics
        consul.service_identity.filepath consul.task_identity.filepath vault.default_identity.filepath
    """,
    "1.9.4": "telemetry.disable_allocation_hook_metrics",
    "1.9.7": "client.cpu_disable_dmidecode",
    "1.10.0": """
        rpc client.host_volumes_dir client.host_volume_plugin_dir rpc.accept_backlog rpc.keep_alive_interval rpc.connection_write_timeout
        rpc.stream_open_timeout rpc.stream_close_timeout ui.show_cli_hints
    """,
    "1.10.1": "server.start_timeout",
    "1.10.2": "client.gc_volumes_on_node_gc client.node_max_allocs reporting.snapshot_retention_time",
    "1.10.4": "client.log_file server.log_file",
    "1.10.5": "eventlog client.artifact.disable_artifact_inspection eventlog.enabled eventlog.level",
    "1.11.0": """
        client.common_plugin_dir server.client_introduction server.job_max_count server.client_introduction.enforcement
        server.client_introduction.default_identity_ttl server.client_introduction.max_identity_ttl
    """,
    "1.11.2": "client.fingerprint sentinel.additional_enabled_modules",
    "2.0.0": """
        server.raft_logstore server.non_production reporting.disable_product_usage_reporting server.raft_logstore.backend
        server.raft_logstore.boltdb server.raft_logstore.wal server.raft_logstore.disable_log_cache server.raft_logstore.verification
        server.raft_logstore.verification.enabled server.raft_logstore.verification.interval server.raft_logstore.wal.segment_size_mb
    """,
    "2.0.1": "rpc.dial_timeout",
    "2.0.3": "client.default_ineligible",
    "2.0.4": "client.template.vault_default_lease_duration client.template.use_client_consul_token",
    "2.0.5": "server.plan_apply_pipeline",
}

#: Key that is gone → the last release that has it.
GONE: Final = {
    "consul.allow_unauthenticated": "1.9.7",
    "tls.tls_prefer_server_cipher_suites": "1.8.4",
    "vault.allow_unauthenticated": "1.9.7",
    "vault.task_token_ttl": "1.9.7",
}

#: Blocks that silently accept unknown keys since that release.
IGNORING_SINCE: Final = {"consul": "1.7.0", "vault": "1.7.0"}

SINCE: Final = {path: since for since, paths in _CAME.items() for path in paths.split()}


def lacks(path: str, release: Release) -> str:
    """Why the release does not have a key that others have, as the end of a sentence; "" for a key that it has, or that nobody has."""
    if path in GONE:
        return "" if release.has(until=GONE[path]) else f"was removed after Nomad {GONE[path]}"
    since = SINCE.get(path, "")
    return "" if release.has(since) else f"needs Nomad {since}"
