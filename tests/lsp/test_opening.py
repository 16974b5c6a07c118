"""The first moments with an editor, before the library that answers requests is loaded."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nomadspec.lsp.capabilities import announced, encoding_of
from nomadspec.lsp.opening import meet
from nomadspec.lsp.wire import Wire
from tests.lsp.client import Client
from tests.lsp.test_diagnostics import JOB

INITIALIZE = {"id": 1, "method": "initialize", "params": {"capabilities": {}}}
OPENED = {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "file:///x/a.nomad.hcl", "languageId": "nomad", "version": 3, "text": JOB}}}


def framed(*messages: Any) -> bytes:
    bodies = [message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)


def conversation(*messages: Any) -> tuple[Any, list[dict[str, Any]], bytes]:
    """What the opening knows in the end, what it has sent, and what it leaves to the server."""
    written = io.BytesIO()
    wire = Wire(io.BytesIO(framed(*messages)), written)
    opening = meet(wire)
    sent = Wire(io.BytesIO(written.getvalue()), io.BytesIO())
    answers = []
    while (body := sent.receive()) is not None:
        answers.append(json.loads(body))
    left = b""
    while line := wire.readline():
        left += line
    return opening, answers, left


def test_a_text_has_its_findings_before_anything_else_is_loaded() -> None:
    code = """
import sys
from nomadspec.lsp.running import run
import nomadspec.lsp.running as running
running.logging.basicConfig = lambda **_: None
import nomadspec.lsp.opening as opening
first = opening.publication
def published(*arguments):
    print(sorted({"asyncio", "attrs", "cattrs", "lsprotocol", "pygls.lsp", "nomadspec.lsp.requests"} & set(sys.modules)), file=sys.stderr)
    return first(*arguments)
opening.publication = published
run()
"""
    made = subprocess.run([sys.executable, "-c", code], input=framed(INITIALIZE, OPENED), capture_output=True, timeout=60, check=True)
    assert made.stderr.decode().splitlines()[0] == "[]"
    assert b"REF004" in made.stdout


def test_the_findings_are_those_of_the_version() -> None:
    opening, (_, published), left = conversation(INITIALIZE, {"method": "initialized", "params": {}}, OPENED)
    assert (published["params"]["uri"], published["params"]["version"]) == ("file:///x/a.nomad.hcl", 3)
    assert "REF004" in {finding["code"] for finding in published["params"]["diagnostics"]}
    assert set(opening.linted) == set(opening.documents.by_uri) == {"file:///x/a.nomad.hcl"}
    assert left == b""


@pytest.mark.parametrize(
    "asked",
    [
        {"id": 2, "method": "workspace/symbol", "params": {"query": ""}},
        {"id": 2, "method": "shutdown"},
        {"method": "textDocument/didOpen", "params": {"textDocument": "none"}},
        b"{",
    ],
)
def test_anything_else_is_left_to_the_server(asked: Any) -> None:
    opening, answers, left = conversation(INITIALIZE, asked, OPENED)
    assert [answer["id"] for answer in answers] == [1]
    assert left == framed(asked, OPENED)
    assert not opening.linted


def test_an_editor_that_pulls_findings_is_sent_none() -> None:
    asks = {"capabilities": {"textDocument": {"diagnostic": {}}}, "initializationOptions": {"pullDiagnostics": True}}
    opening, answers, left = conversation({**INITIALIZE, "params": asks}, OPENED)
    assert opening.pulls
    assert "diagnosticProvider" in answers[0]["result"]["capabilities"]
    assert left == framed(OPENED)


def test_requests_before_the_first_are_refused() -> None:
    opening, answers, _ = conversation({"id": 1, "method": "shutdown"}, b"[]", b"no JSON", {"method": "exit"}, INITIALIZE)
    assert opening is None
    assert [answer["error"]["code"] for answer in answers] == [-32002]


@pytest.mark.parametrize("parameters", [{}, {"capabilities": 1, "workspaceFolders": 2, "rootUri": 3, "initializationOptions": 4}, {"workspaceFolders": [{}]}])
def test_an_odd_introduction_is_answered(parameters: dict[str, Any]) -> None:
    _, (answer,), _ = conversation({**INITIALIZE, "params": parameters})
    assert answer["result"]["capabilities"]["positionEncoding"] == "utf-16"


def test_a_fault_while_linting_leaves_an_empty_list(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("nomadspec.lsp.opening.findings_of", fail)
    _, (_, published), _ = conversation(INITIALIZE, OPENED)
    assert published["params"]["diagnostics"] == []
    assert "cannot lint /x/a.nomad.hcl" in caplog.text


def test_a_fault_while_showing_findings_does_not_end_the_server(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("nomadspec.lsp.opening.diagnostics_of", fail)
    opening, answers, _ = conversation(INITIALIZE, OPENED)
    assert len(answers) == 1
    assert set(opening.documents.by_uri) == {"file:///x/a.nomad.hcl"}
    assert "cannot show the findings of /x/a.nomad.hcl" in caplog.text


CLIENTS = [
    {},
    {"general": {"positionEncodings": ["utf-8", "utf-16"]}},
    {"general": {"positionEncodings": ["utf-7", "utf-32"]}},
    {"textDocument": {"rename": {"prepareSupport": True}}},
    {"textDocument": {"synchronization": {"willSave": True, "willSaveWaitUntil": True, "didSave": True}, "codeAction": {"dataSupport": True}}},
]


@pytest.mark.parametrize("client", CLIENTS)
def test_what_is_announced_is_what_is_answered(client: dict[str, Any]) -> None:
    """The table against what pygls makes of the requests that are registered."""
    from lsprotocol import types
    from lsprotocol.converters import get_converter
    from pygls.capabilities import ServerCapabilitiesBuilder as Builder

    from nomadspec.lsp.opening import Opening
    from nomadspec.lsp.server import make

    converter = get_converter()
    capabilities = converter.structure(client, types.ClientCapabilities)
    manager = make(Opening({"capabilities": client})).protocol.fm
    encoding = Builder.choose_position_encoding(capabilities)
    features, sync = {*manager.features, *manager.builtin_features}, types.TextDocumentSyncKind.Incremental
    built = Builder(capabilities, features, manager.feature_options, list(manager.commands), sync, None, encoding).build()  # type: ignore[no-untyped-call]
    said = json.loads(json.dumps(announced(client, pulls=True)))
    # pygls says what it never does outright; it is what a client takes for granted.
    assert {**said, "textDocumentSync": None} == {**converter.unstructure(built), "textDocumentSync": None}
    assert encoding_of(client) == encoding


def test_findings_are_not_announced_twice() -> None:
    assert "diagnosticProvider" in announced({}, pulls=False)
    assert "diagnosticProvider" not in announced({"textDocument": {"diagnostic": {}}}, pulls=False)


def test_a_second_text_and_a_change_go_on_from_there(tmp_path: Path) -> None:
    client = Client(str(tmp_path))
    first, second = client.file(JOB), client.file(JOB)
    assert client.diagnostics(first, 1)
    assert client.diagnostics(second, 1)
    client.change(first, 2, {"text": ""})
    assert client.diagnostics(first, 2) != client.published[second]
    assert client.close() == 0


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("http://user:hunter2@127.0.0.1:9", "cannot open the state: http://127.0.0.1:9: the agent cannot be reached"),
        ("http://user:hunter2/x@host", "cannot open the state: an address must be http://host:port"),
        ("nowhere.json", "cannot open the state: nowhere.json: No such file or directory"),
    ],
)
def test_a_state_that_cannot_be_opened_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture, state: str, says: str) -> None:
    conversation({**INITIALIZE, "params": {"capabilities": {}, "initializationOptions": {"state": state}}})
    assert says in caplog.text
    assert "Traceback" not in caplog.text
    assert "hunter2" not in caplog.text
