"""Jobspecs for tests of rules, from the part that matters."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import Any

import nomadspec

TASK = 'task "t" {\n  driver = "docker"\n  config {\n    image = "nginx:1.27"\n  }\n}\n'


def job(body: str = "", group: str = "", task: str = "", config: str | None = None, driver: str = "docker") -> str:
    """A job `a` with a group `g` and a task `t`; each argument is the text of lines inside that block."""
    inside = f'driver = "{driver}"\n'
    inside += "config {\n" + indent(dedent(config if config is not None else 'image = "nginx:1.27"'), "  ") + "\n}\n" + dedent(task) + "\n"
    block = 'task "t" {\n' + indent(inside, "  ") + "}\n"
    return 'job "a" {\n' + indent(dedent(body), "  ") + '\n  group "g" {\n' + indent(dedent(group) + "\n" + block, "    ") + "  }\n}\n"


def codes(text: str, prefix: str | tuple[str, ...], **arguments: Any) -> list[str]:
    """Codes of the findings that begin with `prefix`, pedantic ones included, in the order of the file; a crash of a rule fails the test."""
    found = nomadspec.lint(text, arguments.pop("config", {"persona": "pedantic"}), filename="job.nomad.hcl", environ={}, **arguments)
    assert not [d for d in found if d.code.startswith(("HCL", "EVA", "LNT"))], [(d.code, d.message) for d in found]
    return [d.code for d in found if d.code.startswith(prefix)]
