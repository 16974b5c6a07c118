"""What the API's objects hold, as tables: each field's API name, its type, and its name in a file.

Types: string, int, bool, duration (text or nanoseconds), strings, map (of strings), `?int` and `?bool` (null when not written), the name of another object
(null when not written), `[]` before one (a list).
"""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final


class Field(Record):
    """`hcl`: the name in a file, in lower case; `omit`: left out of the object when it is not written."""

    api: str
    type: str
    hcl: str
    omit: bool = False


def _fields(*rows: tuple[str, ...]) -> tuple[Field, ...]:
    return tuple(Field(row[0], row[1], row[2] if len(row) > 2 and row[2] else row[0].lower(), "omit" in row[3:]) for row in rows)


_ALLOWED: Final = _fields(("Default", "string"), ("Allowed", "strings"), ("Denied", "strings"))

OBJECTS: Final[dict[str, tuple[Field, ...]]] = {
    "Namespace": _fields(
        ("Name", "string"),
        ("Description", "string"),
        ("Quota", "string"),
        ("Capabilities", "NamespaceCapabilities"),
        ("NodePoolConfiguration", "NamespaceNodePoolConfiguration", "node_pool_config"),
        ("VaultConfiguration", "NamespaceVaultConfiguration", "vault"),
        ("ConsulConfiguration", "NamespaceConsulConfiguration", "consul"),
        ("Meta", "map"),
        ("CreateIndex", "int"),
        ("ModifyIndex", "int"),
        ("RequiredExtraClaims", "map", "required_extra_claims"),
        ("OptionalExtraClaims", "map", "optional_extra_claims"),
    ),
    "NamespaceCapabilities": _fields(
        ("EnabledTaskDrivers", "strings", "enabled_task_drivers"),
        ("DisabledTaskDrivers", "strings", "disabled_task_drivers"),
        ("EnabledNetworkModes", "strings", "enabled_network_modes"),
        ("DisabledNetworkModes", "strings", "disabled_network_modes"),
    ),
    "NamespaceNodePoolConfiguration": _ALLOWED,
    "NamespaceVaultConfiguration": _ALLOWED,
    "NamespaceConsulConfiguration": _ALLOWED,
    "NodePool": _fields(
        ("NodeIdentityTTL", "duration", "node_identity_ttl"),
        ("Name", "string"),
        ("Description", "string"),
        ("Meta", "map"),
        ("SchedulerConfiguration", "NodePoolSchedulerConfiguration", "scheduler_config"),
        ("CreateIndex", "int"),
        ("ModifyIndex", "int"),
    ),
    "NodePoolSchedulerConfiguration": _fields(
        ("SchedulerAlgorithm", "string", "scheduler_algorithm"), ("MemoryOversubscriptionEnabled", "?bool", "memory_oversubscription_enabled")
    ),
    "Variable": _fields(
        ("Namespace", "string"),
        ("Path", "string"),
        ("CreateIndex", "int", "create_index"),
        ("ModifyIndex", "int", "modify_index"),
        ("CreateTime", "int", "create_time"),
        ("ModifyTime", "int", "modify_time"),
        ("Items", "map"),
        ("Lock", "VariableLock", "", "omit"),
    ),
    "VariableLock": _fields(("ID", "string"), ("TTL", "string"), ("LockDelay", "string")),
    "HostVolume": _fields(
        ("Namespace", "string"),
        ("ID", "string"),
        ("Name", "string"),
        ("PluginID", "string", "plugin_id"),
        ("NodePool", "string", "node_pool"),
        ("NodeID", "string", "node_id"),
        ("Constraints", "[]Constraint", "", "omit"),
        ("RequestedCapacityMinBytes", "int", "capacity_min"),
        ("RequestedCapacityMaxBytes", "int", "capacity_max"),
        ("CapacityBytes", "int", "capacity"),
        ("RequestedCapabilities", "[]HostVolumeCapability"),
        ("Parameters", "map", "", "omit"),
        ("HostPath", "string", "host_path"),
        ("State", "string"),
        ("CreateIndex", "int"),
        ("CreateTime", "int"),
        ("ModifyIndex", "int"),
        ("ModifyTime", "int"),
    ),
    "Constraint": _fields(("LTarget", "string", "attribute"), ("RTarget", "string", "value"), ("Operand", "string", "operator")),
    "HostVolumeCapability": _fields(("AttachmentMode", "string", "attachment_mode"), ("AccessMode", "string", "access_mode")),
    "CSIVolume": _fields(
        ("ID", "string"),
        ("Name", "string"),
        ("ExternalID", "string", "external_id"),
        ("Namespace", "string"),
        ("RequestedTopologies", "CSITopologyRequest", "topology_request"),
        ("Topologies", "[]CSITopology"),
        ("AccessMode", "string"),
        ("AttachmentMode", "string"),
        ("MountOptions", "CSIMountOptions", "mount_options"),
        ("Secrets", "map"),
        ("Parameters", "map"),
        ("Context", "map"),
        ("Capacity", "int"),
        ("RequestedCapacityMin", "int", "capacity_min"),
        ("RequestedCapacityMax", "int", "capacity_max"),
        ("RequestedCapabilities", "[]CSIVolumeCapability"),
        ("CloneID", "string", "clone_id"),
        ("SnapshotID", "string", "snapshot_id"),
        ("Schedulable", "bool"),
        ("PluginID", "string", "plugin_id"),
        ("Provider", "string"),
        ("ProviderVersion", "string"),
        ("ControllerRequired", "bool"),
        ("ControllersHealthy", "int"),
        ("ControllersExpected", "int"),
        ("NodesHealthy", "int"),
        ("NodesExpected", "int"),
        ("ResourceExhausted", "time"),
        ("CreateIndex", "int"),
        ("ModifyIndex", "int"),
        ("CreateTime", "int"),
        ("ModifyTime", "int"),
    ),
    "CSIVolumeCapability": _fields(("AccessMode", "string", "access_mode"), ("AttachmentMode", "string", "attachment_mode")),
    "CSIMountOptions": _fields(("FSType", "string", "fs_type", "omit"), ("MountFlags", "strings", "mount_flags", "omit")),
    "CSITopologyRequest": _fields(("Required", "[]CSITopology"), ("Preferred", "[]CSITopology")),
    "CSITopology": _fields(("Segments", "map", "", "omit")),
    "QuotaSpec": _fields(("Name", "string"), ("Description", "string"), ("Limits", "[]QuotaLimit", "limit"), ("CreateIndex", "int"), ("ModifyIndex", "int")),
    "QuotaLimit": _fields(
        ("Region", "string"), ("RegionLimit", "QuotaResources", "region_limit"), ("VariablesLimit", "?int", "variables_limit"), ("Hash", "strings")
    ),
    "QuotaResources": _fields(
        ("CPU", "?int"),
        ("Cores", "?int"),
        ("MemoryMB", "?int", "memory"),
        ("MemoryMaxMB", "?int", "memory_max"),
        ("Devices", "[]RequestedDevice", "device"),
        ("NUMA", "map"),
        ("SecretsMB", "?int", "secrets"),
        ("Storage", "QuotaStorageResources"),
        ("NodePools", "[]NodePoolLimit", "node_pool"),
    ),
    "RequestedDevice": _fields(("Name", "string"), ("Count", "?int"), ("Constraints", "[]Constraint"), ("Affinities", "[]Constraint")),
    "QuotaStorageResources": _fields(("VariablesMB", "int", "variables"), ("HostVolumesMB", "int", "host_volumes")),
    "NodePoolLimit": _fields(
        ("NodePool", "string", "name"), ("CPU", "?int"), ("Cores", "?int"), ("MemoryMB", "?int", "memory"), ("MemoryMaxMB", "?int", "memory_max")
    ),
    "ACLRole": _fields(("ID", "string"), ("Name", "string"), ("Description", "string"), ("Policies", "[]ACLRolePolicyLink")),
    "ACLRolePolicyLink": _fields(("Name", "string")),
    "ACLAuthMethod": _fields(
        ("Name", "string"),
        ("Type", "string"),
        ("TokenLocality", "string"),
        ("TokenNameFormat", "string"),
        ("MaxTokenTTL", "duration"),
        ("Default", "bool"),
        ("Config", "ACLAuthMethodConfig"),
    ),
    "ACLAuthMethodConfig": _fields(
        ("ExpirationLeeway", "duration"),
        ("NotBeforeLeeway", "duration"),
        ("ClockSkewLeeway", "duration"),
        ("JWTValidationPubKeys", "strings"),
        ("JWKSURL", "string"),
        ("OIDCDiscoveryURL", "string"),
        ("OIDCClientID", "string"),
        ("OIDCClientSecret", "string"),
        ("OIDCClientAssertion", "OIDCClientAssertion"),
        ("OIDCEnablePKCE", "bool"),
        ("OIDCDisableUserInfo", "bool"),
        ("OIDCScopes", "strings"),
        ("BoundAudiences", "strings"),
        ("BoundIssuer", "strings"),
        ("AllowedRedirectURIs", "strings"),
        ("DiscoveryCaPem", "strings"),
        ("JWKSCACert", "string"),
        ("SigningAlgs", "strings"),
        ("ClaimMappings", "map"),
        ("ListClaimMappings", "map"),
        ("VerboseLogging", "bool"),
    ),
    "OIDCClientAssertion": _fields(
        ("Audience", "strings"),
        ("KeySource", "string"),
        ("KeyAlgorithm", "string"),
        ("PrivateKey", "OIDCClientAssertionKey"),
        ("ExtraHeaders", "map"),
    ),
    "OIDCClientAssertionKey": _fields(
        ("PemKeyFile", "string"), ("PemKey", "string"), ("KeyIDHeader", "string"), ("PemCert", "string"), ("PemCertFile", "string"), ("KeyID", "string")
    ),
    "ACLBindingRule": _fields(
        ("ID", "string"), ("Description", "string"), ("AuthMethod", "string"), ("Selector", "string"), ("BindType", "string"), ("BindName", "string")
    ),
}

#: What a field of a type holds when nothing is written; null for all other types.
ZERO: Final[dict[str, Any]] = {"string": "", "int": 0, "bool": False, "duration": "", "time": "0001-01-01T00:00:00Z"}


def empty(name: str) -> dict[str, Any]:
    """An object in which nothing is written."""
    return {field.api: ZERO.get(field.type) for field in OBJECTS[name] if not field.omit}


def ordered(name: str, values: dict[str, Any]) -> dict[str, Any]:
    """The members of an object in the API's order."""
    return {field.api: values[field.api] for field in OBJECTS[name] if field.api in values}
