"""A real HTTP server on loopback that answers as a recorded agent did, and misbehaves on demand."""

from __future__ import annotations

import gzip
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class RecordedAgent:
    """Serves the sections of a recorded snapshot. `page` rows a page at most; `fault(path, count)` may return (status, body) or "cut"; `tls` is its SSL context."""

    def __init__(self, snapshot: dict[str, Any], *, page: int = 1000, delay: float = 0.0, compress: bool = False, fault: Any = None, tls: Any = None) -> None:
        self.snapshot = snapshot
        self.page = page
        self.delay = delay
        self.compress = compress
        self.fault = fault
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        agent = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # the name that the server calls
                with agent._lock:
                    agent._now += 1
                    agent.most_at_once = max(agent.most_at_once, agent._now)
                try:
                    agent.answer(self)
                finally:
                    with agent._lock:
                        agent._now -= 1

            def log_message(self, format: str, *args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.tls = tls
        if tls is not None:
            # A handshake that fails must not keep the next one waiting.
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
            self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def address(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> RecordedAgent:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        with self._lock:
            self.requests.append((handler.path, dict(handler.headers)))
            count = sum(path == handler.path for path, _ in self.requests)
        time.sleep(self.delay)
        fault = self.fault(parts.path, count) if self.fault else None
        headers = {"X-Nomad-Index": str(self.snapshot.get("index", 213)), "Content-Type": "application/json"}
        if fault == "cut":
            handler.send_response(200)
            handler.send_header("Content-Length", "100000")
            handler.end_headers()
            handler.wfile.write(b'[{"ID": ')
            handler.close_connection = True
            return
        if fault is not None:
            status, body, *more = fault
            headers |= more[0] if more else {}
        else:
            status, value = self.route(parts.path, query)
            if isinstance(value, list) and "per_page" in query:
                start = int(query.get("next_token", "0"))
                size = min(self.page, int(query["per_page"]))
                if start + size < len(value):
                    headers["X-Nomad-NextToken"] = str(start + size)
                value = value[start : start + size]
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
        if self.compress and "gzip" in handler.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        handler.send_response(status)
        for name, text in headers.items():
            handler.send_header(name, text)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def route(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        """(status, JSON value or text) for a path of the API."""
        s = self.snapshot
        words = [unquote(word) for word in path.split("/")[2:]]
        match words:
            case ["nodes"]:
                return 200, s["node_stubs"]
            case ["node", "pools"]:
                return 200, s["node_pools"]
            case ["node", identifier]:
                return self._one(s["nodes"], identifier)
            case ["node", identifier, "allocations"]:
                return 200, [a for a in s["allocations"] if a["NodeID"] == identifier]
            case ["jobs"]:
                return 200, s["job_stubs"]
            case ["job", identifier, "versions"]:
                found = s["job_versions"].get(f"{identifier}@{query.get('namespace', 'default')}")
                return (404, b"job versions not found") if found is None else (200, found if isinstance(found, dict) else {"Versions": found})
            case ["allocations"]:
                return 200, s["alloc_stubs"]
            case ["allocation", identifier]:
                return self._one(s["allocations"], identifier)
            case ["volumes"]:
                return 200, s["volumes_csi"] if query.get("type") == "csi" else s["volumes_host"]
            case ["volume", "host", identifier]:
                return self._one(s["volumes_host_full"], identifier)
            case ["plugins"]:
                return 200, s["plugins_csi"]
            case ["operator", "scheduler", "configuration"]:
                return 200, s["scheduler_configuration"]
            case ["evaluations"]:
                return 200, s.get("evaluations", [])
            case ["volumes", "claims"] if "claims" in s:
                return 200, s["claims"]
            case ["agent", "members"]:
                return 200, {"Members": s.get("members")}
            case ["agent", "self"]:
                return 200, {"config": {"Region": s["agent"]["region"]}}
            case [name] if name in ("deployments", "namespaces", "regions", "services"):
                return 200, s[name]
        return 404, b""

    @staticmethod
    def _one(rows: list[Any], identifier: str) -> tuple[int, Any]:
        found = next((row for row in rows if row["ID"] == identifier), None)
        return (404, b"not found") if found is None else (200, found)
