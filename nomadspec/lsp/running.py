"""One editor over standard input and output, until it says goodbye."""

from __future__ import annotations

import logging
import os

from nomadspec.lsp.opening import meet
from nomadspec.lsp.wire import Wire


def run() -> None:
    """Serve one editor. What is printed by mistake goes to standard error: it would be taken for an answer."""
    logging.basicConfig(level=logging.WARNING)
    with os.fdopen(os.dup(0), "rb") as reading, os.fdopen(os.dup(1), "wb") as writing:
        os.dup2(2, 1)
        wire = Wire(reading, writing)
        opening = meet(wire)
        if opening is not None:
            from nomadspec.lsp.server import make

            make(opening).serve(wire)
