"""Go's syntax of regular expressions, read into a tree.

    Parser("a|b+").parse() ─► ("or", [("char", test), ("repeat", ("char", test), 1, -1, True)])

Nodes: ("char", test of a character), ("assert", test of the characters before and behind), ("cat", nodes), ("or", nodes), ("save", number of the group,
node), ("repeat", node, least, most or -1, greedy). Names of scripts (`\\p{Greek}`) are not known here.
"""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    Test = Callable[[str], bool]

#: Groups inside each other, and repetitions in a count, at most.
_DEEPEST, _MOST_REPEATED = 200, 1000


class PatternError(Exception):
    """The pattern is not valid: Go's words for it, and the part of the pattern that they are about."""

    def __init__(self, words: str, argument: str) -> None:
        super().__init__(words)
        self.words = words
        self.argument = argument


class CannotTell(Exception):
    """The pattern uses what only RE2 knows."""


# --- characters

_HEXADECIMAL: Final = "0123456789abcdefABCDEF"
_PERL: Final[dict[str, Test]] = {
    "d": lambda c: "0" <= c <= "9",
    "s": lambda c: c in "\t\n\f\r ",
    "w": lambda c: c == "_" or (c.isascii() and c.isalnum()),
}
_POSIX: Final[dict[str, Test]] = {
    "alnum": lambda c: c.isascii() and c.isalnum(),
    "alpha": lambda c: c.isascii() and c.isalpha(),
    "ascii": str.isascii,
    "blank": lambda c: c in "\t ",
    "cntrl": lambda c: c < " " or c == "\x7f",
    "digit": lambda c: "0" <= c <= "9",
    "graph": lambda c: "!" <= c <= "~",
    "lower": lambda c: "a" <= c <= "z",
    "print": lambda c: " " <= c <= "~",
    "punct": lambda c: "!" <= c <= "~" and not c.isalnum(),
    "space": lambda c: c in "\t\n\v\f\r ",
    "upper": lambda c: "A" <= c <= "Z",
    "word": lambda c: c == "_" or (c.isascii() and c.isalnum()),
    "xdigit": lambda c: c in _HEXADECIMAL,
}
_ESCAPED: Final = {"a": "\a", "f": "\f", "t": "\t", "n": "\n", "r": "\r", "v": "\v"}
#: Characters that are equal to a letter without regard to case, besides its lower and upper form.
_ALSO: Final = {"k": "\u212a", "K": "\u212a", "s": "\u017f", "S": "\u017f", "å": "\u212b", "Å": "\u212b"}


def _word(character: str) -> bool:
    return bool(character) and _PERL["w"](character)


def _folded(character: str) -> str:
    """All characters that are equal to this one without regard to case."""
    forms = {character, character.lower(), character.upper(), character.lower().upper(), character.upper().lower(), _ALSO.get(character, character)}
    return "".join(form for form in forms if len(form) == 1)


def _is(character: str) -> Test:
    return character.__eq__


def _not(test: Test) -> Test:
    return lambda c: not test(c)


def _any_of(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda c: any(test(c) for test in tests)


def _without_case(test: Test) -> Test:
    return lambda c: any(test(form) for form in _folded(c))


def _between(low: str, high: str) -> Test:
    return lambda c: low <= c <= high


# --- syntax


class Parser:
    """Reads a pattern in Go's syntax (`syntax.Perl`). Flags: i without regard to case, m lines, s `.` matches a line feed, U lazy."""

    def __init__(self, pattern: str) -> None:
        self.text: Final = pattern
        self.at = 0
        self.groups = 0
        self.names: dict[str, int] = {}
        self.flags: frozenset[str] = frozenset()

    def parse(self) -> Any:
        node = self._alternatives(0)
        if self.at < len(self.text):
            raise PatternError("unexpected )", self.text)
        return node

    def _alternatives(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise PatternError("expression nests too deeply", self.text)
        flags = self.flags
        branches = [self._sequence(depth)]
        while self.text.startswith("|", self.at):
            self.at += 1
            branches.append(self._sequence(depth))
        self.flags = flags
        return branches[0] if len(branches) == 1 else ("or", branches)

    def _sequence(self, depth: int) -> Any:
        parts: list[Any] = []
        repeated = False  # whether the last part is one that was repeated
        last = ""
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            start = self.at
            mark = self.text[self.at]
            count = self._count(mark)
            if count is not None:
                least, most, end = count
                lazy = self.text.startswith("?", end)
                end += lazy
                if repeated:
                    raise PatternError("invalid nested repetition operator", last + self.text[start:end])
                if least > _MOST_REPEATED or most > _MOST_REPEATED or (0 <= most < least):
                    raise PatternError("invalid repeat count", self.text[start:end])
                if not parts:
                    raise PatternError("missing argument to repetition operator", self.text[start:end])
                self.at = end
                parts[-1] = ("repeat", parts[-1], least, most, lazy == ("U" in self.flags))
                repeated, last = True, self.text[start:end]
                continue
            repeated = False
            if self.text.startswith("(?", self.at) and self._only_flags():
                continue
            part = self._quoted() if self.text.startswith("\\Q", self.at) else [self._item(mark, depth)]
            parts += part
        return parts[0] if len(parts) == 1 else ("cat", parts)

    def _count(self, mark: str) -> tuple[int, int, int] | None:
        """Least and most repetitions (-1: no limit) and where the operator ends; None for what is not one."""
        simple = {"*": (0, -1), "+": (1, -1), "?": (0, 1)}.get(mark)
        if simple is not None:
            return (*simple, self.at + 1)
        if mark != "{":
            return None
        end = self.text.find("}", self.at)
        low, comma, high = self.text[self.at + 1 : end].partition(",")
        if end < 0 or not _is_number(low) or (high and not _is_number(high)):
            return None  # a brace
        least = int(low) if len(low) < 9 else _MOST_REPEATED + 1
        most = (int(high) if len(high) < 9 else _MOST_REPEATED + 1) if high else -1 if comma else least
        return least, most, end + 1

    def _only_flags(self) -> bool:
        """Take `(?flags)`, which holds for the rest of the group."""
        end = self.at + 2
        while end < len(self.text) and self.text[end] in "imsU-":
            end += 1
        if not self.text.startswith(")", end):
            return False
        self.flags = self._changed(self.text[self.at + 2 : end], self.text[self.at : end + 1])
        self.at = end + 1
        return True

    def _changed(self, letters: str, whole: str) -> frozenset[str]:
        on, minus, off = letters.partition("-")
        if (minus and not off) or "-" in off:
            raise PatternError("invalid or unsupported Perl syntax", whole)
        return (self.flags | set(on)) - set(off)

    def _quoted(self) -> list[Any]:
        end = self.text.find("\\E", self.at + 2)
        literal = self.text[self.at + 2 : end if end >= 0 else len(self.text)]
        self.at = end + 2 if end >= 0 else len(self.text)
        return [self._literal(character) for character in literal]

    def _literal(self, character: str) -> Any:
        if "i" in self.flags and len(forms := _folded(character)) > 1:
            return ("char", forms.__contains__)
        return ("char", _is(character))

    def _item(self, mark: str, depth: int) -> Any:
        if mark == "(":
            return self._group(depth)
        if mark == "[":
            return ("char", self._class())
        if mark == "\\":
            return self._escape()
        self.at += 1
        if mark == ".":
            return ("char", (lambda c: True) if "s" in self.flags else _not(_is("\n")))
        if mark == "^":
            return ("assert", (lambda before, _: before in ("", "\n")) if "m" in self.flags else (lambda before, _: before == ""))
        if mark == "$":
            return ("assert", (lambda _, behind: behind in ("", "\n")) if "m" in self.flags else (lambda _, behind: behind == ""))
        return self._literal(mark)

    def _group(self, depth: int) -> Any:
        start, flags = self.at, self.flags
        number = -1
        if self.text.startswith("(?", start):
            number = self._group_head(start)
        else:
            self.at += 1
            number = self._new_group()
        inner = self._alternatives(depth + 1)
        if not self.text.startswith(")", self.at):
            raise PatternError("missing closing )", self.text)
        self.at += 1
        self.flags = flags
        return inner if number < 0 else ("save", number, inner)

    def _new_group(self) -> int:
        self.groups += 1
        return self.groups

    def _group_head(self, start: int) -> int:
        """Take `(?P<name>`, `(?<name>`, `(?:` or `(?flags:`; the number of the group, -1 for one that saves nothing."""
        for opening in ("(?P<", "(?<"):
            if self.text.startswith(opening, start):
                end = self.text.find(">", start)
                if end < 0:
                    raise PatternError("invalid named capture", self.text[start:])
                name = self.text[start + len(opening) : end]
                if not name or not name.isascii() or not name.replace("_", "a").isalnum():
                    raise PatternError("invalid named capture", self.text[start : end + 1])
                number = self._new_group()
                self.names.setdefault(name, number)
                self.at = end + 1
                return number
        end = start + 2
        while end < len(self.text) and self.text[end] in "imsU-":
            end += 1
        if not self.text.startswith(":", end):
            if end >= len(self.text):
                raise PatternError("invalid or unsupported Perl syntax", self.text[start:])
            raise PatternError("invalid or unsupported Perl syntax", self.text[start : end + 1])
        self.flags = self._changed(self.text[start + 2 : end], self.text[start : end + 1])
        self.at = end + 1
        return -1

    def _escape(self) -> Any:
        following = self.text[self.at + 1 : self.at + 2]
        if following == "A":
            self.at += 2
            return ("assert", lambda before, _: before == "")
        if following == "z":
            self.at += 2
            return ("assert", lambda _, behind: behind == "")
        if following in ("b", "B"):
            self.at += 2
            inside = following == "B"
            return ("assert", lambda before, behind: (_word(before) == _word(behind)) == inside)
        test = self._shorthand()
        if test is not None:
            return ("char", test)
        return self._literal(self._character())

    def _shorthand(self) -> Test | None:
        """Take `\\d`, `\\pL` and their like."""
        letter = self.text[self.at + 1 : self.at + 2]
        if letter and letter in "dswDSW":
            self.at += 2
            test = _PERL[letter.lower()]
            test = _without_case(test) if "i" in self.flags else test
            return test if letter.islower() else _not(test)
        if letter and letter in "pP":
            return self._unicode(letter == "P")
        return None

    def _unicode(self, negative: bool) -> Test:
        start = self.at
        if self.text.startswith("{", start + 2):
            end = self.text.find("}", start)
            if end < 0:
                raise PatternError("invalid character class range", self.text[start:])
            name, self.at = self.text[start + 3 : end], end + 1
        else:
            name, self.at = self.text[start + 2 : start + 3], start + 3
        if name.startswith("^"):
            negative, name = not negative, name[1:]
        if name == "Any":
            test: Test = lambda c: True  # noqa: E731
        elif name in _CATEGORIES:
            test = lambda c: unicodedata.category(c).startswith(name)  # noqa: E731
        elif len(name) > 2 and name.isalpha():
            raise CannotTell(f"the script {name!r} of a regular expression is known only where google-re2 is installed")
        else:
            raise PatternError("invalid character class range", self.text[start : self.at])
        if "i" in self.flags:
            test = _without_case(test)
        return _not(test) if negative else test

    def _character(self) -> str:
        """Take an escape that is one character."""
        start = self.at
        letter = self.text[start + 1 : start + 2]
        if not letter:
            raise PatternError("trailing backslash at end of expression", "")
        self.at += 2
        if letter in _ESCAPED:
            return _ESCAPED[letter]
        if letter == "x":
            return self._hexadecimal(start)
        if letter in "01234567":
            if letter != "0" and not self.text[self.at : self.at + 1].isdecimal():
                raise PatternError("invalid escape sequence", self.text[start : self.at])
            digits = letter
            while len(digits) < 3 and (more := self.text[self.at : self.at + 1]) and more in "01234567":
                digits += more
                self.at += 1
            if letter != "0" and len(digits) == 1:
                raise PatternError("invalid escape sequence", self.text[start : self.at])
            return chr(int(digits, 8))
        if letter.isascii() and not letter.isalnum():
            return letter
        raise PatternError("invalid escape sequence", self.text[start : self.at])

    def _hexadecimal(self, start: int) -> str:
        if self.text.startswith("{", self.at):
            end = self.at + 1
            while self.text[end : end + 1] and self.text[end] in _HEXADECIMAL:
                end += 1
            digits = self.text[self.at + 1 : end] if self.text.startswith("}", end) else ""
            self.at = end + 1
        else:
            digits = self.text[self.at : self.at + 2]
            self.at += 2
            digits = digits if len(digits) == 2 else ""
        if not digits or any(c not in _HEXADECIMAL for c in digits) or int(digits[:9], 16) > 0x10FFFF:
            raise PatternError("invalid escape sequence", self.text[start : self.at])
        return chr(int(digits, 16))

    def _class(self) -> Test:
        start = self.at
        self.at += 1
        negative = self.text.startswith("^", self.at)
        self.at += negative
        tests: list[Test] = []
        first = True
        while first or not self.text.startswith("]", self.at):
            if self.at >= len(self.text):
                raise PatternError("missing closing ]", self.text[start:])
            first = False
            tests.append(self._class_part(start))
        self.at += 1
        test = _any_of(tests)
        return _not(test) if negative else test

    def _class_part(self, start: int) -> Test:
        if self.text.startswith("[:", self.at) and (end := self.text.find(":]", self.at)) >= 0:
            name = self.text[self.at + 2 : end]
            plain = name.removeprefix("^")
            if plain not in _POSIX:
                raise PatternError("invalid character class range", self.text[self.at : end + 2])
            self.at = end + 2
            test = _POSIX[plain]
            test = _without_case(test) if "i" in self.flags else test
            return _not(test) if name.startswith("^") else test
        if self.text.startswith("\\", self.at):
            shorthand = self._shorthand()
            if shorthand is not None:
                return shorthand
        begin = self.at
        low = high = self._class_character(start)
        if self.text.startswith("-", self.at) and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
            self.at += 1
            high = self._class_character(start)
            if high < low:
                raise PatternError("invalid character class range", self.text[begin : self.at])
        test = _is(low) if low == high else _between(low, high)
        return _without_case(test) if "i" in self.flags else test

    def _class_character(self, start: int) -> str:
        if self.at >= len(self.text):
            raise PatternError("missing closing ]", self.text[start:])
        if self.text[self.at] == "\\":
            return self._character()
        self.at += 1
        return self.text[self.at - 1]


_CATEGORIES: Final = frozenset(
    [
        "C",
        "Cc",
        "Cf",
        "Co",
        "Cs",
        "L",
        "Ll",
        "Lm",
        "Lo",
        "Lt",
        "Lu",
        "M",
        "Mc",
        "Me",
        "Mn",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Pe",
        "Pf",
        "Pi",
        "Po",
        "Ps",
        "S",
        "Sc",
        "Sk",
        "Sm",
        "So",
        "Z",
        "Zl",
        "Zp",
        "Zs",
    ]
)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
