"""The typed job: one class per block type. Generated from `nomadspec/schema/blocks.py` by `tools/generate_model.py`; do not edit.

A field holds what the API's JSON would hold: `None` where the API prints null, integers of nanoseconds for durations, `dict` and
`list` for maps and lists. Names are HCL's; fields that HCL cannot write have their API name in snake case.
"""

from typing import Any, Final

from nomadspec.jobspec.block import JobBlock

class Job(JobBlock):
    TYPE = "Job"
    region: Final[str | None]
    namespace: Final[str | None]
    id: Final[str | None]
    name: Final[str | None]
    type: Final[str | None]
    priority: Final[int | None]
    all_at_once: Final[bool | None]
    datacenters: Final[list[str] | None]
    node_pool: Final[str | None]
    constraint: Final[list[Constraint] | None]
    affinity: Final[list[Affinity] | None]
    group: Final[list[TaskGroup] | None]
    update: Final[UpdateStrategy | None]
    multiregion: Final[Multiregion | None]
    spread: Final[list[Spread] | None]
    periodic: Final[PeriodicConfig | None]
    parameterized: Final[ParameterizedJobConfig | None]
    reschedule: Final[ReschedulePolicy | None]
    migrate: Final[MigrateStrategy | None]
    meta: Final[dict[str, str] | None]
    consul_token: Final[str | None]
    vault_token: Final[str | None]
    ui: Final[JobUIConfig | None]
    stop: Final[bool | None]
    parent_id: Final[str | None]
    dispatched: Final[bool]
    dispatch_idempotency_token: Final[str | None]
    payload: Final[list[int] | None]
    consul_namespace: Final[str | None]
    vault_namespace: Final[str | None]
    nomad_token_id: Final[str | None]
    status: Final[str | None]
    status_description: Final[str | None]
    stable: Final[bool | None]
    version: Final[int | None]
    submit_time: Final[int | None]
    create_index: Final[int | None]
    modify_index: Final[int | None]
    job_modify_index: Final[int | None]
    version_tag: Final[JobVersionTag | None]
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
    ) -> None: ...

class Constraint(JobBlock):
    TYPE = "Constraint"
    attribute: Final[str]
    value: Final[str]
    operator: Final[str]
    def __init__(
        self,
        *,
        attribute: str = "",
        value: str = "",
        operator: str = "",
    ) -> None: ...

class Affinity(JobBlock):
    TYPE = "Affinity"
    attribute: Final[str]
    value: Final[str]
    operator: Final[str]
    weight: Final[int | None]
    def __init__(
        self,
        *,
        attribute: str = "",
        value: str = "",
        operator: str = "",
        weight: int | None = None,
    ) -> None: ...

class TaskGroup(JobBlock):
    TYPE = "TaskGroup"
    name: Final[str | None]
    count: Final[int | None]
    constraint: Final[list[Constraint] | None]
    affinity: Final[list[Affinity] | None]
    task: Final[list[Task] | None]
    spread: Final[list[Spread] | None]
    volume: Final[dict[str, VolumeRequest] | None]
    restart: Final[RestartPolicy | None]
    disconnect: Final[DisconnectStrategy | None]
    reschedule: Final[ReschedulePolicy | None]
    ephemeral_disk: Final[EphemeralDisk | None]
    update: Final[UpdateStrategy | None]
    migrate: Final[MigrateStrategy | None]
    network: Final[list[NetworkResource] | None]
    meta: Final[dict[str, str] | None]
    service: Final[list[Service] | None]
    shutdown_delay: Final[int | None]
    max_run_duration: Final[int | None]
    stop_after_client_disconnect: Final[int | None]
    max_client_disconnect: Final[int | None]
    scaling: Final[ScalingPolicy | None]
    consul: Final[Consul | None]
    prevent_reschedule_on_lost: Final[bool | None]
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
    ) -> None: ...

class Task(JobBlock):
    TYPE = "Task"
    name: Final[str]
    driver: Final[str]
    user: Final[str]
    lifecycle: Final[TaskLifecycle | None]
    config: Final[dict[str, Any] | None]
    constraint: Final[list[Constraint] | None]
    affinity: Final[list[Affinity] | None]
    env: Final[dict[str, str] | None]
    service: Final[list[Service] | None]
    resources: Final[Resources | None]
    restart: Final[RestartPolicy | None]
    meta: Final[dict[str, str] | None]
    kill_timeout: Final[int | None]
    logs: Final[LogConfig | None]
    artifact: Final[list[TaskArtifact] | None]
    vault: Final[Vault | None]
    consul: Final[Consul | None]
    template: Final[list[Template] | None]
    dispatch_payload: Final[DispatchPayloadConfig | None]
    volume_mount: Final[list[VolumeMount] | None]
    csi_plugin: Final[TaskCSIPluginConfig | None]
    leader: Final[bool]
    shutdown_delay: Final[int]
    kill_signal: Final[str]
    kind: Final[str]
    scaling: Final[list[ScalingPolicy] | None]
    secret: Final[list[Secret] | None]
    default_identity: Final[WorkloadIdentity | None]
    identity: Final[list[WorkloadIdentity] | None]
    action: Final[list[Action] | None]
    schedule: Final[TaskSchedule | None]
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
    ) -> None: ...

class TaskLifecycle(JobBlock):
    TYPE = "TaskLifecycle"
    hook: Final[str]
    sidecar: Final[bool]
    def __init__(
        self,
        *,
        hook: str = "",
        sidecar: bool = False,
    ) -> None: ...

class Service(JobBlock):
    TYPE = "Service"
    name: Final[str]
    tags: Final[list[str] | None]
    canary_tags: Final[list[str] | None]
    enable_tag_override: Final[bool]
    port: Final[str]
    address_mode: Final[str]
    address: Final[str]
    check: Final[list[ServiceCheck] | None]
    check_restart: Final[CheckRestart | None]
    connect: Final[ConsulConnect | None]
    meta: Final[dict[str, str] | None]
    canary_meta: Final[dict[str, str] | None]
    tagged_addresses: Final[dict[str, str] | None]
    task: Final[str]
    on_update: Final[str]
    identity: Final[WorkloadIdentity | None]
    weights: Final[ServiceWeights | None]
    provider: Final[str]
    cluster: Final[str]
    kind: Final[str]
    namespace: Final[str | None]
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
    ) -> None: ...

class ServiceCheck(JobBlock):
    TYPE = "ServiceCheck"
    name: Final[str]
    type: Final[str]
    command: Final[str]
    args: Final[list[str] | None]
    path: Final[str]
    protocol: Final[str]
    port: Final[str]
    expose: Final[bool]
    address_mode: Final[str]
    advertise: Final[str]
    interval: Final[int]
    timeout: Final[int]
    initial_status: Final[str]
    notes: Final[str]
    tls_server_name: Final[str]
    tls_skip_verify: Final[bool]
    header: Final[dict[str, list[str]] | None]
    method: Final[str]
    check_restart: Final[CheckRestart | None]
    grpc_service: Final[str]
    grpc_use_tls: Final[bool]
    task: Final[str]
    success_before_passing: Final[int]
    failures_before_critical: Final[int]
    failures_before_warning: Final[int]
    body: Final[str]
    on_update: Final[str]
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
    ) -> None: ...

class CheckRestart(JobBlock):
    TYPE = "CheckRestart"
    limit: Final[int]
    grace: Final[int | None]
    ignore_warnings: Final[bool]
    def __init__(
        self,
        *,
        limit: int = 0,
        grace: int | None = None,
        ignore_warnings: bool = False,
    ) -> None: ...

class ConsulConnect(JobBlock):
    TYPE = "ConsulConnect"
    native: Final[bool]
    gateway: Final[ConsulGateway | None]
    sidecar_service: Final[ConsulSidecarService | None]
    sidecar_task: Final[SidecarTask | None]
    def __init__(
        self,
        *,
        native: bool = False,
        gateway: ConsulGateway | None = None,
        sidecar_service: ConsulSidecarService | None = None,
        sidecar_task: SidecarTask | None = None,
    ) -> None: ...

class ConsulGateway(JobBlock):
    TYPE = "ConsulGateway"
    proxy: Final[ConsulGatewayProxy | None]
    ingress: Final[ConsulIngressConfigEntry | None]
    terminating: Final[ConsulTerminatingConfigEntry | None]
    mesh: Final[ConsulMeshConfigEntry | None]
    def __init__(
        self,
        *,
        proxy: ConsulGatewayProxy | None = None,
        ingress: ConsulIngressConfigEntry | None = None,
        terminating: ConsulTerminatingConfigEntry | None = None,
        mesh: ConsulMeshConfigEntry | None = None,
    ) -> None: ...

class ConsulGatewayProxy(JobBlock):
    TYPE = "ConsulGatewayProxy"
    connect_timeout: Final[int | None]
    envoy_gateway_bind_tagged_addresses: Final[bool]
    envoy_gateway_bind_addresses: Final[dict[str, ConsulGatewayBindAddress] | None]
    envoy_gateway_no_default_bind: Final[bool]
    envoy_dns_discovery_type: Final[str]
    config: Final[dict[str, Any] | None]
    def __init__(
        self,
        *,
        connect_timeout: int | None = None,
        envoy_gateway_bind_tagged_addresses: bool = False,
        envoy_gateway_bind_addresses: dict[str, ConsulGatewayBindAddress] | None = None,
        envoy_gateway_no_default_bind: bool = False,
        envoy_dns_discovery_type: str = "",
        config: dict[str, Any] | None = None,
    ) -> None: ...

class ConsulGatewayBindAddress(JobBlock):
    TYPE = "ConsulGatewayBindAddress"
    name: Final[str]
    address: Final[str]
    port: Final[int]
    def __init__(
        self,
        *,
        name: str = "",
        address: str = "",
        port: int = 0,
    ) -> None: ...

class ConsulIngressConfigEntry(JobBlock):
    TYPE = "ConsulIngressConfigEntry"
    tls: Final[ConsulGatewayTLSConfig | None]
    listener: Final[list[ConsulIngressListener] | None]
    def __init__(
        self,
        *,
        tls: ConsulGatewayTLSConfig | None = None,
        listener: list[ConsulIngressListener] | None = None,
    ) -> None: ...

class ConsulGatewayTLSConfig(JobBlock):
    TYPE = "ConsulGatewayTLSConfig"
    enabled: Final[bool]
    tls_min_version: Final[str]
    tls_max_version: Final[str]
    cipher_suites: Final[list[str] | None]
    sds: Final[ConsulGatewayTLSSDSConfig | None]
    def __init__(
        self,
        *,
        enabled: bool = False,
        tls_min_version: str = "",
        tls_max_version: str = "",
        cipher_suites: list[str] | None = None,
        sds: ConsulGatewayTLSSDSConfig | None = None,
    ) -> None: ...

class ConsulGatewayTLSSDSConfig(JobBlock):
    TYPE = "ConsulGatewayTLSSDSConfig"
    cluster_name: Final[str]
    cert_resource: Final[str]
    def __init__(
        self,
        *,
        cluster_name: str = "",
        cert_resource: str = "",
    ) -> None: ...

class ConsulIngressListener(JobBlock):
    TYPE = "ConsulIngressListener"
    port: Final[int]
    protocol: Final[str]
    service: Final[list[ConsulIngressService] | None]
    def __init__(
        self,
        *,
        port: int = 0,
        protocol: str = "",
        service: list[ConsulIngressService] | None = None,
    ) -> None: ...

class ConsulIngressService(JobBlock):
    TYPE = "ConsulIngressService"
    name: Final[str]
    hosts: Final[list[str] | None]
    tls: Final[ConsulGatewayTLSConfig | None]
    request_headers: Final[ConsulHTTPHeaderModifiers | None]
    response_headers: Final[ConsulHTTPHeaderModifiers | None]
    max_connections: Final[int | None]
    max_pending_requests: Final[int | None]
    max_concurrent_requests: Final[int | None]
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
    ) -> None: ...

class ConsulHTTPHeaderModifiers(JobBlock):
    TYPE = "ConsulHTTPHeaderModifiers"
    add: Final[dict[str, str] | None]
    set: Final[dict[str, str] | None]
    remove: Final[list[str] | None]
    def __init__(
        self,
        *,
        add: dict[str, str] | None = None,
        set: dict[str, str] | None = None,
        remove: list[str] | None = None,
    ) -> None: ...

class ConsulTerminatingConfigEntry(JobBlock):
    TYPE = "ConsulTerminatingConfigEntry"
    service: Final[list[ConsulLinkedService] | None]
    def __init__(
        self,
        *,
        service: list[ConsulLinkedService] | None = None,
    ) -> None: ...

class ConsulLinkedService(JobBlock):
    TYPE = "ConsulLinkedService"
    name: Final[str]
    ca_file: Final[str]
    cert_file: Final[str]
    key_file: Final[str]
    sni: Final[str]
    def __init__(
        self,
        *,
        name: str = "",
        ca_file: str = "",
        cert_file: str = "",
        key_file: str = "",
        sni: str = "",
    ) -> None: ...

class ConsulMeshConfigEntry(JobBlock):
    TYPE = "ConsulMeshConfigEntry"

class ConsulSidecarService(JobBlock):
    TYPE = "ConsulSidecarService"
    tags: Final[list[str] | None]
    port: Final[str]
    proxy: Final[ConsulProxy | None]
    disable_default_tcp_check: Final[bool]
    meta: Final[dict[str, str] | None]
    def __init__(
        self,
        *,
        tags: list[str] | None = None,
        port: str = "",
        proxy: ConsulProxy | None = None,
        disable_default_tcp_check: bool = False,
        meta: dict[str, str] | None = None,
    ) -> None: ...

class ConsulProxy(JobBlock):
    TYPE = "ConsulProxy"
    local_service_address: Final[str]
    local_service_port: Final[int]
    expose: Final[ConsulExposeConfig | None]
    expose_config: Final[ConsulExposeConfig | None]
    upstreams: Final[list[ConsulUpstream] | None]
    transparent_proxy: Final[ConsulTransparentProxy | None]
    config: Final[dict[str, Any] | None]
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
    ) -> None: ...

class ConsulExposeConfig(JobBlock):
    TYPE = "ConsulExposeConfig"
    path: Final[list[ConsulExposePath] | None]
    older_path: Final[list[ConsulExposePath] | None]
    def __init__(
        self,
        *,
        path: list[ConsulExposePath] | None = None,
        older_path: list[ConsulExposePath] | None = None,
    ) -> None: ...

class ConsulExposePath(JobBlock):
    TYPE = "ConsulExposePath"
    path: Final[str]
    protocol: Final[str]
    local_path_port: Final[int]
    listener_port: Final[str]
    def __init__(
        self,
        *,
        path: str = "",
        protocol: str = "",
        local_path_port: int = 0,
        listener_port: str = "",
    ) -> None: ...

class ConsulUpstream(JobBlock):
    TYPE = "ConsulUpstream"
    destination_name: Final[str]
    destination_namespace: Final[str]
    destination_peer: Final[str]
    destination_partition: Final[str]
    destination_type: Final[str]
    local_bind_port: Final[int]
    datacenter: Final[str]
    local_bind_address: Final[str]
    local_bind_socket_path: Final[str]
    local_bind_socket_mode: Final[str]
    mesh_gateway: Final[ConsulMeshGateway | None]
    config: Final[dict[str, Any] | None]
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
    ) -> None: ...

class ConsulMeshGateway(JobBlock):
    TYPE = "ConsulMeshGateway"
    mode: Final[str]
    def __init__(
        self,
        *,
        mode: str = "",
    ) -> None: ...

class ConsulTransparentProxy(JobBlock):
    TYPE = "ConsulTransparentProxy"
    uid: Final[str]
    outbound_port: Final[int]
    exclude_inbound_ports: Final[list[str] | None]
    exclude_outbound_ports: Final[list[int] | None]
    exclude_outbound_cidrs: Final[list[str] | None]
    exclude_uids: Final[list[str] | None]
    no_dns: Final[bool]
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
    ) -> None: ...

class SidecarTask(JobBlock):
    TYPE = "SidecarTask"
    name: Final[str]
    driver: Final[str]
    user: Final[str]
    config: Final[dict[str, Any] | None]
    env: Final[dict[str, str] | None]
    resources: Final[Resources | None]
    meta: Final[dict[str, str] | None]
    kill_timeout: Final[int | None]
    logs: Final[LogConfig | None]
    shutdown_delay: Final[int | None]
    kill_signal: Final[str]
    volume_mount: Final[list[VolumeMount] | None]
    identity: Final[list[WorkloadIdentity] | None]
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
    ) -> None: ...

class Resources(JobBlock):
    TYPE = "Resources"
    cpu: Final[int | None]
    cores: Final[int | None]
    memory: Final[int | None]
    memory_max: Final[int | None]
    disk: Final[int | None]
    network: Final[list[NetworkResource] | None]
    device: Final[list[RequestedDevice] | None]
    numa: Final[NUMAResource | None]
    secrets: Final[int | None]
    iops: Final[int | None]
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
    ) -> None: ...

class NetworkResource(JobBlock):
    TYPE = "NetworkResource"
    mode: Final[str]
    device: Final[str]
    cidr: Final[str]
    ip: Final[str]
    dns: Final[DNSConfig | None]
    reserved_ports: Final[list[Port] | None]
    port: Final[list[Port] | None]
    hostname: Final[str]
    mbits: Final[int | None]
    cni: Final[CNIConfig | None]
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
    ) -> None: ...

class DNSConfig(JobBlock):
    TYPE = "DNSConfig"
    servers: Final[list[str] | None]
    searches: Final[list[str] | None]
    options: Final[list[str] | None]
    def __init__(
        self,
        *,
        servers: list[str] | None = None,
        searches: list[str] | None = None,
        options: list[str] | None = None,
    ) -> None: ...

class Port(JobBlock):
    TYPE = "Port"
    label: Final[str]
    static: Final[int]
    to: Final[int]
    host_network: Final[str]
    ignore_collision: Final[bool]
    def __init__(
        self,
        *,
        label: str = "",
        static: int = 0,
        to: int = 0,
        host_network: str = "",
        ignore_collision: bool = False,
    ) -> None: ...

class CNIConfig(JobBlock):
    TYPE = "CNIConfig"
    args: Final[dict[str, str] | None]
    def __init__(
        self,
        *,
        args: dict[str, str] | None = None,
    ) -> None: ...

class RequestedDevice(JobBlock):
    TYPE = "RequestedDevice"
    name: Final[str]
    count: Final[int | None]
    constraint: Final[list[Constraint] | None]
    affinity: Final[list[Affinity] | None]
    def __init__(
        self,
        *,
        name: str = "",
        count: int | None = None,
        constraint: list[Constraint] | None = None,
        affinity: list[Affinity] | None = None,
    ) -> None: ...

class NUMAResource(JobBlock):
    TYPE = "NUMAResource"
    affinity: Final[str]
    devices: Final[list[str] | None]
    def __init__(
        self,
        *,
        affinity: str = "",
        devices: list[str] | None = None,
    ) -> None: ...

class LogConfig(JobBlock):
    TYPE = "LogConfig"
    max_files: Final[int | None]
    max_file_size: Final[int | None]
    enabled: Final[bool | None]
    disabled: Final[bool | None]
    def __init__(
        self,
        *,
        max_files: int | None = None,
        max_file_size: int | None = None,
        enabled: bool | None = None,
        disabled: bool | None = None,
    ) -> None: ...

class VolumeMount(JobBlock):
    TYPE = "VolumeMount"
    volume: Final[str | None]
    destination: Final[str | None]
    read_only: Final[bool | None]
    propagation_mode: Final[str | None]
    selinux_label: Final[str | None]
    def __init__(
        self,
        *,
        volume: str | None = None,
        destination: str | None = None,
        read_only: bool | None = None,
        propagation_mode: str | None = None,
        selinux_label: str | None = None,
    ) -> None: ...

class WorkloadIdentity(JobBlock):
    TYPE = "WorkloadIdentity"
    name: Final[str]
    aud: Final[list[str] | None]
    change_mode: Final[str]
    change_signal: Final[str]
    env: Final[bool]
    file: Final[bool]
    filepath: Final[str]
    service_name: Final[str]
    ttl: Final[int]
    extra_claims: Final[list[str] | None]
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
    ) -> None: ...

class ServiceWeights(JobBlock):
    TYPE = "ServiceWeights"
    passing: Final[int]
    warning: Final[int]
    def __init__(
        self,
        *,
        passing: int = 0,
        warning: int = 0,
    ) -> None: ...

class RestartPolicy(JobBlock):
    TYPE = "RestartPolicy"
    interval: Final[int | None]
    attempts: Final[int | None]
    delay: Final[int | None]
    mode: Final[str | None]
    render_templates: Final[bool | None]
    def __init__(
        self,
        *,
        interval: int | None = None,
        attempts: int | None = None,
        delay: int | None = None,
        mode: str | None = None,
        render_templates: bool | None = None,
    ) -> None: ...

class TaskArtifact(JobBlock):
    TYPE = "TaskArtifact"
    source: Final[str | None]
    options: Final[dict[str, str] | None]
    headers: Final[dict[str, str] | None]
    mode: Final[str | None]
    insecure: Final[bool | None]
    destination: Final[str | None]
    chown: Final[bool]
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
    ) -> None: ...

class Vault(JobBlock):
    TYPE = "Vault"
    policies: Final[list[str] | None]
    role: Final[str]
    namespace: Final[str | None]
    cluster: Final[str]
    env: Final[bool | None]
    disable_file: Final[bool | None]
    change_mode: Final[str | None]
    change_signal: Final[str | None]
    allow_token_expiration: Final[bool | None]
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
    ) -> None: ...

class Consul(JobBlock):
    TYPE = "Consul"
    namespace: Final[str]
    cluster: Final[str]
    partition: Final[str]
    def __init__(
        self,
        *,
        namespace: str = "",
        cluster: str = "",
        partition: str = "",
    ) -> None: ...

class Template(JobBlock):
    TYPE = "Template"
    source: Final[str | None]
    destination: Final[str | None]
    data: Final[str | None]
    change_mode: Final[str | None]
    change_script: Final[ChangeScript | None]
    change_signal: Final[str | None]
    once: Final[bool | None]
    splay: Final[int | None]
    perms: Final[str | None]
    uid: Final[int | None]
    gid: Final[int | None]
    left_delimiter: Final[str | None]
    right_delimiter: Final[str | None]
    env: Final[bool | None]
    vault_grace: Final[int | None]
    wait: Final[WaitConfig | None]
    error_on_missing_key: Final[bool | None]
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
    ) -> None: ...

class ChangeScript(JobBlock):
    TYPE = "ChangeScript"
    command: Final[str | None]
    args: Final[list[str] | None]
    timeout: Final[int | None]
    fail_on_error: Final[bool | None]
    run_on_first_render: Final[bool | None]
    def __init__(
        self,
        *,
        command: str | None = None,
        args: list[str] | None = None,
        timeout: int | None = None,
        fail_on_error: bool | None = None,
        run_on_first_render: bool | None = None,
    ) -> None: ...

class WaitConfig(JobBlock):
    TYPE = "WaitConfig"
    min: Final[int | None]
    max: Final[int | None]
    def __init__(
        self,
        *,
        min: int | None = None,
        max: int | None = None,
    ) -> None: ...

class DispatchPayloadConfig(JobBlock):
    TYPE = "DispatchPayloadConfig"
    file: Final[str]
    def __init__(
        self,
        *,
        file: str = "",
    ) -> None: ...

class TaskCSIPluginConfig(JobBlock):
    TYPE = "TaskCSIPluginConfig"
    id: Final[str]
    type: Final[str]
    mount_dir: Final[str]
    stage_publish_base_dir: Final[str]
    health_timeout: Final[int]
    def __init__(
        self,
        *,
        id: str = "",
        type: str = "",
        mount_dir: str = "",
        stage_publish_base_dir: str = "",
        health_timeout: int = 0,
    ) -> None: ...

class ScalingPolicy(JobBlock):
    TYPE = "ScalingPolicy"
    min: Final[int | None]
    max: Final[int | None]
    policy: Final[dict[str, Any] | None]
    enabled: Final[bool | None]
    type: Final[str]
    id: Final[str]
    namespace: Final[str]
    target: Final[dict[str, str] | None]
    create_index: Final[int]
    modify_index: Final[int]
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
    ) -> None: ...

class Secret(JobBlock):
    TYPE = "Secret"
    name: Final[str]
    provider: Final[str]
    path: Final[str]
    config: Final[dict[str, Any] | None]
    env: Final[dict[str, str] | None]
    def __init__(
        self,
        *,
        name: str = "",
        provider: str = "",
        path: str = "",
        config: dict[str, Any] | None = None,
        env: dict[str, str] | None = None,
    ) -> None: ...

class Action(JobBlock):
    TYPE = "Action"
    name: Final[str]
    command: Final[str]
    args: Final[list[str] | None]
    def __init__(
        self,
        *,
        name: str = "",
        command: str = "",
        args: list[str] | None = None,
    ) -> None: ...

class TaskSchedule(JobBlock):
    TYPE = "TaskSchedule"
    cron: Final[TaskScheduleCron | None]
    def __init__(
        self,
        *,
        cron: TaskScheduleCron | None = None,
    ) -> None: ...

class TaskScheduleCron(JobBlock):
    TYPE = "TaskScheduleCron"
    start: Final[str]
    end: Final[str]
    timezone: Final[str]
    def __init__(
        self,
        *,
        start: str = "",
        end: str = "",
        timezone: str = "",
    ) -> None: ...

class Spread(JobBlock):
    TYPE = "Spread"
    attribute: Final[str]
    weight: Final[int | None]
    target: Final[list[SpreadTarget] | None]
    def __init__(
        self,
        *,
        attribute: str = "",
        weight: int | None = None,
        target: list[SpreadTarget] | None = None,
    ) -> None: ...

class SpreadTarget(JobBlock):
    TYPE = "SpreadTarget"
    value: Final[str]
    percent: Final[int]
    def __init__(
        self,
        *,
        value: str = "",
        percent: int = 0,
    ) -> None: ...

class VolumeRequest(JobBlock):
    TYPE = "VolumeRequest"
    name: Final[str]
    type: Final[str]
    source: Final[str]
    read_only: Final[bool]
    sticky: Final[bool]
    access_mode: Final[str]
    attachment_mode: Final[str]
    mount_options: Final[CSIMountOptions | None]
    per_alloc: Final[bool]
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
    ) -> None: ...

class CSIMountOptions(JobBlock):
    TYPE = "CSIMountOptions"
    fs_type: Final[str]
    mount_flags: Final[list[str] | None]
    def __init__(
        self,
        *,
        fs_type: str = "",
        mount_flags: list[str] | None = None,
    ) -> None: ...

class DisconnectStrategy(JobBlock):
    TYPE = "DisconnectStrategy"
    lost_after: Final[int | None]
    stop_on_client_after: Final[int | None]
    replace: Final[bool | None]
    reconcile: Final[str | None]
    def __init__(
        self,
        *,
        lost_after: int | None = None,
        stop_on_client_after: int | None = None,
        replace: bool | None = None,
        reconcile: str | None = None,
    ) -> None: ...

class ReschedulePolicy(JobBlock):
    TYPE = "ReschedulePolicy"
    attempts: Final[int | None]
    interval: Final[int | None]
    delay: Final[int | None]
    delay_function: Final[str | None]
    max_delay: Final[int | None]
    unlimited: Final[bool | None]
    def __init__(
        self,
        *,
        attempts: int | None = None,
        interval: int | None = None,
        delay: int | None = None,
        delay_function: str | None = None,
        max_delay: int | None = None,
        unlimited: bool | None = None,
    ) -> None: ...

class EphemeralDisk(JobBlock):
    TYPE = "EphemeralDisk"
    sticky: Final[bool | None]
    migrate: Final[bool | None]
    size: Final[int | None]
    def __init__(
        self,
        *,
        sticky: bool | None = None,
        migrate: bool | None = None,
        size: int | None = None,
    ) -> None: ...

class UpdateStrategy(JobBlock):
    TYPE = "UpdateStrategy"
    stagger: Final[int | None]
    max_parallel: Final[int | None]
    health_check: Final[str | None]
    min_healthy_time: Final[int | None]
    healthy_deadline: Final[int | None]
    progress_deadline: Final[int | None]
    canary: Final[int | None]
    auto_revert: Final[bool | None]
    auto_promote: Final[bool | None]
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
    ) -> None: ...

class MigrateStrategy(JobBlock):
    TYPE = "MigrateStrategy"
    max_parallel: Final[int | None]
    health_check: Final[str | None]
    min_healthy_time: Final[int | None]
    healthy_deadline: Final[int | None]
    def __init__(
        self,
        *,
        max_parallel: int | None = None,
        health_check: str | None = None,
        min_healthy_time: int | None = None,
        healthy_deadline: int | None = None,
    ) -> None: ...

class Multiregion(JobBlock):
    TYPE = "Multiregion"
    strategy: Final[MultiregionStrategy | None]
    region: Final[list[MultiregionRegion] | None]
    def __init__(
        self,
        *,
        strategy: MultiregionStrategy | None = None,
        region: list[MultiregionRegion] | None = None,
    ) -> None: ...

class MultiregionStrategy(JobBlock):
    TYPE = "MultiregionStrategy"
    max_parallel: Final[int | None]
    on_failure: Final[str | None]
    def __init__(
        self,
        *,
        max_parallel: int | None = None,
        on_failure: str | None = None,
    ) -> None: ...

class MultiregionRegion(JobBlock):
    TYPE = "MultiregionRegion"
    name: Final[str]
    count: Final[int | None]
    datacenters: Final[list[str] | None]
    node_pool: Final[str]
    meta: Final[dict[str, str] | None]
    def __init__(
        self,
        *,
        name: str = "",
        count: int | None = None,
        datacenters: list[str] | None = None,
        node_pool: str = "",
        meta: dict[str, str] | None = None,
    ) -> None: ...

class PeriodicConfig(JobBlock):
    TYPE = "PeriodicConfig"
    enabled: Final[bool | None]
    cron: Final[str | None]
    crons: Final[list[str] | None]
    spec_type: Final[str | None]
    prohibit_overlap: Final[bool | None]
    time_zone: Final[str | None]
    def __init__(
        self,
        *,
        enabled: bool | None = None,
        cron: str | None = None,
        crons: list[str] | None = None,
        spec_type: str | None = None,
        prohibit_overlap: bool | None = None,
        time_zone: str | None = None,
    ) -> None: ...

class ParameterizedJobConfig(JobBlock):
    TYPE = "ParameterizedJobConfig"
    payload: Final[str]
    meta_required: Final[list[str] | None]
    meta_optional: Final[list[str] | None]
    def __init__(
        self,
        *,
        payload: str = "",
        meta_required: list[str] | None = None,
        meta_optional: list[str] | None = None,
    ) -> None: ...

class JobUIConfig(JobBlock):
    TYPE = "JobUIConfig"
    description: Final[str]
    link: Final[list[JobUILink] | None]
    def __init__(
        self,
        *,
        description: str = "",
        link: list[JobUILink] | None = None,
    ) -> None: ...

class JobUILink(JobBlock):
    TYPE = "JobUILink"
    label: Final[str]
    url: Final[str]
    def __init__(
        self,
        *,
        label: str = "",
        url: str = "",
    ) -> None: ...

class JobVersionTag(JobBlock):
    TYPE = "JobVersionTag"
    name: Final[str]
    description: Final[str]
    tagged_time: Final[int]
    def __init__(
        self,
        *,
        name: str = "",
        description: str = "",
        tagged_time: int = 0,
    ) -> None: ...
