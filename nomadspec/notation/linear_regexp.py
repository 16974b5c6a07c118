"""Go's regular expressions in plain Python and linear time, where RE2 is not installed (there are no wheels of it for musl, as on Alpine).

    pattern ─_Parser─► program ─Pattern.search─► threads, step by step through the text: each instruction holds at most one of them

A program is a list of instructions: (CHAR, test, next), (SPLIT, first, second), (SAVE, slot, next), (ASSERT, test, next), (MATCH,). The first thread that
matches wins, as in Go; the work is at most the size of the program times the length of the text. Names of scripts (`\\p{Greek}`) are not known here.
"""

from __future__ import annotations

import unicodedata
from typing import AnyStr, Generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, Final

    Test = Callable[[str], bool]
    #: Of the character before and the one behind a place; "" at the ends.
    Assertion = Callable[[str, str], bool]
    Instruction = tuple[Any, ...]

CHAR, SPLIT, SAVE, ASSERT, MATCH = range(5)

#: Instructions of a program, groups inside each other, and repetitions in a count, at most.
_LARGEST, _DEEPEST, _MOST_REPEATED = 20_000, 200, 1000


class PatternError(Exception):
    """The pattern is not valid: Go's words for it, and the part of the pattern that they are about."""

    def __init__(self, words: str, argument: str) -> None:
        super().__init__(words)
        self.words = words
        self.argument = argument


class CannotTell(Exception):
    """The pattern uses what only RE2 knows."""


class Match(Generic[AnyStr]):
    """A match in a text, or in the bytes of one: the offsets of the whole, and what groups have."""

    __slots__ = ("_names", "_places", "_source")

    def __init__(self, source: AnyStr, places: tuple[int, ...], names: Mapping[str, int]) -> None:
        self._source: AnyStr = source
        self._places: Final = places
        self._names: Final = names

    def span(self) -> tuple[int, int]:
        return self._places[0], self._places[1]

    def start(self) -> int:
        return self._places[0]

    def end(self) -> int:
        return self._places[1]

    def group(self, number: int = 0) -> AnyStr | None:
        if 2 * number + 2 > len(self._places):
            raise IndexError(number)
        start, end = self._places[2 * number : 2 * number + 2]
        return self._source[start:end] if start >= 0 and end >= 0 else None

    def __getitem__(self, key: int | str) -> AnyStr | None:
        return self.group(key if isinstance(key, int) else self._names[key])


class Pattern:
    """A compiled pattern with what is used of RE2's: `search` in bytes, `groups`, `groupindex`; `search_text`, `finditer` and `sub` in texts."""

    __slots__ = ("_last", "_names", "_program", "groupindex", "groups")

    def __init__(self, pattern: str) -> None:
        parser = _Parser(pattern)
        node = parser.parse()
        self.groups: Final = parser.groups
        self._names: Final = parser.names
        self.groupindex: Final = {name.encode(): number for name, number in parser.names.items()}
        self._program: Final[list[Instruction]] = []
        self._emit(("save", 0, node))
        self._program.append((MATCH,))
        self._last: tuple[bytes, str, list[int]] = (b"", "", [0])

    @property
    def size(self) -> int:
        """The number of instructions."""
        return len(self._program)

    # --- from the tree to the program ---

    def _emit(self, node: Any) -> None:
        """Append the instructions of a node; each ends by going on to the one behind it."""
        program = self._program
        if len(program) > _LARGEST:
            raise PatternError("expression too large", "")
        kind = node[0]
        if kind == "char":
            program.append((CHAR, node[1], len(program) + 1))
        elif kind == "assert":
            program.append((ASSERT, node[1], len(program) + 1))
        elif kind == "cat":
            for part in node[1]:
                self._emit(part)
        elif kind == "save":
            program.append((SAVE, 2 * node[1], len(program) + 1))
            self._emit(node[2])
            program.append((SAVE, 2 * node[1] + 1, len(program) + 1))
        elif kind == "or":
            self._emit_alternatives(node[1])
        else:
            self._emit_repeat(*node[1:])

    def _emit_alternatives(self, parts: list[Any]) -> None:
        program = self._program
        ends = []
        for part in parts[:-1]:
            at = len(program)
            program.append(())
            self._emit(part)
            ends.append(len(program))
            program.append(())
            program[at] = (SPLIT, at + 1, len(program))
        self._emit(parts[-1])
        for end in ends:
            program[end] = (SPLIT, len(program), len(program))

    def _emit_repeat(self, inner: Any, least: int, most: int, greedy: bool) -> None:
        for _ in range(least if most >= 0 or least == 0 else least - 1):
            self._emit(inner)
        program = self._program
        if most < 0 and least == 0 and _may_be_empty(inner):
            # What matches nothing must not be tried again, nor lose to what matches more: (x+)?
            self._emit_repeat(("repeat", inner, 1, -1, greedy), 0, 1, greedy)
            return
        if most < 0:
            if least > 0:  # the last one again and again
                at = len(program)
                self._emit(inner)
                self._split(len(program), at, len(program) + 1, greedy)
            else:
                at = len(program)
                program.append(())
                self._emit(inner)
                program.append((SPLIT, at, at))
                self._put_split(at, at + 1, len(program), greedy)
            return
        starts = []
        for _ in range(most - least):
            starts.append(len(program))
            program.append(())
            self._emit(inner)
        for at in starts:
            self._put_split(at, at + 1, len(program), greedy)

    def _split(self, at: int, first: int, second: int, greedy: bool) -> None:
        self._program.append(())
        self._put_split(at, first, second, greedy)

    def _put_split(self, at: int, first: int, second: int, greedy: bool) -> None:
        self._program[at] = (SPLIT, first, second) if greedy else (SPLIT, second, first)

    # --- matching ---

    def search_text(self, text: str, at: int = 0) -> Match[str] | None:
        """The leftmost match that begins at the character `at` or behind."""
        found = self._run(text, at)
        return None if found is None else Match(text, found, self._names)

    def finditer(self, text: str) -> Iterator[Match[str]]:
        """All matches that do not overlap, from left to right."""
        at = 0
        while at <= len(text) and (match := self.search_text(text, at)) is not None:
            yield match
            at = match.end() + (match.start() == match.end())

    def sub(self, replacement: Callable[[Match[str]], str], text: str) -> str:
        """The text with each match replaced."""
        parts, at = [], 0
        for match in self.finditer(text):
            parts += [text[at : match.start()], replacement(match)]
            at = match.end()
        return "".join([*parts, text[at:]])

    def search(self, source: bytes, at: int = 0) -> Match[bytes] | None:
        """The leftmost match that begins at the byte `at` or behind."""
        if self._last[0] is not source:
            text = source.decode("utf-8", "replace")
            offsets = [0]
            for character in text:
                offsets.append(offsets[-1] + len(character.encode("utf-8", "replace")))
            self._last = (source, text, offsets)
        _, text, offsets = self._last
        from bisect import bisect_left

        found = self._run(text, bisect_left(offsets, at))
        return None if found is None else Match(source, tuple([offsets[place] if place >= 0 else -1 for place in found]), self._names)

    def _run(self, text: str, start: int) -> tuple[int, ...] | None:
        program = self._program
        nothing = (-1,) * (2 * self.groups + 2)
        threads: list[tuple[int, tuple[int, ...]]] = []
        found: tuple[int, ...] | None = None
        for place in range(start, len(text) + 1):
            before = text[place - 1] if place else ""
            behind = text[place] if place < len(text) else ""
            ready: list[tuple[int, tuple[int, ...]]] = []
            seen: set[int] = set()
            for pc, places in threads:
                self._follow(pc, places, place, before, behind, ready, seen)
            if found is None:
                self._follow(0, nothing, place, before, behind, ready, seen)
            threads = []
            for pc, places in ready:
                instruction = program[pc]
                if instruction[0] == MATCH:
                    found = places
                    break  # threads of less priority are out
                if behind and instruction[1](behind):
                    threads.append((instruction[2], places))
            if not threads and found is not None:
                break
        return found

    def _follow(self, pc: int, places: tuple[int, ...], place: int, before: str, behind: str, ready: list[tuple[int, tuple[int, ...]]], seen: set[int]) -> None:
        """Add what the thread comes to without reading a character, in the order of priority."""
        program = self._program
        waiting = [(pc, places)]
        while waiting:
            pc, places = waiting.pop()
            if pc in seen:
                continue
            seen.add(pc)
            instruction = program[pc]
            kind = instruction[0]
            if kind == SPLIT:
                waiting += ((instruction[2], places), (instruction[1], places))
            elif kind == SAVE:
                slot = instruction[1]
                waiting.append((instruction[2], (*places[:slot], place, *places[slot + 1 :])))
            elif kind == ASSERT:
                if instruction[1](before, behind):
                    waiting.append((instruction[2], places))
            else:
                ready.append((pc, places))


def _may_be_empty(node: Any) -> bool:
    """Whether the node matches the empty text."""
    kind = node[0]
    if kind == "cat":
        return all(map(_may_be_empty, node[1]))
    if kind == "or":
        return any(map(_may_be_empty, node[1]))
    if kind == "repeat":
        return node[2] == 0 or _may_be_empty(node[1])
    return kind == "assert" or (kind == "save" and _may_be_empty(node[2]))


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


class _Parser:
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
