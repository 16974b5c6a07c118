"""Expressions: operators, references, calls, collections. The order of the checks is that of Nomad, since the first to fail is reported."""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.hcl.exact.lexer import is_number
from nomadspec.hcl.exact.reader import TooDeep
from nomadspec.hcl.exact.templates import TemplateReader
from nomadspec.hcl.limits import FAST_CHAIN, MAX_TREE
from nomadspec.hcl.nodes import LEVELS, binary, index, object_key, stepped, tree_depth, whole_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.hcl.exact.lexer import Token

_KEYWORDS: Final[dict[str, tuple[str, bool | None]]] = {"true": ("bool", True), "false": ("bool", False), "null": ("null", None)}
_UNCLOSED_OBJECT = "There is no corresponding closing brace before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file."
_UNCLOSED_TUPLE = (
    "There is no corresponding closing bracket before the end of the file. This may be caused by incorrect bracket nesting elsewhere in this file."
)


class ExpressionReader(TemplateReader):
    """Reads one expression, however it goes on."""

    def whole_expression(self) -> ast.Expression:
        """An expression that stands in no other; not deeper than recursion goes."""
        token = self.peek()
        self.chain = 0
        expression = self.expression()
        if self.chain > FAST_CHAIN and tree_depth(expression) > MAX_TREE:
            raise TooDeep(token)
        return expression

    def expression(self) -> ast.Expression:
        self.deeper()
        count = self.errors
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
        count = self.errors
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
        count = self.errors
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
        count = self.errors
        expression = self.expression()
        if self.errors > count:
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
            count = self.errors
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
            count = self.errors
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
            count = self.errors
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
        count = self.errors
        collection = self.expression()
        if self.failed(count):
            return give_up(None)
        if self.peek().kind != ":":
            return give_up("For expression requires a colon after the collection expression.")
        self.read()
        key: ast.Expression | None = None
        count = self.errors
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
            count = self.errors
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
