"""Jobspecs that Terraform's `templatefile` fills in: a `${name}` in a string of theirs is not Nomad's, and nothing is wrong with it.

That cannot be told by the jobspec alone, where it is valid HCL all the same. It is told by Terraform's files in its folder or the folders above, which
name it.
"""

from __future__ import annotations

import os

from nomadspec.source import Diagnostic
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Final

    from nomadspec.evaluation.functions.calling import FunctionContext

#: Modules keep templates in a folder of their own, seldom deeper.
_FOLDERS: Final = 3
#: Files of Terraform that are read in one folder.
_FILES: Final = 100
#: A value that is longer is a text of its own, such as a script.
_LONGEST_VALUE: Final = 500
_PLACEHOLDER: Final = pattern(r"\$\{~?\s*[a-z]\w*\s*~?\}")
#: What reads a template: the function, and the data source of older days.
_CALL: Final = pattern(r'\b(?:templatefile\s*\(|template\s*=\s*"?(?:\$\{)?\s*file\s*\()\s*"([^"\n]*)"')
#: Rules that say of a placeholder what their severity does not: that it stays as it is.
_LEFT_AS_TEXT: Final = frozenset(("REF015",))


def without_placeholders(findings: Sequence[Diagnostic], text: str, path: str, context: FunctionContext, *, named: bool) -> Sequence[Diagnostic]:
    """The findings; where a file of Terraform fills in the jobspec, with one in place of those about values that it fills in. It is advice, but an
    error where one of those was and the jobspec was `named`."""
    about = [d for d in findings if (d.severity == "error" or d.code in _LEFT_AS_TEXT) and _place(d, text) >= 0]
    if not about or not any(_names(code, path) for code in _terraform(path, context)):
        return findings
    from nomadspec.rules.registry import FOREIGN_TEMPLATE
    from nomadspec.source import Source

    first = min(_place(d, text) for d in about)
    end = text.index("}", first) + 1
    note = Diagnostic(
        FOREIGN_TEMPLATE.code,
        FOREIGN_TEMPLATE.name,
        "error" if named and any(d.severity == "error" for d in about) else "info",
        "this is a template for Terraform's templatefile, not yet a jobspec",
        Source(text, path).span(first, end),
        help="Render it first and lint the result, or exclude it with extend-exclude.",
        url=FOREIGN_TEMPLATE.url,
    )
    return [*(d for d in findings if _place(d, text) < 0), note]


def _place(finding: Diagnostic, text: str) -> int:
    """Where the placeholder is that the finding is about, -1 when there is none."""
    span = finding.span
    if span is None or span.source.text != text or span.end_offset - span.start_offset > _LONGEST_VALUE:
        return -1
    match = _PLACEHOLDER.search(text, span.start_offset, span.end_offset)
    return match.start() if match is not None else -1


def _names(code: str, path: str) -> bool:
    """Whether a file of Terraform fills in the jobspec: by its name, folders being written with references."""
    name = os.path.basename(path)
    return name in code and any(match[1].replace("\\", "/").rsplit("/", 1)[-1] == name for match in _CALL.finditer(code))


def _terraform(path: str, context: FunctionContext) -> Iterator[str]:
    """The texts of Terraform's files in the folder of the jobspec and above it, as far as `context` may read."""
    from nomadspec.evaluation.functions.filesystem import TABLE
    from nomadspec.evaluation.functions.signature import Failed

    folder = os.path.dirname(path) or "."
    for _ in range(_FOLDERS):
        try:
            found: Any = TABLE["fileset"].body(context, folder, "*.tf")
        except Failed:
            return
        for name in sorted(found.items)[:_FILES]:
            try:
                yield str(TABLE["file"].body(context, f"{folder}/{name}"))
            except Failed:
                continue
        folder = f"{folder}/.."
