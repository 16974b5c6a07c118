"""The peak memory of this process, where the system tells it."""

from __future__ import annotations

import math
import sys


def peak_memory() -> float:
    """Megabytes; NaN on Windows."""
    if sys.platform == "win32":
        return math.nan
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
