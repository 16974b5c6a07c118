"""Every token of a text, none left out: the exact lexer.

Nothing here raises and nothing is lost: the texts of `tokens(text)` join to the text, blanks and comments included. It is the
lexer of everything that looks at a text closely: error messages, formatting, editors. Valid files are compiled through the fast
lexer (`hcl/fast/lexer.py`), which makes larger tokens; a test holds the two to one syntax tree.

The modes of the language form a stack. `main` is code; `quote` is inside `"…"`; `heredoc` is inside `<<MARK`; `${` and `%{` push
`main` again, and the `}` at the same brace depth pops it. A token kind is an upper case word, or the operator's own text:

    SPACE COMMENT NEWLINE IDENT NUMBER EOF            a `#` comment holds its line end
    OQUOTE QLIT QNEWLINE CQUOTE                       quoted string; QNEWLINE is a (wrong) line end in it
    OHEREDOC HLIT CHEREDOC                            HLIT: up to a line's end or the next `${`; OHEREDOC holds its line end
    INTERP CONTROL SEQEND                             `${` `${~`   `%{` `%{~`   `}` `~}`
    { } [ ] ( )  = == …                               themselves
    INVALID BADUTF8                                   a character with no meaning; a byte that is not UTF-8 (a lone surrogate in Python)
"""

from __future__ import annotations

from nomadspec.hcl.string_values import WHITE_SPACE
from nomadspec.source.patterns import DOTALL, VERBOSE, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

BYTE_ORDER_MARK = "\ufeff"

_MAIN = pattern(
    r"""
      (?P<SPACE>[ \t]++)
    | (?P<WORD>(?:[A-Za-z_]|[^\x00-\x7f\ud800-\udfff])(?:[A-Za-z0-9_\-]++|[^\x00-\x7f\ud800-\udfff])*+)
    | (?P<NUMBER>[0-9]++(?:\.*+(?:[0-9]++|[eE][+-]?[0-9]++))*+)
    | (?P<COMMENT>(?:\#|//)[^\n]*+\n?+ | /\*(?s:.*?)\*/)
    | (?P<NEWLINE>\r?\n)
    | (?P<OHEREDOC><<-?(?P<MARK>(?:[A-Za-z_]|[^\x00-\x7f\ud800-\udfff])(?:[A-Za-z0-9_\-]++|[^\x00-\x7f\ud800-\udfff])*+)\r?\n)
    | (?P<OQUOTE>")
    | (?P<SEQEND>~\})
    | (?P<OP>==|!=|<=|>=|&&|\|\||\.\.\.|=>|::|[-!%&()*+,./:;<=>?\[\]^`{|}~'])
    | (?P<BADUTF8>[\ud800-\udfff])
    | (?P<INVALID>.)
    """,
    VERBOSE | DOTALL,
)
_NUMBER = pattern(r"[0-9]++(?:\.([0-9]*+))?+(?:[eE]([+-]?[0-9]++))?+")
_MAX_EXPONENT = 2**31 - 1
_QUOTE = pattern(
    r"""
      (?P<QLIT>(?:[^"\\$%\r\n\ud800-\udfff]++|\$\$\{|%%\{|[$%](?!\{|\Z)|\\[^\r\n\ud800-\udfff])++)
    | (?P<CQUOTE>")
    | (?P<INTERP>\$\{~?+)
    | (?P<CONTROL>%\{~?+)
    | (?P<QNEWLINE>[\r\n]++)
    | (?P<BADUTF8>[\ud800-\udfff])
    | (?P<INVALID>.)
    """,
    VERBOSE | DOTALL,
)
_HEREDOC = pattern(
    r"""
      (?P<INTERP>\$\{~?+)
    | (?P<CONTROL>%\{~?+)
    | (?P<HLIT>(?:[^$%\r\n\ud800-\udfff]++|\$\$\{|%%\{|[$%](?!\{|\Z))*+(?:\r?\n)|(?:[^$%\r\n\ud800-\udfff]++|\$\$\{|%%\{|[$%](?!\{|\Z))++)
    | (?P<BADUTF8>[\ud800-\udfff])
    | (?P<INVALID>(?s:.+))
    """,
    VERBOSE,
)
_TEMPLATE = pattern(
    r"""
      (?P<INTERP>\$\{~?+)
    | (?P<CONTROL>%\{~?+)
    | (?P<HLIT>(?:[^$%\ud800-\udfff]++|\$\$\{|%%\{|[$%](?!\{))++)
    | (?P<BADUTF8>[\ud800-\udfff])
    """,
    VERBOSE | DOTALL,
)


class Token:
    """A piece of a text: `kind`, its place as character offsets, and the characters themselves."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, start: int, end: int, text: str) -> None:
        self.kind: Final = kind
        self.start: Final = start
        self.end: Final = end
        self.text: Final = text

    def __repr__(self) -> str:
        return f"Token({self.kind}, {self.start}, {self.text!r})"


def is_identifier(text: str) -> bool:
    """Whether `text` is one identifier: Unicode letters, digits, `_` and `-`, not starting with a digit or dash."""
    return text[:1] != "-" and text.replace("-", "_").isidentifier()


def is_number(text: str) -> bool:
    """Whether a NUMBER token has a value: not two points or exponents, and an exponent that a big float has room for."""
    m = _NUMBER.fullmatch(text)
    if m is None:
        return False
    exponent = m[2]
    return exponent is None or (len(exponent) < 20 and abs(int(exponent) - len(m[1] or "")) < _MAX_EXPONENT)


def identifier_end(text: str, start: int, end: int) -> int:
    """Where the identifier that starts at `start` ends, at most `end`; `start` itself when there is none."""
    found = text[start:end]
    if found.isascii() or is_identifier(found):  # what the pattern finds in ASCII is one
        return end
    return _letters_end(text, start, end)


def _letters_end(text: str, start: int, end: int) -> int:
    """The same letter by letter."""
    at = start
    if not (text[at : at + 1].isidentifier()):
        return at
    at += 1
    while at < end and (text[at] == "-" or ("a" + text[at]).isidentifier()):
        at += 1
    return at


def tokens(text: str) -> list[Token]:
    """All tokens of `text` in order, ending with an empty EOF; their texts join to `text`."""
    return list(_scan(text, "main"))


def tokens_up_to(text: str, most: int) -> list[Token] | None:
    """The same without blanks; None for a text that has more than `most`."""
    if len(text) < most:
        return list(_scan(text, "main", blanks=False))
    found: list[Token] = []
    for token in _scan(text, "main", blanks=False):
        found.append(token)
        if len(found) > most:
            return None
    return found


def each_token(text: str) -> Iterator[Token]:
    """The same one by one, for readers that keep none."""
    return _scan(text, "main")


def template_tokens(text: str) -> list[Token]:
    """The tokens of a text that is one template, as the inside of a string of HCL's JSON syntax is."""
    return list(_scan(text, "template"))


def repaired_tokens(text: str, found: list[Token] | None = None) -> list[Token]:
    """The tokens of a text with errors, as it was probably meant: a quoted string ends at its line end at the latest. `found`: those as they are, without blanks;
    then there are none in the answer, too."""
    if found is not None and all(token.kind != "QNEWLINE" for token in found):
        return found
    return list(_scan(text, "main", repair=True, blanks=found is None))


class _Heredoc:
    __slots__ = ("line_start", "marker")

    def __init__(self, marker: str) -> None:
        self.marker = marker
        self.line_start = True


def _scan(text: str, mode: str, *, repair: bool = False, blanks: bool = True) -> Iterator[Token]:
    at, size = 0, len(text)
    if text.startswith(BYTE_ORDER_MARK):
        yield Token("SPACE", 0, 1, BYTE_ORDER_MARK)
        at = 1
    # `modes` holds what to go back to; `seams` the brace depth at which each open `${` began.
    modes: list[str] = []
    heredocs: list[_Heredoc] = []
    seams: list[int] = []
    braces = 0
    # Where a run of letters ends that is no identifier as a whole: to find it again from each letter would take the square of its length.
    run = 0
    main, quote, heredoc = _MAIN.match, _QUOTE.match, _HEREDOC.match
    while at < size:
        start = at
        if mode == "main":
            if at < run and (text[at] == "_" or text[at].isalpha() or text[at] > "\x7f"):
                at = _letters_end(text, start, run)
                kind, at = ("IDENT", at) if at > start else ("INVALID", start + 1)
                yield Token(kind, start, at, text[start:at])
                continue
            m = main(text, at)
            assert m is not None
            kind = m.lastgroup or "INVALID"
            at = m.end()
            if kind == "SPACE" and not blanks:
                continue
            if kind == "OP":
                kind = m.group()
                if kind == "{":
                    braces += 1
                elif kind == "}":
                    if seams and seams[-1] == braces:
                        kind = "SEQEND"
                        seams.pop()
                        mode = modes.pop()
                    braces -= 1
            elif kind == "WORD":
                at = identifier_end(text, start, at)
                kind = "IDENT"
                if at < m.end():
                    run = m.end()
                if at == start:
                    kind, at = "INVALID", start + 1
            elif kind == "OQUOTE":
                modes.append(mode)
                mode = "quote"
            elif kind == "OHEREDOC":
                marker = m.group("MARK")
                if is_identifier(marker):
                    modes.append(mode)
                    heredocs.append(_Heredoc(marker))
                    mode = "heredoc"
                else:
                    kind, at = "<", start + 1
            elif kind == "SEQEND":
                if seams and seams[-1] == braces:
                    seams.pop()
                    mode = modes.pop()
                braces -= 1
            yield Token(kind, start, at, text[start:at])
            continue
        if mode == "heredoc":
            m = heredoc(text, at)
            assert m is not None
            kind = m.lastgroup or "INVALID"
            at = m.end()
            doc = heredocs[-1]
            if kind == "HLIT":
                if text[at - 1] == "\n":
                    if doc.line_start and text[start:at].strip(WHITE_SPACE) == doc.marker:
                        at -= 2 if text[at - 2 : at - 1] == "\r" else 1
                        kind = "CHEREDOC"
                        heredocs.pop()
                        mode = modes.pop()
                    doc.line_start = True
                else:
                    doc.line_start = False
        elif mode == "quote":
            m = quote(text, at)
            assert m is not None
            kind = m.lastgroup or "INVALID"
            at = m.end()
            if kind == "CQUOTE":
                mode = modes.pop()
            elif kind == "QNEWLINE" and repair:
                # Out of every string that began on this line, and of what is open in it.
                while mode == "quote" or "quote" in modes:
                    mode = modes.pop()
                    if mode in ("quote", "heredoc"):
                        braces = seams.pop() - 1
                yield Token("QNEWLINE", start, at, text[start:at])
                yield Token("CQUOTE", at, at, "")
                yield Token("NEWLINE", at, at, "")
                continue
        else:
            m = _TEMPLATE.match(text, at)
            assert m is not None
            kind = m.lastgroup or "INVALID"
            at = m.end()
        if kind in ("INTERP", "CONTROL"):
            if mode == "heredoc":
                heredocs[-1].line_start = False
            braces += 1
            seams.append(braces)
            modes.append(mode)
            mode = "main"
        yield Token(kind, start, at, text[start:at])
    yield Token("EOF", size, size, "")
