"""Files that are templates of another tool (nomad-pack, Levant, Jinja): they have to be rendered before Nomad can read them.

Such a file gives a shower of syntax errors that say nothing; one finding that names the cause replaces them.
"""

from __future__ import annotations

from nomadspec.rules.registry import FOREIGN_TEMPLATE
from nomadspec.source import Diagnostic, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

#: Characters that are searched for one: what is not closed is looked for to the end each time.
_LOOKED_AT = 32_768

_MARKS = (("[[", "]]", "nomad-pack or Levant"), ("{{", "}}", "Go's template engine or Jinja"), ("{%", "%}", "Jinja"))


def instead_of_errors(diagnostics: Sequence[Diagnostic], text: str, path: str) -> Sequence[Diagnostic]:
    """The diagnostics as they are, or one in their place when the text is another tool's template and does not parse."""
    if not any(d.code.startswith("HCL") and d.severity == "error" for d in diagnostics):
        return diagnostics
    found = _first_mark(text)
    if found is None:
        return diagnostics
    start, end, tool = found
    return (
        Diagnostic(
            FOREIGN_TEMPLATE.code,
            FOREIGN_TEMPLATE.name,
            "error",
            f"this is a template for {tool}, not yet a jobspec",
            Source(text, path).span(start, end),
            help="Render it first, and lint what comes out; or exclude it with extend-exclude.",
            url=FOREIGN_TEMPLATE.url,
        ),
    )


def _first_mark(text: str) -> tuple[int, int, str] | None:
    """The first action of a foreign template outside strings, comments and heredocs."""
    if not any(opening in text for opening, _, _ in _MARKS):
        return None
    import re

    # Of two brackets only those of an action: a list of lists begins with them, too.
    action = r"(?P<action>\[\[(?=-?\s*(?:[.$(/]|(?:if|else|end|range|with|define|template|block|var|meta|[a-zA-Z_]\w*\s+[\w.$\"(])))|\{\{|\{%)"
    skipped = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|//[^\n]*|/\*.*?\*/|<<-?([\w-]+)[ \t]*\n.*?\n[ \t]*\1[ \t]*(?=\n|$)|' + action, re.S)
    for match in skipped.finditer(text[:_LOOKED_AT]):
        if match["action"]:
            closing, tool = next((closing, tool) for opening, closing, tool in _MARKS if opening == match["action"])
            end = text.find(closing, match.start())
            if end >= 0 and "\n\n" not in text[match.start() : end]:
                return match.start(), end + 2, tool
    return None
