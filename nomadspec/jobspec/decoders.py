"""The block types that Nomad does not decode field by field: a table of small functions by block type.

An *own decoder* makes the fields of a block from attributes that are no fields (`OWN`). A *finisher* fills in or moves fields
after decoding, as Nomad does when it reads a jobspec (`FINISHERS`); it gets the fields, the attributes that were written, and
the extra blocks, which have no field.
"""

from __future__ import annotations

from nomadspec._generated.job_model import TaskGroup
from nomadspec.evaluation.numbers import truncate
from nomadspec.jobspec.block import forget
from nomadspec.schema.blocks import FILLED_IN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    Fields = dict[str, Any]

#: Operators written as an attribute, in the order in which Nomad looks at them: the last one that is not empty wins.
CONSTRAINT_SHORTHANDS: Final = ("version", "semver", "regexp", "set_contains")
AFFINITY_SHORTHANDS: Final = ("version", "semver", "regexp", "set_contains_any", "set_contains_all", "set_contains")


def constraint(own: Fields) -> Fields:
    """Fields of a constraint from the attributes its decoder takes. `set_contains_any` and some others are accepted and ignored."""
    fields = _operands(own, CONSTRAINT_SHORTHANDS)
    distinct = own.get("distinct_hosts")
    if distinct is not None:
        fields["operator"] = "distinct_hosts"
        fields["value"] = "true" if distinct else "false"
    if own.get("distinct_property"):
        fields["operator"] = "distinct_property"
        fields["attribute"] = own["distinct_property"]
    fields["operator"] = fields["operator"] or FILLED_IN["Constraint"]["operator"]
    return fields


def affinity(own: Fields) -> Fields:
    """Fields of an affinity from the attributes its decoder takes; the weight wraps around at 8 bits."""
    fields = _operands(own, AFFINITY_SHORTHANDS)
    weight = own.get("weight")
    if weight is not None:
        whole = truncate(weight)
        fields["weight"] = (whole + 128) % 256 - 128 if isinstance(whole, int) else 0
    fields["operator"] = fields["operator"] or FILLED_IN["Affinity"]["operator"]
    return fields


def _operands(own: Fields, shorthands: tuple[str, ...]) -> Fields:
    fields = {name: own.get(name) or "" for name in ("attribute", "value", "operator")}
    for name in shorthands:
        if own.get(name):
            fields["operator"] = name
            fields["value"] = own[name]
    return fields


OWN: Final[dict[str, Callable[[Fields], Fields]]] = {"Constraint": constraint, "Affinity": affinity}


# --- finishers


def finish_network(fields: Fields, attributes: Fields, extras: Fields) -> None:
    """Ports with a static number are reserved ones."""
    ports = fields.get("port")
    if ports:
        reserved = [port for port in ports if (port.get("static") or 0) > 0]
        fields["reserved_ports"] = reserved or None
        fields["port"] = [port for port in ports if (port.get("static") or 0) <= 0] or None


def finish_networks(fields: Fields, attributes: Fields, extras: Fields) -> None:
    """The same for the network blocks of a group or of a task's resources; those elsewhere are left alone."""
    for network in fields.get("network") or ():
        known = network.known("port")
        ports = network.get("port")
        if ports:
            split = {"port": ports}
            finish_network(split, attributes, extras)
            network.port = split["port"]
            network.reserved_ports = split["reserved_ports"]
        if not known:
            forget(network, ("port", "reserved_ports"))


def fill(type_: str) -> Callable[[Fields, Fields, Fields], None]:
    """A finisher that gives fields of a block type their value where nothing is written."""

    def finish(fields: Fields, attributes: Fields, extras: Fields) -> None:
        for name, value in FILLED_IN[type_].items():
            if fields.get(name) is None:
                fields[name] = [*value] if isinstance(value, list) else value

    return finish


def finish_periodic(fields: Fields, attributes: Fields, extras: Fields) -> None:
    if any(name in attributes and fields.get(name, "") is not None for name in ("cron", "crons")):
        fields["spec_type"] = "cron"


def finish_task(fields: Fields, attributes: Fields, extras: Fields) -> None:
    """The first identity without a name, or named "default", is the task's own."""
    identities = fields.get("identity")
    if identities:
        for index, identity in enumerate(identities):
            if identity.get("name") in ("", "default"):
                fields["default_identity"] = identity
                fields["identity"] = identities[:index] + identities[index + 1 :]
                break
    resources = fields.get("resources")
    if resources is not None:
        finish_networks({"network": resources.get("network")}, attributes, extras)


def finish_group(fields: Fields, attributes: Fields, extras: Fields) -> None:
    """Vault and secrets of the group go to its tasks, ports are split."""
    finish_networks(fields, attributes, extras)
    _pass_vault(fields.get("task") or (), extras.get("vault"))
    secrets = extras.get("secret")
    if secrets:
        for task in fields.get("task") or ():
            own = task.get("secret")
            # Nomad appends a task's own list to itself where the group has one.
            task.secret = own + own if own else list(secrets)


def finish_job(fields: Fields, attributes: Fields, extras: Fields) -> None:
    """A task of the job is a group of its own; vault and secrets of the job go to all tasks."""
    tasks = extras.get("task")
    if tasks:
        groups = []
        for task in tasks:
            group = TaskGroup(name=task.name, task=[task])
            group.origin = task.get("origin")
            groups.append(group)
        fields["group"] = groups + (fields.get("group") or [])
    secrets = extras.get("secret")
    for group in fields.get("group") or ():
        members = group.get("task") or ()
        _pass_vault(members, extras.get("vault"))
        if secrets:
            for task in members:
                task.secret = (task.get("secret") or []) + secrets


def _pass_vault(tasks: Any, vaults: Any) -> None:
    if vaults:
        for task in tasks:
            if task.known("vault") and task.vault is None:
                task.vault = vaults[-1]


FINISHERS: Final[dict[str, Callable[[Fields, Fields, Fields], None]]] = {
    "ChangeScript": fill("ChangeScript"),
    "Job": finish_job,
    "PeriodicConfig": finish_periodic,
    "Task": finish_task,
    "TaskGroup": finish_group,
    "Template": fill("Template"),
    "Vault": fill("Vault"),
}
