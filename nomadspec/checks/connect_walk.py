"""The walk through Consul Connect: the blocks below `connect`, and what a server's hooks check. Loaded only for jobs that use it."""

from __future__ import annotations

from nomadspec.checks import connect
from nomadspec.checks.check import Check, Found, Scope
from nomadspec.checks.report import Branch, run
from nomadspec.checks.syntax import parse_uint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.jobspec.path import ModelPath


# --- the connect block of a Consul service -----------------------------------------------------------------------------------


def connect_errors(scope: Scope, into: Branch) -> None:
    """The first problem of the block (all of a transparent proxy), then what a native service needs."""
    block, path = scope.service.connect, scope.path / "connect"
    branch = Branch(flat=True)
    sidecar = block.get("sidecar_service")
    proxy = sidecar.get("proxy") if sidecar is not None else None
    transparent = proxy.get("transparent_proxy") if proxy is not None else None
    if transparent is not None:
        run(connect.TRANSPARENT_PROXY, transparent, scope, path / "sidecar_service" / "proxy" / "transparent_proxy", branch)
        into.add(branch)
    if not branch.items and not run(connect.CONNECT, block, scope, path, into):
        gateway = block.get("gateway")
        if gateway is not None:
            _gateway(gateway, scope, path / "gateway", into)
    run(connect.NATIVE, scope.service, scope, scope.path, into)


def _gateway(gateway: Any, scope: Scope, path: ModelPath, into: Branch) -> bool:
    """The first problem of a gateway; whether there is one."""
    proxy = gateway.get("proxy")
    if proxy is not None and _gateway_proxy(proxy, scope, path / "proxy", into):
        return True
    ingress = gateway.get("ingress")
    if ingress is not None and _ingress(ingress, scope, path / "ingress", into):
        return True
    terminating = gateway.get("terminating")
    if terminating is not None and _terminating(terminating, scope, path / "terminating", into):
        return True
    return run(connect.GATEWAY, gateway, scope, path, into)


def _terminating(terminating: Any, scope: Scope, path: ModelPath, into: Branch) -> bool:
    return run(connect.TERMINATING, terminating, scope, path, into) or any(
        run(connect.LINKED_SERVICE, linked, scope, path.item("service", index), into, first=True)
        for index, linked in enumerate(terminating.get("service") or ())
    )


def _gateway_proxy(proxy: Any, scope: Scope, path: ModelPath, into: Branch) -> bool:
    return run(connect.GATEWAY_PROXY, proxy, scope, path, into) or any(
        run(connect.BIND_ADDRESS, bound, scope, path.item("envoy_gateway_bind_addresses", name), into, first=True)
        for name, bound in (proxy.get("envoy_gateway_bind_addresses") or {}).items()
    )


def _ingress(ingress: Any, scope: Scope, path: ModelPath, into: Branch) -> bool:
    if run(connect.INGRESS, ingress, scope, path, into):
        return True
    for index, listener in enumerate(ingress.get("listener") or ()):
        here = path.item("listener", index)
        if run(connect.LISTENER, listener, scope, here, into, first=True):
            return True
        within = Scope(scope.job, scope.settings, scope.path, group=scope.group, task=scope.task, service=scope.service, within=listener)
        for number, served in enumerate(listener.get("service") or ()):
            if run(connect.INGRESS_SERVICE, served, within, here.item("service", number), into, first=True):
                return True
    return False


# --- admission: the hooks stop at their first problem ------------------------------------------------------------------------


def connect_admission(groups: list[Scope], into: Branch) -> None:
    """What the Connect hook refuses, group by group."""
    for scope in groups:
        if _connect_group(scope, into):
            return


def _connect_group(scope: Scope, into: Branch) -> bool:
    services = [
        Scope(scope.job, scope.settings, scope.path.item("service", index), group=scope.group, service=service)
        for index, service in enumerate(scope.group.get("service") or ())
    ]
    connected = [one for one in services if one.service.get("connect") is not None]
    for one in connected:
        block = one.service.connect
        if block.get("sidecar_service") is not None:
            if run(connect.SIDECAR_NETWORK, scope.group, scope, scope.path, into, first=True):
                return True
            if run(SIDECAR_NAMES, one.service, one, one.path, into, first=True):
                return True
        elif block.get("native"):
            if run(NATIVE_TASK, one.service, one, one.path, into, first=True):
                return True
        elif block.get("gateway") is not None and run(connect.GATEWAY_NETWORK, scope.group, scope, scope.path, into, first=True):
            return True
    if run(GROUP_CONNECT, scope.group, scope, scope.path, into, first=True):
        return True
    sidecars = [one for one in connected if one.service.connect.get("sidecar_service") is not None]
    return any(run(TRANSPARENT, one.service, one, one.path, into, first=True) for one in sidecars)


def expose_admission(groups: list[Scope], into: Branch) -> None:
    """What the expose-check hook refuses, group by group."""
    for scope in groups:
        for index, service in enumerate(scope.group.get("service") or ()):
            one = Scope(scope.job, scope.settings, scope.path.item("service", index), group=scope.group, service=service)
            for number, check in enumerate(service.get("check") or ()):
                if check.get("expose") and (
                    run(connect.EXPOSE_NETWORK, scope.group, scope, scope.path, into, first=True)
                    or run(EXPOSED, check, one, one.path.item("check", number), into, first=True)
                ):
                    return
        for task in scope.group.get("task") or ():
            for index, service in enumerate(task.get("service") or ()):
                path = scope.path.item("task", task.get("name") or "").item("service", index)
                one = Scope(scope.job, scope.settings, path, group=scope.group, task=task, service=service)
                for number, check in enumerate(service.get("check") or ()):
                    if run(EXPOSED_IN_TASK, check, one, path.item("check", number), into):
                        return


def _transparent(service: Any) -> Any:
    """The transparent_proxy block of a service, if it has one."""
    block = service.connect
    sidecar = block.sidecar_service if block is not None else None
    proxy = sidecar.proxy if sidecar is not None else None
    return proxy.transparent_proxy if proxy is not None else None


def _is_upper(text: str) -> bool:
    return text != text.lower()


SIDECAR_NAMES = (
    Check("NOM5403", "connect-sidecar-service-uppercase",
          'Consul Connect service name {name:q} in group {group:q} must not contain uppercase characters', "name",
          "Write the service's name in lower case. Without a name, it is made from the names of the job and the group.",
          lambda service, scope: _is_upper(service.name) and Found(name=service.name, group=scope.group.name)),
    Check("NOM5404", "connect-sidecar-group-uppercase",
          'Consul Connect group {group:q} with service {name:q} must not contain uppercase characters', "",
          "Write the group's label in lower case.",
          lambda service, scope: _is_upper(scope.group.name)
          and Found(blame=scope.group, path=scope.path.parent, at="name", name=service.name, group=scope.group.name)),
)  # fmt: skip


def _dns_in_the_way(service: Any, scope: Scope) -> Any:
    proxy = _transparent(service)
    if proxy is None or proxy.no_dns:
        return None
    dns = [network.dns for network in scope.group.network or () if network.dns is not None]
    return any(one.servers or one.searches or one.options for one in dns) and Found(blame=proxy, at="no_dns")


def _unknown_port(service: Any, scope: Scope) -> Any:
    proxy = _transparent(service)
    if proxy is None or not proxy.exclude_inbound_ports:
        return None
    labels = {port.label for network in scope.group.network or () for port in network.reserved_ports or ()}
    port = next((port for port in proxy.exclude_inbound_ports if port not in labels and parse_uint(port, bits=16)[0] is None), None)
    return port is not None and Found(blame=proxy, at="exclude_inbound_ports", p=port)


def _several(service: Any, scope: Scope) -> Any:
    others = sum(other.connect is not None for other in scope.group.service or ())
    return _transparent(service) is not None and others > 1


TRANSPARENT = (
    Check("NOM5112", "connect-tproxy-dns", "Consul Connect transparent proxy cannot be used with network.dns unless no_dns=true", "connect",
          "Remove the dns block of the network, or set no_dns = true in transparent_proxy.",
          _dns_in_the_way),
    Check("NOM5113", "connect-tproxy-inbound-port", 'Consul Connect transparent proxy port {p:q} must be numeric or one of network.port labels', "connect",
          "Use a number or the label of a static port.",
          _unknown_port),
    Check("NOM5111", "connect-tproxy-one-connect", "Consul Connect transparent proxy requires there is only one connect block", "connect",
          "Move each of the other services with a connect block to its own group.",
          _several),
)  # fmt: skip


def _ambiguous(service: Any, scope: Scope) -> Any:
    return service.task == "" and len(scope.group.task or ()) != 1 and Found(group=scope.group.name, service=service.name)


NATIVE_TASK = (
    Check("NOM5501", "connect-native-task-ambiguous", "task for Consul Connect Native service {group}->{service} is ambiguous and must be set", "task",
          "Set task to the name of the task that implements Connect.",
          _ambiguous),
    Check("NOM5502", "connect-native-task-unknown", "task {task} named by Consul Connect Native service {group}->{service} does not exist", "task",
          "Name a task of the group.",
          lambda service, scope: service.task and all(task.name != service.task for task in scope.group.task or ())
          and Found(task=service.task, group=scope.group.name, service=service.name)),
)  # fmt: skip


def _same_upstream(group: Any, scope: Scope) -> Any:
    sockets = scope.release.does("upstreams-on-one-socket")
    seen: dict[str, str] = {}
    for service in group.service or ():
        block = service.connect
        proxy = block.sidecar_service.proxy if block is not None and block.sidecar_service is not None else None
        for upstream in (proxy.upstreams or ()) if proxy is not None else ():
            address = (sockets and upstream.local_bind_socket_path) or f"{upstream.local_bind_address}:{upstream.local_bind_port}"
            if address in seen:
                return Found(blame=upstream, at="local_bind_port", a=service.name, b=seen[address], group=group.name, addr=address)
            seen[address] = service.name
    return None


GROUP_CONNECT = (
    Check("NOM5405", "connect-upstream-duplicate-address",
          'Consul Connect services {a:q} and {b:q} in group {group:q} using same address for upstreams ({addr})', "service",
          "Give each upstream of the group a different local_bind_port.",
          _same_upstream),
)  # fmt: skip


EXPOSED = (
    Check("NOM5423", "expose-no-sidecar", "exposed service check {group}->{service}->{check} requires use of sidecar_proxy", "expose",
          "Add connect.sidecar_service to the service, or remove expose.",
          lambda check, scope: (scope.service.connect is None or scope.service.connect.sidecar_service is None)
          and Found(blame=scope.service, at="connect", group=scope.group.name, service=scope.service.name, check=check.name)),
)  # fmt: skip

EXPOSED_IN_TASK = (
    Check("NOM5424", "expose-task-service", "exposed service check {group}[{task}]->{service}->{check} is not a task-group service", "expose",
          "Move the service to the group, or remove expose.",
          lambda check, scope: check.expose
          and Found(group=scope.group.name, task=scope.task.name, service=scope.service.name, check=check.name)),
)  # fmt: skip
