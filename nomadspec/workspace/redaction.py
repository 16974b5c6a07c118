"""Removes the secrets of a run from its output: values of `NOMAD_VAR_…` and tokens, wherever they occur.

`jobdiff.redact` masks by the place of a value (env, templates, what is named like a credential); here values are masked that are known to be secret,
in any place: a name, a tag, an argument, an error. A document is masked as a value, before it is rendered; `rendered` is for drawings and pages whose
renderers make one text of many values, and knows how each of them writes a secret.
"""

from __future__ import annotations

from nomadspec.notation.secrecy import MASK
from nomadspec.source.record import Record
from nomadspec.workspace.masking import credentials, pattern_of, values_of_variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from re import Pattern
    from typing import Any, Final

    from nomadspec.jobdiff import JobDiff
    from nomadspec.source.styled_text import Line


class Redaction(Record):
    """Masks the secrets of a run. `plain` finds them as they are, `written` as renderers write them; None when there are none."""

    plain: Pattern[str] | None
    written: Pattern[str] | None

    def text(self, text: str) -> str:
        """One value."""
        return self.plain.sub(MASK, text) if self.plain is not None else text

    def rendered(self, text: str, mask: str = MASK) -> str:
        """A text that a renderer made; `mask` is the mask as that renderer writes it."""
        return self.written.sub(lambda _: mask, text) if self.written is not None else text

    def markdown(self, text: str) -> str:
        """A Markdown document. In prose the mask would be an HTML tag that nobody sees, in code it is shown as it is."""
        if self.written is None:
            return text
        from nomadspec.reporting.escaping import markdown, markdown_parts

        return "".join(self.rendered(part, MASK if code else markdown(MASK)) for code, part in markdown_parts(text))

    def document(self, value: Any) -> Any:
        """A JSON document: every string in it, names of members included."""
        if self.plain is None:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.document(item) for item in value]
        return {self.document(key): self.document(item) for key, item in value.items()} if isinstance(value, dict) else value

    def lines(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Styled lines."""
        if self.plain is None:
            return iter(lines)
        return ([(self.text(text), style) for text, style in line] for line in lines)

    def diff(self, diff: JobDiff) -> JobDiff:
        """The diff of a job, masked by place and by value."""
        from nomadspec.jobdiff import redact

        return redact(diff, self.text)


#: Masks nothing.
NOTHING: Final = Redaction(None, None)


def of_run(environ: Mapping[str, str], texts: Sequence[str] = (), tokens: Iterable[str] = ()) -> Redaction:
    """The redaction of a run over the jobspecs `texts`: what they hold themselves is no secret, unless it is one of the `tokens`."""
    return _of(values_of_variables(environ), texts, [*tokens, *credentials(environ)])


def of_credentials(environ: Mapping[str, str], tokens: Iterable[str] = ()) -> Redaction:
    """The redaction of what a cluster says, which may be what it was sent; all else is the state of the cluster itself."""
    return _of((), (), [*tokens, *credentials(environ)])


def _of(values: Sequence[str], texts: Sequence[str], known: Sequence[str]) -> Redaction:
    if not values and not known:
        return NOTHING
    text = "\0".join(texts)
    return Redaction(pattern_of(values, text, known), pattern_of(values, text, known, _writers()))


def _writers() -> Sequence[Callable[[str], str]]:
    """How the formats write a text."""
    from nomadspec.reporting import escaping

    return (escaping.line, escaping.html, escaping.markdown, escaping.mermaid, lambda text: escaping.dot(text)[1:-1])
