"""Which kind of file a text is, by what is in it: its top-level names and blocks, as far as they can be read."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set
    from typing import Any, Final

#: Kinds that are not specifications.
AGENT, JOB = "agent", "job"

_AGENT_NAMES: Final = frozenset(("data_dir", "bind_addr", "client", "server", "ports", "telemetry", "tls", "advertise"))
_POLICY_BLOCKS: Final = frozenset(("namespace", "node", "agent", "operator", "quota", "host_volume", "plugin", "node_pool", "sentinel"))
_NAMESPACE_NAMES: Final = frozenset(("name", "description", "quota", "meta", "capabilities", "node_pool_config", "vault", "consul"))
_ITEM: Final = re.compile(r"""^[ \t]*"?([A-Za-z_][\w-]*)"?((?:[ \t]+(?:"[^"\n]*"|[\w.*-]+))*)[ \t]*(=(?!=)|\{)[ \t]*("[^"\n]*")?""", re.M)
_SKIPPED: Final = re.compile(r"""("(?:[^"\\\n]|\\.)*")|(?:\#|//)[^\n]*|/\*(?s:.*?)\*/|<<-?(\w+)[ \t]*\n(?s:.*?)^[ \t]*\2[ \t]*$""", re.M)
#: Characters of a text that are looked at.
MAX_TEXT: Final = 1_000_000


class Outline:
    """The top level of a text: names (in lower case) → whether blocks, values of strings, and for blocks the names directly inside."""

    __slots__ = ("blocks", "labelled", "names", "values")

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.values: dict[str, str] = {}
        self.blocks: dict[str, set[str]] = {}
        self.labelled: set[str] = set()


def detect(text: str, json: bool | None = None) -> str:
    """The kind of a text: a name of `kinds.KINDS`, "agent", "job", or "" for one that is none of them."""
    text = text[:MAX_TEXT]
    if json is None:
        json = text.lstrip()[:1] == "{"
    outline = outline_of_json(text) if json else outline_of(text)
    if outline is None:
        return ""
    for kind, holds in _TESTS:
        if holds(outline, json):
            return kind
    return ""


def outline_of(text: str) -> Outline:
    """The outline of a text in either dialect of HCL. Works on texts with errors too."""
    outline = Outline()
    clean = _SKIPPED.sub(lambda m: m[0] if m[1] else "\n" if "\n" in m[0] else " ", text)
    depth_at = _depths(clean)
    inside = ""
    for match in _ITEM.finditer(clean):
        depth = depth_at(match.start(1))
        name = match[1].lower()
        if depth == 0:
            outline.names.add(name)
            if match[3] == "{":
                inside = name
                outline.blocks.setdefault(name, set())
                if match[2]:
                    outline.labelled.add(name)
                rest = clean[match.end() : match.end() + 2000].partition("\n")[0]  # a block on one line
                outline.blocks[name].update(word.lower() for word in re.findall(r"([A-Za-z_]\w*)\s*(?:=(?!=)|\{)", rest.partition("}")[0]))
            else:
                inside = name
                outline.values[name] = (match[4] or "").strip('"')
        elif depth == 1 and inside in outline.blocks:
            outline.blocks[inside].add(name)
    return outline


def _depths(text: str) -> Any:
    """Offset → how many braces are open there, for rising offsets."""
    marks = re.finditer(r'"(?:[^"\\\n]|\\.)*"|[{}\[\]]', text)
    depth, ahead = 0, next(marks, None)

    def depth_at(offset: int) -> int:
        nonlocal depth, ahead
        while ahead is not None and ahead.start() < offset:
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(ahead[0], 0)
            ahead = next(marks, None)
        return max(depth, 0)

    return depth_at


def outline_of_json(text: str) -> Outline | None:
    """The outline of a JSON object; None for other JSON and for what is none."""
    from nomadspec.source.json_reader import JsonError, read_json

    try:
        value = read_json(text)
    except JsonError:
        return None
    if not isinstance(value, dict):
        return None
    outline = Outline()
    for key, inner in value.items():
        name = key.lower()
        outline.names.add(name)
        if isinstance(inner, str):
            outline.values[name] = inner
        rows = inner if isinstance(inner, list) else [inner]
        for row in rows:
            if isinstance(row, dict):
                outline.blocks.setdefault(name, set()).update(word.lower() for word in row)
                for below in row.values():
                    if isinstance(below, dict):
                        outline.labelled.add(name)
                        outline.blocks[name].update(word.lower() for word in below)
    return outline


def _is_agent(top: Outline, json: bool) -> bool:
    if top.names & _AGENT_NAMES:
        return True
    if "plugin" in top.labelled and "policy" not in top.blocks.get("plugin", ()):
        return True
    return "enabled" in top.blocks.get("acl", ())


def _is_job(top: Outline, json: bool) -> bool:
    return "job" in top.blocks or (json and "job" in top.names) or (json and {"id", "taskgroups"} <= top.names)


def _is_policy(top: Outline, json: bool) -> bool:
    blocks: Set[str] = top.blocks.keys() & _POLICY_BLOCKS
    return any(top.blocks[name] & {"policy", "capabilities"} for name in blocks) or "namespace" in top.labelled or "host_volume" in top.labelled


_TESTS: Final[tuple[tuple[str, Any], ...]] = (
    (JOB, lambda top, json: "job" in top.labelled),
    (AGENT, _is_agent),
    (JOB, _is_job),
    ("volume", lambda top, json: top.values.get("type", "").lower() in ("host", "csi")),
    ("variable", lambda top, json: {"path", "items"} <= top.names),
    ("quota", lambda top, json: "limit" in top.blocks or (json and {"name", "limits"} <= top.names)),
    ("acl-policy", _is_policy),
    ("node_pool", lambda top, json: "node_pool" in top.blocks),
    ("acl-role", lambda top, json: json and {"name", "policies"} <= top.names),
    ("acl-auth-method", lambda top, json: json and {"type", "config"} <= top.names and top.values.get("type", "").upper() in ("OIDC", "JWT")),
    ("acl-binding-rule", lambda top, json: json and {"authmethod", "bindtype"} <= top.names),
    ("acl-auth-method-config", lambda top, json: json and bool(top.names & {"oidcdiscoveryurl", "jwksurl", "jwtvalidationpubkeys"})),
    (
        "namespace",
        lambda top, json: "name" in top.names and top.names <= _NAMESPACE_NAMES and bool(top.names & {"capabilities", "node_pool_config", "description"}),
    ),
)
