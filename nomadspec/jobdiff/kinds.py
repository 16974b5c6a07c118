"""The blocks that are compared in a way of their own: which of their parts are shown, under what names, in what order.

Each function takes the old and the new block (or list) and gives the objects to show. Blocks of scalars need none: the tables at the
places where they are used say all there is to say about them.
"""

from __future__ import annotations

from nomadspec.jobdiff.compare import block, change, fields, flat, in_order, present, text_set
from nomadspec.jobdiff.diff_tree import ADDED, DELETED, NONE, ObjectDiff
from nomadspec.jobdiff.flatten import full, full_block, primitive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.jobdiff.diff_tree import FieldDiff

NETWORK_HIDDEN: Final = frozenset({"Device", "CIDR", "IP", "MBits"})
DYNAMIC_PORT_HIDDEN: Final = frozenset({"Value", "IgnoreCollision"})
SCALING_HIDDEN: Final = frozenset({"CreateIndex", "ModifyIndex", "ID", "Type", "Target[Job]", "Target[Group]", "Target[Namespace]"})


def get(item: Any, name: str) -> Any:
    """A field of a block that may not be there."""
    return None if item is None else getattr(item, name)


# --- identity keys of sets ---------------------------------------------------------------------------------------------------


def constraint_key(item: Any) -> str:
    """A constraint is itself only: an edit is one added and one deleted."""
    return f"{item.attribute} {item.operator} {item.value}"


def affinity_key(item: Any) -> str:
    """As a constraint, with its weight."""
    return f"{item.attribute} {item.operator} {item.value} {item.weight}"


def artifact_key(item: Any) -> str:
    """An artifact is where it goes."""
    return str(item.destination)


# --- job ---------------------------------------------------------------------------------------------------------------------


def periodic(old: Any, new: Any) -> ObjectDiff | None:
    """The `periodic` block."""
    return _shown(
        "Periodic", old, new, fields(primitive(old), primitive(new)), lambda: present(_quiet(text_set("Specs", get(old, "crons"), get(new, "crons"))))
    )


def parameterized(old: Any, new: Any) -> ObjectDiff | None:
    """The `parameterized` block."""
    return _shown(
        "ParameterizedJob",
        old,
        new,
        fields(primitive(old), primitive(new)),
        lambda: present(
            text_set("MetaOptional", get(old, "meta_optional"), get(new, "meta_optional")),
            text_set("MetaRequired", get(old, "meta_required"), get(new, "meta_required")),
        ),
    )


def multiregion(old: Any, new: Any) -> ObjectDiff | None:
    """The `multiregion` block; an absent one is compared as an empty one."""

    def below() -> tuple[ObjectDiff, ...]:
        before = {region.name: region for region in get(old, "region") or ()}
        after = {region.name: region for region in get(new, "region") or ()}
        found = [_region(region, after.get(name)) for name, region in before.items()]
        found += [_region(None, region) for name, region in after.items() if name not in before]
        # An absent block counts as one with an empty strategy when it is the old one, and as nothing when it is the new one.
        before_, after_ = ({"MaxParallel": "0"} if old is None else primitive(old.strategy)), primitive(get(new, "strategy"))
        strategy = flat("Strategy", before_, after_)
        return in_order([*found, strategy])

    return _shown("Multiregion", old, new, (), below)


def _region(old: Any, new: Any) -> ObjectDiff | None:
    found = block("Region", old, new)
    if found is None:
        return None
    centers = _quiet(text_set("Datacenters", get(old, "datacenters"), get(new, "datacenters")))
    return ObjectDiff(change(old, new) or found.type, "Region", found.fields, present(centers))


def ui(old: Any, new: Any) -> ObjectDiff | None:
    """The `ui` block; links are compared by position."""
    return _shown("UI", old, new, fields(primitive(old), primitive(new)), lambda: _by_position("Link", get(old, "link"), get(new, "link"), _scalars))


# --- group -------------------------------------------------------------------------------------------------------------------


def disconnect(old: Any, new: Any) -> ObjectDiff | None:
    """The `disconnect` block, with `nil` for what is not said."""
    return flat("Disconnect", full_block(old), full_block(new))


def networks(old: Sequence[Any] | None, new: Sequence[Any] | None, hidden: frozenset[str] = NETWORK_HIDDEN) -> tuple[ObjectDiff, ...]:
    """Networks: any change is one deleted and one added."""
    before, after = list(old or ()), list(new or ())
    found = [_network(item, None, hidden) for item in before if item not in after]
    found += [_network(None, item, hidden) for item in after if item not in before]
    return in_order(found)


def _network(old: Any, new: Any, hidden: frozenset[str]) -> ObjectDiff:
    shown = fields(primitive(old, hidden), primitive(new, hidden))
    objects = _ports("Static Port", get(old, "reserved_ports"), get(new, "reserved_ports"))
    objects += _ports("Dynamic Port", get(old, "port"), get(new, "port"), DYNAMIC_PORT_HIDDEN)
    objects += present(_dns(get(old, "dns"), get(new, "dns")), _cni(get(old, "cni"), get(new, "cni")))
    return ObjectDiff(ADDED if old is None else DELETED, "Network", shown, objects)


def _ports(name: str, old: Sequence[Any] | None, new: Sequence[Any] | None, leave_out: frozenset[str] = frozenset()) -> tuple[ObjectDiff, ...]:
    return _by_key(old, new, lambda port: str(port.label), lambda before, after: block(name, before, after, leave_out))


def _dns(old: Any, new: Any) -> ObjectDiff | None:
    def joined(item: Any) -> dict[str, str]:
        return {} if item is None else {name: ",".join(getattr(item, field)) for name, field in DNS_LISTS.items() if getattr(item, field)}

    return _shown("DNS", old, new, fields(joined(old), joined(new)))


DNS_LISTS: Final = {"Servers": "servers", "Searches": "searches", "Options": "options"}


def _cni(old: Any, new: Any) -> ObjectDiff | None:
    return flat("CNIConfig", dict(get(old, "args") or {}), dict(get(new, "args") or {}))


def scaling(old: Any, new: Any) -> ObjectDiff | None:
    """The `scaling` block of a group."""
    return _shown(
        "Scaling",
        old,
        new,
        fields(primitive(old, SCALING_HIDDEN), primitive(new, SCALING_HIDDEN), context=False),
        lambda: present(_policy(get(old, "policy"), get(new, "policy"))),
    )


def _policy(old: Any, new: Any) -> ObjectDiff | None:
    return _shown("Policy", old, new, fields(full(old), full(new), context=False))


def volumes(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> tuple[ObjectDiff, ...]:
    """Volumes by name."""
    before, after = old or {}, new or {}
    names = [*before, *(name for name in after if name not in before)]
    return present(*(_volume(before.get(name), after.get(name)) for name in sorted(names)))


def _volume(old: Any, new: Any) -> ObjectDiff | None:
    return _shown(
        "Volume", old, new, fields(primitive(old), primitive(new)), lambda: present(_mount_options(get(old, "mount_options"), get(new, "mount_options")))
    )


def _mount_options(old: Any, new: Any) -> ObjectDiff | None:
    return _shown(
        "MountOptions",
        old,
        new,
        fields(primitive(old), primitive(new)),
        lambda: present(text_set("MountFlags", get(old, "mount_flags"), get(new, "mount_flags"))),
    )


# --- task --------------------------------------------------------------------------------------------------------------------


def config(old: Any, new: Any, name: str = "Config") -> ObjectDiff | None:
    """A free-form map, shown whole."""
    return _shown(name, old, new, fields(full(old), full(new)))


def resources(old: Any, new: Any, *, context: bool = True) -> ObjectDiff | None:
    """The `resources` block."""

    def below() -> tuple[ObjectDiff, ...]:
        devices = _by_key(get(old, "device"), get(new, "device"), lambda item: str(item.name), lambda before, after: _scalars("Device", before, after))
        return (*networks(get(old, "network"), get(new, "network")), *devices, *present(_numa(get(old, "numa"), get(new, "numa"))))

    return _shown("Resources", old, new, fields(primitive(old), primitive(new), context=context), below)


def _numa(old: Any, new: Any) -> ObjectDiff | None:
    return _shown("NUMA", old, new, fields(primitive(old), primitive(new)), lambda: present(text_set("Devices", get(old, "devices"), get(new, "devices"))))


def vault(old: Any, new: Any) -> ObjectDiff | None:
    """The `vault` block."""
    return _shown("Vault", old, new, fields(primitive(old), primitive(new)))


def secrets(old: Sequence[Any] | None, new: Sequence[Any] | None) -> tuple[ObjectDiff, ...]:
    """Secrets by name."""
    return _by_key(old, new, lambda item: str(item.name), lambda before, after: _shown("Secret", before, after, fields(_secret(before), _secret(after))))


def _secret(item: Any) -> dict[str, str]:
    return {} if item is None else {key: value for key, value in full_block(item).items() if value != "nil"}


def templates(old: Sequence[Any] | None, new: Sequence[Any] | None) -> tuple[ObjectDiff, ...]:
    """Templates: the only one on each side is the same one, else they go by destination."""
    before, after = list(old or ()), list(new or ())
    if len(before) == 1 and len(after) == 1:
        return present(_template(before[0], after[0]))
    return _by_key(before, after, lambda item: str(item.destination), _template)


def _template(old: Any, new: Any) -> ObjectDiff | None:
    def shown(item: Any) -> dict[str, str]:
        flat_ = primitive(item)
        for name, value in (("Uid", get(item, "uid")), ("Gid", get(item, "gid"))):
            if value is not None:
                flat_[name] = str(value)
        return flat_

    def below() -> tuple[ObjectDiff, ...]:
        wait = _shown("Template", get(old, "wait"), get(new, "wait"), fields(full_block(get(old, "wait")), full_block(get(new, "wait"))))
        script = _change_script(get(old, "change_script"), get(new, "change_script"))
        return present(wait, script)

    return _shown("Template", old, new, fields(shown(old), shown(new)), below)


def _change_script(old: Any, new: Any) -> ObjectDiff | None:
    return _shown("ChangeScript", old, new, fields(primitive(old), primitive(new)), lambda: present(text_set("Args", get(old, "args"), get(new, "args"))))


def identity(old: Any, new: Any) -> ObjectDiff | None:
    """A workload identity."""

    def below() -> tuple[ObjectDiff, ...]:
        audience = text_set("Audience", get(old, "aud"), get(new, "aud"))
        claims = text_set("ExtraClaims", get(old, "extra_claims"), get(new, "extra_claims"))
        return present(audience, claims)

    return _shown("Identity", old, new, fields(primitive(old), primitive(new)), below)


def identities(old: Sequence[Any] | None, new: Sequence[Any] | None) -> tuple[ObjectDiff, ...]:
    """Named identities by name."""
    return _by_key(old, new, lambda item: str(item.name), identity)


def actions(old: Sequence[Any] | None, new: Sequence[Any] | None) -> tuple[ObjectDiff, ...]:
    """Actions by position."""

    def action(name: str, before: Any, after: Any) -> ObjectDiff | None:
        return _shown(
            name, before, after, fields(primitive(before), primitive(after)), lambda: present(text_set("Args", get(before, "args"), get(after, "args")))
        )

    return _by_position("Action", old, new, action)


def volume_mounts(old: Sequence[Any] | None, new: Sequence[Any] | None) -> tuple[ObjectDiff, ...]:
    """Volume mounts by position."""
    return _by_position("VolumeMount", old, new, _scalars)


def schedule(old: Any, new: Any) -> ObjectDiff | None:
    """The `schedule` block: its cron is all there is."""
    return _shown("Schedule", old, new, fields(primitive(get(old, "cron")), primitive(get(new, "cron"))))


# --- the shapes that recur ---------------------------------------------------------------------------------------------------


def _shown(name: str, old: Any, new: Any, shown: tuple[FieldDiff, ...], below: Callable[[], tuple[ObjectDiff, ...]] | None = None) -> ObjectDiff | None:
    """A block that is shown whenever it is not the same on both sides, whatever of it is shown."""
    kind = change(old, new)
    return None if kind is None else ObjectDiff(kind, name, shown, below() if below is not None else ())


def _scalars(name: str, old: Any, new: Any) -> ObjectDiff | None:
    """A block of which only the scalars are shown."""
    return _shown(name, old, new, fields(primitive(old), primitive(new)))


def _quiet(item: ObjectDiff | None) -> ObjectDiff | None:
    """Nothing in place of an unchanged object."""
    return None if item is None or item.type == NONE else item


def _by_key(
    old: Sequence[Any] | None,
    new: Sequence[Any] | None,
    key: Callable[[Any], str],
    compare: Callable[[Any, Any], ObjectDiff | None],
) -> tuple[ObjectDiff, ...]:
    before = {key(item): item for item in old or ()}
    after = {key(item): item for item in new or ()}
    found = [compare(item, after.get(name)) for name, item in before.items()]
    found += [compare(None, item) for name, item in after.items() if name not in before]
    return in_order(found)


def _by_position(
    name: str,
    old: Sequence[Any] | None,
    new: Sequence[Any] | None,
    compare: Callable[[str, Any, Any], ObjectDiff | None],
) -> tuple[ObjectDiff, ...]:
    before, after = list(old or ()), list(new or ())
    size = max(len(before), len(after))
    before += [None] * (size - len(before))
    after += [None] * (size - len(after))
    return in_order(compare(name, a, b) for a, b in zip(before, after, strict=True))
