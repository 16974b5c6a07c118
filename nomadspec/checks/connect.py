"""Checks of Consul Connect: sidecars, native services, transparent proxies, gateways, proxy tasks (NOM5…).

Loaded only for jobs that use Connect.
"""

from __future__ import annotations

from nomadspec.checks.check import Check, Found
from nomadspec.checks.syntax import parse_uint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

# --- the connect block -------------------------------------------------------------------------------------------------------

CONNECT_PROVIDER = (
    Check("NOM5001", "connect-nomad-provider", "Service with provider nomad cannot include Connect blocks", "provider",
          'Remove connect, or use provider = "consul".',
          lambda service, _: service.connect is not None),
)  # fmt: skip


def _kinds(connect: Any) -> int:
    return sum((bool(connect.native), connect.sidecar_service is not None, connect.gateway is not None))


CONNECT = (
    Check("NOM5002", "connect-exclusive", "Consul Connect must be exclusively native, make use of a sidecar, or represent a Gateway", "",
          "Keep one of native = true, sidecar_service and gateway.",
          lambda connect, _: _kinds(connect) != 1),
)  # fmt: skip


def _without_task(service: Any, scope: Scope) -> Any:
    if service.connect is None or not service.connect.native or service.task:
        return None
    scope.need_proxies_known()
    return Found(name=service.name)


NATIVE = (
    Check("NOM5004", "connect-native-no-task-offline", "Service {name} is Connect Native and requires setting the task", "task",
          "Set task to the name of the task that implements Connect. Servers set it only for a group with one task and a network.",
          _without_task),
    Check("NOM5003", "connect-native-no-port", "Service {name} is Connect Native and requires setting the port", "port",
          "Set port to the label of the port on which the service listens.",
          lambda service, _: service.connect is not None and service.connect.native and not service.port and Found(name=service.name),
          since="1.9.2"),
)  # fmt: skip

# --- transparent proxy -------------------------------------------------------------------------------------------------------

USER_BITS = 16


def _user_errors(names: list[str]) -> list[Found]:
    return [Found(uid=name, err=error) for name in names if (error := parse_uint(name, bits=USER_BITS)[1])]


def _prefix_errors(proxy: Any, _: Scope) -> Any:
    from nomadspec.checks.ip_prefix import prefix_error

    return [Found(err=error) for text in proxy.exclude_outbound_cidrs or () if (error := prefix_error(text))]


TRANSPARENT_PROXY = (
    Check("NOM5101", "connect-tproxy-cidr", "could not parse transparent proxy excluded outbound CIDR as network prefix: {err}", "exclude_outbound_cidrs",
          'Write prefixes such as "10.0.0.0/8".',
          _prefix_errors),
    Check("NOM5102", "connect-tproxy-uid", "transparent proxy block has invalid UID field: invalid user ID {uid:q}: {err}", "uid",
          "Use a numeric user ID from 0 to 65535.",
          lambda proxy, _: proxy.uid and _user_errors([proxy.uid])),
    Check("NOM5103", "connect-tproxy-exclude-uids", "transparent proxy block has invalid ExcludeUIDs field: invalid user ID {uid:q}: {err}", "exclude_uids",
          "Use numeric user IDs from 0 to 65535.",
          lambda proxy, _: _user_errors(proxy.exclude_uids or [])),
)  # fmt: skip

# --- gateways: Nomad stops at the first problem ------------------------------------------------------------------------------

DISCOVERY = ("", "STRICT_DNS", "LOGICAL_DNS")
PROTOCOLS = ("tcp", "http", "http2", "grpc")
ANY_PORT = -1

GATEWAY_PROXY = (
    Check("NOM5201", "gateway-proxy-dns", "Consul Gateway Proxy Envoy DNS Discovery type must be STRICT_DNS or LOGICAL_DNS", "envoy_dns_discovery_type",
          "Use STRICT_DNS or LOGICAL_DNS.",
          lambda proxy, _: proxy.envoy_dns_discovery_type not in DISCOVERY),
)  # fmt: skip

BIND_ADDRESS = (
    Check("NOM5202", "gateway-bind-address", "Consul Gateway Bind Address must be set", "address",
          'Add address, such as "0.0.0.0".',
          lambda bound, _: not bound.address),
    Check("NOM5203", "gateway-bind-port", "Consul Gateway Bind Address must set valid Port", "port",
          "Use a port above 0, or -1 for the service's own.",
          lambda bound, _: bound.port <= 0 and bound.port != ANY_PORT),
)  # fmt: skip

GATEWAY = (
    Check("NOM5204", "gateway-one-kind", "One Consul Gateway Configuration must be set", "",
          "Keep one of ingress, terminating and mesh.",
          lambda gateway, _: sum(block is not None for block in (gateway.ingress, gateway.terminating, gateway.mesh)) != 1),
)  # fmt: skip

INGRESS = (
    Check("NOM5211", "gateway-ingress-no-listener", "Consul Ingress Gateway requires at least one listener", "",
          "Add a listener block.",
          lambda ingress, _: not ingress.listener),
)  # fmt: skip

LISTENER = (
    Check("NOM5212", "gateway-ingress-port", "Consul Ingress Listener requires valid Port", "port",
          "Use a port above 0.",
          lambda listener, _: listener.port <= 0),
    Check("NOM5213", "gateway-ingress-protocol", "Consul Ingress Listener requires protocol of tcp, http, http2, grpc, got {p:q}", "protocol",
          "Use one of tcp, http, http2, grpc.",
          lambda listener, _: listener.protocol not in PROTOCOLS and Found(p=listener.protocol)),
    Check("NOM5214", "gateway-ingress-no-service", "Consul Ingress Listener requires one or more services", "",
          "Add a service block to the listener.",
          lambda listener, _: not listener.service),
)  # fmt: skip

#: `scope.within` is the listener.
INGRESS_SERVICE = (
    Check("NOM5215", "gateway-ingress-service-name", "Consul Ingress Service requires a name", "name",
          "Name the service, or use \"*\" for all services.",
          lambda served, _: not served.name),
    Check("NOM5216", "gateway-ingress-tcp-wildcard", 'Consul Ingress Service doesn\'t support wildcard name for "tcp" protocol', "name",
          "Name the service, or use another protocol.",
          lambda served, scope: scope.within.protocol == "tcp" and served.name == "*" and Found(blame=scope.within, at="protocol")),
    Check("NOM5217", "gateway-ingress-tcp-hosts", 'Consul Ingress Service doesn\'t support associating hosts to a service for the "tcp" protocol', "hosts",
          "Remove hosts, or use another protocol.",
          lambda served, scope: scope.within.protocol == "tcp" and served.hosts and Found(blame=scope.within, at="protocol")),
    Check("NOM5218", "gateway-ingress-wildcard-hosts", 'Consul Ingress Service with a wildcard "*" service name can not also specify hosts', "hosts",
          "Remove hosts, or name the service.",
          lambda served, _: served.name == "*" and served.hosts),
)  # fmt: skip

TERMINATING = (
    Check("NOM5221", "gateway-terminating-no-service", "Consul Terminating Gateway requires at least one service", "",
          "Add a service block.",
          lambda terminating, _: not terminating.service),
)  # fmt: skip

LINKED_SERVICE = (
    Check("NOM5222", "gateway-terminating-service-name", "Consul Linked Service requires Name", "name",
          "Name the service.",
          lambda linked, _: not linked.name),
    Check("NOM5223", "gateway-terminating-tls-ca", "Consul Linked Service TLS requires CAFile", "ca_file",
          "Add ca_file.",
          lambda linked, _: (linked.cert_file or linked.key_file) and not linked.ca_file),
    Check("NOM5224", "gateway-terminating-cert-key", "Consul Linked Service TLS Cert and Key must both be set", "cert_file",
          "Set both cert_file and key_file, or neither.",
          lambda linked, _: bool(linked.cert_file) != bool(linked.key_file)),
    Check("NOM5225", "gateway-terminating-sni-ca", "Consul Linked Service TLS SNI requires CAFile", "ca_file",
          "Add ca_file, or remove sni.",
          lambda linked, _: linked.sni and not linked.ca_file),
)  # fmt: skip

# --- tasks that are proxies --------------------------------------------------------------------------------------------------

PROXY_KIND = "connect-proxy:"


def _sidecars(scope: Scope) -> list[str]:
    return [service.name for service in scope.group.service or () if service.connect is not None and service.connect.sidecar_service is not None]


def _proxied(task: Any) -> str | None:
    """The service whose proxy the task says it is."""
    kind: str = task.kind or ""
    return kind.removeprefix(PROXY_KIND) or None if kind.startswith(PROXY_KIND) else None


def _foreign(task: Any, scope: Scope) -> Any:
    name, sidecars = _proxied(task), _sidecars(scope)
    return name is not None and sidecars and name not in sidecars and Found(name=name, names=" ".join(sidecars))


PROXY_TASK = (
    Check("NOM5301", "connect-sidecar-task-leader", "Connect proxy task must not have leader set", "leader",
          "Remove leader from the proxy task.",
          lambda task, _: _proxied(task) is not None and task.leader),
    Check("NOM5302", "connect-sidecar-task-service", "Connect proxy task must not have a service block", "service",
          "Move the service to the group.",
          lambda task, _: _proxied(task) is not None and task.service),
    Check("NOM5303", "connect-sidecar-task-no-service", "No Connect services in task group with Connect proxy ({name:q})", "kind",
          "Add a service with connect.sidecar_service to the group, or remove kind.",
          lambda task, scope: (name := _proxied(task)) is not None and not _sidecars(scope) and Found(name=name)),
    Check("NOM5304", "connect-sidecar-task-other-service",
          "Connect proxy service name ({name:q}) not found in Connect services from task group: [{names}]", "kind",
          "Name one of the group's services that has a sidecar in kind.",
          _foreign),
)  # fmt: skip

# --- what only the server looks at: the first problem ends it ----------------------------------------------------------------


def _networks(group: Any) -> list[Any]:
    return group.network or []


def _not_one_network(group: Any, _: Scope) -> Any:
    return len(_networks(group)) != 1 and Found(group=group.name, n=len(_networks(group)))


def _wrong_mode(*modes: str, cni: bool = True) -> Any:
    def test(group: Any, _: Scope) -> Any:
        networks = _networks(group)
        if len(networks) != 1:
            return None
        mode = networks[0].mode
        return mode not in modes and not (cni and mode.startswith("cni/")) and Found(blame=networks[0], at="mode", group=group.name, mode=mode)

    return test


#: Of a group with a sidecar service.
SIDECAR_NETWORK = (
    Check("NOM5401", "connect-sidecar-one-network",
          'connect sidecar: must have exactly one network for Consul Connect: group {group:q} has {n} networks', "",
          'Add one network block to the group, with mode = "bridge".',
          _not_one_network, since="1.11.0"),
    Check("NOM5401", "connect-sidecar-one-network", "Consul Connect sidecars require exactly 1 network, found {n} in group {group:q}", "",
          'Add one network block to the group, with mode = "bridge".',
          _not_one_network, until="1.10.5"),
    Check("NOM5402", "connect-sidecar-network-mode", "Consul Connect sidecar requires bridge network, found {mode:q} in group {group:q}", "",
          'Use mode = "bridge" in the group\'s network block.',
          _wrong_mode("bridge", cni=False), until="1.10.5"),
    Check("NOM5402", "connect-sidecar-network-mode",
          'connect sidecar: invalid network mode for Consul Connect: group {group:q} uses network mode {mode:q}; must be "bridge" or "cni/*"', "",
          'Use mode = "bridge" in the group\'s network block.',
          _wrong_mode("bridge"), since="1.11.0"),
)  # fmt: skip

#: Of a group with a gateway service.
GATEWAY_NETWORK = (
    Check("NOM5411", "gateway-one-network",
          'connect gateway: must have exactly one network for Consul Connect: group {group:q} has {n} networks', "",
          'Add one network block to the group, with mode = "bridge" or "host".',
          _not_one_network, since="1.11.0"),
    Check("NOM5411", "gateway-one-network", "Consul Connect gateways require exactly 1 network, found {n} in group {group:q}", "",
          'Add one network block to the group, with mode = "bridge" or "host".',
          _not_one_network, until="1.10.5"),
    Check("NOM5412", "gateway-network-mode",
          'Consul Connect Gateway service requires Task Group with network mode of type "bridge" or "host"', "",
          'Use mode = "bridge" or "host" in the group\'s network block.',
          _wrong_mode("bridge", "host", cni=False), until="1.10.5"),
    Check("NOM5412", "gateway-network-mode",
          'connect gateway: invalid network mode for Consul Connect: group {group:q} uses network mode {mode:q}; must be "bridge", "host", or "cni/*"', "",
          'Use mode = "bridge" or "host" in the group\'s network block.',
          _wrong_mode("bridge", "host"), since="1.11.0"),
)  # fmt: skip

#: Of a group with an exposed check.
EXPOSE_NETWORK = (
    Check("NOM5421", "expose-network",
          'connect expose check: must have exactly one network for Consul Connect: group {group:q} has {n} networks', "",
          'Add one network block to the group, with mode = "bridge".',
          _not_one_network, since="1.11.0"),
    Check("NOM5421", "expose-network", "group {group:q} must specify one bridge network for exposing service check(s)", "",
          'Add one network block to the group, with mode = "bridge".',
          _not_one_network, until="1.10.5"),
    Check("NOM5422", "expose-network-mode", "group {group:q} must use bridge network for exposing service check(s)", "",
          'Use mode = "bridge" in the group\'s network block.',
          _wrong_mode("bridge", cni=False), until="1.10.5"),
    Check("NOM5422", "expose-network-mode",
          'connect expose check: invalid network mode for Consul Connect: group {group:q} uses network mode {mode:q}; must be "bridge" or "cni/*"', "",
          'Use mode = "bridge" in the group\'s network block.',
          _wrong_mode("bridge"), since="1.11.0"),
)  # fmt: skip
