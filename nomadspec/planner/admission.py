"""From what a user submits to the job a server would store, or the server's refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.jobspec.block import JobBlock, UnknownValue
from nomadspec.planner.result import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.model import Job
    from nomadspec.source import Diagnostic


def admit(job: Job | dict[str, Any], state: ClusterState) -> tuple[Job, tuple[Diagnostic, ...]]:
    """The canonical job and the server's warnings. Raises `Refused` with Nomad's text."""
    from nomadspec.jobspec.api_json import JobJsonError, from_api
    from nomadspec.jobspec.canonicalize import admitted
    from nomadspec.jobspec.settings import ServerSettings

    if isinstance(job, dict):
        try:
            job = from_api(job)
        except JobJsonError as error:
            raise Refused("parse", str(error)) from error
    unknown = list(unknown_fields(job))
    if unknown:
        raise Refused("unknown", "the job is not wholly known: " + ", ".join(unknown[:10]) + (" and more" if len(unknown) > 10 else ""))
    settings = ServerSettings(
        region=state.region,
        node_pools={"all", "default", *state.node_pools},
        namespaces={"default", *state.namespaces},
        memory_oversubscription=state.scheduler_config().memory_oversubscription,
    )
    if job.region is None:
        # The agent that takes the request fills in its own region, before any default applies.
        job = job.replace(region=settings.region)
    try:
        canonical, refusal = admitted(job, settings)
    except UnknownValue as error:
        raise Refused("unknown", str(error)) from error
    if refusal is not None:
        raise Refused("admission", str(refusal))
    return canonical, ()


def unknown_fields(block: JobBlock, path: str = "job") -> Iterator[str]:
    """The paths of all fields without a value."""
    for name in block.__slots__:
        if not block.known(name):
            yield f"{path}.{name}"
            continue
        value = getattr(block, name)
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else [("", value)]
        for key, item in items:
            if isinstance(item, JobBlock):
                yield from unknown_fields(item, f"{path}.{name}" + (f"[{key!r}]" if key != "" else ""))
