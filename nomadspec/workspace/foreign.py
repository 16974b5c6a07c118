"""Files that are no jobspec yet, or none at all: templates that another tool has to render first (nomad-pack, Levant, Jinja, Terraform, sed), and files of
other kinds.

Such a file gives many meaningless errors, which are replaced by one finding that names the cause. It is an error for a file that was named, and
advice for one that a search found, because a repository may contain both.

A template is told by its markers: outside of strings where the file cannot be parsed, or inside the very value that an error is about. A marker in a
string that nothing complains of is text: Nomad's own templates have the same ones.
"""

from __future__ import annotations

from nomadspec.rules.registry import FOREIGN_KIND, FOREIGN_TEMPLATE
from nomadspec.source import Diagnostic, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

    from nomadspec.rules.rule import Rule

    Mark = tuple[int, int, str]
    """Where a marker begins and ends, and whose it is."""

#: Characters that are searched for a marker: what is not closed is looked for to the end each time.
_LOOKED_AT: Final = 32_768
#: The longest marker, in characters.
_LONGEST_MARK: Final = 4096
#: A value that is longer is no single placeholder.
_LONGEST_VALUE: Final = 500

_A_SCRIPT: Final = "a script that replaces words such as __NAME__"
#: Opening, closing, whose they are.
_MARKS: Final = (
    ("[[", "]]", "nomad-pack or Levant"),
    ("{{", "}}", "Go's template engine or Jinja"),
    ("{%", "%}", "Jinja"),
    ("%{", "}", "Terraform's templatefile"),
    ("${", "}", "Terraform's templatefile"),
    ("<<", ">>", _A_SCRIPT),
)
#: Of two brackets only those of an action: a list of lists begins with them, too.
_BRACKETS: Final = r"\[\[(?=-?\s*(?:[.$(/]|(?:if|else|end|range|with|define|template|block|var|meta|[a-zA-Z_]\w*\s+[\w.$\"(])))"
#: Words for sed to replace: they are no values of Nomad's.
_WORDS: Final = r"\b__[A-Z][A-Z0-9_]*__\b|(?<=\")_[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
#: The same in brackets, which begin a heredoc where nothing closes them.
_ANGLES: Final = r"<<(?=[A-Z][A-Z0-9_]*>>)"
#: The same in the configuration of an agent, where no word stands without quotes.
_BARE_WORD: Final = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
#: Of Terraform's placeholders only names that are none of Nomad's: `count = ${var.count}` is a habit of older jobspecs.
_PLACEHOLDERS: Final = r"%\{(?=~?\s*(?:if|for|else|endif|endfor)\b)|\$\{(?=~?\s*(?!(?:var|local|attr|meta|node|env|device|NOMAD_\w*)\b)[a-zA-Z_(])"
_STRINGS: Final = r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|//[^\n]*|/\*.*?\*/|<<-?([\w-]+)[ \t]*\n.*?\n[ \t]*\1[ \t]*(?=\n|$)|'


def instead_of_errors(diagnostics: Sequence[Diagnostic], text: str, path: str, *, named: bool = True, thing: str = "a jobspec") -> Sequence[Diagnostic]:
    """The diagnostics of a text as they are, or one in their place when the text is another tool's template, or of another kind than the
    `thing` that was expected (a name of `file_kinds.KINDS`, or "HCL" for any)."""
    errors = [d for d in diagnostics if d.severity == "error"]
    if not errors:
        return diagnostics
    source = Source(text, path)
    severity = "error" if named else "info"
    mark = _first_mark(errors, text)
    if mark is not None:
        start, end, tool = mark
        help = "Render it first and lint the result, or exclude it with extend-exclude."
        return (_instead(FOREIGN_TEMPLATE, severity, f"this is a template for {tool}, not yet {thing}", source, start, end, help),)
    if thing == "HCL" or not any(d.code.startswith(("HCL", "EVA", "AGT")) for d in errors):
        return diagnostics
    from nomadspec.specs.file_kinds import KINDS, kind_of

    kind = KINDS.get(kind_of(text))
    if kind is KINDS["values"] and thing != "a jobspec":
        return diagnostics  # agents have such files, too
    if kind is not None and kind.name != thing:
        verb = "Check it with" if kind.command.startswith("nomadspec") else "Nomad reads it with"
        return (_instead(FOREIGN_KIND, severity, f"this is {kind.name}, not {thing}", source, 0, 0, f"{verb} `{kind.command}`."),)
    return _with_terraform(diagnostics, text)


def _instead(rule: Rule, severity: str, message: str, source: Source, start: int, end: int, help: str) -> Diagnostic:
    return Diagnostic(rule.code, rule.name, severity, message, source.span(start, end), help=help, url=rule.url)  # type: ignore[arg-type]


def _first_mark(errors: Iterable[Diagnostic], text: str) -> Mark | None:
    """The marker that explains the errors."""
    if "_" not in text and not any(opening in text for opening, _, _ in _MARKS):
        return None
    syntax = [d for d in errors if d.code.startswith("HCL") or d.code == "AGT001"]
    if syntax and (outside := _outside_of_strings(text)) is not None:
        return outside
    for d in errors:
        if d.span is not None and d.span.source.text == text and not d.code.startswith("TPL") and (inside := _in_value(d, text)) is not None:
            return inside
    return None


def _outside_of_strings(text: str) -> Mark | None:
    """The first action of a foreign template outside of strings, comments and heredocs."""
    import re

    for match in re.finditer(_STRINGS + rf"(?P<action>{_BRACKETS}|{_ANGLES}|\{{\{{|\{{%|{_PLACEHOLDERS})", text[:_LOOKED_AT], re.S):
        if match["action"] and (mark := _closed(text, match.start("action"), match["action"])) is not None:
            return mark
    return None


def _in_value(error: Diagnostic, text: str) -> Mark | None:
    """The marker in the value that the error is about; of a syntax error, before it on its line (a quote in the marker ends the string)."""
    import re

    span = error.span
    assert span is not None
    start, end = span.start_offset, span.end_offset
    if error.code.startswith("HCL"):
        start = text.rfind("\n", 0, start) + 1
        # Text for Nomad's own templates: the quotes of `data = "{{ key "a" }}"` are the mistake.
        if re.match(r"\s*\"?data\b", text[start:end]):
            return None
    if end - start > _LONGEST_VALUE or "\n" in text[start:end]:
        return None
    word = re.compile(_WORDS).search(text, start, end) or (re.compile(_BARE_WORD).fullmatch(text, start, end) if error.code == "AGT001" else None)
    if word is not None and (word[0][0] != "_" or word[0].endswith("__") or text.startswith('"', word.end())):
        return (*word.span(), _A_SCRIPT)
    match = re.compile(rf"{_BRACKETS}|{_ANGLES}|\{{\{{|\{{%").search(text, start, end)
    return _closed(text, match.start(), match[0]) if match is not None else None


def _closed(text: str, start: int, opening: str) -> Mark | None:
    """The marker that begins with `opening`, where it is closed in the same paragraph."""
    closing, tool = next((closing, tool) for begin, closing, tool in _MARKS if begin == opening)
    end = text.find(closing, start + len(opening), start + _LONGEST_MARK)
    return (start, end + len(closing), tool) if end >= 0 and "\n\n" not in text[start:end] else None


def _with_terraform(diagnostics: Sequence[Diagnostic], text: str) -> Sequence[Diagnostic]:
    """Placeholders in values that fail may be Terraform's, in a file that declares no variables: the help says so."""
    if "${" not in text or "variable" in text:
        return diagnostics
    import re

    bare = re.compile(r"\$\{~?\s*[a-z]\w*\s*~?\}")
    hint = "If Terraform's templatefile renders this file, lint the result."

    def hinted(d: Diagnostic) -> Diagnostic:
        span = d.span
        if d.severity != "error" or span is None or not bare.search(text, span.start_offset, min(span.end_offset, span.start_offset + _LONGEST_VALUE)):
            return d
        return d.replace(help=f"{d.help} {hint}" if d.help else hint)

    return [hinted(d) for d in diagnostics]
