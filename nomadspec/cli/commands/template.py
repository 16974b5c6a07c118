"""`nomadspec template PATH --task GROUP/TASK --data FILE`: the texts of a task's templates with given data, and what they read; 1 when a template fails.

The texts go to standard output, everything else to standard error. `--skeleton` prints a data file with all that the templates read.
"""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.cli.inputs import compile_arguments, compile_path, complaints, files, standard_input
from nomadspec.notation.template import TemplateError, parse
from nomadspec.reporting.console import colored, write, write_json, write_text
from nomadspec.reporting.documents import numbered
from nomadspec.reporting.escaping import line
from nomadspec.templates.data import Data, DataError, read_data
from nomadspec.templates.given_answers import Environment
from nomadspec.templates.rendering import Rendering, render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec._generated.job_model import Job, Task
    from nomadspec._generated.job_model import Template as TemplateBlock
    from nomadspec.cli.arguments import Arguments

    Rendered = tuple[TemplateBlock, Rendering]

#: Exit status: all rendered; a template fails or waits; nothing can be said.
_DONE: Final = 0
_FAILED: Final = 1
_ERROR: Final = 2


def run(arguments: Arguments) -> int:
    paths = files(arguments)
    if len(paths) != 1:
        raise UsageError(f"template takes one jobspec, not {len(paths)}")
    path = paths[0]
    job = _compile(arguments, path)
    if job is None:
        return _ERROR
    group, task = _chosen(job, arguments.text("task"))
    environment = _environment(arguments, job, group, str(task.name))
    blocks = list(task.template or ())
    if not blocks:
        raise UnusableInput(f"task {group}/{task.name} has no templates")
    data = _data(arguments)
    if arguments.flag("skeleton"):
        return _skeleton(blocks, data, environment)
    rendered = [(block, _rendered(block, data, environment)) for block in blocks]
    _report(arguments, path, f"{group}/{task.name}", rendered)
    if any(rendering.unable for _, rendering in rendered):
        return _ERROR
    return _DONE if all(rendering.text is not None for _, rendering in rendered) else _FAILED


def _compile(arguments: Arguments, path: str) -> Job | None:
    """The job, or None where it does not compile: its diagnostics go to standard error."""
    from nomadspec.reporting.findings import text_report

    compiled = compile_path(arguments, path, compile_arguments(arguments, path))
    if compiled.ok and compiled.job is not None:
        return compiled.job
    write(text_report(complaints(compiled)), color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr), stream=sys.stderr)
    return None


def _chosen(job: Job, wanted: str | None) -> tuple[str, Task]:
    """The task named as GROUP/TASK or TASK; without a name, the only one with templates."""
    tasks = [(str(group.name), task) for group in job.group or () for task in group.task or ()]
    if wanted is None:
        found = [(group, task) for group, task in tasks if task.template]
        kind = "no task with a template" if not found else "several tasks with templates"
    else:
        found = [(group, task) for group, task in tasks if wanted in (f"{group}/{task.name}", task.name)]
        kind = f"no task {wanted}" if not found else f"several tasks {wanted}"
    if len(found) != 1:
        there = ", ".join(f"{group}/{task.name}" for group, task in (found or tasks))
        raise UsageError(f"the job has {kind}; choose one with --task GROUP/TASK (available: {there})")
    return found[0]


def _environment(arguments: Arguments, job: Job, group: str, task: str) -> Environment:
    """The environment of the task on the node where a plan places it, as templates see it, including the node's own names."""
    from nomadspec.cli.state_option import open_run_states
    from nomadspec.interpolation.names import node_names
    from nomadspec.planner.placed_tasks import NoNode, environments

    try:
        (placed,) = environments(job, open_run_states(arguments, files(arguments)), node=arguments.text("node"), group=group, task=task)
    except NoNode as error:
        raise UnusableInput(str(error)) from None
    env = placed.environment.env
    node = node_names(placed.node, env.get("NOMAD_REGION", "global"))
    return Environment({**node, **env}, placed.environment.run_time)


def _data(arguments: Arguments) -> Data:
    path = arguments.text("data")
    if path is None:
        return Data()
    from nomadspec.workspace.files import ReadError, read_text

    try:
        return read_data(standard_input() if path == "-" else read_text(path), path)
    except (DataError, ReadError) as error:
        raise UnusableInput(str(error)) from None


def _text_of(block: TemplateBlock, data: Data) -> str | None:
    """The template's text; one that is a file of the client must be in the data."""
    if block.data:
        return block.data
    given = data.find("files", block.source) if block.source else None
    return given.data if given is not None else None


def _rendered(block: TemplateBlock, data: Data, environment: Environment) -> Rendering:
    text = _text_of(block, data)
    if text is None:
        help = f'Add it to the data file: files = {{ "{block.source}" = "…" }}'
        return Rendering(None, {}, (), f"the template text is in {block.source!r}, a file on the client", help, unable=True)
    try:
        template = parse(text, block.left_delimiter or "{{", block.right_delimiter or "}}")
    except TemplateError as error:
        return Rendering(None, {}, (), f"the template does not parse: {error.message}", line=error.line)
    return render(template, text, data, environment, missing_key=block.error_on_missing_key is True)


def _skeleton(blocks: list[TemplateBlock], data: Data, environment: Environment) -> int:
    from nomadspec.templates.skeleton import skeleton

    templates = []
    for block in blocks:
        text = _text_of(block, data)
        try:
            if text is not None:
                templates.append(parse(text, block.left_delimiter or "{{", block.right_delimiter or "}}"))
        except TemplateError as error:
            print(f"nomadspec: {line(_name(block))}: line {error.line}: {line(error.message)}", file=sys.stderr)
            return _FAILED
    write_text(skeleton(templates, environment.variables.keys() - environment.at_run_time.keys()))
    return _DONE


def _name(block: TemplateBlock) -> str:
    return str(block.destination or block.source or "template")


def _report(arguments: Arguments, path: str, task: str, rendered: list[Rendered]) -> None:
    if arguments.text("output_format") == "json":
        write_json(numbered("template", {"path": path, "task": task, "templates": [_document(block, rendering) for block, rendering in rendered]}))
        return
    for block, rendering in rendered:
        name = line(_name(block))
        if rendering.text is not None:
            if len(rendered) > 1:
                write_text(f"==> {name}\n")
            write_text(rendering.text)
        for note in _notes(rendering, quiet=arguments.flag("quiet")):
            print(f"{name}: {note}", file=sys.stderr)


def _notes(rendering: Rendering, *, quiet: bool) -> list[str]:
    """What goes to standard error about one template, escaped."""
    notes = [f"waits for {line(str(read))}" for read in rendering.waits]
    if rendering.failure:
        place = f"line {rendering.line}: " if rendering.line else ""
        notes.append(place + line(rendering.failure))
        notes += [f"  help: {line(rendering.help)}"] if rendering.help else []
    if not quiet:
        notes += [f"read {line(str(read))}{'' if there else ' (not found)'}" for read, there in rendering.reads.items() if read not in rendering.waits]
    return notes


def _document(block: TemplateBlock, rendering: Rendering) -> dict[str, Any]:
    reads = [
        {"function": read.function, "arguments": list(read.arguments), "integration": read.integration, "answered": there}
        for read, there in rendering.reads.items()
    ]
    error = {"message": rendering.failure, "line": rendering.line or None, "help": rendering.help or None} if rendering.failure else None
    waits = [str(read) for read in rendering.waits]
    return {"destination": block.destination, "source": block.source, "text": rendering.text, "error": error, "waits_for": waits, "reads": reads}
