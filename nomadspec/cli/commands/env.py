"""`nomadspec env PATH`: the environment and the interpolated configuration that each task would get on a node; 1 when a reference fails a task."""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.cli.inputs import compile_arguments, compile_path, complaints, files
from nomadspec.cli.redaction_option import redaction
from nomadspec.reporting.console import colored, write, write_json, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec._generated.job_model import Job
    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.planner.placed_tasks import PlacedTask


def run(arguments: Arguments) -> int:
    from nomadspec.cli.state_option import open_run_states, open_states

    if arguments.text("alloc") is not None and not arguments.positional:
        return _of_allocation(arguments, _allocation(arguments, open_states(arguments)))
    paths = files(arguments)
    state = open_run_states(arguments, paths)
    alloc = _allocation(arguments, state) if arguments.text("alloc") is not None else None
    if state is None and paths and not arguments.flag("quiet"):
        print("nomadspec: without --state, the node is assumed to be a plain Linux server; use --state STATE and --node NODE for a real one", file=sys.stderr)
    done: list[tuple[str, Job, list[PlacedTask]]] = []
    status = 0
    for path in paths:
        name = arguments.text("stdin_filename") or "stdin" if path == "-" else path
        job = _compile(arguments, path, state)
        if job is None:
            status = 2
            continue
        done.append((name, job, _environments(arguments, name, job, state, alloc)))
    return status or _report(arguments, done)


def _allocation(arguments: Arguments, state: ClusterState | None) -> Allocation:
    """The allocation that `--alloc` names."""
    from nomadspec.planner.placed_tasks import NoNode, allocation_of

    if state is None:
        raise UsageError("--alloc needs --state, which has the allocation")
    if arguments.text("node") is not None:
        raise UsageError("--alloc and --node cannot be combined: an allocation already has a node")
    try:
        return allocation_of(state, arguments.text("alloc") or "")
    except NoNode as error:
        raise UnusableInput(f"--alloc: {error}") from None


def _of_allocation(arguments: Arguments, alloc: Allocation) -> int:
    """The tasks of an allocation, of the job that it runs."""
    job = alloc.job
    if job is None:
        raise UnusableInput(f"--alloc: job {alloc.job_id!r} of allocation {alloc.id} is not in the state; pass its jobspec")
    name = f"allocation {alloc.id}"
    return _report(arguments, [(name, job, _environments(arguments, name, job, alloc.state, alloc))])


def _compile(arguments: Arguments, path: str, state: ClusterState | None) -> Job | None:
    """The job, or None where it does not compile: its diagnostics go to standard error."""
    from nomadspec.reporting.findings import text_report

    compiled = compile_path(arguments, path, {**compile_arguments(arguments, path, state=state), "beside": True})
    if compiled.ok and compiled.job is not None:
        return compiled.job
    write(text_report(complaints(compiled)), color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr), stream=sys.stderr)
    return None


def _environments(arguments: Arguments, name: str, job: Job, state: ClusterState | None, alloc: Allocation | None) -> list[PlacedTask]:
    from nomadspec.planner.placed_tasks import NoNode, environments

    try:
        found = environments(job, state, node=arguments.text("node"), group=arguments.text("group"), task=arguments.text("task"), alloc=alloc)
    except NoNode as error:
        raise UnusableInput(f"{name}: {redaction(arguments, [job], always=True).text(str(error))}") from None
    if arguments.flag("redact"):
        from nomadspec.reporting.redacted_environment import redacted

        return [redacted(placed) for placed in found]
    return found


def _report(arguments: Arguments, done: list[tuple[str, Job, list[PlacedTask]]]) -> int:
    """Print them; 1 when a reference fails a task."""
    _print(arguments, done)
    return int(any(not placed.environment.ok for _, _, tasks in done for placed in tasks))


def _print(arguments: Arguments, done: list[tuple[str, Job, list[PlacedTask]]]) -> None:
    from nomadspec.reporting import task_environments as form
    from nomadspec.reporting.escaping import line

    secrets = redaction(arguments, [job for _, job, _ in done])
    wanted = arguments.text("output_format") or "text"
    if wanted == "json":
        documents: list[dict[str, Any]] = [form.environment_json(path, job.id or "", tasks) for path, job, tasks in done]
        if documents:
            write_json(secrets.document(documents if len(documents) > 1 else documents[0]))
        return
    if wanted == "dotenv":
        tasks = [placed for _, _, several in done for placed in several]
        if len(tasks) > 1:
            names = ", ".join(f"{placed.group}/{placed.task}" for placed in tasks)
            raise UsageError(f"dotenv output is for one task; choose it with --group and --task ({names})")
        for placed in tasks:
            write_text(secrets.text(form.environment_dotenv(placed)))
        return
    color = colored(arguments.text("color"), arguments.flag("no_color"))
    for path, job, tasks in done:
        if len(done) > 1:
            write_text(f"==> {line(path)}\n")
        write(secrets.lines(form.environment_lines(job.id or "", tasks)), color=color)
