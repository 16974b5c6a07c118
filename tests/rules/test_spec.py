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


def test_modes_beside_the_capability_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they stood in older releases: the help names the block, not the member of the API that is like the key."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.hcl").write_text(
        'id = "data"\nname = "data"\ntype = "csi"\nplugin_id = "ebs"\naccess_mode = "single-node-writer"\nattachment_mode = "file-system"\n'
    )
    found = [d for d in nomadspec.lint_paths(["data.hcl"]) if d.rule == "spec-ignored-key"]
    assert [d.help for d in found] == ["Move it to a capability block."] * 2
