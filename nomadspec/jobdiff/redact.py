"""A diff without what must not be seen: values of environments, templates and secrets, and whatever is named like a credential.

Masking keeps the shape of the diff, so that one still sees what was added, deleted or edited.
"""

from __future__ import annotations

from functools import lru_cache

from nomadspec.jobdiff.diff_tree import FieldDiff, ObjectDiff, TaskDiff, TaskGroupDiff
from nomadspec.jobdiff.result import JobDiff
from nomadspec.notation.secrecy import MASK, looks_secret
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

#: Fields whose values are masked wherever they are, by the beginning of their name.
MASKED: Final = ("Env[", "EmbeddedTmpl", "GetterHeaders[", "GetterOptions[")

#: Objects all of whose fields are masked, but for those that only say which one it is.
MASKED_OBJECTS: Final = {"Secret": frozenset({"Name", "Provider"}), "Header": frozenset[str]()}

#: User and password in an address.
USERINFO: Final = pattern(r"(?<=://)[^/@\s]{1,4096}@")


def redact(diff: JobDiff, clean: Callable[[str], str] | None = None) -> JobDiff:
    """The diff with `<redacted>` in place of each sensitive value. `clean` takes out of any text of it what is secret wherever it is."""
    masked = JobDiff(diff.type, diff.id, _fields(diff.fields), _objects(diff.objects), tuple([_group(group) for group in diff.task_groups]))
    return masked if clean is None else _cleaned(masked, clean)


def _cleaned(diff: JobDiff, clean: Callable[[str], str]) -> JobDiff:
    def fields(found: tuple[FieldDiff, ...]) -> tuple[FieldDiff, ...]:
        return tuple([FieldDiff(field.type, clean(field.name), clean(field.old), clean(field.new), field.annotations) for field in found])

    def objects(found: tuple[ObjectDiff, ...]) -> tuple[ObjectDiff, ...]:
        return tuple([ObjectDiff(item.type, clean(item.name), fields(item.fields), objects(item.objects)) for item in found])

    def task(found: TaskDiff) -> TaskDiff:
        return TaskDiff(found.type, clean(found.name), fields(found.fields), objects(found.objects), found.annotations)

    def group(found: TaskGroupDiff) -> TaskGroupDiff:
        tasks = tuple(map(task, found.tasks))
        return TaskGroupDiff(found.type, clean(found.name), fields(found.fields), objects(found.objects), tasks, found.updates)

    return JobDiff(diff.type, clean(diff.id), fields(diff.fields), objects(diff.objects), tuple(map(group, diff.task_groups)))


def _group(group: TaskGroupDiff) -> TaskGroupDiff:
    tasks = tuple([TaskDiff(task.type, task.name, _fields(task.fields), _objects(task.objects), task.annotations) for task in group.tasks])
    return TaskGroupDiff(group.type, group.name, _fields(group.fields), _objects(group.objects), tasks, group.updates)


def _objects(objects: tuple[ObjectDiff, ...]) -> tuple[ObjectDiff, ...]:
    return tuple([ObjectDiff(item.type, item.name, _fields(item.fields, MASKED_OBJECTS.get(item.name)), _objects(item.objects)) for item in objects])


def _fields(fields: tuple[FieldDiff, ...], shown: frozenset[str] | None = None) -> tuple[FieldDiff, ...]:
    """`shown` are the fields of an object that is masked as a whole."""
    return tuple(
        [_masked(field) if _sensitive(field.name) or (shown is not None and field.name not in shown) else _without_userinfo(field) for field in fields]
    )


@lru_cache(maxsize=1_000)  # few names, each of them thousands of times
def _sensitive(name: str) -> bool:
    return name.startswith(MASKED) or looks_secret(name)


def _masked(field: FieldDiff) -> FieldDiff:
    return FieldDiff(field.type, field.name, MASK if field.old else "", MASK if field.new else "", field.annotations)


def _without_userinfo(field: FieldDiff) -> FieldDiff:
    if "@" not in field.old and "@" not in field.new:
        return field
    return FieldDiff(field.type, field.name, USERINFO.sub(f"{MASK}@", field.old), USERINFO.sub(f"{MASK}@", field.new), field.annotations)
