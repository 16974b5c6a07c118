"""The word that was meant: where one choice alone is near to what is written, the help names it, and a fix writes it."""

from __future__ import annotations

import pytest

from nomadspec.checks.choices import words
from nomadspec.checks.validation import validate
from nomadspec.jobspec.compilation import compile

TASK = 'task "server" {\n driver = "docker"\n config { image = "a:1" }\n MORE\n}\n'
GROUP = 'group "g" {\n network {\n port "http" {}\n }\n volume "data" {\n type = "host"\n source = "d"\n }\n MORE\n' + TASK.replace("MORE", "INSIDE") + "}\n"
CHECKED = 'service {\n port = "http"\n task = "WORD"\n check {\n type = "tcp"\n interval = "9s"\n timeout = "9s"\n }\n}'


def group(more: str = "", inside: str = "") -> str:
    return 'job "a" {\n' + GROUP.replace("MORE", more).replace("INSIDE", inside) + "}\n"


@pytest.mark.parametrize(
    ("rule", "text", "near", "written"),
    [
        ("job-type-invalid", group().replace("{", '{\n type = "servise"', 1), "service", 'type = "service"'),
        ("job-type-invalid", group().replace("{", '{\n type = "x"', 1), "", ""),
        # Another value may be meant by the same variable elsewhere.
        ("job-type-invalid", 'variable "kind" {\n default = "servise"\n}\n' + group().replace('"a" {', '"a" {\n type = var.kind', 1), "service", ""),
        ("check-group-task-unknown", group(CHECKED.replace("WORD", "sever")), "server", 'task = "server"'),
        ("check-group-task-unknown", group(CHECKED.replace("WORD", "other")), "", ""),
        ("service-task-port-unknown", group(inside='service {\n port = "htp"\n}'), "http", 'port = "http"'),
        ("service-task-port-unknown", group(inside='service {\n port = "db"\n}'), "", ""),
        ("volume-mount-undefined", group(inside='volume_mount {\n volume = "dta"\n destination = "/d"\n}'), "data", 'volume = "data"'),
    ],
)
def test_the_word_that_was_meant(rule: str, text: str, near: str, written: str) -> None:
    compiled = compile(text, filename="job.nomad.hcl", environ={})
    assert compiled.job is not None, compiled.diagnostics
    (found,) = [d for d in validate(compiled.job).errors if d.rule == rule]
    assert found.help is not None
    assert found.help.startswith("Did you mean ") is bool(near), found.help
    assert f'Did you mean "{near}"? ' in found.help or not near
    assert (found.fix is not None) is bool(written)
    if found.fix is not None:
        (edit,) = found.fix.edits
        assert written in text[: edit.start] + edit.text + text[edit.end :]


@pytest.mark.parametrize(
    ("help", "choices"),
    [
        ("Use one of host, driver, alloc, or remove the attribute.", ["host", "driver", "alloc"]),
        ("Use one of host, bridge.", ["host", "bridge"]),
        ("Use one of the tasks.", []),
        ('Use "fail" or "delay".', ["fail", "delay"]),
        ('Add address, such as "0.0.0.0".', []),
    ],
)
def test_the_choices_that_a_help_names(help: str, choices: list[str]) -> None:
    assert words(help) == choices
