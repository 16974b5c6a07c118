"""`nomadspec plan`: what `nomad job plan` prints, without a server, and why."""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UnusableInput, UsageError, nearest
from nomadspec.cli.inputs import compile_arguments, compile_path, complaints, files
from nomadspec.cli.notes import note
from nomadspec.cli.plan_notes import plan_notes, summary
from nomadspec.cli.redaction_option import redaction, redacts, without_credentials
from nomadspec.cli.submission import submitted
from nomadspec.reporting.console import colored, write, write_json, write_text
from nomadspec.reporting.documents import numbered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec._generated.job_model import Job
    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
    from nomadspec.planner.result import Plan
    from nomadspec.releases import Release
    from nomadspec.source.styled_text import Line
    from nomadspec.workspace.redaction import Redaction

#: Groups, tasks and blocks in them that one page shows.
MOST_ON_A_PAGE = 10_000


def run(arguments: Arguments) -> int:
    from nomadspec.cli.state_option import named_states, open_run_states
    from nomadspec.cluster.state import ClusterState
    from nomadspec.planner.result import Plan

    paths = files(arguments)
    if not paths:
        return 0
    state = open_run_states(arguments, paths)
    known = state is not None and not all(uri.startswith("git:") for uri in named_states(arguments) or [""])
    if state is None and not arguments.flag("quiet"):
        print(
            "nomadspec: without --state the cluster is empty and there is no scheduler dry run; "
            "use --state FILE (from `nomadspec state capture`) or --state http://…",
            file=sys.stderr,
        )
    cluster = state if state is not None else ClusterState.empty()
    _check_node(arguments, state)
    compiled = _compile(arguments, paths, cluster, state)
    plans = iter(_plan(arguments, [made for _, made in compiled if not isinstance(made, Plan)], cluster))
    done = [(path, made if isinstance(made, Plan) else next(plans)) for path, made in compiled]
    if state is not None and not known:
        from nomadspec.jobdiff.annotate import without_counts

        for _, plan in done:
            plan.diff = without_counts(plan.diff) if plan.diff is not None else None
    secrets = redaction(arguments, [made for _, made in compiled if not isinstance(made, Plan)])
    if redacts(arguments):
        for _, plan in done:
            plan.diff = secrets.diff(plan.diff) if plan.diff is not None else None
    _report(arguments, done, cluster, known, secrets, several=len(paths) > 1)
    if not arguments.flag("quiet"):
        for path, plan in done:
            plan_notes(path, plan, secrets, known=known)
        if len(done) > 1:
            note(summary([plan for _, plan in done], known=known))
    return _status(arguments, [plan for _, plan in done], known, compared=state is not None)


def _check_node(arguments: Arguments, state: ClusterState | None) -> None:
    """Refuse --why-not for a node that the state does not have."""
    name = arguments.text("why_not")
    if name is None:
        return
    if state is None:
        raise UsageError("--why-not needs a cluster's state: --state STATE")
    if not any(node.answers_to(name) for node in state.nodes.values()):
        names = [node.name for node in state.nodes.values()]
        raise UnusableInput(f"--why-not: the state has no node {name!r}{nearest(name, names)}")


def _compile(arguments: Arguments, paths: list[str], state: ClusterState, known: ClusterState | None) -> list[tuple[str, Job | Plan]]:
    """The job of each path, or a refused plan where it does not compile: its diagnostics go to standard error. `known`: the state that was given."""
    from nomadspec.cli.release_option import tell
    from nomadspec.planner.refusal import Refused
    from nomadspec.planner.result import Plan
    from nomadspec.reporting.findings import text_report

    jobs: list[tuple[str, Job | Plan]] = []
    told: set[Release] = set()
    color = colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr)
    for path in paths:
        name = arguments.text("stdin_filename") or "stdin" if path == "-" else path
        compiled = compile_path(arguments, path, compile_arguments(arguments, path, state=known))
        if compiled.release not in told:
            told.add(compiled.release)
            tell(arguments, compiled.release, known)
        if compiled.ok and compiled.job is not None:
            jobs.append((name, submitted(compiled.job, arguments)))
        else:
            write(text_report(complaints(compiled)), color=color, stream=sys.stderr)
            first = next((d.message for d in complaints(compiled) if d.severity == "error"), "not a valid jobspec")
            jobs.append((name, Plan(state=state, refused=Refused("parse", first))))
    return jobs


def _plan(arguments: Arguments, jobs: list[Job], state: ClusterState) -> list[Plan]:
    now, eval_id = arguments.text("now"), arguments.text("eval_id")
    if now is not None:
        from datetime import datetime

        try:
            datetime.fromisoformat(now)
        except ValueError:
            raise UsageError(f"--now takes a time in RFC 3339, such as 2026-01-31T12:00:00Z, not {now!r}") from None
    if eval_id is not None:
        from uuid import UUID

        try:
            UUID(eval_id)
        except ValueError:
            raise UsageError(f"--eval-id takes a UUID, not {eval_id!r}") from None
    if len(jobs) == 1:
        from nomadspec.planner.plan import plan

        return [plan(jobs[0], state, now=now, eval_id=eval_id)]
    from nomadspec.planner.sequence import plan_together

    return plan_together(jobs, state, now=now)


def _status(arguments: Arguments, plans: list[Plan], known: bool, *, compared: bool) -> int:
    """The worst exit status of the files. If jobs are only `compared` with a revision, any change counts as creating something."""
    if arguments.flag("detailed_exitcode"):
        if not all(plan.ok for plan in plans):
            return 1
        if known and any(plan.failures for plan in plans):
            return 3
        return 2 if any(plan.exit_code or (plan.diff is not None and plan.diff.type != "None") for plan in plans) else 0
    changed = compared and not known and any(plan.diff is not None and plan.diff.type != "None" for plan in plans)
    return max((plan.exit_code for plan in plans), default=0) or int(changed)


def _report(arguments: Arguments, plans: list[tuple[str, Plan]], before: ClusterState, known: bool, secrets: Redaction, *, several: bool) -> None:
    color = colored(arguments.text("color"), arguments.flag("no_color"))
    if arguments.flag("json_output"):
        answers = secrets.document([plan.to_api() for _, plan in plans])
        write_json(answers if several else answers[0] if answers else {}, indent=4)
        return
    form = arguments.text("output_format") or ("rich" if sys.stdout.isatty() or color else "text")
    if form == "json":
        documents = [numbered("plan", secrets.document({"path": path, **plan.to_dict(trace=arguments.flag("explain"))})) for path, plan in plans]
        for document in documents if not several else ():
            document.pop("path")
        write_json(documents if several else documents[0] if documents else {})
        return
    if form == "markdown":
        from nomadspec.reporting.formats.markdown import marker
        from nomadspec.reporting.plan_markdown import plans_markdown

        write_text(marker("plan") + secrets.markdown(plans_markdown(plans, redact=False, explained=known and arguments.flag("explain"))) + "\n")
        return
    if form == "html":
        _fits_a_page(plans)
        from nomadspec.reporting.pages.page import page_html
        from nomadspec.reporting.pages.plan_page import plan_page

        write_text(page_html(plan_page(plans, before if known else None), secrets))
        return
    for path, plan in plans:
        if plan.error_stage != "parse":  # its diagnostics have been shown
            _text(arguments, path, plan, known, secrets, several=several, rich=form == "rich", color=color)


def _fits_a_page(plans: list[tuple[str, Plan]]) -> None:
    """Raises `UsageError` for jobs that are too large for one page."""
    groups = [group for _, plan in plans if plan.diff is not None for group in plan.diff.task_groups]
    parts = sum(1 + len(group.objects) + sum(1 + len(task.objects) for task in group.tasks) for group in groups)
    if parts > MOST_ON_A_PAGE:
        raise UsageError(f"a page shows at most {MOST_ON_A_PAGE:,} groups, tasks and blocks in them, and these are {parts:,}; use -o text or -o json")


def _text(arguments: Arguments, path: str, plan: Plan, known: bool, secrets: Redaction, *, several: bool, rich: bool, color: bool) -> None:
    """One plan as text: exactly Nomad's, or with line diffs and colour."""
    from nomadspec.jobdiff.diff_text import job_lines
    from nomadspec.planner.plan_text import plan_lines
    from nomadspec.reporting.escaping import line, report, terminal
    from nomadspec.source.styled_text import plain

    if several:
        write_text(f"==> {line(path)}\n")
    if plan.diff is None:
        text = f"Error during plan: {without_credentials(arguments).text(secrets.text(plan.error or '')).rstrip()}"
        print(f"nomadspec: {line(path)}: {report(text)}", file=sys.stderr)
        return
    verbose = arguments.flag("verbose")
    shown = arguments.flag("diff", True)
    if known and plan.job is not None:
        diff = plan.diff if shown else None
        lines: Iterable[Line] = plan_lines(diff, plan.dry_run, verbose=verbose, filename=path, flags=_flags(arguments), long_texts=rich)
    else:
        lines = job_lines(plan.diff, verbose=verbose, long_texts=rich) if shown else []
    lines = secrets.lines(lines)
    if rich or sys.stdout.isatty():
        write([[(terminal(text), style) for text, style in row] for row in lines], color=color)
    else:
        write_text(plain(lines).strip() + "\n")
    _explain(arguments, plan, known, secrets, color=color)


def _flags(arguments: Arguments) -> list[tuple[str, str]]:
    """The variables of the command line, which Nomad's text repeats in the command that submits the job."""
    return [*(("var", value) for value in arguments.many("var")), *(("var-file", value) for value in arguments.many("var_file"))]


def _explain(arguments: Arguments, plan: Plan, known: bool, secrets: Redaction, *, color: bool) -> None:
    node = arguments.text("why_not")
    if not known or not (arguments.flag("explain") or node):
        return
    from nomadspec.planner.explanation import explain, why_not
    from nomadspec.reporting.plan_explain import explain_lines, why_not_lines

    if node:
        write(secrets.lines(why_not_lines(why_not(plan, node), node)), color=color)
    if arguments.flag("explain"):
        write(secrets.lines(explain_lines(explain(plan))), color=color)
