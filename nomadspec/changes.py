"""Changes to a cluster, as values: what `nomadspec.simulate` and `nomadspec what-if` play.

    Drain(["n01"])                      the drain of these nodes has reached its deadline     {"drain": ["n01"]}
    Lose(["meta.rack=r2"])              the nodes miss their heartbeats, all at once          {"lose": [...]}
    Ineligible, Eligible                scheduling eligibility                                {"ineligible": [...]}
    AddNodes("n01", 3)                  new nodes like one that is there                      {"add": {"like": "n01", "count": 3}}
    SetNodes(["n01"], {"meta.x": "1"})  other values of nodes                                 {"set": {"nodes": [...], "values": {...}}}
    Scheduler(algorithm="spread")       the scheduler configuration                           {"scheduler": {"algorithm": "spread"}}
    StopJob("web"), ScaleGroup("web", "api", 5), RunJob(job)                                  {"stop": …}, {"scale": …}, {"run": …}

Nodes are named by name, by id or the beginning of one, or chosen: `class=`, `pool=`, `dc=`, `meta.KEY=`, `attr.KEY=`. A job is named by its id in
namespace `default`, else `namespace/id`. Changes are equal when their fields are.
"""

from __future__ import annotations

from nomadspec.source.record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    from nomadspec._generated.job_model import Job


class Drain(Record, eq=True):
    """The drain of the nodes has reached its deadline: all that is left there is stopped, system jobs too unless they are ignored."""

    nodes: Sequence[str]
    ignore_system: bool = False


class Lose(Record, eq=True):
    """The nodes miss their heartbeats, all at the same moment."""

    nodes: Sequence[str]


class Ineligible(Record, eq=True):
    """The nodes take no new allocations."""

    nodes: Sequence[str]


class Eligible(Record, eq=True):
    """The nodes take new allocations again."""

    nodes: Sequence[str]


class AddNodes(Record, eq=True):
    """`count` new nodes like the node `like`. Without `names` and `ids` they are named `<like>-new1` and so on, with ids made from that."""

    like: str
    count: int = 1
    names: Sequence[str] = ()
    ids: Sequence[str] = ()


class SetNodes(Record, eq=True):
    """Other values of nodes, by `class`, `pool`, `dc`, `meta.KEY`, `attr.KEY`, and the sizes `cpu` (MHz), `memory` and `disk` (MB)."""

    nodes: Sequence[str]
    values: Mapping[str, str]


class Scheduler(Record, eq=True):
    """Another scheduler configuration; what is None stays. `preemption`: of `service`, `batch`, `system`, `sysbatch`."""

    algorithm: str | None = None
    memory_oversubscription: bool | None = None
    preemption: Mapping[str, bool] = field(default_factory=dict)


class StopJob(Record, eq=True):
    """The job is stopped, not purged."""

    job: str


class ScaleGroup(Record, eq=True):
    """The group gets another count, as through the scaling endpoint."""

    job: str
    group: str
    count: int


class RunJob(Record, eq=True):
    """The job is run: typed, or API JSON with or without the outer `Job`."""

    job: Job | Mapping[str, Any]


class ChangeError(ValueError):
    """A change in plain form that cannot be read; the text says what is wrong."""


if TYPE_CHECKING:
    Change: TypeAlias = Drain | Lose | Ineligible | Eligible | AddNodes | SetNodes | Scheduler | StopJob | ScaleGroup | RunJob
