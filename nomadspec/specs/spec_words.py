"""What can be written in each kind of specification: blocks and arguments with their types, values and meaning, for editors.

Modes, policies and capabilities are those of the readers; a test compares the names with what the readers accept.
"""

from __future__ import annotations

from nomadspec.source.record import EMPTY, Record
from nomadspec.specs import acl_capabilities, acl_policies, csi_volumes, host_volumes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final


class Word(Record):
    """An argument, or a block with its `body`. `type`: "block" or that of a value; `labels`: how many a block has; `values`: all that it may be."""

    name: str
    type: str
    meaning: str
    values: tuple[str, ...] = ()
    labels: int = 0
    body: Mapping[str, Word] = EMPTY
    required: bool = False

    @property
    def needed(self) -> list[str]:
        """The arguments that a block must have."""
        return [word.name for word in self.body.values() if word.required]


def _body(*words: Word) -> dict[str, Word]:
    return {word.name: word for word in words}


def _block(name: str, meaning: str, *words: Word, labels: int = 0) -> Word:
    return Word(name, "block", meaning, labels=labels, body=_body(*words))


_ALLOWED: Final = (
    Word("default", "string", "Used by jobs that set none."),
    Word("allowed", "list", "Names or globs that jobs may use. Not together with denied."),
    Word("denied", "list", "Names or globs that jobs must not use."),
)
_NAMESPACE: Final = _body(
    Word("name", "string", "Name of the namespace: letters, digits and dashes, at most 128.", required=True),
    Word("description", "string", "What the namespace is for, at most 256 characters."),
    Word("quota", "string", "Quota that applies to the namespace (Nomad Enterprise)."),
    _block("meta", "Keys and values of your own."),
    _block(
        *("capabilities", "What jobs in the namespace may use."),
        Word("enabled_task_drivers", "list", "Task drivers that jobs may use; empty allows all."),
        Word("disabled_task_drivers", "list", "Task drivers that jobs must not use."),
        Word("enabled_network_modes", "list", "Network modes that jobs may use; empty allows all."),
        Word("disabled_network_modes", "list", "Network modes that jobs must not use."),
    ),
    _block("node_pool_config", "Node pools that jobs may use (Nomad Enterprise).", *_ALLOWED),
    _block("vault", "Vault clusters that jobs may use (Nomad Enterprise).", *_ALLOWED),
    _block("consul", "Consul clusters that jobs may use (Nomad Enterprise).", *_ALLOWED),
)
_NODE_POOL: Final = _body(
    _block(
        *("node_pool", "A node pool; its label is the name."),
        Word("description", "string", "What the pool is for, at most 256 characters."),
        Word("node_identity_ttl", "duration", "How long the identities of its nodes are valid, such as 24h. Since Nomad 1.11.0."),
        _block("meta", "Keys and values of your own."),
        _block(
            *("scheduler_config", "Settings of the scheduler for the pool (Nomad Enterprise)."),
            Word("scheduler_algorithm", "string", "How nodes are chosen.", ("binpack", "spread")),
            Word("memory_oversubscription_enabled", "bool", "Whether tasks may use memory_max."),
        ),
        labels=1,
    )
)
_VARIABLE: Final = _body(
    Word("path", "string", "Path of the variable, such as nomad/jobs/web.", required=True),
    Word("namespace", "string", "Namespace of the variable."),
    _block("items", "Keys and values. Nomad stores them encrypted; this file holds them in clear text."),
    Word("modify_index", "int", "Write only if the variable still has this index."),
    *(Word(name, "int", "Set by Nomad.") for name in ("create_index", "create_time", "modify_time")),
)


def _capability(access_modes: Sequence[str], attachment_modes: Sequence[str]) -> Word:
    return _block(
        *("capability", "A way in which the volume can be used."),
        Word("access_mode", "string", "Who may read and write at the same time.", tuple(access_modes), required=True),
        Word("attachment_mode", "string", "As a file system or as a block device.", tuple(attachment_modes), required=True),
    )


_TYPE: Final = Word("type", "string", "Whether Nomad's own plugins or a CSI plugin make the volume.", ("host", "csi"), required=True)
_HOST_VOLUME: Final = _body(
    _TYPE,
    Word("name", "string", "Name by which jobs use the volume.", required=True),
    Word("namespace", "string", "Namespace of the volume."),
    Word("plugin_id", "string", "Plugin that creates the volume; mkdir is built in."),
    Word("node_pool", "string", "Create the volume on a node of this pool."),
    Word("node_id", "string", "Node of the volume. Required to register one."),
    Word("host_path", "string", "Folder of the volume on its node. Required to register one."),
    Word("id", "string", "ID of a volume to update."),
    Word("capacity", "size", "Size of a registered volume."),
    Word("capacity_min", "size", "Smallest size, such as 10GiB."),
    Word("capacity_max", "size", "Largest size, such as 20GiB."),
    _capability(host_volumes.ACCESS_MODES, host_volumes.ATTACHMENT_MODES),
    _block("constraint", "What the node must have.", *(Word(key, "string", "As in a constraint of a job.") for key in host_volumes.CONSTRAINT_KEYS)),
    _block("parameters", "Parameters of the plugin."),
)
_TOPOLOGIES: Final = _block("topology", "One topology.", _block("segments", "Keys and values of the topology, as the plugin names them."))
_CSI_VOLUME: Final = _body(
    _TYPE,
    Word("id", "string", "ID by which jobs use the volume.", required=True),
    Word("name", "string", "Name of the volume for people and for the plugin."),
    Word("namespace", "string", "Namespace of the volume."),
    Word("external_id", "string", "ID of the volume at the storage provider. Needed to register one."),
    Word("plugin_id", "string", "CSI plugin of the volume.", required=True),
    Word("snapshot_id", "string", "Create the volume from this snapshot."),
    Word("clone_id", "string", "Create the volume as a copy of this one."),
    Word("capacity_min", "size", "Smallest size, such as 10GiB."),
    Word("capacity_max", "size", "Largest size, such as 20GiB."),
    _capability(csi_volumes.ACCESS_MODES, csi_volumes.ATTACHMENT_MODES),
    _block(
        *("mount_options", "How the volume is mounted."),
        Word("fs_type", "string", "File system, such as ext4."),
        Word("mount_flags", "list", "Flags of mount, such as noatime."),
    ),
    _block(
        "topology_request",
        "Where the volume must or should be.",
        _block("required", "Must be in one of these.", _TOPOLOGIES),
        _block("preferred", "Should be in one of these.", _TOPOLOGIES),
    ),
    _block("secrets", "Secrets of the plugin, in clear text in this file."),
    _block("parameters", "Parameters of the plugin to create the volume."),
    _block("context", "Context of the plugin to register the volume."),
)
_SIZES: Final = (
    Word("cpu", "int", "MHz."),
    Word("cores", "int", "Cores."),
    Word("memory", "int", "MB of memory."),
    Word("memory_max", "int", "MB of memory with oversubscription."),
)
_QUOTA: Final = _body(
    Word("name", "string", "Name of the quota.", required=True),
    Word("description", "string", "What the quota is for."),
    _block(
        *("limit", "Limits in one region."),
        Word("region", "string", "Region of the limits."),
        Word("variables_limit", "int", "MB of variables. Older form of storage."),
        _block(
            *("region_limit", "What all jobs together may use; -1 forbids, 0 does not limit."),
            *_SIZES,
            Word("secrets", "int", "MB of secrets."),
            _block("device", "Limit of a device; its label is the name, such as nvidia/gpu.", Word("count", "int", "Number of devices."), labels=1),
            _block(
                *("storage", "Limits of storage."),
                Word("variables", "size", "Size of all variables."),
                Word("host_volumes", "size", "Size of all host volumes."),
            ),
            _block("node_pool", "Limits in one node pool; its label is the name.", *_SIZES, labels=1),
        ),
    ),
)
_SUBJECTS: Final = {
    "namespace": "Rights in a namespace; the label is a name or a glob.",
    "node_pool": "Rights on a node pool; the label is a name or a glob.",
    "host_volume": "Rights on host volumes; the label is a name or a glob.",
    "agent": "Rights on agents: members, logs, profiles.",
    "node": "Rights on nodes: drain, eligibility.",
    "operator": "Rights of operators: raft, scheduler, snapshots.",
    "sentinel": "Rights on Sentinel policies (Nomad Enterprise).",
    "quota": "Rights on quotas (Nomad Enterprise).",
    "plugin": "Rights on CSI plugins.",
}
_VARIABLES: Final = _block(
    *("variables", "Rights on variables of the namespace."),
    _block(
        *("path", "Rights on the paths that the label, a path or a glob, matches."),
        Word("capabilities", "list", "Rights, one by one. deny overrides the others.", acl_capabilities.VARIABLE),
        labels=1,
    ),
)


def _subject(block: acl_policies.Block) -> Word:
    words = [Word("policy", "string", "Rights by their usual names.", block.policies, required=block.required)]
    if block.capabilities:
        words.append(Word("capabilities", "list", "Rights, one by one. deny overrides the others.", block.capabilities))
    if block.word == "namespace":
        words.append(_VARIABLES)
    return _block(block.word, _SUBJECTS[block.word], *words, labels=1 if block.name else 0)


_ACL_POLICY: Final = _body(*(_subject(block) for block in acl_policies.BLOCKS))

VOCABULARY: Final[Mapping[str, Mapping[str, Word]]] = {
    "namespace": _NAMESPACE,
    "node_pool": _NODE_POOL,
    "variable": _VARIABLE,
    "volume/host": _HOST_VOLUME,
    "volume/csi": _CSI_VOLUME,
    "quota": _QUOTA,
    "acl-policy": _ACL_POLICY,
}


def words_of(kind: str, type_: str, route: Sequence[str]) -> Mapping[str, Word]:
    """What can be written inside the blocks of a route; `type_` is that of a volume. Empty where keys are free and where nothing is known."""
    here = VOCABULARY.get(f"{kind}/{type_.lower()}" if kind == "volume" else kind, {})
    for name in route:
        word = here.get(name.lower())
        if word is None:
            return {}
        here = word.body
    return here
