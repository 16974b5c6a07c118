"""What a cold `lint` loads: nothing that it does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = ["lark", "typer", "click", "rich", "jsonschema", "networkx", "httpx", "http", "numpy", "asyncio", "logging", "dataclasses", "inspect", "typing", "enum", "pathlib", "unittest", "multiprocessing", "importlib.metadata", "ssl", "email", "urllib.request", "concurrent", "tomllib", "decimal"]


def loaded(*arguments: str) -> set[str]:
    code = f"import sys, json; from nomadspec.cli.entry import main; status = main({list(arguments)!r}); sys.stderr.write(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    return set(json.loads(done.stderr.splitlines()[-1]))


def bare() -> set[str]:
    done = subprocess.run([sys.executable, "-c", "import sys, json; print(json.dumps(sorted(sys.modules)))"], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_a_cold_lint_loads_nothing_heavy(fixtures: Path) -> None:
    modules = loaded("lint", "--no-plugins", "--quiet", str(fixtures / "demo" / "web.nomad.hcl")) - bare()
    assert not [name for name in HEAVY if name in modules and name not in ("typing", "enum", "pathlib")], "imported on the hot path"
    assert not [name for name in modules if name.startswith(("nomadspec.scheduler", "nomadspec.planner", "nomadspec.backends", "nomadspec.agent"))]


def test_importing_the_package_loads_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, nomadspec; print(*[m for m in sys.modules if m.startswith('nomadspec')])"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) == {"nomadspec", "nomadspec.version"}
