"""`nomadspec graph PATH…`: dependencies, as a drawing or as data; the exit status is 1 if there is a cycle."""

from __future__ import annotations

import sys

from nomadspec.cli.inputs import compile_arguments, compile_path, complaints, inputs
from nomadspec.cli.notes import note
from nomadspec.cli.redaction_option import redaction
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job
    from nomadspec.cli.arguments import Arguments
    from nomadspec.specs.spec import Spec
    from nomadspec.workspace.discovery import Inputs


def run(arguments: Arguments) -> int:
    from nomadspec.cli.state_option import open_run_states
    from nomadspec.graph.dependencies import dependencies
    from nomadspec.graph.specifications import with_specifications
    from nomadspec.reporting.escaping import line
    from nomadspec.workspace.discovery import can_be_linted

    paths, specs, complete_specs = _specifications(arguments, inputs(arguments, accept=can_be_linted))
    state = open_run_states(arguments, paths)
    if not paths and not specs:
        return 0 if complete_specs else 2
    jobs, paths, complete = _compile(arguments, paths)
    if not jobs and not specs:
        return 2
    complete = complete and complete_specs
    graph = with_specifications(dependencies(jobs, state), jobs, specs)
    shown = [arguments.text("stdin_filename") or "stdin" if path == "-" else path for path in paths]
    form = arguments.text("output_format") or "dot"
    from nomadspec.notation.secrecy import MASK
    from nomadspec.reporting import graph_drawing as drawing
    from nomadspec.reporting.escaping import mermaid

    secrets = redaction(arguments, jobs, always=True)
    if form == "mermaid":
        text = secrets.rendered(drawing.mermaid_graph(graph), mermaid(MASK))
    elif form == "html":
        from nomadspec.reporting.pages.graph_page import graph_page
        from nomadspec.reporting.pages.page import page_html

        text = page_html(graph_page(graph, shown), secrets)
    else:
        text = secrets.rendered({"dot": drawing.dot_graph, "json": drawing.json_graph}[form](graph, shown))
    write_text(text)
    cycles = graph.cycles()
    for way in cycles:
        names = " → ".join(f"{line(graph.jobs[number].name)} ({line(shown[number])})" for number in way)
        note(f"cycle: {secrets.text(names)}")
    return 2 if not complete else 1 if cycles else 0


def _specifications(arguments: Arguments, given: Inputs) -> tuple[list[str], list[tuple[str, Spec]], bool]:
    """(the paths of jobspecs, the other specifications, whether all of them could be read). Errors go to standard error."""
    from nomadspec.cli.specifications import by_kind
    from nomadspec.reporting.findings import text_report

    jobs, specs = by_kind(given)
    for spec in specs.values():
        if not spec.api:
            color = colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr)
            write(text_report([finding.replace(span=None) for finding in spec.diagnostics]), color=color, stream=sys.stderr)
    found = [(path, spec) for path, spec in specs.items() if spec.api]
    return jobs, found, len(found) == len(specs)


def _compile(arguments: Arguments, paths: list[str]) -> tuple[list[Job], list[str], bool]:
    """(the jobs, the path of each, whether all could be read). Values of variables that are not given are unknown and have no edges; the diagnostics of what
    does not compile go to standard error."""
    from nomadspec.reporting.findings import text_report

    jobs: list[Job] = []
    read: list[str] = []
    for path in paths:
        options = compile_arguments(arguments, path)
        options["unset"] = "unknown"
        compiled = compile_path(arguments, path, {**options, "beside": True})
        if compiled.ok and compiled.job is not None:
            jobs.append(compiled.job)
            read.append(path)
        else:
            color = colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr)
            write(text_report(complaints(compiled)), color=color, stream=sys.stderr)
    return jobs, read, len(jobs) == len(paths)
