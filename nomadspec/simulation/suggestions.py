"""The smallest single changes that would make more of a group fit, each tried on the cluster.

less of a resource that runs out     the value is worked out from what each node has free, then tried
without a constraint                 each that keeps the group from a node
more nodes                           copies of an existing node, as few as possible
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from nomadspec.changes import AddNodes
from nomadspec.cluster.working_state import WorkingState
from nomadspec.scheduler.group_request import GroupRequest
from nomadspec.simulation.applying import apply
from nomadspec.simulation.question import group_of
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nomadspec._generated.job_model import Constraint, Job, Task, TaskGroup
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState
    from nomadspec.simulation.question import Answer, Limit, Question

#: Resources that a task or group could request less of: the name of the limit, the minimum, the unit.
RESOURCES: Final = {"cpu": (1, "MHz"), "memory": (10, "MB"), "disk": (10, "MB")}
#: Operators of constraints on several allocations at once.
_DISTINCT: Final = ("distinct_hosts", "distinct_property")
#: At most so many constraints, and kinds of nodes, are tried.
MOST_TRIED: Final = 5
#: So many more than wanted are counted.
SHOWN: Final = 100
#: More nodes than this are not proposed.
MOST_NODES: Final = 1000


class Suggestion(Record, eq=True):
    """A change that makes `more` fit: `text` for people, `change` as JSON."""

    text: str
    change: dict[str, Any]
    more: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"text": self.text, "change": self.change, "more": self.more}


def suggestions(question: Question, answer: Answer, limits: Iterable[Limit], wanted: int) -> Iterator[Suggestion]:
    """Changes after which `wanted` more fit than in `answer`, as far as the work of the question goes."""
    limits = list(limits)
    for limit in limits:
        if not limit.filter and limit.reason in RESOURCES and not question.exhausted:
            yield from _less(question, answer, limit.reason, wanted)
    filters = {limit.reason for limit in limits if limit.filter}
    yield from _without_constraints(question, answer, filters, wanted)
    yield from _more_nodes(question, answer, wanted)


def _enough(answer: Answer, tried: Answer, wanted: int) -> int:
    """How many more fit than before if that is enough, otherwise 0."""
    more = tried.applied - answer.applied
    return more if more >= wanted else 0


# --- less of a resource ----------------------------------------------------------------------------------------------------------


def _less(question: Question, answer: Answer, resource: str, wanted: int) -> Iterator[Suggestion]:
    group = group_of(answer.job, answer.group)
    task = max(group.task or (), key=lambda one: _of_task(one, resource), default=None)
    asked = _of_group(group) if resource == "disk" else _of_task(task, resource) if task is not None else 0
    value = _greatest(answer, resource, asked, wanted)
    if value is None:
        return
    new = _with_group(question.job, _reduced(group_of(question.job, answer.group), resource, task.name if task is not None else "", value))
    more = _enough(answer, question.ask(answer.group, job=new), wanted)
    if more:
        unit = RESOURCES[resource][1]
        where = f"ephemeral_disk of group {answer.group!r}" if resource == "disk" else f"{resource} of task {task.name!r}" if task is not None else ""
        change = {"group": answer.group, "task": None if resource == "disk" or task is None else task.name, resource: value}
        yield Suggestion(f"{where}: {value} {unit} instead of {asked}", change, more)


def _of_task(task: Task, resource: str) -> int:
    resources = task.resources
    return 0 if resources is None else ((resources.cpu if resource == "cpu" else resources.memory) or 0)


def _of_group(group: TaskGroup) -> int:
    return (group.ephemeral_disk.size if group.ephemeral_disk is not None else 0) or 0


def _reduced(group: TaskGroup, resource: str, task_name: str, value: int) -> TaskGroup:
    if resource == "disk":
        return group if group.ephemeral_disk is None else group.changed(ephemeral_disk=group.ephemeral_disk.changed(size=value))
    tasks = [
        task.changed(resources=task.resources.changed(**{resource: value})) if task.name == task_name and task.resources is not None else task
        for task in group.task or ()
    ]
    return group.changed(task=tasks)


def _greatest(answer: Answer, resource: str, asked: int, wanted: int) -> int | None:
    """The largest value below the current request with which enough fit into the free resources of the nodes; None if there is none."""
    least = RESOURCES[resource][0]
    nodes = []
    for view, _, filtered in answer.survey():
        if not filtered:
            view.refresh()
            facts = view.facts
            free = {"cpu": facts.cpu - view.cpu, "memory": facts.memory - view.memory, "disk": facts.disk - view.disk}
            nodes.append((free, answer.per_node.get(view.node.name or view.node.id, 0)))
    group = group_of(answer.job, answer.group)
    usage = GroupRequest(answer.job, group).usage
    sizes = {"cpu": usage.cpu, "memory": usage.memory, "disk": usage.disk}

    def fits(value: int) -> int:
        smaller = {**sizes, resource: sizes[resource] - asked + value}
        total = 0
        for free, placed in nodes:
            total += min((free[name] + placed * sizes[name]) // size for name, size in smaller.items() if size > 0)
        return total

    aim = sum(placed for _, placed in nodes) + wanted
    low, high = least, asked - 1
    if low > high or fits(low) < aim:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) >= aim else (low, middle - 1)
    return low


# --- without a constraint --------------------------------------------------------------------------------------------------------


def _without_constraints(question: Question, answer: Answer, filters: set[str], wanted: int) -> Iterator[Suggestion]:
    job = question.job
    group = group_of(job, answer.group)
    reasons = {reason.strip() for reason in filters}
    reasons |= {operator for operator in _DISTINCT if any(reason.startswith(operator) for reason in filters)}
    owners: list[Job | TaskGroup | Task] = [job, group, *(group.task or ())]
    found = ((owner, constraint) for owner in owners for constraint in owner.constraint or () if _as_reason(constraint) in reasons)
    for owner, constraint in islice(found, MOST_TRIED):
        if question.exhausted:
            return
        more = question.more(answer, wanted + SHOWN, job=_without(job, group, owner, constraint))
        if more >= wanted:
            text = _text(constraint)
            yield Suggestion(f"without the constraint {text}", {"without_constraint": text}, more)


def _as_reason(constraint: Constraint) -> str:
    """How the filter of a constraint gives its reason; one of the distinct ones gives its operator first."""
    operator = constraint.operator or ""
    return operator if operator in _DISTINCT else f"{constraint.attribute or ''} {operator} {constraint.value or ''}".strip()


def _text(constraint: Constraint) -> str:
    parts = (constraint.attribute, constraint.operator, constraint.value)
    return " ".join(part for part in parts if part)


def _without(job: Job, group: TaskGroup, owner: Job | TaskGroup | Task, constraint: Constraint) -> Job:
    fewer = [one for one in owner.constraint or () if one is not constraint]
    if owner is job:
        return job.changed(constraint=fewer)
    if owner is group:
        return _with_group(job, group.changed(constraint=fewer))
    return _with_group(job, group.changed(task=[task.changed(constraint=fewer) if task is owner else task for task in group.task or ()]))


def _with_group(job: Job, new: TaskGroup) -> Job:
    return job.changed(group=[new if group.name == new.name else group for group in job.group or ()])


# --- more nodes ------------------------------------------------------------------------------------------------------------------


class _Nobody:
    """Hypothetical nodes trigger no evaluations."""

    def trigger(self, namespace: str, job_id: str, reason: str) -> None: ...

    def wake(self) -> None: ...


def with_nodes(state: ClusterState, like: Node, count: int, index: int) -> ClusterState:
    """The cluster with more nodes like one it has."""
    working = WorkingState(state)
    apply(AddNodes(like.id, count), working, _Nobody(), index)
    return working


def _more_nodes(question: Question, answer: Answer, wanted: int) -> Iterator[Suggestion]:
    kinds: dict[str, Node] = {}
    for node in sorted(question.state.nodes.values(), key=lambda node: (node.name, node.id)):
        kinds.setdefault(node.computed_class or node.node_class or node.id, node)
    for node in list(kinds.values())[:MOST_TRIED]:
        found = fewest_nodes(_gain(question, answer, node, wanted), wanted)
        if found is not None:
            count, more = found
            name = node.name or node.id
            text = f"one more node like {name}" if count == 1 else f"{count} more nodes like {name}"
            yield Suggestion(text, {"add": {"like": name, "count": count}}, more)


def _gain(question: Question, answer: Answer, like: Node, wanted: int) -> Callable[[int], int]:
    """How many more fit with so many nodes more."""

    def gain(count: int) -> int:
        return 0 if question.exhausted else question.more(answer, wanted + SHOWN, state=with_nodes(answer.after, like, count, question.index))

    return gain


def fewest_nodes(gain: Callable[[int], int], wanted: int) -> tuple[int, int] | None:
    """The fewest nodes with which `gain(count)` is enough, and what it is then; None where more nodes do not help."""
    one = gain(1)
    if one >= wanted:
        return 1, one
    if one <= 0:
        return None
    count = -(-wanted // one)
    while count <= MOST_NODES:
        more = gain(count)
        if more >= wanted:
            return count, more
        count += max(1, -(-(wanted - more) // one))
    return None
