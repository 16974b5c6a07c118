"""The environment of tasks as text for people, as JSON, and as a dotenv file.

Texts come from jobspecs and nodes: each form escapes for its own. A value that is known at run time only is never written as if it were one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from nomadspec.interpolation.replacement import REFERENCE
from nomadspec.interpolation.runtime_variables import HOST_DENIED
from nomadspec.reporting.documents import document_format
from nomadspec.reporting.escaping import line, terminal
from nomadspec.reporting.machine import finding
from nomadspec.version import NOMAD_VERSION, __version__

if TYPE_CHECKING:
    from nomadspec.interpolation.environment import TaskEnvironment
    from nomadspec.interpolation.replacement import Reference
    from nomadspec.planner.placed_tasks import PlacedTask
    from nomadspec.source.styled_text import Line

#: Members of an environment that are fields of the job, by the title they get.
_FIELDS: Final = {
    "config": "Driver configuration",
    "group_services": "Services of the group",
    "task_services": "Services of the task",
    "networks": "Networks",
    "volume_mounts": "Volume mounts",
    "templates": "Templates",
    "artifacts": "Artifacts",
    "scheduler_targets": "Constraints, affinities and spreads, as the scheduler sees them",
}
_OUTCOMES: Final = (
    ("fails", "References that fail the task", "error"),
    ("text", "References left as literal text", "warning"),
    ("run-time", "References known only at run time", "info"),
)
_DENIED: Final = "by default " + ", ".join(sorted(HOST_DENIED))
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode
_QUOTED: Final = re.compile(r'[\\"$`]')


def environment_lines(job: str, tasks: Sequence[PlacedTask]) -> Iterator[Line]:
    """Everything about each task, for people."""
    for number, placed in enumerate(tasks):
        if number:
            yield []
        environment = placed.environment
        values: dict[str, Any] = environment.to_dict()
        title = f'job "{line(job)}" group "{line(placed.group)}" task "{line(placed.task)}"'
        yield [
            (title, "title"),
            (f" as {line(values.get('alloc_name', ''))} on {line(str(placed.node.get('Name') or 'a node'))}", ""),
            (f" ({placed.reason})", "dim"),
        ]
        yield []
        yield [("Environment", "title")]
        for name, value in environment.env.items():
            reason = environment.run_time.get(name)
            if reason is not None and value == f"${{{name}}}":
                yield [(f"  {line(name)}", "path"), ("=", ""), (f"(known only at run time: {line(reason)})", "dim")]
            else:
                yield [(f"  {line(name)}", "path"), ("=", ""), (line(value), "info" if reason is not None else "")]
        if environment.inherits:
            yield [(f"  and the variables of the Nomad client itself, except those listed in its option env.denylist ({_DENIED})", "dim")]
        for key, heading in _FIELDS.items():
            if values.get(key):
                yield []
                yield [(heading, "title")]
                yield from _rows(values[key], "  ")
        yield from _references(environment)
        for diagnostic in environment.diagnostics:
            if diagnostic.rule == "environment-path-escapes":
                at = f" at {line(diagnostic.span.source.path or 'stdin')}:{diagnostic.span.start}" if diagnostic.span is not None else ""
                yield []
                yield [(f"{diagnostic.severity}: ", diagnostic.severity), (f"{line(diagnostic.message)} ({line(diagnostic.block)}{at})", "")]


def _rows(value: Any, pad: str) -> Iterator[Line]:
    """Plain data as an indented outline."""
    entries = value.items() if isinstance(value, dict) else ((f"[{index}]", item) for index, item in enumerate(value))
    for key, item in entries:
        if item and (isinstance(item, dict) or (isinstance(item, list) and not all(isinstance(part, str | int | float) for part in item))):
            yield [(f"{pad}{line(str(key))}", "")]
            yield from _rows(item, pad + "  ")
        else:
            yield [(f"{pad}{line(str(key))}", ""), (" = ", "dim"), (line(_JSON(item)), "")]


def _references(environment: TaskEnvironment) -> Iterator[Line]:
    for outcome, heading, style in _OUTCOMES:
        rows = [reference for reference in environment.references if reference.outcome == outcome]
        if rows:
            yield []
            yield [(heading, style)]
        for reference in rows:
            what = reference.text if outcome != "fails" else reference.reason
            why = f": {line(reference.reason)}" if outcome == "run-time" else ""
            yield [(f"  {line(what)}", ""), (f"  in {line(str(reference.path))}{_at(environment, reference)}{why}", "dim")]


def _at(environment: TaskEnvironment, reference: Reference) -> str:
    """Where a reference was written, for a job that was."""
    span = environment.places.get(reference.path)
    return "" if span is None else f" at {line(span.source.path or 'stdin')}:{span.start}"


def _place(environment: TaskEnvironment, reference: Reference) -> dict[str, Any] | None:
    span = environment.places.get(reference.path)
    return None if span is None else {"path": span.source.path, "line": span.start.line, "column": span.start.column}


def environment_json(path: str, job: str, tasks: Sequence[PlacedTask]) -> dict[str, Any]:
    """The environments of one file's tasks, for programs."""
    return {
        "format": document_format("env"),
        "nomadspec": __version__,
        "nomad": NOMAD_VERSION,
        "path": path,
        "job": job,
        "tasks": [
            {
                "group": placed.group,
                "task": placed.task,
                "node": {"ID": placed.node.get("ID"), "Name": placed.node.get("Name"), "reason": placed.reason},
                "ok": placed.environment.ok,
                "inherits_client_environment": placed.environment.inherits,
                **placed.environment.to_dict(),
                "references": [
                    {
                        "reference": item.text,
                        "path": str(item.path),
                        "place": _place(placed.environment, item),
                        "outcome": item.outcome,
                        "reason": item.reason,
                    }
                    for item in placed.environment.references
                ],
                "diagnostics": [finding(diagnostic) for diagnostic in placed.environment.diagnostics],
            }
            for placed in tasks
        ],
    }


def environment_dotenv(placed: PlacedTask) -> str:
    """One task's variables as a file that shells and dotenv readers take. What cannot be said in one is a comment: names that are no identifiers,
    values known at run time only."""
    rows = []
    environment = placed.environment
    for name, value in environment.env.items():
        if name in environment.run_time or any(match[1] in environment.run_time for match in REFERENCE.finditer(value)):
            reason = environment.run_time.get(name, "it refers to values known only at run time")
            rows.append(f"# {line(name)}: known only at run time ({line(reason)})")
        elif not _NAME.fullmatch(name):
            rows.append(f"# {line(name)}: not a valid name in a shell")
        else:
            rows.append(f'{name}="{_quoted(value)}"')
    return "\n".join(rows) + "\n" if rows else ""


def _quoted(text: str) -> str:
    return terminal(_QUOTED.sub(r"\\\g<0>", text)).replace("\n", "\\n")
