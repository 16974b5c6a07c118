"""Services: which old one is which new one, their checks, and Connect with all that hangs on it."""

from __future__ import annotations

from collections import deque

from nomadspec.jobdiff.compare import block, change, fields, in_order, present, text_set
from nomadspec.jobdiff.diff_tree import ADDED, DELETED, EDITED, NONE, ObjectDiff
from nomadspec.jobdiff.flatten import primitive
from nomadspec.jobdiff.kinds import config, get, identities, identity, resources, volume_mounts
from nomadspec.notation import duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def services(old: Sequence[Any] | None, new: Sequence[Any] | None) -> tuple[ObjectDiff, ...]:
    """Services of a group or task."""
    before, after = list(old or ()), list(new or ())
    if len(before) == 1 and len(after) == 1:
        return present(_service(before[0], after[0]))
    matched = _matches(before, after)
    taken = set(matched)
    pairs = [(item, None if match is None else after[match]) for item, match in zip(before, matched, strict=True)]
    pairs += [(None, item) for index, item in enumerate(after) if index not in taken]
    return in_order(_each(pairs))


def _matches(before: Sequence[Any], after: Sequence[Any]) -> list[int | None]:
    """For each old service the index of the new one that it becomes, the first of those most alike: the name counts 3, the port 2, the place 1, and 3 are needed.

    So it is one of the same name, or the one in its place; which are looked up, as a job may have many.
    """
    by_name: dict[Any, deque[int]] = {}
    by_both: dict[Any, deque[int]] = {}
    for index, item in enumerate(after):
        by_name.setdefault(item.name, deque()).append(index)
        by_both.setdefault((item.name, item.port), deque()).append(index)
    taken: set[int] = set()
    found: list[int | None] = []
    for index, item in enumerate(before):
        candidates = {index} if index < len(after) and index not in taken else set()
        for same in (by_name.get(item.name), by_both.get((item.name, item.port))):
            while same and same[0] in taken:
                same.popleft()
            if same:
                candidates.add(same[0])
        scored = [((other == index) + 2 * (item.port == after[other].port) + 3 * (item.name == after[other].name), -other) for other in candidates]
        score, other = max(scored, default=(0, 0))
        found.append(-other if score > 2 else None)
        if score > 2:
            taken.add(-other)
    return found


def _each(pairs: Sequence[tuple[Any, Any]]) -> list[ObjectDiff | None]:
    """The difference of each pair; those that are equal to the pair before them share its difference."""
    found: list[ObjectDiff | None] = []
    for index, (old, new) in enumerate(pairs):
        # The free-form values of Connect may be equal and differ as texts: 1 and true.
        plain = get(old, "connect") is None and get(new, "connect") is None
        found.append(found[-1] if plain and index and pairs[index - 1] == (old, new) else _service(old, new))
    return found


def _service(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    checks = {check.name: check for check in get(new, "check") or ()}
    before = {check.name: check for check in get(old, "check") or ()}
    found = [_check(check, checks.get(name)) for name, check in before.items()]
    found += [_check(None, check) for name, check in checks.items() if name not in before]
    weights = block("Weights", _weights(old), _weights(new))
    objects = present(
        text_set("CanaryTags", get(old, "canary_tags"), get(new, "canary_tags")),
        text_set("Tags", get(old, "tags"), get(new, "tags")),
        *in_order(found),
        _connect(get(old, "connect"), get(new, "connect")),
        identity(get(old, "identity"), get(new, "identity")),
        weights,
    )
    return ObjectDiff(kind, "Service", fields(primitive(old), primitive(new)), objects)


def _weights(service: Any) -> Any:
    return get(service, "weights")


def _check(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    header = config(get(old, "header"), get(new, "header"), "Header")
    restart = _check_restart(get(old, "check_restart"), get(new, "check_restart"))
    return ObjectDiff(kind, "Check", fields(primitive(old), primitive(new)), present(header, restart))


def _check_restart(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    return None if kind is None else ObjectDiff(kind, "CheckRestart", fields(primitive(old), primitive(new)))


# --- Connect -----------------------------------------------------------------------------------------------------------------


def _connect(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    objects = present(
        _sidecar_service(get(old, "sidecar_service"), get(new, "sidecar_service")),
        _sidecar_task(get(old, "sidecar_task"), get(new, "sidecar_task")),
        _gateway(get(old, "gateway"), get(new, "gateway")),
    )
    return ObjectDiff(kind, "ConsulConnect", fields(primitive(old), primitive(new)), objects)


def _sidecar_service(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    proxy = _proxy(get(old, "proxy"), get(new, "proxy"))
    return ObjectDiff(kind, "SidecarService", fields(primitive(old), primitive(new)), present(proxy))


def _sidecar_task(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    objects = present(
        config(get(old, "config"), get(new, "config")),
        resources(get(old, "resources"), get(new, "resources")),
        *identities(get(old, "identity"), get(new, "identity")),
        block("LogConfig", get(old, "logs"), get(new, "logs")),
        *volume_mounts(get(old, "volume_mount"), get(new, "volume_mount")),
    )
    return ObjectDiff(kind, "SidecarTask", fields(primitive(old), primitive(new), context=False), objects)


def _proxy(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    objects = present(
        *_upstreams(get(old, "upstreams"), get(new, "upstreams")),
        _expose(get(old, "expose"), get(new, "expose")),
        _transparent(get(old, "transparent_proxy"), get(new, "transparent_proxy")),
        config(get(old, "config"), get(new, "config")),
    )
    return ObjectDiff(kind, "ConsulProxy", fields(primitive(old), primitive(new)), objects)


def _upstreams(old: Sequence[Any] | None, new: Sequence[Any] | None) -> tuple[ObjectDiff, ...]:
    before = {(item.datacenter, item.destination_name): item for item in old or ()}
    after = {(item.datacenter, item.destination_name): item for item in new or ()}
    found = [_upstream(item, after.get(key)) for key, item in before.items()]
    found += [_upstream(None, item) for key, item in after.items() if key not in before]
    return in_order(found)


def _upstream(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    gateway = block("MeshGateway", get(old, "mesh_gateway"), get(new, "mesh_gateway"))
    return ObjectDiff(kind, "ConsulUpstreams", fields(primitive(old), primitive(new)), present(gateway))


def _expose(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    before, after = list(get(old, "path") or ()), list(get(new, "path") or ())
    paths = [block("Paths", item, None) for item in before if item not in after] + [block("Paths", None, item) for item in after if item not in before]
    return ObjectDiff(kind, "Expose", (), in_order(paths))


TRANSPARENT_LISTS = {
    "ExcludeInboundPorts": "exclude_inbound_ports",
    "ExcludeOutboundPorts": "exclude_outbound_ports",
    "ExcludeOutboundCIDRs": "exclude_outbound_cidrs",
    "ExcludeUIDs": "exclude_uids",
}


def _transparent(old: Any, new: Any) -> ObjectDiff:
    """Shown with its proxy even when there is none on either side."""
    kind = change(_transparent_parts(old), _transparent_parts(new))
    if kind is None:
        return ObjectDiff(NONE, "TransparentProxy")
    lists = (text_set(name, get(old, field), get(new, field)) for name, field in TRANSPARENT_LISTS.items())
    return ObjectDiff(
        kind, "TransparentProxy", fields(primitive(old), primitive(new)), tuple([item for item in lists if item is not None and item.type != NONE])
    )


def _transparent_parts(item: Any) -> Any:
    """What makes two of them the same: the order of its lists does not."""
    return (
        None
        if item is None
        else (primitive(item), [(len(list_), set(list_)) for field in TRANSPARENT_LISTS.values() for list_ in (getattr(item, field) or (),)])
    )


# --- gateways ----------------------------------------------------------------------------------------------------------------


def _gateway(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    objects = present(
        _gateway_proxy(get(old, "proxy"), get(new, "proxy")),
        _ingress(get(old, "ingress"), get(new, "ingress")),
        _terminating(get(old, "terminating"), get(new, "terminating")),
        _mesh(get(old, "mesh"), get(new, "mesh")),
    )
    return ObjectDiff(kind, "Gateway", fields(primitive(old), primitive(new)), objects)


def _gateway_proxy(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None

    def shown(proxy: Any) -> dict[str, str]:
        found = primitive(proxy)
        timeout = get(proxy, "connect_timeout")
        if timeout is not None and kind == EDITED:
            found["ConnectTimeout"] = duration.text(timeout)
        return found

    def bound(proxy: Any) -> dict[str, str]:
        return {name: f"{item.address}:{item.port}" for name, item in (get(proxy, "envoy_gateway_bind_addresses") or {}).items()}

    addresses = _changed_map(
        "EnvoyGatewayBindAddresses", get(old, "envoy_gateway_bind_addresses"), get(new, "envoy_gateway_bind_addresses"), bound(old), bound(new)
    )
    objects = present(addresses, config(get(old, "config"), get(new, "config")))
    return ObjectDiff(kind, "Proxy", fields(shown(old), shown(new)), objects)


def _changed_map(name: str, old: Any, new: Any, before: dict[str, str], after: dict[str, str]) -> ObjectDiff | None:
    """A map, whose change goes by which side has entries; an empty map is not the same as none."""
    if old == new:
        return None
    return ObjectDiff(ADDED if not old else DELETED if not new else EDITED, name, fields(before, after))


def _ingress(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    tls = _tls(get(old, "tls"), get(new, "tls"))
    before, after = list(get(old, "listener") or ()), list(get(new, "listener") or ())
    listeners = [_listener(item, None) for item in before if item not in after] + [_listener(None, item) for item in after if item not in before]
    return ObjectDiff(kind, "Ingress", (), (*present(tls), *in_order(listeners)))


def _tls(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    sds = block("SDS", get(old, "sds"), get(new, "sds"))
    suites = text_set("CipherSuites", get(old, "cipher_suites"), get(new, "cipher_suites"))
    return ObjectDiff(kind, "TLS", fields(primitive(old), primitive(new)), present(suites, sds))


def _listener(old: Any, new: Any) -> ObjectDiff:
    before, after = get(old, "service") or (), get(new, "service") or ()
    found = [_ingress_service(item, None) for item in before] + [_ingress_service(None, item) for item in after]
    return ObjectDiff(ADDED if old is None else DELETED, "Listener", fields(primitive(old), primitive(new)), in_order(found))


def _ingress_service(old: Any, new: Any) -> ObjectDiff:
    def shown(item: Any) -> dict[str, str]:
        counters = {name: get(item, field) for name, field in INGRESS_COUNTERS.items()}
        return {**primitive(item), **{name: str(value) for name, value in counters.items() if value is not None}}

    objects = present(
        text_set("Hosts", get(old, "hosts"), get(new, "hosts")),
        _tls(get(old, "tls"), get(new, "tls")),
        _headers("RequestHeaders", get(old, "request_headers"), get(new, "request_headers")),
        _headers("ResponseHeaders", get(old, "response_headers"), get(new, "response_headers")),
    )
    return ObjectDiff(ADDED if old is None else DELETED, "ConsulIngressService", fields(shown(old), shown(new)), objects)


INGRESS_COUNTERS = {
    "MaxConnections": "max_connections",
    "MaxPendingRequests": "max_pending_requests",
    "MaxConcurrentRequests": "max_concurrent_requests",
}


def _headers(name: str, old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    return ObjectDiff(kind, name, fields(primitive(old), primitive(new)), present(text_set("Remove", get(old, "remove"), get(new, "remove"))))


def _terminating(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    if kind is None:
        return None
    before, after = list(get(old, "service") or ()), list(get(new, "service") or ())
    linked = [block("Service", item, None) for item in before if item not in after] + [block("Service", None, item) for item in after if item not in before]
    return ObjectDiff(kind, "Terminating", (), in_order(linked))


def _mesh(old: Any, new: Any) -> ObjectDiff | None:
    kind = change(old, new)
    return None if kind is None else ObjectDiff(kind, "Mesh")
