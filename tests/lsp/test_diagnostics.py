"""Findings as an editor gets them: pushed and pulled, of each kind of file, from what is unsaved."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lsp.client import Client, position

JOB = """job "web" {
  group "web" {
    network {
      port "http" {
        to = 80
      }
    }
    task "server" {
      driver = "docker"
      config {
        image = "redis:7"
        ports = ["htp"]
      }
    }
  }
}
"""


def codes(found: list[dict[str, Any]]) -> set[str]:
    return {finding.get("code", "") for finding in found}


def test_a_finding_has_place_code_and_rule(client: Client) -> None:
    uri = client.file(JOB)
    found = next(d for d in client.diagnostics(uri, 1) if d["code"] == "REF004")
    assert found["range"] == {"start": position(JOB, '"htp"'), "end": position(JOB, '"htp"', 5)}
    assert (found["source"], found["severity"], found["data"]["rule"]) == ("nomadspec", 1, "docker-port-unknown")
    assert "Did you mean 'http'?" in found["message"]


def test_a_change_is_linted_and_a_pull_says_the_same(client: Client) -> None:
    uri = client.file(JOB)
    client.diagnostics(uri, 1)
    client.change(uri, 2, {"range": {"start": position(JOB, '"htp"'), "end": position(JOB, '"htp"', 5)}, "text": '"http"'})
    pushed = client.diagnostics(uri, 2)
    assert "REF004" not in codes(pushed)
    assert client.about("diagnostic", uri)["items"] == pushed


def test_findings_around_a_syntax_error(client: Client) -> None:
    text = JOB.replace("to = 80", "to = = 80")
    assert codes(client.diagnostics(client.file(text), 1)) >= {"HCL002", "REF004"}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("agent.hcl", 'data_dir = "/x"\nclient {\n  enabld = true\n}\n', "AGT"),
        ("values.hcl", 'count = = 1\nname = "x"\n', "HCL"),
        ("volume.hcl", 'id = "a"\ntype = "csi"\nnam = "x"\n', "SPC"),
        ("a.nomadtest.hcl", 'tst "x" {\n}\n', "TST"),
        ("job.nomad.json", '{"job": {"a": {"group": {"g": {"task": {"t": {"driver": "docker", "config": {}, "drivr": 1}}}}}}}\n', "EVA"),
    ],
)
def test_the_other_kinds(client: Client, name: str, text: str, code: str) -> None:
    (client.folder / f"{client.opened + 1}-{name}").write_text(text)
    found = client.diagnostics(client.file(text, name), 1)
    assert any(finding.startswith(code) for finding in codes(found)), found


def test_a_configuration_file_is_checked(client: Client) -> None:
    text = 'select = ["ALL"]\nignor = ["NOM"]\n'
    uri = f"file://{client.folder}/inner/nomadspec.toml"
    client.open(uri, text)
    (found,) = client.diagnostics(uri, 1)
    assert found["range"]["start"]["line"] == 1
    assert "unknown key 'ignor'" in found["message"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def test_what_is_unsaved_counts_for_functions(client: Client) -> None:
    (client.folder / "port.txt").write_text("80")
    job = JOB.replace('"htp"', '"http"').replace("to = 80", 'to = file("port.txt")')
    uri = client.file(job)
    assert "EVA" not in {code[:3] for code in codes(client.diagnostics(uri, 1)) if code != "EVA126"}
    other = f"file://{client.folder}/port.txt"
    client.open(other, "eighty")
    client.change(uri, 2, {"text": job + "\n"})
    assert any("number" in finding["message"] for finding in client.diagnostics(uri, 2))
    client.notify("textDocument/didClose", {"textDocument": {"uri": other}})


VOLUME = """id = "a"
name = "a"
type = "csi"
plugin_id = "x"
external_id = "z"
capability {
  access_mode = "single-node-writer"
  attachment_mode = "file-system"
}
secrets {
  password = "hunter2hunter2"
}
"""


def test_a_specification_has_the_findings_of_its_rules(client: Client) -> None:
    """Those that a comment suppresses are left out."""
    assert "SPC108" in codes(client.diagnostics(client.file(VOLUME, "volume.hcl"), 1))
    suppressed = VOLUME.replace("secrets", "# nomadspec: ignore[SPC108] a test\nsecrets")
    assert "SPC108" not in codes(client.diagnostics(client.file(suppressed, "volume.hcl"), 1))
