"""`lint --upgrade-to X.Y`: what an upgrade of the cluster breaks or changes.

Two lints of the same files are compared: one for the current release, one for the new release. Findings of the second lint alone are effects of the
upgrade: a dropped field, a removed function, a new check. Anything that both releases accept but treat differently is a row of `CHANGES`: where to look
for it, what changes, and what to do.
"""

from __future__ import annotations

from nomadspec.jobspec.compilation import Compilation
from nomadspec.releases import release
from nomadspec.rules import registry
from nomadspec.source import Diagnostic
from nomadspec.source.record import Record
from nomadspec.workspace.code_texts import CODE_TEXTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Final

    from nomadspec._generated.job_model import Job
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.releases import Release
    from nomadspec.rules.rule import Rule


class Change(Record):
    """Something that both releases accept, with a different meaning from `rule.since` on: `where` returns the places of a job."""

    rule: Rule
    where: Callable[[Job, ModelPath], Iterator[ModelPath]]


def _groups(job: Any, path: ModelPath) -> Iterator[tuple[Any, ModelPath]]:
    for group in job.get("group") or ():
        yield group, path.item("group", group.get("name") or "")


def _tasks(job: Any, path: ModelPath) -> Iterator[tuple[Any, ModelPath]]:
    for group, here in _groups(job, path):
        for task in group.get("task") or ():
            yield task, here.item("task", task.get("name") or "")


def _system_updates(job: Job, path: ModelPath) -> Iterator[ModelPath]:
    if job.get("type") != "system":
        return
    if job.get("update") is not None:
        yield path / "update"
    for group, here in _groups(job, path):
        if group.get("update") is not None:
            yield here / "update"


def _consul_templates(job: Job, path: ModelPath) -> Iterator[ModelPath]:
    """Tasks whose templates read from Consul, without a consul block of their own or of their group."""
    from nomadspec.notation.template import TemplateError, dependencies, parse
    from nomadspec.notation.template.functions import FUNCTIONS, LIFETIMES

    names = {*FUNCTIONS, *LIFETIMES}
    for group, here in _groups(job, path):
        for task in group.get("task") or ():
            if task.get("consul") is not None or group.get("consul") is not None:
                continue
            for index, template in enumerate(task.get("template") or ()):
                try:
                    parsed = parse(template.get("data") or "", template.get("left_delimiter") or "{{", template.get("right_delimiter") or "}}", names)
                except TemplateError:
                    continue
                if any(read.integration == "consul" for read in dependencies(parsed)):
                    yield here.item("task", task.get("name") or "").item("template", index)
                    break


def _preferences(job: Job, path: ModelPath) -> Iterator[ModelPath]:
    for name in ("affinity", "spread"):
        if job.get(name):
            yield path.item(name, 0)
    for owner, here in (*_groups(job, path), *_tasks(job, path)):
        for name in ("affinity", "spread"):
            if name in owner.__slots__ and owner.get(name):
                yield here.item(name, 0)


def _driver(name: str) -> Callable[[Job, ModelPath], Iterator[ModelPath]]:
    return lambda job, path: (here / "driver" for task, here in _tasks(job, path) if task.get("driver") == name)


def _distinct_hosts(job: Job, path: ModelPath) -> Iterator[ModelPath]:
    for owner, here in ((job, path), *_groups(job, path)):
        for index, constraint in enumerate(owner.get("constraint") or ()):
            if constraint.get("operator") == "distinct_hosts":
                yield here.item("constraint", index)


def _replaced_when_lost(job: Job, path: ModelPath) -> Iterator[ModelPath]:
    for group, here in _groups(job, path):
        block = group.get("disconnect")
        if block is not None and block.get("lost_after") and block.get("replace") is not False:
            yield here / "disconnect"


def _docker_email(job: Job, path: ModelPath) -> Iterator[ModelPath]:
    for task, here in _tasks(job, path):
        config = task.get("config")
        auth = dict(config.known_items() if hasattr(config, "known_items") else config or {}).get("auth")
        rows = auth if isinstance(auth, list) else [auth]
        if task.get("driver") == "docker" and any(isinstance(row, dict) and dict.get(row, "email") for row in rows):
            yield here / "config" / "auth"


#: The rule that describes it (`code_texts.py` says what to do), and where it is looked for.
CHANGES: Final[tuple[Change, ...]] = (
    Change(registry.UPGRADE_DISTINCT_HOSTS, _distinct_hosts),
    Change(registry.UPGRADE_CONSUL_TEMPLATES, _consul_templates),
    Change(registry.UPGRADE_PREFERENCES_IN_PLACE, _preferences),
    Change(registry.UPGRADE_SYSTEM_DEPLOYMENTS, _system_updates),
    Change(registry.UPGRADE_DOCKER_AUTH_EMAIL, _docker_email),
    Change(registry.UPGRADE_QEMU_PATHS, _driver("qemu")),
    Change(registry.UPGRADE_LOST_AFTER_RESCHEDULE, _replaced_when_lost),
)


def read_by_older(compiled: Compilation, older: Compilation) -> Compilation:
    """What the older release reads, to be judged by the newer one that does not: so that what comes behind a field that is gone is found, too."""
    if older.job is None:
        return older
    older.job.release = compiled.release
    return Compilation(older.job, (), older.source, older.format, body=older.body, unset=older.unset, reads=older.reads, release=compiled.release)


def changes(job: Job, older: Release, newer: Release) -> list[Diagnostic]:
    """Findings about anything whose meaning changes between the two releases."""
    from nomadspec.jobspec.origin import place
    from nomadspec.jobspec.path import job_path

    found = []
    for change in CHANGES:
        rule = change.rule
        if older.has(rule.since) or not newer.has(rule.since):
            continue
        for path in change.where(job, job_path(job.get("id"))):
            span, trail = place(job, path)
            message = f"from Nomad {rule.since} on: {rule.summary[0].lower()}{rule.summary[1:].rstrip('.')}"
            found.append(Diagnostic(rule.code, rule.name, rule.severity, message, span, block=str(path), help=CODE_TEXTS[rule.code][2], trail=trail))
    return found


#: What the codes of changes begin with.
FAMILY: Final = "UPG"
#: Codes about the lint itself (suppressions, plugins), which no upgrade brings.
ENGINE: Final = "LNT"


def only_later(now: Iterable[Diagnostic], later: Sequence[Diagnostic], newer: Release) -> list[Diagnostic]:
    """The findings that an upgrade brings: those of the second lint that the first one does not have, each said to be of the newer release."""
    there: dict[tuple[object, ...], list[Diagnostic]] = {}
    for finding in now:
        there.setdefault(_key(finding), []).append(finding)
    found = []
    for finding in later:
        known = there.get(_key(finding), [])
        same = next((one for one in known if _covers(one.environments, finding.environments)), None)
        if same is not None:
            known.remove(same)
        elif not finding.code.startswith(ENGINE):
            found.append(finding if finding.code.startswith(FAMILY) else finding.replace(message=f"on Nomad {newer.shown}: {finding.message}"))
    return found


def out_of_time(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The finding that a lint did not finish: then nothing is known of what it did not check."""
    from nomadspec.rules.registry import TIME_LIMIT

    return [finding for finding in findings if finding.code == TIME_LIMIT.code]


def _covers(now: Sequence[str], later: Sequence[str]) -> bool:
    """Whether what holds in the environments `now` (none: in all) holds in those of `later` already."""
    return not now or (bool(later) and set(later) <= set(now))


def _key(finding: Diagnostic) -> tuple[object, ...]:
    span = finding.span
    return (finding.code, finding.severity, finding.block, None if span is None else (span.path, span.start_offset, span.end_offset))


def target(text: str, current: Release) -> Release:
    """The release to upgrade to. Raises ReleaseError for one that is not known, or not newer than the current release."""
    from nomadspec.releases import ReleaseError

    newer = release(text)
    if newer.number <= current.number:
        raise ReleaseError(f"{newer.shown} is not newer than {current.shown}; set --nomad-version to the release that the cluster runs")
    return newer
