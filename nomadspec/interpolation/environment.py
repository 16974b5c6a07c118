"""What a task gets on a node: `task_environment(job, group=, task=, node=, context=)`.

The job is stored first as a server would (default names, Connect's sidecar tasks), then every engine that Nomad has runs over it with what is known of the
allocation. The result tells besides which references stay text, which fail the task, and which get a value at run time only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

from nomadspec._generated.job_model import Job
from nomadspec.cluster.objects import Node
from nomadspec.cluster.targets import resolve
from nomadspec.interpolation import fields
from nomadspec.interpolation.allocation import Allocation, texts
from nomadspec.interpolation.driver_config import DriverConfig, Failure, evaluate_config
from nomadspec.interpolation.names import as_tree, node_names
from nomadspec.interpolation.operands import operands_of
from nomadspec.interpolation.replacement import REFERENCE, Reference, Replacer
from nomadspec.interpolation.runtime_variables import Variables, allocation_variables, task_variables
from nomadspec.interpolation.template_keys import template_keys
from nomadspec.jobspec.block import unknown_fields
from nomadspec.jobspec.canonicalize import canonicalize
from nomadspec.jobspec.json.api import from_api
from nomadspec.jobspec.json.stored import block_to_stored
from nomadspec.jobspec.origin import place
from nomadspec.jobspec.path import ModelPath, job_path
from nomadspec.source import Diagnostic, Span
from nomadspec.source.json_types import JsonObject
from nomadspec.source.record import Record

#: Roots that a reference to Nomad's own names begins with: one of these that stays text was hardly meant to.
_OWN: Final = ("attr.", "meta.", "node.", "env[", "env.", "NOMAD_", "secret.", "device.", "unique.")
#: A reference that a variable of any name may answer.
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class TaskEnvironment:
    """The result. `ok`: no reference fails the task; `to_dict()`: everything, by name.

    `references` are those without a value now; `run_time` the variables that get theirs at run time, with the reason; `places` where
    references were written, by path; `inherits` whether the task gets the variables of the client itself, too.
    """

    def __init__(
        self,
        values: dict[str, Any],
        references: Sequence[Reference] = (),
        run_time: Mapping[str, str] | None = None,
        diagnostics: Sequence[Diagnostic] = (),
        *,
        places: Mapping[ModelPath, Span] | None = None,
        inherits: bool = False,
    ) -> None:
        self._values: Final = values
        self.references: Final = tuple(references)
        self.run_time: Final = dict(run_time or {})
        self.diagnostics: Final = tuple(diagnostics)
        self.places: Final = dict(places or {})
        self.inherits: Final = inherits

    @property
    def ok(self) -> bool:
        """Whether the task was found and no reference fails it."""
        return not any(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    @property
    def env(self) -> dict[str, str]:
        """The variables of the task."""
        return dict(self._values.get("env") or {})

    def to_dict(self) -> JsonObject:
        """`env`, `env_client_paths`, `alloc_env`, `alloc_name`, `node_keys`, `config` or `config_errors`, and the interpolated fields that the task has:
        `group_services`, `task_services`, `networks`, `volume_mounts`, `templates`, `artifacts`, `scheduler_targets`, … ; or `error` and `tasks`."""
        return dict(self._values)


def task_environment(
    job: Job | Mapping[str, object] | None,
    *,
    group: str,
    task: str,
    node: Mapping[str, object] | None = None,
    context: Mapping[str, object] | None = None,
) -> TaskEnvironment:
    """The environment and the interpolated fields of a task on a node (as `/v1/node/:id` gives it). `context`: what is known of the allocation, by the keys
    listed in the module `allocation`; without an `AllocID`, the allocation does not exist yet. Never raises for a job that compiles."""
    wrong = _wrong_argument(group, task, node, context)
    if wrong:
        return TaskEnvironment({"error": wrong}, diagnostics=[Diagnostic("ENV001", "environment-job", "error", wrong)])
    if not isinstance(job, Job | Mapping):
        text = "the jobspec does not compile, so there is no environment"
        return TaskEnvironment({"error": "no job"}, diagnostics=[Diagnostic("ENV001", "environment-job", "error", text)])
    written = job if isinstance(job, Job) else from_api(job)
    unknown = list(islice(unknown_fields(written), 10))
    if unknown:
        text = "parts of the job are unknown: " + ", ".join(unknown)
        return TaskEnvironment({"error": text}, diagnostics=[Diagnostic("ENV001", "environment-job", "error", text)])
    return environment_in(PreparedJob.of(written), group=group, task=task, node=node or {}, context=context or {})


class PreparedJob(Record):
    """A job for the environments of its tasks: as `written`, and in the API's form as a server would store it (`api`); its groups by name as stored and as
    they were `submitted` in a job (`submitted_groups`), and the tasks of each group by name. The first of a name counts."""

    written: Job
    api: dict[str, Any]
    submitted: dict[str, Any]
    groups: dict[str, dict[str, Any]]
    submitted_groups: dict[str, dict[str, Any]]
    tasks: dict[str, dict[str, dict[str, Any]]]

    @classmethod
    def of(cls, job: Job) -> PreparedJob:
        """Of a job that is wholly known."""
        api, submitted = canonicalize(job).to_api(), block_to_stored(job)
        groups = _by_name(api.get("TaskGroups"))
        return cls(job, api, submitted, groups, _by_name(submitted.get("TaskGroups")), {name: _by_name(group.get("Tasks")) for name, group in groups.items()})


def _by_name(items: Any) -> dict[str, dict[str, Any]]:
    return {item["Name"]: item for item in reversed(items or ()) if isinstance(item.get("Name"), str)}


def environment_in(job: PreparedJob, *, group: str, task: str, node: Mapping[str, object], context: Mapping[str, object]) -> TaskEnvironment:
    """As `task_environment`, for several tasks of one job, which is prepared once: a job may have thousands."""
    api = job.api
    chosen = job.groups.get(group)
    if chosen is None:
        names = [item.get("Name") for item in api.get("TaskGroups") or ()]
        return _missing("no such group", "group", group, names, {"error": "no such group", "groups": names})
    allocation = Allocation(api, chosen, node, context)
    found = job.tasks[group].get(task)
    if found is None:
        names = [item.get("Name") for item in chosen.get("Tasks") or ()]
        return _missing("no such task", "task", task, names, {"error": "no such task", "tasks": names})
    group_path = job_path(api.get("ID")).item("group", group)
    return _Work(allocation, found, group_path, job).outcome()


def _wrong_argument(group: object, task: object, node: object, context: object) -> str:
    """What is said of the first argument that has not its type; empty if all have."""
    for name, given in (("group", group), ("task", task)):
        if not isinstance(given, str):
            return f"{name} must be a string, not {type(given).__name__}"
    inner = {f"node.{key}": node.get(key) for key in ("Attributes", "Meta")} if isinstance(node, Mapping) else {}
    for name, given in {"node": node, "context": context, **inner}.items():
        if given is not None and not isinstance(given, Mapping):
            return f"{name} must be a mapping, not {type(given).__name__}"
    return ""


def _missing(error: str, kind: str, name: str, names: Sequence[Any], values: dict[str, Any]) -> TaskEnvironment:
    known = ", ".join(str(item) for item in names)
    return TaskEnvironment(
        values, diagnostics=[Diagnostic("ENV001", "environment-job", "error", f"the job has no {kind} {name!r} (available: {known})", nomad=error)]
    )


class _Work:
    """One task, step by step."""

    def __init__(self, allocation: Allocation, task: dict[str, Any], group_path: ModelPath, job: PreparedJob) -> None:
        self.allocation: Final = allocation
        self.task: Final = task
        self.group_path: Final = group_path
        self.path: Final = group_path.item("task", task["Name"])
        self.job: Final = job
        self.noted: Final[list[Reference]] = []
        for secret in task.get("Secrets") or ():
            if not allocation.exists:
                allocation.later[f"secret.{secret.get('Name')}.*"] = "the client fetches the secret"

    def outcome(self) -> TaskEnvironment:
        allocation, task = self.allocation, self.task
        node = node_names(allocation.node, allocation.region)
        secrets = texts(allocation.context, "Secrets")
        names = node | secrets
        own = task_variables(allocation, task, allocation.task_directories(task), names, self.path, self.noted)
        client = task_variables(allocation, task, allocation.client_directories(task), names, self.path)
        shared = allocation_variables(allocation, names, self.group_path)
        in_task = self._replacer(names, own)
        on_client = self._replacer(names, client)
        in_group = self._replacer(names, shared)
        tree, invalid = as_tree(own.values, names)
        if not allocation.exists and template_keys(task).open:
            self._leave_open(tree, own)
        in_config = self._replacer(names, own)
        in_config.note_later(task.get("Config"), self.path / "config")
        config = evaluate_config(task.get("Driver") or "", task.get("Config"), self._with_secrets(tree), self.path / "config")
        directories = allocation.client_directories(task)
        group = allocation.group
        values: dict[str, Any] = {
            "env": dict(sorted(own.values.items())),
            "env_client_paths": {name: client.values[name] for name in ("NOMAD_ALLOC_DIR", "NOMAD_SECRETS_DIR", "NOMAD_TASK_DIR") if name in client.values},
            "alloc_env": dict(sorted(shared.values.items())),
            "alloc_name": allocation.name,
            "node_keys": sorted(node),
            "all_values_key_errors": invalid,
            "group_task_names": [item.get("Name") for item in group.get("Tasks") or ()],
            "uninterpolated": {
                "driver": task.get("Driver") or "",
                "kill_signal": task.get("KillSignal") or "",
                "leader": bool(task.get("Leader")),
                "user": task.get("User") or "",
            },
        }
        parts = {
            "group_services": fields.services(group, in_group, self.group_path),
            "task_services": fields.services(task, in_task, self.path),
            "networks": fields.networks(group, in_group, self.group_path),
            "volume_mounts": fields.volume_mounts(task, in_task, self.path),
            "templates": fields.templates(task, on_client, directories, self.path),
            "artifacts": fields.artifacts(task, in_task, on_client, directories, self.path),
            "scheduler_targets": self._targets(),
            "strings_task_env": {text: in_task.replace(text) for text in self._given("Strings")},
            "strings_alloc_env": {text: in_group.replace(text) for text in self._given("Strings")},
        }
        values |= {name: part for name, part in parts.items() if part}
        if config.failures:
            values["config_errors"] = [failure.message for failure in config.failures]
        else:
            values["config"] = fields.without_empty(config.values)
        run_time = {name: reason for name, reason in sorted(own.later.items()) if name in own.values}
        if run_time:
            values["run_time"] = run_time
        references = self._references(config)
        return TaskEnvironment(
            values,
            references,
            run_time,
            [*self._failures(config.failures), *self._escapes(values), *self._stayed()],
            places={path: span for path in {item.path for item in references} if (span := place(self.job.written, path)[0]) is not None},
            inherits=allocation.isolation(task) != "image",
        )

    def _replacer(self, node: Mapping[str, str], variables: Variables) -> Replacer:
        return Replacer((node, variables.values), {**self.allocation.later, **variables.later}, self.noted)

    def _leave_open(self, tree: dict[str, Any], own: Variables) -> None:
        """Variables that a template may write, its text does not tell: whatever plain name the driver's block asks for is its own reference."""
        for match in REFERENCE.finditer(json.dumps(self.task.get("Config"))):
            name = match[1]
            if _PLAIN.fullmatch(name) and name not in tree and not name.startswith("NOMAD_"):
                tree[name] = match[0]
                own.later[name] = "a template may set it"

    def _with_secrets(self, tree: dict[str, Any]) -> dict[str, Any]:
        """The tree with the secrets that the client is still to fetch: each key that the driver's block may ask for is its own reference."""
        if self.allocation.exists or not self.task.get("Secrets"):
            return tree
        secrets = {str(block.get("Name")): _Fetched(f"secret.{block.get('Name')}") for block in self.task["Secrets"]}
        return {**tree, "secret": {**secrets, **tree.get("secret", {})}}

    def _given(self, key: str) -> list[str]:
        found = self.allocation.context.get(key)
        return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def _targets(self) -> dict[str, Any]:
        """What the scheduler makes of the operands written in the job, and of those that the tasks of Connect bring."""
        group = self.job.submitted_groups.get(self.allocation.group["Name"], {})
        found = [*operands_of([self.job.submitted, group, self.task]), *self._given("Targets")]
        # A node of one's own may lack an id.
        node = Node({"ID": "", **self.allocation.node})
        resolved = {target: resolve(target, node) for target in found if target}
        return {target: {"found": there, "value": str(value)} for target, (value, there) in sorted(resolved.items())}

    # --- what is to be told

    def _references(self, config: DriverConfig) -> list[Reference]:
        return [*dict.fromkeys([*self.noted, *(Reference("", failure.path, "fails", failure.message) for failure in config.failures)])]

    def _failures(self, failures: Sequence[Failure]) -> list[Diagnostic]:
        found = []
        for failure in dict.fromkeys(failures):
            span, trail = place(self.job.written, failure.path)
            text = f"{failure.message} This fails the task when it starts."
            found.append(Diagnostic("ENV002", "environment-reference-fails", "error", text, span, block=str(failure.path), nomad=failure.message, trail=trail))
        return found

    def _escapes(self, values: Mapping[str, Any]) -> list[Diagnostic]:
        found = []
        for kind, row, field in (
            *(("template", index, "destination") for index, row in enumerate(values.get("templates") or ()) if row["destination_escapes"]),
            *(("template", index, "source") for index, row in enumerate(values.get("templates") or ()) if row.get("source_escapes")),
            *(("artifact", index, "destination") for index, row in enumerate(values.get("artifacts") or ()) if "destination_error" in row),
        ):
            path = self.path.item(kind, row) / field
            span, trail = place(self.job.written, path)
            text = f"the {field} of the {kind} is outside the task's directories"
            nomad = f"{kind} {field} path escapes alloc directory"
            found.append(Diagnostic("ENV003", "environment-path-escapes", "error", text, span, block=str(path), nomad=nomad, trail=trail))
        return found

    def _stayed(self) -> list[Diagnostic]:
        found = []
        for reference in dict.fromkeys(self.noted):
            if reference.outcome != "text":
                continue
            span, trail = place(self.job.written, reference.path)
            own = reference.text[2:].startswith(_OWN)
            text = f"{reference.text} is not defined here and is left as literal text"
            found.append(Diagnostic("ENV004", "environment-reference-stays", "warning" if own else "info", text, span, block=str(reference.path), trail=trail))
        return found


class _Fetched(dict[str, Any]):
    """A secret that is still to be fetched: whatever key is asked for is there, as its own reference."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name: Final = name

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> str:
        return f"${{{self._name}.{key}}}"
