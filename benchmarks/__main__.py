"""All benchmarks, one after the other: `python -m benchmarks`."""

from __future__ import annotations

import subprocess
import sys

for name in ("parse", "start", "lint", "rules", "plan", "what_if", "largest", "pages"):
    print(f"\n## benchmarks.{name}\n", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
