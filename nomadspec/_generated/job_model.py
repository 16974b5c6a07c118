"""The typed job: one class per block type. Generated from `nomadspec/schema/blocks.py` by `tools/generate_model.py`; do not edit.

A field holds what the API's JSON would hold: `None` where the API prints null, integers of nanoseconds for durations, `dict` and
`list` for maps and lists. Names are HCL's; fields that HCL cannot write have their API name in snake case.
"""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final


class Job(JobBlock):
    __slots__ = ("affinity", "all_at_once", "constraint", "consul_namespace", "consul_token", "create_index", "datacenters", "dispatch_idempotency_token", "dispatched", "group", "id", "job_modify_index", "meta", "migrate", "modify_index", "multiregion", "name", "namespace", "node_pool", "nomad_token_id", "parameterized", "parent_id", "payload", "periodic", "priority", "region", "reschedule", "spread", "stable", "status", "status_description", "stop", "submit_time", "type", "ui", "update", "vault_namespace", "vault_token", "version", "version_tag",)
    TYPE = "Job"

    def __init__(
        self,
        *,
        region: str | None = None,
        namespace: str | None = None,
        id: str | None = None,
        name: str | None = None,
        type: str | None = None,
        priority: int | None = None,
        all_at_once: bool | None = None,
        datacenters: list[str] | None = None,
        node_pool: str | None = None,
        constraint: list[Constraint] | None = None,
        affinity: list[Affinity] | None = None,
        group: list[TaskGroup] | None = None,
        update: UpdateStrategy | None = None,
        multiregion: Multiregion | None = None,
        spread: list[Spread] | None = None,
        periodic: PeriodicConfig | None = None,
        parameterized: ParameterizedJobConfig | None = None,
        reschedule: ReschedulePolicy | None = None,
        migrate: MigrateStrategy | None = None,
        meta: dict[str, str] | None = None,
        consul_token: str | None = None,
        vault_token: str | None = None,
        ui: JobUIConfig | None = None,
        stop: bool | None = None,
        parent_id: str | None = None,
        dispatched: bool = False,
        dispatch_idempotency_token: str | None = None,
        payload: list[int] | None = None,
        consul_namespace: str | None = None,
        vault_namespace: str | None = None,
        nomad_token_id: str | None = None,
        status: str | None = None,
        status_description: str | None = None,
        stable: bool | None = None,
        version: int | None = None,
        submit_time: int | None = None,
        create_index: int | None = None,
        modify_index: int | None = None,
        job_modify_index: int | None = None,
        version_tag: JobVersionTag | None = None,
    ) -> None:
        self.region: Final = region
        self.namespace: Final = namespace
        self.id: Final = id
        self.name: Final = name
        self.type: Final = type
        self.priority: Final = priority
        self.all_at_once: Final = all_at_once
        self.datacenters: Final = datacenters
        self.node_pool: Final = node_pool
        self.constraint: Final = constraint
        self.affinity: Final = affinity
        self.group: Final = group
        self.update: Final = update
        self.multiregion: Final = multiregion
        self.spread: Final = spread
        self.periodic: Final = periodic
        self.parameterized: Final = parameterized
        self.reschedule: Final = reschedule
        self.migrate: Final = migrate
        self.meta: Final = meta
        self.consul_token: Final = consul_token
        self.vault_token: Final = vault_token
        self.ui: Final = ui
        self.stop: Final = stop
        self.parent_id: Final = parent_id
        self.dispatched: Final = dispatched
        self.dispatch_idempotency_token: Final = dispatch_idempotency_token
        self.payload: Final = payload
        self.consul_namespace: Final = consul_namespace
        self.vault_namespace: Final = vault_namespace
        self.nomad_token_id: Final = nomad_token_id
        self.status: Final = status
        self.status_description: Final = status_description
        self.stable: Final = stable
        self.version: Final = version
        self.submit_time: Final = submit_time
        self.create_index: Final = create_index
        self.modify_index: Final = modify_index
        self.job_modify_index: Final = job_modify_index
        self.version_tag: Final = version_tag


class Constraint(JobBlock):
    __slots__ = ("attribute", "operator", "value",)
    TYPE = "Constraint"

    def __init__(
        self,
        *,
        attribute: str = "",
        value: str = "",
        operator: str = "",
    ) -> None:
        self.attribute: Final = attribute
        self.value: Final = value
        self.operator: Final = operator


class Affinity(JobBlock):
    __slots__ = ("attribute", "operator", "value", "weight",)
    TYPE = "Affinity"

    def __init__(
        self,
        *,
        attribute: str = "",
        value: str = "",
        operator: str = "",
        weight: int | None = None,
    ) -> None:
        self.attribute: Final = attribute
        self.value: Final = value
        self.operator: Final = operator
        self.weight: Final = weight


class TaskGroup(JobBlock):
    __slots__ = ("affinity", "constraint", "consul", "count", "disconnect", "ephemeral_disk", "max_client_disconnect", "max_run_duration", "meta", "migrate", "name", "network", "prevent_reschedule_on_lost", "reschedule", "restart", "scaling", "service", "shutdown_delay", "spread", "stop_after_client_disconnect", "task", "update", "volume",)
    TYPE = "TaskGroup"

    def __init__(
        self,
        *,
        name: str | None = None,
        count: int | None = None,
        constraint: list[Constraint] | None = None,
        affinity: list[Affinity] | None = None,
        task: list[Task] | None = None,
        spread: list[Spread] | None = None,
        volume: dict[str, VolumeRequest] | None = None,
        restart: RestartPolicy | None = None,
        disconnect: DisconnectStrategy | None = None,
        reschedule: ReschedulePolicy | None = None,
        ephemeral_disk: EphemeralDisk | None = None,
        update: UpdateStrategy | None = None,
        migrate: MigrateStrategy | None = None,
        network: list[NetworkResource] | None = None,
        meta: dict[str, str] | None = None,
        service: list[Service] | None = None,
        shutdown_delay: int | None = None,
        max_run_duration: int | None = None,
        stop_after_client_disconnect: int | None = None,
        max_client_disconnect: int | None = None,
        scaling: ScalingPolicy | None = None,
        consul: Consul | None = None,
        prevent_reschedule_on_lost: bool | None = None,
    ) -> None:
        self.name: Final = name
        self.count: Final = count
        self.constraint: Final = constraint
        self.affinity: Final = affinity
        self.task: Final = task
        self.spread: Final = spread
        self.volume: Final = volume
        self.restart: Final = restart
        self.disconnect: Final = disconnect
        self.reschedule: Final = reschedule
        self.ephemeral_disk: Final = ephemeral_disk
        self.update: Final = update
        self.migrate: Final = migrate
        self.network: Final = network
        self.meta: Final = meta
        self.service: Final = service
        self.shutdown_delay: Final = shutdown_delay
        self.max_run_duration: Final = max_run_duration
        self.stop_after_client_disconnect: Final = stop_after_client_disconnect
        self.max_client_disconnect: Final = max_client_disconnect
        self.scaling: Final = scaling
        self.consul: Final = consul
        self.prevent_reschedule_on_lost: Final = prevent_reschedule_on_lost


class Task(JobBlock):
    __slots__ = ("action", "affinity", "artifact", "config", "constraint", "consul", "csi_plugin", "default_identity", "dispatch_payload", "driver", "env", "identity", "kill_signal", "kill_timeout", "kind", "leader", "lifecycle", "logs", "meta", "name", "resources", "restart", "scaling", "schedule", "secret", "service", "shutdown_delay", "template", "user", "vault", "volume_mount",)
    TYPE = "Task"

    def __init__(
        self,
        *,
        name: str = "",
        driver: str = "",
        user: str = "",
        lifecycle: TaskLifecycle | None = None,
        config: dict[str, Any] | None = None,
        constraint: list[Constraint] | None = None,
        affinity: list[Affinity] | None = None,
        env: dict[str, str] | None = None,
        service: list[Service] | None = None,
        resources: Resources | None = None,
        restart: RestartPolicy | None = None,
        meta: dict[str, str] | None = None,
        kill_timeout: int | None = None,
        logs: LogConfig | None = None,
        artifact: list[TaskArtifact] | None = None,
        vault: Vault | None = None,
        consul: Consul | None = None,
        template: list[Template] | None = None,
        dispatch_payload: DispatchPayloadConfig | None = None,
        volume_mount: list[VolumeMount] | None = None,
        csi_plugin: TaskCSIPluginConfig | None = None,
        leader: bool = False,
        shutdown_delay: int = 0,
        kill_signal: str = "",
        kind: str = "",
        scaling: list[ScalingPolicy] | None = None,
        secret: list[Secret] | None = None,
        default_identity: WorkloadIdentity | None = None,
        identity: list[WorkloadIdentity] | None = None,
        action: list[Action] | None = None,
        schedule: TaskSchedule | None = None,
    ) -> None:
        self.name: Final = name
        self.driver: Final = driver
        self.user: Final = user
        self.lifecycle: Final = lifecycle
        self.config: Final = config
        self.constraint: Final = constraint
        self.affinity: Final = affinity
        self.env: Final = env
        self.service: Final = service
        self.resources: Final = resources
        self.restart: Final = restart
        self.meta: Final = meta
        self.kill_timeout: Final = kill_timeout
        self.logs: Final = logs
        self.artifact: Final = artifact
        self.vault: Final = vault
        self.consul: Final = consul
        self.template: Final = template
        self.dispatch_payload: Final = dispatch_payload
        self.volume_mount: Final = volume_mount
        self.csi_plugin: Final = csi_plugin
        self.leader: Final = leader
        self.shutdown_delay: Final = shutdown_delay
        self.kill_signal: Final = kill_signal
        self.kind: Final = kind
        self.scaling: Final = scaling
        self.secret: Final = secret
        self.default_identity: Final = default_identity
        self.identity: Final = identity
        self.action: Final = action
        self.schedule: Final = schedule


class TaskLifecycle(JobBlock):
    __slots__ = ("hook", "sidecar",)
    TYPE = "TaskLifecycle"

    def __init__(
        self,
        *,
        hook: str = "",
        sidecar: bool = False,
    ) -> None:
        self.hook: Final = hook
        self.sidecar: Final = sidecar


class Service(JobBlock):
    __slots__ = ("address", "address_mode", "canary_meta", "canary_tags", "check", "check_restart", "cluster", "connect", "enable_tag_override", "identity", "kind", "meta", "name", "namespace", "on_update", "port", "provider", "tagged_addresses", "tags", "task", "weights",)
    TYPE = "Service"

    def __init__(
        self,
        *,
        name: str = "",
        tags: list[str] | None = None,
        canary_tags: list[str] | None = None,
        enable_tag_override: bool = False,
        port: str = "",
        address_mode: str = "",
        address: str = "",
        check: list[ServiceCheck] | None = None,
        check_restart: CheckRestart | None = None,
        connect: ConsulConnect | None = None,
        meta: dict[str, str] | None = None,
        canary_meta: dict[str, str] | None = None,
        tagged_addresses: dict[str, str] | None = None,
        task: str = "",
        on_update: str = "",
        identity: WorkloadIdentity | None = None,
        weights: ServiceWeights | None = None,
        provider: str = "",
        cluster: str = "",
        kind: str = "",
        namespace: str | None = None,
    ) -> None:
        self.name: Final = name
        self.tags: Final = tags
        self.canary_tags: Final = canary_tags
        self.enable_tag_override: Final = enable_tag_override
        self.port: Final = port
        self.address_mode: Final = address_mode
        self.address: Final = address
        self.check: Final = check
        self.check_restart: Final = check_restart
        self.connect: Final = connect
        self.meta: Final = meta
        self.canary_meta: Final = canary_meta
        self.tagged_addresses: Final = tagged_addresses
        self.task: Final = task
        self.on_update: Final = on_update
        self.identity: Final = identity
        self.weights: Final = weights
        self.provider: Final = provider
        self.cluster: Final = cluster
        self.kind: Final = kind
        self.namespace: Final = namespace


class ServiceCheck(JobBlock):
    __slots__ = ("address_mode", "advertise", "args", "body", "check_restart", "command", "expose", "failures_before_critical", "failures_before_warning", "grpc_service", "grpc_use_tls", "header", "initial_status", "interval", "method", "name", "notes", "on_update", "path", "port", "protocol", "success_before_passing", "task", "timeout", "tls_server_name", "tls_skip_verify", "type",)
    TYPE = "ServiceCheck"

    def __init__(
        self,
        *,
        name: str = "",
        type: str = "",
        command: str = "",
        args: list[str] | None = None,
        path: str = "",
        protocol: str = "",
        port: str = "",
        expose: bool = False,
        address_mode: str = "",
        advertise: str = "",
        interval: int = 0,
        timeout: int = 0,
        initial_status: str = "",
        notes: str = "",
        tls_server_name: str = "",
        tls_skip_verify: bool = False,
        header: dict[str, list[str]] | None = None,
        method: str = "",
        check_restart: CheckRestart | None = None,
        grpc_service: str = "",
        grpc_use_tls: bool = False,
        task: str = "",
        success_before_passing: int = 0,
        failures_before_critical: int = 0,
        failures_before_warning: int = 0,
        body: str = "",
        on_update: str = "",
    ) -> None:
        self.name: Final = name
        self.type: Final = type
        self.command: Final = command
        self.args: Final = args
        self.path: Final = path
        self.protocol: Final = protocol
        self.port: Final = port
        self.expose: Final = expose
        self.address_mode: Final = address_mode
        self.advertise: Final = advertise
        self.interval: Final = interval
        self.timeout: Final = timeout
        self.initial_status: Final = initial_status
        self.notes: Final = notes
        self.tls_server_name: Final = tls_server_name
        self.tls_skip_verify: Final = tls_skip_verify
        self.header: Final = header
        self.method: Final = method
        self.check_restart: Final = check_restart
        self.grpc_service: Final = grpc_service
        self.grpc_use_tls: Final = grpc_use_tls
        self.task: Final = task
        self.success_before_passing: Final = success_before_passing
        self.failures_before_critical: Final = failures_before_critical
        self.failures_before_warning: Final = failures_before_warning
        self.body: Final = body
        self.on_update: Final = on_update


class CheckRestart(JobBlock):
    __slots__ = ("grace", "ignore_warnings", "limit",)
    TYPE = "CheckRestart"

    def __init__(
        self,
        *,
        limit: int = 0,
        grace: int | None = None,
        ignore_warnings: bool = False,
    ) -> None:
        self.limit: Final = limit
        self.grace: Final = grace
        self.ignore_warnings: Final = ignore_warnings


class ConsulConnect(JobBlock):
    __slots__ = ("gateway", "native", "sidecar_service", "sidecar_task",)
    TYPE = "ConsulConnect"

    def __init__(
        self,
        *,
        native: bool = False,
        gateway: ConsulGateway | None = None,
        sidecar_service: ConsulSidecarService | None = None,
        sidecar_task: SidecarTask | None = None,
    ) -> None:
        self.native: Final = native
        self.gateway: Final = gateway
        self.sidecar_service: Final = sidecar_service
        self.sidecar_task: Final = sidecar_task


class ConsulGateway(JobBlock):
    __slots__ = ("ingress", "mesh", "proxy", "terminating",)
    TYPE = "ConsulGateway"

    def __init__(
        self,
        *,
        proxy: ConsulGatewayProxy | None = None,
        ingress: ConsulIngressConfigEntry | None = None,
        terminating: ConsulTerminatingConfigEntry | None = None,
        mesh: ConsulMeshConfigEntry | None = None,
    ) -> None:
        self.proxy: Final = proxy
        self.ingress: Final = ingress
        self.terminating: Final = terminating
        self.mesh: Final = mesh


class ConsulGatewayProxy(JobBlock):
    __slots__ = ("config", "connect_timeout", "envoy_dns_discovery_type", "envoy_gateway_bind_addresses", "envoy_gateway_bind_tagged_addresses", "envoy_gateway_no_default_bind",)
    TYPE = "ConsulGatewayProxy"

    def __init__(
        self,
        *,
        connect_timeout: int | None = None,
        envoy_gateway_bind_tagged_addresses: bool = False,
        envoy_gateway_bind_addresses: dict[str, ConsulGatewayBindAddress] | None = None,
        envoy_gateway_no_default_bind: bool = False,
        envoy_dns_discovery_type: str = "",
        config: dict[str, Any] | None = None,
    ) -> None:
        self.connect_timeout: Final = connect_timeout
        self.envoy_gateway_bind_tagged_addresses: Final = envoy_gateway_bind_tagged_addresses
        self.envoy_gateway_bind_addresses: Final = envoy_gateway_bind_addresses
        self.envoy_gateway_no_default_bind: Final = envoy_gateway_no_default_bind
        self.envoy_dns_discovery_type: Final = envoy_dns_discovery_type
        self.config: Final = config


class ConsulGatewayBindAddress(JobBlock):
    __slots__ = ("address", "name", "port",)
    TYPE = "ConsulGatewayBindAddress"

    def __init__(
        self,
        *,
        name: str = "",
        address: str = "",
        port: int = 0,
    ) -> None:
        self.name: Final = name
        self.address: Final = address
        self.port: Final = port


class ConsulIngressConfigEntry(JobBlock):
    __slots__ = ("listener", "tls",)
    TYPE = "ConsulIngressConfigEntry"

    def __init__(
        self,
        *,
        tls: ConsulGatewayTLSConfig | None = None,
        listener: list[ConsulIngressListener] | None = None,
    ) -> None:
        self.tls: Final = tls
        self.listener: Final = listener


class ConsulGatewayTLSConfig(JobBlock):
    __slots__ = ("cipher_suites", "enabled", "sds", "tls_max_version", "tls_min_version",)
    TYPE = "ConsulGatewayTLSConfig"

    def __init__(
        self,
        *,
        enabled: bool = False,
        tls_min_version: str = "",
        tls_max_version: str = "",
        cipher_suites: list[str] | None = None,
        sds: ConsulGatewayTLSSDSConfig | None = None,
    ) -> None:
        self.enabled: Final = enabled
        self.tls_min_version: Final = tls_min_version
        self.tls_max_version: Final = tls_max_version
        self.cipher_suites: Final = cipher_suites
        self.sds: Final = sds


class ConsulGatewayTLSSDSConfig(JobBlock):
    __slots__ = ("cert_resource", "cluster_name",)
    TYPE = "ConsulGatewayTLSSDSConfig"

    def __init__(
        self,
        *,
        cluster_name: str = "",
        cert_resource: str = "",
    ) -> None:
        self.cluster_name: Final = cluster_name
        self.cert_resource: Final = cert_resource


class ConsulIngressListener(JobBlock):
    __slots__ = ("port", "protocol", "service",)
    TYPE = "ConsulIngressListener"

    def __init__(
        self,
        *,
        port: int = 0,
        protocol: str = "",
        service: list[ConsulIngressService] | None = None,
    ) -> None:
        self.port: Final = port
        self.protocol: Final = protocol
        self.service: Final = service


class ConsulIngressService(JobBlock):
    __slots__ = ("hosts", "max_concurrent_requests", "max_connections", "max_pending_requests", "name", "request_headers", "response_headers", "tls",)
    TYPE = "ConsulIngressService"

    def __init__(
        self,
        *,
        name: str = "",
        hosts: list[str] | None = None,
        tls: ConsulGatewayTLSConfig | None = None,
        request_headers: ConsulHTTPHeaderModifiers | None = None,
        response_headers: ConsulHTTPHeaderModifiers | None = None,
        max_connections: int | None = None,
        max_pending_requests: int | None = None,
        max_concurrent_requests: int | None = None,
    ) -> None:
        self.name: Final = name
        self.hosts: Final = hosts
        self.tls: Final = tls
        self.request_headers: Final = request_headers
        self.response_headers: Final = response_headers
        self.max_connections: Final = max_connections
        self.max_pending_requests: Final = max_pending_requests
        self.max_concurrent_requests: Final = max_concurrent_requests


class ConsulHTTPHeaderModifiers(JobBlock):
    __slots__ = ("add", "remove", "set",)
    TYPE = "ConsulHTTPHeaderModifiers"

    def __init__(
        self,
        *,
        add: dict[str, str] | None = None,
        set: dict[str, str] | None = None,
        remove: list[str] | None = None,
    ) -> None:
        self.add: Final = add
        self.set: Final = set
        self.remove: Final = remove


class ConsulTerminatingConfigEntry(JobBlock):
    __slots__ = ("service",)
    TYPE = "ConsulTerminatingConfigEntry"

    def __init__(
        self,
        *,
        service: list[ConsulLinkedService] | None = None,
    ) -> None:
        self.service: Final = service


class ConsulLinkedService(JobBlock):
    __slots__ = ("ca_file", "cert_file", "key_file", "name", "sni",)
    TYPE = "ConsulLinkedService"

    def __init__(
        self,
        *,
        name: str = "",
        ca_file: str = "",
        cert_file: str = "",
        key_file: str = "",
        sni: str = "",
    ) -> None:
        self.name: Final = name
        self.ca_file: Final = ca_file
        self.cert_file: Final = cert_file
        self.key_file: Final = key_file
        self.sni: Final = sni


class ConsulMeshConfigEntry(JobBlock):
    __slots__ = ()
    TYPE = "ConsulMeshConfigEntry"


class ConsulSidecarService(JobBlock):
    __slots__ = ("disable_default_tcp_check", "meta", "port", "proxy", "tags",)
    TYPE = "ConsulSidecarService"

    def __init__(
        self,
        *,
        tags: list[str] | None = None,
        port: str = "",
        proxy: ConsulProxy | None = None,
        disable_default_tcp_check: bool = False,
        meta: dict[str, str] | None = None,
    ) -> None:
        self.tags: Final = tags
        self.port: Final = port
        self.proxy: Final = proxy
        self.disable_default_tcp_check: Final = disable_default_tcp_check
        self.meta: Final = meta


class ConsulProxy(JobBlock):
    __slots__ = ("config", "expose", "expose_config", "local_service_address", "local_service_port", "transparent_proxy", "upstreams",)
    TYPE = "ConsulProxy"

    def __init__(
        self,
        *,
        local_service_address: str = "",
        local_service_port: int = 0,
        expose: ConsulExposeConfig | None = None,
        expose_config: ConsulExposeConfig | None = None,
        upstreams: list[ConsulUpstream] | None = None,
        transparent_proxy: ConsulTransparentProxy | None = None,
        config: dict[str, Any] | None = None,
    ) -> None:
        self.local_service_address: Final = local_service_address
        self.local_service_port: Final = local_service_port
        self.expose: Final = expose
        self.expose_config: Final = expose_config
        self.upstreams: Final = upstreams
        self.transparent_proxy: Final = transparent_proxy
        self.config: Final = config


class ConsulExposeConfig(JobBlock):
    __slots__ = ("older_path", "path",)
    TYPE = "ConsulExposeConfig"

    def __init__(
        self,
        *,
        path: list[ConsulExposePath] | None = None,
        older_path: list[ConsulExposePath] | None = None,
    ) -> None:
        self.path: Final = path
        self.older_path: Final = older_path


class ConsulExposePath(JobBlock):
    __slots__ = ("listener_port", "local_path_port", "path", "protocol",)
    TYPE = "ConsulExposePath"

    def __init__(
        self,
        *,
        path: str = "",
        protocol: str = "",
        local_path_port: int = 0,
        listener_port: str = "",
    ) -> None:
        self.path: Final = path
        self.protocol: Final = protocol
        self.local_path_port: Final = local_path_port
        self.listener_port: Final = listener_port


class ConsulUpstream(JobBlock):
    __slots__ = ("config", "datacenter", "destination_name", "destination_namespace", "destination_partition", "destination_peer", "destination_type", "local_bind_address", "local_bind_port", "local_bind_socket_mode", "local_bind_socket_path", "mesh_gateway",)
    TYPE = "ConsulUpstream"

    def __init__(
        self,
        *,
        destination_name: str = "",
        destination_namespace: str = "",
        destination_peer: str = "",
        destination_partition: str = "",
        destination_type: str = "",
        local_bind_port: int = 0,
        datacenter: str = "",
        local_bind_address: str = "",
        local_bind_socket_path: str = "",
        local_bind_socket_mode: str = "",
        mesh_gateway: ConsulMeshGateway | None = None,
        config: dict[str, Any] | None = None,
    ) -> None:
        self.destination_name: Final = destination_name
        self.destination_namespace: Final = destination_namespace
        self.destination_peer: Final = destination_peer
        self.destination_partition: Final = destination_partition
        self.destination_type: Final = destination_type
        self.local_bind_port: Final = local_bind_port
        self.datacenter: Final = datacenter
        self.local_bind_address: Final = local_bind_address
        self.local_bind_socket_path: Final = local_bind_socket_path
        self.local_bind_socket_mode: Final = local_bind_socket_mode
        self.mesh_gateway: Final = mesh_gateway
        self.config: Final = config


class ConsulMeshGateway(JobBlock):
    __slots__ = ("mode",)
    TYPE = "ConsulMeshGateway"

    def __init__(
        self,
        *,
        mode: str = "",
    ) -> None:
        self.mode: Final = mode


class ConsulTransparentProxy(JobBlock):
    __slots__ = ("exclude_inbound_ports", "exclude_outbound_cidrs", "exclude_outbound_ports", "exclude_uids", "no_dns", "outbound_port", "uid",)
    TYPE = "ConsulTransparentProxy"

    def __init__(
        self,
        *,
        uid: str = "",
        outbound_port: int = 0,
        exclude_inbound_ports: list[str] | None = None,
        exclude_outbound_ports: list[int] | None = None,
        exclude_outbound_cidrs: list[str] | None = None,
        exclude_uids: list[str] | None = None,
        no_dns: bool = False,
    ) -> None:
        self.uid: Final = uid
        self.outbound_port: Final = outbound_port
        self.exclude_inbound_ports: Final = exclude_inbound_ports
        self.exclude_outbound_ports: Final = exclude_outbound_ports
        self.exclude_outbound_cidrs: Final = exclude_outbound_cidrs
        self.exclude_uids: Final = exclude_uids
        self.no_dns: Final = no_dns


class SidecarTask(JobBlock):
    __slots__ = ("config", "driver", "env", "identity", "kill_signal", "kill_timeout", "logs", "meta", "name", "resources", "shutdown_delay", "user", "volume_mount",)
    TYPE = "SidecarTask"

    def __init__(
        self,
        *,
        name: str = "",
        driver: str = "",
        user: str = "",
        config: dict[str, Any] | None = None,
        env: dict[str, str] | None = None,
        resources: Resources | None = None,
        meta: dict[str, str] | None = None,
        kill_timeout: int | None = None,
        logs: LogConfig | None = None,
        shutdown_delay: int | None = None,
        kill_signal: str = "",
        volume_mount: list[VolumeMount] | None = None,
        identity: list[WorkloadIdentity] | None = None,
    ) -> None:
        self.name: Final = name
        self.driver: Final = driver
        self.user: Final = user
        self.config: Final = config
        self.env: Final = env
        self.resources: Final = resources
        self.meta: Final = meta
        self.kill_timeout: Final = kill_timeout
        self.logs: Final = logs
        self.shutdown_delay: Final = shutdown_delay
        self.kill_signal: Final = kill_signal
        self.volume_mount: Final = volume_mount
        self.identity: Final = identity


class Resources(JobBlock):
    __slots__ = ("cores", "cpu", "device", "disk", "iops", "memory", "memory_max", "network", "numa", "secrets",)
    TYPE = "Resources"

    def __init__(
        self,
        *,
        cpu: int | None = None,
        cores: int | None = None,
        memory: int | None = None,
        memory_max: int | None = None,
        disk: int | None = None,
        network: list[NetworkResource] | None = None,
        device: list[RequestedDevice] | None = None,
        numa: NUMAResource | None = None,
        secrets: int | None = None,
        iops: int | None = None,
    ) -> None:
        self.cpu: Final = cpu
        self.cores: Final = cores
        self.memory: Final = memory
        self.memory_max: Final = memory_max
        self.disk: Final = disk
        self.network: Final = network
        self.device: Final = device
        self.numa: Final = numa
        self.secrets: Final = secrets
        self.iops: Final = iops


class NetworkResource(JobBlock):
    __slots__ = ("cidr", "cni", "device", "dns", "hostname", "ip", "mbits", "mode", "port", "reserved_ports",)
    TYPE = "NetworkResource"

    def __init__(
        self,
        *,
        mode: str = "",
        device: str = "",
        cidr: str = "",
        ip: str = "",
        dns: DNSConfig | None = None,
        reserved_ports: list[Port] | None = None,
        port: list[Port] | None = None,
        hostname: str = "",
        mbits: int | None = None,
        cni: CNIConfig | None = None,
    ) -> None:
        self.mode: Final = mode
        self.device: Final = device
        self.cidr: Final = cidr
        self.ip: Final = ip
        self.dns: Final = dns
        self.reserved_ports: Final = reserved_ports
        self.port: Final = port
        self.hostname: Final = hostname
        self.mbits: Final = mbits
        self.cni: Final = cni


class DNSConfig(JobBlock):
    __slots__ = ("options", "searches", "servers",)
    TYPE = "DNSConfig"

    def __init__(
        self,
        *,
        servers: list[str] | None = None,
        searches: list[str] | None = None,
        options: list[str] | None = None,
    ) -> None:
        self.servers: Final = servers
        self.searches: Final = searches
        self.options: Final = options


class Port(JobBlock):
    __slots__ = ("host_network", "ignore_collision", "label", "static", "to",)
    TYPE = "Port"

    def __init__(
        self,
        *,
        label: str = "",
        static: int = 0,
        to: int = 0,
        host_network: str = "",
        ignore_collision: bool = False,
    ) -> None:
        self.label: Final = label
        self.static: Final = static
        self.to: Final = to
        self.host_network: Final = host_network
        self.ignore_collision: Final = ignore_collision


class CNIConfig(JobBlock):
    __slots__ = ("args",)
    TYPE = "CNIConfig"

    def __init__(
        self,
        *,
        args: dict[str, str] | None = None,
    ) -> None:
        self.args: Final = args


class RequestedDevice(JobBlock):
    __slots__ = ("affinity", "constraint", "count", "name",)
    TYPE = "RequestedDevice"

    def __init__(
        self,
        *,
        name: str = "",
        count: int | None = None,
        constraint: list[Constraint] | None = None,
        affinity: list[Affinity] | None = None,
    ) -> None:
        self.name: Final = name
        self.count: Final = count
        self.constraint: Final = constraint
        self.affinity: Final = affinity


class NUMAResource(JobBlock):
    __slots__ = ("affinity", "devices",)
    TYPE = "NUMAResource"

    def __init__(
        self,
        *,
        affinity: str = "",
        devices: list[str] | None = None,
    ) -> None:
        self.affinity: Final = affinity
        self.devices: Final = devices


class LogConfig(JobBlock):
    __slots__ = ("disabled", "enabled", "max_file_size", "max_files",)
    TYPE = "LogConfig"

    def __init__(
        self,
        *,
        max_files: int | None = None,
        max_file_size: int | None = None,
        enabled: bool | None = None,
        disabled: bool | None = None,
    ) -> None:
        self.max_files: Final = max_files
        self.max_file_size: Final = max_file_size
        self.enabled: Final = enabled
        self.disabled: Final = disabled


class VolumeMount(JobBlock):
    __slots__ = ("destination", "propagation_mode", "read_only", "selinux_label", "volume",)
    TYPE = "VolumeMount"

    def __init__(
        self,
        *,
        volume: str | None = None,
        destination: str | None = None,
        read_only: bool | None = None,
        propagation_mode: str | None = None,
        selinux_label: str | None = None,
    ) -> None:
        self.volume: Final = volume
        self.destination: Final = destination
        self.read_only: Final = read_only
        self.propagation_mode: Final = propagation_mode
        self.selinux_label: Final = selinux_label


class WorkloadIdentity(JobBlock):
    __slots__ = ("aud", "change_mode", "change_signal", "env", "extra_claims", "file", "filepath", "name", "service_name", "ttl",)
    TYPE = "WorkloadIdentity"

    def __init__(
        self,
        *,
        name: str = "",
        aud: list[str] | None = None,
        change_mode: str = "",
        change_signal: str = "",
        env: bool = False,
        file: bool = False,
        filepath: str = "",
        service_name: str = "",
        ttl: int = 0,
        extra_claims: list[str] | None = None,
    ) -> None:
        self.name: Final = name
        self.aud: Final = aud
        self.change_mode: Final = change_mode
        self.change_signal: Final = change_signal
        self.env: Final = env
        self.file: Final = file
        self.filepath: Final = filepath
        self.service_name: Final = service_name
        self.ttl: Final = ttl
        self.extra_claims: Final = extra_claims


class ServiceWeights(JobBlock):
    __slots__ = ("passing", "warning",)
    TYPE = "ServiceWeights"

    def __init__(
        self,
        *,
        passing: int = 0,
        warning: int = 0,
    ) -> None:
        self.passing: Final = passing
        self.warning: Final = warning


class RestartPolicy(JobBlock):
    __slots__ = ("attempts", "delay", "interval", "mode", "render_templates",)
    TYPE = "RestartPolicy"

    def __init__(
        self,
        *,
        interval: int | None = None,
        attempts: int | None = None,
        delay: int | None = None,
        mode: str | None = None,
        render_templates: bool | None = None,
    ) -> None:
        self.interval: Final = interval
        self.attempts: Final = attempts
        self.delay: Final = delay
        self.mode: Final = mode
        self.render_templates: Final = render_templates


class TaskArtifact(JobBlock):
    __slots__ = ("chown", "destination", "headers", "insecure", "mode", "options", "source",)
    TYPE = "TaskArtifact"

    def __init__(
        self,
        *,
        source: str | None = None,
        options: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        mode: str | None = None,
        insecure: bool | None = None,
        destination: str | None = None,
        chown: bool = False,
    ) -> None:
        self.source: Final = source
        self.options: Final = options
        self.headers: Final = headers
        self.mode: Final = mode
        self.insecure: Final = insecure
        self.destination: Final = destination
        self.chown: Final = chown


class Vault(JobBlock):
    __slots__ = ("allow_token_expiration", "change_mode", "change_signal", "cluster", "disable_file", "env", "namespace", "policies", "role",)
    TYPE = "Vault"

    def __init__(
        self,
        *,
        policies: list[str] | None = None,
        role: str = "",
        namespace: str | None = None,
        cluster: str = "",
        env: bool | None = None,
        disable_file: bool | None = None,
        change_mode: str | None = None,
        change_signal: str | None = None,
        allow_token_expiration: bool | None = None,
    ) -> None:
        self.policies: Final = policies
        self.role: Final = role
        self.namespace: Final = namespace
        self.cluster: Final = cluster
        self.env: Final = env
        self.disable_file: Final = disable_file
        self.change_mode: Final = change_mode
        self.change_signal: Final = change_signal
        self.allow_token_expiration: Final = allow_token_expiration


class Consul(JobBlock):
    __slots__ = ("cluster", "namespace", "partition",)
    TYPE = "Consul"

    def __init__(
        self,
        *,
        namespace: str = "",
        cluster: str = "",
        partition: str = "",
    ) -> None:
        self.namespace: Final = namespace
        self.cluster: Final = cluster
        self.partition: Final = partition


class Template(JobBlock):
    __slots__ = ("change_mode", "change_script", "change_signal", "data", "destination", "env", "error_on_missing_key", "gid", "left_delimiter", "once", "perms", "right_delimiter", "source", "splay", "uid", "vault_grace", "wait",)
    TYPE = "Template"

    def __init__(
        self,
        *,
        source: str | None = None,
        destination: str | None = None,
        data: str | None = None,
        change_mode: str | None = None,
        change_script: ChangeScript | None = None,
        change_signal: str | None = None,
        once: bool | None = None,
        splay: int | None = None,
        perms: str | None = None,
        uid: int | None = None,
        gid: int | None = None,
        left_delimiter: str | None = None,
        right_delimiter: str | None = None,
        env: bool | None = None,
        vault_grace: int | None = None,
        wait: WaitConfig | None = None,
        error_on_missing_key: bool | None = None,
    ) -> None:
        self.source: Final = source
        self.destination: Final = destination
        self.data: Final = data
        self.change_mode: Final = change_mode
        self.change_script: Final = change_script
        self.change_signal: Final = change_signal
        self.once: Final = once
        self.splay: Final = splay
        self.perms: Final = perms
        self.uid: Final = uid
        self.gid: Final = gid
        self.left_delimiter: Final = left_delimiter
        self.right_delimiter: Final = right_delimiter
        self.env: Final = env
        self.vault_grace: Final = vault_grace
        self.wait: Final = wait
        self.error_on_missing_key: Final = error_on_missing_key


class ChangeScript(JobBlock):
    __slots__ = ("args", "command", "fail_on_error", "run_on_first_render", "timeout",)
    TYPE = "ChangeScript"

    def __init__(
        self,
        *,
        command: str | None = None,
        args: list[str] | None = None,
        timeout: int | None = None,
        fail_on_error: bool | None = None,
        run_on_first_render: bool | None = None,
    ) -> None:
        self.command: Final = command
        self.args: Final = args
        self.timeout: Final = timeout
        self.fail_on_error: Final = fail_on_error
        self.run_on_first_render: Final = run_on_first_render


class WaitConfig(JobBlock):
    __slots__ = ("max", "min",)
    TYPE = "WaitConfig"

    def __init__(
        self,
        *,
        min: int | None = None,
        max: int | None = None,
    ) -> None:
        self.min: Final = min
        self.max: Final = max


class DispatchPayloadConfig(JobBlock):
    __slots__ = ("file",)
    TYPE = "DispatchPayloadConfig"

    def __init__(
        self,
        *,
        file: str = "",
    ) -> None:
        self.file: Final = file


class TaskCSIPluginConfig(JobBlock):
    __slots__ = ("health_timeout", "id", "mount_dir", "stage_publish_base_dir", "type",)
    TYPE = "TaskCSIPluginConfig"

    def __init__(
        self,
        *,
        id: str = "",
        type: str = "",
        mount_dir: str = "",
        stage_publish_base_dir: str = "",
        health_timeout: int = 0,
    ) -> None:
        self.id: Final = id
        self.type: Final = type
        self.mount_dir: Final = mount_dir
        self.stage_publish_base_dir: Final = stage_publish_base_dir
        self.health_timeout: Final = health_timeout


class ScalingPolicy(JobBlock):
    __slots__ = ("create_index", "enabled", "id", "max", "min", "modify_index", "namespace", "policy", "target", "type",)
    TYPE = "ScalingPolicy"

    def __init__(
        self,
        *,
        min: int | None = None,
        max: int | None = None,
        policy: dict[str, Any] | None = None,
        enabled: bool | None = None,
        type: str = "",
        id: str = "",
        namespace: str = "",
        target: dict[str, str] | None = None,
        create_index: int = 0,
        modify_index: int = 0,
    ) -> None:
        self.min: Final = min
        self.max: Final = max
        self.policy: Final = policy
        self.enabled: Final = enabled
        self.type: Final = type
        self.id: Final = id
        self.namespace: Final = namespace
        self.target: Final = target
        self.create_index: Final = create_index
        self.modify_index: Final = modify_index


class Secret(JobBlock):
    __slots__ = ("config", "env", "name", "path", "provider",)
    TYPE = "Secret"

    def __init__(
        self,
        *,
        name: str = "",
        provider: str = "",
        path: str = "",
        config: dict[str, Any] | None = None,
        env: dict[str, str] | None = None,
    ) -> None:
        self.name: Final = name
        self.provider: Final = provider
        self.path: Final = path
        self.config: Final = config
        self.env: Final = env


class Action(JobBlock):
    __slots__ = ("args", "command", "name",)
    TYPE = "Action"

    def __init__(
        self,
        *,
        name: str = "",
        command: str = "",
        args: list[str] | None = None,
    ) -> None:
        self.name: Final = name
        self.command: Final = command
        self.args: Final = args


class TaskSchedule(JobBlock):
    __slots__ = ("cron",)
    TYPE = "TaskSchedule"

    def __init__(
        self,
        *,
        cron: TaskScheduleCron | None = None,
    ) -> None:
        self.cron: Final = cron


class TaskScheduleCron(JobBlock):
    __slots__ = ("end", "start", "timezone",)
    TYPE = "TaskScheduleCron"

    def __init__(
        self,
        *,
        start: str = "",
        end: str = "",
        timezone: str = "",
    ) -> None:
        self.start: Final = start
        self.end: Final = end
        self.timezone: Final = timezone


class Spread(JobBlock):
    __slots__ = ("attribute", "target", "weight",)
    TYPE = "Spread"

    def __init__(
        self,
        *,
        attribute: str = "",
        weight: int | None = None,
        target: list[SpreadTarget] | None = None,
    ) -> None:
        self.attribute: Final = attribute
        self.weight: Final = weight
        self.target: Final = target


class SpreadTarget(JobBlock):
    __slots__ = ("percent", "value",)
    TYPE = "SpreadTarget"

    def __init__(
        self,
        *,
        value: str = "",
        percent: int = 0,
    ) -> None:
        self.value: Final = value
        self.percent: Final = percent


class VolumeRequest(JobBlock):
    __slots__ = ("access_mode", "attachment_mode", "mount_options", "name", "per_alloc", "read_only", "source", "sticky", "type",)
    TYPE = "VolumeRequest"

    def __init__(
        self,
        *,
        name: str = "",
        type: str = "",
        source: str = "",
        read_only: bool = False,
        sticky: bool = False,
        access_mode: str = "",
        attachment_mode: str = "",
        mount_options: CSIMountOptions | None = None,
        per_alloc: bool = False,
    ) -> None:
        self.name: Final = name
        self.type: Final = type
        self.source: Final = source
        self.read_only: Final = read_only
        self.sticky: Final = sticky
        self.access_mode: Final = access_mode
        self.attachment_mode: Final = attachment_mode
        self.mount_options: Final = mount_options
        self.per_alloc: Final = per_alloc


class CSIMountOptions(JobBlock):
    __slots__ = ("fs_type", "mount_flags",)
    TYPE = "CSIMountOptions"

    def __init__(
        self,
        *,
        fs_type: str = "",
        mount_flags: list[str] | None = None,
    ) -> None:
        self.fs_type: Final = fs_type
        self.mount_flags: Final = mount_flags


class DisconnectStrategy(JobBlock):
    __slots__ = ("lost_after", "reconcile", "replace", "stop_on_client_after",)
    TYPE = "DisconnectStrategy"

    def __init__(
        self,
        *,
        lost_after: int | None = None,
        stop_on_client_after: int | None = None,
        replace: bool | None = None,
        reconcile: str | None = None,
    ) -> None:
        self.lost_after: Final = lost_after
        self.stop_on_client_after: Final = stop_on_client_after
        self.replace: Final = replace
        self.reconcile: Final = reconcile


class ReschedulePolicy(JobBlock):
    __slots__ = ("attempts", "delay", "delay_function", "interval", "max_delay", "unlimited",)
    TYPE = "ReschedulePolicy"

    def __init__(
        self,
        *,
        attempts: int | None = None,
        interval: int | None = None,
        delay: int | None = None,
        delay_function: str | None = None,
        max_delay: int | None = None,
        unlimited: bool | None = None,
    ) -> None:
        self.attempts: Final = attempts
        self.interval: Final = interval
        self.delay: Final = delay
        self.delay_function: Final = delay_function
        self.max_delay: Final = max_delay
        self.unlimited: Final = unlimited


class EphemeralDisk(JobBlock):
    __slots__ = ("migrate", "size", "sticky",)
    TYPE = "EphemeralDisk"

    def __init__(
        self,
        *,
        sticky: bool | None = None,
        migrate: bool | None = None,
        size: int | None = None,
    ) -> None:
        self.sticky: Final = sticky
        self.migrate: Final = migrate
        self.size: Final = size


class UpdateStrategy(JobBlock):
    __slots__ = ("auto_promote", "auto_revert", "canary", "health_check", "healthy_deadline", "max_parallel", "min_healthy_time", "progress_deadline", "stagger",)
    TYPE = "UpdateStrategy"

    def __init__(
        self,
        *,
        stagger: int | None = None,
        max_parallel: int | None = None,
        health_check: str | None = None,
        min_healthy_time: int | None = None,
        healthy_deadline: int | None = None,
        progress_deadline: int | None = None,
        canary: int | None = None,
        auto_revert: bool | None = None,
        auto_promote: bool | None = None,
    ) -> None:
        self.stagger: Final = stagger
        self.max_parallel: Final = max_parallel
        self.health_check: Final = health_check
        self.min_healthy_time: Final = min_healthy_time
        self.healthy_deadline: Final = healthy_deadline
        self.progress_deadline: Final = progress_deadline
        self.canary: Final = canary
        self.auto_revert: Final = auto_revert
        self.auto_promote: Final = auto_promote


class MigrateStrategy(JobBlock):
    __slots__ = ("health_check", "healthy_deadline", "max_parallel", "min_healthy_time",)
    TYPE = "MigrateStrategy"

    def __init__(
        self,
        *,
        max_parallel: int | None = None,
        health_check: str | None = None,
        min_healthy_time: int | None = None,
        healthy_deadline: int | None = None,
    ) -> None:
        self.max_parallel: Final = max_parallel
        self.health_check: Final = health_check
        self.min_healthy_time: Final = min_healthy_time
        self.healthy_deadline: Final = healthy_deadline


class Multiregion(JobBlock):
    __slots__ = ("region", "strategy",)
    TYPE = "Multiregion"

    def __init__(
        self,
        *,
        strategy: MultiregionStrategy | None = None,
        region: list[MultiregionRegion] | None = None,
    ) -> None:
        self.strategy: Final = strategy
        self.region: Final = region


class MultiregionStrategy(JobBlock):
    __slots__ = ("max_parallel", "on_failure",)
    TYPE = "MultiregionStrategy"

    def __init__(
        self,
        *,
        max_parallel: int | None = None,
        on_failure: str | None = None,
    ) -> None:
        self.max_parallel: Final = max_parallel
        self.on_failure: Final = on_failure


class MultiregionRegion(JobBlock):
    __slots__ = ("count", "datacenters", "meta", "name", "node_pool",)
    TYPE = "MultiregionRegion"

    def __init__(
        self,
        *,
        name: str = "",
        count: int | None = None,
        datacenters: list[str] | None = None,
        node_pool: str = "",
        meta: dict[str, str] | None = None,
    ) -> None:
        self.name: Final = name
        self.count: Final = count
        self.datacenters: Final = datacenters
        self.node_pool: Final = node_pool
        self.meta: Final = meta


class PeriodicConfig(JobBlock):
    __slots__ = ("cron", "crons", "enabled", "prohibit_overlap", "spec_type", "time_zone",)
    TYPE = "PeriodicConfig"

    def __init__(
        self,
        *,
        enabled: bool | None = None,
        cron: str | None = None,
        crons: list[str] | None = None,
        spec_type: str | None = None,
        prohibit_overlap: bool | None = None,
        time_zone: str | None = None,
    ) -> None:
        self.enabled: Final = enabled
        self.cron: Final = cron
        self.crons: Final = crons
        self.spec_type: Final = spec_type
        self.prohibit_overlap: Final = prohibit_overlap
        self.time_zone: Final = time_zone


class ParameterizedJobConfig(JobBlock):
    __slots__ = ("meta_optional", "meta_required", "payload",)
    TYPE = "ParameterizedJobConfig"

    def __init__(
        self,
        *,
        payload: str = "",
        meta_required: list[str] | None = None,
        meta_optional: list[str] | None = None,
    ) -> None:
        self.payload: Final = payload
        self.meta_required: Final = meta_required
        self.meta_optional: Final = meta_optional


class JobUIConfig(JobBlock):
    __slots__ = ("description", "link",)
    TYPE = "JobUIConfig"

    def __init__(
        self,
        *,
        description: str = "",
        link: list[JobUILink] | None = None,
    ) -> None:
        self.description: Final = description
        self.link: Final = link


class JobUILink(JobBlock):
    __slots__ = ("label", "url",)
    TYPE = "JobUILink"

    def __init__(
        self,
        *,
        label: str = "",
        url: str = "",
    ) -> None:
        self.label: Final = label
        self.url: Final = url


class JobVersionTag(JobBlock):
    __slots__ = ("description", "name", "tagged_time",)
    TYPE = "JobVersionTag"

    def __init__(
        self,
        *,
        name: str = "",
        description: str = "",
        tagged_time: int = 0,
    ) -> None:
        self.name: Final = name
        self.description: Final = description
        self.tagged_time: Final = tagged_time


CLASSES: Final[dict[str, type[JobBlock]]] = {
    "Job": Job,
    "Constraint": Constraint,
    "Affinity": Affinity,
    "TaskGroup": TaskGroup,
    "Task": Task,
    "TaskLifecycle": TaskLifecycle,
    "Service": Service,
    "ServiceCheck": ServiceCheck,
    "CheckRestart": CheckRestart,
    "ConsulConnect": ConsulConnect,
    "ConsulGateway": ConsulGateway,
    "ConsulGatewayProxy": ConsulGatewayProxy,
    "ConsulGatewayBindAddress": ConsulGatewayBindAddress,
    "ConsulIngressConfigEntry": ConsulIngressConfigEntry,
    "ConsulGatewayTLSConfig": ConsulGatewayTLSConfig,
    "ConsulGatewayTLSSDSConfig": ConsulGatewayTLSSDSConfig,
    "ConsulIngressListener": ConsulIngressListener,
    "ConsulIngressService": ConsulIngressService,
    "ConsulHTTPHeaderModifiers": ConsulHTTPHeaderModifiers,
    "ConsulTerminatingConfigEntry": ConsulTerminatingConfigEntry,
    "ConsulLinkedService": ConsulLinkedService,
    "ConsulMeshConfigEntry": ConsulMeshConfigEntry,
    "ConsulSidecarService": ConsulSidecarService,
    "ConsulProxy": ConsulProxy,
    "ConsulExposeConfig": ConsulExposeConfig,
    "ConsulExposePath": ConsulExposePath,
    "ConsulUpstream": ConsulUpstream,
    "ConsulMeshGateway": ConsulMeshGateway,
    "ConsulTransparentProxy": ConsulTransparentProxy,
    "SidecarTask": SidecarTask,
    "Resources": Resources,
    "NetworkResource": NetworkResource,
    "DNSConfig": DNSConfig,
    "Port": Port,
    "CNIConfig": CNIConfig,
    "RequestedDevice": RequestedDevice,
    "NUMAResource": NUMAResource,
    "LogConfig": LogConfig,
    "VolumeMount": VolumeMount,
    "WorkloadIdentity": WorkloadIdentity,
    "ServiceWeights": ServiceWeights,
    "RestartPolicy": RestartPolicy,
    "TaskArtifact": TaskArtifact,
    "Vault": Vault,
    "Consul": Consul,
    "Template": Template,
    "ChangeScript": ChangeScript,
    "WaitConfig": WaitConfig,
    "DispatchPayloadConfig": DispatchPayloadConfig,
    "TaskCSIPluginConfig": TaskCSIPluginConfig,
    "ScalingPolicy": ScalingPolicy,
    "Secret": Secret,
    "Action": Action,
    "TaskSchedule": TaskSchedule,
    "TaskScheduleCron": TaskScheduleCron,
    "Spread": Spread,
    "SpreadTarget": SpreadTarget,
    "VolumeRequest": VolumeRequest,
    "CSIMountOptions": CSIMountOptions,
    "DisconnectStrategy": DisconnectStrategy,
    "ReschedulePolicy": ReschedulePolicy,
    "EphemeralDisk": EphemeralDisk,
    "UpdateStrategy": UpdateStrategy,
    "MigrateStrategy": MigrateStrategy,
    "Multiregion": Multiregion,
    "MultiregionStrategy": MultiregionStrategy,
    "MultiregionRegion": MultiregionRegion,
    "PeriodicConfig": PeriodicConfig,
    "ParameterizedJobConfig": ParameterizedJobConfig,
    "JobUIConfig": JobUIConfig,
    "JobUILink": JobUILink,
    "JobVersionTag": JobVersionTag,
}
