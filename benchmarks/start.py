"""A cold `nomadspec lint` of one file, beside a bare Python (and a Nomad, where NOMAD_BIN names one).

    python -m benchmarks.start [rounds]

Bytecode must be there: without it every start compiles the package, and the figure says nothing.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import command, interleaved, table

FILE = Path(__file__).parent.parent / "fixtures" / "demo" / "web.nomad.hcl"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    program = str(Path(sys.executable).with_name("nomadspec"))
    lint = [program, "lint", "--no-plugins", "--quiet", str(FILE)]
    contenders: dict[str, Callable[[], object]] = {
        "python -c pass": command([sys.executable, "-c", "pass"]),
        "nomadspec lint": command(lint),
        "nomadspec compile": command([program, "compile", str(FILE)]),
        "nomadspec fmt --check": command([program, "fmt", "--check", str(FILE)]),
        "nomadspec plan": command([program, "plan", "--no-plugins", "--state", str(FILE.with_name("cluster.json")), str(FILE)]),
    }
    for run in contenders.values():
        run()
    source = importlib.util.find_spec("nomadspec.hcl.parser")
    assert source is not None
    assert source.cached is not None
    assert Path(source.cached).exists(), "no bytecode: unset PYTHONDONTWRITEBYTECODE"
    print(table("Cold start, one file", interleaved(contenders, rounds), "python -c pass"))


if __name__ == "__main__":
    main()
