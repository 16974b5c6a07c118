"""The state document: its format and the shape of everything in it, once, as data.

Objects have the shape of Nomad's HTTP API. Only members that something reads are named; the published JSON Schema is generated from this table.
"""

from __future__ import annotations

from nomadspec.cluster.shapes import Anything, Flag, Instant, Items, Mapping, Moment, Real, Record, Shape, Text, Whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType
    from typing import Any

FORMAT = "nomadspec-state/1"

_TEXT = Text()
_WHOLE = Whole()
_SIZE = Whole(least=-(2**40), most=2**40)
_COUNT = Whole(least=-(2**31), most=2**31 - 1)
_PORT = Whole(least=-1, most=2**31 - 1)
_FLAG = Flag()
_ANY = Anything()
_TEXTS = Mapping(_TEXT, nullable=True)
_STRINGS = Items(_TEXT)
_MOMENT = Moment()

ATTRIBUTE = Record({"Int": _WHOLE, "Float": Real(), "String": _TEXT, "Bool": _FLAG, "Unit": _TEXT}, about="one typed attribute of a device")

NETWORK_PORT = Record({"Label": _TEXT, "Value": _PORT, "To": _PORT, "HostNetwork": _TEXT, "IgnoreCollision": _FLAG})
NETWORK = Record({
    "Mode": _TEXT, "Device": _TEXT, "CIDR": _TEXT, "IP": _TEXT, "MBits": _SIZE, "ReservedPorts": Items(NETWORK_PORT), "DynamicPorts": Items(NETWORK_PORT),
})  # fmt: skip

NODE = Record(
    {
        "ID": Text("UUID"), "Name": _TEXT, "Datacenter": _TEXT, "NodeClass": _TEXT, "NodePool": _TEXT,
        "ComputedClass": Text("nodes of one computed class differ only in unique attributes"),
        "Attributes": _TEXTS, "Meta": _TEXTS, "Status": Text("initializing, ready, down, disconnected"),
        "SchedulingEligibility": Text("eligible, ineligible"), "NodeMaxAllocs": _COUNT, "Drain": _FLAG,
        "DrainStrategy": Record({"Deadline": _WHOLE, "IgnoreSystemJobs": _FLAG}),
        "Drivers": Mapping(Record({"Detected": _FLAG, "Healthy": _FLAG}), nullable=True),
        "NodeResources": Record({
            "Cpu": Record({"CpuShares": _SIZE, "ReservableCpuCores": Items(_COUNT), "TotalCpuCores": _COUNT}),
            "Memory": Record({"MemoryMB": _SIZE}), "Disk": Record({"DiskMB": _SIZE}), "MinDynamicPort": _PORT, "MaxDynamicPort": _PORT,
            "Networks": Items(NETWORK),
            "NodeNetworks": Items(Record({
                "Mode": _TEXT, "Device": _TEXT, "Speed": _SIZE,
                "Addresses": Items(Record({"Address": _TEXT, "Alias": _TEXT, "Family": _TEXT, "ReservedPorts": _TEXT})),
            })),
            "Processors": Record({"Topology": Record({
                "Cores": Items(Record({"ID": _COUNT, "BaseSpeed": _SIZE, "MaxSpeed": _SIZE, "GuessSpeed": _SIZE, "Disable": _FLAG})),
                "OverrideTotalCompute": _SIZE, "OverrideWitholdCompute": _SIZE,
            })}),
            "Devices": Items(Record({
                "Vendor": _TEXT, "Type": _TEXT, "Name": _TEXT, "Attributes": Mapping(ATTRIBUTE, nullable=True),
                "Instances": Items(Record({"ID": _TEXT, "Healthy": _FLAG})),
            })),
        }),
        "ReservedResources": Record({
            "Cpu": Record({"CpuShares": _SIZE, "ReservedCpuCores": Items(_COUNT)}), "Memory": Record({"MemoryMB": _SIZE}),
            "Disk": Record({"DiskMB": _SIZE}), "Networks": Record({"ReservedHostPorts": _TEXT}),
        }),
        "HostVolumes": Mapping(Record({"ID": _TEXT, "Name": _TEXT, "ReadOnly": _FLAG}), nullable=True),
        "CSINodePlugins": Mapping(Record({
            "Healthy": _FLAG,
            "NodeInfo": Record({"MaxVolumes": _WHOLE, "AccessibleTopology": Record({"Segments": _TEXTS})}),
        }), nullable=True),
        "ClientConfig": Record({
            "max_kill_timeout": _TEXT, "options": _TEXTS, "chroot_env": _TEXTS,
            "template": Record({"disable_file_sandbox": _FLAG, "function_denylist": _STRINGS}),
            "plugins": Mapping(Mapping(_ANY, nullable=True), nullable=True),
        }, about="settings of the client that decide what tasks may do, by their HCL names; Nomad's API does not have them"),
        "CreateIndex": _WHOLE, "ModifyIndex": _WHOLE,
    },
    required=("ID",),
    about="as GET /v1/node/:id",
)  # fmt: skip

TASK_RESOURCES = Record({
    "Cpu": Record({"CpuShares": _SIZE, "ReservedCores": Items(_COUNT)}), "Memory": Record({"MemoryMB": _SIZE, "MemoryMaxMB": _SIZE}),
    "Networks": Items(NETWORK),
    "Devices": Items(Record({"Vendor": _TEXT, "Type": _TEXT, "Name": _TEXT, "DeviceIDs": _STRINGS})),
})  # fmt: skip

ALLOCATION = Record(
    {
        "ID": Text("UUID"), "Name": _TEXT, "Namespace": _TEXT, "JobID": _TEXT, "JobVersion": Whole("replaces the embedded job"),
        "TaskGroup": _TEXT, "NodeID": _TEXT, "NodeName": _TEXT, "DesiredStatus": Text("run, stop, evict"),
        "ClientStatus": Text("pending, running, complete, failed, lost, unknown"),
        "AllocatedResources": Record({
            "Shared": Record({
                "DiskMB": _SIZE, "Networks": Items(NETWORK),
                "Ports": Items(Record({"Label": _TEXT, "Value": _PORT, "To": _PORT, "HostIP": _TEXT, "IgnoreCollision": _FLAG})),
            }),
            "Tasks": Mapping(TASK_RESOURCES), "TaskLifecycles": Mapping(Record({"Hook": _TEXT, "Sidecar": _FLAG}), nullable=True),
        }),
        "DeploymentID": _TEXT, "DeploymentStatus": Record({"Healthy": _FLAG, "Canary": _FLAG}),
        "DesiredTransition": Record({"Migrate": _FLAG, "Reschedule": _FLAG, "ForceReschedule": _FLAG, "MigrateDisablePlacement": _FLAG}),
        "RescheduleTracker": Record({
            "LastReschedule": _TEXT,
            "Events": Items(Record({"RescheduleTime": _WHOLE, "PrevAllocID": _TEXT, "PrevNodeID": _TEXT, "Delay": _WHOLE})),
        }),
        "AllocStates": Items(Record({"Field": _ANY, "Value": _TEXT, "Time": _MOMENT})),
        "TaskStates": Mapping(Record({"State": _TEXT, "Failed": _FLAG, "StartedAt": _MOMENT, "FinishedAt": _MOMENT}), nullable=True),
        "Metrics": Record({"ScoreMetaData": Items(Record({"NormScore": Real()}))}),
        "PreviousAllocation": _TEXT, "NextAllocation": _TEXT, "FollowupEvalID": _TEXT,
        "CreateIndex": _WHOLE, "ModifyIndex": _WHOLE, "CreateTime": _WHOLE, "ModifyTime": _WHOLE,
    },
    required=("ID",),
    about="as GET /v1/allocation/:id, with JobVersion in place of the embedded Job",
)  # fmt: skip

JOB = Record(
    {
        "ID": _TEXT, "Name": _TEXT, "Namespace": _TEXT, "Type": _TEXT, "Priority": _COUNT, "Version": _WHOLE, "Stop": _FLAG, "NodePool": _TEXT,
        "Datacenters": _STRINGS, "CreateIndex": _WHOLE, "ModifyIndex": _WHOLE, "JobModifyIndex": _WHOLE,
        "TaskGroups": Items(Record({"Name": _TEXT, "Count": _COUNT, "Tasks": Items(Record({"Name": _TEXT}))})),
    },
    required=("ID",),
    about="one stored version, as an element of GET /v1/job/:id/versions",
)  # fmt: skip

DEPLOYMENT = Record(
    {
        "ID": _TEXT, "Namespace": _TEXT, "JobID": _TEXT, "JobVersion": _WHOLE, "JobModifyIndex": _WHOLE, "JobSpecModifyIndex": _WHOLE,
        "JobCreateIndex": _WHOLE, "Status": _TEXT, "StatusDescription": _TEXT, "CreateIndex": _WHOLE, "ModifyIndex": _WHOLE,
        "TaskGroups": Mapping(Record({
            "AutoPromote": _FLAG, "AutoRevert": _FLAG, "DesiredCanaries": _COUNT, "DesiredTotal": _COUNT, "HealthyAllocs": _COUNT,
            "PlacedAllocs": _COUNT, "PlacedCanaries": _STRINGS, "ProgressDeadline": _WHOLE, "Promoted": _FLAG, "UnhealthyAllocs": _COUNT,
        }), nullable=True),
    },
    required=("ID",),
)  # fmt: skip

_CAPABILITIES = Items(Record({"AccessMode": _TEXT, "AttachmentMode": _TEXT}))
_CLAIMS: Shape = Anything("allocations that claim it: a list of ids or an object by id")

CSI_VOLUME = Record(
    {
        "ID": _TEXT, "Name": _TEXT, "Namespace": _TEXT, "PluginID": _TEXT, "AccessMode": _TEXT, "AttachmentMode": _TEXT, "Schedulable": _FLAG,
        "RequestedCapabilities": _CAPABILITIES, "Topologies": Items(Record({"Segments": _TEXTS})), "ReadAllocs": _CLAIMS, "WriteAllocs": _CLAIMS,
        "ResourceExhausted": _ANY,
    },
    required=("ID",),
)  # fmt: skip

HOST_VOLUME = Record(
    {
        "ID": _TEXT, "Name": _TEXT, "Namespace": _TEXT, "NodeID": _TEXT, "NodePool": _TEXT, "PluginID": _TEXT, "State": _TEXT,
        "RequestedCapabilities": _CAPABILITIES,
    },
    required=("ID",),
)  # fmt: skip

CLAIM = Record(
    {
        "ID": _TEXT, "Namespace": _TEXT, "JobID": _TEXT, "TaskGroupName": _TEXT, "AllocID": _TEXT, "VolumeID": _TEXT, "VolumeName": _TEXT,
    },
    required=("ID",),
)  # fmt: skip

_SETTINGS: dict[str, Shape] = {
    "SchedulerAlgorithm": _TEXT, "MemoryOversubscriptionEnabled": _FLAG, "RejectJobRegistration": _FLAG, "PauseEvalBroker": _FLAG,
    "NodeLimitForFeasibilityChecks": _COUNT,
    "PreemptionConfig": Record({
        "SystemSchedulerEnabled": _FLAG, "SysBatchSchedulerEnabled": _FLAG, "BatchSchedulerEnabled": _FLAG, "ServiceSchedulerEnabled": _FLAG,
    }),
}  # fmt: skip
SCHEDULER_CONFIG = Record({**_SETTINGS, "SchedulerConfig": Record(_SETTINGS)}, about="as GET /v1/operator/scheduler/configuration, or its inner object")

NODE_POOL = Record({
    "Name": _TEXT, "SchedulerConfiguration": Record({"SchedulerAlgorithm": _TEXT, "MemoryOversubscriptionEnabled": _FLAG}),
}, required=("Name",))  # fmt: skip

NAMESPACE = Record({
    "Name": _TEXT, "Quota": _TEXT, "Capabilities": Record({"EnabledTaskDrivers": _STRINGS, "DisabledTaskDrivers": _STRINGS}),
}, required=("Name",))  # fmt: skip

EVALUATION = Record(
    {
        "ID": Text("UUID"), "Namespace": _TEXT, "JobID": _TEXT, "Type": _TEXT, "TriggeredBy": _TEXT, "Priority": _COUNT, "NodeID": _TEXT,
        "Status": Text("blocked"), "StatusDescription": _TEXT, "PreviousEval": _TEXT, "ClassEligibility": Mapping(_FLAG, nullable=True),
        "EscapedComputedClass": _FLAG, "FailedTGAllocs": Mapping(_ANY, nullable=True), "CreateIndex": _WHOLE, "ModifyIndex": _WHOLE,
    },
    required=("ID",),
    about="a blocked evaluation, as an element of GET /v1/evaluations",
)  # fmt: skip

SERVER = Record(
    {"Name": Text("with its region, as in GET /v1/agent/members"), "Version": Text("Nomad's release, such as 2.0.6"), "Region": _TEXT}, required=("Name",)
)

#: What a member that identifies an object counts as where it is missing; others count as "".
_MISSING: dict[str, object] = {"Namespace": "default", "Version": 0}


class StateList:
    """A list of the document: the shape of its elements, the members that tell them apart, and what one of them is called.

    `unique`: whether no two elements may be alike in those members.
    """

    __slots__ = ("keys", "noun", "shape", "unique")

    def __init__(self, noun: str, shape: Record, keys: tuple[str, ...], *, unique: bool = True) -> None:
        self.noun = noun
        self.shape = shape
        self.keys = keys
        self.unique = unique

    def key(self, row: MappingType[str, Any]) -> tuple[Any, ...]:
        """What identifies an element: its values of `keys`."""
        return tuple([row.get(name) or _MISSING.get(name, "") for name in self.keys])


#: The lists of the document.
LISTS: dict[str, StateList] = {
    "nodes": StateList("node", NODE, ("ID",)),
    "node_pools": StateList("node pool", NODE_POOL, ("Name",)),
    "namespaces": StateList("namespace", NAMESPACE, ("Name",)),
    "jobs": StateList("job", JOB, ("Namespace", "ID", "Version")),
    "allocations": StateList("allocation", ALLOCATION, ("ID",)),
    "deployments": StateList("deployment", DEPLOYMENT, ("ID",)),
    "evaluations": StateList("evaluation", EVALUATION, ("ID",)),
    "servers": StateList("server", SERVER, ("Name",)),
    "csi_volumes": StateList("CSI volume", CSI_VOLUME, ("Namespace", "ID")),
    "csi_plugins": StateList("CSI plugin", Record({"ID": _TEXT}, required=("ID",)), ("ID",)),
    "host_volumes": StateList("host volume", HOST_VOLUME, ("ID",)),
    "task_group_host_volume_claims": StateList("volume claim", CLAIM, ("ID",)),
    # Registrations, or the lists of names by namespace that GET /v1/services answers.
    "services": StateList("service", Record({"Namespace": _TEXT, "ServiceName": _TEXT, "ID": _TEXT}), ("Namespace", "ServiceName", "ID"), unique=False),
}

STATE = Record(
    {
        "format": Text(f"{FORMAT}; required in a file", choices=(FORMAT,)),
        "source": Text("source of the state: an address without credentials, or a name"),
        "captured_at": Instant("RFC 3339"),
        "latest_index": Whole("the latest raft index; part of the seed of the node shuffle", least=0),
        "region": _TEXT,
        "regions": _STRINGS,
        "incomplete": Items(Text("what the state lacks because it was not requested or the token could not read it")),
        "redaction": Text("the salt of the hashes that replace values, in a redacted state"),
        "scheduler_config": SCHEDULER_CONFIG,
        **{name: Items(of.shape, most=2_000_000) for name, of in LISTS.items()},
    },
    about="A Nomad cluster at one moment, as nomadspec plans against it.",
)
