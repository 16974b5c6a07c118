"""From the syntax tree of a jobspec and its evaluation to the typed Job, by the block schema as data.

One walk serves every block type: a `BlockPlan` says which attributes and blocks a body may hold; each attribute is evaluated and
read by the reader of its field; each block is decoded in turn, and those that a `dynamic` block stands for take its place. What
Nomad decodes by hand is in `decoders.py`. Bodies with free keys and untyped values (`config`, `policy`) wait until the rest is
done, as they do in Nomad. Every block keeps its `Origin`; places of values are worked out when somebody asks.

Errors are collected, in Nomad's words (`errors.py`), and never stop the walk. A value that depends on a variable without a value, or that is wrong,
leaves its field unset, and so does what is missing or misspelt: of a job with errors everything else can still be checked.
"""

from __future__ import annotations

from nomadspec.evaluation.types import PrimitiveType
from nomadspec.evaluation.values import Null, Unknown, type_name
from nomadspec.hcl.ast import Attribute, Block, Body, DamagedBody, Literal, Object, Traversal, Tuple
from nomadspec.jobspec.block import JobBlock, PartlyKnown, forget, make_unknown
from nomadspec.jobspec.decode_plan import plans_of
from nomadspec.jobspec.decoders import FINISHERS, OWN
from nomadspec.jobspec.dynamic import (
    Turn,
    accepted_arguments,
    body_and_scope,
    content_of,
    dynamic_parts,
    entries_of_collection,
    label_texts,
    written_block,
)
from nomadspec.jobspec.file_structure import MAX_UNEXPECTED
from nomadspec.jobspec.typed_values import NotKnown, Unsuitable, read_any, read_duration, read_string, to_bool, to_number, to_string
from nomadspec.jobspec.written import Origin
from nomadspec.releases import NEWEST
from nomadspec.source.on_demand import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
    from typing import Any, Final

    from nomadspec._generated.job_model import Job
    from nomadspec.evaluation.scope import Scope
    from nomadspec.hcl import suggest
    from nomadspec.hcl.ast import Expression
    from nomadspec.jobspec import decode_errors as errors
    from nomadspec.jobspec.decode_plan import BlockPlan, NestedPlan
    from nomadspec.jobspec.typed_values import Reader
    from nomadspec.releases import Release
    from nomadspec.source import Diagnostic, Source
else:
    suggest = Later("nomadspec.hcl.suggest")
    errors = Later("nomadspec.jobspec.decode_errors")

#: How many blocks all `dynamic` blocks of a job together may make.
MAX_GENERATED: Final = 20_000

#: The longest number, in digits, that suits every field of 64 bits.
_DIGITS: Final = 18

#: What Nomad makes of an empty label in a body with free keys.
_NO_LABEL: Final = '${""}'

_OWN_READERS: Final[dict[str, Reader]] = {"string": to_string, "bool": to_bool, "number": to_number}


def _fields_of_own(name: str) -> tuple[str, ...]:
    """The fields that are in doubt with an attribute of a block that Nomad decodes by hand: which one it ends up in depends on the others."""
    return (name,) if name in ("attribute", "value", "operator", "weight") else ("value", "operator")


def _meant(plan: BlockPlan, required: Sequence[str], mislabelled: list[tuple[Block, NestedPlan]], unexpected: list[Attribute | Block]) -> Iterator[str]:
    """The words of a body that what is wrong with its structure may have been meant as."""
    yield from required
    for _, nest in mislabelled:
        yield nest.word
    words = [*plan.attributes, *plan.blocks]
    for item in unexpected:
        written = item.name if isinstance(item, Attribute) else item.type
        yield from (word for word in words if word == written or suggest.suggestion(written, (word,)))
        if isinstance(item, Block):  # a block too many around what belongs here: `config { source = "data" }` in a volume
            yield from (inner.name for inner in item.body.items if isinstance(inner, Attribute) and inner.name in plan.attributes)


def _lost(body: Body) -> Collection[str]:
    """The words of what a body has lost (`DamagedBody`)."""
    return body.lost if isinstance(body, DamagedBody) else ()


class Decoder:
    """Decodes one job. `diagnostics` is the list to which errors are added, here and by evaluation."""

    def __init__(
        self, source: Source, evaluate: Callable[[Expression, Scope], Any], diagnostics: list[Diagnostic], *, native: bool = True, release: Release = NEWEST
    ) -> None:
        self.source: Final = source
        self.evaluate: Final = evaluate
        self.diagnostics: Final = diagnostics
        self.release: Final = release
        self.plans: Final = plans_of(release)
        self.native: Final = native  # HCL's native syntax, not its JSON syntax
        self.waiting: list[tuple[JobBlock, str, Body, Scope]] = []
        self.generated = 0
        self.forgiving = False  # in blocks whose errors Nomad loses, what is wrong counts as not written

    def job(self, block: Block, scope: Scope) -> Job:
        """The job of a job block. Without a label, its id and name are unknown."""
        job = self.typed("Job", Turn(block, block.body, scope, [block.labels[0].value if block.labels else ""], dynamic=False), scope)
        if not block.labels:
            forget(job, ["id", "name"])
        waiting = self.waiting
        for owner, field, body, inner in waiting:
            setattr(owner, field, self.untyped(body, inner, top=True))
            if "" in _lost(body):
                make_unknown(owner, field)
        job.release = self.release
        return job  # type: ignore[return-value]

    # --- typed blocks

    def typed(self, type_: str, found: Block | Turn, scope: Scope, required: tuple[str, ...] = ()) -> JobBlock:
        """A block of a type of the schema; `scope` is that of the block around it."""
        plan = self.plans[type_]
        if found.__class__ is Block:
            block, body, dynamic = found, found.body, False
        else:
            block, body, scope, dynamic = found.block, found.body, found.scope, found.dynamic  # type: ignore[union-attr]
        evaluate = self.evaluate
        diagnostics = self.diagnostics
        before = len(diagnostics)
        fields: dict[str, Any] = {}
        attributes: dict[str, Attribute] = {}
        maps: dict[str, Any] = {}
        unknown: list[str] = []
        unexpected: list[Attribute | Block] | None = None
        mislabelled: list[tuple[Block, NestedPlan]] | None = None
        nested: dict[str, list[Block | Turn]] | None = None
        accepted = plan.attributes
        for item in body.items if self.native else self._json_items(body, plan.arguments, plan.words):
            if item.__class__ is Attribute:
                entry = accepted.get(item.name)
                if entry is None:
                    word = plan.blocks.get(item.name)
                    if word is not None and word.also_attribute:
                        maps[word.field] = item
                        self._read(item, scope, word.field, word.whole, True, fields, unknown)  # type: ignore[arg-type]
                    else:
                        unexpected = unexpected or []
                        unexpected.append(item)
                    continue
                name, read, nullable, literal = entry
                attributes[name] = item
                if read is None:
                    self._read_own(item, scope, name, plan, fields, unknown)
                    continue
                expr = item.expr
                if expr.__class__ is Literal and expr.kind == literal:  # as most are
                    written: str = expr.value  # type: ignore[assignment]
                    if literal != "number":
                        fields[name] = written
                        continue
                    if len(written) <= _DIGITS and written.isdigit():
                        fields[name] = int(written)
                        continue
                value = evaluate(expr, scope)
                if value.__class__ is str and literal == "string":
                    fields[name] = value
                else:
                    self._store(item, value, scope, name, read, nullable, fields, unknown)
            else:
                kind: str = item.type  # type: ignore[union-attr]
                nest = plan.blocks.get(kind)
                if nest is not None:
                    if len(item.labels) != len(nest.labels):  # type: ignore[union-attr]
                        mislabelled = mislabelled or []
                        mislabelled.append((item, nest))  # type: ignore[arg-type]
                        continue
                    if nested is None:
                        nested = {}
                    nested.setdefault(kind, []).append(item)  # type: ignore[arg-type]
                elif kind == "dynamic":
                    if nested is None:
                        nested = {}
                    faults = len(diagnostics)
                    self._expand(item, plan, scope, nested, unknown)  # type: ignore[arg-type]
                    if len(diagnostics) > faults and item.labels:  # type: ignore[union-attr]
                        self._doubt_word(plan, item.labels[0].value, (), unknown)  # type: ignore[union-attr]
                else:
                    unexpected = unexpected or []
                    unexpected.append(item)
        if plan.required:
            required = (*plan.required, *required)
        if unexpected or mislabelled or (required and not attributes.keys() >= set(required)):
            diagnostics[before:before] = self._structure(plan, block, body, dynamic, required, attributes, maps, mislabelled or [], unexpected or [])
            words = {*attributes, *maps, *(nested or ())}
            for meant in _meant(plan, required, mislabelled or [], unexpected or []):
                self._doubt_word(plan, meant, words, unknown)
        if body.__class__ is not Body and (lost := _lost(body)):
            self._doubt_lost(plan, lost, {*attributes, *maps, *(nested or ())}, unknown)
        if plan.own is not None:
            fields = OWN[type_](fields)
        extras: dict[str, list[JobBlock]] = {}
        untyped: list[tuple[str, Body, Scope]] | None = None
        if nested:
            for kind, several in nested.items():
                nest = plan.blocks[kind]
                if nest.once and nest.type and len(several) == 1:
                    fields[nest.field] = self._once(plan, nest, several[0], scope)
                    continue
                if nest.type:
                    self._nested(plan, nest, several, scope, fields, extras)
                    continue
                chosen = self._only(plan, nest, several, maps.get(nest.field))
                if chosen is None:
                    continue
                maps[nest.field] = written_block(chosen)
                inside, inner = body_and_scope(chosen, scope)
                if nest.values is None:
                    untyped = untyped or []
                    untyped.append((nest.field, inside, inner))
                else:
                    fields[nest.field] = self._free_keys(inside, inner, nest.values)
                    if "" in _lost(inside):
                        unknown.append(nest.field)
        if plan.labels:
            for name, label in zip(plan.labels, label_texts(found), strict=False):
                fields[name] = label
        if type_ == "Job":
            for name in ("id", "name"):
                if fields.get(name) is None:
                    fields[name] = found.labels[0]
        finish = FINISHERS.get(type_)
        if finish is not None:
            finish(fields, attributes, extras)
        made = plan.class_(**fields)
        made.origin = Origin(self.source, block, attributes, maps, scope, dynamic)
        if unknown:
            forget(made, unknown)
        if untyped:
            self.waiting.extend([(made, *waiting) for waiting in untyped])
        return made

    def _json_items(self, body: Body, arguments: Collection[str] | None, blocks: Mapping[str, tuple[str, ...]]) -> list[Attribute | Block]:
        """The items of a body in JSON syntax; None for a body of free keys."""
        from nomadspec.jobspec.json.hcl_body import BARE_EXPRESSIONS, JsonBody

        if not isinstance(body, JsonBody):
            return body.items
        if arguments is None:
            return body.free_items(self.diagnostics)
        return body.items_for(arguments, blocks, self.diagnostics, BARE_EXPRESSIONS if "for_each" in arguments else ())

    def _read(self, item: Attribute, scope: Scope, field: str, read: Reader, nullable: bool, fields: dict[str, Any], unknown: list[str]) -> None:
        self._store(item, self.evaluate(item.expr, scope), scope, field, read, nullable, fields, unknown)

    def _store(self, item: Attribute, value: Any, scope: Scope, field: str, read: Reader, nullable: bool, fields: dict[str, Any], unknown: list[str]) -> None:
        """Puts the value of an attribute into its field, or says why it does not suit."""
        if value is None or value.__class__ is Null:
            if nullable:
                fields[field] = None
            elif read is read_string and value is not None and not isinstance(value.type, PrimitiveType):
                refusal = Unsuitable(f"Unsuitable value: string required, but have {type_name(value)}")
                self.diagnostics.append(errors.unsuitable(self.source, item.expr, refusal, item.name, value).replace(trail=scope(item.expr)))
                self._doubt(unknown, field)
            else:
                problem = errors.unsuitable_null(self.source, item.expr, item.name, duration=read is read_duration)
                self.diagnostics.append(problem.replace(trail=scope(item.expr)))
                self._doubt(unknown, field)
            return
        try:
            if value.__class__ is Unknown:
                raise NotKnown(value.variables)
            fields[field] = read(value)
        except Unsuitable as error:
            self.diagnostics.append(errors.unsuitable(self.source, item.expr, error, item.name, value).replace(trail=scope(item.expr)))
            self._doubt(unknown, field)
        except NotKnown:
            unknown.append(field)

    def _read_own(self, item: Attribute, scope: Scope, name: str, plan: BlockPlan, own: dict[str, Any], unknown: list[str]) -> None:
        value = self.evaluate(item.expr, scope)
        if value is None or value.__class__ is Null:
            return
        try:
            if value.__class__ is Unknown:
                raise NotKnown(value.variables)
            own[name] = _OWN_READERS[plan.own[name]](value)  # type: ignore[index]
        except Unsuitable as error:
            self.diagnostics.append(errors.inappropriate(self.source, item.expr, name, error, value).replace(trail=scope(item.expr)))
            self._doubt(unknown, *_fields_of_own(name))
        except NotKnown:
            unknown.extend(_fields_of_own(name))

    def _doubt(self, unknown: list[str], *fields: str) -> None:
        """Notes that fields are not known, for what was written for them is wrong."""
        if not self.forgiving:
            unknown.extend(fields)

    def _doubt_word(self, plan: BlockPlan, word: str, written: Container[str], unknown: list[str]) -> None:
        """Notes that what a word of the body stands for is not known. What may stand once, and stands there, is."""
        nest = plan.blocks.get(word)
        if word in written and (nest is None or nest.once):
            return
        if nest is not None:
            self._doubt(unknown, nest.field or "group")
        elif word in plan.attributes:
            self._doubt(unknown, *(_fields_of_own(word) if plan.own is not None else (word,)))

    def _doubt_lost(self, plan: BlockPlan, lost: Collection[str], written: Container[str], unknown: list[str]) -> None:
        """Notes that what a damaged body has lost is not known: all that is not written there, where nothing tells what it was."""
        for word in (*plan.attributes, *plan.blocks) if "" in lost else lost:
            self._doubt_word(plan, word, written, unknown)

    def _structure(
        self,
        plan: BlockPlan,
        block: Block,
        body: Body,
        dynamic: bool,
        required: tuple[str, ...],
        attributes: dict[str, Attribute],
        maps: dict[str, Any],
        mislabelled: list[tuple[Block, NestedPlan]],
        unexpected: list[Attribute | Block],
    ) -> list[Diagnostic]:
        """What is missing from a body, which of its blocks have not the labels that they need, and what it should not hold."""
        problems = [errors.missing_argument(self.source, block, name, body) for name in required if name not in attributes]
        for inner, nest in mislabelled[:MAX_UNEXPECTED]:
            fault = errors.extra_label if len(inner.labels) > len(nest.labels) else errors.missing_label
            problems.append(fault(self.source, inner, nest.word, nest.labels))
        if not unexpected:
            return problems
        block_words = sorted([*plan.blocks, "dynamic"])
        within = block.labels[0].value if dynamic else block.type
        del unexpected[MAX_UNEXPECTED:]
        for item in unexpected:
            if isinstance(item, Attribute):
                free = sorted([name for name in plan.attributes if name not in attributes])
                free += sorted([n.word for n in plan.blocks.values() if n.also_attribute and n.field not in maps])
                problems.append(self._of_other_release(plan, item.name, errors.unsupported_argument(self.source, item, free, block_words, within)))
        for item in unexpected:
            if isinstance(item, Block):
                problems.append(
                    self._of_other_release(plan, item.type, errors.unsupported_block(self.source, item, block_words, list(plan.attributes), within))
                )
        return problems

    def _of_other_release(self, plan: BlockPlan, word: str, problem: Diagnostic) -> Diagnostic:
        """The problem of a word that the body does not know, in words about releases when another one knows it."""
        from nomadspec.schema.fields_of_release import other_release

        field = other_release(plan.type, word, self.release)
        return problem if field is None else errors.of_other_release(problem, plan.type, field, self.release)

    def _nested(
        self, plan: BlockPlan, nest: NestedPlan, several: list[Block | Turn], scope: Scope, fields: dict[str, Any], extras: dict[str, list[JobBlock]]
    ) -> None:
        """Decodes all blocks of one word into their field."""
        if plan.type == "Task" and nest.word == "scaling":
            fields["scaling"] = self._task_scalings(nest, several, scope) or None
            return
        if nest.once:
            chosen = self._only(plan, nest, several, None)
            if chosen is not None:
                fields[nest.field] = self._once(plan, nest, chosen, scope)
            return
        lost = plan.type == "TaskGroup" and not nest.field  # Nomad loses the errors in a group's vault and secret blocks
        blocks: list[JobBlock] = []
        labels: list[str] = []
        for found in several:
            if blocks and nest.word == "vault" and not lost:
                self.diagnostics.append(errors.second_block(self.source, written_block(found), written_block(several[0])))
                continue
            before = len(self.diagnostics)
            self.forgiving = self.forgiving or lost
            blocks.append(self.typed(nest.type, found, scope))
            if nest.by_label:
                labels.extend(label_texts(found))
            if lost:
                del self.diagnostics[before:]
                self.forgiving = False
        if not nest.field:
            extras[nest.word] = blocks
        elif nest.by_label:
            fields[nest.field] = dict(zip(labels, blocks, strict=True))
        elif blocks:
            fields[nest.field] = blocks

    def _once(self, plan: BlockPlan, nest: NestedPlan, found: Block | Turn, scope: Scope) -> JobBlock | list[JobBlock]:
        """The value of a field for which one block stands."""
        block = self.typed(nest.type, found, scope, nest.required)
        if plan.type == "TaskGroup" and nest.word == "scaling":
            self._finish_group_scaling(block)
        return [block] if nest.listed else block

    def _only(self, plan: BlockPlan, nest: NestedPlan, several: list[Block | Turn], attribute: Attribute | None) -> Block | Turn | None:
        """The one block of a word that may stand once."""
        first = several[0]
        if attribute is not None:
            self.diagnostics.append(errors.block_beside_attribute(self.source, written_block(first), attribute))
            return None
        if len(several) > 1:
            self.diagnostics.append(errors.duplicate_block(self.source, written_block(several[1]), written_block(first), nest.word))
        return first

    # --- scaling

    def _finish_group_scaling(self, block: Any) -> None:
        written = block.get("type")
        if written == "":
            block.type = "horizontal"
        elif written not in (None, "horizontal"):
            self.diagnostics.append(errors.group_scaling_type(self.source, block.origin.attributes["type"].expr, written))

    def _task_scalings(self, nest: NestedPlan, several: list[Block | Turn], scope: Scope) -> list[JobBlock]:
        seen: dict[str, Block] = {}
        policies: list[JobBlock] = []
        for found in several:
            block = written_block(found)
            name = label_texts(found)[0].lower()
            if name not in ("cpu", "mem"):
                label = found.labels[0] if isinstance(found, Block) else found.named[0]
                self.diagnostics.append(errors.task_scaling_name(self.source, label))
                continue
            if name in seen:
                self.diagnostics.append(errors.duplicate_task_scaling(self.source, block, seen[name], name))
                continue
            seen[name] = block
            policy: Any = self.typed(nest.type, found, scope)
            derived = f"vertical_{name}"
            written = policy.get("type")
            if written == "":
                policy.type = derived
            elif written not in (None, derived):
                self.diagnostics.append(errors.task_scaling_type(self.source, block, written, derived))
            policies.append(policy)
        return policies

    # --- bodies with free keys

    def _free_keys(self, body: Body, scope: Scope, read: Reader) -> dict[str, Any]:
        """A body whose attributes are the keys of a map with typed values."""
        result: dict[str, Any] = {}
        unknown: list[str] = [*_lost(body)]
        fields: dict[str, Any] = {}
        items = body.items if self.native else self._json_items(body, None, {})
        blocks = {item.type for item in items if item.__class__ is Block}
        for item in items:
            if isinstance(item, Block):
                if item.type in blocks:
                    blocks.discard(item.type)
                    self._store_block(item, read)
                continue
            if blocks and item.name in blocks:
                continue
            value = self.evaluate(item.expr, scope)
            if value.__class__ is str and read is read_string:
                result[item.name] = value
                continue
            if self.native and item.expr.__class__ is Object and value.__class__ is dict:
                value = (value,)
            fields.clear()
            self._store(item, value, scope, item.name, read, False, fields, unknown)
            # What does not suit leaves its key behind, which shows where Nomad loses the error.
            result.update(fields or {item.name: "" if read is read_string else None})
        return PartlyKnown(result, unknown) if unknown else result

    def _store_block(self, block: Block, read: Reader) -> None:
        """A block where a plain value must stand: Nomad makes a list of it, which does not suit."""
        try:
            read(({},))
        except Unsuitable as error:
            self.diagnostics.append(errors.unsuitable_at(self.source, block.open, block.open + 1, error, block.type))

    def untyped(self, body: Body, scope: Scope, *, top: bool = False) -> dict[str, Any]:
        """A body whose attributes are the keys of a map with values of any type; blocks in it become lists of maps.

        At the `top`, an attribute that is null is left out; further in it stays.
        """
        result: dict[str, Any] = {}
        unknown: list[str] = [*_lost(body)]
        lists: dict[str, list[Any]] = {}
        damaged: list[str] = []
        for item in body.items if self.native else self._json_items(body, None, {}):
            if isinstance(item, Block):
                inner: Any = self.untyped(item.body, scope)
                if "" in _lost(item.body):
                    damaged.append(item.type)
                for label in reversed(item.labels):
                    inner = {label.value or _NO_LABEL: [inner]}
                lists.setdefault(item.type, []).append(inner)
                continue
            value = self.evaluate(item.expr, scope)
            if value.__class__ is str:
                result[item.name] = value
                continue
            try:
                plain = read_any(value)
            except NotKnown:
                unknown.append(item.name)
                continue
            except Unsuitable as error:
                self.diagnostics.append(errors.unprintable(self.source, item.expr, error))
                self._doubt(unknown, item.name)
                continue
            if plain is None and top:
                continue
            result[item.name] = [plain] if self.native and item.expr.__class__ is Object and plain.__class__ is dict else plain
        if lists:
            result.update(lists)
            unknown = [name for name in unknown if name not in lists] + damaged
        return PartlyKnown(result, unknown) if unknown else result

    # --- dynamic blocks

    def _expand(self, block: Block, plan: BlockPlan, scope: Scope, nested: dict[str, list[Block | Turn]], unknown: list[str]) -> None:
        """Adds the blocks that a `dynamic` block stands for, or notes that its field is not known."""
        if len(block.labels) != 1:
            fault = errors.missing_label if not block.labels else errors.extra_label
            self.diagnostics.append(fault(self.source, block, "dynamic", ("type",)))
            return
        word = block.labels[0].value
        nest = plan.blocks.get(word)
        if nest is None:
            self.diagnostics.append(errors.unsupported_dynamic(self.source, block, sorted(plan.blocks)))
            return
        items = block.body.items if self.native else self._json_items(block.body, accepted_arguments(nest), {"content": ()})
        parts = dynamic_parts(self.source, block, items, nest, self.diagnostics)
        if parts is None:
            return
        attributes, contents = parts
        each = attributes["for_each"].expr
        faults = len(self.diagnostics)
        collection = self.evaluate(each, scope)
        if len(self.diagnostics) > faults:
            return
        null = collection is None or collection.__class__ is Null
        entries = entries_of_collection(collection)
        if entries is None and not null and collection.__class__ is not Unknown:
            self.diagnostics.append(errors.for_each(self.source, each, type_name(collection)))
            return
        name = word
        if "iterator" in attributes:
            iterator = attributes["iterator"].expr
            if not isinstance(iterator, Traversal):
                self.diagnostics.append(errors.iterator_expression(self.source, iterator))
                return
            if iterator.steps:
                self.diagnostics.append(errors.iterator_name(self.source, iterator))
                return
            name = iterator.root
        label_exprs: list[Expression] = []
        if nest.labels:
            expr = attributes["labels"].expr
            if not isinstance(expr, Tuple):
                self.diagnostics.append(errors.label_list(self.source, expr))
                return
            label_exprs = expr.items
            if len(label_exprs) != len(nest.labels):
                self.diagnostics.append(errors.label_count(self.source, expr, label_exprs, word, len(nest.labels)))
                return
        content = content_of(self.source, block, contents, self.diagnostics)
        if content is None:
            return
        if null:
            self.diagnostics.append(errors.for_each(self.source, each, None))
            return
        if entries is None:
            unknown.append(nest.field or "group")
            return
        turns = nested.setdefault(word, [])
        for key, value in entries:
            self.generated += 1
            if self.generated > MAX_GENERATED:
                if self.generated == MAX_GENERATED + 1:
                    self.diagnostics.append(errors.too_many_blocks(self.source, block, MAX_GENERATED))
                break
            inner = scope.with_iterator(name, key, value, block)
            labels = self._dynamic_labels(label_exprs, inner, nest, unknown)
            if labels is not None:
                turns.append(Turn(block, content.body, inner, labels, named=label_exprs))
        if not turns:
            del nested[word]

    def _dynamic_labels(self, exprs: list[Expression], scope: Scope, nest: NestedPlan, unknown: list[str]) -> list[str] | None:
        labels = []
        for expr in exprs:
            value = self.evaluate(expr, scope)
            if value.__class__ is Unknown:
                unknown.append(nest.field or "group")
                return None
            if value is None or value.__class__ is Null:
                self.diagnostics.append(errors.null_label(self.source, expr))
                return None
            try:
                labels.append(to_string(value))
            except Unsuitable as error:
                self.diagnostics.append(errors.unsuitable_label(self.source, expr, error))
                return None
        return labels
