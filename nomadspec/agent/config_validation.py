"""The checks of `nomad config validate`, one for one, in its order: the first error ends the run, warnings do not.

A table of checks; each looks at the merged configuration and yields what is wrong: a message in Nomad's words and the path of the value that is to
blame. A configuration that cannot be loaded is not checked: its load errors are the verdict.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from nomadspec.agent.agent_codes import LOADING, VALIDATION
from nomadspec.agent.durations import duration_fault, parse_duration
from nomadspec.agent.machine_paths import is_absolute_anywhere
from nomadspec.releases import release
from nomadspec.source import Diagnostic
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from nomadspec.agent.config import AgentConfig
    from nomadspec.releases import Release

_NAME: Final = re.compile(r"[a-zA-Z0-9-_]{1,128}")
_NAME_TEXT: Final = "^[a-zA-Z0-9-_]{1,128}$"
SECOND: Final = 1_000_000_000
_LOADING: Final = frozenset(code for code, _, _ in LOADING)
_CODES: Final = {rule: (code, severity) for code, rule, severity in VALIDATION}


class AgentValidation:
    """The verdict: `ok`, and Nomad's errors and warnings as diagnostics with places (`nomad` has its text)."""

    def __init__(self, errors: tuple[Diagnostic, ...], warnings: tuple[Diagnostic, ...]) -> None:
        self.errors: Final = errors
        self.warnings: Final = warnings

    @property
    def ok(self) -> bool:
        return not self.errors

    def text(self) -> str:
        """What `nomad config validate` prints, both streams together."""
        if self.errors and all(d.code in _LOADING for d in self.errors):
            lines = [f"\t* {d.nomad or d.message}\n" for d in self.errors]
            return f"{len(lines)} error{'s' * (len(lines) != 1)} occurred:\n{''.join(lines)}\n"
        lines = [d.nomad or d.message for d in (*self.warnings, *self.errors)]
        return "".join(line + "\n" for line in lines) + ("Configuration is valid!\n" if self.ok else "Configuration is invalid\n")


class Fault(Record):
    """A problem: Nomad's text, and the path of the value at fault."""

    text: str
    path: str = ""


Check = Callable[["AgentConfig"], Iterator[Fault]]


def validate(config: AgentConfig, *, nomad_version: str | Release | None = None) -> AgentValidation:
    """The verdict of `nomad config validate` on a configuration that was loaded, of the release that it was loaded for.

    Raises ValueError when `nomad_version` names another one, or none that is known.
    """
    if nomad_version is not None and release(nomad_version) != config.release:
        wanted = release(nomad_version).text
        raise ValueError(f"the configuration was loaded for Nomad {config.release.text}, not for {wanted}: load it with nomad_version={wanted!r}")
    errors = [d for d in config.diagnostics if d.severity == "error"]
    warnings = [d for d in config.diagnostics if d.severity == "warning"]
    if errors:
        return AgentValidation(tuple(errors), tuple(warnings))
    for rule, check in _CHECKS.items():
        code, severity = _CODES[rule]
        for fault in check(config):
            span = config.place(fault.path)
            message = fault.text.removeprefix("WARNING: ")
            diagnostic = Diagnostic(code, rule, severity, message, span, block=fault.path, nomad=fault.text)  # type: ignore[arg-type]
            if severity == "error":
                return AgentValidation((diagnostic,), tuple(warnings))
            warnings.append(diagnostic)
    return AgentValidation((), tuple(warnings))


# --- the checks -------------------------------------------------------------------------------------------------------------------


def _mode(config: AgentConfig) -> Iterator[Fault]:
    if not (config.get("server.enabled") or config.get("client.enabled")):
        yield Fault("Must specify either server, client or dev mode for the agent.")


def _region(config: AgentConfig) -> Iterator[Fault]:
    if "\0" in config.get("region", ""):
        yield Fault("Region contains invalid characters", "region")


def _datacenter(config: AgentConfig) -> Iterator[Fault]:
    if any(c in config.get("datacenter", "") for c in "\0*"):
        yield Fault("Datacenter contains invalid characters (null or '*')", "datacenter")


def _telemetry(config: AgentConfig) -> Iterator[Fault]:
    # A zero cannot override, whatever its text.
    interval = parse_duration(config.get("telemetry.in_memory_collection_interval") or "") or 10 * SECOND
    retention = parse_duration(config.get("telemetry.in_memory_retention_period") or "") or 60 * SECOND
    if interval <= 0:
        yield Fault("telemetry block invalid: telemetry in-memory collection interval must be greater than zero", "telemetry.in_memory_collection_interval")
    elif retention <= 0:
        yield Fault("telemetry block invalid: telemetry in-memory retention period must be greater than zero", "telemetry.in_memory_retention_period")
    elif interval > retention:
        yield Fault(
            "telemetry block invalid: telemetry in-memory collection interval cannot be greater than retention period",
            "telemetry.in_memory_collection_interval",
        )


def _tls(config: AgentConfig) -> Iterator[Fault]:
    if not any(config.get(f"tls.{name}") for name in ("http", "rpc", "ca_file", "cert_file", "key_file", "verify_server_hostname", "verify_https_client")):
        return
    for name in ("ca_file", "cert_file", "key_file"):
        path = config.get(f"tls.{name}") or ""
        if not os.path.isfile(path):
            yield Fault(f"WARNING: Error when parsing TLS configuration: open {path}: no such file or directory", f"tls.{name}")
            return


def _mutual_tls(config: AgentConfig) -> Iterator[Fault]:
    if not config.dev and not (config.get("tls.http") and config.get("tls.rpc")):
        yield Fault("WARNING: mTLS is not configured - Nomad is not secure without mTLS!", "tls")


def _encrypt(config: AgentConfig) -> Iterator[Fault]:
    key = config.get("server.encrypt") or ""
    at = _bad_base64(key)
    if at is not None:
        yield Fault(f"Invalid encryption key: illegal base64 data at input byte {at}", "server.encrypt")


def _bad_base64(text: str) -> int | None:
    """The byte at which Go's strict decoder stops, or None."""
    text = text.replace("\n", "").replace("\r", "")
    try:
        base64.b64decode(text, validate=True)
        return None
    except (binascii.Error, ValueError):
        for at, char in enumerate(text):
            if not (char.isascii() and (char.isalnum() or char in "+/")):
                if char == "=" and at % 4 >= 2 and text[at:] in ("=", "==") and len(text) % 4 == 0:
                    continue
                return at
        return len(text) - len(text) % 4


_ABSOLUTE: Final = (
    ("data_dir", "data-dir"),
    ("plugin_dir", "plugin-dir"),
    ("client.alloc_dir", "alloc-dir"),
    ("client.alloc_mounts_dir", "alloc-mounts-dir"),
    ("client.host_volumes_dir", "host-volumes-dir"),
    ("client.host_volume_plugin_dir", "host-volume-plugin-dir"),
    ("client.state_dir", "state-dir"),
)


def _absolute_paths(config: AgentConfig) -> Iterator[Fault]:
    for path, name in _ABSOLUTE:
        value = config.get(path)
        if value and not is_absolute_anywhere(value):
            yield Fault(f"{name} must be given as an absolute path: got {value}", path)
            return


def _meta(config: AgentConfig) -> Iterator[Fault]:
    if not config.get("client.enabled"):
        return
    for key in config.get("client.meta") or {}:
        if not key or key.startswith(".") or key.endswith(".") or ".." in key or "\0" in key:
            yield Fault(f"Invalid Client.Meta key: {key}", "client.meta")


def _scheduler(config: AgentConfig) -> Iterator[Fault]:
    algorithm = (config.get("server.default_scheduler_config") or {}).get("scheduler_algorithm")
    if algorithm not in (None, "", "binpack", "spread"):
        yield Fault(f"invalid scheduler algorithm: {algorithm}", "server.default_scheduler_config.scheduler_algorithm")


def _node_pool(config: AgentConfig) -> Iterator[Fault]:
    pool = config.get("client.node_pool") or ""
    if pool == "all":
        yield Fault('Invalid node pool: node is not allowed to register in node pool "all"', "client.node_pool")
    elif pool and not _NAME.fullmatch(pool):
        yield Fault(f'Invalid node pool: invalid name "{pool}", must match regex {_NAME_TEXT}', "client.node_pool")


def _clusters(config: AgentConfig) -> Iterator[Fault]:
    for kind, title in (("consul", "Consul"), ("vault", "Vault")):
        for cluster in config.merged.clusters[kind]:
            if not _NAME.fullmatch(cluster["name"]):
                yield Fault(
                    f'Invalid {title} configuration: invalid name "{cluster["name"]}", must match regex {_NAME_TEXT}',
                    f"{kind}[{cluster['name']}].name",
                )


def _host_volumes(config: AgentConfig) -> Iterator[Fault]:
    for volume in config.get("client.host_volume") or []:
        if not volume.get("path"):
            yield Fault("Missing path in host_volume config", "client.host_volume")


def _dynamic_ports(config: AgentConfig) -> Iterator[Fault]:
    low, high = config.get("client.min_dynamic_port") or 0, config.get("client.max_dynamic_port") or 0
    if low < 0 or low > 65536:
        yield Fault(f"Invalid dynamic port range: min_dynamic_port={low}", "client.min_dynamic_port")
    elif high < 0 or high > 65536:
        yield Fault(f"Invalid dynamic port range: max_dynamic_port={high}", "client.max_dynamic_port")
    elif low > high:
        yield Fault(f"Invalid dynamic port range: min_dynamic_port={low} and max_dynamic_port={high}", "client.min_dynamic_port")


def _port_ranges(config: AgentConfig) -> Iterator[Fault]:
    reserved = config.get("client.reserved.reserved_ports") or ""
    problem = port_range_fault(reserved)
    if problem:
        yield Fault(f'reserved.reserved_ports "{reserved}" invalid: {problem}', "client.reserved.reserved_ports")
    for network in config.get("client.host_network") or []:
        text = network.get("reserved_ports") or ""
        problem = port_range_fault(text)
        if problem:
            yield Fault(
                f'host_network["{network["#Name"]}"].reserved_ports "{text}" invalid: {problem}', f"client.host_network[{network['#Name']}].reserved_ports"
            )


def port_range_fault(text: str) -> str:
    """Why a list of ports and ranges (`22,80-90`) is none, in Go's words, or ""."""
    if not text:
        return ""
    for part in text.split(","):
        ends = part.strip().split("-")
        if len(ends) > 2:
            return "can only parse single port numbers or port ranges (ex. 80,100-120,150)"
        numbers = []
        for end in ends:
            end = end.strip()
            if not end:
                return "can't specify empty port"
            if not (end.isascii() and end.isdigit()):
                return f'strconv.ParseUint: parsing "{end}": invalid syntax'
            if len(end) > 19:
                return f'strconv.ParseUint: parsing "{end}": value out of range'
            numbers.append(int(end))
            if len(ends) == 1 and numbers[-1] > 65536:
                return f"port must be < 65536 but found {numbers[-1]}"
        if len(numbers) == 2:
            if numbers[1] < numbers[0]:
                return f"invalid range: ending value ({numbers[1]}) less than starting ({numbers[0]}) value"
            if numbers[1] > 65536:
                return f"port must be < 65536 but found {numbers[1]}"
    return ""


_SIZE: Final = re.compile(r"[0-9.,]*")
_UNITS: Final = frozenset(
    ["b", "k", "kb", "kib", "m", "mb", "mib", "g", "gb", "gib", "t", "tb", "tib", "p", "pb", "pib", "e", "eb", "eib", "ki", "mi", "gi", "ti", "pi", "ei"]
) | {""}
_SIZES: Final = ("http_max_size", "decompression_size_limit")
_TIMES: Final = ("http_read_timeout", "gcs_timeout", "git_timeout", "hg_timeout", "s3_timeout")


def _size_fault(text: str) -> str:
    """Why a text such as "100GB" is no size, in Go's words, or ""."""
    number = _SIZE.match(text)
    digits = number[0].replace(",", "") if number is not None else ""
    try:
        float(digits)
    except ValueError:
        return f'strconv.ParseFloat: parsing "{digits}": invalid syntax'
    unit = text[number.end() if number is not None else 0 :].strip().lower()
    return "" if unit in _UNITS else f"unhandled size name: {unit}"


def _artifact(config: AgentConfig) -> Iterator[Fault]:
    artifact = config.get("client.artifact") or {}
    for name in (
        "http_read_timeout",
        "http_max_size",
        "gcs_timeout",
        "git_timeout",
        "hg_timeout",
        "s3_timeout",
        "decompression_file_count_limit",
        "decompression_size_limit",
    ):
        value = artifact.get(name)
        path = f"client.artifact.{name}"
        if value is None:
            continue
        if name in _TIMES:
            duration = parse_duration(str(value))
            if duration is None:
                yield Fault(f"client.artifact block invalid: {name} not a valid duration: {duration_fault(str(value))}", path)
                return
            if duration < 0:
                yield Fault(f"client.artifact block invalid: {name} must be > 0", path)
                return
        elif name in _SIZES:
            problem = _size_fault(str(value))
            if problem:
                verb = "is not" if name == "decompression_size_limit" else "not"
                yield Fault(f"client.artifact block invalid: {name} {verb} a valid size: {problem}", path)
                return
        elif value < 0:
            yield Fault(f"client.artifact block invalid: {name} must be >= 0 but found {value}", path)
            return


def _address_family(config: AgentConfig) -> Iterator[Fault]:
    value = config.get("client.preferred_address_family") or ""
    if value not in ("", "ipv4", "ipv6"):
        yield Fault(f"Invalid preferred-address-family value: {value} (valid values: ipv4, ipv6)", "client.preferred_address_family")


def _eventlog(config: AgentConfig) -> Iterator[Fault]:
    level = str(config.get("eventlog.level") or "")
    if level and level.upper() not in ("INFO", "WARN", "ERROR"):
        yield Fault("eventlog block invalid: eventlog.level must be one of INFO, WARN, or ERROR", "eventlog.level")


def _data_dir(config: AgentConfig) -> Iterator[Fault]:
    if config.dev or config.get("data_dir"):
        return
    if config.get("server.enabled"):
        yield Fault('Must specify "data_dir" config option or "data-dir" CLI flag', "data_dir")
    elif config.get("client.enabled") and not all(config.get(p) for p in ("client.alloc_dir", "client.alloc_mounts_dir", "client.state_dir", "plugin_dir")):
        yield Fault("Must specify the state, alloc-dir, alloc-mounts-dir and plugin-dir if data-dir is omitted.", "data_dir")


def _bootstrap(config: AgentConfig) -> Iterator[Fault]:
    if not config.get("server.enabled") or config.dev:
        return
    expected = config.get("server.bootstrap_expect") or 0
    if expected == 1:
        yield Fault("WARNING: Bootstrap mode enabled! Potentially unsafe operation.", "server.bootstrap_expect")
    elif expected % 2 == 0:
        yield Fault("WARNING: Number of bootstrap servers should ideally be set to an odd number.", "server.bootstrap_expect")


def _issuer(config: AgentConfig) -> Iterator[Fault]:
    issuer = config.get("server.oidc_issuer") or ""
    if not issuer or not config.get("server.enabled"):
        return
    if not issuer.startswith("https:"):
        yield Fault(f'server.oidc_issuer = "{issuer}" is not using https. Many OIDC implementations require https.', "server.oidc_issuer")


def _protocol(config: AgentConfig) -> Iterator[Fault]:
    if config.get("server.protocol_version"):
        yield Fault("Please remove deprecated protocol_version field from config.", "server.protocol_version")


PROVIDERS: Final = ("aead", "awskms", "azurekeyvault", "gcpckms", "transit")


def _keyring(config: AgentConfig) -> Iterator[Fault]:
    for ring in config.get("keyring") or []:
        if ring["#Name"] not in PROVIDERS:
            yield Fault(f'keyring "{ring.get("name") or ""}" invalid: unknown keyring provider: "{ring["#Name"]}"', "keyring")


#: Rule → check, in Nomad's order.
_CHECKS: Final[dict[str, Check]] = {
    "agent-mode": _mode,
    "agent-region": _region,
    "agent-datacenter": _datacenter,
    "agent-telemetry": _telemetry,
    "agent-tls-file": _tls,
    "agent-mutual-tls": _mutual_tls,
    "agent-encrypt": _encrypt,
    "agent-absolute-path": _absolute_paths,
    "agent-meta-key": _meta,
    "agent-scheduler-algorithm": _scheduler,
    "agent-node-pool": _node_pool,
    "agent-cluster-name": _clusters,
    "agent-host-volume-path": _host_volumes,
    "agent-dynamic-ports": _dynamic_ports,
    "agent-reserved-ports": _port_ranges,
    "agent-artifact": _artifact,
    "agent-address-family": _address_family,
    "agent-eventlog": _eventlog,
    "agent-data-dir": _data_dir,
    "agent-bootstrap": _bootstrap,
    "agent-oidc-issuer": _issuer,
    "agent-protocol-version": _protocol,
    "agent-keyring": _keyring,
}
