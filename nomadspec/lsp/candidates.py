"""Names and values that completion offers: those of the file itself, of the language, of nodes, of the user's state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import CompletionItemKind

from nomadspec.lsp.bindings import naming
from nomadspec.lsp.schema_at import field_of, place_of
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from dataclasses import KW_ONLY
    from typing import Final

    from nomadspec.lsp.bindings import Occurrence
    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.findings import Workbench
    from nomadspec.lsp.outline import Entry, Region

#: Arguments whose values are those of nodes: block type and argument → the attribute of a node.
_STATE_VALUES: Final = {("Job", "datacenters"): "datacenter", ("Job", "node_pool"): "pool"}
#: Nodes of a state that are looked at.
_MOST_NODES: Final = 2_000


class Candidate(Record):
    """One thing that can be inserted. `order` goes before the label when candidates are sorted; `snippet`: the text has places to fill in."""

    label: str
    text: str
    kind: CompletionItemKind
    _: KW_ONLY
    detail: str = ""
    documentation: str = ""
    order: str = "1"
    deprecated: bool = False
    snippet: bool = False

    def quoted(self) -> Candidate:
        return Candidate(self.label, f'"{self.text}"', self.kind, detail=self.detail, documentation=self.documentation, order=self.order)


def expression_names(document: Document, path: str) -> Iterator[Candidate]:
    """Variables, locals and functions; all with the dots that are typed already."""
    for found in document.bindings:
        if found.defines and found.kind in ("variable", "local"):
            name = f"{'var' if found.kind == 'variable' else 'local'}.{found.name}"
            yield Candidate(name, name, CompletionItemKind.Variable, order="0")
    if "." in path:
        return
    from nomadspec.evaluation.functions import FUNCTIONS
    from nomadspec.schema.documentation import of_function

    for name in FUNCTIONS:
        signature, text = of_function(name)
        yield Candidate(name, f"{name}($0)", CompletionItemKind.Function, detail=signature, documentation=text, order="3", snippet=True)


def runtime_names(document: Document, block: Entry, path: str) -> Iterator[Candidate]:
    """What a client or the scheduler replaces, where that is valid: variables of tasks only inside of groups."""
    from nomadspec.schema.attributes import ATTRIBUTES, NODE_TARGETS
    from nomadspec.schema.documentation import of_name
    from nomadspec.schema.task_variables import ALLOCATION, PORT_AS_WRITTEN, PORT_CLEANED, TASK

    place = place_of(block)
    names = [*(f"attr.{key}" for key in ATTRIBUTES), *NODE_TARGETS]
    chain = [entry.name for entry in block.chain()]
    if place.type not in ("Constraint", "Affinity", "Spread"):
        if "task" in chain:
            names += TASK
        elif "group" in chain:
            names += ALLOCATION
        labels = [found.name for found in _own(document, block, "port")]
        if "group" in chain:
            names += [f"{start}{label}" for start in (*PORT_CLEANED, *PORT_AS_WRITTEN) for label in labels]
    for name in sorted(names):
        yield Candidate(name, name, CompletionItemKind.Constant, documentation=of_name(name), order="2" if name.startswith("attr.") else "1")


def string_values(document: Document, block: Entry, argument: Entry | None, region: Region | None, bench: Workbench) -> Iterator[Candidate]:
    """What can be the value of an argument: for a string without its quotes, for others as it is written."""
    if argument is None:
        return
    place, name = place_of(block), argument.name
    kind = CompletionItemKind.EnumMember
    if place.driver:
        option = place.options.get(name)
        if option is not None:
            yield from (Candidate(value, value, kind, order="0") for value in option.allowed)
            if option.type == "bool":
                yield from _booleans()
        if name == "ports":
            yield from (Candidate(found.name, found.name, CompletionItemKind.Reference, order="0") for found in _own(document, block, "port"))
        return
    field = field_of(place, name)
    if field is not None:
        yield from (Candidate(value, value, kind, order="0") for value in field.values)
    if place.type == "Task" and name == "driver":
        from nomadspec.schema.documentation import of_option
        from nomadspec.schema.drivers import DRIVERS

        yield from (Candidate(driver, driver, kind, documentation=of_option(driver), order="0") for driver in DRIVERS)
    if name in ("kill_signal", "change_signal"):
        from nomadspec.schema.attributes import SIGNALS

        yield from (Candidate(signal, signal, kind, order="0") for signal in sorted(SIGNALS))
    yield from _named(document, block, place.type, name)
    if place.type in ("Constraint", "Affinity", "Spread") and name == "attribute":
        yield from (
            Candidate(found.label, f"${{{found.label}}}", found.kind, documentation=found.documentation) for found in runtime_names(document, block, "")
        )
    yield from _of_state(block, place.type, name, bench)
    if field is not None and field.type == "bool" and region is None:
        yield from _booleans()


def _booleans() -> Iterator[Candidate]:
    yield from (Candidate(word, word, CompletionItemKind.Keyword, order="0") for word in ("true", "false"))


def _named(document: Document, block: Entry, type_: str, name: str) -> Iterator[Candidate]:
    """Names of ports, volumes, tasks and services of the file."""
    kind = naming(type_, name)
    if kind is not None:
        seen = dict.fromkeys(found.name for found in _own(document, block, kind))
        yield from (Candidate(label, label, CompletionItemKind.Reference, order="0") for label in seen)


def _own(document: Document, block: Entry, kind: str) -> list[Occurrence]:
    """The definitions of a kind that a block sees."""
    group = next((entry.start for entry in block.chain() if entry.name == "group"), 0)
    return [found for found in document.bindings if found.defines and found.kind == kind and found.scope in (0, group)]


def _of_state(block: Entry, type_: str, name: str, bench: Workbench) -> Iterator[Candidate]:
    """Values that nodes of the user's state have: datacenters, pools, and those of the attribute that a constraint is about."""
    if bench.state is None:
        return
    from itertools import islice

    from nomadspec.interpolation.names import node_names

    nodes = list(islice(bench.state.nodes.values(), _MOST_NODES))
    values: set[str] = set()
    if (type_, name) in _STATE_VALUES:
        values = {getattr(node, _STATE_VALUES[type_, name]) for node in nodes}
    elif type_ in ("Constraint", "Affinity") and name == "value":
        about = (block.text_of("attribute") or "").removeprefix("${").removesuffix("}")
        values = {value for node in nodes if (value := node_names(node.raw, "").get(about))} if about else set()
    for value in sorted(filter(None, values))[:200]:
        yield Candidate(value, value, CompletionItemKind.Value, detail="in the state", order="0")
