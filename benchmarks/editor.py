"""The language server as an editor sees it: the first findings after the start, findings after a change in 500 lines, completion, memory over many edits."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.lsp.client import Client, position

TASK = """    task "task-{number}" {{
      driver = "docker"
      config {{
        image = "redis:7"
        ports = ["http"]
      }}
      env {{
        A = "${{attr.cpu.arch}}"
        B = "${{NOMAD_PORT_http}}"
      }}
      resources {{
        cpu    = 100
        memory = 100
      }}
    }}
"""
HEAD = 'job "web" {\n  group "web" {\n    network {\n      port "http" {\n        to = 80\n      }\n    }\n'
#: A jobspec of 500 lines.
JOB = HEAD + "".join(TASK.format(number=number) for number in range(35)) + "  }\n}\n"
ROUNDS = 15
EDITS = 10_000


def shown(name: str, seconds: list[float]) -> None:
    print(f"| {name} | {min(seconds) * 1e3:.0f} | {statistics.median(seconds) * 1e3:.0f} | {max(seconds) * 1e3:.0f} |", flush=True)


def first_findings(folder: str) -> float:
    began = time.perf_counter()
    client = Client(folder)
    uri = client.file(JOB)
    client.diagnostics(uri, 1)
    took = time.perf_counter() - began
    client.close()
    return took


def resident(client: Client) -> float:
    """Megabytes of the server; only Linux tells."""
    status = Path(f"/proc/{client.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main() -> None:
    print(f"{JOB.count(chr(10))} lines\n\n| | best ms | median ms | worst ms |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        shown("first findings after the start", [first_findings(folder) for _ in range(5)])
        client = Client(folder)
        uri = client.file(JOB)
        client.diagnostics(uri, 1)
        place = position(JOB, "to = 80", 5)
        here = {"start": place, "end": {**place, "character": place["character"] + 2}}
        changes, completions = [], []
        for version in range(2, 2 + ROUNDS):
            began = time.perf_counter()
            client.change(uri, version, {"range": here, "text": str(80 + version % 10)})
            client.diagnostics(uri, version)
            changes.append(time.perf_counter() - began)
            began = time.perf_counter()
            client.about("completion", uri, position=position(JOB, "image", 0))
            completions.append(time.perf_counter() - began)
        shown("findings after a change (80 ms of them are the rest before a lint)", changes)
        shown("completion after a change", completions)
        if sys.platform == "linux":
            version = 2 + ROUNDS
            for edits in (EDITS // 10, EDITS - EDITS // 10):
                for _ in range(edits):
                    client.change(uri, version, {"range": here, "text": str(80 + version % 10)})
                    version += 1
                client.diagnostics(uri, version - 1)
                print(f"\n{version - 2 - ROUNDS:,} edits: {resident(client):.0f} MB", end="", flush=True)
            print()
        client.close()


if __name__ == "__main__":
    main()
