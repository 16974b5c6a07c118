"""What an agent's answers must look like, by the path that was asked: as much of it as reading them takes for granted. The state's own shapes are checked
when the state is made (`cluster/state_document.py`).

Any other answer is an error with its address and the JSON path. Null means "nothing" everywhere, as in Go.
"""

from __future__ import annotations

import re
from typing import Any, Final

from nomadspec.cluster.shapes import Anything, Flag, Items, Mapping, Record, Shape, Text, Whole

_ROW: Final[dict[str, Shape]] = {"ID": Text(), "Namespace": Text()}
_OBJECT: Final = Record({**_ROW, "Name": Text()})
_WITH_ID: Final = Record(_ROW, required=("ID",))
_STORED_JOB: Final = Record({**_ROW, "Version": Whole()}, required=("ID",))

#: Pattern of the path, shape of the answer; the first that fits counts.
ANSWERS: Final[tuple[tuple[re.Pattern[str], Shape], ...]] = tuple(
    (re.compile(pattern), shape)
    for pattern, shape in (
        (r"/v1/(nodes|allocations)", Items(_WITH_ID)),
        (r"/v1/jobs", Items(Record({**_ROW, "JobSummary": Record({"Namespace": Text()})}, required=("ID",)))),
        (r"/v1/evaluations", Items(Record({**_ROW, "Status": Text()}))),
        (r"/v1/(node/pools|namespaces|deployments|services|volumes|volumes/claims|plugins)", Items(_OBJECT)),
        (r"/v1/regions", Items(Text())),
        (r"/v1/node/[^/]+/allocations", Items(Record({**_ROW, "Job": _STORED_JOB}, required=("ID",)))),
        (r"/v1/allocation/[^/]+", Record({**_ROW, "Job": _STORED_JOB}, required=("ID",))),
        (r"/v1/node/[^/]+", _WITH_ID),
        (r"/v1/job/[^/]+/versions", Record({"Versions": Items(_STORED_JOB)})),
        (r"/v1/(volume|plugin)/.*", _OBJECT),
        (r"/v1/operator/scheduler/configuration", Record({"SchedulerConfig": Record({})})),
        (r"/v1/agent/self", Record({"config": Record({"ACL": Record({"Enabled": Flag()})}), "member": Record({"Tags": Mapping(Anything())})})),
    )
)


def fault(path: str, answer: Any) -> str | None:
    """What is wrong with the answer to a path, with the JSON path of the first fault; None when nothing is."""
    shape = next((shape for pattern, shape in ANSWERS if pattern.fullmatch(path)), None)
    if answer is None or shape is None or shape.fits(answer):
        return None
    where, message = next(iter(shape.faults(answer, "")), ("", "does not have the shape of Nomad's API"))
    return f"{where or 'it'} {message}"
