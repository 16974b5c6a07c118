"""The text of a `template` block parsed once and run once: what it reads, why Nomad's template engine refuses it, where it fails; read by the rules of templates.

A text that comes from a file on the client (`source`) is not known here: such a template has no findings.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec._generated.job_model import Template as TemplateBlock
    from nomadspec.notation.template import Dependency, Template, TemplateError
    from nomadspec.notation.template.nodes import Field
    from nomadspec.releases import Release
    from nomadspec.rules.rule import Finding, Visit
    from nomadspec.source import Severity, Span
    from nomadspec.templates import Fault

#: Integrations whose data changes while the task runs.
LIVE = frozenset(("consul", "vault", "nomad"))


class Text:
    """A template's text: `template` where it parses, else `error`; both None where there is nothing to parse."""

    __slots__ = ("_dependencies", "_faults", "_field_of_nothing", "data", "error", "template")

    def __init__(self, data: str, template: Template | None, error: TemplateError | None) -> None:
        self.data: Final = data
        self.template: Final = template
        self.error: Final = error
        self._dependencies: list[Dependency] | None = None
        self._faults: dict[bool, tuple[Fault, ...]] = {}
        self._field_of_nothing: list[Field] | None = None

    @property
    def dependencies(self) -> list[Dependency]:
        """Every read in the text, whether it would be reached or not."""
        if self._dependencies is None:
            from nomadspec.notation.template import dependencies

            self._dependencies = dependencies(self.template) if self.template is not None else []
        return self._dependencies

    @property
    def field_of_nothing(self) -> Field | None:
        """The first field outside of `with` and `range`, where there is no data."""
        if self._field_of_nothing is None:
            found = _field_at_top(self.template) if self.template is not None else None
            self._field_of_nothing = [] if found is None else [found]
        return self._field_of_nothing[0] if self._field_of_nothing else None

    def live(self) -> list[Dependency]:
        """The reads whose answer changes while the task runs."""
        return [dependency for dependency in self.dependencies if dependency.integration in LIVE]

    def faults(self, missing_key: bool) -> tuple[Fault, ...]:
        """Where it fails whatever is read."""
        found = self._faults.get(missing_key)
        if found is None:
            from nomadspec.templates import faults

            found = self._faults[missing_key] = (
                faults(self.template, self.data, missing_key=missing_key) if self.template is not None and self._runs(self.template) else ()
            )
        return found

    def _runs(self, template: Template) -> bool:
        """Whether it can be run here: functions that only older engines have cannot."""
        from nomadspec.notation.template.functions import FUNCTIONS

        return template.functions <= FUNCTIONS.keys()


def text_of(visit: Visit, block: TemplateBlock | None = None) -> Text:
    """The text of the visited template, or of `block`."""
    block = visit.block if block is None else block
    key = ("template", id(block))
    memo = visit.subject.memo
    found: Text | None = memo.get(key)
    if found is None:
        found = memo[key] = _parse(block, visit.release)
    return found


class _Kept(dict[tuple[str, str, str, str], Text]):
    """Texts that were looked at last, by text, delimiters and release: the jobspecs of a repository share many, and nothing in one depends on the block it
    stands in. What a text becomes is as large as it is long, so their `characters` are limited, all together."""

    characters = 0

    def keep(self, key: tuple[str, str, str, str], text: Text) -> None:
        """Keep a text, unless it is long; for it all others are given up when there is no room."""
        length = len(text.data)
        if length > _LONGEST_KEPT:
            return
        if self.characters + length > _MOST_CHARACTERS:
            self.clear()
            self.characters = 0
        self[key] = text
        self.characters += length


_texts: Final = _Kept()
_MOST_CHARACTERS: Final = 500_000
_LONGEST_KEPT: Final = 20_000


def _parse(block: TemplateBlock, release: Release) -> Text:
    data = block.data or ""
    left, right = block.left_delimiter or "{{", block.right_delimiter or "}}"
    if left not in data:
        return Text(data, None, None)
    key = (data, left, right, release.text)
    found = _texts.get(key)
    if found is None:
        from nomadspec.notation.template import TemplateError, parse
        from nomadspec.notation.template.functions import functions_of

        try:
            found = Text(data, parse(data, left, right, functions_of(release)), None)
        except TemplateError as error:
            found = Text(data, None, error)
        _texts.keep(key, found)
    return found


def syntax_errors(visit: Visit) -> list[TemplateError]:
    """Why the visited template does not parse."""
    error = text_of(visit).error
    return [] if error is None else [error]


def reads(visit: Visit) -> list[Dependency]:
    """Every read of the visited template, whether it would be reached or not."""
    return text_of(visit).dependencies


def faults(visit: Visit, *kinds: str) -> list[Fault]:
    """What fails in the visited template, or is wrong in it, of some kinds (`nomadspec.templates.failures`) or of all."""
    text = text_of(visit)
    if text.template is None:
        return []
    found = text.faults(visit.block.error_on_missing_key is True)
    return [fault for fault in found if not kinds or fault.kind in kinds] if found else []


def secrets(visit: Visit) -> list[Dependency]:
    """The reads of single secrets in the visited template."""
    return [dependency for dependency in text_of(visit).dependencies if dependency.call.function == "secret"] if "secret" in (visit.block.data or "") else []


def denied_calls(visit: Visit) -> list[Fault]:
    """The calls of functions that clients refuse: by default, or those that may get the task."""
    from nomadspec.notation.template.functions import DENIED, DENIED_SINCE

    text = text_of(visit)
    if text.template is None:
        return []
    from nomadspec.rules.client_settings import all_known, clients

    found = clients(visit)
    if not all_known(found):
        denied = faults(visit, "function-denied") if not DENIED.isdisjoint(text.template.functions) else []
        return [fault for fault in denied if visit.release.has(DENIED_SINCE.get(text.data[fault.start : fault.end], ""))]
    from nomadspec.notation.template.reads import calls
    from nomadspec.templates import Fault

    return [
        Fault("function-denied", f"function `{name}` is disabled on clients that may run the task", "", offset, offset + len(name), "", True)
        for name, offset in [(call.function, call.offset) for call in calls(text.template)]
        if all(client.denies(name) for client in found)
    ]


def finding(visit: Visit, fault: Fault, *, safe: bool = True, severity: Severity | None = None) -> Finding:
    """The finding of a fault, at its place, with what to write instead as a fix."""
    from nomadspec.rules.rule import Finding
    from nomadspec.rules.template_places import place
    from nomadspec.source import Edit, Fix

    span, exact = place(visit.block, fault.start, fault.end)
    line = text_of(visit).data.count("\n", 0, fault.start) + 1
    message = fault.message if span is not None else f"{fault.message} (line {line} of the template)"
    fix = None
    origin = visit.block.get("origin")
    if fault.instead and exact and span is not None and not origin.dynamic:
        fix = Fix(f"write {fault.instead}", (Edit(origin.source.path, span.start_offset, span.end_offset, fault.instead),), safe=safe)
    return Finding(message, span or "data", help=fault.help or None, fix=fix, severity=severity)


def line_of(block: TemplateBlock, line: int) -> Span | str:
    """The place of a line (from 1) of the text where it is written out, else the attribute."""
    from nomadspec.rules.template_places import place

    data = block.data or ""
    start = 0
    for _ in range(line - 1):
        end = data.find("\n", start)
        if end < 0:
            break
        start = end + 1
    end = data.find("\n", start)
    whole = data[start : end if end >= 0 else None]
    start += len(whole) - len(whole.lstrip())
    return place(block, start, start + max(len(whole.strip()), 1))[0] or "data"


def _field_at_top(template: Template) -> Field | None:
    """The first field whose cursor is the template's own data (nothing): not inside `with` and `range`."""
    from nomadspec.notation.template.nodes import LEAVES, Control, Field, children

    waiting = list(reversed(template.body))
    while waiting:
        node = waiting.pop()
        if type(node) in LEAVES:
            if isinstance(node, Field):
                return node
        elif isinstance(node, Control):
            inside = node.body if node.keyword == "if" else ()
            waiting += reversed((node.pipeline, *inside, *(node.otherwise or ())))
        else:
            waiting += reversed(children(node))
    return None
