"""What a generator does with what it made: writes it, or with `--check` compares it with what is there."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from pathlib import Path


def deliver(made: Mapping[Path, str | bytes], *, stale: Collection[Path] = ()) -> int:
    """Write the files and remove the stale ones; with `--check` among the arguments write nothing, and 1 when anything differs. The exit status."""
    wanted = {path: content.encode("utf-8") if isinstance(content, str) else content for path, content in made.items()}
    if "--check" in sys.argv[1:]:
        return int(any(not path.is_file() or path.read_bytes() != content for path, content in wanted.items()) or bool(stale))
    for path in stale:
        path.unlink()
    for path, content in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return 0
