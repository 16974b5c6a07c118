"""Records: what their fields make of a class."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nomadspec.source.record import Record, field, fields_of

if TYPE_CHECKING:
    from dataclasses import KW_ONLY


class Job(Record):
    """A job."""

    name: str
    count: int = 1
    _: KW_ONLY
    meta: dict[str, str] = field(default_factory=dict)
    region: str


class Batch(Job):
    cron: str = ""

    def title(self) -> str:
        return f"{self.name} {self.cron}"


class Point(Record, eq=True):
    x: int
    y: int = 0


class Basket(Record, eq=True, frozen=False):
    items: list[str] = field(default_factory=list)


class Settings(Record, kw_only=True):
    path: str
    depth: int = 3


class Low(Record):
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text.lower())


class Secret(Record):
    value: str

    def __repr__(self) -> str:
        return "Secret(…)"


def test_fields_are_given_by_position_or_by_name() -> None:
    job = Job("web", region="eu")
    assert (job.name, job.count, job.meta, job.region) == ("web", 1, {}, "eu")
    assert Job(name="web", count=2, region="eu").count == 2
    assert Settings(path="a").depth == 3
    assert fields_of(job) == ("name", "count", "meta", "region")


@pytest.mark.parametrize(
    ("arguments", "named", "complaint"),
    [
        ((), {"region": "eu"}, r"Job.__init__\(\) missing 1 required positional argument: 'name'"),
        (("web",), {}, r"Job.__init__\(\) missing 1 required keyword-only argument: 'region'"),
        (("web",), {"region": "eu", "datacenter": "dc1"}, r"Job.__init__\(\) got an unexpected keyword argument 'datacenter'"),
        (("web", 1, {}), {"region": "eu"}, r"Job.__init__\(\) takes from 2 to 3 positional arguments but 4 positional arguments"),
    ],
)
def test_wrong_arguments_are_refused_as_python_does(arguments: tuple[object, ...], named: dict[str, object], complaint: str) -> None:
    with pytest.raises(TypeError, match=complaint):
        Job(*arguments, **named)  # type: ignore[arg-type]


def test_the_signature_is_that_of_the_fields() -> None:
    assert str(inspect.signature(Point)) == "(x, y=0)"
    assert str(inspect.signature(Settings)) == "(*, path, depth=3)"


def test_a_default_of_a_factory_belongs_to_one_record() -> None:
    first, second = Basket(), Basket()
    first.items.append("egg")
    assert second.items == []


def test_there_is_no_place_for_other_attributes() -> None:
    with pytest.raises(AttributeError):
        Point(1).z = 3  # type: ignore[attr-defined]


def test_fields_of_the_base_come_first() -> None:
    assert fields_of(Batch("web", region="eu")) == ("name", "count", "cron", "meta", "region")
    assert Batch("web", 1, "@daily", region="eu").title() == "web @daily"


def test_a_field_without_a_default_does_not_follow_one_with_a_default() -> None:
    with pytest.raises(TypeError, match="a field without a default follows one with a default"):

        class Wrong(Record):
            first: int = 1
            second: int  # type: ignore[misc]


def test_records_are_compared_by_identity_or_by_their_fields() -> None:
    assert Job("web", region="eu") != Job("web", region="eu")
    assert Point(1) == Point(1, 0)
    assert Point(1) != Point(2)
    assert {Point(1): "a"}[Point(1)] == "a"
    assert Basket(["egg"]) == Basket(["egg"])
    with pytest.raises(TypeError, match="unhashable"):
        hash(Basket())


def test_a_record_prints_its_fields_unless_it_knows_better() -> None:
    assert repr(Job("web", region="eu")) == "Job(name='web', count=1, meta={}, region='eu')"
    assert repr(Secret("hunter2")) == "Secret(…)"


def test_what_comes_after_the_fields_are_set() -> None:
    assert Low("ABC").text == "abc"


def test_records_match_by_position() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_initializers_are_up_to_date() -> None:
    done = subprocess.run([sys.executable, "-m", "tools.generate_initializers", "--check"], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0, "run python -m tools.generate_initializers"
