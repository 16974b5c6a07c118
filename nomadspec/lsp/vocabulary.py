"""The words of files that are no jobspecs, from the tables that read them: agent configuration, volumes and other specifications, variable files, test
files and nomadspec.toml.

words_at(document, offset, jobspecs)    what can be written at a place, by name
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from nomadspec.source.record import Record
from nomadspec.source.relative_path import relative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from dataclasses import KW_ONLY
    from typing import Any, Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.outline import Entry
    from nomadspec.workspace.configuration_keys import Key

    Words = Mapping[str, "Word"]
    Jobspecs = Callable[[], Iterable[Document]]

_TABLE: Final = re.compile(r"^[ \t]*(\[\[?)([^\]\n]*)\]{0,2}[ \t]*(?:#.*)?$", re.MULTILINE)


class Word(Record):
    """The name of an argument or a block. `type` is shown behind it, `values` are those that it can have, `text` is inserted for it."""

    name: str
    type: str
    _: KW_ONLY
    help: str = ""
    default: str = ""
    block: bool = False
    repeated: bool = False
    required: bool = False
    values: tuple[str, ...] = ()
    text: str = ""


def words_at(document: Document, offset: int, jobspecs: Jobspecs) -> Words:
    """The words of the block around an offset."""
    if document.kind == "configuration":
        return _of_configuration(table_at(document, offset))
    if document.is_json:
        return {}
    return words_of(document, document.outline.block_at(offset), jobspecs)


def words_of(document: Document, block: Entry, jobspecs: Jobspecs) -> Words:
    """The words of a block in a file that is written in HCL."""
    chain = [entry.name for entry in block.chain()]
    if document.kind == "agent":
        return _of_agent(".".join(chain))
    if document.kind == "test":
        return _of_test(chain)
    if document.kind == "values" and not chain:
        return _of_values(document, jobspecs())
    return _of_specification(document, chain)


# --- agent configuration


def _of_agent(path: str) -> Words:
    from nomadspec.agent.config_schema import BLOCKS, FIELDS

    inside = f"{path}." if path else ""
    found: dict[str, Word] = {}
    for field in FIELDS.values():
        if field.path == inside + field.name:
            default = _literal(field.effective or field.default)
            text = f'{field.name} = "$0"' if field.type in ("string", "duration") else f"{field.name} = [$0]" if field.type == "strings" else ""
            found[field.name] = Word(field.name, _AGENT_TYPES.get(field.type, field.type), default=default, text=text)
    for block in BLOCKS.values():
        if block.path == inside + block.name:
            label = ' "${1:name}"' if block.kind == "labelled" else ""
            found[block.name] = Word(block.name, "block", block=True, repeated=block.kind != "once", text=f"{block.name}{label} {{\n  $0\n}}")
    return found


_AGENT_TYPES: Final = {"strings": "list(string)", "map": "map(string)"}


def _literal(value: Any) -> str:
    import json

    return "" if value in (None, "", [], {}, ()) else json.dumps(value, default=str)


# --- volumes, namespaces, node pools, quotas, ACL policies, variables


def _of_specification(document: Document, chain: list[str]) -> Words:
    from nomadspec.specs.spec_words import words_of as of_kind

    found = of_kind(document.kind, document.outline.root.text_of("type") or "", chain)
    return {
        word.name: Word(
            *(word.name, _SPEC_TYPES.get(word.type, word.type)),
            help=word.meaning,
            block=word.type == "block",
            repeated=word.type == "block",
            required=word.required,
            values=word.values,
            text=_block_of(word.name, word.labels, word.needed) if word.type == "block" else f"{word.name} = {_SPEC_VALUES[word.type]}",
        )
        for word in found.values()
    }


_SPEC_TYPES: Final = {"list": "list(string)", "size": "number or size"}
#: Type → what stands for a value of it.
_SPEC_VALUES: Final = {"string": '"$0"', "duration": '"$0"', "size": '"$0"', "list": '["$0"]', "bool": "$0", "int": "$0"}


def _block_of(name: str, labels: int, needed: Iterable[str]) -> str:
    label = ' "${1:name}"' if labels else ""
    lines = [f'  {argument} = "${number}"\n' for number, argument in enumerate(needed, 1 + labels)]
    return f"{name}{label} {{\n{''.join(lines)}  $0\n}}"


# --- test files


_SETTING_TEXTS: Final = {
    "state": "State of the cluster: a file relative to this one, or a URI that `--state` accepts.",
    "var_files": "Variable files for the jobspecs.",
    "variables": "Values of variables of the jobspecs.",
    "now": "The time at which the scheduler runs, as RFC 3339.",
    "jobs": "The jobspecs to run, relative to this file.",
    "each": "One run for every value of this key of the nodes, such as meta.rack; `each.value` in the blocks below.",
    "condition": "What must be true.",
    "error_message": "What to report if it is not.",
}
_CHANGE_TEXTS: Final = {
    "drain": "Drain nodes.",
    "lose": "Lose nodes: they go down.",
    "ineligible": "Make nodes ineligible for new allocations.",
    "eligible": "Make nodes eligible for new allocations.",
    "add": "Add nodes that are like another one.",
    "set": "Change attributes or meta of nodes.",
    "scheduler": "Change the configuration of the scheduler.",
    "stop": "Stop a job.",
    "scale": "Change the count of a group.",
    "assert": "A condition that must hold after the changes.",
}


def _of_test(chain: list[str]) -> Words:
    from nomadspec.workspace.placement_tests.reading import ASSERT, CHANGES, OF_A_TEST, SETTINGS

    if not chain:
        words = [_setting(name) for name in SETTINGS]
        blocks = [Word("test", "block", help="A test.", block=True, repeated=True, text='test "${1:what holds}" {\n  assert {\n    condition = $0\n  }\n}')]
        blocks += [Word(name, "block", block=True, repeated=True, text=text) for name, text in _DECLARATIONS.items()]
    elif chain == ["test"]:
        words = [_setting(name) for name in (*SETTINGS, *OF_A_TEST)]
        rows = {**CHANGES, "assert": ASSERT}
        blocks = [
            Word(name, "block", help=_CHANGE_TEXTS.get(name, ""), block=True, repeated=True, text=_block_text(name, attributes))
            for name, attributes in rows.items()
        ]
    elif len(chain) == 2 and chain[0] == "test":
        attributes = ASSERT if chain[1] == "assert" else CHANGES.get(chain[1], {})
        return {name: Word(name, "", help=_SETTING_TEXTS.get(name, ""), required=required) for name, required in attributes.items()}
    else:
        return {}
    return {word.name: word for word in (*words, *blocks)}


_DECLARATIONS: Final = {"locals": "locals {\n  $0\n}", "variable": 'variable "${1:name}" {\n  $0\n}'}


def _setting(name: str) -> Word:
    return Word(name, "", help=_SETTING_TEXTS.get(name, ""))


def _block_text(name: str, attributes: Mapping[str, bool]) -> str:
    needed = [attribute for attribute, required in attributes.items() if required]
    return f"{name} {{\n" + "".join(f"  {attribute} = ${number}\n" for number, attribute in enumerate(needed, 1)) + "  $0\n}"


# --- variable files


def _of_values(document: Document, jobspecs: Iterable[Document]) -> Words:
    """The variables that jobspecs declare, those in the same folder first."""
    folder = os.path.dirname(document.path)
    found: dict[str, Word] = {}
    for jobspec in sorted(jobspecs, key=lambda one: os.path.dirname(one.path) != folder):
        for block in [] if jobspec.is_json else jobspec.outline.root.blocks:
            if block.name == "variable" and block.labels:
                name = block.labels[0].text
                about = f"Variable of {relative(jobspec.path, folder) if jobspec.path else 'a jobspec'}."
                help = f"{block.text_of('description') or ''}\n\n{about}".strip()
                found.setdefault(name, Word(name, _written(jobspec, block, "type"), help=help, default=_written(jobspec, block, "default")))
    return found


def _written(document: Document, block: Entry, name: str) -> str:
    """An argument as it is written, on one line; "" for a long one."""
    item = next((item for item in block.items if item.name == name and not item.is_block), None)
    text = " ".join(document.text[item.equals + 1 : item.end].split()) if item is not None else ""
    return text if len(text) <= 80 else ""


# --- nomadspec.toml


def table_at(document: Document, offset: int) -> str:
    """The name of the table that an offset is in; of pyproject.toml inside [tool.nomadspec]. "?" for one that is not ours."""
    name = ""
    for match in _TABLE.finditer(document.text, 0, max(document.text.rfind("\n", 0, offset), 0)):
        name = match[2].strip()
    if document.path.endswith("pyproject.toml"):
        first, _, rest = name.partition("tool.nomadspec")
        return "?" if first or not name.startswith("tool.nomadspec") else rest.removeprefix(".")
    return name


def _of_configuration(table: str) -> Words:
    keys = keys_of(table)
    return {name: _key(name, key) for name, key in keys.items()}


def keys_of(table: str) -> Mapping[str, Key]:
    """The keys of a table by its dotted name."""
    from nomadspec.workspace.configuration_keys import KEYS

    keys: Mapping[str, Key] = KEYS
    parts = table.split(".") if table else []
    while parts:
        key = keys.get(parts.pop(0))
        if key is None:
            return {}
        keys = key.keys
        if key.type == "named" and parts:
            parts.pop(0)
    return keys


def _key(name: str, key: Key) -> Word:
    values = key.choices if key.type == "string" else ("true", "false") if key.type == "bool" else ()
    quoted = {"string": '"$0"', "size": '"$0"', "strings": '["$0"]'}.get(key.type, "$0")
    text = f"[{name}]\n$0" if key.type in ("table", "scalars", "named") else f"[[{name}]]\n$0" if key.type == "tables" else f"{name} = {quoted}"
    return Word(name, _TOML_TYPES.get(key.type, key.type), help=key.help, values=values, text=text)


_TOML_TYPES: Final = {"strings": "list of strings", "scalars": "table", "tables": "list of tables", "named": "tables by name", "size": "string"}
