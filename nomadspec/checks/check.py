"""A check: one thing that Nomad refuses or warns about, as a row of a table.

Each module of this room has a table per block type, in the order in which Nomad looks. A row holds the code, the name, Nomad's own
text as a template, the field that is to blame, what to do about it, and a test: a small function of the block and its `Scope` that
answers what it found. In the template `{name:q}` is the value in Go's quotes. A test knows nothing of places, order, prefixes or unknown values; `report.py` does.

    falsy               nothing
    True                the problem, nothing to fill in
    Found(n=3)          the problem, with values for the template; `at` and `on` put the blame on another field or block,
                        `path` says which block below the one at hand is concerned
    [Found, ...]        the problem several times

`since` and `until` name the first and the last release that has the check (`releases.py`). Where the words were not always the same, a second row
of the same code has the others.

Codes are `NOM` and four digits of which the first names the block: 1 job, 2 group, 3 network, 4 service and check, 5 Connect and
gateways, 6 task and resources, 7 what is put into a task's folders, 8 identities and secrets, 9 constraint, affinity, spread.
"""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock, release_of
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec._generated.job_model import Job
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.jobspec.server_settings import ServerSettings
    from nomadspec.releases import Release
    from nomadspec.source.diagnostic import Severity

    Test = Callable[[Any, "Scope"], Any]


class Check(Record):
    """A row of a table: `at` is the field that is to blame (dotted below the block, empty for the block itself)."""

    code: str
    rule: str
    message: str
    at: str
    help: str
    test: Test
    severity: Severity = "error"
    since: str = ""
    until: str = ""

    def __repr__(self) -> str:
        return f"<{self.code} {self.rule}>"


class Found:
    """One problem: values for the template of the message; `at` another field or `blame` another block to blame, `path` the way to the
    block that is concerned when it is another one."""

    __slots__ = ("at", "blame", "path", "values")

    def __init__(self, *, at: str | None = None, blame: JobBlock | None = None, path: ModelPath | None = None, **values: object) -> None:
        self.at: Final = at
        self.blame: Final = blame
        self.path: Final = path
        self.values: Final = values


class Scope:
    """Where a block is: the blocks around it (`within`: one that is none of the four), the server's settings, its index among its like,
    that of the `first` of its name, and the way to the innermost of the four. `groups`, `tasks` and `services` are the scopes below, made once; they share
    what is known of blocks that are `alike` (`alike.py`)."""

    __slots__ = ("_groups", "_services", "_tasks", "alike", "first", "group", "index", "job", "path", "release", "service", "settings", "task", "within")

    def __init__(
        self,
        job: Job,
        settings: ServerSettings,
        path: ModelPath,
        group: JobBlock | None = None,
        task: JobBlock | None = None,
        service: JobBlock | None = None,
        within: Any = None,
        index: int = 0,
        first: int = 0,
        alike: dict[Any, Any] | None = None,
        release: Release | None = None,
    ) -> None:
        self.alike: Final = {} if alike is None else alike
        self.job: Final = job
        self.settings: Final = settings
        self.path: Final = path
        self.group: Final[Any] = group
        self.task: Final[Any] = task
        self.service: Final[Any] = service
        self.within: Final[Any] = within
        self.index: Final = index
        self.first: Final = first
        #: The release that speaks.
        self.release: Final = release_of(job) if release is None else release
        self._groups: list[Scope] | None = None
        self._tasks: list[Scope] | None = None
        self._services: list[Scope] | None = None

    @property
    def groups(self) -> list[Scope]:
        """Those of the job's groups; none when they are not known."""
        if self._groups is None:
            firsts: dict[object, int] = {}
            self._groups = []
            for index, group in enumerate(self.job.get("group") or ()):
                name = group.get("name")
                self._groups.append(self._below(self.path.item("group", name or ""), group, None, None, index, firsts.setdefault(name, index)))
        return self._groups

    @property
    def tasks(self) -> list[Scope]:
        """Those of the group's tasks."""
        if self._tasks is None:
            firsts: dict[object, int] = {}
            self._tasks = []
            for index, task in enumerate(self.group.get("task") or ()):
                name = task.get("name")
                self._tasks.append(self._below(self.path.item("task", name or ""), self.group, task, None, index, firsts.setdefault(name, index)))
        return self._tasks

    @property
    def services(self) -> list[Scope]:
        """Those of the task's services, or the group's."""
        if self._services is None:
            owner = self.group if self.task is None else self.task
            self._services = [
                self._below(self.path.item("service", index), self.group, self.task, service, index, 0)
                for index, service in enumerate(owner.get("service") or ())
            ]
        return self._services

    def _below(self, path: ModelPath, group: JobBlock, task: JobBlock | None, service: JobBlock | None, index: int, first: int) -> Scope:
        return Scope(self.job, self.settings, path, group, task, service, None, index, first, self.alike, self.release)

    def inside(self, index: int, within: Any = None) -> Scope:
        """That of a block below the innermost of the four: its index, and the block directly around it."""
        return Scope(self.job, self.settings, self.path, self.group, self.task, self.service, within, index, 0, self.alike, self.release)

    def blame_type(self, **values: str | None) -> Found:
        """A block that the job's type does not allow: the type is to blame, or the job that does not say another one."""
        found = Found(blame=self.job, at="type")
        found.values.update(values)
        return found

    def need_proxies_known(self) -> None:
        """Read all that decides which proxies a server adds to the group's tasks: where it is unknown, so are the tasks."""
        for service in self.group.service or ():
            connect = service.connect
            if connect is not None:
                _ = service.name, self.group.network, connect.native, connect.sidecar_service, connect.gateway, connect.sidecar_task

    @property
    def around(self) -> tuple[JobBlock, ...]:
        """The blocks around, the nearest first."""
        within = self.within if isinstance(self.within, JobBlock) else None
        return tuple(block for block in (within, self.service, self.task, self.group, self.job) if block is not None)
