"""Rules about the other kinds of specification: what is found, and what is near and must not be. Their pages' examples are run with all others."""

from __future__ import annotations

from pathlib import Path

import pytest

import nomadspec
from tests.rules.jobs import job
from tools.examples import node

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


def state(*nodes: dict[str, object]) -> nomadspec.ClusterState:
    return nomadspec.ClusterState.from_dict({"nodes": [node(Name=f"n{number}", **row) for number, row in enumerate(nodes)]})


HOST = 'type = "host"\nname = "data"\nplugin_id = "mkdir"\n'
CSI = 'type = "csi"\nid = "data"\nname = "data"\nplugin_id = "ebs"\nexternal_id = "v"\ncapability {\n  access_mode = "single-node-writer"\n  attachment_mode = "file-system"\n}\n'
WITH_MKDIR = {"Attributes": {"plugins.host_volume.mkdir.version": "1", "cpu.arch": "amd64"}}


@pytest.mark.parametrize(
    ("text", "nodes", "found"),
    [
        (HOST, [{}], []),  # no node says which plugins it has
        (HOST, [WITH_MKDIR], []),
        (HOST.replace("mkdir", "zfs"), [WITH_MKDIR], ["no ready node has the host volume plugin 'zfs'"]),
        (HOST + 'node_pool = "gpu"\n', [WITH_MKDIR], ["node pool 'gpu' has no ready node"]),
        (HOST + 'node_pool = "gpu"\n', [WITH_MKDIR | {"NodePool": "gpu"}], []),
        (HOST + 'node_pool = "gpu"\n', [], []),
        (HOST + 'node_id = "00000000-0000-0000-0000-00000000000f"\n', [WITH_MKDIR], ["the cluster has no node 00000000-0000-0000-0000-00000000000f"]),
        (
            HOST + 'constraint {\n  attribute = "${attr.cpu.arch}"\n  value = "arm64"\n}\n',
            [WITH_MKDIR],
            ["no ready node (of 1) meets ${attr.cpu.arch} = arm64"],
        ),
        (HOST + 'constraint {\n  attribute = "${attr.cpu.arch}"\n  value = "amd64"\n}\n', [WITH_MKDIR], []),
        (CSI, [{}], ["no node runs the CSI plugin 'ebs'"]),
        (CSI, [{"CSINodePlugins": {"ebs": {"Healthy": True}}}], []),
    ],
)
def test_volumes_that_no_node_can_hold(text: str, nodes: list[dict[str, object]], found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data.volume.hcl").write_text(text)
    assert [d.message for d in nomadspec.lint_paths(["data.volume.hcl"], state=state(*nodes)) if d.rule == "volume-no-node"] == found


def test_no_state_says_nothing_of_nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data.volume.hcl").write_text(HOST + 'node_pool = "gpu"\n')
    assert not [d for d in nomadspec.lint_paths(["data.volume.hcl"]) if d.rule == "volume-no-node"]


DESCRIBED = {"ns.hcl": 'name = "prod"\ncapabilities {\n}\n', "pool.hcl": 'node_pool "gpu" {\n}\n', "method.json": '{"Name": "sso", "Type": "JWT", "TokenLocality": "local", "MaxTokenTTL": "1h", "Config": {"JWKSURL": "https://x"}}'}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HOST + 'namespace = "prd"\n', ["no file of this repository describes the namespace 'prd'"]),
        (HOST + 'namespace = "prod"\nnode_pool = "gpu"\n', []),
        (HOST + 'node_pool = "gpus"\n', ["no file of this repository describes the node pool 'gpus'"]),
        (HOST + 'namespace = "default"\nnode_pool = "all"\n', []),
        ('path = "a"\nnamespace = "x"\nitems {\n  a = "b"\n}\n', ["no file of this repository describes the namespace 'x'"]),
        ('{"AuthMethod": "ssso", "BindType": "role", "BindName": "dev"}', ["no file of this repository describes the auth method 'ssso'"]),
        ('name = "dev"\nquota = "small"\ncapabilities {\n}\n', []),  # no quota is described
    ],
)
def test_references_between_specifications(text: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, described in {**DESCRIBED, f"spec.{'json' if text[0] == '{' else 'hcl'}": text}.items():
        Path(name).write_text(described)
    assert [d.message for d in nomadspec.lint_paths(["."]) if d.rule == "reference-not-described"] == found


@pytest.mark.parametrize(("source", "said"), [("postgress-data", True), ("postgres-data2", False), ("${meta.volume}", False), ("redis", False)])
def test_volumes_of_jobs_with_almost_a_described_name(source: str, said: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data.hcl").write_text(HOST.replace('"data"', '"postgres-data"'))
    Path("db.nomad.hcl").write_text(job(group=f'volume "data" {{\n  type = "host"\n  source = "{source}"\n}}'))
    assert [d.help for d in nomadspec.lint_paths(["."]) if d.rule == "volume-source-not-described"] == ["Did you mean postgres-data?"] * said
