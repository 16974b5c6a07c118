"""Template text into tokens, by the rules of Go's `text/template`.

Outside of actions everything is text. An action goes from the left to the right delimiter, which may be any text, even the same on both
sides; `{{- ` and ` -}}` trim the white space of the text next to them. A comment gives no token, and white space between tokens none of its own. The tokens end
with EOF, or with an ERROR whose value is the complaint: what comes after it is never read.

A token's line is that of its first character. One pass, each character looked at a bounded number of times.
"""

from __future__ import annotations

from nomadspec.notation.go_text import code_point, quote
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern
    from typing import Final

EOF = "EOF"
ERROR = "error"
TEXT = "text"
LEFT = "left delimiter"
RIGHT = "right delimiter"
ASSIGN = "="
DECLARE = ":="
PIPE = "|"
OPEN = "("
CLOSE = ")"
CHAR = "character"
STRING = "string"
RAW_STRING = "raw string"
CHAR_CONSTANT = "character constant"
NUMBER = "number"
COMPLEX = "complex"
FIELD = "field"
VARIABLE = "variable"
IDENTIFIER = "identifier"
BOOL = "bool"
DOT = "."
#: Every other kind is a keyword, spelled as itself.
KEYWORDS = frozenset(("block", "break", "continue", "define", "else", "end", "if", "nil", "range", "template", "with"))

_SPACES = " \t\r\n"
_SPACE_RUN = pattern(r"[ \t\r\n]*")
_PLAIN = pattern(r"[A-Za-z0-9_]*")
_NUMBER = pattern(
    r"[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?"
    r"|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?"
)
#: What most of an action consists of: names (keywords, functions, fields, variables) and strings, with white space before them.
_COMMON = pattern(r'([ \t\r\n]*)(?:([.$]?[A-Za-z_][A-Za-z0-9_]*)|"(?:[^"\\\n]|\\[^\n])*")')
_IN_COMMON = frozenset(' \t\r\n.$_"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')
_NOTHING = pattern(r"(?!)")
#: What may stand right behind a name, besides the delimiter.
_BEHIND_NAMES = " \t\r\n.,|:)("
#: The kind of a name by its first character, of a word by itself.
_OF_NAMES = {".": FIELD, "$": VARIABLE}
_OF_WORDS = {**{word: word for word in KEYWORDS}, "true": BOOL, "false": BOOL}
#: From behind the opening quote to the closing one; stops before what cannot be inside.
_QUOTED = pattern(r'(?:[^"\\\n]|\\[^\n])*"')
_CONSTANT = pattern(r"(?:[^'\\\n]|\\[^\n])*'")


class Token:
    """`kind`, `value` (the text as written), `line` from 1, `offset` in characters from 0; `spaced`: white space of the action stands before it."""

    __slots__ = ("kind", "line", "offset", "spaced", "value")

    def __init__(self, kind: str, value: str, line: int, offset: int, spaced: bool = False) -> None:
        self.kind: Final = kind
        self.value: Final = value
        self.line: Final = line
        self.offset: Final = offset
        self.spaced: Final = spaced

    def __str__(self) -> str:
        """How messages show the token."""
        if self.kind == EOF or self.kind == ERROR:
            return self.value if self.kind == ERROR else "EOF"
        if self.kind in KEYWORDS or self.kind == DOT:
            return f"<{self.value}>"
        if len(self.value) > 10 or len(self.value.encode("utf-8", "surrogatepass")) > 10:
            return f"{quote(self.value[:10])}..."
        return quote(self.value)

    def __repr__(self) -> str:
        return f"Token({self.kind!r}, {self.value!r}, {self.line})"


def tokenize(text: str, left: str = "{{", right: str = "}}") -> list[Token]:
    """The tokens of `text`; an empty delimiter means its default."""
    return _Lexer(text, left or "{{", right or "}}").run()


class _Lexer:
    __slots__ = ("_counted", "_line", "_spaced", "left", "right", "text", "tokens")

    def __init__(self, text: str, left: str, right: str) -> None:
        self.text: Final = text
        self.left: Final = left
        self.right: Final = right
        self.tokens: list[Token] = []
        self._line = 1
        self._counted = 0
        self._spaced = False

    def emit(self, kind: str, start: int, end: int) -> int:
        self._add(kind, self.text[start:end], start)
        return end

    def _add(self, kind: str, value: str, start: int) -> None:
        self._line += self.text.count("\n", self._counted, start)
        self._counted = start
        self.tokens.append(Token(kind, value, self._line, start, self._spaced))
        self._spaced = False

    def error(self, message: str, start: int) -> int:
        self._add(ERROR, message, start)
        return -1

    def run(self) -> list[Token]:
        at = 0
        while at >= 0:
            at = self._text(at)
        return self.tokens

    def _text(self, start: int) -> int:
        """Text up to the next action, and that action. Gives where to go on, -1 at the end."""
        text = self.text
        at = text.find(self.left, start)
        if at < 0:
            if start < len(text):
                self.emit(TEXT, start, len(text))
            self.emit(EOF, len(text), len(text))
            return -1
        inside = at + len(self.left)
        trims = text[inside : inside + 1] == "-" and text[inside + 1 : inside + 2] in _SPACES and inside + 1 < len(text)
        line = self._line + text.count("\n", self._counted, start)
        written = text[start:at].rstrip(_SPACES) if trims else text[start:at]
        if written:
            self.tokens.append(Token(TEXT, written, line, start))
        self._line, self._counted = line + text.count("\n", start, at), at
        content = inside + 2 if trims else inside
        if text.startswith("/*", content):
            return self._comment(content)
        self.tokens.append(Token(LEFT, self.left, self._line, at))
        return self._action(content)

    def _comment(self, start: int) -> int:
        text = self.text
        close = text.find("*/", start + 2)
        if close < 0:
            return self.error("unclosed comment", start)
        at = close + 2
        delimiter, trims = self._at_right(at)
        if not delimiter:
            return self.error("comment ends before closing delimiter", start)
        at += len(self.right) + (2 if trims else 0)
        return self._skip_spaces(at) if trims else at

    def _skip_spaces(self, at: int) -> int:
        match = _SPACE_RUN.match(self.text, at)
        return match.end() if match else at

    def _at_right(self, at: int) -> tuple[bool, bool]:
        """Whether the right delimiter stands here, and whether with a trim marker before it."""
        text = self.text
        if text.startswith("-", at + 1) and text[at] in _SPACES and text.startswith(self.right, at + 2):
            return True, True
        return text.startswith(self.right, at), False

    def _right(self, at: int, trims: bool) -> int:
        start = at + 2 if trims else at
        end = self.emit(RIGHT, start, start + len(self.right))
        return self._skip_spaces(end) if trims else end

    def _action(self, at: int) -> int:
        """The tokens up to the right delimiter."""
        text, right, tokens, length = self.text, self.right, self.tokens, len(self.text)
        # What a delimiter may begin with, or be hidden in, is read character by character.
        common = _COMMON.match if right[0] not in _IN_COMMON else _NOTHING.match
        spacious = right[0] in _SPACES
        line, depth, spaced = self._line + text.count("\n", self._counted, at), 0, False
        while at < length:
            found = common(text, at)
            if found is not None:
                start, end = found.end(1), found.end()
                if start > at:
                    line += text.count("\n", at, start)
                    spaced, at = True, start
                if found.lastindex == 1:
                    tokens.append(Token(STRING, text[at:end], line, at, spaced))
                    spaced, at = False, end
                    continue
                if end == length or text[end] in _BEHIND_NAMES or text.startswith(right, end):
                    word = text[at:end]
                    tokens.append(Token(_OF_NAMES.get(word[0]) or _OF_WORDS.get(word, IDENTIFIER), word, line, at, spaced))
                    spaced, at = False, end
                    continue
            ends = trims = False
            if text[at] in _SPACES and not (spacious and self._at_right(at)[0]):
                end = self._skip_spaces(at)
                ends = trims = text.startswith("-", end) and text.startswith(right, end + 1)
                if trims:
                    end -= 1  # the last one belongs to the trim marker
                line += text.count("\n", at, end)
                spaced, at = end > at, end
                if at == length:
                    break
            if spacious:
                ends, trims = self._at_right(at)
            self._line, self._counted, self._spaced = line, at, spaced
            if ends or text.startswith(right, at):
                return self._right(at, trims) if depth == 0 else self.error("unclosed left paren", at)
            spaced = False
            character = text[at]
            if character in "()":
                depth += 1 if character == "(" else -1
                if depth < 0:
                    return self.error("unexpected right paren", at)
                at = self.emit(character, at, at + 1)
            else:
                at = self._word(at, character)
                if at < 0:
                    return at
            line = self._line + text.count("\n", self._counted, at)
        self._line, self._counted = line, at
        return self.error("unclosed action", at)

    def _word(self, at: int, character: str) -> int:
        text = self.text
        following = text[at + 1 : at + 2]
        if character == "=" or character == "|":
            return self.emit(character, at, at + 1)
        if character == ":":
            return self.emit(DECLARE, at, at + 2) if following == "=" else self.error("expected :=", at)
        if character == '"':
            return self._quoted(at, STRING, _QUOTED, "unterminated quoted string")
        if character == "'":
            return self._quoted(at, CHAR_CONSTANT, _CONSTANT, "unterminated character constant")
        if character == "`":
            end = text.find("`", at + 1)
            return self.error("unterminated raw quoted string", at) if end < 0 else self.emit(RAW_STRING, at, end + 1)
        if character == "$":
            return self._name(at, VARIABLE)
        if character == "." and following and not "0" <= following <= "9":
            return self._name(at, FIELD)
        if character in ".+-" or "0" <= character <= "9":
            return self._number(at)
        if _is_word(character):
            return self._name(at, IDENTIFIER)
        if " " <= character <= "~":
            return self.emit(CHAR, at, at + 1)
        return self.error(f"unrecognized character in action: {code_point(character)}", at)

    def _quoted(self, at: int, kind: str, closing: Pattern[str], complaint: str) -> int:
        match = closing.match(self.text, at + 1)
        return self.error(complaint, at) if match is None else self.emit(kind, at, match.end())

    def _number(self, at: int) -> int:
        text = self.text
        end, good = self._scan_number(at)
        if good and text[end : end + 1] in ("+", "-") and end < len(text):
            end, good = self._scan_number(end)
            if good and text[end - 1] == "i":
                return self.emit(COMPLEX, at, end)
            good = False
        if not good:
            return self.error(f"bad number syntax: {quote(text[at:end])}", at)
        return self.emit(NUMBER, at, end)

    def _scan_number(self, at: int) -> tuple[int, bool]:
        match = _NUMBER.match(self.text, at)
        end = match.end() if match else at
        if end < len(self.text) and _is_word(self.text[end]):
            return end + 1, False
        return end, True

    def _name(self, start: int, kind: str) -> int:
        """An identifier, a keyword, `.field`, `$variable`, `.` or `$`."""
        text, length = self.text, len(self.text)
        at = start if kind == IDENTIFIER else start + 1
        if kind != IDENTIFIER and self._at_terminator(at):
            return self.emit(VARIABLE if kind == VARIABLE else DOT, start, at)
        plain = _PLAIN.match(text, at)
        at = plain.end() if plain else at
        while at < length and _is_word(text[at]):
            at += 1
        if not self._at_terminator(at):
            return self.error(f"bad character {code_point(text[at])}", start)
        if kind == IDENTIFIER:
            kind = _OF_WORDS.get(text[start:at], IDENTIFIER)
        return self.emit(kind, start, at)

    def _at_terminator(self, at: int) -> bool:
        """Whether a name may end here."""
        return at >= len(self.text) or self.text[at] in _BEHIND_NAMES or self.text.startswith(self.right, at)


def _is_word(character: str) -> bool:
    return character == "_" or character.isalpha() or character.isdecimal()
