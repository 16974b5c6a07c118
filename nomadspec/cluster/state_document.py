"""The state document: its format and the shape of everything in it, once, as data.

Objects have the shape of Nomad's HTTP API. Only members that something reads are named; the published JSON Schema is generated from this table.
"""

from __future__ import annotations

from nomadspec.cluster.shapes import Anything, Flag, Items, Mapping, Moment, Real, Record, Shape, Text, Whole

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
        "ComputedClass": Text("nodes of one computed class are alike in all that is not unique to a node"),
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
        "ID": Text("UUID"), "Name": _TEXT, "Namespace": _TEXT, "JobID": _TEXT, "JobVersion": Whole("stands in place of the embedded job"),
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

#: Lists of the document and what tells their elements apart.
LISTS: dict[str, tuple[Record, tuple[str, ...]]] = {
    "nodes": (NODE, ("ID",)),
    "node_pools": (NODE_POOL, ("Name",)),
    "namespaces": (NAMESPACE, ("Name",)),
    "jobs": (JOB, ("Namespace", "ID", "Version")),
    "allocations": (ALLOCATION, ("ID",)),
    "deployments": (DEPLOYMENT, ("ID",)),
    "csi_volumes": (CSI_VOLUME, ("Namespace", "ID")),
    "csi_plugins": (Record({"ID": _TEXT}, required=("ID",)), ("ID",)),
    "host_volumes": (HOST_VOLUME, ("ID",)),
    "task_group_host_volume_claims": (CLAIM, ("ID",)),
    "services": (Record({}), ()),
}

STATE = Record(
    {
        "format": Text(f"{FORMAT}; must be there in a file", choices=(FORMAT,)),
        "source": Text("where the state came from: an address without credentials, or a name"),
        "captured_at": Text("RFC 3339"),
        "latest_index": Whole("the latest raft index; takes part in the seed of the node shuffle", least=0),
        "region": _TEXT,
        "regions": _STRINGS,
        "scheduler_config": SCHEDULER_CONFIG,
        **{name: Items(shape, most=2_000_000) for name, (shape, _) in LISTS.items()},
    },
    about="A Nomad cluster at one moment, as nomadspec plans against it.",
)
