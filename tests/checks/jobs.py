"""Small jobs as API JSON, and how to put one thing into them: `job(...)`, `group(...)`, `task(...)` and so on return a whole job."""

from __future__ import annotations

from typing import Any

S = 1_000_000_000


def job(**fields: Any) -> dict[str, Any]:
    """A valid service job with one group `api` and one task `server`."""
    return {"ID": "web", "Name": "web", "Type": "service", "TaskGroups": [_group()], **fields}


def _group(**fields: Any) -> dict[str, Any]:
    ports = [{"Label": "http"}]
    return {"Name": "api", "Networks": [{"Mode": "bridge", "DynamicPorts": ports}], "ShutdownDelay": S, "Tasks": [_task()], **fields}


def _task(**fields: Any) -> dict[str, Any]:
    return {"Name": "server", "Driver": "docker", "Config": {"image": "web:1"}, "ShutdownDelay": S, **fields}


def group(type_: str = "service", **fields: Any) -> dict[str, Any]:
    return job(Type=type_, TaskGroups=[_group(**fields)])


def task(type_: str = "service", **fields: Any) -> dict[str, Any]:
    return job(Type=type_, TaskGroups=[_group(Tasks=[_task(**fields)])])


def tasks(*names: str, **fields: Any) -> dict[str, Any]:
    """Tasks of these names, all with the same fields."""
    return group(Tasks=[_task(Name=name, **fields) for name in names])


def service(**fields: Any) -> dict[str, Any]:
    """A service of the group."""
    return group(Services=[{"Name": "api", "PortLabel": "http", **fields}])


def task_service(**fields: Any) -> dict[str, Any]:
    return task(Services=[{"Name": "api", "PortLabel": "http", **fields}])


CHECK = {"Type": "http", "Path": "/health", "Interval": 10 * S, "Timeout": 2 * S}


def check(provider: str = "consul", **fields: Any) -> dict[str, Any]:
    """A health check of a service of the group."""
    return service(Provider=provider, Checks=[{**CHECK, **fields}])


def nomad_check(**fields: Any) -> dict[str, Any]:
    return check("nomad", **fields)


def task_check(**fields: Any) -> dict[str, Any]:
    return task_service(Checks=[{**CHECK, **fields}])


def constraint(**fields: Any) -> dict[str, Any]:
    return job(Constraints=[{"LTarget": "${attr.kernel.name}", "Operand": "=", "RTarget": "linux", **fields}])


def affinity(**fields: Any) -> dict[str, Any]:
    return job(Affinities=[{"LTarget": "${attr.kernel.name}", "Operand": "=", "RTarget": "linux", **fields}])


def spread(**fields: Any) -> dict[str, Any]:
    return job(Spreads=[{"Attribute": "${node.datacenter}", **fields}])


def targets(*percents: int, value: str = "dc") -> dict[str, Any]:
    return spread(SpreadTarget=[{"Value": f"{value}{index}", "Percent": percent} for index, percent in enumerate(percents)])


def network(**fields: Any) -> dict[str, Any]:
    return group(Networks=[{"Mode": "bridge", **fields}])


def port(**fields: Any) -> dict[str, Any]:
    return network(ReservedPorts=[{"Label": "a", "Value": 8080, **fields}])


def task_network(*ports: dict[str, Any]) -> dict[str, Any]:
    return group(Networks=[{"ReservedPorts": [{"Label": "a", "Value": 8080}]}], Tasks=[_task(Resources={"Networks": [{"ReservedPorts": list(ports)}]})])


def volume(type_: str = "host", count: int = 1, job_type: str = "service", canary: int = 0, **fields: Any) -> dict[str, Any]:
    csi = {"AccessMode": "single-node-writer", "AttachmentMode": "file-system"} if type_ == "csi" else {}
    update = {"Update": {"Canary": canary}} if canary else {}
    return group(job_type, Count=count, Volumes={"data": {"Type": type_, "Source": "data", **csi, **fields}}, **update)


def mount(**fields: Any) -> dict[str, Any]:
    made = volume()
    made["TaskGroups"][0]["Tasks"][0]["VolumeMounts"] = [{"Volume": "data", "Destination": "/data", **fields}]
    return made


def resources(**fields: Any) -> dict[str, Any]:
    return task(Resources=fields)


def template(**fields: Any) -> dict[str, Any]:
    return task(Templates=[{"EmbeddedTmpl": "x", "DestPath": "local/x", **fields}])


def artifact(**fields: Any) -> dict[str, Any]:
    return task(Artifacts=[{"GetterSource": "https://example.com/x", **fields}])


def checksum(text: str) -> dict[str, Any]:
    return artifact(GetterOptions={"checksum": text})


def identity(**fields: Any) -> dict[str, Any]:
    return task(Identities=[{"Name": "aws", "Audience": ["aws"], "TTL": 3600 * S, **fields}])


def secret(**fields: Any) -> dict[str, Any]:
    return task(Secrets=[{"Name": "db", "Provider": "nomad", "Path": "db", **fields}])


def plugin(**fields: Any) -> dict[str, Any]:
    return task(CSIPluginConfig={"ID": "efs", "Type": "node", **fields})


def connect(*, name: str = "api", network: Any = None, check: Any = None, **fields: Any) -> dict[str, Any]:
    """A Connect service in a group with a fitting network."""
    nets = [{"Mode": "bridge", "ReservedPorts": [{"Label": "http", "Value": 8080}]}] if network is None else network
    return group(Networks=nets, Services=[{"Name": name, "PortLabel": "http", "Connect": fields, **({"Checks": [check]} if check else {})}])


def sidecar(**proxy: Any) -> dict[str, Any]:
    return connect(SidecarService={"Proxy": proxy})


def transparent(**fields: Any) -> dict[str, Any]:
    return sidecar(TransparentProxy=fields)


def gateway(**fields: Any) -> dict[str, Any]:
    return connect(Gateway=fields)


def ingress(*services: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return gateway(Ingress={"Listeners": [{"Port": 8080, "Protocol": "http", "Services": list(services), **fields}]})


def terminating(**fields: Any) -> dict[str, Any]:
    return gateway(Terminating={"Services": [{"Name": "db", **fields}]})


def proxy_task(kind: str = "connect-proxy:api", **fields: Any) -> dict[str, Any]:
    """A sidecar service beside a task that says that it is the proxy."""
    made = sidecar()
    made["TaskGroups"][0]["Tasks"].append(_task(Name="proxy", Kind=kind, **fields))
    return made


def periodic(**fields: Any) -> dict[str, Any]:
    return job(Type="batch", Periodic={"Specs": ["0 5 * * *"], **fields})


def reschedule(type_: str = "service", **fields: Any) -> dict[str, Any]:
    return group(type_, ReschedulePolicy={"Attempts": 3, "Interval": 3600 * S, "Unlimited": False, "Delay": 10 * S, "DelayFunction": "constant", **fields})


def vault(**fields: Any) -> dict[str, Any]:
    return task(Vault=fields)


def scaling(count: int = 2, **fields: Any) -> dict[str, Any]:
    return group(Count=count, Scaling={"Min": 1, "Max": 5, **fields})
