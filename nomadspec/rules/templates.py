"""The text of a `template` block parsed once: what it reads, or why Nomad's template engine refuses it; read by the rules of templates.

A text that comes from a file on the client (`source`) is not known here: such a template has no findings. Lines of the text are made places in the
jobspec where the text was written out as a heredoc.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from nomadspec._generated.job_model import Template as TemplateBlock
    from nomadspec.notation.template import Dependency, Template, TemplateError
    from nomadspec.notation.template.nodes import Node
    from nomadspec.notation.template.reads import Call
    from nomadspec.rules.rule import Visit
    from nomadspec.source import Source, Span

#: Integrations whose data changes while the task runs.
LIVE = frozenset(("consul", "vault", "nomad"))


class Text:
    """A template's text: `template` where it parses, else `error`; both None where there is nothing to parse."""

    __slots__ = ("_calls", "_dependencies", "data", "error", "template")

    def __init__(self, data: str, template: Template | None, error: TemplateError | None) -> None:
        self.data: Final = data
        self.template: Final = template
        self.error: Final = error
        self._dependencies: list[Dependency] | None = None
        self._calls: list[Call] | None = None

    @property
    def dependencies(self) -> list[Dependency]:
        """Every read in the text, whether it would be reached or not."""
        if self._dependencies is None:
            from nomadspec.notation.template import dependencies

            self._dependencies = dependencies(self.template) if self.template is not None else []
        return self._dependencies

    def live(self) -> list[Dependency]:
        """The reads whose answer changes while the task runs."""
        return [dependency for dependency in self.dependencies if dependency.integration in LIVE]

    def calls(self) -> list[Call]:
        """Every call of a function."""
        if self._calls is None:
            from nomadspec.notation.template.reads import calls

            self._calls = list(calls(self.template)) if self.template is not None else []
        return self._calls


def text_of(visit: Visit, block: TemplateBlock | None = None) -> Text:
    """The text of the visited template, or of `block`."""
    block = visit.block if block is None else block
    key = ("template", id(block))
    memo = visit.subject.memo
    if key not in memo:
        memo[key] = _parse(block)
    found: Text = memo[key]
    return found


def _parse(block: TemplateBlock) -> Text:
    data = block.data or ""
    left, right = block.left_delimiter or "{{", block.right_delimiter or "}}"
    if left not in data:
        return Text(data, None, None)
    from nomadspec.notation.template import TemplateError, parse

    try:
        return Text(data, parse(data, left, right), None)
    except TemplateError as error:
        return Text(data, None, error)


def line_of(block: TemplateBlock, line: int) -> Span | str:
    """The place of a line (from 1) of the text: its own when the text is a heredoc without interpolation, else the attribute."""
    from nomadspec.hcl import ast

    origin = block.get("origin")
    attribute = origin.attributes.get("data") if origin is not None else None
    if origin is None or attribute is None or not isinstance(attribute.expr, ast.Literal) or attribute.expr.style != "heredoc":
        return "data"
    source: Source = origin.source
    start = source.text.find("\n", attribute.expr.start) + 1
    for _ in range(line - 1):
        end = source.text.find("\n", start)
        if end < 0 or end + 1 >= attribute.expr.end:
            break
        start = end + 1
    end = source.text.find("\n", start)
    written = source.text[start : end if end >= 0 else None].rstrip()
    indent = len(written) - len(written.lstrip())
    if not 0 < start < attribute.expr.end:
        return "data"
    return source.span(start + indent, start + max(len(written), indent + 1)) if written else source.span(start, start)


def within(node: Node) -> Iterator[Node]:
    """The node and everything inside."""
    from nomadspec.notation.template.nodes import children

    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def at_top(template: Template, *, plain: bool = False) -> Iterator[Node]:
    """Every node whose cursor is the template's own data (nothing): not inside `with` and `range`; with `plain`, not inside `if` either."""
    from nomadspec.notation.template.nodes import Control, children

    waiting = list(reversed(template.body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Control):
            waiting.extend(reversed(children(node)))
            continue
        inside: tuple[Node, ...] = () if plain or node.keyword != "if" else node.body
        waiting.extend(reversed((node.pipeline, *inside, *(() if plain else node.otherwise or ()))))
