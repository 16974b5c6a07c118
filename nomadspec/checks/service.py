"""Checks of services and of their health checks, in a group and in a task (NOM4…)."""

from __future__ import annotations

from nomadspec.checks.check import Check, Found
from nomadspec.checks.job import bytes_over
from nomadspec.checks.syntax import VARIABLE, is_word
from nomadspec.notation.duration import SECOND
from nomadspec.notation.duration import text as duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

CONSUL, NOMAD = "consul", "nomad"
ADDRESS_MODES = ("", "auto", "host", "driver", "alloc", "alloc_ipv6")
CHECK_ADDRESS_MODES = ("", "host", "driver", "alloc", "alloc_ipv6")
ON_UPDATE = ("require_healthy", "ignore_warnings", "ignore")
KINDS = ("", "api-gateway", "ingress-gateway", "mesh-gateway", "terminating-gateway")

#: The mode that came to both lists later.
ADDRESS_OF_IPV6 = "alloc_ipv6"

LONGEST_NAME = 63


def _valid_name(name: str) -> bool:
    if "$" in name:
        name = VARIABLE.sub("ENV-VAR", name)
    return is_word(name, "-", LONGEST_NAME) and name[0] != "-" and name[-1] != "-"


SERVICE = (
    Check("NOM4001", "service-name-invalid",
          "Service name must be valid per RFC 1123 and can contain only alphanumeric characters or dashes and must be no longer than 63 characters: {name:q}",
          "name",
          "Use letters, digits and dashes, with a letter or digit at both ends. Without a name, it is made from the names of the job, group and task.",
          lambda service, _: not _valid_name(service.name) and Found(name=service.name)),
    Check("NOM4002", "service-address-mode-invalid", 'Service address_mode must be "auto", "host", or "driver"; not {mode:q}', "address_mode",
          "Use one of auto, host, driver, alloc, alloc_ipv6.",
          lambda service, _: service.address_mode not in ADDRESS_MODES and Found(mode=service.address_mode)),
    Check("NOM4002", "service-address-mode-invalid", 'Service address_mode must be "auto", "host", or "driver"; not {mode:q}', "address_mode",
          "Use one of auto, host, driver, alloc.",
          lambda service, _: service.address_mode == ADDRESS_OF_IPV6 and Found(mode=service.address_mode), until="1.10.3"),
    Check("NOM4003", "service-address-needs-auto", 'Service address_mode must be "auto" if address is set', "address_mode",
          "Remove address_mode, or remove address.",
          lambda service, _: service.address and service.address_mode in ADDRESS_MODES and service.address_mode not in ("", "auto")),
    Check("NOM4004", "service-on-update-invalid", 'Service on_update must be "require_healthy", "ignore_warnings", or "ignore"; not {v:q}', "on_update",
          "Use one of require_healthy, ignore_warnings, ignore.",
          lambda service, _: service.on_update not in ON_UPDATE and service.on_update and Found(v=service.on_update)),
)  # fmt: skip

PROVIDER = (
    Check("NOM4005", "service-provider-invalid", 'Service provider must be "consul", or "nomad"; not {p:q}', "provider",
          'Use "consul" or "nomad".',
          lambda service, _: service.provider not in ("", CONSUL, NOMAD) and Found(p=service.provider)),
)  # fmt: skip

#: Of a Consul service, behind its checks.
KIND = (
    Check("NOM4006", "service-kind-invalid", "Service {name} kind must be one of consul service kind or empty", "kind",
          "Use one of api-gateway, ingress-gateway, mesh-gateway, terminating-gateway, or remove kind.",
          lambda service, _: service.kind not in KINDS and Found(name=service.name)),
)  # fmt: skip

IDENTITY = (
    Check("NOM4007", "service-identity-no-aud", "Service identity must provide at least one target aud value", "identity",
          'Add aud = ["consul.io"] or another audience.',
          lambda service, _: service.identity is not None and not service.identity.aud),
)  # fmt: skip

# --- health checks: Nomad stops at the first problem of each -----------------------------------------------------------------

CHECK_TYPES = {CONSUL: ("grpc", "tcp", "http", "script"), NOMAD: ("tcp", "http")}
PORT_TYPES = ("http", "tcp", "grpc")
STATES = ("passing", "warning", "critical", "")
METHODS = ("", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE")
LONGEST_NOTES = 255


def _type(check: Any) -> str:
    kind: str = check.type
    return kind.lower()


def _wrong_type(provider: str) -> Any:
    def test(check: Any, _: Scope) -> Any:
        return _type(check) not in CHECK_TYPES[provider] and Found(t=_type(check))

    return test


def _path_fault(fault: str) -> Any:
    def test(check: Any, _: Scope) -> Any:
        if _type(check) != "http" or not check.path or (is_word(check.path, "/._-?=&", len(check.path)) and check.path[0] == "/" != check.path[1:2]):
            return None
        from nomadspec.checks.url import url_fault

        return url_fault(check.path) == fault

    return test


_COMMON = (
    Check("NOM4101", "check-http-path-missing", "http type must have http path", "path",
          'Add path, such as path = "/health".',
          lambda check, _: _type(check) == "http" and not check.path),
    Check("NOM4102", "check-http-path-invalid", "http type must have valid http path", "path",
          "Use a valid URL path: no control characters, and two hexadecimal digits after every percent sign.",
          _path_fault("invalid")),
    Check("NOM4103", "check-http-path-absolute", "http type must have relative http path", "path",
          "Remove the scheme and the host: the check uses the address of the service.",
          _path_fault("absolute")),
    Check("NOM4104", "check-script-command", "script type must have a valid script path", "command",
          "Set the command to run in the task.",
          lambda check, _: _type(check) == "script" and not check.command),
    Check("NOM4105", "check-interval-missing", "missing required value interval. Interval cannot be less than 1s", "interval",
          'Add interval, such as interval = "10s".',
          lambda check, _: not check.interval),
    Check("NOM4106", "check-interval-min", "interval ({v}) cannot be lower than 1s", "interval",
          "Use an interval of 1s or more.",
          lambda check, _: check.interval < SECOND and Found(v=duration(check.interval))),
    Check("NOM4107", "check-timeout-missing", "missing required value timeout. Timeout cannot be less than 1s", "timeout",
          'Add timeout, such as timeout = "2s".',
          lambda check, _: not check.timeout),
    Check("NOM4108", "check-timeout-min", "timeout ({v}) is lower than required minimum timeout 1s", "timeout",
          "Use a timeout of 1s or more.",
          lambda check, _: check.timeout < SECOND and Found(v=duration(check.timeout))),
    Check("NOM4109", "check-initial-status", 'invalid initial check state ({v}), must be one of "passing", "warning", "critical" or empty', "initial_status",
          "Use one of passing, warning, critical.",
          lambda check, _: check.initial_status not in STATES and Found(v=check.initial_status)),
    Check("NOM4110", "check-address-mode-auto", 'invalid address_mode "auto" - auto only valid for services', "address_mode",
          "Use one of host, driver, alloc, alloc_ipv6, or remove the attribute.",
          lambda check, _: check.address_mode == "auto"),
    Check("NOM4111", "check-address-mode-invalid", "invalid address_mode {v:q}", "address_mode",
          "Use one of host, driver, alloc, alloc_ipv6, or remove the attribute.",
          lambda check, _: check.address_mode not in CHECK_ADDRESS_MODES and Found(v=check.address_mode)),
    Check("NOM4111", "check-address-mode-invalid", "invalid address_mode {v:q}", "address_mode",
          "Use one of host, driver, alloc, or remove the attribute.",
          lambda check, _: check.address_mode == ADDRESS_OF_IPV6 and Found(v=check.address_mode), until="1.10.3"),
    Check("NOM4112", "check-on-update-invalid", 'on_update must be "require_healthy", "ignore_warnings", or "ignore"; got {v:q}', "on_update",
          "Use one of require_healthy, ignore_warnings, ignore.",
          lambda check, _: check.on_update not in ON_UPDATE and check.on_update and Found(v=check.on_update)),
    Check("NOM4113", "check-on-update-ignore-restart", 'on_update value "ignore" is not compatible with check_restart', "on_update",
          "Remove check_restart, or change on_update; both may be inherited from the service.",
          lambda check, _: check.check_restart is not None and check.on_update == "ignore"),
    Check("NOM4114", "check-on-update-ignore-warnings-restart",
          'on_update value "ignore_warnings" not supported with check_restart ignore_warnings value "false"', "check_restart.ignore_warnings",
          "Set ignore_warnings = true in check_restart, or change on_update.",
          lambda check, _: check.check_restart is not None and check.on_update == "ignore_warnings" and not check.check_restart.ignore_warnings),
)  # fmt: skip

#: Each check of a Consul service, first part, check_restart, second part.
CONSUL_CHECK = (
    Check("NOM4100", "check-type-invalid-consul", "invalid check type ({t:q}), must be one of grpc, tcp, http, script", "type",
          "Use one of grpc, tcp, http, script.",
          _wrong_type(CONSUL)),
    *_COMMON,
)  # fmt: skip

CHECK_RESTART = (
    Check("NOM4121", "check-restart-limit", "limit must be greater than or equal to 0 but found {n}", "limit",
          "Use a limit of 0 (never restart) or more.",
          lambda block, _: (block.limit or 0) < 0 and Found(n=block.limit)),
    Check("NOM4122", "check-restart-grace", "grace period must be greater than or equal to 0 but found {n}", "grace",
          "Use a duration of 0s or more.",
          lambda block, _: (block.grace or 0) < 0 and Found(n=block.grace)),
)  # fmt: skip


def _threshold(field: str) -> Any:
    def test(check: Any, _: Scope) -> Any:
        return getattr(check, field) > 0 and check.type not in PORT_TYPES and Found(t=check.type)

    return test


CONSUL_CHECK_REST = (
    Check("NOM4131", "check-expose-type", "expose may only be set on HTTP or gRPC checks", "expose",
          "Remove expose, or use type http or grpc.",
          lambda check, _: check.expose and _type(check) not in ("http", "grpc")),
    Check("NOM4133", "check-success-before-passing-type", "success_before_passing not supported for check of type {t:q}", "type",
          "Remove the attribute; it works for checks of type tcp, http and grpc, in lower case.",
          _threshold("success_before_passing")),
    Check("NOM4134", "check-failures-before-critical-type", "failures_before_critical not supported for check of type {t:q}", "type",
          "Remove the attribute; it works for checks of type tcp, http and grpc, in lower case.",
          _threshold("failures_before_critical")),
    Check("NOM4135", "check-failures-before-warning-type", "failures_before_warning not supported for check of type {t:q}", "type",
          "Remove the attribute; it works for checks of type tcp, http and grpc, in lower case.",
          _threshold("failures_before_warning")),
    Check("NOM4132", "check-notes-length", "notes must not be longer than 255 characters", "notes",
          "Shorten notes to 255 bytes.",
          lambda check, _: bytes_over(check.notes or "", LONGEST_NOTES)),
)  # fmt: skip

NOMAD_CHECK = (
    Check("NOM4150", "check-type-invalid-nomad", "invalid check type ({t:q}), must be one of tcp, http", "type",
          'Use tcp or http, or provider = "consul".',
          _wrong_type(NOMAD)),
    *_COMMON,
)  # fmt: skip

NOMAD_CHECK_REST = (
    Check("NOM4151", "check-nomad-expose", "expose may only be set for Consul service checks", "expose",
          "Remove expose: it needs Consul Connect.",
          lambda check, _: check.expose),
    Check("NOM4152", "check-nomad-ignore-warnings", "on_update may only be set to ignore_warnings for Consul service checks", "on_update",
          "Use require_healthy or ignore; checks of Nomad services have no warnings.",
          lambda check, _: check.on_update == "ignore_warnings"),
    Check("NOM4153", "check-nomad-restart-ignore-warnings", "ignore_warnings on check_restart only supported for Consul service checks",
          "check_restart.ignore_warnings",
          "Remove ignore_warnings; checks of Nomad services have no warnings.",
          lambda check, _: check.check_restart is not None and check.check_restart.ignore_warnings),
    Check("NOM4154", "check-nomad-address-mode-driver", "address_mode = driver may only be set for Consul service checks", "address_mode",
          "Use one of host, alloc, alloc_ipv6, or remove the attribute.",
          lambda check, _: check.address_mode == "driver"),
    Check("NOM4155", "check-nomad-method", "method type {m:q} not supported in Nomad http check", "method",
          "Use one of GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE.",
          lambda check, _: check.type == "http" and check.method.upper() not in METHODS and Found(m=check.method)),
    Check("NOM4156", "check-nomad-success-before-passing", "success_before_passing may only be set for Consul service checks", "success_before_passing",
          "Remove the attribute.",
          lambda check, _: check.success_before_passing > 0),
    Check("NOM4157", "check-nomad-failures-before-critical", "failures_before_critical may only be set for Consul service checks", "failures_before_critical",
          "Remove the attribute.",
          lambda check, _: check.failures_before_critical > 0),
    Check("NOM4158", "check-nomad-failures-before-warning", "failures_before_warning may only be set for Consul service checks", "failures_before_warning",
          "Remove the attribute.",
          lambda check, _: check.failures_before_warning > 0),
    Check("NOM4159", "check-nomad-tls-server-name", "tls_server_name may only be set for Consul service checks", "tls_server_name",
          "Remove the attribute.",
          lambda check, _: check.tls_server_name),
    Check("NOM4160", "check-nomad-tls-skip-verify", "tls_skip_verify may only be set for Consul service checks", "tls_skip_verify",
          "Remove the attribute.",
          lambda check, _: check.tls_skip_verify, since="1.6.2", until="1.9.5"),
)  # fmt: skip

#: Of each check of either provider, in its service.
CHECK_PORT = (
    Check("NOM4161", "check-port-missing", "check requires a port but neither check nor service {service:q} have a port", "",
          "Set port in the service.",
          lambda check, scope: check.type in PORT_TYPES and not check.port and not scope.service.port and Found(service=scope.service.name)),
)  # fmt: skip

CHECK_CONNECT = (
    Check("NOM4162", "check-connect-tcp", "tcp checks are not valid for Connect enabled services", "type",
          "Use an http or grpc check with expose = true: the proxy accepts every TCP connection.",
          lambda check, scope: check.type == "tcp" and scope.service.connect is not None and scope.service.connect.sidecar_service is not None),
)  # fmt: skip

#: What is looked at before all else in a check of a Consul service.
CONSUL_CHECK_FIRST = CHECK_PORT + CHECK_CONNECT
