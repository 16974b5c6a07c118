from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.lsp.client import Client

#: The library of the server is an extra: without it there is no server to test.
collect_ignore_glob = ["test_*.py"] if find_spec("pygls") is None else []


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One server for the tests of a module, in a folder of its own."""
    folder = tmp_path_factory.mktemp("repository")
    (folder / ".git").mkdir()
    found = Client(str(folder))
    found.folder = Path(folder)
    yield found
    assert found.close() == 0
    assert not [line for line in found.log if b"Traceback" in line], b"".join(found.log).decode()
