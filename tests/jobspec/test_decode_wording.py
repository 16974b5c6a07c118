"""What people read when something is wrong: the message, and what to do."""

from __future__ import annotations

import pytest

import nomadspec
from nomadspec.source import Diagnostic
from tests.jobspec.helpers import compiled

TASK = 'job "j" {{\n  group "g" {{\n    task "t" {{\n{}\n    }}\n  }}\n}}\n'


def first(text: str) -> Diagnostic:
    return compiled(text).diagnostics[0]


@pytest.mark.parametrize(
    ("body", "message", "help"),
    [
        ("drivr = 1", 'unknown argument "drivr" in a task block', 'Did you mean "driver"?'),
        ("memory = 1", 'unknown argument "memory" in a task block', "memory belongs in a resources block."),
        ('image = "x"', 'unknown argument "image" in a task block', "image is an option of the driver (docker): move it to the task's config block."),
        ("env_ = 1", 'unknown argument "env_" in a task block', 'Did you mean "env"?'),
        ("logs = {}", 'unknown argument "logs" in a task block', "logs is a block; write `logs { … }`, without the equals sign."),
        (
            'args = ["x"]',
            'unknown argument "args" in a task block',
            "args is an option of the driver (docker, exec, java, qemu, raw_exec): move it to the task's config block.",
        ),
        ("update {\n}", 'unknown block "update" in a task block', "update belongs in a job or group block."),
        ('device "nvidia/gpu" {\n}', 'unknown block "device" in a task block', "device belongs in a resources block."),  # not `service`
        ("tempalte {\n}", 'unknown block "tempalte" in a task block', 'Did you mean "template"?'),
        ("user {\n}", 'unknown block "user" in a task block', "user is an argument; write `user = …`."),
        ("zebra {\n}", 'unknown block "zebra" in a task block', None),
        ("restart {\n}\nrestart {\n}", "only one restart block is allowed, and this is the second", "Merge the two blocks, or remove one."),
        ("action {\n}", "an action block needs a label, its name", 'Write `action "…" {`.'),
        ('logs "x" {\n}', "a logs block takes no label, and this is one", "Remove the label."),
        ("lifecycle {\n}", 'a lifecycle block needs the argument "hook"', "Add `hook = …`."),
        ('resources {\nmemory = "12GB"\n}', 'memory must be a number, and "12GB" is a string', "Write a number of MB, without a unit."),
        ("resources {\ncpu = [1]\n}", "cpu must be a number, and this value is a list", None),
        ("restart {\nattempts = 1.5\n}", "attempts must be a whole number, and 1.5 is not", None),
        (
            'kill_timeout = "5"',
            'kill_timeout must be a duration, and "5" has no unit',
            'Write a number with a unit, such as "30s", "5m" or "1h30m".',
        ),
        ("kill_timeout = null", "kill_timeout must not be null", "Remove the argument to use its default."),
        ('leader = "True"', 'leader must be true or false, and "True" is a string', "Write true, without quotes."),
        ("env {\na = [1]\n}", "a must be a string, and this value is a list", None),
        ("meta = { a = [1] }", 'meta["a"] must be a string, and this element is a list', None),
    ],
)
def test_names_and_values_of_a_task(body: str, message: str, help: str | None) -> None:
    found = first(TASK.format(body))
    assert (found.message, found.help) == (message, help)


def test_value_of_a_variable_is_not_repeated() -> None:
    text = 'variable "secret" {}\n' + TASK.format("resources {\ncpu = var.secret\n}")
    found = compiled(text, variables={"secret": "hunter2"}).diagnostics[0]
    assert found.message == "cpu must be a number, and this value is a string"


@pytest.mark.parametrize(("written", "meant", "safe"), [("drvier", "driver", True), ("drivr", "driver", True), ("kil_timeot", "kill_timeout", False)])
def test_rename(written: str, meant: str, safe: bool) -> None:
    fix = first(TASK.format(f'{written} = "5s"')).fix
    assert fix is not None
    assert (fix.title, fix.safe, fix.edits[0].text) == (f"rename to {meant}", safe, meant)


def test_names_that_are_declared() -> None:
    text = 'variable "tag" {\n  default = 1\n}\nlocals {\n  a = var.tga\n  b = local.c\n}\njob "j" {\n}\n'
    assert [(d.message, d.help) for d in compiled(text).diagnostics] == [
        ("variable tga is not declared", "Did you mean tag?"),
        ("local c is not declared", "Declare it: `locals { c = … }`."),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"Job": {"ID": 1}}', "Job.ID must be a string, and this is a number"),
        ('{"Job": {"Priority": 1.5}}', "Job.Priority must be a whole number, and 1.5 is not"),
        ('{"Job": {"TaskGroups": {}}}', "Job.TaskGroups must be a list, and this is an object"),
        ('{"Job": ', "this is not valid JSON: it ends too early"),
    ],
)
def test_api_json(text: str, message: str) -> None:
    assert compiled(text, json=True).diagnostics[0].message == message


@pytest.mark.parametrize(
    ("value", "message", "help"),
    [
        ("many", "count must be a number, and many is not", None),
        ('"${meta.n}"', "count must be a number", "References are replaced by the client"),
    ],
)
def test_references_where_a_number_is_wanted(value: str, message: str, help: str | None) -> None:
    (found,) = nomadspec.compile(f'job "a" {{\n  group "g" {{\n    count = {value}\n  }}\n}}\n', environ={}).diagnostics
    assert found.message.startswith(message)
    assert (found.help or "").startswith(help) if help else found.help is None
