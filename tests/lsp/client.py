"""A client of the language server for tests: JSON-RPC over the pipes of a process, one message at a time, with a limit on every wait."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

#: Seconds after which a server that does not answer has failed.
PATIENCE = 60


class Client:
    """A server in a process of its own, and an editor that talks to it."""

    def __init__(
        self, folder: str = "", encodings: tuple[str, ...] = ("utf-16",), options: dict[str, Any] | None = None, able: dict[str, Any] | None = None
    ) -> None:
        command = [sys.executable, "-m", "nomadspec", "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder or None)
        self.received: queue.Queue[dict[str, Any]] = queue.Queue()
        self.published: dict[str, list[dict[str, Any]]] = {}
        self.number = 0
        self.opened = 0
        self.folder = Path(folder)
        self.log: list[bytes] = []
        self.readers = [threading.Thread(target=reader, daemon=True) for reader in (self._read, self._read_log)]
        for reader in self.readers:
            reader.start()
        capabilities = {
            "general": {"positionEncodings": list(encodings)},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
            **(able or {}),
        }
        folders = [{"uri": f"file://{folder}", "name": "test"}] if folder else None
        arguments = {"processId": None, "rootUri": None, "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": options}
        self.capabilities: dict[str, Any] = self.request("initialize", arguments)["capabilities"]
        self.notify("initialized", {})

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
                while stream.readline().strip():
                    pass
                self.received.put(json.loads(stream.read(length)))

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line)

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        message = self.received.get(timeout=PATIENCE)
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        """The result of a request; an error of the protocol fails the test."""
        self.number += 1
        number = self.number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def file(self, text: str, name: str = "job.nomad.hcl") -> str:
        """Open a text under a name of its own; its address."""
        self.opened += 1
        uri = f"file://{self.folder}/{self.opened}-{name}"
        self.open(uri, text)
        return uri

    def refused(self, method: str, params: Any) -> dict[str, Any]:
        """The error with which a request is refused."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self.number and "method" not in message:
                error: dict[str, Any] = message["error"]
                return error

    def open(self, uri: str, text: str, version: int = 1) -> None:
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "nomad", "version": version, "text": text}})

    def change(self, uri: str, version: int, *changes: dict[str, Any]) -> None:
        self.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)})

    def diagnostics(self, uri: str, version: int) -> list[dict[str, Any]]:
        """What is published of a version, waited for."""
        while True:
            message = self._next()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri and message["params"].get("version") == version:
                found: list[dict[str, Any]] = message["params"]["diagnostics"]
                return found

    def awaits(self, method: str) -> None:
        """Wait for a message of the server."""
        while self._next().get("method") != method:
            pass

    def about(self, method: str, uri: str, **more: Any) -> Any:
        return self.request(f"textDocument/{method}", {"textDocument": {"uri": uri}, **more})

    def close(self) -> int:
        self.request("shutdown", None)
        self.notify("exit", None)
        status = self.process.wait(PATIENCE)
        for reader in self.readers:
            reader.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return status


def position(text: str, word: str, behind: int = 0) -> dict[str, int]:
    """The place of a word in a text of ASCII, `behind` characters on."""
    offset = text.index(word) + behind
    return {"line": text.count("\n", 0, offset), "character": offset - (text.rfind("\n", 0, offset) + 1)}


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """The text after edits, counted in UTF-16."""
    from lsprotocol.types import Position

    from nomadspec.lsp.positions import Lines

    lines = Lines(text)
    places = [(lines.offset(Position(**edit["range"]["start"])), lines.offset(Position(**edit["range"]["end"])), edit["newText"]) for edit in edits]
    for start, end, new in sorted(places, key=lambda place: place[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text
