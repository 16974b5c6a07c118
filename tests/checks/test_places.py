"""Where problems are: the attribute, else the block that lacks it, also when the value came from elsewhere."""

from __future__ import annotations

import pytest

from nomadspec.checks.validation import validate
from nomadspec.jobspec.compilation import compile
from nomadspec.source import Diagnostic

TASK = 'task "t" {\n driver = "docker"\n config { image = "a:1" }\n}\n'

#: Name of the check, jobspec with `»` before the place and the text there.
PLACES = [
    ("job-type-invalid", 'job "a" {\n »type = "services"\n group "g" {\n' + TASK + "}\n}"),
    ("task-driver-missing", 'job "a" {\n group "g" {\n »task "t" {\n config { image = "a:1" }\n }\n}\n}'),
    ("update-canary-negative", 'job "a" {\n update {\n »canary = -1\n }\n group "g" {\n update {\n max_parallel = 2\n }\n' + TASK + "}\n}"),
    ("update-job-type", 'job "a" {\n »type = "batch"\n group "g" {\n update {}\n' + TASK + "}\n}"),
    ("migrate-job-type", 'job "a" {\n »type = "batch"\n migrate {}\n group "g" {\n' + TASK + "}\n}"),
    ("job-group-duplicate", 'job "a" {\n group "g" {\n' + TASK + '}\n group »"g" {\n' + TASK + "}\n}"),
    ("constraint-needs-value", 'job "a" {\n group "g" {\n »constraint {\n attribute = "${attr.kernel.name}"\n }\n' + TASK + "}\n}"),
    ("constraint-semver-invalid", 'job "a" {\n constraint {\n attribute = "${attr.nomad.version}"\n »semver = "~> 1"\n }\n group "g" {\n' + TASK + "}\n}"),
    (
        "check-group-task-unknown",
        'job "a" {\n group "g" {\n shutdown_delay = "1s"\n service {\n port = "1"\n »task = "u"\n check {\n type = "tcp"\n interval = "9s"\n timeout = "9s"\n'
        " }\n }\n" + TASK + "}\n}",
    ),
    ("network-port-to-range", 'job "a" {\n group "g" {\n network {\n port "p" {\n »to = 70000\n }\n }\n' + TASK + "}\n}"),
    ("network-static-port-range", 'job "a" {\n group "g" {\n network {\n port "p" {\n »static = 70000\n }\n }\n' + TASK + "}\n}"),
    (
        "restart-interval-min",
        'variable "pause" {\n default = "1s"\n}\njob "a" {\n group "g" {\n restart {\n attempts = 0\n »interval = var.pause\n }\n' + TASK + "}\n}",
    ),
    (
        "restart-mode",
        'job "a" {\n dynamic "group" {\n for_each = ["g"]\n labels = ["${group.value}"]\n content {\n restart {\n »mode = "x"\n }\n' + TASK + "}\n}\n}",
    ),
    (
        "gateway-bind-port",
        'job "a" {\n group "g" {\n network {\n mode = "bridge"\n }\n service {\n port = "1"\n connect {\n gateway {\n ingress {\n »listener {\n service {\n name = "b"\n'
        " }\n }\n }\n }\n }\n }\n" + TASK + "}\n}",
    ),
    ("vault-not-enabled", 'job "a" {\n »vault {}\n group "g" {\n' + TASK + "}\n}"),
]


@pytest.mark.parametrize(("rule", "marked"), PLACES)
def test_place(rule: str, marked: str) -> None:
    at = marked.index("»")
    text = marked.replace("»", "")
    found = [d for d in errors_of(text) if d.rule == rule]
    assert len(found) == 1
    span = found[0].span
    assert span is not None
    assert span.start.offset == at, text[span.start.offset : span.end.offset]


def errors_of(text: str) -> tuple[Diagnostic, ...]:
    compiled = compile(text, filename="job.nomad.hcl", environ={})
    assert compiled.job is not None, compiled.diagnostics
    return validate(compiled.job).errors


def test_the_trail_tells_how_the_value_came_there() -> None:
    text = (
        'variable "pause" {\n  default = "1s"\n}\njob "a" {\n  group "g" {\n    restart {\n      attempts = 0\n      interval = var.pause\n    }\n'
        + TASK
        + "  }\n}\n"
    )
    (error,) = errors_of(text)
    assert error.trail
    assert "pause" in error.trail[0][0]


def test_a_block_that_does_not_fit_the_type_is_told_beside_the_type() -> None:
    text = 'job "a" {\n  type = "system"\n  group "g" {\n    affinity {\n      attribute = "${node.class}"\n      value = "x"\n    }\n' + TASK + "  }\n}\n"
    (error,) = errors_of(text)
    assert error.span is not None
    assert error.span.start.line == 2
    assert error.block == 'job["a"].group["g"]'


def test_an_implied_constraint_is_told_at_the_group() -> None:
    text = (
        'job "a" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      template {\n        data = "x"\n        destination = "x"\n'
        '        change_mode = "signal"\n        change_signal = ""\n      }\n    }\n  }\n}\n'
    )
    errors = errors_of(text)
    lines = {d.rule: d.span.start.line for d in errors if d.span}
    assert lines == {"constraint-set-contains-value": 2, "template-signal-missing": 9}


def test_what_is_wrong_with_a_sidecars_task_is_told_where_it_is_written() -> None:
    text = (
        'job "a" {\n group "g" {\n network {\n mode = "bridge"\n }\n service {\n port = "1"\n connect {\n sidecar_service {}\n sidecar_task {\n'
        ' kill_timeout = "2h"\n resources {\n memory = 1\n }\n }\n }\n }\n' + TASK + "}\n}"
    )
    lines = text.splitlines()
    assert [lines[error.span.start.line - 1].strip() for error in errors_of(text)] == ['kill_timeout = "2h"', "memory = 1"]


CONCERNED = [
    # The job's type is to blame, and the block that does not go with it is shown beside it.
    ('job "a" {\n »type = "batch"\n group "g" {\n §update {}\n' + TASK + "}\n}", "update-job-type"),
    ('job "a" {\n »type = "system"\n §group "g" {\n affinity {\n attribute = "${node.class}"\n value = "x"\n }\n' + TASK + "}\n}", "system-affinity"),
    # The block that is to blame is the one that was looked at: nothing beside it.
    ('job "a" {\n group "g" {\n network {\n port "p" {\n »to = 70000\n }\n }\n' + TASK + "}\n}", "network-port-to-range"),
]


@pytest.mark.parametrize(("marked", "rule"), CONCERNED)
def test_the_block_that_is_concerned_is_shown_beside_the_one_to_blame(marked: str, rule: str) -> None:
    blamed = marked.replace("§", "").index("»")
    concerned = [marked.replace("»", "").index("§")] if "§" in marked else []
    (error,) = errors_of(marked.replace("»", "").replace("§", ""))
    assert error.span is not None
    assert (error.rule, error.span.start.offset) == (rule, blamed)
    assert [(text, span.start.offset) for text, span in error.related if span is not None] == [("the problem is about this block", at) for at in concerned]


def test_a_device_is_named_in_the_path() -> None:
    text = (
        'job "a" {\n group "g" {\n task "t" {\n driver = "docker"\n config { image = "a:1" }\n resources {\n device "nvidia/gpu" {\n'
        ' constraint {\n attribute = "${device.model}"\n operator = "nope"\n value = "x"\n }\n }\n }\n }\n}\n}'
    )
    (error,) = errors_of(text)
    assert error.block == 'job["a"].group["g"].task["t"].resources.device["nvidia/gpu"].constraint[0]'
