"""What the other specifications of a repository add to a graph: the namespaces and node pools in which jobs run, the plugins and pools of volumes, and what ACL
policies grant.

Only what a file describes becomes a node of its own, so that a repository of jobs alone is drawn as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.graph.dependencies import DependencyGraph, Edge, Thing
from nomadspec.specs.acl_explaining import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nomadspec._generated.job_model import Job
    from nomadspec.specs.spec import Spec

    Named = tuple[str, Spec]
    """The path of a specification, and what it says."""


def with_specifications(graph: DependencyGraph, jobs: Sequence[Job | None], specs: Sequence[Named]) -> DependencyGraph:
    """The graph of jobs with what the specifications add."""
    return DependencyGraph(graph.jobs, [*graph.edges, *edges_of(graph.jobs, jobs, specs)], described(specs)) if specs else graph


def described(specs: Sequence[Named]) -> list[Thing]:
    """The things that the specifications describe."""
    return [thing for path, spec in specs if (thing := _thing(path, spec)) is not None]


def _thing(path: str, spec: Spec) -> Thing | None:
    api = spec.api
    match spec.kind:
        case "namespace" | "node_pool":
            return Thing(spec.kind, str(api["Name"]))
        case "variable":
            return Thing("variable", str(api["Path"]), str(api["Namespace"] or "default"))
        case "volume" if "ExternalID" in api:
            return Thing("volume", str(api["ID"]), f"csi/{api['Namespace'] or 'default'}")
        case "volume":
            return Thing("volume", str(api["Name"]), "host")
        case "acl-policy":
            return Thing("policy", path)
    return None


def edges_of(things: Sequence[Thing], jobs: Sequence[Job | None], specs: Sequence[Named]) -> Iterator[Edge]:
    """From jobs to what is described, and from the specifications to each other. `things`: those of the jobs."""
    known = set(described(specs))
    for thing, job in zip(things, jobs, strict=True):
        for kind, default in (("namespace", "default"), ("node_pool", "default")):
            target = Thing(kind, (job.get(kind) or default) if job is not None and job.known(kind) else "")
            if target in known:
                yield Edge(thing, target, "runs in")
    for path, spec in specs:
        source = _thing(path, spec)
        if source is None:
            continue
        if spec.kind == "volume" and "ExternalID" in spec.api and spec.api["PluginID"]:
            yield Edge(source, Thing("plugin", str(spec.api["PluginID"])), "served by")
        pool = Thing("node_pool", str(spec.api.get("NodePool") or ""))
        if spec.kind == "volume" and pool in known:
            yield Edge(source, pool, "is in")
        if spec.kind == "acl-policy":
            yield from _granted(source, spec, known)


def _granted(source: Thing, spec: Spec, known: set[Thing]) -> Iterator[Edge]:
    for member, kind in (("Namespaces", "namespace"), ("NodePools", "node_pool")):
        for row in spec.api[member] or ():
            for target in sorted(known, key=lambda thing: (thing.kind, thing.name)):
                if target.kind == kind and matches(row["Name"], target.name):
                    yield Edge(source, target, "grants in")
                in_namespace = target.kind == "variable" and kind == "namespace" and matches(row["Name"], target.scope)
                if in_namespace and any(matches(path["PathSpec"], target.name) for path in (row["Variables"] or {}).get("Paths") or ()):
                    yield Edge(source, target, "grants")
