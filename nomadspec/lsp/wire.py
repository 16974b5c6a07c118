"""Messages on two streams: a header with the length, then JSON.

`opening` uses them first; the server then continues to read here, beginning with the message that was left to it.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, BinaryIO, Final


class Wire:
    """The two streams of one editor. `readline` and `read` are those of a stream, for the server."""

    def __init__(self, reading: BinaryIO, writing: BinaryIO) -> None:
        self.reading: Final = reading
        self.writing: Final = writing
        self._left = io.BytesIO()

    def receive(self) -> bytes | None:
        """The next message as it was sent, None at the end."""
        length = 0
        while header := self.reading.readline():
            name, _, value = header.partition(b":")
            if name.strip().lower() == b"content-length" and value.strip().isdigit():
                length = int(value)
            elif length and not header.strip():
                return self.reading.read(length) or None
        return None

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.writing.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.writing.flush()

    def leave(self, body: bytes) -> None:
        """Let the server have a message that was received."""
        self._left = io.BytesIO(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def readline(self) -> bytes:
        return self._left.readline() or self.reading.readline()

    def read(self, size: int) -> bytes:
        return self._left.read(size) or self.reading.read(size)
