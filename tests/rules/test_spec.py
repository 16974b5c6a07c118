"""Rules about the other kinds of specification: what is found, and what is near and must not be. Their pages' examples are run with all others."""

from __future__ import annotations

from pathlib import Path

import pytest

import nomadspec

POLICY = 'namespace "default" {\n  policy       = "read"\n  capabilities = [CAPABILITIES]\n}\n'
FOUND = [
    ("policy.hcl", POLICY.replace('"read"', '"write"').replace("CAPABILITIES", '"submit-job"'), {"acl-capability-in-policy"}),
    ("policy.hcl", POLICY.replace("CAPABILITIES", '"submit-job"'), set()),
    ("policy.hcl", POLICY.replace("CAPABILITIES", '"submit-job", "deny"'), {"acl-deny-beside-others"}),
    ("policy.hcl", 'namespace "default" {}\n', {"acl-block-grants-nothing"}),
]


@pytest.mark.parametrize(("name", "text", "rules"), FOUND)
def test_acl_policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, rules: set[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text)
    assert {d.rule for d in nomadspec.lint_paths([name], {"persona": "pedantic"})} == rules
