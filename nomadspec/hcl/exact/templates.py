"""The inside of strings and heredocs: literal pieces, `${…}`, `%{…}`."""

from __future__ import annotations

from nomadspec.hcl import string_values
from nomadspec.hcl.exact.lexer import Token
from nomadspec.hcl.exact.reader import Reader
from nomadspec.hcl.suggest import suggestion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.hcl import ast

_FOREIGN_TEMPLATE = (
    "Expected a closing brace to end the interpolation expression, but found extra characters.\n\nThis can happen when you include interpolation syntax "
    "for another language, such as shell scripting, but forget to escape the interpolation start token. If this is an embedded sequence for another "
    'language, escape it by starting with "$${" instead of just "${".'
)
_COLON_TEMPLATE = (
    "Template interpolation doesn't expect a colon at this location. Did you intend this to be a literal sequence to be processed as part of another "
    'language? If so, you can escape it by starting with "$${" instead of just "${".'
)


class TemplateReader(Reader):
    """Reads templates; what they hold is for the reader of expressions."""

    def expression(self) -> ast.Expression:
        raise NotImplementedError

    def template_parts(self, end: str, flush: bool, style: str, start: int) -> ast.Expression:
        parts: list[string_values.Part] = []
        inside = self.peek()
        trim_left = False
        can_trim = False
        problems: list[string_values.Problem] = []
        self.newlines.append(True)
        while True:
            token = self.read()
            kind = token.kind
            if kind == end:
                break
            trimming, trim_left = trim_left, False
            trimmable, can_trim = can_trim, False
            if kind in ("QLIT", "HLIT"):
                if kind == "QLIT":
                    text = string_values.unescape(token.text, token.start, problems) or ""
                    for problem in problems:
                        self.problem(problem)
                    problems.clear()
                else:
                    text = string_values.unescape_heredoc(token.text)
                if trimming:
                    text = text.lstrip(string_values.WHITE_SPACE)
                parts.append(string_values.Part("text", token.start, token.end, text))
                can_trim = True
            elif kind in ("INTERP", "CONTROL"):
                if trimmable and len(token.text) == 3:
                    parts[-1].text = parts[-1].text.rstrip(string_values.WHITE_SPACE)
                self.newlines.append(False)
                if kind == "INTERP":
                    trim_left = self.interpolation(parts, token, inside, end)
                else:
                    trim_left = self.directive(parts, token)
                self.newlines.pop()
            else:
                if not self.recovering:
                    opened = Token("", start, inside.start, "") if end != "EOF" else None
                    self.error(token, "Unterminated template string", "No closing marker was found for the string.", opened=opened)
                token = self.recover(end)
                break
        self.newlines.pop()
        closer = self.last
        node = string_values.template(parts, flush, style, start, closer.end, closer.start, problems)
        for problem in problems:
            self.problem(problem)
        return node

    def interpolation(self, parts: list[string_values.Part], opener: Token, inside: Token, end: str) -> bool:
        """`${ … }` behind its opener; whether it ends with `~}`."""
        expression = self.expression()
        closer = self.peek()
        trim = False
        if closer.kind == "SEQEND":
            self.read()
            trim = closer.text == "~}"
        else:
            if not self.recovering:
                summary = "Unclosed template interpolation sequence"
                if closer.kind == "EOF":
                    detail = (
                        "There is no closing brace for this interpolation sequence before the end of the file. This might be caused by incorrect nesting "
                        "inside the given expression."
                    )
                    self.error(inside, summary, detail)
                elif closer.kind == ":":
                    self.error(closer, "Extra characters after interpolation expression", _COLON_TEMPLATE)
                elif closer.kind in ("CQUOTE", "OQUOTE") and end == "CQUOTE":
                    detail = (
                        "There is no closing brace for this interpolation sequence before the end of the quoted template. This might be caused by incorrect "
                        "nesting inside the given expression."
                    )
                    self.error(inside, summary, detail)
                else:
                    self.error(closer, "Extra characters after interpolation expression", _FOREIGN_TEMPLATE)
            self.recover("SEQEND")
        parts.append(string_values.Part("interp", opener.start, closer.end, expr=expression))
        return trim

    def directive(self, parts: list[string_values.Part], opener: Token) -> bool:
        """`%{ … }` behind its opener; whether it ends with `~}`."""
        word = self.peek()

        def give_up(token: Token, summary: str, detail: str) -> bool:
            if not self.recovering:
                self.error(token, summary, detail)
            self.recover("SEQEND")
            return False

        if word.kind != "IDENT":
            detail = 'A template directive keyword ("if", "for", etc) is expected at the beginning of a %{ sequence.'
            return give_up(word, "Invalid template directive", detail)
        self.read()
        name = word.text
        if name == "if":
            condition = self.expression()
            parts.append(string_values.Part("if", opener.start, self.peek().end, expr=condition))
        elif name == "for":
            summary = "Invalid 'for' directive"
            if self.peek().kind != "IDENT":
                return give_up(self.peek(), summary, "For directive requires variable name after 'for'.")
            key, value = None, self.read().text
            if self.peek().kind == ",":
                self.read()
                if self.peek().kind != "IDENT":
                    return give_up(self.peek(), summary, "For directive requires value variable name after comma.")
                key, value = value, self.read().text
            if not self.is_word("in"):
                return give_up(self.peek(), summary, "For directive requires 'in' keyword after names.")
            self.read()
            collection = self.expression()
            parts.append(string_values.Part("for", opener.start, self.peek().end, expr=collection, key=key, name=value))
        elif name in ("else", "endif", "endfor"):
            parts.append(string_values.Part(name, opener.start, self.peek().end))
        else:
            near = suggestion(name, ("if", "for", "else", "endif", "endfor"))
            hint = f' Did you mean "{near}"?' if near else ""
            return give_up(word, "Invalid template control keyword", f'"{name}" is not a valid template control keyword.{hint}')
        closer = self.peek()
        if closer.kind == "SEQEND":
            self.read()
            return closer.text == "~}"
        if not self.recovering:
            detail = "Expected a closing brace to end the sequence, but found extra characters."
            self.error(closer, f"Extra characters in {name} marker", detail, rule="Extra characters in directive")
        self.recover("SEQEND")
        return False
