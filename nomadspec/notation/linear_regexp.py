"""Go's regular expressions in plain Python and linear time, where RE2 is not installed (there are no wheels of it for musl, as on Alpine).

    pattern ─Parser─► program ─Pattern.search─► threads, step by step through the text: each instruction holds at most one of them

A program is a list of instructions: (CHAR, test, next), (SPLIT, first, second), (SAVE, slot, next), (ASSERT, test, next), (MATCH,). The first thread that
matches wins, as in Go; the work is at most the size of the program times the length of the text.
"""

from __future__ import annotations

from typing import AnyStr, Generic

from nomadspec.notation.regexp_syntax import Parser, PatternError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, Final

    Instruction = tuple[Any, ...]

CHAR, SPLIT, SAVE, ASSERT, MATCH = range(5)

#: Instructions of a program, at most.
_LARGEST: Final = 20_000


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
        parser = Parser(pattern)
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
