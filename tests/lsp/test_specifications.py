"""Specifications other than jobspecs in an editor: completion, hover, findings and their fixes. `|` is where the cursor is."""

from __future__ import annotations

import pytest
from lsprotocol import types

from nomadspec.lsp.actions import actions
from nomadspec.lsp.completion import completion
from nomadspec.lsp.documents import Document
from nomadspec.lsp.findings import Workbench, findings_of
from nomadspec.lsp.hover import hover

POLICY = 'namespace "default" {\n  policy = "read"\n'
CSI = 'type = "csi"\nid = "v"\nplugin_id = "p"\n'


def opened(text: str) -> tuple[Document, int]:
    offset = text.find("|")
    return Document("file:///spec.hcl", text.replace("|", "", 1), 1, "utf-16"), offset


@pytest.mark.parametrize(
    ("text", "labels", "without"),
    [
        (POLICY + "  |\n}\n", {"capabilities", "variables"}, {"policy"}),
        (POLICY + '  capabilities = ["|"]\n}\n', {"submit-job", "deny"}, {"snapshot-save"}),
        (POLICY + '  variables {\n    path "x" {\n      capabilities = ["|"]\n', {"read", "destroy"}, {"submit-job"}),
        (POLICY + "}\n|\n", {"namespace", "node_pool", "agent"}, {"capabilities"}),
        (CSI + 'capability {\n  access_mode = "|"\n}\n', {"multi-node-multi-writer"}, {"file-system"}),
        (CSI + "|\n", {"mount_options", "capability"}, {"id", "host_path"}),
        ('type = "host"\nname = "a"\n|\n', {"host_path", "constraint"}, {"mount_options"}),
        ('node_pool "a" {\n  scheduler_config {\n    scheduler_algorithm = |\n  }\n}\n', {"binpack", "spread"}, set()),
        ('name = "dev"\ncapabilities {\n  |\n}\n', {"enabled_task_drivers"}, {"name"}),
        ('path = "a"\nitems {\n  |\n}\n', set(), {"path"}),
    ],
)
def test_what_is_offered(text: str, labels: set[str], without: set[str]) -> None:
    document, offset = opened(text)
    found = completion(document, offset, Workbench())
    assert found is not None
    offered = {item.label for item in found.items}
    assert labels <= offered
    assert not without & offered


def test_a_block_is_offered_with_what_it_must_have() -> None:
    document, offset = opened(CSI + "cap|\n")
    found = completion(document, offset, Workbench())
    assert found is not None
    texts = {item.label: item.text_edit.new_text for item in found.items if item.text_edit is not None}
    assert texts["capability"] == 'capability {\n  access_mode = "$1"\n  attachment_mode = "$2"\n  $0\n}'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('namespace "default" {\n  pol|icy = "read"\n}\n', "Values: `deny`, `read`, `write`, `scale`."),
        (CSI + "mount_op|tions {\n}\n", "How the volume is mounted."),
        ('type = "host"\ncapacity_|min = "1GiB"\n', "Smallest size, such as 10GiB."),
    ],
)
def test_hover(text: str, said: str) -> None:
    document, offset = opened(text)
    found = hover(document, offset, Workbench())
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert said in found.contents.value


def test_findings_are_those_of_lint_with_their_fixes() -> None:
    document, _ = opened('namespace "default" {\n  policy = "reed"\n  polcy = "read"\n}\n')
    found = findings_of(document, Workbench())
    assert [(finding.code, finding.fix is not None) for finding in found] == [("SPC006", True), ("SPC101", True)]
    here = types.Range(types.Position(1, 0), types.Position(1, 0))
    params = types.CodeActionParams(types.TextDocumentIdentifier(document.uri), here, types.CodeActionContext([]))
    offered = actions(document, params, found, Workbench())
    assert [action.edit.changes[document.uri][0].new_text for action in offered if action.edit is not None and action.edit.changes][:1] == ["read"]
