"""What a rule is, what it is given, and what it gives back.

A rule is a module with a docstring (its manual page), these constants and one function:

    CODE = "REF001"                  area and number; never reused
    NAME = "service-port-unknown"    kebab-case; reads well after "ignore"
    SEVERITY = "error"               "error": will not work; "warning": probably a mistake or a risk; "info": advice
    BLOCKS = ("Service",)            block types of the model (`schema/blocks.py`) that it looks at; "Job" for the whole job. Rules about
                                     repositories and agents have none
    PERSONA = "regular"              optional; "pedantic" for advice that many do not want
    IF_WRITTEN = ("config.mounts",)  optional; fields of the block, or of what is below it: the rule is asked only where one of them is written
                                     ("job.update": of the whole job). A rule that is not asked is not even imported: most jobs use few fields
    IF_ANY = ("nomadspec.rules.references", "strays", "port")
                                     optional; an analysis that several rules share, as module, function and arguments behind the visit: the rule is
                                     asked only where it gives something. A function `def strays(visit, *kinds)` gives all when it is asked for no kinds
    OPTIONS = {"max": 3}             optional; names and defaults of its options, scalars or lists of strings; `visit.option("max")` is the value
    SAME_AS = "NOM1107"              optional; the check by which Nomad itself says the same: its finding stays, and takes over the rule's fix
    SINCE = "1.10.0"                 optional; the first release of Nomad for which it is true, and
    UNTIL = "1.9.7"                  optional; the last one: it is not run for others
    FIXABLE = "safe"                 optional; "safe", "unsafe" or "sometimes": whether it offers fixes
    STOPS_AGENT = True               optional, in rules about agents: with an error of this rule the agent does not start

    def check(visit: Visit) -> Iterator[Finding]:
        if len(visit.block.tags or ()) > visit.option("max"):
            yield Finding("too many tags", "tags")

`contract.py` reads these constants and refuses what cannot be right. What `check` is given depends on the scope: a block of a job (`Visit`)
for rules about a jobspec or a cluster, the jobs of all files (`repository_visit.py`), the configuration of an agent (`agent_visit.py`).

The docstring: a first line that says what is wrong (the summary), then the sections `## What it does`, `## Why is this bad?`,
`## Example` (in which the rule finds something), `## Use instead` (in which it finds nothing), `## Fix safety` where
it fixes, `## Options` where it has some. An example is the part of a file that matters (```hcl task, group, job, agent; `tools/examples.py` has
the table); the generator completes it, runs it, refuses one that finds nothing, and writes what the rule prints below it.

A rule never guards against unknown values: reading one ends the rule for this block, quietly. It never computes offsets: it names the
field (`at="port"`) or a ModelPath, and the runner finds the place.
"""

from __future__ import annotations

from nomadspec.jobspec.block import release_of
from nomadspec.jobspec.origin import place
from nomadspec.jobspec.path import ModelPath
from nomadspec.source import Span
from nomadspec.source.record import EMPTY, Record
from nomadspec.version import rule_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from dataclasses import KW_ONLY
    from typing import Any, Final

    from nomadspec._generated.job_model import Job, Task, TaskGroup
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.origin import Trail
    from nomadspec.releases import Release
    from nomadspec.rules.job_summary import Fact
    from nomadspec.rules.subject import JobSubject
    from nomadspec.source import Fix, Severity

    At = str | ModelPath | Span | Fact | None
    """What a finding points at, see `Finding`."""
    Place = tuple[str, Span | None, Trail]
    """Where that is: the block as text, the span, and the trail of the value."""


class UnknownPlace(Exception):
    """A finding points at a field that there is not. Raised in tests only."""


class Rule(Record):
    """The description of a rule, as the index has it. `scope` is "jobspec", "repository", "cluster", "agent" or "spec" (whose `blocks`
    are kinds of specification)."""

    code: str
    name: str
    severity: Severity
    scope: str
    blocks: tuple[str, ...]
    module: str
    summary: str
    persona: str = "regular"
    options: Mapping[str, Any] = EMPTY
    fixable: str = ""
    same_as: str = ""
    since: str = ""
    until: str = ""
    if_written: tuple[str, ...] = ()
    if_any: tuple[str, ...] = ()
    stops_agent: bool = False
    page: str | None = None
    """The address of the manual page, "" where there is none; None: it is in nomadspec's own manual."""

    function: Callable[[Any], Iterable[Finding]] | None = None
    """Its function, of a rule that is not a module."""
    manual: str = ""
    """Its manual page, of a rule that is not a module."""

    @property
    def url(self) -> str | None:
        """The address of the rule's page; None for a rule without one, and while the project has no home."""
        if self.page is not None:
            return self.page or None
        return rule_url(self.code) if self.module else None

    def __repr__(self) -> str:
        return f"<Rule {self.code} {self.name}>"


class Finding(Record):
    """What a rule found.

    `at`: the field of the visited block that is wrong (a dotted route such as "config.image" goes into maps and once-only blocks), a
    ModelPath for another place, a Span for an exact one, or None for the block itself. In an agent's configuration: the dotted path of a value
    or block, or a Span; in a repository: a Fact. `related`: further places to show, each with what is there. `fix` from `rules/fixes.py`.
    `severity` only where it differs from the rule's. `nomad`: Nomad's own text about it. `secret`: what stands there is not to be repeated.
    """

    message: str
    at: At = None
    _: KW_ONLY
    help: str | None = None
    fix: Fix | None = None
    severity: Severity | None = None
    related: tuple[tuple[str, At], ...] = ()
    nomad: str | None = None
    secret: bool = False


class Visit:
    """One block on the walk through a job, with the blocks around it and the subject (file, options, state) of the run."""

    __slots__ = ("_path", "block", "key", "name", "parent", "subject")

    def __init__(self, subject: JobSubject, block: Any, parent: Visit | None, name: str, key: str | int | None) -> None:
        self.subject: Final = subject
        self.block: Final[Any] = block
        self.parent: Final = parent
        self.name: Final = name
        self.key: Final = key
        self._path: ModelPath | None = None

    def option(self, name: str) -> Any:
        """The value of one of the rule's options."""
        return self.subject.option(name)

    def has(self, field: str) -> bool:
        """Whether the field is there, whatever its value, even if that is not known. What cannot be read of a damaged block may have been any field:
        that is none."""
        if self.block.known(field):
            return self.block.get(field) is not None
        origin = self.block.get("origin")
        return origin is not None and (field in origin.attributes or field in origin.maps)

    @property
    def path(self) -> ModelPath:
        """Where the block is in the job."""
        if self._path is None:
            self._path = ModelPath(self.parent.path if self.parent is not None else None, self.name, self.key)
        return self._path

    def enclosing(self, type: str) -> Visit | None:
        """The nearest block around this one (or this one) that has the model type `type`."""
        visit: Visit | None = self
        while visit is not None and type != visit.block.TYPE:
            visit = visit.parent
        return visit

    @property
    def job(self) -> Job:
        return self.subject.job

    @property
    def release(self) -> Release:
        """The release of Nomad that the job is judged for."""
        return release_of(self.subject.job)

    @property
    def group(self) -> TaskGroup | None:
        """The group around the block."""
        visit = self.enclosing("TaskGroup")
        return visit.block if visit is not None else None

    @property
    def task(self) -> Task | None:
        """The task around the block."""
        visit = self.enclosing("Task")
        return visit.block if visit is not None else None

    @property
    def driver(self) -> str:
        """The driver of the visited task; a sidecar's is docker unless it names another."""
        block = self.block
        return block.driver or ("docker" if block.TYPE == "SidecarTask" else "")

    def locate(self, at: At) -> Place:
        """Block, span and trail of what a finding points at."""
        path = self.path
        if isinstance(at, Span):
            return str(path), at, ()
        if isinstance(at, ModelPath):
            path = at
        elif isinstance(at, str):
            for name in at.split("."):
                path = path / name
        elif at is not None:
            raise TypeError(f"the place of a finding about a job is a route, a ModelPath or a Span, not {type(at).__name__}")
        return str(path), *place(self.job, path)

    def refuse_unknown(self, at: str) -> None:
        """Raises `UnknownPlace` for a route that does not begin with a field of the block, or with what was written in one."""
        from nomadspec.schema.blocks import BLOCKS

        first, origin = at.partition(".")[0], self.block.get("origin")
        if all(field.name != first for field in BLOCKS[self.block.TYPE]) and (origin is None or first not in origin.attributes):
            raise UnknownPlace(f"{first!r} is not a field of {self.block.TYPE}")

    def child(self, name: str, block: JobBlock, key: str | int | None = None) -> Visit:
        """The visit of a block below this one."""
        return Visit(self.subject, block, self, name, key)
