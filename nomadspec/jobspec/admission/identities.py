"""Identities of services and tasks: the names that a server writes into them, and those that it gives without being asked."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Service, WorkloadIdentity
    from nomadspec.jobspec.admission.draft import Draft
    from nomadspec.jobspec.server_settings import ServerSettings


def imply(job: Draft, settings: ServerSettings) -> None:
    """Name the identities of Consul services, and give the configured ones to services and tasks that have none."""
    given = settings.consul_service_identity
    for group in job.get("group") or ():
        tasks: list[Draft] = group.get("task") or []
        for owner in (group, *tasks):
            services = owner.get("service")
            if services and (given is not None or any(service.get("identity") is not None for service in services)):
                owner["service"] = [_service(service, None if owner is group else owner.get("name", ""), given) for service in services]
        if settings.vault_default_identity is not None:
            for task in tasks:
                _vault(task, settings.vault_default_identity)


def _service(service: Service, task: str | None, given: WorkloadIdentity | None) -> Service:
    identity = service.get("identity", given)
    if identity is None:
        identity = given
    if identity is None or service.get("provider") != "consul" or not (service.known("name") and service.known("port")):
        return service
    words = [service.name, service.port] if task is None else [task, service.name, service.port]
    return service.changed(identity=identity.changed(name="consul-service_" + "-".join(words), service_name=service.name))


def _vault(task: Draft, given: WorkloadIdentity) -> None:
    vault = task.get("vault")
    # The one that is configured is the default cluster's.
    if vault is None or "identity" not in task or vault.get("cluster", "default") != "default":
        return
    name = "vault_default"
    if not any(identity.get("name") == name for identity in task["identity"] or ()):
        task["identity"] = [*(task["identity"] or ()), given.changed(name=name)]
