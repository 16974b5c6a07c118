"""Node pools, as `nomad node pool apply` reads them: HCL2 without variables or functions."""

from __future__ import annotations

import re

from nomadspec.evaluation.expressions import evaluate
from nomadspec.evaluation.problems import RULES, problem
from nomadspec.evaluation.scope import Scope, Surroundings
from nomadspec.hcl.ast import Attribute, Block
from nomadspec.hcl.errors import range_text
from nomadspec.hcl.parser import parse
from nomadspec.hcl.suggest import suggestion
from nomadspec.jobspec.decode_errors import unsuitable, unsuitable_null
from nomadspec.jobspec.server_settings import NODE_POOLS
from nomadspec.jobspec.typed_values import NotKnown, Unsuitable, read_duration, to_bool, to_string
from nomadspec.notation import duration
from nomadspec.source import Diagnostic
from nomadspec.specs.json_objects import decode_json
from nomadspec.specs.objects import empty
from nomadspec.specs.spec import CODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Final

    from nomadspec.hcl.ast import Body
    from nomadspec.specs.spec import Draft

NAME: Final = re.compile(r"^[a-zA-Z0-9\-_]{1,128}$")
MAX_DESCRIPTION: Final = 256


def _duration(value: Any) -> str:
    return duration.text(read_duration(value))


#: Body → its attributes (API name, reader) and its blocks. A block that is None has free keys.
_POOL: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {"description": ("Description", to_string), "node_identity_ttl": ("NodeIdentityTTL", _duration)}
_SCHEDULER: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {
    "scheduler_algorithm": ("SchedulerAlgorithm", to_string),
    "memory_oversubscription_enabled": ("MemoryOversubscriptionEnabled", to_bool),
}


def read_node_pool(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The node pool of a text, checked as a server does."""
    draft.prefix = "Failed to parse input content: "
    api = decode_json(draft, "NodePool", whole=True, struct=".Alias") if as_json else _Decoder(draft).pool()
    if draft.faults:
        return api
    if api is None:
        draft.invalid("spec-required", "missing node pool", help='Write node_pool "name" { … }.')
    elif not api["Name"]:
        draft.invalid("spec-required", "missing node pool name", "Name")
    else:
        _check(draft, api, *(("Name", "Description") if as_json else ("name", "description")))
    return api


def _check(draft: Draft, api: dict[str, Any], name_at: str, description_at: str) -> None:
    name = api["Name"]
    if name in NODE_POOLS:
        draft.invalid("spec-name", f'modifying node pool "{name}" is not allowed', name_at, help="Choose another name: every cluster already has this pool.")
    elif NAME.match(name) is None:
        said = f'invalid name "{name}", must match regex ^[a-zA-Z0-9-_]{{1,128}}$'
        draft.invalid("spec-name", said, name_at, help="Use letters, digits, dashes and underscores, at most 128 of them.")
    if len(api["Description"].encode()) > MAX_DESCRIPTION:
        draft.invalid("spec-size", f"description longer than {MAX_DESCRIPTION}", description_at, help="Shorten the description.")


class _Decoder:
    def __init__(self, draft: Draft) -> None:
        self.draft: Final = draft
        self.source: Final = draft.source
        self.scope: Final = Scope(Surroundings(draft.source, None, runtime_references=False), None)
        self.found: list[Diagnostic] = []
        self.unvalued = 0  # values that could not be evaluated: the command says of each, too, that it is unsuitable

    def pool(self) -> dict[str, Any] | None:
        """The pool; None when none is written, or when there are faults."""
        file = parse(self.source.text, self.source.path)
        self.found += [one for one in file.diagnostics if one.severity == "error"]
        api = None if self.found else self.file(file.body)
        more = len(self.found) + self.unvalued - 1
        for number, row in enumerate(self.found):
            rule = "spec-syntax" if row.code.startswith("HCL") else "spec-type"
            place = row.span or self.source.span(0, 0)
            said = f"{range_text(self.source, place.start_offset, place.end_offset)}: {row.nomad or row.message}"
            if not number:  # the command shows the first, and counts the others
                said = f"{self.draft.prefix}{said}" + (f", and {more} other diagnostic(s)" if more else "")
            self.draft.faults.append(row.replace(code=CODES[rule], rule=rule, nomad=said))
        return None if self.found else api

    def error(self, start: int, end: int, summary: str, detail: str) -> None:
        if summary in RULES:
            self.found.append(problem(self.source, start, end, summary, detail))
        else:  # a summary that names the block
            self.found.append(Diagnostic(CODES["spec-type"], "spec-type", "error", detail, self.source.span(start, end), nomad=f"{summary}; {detail}"))

    def file(self, body: Body) -> dict[str, Any] | None:
        api = None
        seen: Block | None = None
        for item in body.items:
            if not isinstance(item, Block) or item.type != "node_pool":
                self.unexpected(item, (), ("node_pool",))
                continue
            if seen is not None:
                self.again(item, seen)
                continue
            seen = item
            if not item.labels:
                self.error(item.open, item.open + 1, "Missing name for node_pool", "All node_pool blocks must have 1 labels (name).")
            elif len(item.labels) > 1:
                extra = item.labels[1]
                self.error(extra.start, extra.end, "Extraneous label for node_pool", "Only 1 labels (name) are expected for node_pool blocks.")
            else:
                api = empty("NodePool")
                api["Name"] = item.labels[0].value
                self.draft.place("name", item.labels[0].start, item.labels[0].end)
                self.body(item.body, _POOL, ("meta", "scheduler_config"), api)
        return api

    def body(self, body: Body, attributes: Mapping[str, tuple[str, Callable[[Any], Any]]], blocks: tuple[str, ...], api: dict[str, Any]) -> None:
        seen: dict[str, Block] = {}
        for item in body.items:
            if isinstance(item, Attribute) and item.name in attributes:
                member, read = attributes[item.name]
                self.draft.place(item.name, item.start, item.end)
                api[member] = self.value(item, read, api.get(member))
            elif isinstance(item, Block) and item.type in blocks:
                if item.type in seen:
                    self.again(item, seen[item.type])
                    continue
                seen[item.type] = item
                self.draft.place(item.type, item.start, item.type_end)
                if item.labels:
                    detail = f"No labels are expected for {item.type} blocks."
                    self.error(item.labels[0].start, item.labels[0].end, f"Extraneous label for {item.type}", detail)
                elif item.type == "meta":
                    api["Meta"] = self.meta(item.body)
                else:
                    api["SchedulerConfiguration"] = scheduler = empty("NodePoolSchedulerConfiguration")
                    self.body(item.body, _SCHEDULER, (), scheduler)
            else:
                self.unexpected(item, tuple(attributes), blocks)

    def meta(self, body: Body) -> dict[str, str]:
        values: dict[str, str] = {}
        for item in body.items:
            if isinstance(item, Block):
                self.error(item.start, item.type_end, f'Unexpected "{item.type}" block', "Blocks are not allowed here.")
            else:
                value = self.value(item, to_string, None)
                if value is not None:
                    values[item.name] = value
        return values

    def value(self, item: Attribute, read: Callable[[Any], Any], otherwise: Any) -> Any:
        before = len(self.found)
        value = evaluate(item.expr, self.scope, self.found)
        if len(self.found) > before:
            self.unvalued += 1
            return otherwise
        if value is None and read is not to_bool:
            self.unvalued += 1
            self.found.append(unsuitable_null(self.source, item.expr, item.name, duration=read is _duration))
            return otherwise
        try:
            return otherwise if value is None else read(value)
        except Unsuitable as error:
            self.found.append(unsuitable(self.source, item.expr, error, item.name, value))
        except NotKnown:
            pass
        return otherwise

    def again(self, item: Block, first: Block) -> None:
        place = range_text(self.source, first.start, first.type_end)
        detail = f"Only one {item.type} block is allowed. Another was defined at {place}."
        self.error(item.start, item.type_end, f"Duplicate {item.type} block", detail)

    def unexpected(self, item: Attribute | Block, attributes: tuple[str, ...], blocks: tuple[str, ...]) -> None:
        if isinstance(item, Attribute):
            near = suggestion(item.name, attributes)
            hint = f' Did you mean "{near}"?' if near else f' Did you mean to define a block of type "{item.name}"?' if item.name in blocks else ""
            self.error(item.start, item.name_end, "Unsupported argument", f'An argument named "{item.name}" is not expected here.{hint}')
        else:
            near = suggestion(item.type, blocks)
            hint = f' Did you mean "{near}"?' if near else f' Did you mean to define argument "{item.type}"?' if item.type in attributes else ""
            self.error(item.start, item.type_end, "Unsupported block type", f'Blocks of type "{item.type}" are not expected here.{hint}')
