"""What a token with some ACL policies may do, and which block of which policy decides.

Policies are combined by name; `deny` overrides everything else for the same name. If several names match, an exact one applies, otherwise the pattern
whose asterisks match the fewest characters.
"""

from __future__ import annotations

import re

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.source import Span
    from nomadspec.specs.spec import Spec

#: Kind of thing → its member in a policy. A variable's name is `NAMESPACE`, a line break, its path.
LABELLED: Final = {"namespace": "Namespaces", "node_pool": "NodePools", "host_volume": "HostVolumes"}
SINGLE: Final = {"agent": "Agent", "node": "Node", "operator": "Operator", "sentinel": "Sentinel", "quota": "Quota", "plugin": "Plugin"}
VARIABLE: Final = "variable"


class Grant(Record):
    """The grants of one block: `kind` and `name` of its subject (a pattern; "" if there is only one), its capabilities, and its place."""

    kind: str
    name: str
    capabilities: tuple[str, ...]
    place: Span | None


class Verdict(Record):
    """What is granted for one object. `name`: the name or pattern that decides, None if none matches; `grants`: the blocks with that name."""

    capabilities: tuple[str, ...]
    name: str | None
    grants: tuple[Grant, ...]

    @property
    def denied(self) -> bool:
        """Whether a block denies everything."""
        return "deny" in self.capabilities

    def allows(self, capability: str) -> bool:
        """Whether the capability is granted."""
        return capability in self.capabilities and not self.denied


def grants_of(policies: Iterable[Spec]) -> list[Grant]:
    """All grants of the policies, in order."""
    found: list[Grant] = []
    for spec in policies:
        for kind, member in LABELLED.items():
            for number, row in enumerate(spec.api.get(member) or ()):
                found.append(Grant(kind, row["Name"], tuple(row["Capabilities"] or ()), spec.places.get(f"{kind}[{number}]")))
                if kind == "namespace":
                    found += _variables(row, spec, number)
        for kind, member in SINGLE.items():
            row = spec.api.get(member)
            if row is not None:
                capabilities = row.get("Capabilities") or ([row["Policy"]] if row["Policy"] else [])
                found.append(Grant(kind, "", tuple(capabilities), spec.places.get(kind)))
    return found


def _variables(row: Mapping[str, Any], spec: Spec, number: int) -> list[Grant]:
    rows = (row["Variables"] or {}).get("Paths") or ()
    return [
        Grant(
            VARIABLE,
            f"{row['Name']}\n{path['PathSpec']}",
            tuple(path["Capabilities"] or ()),
            spec.places.get(f"namespace[{number}].variables.{path['PathSpec']}"),
        )
        for path in rows
    ]


def verdict(grants: Sequence[Grant], kind: str, name: str = "") -> Verdict:
    """What is granted for a thing of a kind with this name."""
    names = list(dict.fromkeys(grant.name for grant in grants if grant.kind == kind))
    best = name if name in names else None
    if best is None:
        # The fewest characters left to asterisks; of equals, the first in order.
        matching = sorted((len(name) - len(pattern) + pattern.count("*"), pattern) for pattern in names if "*" in pattern and matches(pattern, name))
        best = matching[0][1] if matching else None
    if best is None:
        return Verdict((), None, ())
    deciding = tuple(grant for grant in grants if grant.kind == kind and grant.name == best)
    capabilities = tuple(dict.fromkeys(one for grant in deciding for one in grant.capabilities))
    return Verdict(("deny",) if "deny" in capabilities else capabilities, best, deciding)


def matches(pattern: str, name: str) -> bool:
    """Whether a name matches a pattern, in which `*` stands for any characters."""
    parts = re.sub(r"\*+", "*", pattern).split("*")
    if len(parts) == 1:
        return pattern == name
    if not name.startswith(parts[0]) or not name.endswith(parts[-1]) or len(name) < len(parts[0]) + len(parts[-1]):
        return False
    at, end = len(parts[0]), len(name) - len(parts[-1])
    for part in parts[1:-1]:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
