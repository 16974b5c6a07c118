"""Bodies written in HCL's JSON syntax, as the items that native bodies have.

JSON does not say what is an argument, a block, a label or a value: the schema does. `JsonBody.items_for` reads an object with the
words a body accepts and gives `Attribute` and `Block` nodes with places in the JSON text, so that all later code is the same for
both syntaxes. Strings are templates, keys of values too; a property named "//" is a comment.
"""

from __future__ import annotations

from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.hcl.ast import Attribute, Block, Body, Damaged, DamagedBody, Expression, Label, Literal, Object, ObjectItem, Tuple
from nomadspec.hcl.errors import range_text
from nomadspec.hcl.json_syntax import JsonArray, JsonBool, JsonNode, JsonNull, JsonNumber, JsonObject, JsonString, template_of
from nomadspec.hcl.string_values import normalize
from nomadspec.hcl.suggest import suggestion
from nomadspec.jobspec.decode_errors import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Final

    from nomadspec.source import Diagnostic, Source

#: Arguments of variables and their rules that are evaluated with nothing in sight: a string there is no template.
PLAIN: Final = frozenset({"default", "description", "error_message"})
#: Arguments whose text is an expression of the native syntax, not a template.
BARE_EXPRESSIONS: Final = frozenset({"type", "iterator"})

#: The words of a whole file and of the bodies of its blocks that are no job: word → (arguments, blocks with their label names).
#: None stands for a body of free keys.
FILE_WORDS: Final[dict[str, tuple[str, ...]]] = {"job": ("name",), "variable": ("name",), "variables": (), "locals": ()}
VARIABLE_WORDS: Final = (("type", "default", "description"), {"validation": ()})
VALIDATION_WORDS: Final[tuple[tuple[str, ...], dict[str, tuple[str, ...]]]] = (("condition", "error_message"), {})

Property = tuple[str, tuple[int, int], JsonNode]


class JsonBody(DamagedBody):
    """A body whose items depend on the words its reader accepts. `value` is an object, or an array of objects that make one together; what reads it finds
    out what is `lost`.

    `definition` is what Nomad shows as the place of its block: the bracket that the block's value opens with, or that of the array
    it stands in. `missing` is where it says that something is missing.
    """

    __slots__ = ("_lost", "definition", "missing", "source", "value")

    def __init__(self, source: Source, value: JsonNode, outer: JsonNode) -> None:
        self._lost: Final[set[str]] = set()
        super().__init__([], value.start, value.end, self._lost)
        self.source: Final = source
        self.value: Final = value
        self.definition: Final = _start(outer)
        self.missing: Final = (value.end - 1, value.end) if isinstance(value, JsonObject) else _start(value)

    def items_for(
        self,
        arguments: Collection[str],
        blocks: Mapping[str, tuple[str, ...]],
        diagnostics: list[Diagnostic],
        bare: Collection[str] = (),
        plain: Collection[str] = (),
    ) -> list[Attribute | Block]:
        """The body's items when it accepts these arguments and these blocks (with their label names)."""
        items: list[Attribute | Block] = []
        seen: dict[str, Property] = {}
        properties = self._properties(self.value, None, diagnostics)
        present = {name for name, _, _ in properties}
        for name, place, value in properties:
            if name in arguments:
                if name in seen:
                    diagnostics.append(_duplicate(self.source, name, place, seen[name]))
                    continue
                seen[name] = (name, place, value)
                items.append(self._attribute(name, place, value, diagnostics, bare=name in bare, plain=name in plain))
            elif name in blocks:
                self._unpack(name, place, value, blocks[name], [], items, diagnostics)
            elif name != "//":
                near = suggestion(name, [word for word in (*sorted(arguments), *sorted(blocks)) if word not in present])
                hint = f" Did you mean {go_quote(near)}?" if near else ""
                detail = f"No argument or block type is named {go_quote(name)}.{hint}"
                diagnostics.append(fault("json-body", self.source, place[0], place[1], "Extraneous JSON object property", detail, help=hint.strip() or None))
        return items

    def free_items(self, diagnostics: list[Diagnostic], *, plain: bool = False) -> list[Attribute | Block]:
        """The body's items when every key is an argument."""
        items: list[Attribute | Block] = []
        seen: dict[str, Property] = {}
        if not isinstance(self.value, JsonObject):
            start, end = _start(self.value)
            detail = "A JSON object is required here, setting the arguments for this block."
            diagnostics.append(fault("json-body", self.source, start, end, "Incorrect JSON value type", detail))
            return items
        for name, place, value in self.value.items:
            if name == "//":
                continue
            if name in seen:
                diagnostics.append(_duplicate(self.source, name, place, seen[name], "Duplicate attribute definition"))
                continue
            seen[name] = (name, place, value)
            items.append(self._attribute(name, place, value, diagnostics, plain=plain))
        return items

    def _properties(self, value: JsonNode, label: str | None, diagnostics: list[Diagnostic], lost: str = "") -> list[Property]:
        """The properties of an object, or of the objects of an array. `label`: the name of the label they are to be, None for a body. `lost`: the word of
        what is lost when the value is neither."""
        purpose = "to define arguments and child blocks" if label is None else f"to specify {label} labels for this block"
        if isinstance(value, JsonObject):
            return value.items
        if isinstance(value, JsonArray):
            found: list[Property] = []
            for element in value.items:
                if isinstance(element, JsonObject):
                    found += element.items
                elif not isinstance(element, JsonNull):
                    start, end = _start(element)
                    detail = f"A JSON object is required here, {purpose}."
                    self._lost.add(lost)
                    diagnostics.append(fault("json-body", self.source, start, end, "Incorrect JSON value type", detail))
            return found
        if not isinstance(value, JsonNull):
            start, end = _start(value)
            detail = f"Either a JSON object or JSON array of objects is required here, {purpose}."
            self._lost.add(lost)
            diagnostics.append(fault("json-body", self.source, start, end, "Incorrect JSON value type", detail))
        return []

    def _attribute(
        self, name: str, place: tuple[int, int], value: JsonNode, diagnostics: list[Diagnostic], *, bare: bool = False, plain: bool = False
    ) -> Attribute:
        return Attribute(name, expression_of(self.source, value, diagnostics, bare=bare, plain=plain), place[0], place[1], value.end)

    def _unpack(
        self,
        word: str,
        place: tuple[int, int],
        value: JsonNode,
        labels: tuple[str, ...],
        found: list[Label],
        items: list[Attribute | Block],
        diagnostics: list[Diagnostic],
    ) -> None:
        """The blocks that a property stands for: a property for each label, then an object, or an array with one for each block."""
        if len(found) < len(labels):
            name = labels[len(found)]
            properties = self._properties(value, name, diagnostics, word)
            if not properties:
                start, end = _start(value)
                detail = f"At least one object property is required, whose name represents the {word} block's {name}."
                self._lost.add(word)
                diagnostics.append(fault("json-body", self.source, start, end, "Missing block label", detail))
            for label, at, inner in properties:
                self._unpack(word, place, inner, labels, [*found, Label(label, True, at[0], at[1])], items, diagnostics)
        elif isinstance(value, JsonObject):
            items.append(self._block(word, place, found, value, value))
        elif isinstance(value, JsonArray):
            items.extend(self._block(word, place, found, element, value) for element in value.items)
        elif not isinstance(value, JsonNull):
            start, end = _start(value)
            detail = f'Either a JSON object or a JSON array is required, representing the contents of one or more "{word}" blocks.'
            self._lost.add(word)
            diagnostics.append(fault("json-body", self.source, start, end, "Incorrect JSON value type", detail))

    def _block(self, word: str, place: tuple[int, int], labels: list[Label], value: JsonNode, outer: JsonNode) -> Block:
        body = JsonBody(self.source, value, outer)
        return Block(word, labels, body, place[0], place[1], value.start, value.end - 1, value.end)


def _start(value: JsonNode) -> tuple[int, int]:
    """The start range of a value: its bracket, or all of it."""
    return (value.start, value.start + 1) if isinstance(value, (JsonObject, JsonArray)) else (value.start, value.end)


class ReadBody(Body):
    """A `JsonBody` whose items have been read; it keeps the places."""

    __slots__ = ("definition", "missing")

    def __init__(self, items: list[Attribute | Block], body: Body) -> None:
        super().__init__(items, body.start, body.end)
        if isinstance(body, JsonBody):
            self.definition: Final = body.definition
            self.missing: Final = body.missing


def file_body(source: Source, root: JsonNode, diagnostics: list[Diagnostic]) -> Body:
    """The body of a whole file. Jobs keep a `JsonBody`; everything else is plain."""
    if not isinstance(root, JsonObject):
        return Body([], root.start, root.end)
    items = JsonBody(source, root, root).items_for((), FILE_WORDS, diagnostics)
    plain: list[Attribute | Block] = []
    for item in items:
        body = item.body if isinstance(item, Block) else None
        if not isinstance(item, Block) or not isinstance(body, JsonBody) or item.type == "job":
            plain.append(item)
        elif item.type == "variable":
            inner = body.items_for(*VARIABLE_WORDS, diagnostics, BARE_EXPRESSIONS, PLAIN)
            rules = [
                _with_items(rule, rule.body.items_for(*VALIDATION_WORDS, diagnostics, plain=PLAIN))
                if isinstance(rule, Block) and isinstance(rule.body, JsonBody)
                else rule
                for rule in inner
            ]
            plain.append(_with_items(item, rules))
        else:
            plain.append(_with_items(item, body.free_items(diagnostics, plain=item.type == "variables")))
    return Body(plain, root.start, root.end)


def values_body(source: Source, root: JsonNode, diagnostics: list[Diagnostic]) -> Body:
    """The body of a file that only gives values to variables."""
    if not isinstance(root, JsonObject):
        return Body([], root.start, root.end)
    return Body(JsonBody(source, root, root).free_items(diagnostics, plain=True), root.start, root.end)


def _with_items(block: Block, items: list[Attribute | Block]) -> Block:
    body = ReadBody(items, block.body)
    return Block(block.type, block.labels, body, block.start, block.type_end, block.open, block.close, block.end)


def _duplicate(source: Source, name: str, place: tuple[int, int], first: Property, summary: str = "Duplicate argument") -> Diagnostic:
    detail = f'The argument "{name}" was already set at {range_text(source, first[1][0], first[2].end)}.'
    return fault("json-body", source, place[0], place[1], summary, detail)


def expression_of(source: Source, value: JsonNode, diagnostics: list[Diagnostic], *, bare: bool = False, plain: bool = False) -> Expression:
    """The expression that a JSON value is. `bare`: a string holds an expression of the native syntax; `plain`: it is no template."""
    if isinstance(value, JsonString):
        if plain:
            return Literal("string", normalize(value.value), "json", value.start, value.end)
        if bare:
            from nomadspec.hcl.parser import parse_expression

            # Blanks in front give every part of the expression its place in the file.
            found, wrong = parse_expression(" " * value.start + value.value, source.path)
            if found is not None and not wrong:
                found.start, found.end = value.start, value.end
                return found
        expression, problems = template_of(value, source)
        if expression is None or problems:
            # Said where the value is asked for, as in Nomad.
            return Damaged(tuple(problems), value.start, value.end)
        expression.start, expression.end = value.start, value.end
        return expression
    if isinstance(value, JsonNumber):
        return Literal("number", value.text, "", value.start, value.end)
    if isinstance(value, JsonBool):
        return Literal("bool", value.value, "", value.start, value.end)
    if isinstance(value, JsonArray):
        return Tuple([expression_of(source, item, diagnostics, plain=plain) for item in value.items], value.start, value.end)
    if isinstance(value, JsonObject):
        items = []
        for name, place, inner in value.items:
            key = expression_of(source, JsonString(name, place[0], place[1]), diagnostics, plain=plain)
            items.append(ObjectItem(key, expression_of(source, inner, diagnostics, plain=plain), place[0], inner.end))
        return Object(items, value.start, value.end)
    return Literal("null", None, "", value.start, value.end)
