"""The words of texts for users: what the glossary calls by one word is not called by another, and what people had to read twice is not written.

"use a port that is no number"      →  tests fail, and name the text with its place: "is no": is not a valid
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nomadspec.rules.registry import builtin

ROOT = Path(__file__).parent.parent

#: What is not written, and what is written instead.
AVOIDED = {
    r"(?<!there )(?<!There )\bis no (?!longer\b)": "is not, is not a valid",
    r"\b(?:that|which) (?:are|is) none\b": "is not a valid",
    r"\bhas not (?:a|an|the)\b": "does not have",
    r"\bstands?\b(?! alone)": "is",
    r"\bask(?:s|ed)? for\b": "requires, requests, uses",
    r"\bbecomes? of\b": "results",
    r"\bspeaks?\b": "supports, checks for, uses",
    r"\b[Ss]ay (?:so|why|that)\b": "report, give a reason",
    r"\b(?:is|are) (?:told|said)\b": "is reported",
    r"\blets? pass\b": "accepts",
    r"\bof run time\b": "runtime",
    r"\bpieces? of advice\b": "advice",
    r"\bwithout a word\b": "silently",
    r"\b(?:its|their) like\b": "similar",
    r"\bswallow": "silently ignores",
    r"\bis concerned\b": "this block",
    r"\bmend(?:ed|s)?\b": "fix",
    r"\b(?:is|are) judged\b": "is checked",
    r"\bfiles? of values\b": "variable file",
    r"\bfor want of\b": "because there is not enough",
    r"\b(?:everybody|whoever)\b": "anyone who",
    r"\bgone after\b": "removed after",
    r"\bis played\b|\bare played\b|\bnot played\b": "is simulated, is run",
    r"\bthe same is true\b": "this also applies",
}


#: What Nomad itself writes, in the words that it has.
NOMADS = re.compile(r"Task can only ask for|Name asked for 'key'")

#: Figures and the jobspecs they come from, written by hand beside a measurement.
MEASURED = {"noise.md"}


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of the strings of a module that have several words: no docstrings, and none that describe a field. Holes are `{}`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in parts | documents:
            continue
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count(" ") > 1:
            yield node.lineno, node.value


def texts_of_modules() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "nomadspec").rglob("*.py")):
        if "_generated" not in path.parts:
            for line, text in literals(path):
                yield f"{path.relative_to(ROOT)}:{line}", text


def texts_of_pages() -> Iterator[tuple[str, str]]:
    """Manual pages and guides. The changelog is not among them: what it says of a release stays as it was."""
    for rule in builtin():
        if rule.module:
            yield f"page of {rule.code}", ast.get_docstring(ast.parse((ROOT / (rule.module.replace(".", "/") + ".py")).read_text(encoding="utf-8"))) or ""
    for page in (ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        if page.name in MEASURED:
            continue
        for number, text in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
            yield f"{page.name}:{number}", text


def avoided(text: str) -> list[str]:
    """What is wrong with the words of a text. A text in backquotes is quoted."""
    plain = NOMADS.sub("", re.sub(r"`[^`]*`", "", text))
    return [f"{match[0]!r}: {instead}" for pattern, instead in AVOIDED.items() if (match := re.search(pattern, plain))]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("8080 is no label", ["'is no ': is not, is not a valid"]),
        ("there is no label 8080", []),
        ("the field is no longer used", []),
        ("the word `stands` is quoted", []),
        ("it stands in a group", ["'stands': is"]),
    ],
)
def test_what_is_found(text: str, wrong: list[str]) -> None:
    assert avoided(text) == wrong


@pytest.mark.parametrize("texts", [texts_of_modules, texts_of_pages])
def test_words(texts: Callable[[], Iterator[tuple[str, str]]]) -> None:
    everything = list(texts())
    assert len(everything) > 1000
    found = [(place, wrong, text[:100]) for place, text in everything for wrong in avoided(text)]
    assert not found, "\n".join(map(str, found))
