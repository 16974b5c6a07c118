"""The careful parser: what is wrong with a text, said where and as Nomad says it.

Valid texts are parsed by the tables that `grammar/hcl.lark` is compiled to. Only a text those refuse comes here, where it is
read once more token by token, so that every error has the place and words Nomad gives it, and as much of the tree as can be
read is still built. After the first error Nomad keeps mostly silent (`recovering`); `parse` then goes on by itself.

A test holds this parser and the tables to the same verdict and the same tree.
"""

from __future__ import annotations

from nomadspec.hcl import ast, strings
from nomadspec.hcl.errors import range_text, syntax_diagnostic
from nomadspec.hcl.lexer import Token, is_number, template_tokens, tokens
from nomadspec.hcl.limits import FAST_CHAIN, MAX_DEPTH, MAX_TREE
from nomadspec.hcl.tree import LEVELS, binary, index, object_key, stepped, tree_depth, whole_number
from nomadspec.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.source import Diagnostic, Span

_OPENERS: Final = {"}": "{", "]": "[", ")": "(", "CQUOTE": "OQUOTE", "CHEREDOC": "OHEREDOC", "SEQEND": "INTERP"}
_OPENING: Final = frozenset(("{", "[", "(", "OQUOTE", "OHEREDOC", "INTERP", "CONTROL"))
_KEYWORDS: Final[dict[str, tuple[str, bool | None]]] = {"true": ("bool", True), "false": ("bool", False), "null": ("null", None)}
_BITWISE: Final = {"&": ' Did you mean boolean AND ("&&")?', "|": ' Did you mean boolean OR ("||")?', "~": ' Did you mean boolean NOT ("!")?', "^": ""}

_UNCLOSED_BLOCK = "There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file."
_ITEM = "An argument or block definition is required here."
_ITEM_EQUALS = 'An argument or block definition is required here. To set an argument, use the equals sign "=" to introduce the argument value.'
_UNCLOSED_OBJECT = "There is no corresponding closing brace before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file."
_UNCLOSED_TUPLE = (
    "There is no corresponding closing bracket before the end of the file. This may be caused by incorrect bracket nesting elsewhere in this file."
)
_FOREIGN_TEMPLATE = (
    "Expected a closing brace to end the interpolation expression, but found extra characters.\n\nThis can happen when you include interpolation syntax "
    "for another language, such as shell scripting, but forget to escape the interpolation start token. If this is an embedded sequence for another "
    'language, escape it by starting with "$${" instead of just "${".'
)
_COLON_TEMPLATE = (
    "Template interpolation doesn't expect a colon at this location. Did you intend this to be a literal sequence to be processed as part of another "
    'language? If so, you can escape it by starting with "$${" instead of just "${".'
)


class TooDeep(Exception):
    """Never leaves the package: it becomes a diagnostic."""

    def __init__(self, token: Token) -> None:
        self.token = token


def parse_body(source: Source) -> tuple[ast.Body, list[Diagnostic]]:
    """The body of a whole file, and its errors in Nomad's order."""
    parser = Parser(source, tokens(source.text))
    try:
        return parser.body("EOF"), parser.diagnostics
    except TooDeep as deep:
        return ast.Body([], 0, len(source.text)), [too_deep(source, deep.token.start, deep.token.end)]


def parse_expression(source: Source) -> tuple[ast.Expression | None, list[Diagnostic]]:
    """A text that is one expression, as a value on a command line is. New lines in it are free."""
    parser = Parser(source, tokens(source.text))
    parser.newlines.append(False)
    try:
        expression = parser.whole_expression()
    except TooDeep as deep:
        return None, [too_deep(source, deep.token.start, deep.token.end)]
    following = parser.peek()
    if following.kind != "EOF" and not parser.recovering:
        parser.error(following, "Extra characters after expression", "An expression was successfully parsed, but extra characters were found after it.")
    return expression, parser.diagnostics


def parse_template(source: Source, text: str, offset: int, style: str) -> tuple[ast.Expression | None, list[Diagnostic]]:
    """`text` as one template that stands at `offset` of the source: the inside of a string of HCL's JSON syntax."""
    shifted = [Token(t.kind, t.start + offset, t.end + offset, t.text) for t in template_tokens(text)]
    parser = Parser(source, shifted)
    try:
        expression = parser.template_parts("EOF", False, style, offset)
        if parser.chain > FAST_CHAIN and tree_depth(expression) > MAX_TREE:
            raise TooDeep(parser.last)
        return expression, parser.diagnostics
    except TooDeep as deep:
        return None, [too_deep(source, deep.token.start, deep.token.end)]


def too_deep(source: Source, start: int, end: int) -> Diagnostic:
    return syntax_diagnostic(source, start, end, "Nesting too deep", f"Brackets, blocks and templates may be nested {MAX_DEPTH} deep.")


def check_characters(source: Source, found: list[Token]) -> list[Diagnostic]:
    """What is wrong with single tokens, reported before anything else."""
    result: list[Diagnostic] = []
    told = {"bitwise": 0, "`": 0, "'": 0, ";": 0, "BADUTF8": 0}

    def add(token: Token, summary: str, detail: str) -> None:
        result.append(syntax_diagnostic(source, token.start, token.end, summary, detail))

    for token in found:
        kind = token.kind
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


class Parser:
    """One run over the tokens of a text."""

    def __init__(self, source: Source, found: list[Token]) -> None:
        self.source: Final = source
        self.diagnostics = check_characters(source, found)
        self.recovering = False
        self.depth = 0
        self.chain = 0  # operators, signs and steps: only many of them can make a tree deep that does not nest
        # A comment that holds a line end counts as one; other comments and blanks do not count.
        self.tokens: Final = [
            Token("NEWLINE", t.start, t.end, t.text) if t.kind == "COMMENT" else t
            for t in found
            if t.kind != "SPACE" and (t.kind != "COMMENT" or t.text.endswith("\n"))
        ]
        self.index = 0
        self.newlines = [True]  # whether line ends count, innermost last
        self.last = self.tokens[0]

    # -- reading ---------------------------------------------------------------------------------------------------------------

    def peek(self) -> Token:
        found, at = self.tokens, self.index
        if not self.newlines[-1]:
            while found[at].kind == "NEWLINE":
                at += 1
            self.index = at
        return found[at]

    def read(self) -> Token:
        token = self.peek()
        if token.kind != "EOF":
            self.index += 1
        self.last = token
        return token

    def error(
        self,
        token: Token,
        summary: str,
        detail: str,
        *,
        end: int | None = None,
        rule: str | None = None,
        at: int | None = None,
        opened: Token | None = None,
    ) -> None:
        """Report a problem at `token` (up to `end`), before the `at`th of those known. `opened`: the bracket that is not closed."""
        related = (("opened here", self.source.span(opened.start, opened.end)),) if opened else ()
        finding = syntax_diagnostic(self.source, token.start, token.end if end is None else end, summary, detail, rule=rule, related=related)
        self.diagnostics.insert(len(self.diagnostics) if at is None else at, finding)

    def problem(self, problem: strings.Problem) -> None:
        start, end, summary, detail, rule = problem
        if "\0" in detail:
            before, place, after = detail.split("\0")
            a, b = place.split(",")
            detail = before + range_text(self.source, int(a), int(b)) + after
        self.diagnostics.append(syntax_diagnostic(self.source, start, end, summary, detail, rule=rule))

    def failed(self, count: int) -> bool:
        """Whether what was read since there were `count` errors has left the reader in a strange place."""
        return self.recovering and len(self.diagnostics) > count

    # -- finding a place to go on ----------------------------------------------------------------------------------------------

    def recover(self, end: str) -> Token:
        """Read on behind the bracket that ends what we are in."""
        start = _OPENERS.get(end)
        self.recovering = True
        nest = 0
        while True:
            token = self.read()
            kind = token.kind
            if end == "SEQEND" and kind == "CONTROL":
                kind = "INTERP"
            if kind == end:
                if nest < 1:
                    return token
                nest -= 1
            elif kind == start:
                nest += 1
            if kind == "EOF":
                return token

    def recover_over(self, start: str, end: str) -> None:
        while self.read().kind not in (start, "EOF"):
            pass
        self.recover(end)

    def recover_item(self) -> None:
        """Read on behind the line end at which the item we are in ends."""
        self.recovering = True
        opened: list[str] = []
        while True:
            kind = self.read().kind
            if (kind == "NEWLINE" and not opened) or kind == "EOF":
                return
            if kind in _OPENING:
                opened.append("INTERP" if kind == "CONTROL" else kind)
            elif kind in _OPENERS:
                opener = _OPENERS[kind]
                while opened and opened[-1] != opener:
                    opened.pop()
                if opened:
                    opened.pop()

    # -- bodies ----------------------------------------------------------------------------------------------------------------

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeep(self.peek())

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

    def whole_expression(self) -> ast.Expression:
        """An expression that stands in no other; not deeper than recursion goes."""
        token = self.peek()
        self.chain = 0
        expression = self.expression()
        if self.chain > FAST_CHAIN and tree_depth(expression) > MAX_TREE:
            raise TooDeep(token)
        return expression

    def attribute(self, word: Token, one_line: bool) -> ast.Attribute:
        self.read()
        count = len(self.diagnostics)
        expression = self.whole_expression()
        end = self.last.end
        if self.failed(count):
            self.recover_item()
        elif not one_line:
            following = self.peek()
            if following.kind in ("NEWLINE", "EOF"):
                self.read()
            else:
                if not self.recovering:
                    summary, detail = "Missing newline after argument", "An argument definition must end with a newline."
                    if following.kind == ",":
                        summary = "Unexpected comma after argument"
                        detail = "Argument definitions must be separated by newlines, not commas. " + detail
                    self.error(following, summary, detail)
                self.recover_item()
        return ast.Attribute(word.text, expression, word.start, word.end, end)

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
        count = len(self.diagnostics)
        self.deeper()
        if self.peek().kind in ("NEWLINE", "EOF", "}"):
            body = self.body("}")
        else:
            body = self.one_line_body(brace, count)
        self.depth -= 1
        closer = self.last
        following = self.peek()
        if following.kind in ("NEWLINE", "EOF"):
            self.read()
        else:
            if not self.recovering:
                self.error(following, "Missing newline after block definition", "A block definition must end with a newline.")
            self.recover_item()
        return ast.Block(word.text, labels, body, word.start, word.end, brace.start, closer.start, closer.end)

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
                problems: list[strings.Problem] = []
                pieces.append(strings.unescape(token.text, token.start, problems) or "")
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

    # -- expressions -----------------------------------------------------------------------------------------------------------

    def expression(self) -> ast.Expression:
        self.deeper()
        count = len(self.diagnostics)
        condition = self.operation()
        if not self.failed(count) and self.peek().kind == "?":
            self.read()
            condition = self.conditional(condition, count)
        self.depth -= 1
        return condition

    def conditional(self, condition: ast.Expression, count: int) -> ast.Expression:
        self.chain += 1
        then = self.expression()
        if self.failed(count):
            return condition
        colon = self.peek()
        if colon.kind != ":":
            detail = "The conditional operator (...?...:...) requires a false expression, delimited by a colon."
            self.error(colon, "Missing false expression in conditional", detail)
            return condition
        self.read()
        otherwise = self.expression()
        if self.failed(count):
            return condition
        return ast.Conditional(condition, then, otherwise, condition.start, otherwise.end)

    def operation(self) -> ast.Expression:
        count = len(self.diagnostics)
        operands = [self.operand()]
        operators: list[str] = []
        while not self.failed(count) and self.peek().kind in LEVELS:
            self.chain += 1
            operators.append(self.read().kind)
            operands.append(self.operand())
        if len(operands) == 1:
            return operands[0]
        return binary(operands, operators)

    def operand(self) -> ast.Expression:
        signs: list[Token] = []
        while self.peek().kind in ("-", "!"):
            signs.append(self.read())
            self.chain += 1
        expression = self.traversals(self.term())
        for sign in reversed(signs):
            expression = ast.Unary(sign.kind, expression, sign.start, expression.end)
        return expression

    def traversals(self, source: ast.Expression) -> ast.Expression:
        result = source
        while True:
            kind = self.peek().kind
            if kind == ".":
                result = self.dotted(source, result)
            elif kind == "[":
                result = self.indexed(source, result)
            else:
                return result
            self.chain += 1

    def dotted(self, source: ast.Expression, result: ast.Expression) -> ast.Expression:
        dot = self.read()
        token = self.peek()
        kind = token.kind
        if kind == "IDENT":
            self.read()
            return stepped(result, ast.GetAttr(token.text, dot.start, token.end))
        if kind == "NUMBER":
            self.read()
            return stepped(result, self.legacy_index(dot, token))
        if kind == "*":
            return self.attribute_splat(source, result, dot)
        self.error(token, "Invalid attribute name", "An attribute name is required after a dot.")
        self.recovering = True
        return result

    def legacy_index(self, dot: Token, token: Token, star: Token | None = None) -> ast.GetIndex:
        """`.0` behind `dot`; `star` is given inside a splat."""
        whole, point, fraction = token.text.partition(".")
        if point:
            instead = "with a full splat expression [*] instead" if star else "instead"
            detail = (
                "When using the legacy index syntax, chaining two indexes together is not permitted. "
                f"Use the proper index syntax {instead}, like [{whole}][{fraction}]."
            )
            self.error(star or token, "Invalid legacy index syntax", detail)
        else:
            self.check_number(token)
        key = whole_number(whole)
        return ast.GetIndex(0 if key is None else key, dot.start, token.end)

    def attribute_splat(self, source: ast.Expression, result: ast.Expression, dot: Token) -> ast.Expression:
        star = self.read()
        steps: list[ast.GetAttr | ast.GetIndex] = []
        item = ast.SplatItem(dot.start, star.end)
        first = self.peek().start
        end = star.end
        while self.peek().kind == ".":
            point = self.read()
            token = self.peek()
            if token.kind == "NUMBER":
                self.read()
                steps.append(self.legacy_index(point, token, star))
            elif token.kind == "IDENT":
                self.read()
                steps.append(ast.GetAttr(token.text, point.start, token.end))
            else:
                if not self.recovering:
                    if token.kind == "*":
                        detail = "A splat expression (*) cannot be used inside another attribute-only splat expression."
                        self.error(token, "Nested splat expression not allowed", detail)
                    else:
                        self.error(star, "Invalid attribute name", "An attribute name is required after a dot.")
                self.recovering = True
                return result
            end = token.end
        each: ast.Expression = ast.RelativeTraversal(item, steps, first, end) if steps else item
        return ast.Splat(result, item, each, False, dot.start, source.start, end)

    def indexed(self, source: ast.Expression, result: ast.Expression) -> ast.Expression:
        opener = self.read()
        if self.peek().kind == "*":
            self.read()
            closer = self.read()
            if closer.kind != "]" and not self.recovering:
                detail = 'The star for a full splat operator must be immediately followed by a closing bracket ("]").'
                closer = self.recover("]")
                self.error(closer, "Missing close bracket on splat index", detail)
            item = ast.SplatItem(opener.start, closer.end)
            self.deeper()
            each = self.traversals(item)
            self.depth -= 1
            return ast.Splat(result, item, each, True, opener.start, source.start, each.end)
        self.newlines.append(False)
        count = len(self.diagnostics)
        key = self.expression()
        if self.failed(count):
            closer = self.recover("]")
        else:
            closer = self.read()
            if closer.kind != "]" and not self.recovering:
                # Nomad shows the bracket at which it goes on.
                closer = self.recover("]")
                self.error(closer, "Missing close bracket on index", 'The index operator must end with a closing bracket ("]").', opened=opener)
        self.newlines.pop()
        return index(source, result, key, opener.start, closer.end)

    def term(self) -> ast.Expression:
        token = self.peek()
        kind = token.kind
        if kind == "IDENT":
            self.read()
            if self.peek().kind in ("(", "::"):
                return self.call(token)
            keyword = _KEYWORDS.get(token.text)
            if keyword is not None:
                return ast.Literal(keyword[0], keyword[1], "", token.start, token.end)
            return ast.Traversal(token.text, token.end, [], token.start, token.end)
        if kind == "NUMBER":
            self.read()
            self.check_number(token)
            return ast.Literal("number", token.text, "", token.start, token.end)
        if kind == "OQUOTE":
            self.read()
            return self.template_parts("CQUOTE", False, "quoted", token.start)
        if kind == "OHEREDOC":
            self.read()
            return self.template_parts("CHEREDOC", token.text.startswith("<<-"), "heredoc", token.start)
        if kind == "[":
            return self.tuple()
        if kind == "{":
            return self.object()
        if kind == "(":
            return self.parentheses()
        if not self.recovering:
            if kind == "EOF":
                self.error(token, "Missing expression", "Expected the start of an expression, but found the end of the file.")
            else:
                self.error(token, "Invalid expression", "Expected the start of an expression, but found an invalid expression token.")
        self.recovering = True
        return ast.Literal("null", None, "", token.start, token.end)

    def check_number(self, token: Token) -> None:
        if not is_number(token.text):
            self.error(token, "Invalid number literal", "Failed to recognize the value of this number literal.")

    def parentheses(self) -> ast.Expression:
        opener = self.read()
        self.newlines.append(False)
        count = len(self.diagnostics)
        expression = self.expression()
        if len(self.diagnostics) > count:
            self.recover(")")
            self.newlines.pop()
            return expression
        closer = self.peek()
        if closer.kind != ")":
            self.error(closer, "Unbalanced parentheses", "Expected a closing parenthesis to terminate the expression.", opened=opener)
            self.recovering = True
        self.read()
        self.newlines.pop()
        return ast.Parens(expression, opener.start, closer.end)

    def call(self, word: Token) -> ast.Expression:
        name, name_end = word.text, word.end
        opener = self.read()
        while opener.kind == "::":
            following = self.read()
            if following.kind != "IDENT":
                self.error(following, "Missing function name", "Function scope resolution symbol :: must be followed by a function name in this scope.")
                self.recover_over("(", ")")
                return ast.Literal("null", None, "", word.start, self.last.end)
            name += "::" + following.text
            name_end = following.end
            opener = self.read()
        if opener.kind != "(":
            self.error(opener, "Missing open parenthesis", "Function selector must be followed by an open parenthesis to begin the function call.")
            self.recover_over("(", ")")
            return ast.Literal("null", None, "", word.start, self.last.end)
        args: list[ast.Expression] = []
        expand = False
        self.newlines.append(False)
        while True:
            if self.peek().kind == ")":
                closer = self.read()
                break
            count = len(self.diagnostics)
            args.append(self.expression())
            if self.failed(count):
                closer = self.recover(")")
                break
            separator = self.read()
            if separator.kind == ")":
                closer = separator
                break
            if separator.kind == "...":
                expand = True
                if self.peek().kind == ")":
                    closer = self.read()
                else:
                    if not self.recovering:
                        detail = "An expanded function argument (with ...) must be immediately followed by closing parentheses."
                        self.error(separator, "Missing closing parenthesis", detail)
                    closer = self.recover(")")
                break
            if separator.kind != ",":
                if separator.kind == "EOF":
                    detail = (
                        "There is no closing parenthesis for this function call before the end of the file. This may be caused by incorrect parenthesis "
                        "nesting elsewhere in this file."
                    )
                    self.error(word, "Unterminated function call", detail, end=opener.end)
                else:
                    self.error(separator, "Missing argument separator", "A comma is required to separate each function argument from the next.", opened=opener)
                closer = self.recover(")")
                break
        self.newlines.pop()
        return ast.Call(name, args, expand, name_end, opener.start, closer.start, word.start, closer.end)

    def tuple(self) -> ast.Expression:
        opener = self.read()
        self.newlines.append(False)
        following = self.peek()
        if following.kind == "IDENT" and following.text == "for":
            result = self.for_expression(opener, "]")
            self.newlines.pop()
            return result
        items: list[ast.Expression] = []
        while True:
            if self.peek().kind == "]":
                closer = self.read()
                break
            count = len(self.diagnostics)
            items.append(self.expression())
            if self.failed(count):
                closer = self.recover("]")
                break
            token = self.peek()
            if token.kind == "]":
                closer = self.read()
                break
            if token.kind != ",":
                if not self.recovering:
                    if token.kind == "EOF":
                        self.error(opener, "Unterminated tuple constructor expression", _UNCLOSED_TUPLE)
                    else:
                        self.error(token, "Missing item separator", "Expected a comma to mark the beginning of the next item.", opened=opener)
                closer = self.recover("]")
                break
            self.read()
        self.newlines.pop()
        return ast.Tuple(items, opener.start, closer.end)

    def object(self) -> ast.Expression:
        opener = self.read()
        self.newlines.append(False)
        at = self.index
        following = self.peek()
        self.newlines.pop()
        if following.kind == "IDENT" and following.text == "for":
            return self.for_expression(opener, "}")
        self.index = at
        self.newlines.append(True)
        items: list[ast.ObjectItem] = []
        closer = self.object_items(opener, items)
        self.newlines.pop()
        return ast.Object(items, opener.start, closer.end)

    def object_items(self, opener: Token, items: list[ast.ObjectItem]) -> Token:
        while True:
            token = self.peek()
            if token.kind == "NEWLINE":
                self.read()
                continue
            if token.kind == "}":
                return self.read()
            count = len(self.diagnostics)
            key = object_key(self.expression())
            if self.failed(count):
                return self.recover("}")
            token = self.peek()
            kind = token.kind
            if kind not in ("=", ":"):
                if not self.recovering:
                    summary, detail = "Missing key/value separator", 'Expected an equals sign ("=") to mark the beginning of the attribute value.'
                    if kind in ("NEWLINE", ","):
                        summary, detail = "Missing attribute value", 'Expected an attribute value, introduced by an equals sign ("=").'
                    elif kind == "IDENT":
                        detail += (
                            " If you intended to given an attribute name containing periods or spaces, write the name in quotes to create a string literal."
                        )
                    elif kind == "EOF":
                        token, summary, detail = opener, "Unterminated object constructor expression", _UNCLOSED_OBJECT
                    self.error(token, summary, detail, opened=opener)
                return self.recover("}")
            self.read()
            value = self.expression()
            if self.failed(count):
                return self.recover("}")
            items.append(ast.ObjectItem(key, value, key.start, value.end))
            token = self.peek()
            if token.kind == "}":
                return self.read()
            if token.kind not in (",", "NEWLINE"):
                if not self.recovering:
                    if token.kind == "EOF":
                        self.error(opener, "Unterminated object constructor expression", _UNCLOSED_OBJECT)
                    else:
                        self.error(
                            token, "Missing attribute separator", "Expected a newline or comma to mark the beginning of the next attribute.", opened=opener
                        )
                return self.recover("}")
            self.read()

    def for_expression(self, opener: Token, close: str) -> ast.Expression:
        self.newlines.append(False)
        result = self._for(opener, close)
        self.newlines.pop()
        return result

    def _for(self, opener: Token, close: str) -> ast.Expression:
        summary = "Invalid 'for' expression"
        self.read()
        key_name: str | None = None

        def give_up(detail: str | None) -> ast.Expression:
            if detail and not self.recovering:
                self.error(self.peek(), summary, detail)
            closer = self.recover(close)
            return ast.Literal("null", None, "", opener.start, closer.end)

        if self.peek().kind != "IDENT":
            return give_up("For expression requires variable name after 'for'.")
        value_name = self.read().text
        if self.peek().kind == ",":
            key_name = value_name
            self.read()
            if self.peek().kind != "IDENT":
                return give_up("For expression requires value variable name after comma.")
            value_name = self.read().text
        if not self.is_word("in"):
            return give_up("For expression requires the 'in' keyword after its name declarations.")
        self.read()
        count = len(self.diagnostics)
        collection = self.expression()
        if self.failed(count):
            return give_up(None)
        if self.peek().kind != ":":
            return give_up("For expression requires a colon after the collection expression.")
        self.read()
        key: ast.Expression | None = None
        count = len(self.diagnostics)
        value = self.expression()
        if self.failed(count):
            return give_up(None)
        if self.peek().kind == "=>":
            self.read()
            key = value
            value = self.expression()
            if self.failed(count):
                return give_up(None)
        ellipsis = self.read() if self.peek().kind == "..." else None
        condition: ast.Expression | None = None
        if self.is_word("if"):
            self.read()
            count = len(self.diagnostics)
            condition = self.expression()
            if self.failed(count):
                return give_up(None)
        closer = self.peek()
        if closer.kind == close:
            self.read()
        else:
            if not self.recovering:
                self.error(closer, summary, "Extra characters after the end of the 'for' expression.")
            closer = self.recover(close)
        if close == "]":
            if key is not None:
                self.place_error(key, summary, "Key expression is not valid when building a tuple.")
            if ellipsis is not None:
                self.error(ellipsis, summary, "Grouping ellipsis (...) cannot be used when building a tuple.")
        elif key is None:
            self.place_error(value, summary, "Key expression is required when building an object.")
        return ast.For(key_name, value_name, collection, key, value, ellipsis is not None, condition, opener.start, closer.end)

    def place_error(self, node: ast.Node, summary: str, detail: str) -> None:
        self.diagnostics.append(syntax_diagnostic(self.source, node.start, node.end, summary, detail))

    def is_word(self, word: str) -> bool:
        token = self.peek()
        return token.kind == "IDENT" and token.text == word

    # -- templates -------------------------------------------------------------------------------------------------------------

    def template_parts(self, end: str, flush: bool, style: str, start: int) -> ast.Expression:
        parts: list[strings.Part] = []
        inside = self.peek()
        trim_left = False
        can_trim = False
        problems: list[strings.Problem] = []
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
                    text = strings.unescape(token.text, token.start, problems) or ""
                    for problem in problems:
                        self.problem(problem)
                    problems.clear()
                else:
                    text = strings.unescape_heredoc(token.text)
                if trimming:
                    text = text.lstrip(strings.WHITE_SPACE)
                parts.append(strings.Part("text", token.start, token.end, text))
                can_trim = True
            elif kind in ("INTERP", "CONTROL"):
                if trimmable and len(token.text) == 3:
                    parts[-1].text = parts[-1].text.rstrip(strings.WHITE_SPACE)
                self.newlines.append(False)
                if kind == "INTERP":
                    trim_left = self.interpolation(parts, token, inside, end)
                else:
                    trim_left = self.directive(parts, token)
                self.newlines.pop()
            else:
                if not self.recovering:
                    self.error(token, "Unterminated template string", "No closing marker was found for the string.")
                token = self.recover(end)
                break
        self.newlines.pop()
        closer = self.last
        node = strings.template(parts, flush, style, start, closer.end, closer.start, problems)
        for problem in problems:
            self.problem(problem)
        return node

    def interpolation(self, parts: list[strings.Part], opener: Token, inside: Token, end: str) -> bool:
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
        parts.append(strings.Part("interp", opener.start, closer.end, expr=expression))
        return trim

    def directive(self, parts: list[strings.Part], opener: Token) -> bool:
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
            parts.append(strings.Part("if", opener.start, self.peek().end, expr=condition))
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
            parts.append(strings.Part("for", opener.start, self.peek().end, expr=collection, key=key, name=value))
        elif name in ("else", "endif", "endfor"):
            parts.append(strings.Part(name, opener.start, self.peek().end))
        else:
            from nomadspec.hcl.suggest import suggestion

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


def attribute_redefined(source: Source, item: ast.Attribute, earlier: ast.Attribute) -> Diagnostic:
    place: Span = source.span(earlier.start, earlier.name_end)
    detail = f'The argument "{item.name}" was already set at {range_text(source, earlier.start, earlier.name_end)}. Each argument may be set only once.'
    return syntax_diagnostic(source, item.start, item.name_end, "Attribute redefined", detail, related=(("first set here", place),))
