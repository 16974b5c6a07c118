"""Jobspecs for tests of rules, from the part that matters, and what is found in them.

The jobs are completed by the builder of the manual pages (`tools/examples.py`): job `web`, group `web`, task `server`.
"""

from __future__ import annotations

from typing import Any

import nomadspec
from tools.examples import CONFIG, block, complete

PEDANTIC = {"persona": "pedantic"}


def job(body: str = "", group: str = "", task: str = "", config: str | None = None, driver: str = "docker") -> str:
    """A job with one group and one task; each argument is the text of lines inside that block."""
    inside = f'driver = "{driver}"\n' + (CONFIG if config is None else block("config", config)) + task
    return complete("job", _lines(body) + block('group "web"', _lines(group) + block('task "server"', inside)))


def in_group(text: str, task: str = "") -> str:
    """A job whose group has `text`, with one task."""
    return job(group=text, task=task)


def in_task(text: str, group: str = "", config: str | None = None, driver: str = "docker") -> str:
    """A job whose task has `text`."""
    return job(group=group, task=text, config=config, driver=driver)


def _lines(text: str) -> str:
    text = text.strip("\n")
    return text + "\n" if text else ""


def lint(text: str, config: dict[str, Any] | None = None, **arguments: Any) -> list[nomadspec.Diagnostic]:
    """All findings, pedantic ones included. A jobspec that does not compile and a crash of a rule fail the test."""
    found: list[nomadspec.Diagnostic] = nomadspec.lint(text, config or PEDANTIC, filename="job.nomad.hcl", environ={}, **arguments)
    assert not [d for d in found if d.code.startswith(("HCL", "EVA", "LNT"))], [(d.code, d.message) for d in found]
    return found


def codes(text: str, prefix: str | tuple[str, ...], config: dict[str, Any] | None = None, **arguments: Any) -> list[str]:
    """Codes of the findings that begin with `prefix`, in the order of the file."""
    return [d.code for d in lint(text, config, **arguments) if d.code.startswith(prefix)]


def findings(text: str, *codes: str) -> list[tuple[str, str]]:
    """(code, the text at the finding) of the rules `codes`, in order of place."""
    found = lint(text, {"select": list(codes), **PEDANTIC})
    return [(d.code, text[d.span.start_offset : d.span.end_offset] if d.span is not None else "") for d in found if d.code in codes]
