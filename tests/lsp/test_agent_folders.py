"""Files of one agent's folder, which an agent loads together."""

from __future__ import annotations

from tests.lsp.client import Client
from tests.lsp.test_diagnostics import codes

CLIENT = "client {\n  enabled = true\n}\n"
NO_FOLDER = "AGT119"  # data_dir must be set


def test_what_another_file_sets_is_set(client: Client) -> None:
    folder = client.folder / "agent"
    folder.mkdir()
    (folder / "client.hcl").write_text(CLIENT)
    uri = f"file://{folder}/client.hcl"
    client.open(uri, CLIENT)
    assert NO_FOLDER in codes(client.diagnostics(uri, 1))
    (folder / "more.hcl").write_text('data_dir = "/opt/nomad"\nbind_addr = "0.0.0.0"\n')
    client.change(uri, 2, {"text": CLIENT})
    assert NO_FOLDER not in codes(client.diagnostics(uri, 2))


def test_what_is_unsaved_in_another_file_counts(client: Client) -> None:
    folder = client.folder / "unsaved"
    folder.mkdir()
    (folder / "client.hcl").write_text(CLIENT)
    (folder / "more.hcl").write_text('data_dir = "/opt/nomad"\n')
    more, uri = f"file://{folder}/more.hcl", f"file://{folder}/client.hcl"
    client.open(more, 'log_level = "INFO"\n')
    client.open(uri, CLIENT)
    assert NO_FOLDER in codes(client.diagnostics(uri, 1))


def test_a_finding_is_shown_in_its_own_file(client: Client) -> None:
    folder = client.folder / "own"
    folder.mkdir()
    (folder / "client.hcl").write_text(CLIENT)
    (folder / "wrong.hcl").write_text("client {\n  enabld = true\n}\n")
    uri = f"file://{folder}/client.hcl"
    client.open(uri, CLIENT)
    assert not any("enabld" in finding["message"] for finding in client.diagnostics(uri, 1))
