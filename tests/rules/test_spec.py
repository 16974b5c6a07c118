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


@pytest.mark.parametrize(
    ("mode", "help"),
    [
        ("single-node-writter", "Did you mean single-node-writer?"),
        ("rw", "Use one of single-node-reader-only, single-node-writer, multi-node-reader-only, multi-node-single-writer, multi-node-multi-writer."),
    ],
)
def test_what_a_capability_may_be(mode: str, help: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'id = "a"\nname = "a"\ntype = "csi"\nplugin_id = "p"\nexternal_id = "e"\ncapability {\n  access_mode = "%s"\n  attachment_mode = "file-system"\n}\n'
    Path("a.volume.hcl").write_text(text % mode)
    assert [d.help for d in nomadspec.lint_paths(["a.volume.hcl"]) if d.rule == "csi-mode-unknown"] == [help]


@pytest.mark.parametrize(
    ("name", "text", "secrets"),
    [
        ("a.var.hcl", 'path = "a"\nitems {\n  user = "x"\n  db_password = "x"\n}\n', ["db_password"]),
        ("a.var.hcl", 'path = "a"\nitems {\n  db_password = "<set later>"\n}\n', []),
        ("a.var.hcl", 'path = "a"\nitems {\n  db_password = ""\n}\n', []),
        # All secrets of a volume are secrets, whatever their names are.
        ("a.volume.hcl", 'id = "a"\nname = "a"\ntype = "csi"\nplugin_id = "p"\nsecrets {\n  user = "x"\n}\n', ["user"]),
        ("a.volume.hcl", 'id = "a"\nname = "a"\ntype = "csi"\nplugin_id = "p"\nsecrets {\n  user = "${var.user}"\n}\n', []),
    ],
)
def test_secrets_in_clear_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, secrets: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text)
    found = [d.message for d in nomadspec.lint_paths([name]) if d.rule == "variable-secret-in-clear-text"]
    assert found == [f"{secret} is a secret in clear text" for secret in secrets]
