"""Arguments and blocks."""

from __future__ import annotations

from nomadspec.hcl import ast, string_values
from nomadspec.hcl.errors import range_text, syntax_diagnostic
from nomadspec.hcl.exact.expressions import ExpressionReader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.hcl.exact.lexer import Token
    from nomadspec.source import Diagnostic, Source, Span

_UNCLOSED_BLOCK = "There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file."
_ITEM = "An argument or block definition is required here."
_ITEM_EQUALS = 'An argument or block definition is required here. To set an argument, use the equals sign "=" to introduce the argument value.'


class Parser(ExpressionReader):
    """Reads a body, that of a file or of a block."""

    def body(self, end: str) -> ast.Body:
        items: list[ast.Attribute | ast.Block] = []
        names: dict[str, ast.Attribute] = {}
        opener = self.last
        start = opener.start if end == "}" else 0
        while True:
            token = self.peek()
            kind = token.kind
            if kind == end:
                self.read()
                return ast.Body(items, start, token.end)
            if kind == "NEWLINE":
                self.read()
            elif kind == "IDENT":
                item = self.item()
                if item is None:
                    continue
                items.append(item)
                if isinstance(item, ast.Attribute):
                    earlier = names.setdefault(item.name, item)
                    if earlier is not item:
                        self.redefined(item, earlier)
            else:
                self.unexpected(token, opener)
                self.recover(end)
                return ast.Body(items, start, self.last.end)

    def unexpected(self, token: Token, opener: Token) -> None:
        """Report what is neither an argument nor a block in the body that `opener` opens."""
        self.read()
        if self.recovering:
            return
        if token.kind == "OQUOTE":
            self.error(token, "Invalid argument name", "Argument names must not be quoted.")
        elif token.kind == "EOF":
            self.error(opener, "Unclosed configuration block", _UNCLOSED_BLOCK)
        else:
            self.error(token, "Argument or block definition required", _ITEM)

    def redefined(self, item: ast.Attribute, earlier: ast.Attribute) -> None:
        if self.kept():
            self.diagnostics.append(attribute_redefined(self.source, item, earlier))

    def item(self) -> ast.Attribute | ast.Block | None:
        word = self.read()
        following = self.peek()
        if following.kind == "=":
            return self.attribute(word, False)
        if following.kind in ("OQUOTE", "{", "IDENT"):
            return self.block(word)
        self.recover_item()
        self.error(word, "Argument or block definition required", _ITEM_EQUALS)
        return None

    def attribute(self, word: Token, one_line: bool) -> ast.Attribute:
        self.read()
        count = self.errors
        expression = self.whole_expression()
        end = self.last.end
        if self.failed(count):
            self.recover_item()
        elif not one_line:
            self.after_argument()
        return ast.Attribute(word.text, expression, word.start, word.end, end)

    def after_argument(self) -> None:
        following = self.peek()
        if following.kind in ("NEWLINE", "EOF"):
            self.read()
            return
        if not self.recovering:
            summary, detail = "Missing newline after argument", "An argument definition must end with a newline."
            if following.kind == ",":
                summary = "Unexpected comma after argument"
                detail = "Argument definitions must be separated by newlines, not commas. " + detail
            self.error(following, summary, detail)
        self.recover_item()

    def block(self, word: Token) -> ast.Block:
        labels: list[ast.Label] = []
        while True:
            token = self.peek()
            kind = token.kind
            if kind == "{":
                brace = self.read()
                break
            if kind == "OQUOTE":
                labels.append(self.label())
            elif kind == "IDENT":
                self.read()
                labels.append(ast.Label(token.text, False, token.start, token.end))
            else:
                summary = "Invalid block definition"
                if kind == "=":
                    self.error(token, summary, 'The equals sign "=" indicates an argument definition, and must not be used when defining a block.')
                elif kind == "NEWLINE":
                    detail = 'A block definition must have block content delimited by "{" and "}", starting on the same line as the block header.'
                    self.error(token, summary, detail)
                elif not self.recovering:
                    self.error(token, summary, 'Either a quoted string block label or an opening brace ("{") is expected here.')
                self.recover_item()
                end = self.last.start
                return ast.Block(word.text, labels, ast.Body([], end, end), word.start, word.end, end, end, end)
        count = self.errors
        self.deeper()
        if self.peek().kind in ("NEWLINE", "EOF", "}"):
            body = self.body("}")
        else:
            body = self.one_line_body(brace, count)
        self.depth -= 1
        closer = self.last
        self.after_block()
        return ast.Block(word.text, labels, body, word.start, word.end, brace.start, closer.start, closer.end)

    def after_block(self) -> None:
        following = self.peek()
        if following.kind in ("NEWLINE", "EOF"):
            self.read()
        else:
            if not self.recovering:
                self.error(following, "Missing newline after block definition", "A block definition must end with a newline.")
            self.recover_item()

    def one_line_body(self, brace: Token, at: int) -> ast.Body:
        """`{ name = value }`. What is wrong behind the argument is reported before what is wrong in it."""
        items: list[ast.Attribute | ast.Block] = []
        word = self.read()
        following = self.peek()
        if word.kind != "IDENT":
            self.recover_item()
            self.error(word, "Argument or block definition required", _ITEM)
        elif following.kind == "=":
            items.append(self.attribute(word, True))
        elif following.kind in ("OQUOTE", "{", "IDENT"):
            self.recover_item()
            detail = (
                f'A single-line block definition can contain only a single argument. If you meant to define argument "{word.text}", use an equals sign to '
                "assign it a value. To define a nested block, place it on a line of its own within its parent block."
            )
            self.error(word, "Argument definition required", detail, end=following.end)
        else:
            self.recover_item()
            self.error(word, "Argument or block definition required", _ITEM_EQUALS)
        token = self.peek()
        summary = "Invalid single-argument block definition"
        if token.kind == "}":
            self.read()
            return ast.Body(items, brace.start, token.end)
        if token.kind == ",":
            detail = (
                "Single-line block syntax can include only one argument definition. To define multiple arguments, use the multi-line block syntax with one "
                "argument definition per line."
            )
            self.error(token, summary, detail, at=at)
        elif token.kind == "NEWLINE":
            detail = (
                "An argument definition on the same line as its containing block creates a single-line block definition, which must also be closed on the "
                "same line. Place the block's closing brace immediately after the argument definition."
            )
            self.error(token, summary, detail, at=at)
        elif not self.recovering:
            if token.kind == "EOF":
                self.error(brace, "Unclosed configuration block", _UNCLOSED_BLOCK, at=at)
            else:
                detail = "A single-line block definition must end with a closing brace immediately after its single argument definition."
                self.error(token, summary, detail, at=at)
        self.recover("}")
        return ast.Body(items, brace.start, self.last.end)

    def label(self) -> ast.Label:
        opener = self.read()
        pieces: list[str] = []
        while True:
            token = self.read()
            kind = token.kind
            if kind == "CQUOTE":
                break
            if kind == "QLIT":
                problems: list[string_values.Problem] = []
                pieces.append(string_values.unescape(token.text, token.start, problems) or "")
                for problem in problems:
                    self.problem(problem)
            elif kind in ("INTERP", "CONTROL"):
                sign = token.text[0]
                detail = f'Template sequences are not allowed in this string. To include a literal "{sign}", double it (as "{sign}{sign}") to escape it.'
                self.error(token, "Invalid string literal", detail)
                pieces.append(sign + "{ ... }")
                self.recover("SEQEND")
            elif kind == "EOF":
                self.error(token, "Unterminated string literal", "Unable to find the closing quote mark before the end of the file.")
                break
            else:
                self.error(token, "Invalid string literal", "This item is not valid in a string literal.")
                self.recover("CQUOTE")
                break
        return ast.Label("".join(pieces), True, opener.start, token.end)


def attribute_redefined(source: Source, item: ast.Attribute, earlier: ast.Attribute) -> Diagnostic:
    place: Span = source.span(earlier.start, earlier.name_end)
    detail = f'The argument "{item.name}" was already set at {range_text(source, earlier.start, earlier.name_end)}. Each argument may be set only once.'
    return syntax_diagnostic(source, item.start, item.name_end, "Attribute redefined", detail, related=(("first set here", place),))
