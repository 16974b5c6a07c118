"""Identities that a server gives without being asked, and what it writes into those of services."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.jobspec.admission.draft import Draft
    from nomadspec.jobspec.settings import ServerSettings


def imply(job: Draft, settings: ServerSettings) -> None:
    """Name the services in their identities."""
    for group in job.get("group") or ():
        for owner in (group, *(group.get("task") or ())):
            services = owner.get("service") or ()
            if any(service.get("identity") is not None for service in services):
                owner["service"] = [_named(service) for service in services]


def _named(service):  # type: ignore[no-untyped-def]
    identity = service.get("identity")
    if identity is None or not service.known("name"):
        return service
    return service.replace(identity=identity.replace(service_name=service.name))
