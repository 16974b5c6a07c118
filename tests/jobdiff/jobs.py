"""Small jobs to compare, as API JSON."""

from __future__ import annotations

from typing import Any

from nomadspec.jobdiff import JobDiff, diff


def job(group: dict[str, Any] | None = None, task: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A job `j` with a group `g` and a task `t`."""
    tasks = [{"Name": "t", "Driver": "exec", **(task or {})}]
    return {"ID": "j", "Name": "j", "TaskGroups": [{"Name": "g", "Tasks": tasks, **(group or {})}], **fields}


def of_job(old: dict[str, Any], new: dict[str, Any]) -> JobDiff:
    """The difference of two jobs that differ in these fields."""
    return diff(job(**old), job(**new))


def of_group(old: dict[str, Any], new: dict[str, Any]) -> JobDiff:
    """The difference of two jobs whose group differs in these fields."""
    return diff(job(old), job(new))


def of_task(old: dict[str, Any], new: dict[str, Any]) -> JobDiff:
    """The difference of two jobs whose task differs in these fields."""
    return diff(job(task=old), job(task=new))
