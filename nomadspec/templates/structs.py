"""Fields and methods of the values that templates handle; as data. Types are written as in `types.py`."""

from __future__ import annotations

_FIELDS = """
AgentWeights
  integer: Passing Warning
CARoot
  text: ID Name RootCertPEM
  bool: Active
  Time or nil: NotBefore NotAfter
  integer or nil: DaysRemaining
  unsigned64: CreateIndex ModifyIndex
CatalogNode
  Node or nil: Node
  list of CatalogNodeService: Services
CatalogNodeService
  text: ID Service Address
  ServiceTags: Tags
  map of text: Meta
  integer: Port
  bool: EnableTagOverride
CatalogSnippet
  text: Name
  ServiceTags: Tags
Certificate
  text: Cert Key
ExportedService
  text: Service Partition Namespace
  ResolvedConsumers: Consumers
HealthCheck
  text: Node CheckID Name Status Notes Output ServiceID ServiceName Type Namespace Partition PeerName
  list of text: ServiceTags
  integer: ExposedPort
  HealthCheckDefinition: Definition
  unsigned64: CreateIndex ModifyIndex
HealthCheckDefinition
  text: HTTP Method Body TLSServerName TCP UDP GRPC OSService SessionName
  map of list of text: Header
  bool: TLSSkipVerify TCPUseTLS GRPCUseTLS
  Duration: IntervalDuration TimeoutDuration DeregisterCriticalServiceAfterDuration
  ReadableDuration: Interval Timeout DeregisterCriticalServiceAfter
HealthService
  text: Node NodeID NodeAddress Address ID Name Status
  map of text: NodeTaggedAddresses NodeMeta ServiceMeta
  map of ServiceAddress: ServiceTaggedAddresses
  ServiceTags: Tags
  HealthChecks: Checks
  integer: Port
  AgentWeights: Weights
ImportedService
  text: Service Namespace SourcePartition
KeyPair
  text: Path Key Value Session
  unsigned64: CreateIndex ModifyIndex LockIndex Flags
LeafCert
  text: SerialNumber CertPEM PrivateKeyPEM Service ServiceURI
  Time: ValidAfter ValidBefore
  unsigned64: CreateIndex ModifyIndex
Node
  text: ID Node Address Datacenter
  map of text: TaggedAddresses Meta
NomadService
  text: ID Name Node Address Datacenter JobID AllocID
  integer: Port
  ServiceTags: Tags
NomadServicesSnippet
  text: Name
  ServiceTags: Tags
NomadVarItem
  text: Key Value
NomadVarMeta
  text: Namespace Path
  unsigned64: CreateIndex ModifyIndex
  NanoTime: CreateTime ModifyTime
NomadVarTuple
  text: K V
NomadVariable
  text: Namespace Path
  unsigned64: CreateIndex ModifyIndex
  NanoTime: CreateTime ModifyTime
  NomadVarItems: Items
Partition
  text: Name Description
Peering
  text: ID Name Partition PeeringState PeerID PeerServerName
  map of text: Meta
  list of text: PeerServerAddresses
  PeeringStreamStatus: StreamStatus
  PeeringRemoteInfo: Remote
PeeringRemoteInfo
  text: Partition Datacenter
PeeringStreamStatus
  list of text: ImportedServices ExportedServices
  Time or nil: LastHeartbeat LastReceive LastSend
PemEncoded
  text: Cert Key CA
  list of text: CAChain
ResolvedConsumers
  list of text: Peers Partitions
Scratch
Secret
  text: RequestID LeaseID
  integer: LeaseDuration
  bool: Renewable
  Vault data: Data
  list of text: Warnings
  SecretAuth or nil: Auth
  SecretWrapInfo or nil: WrapInfo
SecretAuth
  text: ClientToken Accessor
  list of text: Policies
  map of text: Metadata
  integer: LeaseDuration
  bool: Renewable
SecretWrapInfo
  text: Token WrappedAccessor
  integer: TTL
  Time: CreationTime
ServiceAddress
  text: Address
  integer: Port
Time
Version
"""

#: Parameters and result; "several" for a method that no template can call, for it gives several results.
_METHODS = """
Duration
  - -> Duration: Abs
  - -> number: Hours Minutes Seconds
  - -> integer64: Microseconds Milliseconds Nanoseconds
  Duration -> Duration: Round Truncate
  - -> text: String
HealthCheckDefinition
  - -> any: MarshalJSON
HealthChecks
  - -> text: AggregatedStatus
JSONNumber
  - -> number: Float64
  - -> integer64: Int64
  - -> text: String
NanoTime
  - -> text: String
  - -> Time: Time
NomadVarItem
  - -> any: MarshalJSON
  - -> NomadVarMeta: Metadata
  - -> NomadVariable: Parent
  - -> text: String
NomadVarItems
  - -> map of any: ItemsMap
  - -> list of text: Keys Values
  - -> NomadVarMeta: Metadata
  - -> NomadVariable: Parent
  - -> list of NomadVarTuple: Tuples
NomadVarMeta
  - -> text: String
NomadVariable
  - -> NomadVarMeta: Metadata
PemEncoded
  text -> bool: CaChainContains
  - -> PemEncoded: Data
  PemEncoded -> bool: Equals
ReadableDuration
  - -> Duration: Duration
  - -> any: MarshalJSON
  - -> text: String
Scratch
  text -> any: Get
  text -> bool: Key
  text, text, any -> text: MapSet MapSetX
  text -> list of any: MapValues
  text, any -> text: Set SetX
Time
  Duration -> Time: Add Round Truncate
  integer, integer, integer -> Time: AddDate
  Time -> bool: After Before Equal
  - -> several: Clock Date ISOWeek Zone ZoneBounds
  Time -> integer: Compare
  - -> integer: Day Hour Minute Nanosecond Second Year YearDay
  text -> text: Format
  - -> text: GoString String
  - -> bool: IsDST IsZero
  - -> Time: Local UTC
  - -> any: Location MarshalJSON Month Weekday
  any -> Time: In
  Time -> Duration: Sub
  - -> integer64: Unix UnixMicro UnixMilli UnixNano
Version
  Version -> integer: Compare
  Version -> bool: Equal GreaterThan GreaterThanEqual LessThan LessThanEqual
  - -> Version: IncMajor IncMinor IncPatch
  - -> unsigned64: Major Minor Patch
  - -> text: Metadata Original Prerelease String
  - -> any: MarshalJSON Value
  text -> Version: SetMetadata SetPrerelease
"""


def _read(table: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for line in table.strip().split("\n"):
        if line.startswith(" "):
            words, _, names = line.strip().partition(": ")
            current.update(dict.fromkeys(names.split(), words))
        else:
            current = found[line] = {}
    return found


FIELDS = _read(_FIELDS)
"""Struct → field → its type."""


class Method:
    __slots__ = ("parameters", "result")

    def __init__(self, words: str) -> None:
        parameters, _, self.result = words.partition(" -> ")
        self.parameters = () if parameters == "-" else tuple(parameters.split(", "))


METHODS = {name: {method: Method(words) for method, words in methods.items()} for name, methods in _read(_METHODS).items()}
"""Type → method → what it takes and gives."""
