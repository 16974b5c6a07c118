"""The variables that a client sets for a task, as far as they do not depend on the job: names, and beginnings of names that end in a label.

What they hold is in `schema.documentation.of_name`. A hand-kept table.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: Variables of a port by its label. In templates and driver configuration other characters of the label than letters, digits and `_` become `_`.
PORT_CLEANED: Final = ("NOMAD_ADDR_", "NOMAD_IP_", "NOMAD_PORT_", "NOMAD_HOST_PORT_")
#: Further ones, whose label is always as it was written.
PORT_AS_WRITTEN: Final = (
    "NOMAD_HOST_IP_",
    "NOMAD_HOST_ADDR_",
    "NOMAD_ALLOC_PORT_",
    "NOMAD_ALLOC_IP_",
    "NOMAD_ALLOC_ADDR_",
    "NOMAD_ALLOC_INTERFACE_",
    "NOMAD_IPv4_",
    "NOMAD_IPv6_",
)
#: Variables of a Connect upstream by its destination.
UPSTREAM: Final = ("NOMAD_UPSTREAM_ADDR_", "NOMAD_UPSTREAM_IP_", "NOMAD_UPSTREAM_PORT_")

#: Variables, and beginnings of variables, that not all releases have → the first one that does.
SINCE: Final = {
    "NOMAD_ALLOC_IP_": "1.8.0",
    "NOMAD_ALLOC_INTERFACE_": "1.8.0",
    "NOMAD_ALLOC_ADDR_": "1.8.0",
    "NOMAD_TOKEN_": "1.7.0",
    "NOMAD_UNIX_ADDR": "1.10.3",
}


_BEGINNINGS: Final = tuple([start for start in SINCE if start.endswith("_")])


def since_of(name: str) -> str:
    """The first release that sets a variable; "" when all that are known do."""
    if name.startswith(_BEGINNINGS):
        return next(SINCE[start] for start in _BEGINNINGS if name.startswith(start))
    return SINCE.get(name, "")


#: What services and networks of the group see.
ALLOCATION: Final = frozenset(
    [
        "NOMAD_ALLOC_DIR",
        "NOMAD_TASK_DIR",
        "NOMAD_SECRETS_DIR",
        "NOMAD_ALLOC_ID",
        "NOMAD_SHORT_ALLOC_ID",
        "NOMAD_ALLOC_NAME",
        "NOMAD_ALLOC_INDEX",
        "NOMAD_GROUP_NAME",
        "NOMAD_JOB_ID",
        "NOMAD_JOB_NAME",
        "NOMAD_JOB_PARENT_ID",
        "NOMAD_DC",
        "NOMAD_PARENT_CGROUP",
        "NOMAD_NAMESPACE",
        "NOMAD_REGION",
    ]
)
#: What tasks see.
TASK: Final = ALLOCATION | frozenset(
    [
        "NOMAD_TASK_NAME",
        "NOMAD_MEMORY_LIMIT",
        "NOMAD_MEMORY_MAX_LIMIT",
        "NOMAD_CPU_LIMIT",
        "NOMAD_CPU_CORES",
        "NOMAD_UNIX_ADDR",
        "CONSUL_TOKEN",
        "CONSUL_HTTP_TOKEN",
    ]
)

#: Names that a server replaces in the names of services, and nobody anywhere else.
SERVICE_NAME_PLACEHOLDERS: Final = frozenset(("JOB", "TASKGROUP", "TASK", "BASE"))
