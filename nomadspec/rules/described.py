"""What the specifications of a repository describe, and what to say of a name that they do not: the rules that compare names share it.

A repository that describes none of a kind keeps them elsewhere, and nothing is reported of that kind.
"""

from __future__ import annotations

from nomadspec.jobspec.server_settings import NAMESPACES, NODE_POOLS
from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Final

    from nomadspec.rules.repository_visit import RepositoryVisit

#: Kind of specification → the names that exist without one.
BUILT_IN: Final[dict[str, tuple[str, ...]]] = {"namespace": NAMESPACES, "node_pool": NODE_POOLS}

#: What a kind is called where it is not its own name.
_CALLED: Final = {"acl-role": "ACL role", "acl-auth-method": "auth method", "node_pool": "node pool"}


def described(visit: RepositoryVisit, kind: str) -> set[str]:
    """The names that the repository describes, of one kind of specification."""
    return {spec["name"] for spec in visit.specs if spec["spec"] == kind}


def undescribed(kind: str, name: str, known: Collection[str], at: Fact) -> Finding | None:
    """The finding about a name that none of the `known` specifications of its kind describes; None where there is nothing to say."""
    if not known or name in known or name in BUILT_IN.get(kind, ()) or "${" in name:
        return None
    near = closest(name, known, 0.6)
    help = f"Did you mean {near}?" if near else "Add a specification file for it, or ignore this rule if it is kept elsewhere."
    return Finding(f"no file of this repository describes the {_CALLED.get(kind, kind)} {name!r}", at, help=help)


def undescribed_in_jobs(visit: RepositoryVisit, kind: str) -> Iterator[Finding]:
    """The findings about what jobs name as their namespace or node pool."""
    known = described(visit, kind)
    for job in visit.jobs:
        found = undescribed(kind, job.get(kind, "default"), known, Fact(job, job["at"], block=f'job["{job.get("id")}"]'))
        if found is not None:
            yield found
