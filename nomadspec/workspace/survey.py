"""Lists what a folder without jobspecs contains instead: files of other kinds, and templates that must be rendered first."""

from __future__ import annotations

import os

from nomadspec.specs.file_kinds import KINDS, kind_of
from nomadspec.workspace.files import head_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

#: Endings of templates of other tools.
_TEMPLATES: Final = (".tpl", ".tmpl", ".j2", ".jinja", ".jinja2", ".levant", ".gotmpl", ".gohtml", ".erb", ".ctmpl")
#: Files that are looked into, and names that are shown of a kind.
_LOOKED_INTO: Final = 500
_SHOWN: Final = 3


def may_be_of_interest(path: str) -> bool:
    """Whether a file may be related to Nomad, by its name."""
    return path.endswith((".hcl", ".json")) or is_template_name(path)


def is_template_name(path: str) -> bool:
    """Whether a file has a name like a template of a Nomad file: `web.nomad.j2`, `client.hcl.tpl`."""
    stem, ending = os.path.splitext(path)
    return ending.lower() in _TEMPLATES and any(part in stem.rpartition("/")[2].lower() for part in ("nomad", ".hcl", ".job"))


def instead_of_jobspecs(folder: str, paths: Iterable[str]) -> str:
    """The note about a folder in which no jobspec was found; `paths`: its files that may be of interest."""
    found: dict[str, list[str]] = {}
    templates: list[str] = []
    for number, path in enumerate(paths):
        if number == _LOOKED_INTO:
            break
        if is_template_name(path):
            templates.append(path)
        elif (kind := kind_of(head_of(path))) and kind != "jobspec" and kind != "values":
            found.setdefault(kind, []).append(path)
    parts = [f"{KINDS[kind].name} ({_shown(names)}; `{KINDS[kind].command}` reads it)" for kind, names in found.items()]
    if templates:
        many = len(templates) > 1
        parts.append(f"{'templates' if many else 'a template'} ({_shown(templates)}) that must be rendered by another tool first")
    return f"no jobspecs in {folder}" + (f", but {' and '.join(parts)}" if parts else "")


def _shown(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
