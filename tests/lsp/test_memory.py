"""The server does not grow while a text is edited. The benchmark does the same with 10,000 edits (`python -m benchmarks.editor`)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.lsp.client import Client, position
from tests.lsp.test_requests import JOB

#: Edits before the first look, which fill what is kept anyway; edits between two looks; edits after which the findings are waited for.
WARM, EDITS, STEP = 600, 1_200, 60
#: Megabytes by which it may grow, about ten versions of the text with what was worked out for them.
MOST = 4


def resident(client: Client) -> float:
    """Megabytes of the server."""
    status = Path(f"/proc/{client.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the size of a process in /proc")
def test_memory_stays_flat_over_edits(tmp_path: Path) -> None:
    client = Client(str(tmp_path))
    uri = client.file(JOB)
    client.diagnostics(uri, 1)
    place = position(JOB, "to = 80", 5)
    here = {"start": place, "end": {**place, "character": place["character"] + 2}}
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    sizes = []
    for version in range(2, 2 + WARM + EDITS):
        client.change(uri, version, {"range": here, "text": str(80 + version % 10)})
        if version % STEP == 0:
            client.diagnostics(uri, version)
            client.about("completion", uri, position=place)
            client.about("inlayHint", uri, range=everything)
        if version in (WARM, WARM + EDITS):
            sizes.append(resident(client))
    assert client.close() == 0
    before, after = sizes
    assert after - before < MOST, sizes
