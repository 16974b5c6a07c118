"""Suppression comments: `# nomadspec: ignore[CODE, name] reason`.

    image = "redis:latest"  # nomadspec: ignore[docker-latest] pinned by the mirror      this line
    # nomadspec: ignore[DRV003] the batch image is rebuilt nightly                        the next line; before a block, the whole block
    # nomadspec: ignore-file[NOM] generated                                               the file

Any HCL comment will do. Codes, prefixes and names are taken; a comment without a bracket is refused (it would hide what it was not
meant to). What suppresses nothing is reported, and so is one that cannot be read. Syntax errors cannot be suppressed.
"""

from __future__ import annotations

from nomadspec.rules.registry import BAD_SUPPRESSION, SUPPRESSION_WITHOUT_REASON, UNUSED_SUPPRESSION
from nomadspec.rules.selection import cannot_be_switched_off, specificity, unknown_entries
from nomadspec.source import Diagnostic, Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

    from nomadspec.hcl import ast
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Source

_MARK = "nomadspec:"
#: Suppressions that are read in a file, and codes in all of them.
_MOST: Final = 1000
#: Unknown codes of a file for which the nearest known one is looked for.
_MOST_NEAR: Final = 20
#: Characters between a comment and a block that it is about: no more than other comments.
_CLOSE: Final = 4096
#: Lines of comments that may stand between one and what it is about.
_AHEAD: Final = 200


class Suppression:
    """One comment: the codes it names, the stretch of the file it covers, whether it has suppressed something."""

    __slots__ = ("codes", "comment_end", "comment_start", "end", "reason", "start", "used")

    def __init__(self, codes: tuple[str, ...], reason: str, comment_start: int, comment_end: int, start: int, end: int) -> None:
        self.codes: Final = codes
        self.reason: Final = reason
        self.comment_start: Final = comment_start
        self.comment_end: Final = comment_end
        self.start: Final = start
        self.end: Final = end
        self.used: set[str] = set()


def collect(source: Source, body: ast.Body, comments: Iterable[tuple[int, int]] | None = None) -> tuple[list[Suppression], list[Diagnostic]]:
    """The suppressions of a file, and what is wrong with them. Costs one search of the text when there are none.

    `comments`: where they are, for a text in another language than jobspecs (`body` then has the same shape: items with `start`, `end`, `body`).
    """
    text = source.text
    if _MARK not in text:
        return [], []
    import re

    suppressions: list[Suppression] = []
    problems: list[Diagnostic] = []
    codes_left = _MOST
    pattern = re.compile(r"nomadspec:\s*(ignore(?:-file)?|[\w-]*)\s*(?:\[([^\]\n]*)\])?[ \t]*([^\n]*)")
    for start, end in _comments(text) if comments is None else comments:
        match = pattern.search(text, start, end)
        if match is None:
            continue
        word, listed, reason = match[1], match[2], match[3].removesuffix("*/").strip()
        codes = tuple(dict.fromkeys(part.strip() for part in (listed or "").split(",") if part.strip()))
        codes_left -= max(1, len(codes))
        if codes_left < 0:
            said = f"more than {_MOST:,} codes in the suppressions of one file; this one and those after it are ignored. Use ignore-file or the configuration"
            problems.append(Diagnostic(BAD_SUPPRESSION.code, BAD_SUPPRESSION.name, "warning", said, source.span(start, end), url=BAD_SUPPRESSION.url))
            break
        if word not in ("ignore", "ignore-file") or not codes:
            what = "has no rule: write ignore[CODE]" if word in ("ignore", "ignore-file") else f"must begin with ignore or ignore-file, not {word!r}"
            problems.append(
                Diagnostic(BAD_SUPPRESSION.code, BAD_SUPPRESSION.name, "warning", f"this suppression {what}", source.span(start, end), url=BAD_SUPPRESSION.url)
            )
            continue
        begin, stop = (0, len(text) + 1) if word == "ignore-file" else _range(source, body, start, end)
        suppressions.append(Suppression(codes, reason, start, end, begin, stop))
    return suppressions, problems


def _comments(text: str) -> Iterator[tuple[int, int]]:
    from nomadspec.hcl.exact.lexer import tokens

    for token in tokens(text):
        if token.kind == "COMMENT":
            yield token.start, token.start + len(token.text.rstrip("\r\n"))


def _range(source: Source, body: ast.Body, start: int, end: int) -> tuple[int, int]:
    """What a comment covers: its own line when something stands before it, else the item that follows, else the next line."""
    text = source.text
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        stop = text.find("\n", end)
        return line, len(text) if stop < 0 else stop
    item = _next_item(body, end)
    if item is not None and item.start - end < _CLOSE and not text[end : item.start].strip().strip("#/*").strip():
        return start, item.end
    after = end
    for _ in range(_AHEAD):
        if after >= len(text):
            break
        stop = text.find("\n", after)
        stop = len(text) if stop < 0 else stop
        following = text[after:stop].strip()
        if following and not following.startswith(("#", "//", "/*")):
            inner = _item_on(body, after, stop)
            return start, inner.end if inner is not None else stop
        after = stop + 1
    return start, min(after, len(text))


def _next_item(body: ast.Body, offset: int) -> ast.Attribute | ast.Block | None:
    """The first attribute or block that starts behind `offset`, however deep."""
    for item in body.items:
        if item.start >= offset:
            return item
        inner = getattr(item, "body", None)
        if inner is not None and item.end > offset:
            return _next_item(inner, offset)
    return None


def _item_on(body: ast.Body, start: int, end: int) -> ast.Attribute | ast.Block | None:
    item = _next_item(body, start)
    return item if item is not None and item.start < end else None


def filter(diagnostics: Iterable[Diagnostic], suppressions: Sequence[Suppression]) -> list[Diagnostic]:
    """The diagnostics that no suppression covers; marks those that were used."""
    left = []
    for diagnostic in diagnostics:
        hidden = False
        if diagnostic.span is not None and not cannot_be_switched_off(diagnostic.code):
            at = diagnostic.span.start_offset
            for suppression in suppressions:
                if suppression.start <= at < suppression.end:
                    for code in suppression.codes:
                        if specificity((code,), diagnostic.code, diagnostic.rule) >= 0:
                            suppression.used.add(code)
                            hidden = True
        if not hidden:
            left.append(diagnostic)
    return left


def remarks(
    source: Source, suppressions: Iterable[Suppression], known: Iterable[tuple[str, str]], *, judge_unused: bool, idle: Sequence[tuple[str, str]] = ()
) -> list[Diagnostic]:
    """Suppressions that were not used (with a safe fix), name no rule, or give no reason. `judge_unused` is false when the file was not linted to its end;
    `idle` are the rules that did not run (not selected, for pedants, about a repository or a cluster): what names one of them is not judged."""
    pairs = list(known)
    found: list[Diagnostic] = []
    near_left = _MOST_NEAR
    for suppression in suppressions:
        span = source.span(suppression.comment_start, suppression.comment_end)

        def say(rule: Rule, message: str, fix: Fix | None = None, help: str | None = None, span: object = span) -> None:
            found.append(Diagnostic(rule.code, rule.name, rule.severity, message, span, fix=fix, help=help, url=rule.url))  # type: ignore[arg-type]

        bad = unknown_entries(suppression.codes, pairs, near_left)
        near_left = max(0, near_left - len(bad))
        for entry, near in bad:
            say(BAD_SUPPRESSION, f"unknown rule {entry!r} in a suppression", help=f"Did you mean {near}?" if near else None)
        strange = {entry for entry, _ in bad}
        unused = [code for code in suppression.codes if code not in suppression.used and code not in strange]
        unused = [entry for entry in unused if all(specificity((entry,), code, name) < 0 for code, name in idle)]
        if unused and judge_unused:
            every = len(unused) == len(suppression.codes)
            say(UNUSED_SUPPRESSION, f"unused suppression: {', '.join(unused)}", fix=_removal(source, suppression) if every else None)
        if not suppression.reason:
            say(SUPPRESSION_WITHOUT_REASON, "suppression has no reason", help="Write the reason after the bracket.")
    return found


def _removal(source: Source, suppression: Suppression) -> Fix:
    text = source.text
    line = text.rfind("\n", 0, suppression.comment_start) + 1
    stop = text.find("\n", suppression.comment_end)
    stop = len(text) if stop < 0 else stop
    if not text[line : suppression.comment_start].strip() and not text[suppression.comment_end : stop].strip():
        return Fix("remove the suppression", (Edit(source.path, line, min(stop + 1, len(text)), ""),), safe=True)
    start = suppression.comment_start
    while start > line and text[start - 1] in " \t":
        start -= 1
    return Fix("remove the suppression", (Edit(source.path, start, suppression.comment_end, ""),), safe=True)
