"""From the pieces of a quoted string or heredoc to its value: escapes, indent, `~` trimming, NFC, directives.

A template arrives as a flat list of parts in the order written. `template` does, in this order, what the language does: the
indent of a `<<-` heredoc is removed, neighbouring literal pieces are joined, directives are paired, and the result is the
simplest node: a `Literal` when nothing is to be evaluated, a `TemplateWrap` for a lone `${…}`, else a `Template`.
"""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.hcl.limits import MAX_DEPTH
from nomadspec.source.patterns import VERBOSE, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# Blanks as Go's unicode.IsSpace has them; str.isspace() would add U+001C to U+001F.
WHITE_SPACE: Final = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"

_ESCAPE = pattern(
    r"""
      (?P<simple>\\[nrt"\\])
    | (?P<hex>\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}))
    | (?P<bad>\\(?:[uU][0-9A-Fa-f]*|(?s:.)|$))
    | (?P<brace>\$\$\{|%%\{)
    """,
    VERBOSE,
)
_SIMPLE: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}

# A problem of a string or template: start, end, summary, detail, and the row of the rule table where that is not the summary.
if TYPE_CHECKING:
    Problem = tuple[int, int, str, str, str | None]


def normalize(text: str) -> str:
    """`text` in Unicode's form NFC, as every string value of the language is."""
    if text.isascii():
        return text
    from unicodedata import normalize as nfc

    return nfc("NFC", text)


def unescape(text: str, start: int, problems: list[Problem] | None = None) -> str | None:
    """The value of the inside of a quoted string that stands at offset `start`.

    Wrong escapes are added to `problems` and kept without their backslash; without such a list, the answer is None.
    """
    if "\\" not in text:
        return unescape_heredoc(text)
    pieces: list[str] = []
    at = 0
    for m in _ESCAPE.finditer(text):
        pieces.append(text[at : m.start()])
        at = m.end()
        kind = m.lastgroup
        found = m.group()
        if kind == "simple":
            pieces.append(_SIMPLE[found[1]])
            continue
        if kind == "brace":
            pieces.append(found[1:])
            continue
        detail = ""
        if kind == "hex":
            code = int(found[2:], 16)
            if code < 0xD800 or 0xDFFF < code < 0x110000:
                pieces.append(chr(code))
                continue
            detail = f"Cannot encode character U+{code:04x} in UTF-8."
        elif found[1:2] == "u":
            detail = "The \\u escape sequence must be followed by four hexadecimal digits."
        elif found[1:2] == "U":
            detail = "The \\U escape sequence must be followed by eight hexadecimal digits."
        else:
            detail = f"The symbol {go_quoted(found[1:])} is not a valid escape sequence selector."
        if problems is None:
            return None
        problems.append((start + m.start(), start + m.end(), "Invalid escape sequence", detail, None))
        pieces.append(found[1:])
    pieces.append(text[at:])
    return "".join(pieces)


_GO_ESCAPES: Final = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v", '"': '"', "\\": "\\"}


def go_quoted(text: str) -> str:
    """`text` as Go's verb %q writes it: in quotes, what cannot be seen as an escape."""
    out: list[str] = []
    for c in text:
        code = ord(c)
        if c in _GO_ESCAPES:
            out.append("\\" + _GO_ESCAPES[c])
        elif c == " " or c.isprintable():
            out.append(c)
        elif code < 0x80:
            out.append(f"\\x{code:02x}")
        else:
            out.append(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return '"' + "".join(out) + '"'


def unescape_heredoc(text: str) -> str:
    """The value of a piece of a heredoc: only `$${` and `%%{` stand for something else."""
    if "{" in text and ("$${" in text or "%%{" in text):
        return text.replace("$${", "${").replace("%%{", "%{")
    return text


class Part:
    """A part of a template while it is put together.

    `kind`: "text" (`value` its text), "interp" (`value` the expression), "if" (the condition), "for" (key, value, collection),
    or "else", "endif", "endfor".
    """

    __slots__ = ("end", "expr", "key", "kind", "name", "start", "text", "trim")

    def __init__(self, kind: str, start: int, end: int, text: str = "", expr: ast.Expression | None = None, key: str | None = None, name: str = "") -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.expr = expr  # of an interpolation, the condition of an if, the collection of a for
        self.key = key
        self.name = name
        self.trim = False  # whether `~}` ends it


def flush(text: str) -> str:
    """The text of a `<<-` heredoc that holds nothing else, without the indent its lines share."""
    lines = text.split("\n")
    least: int | None = None
    for line in lines[:-1]:
        bare = line.lstrip(WHITE_SPACE)
        if bare:
            spaces = _clusters(line[: len(line) - len(bare)])
            if least is None or spaces < least:
                least = spaces
    if not least:
        return text
    return "\n".join([line if not line.lstrip(WHITE_SPACE) else line[_first_clusters(line, least) :] for line in lines])


def remove_indent(parts: list[Part]) -> None:
    """Take the common indent from the lines of a `<<-` heredoc, in place. Only lines that begin with literal text count."""
    least: int | None = None
    adjust: list[Part] = []
    new_line = True
    for part in parts:
        if new_line:
            new_line = False
            spaces: int | None = 0
            if part.kind == "text":
                bare = part.text.lstrip(WHITE_SPACE)
                if not bare and part.text.endswith("\n"):
                    spaces = None  # a blank line neither counts nor is changed
                else:
                    spaces = _clusters(part.text[: len(part.text) - len(bare)])
                    adjust.append(part)
            if spaces is not None and (least is None or spaces < least):
                least = spaces
        if part.kind == "text" and part.text.endswith("\n"):
            new_line = True
    if not least:
        return
    for part in adjust:
        width = _first_clusters(part.text, least)
        part.text = part.text[width:]
        part.start += width


def _clusters(blank: str) -> int:
    if blank.isascii() and "\r\n" not in blank:
        return len(blank)
    from nomadspec.source.graphemes import count

    return count(blank)


def _first_clusters(text: str, number: int) -> int:
    """How many characters the first `number` grapheme clusters of `text` have."""
    head = text[: number + 1]
    if head.isascii() and "\r" not in head:
        return number
    from nomadspec.source.graphemes import split

    return sum(map(len, split(text[: 16 * (number + 1)])[:number]))


def template(parts: list[Part], flush: bool, style: str, start: int, end: int, closer: int, problems: list[Problem]) -> ast.Expression:
    """The node of a template at [start, end). `flush`: a `<<-` heredoc; `closer`: where its closing mark begins."""
    if flush:
        remove_indent(parts)
    if len(parts) > 1:
        parts = _merge(parts)
    if not parts:
        return ast.Literal("string", "", style, start, end)
    if len(parts) == 1:
        only = parts[0]
        if only.kind == "text":
            return ast.Literal("string", normalize(only.text), style, start, end)
        if only.kind == "interp":
            assert only.expr is not None
            return ast.TemplateWrap(only.expr, style, start, end)
    return ast.Template(_pair(parts, closer, end, problems), style, start, end)


def _merge(parts: list[Part]) -> list[Part]:
    result: list[Part] = []
    run: list[Part] = []
    for part in parts:
        if part.kind == "text":
            run.append(part)
            continue
        if run:
            result.append(_run(run))
            run = []
        result.append(part)
    if run:
        result.append(_run(run))
    return result


def _run(run: list[Part]) -> Part:
    if len(run) == 1:
        return run[0]
    return Part("text", run[0].start, run[-1].end, "".join([p.text for p in run]))


class _Open:
    """A directive that waits for its end."""

    __slots__ = ("head", "otherwise", "parts")

    def __init__(self, head: Part) -> None:
        self.head = head
        self.parts: list[ast.Node] = []
        self.otherwise: list[ast.Node] | None = None


def _pair(parts: list[Part], closer: int, end: int, problems: list[Problem]) -> list[ast.Node]:
    """Pair the directives of a template. A place in a message stands as `\0start,end\0`, to be written by whoever knows the lines."""
    root: list[ast.Node] = []
    stack: list[_Open] = []
    out = root
    for part in parts:
        kind = part.kind
        if kind == "text":
            out.append(ast.Text(normalize(part.text), part.start, part.end))
        elif kind == "interp":
            assert part.expr is not None
            out.append(part.expr)
        elif kind in ("if", "for"):
            if len(stack) == MAX_DEPTH:
                problems.append((part.start, part.end, "Nesting too deep", f"Directives may be nested {MAX_DEPTH} deep.", None))
                return root
            top = _Open(part)
            stack.append(top)
            out = top.parts
        elif not stack:
            detail = "The control directives within this template are unbalanced."
            problems.append((part.start, part.end, f"Unexpected {kind} directive", detail, "Unexpected directive"))
        else:
            top = stack[-1]
            head = top.head
            place = f"\0{head.start},{head.end}\0"
            if kind == "else" and head.kind == "if" and top.otherwise is None:
                out = top.otherwise = []
                continue
            if kind == "end" + head.kind:
                stack.pop()
                node: ast.Node
                assert head.expr is not None
                if head.kind == "if":
                    node = ast.IfDirective(head.expr, top.parts, top.otherwise, head.start, part.end)
                else:
                    node = ast.ForDirective(head.key, head.name, head.expr, top.parts, head.start, part.end)
            else:
                if kind == "else" and head.kind == "if":
                    detail = f"Already in the else clause for the if started at {place}."
                elif kind == "else":
                    detail = "An else clause is not expected for a for directive."
                elif head.kind == "if":
                    detail = f"Expecting an endif directive for the if started at {place}."
                else:
                    detail = f"Expecting an endfor directive corresponding to the for directive at {place}."
                problems.append((part.start, part.end, f"Unexpected {kind} directive", detail, "Unexpected directive"))
                stack.pop()
                node = ast.Text("", part.start, part.end)
            if stack:
                above = stack[-1]
                out = above.parts if above.otherwise is None else above.otherwise
            else:
                out = root
            out.append(node)
    # The innermost is reported first, then the rest as far as Nomad goes on: each open directive sees the template's end.
    for top in reversed(stack):
        name = top.head.kind
        detail = f"The {name} directive at \0{top.head.start},{top.head.end}\0 is missing its corresponding end{name} directive."
        problems.append((closer, end, "Unexpected end of template", detail, None))
    return root
