"""Detects the kind of a file from the names at its top level: a jobspec, an agent's configuration, or another specification that Nomad reads.

The top level is found by counting brackets outside of strings, comments and heredocs: that works for HCL 1, HCL 2 and JSON, whole or cut off, right or
wrong. The first matching row of `KINDS` applies. Names are compared in lower case.
"""

from __future__ import annotations

from nomadspec.source.patterns import DOTALL, pattern
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

#: Characters that are looked at.
_LOOKED_AT: Final = 65_536


class Top(Record):
    """The top level of a text: names of arguments and blocks, those of blocks alone, the names one level below, the values of arguments as they are
    written, and whether it is JSON (which has no blocks)."""

    names: frozenset[str]
    blocks: frozenset[str]
    inner: frozenset[str]
    values: dict[str, str]
    json: bool


class Kind(Record):
    """A kind of file: its name in sentences, the command that reads it, and how it is recognized."""

    name: str
    command: str
    fits: Callable[[Top], bool]


def lower(names: set[str]) -> frozenset[str]:
    """Names as they are compared: in lower case, as most readers of these files take them in any."""
    return frozenset(name.lower() for name in names)


_TOKEN: Final = pattern(
    r"(?P<skipped>#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z)|<<-?(?P<mark>[\w-]+)[ \t]*\n.*?(?:\n[ \t]*(?P=mark)[ \t]*(?=\n|\Z)|\Z))"
    # A string that is not closed, or that is cut off, ends with its line: to look again from each escaped quote in it would take the square of its length.
    r'|(?P<string>"(?:[^"\\\n]|\\.)*+(?:"|(?=\n)|\\?\Z))|(?P<open>[{\[(])|(?P<close>[}\])])|(?P<line>\n)|(?P<word>[\w.-]+)|(?P<equals>=|:)|(?P<comma>,)',
    DOTALL,
)


def top_level(text: str, until: str = "") -> Top:
    """The top level of HCL or JSON; of JSON that of its outermost object. `until`: a name at which to stop."""
    names: set[str] = set()
    blocks: set[str] = set()
    inner: set[str] = set()
    values: dict[str, str] = {}
    level = 1 if text.lstrip("\ufeff \t\r\n")[:1] == "{" else 0
    depth, name, assigned, begins = 0, "", False, True
    for token in _TOKEN.finditer(text[:_LOOKED_AT]):
        kind, what = token.lastgroup, token[0]
        if kind == "open":
            if depth == level and name and not assigned and what == "{":
                blocks.add(name)
            depth += 1
            begins = True
        elif kind == "close":
            depth -= 1
        elif depth == level + 1:
            if kind in ("line", "comma"):
                begins = True
            elif kind in ("word", "string"):
                if begins:
                    inner.add(what.strip('"'))
                begins = False
        elif depth == level:
            if kind in ("line", "comma"):
                begins, name, assigned = True, "", False
            elif kind in ("word", "string") and begins:
                name, begins = what.strip('"'), False
                names.add(name)
                if name.lower() == until:
                    break
            elif kind == "equals":
                assigned = True
            elif kind in ("word", "string") and assigned:
                values.setdefault(name.lower(), what.strip('"'))
    return Top(lower(names), lower(blocks), lower(inner), values, level == 1)


_AGENT: Final = frozenset(["data_dir", "bind_addr", "client", "server", "ports", "plugin", "telemetry", "tls", "advertise"])
#: Other names at the top level of an agent's configuration.
_ALSO_AGENT: Final = frozenset(
    [
        *("region", "datacenter", "name", "log_level", "log_json", "log_include_location", "log_file", "log_rotate_duration", "log_rotate_bytes"),
        *("log_rotate_max_files", "enable_debug", "enable_syslog", "syslog_facility", "leave_on_interrupt", "leave_on_terminate", "plugin_dir"),
        *("disable_update_check", "disable_anonymous_signature", "http_api_response_headers", "addresses", "interfaces", "acl", "audit", "autopilot"),
        *("consul", "vault", "keyring", "limits", "license", "reporting", "rpc", "sentinel", "ui", "eventlog"),
    ]
)
#: Names that Consul's agent has, whose configuration looks alike.
_CONSUL: Final = frozenset(["client_addr", "retry_join", "node_name", "ui_config", "connect", "encrypt", "performance", "auto_encrypt", "bootstrap_expect"])
_POLICY: Final = frozenset(["namespace", "node", "agent", "operator", "quota", "host_volume", "plugin", "node_pool", "sentinel"])
_NAMESPACE: Final = frozenset(
    [
        *("name", "description", "quota", "meta", "capabilities", "node_pool_config", "vault", "consul"),
        *("nodepoolconfiguration", "vaultconfiguration", "consulconfiguration", "createindex", "modifyindex"),
    ]
)
_RULES: Final = frozenset(["policy", "capabilities", "variables"])
_METHOD: Final = frozenset(["oidcdiscoveryurl", "jwksurl", "jwtvalidationpubkeys"])


def _is_policy(top: Top) -> bool:
    if not top.blocks or not top.names <= _POLICY:
        return False
    return bool(top.inner & _RULES) or (not top.inner and bool(top.names & {"namespace", "host_volume"}))


#: A text with this name at its top level is a jobspec, whatever else is there.
_JOB: Final = "job"


def _is_jobspec(top: Top) -> bool:
    return _JOB in top.names or (top.json and {"id", "taskgroups"} <= top.names)


def _is_agent(top: Top) -> bool:
    return bool(top.names & _AGENT or ("acl" in top.names and "enabled" in top.inner)) and not top.names & _CONSUL


def _is_namespace(top: Top) -> bool:
    return "name" in top.names and top.names <= _NAMESPACE and (not top.json or len(top.names) > 1)


def _json_with(*names: str) -> Callable[[Top], bool]:
    return lambda top: top.json and top.names.issuperset(names)


KINDS: Final = {
    "jobspec": Kind("a jobspec", "nomadspec lint", _is_jobspec),
    "acl-policy": Kind("an ACL policy", "nomad acl policy apply", _is_policy),
    "agent": Kind("agent configuration", "nomadspec agent lint", _is_agent),
    "volume": Kind("a volume specification", "nomad volume create", lambda top: top.values.get("type", "").lower() in ("host", "csi")),
    "variable": Kind("a variable specification", "nomad var put", lambda top: {"path", "items"} <= top.names),
    "quota": Kind("a quota specification", "nomad quota apply", lambda top: "limit" in top.blocks or (top.json and {"name", "limits"} <= top.names)),
    "node_pool": Kind("a node pool specification", "nomad node pool apply", lambda top: top.blocks == {"node_pool"}),
    "acl-role": Kind("an ACL role", "PUT /v1/acl/role", _json_with("name", "policies")),
    "acl-auth-method": Kind("an ACL auth method", "PUT /v1/acl/auth-method", _json_with("tokenlocality", "config")),
    "acl-binding-rule": Kind("an ACL binding rule", "PUT /v1/acl/binding-rule", _json_with("authmethod", "bindtype")),
    "acl-auth-method-config": Kind(
        "the configuration of an ACL auth method", "nomad acl auth-method create -config", lambda top: top.json and bool(top.names & _METHOD)
    ),
    "namespace": Kind("a namespace specification", "nomad namespace apply", _is_namespace),
    "values": Kind("a variable file", "nomadspec lint --var-file", lambda top: bool(top.names) and not top.blocks and not top.json),
}
#: Those of them that `reading.read_spec` reads.
SPECS: Final = tuple(name for name in KINDS if name not in ("jobspec", "agent", "values"))


def _surely_agent(top: Top) -> bool:
    if not top.names <= _AGENT | _ALSO_AGENT:
        return False
    return "data_dir" in top.names if top.json else bool(top.blocks & {"client", "server"})


#: Kinds that files of other tools look like, and what only Nomad's have: other agents have some names of Nomad's, and all JSON has some.
_SURE: Final[dict[str, Callable[[Top], bool]]] = {
    "agent": _surely_agent,
    "namespace": lambda top: not top.names <= {"name", "description", "meta"},
    "quota": lambda top: "name" in top.names,
}


def surely(text: str) -> str:
    """The kind of a file found in a folder; "" if it may also belong to another tool."""
    top = top_level(text, until=_JOB)
    kind = _kind(top)
    return kind if kind not in _SURE or _SURE[kind](top) else ""


def kind_of(text: str) -> str:
    """The kind of a text, a name in `KINDS`; "" for an unknown kind."""
    return _kind(top_level(text, until=_JOB))


def _kind(top: Top) -> str:
    return next((name for name, kind in KINDS.items() if kind.fits(top)), "")
