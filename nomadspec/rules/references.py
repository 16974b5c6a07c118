"""References in the texts of a job that a client replaces when it sets up a task: names that are not there stay as they are.

Every text of a task (env, meta, its services, mounts, templates' paths, artifacts) and of a group (services, network) is looked at once; each
reference that `rules/runtime_names.py` does not know is kept with its place, and the rules take them by kind. The meta of a job or group becomes that of
each of its tasks: there a reference is kept that none of them knows. What templates ask for with `env "…"` is judged too. The driver's configuration
has other rules (`rules/driver_references.py`).
"""

from __future__ import annotations

from nomadspec.jobspec.block import UnknownValue, known_items, known_reader
from nomadspec.rules.runtime_names import REFERENCE, Unknown, meta_keys, of_group, of_task
from nomadspec.rules.templates import line_of, text_of
from nomadspec.schema.availability import interpolated
from nomadspec.source.closest import nearest
from nomadspec.source.patterns import pattern
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Final

    from nomadspec._generated.job_model import Template as TemplateBlock
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Finding, Visit
    from nomadspec.rules.runtime_names import Environment
    from nomadspec.source import Fix, Span

    Places = list[tuple[ModelPath, str]]
    """Texts with references, each with its place."""
    Reader = Callable[[JobBlock], Sequence[Any]]
    Place = Callable[[Any], ModelPath]
    """The place of what is below a block, map or list, by its name or index."""

_MAX_DEPTH = 16
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


def strays(visit: Visit, *kinds: str) -> Iterable[Stray]:
    """The references of the visited job, group or task (not of what is below it) to names that are not there, of some kinds or of all."""
    memo = visit.subject.memo
    key = ("strays", id(visit.block))
    found: list[Stray] | None = memo.get(key)
    if found is None:
        found = memo[key] = list(_find(visit))
    return (stray for stray in found if not kinds or stray.unknown.kind in kinds) if found else ()


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
    shared = _of_shared_meta(visit)
    try:
        if found or reads:
            environment = of_task(visit) if type == "Task" else of_group(visit)
            yield from _left(visit, found, [environment])
            yield from _judged(visit, reads, environment)
        if shared:
            yield from _left(visit, shared, [of_task(task) for task in _tasks(visit)])
    except UnknownValue:
        return


def _left(visit: Visit, found: Places, environments: list[Environment]) -> Iterator[Stray]:
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


def _found(visit: Visit) -> Places:
    """The texts with references that are for the visited task or group alone."""
    memo = visit.subject.memo
    key = ("texts", id(visit.block))
    if key not in memo:
        memo[key] = _of_own(visit)
    found: Places = memo[key]
    return found


def _judged(visit: Visit, reads: list[tuple[int, TemplateBlock, int, str]], environment: Environment) -> Iterator[Stray]:
    for index, template, line, name in reads:
        unknown = environment.judge(name, cleaned=True)
        if unknown is not None and unknown.kind in ("port", "meta", "upstream", "runtime", "attribute", "node"):
            at = line_of(template, line)
            yield Stray(name, unknown, visit.path.item("template", index) / "data" if isinstance(at, str) else at, "template")


def _meant(visit: Visit, name: str) -> bool:
    """Whether the jobspec has the reference escaped: its author wants the text."""
    memo, source = visit.subject.memo, visit.subject.source
    if source is None:
        return False
    if "escaped" not in memo:
        memo["escaped"] = frozenset(_ESCAPED.findall(source.text)) if "$${" in source.text else frozenset()
    return name in memo["escaped"]


#: Block type → its fields that hold blocks with texts in which a client replaces references.
_BELOW: Final = {
    "Task": ("service", "volume_mount", "template", "artifact"),
    "TaskGroup": ("service", "network"),
    "Service": ("check",),
    "NetworkResource": ("dns", "cni"),
}
_readers: dict[type[JobBlock], tuple[tuple[str, ...], Reader, tuple[str, ...], Reader]] = {}


def _reader_of(kind: type[JobBlock]) -> tuple[tuple[str, ...], Reader, tuple[str, ...], Reader]:
    """The fields of a class of blocks with texts in which a client replaces references, and those with blocks that have some; with what reads them."""
    names, below = tuple(interpolated(kind.TYPE, "client")), _BELOW.get(kind.TYPE, ())
    _readers[kind] = names, known_reader(names), below, known_reader(below)
    return _readers[kind]


def _of_own(visit: Visit, mark: str = "${") -> Places:
    """The texts with references (or another mark) that are for the visited task or group alone."""
    block = visit.block
    found: Places = []
    own = block.TYPE == "Task"  # what a group or job has itself is for all of its tasks
    if block.TYPE != "Job" and _is_marked(block, mark, own):
        _of_block(block, _of_visit(visit), found, mark, own)
    return found


def _of_shared_meta(visit: Visit) -> Places:
    """The texts with references that are in the meta of a job or group, and so in that of its tasks."""
    memo = visit.subject.memo
    key = ("meta", id(visit.block))
    if key not in memo:
        memo[key] = []
        if visit.block.TYPE != "Task" and visit.block.get("meta"):
            _of_fields(visit.block, _of_visit(visit), memo[key], "${")
    found: Places = memo[key]
    return found


def _is_marked(block: JobBlock, mark: str, own: bool = True) -> bool:
    """Whether a text with a mark is in a block's own fields, or in the blocks below it: most have none, and then no place is made."""
    _, read, _, read_below = _readers.get(type(block)) or _reader_of(type(block))
    if own and _has(read(block), mark, 0):
        return True
    for value in filter(None, read_below(block)):
        for each in value if isinstance(value, list) else (value,):
            if _is_marked(each, mark):
                return True
    return False


def _has(values: Iterable[Any], mark: str, depth: int) -> bool:
    for value in filter(None, values):
        if isinstance(value, str):
            found = mark in value
        elif isinstance(value, (dict, list)) and depth < _MAX_DEPTH:
            # What is unknown is None there.
            found = _has(dict.values(value) if isinstance(value, dict) else list.__iter__(value), mark, depth + 1)
        else:
            continue
        if found:
            return True
    return False


def _of_block(block: JobBlock, place: Place, found: Places, mark: str, own: bool = True) -> None:
    """Gathers the texts with a mark in a block and in the blocks below it."""
    if own:
        _of_fields(block, place, found, mark)
    _, _, below, read_below = _readers.get(type(block)) or _reader_of(type(block))
    for name, value in zip(below, read_below(block), strict=True):
        if not value:
            continue
        of_each, rows = (_elements(place, name), enumerate(value)) if isinstance(value, list) else (place, ((name, value),))
        for key, each in rows:
            _of_block(each, _entries(of_each, key), found, mark)


def _of_fields(block: JobBlock, place: Place, found: Places, mark: str) -> None:
    """Gathers the texts with a mark in a block's own fields."""
    names, read, _, _ = _readers.get(type(block)) or _reader_of(type(block))
    _gather(zip(names, read(block), strict=True), place, (mark,), found, 0)


def marked_texts(items: Iterable[tuple[Any, Any]], visit: Visit, field: str, *marks: str) -> Places:
    """(place, text) of each text with one of the marks in the items (name, value) of a field of the visited block ("": of the block itself), and in the lists
    and maps among them."""
    found: Places = []
    place = _of_visit(visit)
    _gather(items, _entries(place, field) if field else place, marks, found, 0)
    return found


def _gather(items: Iterable[tuple[Any, Any]], place: Place, marks: tuple[str, ...], found: Places, depth: int) -> None:
    for key, value in items:
        if isinstance(value, str):
            for mark in marks:
                if mark in value:
                    found.append((place(key), value))
                    break
        elif value and depth < _MAX_DEPTH:
            if isinstance(value, dict):
                _gather(known_items(value), _entries(place, key), marks, found, depth + 1)
            elif isinstance(value, list):
                _gather(known_items(value), _elements(place, key), marks, found, depth + 1)


# Most texts have no reference: a place is made where one is found.


def _of_visit(visit: Visit) -> Place:
    """The place of each field of the visited block."""
    return lambda name: visit.path / name


def _entries(place: Place, key: Any) -> Place:
    """The place of each entry of the map, or field of the block, that `place` has under `key`."""
    return lambda name: place(key) / name


def _elements(place: Place, key: Any) -> Place:
    """The place of each element of the list that `place` has under `key`, which may be in a list itself."""

    def element(index: Any) -> ModelPath:
        path = place(key)
        around = path.parent
        return path.item("", index) if path.key is not None or around is None else around.item(path.name, index)

    return element


def _of_templates(visit: Visit) -> Iterator[tuple[int, TemplateBlock, int, str]]:
    """What the task's templates ask of its environment: index and template, line of its text, name."""
    for index, template in enumerate(visit.block.get("template") or ()):
        if not template.known("data"):
            continue
        for dependency in text_of(visit, template).dependencies:
            if dependency.kind == "env" and dependency.key and dependency.call.function != "envOrDefault":
                yield index, template, dependency.call.line, dependency.key


_BARE = pattern(r"\$(NOMAD_[A-Za-z0-9_]+|(?:node|attr|meta)\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|PATH\b)")


def without_braces(visit: Visit) -> Iterator[tuple[ModelPath, str]]:
    """(place, name) of references that lack their braces, and of `$PATH` in the variable of that name."""
    memo, source = visit.subject.memo, visit.subject.source
    # Few jobspecs have one: their text tells it faster than their fields.
    if "bare" not in memo:
        memo["bare"] = source is None or _BARE.search(source.text) is not None
    if not memo["bare"]:
        return
    for place, text in _of_own(visit, "$"):
        for match in _BARE.finditer(text):
            if not text[: match.start()].endswith("$") and (match[1] != "PATH" or str(place).endswith(".env.PATH")):
                yield place, match[1]


def own_meta(visit: Visit) -> Iterator[tuple[ModelPath, str]]:
    """(place, key) of references to metadata of nodes with a key that the job's own has, and no node that is known."""
    found = [(path, match[1].removeprefix("meta.")) for path, text in _found(visit) for match in REFERENCE.finditer(text) if match[1].startswith("meta.")]
    if not found:
        return
    keys = meta_keys(visit)
    yield from ((path, key) for path, key in found if key in keys and not _on_a_node(visit, key))


def _on_a_node(visit: Visit, key: str) -> bool:
    if visit.subject.state is None:
        return False
    from nomadspec.rules.candidates import nodes

    return any(key in node.meta for node in nodes(visit))


_SPACED = pattern(r"""\$\{(?:\s+([A-Za-z0-9_.-]+)\s*|([A-Za-z0-9_.-]+)\s+|(attr|meta|env|node)\["([^"\]]+)"\])\}""")


def texts(visit: Visit, *parts: str) -> Iterable[tuple[ModelPath, str]]:
    """(place, text) of the texts of the visited job, group or task in which a reference is, with the meta that its tasks share: those with one of these
    parts, or all."""
    found = [*_found(visit), *_of_shared_meta(visit)]
    return [(path, text) for path, text in found if any(part in text for part in parts)] if parts and found else found


def spaced(visit: Visit) -> Iterator[tuple[ModelPath, str, str]]:
    """(place, reference as written, the name it means) of references in a form that a client leaves alone."""
    for path, text in texts(visit, " ", "["):
        for match in _SPACED.finditer(text):
            name = match[1] or match[2] or (match[4] if match[3] == "env" else f"{match[3]}.{match[4]}")
            if name.startswith(("NOMAD_", "attr.", "meta.", "node.")):
                yield path, match[0], name
