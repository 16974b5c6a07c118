"""The variables that a task's templates write (`env = true`), as far as their text tells before anything is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from nomadspec.source.record import Record

#: An action that writes nothing: control, a comment, the setting of a variable.
_SILENT: Final = re.compile(r"\{\{-?\s*(?:(?:if|else|end|range|with|define|block|break|continue)\b|/\*|\$\w+\s*:?=)[^{}]*\}\}")
_NAME: Final = re.compile(r"(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.]*)")
_MAX_TEXT: Final = 1_000_000


class TemplateKeys(Record, eq=True):
    """`values`: variables whose value stands in the text; `names`: those whose value is rendered; `open`: whether there may be others."""

    values: dict[str, str]
    names: frozenset[str]
    open: bool


def template_keys(task: Mapping[str, Any]) -> TemplateKeys:
    """What the templates of a task (API JSON) write into its environment. A text without actions is taken as it is; one from a file is not known."""
    values: dict[str, str] = {}
    names: set[str] = set()
    opened = False
    for text in _texts(task):
        if text is None:
            opened = True
            continue
        rendered = "{{" in text
        for line in text.splitlines():
            name, value = _assignment(line)
            if name and rendered:
                names.add(name)
            elif name:
                values[name] = value
            # What is left of the line writes something that cannot be told: a whole assignment, or the name of one.
            opened = opened or (not name and "{{" in _SILENT.sub("", line))
    return TemplateKeys({name: value for name, value in values.items() if name not in names}, frozenset(names), opened)


def _texts(task: Mapping[str, Any]) -> Iterator[str | None]:
    """The texts of the templates that write variables; None for one that is in a file."""
    for template in task.get("Templates") or ():
        if template.get("Envvars"):
            text = template.get("EmbeddedTmpl") or ""
            yield text if text and len(text) <= _MAX_TEXT else None


def _assignment(line: str) -> tuple[str, str]:
    """The name and the value that a line assigns, or two empty texts."""
    head, equals, value = _SILENT.sub("", line).partition("=")
    found = _NAME.fullmatch(head.strip())
    if not equals or found is None:
        return "", ""
    value = value.strip()
    return found[1], value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
