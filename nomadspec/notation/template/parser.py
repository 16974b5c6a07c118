"""Tokens into a template, stopping at the first error with Go's words and line.

The line of an error is that of the token read last, looked ahead or not, which is why each tree (the text itself, each `define` and each
`block`) keeps its own record of how far it has read. Functions must be known, variables declared before they are used; `else if` chains are
read in a loop, everything else that nests goes as deep as `_DEEPEST`.
"""

from __future__ import annotations

from nomadspec.notation.go_text import quote, trim_space
from nomadspec.notation.template import lexer, literals, nodes
from nomadspec.notation.template.lexer import CHAR, CHAR_CONSTANT, CLOSE, COMPLEX, EOF, ERROR, FIELD, LEFT, OPEN, RIGHT, TEXT, Token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Final

_DEEPEST = 120
"""Levels of nesting. Go has no limit that a text of sensible size reaches; no template written by hand comes near this one."""

_OPERANDS = frozenset(
    (
        lexer.BOOL,
        CHAR_CONSTANT,
        COMPLEX,
        lexer.DOT,
        FIELD,
        lexer.IDENTIFIER,
        lexer.NUMBER,
        "nil",
        lexer.RAW_STRING,
        lexer.STRING,
        lexer.VARIABLE,
        OPEN,
    )
)


#: What reads a literal, where it is no string.
_READERS: Final = {CHAR_CONSTANT: literals.character, lexer.NUMBER: literals.number, COMPLEX: literals.complex_number}


#: What ends a pipeline.
_ENDS: Final = frozenset((RIGHT, CLOSE))
#: Keywords that make an action something else than a pipeline.
_BEGINNINGS: Final = lexer.KEYWORDS - {"define", "nil"}


class TemplateError(Exception):
    """A text that is no template: `message` and `line` as the program reports them; `offset` of the token it stopped at."""

    def __init__(self, message: str, line: int, offset: int) -> None:
        super().__init__(message)
        self.message: Final = message
        self.line: Final = line
        self.offset: Final = offset

    @property
    def text(self) -> str:
        """The whole text of the error, for a template without a name."""
        return f"template: :{self.line}: {self.message}"


class _End(nodes.Node):
    """`{{ end }}` or `{{ else }}` where a body ends. `chained`: the `if` or `with` that follows the `else`, "" for none."""

    is_else: bool
    chained: str = ""

    def __str__(self) -> str:
        return "{{else}}" if self.is_else else "{{end}}"


class _Cursor:
    """The place in the tokens, shared by all trees; and what they define."""

    __slots__ = ("assigns", "at", "definitions", "depth", "functions", "last", "named", "tokens")

    def __init__(self, tokens: list[Token], functions: Container[str]) -> None:
        self.tokens: Final = tokens
        self.last: Final = len(tokens) - 1
        self.functions: Final = functions
        self.named: Final[set[str]] = set()
        self.assigns = False
        self.at = 0
        self.depth = 0
        self.definitions: dict[str, tuple[nodes.Node, ...]] = {}


def parse(text: str, left: str = "{{", right: str = "}}", functions: Container[str] | None = None) -> nodes.Template:
    """The template; `functions` are the names that may be called (None: those of consul-template). Raises TemplateError."""
    if functions is None:
        from nomadspec.notation.template.functions import FUNCTIONS

        functions = FUNCTIONS
    cursor = _Cursor(lexer.tokenize(text, left, right), functions)
    tree = _Tree(cursor)
    body = tree.top_level()
    tree.define("", body)
    definitions = cursor.definitions
    body = definitions.pop("")
    return nodes.Template(body, definitions, frozenset(cursor.named), cursor.assigns)


class _Tree:
    __slots__ = ("_action_line", "_cursor", "_known", "_range_depth", "_read", "_variables")

    def __init__(self, cursor: _Cursor) -> None:
        self._cursor: Final = cursor
        self._read = -1  # the token read last, for the lines of errors
        self._action_line = 0
        self._range_depth = 0
        self._variables = ["$"]  # in order of declaration; those of a control go with it
        self._known = {"$": 1}  # how often each is declared

    # --- tokens

    def _next(self) -> Token:
        token = self._peek()
        self._cursor.at += 1
        return token

    def _back(self) -> None:
        self._cursor.at -= 1

    def _peek(self) -> Token:
        cursor = self._cursor
        at = cursor.at
        if at > cursor.last:
            at = cursor.at = cursor.last
        if at > self._read:
            self._read = at
        return cursor.tokens[at]

    def _expect(self, kind: str, context: str) -> Token:
        token = self._next()
        if token.kind != kind:
            raise self._unexpected(token, context)
        return token

    # --- errors

    def _error(self, message: str) -> TemplateError:
        token = self._cursor.tokens[self._read] if self._read >= 0 else None
        return TemplateError(message, token.line if token else 0, token.offset if token else 0)

    def _unexpected(self, token: Token, context: str) -> TemplateError:
        if token.kind == ERROR:
            extra = ""
            if self._action_line and self._action_line != token.line:
                extra = f" in action started at :{self._action_line}"
                if token.value.endswith(" action"):
                    extra = extra.removeprefix(" in action")
            return self._error(f"{token}{extra}")
        return self._error(f"unexpected {token} in {context}")

    def _literal(self, token: Token) -> nodes.Literal:
        try:
            return nodes.Literal(token.offset, token.line, _READERS.get(token.kind, literals.unquote)(token.value))
        except ValueError as error:
            raise self._error(str(error)) from None

    def _enter(self) -> None:
        self._cursor.depth += 1
        if self._cursor.depth > _DEEPEST:
            raise self._error("the template is nested too deeply to be read here")

    def _leave(self) -> None:
        self._cursor.depth -= 1

    # --- bodies

    def top_level(self) -> tuple[nodes.Node, ...]:
        found: list[nodes.Node] = []
        while (token := self._peek()).kind != EOF:
            self._cursor.at += 1
            if token.kind == LEFT:
                before = self._cursor.at
                if self._next().kind == "define":
                    _Tree(self._cursor).definition()
                    continue
                self._cursor.at = before
            node = self._text_or_action(token)
            if isinstance(node, _End):
                raise self._error(f"unexpected {node}")
            found.append(node)
        return tuple(found)

    def define(self, name: str, body: tuple[nodes.Node, ...]) -> None:
        """Record a definition; a second one is allowed where one of the two is empty."""
        definitions = self._cursor.definitions
        if name not in definitions or _is_empty(definitions[name]):
            definitions[name] = body
        elif not _is_empty(body):
            raise self._error(f"template: multiple definition of template {quote(name)}")

    def definition(self) -> None:
        context = "define clause"
        token = self._next()
        if token.kind not in (lexer.STRING, lexer.RAW_STRING):
            raise self._unexpected(token, context)
        name = str(self._literal(token).value)
        self._expect(RIGHT, context)
        body, end = self._body()
        if end.is_else:
            raise self._error(f"unexpected {end} in {context}")
        self.define(name, body)

    def _body(self) -> tuple[tuple[nodes.Node, ...], _End]:
        self._enter()
        found: list[nodes.Node] = []
        while (token := self._next()).kind != EOF:
            node = self._text_or_action(token)
            if isinstance(node, _End):
                self._leave()
                return tuple(found), node
            found.append(node)
        raise self._error("unexpected EOF")

    def _text_or_action(self, token: Token) -> nodes.Node:
        """What begins with this token."""
        if token.kind == TEXT:
            return nodes.Text(token.offset, token.line, token.value)
        if token.kind != LEFT:
            raise self._unexpected(token, "input")
        self._action_line = token.line
        node = self._action()
        self._action_line = 0
        return node

    # --- actions

    def _action(self) -> nodes.Node:
        token = self._peek()
        kind = token.kind
        if kind not in _BEGINNINGS:
            return nodes.Action(token.offset, token.line, self._pipeline("command", RIGHT))
        self._cursor.at += 1
        if kind == "end":
            token = self._expect(RIGHT, "end")
            return _End(token.offset, token.line, is_else=False)
        if kind == "else":
            return self._else()
        if kind == "template":
            return self._template()
        if kind == "block":
            return self._block()
        if kind in ("break", "continue"):
            return self._jump(token)
        return self._control(token)

    def _else(self) -> _End:
        token = self._peek()
        # What follows stays unread: `{{else if` goes on like `{{else}}{{if`.
        if token.kind in ("if", "with"):
            return _End(token.offset, token.line, is_else=True, chained=token.kind)
        token = self._expect(RIGHT, "else")
        return _End(token.offset, token.line, is_else=True)

    def _jump(self, token: Token) -> nodes.Node:
        name = f"{{{{{token.kind}}}}}"
        following = self._next()
        if following.kind != RIGHT:
            raise self._unexpected(following, name)
        if not self._range_depth:
            raise self._error(f"{name} outside {{{{range}}}}")
        return nodes.Jump(token.offset, token.line, token.kind)

    def _control(self, token: Token) -> nodes.Node:
        """`if`, `with`, `range`. A chain of `else if` is collected flat and folded from its end."""
        keyword = token.kind
        declared = len(self._variables)
        links: list[tuple[Token, nodes.Pipeline, tuple[nodes.Node, ...]]] = []
        otherwise: tuple[nodes.Node, ...] | None = None
        while True:
            pipeline = self._pipeline(keyword, RIGHT)
            self._range_depth += keyword == "range"
            body, end = self._body()
            self._range_depth -= keyword == "range"
            links.append((token, pipeline, body))
            if not end.is_else:
                break
            if keyword != "range" and self._peek().kind == keyword:
                token = self._next()
                continue
            otherwise, end = self._body()
            if end.is_else:
                raise self._error(f"expected end; found {end}")
            break
        self._forget(declared)
        for token, pipeline, body in reversed(links):
            node = nodes.Control(token.offset, token.line, keyword, pipeline, body, otherwise)
            otherwise = (node,)
        return node

    def _name(self, token: Token, context: str) -> str:
        if token.kind not in (lexer.STRING, lexer.RAW_STRING):
            raise self._unexpected(token, context)
        return str(self._literal(token).value)

    def _template(self) -> nodes.Node:
        context = "template clause"
        token = self._next()
        name = self._name(token, context)
        pipeline = None
        if self._next().kind != RIGHT:
            self._back()
            pipeline = self._pipeline(context, RIGHT)
        return nodes.Invocation(token.offset, token.line, name, pipeline)

    def _block(self) -> nodes.Node:
        context = "block clause"
        token = self._next()
        name = self._name(token, context)
        pipeline = self._pipeline(context, RIGHT)
        inner = _Tree(self._cursor)
        body, end = inner._body()
        if end.is_else:
            raise self._error(f"unexpected {end} in {context}")
        inner.define(name, body)
        return nodes.Invocation(token.offset, token.line, name, pipeline)

    # --- pipelines

    def _pipeline(self, context: str, end: str) -> nodes.Pipeline:
        self._enter()
        first = token = self._peek()
        variables: list[nodes.Variable] = []
        assigns = False
        if token.kind == lexer.VARIABLE:
            variables, assigns = self._declarations(context)
            token = self._peek()
        commands: list[nodes.Command] = []
        while token.kind != end:
            if token.kind not in _OPERANDS:
                raise self._unexpected(token, context)
            commands.append(self._command(token))
            token = self._peek()
        self._cursor.at += 1
        if not commands:
            raise self._error(f"missing value for {context}")
        if len(commands) > 1:
            for stage, command in enumerate(commands[1:], 2):
                if isinstance(command.operands[0], (nodes.Literal, nodes.Dot)):
                    raise self._error(f"non executable command in pipeline stage {stage}")
        self._leave()
        return nodes.Pipeline(first.offset, first.line, tuple(variables), assigns, tuple(commands))

    def _declarations(self, context: str) -> tuple[list[nodes.Variable], bool]:
        variables: list[nodes.Variable] = []
        while self._peek().kind == lexer.VARIABLE:
            token = self._next()
            place = self._cursor.at - 1
            following = self._peek()
            comma = following.kind == CHAR and following.value == ","
            if not comma and following.kind not in (lexer.ASSIGN, lexer.DECLARE):
                self._cursor.at = place
                break
            self._next()
            variables.append(nodes.Variable(token.offset, token.line, token.value))
            self._declare(token.value)
            if not comma:
                assigns = following.kind == lexer.ASSIGN
                self._cursor.assigns = self._cursor.assigns or assigns
                return variables, assigns
            if context != "range" or len(variables) > 1:
                raise self._error(f"too many declarations in {context}")
            if self._peek().kind not in (lexer.VARIABLE, RIGHT, CLOSE):
                raise self._error("range can only initialize variables")
        return variables, False

    def _declare(self, name: str) -> None:
        self._variables.append(name)
        self._known[name] = self._known.get(name, 0) + 1

    def _forget(self, declared: int) -> None:
        """Drop the variables declared since there were `declared`."""
        for name in self._variables[declared:]:
            self._known[name] -= 1
        del self._variables[declared:]

    def _command(self, first: Token) -> nodes.Command:
        """The command that begins with the next token, `first`."""
        operands: list[nodes.Node] = []
        token = first
        while True:
            operand = self._term(token)
            token = self._peek()
            if operand is not None:
                if token.kind == FIELD and not token.spaced:
                    operand = self._named(operand, token)
                    token = self._peek()
                operands.append(operand)
            kind = token.kind
            if kind in _ENDS:
                break
            if kind == lexer.PIPE:
                self._cursor.at += 1
                break
            if operand is None or not token.spaced:
                raise self._unexpected(token, "operand")
        if not operands:
            raise self._error("empty command")
        return nodes.Command(first.offset, first.line, tuple(operands))

    def _named(self, term: nodes.Node, start: Token) -> nodes.Node:
        """The term with the names behind it, the first of which is `start`."""
        names: list[str] = []
        token = start
        while token.kind == FIELD and not token.spaced:
            last = token
            names.append(token.value[1:])
            self._cursor.at += 1
            token = self._peek()
        if isinstance(term, nodes.Field):
            return nodes.Field(term.offset, term.line, (*term.names, *names))
        if isinstance(term, nodes.Variable):
            return nodes.Variable(term.offset, term.line, term.name, (*term.names, *names))
        if isinstance(term, (nodes.Literal, nodes.Dot)):
            shown = "." if isinstance(term, nodes.Dot) else self._source(term)
            said = f"unexpected . after term {quote(shown)}"
            # White space behind the names has been read, and what follows it has not.
            raise TemplateError(said, last.line, last.offset + len(last.value)) if token.spaced else self._error(said)
        return nodes.Chain(start.offset, start.line, term, tuple(names))

    def _source(self, literal: nodes.Literal) -> str:
        """A literal as written."""
        return next(token.value for token in self._cursor.tokens if token.offset == literal.offset)

    def _term(self, token: Token) -> nodes.Node | None:
        """What begins with the next token, `token`; None where nothing does."""
        kind, offset, line = token.kind, token.offset, token.line
        if kind not in _OPERANDS:
            return None
        self._cursor.at += 1
        if kind == lexer.IDENTIFIER:
            if token.value not in self._cursor.functions:
                raise self._error(f"function {quote(token.value)} not defined")
            self._cursor.named.add(token.value)
            return nodes.Function(offset, line, token.value)
        if kind == FIELD:
            return nodes.Field(offset, line, (token.value[1:],))
        if kind == lexer.STRING:
            return self._literal(token)
        if kind == lexer.DOT:
            return nodes.Dot(offset, line)
        if kind == "nil":
            return nodes.Literal(offset, line, None)
        if kind == lexer.VARIABLE:
            if not self._known.get(token.value):
                raise self._error(f"undefined variable {quote(token.value)}")
            return nodes.Variable(offset, line, token.value)
        if kind == lexer.BOOL:
            return nodes.Literal(offset, line, token.value == "true")
        if kind == OPEN:
            return self._pipeline("parenthesized pipeline", CLOSE)
        return self._literal(token)


def _is_empty(body: tuple[nodes.Node, ...]) -> bool:
    """Whether a body has nothing but white space."""
    return all(isinstance(node, nodes.Text) and not trim_space(node.text) for node in body)
