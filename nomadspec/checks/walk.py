"""A job from top to bottom in the order in which Nomad looks: which tables apply to which block, and where their problems are nested.

`struct_errors` is what everybody can check, `server_errors` adds what only a server does, `warnings` is what Nomad warns about. All
of them work on the canonical job. What lies below an unknown value is passed over.
"""

from __future__ import annotations

from nomadspec.checks import admission, credentials, folders, group as groups, job as jobs, network as networks, placement, policies, service as services
from nomadspec.checks import service_context as context, task as tasks
from nomadspec.checks.check import Scope
from nomadspec.checks.report import Branch, run
from nomadspec.evaluation.text import go_quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Check
    from nomadspec.jobspec.path import ModelPath


def _each(block: Any, field: str) -> Any:
    """The blocks in a list field; none when it is empty or unknown."""
    return block.get(field) or ()


# --- what every level has ----------------------------------------------------------------------------------------------------


def _constraints(block: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    for index, constraint in enumerate(_each(block, "constraint")):
        here = path.item("constraint", index)
        branch = Branch(f"Constraint {index + 1} validation failed: ")
        run(placement.CONSTRAINT, constraint, scope, here, branch)
        into.add(branch)
        if block is scope.task:
            run(placement.TASK_CONSTRAINT, constraint, _inside(scope, index), here, into)


def _affinities(block: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    if run(placement.SYSTEM_AFFINITY, block, scope, path, into) or scope.job.get("type") == "system":
        return
    for index, affinity in enumerate(_each(block, "affinity")):
        branch = Branch(f"Affinity {index + 1} validation failed: ")
        run(placement.AFFINITY, affinity, scope, path.item("affinity", index), branch)
        into.add(branch)


def _spreads(block: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    if run(placement.SYSTEM_SPREAD, block, scope, path, into) or scope.job.get("type") == "system":
        return
    for index, spread in enumerate(_each(block, "spread")):
        here = path.item("spread", index)
        branch = Branch(f"Spread {index + 1} validation failed: ")
        run(placement.SPREAD, spread, scope, here, branch)
        for number, target in enumerate(_each(spread, "target")):
            run(placement.SPREAD_TARGET, target, _inside(scope, number, spread), here.item("target", target.get("value", number)), branch)
        run(placement.SPREAD_SUM, spread, scope, here, branch)
        into.add(branch)


def _inside(scope: Scope, index: int, within: Any = None) -> Scope:
    """The scope of a block below the innermost block of `scope`."""
    return Scope(scope.job, scope.settings, scope.path, group=scope.group, task=scope.task, service=scope.service, within=within, index=index)


def _group_scopes(scope: Scope) -> list[Scope]:
    return [
        Scope(scope.job, scope.settings, scope.path.item("group", group.get("name") or ""), group=group, index=index)
        for index, group in enumerate(_each(scope.job, "group"))
    ]


def _task_scopes(scope: Scope) -> list[Scope]:
    return [
        Scope(scope.job, scope.settings, scope.path.item("task", task.get("name") or ""), group=scope.group, task=task, index=index)
        for index, task in enumerate(_each(scope.group, "task"))
    ]


def _service_scopes(owner: Any, scope: Scope) -> list[Scope]:
    return [
        Scope(scope.job, scope.settings, scope.path.item("service", index), group=scope.group, task=scope.task, service=service, index=index)
        for index, service in enumerate(_each(owner, "service"))
    ]


# --- job ---------------------------------------------------------------------------------------------------------------------


def struct_errors(scope: Scope, root: Branch) -> None:
    """What the job's own structures are checked for, with or without a server."""
    job, path = scope.job, scope.path
    run(jobs.JOB, job, scope, path, root)
    _constraints(job, scope, path, root)
    _affinities(job, scope, path, root)
    _spreads(job, scope, path, root)
    run(jobs.DESCRIPTIONS, job, scope, path, root)
    inner = _group_scopes(scope)
    for one in inner:
        run(jobs.GROUPS, one.group, one, one.path, root)
    for one in inner:
        branch = Branch(f"Task group {one.group.get('name') or ''} validation failed: ")
        _group(one, branch)
        root.add(branch)
    periodic = job.get("periodic")
    if periodic is not None and periodic.get("enabled"):
        run(jobs.PERIODIC_TYPE, job, scope, path, root)
        branch = Branch()
        run(jobs.PERIODIC, periodic, scope, path / "periodic", branch)
        root.add(branch)
    parameterized = job.get("parameterized")
    if parameterized is not None:
        run(jobs.PARAMETERIZED_TYPE, job, scope, path, root)
        branch = Branch()
        run(jobs.PARAMETERIZED, parameterized, scope, path / "parameterized", branch)
        root.add(branch)
    run(jobs.MULTIREGION, job, scope, path, root)


# --- group -------------------------------------------------------------------------------------------------------------------


def _policy(field: str, first: tuple[Check, ...], table: tuple[Check, ...], scope: Scope, into: Branch) -> None:
    """A policy of the group: when `first` finds something, the rest is not looked at."""
    policy = scope.group.get(field)
    if policy is not None:
        path = scope.path / field
        if not run(first, policy, scope, path, into):
            run(table, policy, scope, path, into)


def _group(scope: Scope, into: Branch) -> None:
    group, path = scope.group, scope.path
    run(groups.GROUP, group, scope, path, into)
    _policy("disconnect", (), groups.DISCONNECT, scope, into)
    run(groups.RUN_DURATION, group, scope, path, into)
    _constraints(group, scope, path, into)
    _affinities(group, scope, path, into)
    _policy("restart", (), policies.RESTART, scope, into)
    _spreads(group, scope, path, into)
    _policy("reschedule", policies.RESCHEDULE_TYPE, policies.RESCHEDULE, scope, into)
    _policy("ephemeral_disk", (), groups.EPHEMERAL_DISK, scope, into)
    _policy("update", (), policies.UPDATE, scope, into)
    _policy("migrate", policies.MIGRATE_TYPE, policies.MIGRATE, scope, into)
    inner = _task_scopes(scope)
    for one in inner:
        run(groups.TASKS, one.task, one, one.path, into)
    run(groups.MAIN_TASK, group, scope, path, into)
    for name, volume in (group.get("volume") or {}).items():
        branch = Branch(f"Task group volume validation for {name} failed: ")
        run(groups.VOLUME, volume, scope, path.item("volume", name), branch)
        into.add(branch)
    branch = Branch("Task group network validation failed: ")
    _networks(scope, inner, branch)
    into.add(branch)
    outer = _service_scopes(group, scope)
    branch = Branch("Task group service validation failed: ")
    _group_services(scope, inner, outer, branch)
    into.add(branch)
    branch = Branch("Task group service check validation failed: ")
    for one in outer:
        for index, check in enumerate(_each(one.service, "check")):
            run(context.SCRIPT_CHECK, check, one, one.path.item("check", index), branch)
    into.add(branch)
    scaling = group.get("scaling")
    if scaling is not None:
        branch = Branch("Task group scaling policy validation failed: ")
        run(groups.SCALING, scaling, scope, path / "scaling", branch, "Scaling policy invalid: ")
        into.add(branch)
    for one in inner:
        branch = Branch(f"Task {one.task.get('name') or ''} validation failed: ")
        _task(one, branch)
        into.add(branch)


def _networks(scope: Scope, inner: list[Scope], into: Branch) -> None:
    """The networks of the group and then of its tasks, each knowing what those before have taken."""
    taken = networks.Taken()
    within = _inside(scope, 0, taken)
    for index, network in enumerate(_each(scope.group, "network")):
        here = scope.path.item("network", index)
        taken.mode = network.get("mode") or ""
        for port in (*_each(network, "reserved_ports"), *_each(network, "port")):
            run(networks.PORT, port, within, here.item("port", port.get("label") or ""), into)
            taken.take(port, label=True)
        cni = network.get("cni")
        if cni is not None:
            run(networks.CNI, network, within, here, into)
            taken.arguments.update(cni.get("args") or ())
        run(networks.HOSTNAME, network, within, here, into)
    for one in inner:
        resources = one.task.get("resources")
        taken.owner = one.task.get("name") or ""
        for index, network in enumerate(_each(resources, "network") if resources is not None else ()):
            here = (one.path / "resources").item("network", index)
            for port in (*_each(network, "reserved_ports"), *_each(network, "port")):
                run(networks.TASK_PORT, port, within, here.item("port", port.get("label") or ""), into)
                taken.take(port, label=False)


# --- services ----------------------------------------------------------------------------------------------------------------


def _group_services(scope: Scope, inner: list[Scope], outer: list[Scope], into: Branch) -> None:
    for one in inner:
        for service in _service_scopes(one.task, one):
            run(context.TASK_SERVICE_OWNER, service.service, service, service.path, into)
            for index, check in enumerate(_each(service.service, "check")):
                run(context.TASK_CHECK_OWNER, check, service, service.path.item("check", index), into)
    for one in outer:
        service = one.service
        branch = Branch(f"Service[{one.index}] {service.get('name') or ''} validation failed: ")
        _service(one, branch)
        into.add(branch)
        if branch.items:
            continue
        run(context.GROUP_SERVICE, service, one, one.path, into)
        for index, check in enumerate(_each(service, "check")):
            run(context.GROUP_CHECK, check, one, one.path.item("check", index), into)
    run(context.SERVICES, scope.group, scope, scope.path, into)


def _service(scope: Scope, into: Branch) -> None:
    """What a service is checked for wherever it stands."""
    service, path = scope.service, scope.path
    run(services.SERVICE, service, scope, path, into)
    provider = service.get("provider")
    if not run(services.PROVIDER, service, scope, path, into):
        if provider in (services.CONSUL, ""):
            _consul_service(scope, into)
        elif provider == services.NOMAD:
            _nomad_service(scope, into)
    run(services.IDENTITY, service, scope, path, into)


def _consul_service(scope: Scope, into: Branch) -> None:
    service, path = scope.service, scope.path
    for index, check in enumerate(_each(service, "check")):
        here = path.item("check", index)
        prefix = f"Check {check.get('name') or ''} invalid: "
        if not run(services.CHECK_PORT + services.CHECK_CONNECT, check, scope, here, into, prefix, first=True):
            _check(check, services.CONSUL_CHECK, services.CONSUL_CHECK_REST, scope, here, into, prefix)
    run(services.KIND, service, scope, path, into)
    if service.get("connect") is not None:
        from nomadspec.checks.connect_walk import connect_errors

        connect_errors(scope, into)


def _nomad_service(scope: Scope, into: Branch) -> None:
    service, path = scope.service, scope.path
    for index, check in enumerate(_each(service, "check")):
        here = path.item("check", index)
        prefix = f"Check {check.get('name') or ''} invalid: "
        if not run(services.CHECK_PORT, check, scope, here, into, prefix, first=True):
            _check(check, services.NOMAD_CHECK, services.NOMAD_CHECK_REST, scope, here, into, "")
    if service.get("connect") is not None:
        from nomadspec.checks.connect import CONNECT_PROVIDER

        run(CONNECT_PROVIDER, service, scope, path, into)


def _check(check: Any, table: tuple[Check, ...], rest: tuple[Check, ...], scope: Scope, path: ModelPath, into: Branch, prefix: str) -> None:
    """One health check: the first problem ends it."""
    if run(table, check, scope, path, into, prefix, first=True):
        return
    restart = check.get("check_restart")
    if restart is not None:
        branch = Branch(prefix)
        run(services.CHECK_RESTART, restart, scope, path / "check_restart", branch)
        into.add(branch)
        if branch.items:
            return
    run(rest, check, scope, path, into, prefix, first=True)


# --- task --------------------------------------------------------------------------------------------------------------------


def _task(scope: Scope, into: Branch) -> None:
    task, path = scope.task, scope.path
    run(tasks.TASK, task, scope, path, into)
    resources = task.get("resources")
    if resources is not None:
        branch = Branch()
        _resources(resources, scope, path / "resources", branch)
        into.add(branch)
    logs = task.get("logs")
    if logs is not None:
        branch = Branch()
        run(tasks.LOGS, logs, scope, path / "logs", branch)
        into.add(branch)
    _constraints(task, scope, path, into)
    _affinities(task, scope, path, into)
    branch = Branch()
    _task_services(scope, branch)
    into.add(branch)
    _artifacts(scope, into)
    vault = task.get("vault")
    if vault is not None:
        branch = Branch("Vault validation failed: ")
        run(credentials.VAULT, vault, scope, path / "vault", branch)
        into.add(branch)
    for index, template in enumerate(_each(task, "template")):
        here = path.item("template", index)
        branch = Branch(f"Template {index + 1} validation failed: ")
        run(folders.TEMPLATE, template, scope, here, branch)
        into.add(branch)
        run(folders.TEMPLATE_DUPLICATE, template, _inside(scope, index), here, into)
    for index, action in enumerate(_each(task, "action")):
        here = path.item("action", action.get("name") or "")
        branch = Branch(f"Action {action.get('name') or ''} validation failed: ")
        run(folders.ACTION, action, scope, here, branch)
        into.add(branch)
        run(folders.ACTION_DUPLICATE, action, _inside(scope, index), here, into)
    payload = task.get("dispatch_payload")
    if payload is not None:
        run(folders.DISPATCH_PAYLOAD, payload, scope, path / "dispatch_payload", into, "Dispatch Payload validation failed: ")
    lifecycle = task.get("lifecycle")
    if lifecycle is not None:
        run(tasks.LIFECYCLE, lifecycle, scope, path / "lifecycle", into, "Lifecycle validation failed: ")
    if task.get("kind"):
        from nomadspec.checks.connect import PROXY_TASK

        run(PROXY_TASK, task, scope, path, into)
    _volume_mounts(scope, into)
    plugin = task.get("csi_plugin")
    if plugin is not None:
        run(folders.CSI_PLUGIN, plugin, scope, path / "csi_plugin", into)
    _identities(scope, into)
    for index, secret in enumerate(_each(task, "secret")):
        here = path.item("secret", secret.get("name") or "")
        branch = Branch(f"Secret {go_quote(secret.get('name') or '')} is invalid: ")
        run(credentials.SECRET, secret, scope, here, branch)
        into.add(branch)
        run(credentials.SECRET_IN_TASK, secret, _inside(scope, index), here, into)


def _resources(resources: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    run(tasks.CORES, resources, scope, path, into)
    branch = Branch()
    run(tasks.LEAST, resources, scope, path, branch)
    into.add(branch)
    for index, device in enumerate(_each(resources, "device")):
        here = path.item("device", device.get("name") or "")
        branch = Branch(f"device {index + 1} failed validation: ")
        run(tasks.DEVICE, device, scope, here, branch)
        for number, constraint in enumerate(_each(device, "constraint")):
            prefix = f"Constraint {number + 1} validation failed: "
            spot = here.item("constraint", number)
            if not run(placement.DEVICE_CONSTRAINT, constraint, scope, spot, branch, prefix):
                inner = Branch(prefix)
                run(placement.CONSTRAINT, constraint, scope, spot, inner)
                branch.add(inner)
        for number, affinity in enumerate(_each(device, "affinity")):
            inner = Branch(f"Affinity {number + 1} validation failed: ")
            run(placement.AFFINITY, affinity, scope, here.item("affinity", number), inner)
            branch.add(inner)
        into.add(branch)
    run(tasks.MEMORY, resources, scope, path, into)


def _task_services(scope: Scope, into: Branch) -> None:
    for one in _service_scopes(scope.task, scope):
        service = one.service
        branch = Branch(f"service[{one.index}] {go_quote(service.get('name') or '')} validation failed: ")
        _service(one, branch)
        into.add(branch)
        run(context.TASK_SERVICE, service, one, one.path, into)
        for index, check in enumerate(_each(service, "check")):
            run(context.TASK_CHECK, check, _inside(one, index), one.path.item("check", index), into)
    run(context.SERVICE_PORTS, scope.task, scope, scope.path, into)


def _artifacts(scope: Scope, into: Branch) -> None:
    for index, artifact in enumerate(_each(scope.task, "artifact")):
        here = scope.path.item("artifact", index)
        branch = Branch(f"Artifact {index + 1} validation failed: ")
        run(folders.ARTIFACT, artifact, scope, here, branch)
        if artifact.get("options"):
            run(folders.CHECKSUM, artifact, scope, here, branch, first=True)
        into.add(branch)


def _volume_mounts(scope: Scope, into: Branch) -> None:
    for index, mount in enumerate(_each(scope.task, "volume_mount")):
        here = scope.path.item("volume_mount", index)
        run(folders.VOLUME_MOUNT, mount, _inside(scope, index), here, into)
        branch = Branch(f'Volume Mount ({index}) is invalid: "', '"')
        run(folders.VOLUME_MOUNT_BODY, mount, scope, here, branch)
        into.add(branch)


def _identities(scope: Scope, into: Branch) -> None:
    identities = [(scope.task.get("default_identity"), scope.path / "identity")]
    identities += [(identity, scope.path.item("identity", index)) for index, identity in enumerate(_each(scope.task, "identity"))]
    for identity, path in identities:
        if identity is not None:
            if path.key is not None:
                run(credentials.IDENTITY_DUPLICATE, identity, scope, path, into)
            branch = Branch(f"Identity {go_quote(identity.get('name') or '')} is invalid: ")
            run(credentials.IDENTITY, identity, scope, path, branch)
            into.add(branch)


# --- the server --------------------------------------------------------------------------------------------------------------


def server_errors(scope: Scope, root: Branch) -> None:
    """What a server's validators find, one after the other; most of them stop at their first problem."""
    inner = _group_scopes(scope)
    if any(service.get("connect") is not None for one in inner for service in _each(one.group, "service")):
        from nomadspec.checks.connect_walk import connect_admission

        connect_admission(inner, root)
    if any(check.get("expose") for one in inner for service in _all_services(one) for check in _each(service.service, "check")):
        from nomadspec.checks.connect_walk import expose_admission

        expose_admission(inner, root)
    _vault_admission(scope, inner, root)
    _consul_admission(inner, root)
    run(admission.NAMESPACE, scope.job, scope, scope.path, root, first=True)
    run(admission.NODE_POOL, scope.job, scope, scope.path, root)
    struct_errors(scope, root)
    run(jobs.SERVER, scope.job, scope, scope.path, root)
    for one in inner:
        for service in _service_scopes(one.group, one):
            run(admission.SERVICE_IDENTITY_NAME, service.service, service, service.path, root)
        for task in _task_scopes(one):
            for service in _service_scopes(task.task, task):
                run(admission.SERVICE_IDENTITY_NAME, service.service, service, service.path, root)
            vault = task.task.get("vault")
            if vault is not None:
                run(credentials.VAULT_CLUSTER_IDENTITY, vault, task, task.path / "vault", root)
    run(jobs.COUNT, scope.job, scope, scope.path, root)
    _stop_at_first(tasks.NUMA, inner, root)
    _stop_at_first(tasks.SCHEDULE, inner, root)


def _all_services(scope: Scope) -> list[Scope]:
    """The services of a group, then those of its tasks."""
    return _service_scopes(scope.group, scope) + [service for task in _task_scopes(scope) for service in _service_scopes(task.task, task)]


def _stop_at_first(table: tuple[Check, ...], inner: list[Scope], into: Branch) -> None:
    for one in inner:
        for task in _task_scopes(one):
            if run(table, task.task, task, task.path, into):
                return


def _vault_admission(scope: Scope, inner: list[Scope], into: Branch) -> None:
    for one in inner:
        for task in _task_scopes(one):
            vault = task.task.get("vault")
            if vault is not None and run(credentials.VAULT_CLUSTER, vault, task, task.path / "vault", into):
                return
    run(admission.VAULT_NAMESPACES, scope.job, scope, scope.path, into)


def _consul_admission(inner: list[Scope], into: Branch) -> None:
    for one in inner:
        consul = one.group.get("consul")
        if consul is not None and run(admission.CONSUL_CLUSTER, consul, one, one.path / "consul", into):
            return
        for service in _service_scopes(one.group, one):
            if run(admission.SERVICE_CLUSTER, service.service, service, service.path, into):
                return
        for task in _task_scopes(one):
            for service in _service_scopes(task.task, task):
                if run(admission.SERVICE_CLUSTER, service.service, service, service.path, into):
                    return
            consul = task.task.get("consul")
            if consul is not None and run(admission.PARTITION + admission.CONSUL_CLUSTER, consul, task, task.path / "consul", into, first=True):
                return


def crashes(scope: Scope, into: Branch) -> None:
    """What makes Nomad crash, in a job as it was submitted."""
    for one in _group_scopes(scope):
        for service in _service_scopes(one.group, one):
            block = service.service.get("connect")
            sidecar = block.get("sidecar_task") if block is not None else None
            if sidecar is not None:
                _crashing_mounts(sidecar, service, service.path / "connect" / "sidecar_task", into)
        for task in _task_scopes(one):
            _crashing_mounts(task.task, task, task.path, into)


def allowed(scope: Scope, into: Branch) -> None:
    """What the settings forbid beyond Nomad, in a job as it was submitted."""
    if scope.settings.vault_allowed_roles is None and scope.settings.vault_allowed_policies is None:
        return
    for one in _group_scopes(scope):
        for task in _task_scopes(one):
            vault = task.task.get("vault")
            if vault is not None:
                run(credentials.VAULT_ALLOWED, vault, task, task.path / "vault", into)


def _crashing_mounts(owner: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    for index, mount in enumerate(_each(owner, "volume_mount")):
        run(folders.VOLUME_MOUNT_CRASH, mount, scope, path.item("volume_mount", index), into)


# --- warnings ----------------------------------------------------------------------------------------------------------------


def warnings(scope: Scope, root: Branch, *, server: bool) -> None:
    """What Nomad warns about; a server about a little more."""
    inner = _group_scopes(scope)
    for one in inner:
        branch = Branch(f"Group {go_quote(one.group.get('name') or '')} has warnings: ")
        _group_warnings(one, branch)
        root.add(branch)
    for one in inner:
        run(context.SERVICE_SHUTDOWN_DELAY, one.group, one, one.path, root)
        for task in _task_scopes(one):
            run(context.TASK_SHUTDOWN_DELAY, task.task, task, task.path, root)
        run(groups.SHUTDOWN_DELAY, one.group, one, one.path, root)
    run(policies.AUTO_PROMOTE, scope.job, scope, scope.path, root)
    periodic = scope.job.get("periodic")
    if periodic is not None:
        run(jobs.PERIODIC_WARNINGS, periodic, scope, scope.path / "periodic", root)
    if not server:
        return
    for one in inner:
        for task in _task_scopes(one):
            for index, identity in enumerate(_each(task.task, "identity")):
                run(credentials.VAULT_IDENTITY_WARNINGS, identity, task, task.path.item("identity", index), root)
    settings = scope.settings
    if not settings.oversubscribed_pools.get(scope.job.get("node_pool"), settings.memory_oversubscription):
        for one in inner:
            for task in _task_scopes(one):
                run(tasks.OVERSUBSCRIPTION, task.task, task, task.path, root)


def _group_warnings(scope: Scope, into: Branch) -> None:
    group, path = scope.group, scope.path
    update = group.get("update")
    if update is not None:
        run(policies.UPDATE_WARNINGS, update, scope, path / "update", into)
    for index, network in enumerate(_each(group, "network")[:1]):
        run(networks.GROUP_WARNINGS, network, scope, path.item("network", index), into)
    _identity_warnings(group, scope, into)
    for one in _task_scopes(scope):
        branch = Branch(f"Task {go_quote(one.task.get('name') or '')} has warnings: ")
        _task_warnings(one, branch)
        into.add(branch)


def _identity_warnings(owner: Any, scope: Scope, into: Branch) -> None:
    for one in _service_scopes(owner, scope):
        identity = one.service.get("identity")
        if identity is not None:
            prefix = f"Service {go_quote(one.service.get('name') or '')}: "
            run(credentials.IDENTITY_WARNINGS, identity, one, one.path / "identity", into, prefix)


def _task_warnings(scope: Scope, into: Branch) -> None:
    task, path = scope.task, scope.path
    resources = task.get("resources")
    if resources is not None:
        run(tasks.RESOURCES_WARNINGS, resources, scope, path / "resources", into)
        run(networks.TASK_WARNINGS, resources, scope, path / "resources", into)
    for index, template in enumerate(_each(task, "template")):
        run(folders.TEMPLATE_WARNINGS, template, scope, path.item("template", index), into, f"Template[{index}] ")
    _identity_warnings(task, scope, into)
    for index, identity in enumerate(_each(task, "identity")):
        branch = Branch()
        run(credentials.IDENTITY_WARNINGS, identity, scope, path.item("identity", index), branch, f"Identity[{identity.get('name') or ''}] ")
        into.add(branch)
