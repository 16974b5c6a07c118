"""References in the texts of a job that a client replaces when it sets up a task: names that are not there stay as they are.

Every text of a task (env, meta, its services, mounts, templates' paths, artifacts) and of a group (services, network) is looked at once; each
reference that `rules/runtime_names.py` does not know is kept with its place, and the rules take them by kind. The meta of a job or group becomes that of
each of its tasks: there a reference is kept that none of them knows. What templates ask for with `env "…"` is judged too. The driver's configuration
has other rules (`rules/driver_references.py`).
"""

from __future__ import annotations

from nomadspec.jobspec.block import UnknownValue, known_items
from nomadspec.rules.runtime_names import REFERENCE, Unknown, of_group, of_task
from nomadspec.rules.templates import line_of, text_of
from nomadspec.schema.availability import interpolated
from nomadspec.source.closest import nearest
from nomadspec.source.patterns import pattern
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from nomadspec._generated.job_model import Service
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Finding, Visit
    from nomadspec.rules.runtime_names import Environment
    from nomadspec.source import Fix, Span

_MAX_DEPTH = 12
_ESCAPED = pattern(r"\$\$\{([a-zA-Z0-9_\-.]+)\}")


class Stray(Record):
    """A reference to a name that is not there: `where` is a place in the job or in the source; `unknown` says what is wrong. `read` is how it is read:
    "text" (it stays as it is) or "template" (it is empty)."""

    name: str
    unknown: Unknown
    where: ModelPath | Span
    read: str

    @property
    def written(self) -> str:
        """The reference as it stands in the text."""
        return f'env "{self.name}"' if self.read == "template" else f"${{{self.name}}}"

    @property
    def outcome(self) -> str:
        """What becomes of it."""
        return "is empty" if self.read == "template" else "is left as literal text"


def strays(visit: Visit, *kinds: str) -> Iterator[Stray]:
    """The references of the visited job, group or task (not of what is below it) to names that are not there, of some kinds or of all."""
    memo = visit.subject.memo
    key = ("strays", id(visit.block))
    if key not in memo:
        memo[key] = list(_find(visit))
    return (stray for stray in memo[key] if not kinds or stray.unknown.kind in kinds)


def unknown_names(visit: Visit, *kinds: str) -> Iterator[Finding]:
    """The findings of these references."""
    from nomadspec.rules.rule import Finding

    for stray in strays(visit, *kinds):
        yield Finding(f"unknown {stray.unknown.what}: `{stray.written}` {stray.outcome}", stray.where, help=stray.unknown.help, fix=respelled(visit, stray))


def respelled(visit: Visit, stray: Stray) -> Fix | None:
    """The name that was meant in place of the reference's, where one alone is near."""
    from nomadspec.rules.fixes import respell

    near = stray.unknown.near
    if not near or not stray.unknown.only:
        return None
    return respell(visit, stray.where, *((f'"{stray.name}"', f'"{near}"') if stray.read == "template" else (stray.written, f"${{{near}}}")))


def _find(visit: Visit) -> Iterator[Stray]:
    type = visit.block.TYPE
    found = _found(visit)
    reads = list(_of_templates(visit)) if type == "Task" else []
    shared = list(_of_shared_meta(visit))
    try:
        if found or reads:
            environment = of_task(visit) if type == "Task" else of_group(visit)
            yield from _left(visit, found, [environment])
            yield from _judged(reads, environment)
        if shared:
            yield from _left(visit, shared, [of_task(task) for task in _tasks(visit)])
    except UnknownValue:
        return


def _left(visit: Visit, found: list[tuple[ModelPath, str]], environments: list[Environment]) -> Iterator[Stray]:
    """The references that no environment knows."""
    for path, text in found:
        for match in REFERENCE.finditer(text):
            name = match[1]
            if name in ("JOB", "TASKGROUP", "TASK", "BASE") and path.name == "name" and path.parent is not None and path.parent.name == "service":
                continue
            judged = [on_nodes(visit, name, environment.judge(name, cleaned=not _builds_environment(path))) for environment in environments]
            if judged and judged[0] is not None and None not in judged and not _meant(visit, name):
                yield Stray(name, judged[0], path, "text")


def on_nodes(visit: Visit, name: str, unknown: Unknown | None) -> Unknown | None:
    """What is wrong with a reference, where a state tells the nodes that the job may run on: they have attributes that no table has, and meta keys."""
    root, _, key = name.partition(".")
    if visit.subject.state is None or root not in ("attr", "meta"):
        return unknown
    from nomadspec.rules.candidates import nodes, some

    found = nodes(visit)
    if root == "attr":
        return None if any(key in node.attributes for node in found) else unknown
    if unknown is not None or not found or any(key in node.meta for node in found):
        return unknown
    known = {key for node in found for key in node.meta}
    near = nearest(key, known)
    return Unknown("node", f"meta key {key!r} of nodes", f"meta.{near}" if near else "", f"Meta keys of the eligible nodes: {some(known, 8) or 'none'}.")


def _builds_environment(path: ModelPath) -> bool:
    """Whether the text is in `env` or `meta` of a job, group or task, which are replaced before names are cleaned. (A service's meta is not.)"""
    return any(
        step.name in ("env", "meta") and step.parent is not None and step.parent.name in ("job", "group", "task") for step in path.steps() if step.key is None
    )


def _tasks(visit: Visit) -> Iterator[Visit]:
    """The tasks of the visited job or group."""
    groups = [visit] if visit.block.TYPE == "TaskGroup" else [visit.child("group", group, group.name) for group in visit.block.group or ()]
    for group in groups:
        yield from (group.child("task", task, task.name) for task in group.block.task or ())


def _found(visit: Visit) -> list[tuple[ModelPath, str]]:
    """The texts with references that are for the visited task or group alone."""
    memo = visit.subject.memo
    key = ("texts", id(visit.block))
    if key not in memo:
        memo[key] = list(_of_own(visit))
    found: list[tuple[ModelPath, str]] = memo[key]
    return found


def _judged(reads: list[tuple[ModelPath | Span, str]], environment: Environment) -> Iterator[Stray]:
    for where, name in reads:
        unknown = environment.judge(name, cleaned=True)
        if unknown is not None and unknown.kind in ("port", "meta", "upstream", "runtime", "attribute", "node"):
            yield Stray(name, unknown, where, "template")


def _meant(visit: Visit, name: str) -> bool:
    """Whether the jobspec has the reference escaped: its author wants the text."""
    memo, source = visit.subject.memo, visit.subject.source
    if source is None:
        return False
    if "escaped" not in memo:
        memo["escaped"] = frozenset(_ESCAPED.findall(source.text)) if "$${" in source.text else frozenset()
    return name in memo["escaped"]


def _of_own(visit: Visit) -> Iterable[tuple[ModelPath, str]]:
    if visit.block.TYPE == "Job":
        return ()
    return _of_task(visit) if visit.block.TYPE == "Task" else _of_group(visit)


def _of_task(visit: Visit) -> Iterator[tuple[ModelPath, str]]:
    task, path = visit.block, visit.path
    yield from _fields(task, path)
    for index, service in enumerate(task.get("service") or ()):
        yield from _of_service(service, path.item("service", index))
    for index, mount in enumerate(task.get("volume_mount") or ()):
        yield from _fields(mount, path.item("volume_mount", index))
    for index, template in enumerate(task.get("template") or ()):
        yield from _fields(template, path.item("template", index))
    for index, artifact in enumerate(task.get("artifact") or ()):
        yield from _fields(artifact, path.item("artifact", index))


def _of_group(visit: Visit) -> Iterator[tuple[ModelPath, str]]:
    group, path = visit.block, visit.path
    for index, service in enumerate(group.get("service") or ()):
        yield from _of_service(service, path.item("service", index))
    for index, network in enumerate(group.get("network") or ()):
        here = path.item("network", index)
        yield from _fields(network, here)
        if network.get("dns") is not None:
            yield from _fields(network.dns, here / "dns")
        if network.get("cni") is not None:
            yield from _fields(network.cni, here / "cni")


def _of_shared_meta(visit: Visit) -> Iterator[tuple[ModelPath, str]]:
    if visit.block.TYPE != "Task":
        yield from _fields(visit.block, visit.path)


def _of_service(service: Service, path: ModelPath) -> Iterator[tuple[ModelPath, str]]:
    yield from _fields(service, path)
    for index, check in enumerate(service.get("check") or ()):
        yield from _fields(check, path.item("check", index))


def _fields(block: Any, path: ModelPath) -> Iterator[tuple[ModelPath, str]]:
    """The texts of a block's own fields in which a client replaces references."""
    for name in interpolated(block.TYPE, "client"):
        value = block.get(name)
        if value:
            yield from _texts(value, path / name)


def _texts(value: Any, path: ModelPath, depth: int = 0) -> Iterator[tuple[ModelPath, str]]:
    if isinstance(value, str):
        if "${" in value:
            yield path, value
    elif isinstance(value, dict) and depth < _MAX_DEPTH:
        for key, item in known_items(value):
            yield from _texts(item, path / key, depth + 1)
    elif isinstance(value, list) and depth < _MAX_DEPTH and path.parent is not None:
        for index, item in known_items(value):
            yield from _texts(item, path.parent.item(path.name, index), depth + 1)


def _of_templates(visit: Visit) -> Iterator[tuple[ModelPath | Span, str]]:
    """What the task's templates ask of its environment."""
    for index, template in enumerate(visit.block.get("template") or ()):
        if not template.known("data"):
            continue
        for dependency in text_of(visit, template).dependencies:
            if dependency.kind == "env" and dependency.key and dependency.call.function != "envOrDefault":
                at = line_of(template, dependency.call.line)
                yield (visit.path.item("template", index) / "data" if isinstance(at, str) else at), dependency.key


_SPACED = pattern(r"""\$\{(?:\s+([A-Za-z0-9_.-]+)\s*|([A-Za-z0-9_.-]+)\s+|(attr|meta|env|node)\["([^"\]]+)"\])\}""")


def spaced(visit: Visit) -> Iterator[tuple[ModelPath, str, str]]:
    """(place, reference as written, the name it means) of references in a form that a client leaves alone."""
    for path, text in (*_found(visit), *_of_shared_meta(visit)):
        if " " not in text and "[" not in text:
            continue
        for match in _SPACED.finditer(text):
            name = match[1] or match[2] or (match[4] if match[3] == "env" else f"{match[3]}.{match[4]}")
            if name.startswith(("NOMAD_", "attr.", "meta.", "node.")):
                yield path, match[0], name
