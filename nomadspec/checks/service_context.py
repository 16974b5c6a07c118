"""Checks of services against the group and task they stand in, and of the services of a group against each other (NOM42…, NOM43…)."""

from __future__ import annotations

from nomadspec.checks.alike import first_alike
from nomadspec.checks.check import Check, Found
from nomadspec.checks.policies import is_written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope
    from nomadspec.jobspec.path import ModelPath

PORT_TYPES = ("http", "tcp", "grpc")

# --- services of a task ------------------------------------------------------------------------------------------------------


def _mode_of_group(mode: str) -> Any:
    def test(service: Any, _: Scope) -> Any:
        return service.address_mode == mode and Found(name=service.name)

    return test


#: Of a task's service, in its group.
TASK_SERVICE_OWNER = (
    Check("NOM4201", "service-task-other-task", "Service {name} is invalid: may only specify task the service belongs to, got {task:q}", "task",
          "Remove task, or move the service to the group.",
          lambda service, scope: service.task and service.task != scope.task.name and Found(name=service.name, task=service.task)),
)  # fmt: skip


def _name(block: Any) -> Any:
    return block.name


def _name_and_port(service: Any) -> Any:
    return service.name + service.port


#: Of each check of a task's service, in its group.
TASK_CHECK_OWNER = (
    Check("NOM4206", "check-task-other-task", "Check {name} is invalid: may only specify task the check belongs to, got {task:q}", "task",
          "Remove task from the service, or move the service to the group.",
          lambda check, scope: check.task and check.task != scope.task.name and Found(name=check.name, task=check.task)),
)  # fmt: skip

#: Of a task's service, behind its own.
TASK_SERVICE = (
    Check("NOM4202", "service-task-address-mode-alloc",
          'service {name:q} cannot use address_mode="alloc", only services defined in a "group" block can use this mode', "address_mode",
          "Move the service to the group, or use another address_mode.",
          _mode_of_group("alloc")),
    Check("NOM4203", "service-task-address-mode-alloc-ipv6",
          'service {name:q} cannot use address_mode="alloc_ipv6", only services defined in a "group" block can use this mode', "address_mode",
          "Move the service to the group, or use another address_mode.",
          _mode_of_group("alloc_ipv6"), since="1.10.4"),
    Check("NOM4204", "service-duplicate-in-task", "service {name:q} is duplicate", "",
          "Give the services of the task different names or ports.",
          lambda service, scope: first_alike(scope, scope.task.service, _name_and_port) != scope.index
          and Found(name=service.name)),
    Check("NOM4205", "service-task-connect",
          'service {name:q} cannot have "connect" block, only services defined in a "group" block can', "connect",
          "Move the service to the group.",
          lambda service, _: service.connect is not None and Found(name=service.name)),
)  # fmt: skip


def _port(check: Any, scope: Scope) -> str:
    port: str = check.port or scope.service.port
    return port


def _numeric(check: Any, scope: Scope) -> int | None:
    """The number that the port of a check is, its service's unless it has one."""
    return _number(_port(check, scope))


def _number(port: str) -> int | None:
    sign, digits = (port[0], port[1:]) if port[:1] in ("+", "-") and port else ("", port)
    if not digits or not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        return None
    return -int(digits) if sign == "-" else int(digits)


#: Of each check of a task's service; `scope.index` is the check's.
TASK_CHECK = (
    Check("NOM4211", "check-task-address-mode-alloc",
          'check {service:q} cannot use address_mode="alloc", only checks defined in a "group" service block can use this mode', "address_mode",
          "Move the service to the group, or use another address_mode.",
          lambda check, scope: check.address_mode == "alloc" and Found(service=scope.service.name)),
    Check("NOM4212", "check-task-address-mode-alloc-ipv6",
          'check {service:q} cannot use address_mode="alloc_ipv6", only checks defined in a "group" service block can use this mode', "address_mode",
          "Move the service to the group, or use another address_mode.",
          lambda check, scope: check.address_mode == "alloc_ipv6" and Found(service=scope.service.name), since="1.10.4"),
    Check("NOM4213", "check-task-duplicate-name", "check {name:q} is duplicate", "",
          "Give the checks of the service different names.",
          lambda check, scope: first_alike(scope, scope.service.check, _name) != scope.index and Found(name=check.name)),
    Check("NOM4214", "check-task-port-missing", "check {name:q} is missing a port", "",
          "Set port in the service.",
          lambda check, scope: check.type in PORT_TYPES and not _port(check, scope) and Found(name=check.name)),
    Check("NOM4215", "check-task-numeric-port-invalid", "check {name:q} has invalid numeric port {n}", "port",
          "Use a port above 0.",
          lambda check, scope: check.type in PORT_TYPES and check.address_mode == "driver" and (number := _numeric(check, scope)) is not None and number <= 0
          and Found(name=check.name, n=number)),
    Check("NOM4216", "check-task-numeric-port-mode",
          'check {name:q} cannot use a numeric port {n} without setting address_mode="driver"', "port",
          'Use the label of a port of the group\'s network, or add address_mode = "driver".',
          lambda check, scope: check.type in PORT_TYPES and check.address_mode != "driver" and (number := _numeric(check, scope)) is not None
          and Found(name=check.name, n=number)),
)  # fmt: skip


def _ports(block: Any) -> set[str]:
    """The labels of the first network of a group, or of all networks of a task."""
    return {port.label for network in block for port in (*(network.port or ()), *(network.reserved_ports or ()))}


def _unknown_ports(task: Any, scope: Scope) -> Any:
    if not task.service:
        return None
    known = _ports((scope.group.network or [])[:1])
    if task.resources is not None:
        known |= _ports(task.resources.network or [])
    used: dict[str, list[tuple[str, Any, ModelPath]]] = {}
    for index, service in enumerate(task.service):
        here = scope.path.item("service", index)
        if service.port and not (service.address_mode == "driver" and _number(service.port) is not None):
            used.setdefault(service.port, []).append((service.name, service, here))
        for number, check in enumerate(service.check or ()):
            if check.port and check.type in PORT_TYPES and _number(check.port) is None:
                used.setdefault(check.port, []).append((service.name, check, here.item("check", number)))
    found = []
    for label, users in sorted(used.items()):
        if label not in known:
            names = ", ".join(sorted({name for name, _, _ in users}))
            found.append(Found(blame=users[0][1], path=users[0][2], at="port", label=label, names=names))
    return found


#: Of a task, behind its services.
SERVICE_PORTS = (
    Check("NOM4221", "service-task-port-unknown", "port label {label:q} referenced by services {names} does not exist", "port",
          "Add a port with that label to the group's first network block, or correct the label.",
          _unknown_ports),
)  # fmt: skip

# --- services of a group -----------------------------------------------------------------------------------------------------

#: Of a group's service that has no problem of its own.
GROUP_SERVICE = (
    Check("NOM4301", "service-group-address-mode-driver",
          'service {name:q} cannot use address_mode="driver", only services defined in a "task" block can use this mode', "address_mode",
          "Move the service to the task, or use another address_mode.",
          _mode_of_group("driver")),
)  # fmt: skip

#: Of each check of such a service.
GROUP_CHECK = (
    Check("NOM4311", "check-group-task-driver-mode",
          'Check {service:q} invalid: cannot use address_mode="driver", only checks defined in a "task" service block can use this mode', "task",
          "Move the service to the task, or use another address_mode.",
          lambda check, scope: check.task and check.address_mode == "driver" and Found(service=scope.service.name)),
    Check("NOM4312", "check-group-task-unknown", "Check {name} invalid: refers to non-existent task {task}", "task",
          "Set task, in the check or its service, to a task of the group.",
          lambda check, scope: check.task and all(task.name != check.task for task in scope.group.task or ())
          and Found(name=check.name, task=check.task)),
)  # fmt: skip


def _owned(group: Any) -> list[tuple[str, Any]]:
    """Every service with its owner, the tasks' first."""
    return [(task.name, service) for task in group.task or () for service in task.service or ()] + [("group", service) for service in group.service or ()]


def _alike(group: Any, scope: Scope) -> Any:
    owned = _owned(group)
    if len(owned) < 2:
        return None
    seen, double = set(), {}
    for owner, service in owned:
        key = (service.name, owner, service.port)
        if key in seen:
            double[key] = service
        seen.add(key)
    if not double:
        return None
    names = [f"{owner}->{name}{':' + port if port else ''}" for name, owner, port in double]
    return Found(blame=next(iter(double.values())), at="", list=" ".join(sorted(names)))


def _other_provider(group: Any, scope: Scope) -> Any:
    services = [service for _, service in _owned(group)]
    if len(services) < 2 or all(service.provider == services[0].provider for service in services):
        return None
    # More often than not the odd one is the one that does not say.
    odd = next((service for service in services if not is_written(service, "provider")), services[-1])
    return Found(blame=odd, at="provider")


SERVICES = (
    Check("NOM4321", "service-duplicate-in-group", "Services are not unique: [{list}]", "service",
          "Give the services of a group or task different names or ports.",
          _alike),
    Check("NOM4322", "service-mixed-providers", "Multiple service providers used: task group services must use the same provider", "service",
          "Use the same provider for all services of the group and its tasks.",
          _other_provider),
)  # fmt: skip

#: Of each check of each service of the group.
SCRIPT_CHECK = (
    Check("NOM4331", "check-group-script-no-task", "Service [{group}]->{service} or Check {check} must specify task parameter", "task",
          "Set task to the name of the task in which the script runs.",
          lambda check, scope: check.type == "script" and not check.task and not scope.service.task
          and Found(group=scope.group.name, service=scope.service.name, check=check.name)),
)  # fmt: skip

# --- warnings about leaving the catalog in time ------------------------------------------------------------------------------

TASK_SHUTDOWN_DELAY = (
    Check("NOM6141", "shutdown-delay-task", "task {task:q} in group {group:q} defines services, but has no shutdown_delay set", "service",
          "Add shutdown_delay to the task, so that its services are deregistered before it stops.",
          lambda task, scope: task.service and (task.shutdown_delay or 0) <= 0 and Found(task=task.name, group=scope.group.name), "warning",
          since="2.0.1"),
)  # fmt: skip


def _tasks_in_a_hurry(group: Any, scope: Scope) -> Any:
    """The tasks without a delay that services of the group name, once each."""
    if not group.service:
        return None
    named = {service.task: (index, service) for index, service in reversed(list(enumerate(group.service))) if service.task}
    found = []
    for task in group.task or () if named else ():
        if task.name in named and not task.shutdown_delay:
            index, service = named[task.name]
            path = scope.path.item("service", index)
            found.append(Found(blame=service, path=path, at="task", group=group.name, task=task.name))
    return found


#: Of a group.
SERVICE_SHUTDOWN_DELAY = (
    Check("NOM4341", "shutdown-delay-service-task",
          "group {group:q} references task {task:q} in a service definition, but the task has no shutdown_delay set", "",
          "Add shutdown_delay to the task, so that its service is deregistered before it stops.",
          _tasks_in_a_hurry, "warning", since="2.0.1"),
)  # fmt: skip
