"""The capabilities of each block of an ACL policy, and the capabilities included in each `policy` value."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

POLICIES: Final = ("deny", "read", "write", "scale")
PLUGIN_POLICIES: Final = ("deny", "read", "list", "write")

NAMESPACE: Final = (
    *("deny", "list-jobs", "parse-job", "read-job", "submit-job", "dispatch-job", "read-logs", "read-fs", "alloc-exec", "alloc-node-exec"),
    *("alloc-lifecycle", "sentinel-override", "csi-register-plugin", "csi-write-volume", "csi-read-volume", "csi-list-volume", "csi-mount-volume"),
    *("host-volume-create", "host-volume-register", "host-volume-read", "host-volume-write", "host-volume-delete", "list-scaling-policies"),
    *("read-scaling-policy", "read-job-scaling", "scale-job", "submit-recommendation", "register-job", "revert-job", "deregister-job", "purge-job"),
    *("evaluate-job", "plan-job", "tag-job-version", "stable-job", "fail-deployment", "pause-deployment", "promote-deployment", "unblock-deployment"),
    *("cancel-deployment", "set-alloc-health-deployment", "gc-allocation", "pause-allocation", "force-periodic-job", "delete-service-registration"),
)
NODE_POOL: Final = ("delete", "deny", "read", "write")
HOST_VOLUME: Final = ("deny", "mount-readonly", "mount-readwrite")
VARIABLE: Final = ("list", "read", "write", "destroy", "deny")
OPERATOR: Final = ("deny", "snapshot-save", "license-read", "keyring-rotate", "keyring-read", "keyring-delete")
SENTINEL: Final = ("deny", "sentinel-read", "sentinel-submit", "sentinel-delete")

_NAMESPACE_READ: Final = (
    *("list-jobs", "parse-job", "read-job", "csi-list-volume", "csi-read-volume", "read-job-scaling", "list-scaling-policies", "read-scaling-policy"),
    "host-volume-read",
)

#: Block → policy → the capabilities it includes.
STANDS_FOR: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "namespace": {
        "deny": ("deny",),
        "read": _NAMESPACE_READ,
        "write": (
            *_NAMESPACE_READ,
            *("scale-job", "submit-job", "dispatch-job", "read-logs", "read-fs", "alloc-exec", "alloc-lifecycle", "csi-mount-volume", "csi-write-volume"),
            *("submit-recommendation", "host-volume-create"),
        ),
        "scale": ("list-scaling-policies", "read-scaling-policy", "read-job-scaling", "scale-job", "read-job", "submit-recommendation"),
    },
    "node_pool": {"deny": ("deny",), "read": ("read",), "write": ("delete", "read", "write")},
    "host_volume": {"deny": ("deny",), "read": ("mount-readonly",), "write": ("mount-readonly", "mount-readwrite")},
    "operator": {
        "deny": ("deny",),
        "read": ("license-read", "keyring-read"),
        "write": ("snapshot-save", "license-read", "keyring-rotate", "keyring-read", "keyring-delete"),
    },
    "sentinel": {"deny": ("deny",), "read": ("sentinel-read",), "write": ("sentinel-read", "sentinel-submit", "sentinel-delete")},
}

#: Capabilities of a namespace that imply others.
BRINGS: Final[dict[str, tuple[str, ...]]] = {
    "host-volume-write": ("host-volume-register", "host-volume-create", "host-volume-delete", "host-volume-read"),
    "host-volume-register": ("host-volume-create", "host-volume-read"),
    "host-volume-create": ("host-volume-read",),
}


def granted(block: str, policy: str, capabilities: list[str]) -> list[str]:
    """The capabilities that a block grants: its own, those of its policy, and those that they imply."""
    rows = [*capabilities, *STANDS_FOR.get(block, {}).get(policy, ())]
    return [*rows, *(brought for row in rows for brought in BRINGS.get(row, ()))] if block == "namespace" else rows
