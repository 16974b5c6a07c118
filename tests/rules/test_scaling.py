"""Rules about scaling: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, job


@pytest.mark.parametrize(
    ("policy", "found"),
    [
        ("min = 5\nmax = 1", ["SCA002"]),
        ("min = 1\nmax = 5", []),
        ("min = 1\nmax = 1", []),
    ],
)
def test_the_range_of_a_task(policy: str, found: list[str]) -> None:
    assert codes(job(task=f'scaling "cpu" {{\n{policy}\n}}'), "SCA") == found


@pytest.mark.parametrize(("kind", "found"), [("system", ["SCA001"]), ("sysbatch", []), ("service", ["SCA003"])])
def test_a_system_job_is_not_scaled(kind: str, found: list[str]) -> None:
    assert codes(job(f'type = "{kind}"', "scaling {\n  min = 1\n  max = 2\n}"), "SCA") == found
