"""What a token may read in a cluster, and what the agent silently hides.

An agent silently filters lists by namespace and node pool. What a token may read is asked for itself: `/v1/acl/token/self`, and its policies,
which every token may read. Where ACLs are off, and for a management token, nothing is hidden.

    hidden = await hidden_lists(client)      ["jobs and allocations: only of the namespaces 'team'", …]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from nomadspec.backends.http_client import Client


class Right(Record):
    """A right that reading a state needs: the rule of a policy that grants it, and the sections that it shows."""

    rule: str
    sections: tuple[str, ...]
    required: bool = False


#: All of them, in the order of the policy.
RIGHTS: Final = (
    Right('namespace "*" {\n  policy = "read"\n}', ("jobs", "allocations", "deployments", "services", "evaluations", "volumes"), required=True),
    Right('node {\n  policy = "read"\n}', ("nodes",), required=True),
    Right('node_pool "*" {\n  policy = "read"\n}', ("node pools",)),
    Right('operator {\n  policy = "read"\n}', ("scheduler configuration",)),
    Right('plugin {\n  policy = "read"\n}', ("CSI plugins",)),
    Right('agent {\n  policy = "read"\n}', ("servers",)),
)
#: Sections that a token without the right of the same rule may still not read: what they are called → the section of the table.
_OTHER_NAMES: Final = {"CSI volumes": "volumes", "host volumes": "volumes", "volume claims": "volumes", "namespaces": "jobs", "regions": "servers"}
_READS: Final = frozenset({"list-jobs", "read-job"})
MAX_POLICIES: Final = 200


def policy_text() -> str:
    """The ACL policy that lets a token read a whole state, and nothing else."""
    return "\n\n".join(right.rule for right in RIGHTS) + "\n"


def missing(refused: Iterable[str]) -> tuple[list[Right], bool]:
    """(the rights that would show the refused sections, whether one of them is required)."""
    sections = {_OTHER_NAMES.get(name, name) for name in refused}
    found = [right for right in RIGHTS if sections & {*right.sections}]
    return found, any(right.required and sections & {"jobs", "nodes"} & {*right.sections} for right in found)


def granting(rights: Iterable[Right]) -> str:
    """The rules of these rights on one line."""
    return " ".join(" ".join(right.rule.split()) for right in rights)


#: Whose token an agent without ACLs says it is; it has no policies and may read everything.
_ACLS_OFF = "acls-disabled"


async def hidden_lists(client: Client) -> list[str]:
    """What the token's lists leave out, one phrase each. Raises `HttpError` for a token that the cluster does not know (any more)."""
    from nomadspec.backends.http_client import HttpError

    try:
        token = await client.get("/v1/acl/token/self")
    except HttpError as error:
        if error.status == 403:
            raise HttpError(f"{client.settings.shown}: the ACL token is unknown or has expired (NOMAD_TOKEN, --token or --token-file)", 403) from None
        if error.status:
            return []  # ACLs are off, or the agent is older than the question.
        raise
    if not isinstance(token, dict) or token.get("Type") == "management" or token.get("AccessorID") == _ACLS_OFF:
        return []
    try:
        return await _hidden(client, token)
    except (AttributeError, TypeError):
        raise HttpError(f"{client.settings.shown}: the answer about the ACL token and its policies does not have the shape of Nomad's API") from None


async def _hidden(client: Client, token: dict[str, Any]) -> list[str]:
    """What a token that is not a management token does not see."""
    rules = [await _rules(client, name) for name in await _policies(client, token)]
    if any(rule is None for rule in rules):
        return ["jobs, allocations and node pools: possibly not all, because the token is not a management token and its policies cannot be read"]
    known = [rule for rule in rules if rule is not None]
    hidden = []
    namespaces = _allowed(known, "Namespaces", _READS)
    if namespaces is not None:
        hidden.append(f"jobs and allocations: {_only('namespace', namespaces)}")
    pools = _allowed(known, "NodePools", frozenset({"read"}))
    if pools is not None:
        hidden.append(f"node pools: {_only('node pool', pools)}")
    return hidden


async def _policies(client: Client, token: dict[str, Any]) -> list[str]:
    """The names of a token's policies, those of its roles included."""
    from nomadspec.backends.http_client import HttpError, encode

    names = [name for name in token.get("Policies") or () if isinstance(name, str)]
    for link in list(token.get("Roles") or ())[:MAX_POLICIES]:
        try:
            role = await client.get(f"/v1/acl/role/{encode(link.get('ID'), '/v1/acl/role')}")
        except (HttpError, AttributeError):
            names.append("")  # whose rules are not known
            continue
        names += [str(policy.get("Name")) for policy in (role or {}).get("Policies") or () if isinstance(policy, dict)]
    return list(dict.fromkeys(names))[:MAX_POLICIES]


async def _rules(client: Client, name: str) -> dict[str, Any] | None:
    """The rules of a policy as data; None where they are not known. A policy that does not exist has none."""
    from nomadspec.backends.http_client import HttpError, encode

    if not name:
        return None
    try:
        policy = await client.get(f"/v1/acl/policy/{encode(name, '/v1/acl/policy')}")
    except HttpError as error:
        return {} if error.status == 404 or name == "anonymous" else None
    rules = policy.get("RulesJSON") if isinstance(policy, dict) else None
    return rules if isinstance(rules, dict) else None


def _allowed(policies: Iterable[dict[str, Any]], kind: str, needed: frozenset[str]) -> list[str] | None:
    """The names (with wildcards) of what may be read; None when it is everything. A name of its own overrides a wildcard."""
    granted: dict[str, set[str]] = {}
    for policy in policies:
        for rule in policy.get(kind) or ():
            if isinstance(rule, dict):
                granted.setdefault(str(rule.get("Name") or "default"), set()).update(str(item) for item in rule.get("Capabilities") or ())
    readable = [name for name, capabilities in granted.items() if needed <= capabilities and "deny" not in capabilities]
    return None if "*" in readable and len(readable) == len(granted) else sorted(readable)


def _only(what: str, names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:10]) + (", …" if len(names) > 10 else "")
    return f"only of the {what}{'s' * (len(names) > 1)} {shown}" if names else f"none, because the token may read no {what}"
