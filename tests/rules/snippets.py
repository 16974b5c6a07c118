"""Jobspecs for tests of rules: the part that matters, in a job around it."""

from __future__ import annotations

from textwrap import dedent, indent

import nomadspec


def in_group(text: str, task: str = "") -> str:
    """A job whose group has `text`, with one task."""
    return _job(indent(dedent(text).strip("\n"), "    "), indent(dedent(task).strip("\n"), "      "), 'image = "nginx:1.27"')


def in_task(text: str, group: str = "", config: str = 'image = "nginx:1.27"', driver: str = "docker") -> str:
    """A job whose task has `text`."""
    return _job(indent(dedent(group).strip("\n"), "    "), indent(dedent(text).strip("\n"), "      "), config, driver)


def _job(group: str, task: str, config: str, driver: str = "docker") -> str:
    inner = indent(dedent(config).strip("\n"), "        ")
    return f'job "web" {{\n  group "web" {{\n{group}\n    task "server" {{\n      driver = "{driver}"\n      config {{\n{inner}\n      }}\n{task}\n    }}\n  }}\n}}\n'


def findings(text: str, *codes: str) -> list[tuple[str, str]]:
    """(code, the text at the finding) of the rules `codes`, in order of place."""
    config = {"select": list(codes), "persona": "pedantic"}
    found = nomadspec.lint(text, config=config, filename="job.nomad.hcl", environ={})
    return [(d.code, text[d.span.start_offset : d.span.end_offset] if d.span is not None else "") for d in found if d.code in codes]
