"""Connect: the proxy task, ports and bind addresses that a sidecar or gateway service brings with it.

Every group service with a `connect` block is looked at in order. A sidecar gets a `connect-proxy-NAME` task and a
dynamic port of that name, or of the one that it says; a gateway gets a task of its kind, and in a bridge or CNI network a proxy that binds only the
addresses it serves. A task whose kind says that it is the proxy is taken as it is.
"""

from __future__ import annotations

from nomadspec._generated.job_model import ConsulGatewayBindAddress, ConsulGatewayProxy, LogConfig, Port, Resources, Task, TaskLifecycle
from nomadspec.jobspec.admission import defaults
from nomadspec.jobspec.admission.canonical import settle_identities
from nomadspec.jobspec.admission.constraints import CONSUL, CONSUL_GRPC, CONSUL_TLS
from nomadspec.jobspec.admission.draft import Draft, draft
from nomadspec.jobspec.admission.refusal import Refusal
from nomadspec.jobspec.block import PartlyKnown
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec._generated.job_model import ConsulConnect, ConsulGateway, NetworkResource, Service, SidecarTask

HOOK: Final = "connect"
REFERENCE: Final = pattern(r"\$\{([a-zA-Z0-9_\-.]+)\}")
UNSAFE: Final = pattern(r"[^a-zA-Z0-9_.]")
SIDECAR_IMAGE: Final = "${meta.connect.sidecar_image}"
GATEWAY_IMAGE: Final = "${meta.connect.gateway_image}"
ARGUMENTS: Final = (
    "-c",
    "${NOMAD_SECRETS_DIR}/envoy_bootstrap.json",
    "-l",
    "${meta.connect.log_level}",
    "--concurrency",
    "${meta.connect.proxy_concurrency}",
    "--disable-hot-restart",
)
LOGS: Final = LogConfig(max_files=2, max_file_size=2, disabled=False)
RESOURCES: Final = Resources(**{**defaults.RESOURCES, "cpu": 250, "memory": 128})
SHUTDOWN_DELAY: Final = 5 * defaults.SECOND

#: A gateway proxy with one of these says itself what it binds.
OWN_BIND: Final = ("envoy_gateway_no_default_bind", "envoy_gateway_bind_addresses", "envoy_gateway_bind_tagged_addresses")

#: Gateway block → the word in the names of its task and ports.
GATEWAYS: Final = {"mesh": "mesh", "ingress": "ingress", "terminating": "terminating"}

#: Fields of `sidecar_task` that replace the proxy task's when they are not empty.
REPLACED: Final = ("name", "user", "env", "meta", "kill_signal", "volume_mount", "identity")

#: Fields of the blocks in it that replace the proxy task's when they are not empty.
MERGED: Final = {
    "resources": ("cpu", "cores", "memory", "memory_max", "disk", "iops", "secrets", "network", "device"),
    "logs": ("max_files", "max_file_size"),
}


def inject(job: Draft) -> None:
    """Add proxy tasks and ports to the groups of a canonical job. Raises Refusal."""
    for group in job.get("group") or ():
        services = group.get("service")
        if services and group.get("network"):
            group["service"] = [_connected(service, group, job) for service in services]


def _connected(service: Service, group: Draft, job: Draft) -> Service:
    """The service, and its proxy in the group."""
    connect: ConsulConnect | None = service.get("connect")
    name = service.get("name")
    if connect is None or name is None or "task" not in group:
        return service
    if "${" in name and (connect.get("sidecar_service") is not None or (connect.get("gateway") is not None and not connect.get("native"))):
        name = REFERENCE.sub(lambda found: _runtime_values(job, group).get(found[1], found[0]), name)
        service = service.changed(name=name)
    if connect.get("sidecar_service") is not None:
        _sidecar(name, connect, group)
    elif connect.get("native"):
        return _native(service, group)
    elif connect.get("gateway") is not None:
        return _gateway(service, connect, group)
    return service


def _runtime_values(job: Draft, group: Draft) -> dict[str, str]:
    """The runtime variables that the name of a proxied service may have: those known before there is an allocation."""
    values = {
        "NOMAD_JOB_NAME": job.get("name"),
        "NOMAD_JOB_ID": job.get("id"),
        "NOMAD_GROUP_NAME": group.get("name"),
        "NOMAD_REGION": job.get("region"),
        "NOMAD_ALLOC_INDEX": "0",
    }
    for meta in (job.get("meta"), group.get("meta")):
        for key, value in (meta or {}).items():
            key = UNSAFE.sub("_", key)
            values[f"NOMAD_META_{key}"] = values[f"NOMAD_META_{key.upper()}"] = value
    return {key: value for key, value in values.items() if value and isinstance(value, str)}


def _sidecar(name: str, connect: ConsulConnect, group: Draft) -> None:
    label = f"connect-proxy-{name}"
    if _task_of_kind(group, f"connect-proxy:{name}") is None:
        task = _proxy_task(group, label, f"connect-proxy:{name}", SIDECAR_IMAGE, connect)
        task["lifecycle"] = TaskLifecycle(hook="prestart", sidecar=True)
        _customized(task, connect.get("sidecar_task"))
        _add_task(group, task)
    port = connect.sidecar_service.get("port")  # type: ignore[union-attr]
    if port is not None:
        _add_port(group, port or label)


def _native(service: Service, group: Draft) -> Service:
    """The service with the task that it is, which is marked as such; a group with one task need not name it."""
    tasks: list[Draft] = group["task"] or []
    named = service.get("task")
    if named is None or not all("name" in task for task in tasks):
        return service
    where = f"{group.get('name')}->{service.name}"
    if named == "":
        if len(tasks) != 1:
            raise Refusal(HOOK, f"task for Consul Connect Native service {where} is ambiguous and must be set", service)
        named = tasks[0]["name"]
        service = service.changed(task=named)
    task = next((task for task in tasks if task["name"] == named), None)
    if task is None:
        raise Refusal(HOOK, f"task {named} named by Consul Connect Native service {where} does not exist", service)
    task["kind"] = f"connect-native:{service.name}"
    return service


def _gateway(service: Service, connect: ConsulConnect, group: Draft) -> Service:
    gateway: ConsulGateway = connect.gateway  # type: ignore[assignment]
    kind = next((word for field, word in GATEWAYS.items() if gateway.get(field) is not None), "terminating")
    name = service.name
    label = f"connect-{kind}-{name}"
    network: NetworkResource = group["network"][0]
    mode = network.get("mode")
    if gateway.get("terminating") is not None and service.get("port") == "":
        _add_port(group, label)
        service = service.changed(port=label)
    if kind == "mesh":
        if service.get("port") == "":
            raise Refusal(HOOK, "service.port must be set for mesh gateway service", service)
        _add_port(group, f"{label}-lan")
    if _task_of_kind(group, f"connect-{kind}:{name}") is None:
        task = _proxy_task(group, label, f"connect-{kind}:{name}", GATEWAY_IMAGE, connect)
        if mode == "host":
            task["config"]["network_mode"] = "host"
        if kind == "ingress" and _wants_tls_settings(gateway):
            task["constraint"] = [*task["constraint"], CONSUL_TLS]
        _customized(task, connect.get("sidecar_task"))
        _add_task(group, task)
    if "proxy" not in gateway.__slots__ or not gateway.known("proxy") or mode is None:
        return service
    proxy = _gateway_proxy(gateway, kind, apart=mode == "bridge" or mode.startswith("cni/"))
    return service.changed(connect=connect.changed(gateway=gateway.changed(proxy=proxy)))


def _wants_tls_settings(gateway: ConsulGateway) -> bool:
    """Whether the ingress says more of TLS than that it is on, which needs a newer Consul."""
    ingress = gateway.get("ingress")
    tls = ingress.get("tls") if ingress is not None else None
    return tls is not None and any(tls.get(name) for name in ("tls_min_version", "tls_max_version", "cipher_suites"))


def _gateway_proxy(gateway: ConsulGateway, kind: str, *, apart: bool) -> ConsulGatewayProxy:
    """The gateway's proxy block; in a network apart from the host's it binds what the gateway serves unless it says itself what."""
    written = gateway.proxy
    proxy = draft(written) if written is not None else draft(ConsulGatewayProxy(connect_timeout=5 * defaults.SECOND))
    if apart and not any(proxy.get(name, True) for name in OWN_BIND):
        proxy["envoy_gateway_no_default_bind"] = True
        proxy["envoy_gateway_bind_addresses"] = _bound(gateway, kind)
    return proxy.block()  # type: ignore[no-any-return]


def _bound(gateway: ConsulGateway, kind: str) -> dict[str, ConsulGatewayBindAddress]:
    everywhere = ConsulGatewayBindAddress(address="0.0.0.0", port=-1)
    if kind == "mesh":
        return {"wan": everywhere, "lan": everywhere}
    if kind == "terminating":
        return {"default": everywhere}
    bound = {}
    for listener in gateway.ingress.get("listener") or ():  # type: ignore[union-attr]
        for served in listener.get("service") or ():
            if served.known("name") and listener.known("port"):
                bound[served.name] = address = ConsulGatewayBindAddress(address="0.0.0.0", port=listener.port)
                address.origin = listener.get("origin")  # what is wrong with it is wrong there
    return bound


def _task_of_kind(group: Draft, kind: str) -> Draft | None:
    return next((task for task in group["task"] or () if task.get("kind") == kind), None)


def _proxy_task(group: Draft, label: str, kind: str, image: str, connect: ConsulConnect) -> Draft:
    if any(task.get("name") == label for task in group["task"] or ()):
        # Nomad draws six digits of a random id; ours must be the same for the same job.
        from hashlib import sha256

        label = f"{label}-{sha256(label.encode()).hexdigest()[:6]}"
    made = Task(
        name=label,
        kind=kind,
        driver="docker",
        config={"image": image, "args": list(ARGUMENTS)},
        shutdown_delay=SHUTDOWN_DELAY,
        logs=LOGS,
        resources=RESOURCES,
        constraint=[CONSUL, CONSUL_GRPC],
        kill_timeout=5 * defaults.SECOND,
        default_identity=defaults.DEFAULT_IDENTITY,
    )
    # What is wrong with the task is wrong where it is written.
    made.origin = (connect.get("sidecar_task") or connect).get("origin")
    task = draft(made)
    if "restart" in group:
        task["restart"] = group["restart"]
    else:
        del task["restart"]
    return task


def _customized(task: Draft, written: SidecarTask | None) -> None:
    """Apply a `sidecar_task` block to the proxy task."""
    if written is None:
        return
    driver = written.get("driver")
    config = written.get("config")
    if driver and driver != task["driver"]:
        task["driver"] = driver
        task["config"] = config
    elif config:
        task["config"] = _merged(task["config"], config)
    for name in REPLACED:
        value: Any = written.get(name)
        if value:
            task[name] = value
    settle_identities(task)
    for name, fields in MERGED.items():
        block = written.get(name)
        if block is not None:
            task[name] = task[name].changed(**{field: block.get(field) for field in fields if block.get(field)})
            task[name].origin = block.get("origin")
    if written.get("kill_timeout"):
        task["kill_timeout"] = written.kill_timeout
    if written.get("shutdown_delay") is not None:
        task["shutdown_delay"] = written.shutdown_delay


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    if isinstance(above, PartlyKnown):
        return PartlyKnown({**below, **dict(above.known_items())}, above.unknown)
    return {**below, **above}


def _add_task(group: Draft, task: Draft) -> None:
    group["task"] = [*(group["task"] or ()), task]


def add_dynamic_port(group: Draft, port: Port) -> None:
    """Add a dynamic port to the group's first network."""
    network: NetworkResource = group["network"][0]
    if network.known("port"):
        group["network"] = [network.changed(port=[*(network.port or ()), port]), *group["network"][1:]]


def _add_port(group: Draft, label: str) -> None:
    network: NetworkResource = group["network"][0]
    if not any(port.get("label") == label for port in network.get("port") or ()):
        add_dynamic_port(group, Port(label=label, to=-1, host_network="default"))
