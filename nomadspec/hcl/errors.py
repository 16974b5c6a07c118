"""What is wrong with a text: the syntax errors, their codes, and the exception of the functions that must raise one.

Each problem is known by the summary Nomad prints for it; the table gives it a code and a rule name that never change.
"""

from __future__ import annotations

from nomadspec.source import Diagnostic, Edit, Fix, Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# summary → (code, rule)
SYNTAX_RULES: Final[dict[str, tuple[str, str]]] = {
    "Argument or block definition required": ("HCL001", "syntax-item"),
    "Invalid expression": ("HCL002", "syntax-expression"),
    "Missing expression": ("HCL003", "syntax-missing-expression"),
    "Invalid character": ("HCL004", "syntax-character"),
    "Invalid character encoding": ("HCL005", "syntax-encoding"),
    "Invalid multi-line string": ("HCL006", "syntax-multi-line-string"),
    "Unsupported operator": ("HCL007", "syntax-operator"),
    "Invalid argument name": ("HCL008", "syntax-quoted-argument"),
    "Unclosed configuration block": ("HCL009", "syntax-unclosed-block"),
    "Attribute redefined": ("HCL010", "syntax-duplicate-argument"),
    "Missing newline after argument": ("HCL011", "syntax-argument-newline"),
    "Unexpected comma after argument": ("HCL012", "syntax-argument-comma"),
    "Invalid block definition": ("HCL013", "syntax-block"),
    "Invalid single-argument block definition": ("HCL014", "syntax-one-line-block"),
    "Argument definition required": ("HCL015", "syntax-one-line-argument"),
    "Missing newline after block definition": ("HCL016", "syntax-block-newline"),
    "Missing false expression in conditional": ("HCL017", "syntax-conditional"),
    "Unbalanced parentheses": ("HCL018", "syntax-parentheses"),
    "Invalid attribute name": ("HCL019", "syntax-attribute-name"),
    "Invalid legacy index syntax": ("HCL020", "syntax-legacy-index"),
    "Nested splat expression not allowed": ("HCL021", "syntax-splat"),
    "Missing close bracket on splat index": ("HCL022", "syntax-splat-bracket"),
    "Missing close bracket on index": ("HCL023", "syntax-index-bracket"),
    "Missing function name": ("HCL024", "syntax-function-name"),
    "Missing open parenthesis": ("HCL025", "syntax-call-parenthesis"),
    "Missing closing parenthesis": ("HCL026", "syntax-expanded-argument"),
    "Unterminated function call": ("HCL027", "syntax-unclosed-call"),
    "Missing argument separator": ("HCL028", "syntax-call-separator"),
    "Unterminated tuple constructor expression": ("HCL029", "syntax-unclosed-list"),
    "Missing item separator": ("HCL030", "syntax-list-separator"),
    "Unterminated object constructor expression": ("HCL031", "syntax-unclosed-object"),
    "Missing attribute value": ("HCL032", "syntax-object-value"),
    "Missing key/value separator": ("HCL033", "syntax-object-equals"),
    "Missing attribute separator": ("HCL034", "syntax-object-separator"),
    "Invalid 'for' expression": ("HCL035", "syntax-for-expression"),
    "Invalid string literal": ("HCL036", "syntax-label-template"),
    "Unterminated string literal": ("HCL037", "syntax-unclosed-label"),
    "Invalid escape sequence": ("HCL038", "syntax-escape"),
    "Unclosed template interpolation sequence": ("HCL039", "syntax-unclosed-interpolation"),
    "Extra characters after interpolation expression": ("HCL040", "syntax-interpolation"),
    "Invalid template directive": ("HCL041", "syntax-directive"),
    "Invalid 'for' directive": ("HCL042", "syntax-for-directive"),
    "Invalid template control keyword": ("HCL043", "syntax-directive-keyword"),
    "Extra characters in directive": ("HCL044", "syntax-directive-end"),
    "Unterminated template string": ("HCL045", "syntax-unclosed-string"),
    "Unexpected end of template": ("HCL046", "syntax-unclosed-directive"),
    "Unexpected directive": ("HCL047", "syntax-unbalanced-directive"),
    "Extra characters after expression": ("HCL048", "syntax-after-expression"),
    "Ambiguous attribute key": ("HCL049", "syntax-object-key"),
    "Invalid number literal": ("HCL050", "syntax-number"),
    "JSON": ("HCL060", "syntax-json"),
    "Nesting too deep": ("HCL090", "syntax-depth"),
    "Text too large": ("HCL091", "syntax-size"),
}


class SyntaxError(ValueError):  # the public name; it shadows the builtin only for those who import it
    """A text that cannot be parsed; see `diagnostics`."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(f"{d.span!r}: {d.message}" for d in diagnostics[:3]) or "syntax error")
        self.diagnostics: Final = diagnostics


def syntax_diagnostic(
    source: Source,
    start: int,
    end: int,
    summary: str,
    detail: str,
    *,
    rule: str | None = None,
    help: str | None = None,
    related: tuple[tuple[str, Span | None], ...] = (),
) -> Diagnostic:
    """A syntax error; `nomad` has Nomad's words. `rule` names the table's row where the summary varies."""
    from nomadspec.hcl.wording import HABITS, habit, reworded

    code, name = SYNTAX_RULES[rule or summary]
    message, advice = reworded(summary, detail, rule)
    if help is None and summary in HABITS:
        line = source.line_of(start)
        first = source.line_starts[line - 1]
        help = habit(summary, source.text[first:start], source.line(line)[start - first :])
    fix = _without_quotes(source, start) if summary == "Invalid argument name" else None
    return Diagnostic(code, name, "error", message, Span(source, start, end), help=help or advice, fix=fix, nomad=f"{summary}; {detail}", related=related)


#: Blocks that may be written as a map, whose keys may be quoted.
_MAPS: Final = ("env", "meta", "canary_meta", "headers", "options", "tagged_addresses")


def _without_quotes(source: Source, start: int) -> Fix | None:
    """`"name" = value` without the quotes, which is what an argument is; where the name is none, the block as a map."""
    import re

    written = re.compile(r'"([A-Za-z_][\w-]*)"[ \t]*=').match(source.text, start)
    if written is not None:
        return Fix(f"Write {written[1]} without quotes", (Edit(source.path, start, written.end(1) + 1, written[1]),), safe=True)
    before = source.text[:start]
    brace = before.rfind("{")
    name = before[:brace].rstrip().rpartition("\n")[2].strip() if brace > 0 and "}" not in before[brace:] else ""
    return Fix(f"Write {name} = {{ … }}", (Edit(source.path, brace, brace, "= "),), safe=True) if name in _MAPS else None


def too_large(source: Source, limit: int, of: str = "characters") -> Diagnostic:
    """The answer to a text that is longer than any that is read."""
    return syntax_diagnostic(source, 0, 0, "Text too large", f"A text of more than {limit} {of} is not read.")


def range_text(source: Source, start: int, end: int) -> str:
    """A place as Nomad's messages write it: `job.nomad.hcl:3,5-9`, or `…:3,5-4,1` across lines."""
    name = source.path.rsplit("/", 1)[-1]
    a, b = source.position(start), source.position(end)
    if a.line == b.line:
        return f"{name}:{a.line},{a.column}-{b.column}"
    return f"{name}:{a.line},{a.column}-{b.line},{b.column}"
