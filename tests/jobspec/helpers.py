"""Small steps that the tests of this room share."""

from __future__ import annotations

import textwrap
from typing import Any

from nomadspec.hcl.errors import range_text
from nomadspec.jobspec.compilation import Compilation, compile


def compiled(text: str, **arguments: Any) -> Compilation:
    """A jobspec given with any indent, compiled with an empty environment."""
    arguments.setdefault("environ", {})
    return compile(textwrap.dedent(text).lstrip("\n"), **arguments)


def api(text: str, **arguments: Any) -> dict[str, Any]:
    """The job object of a jobspec that must compile."""
    c = compiled(text, **arguments)
    assert c.ok, [d.message for d in c.diagnostics]
    document: dict[str, dict[str, Any]] = c.to_api()  # type: ignore[assignment]
    return document["Job"]


def task(body: str) -> dict[str, Any]:
    """The one task with this body."""
    found: dict[str, Any] = api(f'job "j" {{\n  group "g" {{\n    task "t" {{\n{body}\n    }}\n  }}\n}}\n')["TaskGroups"][0]["Tasks"][0]
    return found


def group(body: str) -> dict[str, Any]:
    """The one group with this body."""
    found: dict[str, Any] = api(f'job "j" {{\n  group "g" {{\n{body}\n  }}\n}}\n')["TaskGroups"][0]
    return found


def complaints(text: str, **arguments: Any) -> list[str]:
    """What is wrong with a jobspec, as Nomad would print it: place and text."""
    lines = []
    for d in compiled(text, **arguments).diagnostics:
        where = range_text(d.span.source, d.span.start_offset, d.span.end_offset) if d.span else "<nil>"
        lines.append(f"{where}: {d.nomad}")
    return lines
