"""What the playground's page asks of nomadspec: a question in JSON, an answer in JSON. Nothing is read from files or the environment, and nothing is sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import nomadspec
from nomadspec.jobspec.block import unknown_fields
from nomadspec.planner.refusal import Refused
from nomadspec.planner.result import Plan
from nomadspec.reporting.machine import finding
from nomadspec.reporting.pages.page import page_html
from nomadspec.reporting.pages.plan_page import plan_page
from nomadspec.source.json_reader import JsonError, read_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nomadspec import ClusterState, Compilation, Diagnostic

    Answer = dict[str, Any]

#: The name of the jobspec in messages.
NAME = "job.nomad.hcl"


def answer(question: str) -> str:
    """The answer to `{"action": …, "text": …, "state": …}`; `state` is a state document as text, empty if there is none."""
    asked = json.loads(question)
    return json.dumps(ACTIONS[asked["action"]](asked["text"], asked.get("state") or ""))


def lint(text: str, state: str) -> Answer:
    """All findings, with those about the cluster if there is one."""
    cluster, complaint = cluster_of(state)
    return {"findings": _findings(nomadspec.lint(text, None, cluster, filename=NAME, environ={}, fs="none")), "complaint": complaint}


def compile(text: str, _: str) -> Answer:
    """The job as the API's JSON. What cannot be computed here is null in it, and named."""
    compiled = _compiled(text)
    if not compiled.ok or compiled.job is None:
        return {"text": "", "complaint": _first_error(compiled)}
    unknown = ", ".join(unknown_fields(compiled.job))
    return {"text": compiled.to_json(), "complaint": f"Not known here, and null below: {unknown}" if unknown else ""}


def format(text: str, _: str) -> Answer:
    """The text in canonical style."""
    try:
        return {"text": nomadspec.format(text, NAME), "complaint": ""}
    except nomadspec.SyntaxError as error:
        return {"text": text, "complaint": f"Not formatted: {error.diagnostics[0].message}"}


def plan(text: str, state: str) -> Answer:
    """The page of the plan against the cluster, with its topology before and after."""
    cluster, complaint = cluster_of(state)
    if cluster is None:
        return {"page": "", "complaint": complaint or "A plan needs the state of a cluster."}
    compiled = _compiled(text)
    if compiled.ok and compiled.job is not None:
        planned = nomadspec.plan(compiled.job, cluster)
    else:
        planned = Plan(state=cluster, refused=Refused("parse", _first_error(compiled)))
    return {"page": page_html(plan_page([(NAME, planned)], cluster)), "complaint": ""}


ACTIONS: dict[str, Callable[[str, str], Answer]] = {"lint": lint, "compile": compile, "format": format, "plan": plan}


def cluster_of(text: str) -> tuple[ClusterState | None, str]:
    """The cluster that a state document describes, or what is wrong with the document."""
    if not text.strip():
        return None, ""
    try:
        return nomadspec.ClusterState.from_dict(read_json(text)), ""
    except JsonError as error:
        return None, f"The state is not JSON: {error}"
    except nomadspec.StateError as error:
        return None, f"The state cannot be used: {error}"


def _compiled(text: str) -> Compilation:
    return nomadspec.compile(text, filename=NAME, environ={}, fs="none")


def _first_error(compiled: Compilation) -> str:
    return next((d.message for d in compiled.diagnostics if d.severity == "error"), "not a valid jobspec")


def _findings(found: Iterable[Diagnostic]) -> list[Any]:
    return [finding(one) for one in found]
