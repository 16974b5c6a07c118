"""Rules about resources: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, job


@pytest.mark.parametrize(("memory", "found"), [(262_144, []), (786_432, []), (786_433, ["RES003"]), (1_000_000, ["RES003"])])
def test_resources(memory: int, found: list[str]) -> None:
    assert codes(job(task=f"resources {{\n  memory = {memory}\n}}"), "RES") == found


def test_a_long_source_is_not_kept() -> None:
    assert "RES005" in codes(job(task="resources {\n  cpu = 1\n}") + "#" * 1_000_001, "RES")
