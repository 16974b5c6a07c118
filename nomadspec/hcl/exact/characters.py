"""What is wrong with single tokens: reported before anything else, and each kind only so often."""

from __future__ import annotations

from nomadspec.hcl.errors import syntax_diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.hcl.exact.lexer import Token
    from nomadspec.source import Diagnostic, Source

_BITWISE: Final = {"&": ' Did you mean boolean AND ("&&")?', "|": ' Did you mean boolean OR ("||")?', "~": ' Did you mean boolean NOT ("!")?', "^": ""}

#: Kinds of tokens that are wrong wherever they stand.
_WRONG: Final = frozenset((*_BITWISE, "`", "'", ";", "BADUTF8", "QNEWLINE", "INVALID"))

#: Complaints about one text. More help nobody, and a text may have nothing else.
_MOST: Final = 500


def check_characters(source: Source, found: list[Token]) -> list[Diagnostic]:
    """What is wrong with single tokens, reported before anything else."""
    result: list[Diagnostic] = []
    told = {"bitwise": 0, "`": 0, "'": 0, ";": 0, "BADUTF8": 0}

    def add(token: Token, summary: str, detail: str) -> None:
        result.append(syntax_diagnostic(source, token.start, token.end, summary, detail))

    for token in found:
        kind = token.kind
        if kind not in _WRONG:
            continue
        if len(result) == _MOST:
            break
        if kind in _BITWISE:
            if told["bitwise"] < 4:
                add(token, "Unsupported operator", f"Bitwise operators are not supported.{_BITWISE[kind]}")
                told["bitwise"] += 1
        elif kind == "`":
            if told[kind] % 2 == 0:
                detail = 'The "`" character is not valid. To create a multi-line string, use the "heredoc" syntax, like "<<EOT".'
                add(token, "Invalid character", detail)
            if told[kind] <= 2:
                told[kind] += 1
        elif kind == "'":
            if told[kind] % 2 == 0:
                add(token, "Invalid character", 'Single quotes are not valid. Use double quotes (") to enclose strings.')
            if told[kind] <= 2:
                told[kind] += 1
        elif kind == ";":
            if not told[kind]:
                detail = 'The ";" character is not valid. Use newlines to separate arguments and blocks, and commas to separate items in collection values.'
                add(token, "Invalid character", detail)
                told[kind] = 1
        elif kind == "BADUTF8":
            if not told[kind]:
                detail = "All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in your editor."
                add(token, "Invalid character encoding", detail)
                told[kind] = 1
        elif kind == "QNEWLINE":
            add(
                token,
                "Invalid multi-line string",
                "Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline "
                'character or use the "heredoc" multi-line template syntax.',
            )
        elif kind == "INVALID":
            detail = "This character is not used within the language."
            if token.text in "“”":
                detail = (
                    '"Curly quotes" are not valid here. These can sometimes be inadvertently introduced when sharing code via documents or discussion '
                    'forums. It might help to replace the character with a "straight quote".'
                )
            add(token, "Invalid character", detail)
    return result
