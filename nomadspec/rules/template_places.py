"""Places in the text of a template as places in the jobspec, where the text was written out there, or in the file that `file()` read it from.

Exact to the character in a file, a heredoc or a quoted string; to the line, or up to the column of an interpolation, where the heredoc has `${…}`. A text that
comes from elsewhere (another function, a variable, a local) has no places: the attribute is reported instead.
"""

from __future__ import annotations

from nomadspec.source.patterns import DOTALL, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

    from nomadspec._generated.job_model import Template as TemplateBlock
    from nomadspec.hcl import ast
    from nomadspec.source import Source, Span

#: Pieces of a quoted string, and of a line of a heredoc, that stand for something else than themselves.
_QUOTED = pattern(r"\$\$\{|%%\{|\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|[^\\]", DOTALL)
_ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\", "$${": "${", "%%{": "%{"}
_HEREDOC = pattern(r"\$\$\{|%%\{|.", DOTALL)


def place(block: TemplateBlock, start: int, end: int) -> tuple[Span | None, bool]:
    """The span of characters `start` to `end` of the text, None where it has none; and whether exactly those are written there, in the jobspec."""
    written = _written(block)
    data = block.data or ""
    if written is None:
        file = _file_of(block, data)
        return (file.span(start, end), False) if file is not None else (None, False)
    source, expression = written
    if getattr(expression, "style", "") == "quoted":
        return _in_quotes(source, expression, data, start, end)
    return _in_heredoc(source, expression, data, start, end)


def _written(block: TemplateBlock) -> tuple[Source, ast.Expression] | None:
    from nomadspec.hcl import ast

    origin = block.get("origin")
    attribute = origin.attributes.get("data") if origin is not None else None
    if attribute is None or not isinstance(attribute.expr, (ast.Literal, ast.Template)) or attribute.expr.style not in ("quoted", "heredoc"):
        return None
    return origin.source, attribute.expr


def _file_of(block: TemplateBlock, data: str) -> Source | None:
    """The file that has the text and that a function of the jobspec has read, whatever way it came from there."""
    from nomadspec.source import Source

    origin = block.get("origin")
    if origin is None or origin.scope is None or not data:
        return None
    context = origin.scope.surroundings.functions
    path = next((file.path for file in context.files if file.text == data), None) if context is not None else None
    return None if path is None else Source(data, path)


def _in_quotes(source: Source, expression: ast.Expression, data: str, start: int, end: int) -> tuple[Span | None, bool]:
    inside = source.text[expression.start + 1 : expression.end - 1]
    columns = _columns(inside, data, _QUOTED)
    if columns is None or end >= len(columns):
        return None, False
    return source.span(expression.start + 1 + columns[start], expression.start + 1 + columns[end]), inside[columns[start] : columns[end]] == data[start:end]


def _columns(written: str, data: str, pieces: Pattern[str]) -> list[int] | None:
    """For each character of `data`, and its end, where it is written; shorter where what is written is not the text, None where nothing is."""
    if written == data:
        return list(range(len(data) + 1))
    columns: list[int] = []
    for match in pieces.finditer(written):
        piece = match[0]
        value = _ESCAPES.get(piece) if len(piece) > 1 else piece
        if value is None:
            value = chr(int(piece[2:], 16)) if piece[1] in "uU" else piece
        if not data.startswith(value, len(columns)):
            break
        columns += [match.start()] * len(value)
    else:
        columns.append(len(written))
    return columns or None


def _in_heredoc(source: Source, expression: ast.Expression, data: str, start: int, end: int) -> tuple[Span | None, bool]:
    first = source.text.find("\n", expression.start) + 1
    lines = source.text[first : expression.end].split("\n")[: data.count("\n")]
    if len(lines) < data.count("\n") or source.text.count("\n", first, expression.end) != data.count("\n"):
        return None, False  # an interpolation gave lines of its own
    number = min(data.count("\n", 0, start), len(lines) - 1)
    text_at = data.rfind("\n", 0, start) + 1
    text = data[text_at:].partition("\n")[0]
    line = lines[number].rstrip("\r")
    at = first + sum(len(other) + 1 for other in lines[:number])
    indent = len(line) - len(line.lstrip()) - (len(text) - len(text.lstrip()))
    columns = _columns(line[max(indent, 0) :], text, _HEREDOC) or [0]
    begin, stop = start - text_at, min(end - text_at, len(text))
    if indent >= 0 and stop < len(columns) and begin < stop:
        exact = line[indent:][columns[begin] : columns[stop]] == data[start:end]
        return source.span(at + indent + columns[begin], at + indent + columns[stop]), exact
    bare = line.lstrip()
    begin_at = at + len(line) - len(bare)
    return source.span(begin_at, at + len(line)) if bare else source.span(at, at), False
