"""A job from top to bottom in the order in which Nomad looks: which tables apply to which block, and where their problems are nested.

`struct_errors` is what everybody can check, with or without a server; `server.py` has the rest. The job is the canonical one. What lies
below an unknown value is passed over.

Most blocks have few of the fields that a job may have. So each block's fields are read at once, and a table is not run where a look at one of them says that
none of its checks can find something: where a check reads an unknown field it reports nothing, so a field that is not known counts as one that is not there.
"""

from __future__ import annotations

from nomadspec.checks import constraints, credentials, policies
from nomadspec.checks import group as groups
from nomadspec.checks import job as jobs
from nomadspec.checks import network as networks
from nomadspec.checks import service as services
from nomadspec.checks import service_context as context
from nomadspec.checks import task as tasks
from nomadspec.checks.check import Scope
from nomadspec.checks.report import Branch, run
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.jobspec.admission.constraints import IMPLIED
from nomadspec.jobspec.admission.defaults import DEFAULT_BLOCKS
from nomadspec.jobspec.block import known_reader
from nomadspec.source.on_demand import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks import connect, connect_walk, task_files
    from nomadspec.checks.check import Check
    from nomadspec.jobspec.path import ModelPath
else:
    connect = Later("nomadspec.checks.connect")
    connect_walk = Later("nomadspec.checks.connect_walk")
    task_files = Later("nomadspec.checks.task_files")


def each(block: Any, field: str) -> Any:
    """The blocks in a list field; none when it is empty or unknown."""
    return block.get(field) or ()


def stated(block: Any) -> bool:
    """Whether there is a block that says something for itself: one that Nomad has filled in needs no check of its own fields."""
    return block is not None and id(block) not in DEFAULT_BLOCKS


# --- what every level has ----------------------------------------------------------------------------------------------------


def _is_plain(constraint: Any) -> bool:
    """Whether one look is enough to see that nothing is wrong with a constraint; most are such."""
    operator, value, attribute = constraint.get("operator"), constraint.get("value"), constraint.get("attribute")
    if not value or not attribute or not attribute.startswith(constraints.NODE_PREFIXES) or not attribute.endswith("}"):
        return False
    return operator in constraints.COMPARISONS or operator == "set_contains" or (operator == "semver" and _is_least_version(value))


def _is_least_version(value: str) -> bool:
    parts = value.removeprefix(">= ").split(".")
    return len(parts) == 3 and value.startswith(">= ") and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)


def _constraints(found: Any, block: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    for index, constraint in enumerate(found):
        if id(constraint) in IMPLIED or _is_plain(constraint):
            continue
        here = path.item("constraint", index)
        branch = Branch(f"Constraint {index + 1} validation failed: ")
        run(constraints.CONSTRAINT, constraint, scope, here, branch)
        into.add(branch)
        if block is scope.task:
            run(constraints.TASK_CONSTRAINT, constraint, scope.inside(index), here, into)


def _affinities(found: Any, block: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    if run(constraints.SYSTEM_AFFINITY, block, scope, path, into) or scope.job.get("type") == "system":
        return
    for index, affinity in enumerate(found):
        branch = Branch(f"Affinity {index + 1} validation failed: ")
        run(constraints.AFFINITY, affinity, scope, path.item("affinity", index), branch)
        into.add(branch)


def _spreads(found: Any, block: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    if run(constraints.SYSTEM_SPREAD, block, scope, path, into) or scope.job.get("type") == "system":
        return
    for index, spread in enumerate(found):
        here = path.item("spread", index)
        branch = Branch(f"Spread {index + 1} validation failed: ")
        run(constraints.SPREAD, spread, scope, here, branch)
        for number, target in enumerate(each(spread, "target")):
            run(constraints.SPREAD_TARGET, target, scope.inside(number, spread), here.item("target", target.get("value", number)), branch)
        run(constraints.SPREAD_SUM, spread, scope, here, branch)
        into.add(branch)


# --- job ---------------------------------------------------------------------------------------------------------------------

_read_job = known_reader(("constraint", "affinity", "spread", "ui", "version_tag", "periodic", "parameterized", "multiregion"))


def struct_errors(scope: Scope, root: Branch) -> None:
    """What the job's own structures are checked for, with or without a server."""
    job, path = scope.job, scope.path
    constraints_, affinities, spreads, ui, tag, periodic, parameterized, multiregion = _read_job(job)
    run(jobs.JOB, job, scope, path, root)
    if constraints_:
        _constraints(constraints_, job, scope, path, root)
    if affinities:
        _affinities(affinities, job, scope, path, root)
    if spreads:
        _spreads(spreads, job, scope, path, root)
    if ui is not None or tag is not None:
        run(jobs.DESCRIPTIONS, job, scope, path, root)
    for one in scope.groups:
        run(jobs.GROUPS, one.group, one, one.path, root)
        if older_disconnect(one.group):
            run(groups.OLDER_DISCONNECT_FIRST, one.group, one, one.path, root)
    for one in scope.groups:
        branch = Branch(f"Task group {one.path.key} validation failed: ")
        _group(one, branch)
        root.add(branch)
    if periodic is not None and periodic.get("enabled"):
        run(jobs.PERIODIC_TYPE, job, scope, path, root)
        branch = Branch()
        run(jobs.PERIODIC, periodic, scope, path / "periodic", branch)
        root.add(branch)
    if parameterized is not None:
        run(jobs.PARAMETERIZED_TYPE, job, scope, path, root)
        branch = Branch()
        run(jobs.PARAMETERIZED, parameterized, scope, path / "parameterized", branch)
        root.add(branch)
    if multiregion is not None:
        run(jobs.MULTIREGION, job, scope, path, root)


# --- group -------------------------------------------------------------------------------------------------------------------

_read_group = known_reader(
    (
        "constraint",
        "affinity",
        "spread",
        "disconnect",
        "restart",
        "reschedule",
        "ephemeral_disk",
        "update",
        "migrate",
        "max_run_duration",
        "volume",
        "network",
        "scaling",
    )
)


_read_older_disconnect = known_reader(("max_client_disconnect", "stop_after_client_disconnect", "prevent_reschedule_on_lost"))


def older_disconnect(group: Any) -> bool:
    """Whether a group has one of the fields from before the disconnect block."""
    most, stop, prevented = _read_older_disconnect(group)
    return most is not None or stop is not None or prevented is True


def _group(scope: Scope, into: Branch) -> None:
    group, path = scope.group, scope.path
    constraints_, affinities, spreads, disconnect, restart, reschedule, disk, update, migrate, longest, volumes, own_networks, scaling = _read_group(group)
    run(groups.GROUP, group, scope, path, into)
    if older_disconnect(group):
        run(groups.OLDER_DISCONNECT, group, scope, path, into)
    if disconnect is not None:
        run(groups.DISCONNECT, disconnect, scope, path / "disconnect", into)
    if longest is not None:
        run(groups.RUN_DURATION, group, scope, path, into)
    if constraints_:
        _constraints(constraints_, group, scope, path, into)
    if affinities:
        _affinities(affinities, group, scope, path, into)
    if stated(restart):
        run(policies.RESTART, restart, scope, path / "restart", into)
    if spreads:
        _spreads(spreads, group, scope, path, into)
    if stated(reschedule) and not run(policies.RESCHEDULE_TYPE, reschedule, scope, path / "reschedule", into):
        run(policies.RESCHEDULE, reschedule, scope, path / "reschedule", into)
    if stated(disk):
        run(groups.EPHEMERAL_DISK, disk, scope, path / "ephemeral_disk", into)
    if stated(update):
        run(policies.UPDATE, update, scope, path / "update", into)
    if stated(migrate) and not run(policies.MIGRATE_TYPE, migrate, scope, path / "migrate", into):
        run(policies.MIGRATE, migrate, scope, path / "migrate", into)
    inner, outer = scope.tasks, scope.services
    for one in inner:
        run(groups.TASKS, one.task, one, one.path, into)
    run(groups.MAIN_TASK, group, scope, path, into)
    for name, volume in (volumes or {}).items():
        branch = Branch(f"Task group volume validation for {name} failed: ")
        run(groups.VOLUME, volume, scope, path.item("volume", name), branch)
        into.add(branch)
    networks_of_tasks = [(one, found) for one in inner if stated(resources := one.task.get("resources")) and (found := resources.get("network"))]
    if own_networks or networks_of_tasks:
        branch = Branch("Task group network validation failed: ")
        _networks(own_networks or (), networks_of_tasks, scope, branch)
        into.add(branch)
    services_of_tasks = [service for one in inner for service in one.services]
    if outer or services_of_tasks:
        branch = Branch("Task group service validation failed: ")
        _group_services(scope, services_of_tasks, outer, branch)
        into.add(branch)
        branch = Branch("Task group service check validation failed: ")
        for one in outer:
            for index, check in enumerate(each(one.service, "check")):
                run(context.SCRIPT_CHECK, check, one, one.path.item("check", index), branch)
        into.add(branch)
    if scaling is not None:
        branch = Branch("Task group scaling policy validation failed: ")
        run(groups.SCALING, scaling, scope, path / "scaling", branch, "Scaling policy invalid: ")
        into.add(branch)
    for one in inner:
        branch = Branch(f"Task {one.path.key} validation failed: ")
        _task(one, branch)
        into.add(branch)


_read_network = known_reader(("mode", "reserved_ports", "port", "cni", "hostname"))


def _networks(own: Any, of_tasks: list[tuple[Scope, Any]], scope: Scope, into: Branch) -> None:
    """The networks of the group and then of its tasks, each knowing what those before have taken."""
    taken = networks.Taken()
    within = scope.inside(0, taken)
    for index, network in enumerate(own):
        here = scope.path.item("network", index)
        mode, reserved, dynamic, cni, hostname = _read_network(network)
        taken.mode = mode or ""
        for port in (*(reserved or ()), *(dynamic or ())):
            run(networks.PORT, port, within, here.item("port", port.get("label") or ""), into)
            taken.take(port, label=True)
        if cni is not None:
            run(networks.CNI, network, within, here, into)
            taken.arguments.update(cni.get("args") or ())
        if hostname:
            run(networks.HOSTNAME, network, within, here, into)
    for one, found in of_tasks:
        taken.owner = one.task.get("name") or ""
        for index, network in enumerate(found):
            here = (one.path / "resources").item("network", index)
            for port in (*each(network, "reserved_ports"), *each(network, "port")):
                run(networks.TASK_PORT, port, within, here.item("port", port.get("label") or ""), into)
                taken.take(port, label=False)


# --- services ----------------------------------------------------------------------------------------------------------------


def _group_services(scope: Scope, of_tasks: list[Scope], outer: list[Scope], into: Branch) -> None:
    for one in of_tasks:
        run(context.TASK_SERVICE_OWNER, one.service, one, one.path, into)
        for index, check in enumerate(each(one.service, "check")):
            run(context.TASK_CHECK_OWNER, check, one, one.path.item("check", index), into)
    for one in outer:
        service = one.service
        branch = Branch(f"Service[{one.index}] {service.get('name') or ''} validation failed: ")
        _service(one, branch)
        into.add(branch)
        if branch.items:
            continue
        run(context.GROUP_SERVICE, service, one, one.path, into)
        for index, check in enumerate(each(service, "check")):
            run(context.GROUP_CHECK, check, one, one.path.item("check", index), into)
    if len(of_tasks) + len(outer) > 1:
        run(context.SERVICES, scope.group, scope, scope.path, into)


_read_service = known_reader(("provider", "check", "kind", "connect", "identity"))


def _service(scope: Scope, into: Branch) -> None:
    """What a service is checked for wherever it stands."""
    service, path = scope.service, scope.path
    provider, checks, kind, connected, identity = _read_service(service)
    run(services.SERVICE, service, scope, path, into)
    if provider in (services.CONSUL, ""):
        for index, check in enumerate(checks or ()):
            here = path.item("check", index)
            prefix = f"Check {check.get('name') or ''} invalid: "
            if not run(services.CONSUL_CHECK_FIRST, check, scope, here, into, prefix, first=True):
                _check(check, services.CONSUL_CHECK, services.CONSUL_CHECK_REST, scope, here, into, prefix)
        if kind:
            run(services.KIND, service, scope, path, into)
        if connected is not None:
            connect_walk.connect_errors(scope, into)
    elif provider == services.NOMAD:
        for index, check in enumerate(checks or ()):
            here = path.item("check", index)
            prefix = f"Check {check.get('name') or ''} invalid: "
            if not run(services.CHECK_PORT, check, scope, here, into, prefix, first=True):
                _check(check, services.NOMAD_CHECK, services.NOMAD_CHECK_REST, scope, here, into, "")
        if connected is not None:
            run(connect.CONNECT_PROVIDER, service, scope, path, into)
    else:
        run(services.PROVIDER, service, scope, path, into)
    if identity is not None:
        run(services.IDENTITY, service, scope, path, into)


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


_read_task = known_reader(
    (
        "resources",
        "logs",
        "constraint",
        "affinity",
        "artifact",
        "vault",
        "template",
        "action",
        "dispatch_payload",
        "lifecycle",
        "kind",
        "volume_mount",
        "csi_plugin",
        "default_identity",
        "identity",
        "secret",
    )
)


def _task(scope: Scope, into: Branch) -> None:
    task, path = scope.task, scope.path
    (
        resources,
        logs,
        constraints_,
        affinities,
        artifacts,
        vault,
        templates,
        actions,
        payload,
        lifecycle,
        kind,
        mounts,
        plugin,
        default_identity,
        identities,
        secrets,
    ) = _read_task(task)
    run(tasks.TASK, task, scope, path, into)
    if stated(resources):
        branch = Branch()
        _resources(resources, scope, path / "resources", branch)
        into.add(branch)
    if logs is not None and (stated(logs) or stated(scope.group.get("ephemeral_disk"))):
        branch = Branch()
        run(tasks.LOGS, logs, scope, path / "logs", branch)
        into.add(branch)
    if constraints_:
        _constraints(constraints_, task, scope, path, into)
    if affinities:
        _affinities(affinities, task, scope, path, into)
    if scope.services:
        branch = Branch()
        _task_services(scope, branch)
        into.add(branch)
    for index, artifact in enumerate(artifacts or ()):
        _artifact(artifact, scope, path.item("artifact", index), Branch(f"Artifact {index + 1} validation failed: "), into)
    if vault is not None:
        branch = Branch("Vault validation failed: ")
        run(credentials.VAULT, vault, scope, path / "vault", branch)
        into.add(branch)
    for index, template in enumerate(templates or ()):
        here = path.item("template", index)
        branch = Branch(f"Template {index + 1} validation failed: ")
        run(task_files.TEMPLATE, template, scope, here, branch)
        into.add(branch)
        if index:  # the first is like none before it
            run(task_files.TEMPLATE_DUPLICATE, template, scope.inside(index), here, into)
    for index, action in enumerate(actions or ()):
        here = path.item("action", action.get("name") or "")
        branch = Branch(f"Action {action.get('name') or ''} validation failed: ")
        run(task_files.ACTION, action, scope, here, branch)
        into.add(branch)
        run(task_files.ACTION_DUPLICATE, action, scope.inside(index), here, into)
    if payload is not None:
        run(task_files.DISPATCH_PAYLOAD, payload, scope, path / "dispatch_payload", into, "Dispatch Payload validation failed: ")
    if lifecycle is not None:
        run(tasks.LIFECYCLE, lifecycle, scope, path / "lifecycle", into, "Lifecycle validation failed: ")
    if kind:
        run(connect.PROXY_TASK, task, scope, path, into)
    for index, mount in enumerate(mounts or ()):
        here = path.item("volume_mount", index)
        run(task_files.VOLUME_MOUNT, mount, scope.inside(index), here, into)
        branch = Branch(f'Volume Mount ({index}) is invalid: "', '"')
        run(task_files.VOLUME_MOUNT_BODY, mount, scope, here, branch)
        into.add(branch)
    if plugin is not None:
        run(task_files.CSI_PLUGIN, plugin, scope, path / "csi_plugin", into)
    if stated(default_identity):
        _identity(default_identity, scope, path / "identity", into)
    for index, identity in enumerate(identities or ()):
        here = path.item("identity", index)
        run(credentials.IDENTITY_DUPLICATE, identity, scope, here, into)
        _identity(identity, scope, here, into)
    for index, secret in enumerate(secrets or ()):
        here = path.item("secret", secret.get("name") or "")
        branch = Branch(f"Secret {go_quote(secret.get('name') or '')} is invalid: ")
        run(credentials.SECRET, secret, scope, here, branch)
        into.add(branch)
        run(credentials.SECRET_IN_TASK, secret, scope.inside(index), here, into)


_read_resources = known_reader(("cores", "device", "memory", "memory_max", "secrets", "numa"))


def _resources(resources: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    cores, devices, memory, most, secrets, numa = _read_resources(resources)
    if cores:
        run(tasks.CORES, resources, scope, path, into)
    branch = Branch()
    run(tasks.LEAST, resources, scope, path, branch)
    into.add(branch)
    for index, device in enumerate(devices or ()):
        here = path.item("device", device.get("name") or "")
        branch = Branch(f"device {index + 1} failed validation: ")
        run(tasks.DEVICE, device, scope, here, branch)
        for number, constraint in enumerate(each(device, "constraint")):
            prefix = f"Constraint {number + 1} validation failed: "
            spot = here.item("constraint", number)
            if not run(constraints.DEVICE_CONSTRAINT, constraint, scope, spot, branch, prefix):
                inner = Branch(prefix)
                run(constraints.CONSTRAINT, constraint, scope, spot, inner)
                branch.add(inner)
        for number, affinity in enumerate(each(device, "affinity")):
            inner = Branch(f"Affinity {number + 1} validation failed: ")
            run(constraints.AFFINITY, affinity, scope, here.item("affinity", number), inner)
            branch.add(inner)
        into.add(branch)
    if most or secrets or numa is not None or (memory or 0) < 0:
        run(tasks.MEMORY, resources, scope, path, into)


def _task_services(scope: Scope, into: Branch) -> None:
    for one in scope.services:
        service = one.service
        branch = Branch(f"service[{one.index}] {go_quote(service.get('name') or '')} validation failed: ")
        _service(one, branch)
        into.add(branch)
        run(context.TASK_SERVICE, service, one, one.path, into)
        for index, check in enumerate(each(service, "check")):
            run(context.TASK_CHECK, check, one.inside(index), one.path.item("check", index), into)
    run(context.SERVICE_PORTS, scope.task, scope, scope.path, into)


def _artifact(artifact: Any, scope: Scope, path: ModelPath, branch: Branch, into: Branch) -> None:
    run(task_files.ARTIFACT, artifact, scope, path, branch)
    if artifact.get("options"):
        run(task_files.CHECKSUM, artifact, scope, path, branch, first=True)
    into.add(branch)


def _identity(identity: Any, scope: Scope, path: ModelPath, into: Branch) -> None:
    branch = Branch(f"Identity {go_quote(identity.get('name') or '')} is invalid: ")
    run(credentials.IDENTITY, identity, scope, path, branch)
    into.add(branch)
