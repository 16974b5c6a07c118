"""Rules about the whole repository, which run when a file is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.client import Client
from tests.lsp.test_diagnostics import codes

JOB = 'job "{name}" {{\n  group "g" {{\n    task "t" {{\n      driver = "docker"\n      config {{\n        image = "redis:7"\n      }}\n    }}\n  }}\n}}\n'
DUPLICATE = "REP001"


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Client]:
    (tmp_path / ".git").mkdir()
    (tmp_path / "one.nomad.hcl").write_text(JOB.format(name="web"))
    (tmp_path / "two.nomad.hcl").write_text(JOB.format(name="web"))
    client = Client(str(tmp_path))
    yield client
    assert client.close() == 0
    assert not [line for line in client.log if b"Traceback" in line], b"".join(client.log).decode()


def shown(editor: Client, name: str) -> str:
    uri = f"file://{editor.folder}/{name}"
    editor.open(uri, (editor.folder / name).read_text())
    assert DUPLICATE not in codes(editor.diagnostics(uri, 1))
    return uri


def saved(editor: Client, uri: str, text: str | None = None) -> None:
    if text is not None:
        Path(uri.removeprefix("file://")).write_text(text)
    editor.notify("textDocument/didSave", {"textDocument": {"uri": uri}})


def awaited(editor: Client, uri: str, version: int, *, present: bool) -> None:
    """Wait until the duplicate is, or is no longer, among the findings."""
    while (DUPLICATE in codes(editor.diagnostics(uri, version))) is not present:
        pass


def test_two_jobs_with_one_name_are_found_when_a_file_is_saved(editor: Client) -> None:
    one, two = shown(editor, "one.nomad.hcl"), shown(editor, "two.nomad.hcl")
    saved(editor, one)
    awaited(editor, two, 1, present=True)
    editor.change(one, 2, {"text": JOB.format(name="other")})
    saved(editor, one, JOB.format(name="other"))
    awaited(editor, two, 1, present=False)


def test_a_finding_is_gone_once_its_file_is_edited(editor: Client) -> None:
    """Its place may no longer be there."""
    two = shown(editor, "two.nomad.hcl")
    saved(editor, two)
    awaited(editor, two, 1, present=True)
    editor.change(two, 2, {"text": "\n" + JOB.format(name="web")})
    assert DUPLICATE not in codes(editor.diagnostics(two, 2))
    editor.change(two, 3, {"text": JOB.format(name="web")})
    assert DUPLICATE in codes(editor.diagnostics(two, 3))


def test_a_pull_gives_them_too(editor: Client) -> None:
    two = shown(editor, "two.nomad.hcl")
    saved(editor, two)
    awaited(editor, two, 1, present=True)
    assert DUPLICATE in codes(editor.about("diagnostic", two)["items"])


def test_an_editor_that_pulls_is_asked_to_pull_again(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("one", "two"):
        (tmp_path / f"{name}.nomad.hcl").write_text(JOB.format(name="web"))
    able = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
    editor = Client(str(tmp_path), options={"pullDiagnostics": True}, able=able)
    uri = f"file://{tmp_path}/two.nomad.hcl"
    editor.open(uri, (tmp_path / "two.nomad.hcl").read_text())
    assert DUPLICATE not in codes(editor.about("diagnostic", uri)["items"])
    saved(editor, uri)
    while DUPLICATE not in codes(editor.about("diagnostic", uri)["items"]):
        editor.awaits("workspace/diagnostic/refresh")
    assert editor.published == {}
    assert editor.close() == 0
