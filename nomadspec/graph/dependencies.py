"""What jobs need of each other: services they call, volumes they mount, plugins that serve those volumes.

    graph = dependencies([job, …], state)     None is a job that could not be read: it has no edges
    graph.edges                               each from what depends to what it depends on: job → service → job, job → volume → plugin → job
    graph.order()                             (indexes of the jobs, each behind what it depends on; the jobs of each cycle)
    graph.cycles()                            the ways round: [a, b, a] by index

A job that calls its own service depends on nobody. A service that no job offers is a node without a way on: it lives outside. Which plugin
serves a CSI volume is known to a cluster only (`state`); without one, volumes lead nowhere. Unknown values have no edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nomadspec.jobspec.admission.canonical import LONGEST_NAME
from nomadspec.jobspec.block import known_items
from nomadspec.source.patterns import pattern
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nomadspec._generated.job_model import Job, Service, TaskGroup
    from nomadspec.cluster.state import ClusterState

#: Reads of templates that wait for a service, by kind; the others read data.
_READS: Final = {"consul-service": "consul", "consul-connect-service": "consul", "nomad-service": "nomad"}


#: A service's name in Consul's DNS: [TAG.]NAME.service[.DC].consul, also of Connect (connect, virtual), and _NAME._PROTOCOL.service.consul.
_DNS: Final = pattern(r"(?:\b_([A-Za-z0-9-]+)\._[A-Za-z0-9-]+|\b([A-Za-z0-9-]+))\.(?:service|connect|virtual)(?:\.[A-Za-z0-9-]+){0,5}\.consul\b")
#: How deep a driver's configuration is looked into.
_MAX_DEPTH: Final = 32


class Thing(Record, eq=True):
    """A node. `kind`: job, service, volume or plugin, and with specifications namespace, node_pool, variable or policy. `scope` is where the name counts: a namespace, "consul", "nomad/NAMESPACE", "csi/NAMESPACE",
    "host". `number`: of a job, its index; else -1."""

    kind: str
    name: str
    scope: str = ""
    number: int = -1


class Edge(Record, eq=True):
    """`source` depends on `target`; `how` says in a few words in what way."""

    source: Thing
    target: Thing
    how: str


class DependencyGraph:
    """Jobs and what is between them."""

    def __init__(self, jobs: Sequence[Thing], edges: Sequence[Edge], described: Sequence[Thing] = ()) -> None:
        self.jobs: Final = tuple(jobs)
        self.described: Final = tuple(described)
        self.edges: Final = tuple(dict.fromkeys(edges))

    @property
    def things(self) -> tuple[Thing, ...]:
        """All nodes: the jobs, what other specifications describe, then the rest in the order they are met."""
        return tuple(dict.fromkeys([*self.jobs, *self.described, *(thing for edge in self.edges for thing in (edge.source, edge.target))]))

    def outside(self) -> set[Thing]:
        """Services and plugins that are needed, and that no job offers."""
        offered = {edge.source for edge in self.edges}
        return {thing for thing in self.things if thing.kind in ("service", "plugin") and thing not in offered}

    def order(self) -> tuple[list[int], list[list[int]]]:
        """(indexes of the jobs so that each comes behind what it depends on, else in the order given; the jobs of each cycle)."""
        import networkx

        graph = self._between_jobs()
        cycles = self._knots(graph)
        graph.remove_nodes_from([number for members in cycles for number in members])
        return list(networkx.lexicographical_topological_sort(graph.reverse())), cycles

    def cycles(self) -> list[list[int]]:
        """One way round in each set of jobs that depend on each other, as indexes of jobs; the first is the last."""
        import networkx

        graph = self._between_jobs()
        ways = []
        for members in self._knots(graph):
            found = [source for source, _ in networkx.find_cycle(graph.subgraph(members), members[0])]
            ways.append([*found, found[0]])
        return ways

    def _between_jobs(self) -> Any:
        """The jobs alone: an edge where a way leads from one to another that meets no third."""
        import networkx

        graph: Any = networkx.DiGraph()
        graph.add_nodes_from(job.number for job in self.jobs)
        onward: dict[Thing, list[Thing]] = {}
        for edge in self.edges:
            onward.setdefault(edge.source, []).append(edge.target)
        for job in self.jobs:
            waiting, seen = list(onward.get(job, ())), {job}
            while waiting:
                thing = waiting.pop()
                if thing in seen:
                    continue
                seen.add(thing)
                if thing.kind == "job":
                    graph.add_edge(job.number, thing.number)
                else:
                    waiting += onward.get(thing, ())
        return graph

    @staticmethod
    def _knots(graph: Any) -> list[list[int]]:
        import networkx

        return sorted(sorted(part) for part in networkx.strongly_connected_components(graph) if len(part) > 1)


def dependencies(jobs: Sequence[Job | None], state: ClusterState | None = None) -> DependencyGraph:
    """The graph of these jobs; `state` tells which plugin serves which volume. `specifications.with_specifications` adds what else files describe."""
    things = [
        Thing("job", "?", "", number) if job is None else Thing("job", job.get("id") or "?", job.get("namespace") or "default", number)
        for number, job in enumerate(jobs)
    ]
    edges: list[Edge] = []
    for thing, job in zip(things, jobs, strict=True):
        if job is not None:
            edges += (Edge(thing, target, how) for target, how in _needs(job))
    for thing, job in zip(things, jobs, strict=True):
        if job is not None:
            edges += (Edge(source, thing, how) for source, how in _offers(job))
    if state is not None:
        edges += _served(edges, state)
    return DependencyGraph(things, edges)


def _served(edges: Sequence[Edge], state: ClusterState) -> list[Edge]:
    """From the CSI volumes that jobs mount to the plugins that serve them."""
    found = []
    for volume in dict.fromkeys(edge.target for edge in edges if edge.target.kind == "volume"):
        kind, _, namespace = volume.scope.partition("/")
        for name in (volume.name, f"{volume.name}[0]") if kind == "csi" else ():
            registered = state.csi_volumes.get((namespace, name))
            if registered is not None and registered.get("PluginID"):
                found.append(Edge(volume, Thing("plugin", str(registered["PluginID"])), "served by"))
                break
    return found


def _offers(job: Job) -> Iterator[tuple[Thing, str]]:
    """Services and plugins that the job runs."""
    for group in job.get("group") or ():
        for service, task in _services(group):
            name = _name_of(service, job, group, task)
            if name:
                yield Thing("service", name, _scope(service.get("provider") or "consul", job)), "offered by"
            for linked in _listed(service, "gateway", "terminating", "service"):
                if linked.get("name"):
                    yield Thing("service", linked.name, "consul"), "reached through"
        for task in group.get("task") or ():
            plugin = task.get("csi_plugin")
            if plugin is not None and plugin.get("id"):
                yield Thing("plugin", plugin.id), "run by"


def _needs(job: Job) -> Iterator[tuple[Thing, str]]:
    """Services that the job calls, and volumes that it mounts."""
    for group in job.get("group") or ():
        for service, _ in _services(group):
            for upstream in _listed(service, "sidecar_service", "proxy", "upstreams"):
                if upstream.get("destination_name") and not upstream.get("destination_peer") and upstream.get("destination_type") in (None, "", "service"):
                    yield Thing("service", upstream.destination_name, "consul"), "calls"
            for listener in _listed(service, "gateway", "ingress", "listener"):
                for target in listener.get("service") or ():
                    if target.get("name") and target.name != "*":
                        yield Thing("service", target.name, "consul"), "admits traffic to"
        for volume in _known_values(group.get("volume")):
            if volume.get("source"):
                kind = volume.get("type") or "host"
                yield Thing("volume", volume.source, f"csi/{job.get('namespace') or 'default'}" if kind == "csi" else kind), "mounts"
        for task in group.get("task") or ():
            for template in task.get("template") or ():
                for provider, name in _asked(template.get("data"), template.get("left_delimiter"), template.get("right_delimiter")):
                    yield Thing("service", name, _scope(provider, job)), "looks up"
            for text in _texts([task.get("env"), task.get("config"), *(template.get("data") for template in task.get("template") or ())]):
                for match in _DNS.finditer(text) if ".consul" in text else ():
                    yield Thing("service", match[1] or match[2], "consul"), "resolves"


def _services(group: TaskGroup) -> Iterator[tuple[Service, str]]:
    """The services of a group and its tasks, each with the name of its task ("group" for the group itself)."""
    for service in group.get("service") or ():
        yield service, "group"
    for task in group.get("task") or ():
        for service in task.get("service") or ():
            yield service, task.get("name") or "?"


def _name_of(service: Service, job: Job, group: TaskGroup, task: str) -> str | None:
    """The service's name as the server stores it; None when it is unknown."""
    words = {"JOB": job.get("name") or job.get("id") or "", "TASKGROUP": group.get("name") or "", "TASK": task}
    words["BASE"] = "-".join(words.values())
    if not service.known("name"):
        return None
    name: str = service.name or words["BASE"]
    if len(name) + name.count("${") * len(words["BASE"]) > LONGEST_NAME:
        return None
    for word, value in words.items():
        name = name.replace(f"${{{word}}}", value)
    return name


def _scope(provider: str, job: Job) -> str:
    return f"nomad/{job.get('namespace') or 'default'}" if provider == "nomad" else "consul"


def _listed(service: Service, *route: str) -> Iterator[Any]:
    """The blocks at the end of a route below `connect`; nothing where it breaks off."""
    block: Any = service.get("connect")
    for name in route:
        if block is None:
            return
        block = block.get(name)
    yield from block or ()


def _known_values(table: Any) -> list[Any]:
    """The values of a map that are known."""
    return [value for _, value in known_items(table or {})]


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    """All strings in a value that are known."""
    if isinstance(value, str):
        yield value
    elif depth < _MAX_DEPTH:
        for item in value if isinstance(value, list | tuple) else _known_values(value) if hasattr(value, "items") else ():
            yield from _texts(item, depth + 1)


def _asked(text: Any, left: str | None, right: str | None) -> Iterator[tuple[str, str]]:
    """(provider, service) for each service that a template reads by name; nothing where it does not parse."""
    if not isinstance(text, str) or ("ervice" not in text and "connect" not in text):
        return
    from nomadspec.notation.template import TemplateError, parse
    from nomadspec.notation.template import dependencies as reads

    try:
        found = reads(parse(text, left or "{{", right or "}}"))
    except TemplateError:
        return
    for read in found:
        if read.kind in _READS and read.key:
            name = read.key
            for mark in "|?@~":
                name = name.partition(mark)[0]
            yield _READS[read.kind], name.rpartition(".")[2]
