"""What a value of the wrong type loses in a JSON jobspec is unknown, so that no finding follows from it."""

from __future__ import annotations

import pytest

import nomadspec

TASK = '{"driver": "exec", "config": {"command": "a"}}'


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('{"job": {"a": [true]}}', ["EVA250"]),
        ('{"job": {"a": [true, false]}}', ["EVA221", "EVA250"]),
        ('{"job": {"a": {"group": {"g": true}}}}', ["EVA250"]),
        ('{"job": {"a": {"group": {}}}}', ["EVA250"]),
        ('{"job": {"a": {"group": 1}}}', ["EVA250", "EVA250"]),
        ('{"job": {"a": {"group": {"g": {"task": {"t": [1]}}}}}}', ["EVA250"]),
        # What is not lost is judged as ever.
        ('{"job": {"a": {"type": "x", "group": {"g": {"task": {"t": TASK}, "network": true}}}}}', ["EVA250", "NOM1008"]),
        ('{"job": {"a": {"group": {"g": {"task": {"t": {"config": {}}, "u": TASK}}}}}}', ["NOM6005"]),
    ],
)
def test_findings(text: str, codes: list[str]) -> None:
    text = text.replace("TASK", TASK)
    found = [finding.code for finding in nomadspec.lint(text, filename="a.nomad.json") if finding.severity == "error"]
    assert sorted(found) == codes
