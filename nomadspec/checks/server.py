"""What only a server finds, and what Nomad warns about: its validators one after the other, the job's own checks in their midst.

Most validators stop at their first problem. `crashes` and `allowed` look at the job as it was submitted, the others at the canonical one.
"""

from __future__ import annotations

from nomadspec.checks import credentials, policies, server_request
from nomadspec.checks import group as groups
from nomadspec.checks import job as jobs
from nomadspec.checks import network as networks
from nomadspec.checks import service_context as context
from nomadspec.checks import task as tasks
from nomadspec.checks.check import Scope
from nomadspec.checks.report import Branch, run
from nomadspec.checks.walk import each, older_disconnect, stated, struct_errors
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.jobspec.block import known_reader
from nomadspec.source.on_demand import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec._generated.job_model import Job
    from nomadspec.checks import connect_walk, task_files
    from nomadspec.checks.check import Check
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.jobspec.server_settings import ServerSettings
else:
    connect_walk = Later("nomadspec.checks.connect_walk")
    task_files = Later("nomadspec.checks.task_files")


_read_service = known_reader(("connect", "check", "identity", "cluster"))
_read_task = known_reader(("vault", "consul", "schedule", "resources"))


def server_errors(scope: Scope, root: Branch) -> None:
    """What a server's validators find in a canonical job."""
    job, groups_, settings = scope.job, scope.groups, scope.settings
    services = [service for one in groups_ for service in _all_services(one)]
    inner = [task for one in groups_ for task in one.tasks]
    # What the validators are about, gathered at once: most jobs have none of it.
    connected = exposed = clusters = False
    identified: list[Scope] = []
    vaults: list[Scope] = []
    numas: list[Scope] = []
    schedules: list[Scope] = []
    for one in groups_:
        if one.group.get("consul") is not None:
            clusters = True
    for service in services:
        block, checks, identity, cluster = _read_service(service.service)
        if block is not None and service.task is None:
            connected = True
        for check in checks or ():
            if check.get("expose"):
                exposed = True
        if identity is not None:
            identified.append(service)
        if cluster != server_request.DEFAULT_CLUSTER:
            clusters = True
    for task in inner:
        vault, consul, schedule, resources = _read_task(task.task)
        if vault is not None:
            vaults.append(task)
        if consul is not None:
            clusters = True
        if schedule is not None:
            schedules.append(task)
        if stated(resources) and resources.get("numa") is not None:
            numas.append(task)
    if connected:
        connect_walk.connect_admission(groups_, root)
    if exposed:
        connect_walk.expose_admission(groups_, root)
    if vaults:
        _vault_admission(scope, vaults, root)
    if clusters:
        _consul_admission(groups_, root)
    if settings.get("namespaces") is not None or settings.namespace_rules:
        run(server_request.NAMESPACE, job, scope, scope.path, root, first=True)
    if settings.get("node_pools") is not None:
        run(server_request.NODE_POOL, job, scope, scope.path, root)
    struct_errors(scope, root)
    run(jobs.SERVER, job, scope, scope.path, root)
    if settings.get("job_max_priority") is not None:
        run(jobs.MOST_PRIORITY, job, scope, scope.path, root)
    for service in identified:
        run(server_request.SERVICE_IDENTITY_NAME, service.service, service, service.path, root)
    for task in vaults:
        run(credentials.VAULT_CLUSTER_IDENTITY, task.task.vault, task, task.path / "vault", root)
    if settings.get("job_max_count"):
        run(jobs.COUNT, job, scope, scope.path, root)
    _stop_at_first(tasks.NUMA, numas, root)
    _stop_at_first(tasks.SCHEDULE, schedules, root)


def _all_services(scope: Scope) -> list[Scope]:
    """The services of a group, then those of its tasks."""
    return scope.services + [service for task in scope.tasks for service in task.services]


def _stop_at_first(table: tuple[Check, ...], inner: list[Scope], into: Branch) -> None:
    for task in inner:
        if run(table, task.task, task, task.path, into):
            return


def _vault_admission(scope: Scope, vaults: list[Scope], into: Branch) -> None:
    for task in vaults:
        if run(credentials.VAULT_CLUSTER, task.task.vault, task, task.path / "vault", into):
            return
    run(server_request.VAULT_NAMESPACES, scope.job, scope, scope.path, into)


def _consul_admission(inner: list[Scope], into: Branch) -> None:
    for one in inner:
        consul = one.group.get("consul")
        if consul is not None and run(server_request.CONSUL_CLUSTER, consul, one, one.path / "consul", into):
            return
        for service in one.services:
            if run(server_request.SERVICE_CLUSTER, service.service, service, service.path, into):
                return
        for task in one.tasks:
            for service in task.services:
                if run(server_request.SERVICE_CLUSTER, service.service, service, service.path, into):
                    return
            consul = task.task.get("consul")
            if consul is not None and run(server_request.PARTITION + server_request.CONSUL_CLUSTER, consul, task, task.path / "consul", into, first=True):
                return


def crashes(scope: Scope, into: Branch) -> None:
    """What makes Nomad crash, in a job as it was submitted."""
    if not any(map(_has_mounts, each(scope.job, "group"))):
        return
    for one in scope.groups:
        for service in one.services:
            block = service.service.get("connect")
            sidecar = block.get("sidecar_task") if block is not None else None
            if sidecar is not None:
                _crashing_mounts(sidecar, service, service.path / "connect" / "sidecar_task", into)
        for task in one.tasks:
            _crashing_mounts(task.task, task, task.path, into)


def _has_mounts(group: Any) -> bool:
    for task in each(group, "task"):
        if task.get("volume_mount"):
            return True
    for service in each(group, "service"):
        block = service.get("connect")
        sidecar = block.get("sidecar_task") if block is not None else None
        if sidecar is not None and sidecar.get("volume_mount"):
            return True
    return False


def allowed(job: Job, settings: ServerSettings, path: ModelPath, into: Branch) -> None:
    """What the settings forbid beyond Nomad, in a job as it was submitted."""
    if settings.vault_allowed_roles is None and settings.vault_allowed_policies is None:
        return
    for one in Scope(job, settings, path).groups:
        for task in one.tasks:
            vault = task.task.get("vault")
            if vault is not None:
                run(credentials.VAULT_ALLOWED, vault, task, task.path / "vault", into)


def _crashing_mounts(owner: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    for index, mount in enumerate(each(owner, "volume_mount")):
        run(task_files.VOLUME_MOUNT_CRASH, mount, scope, path.item("volume_mount", index), into)


# --- warnings ----------------------------------------------------------------------------------------------------------------


_read_warned_group = known_reader(("update", "network"))
_read_warned_task = known_reader(("resources", "template", "identity", "vault"))


def warnings(scope: Scope, root: Branch, *, server: bool) -> None:
    """What Nomad warns about; a server about a little more."""
    inner = scope.groups
    for one in inner:
        branch = Branch()
        _group_warnings(one, branch)
        if branch.items:
            root.add(branch.headed(f"Group {go_quote(one.group.get('name') or '')} has warnings: "))
    for one in inner:
        if one.services:
            run(context.SERVICE_SHUTDOWN_DELAY, one.group, one, one.path, root)
        for task in one.tasks:
            if task.services:
                run(context.TASK_SHUTDOWN_DELAY, task.task, task, task.path, root)
        if one.services:
            run(groups.SHUTDOWN_DELAY, one.group, one, one.path, root)
    run(policies.AUTO_PROMOTE, scope.job, scope, scope.path, root)
    periodic = scope.job.get("periodic")
    if periodic is not None:
        run(jobs.PERIODIC_WARNINGS, periodic, scope, scope.path / "periodic", root)
    if not server:
        return
    oversubscribed: list[Scope] = []
    for one in inner:
        for task in one.tasks:
            resources, _, identities, vault = _read_warned_task(task.task)
            if stated(resources) and resources.get("memory_max"):
                oversubscribed.append(task)
            for index, identity in enumerate(identities or ()):
                run(credentials.VAULT_IDENTITY_WARNINGS, identity, task, task.path.item("identity", index), root)
            if vault is not None:
                run(credentials.VAULT_POLICIES_WARNINGS, vault, task, task.path / "vault", root)
    for task in oversubscribed:
        run(tasks.OVERSUBSCRIPTION, task.task, task, task.path, root)


def _group_warnings(scope: Scope, into: Branch) -> None:
    group, path = scope.group, scope.path
    update, own_networks = _read_warned_group(group)
    if stated(update):
        run(policies.UPDATE_WARNINGS, update, scope, path / "update", into)
    if own_networks and own_networks[0].get("mbits"):
        run(networks.GROUP_WARNINGS, own_networks[0], scope, path.item("network", 0), into)
    if older_disconnect(group):
        run(groups.OLDER_DISCONNECT_WARNINGS, group, scope, path, into)
    _identity_warnings(scope, into)
    for one in scope.tasks:
        branch = Branch()
        _task_warnings(one, branch)
        if branch.items:
            name = f"Task {go_quote(one.task.get('name') or '')}"
            into.add(branch.headed(f"{name} has warnings: ") if scope.release.does("task-warnings-in-a-list") else branch.headed(each=f"{name}: "))


def _identity_warnings(scope: Scope, into: Branch) -> None:
    for one in scope.services:
        identity = one.service.get("identity")
        if identity is not None:
            prefix = f"Service {go_quote(one.service.get('name') or '')}: "
            run(credentials.IDENTITY_WARNINGS, identity, one, one.path / "identity", into, prefix)


def _task_warnings(scope: Scope, into: Branch) -> None:
    task, path = scope.task, scope.path
    resources, templates, identities, _ = _read_warned_task(task)
    if stated(resources):
        if resources.get("iops"):
            run(tasks.RESOURCES_WARNINGS, resources, scope, path / "resources", into)
        if resources.get("network"):
            run(networks.TASK_WARNINGS, resources, scope, path / "resources", into)
    for index, template in enumerate(templates or ()):
        if template.get("vault_grace"):
            run(task_files.TEMPLATE_WARNINGS, template, scope, path.item("template", index), into, f"Template[{index}] ")
    _identity_warnings(scope, into)
    for index, identity in enumerate(identities or ()):
        branch = Branch()
        run(credentials.IDENTITY_WARNINGS, identity, scope, path.item("identity", index), branch, f"Identity[{identity.get('name') or ''}] ")
        into.add(branch)
