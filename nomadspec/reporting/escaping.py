"""Escapes text from outside for its destination.

A jobspec, a file name or an agent's answer may hold anything: control characters that rewrite a terminal, bidirectional marks that
make text read as something else, markup. Every renderer passes such text through the function for its format.
"""

from __future__ import annotations

from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from re import Match
    from typing import Any

#: C0 and C1 controls but tab and line feed; bidirectional controls and isolates; other format characters that hide or reorder text; surrogates; tags.
_UNSAFE = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]")
_XML_INVALID = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MERMAID = pattern(r"[^\w ./-]")
_MARKDOWN = pattern(r"([\\`*_{}\[\]()#+\-.!|<>~$&@:])")
_BACKTICKS = pattern("`+")
_INERT = str.maketrans({character: f"\\{character}" for character in "\\[<`"})


def _visible(match: Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def terminal(text: str) -> str:
    """For a terminal or plain text: controls and bidirectional marks become visible escapes; tabs and line feeds stay."""
    if text.isprintable():
        return text
    return _UNSAFE.sub(_visible, text)


def line(text: str) -> str:
    """As `terminal`, and on one line."""
    if text.isprintable():
        return text
    return terminal(text).replace("\n", "\\n").replace("\t", " ")


def json_text(value: Any, indent: int | None = None, **layout: Any) -> str:
    """A JSON document, in which characters that a terminal obeys are written as escapes. `layout`: further arguments of `json.dumps`; with `indent`, sort_keys."""
    pieces: list[str] = []
    write_json_text(value, pieces.append, indent, **layout)
    return "".join(pieces)


def write_json_text(value: Any, write: Callable[[str], object], indent: int | None = None, **layout: Any) -> None:
    """Pass the text of `json_text` to `write` piece by piece, as it may be long."""
    import json

    def harmless(text: str) -> str:
        if text.isascii() and "\x7f" not in text:  # JSON has no other control characters
            return text
        return _UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1], text)

    if indent is None:
        write(harmless(json.dumps(value, ensure_ascii=False, **layout)))
        return
    from nomadspec.reporting.indented_json import IndentedEncoder

    IndentedEncoder(lambda text: write(harmless(text)), indent, **layout).encode(value)


def report(text: str) -> str:
    """For a report of several lines on standard error: as `terminal`, and no line but the first begins where a program that reads the log looks for
    commands (`::error::`)."""
    return terminal(text).replace("\n::", "\n ::")


def github_data(text: str) -> str:
    """For the message of a GitHub workflow command."""
    return terminal(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def github_property(text: str) -> str:
    """For a property (file=, title=) of a GitHub workflow command."""
    return github_data(text).replace(":", "%3A").replace(",", "%2C")


def xml(text: str) -> str:
    """For XML content and attribute values."""
    text = _XML_INVALID.sub(_visible, terminal(text))
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#39;")
        .replace("\n", "&#10;")
        .replace("\t", "&#9;")
    )


def html(text: str) -> str:
    """For HTML content and attribute values; no line of it begins as a command in a log does."""
    return html_lines(terminal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#39;"))


def html_lines(text: str) -> str:
    """Escaped HTML, in which no line begins as a command in a log does (`::error::`)."""
    text = text.replace("\n::", "\n&#58;:")
    return f"&#58;{text[1:]}" if text.startswith("::") else text


def markdown(text: str) -> str:
    """For Markdown prose on one line: every character that could be markup is escaped."""
    return _MARKDOWN.sub(r"\\\1", line(text))


def markdown_inert(text: str) -> str:
    """For Markdown that editors show, some of them as it is written: on one line, and nothing in it is a link, an image, a tag or code."""
    return line(text).translate(_INERT)


def markdown_code(text: str) -> str:
    """A code span that holds `text`, whatever backticks it has, also in a table."""
    return _span(line(text).replace("|", "\\|"))


def markdown_span(text: str) -> str:
    """A code span that holds `text`, outside of tables."""
    return _span(line(text))


def _span(text: str) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest or not text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def markdown_parts(text: str) -> Iterator[tuple[bool, str]]:
    """The parts of a Markdown document that the functions here made: whether each is code, and its text. Code ends at a run of as many backticks as began it."""
    start, opened = 0, 0
    for run in _BACKTICKS.finditer(text):
        if not opened and (run.start() == 0 or text[run.start() - 1] != "\\"):  # one behind a backslash is prose
            yield False, text[start : run.start()]
            start, opened = run.start(), run.end() - run.start()
        elif opened == run.end() - run.start():
            yield True, text[start : run.end()]
            start, opened = run.end(), 0
    yield bool(opened), text[start:]


def markdown_fence(text: str) -> str:
    """The fence that a code block around `text` needs."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    return "`" * max(3, longest + 1)


def dot(text: str) -> str:
    """A quoted string of Graphviz's DOT."""
    return '"' + line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def mermaid(text: str) -> str:
    """The text of a quoted label of Mermaid: whatever could be syntax becomes a character code."""
    return _MERMAID.sub(lambda match: f"#{ord(match[0])};", line(text))


def uri(path: str) -> str:
    """A path as a relative URI reference (or file: URI when absolute), as SARIF wants it."""
    import os
    from urllib.parse import quote

    from nomadspec.source.relative_path import with_slashes

    drive, path = (with_slashes(part) for part in os.path.splitdrive(path))
    quoted = quote(path, safe="/-._~", errors="surrogatepass")
    if drive:  # of Windows: C:, or //server/share
        return f"file:{drive}{quoted}" if drive.startswith("/") else f"file:///{drive}{quoted}"
    if path.startswith("/"):
        return "file://" + quoted
    return "./" + quoted if ":" in path.split("/", 1)[0] else quoted
