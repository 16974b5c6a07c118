"""The classes of the typed job are made from the block schema; their stub says the same of them."""

from __future__ import annotations

import ast
import copy
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nomadspec._generated import job_model
from nomadspec._generated.job_model import Constraint, Job, Task
from nomadspec.jobspec.block import UnknownValue, reader
from nomadspec.jobspec.block_class import block_class
from nomadspec.schema.blocks import BLOCKS

STUB = Path(job_model.__file__ or "").with_suffix(".pyi")
IN_STUB = {item.name: item for item in ast.parse(STUB.read_text(encoding="utf-8")).body if isinstance(item, ast.ClassDef)}


def test_the_stub_is_what_the_generator_writes() -> None:
    done = subprocess.run([sys.executable, "-m", "tools.generate_model", "--check"], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0, "run `make generate`"


def test_the_stub_has_every_class() -> None:
    assert list(IN_STUB) == list(BLOCKS) == dir_in_order()


def dir_in_order() -> list[str]:
    return [name for name in BLOCKS if name in dir(job_model)]


@pytest.mark.parametrize("type_", BLOCKS)
def test_a_class_has_the_fields_and_defaults_of_its_stub(type_: str) -> None:
    fields = [item.target.id for item in IN_STUB[type_].body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)]
    assert sorted(fields) == list(block_class(type_).__slots__)
    for item in IN_STUB[type_].body:
        if isinstance(item, ast.FunctionDef):
            defaults = {each.arg: ast.literal_eval(default) for each, default in zip(item.args.kwonlyargs, item.args.kw_defaults, strict=True) if default}
            parameters = inspect.signature(block_class(type_)).parameters
            assert {name: parameter.default for name, parameter in parameters.items()} == defaults
            assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}


def test_a_class_is_made_once() -> None:
    assert block_class("Job") is Job
    assert pickle.loads(pickle.dumps(Job)) is Job
    assert Constraint(attribute="${attr.os.name}") == pickle.loads(pickle.dumps(Constraint(attribute="${attr.os.name}")))


def test_a_class_is_called_as_its_type() -> None:
    assert (Task.__name__, Task.__module__, Task.TYPE, repr(Task(name="web"))) == ("Task", "nomadspec._generated.job_model", "Task", "<Task 'web'>")
    with pytest.raises(TypeError, match=r"Task.__init__\(\) got an unexpected keyword argument 'image'"):
        Task(image="redis")  # type: ignore[call-arg]


def test_there_is_no_class_of_another_name() -> None:
    with pytest.raises(AttributeError, match=r"module 'nomadspec._generated.job_model' has no attribute 'Pod'"):
        job_model.Pod  # type: ignore[attr-defined]  # noqa: B018


def test_a_block_with_an_unknown_field_is_as_any_other() -> None:
    task = Task(name="web", driver="exec").without("driver")
    assert (type(task).__name__, type(task).__slots__, task.TYPE, repr(task)) == ("Task", Task.__slots__, "Task", "<Task 'web'>")
    assert isinstance(task, Task)
    with pytest.raises(UnknownValue, match=r"Task\.driver is not known"):
        task.driver  # noqa: B018
    with pytest.raises(AttributeError, match="image"):
        task.image  # type: ignore[attr-defined]  # noqa: B018
    assert (task.name, task.get("driver", "?"), task.known("driver"), task.get("origin")) == ("web", "?", False, None)
    assert task != Task(name="web", driver="exec")
    assert task == Task(name="web").without("driver")
    assert task.changed(driver="exec") == Task(name="web", driver="exec")
    assert Task(name="web", driver="exec") == task.changed(driver="exec")


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda block: pickle.loads(pickle.dumps(block))], ids=["copy", "deepcopy", "pickle"])
def test_a_copy_does_not_know_more(copied: Callable[[Task], Task]) -> None:
    task = Task(name="web", driver="exec", env={"A": "b"}).without("driver")
    assert copied(task) == task
    assert (copied(task).env, copied(task).known("driver"), copied(task).get("origin")) == ({"A": "b"}, False, None)
    with pytest.raises(UnknownValue):
        copied(task).driver  # noqa: B018


@pytest.mark.parametrize("names", [(), ("name",), ("name", "driver"), Task.__slots__, Task.__slots__[:22]], ids=len)
def test_a_reader_reads_fields_at_once(names: tuple[str, ...]) -> None:
    task = Task(name="web", driver="exec")
    assert list(reader(names)(task)) == [getattr(task, name) for name in names]
    if names:
        with pytest.raises(UnknownValue, match=rf"Task\.{names[-1]} is not known"):
            reader(names)(task.without(names[-1]))
