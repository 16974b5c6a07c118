"""`http(s)://…`, `unix://…`, `live:`: the state of a live cluster, read from an agent.

One request for each node, job and node's allocations, many at a time but never more than `concurrency`; lists in pages. The index is read before and after:
when it moved, the state says so in `source`. What the token may not read is left empty and named in `incomplete`, as is what an agent hides from it; without
nodes or jobs there is no state, and all rights that are missing are said at once.
Secrets (node secret ids, tokens of jobs) are dropped before anything sees the state.
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from nomadspec.backends import rights

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from nomadspec.backends.http_client import Client
    from nomadspec.backends.http_settings import HttpSettings
    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cluster.state import ClusterState

#: Objects of one kind that are read.
MAX_OBJECTS: Final = 200_000


def open_state(uri: str, options: OpenOptions) -> ClusterState:
    """The state of the cluster behind an agent. Raises `BackendError`, or `StateError` for answers that make no sense."""
    from nomadspec.cluster.state import ClusterState
    from nomadspec.cluster.state_faults import StateError

    settings = _settings(uri, options)
    try:
        return ClusterState.from_dict(_captured(settings, options))
    except StateError as error:
        raise StateError(tuple(d.replace(message=settings.without_credentials(d.message)) for d in error.diagnostics)) from None


def capture(uri: str, options: OpenOptions) -> dict[str, Any]:
    """The state document of the cluster behind an agent (`uri` "" or "live" for the environment's). Raises `BackendError`."""
    return _captured(_settings(uri, options), options)


def _settings(uri: str, options: OpenOptions) -> HttpSettings:
    from nomadspec.backends.http_settings import settings_for
    from nomadspec.backends.opening import BackendError

    try:
        return settings_for(
            "" if uri in ("", "live") else uri,
            dict(os.environ) if options.environ is None else options.environ,
            token=options.token,
            credentials=options.credentials,
            timeout=options.timeout,
            concurrency=options.concurrency,
        )
    except ValueError as error:
        raise BackendError(f"{error}") from None


def _captured(settings: HttpSettings, options: OpenOptions) -> dict[str, Any]:
    from nomadspec.backends.http_client import HttpError
    from nomadspec.backends.opening import BackendError

    try:
        if options.progress is not None:
            options.progress(0, 0)
        return asyncio.run(_capture(settings, options))
    except HttpError as error:
        raise BackendError(settings.without_credentials(str(error))) from None
    finally:
        if options.progress is not None:
            options.progress(1, 1)


async def _capture(settings: HttpSettings, options: OpenOptions) -> dict[str, Any]:
    from nomadspec.backends.http_client import Client

    async with Client(settings) as client:
        return await _Reader(client, options).read()


class _Reader:
    """One capture: what was read, and which sections could not be."""

    def __init__(self, client: Client, options: OpenOptions) -> None:
        self.client = client
        self.options = options
        self.refused: list[str] = []
        self.namespaces = options.namespaces or ("*",)
        self.done = 0
        self.total = 0

    async def read(self) -> dict[str, Any]:
        client = self.client
        hidden = await rights.hidden_lists(client)
        if self.options.namespaces:
            hidden = [f"jobs and allocations: only of {', '.join(self.options.namespaces)}, because of --namespace", *hidden]
        config = await self._optional("scheduler configuration", client.get("/v1/operator/scheduler/configuration"))
        before = client.index
        stubs, jobs, pools, namespaces, regions = await _together(
            self._optional("nodes", client.pages("/v1/nodes"), everywhere=True),
            self._optional("jobs", self._in_namespaces("/v1/jobs"), everywhere=True),
            self._optional("node pools", client.pages("/v1/node/pools")),
            self._optional("namespaces", client.pages("/v1/namespaces")),
            self._optional("regions", client.get("/v1/regions")),
        )
        deployments, services, csi, plugins, host = await _together(
            self._optional("deployments", self._in_namespaces("/v1/deployments")),
            self._optional("services", self._in_namespaces("/v1/services")),
            self._optional("CSI volumes", self._in_namespaces("/v1/volumes", type="csi")),
            self._optional("CSI plugins", client.pages("/v1/plugins", type="csi")),
            self._optional("host volumes", self._in_namespaces("/v1/volumes", type="host")),
        )
        claims, evaluations, members = await _together(
            self._optional("volume claims", self._in_namespaces("/v1/volumes/claims")),
            self._optional("evaluations", self._in_namespaces("/v1/evaluations", status="blocked")),
            self._optional("servers", client.get("/v1/agent/members")),
        )
        self._refuse_without_rights()
        self.total = 2 * len(stubs) + len(jobs) + len(csi) + len(plugins) + len(host)
        nodes = await self._each("nodes", stubs, self._node)
        per_node = await self._each("allocations", stubs, self._node_allocations)
        versions = await self._each("jobs", jobs, self._versions)
        allocations, versions_by_job = await self._allocations(per_node, versions)
        document: dict[str, Any] = {
            "format": "nomadspec-state/1",
            "source": client.settings.shown,
            "captured_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "latest_index": client.index,
            "region": await self._region(regions),
            "regions": regions or [],
            "scheduler_config": (config or {}).get("SchedulerConfig") or {},
            "nodes": nodes,
            "node_pools": pools,
            "namespaces": namespaces,
            "jobs": versions_by_job,
            "allocations": allocations,
            "deployments": deployments,
            "csi_volumes": await self._each("CSI volumes", csi, lambda v: self._volume("csi", v)),
            "csi_plugins": await self._each("CSI plugins", plugins, self._plugin),
            "host_volumes": await self._each("host volumes", host, lambda v: self._volume("host", v)),
            "task_group_host_volume_claims": claims,
            "services": services,
            # A server that does not know the query lists all of them.
            "evaluations": [row for row in evaluations if isinstance(row, dict) and row.get("Status") == "blocked"],
            "servers": _servers(members),
        }
        notes = []
        if self.refused:
            notes.append(f"without {', '.join(self.refused)}: the token has no permission to read them")
            lacking, _ = rights.missing(self.refused)
            hidden.append(f"{', '.join(self.refused)}: the token has no permission to read them; this policy grants it: {rights.granting(lacking)}")
        if hidden:
            document["incomplete"] = hidden
        if before and client.index > before + 1 and await self._moved(before):
            notes.append("the cluster changed while it was being read")
        if notes:
            document["source"] += f" ({'; '.join(notes)})"
        return _without_secrets(document)

    async def _moved(self, before: int) -> bool:
        """Whether the configuration was written between the first request and the last; other tables have indexes of their own."""
        start = self.client.index
        await self.client.get("/v1/nodes", per_page="1")
        return self.client.index > start

    def _in_namespaces(self, path: str, **query: str) -> Awaitable[list[Any]]:
        """A list of the namespaces that are wanted, or of all."""

        async def each() -> list[Any]:
            return [row for namespace in self.namespaces for row in await self.client.pages(path, namespace=namespace, **query)]

        return each()

    def _refuse_without_rights(self) -> None:
        """Raise when the token may not read what no state can be without."""
        from nomadspec.backends.http_client import HttpError

        lacking, required = rights.missing(self.refused)
        if required:
            settings = self.client.settings
            whose = "the ACL token" if settings.token else "the anonymous token (none was given: NOMAD_TOKEN, --token, --token-file)"
            allows = rights.granting(lacking)
            raise HttpError(
                f"{settings.shown}: permission denied: {whose} has no permission to read {', '.join(self.refused)}; this policy grants it: {allows}", 403
            )

    async def _region(self, regions: Any) -> str:
        from nomadspec.backends.http_client import HttpError

        if self.client.settings.region:
            return str(self.client.settings.region)
        try:
            agent = await self.client.get("/v1/agent/self")
        except HttpError:
            return str(regions[0]) if isinstance(regions, list) and len(regions) == 1 else ""
        body = agent if isinstance(agent, dict) else {}
        tags = (body.get("member") or {}).get("Tags") or {}
        return str((body.get("config") or {}).get("Region") or tags.get("region") or "")

    async def _optional(self, what: str, reading: Awaitable[Any], *, everywhere: bool = False) -> Any:
        """A list that the token may not be allowed to read, or an older server may not have (unless it is `everywhere`): empty then, and noted."""
        from nomadspec.backends.http_client import HttpError

        try:
            return await reading
        except HttpError as error:
            if error.status == 403:
                self._note_refused(what)
            elif everywhere or error.status not in (404, 501):
                raise
            return []

    def _note_refused(self, what: str) -> None:
        if what not in self.refused:
            self.refused.append(what)

    async def _each(self, what: str, rows: Sequence[Any], read: Callable[[Any], Awaitable[Any]]) -> list[Any]:
        """`read` for each row, in order, as many at a time as the client allows; rows that are gone meanwhile, or may not be read, are left out."""
        from nomadspec.backends.http_client import HttpError

        if len(rows) > MAX_OBJECTS:
            raise HttpError(f"more than {MAX_OBJECTS:,} objects of one kind")

        async def one(row: Any) -> Any:
            if not isinstance(row, dict):
                raise HttpError("the agent's list contains something that is not an object")
            try:
                return await read(row)
            except HttpError as error:
                if error.status == 403:
                    self._note_refused(what)
                elif error.status != 404:
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

        return await self.client.get(f"/v1/node/{encode(stub.get('ID'), '/v1/node')}")

    async def _node_allocations(self, stub: dict[str, Any]) -> Any:
        from nomadspec.backends.http_client import encode

        return await self.client.get(f"/v1/node/{encode(stub.get('ID'), '/v1/node')}/allocations")

    async def _versions(self, stub: dict[str, Any]) -> Any:
        from nomadspec.backends.http_client import encode

        namespace = stub.get("Namespace") or (stub.get("JobSummary") or {}).get("Namespace") or "default"
        answer = await self.client.get(f"/v1/job/{encode(stub.get('ID'), '/v1/job')}/versions", namespace=str(namespace))
        return (answer or {}).get("Versions") or []

    async def _volume(self, kind: str, stub: dict[str, Any]) -> Any:
        from nomadspec.backends.http_client import encode

        return await self.client.get(f"/v1/volume/{kind}/{encode(stub.get('ID'), '/v1/volumes')}", namespace=str(stub.get("Namespace") or "default"))

    async def _plugin(self, stub: dict[str, Any]) -> Any:
        from nomadspec.backends.http_client import encode

        return await self.client.get(f"/v1/plugin/csi/{encode(stub.get('ID'), '/v1/plugin/csi')}")

    async def _allocations(self, per_node: list[Any], versions: list[Any]) -> tuple[list[Any], list[Any]]:
        """Allocations in the order of the agent's own list, each with the version of its job in place of the job; and every stored version,
        with those added that only an allocation still carries."""
        from nomadspec.backends.http_client import encode

        full = {a["ID"]: a for rows in per_node for a in rows or [] if isinstance(a, dict) and "ID" in a}
        stubs = await self._optional("allocations", self._in_namespaces("/v1/allocations"))
        missing = [s for s in stubs if isinstance(s, dict) and s.get("ID") not in full]
        for found in await self._each(
            "allocations",
            missing,
            lambda s: self.client.get(f"/v1/allocation/{encode(s.get('ID'), '/v1/allocation')}", namespace=str(s.get("Namespace") or "default")),
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
    """The document with the values of secret members emptied, down to the second level of each object; secret ids are at every depth."""
    from nomadspec.notation.secrecy import MEMBERS

    def clean(value: Any, depth: int) -> Any:
        if isinstance(value, dict):
            return {
                k: ("" if (k == "SecretID" or (k in MEMBERS and depth < 3)) and isinstance(v, str) and v else clean(v, depth + 1)) for k, v in value.items()
            }
        if isinstance(value, list):
            return [clean(item, depth + 1) for item in value]
        return value

    return {key: [clean(row, 0) for row in value] if isinstance(value, list) else clean(value, 0) for key, value in document.items()}
