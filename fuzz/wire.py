"""An agent on loopback that sends exactly the bytes it is told to, whether they are HTTP or not, and closes the connection after them."""

from __future__ import annotations

import contextlib
import gzip
import json
import socketserver
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit


def response(value: Any, *, status: str = "200 OK", headers: Mapping[str, str] | None = None, packed: bool = False) -> bytes:
    """A well-formed response: a JSON value, or the bytes themselves, as its body. `headers` replace and add; an empty one is left out."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    body = gzip.compress(body, mtime=0) if packed else body
    own = {"Content-Type": "application/json", "X-Nomad-Index": "42", "Content-Length": str(len(body)), **({"Content-Encoding": "gzip"} if packed else {})}
    lines = [f"{name}: {text}\r\n" for name, text in {**own, **(headers or {})}.items() if text]
    return f"HTTP/1.1 {status}\r\n{''.join(lines)}\r\n".encode() + body


class WireAgent:
    """`answer(path)` gives the pieces of the answer to a path, which may be without end: they stop when the client goes, or with the agent (`stopped`)."""

    def __init__(self, answer: Callable[[str], Iterable[bytes]]) -> None:
        self.asked: list[str] = []
        self.stopped = threading.Event()
        agent = self

        class Connection(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    words = self.rfile.readline().decode("latin-1").split()
                    while self.rfile.readline().strip():
                        pass
                    if len(words) < 2:
                        return
                    agent.asked.append(words[1])
                    for piece in answer(urlsplit(words[1]).path):
                        self.wfile.write(piece)
                        if agent.stopped.is_set():
                            break

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Connection)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> WireAgent:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
