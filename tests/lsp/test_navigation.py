"""Definition, references, rename, symbols, folding, selection and links over a real connection."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lsp.client import Client, applied, position

JOB = """variable "size" {
  default = 1
}

job "web" {
  group "one" {
    count = var.size
    network {
      port "http" {
      }
    }
    service {
      name = "web"
      port = "http"
    }
    task "server" {
      driver = "docker"
      config {
        image = "redis:7"
        ports = ["http"]
      }
      env {
        P = "${NOMAD_PORT_http}"
        S = upper("${var.size}")
      }
    }
  }
  group "two" {
    network {
      port "http" {
      }
    }
    service {
      name = "other"
      port = "http"
    }
  }
}
"""


@pytest.fixture(scope="module")
def uri(client: Client) -> str:
    return client.file(JOB)


def lines(found: list[dict[str, Any]]) -> list[int]:
    return [place["range"]["start"]["line"] for place in found]


def test_definition(client: Client, uri: str) -> None:
    assert lines(client.about("definition", uri, position=position(JOB, "var.size", 5))) == [0]
    assert lines(client.about("definition", uri, position=position(JOB, 'ports = ["http"', 11))) == [8]


def test_references_stay_in_the_group(client: Client, uri: str) -> None:
    place = position(JOB, 'port "http"', 7)
    assert lines(client.about("references", uri, position=place, context={"includeDeclaration": True})) == [8, 13, 19, 22]
    assert lines(client.about("references", uri, position=place, context={"includeDeclaration": False})) == [13, 19, 22]
    assert lines(client.about("documentHighlight", uri, position=place)) == [8, 13, 19, 22]


def test_rename(client: Client, uri: str) -> None:
    place = position(JOB, 'port "http"', 7)
    assert client.about("prepareRename", uri, position=place)["placeholder"] == "http"
    after = applied(JOB, client.about("rename", uri, position=place, newName="web")["changes"][uri])
    assert 'port "web"' in after
    assert 'ports = ["web"]' in after
    assert "${NOMAD_PORT_web}" in after
    assert after.count('port "http"') == 1  # the other group's


@pytest.mark.parametrize(("name", "why"), [("a b", "letters, digits"), ("two", "group 'two' already exists")])
def test_a_rename_that_would_break_is_refused(client: Client, uri: str, name: str, why: str) -> None:
    word, behind = ('port "http"', 7) if name == "a b" else ('group "one"', 8)
    error = client.refused("textDocument/rename", {"textDocument": {"uri": uri}, "position": position(JOB, word, behind), "newName": name})
    assert why in error["message"]


def test_services_lead_to_other_files(client: Client) -> None:
    (client.folder / "api.nomad.hcl").write_text('job "api" {\n  group "g" {\n    service {\n      name = "backend"\n    }\n  }\n}\n')
    text = 'job "a" {\n  group "g" {\n    service {\n      connect {\n        sidecar_service {\n          proxy {\n            upstreams {\n              destination_name = "backend"\n'
    found = client.about("definition", client.file(text), position=position(text, "backend"))
    assert [place["uri"].rpartition("/")[2] for place in found] == ["api.nomad.hcl"]


def test_symbols(client: Client, uri: str) -> None:
    found = client.about("documentSymbol", uri)
    assert [symbol["name"] for symbol in found] == ["variable size", "job web"]
    assert [symbol["name"] for symbol in found[1]["children"]] == ["group one", "group two"]
    names = {symbol["name"] for symbol in client.request("workspace/symbol", {"query": "srv"})}
    assert "server" in names
    assert "http" not in names


def test_folds(client: Client, uri: str) -> None:
    found = {(fold["startLine"], fold["endLine"]) for fold in client.about("foldingRange", uri)}
    assert {(0, 1), (4, JOB.count("\n") - 2), (5, 25)} <= found


def test_a_selection_grows(client: Client, uri: str) -> None:
    (found,) = client.about("selectionRange", uri, positions=[position(JOB, "redis")])
    texts = []
    while found:
        texts.append((found["range"]["start"]["line"], found["range"]["end"]["line"]))
        found = found.get("parent")
    assert texts[0] == (18, 18)
    assert texts[-1] == (0, JOB.count("\n"))
    assert texts == sorted(texts, key=lambda place: place[1] - place[0])


def test_links(client: Client) -> None:
    (client.folder / "data.txt").write_text("x")
    text = 'a = file("data.txt")\nb = file("missing.txt")\nartifact {\n  source = "https://example.com/x.zip?checksum=1"\n}\n'
    assert [link["target"].rpartition("/")[2] for link in client.about("documentLink", client.file(text))] == ["data.txt", "x.zip"]


def test_signature(client: Client) -> None:
    text = 'job "a" {\n  name = substr("abc", \n'
    found = client.about("signatureHelp", client.file(text), position=position(text, '"abc", ', 7))
    assert found["signatures"][0]["label"].startswith("substr(")
    assert found["activeParameter"] == 1


def test_semantic_tokens(client: Client) -> None:
    text = 'job "ä😀" {\n  x = upper(var.a) # c\n  data = <<E\n{{ key "k" }}\nE\n}\n'
    legend = client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"]
    data = client.about("semanticTokens/full", client.file(text))["data"]
    found, line, character = [], 0, 0
    for at in range(0, len(data), 5):
        line, character = line + data[at], data[at + 1] + (character if data[at] == 0 else 0)
        words = text.split("\n")[line].encode("utf-16-le")
        found.append((words[2 * character : 2 * (character + data[at + 2])].decode("utf-16-le"), legend[data[at + 3]]))
    expected = [("job", "type"), ("ä😀", "enumMember"), ("x", "property"), ("upper", "function"), ("var", "variable"), ("a", "property"), ("# c", "comment")]
    assert found[: len(expected)] == expected
    assert {("{{", "macro"), ("key", "function"), ('"k"', "string")} <= set(found)
