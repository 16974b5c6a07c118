"""`http(s)://…`, `unix://…`, `live:`: the state of a live cluster, read from an agent.

One request for each node, job and node's allocations, many at a time but never more than `concurrency`; lists in pages. The index is read before and after:
when it moved, the state says so in `source`. Sections that the token may not read are left empty and named.
Secrets (node secret ids, tokens of jobs) are dropped before anything sees the state.
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from nomadspec.backends.http_client import Client
    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cluster.state import ClusterState

#: Objects of one kind that are read.
MAX_OBJECTS: Final = 200_000


def open_state(uri: str, options: OpenOptions) -> ClusterState:
    """The state of the cluster behind an agent. Raises `BackendError`, or `StateError` for answers that make no sense."""
    from nomadspec.cluster.state import ClusterState

    return ClusterState.from_dict(capture(uri, options))


def capture(uri: str, options: OpenOptions) -> dict[str, Any]:
    """The state document of the cluster behind an agent (`uri` "" or "live" for the environment's). Raises `BackendError`."""
    from nomadspec.backends.http_client import HttpError
    from nomadspec.backends.http_settings import settings_for
    from nomadspec.backends.opening import BackendError

    environ = dict(os.environ) if options.environ is None else options.environ
    try:
        settings = settings_for(
            "" if uri in ("", "live") else uri,
            environ,
            token=options.token,
            credentials=options.credentials,
            timeout=options.timeout,
            concurrency=options.concurrency,
        )
        return asyncio.run(_capture(settings, options))
    except HttpError as error:
        raise BackendError(str(error)) from None
    except ValueError as error:
        raise BackendError(f"{error}") from None


async def _capture(settings: Any, options: OpenOptions) -> dict[str, Any]:
    from nomadspec.backends.http_client import Client

    async with Client(settings) as client:
        return await _Reader(client, options).read()


class _Reader:
    """One capture: what was read, and which sections could not be."""

    def __init__(self, client: Client, options: OpenOptions) -> None:
        self.client = client
        self.options = options
        self.refused: list[str] = []
        self.done = 0
        self.total = 0

    async def read(self) -> dict[str, Any]:
        client = self.client
        config = await client.get("/v1/operator/scheduler/configuration")
        before = client.index
        stubs, jobs, pools, namespaces, regions = await _together(
            client.pages("/v1/nodes"),
            client.pages("/v1/jobs", namespace="*"),
            self._optional("node pools", client.pages("/v1/node/pools")),
            self._optional("namespaces", client.pages("/v1/namespaces")),
            self._optional("regions", client.get("/v1/regions")),
        )
        deployments, services, csi, plugins, host = await _together(
            self._optional("deployments", client.pages("/v1/deployments", namespace="*")),
            self._optional("services", client.pages("/v1/services", namespace="*")),
            self._optional("CSI volumes", client.pages("/v1/volumes", type="csi", namespace="*")),
            self._optional("CSI plugins", client.pages("/v1/plugins", type="csi")),
            self._optional("host volumes", client.pages("/v1/volumes", type="host", namespace="*")),
        )
        claims, evaluations, members = await _together(
            self._optional("volume claims", client.pages("/v1/volumes/claims", namespace="*")),
            self._optional("evaluations", client.pages("/v1/evaluations", namespace="*", status="blocked")),
            self._optional("servers", client.get("/v1/agent/members")),
        )
        self.total = 2 * len(stubs) + len(jobs) + len(csi) + len(plugins) + len(host)
        nodes = await self._each(stubs, self._node)
        per_node = await self._each(stubs, self._node_allocations)
        versions = await self._each(jobs, self._versions)
        allocations, versions_by_job = await self._allocations(per_node, versions)
        document: dict[str, Any] = {
            "format": "nomadspec-state/1",
            "source": client.settings.shown,
            "captured_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "latest_index": client.index,
            "region": await self._region(),
            "regions": regions or [],
            "scheduler_config": (config or {}).get("SchedulerConfig") or {},
            "nodes": nodes,
            "node_pools": pools,
            "namespaces": namespaces,
            "jobs": versions_by_job,
            "allocations": allocations,
            "deployments": deployments,
            "csi_volumes": await self._each(csi, lambda v: self._volume("csi", v)),
            "csi_plugins": await self._each(plugins, self._plugin),
            "host_volumes": await self._each(host, lambda v: self._volume("host", v)),
            "task_group_host_volume_claims": claims,
            "services": services,
            # A server that does not know the query lists all of them.
            "evaluations": [row for row in evaluations if isinstance(row, dict) and row.get("Status") == "blocked"],
            "servers": _servers(members),
        }
        notes = [f"without {', '.join(self.refused)}: the token has no permission to read them"] if self.refused else []
        if before and client.index > before + 1 and await self._moved(before):
            notes.append("the cluster changed while it was read")
        if notes:
            document["source"] += f" ({'; '.join(notes)})"
        return _without_secrets(document)

    async def _moved(self, before: int) -> bool:
        """Whether the configuration was written between the first request and the last; other tables have indexes of their own."""
        start = self.client.index
        await self.client.get("/v1/nodes", per_page="1")
        return self.client.index > start

    async def _region(self) -> str:
        from nomadspec.backends.http_client import HttpError

        if self.client.settings.region:
            return str(self.client.settings.region)
        try:
            agent = await self.client.get("/v1/agent/self")
        except HttpError:
            return ""
        body = agent if isinstance(agent, dict) else {}
        tags = (body.get("member") or {}).get("Tags") or {}
        return str((body.get("config") or {}).get("Region") or tags.get("region") or "")

    async def _optional(self, what: str, reading: Awaitable[Any]) -> Any:
        """A list that the token may not be allowed to read, or an older server may not have: empty then, and noted."""
        from nomadspec.backends.http_client import HttpError

        try:
            return await reading
        except HttpError as error:
            if error.status == 403:
                self.refused.append(what)
            elif error.status not in (404, 501):
                raise
            return []

    async def _each(self, rows: Sequence[Any], read: Callable[[Any], Awaitable[Any]]) -> list[Any]:
        """`read` for each row, in order, as many at a time as the client allows; rows that are gone meanwhile are left out."""
        from nomadspec.backends.http_client import HttpError

        if len(rows) > MAX_OBJECTS:
            raise HttpError(f"more than {MAX_OBJECTS:,} objects of one kind")

        async def one(row: Any) -> Any:
            if not isinstance(row, dict):
                raise HttpError("the agent's list contains something that is not an object")
            try:
                return await read(row)
            except HttpError as error:
                if error.status != 404:
                    raise
                return None
            finally:
                self.done += 1
                if self.options.progress is not None:
                    self.options.progress(min(self.done, self.total), self.total)

        out: list[Any] = []
        batch = max(64, 8 * self.client.settings.concurrency)
        for start in range(0, len(rows), batch):
            out += await _together(*(one(row) for row in rows[start : start + batch]))
        return [row for row in out if row is not None]

    async def _node(self, stub: dict[str, Any]) -> Any:
        from nomadspec.backends.http_client import encode

        return await self.client.get(f"/v1/node/{encode(stub.get('ID'))}")

    async def _node_allocations(self, stub: dict[str, Any]) -> Any:
        from nomadspec.backends.http_client import encode

        return await self.client.get(f"/v1/node/{encode(stub.get('ID'))}/allocations")

    async def _versions(self, stub: dict[str, Any]) -> Any:
        from nomadspec.backends.http_client import encode

        namespace = stub.get("Namespace") or (stub.get("JobSummary") or {}).get("Namespace") or "default"
        answer = await self.client.get(f"/v1/job/{encode(stub.get('ID'))}/versions", namespace=str(namespace))
        return (answer or {}).get("Versions") or []

    async def _volume(self, kind: str, stub: dict[str, Any]) -> Any:
        from nomadspec.backends.http_client import encode

        return await self.client.get(f"/v1/volume/{kind}/{encode(stub.get('ID'))}", namespace=str(stub.get("Namespace") or "default"))

    async def _plugin(self, stub: dict[str, Any]) -> Any:
        from nomadspec.backends.http_client import encode

        return await self.client.get(f"/v1/plugin/csi/{encode(stub.get('ID'))}")

    async def _allocations(self, per_node: list[Any], versions: list[Any]) -> tuple[list[Any], list[Any]]:
        """Allocations in the order of the agent's own list, each with the version of its job in place of the job; and every stored version,
        with those added that only an allocation still carries."""
        from nomadspec.backends.http_client import encode

        full = {a["ID"]: a for rows in per_node for a in rows or [] if isinstance(a, dict) and "ID" in a}
        stubs = await self.client.pages("/v1/allocations", namespace="*")
        missing = [s for s in stubs if isinstance(s, dict) and s.get("ID") not in full]
        for found in await self._each(
            missing, lambda s: self.client.get(f"/v1/allocation/{encode(s.get('ID'))}", namespace=str(s.get("Namespace") or "default"))
        ):
            full[found["ID"]] = found
        order = [s["ID"] for s in stubs if isinstance(s, dict) and s.get("ID") in full]
        known = {(j.get("Namespace"), j.get("ID"), j.get("Version")): None for rows in versions for j in rows}
        jobs = [job for rows in versions for job in rows]
        allocations = []
        for identifier in order:
            allocation = dict(full[identifier])
            job = allocation.pop("Job", None) or {}
            allocation["JobVersion"] = job.get("Version", allocation.get("JobVersion", 0))
            key = (job.get("Namespace"), job.get("ID"), job.get("Version"))
            if job and key not in known:
                known[key] = None
                jobs.append(job)
            allocations.append(allocation)
        return allocations, jobs


async def _together(*readings: Awaitable[Any]) -> list[Any]:
    """All results, in order; the first failure stops the others before it is raised."""
    tasks = [asyncio.ensure_future(reading) for reading in readings]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


def _servers(members: Any) -> list[dict[str, Any]]:
    """Name, version and region of the servers that an agent knows."""
    rows = members.get("Members") if isinstance(members, dict) else None
    servers = []
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and row.get("Name"):
            tags = row["Tags"] if isinstance(row.get("Tags"), dict) else {}
            servers.append({"Name": row["Name"], "Version": tags.get("build") or "", "Region": tags.get("region") or ""})
    return servers


def _without_secrets(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the values of secret members emptied, down to the second level of each object."""
    from nomadspec.notation.secrecy import MEMBERS

    def clean(value: Any, depth: int) -> Any:
        if isinstance(value, dict):
            return {k: ("" if k in MEMBERS and isinstance(v, str) and v else clean(v, depth + 1) if depth < 2 else v) for k, v in value.items()}
        if isinstance(value, list) and depth < 2:
            return [clean(item, depth + 1) for item in value]
        return value

    return {key: [clean(row, 0) for row in value] if isinstance(value, list) else value for key, value in document.items()}
