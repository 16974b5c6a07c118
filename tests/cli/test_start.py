"""What a cold `lint` loads: nothing that it does not need."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = [
    "lark",
    "typer",
    "click",
    "rich",
    "jsonschema",
    "networkx",
    "httpx",
    "http",
    "numpy",
    "asyncio",
    "logging",
    "dataclasses",
    "inspect",
    "typing",
    "enum",
    "pathlib",
    "unittest",
    "multiprocessing",
    "importlib.metadata",
    "ssl",
    "email",
    "urllib.request",
    "urllib.parse",
    "concurrent",
    "tomllib",
    "decimal",
    "re",
    "json",
    "functools",
    "collections",
    "contextlib",
    "warnings",
    "difflib",
    "hashlib",
    "uuid",
    "ipaddress",
    "datetime",
    "threading",
    "tempfile",
]

#: What a jobspec without Connect and without a mistake, linted without configuration, cache, state or environments, is done without.
NOT_FOR_EVERY_LINT = [
    "nomadspec.checks.blame",
    "nomadspec.checks.connect",
    "nomadspec.checks.resolve_settings",
    "nomadspec.checks.task_files",
    "nomadspec.cli.faults",
    "nomadspec.cli.notes",
    "nomadspec.cli.release_option",
    "nomadspec.cluster",
    "nomadspec.hcl.errors",
    "nomadspec.hcl.exact",
    "nomadspec.hcl.suggest",
    "nomadspec.jobspec.admission.connect_tasks",
    "nomadspec.jobspec.admission.expose",
    "nomadspec.jobspec.decode_errors",
    "nomadspec.jobspec.json.api",
    "nomadspec.jobspec.request",
    "nomadspec.notation.constraint_operators",
    "nomadspec.workspace.cache",
    "nomadspec.workspace.checked_release",
    "nomadspec.workspace.configuration_keys",
    "nomadspec.workspace.configured_rules",
    "nomadspec.workspace.configured_server",
    "nomadspec.workspace.in_environments",
    "nomadspec.workspace.known_findings",
    "nomadspec.workspace.spec_linting",
    "nomadspec.workspace.written_rules",
]

#: The environment of a program that runs in another folder.
BESIDE = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}

#: Seconds after which a command hangs. Generous: a machine may be busy, and this measures nothing.
HANGS = 300


def loaded(*arguments: str) -> set[str]:
    code = f"import sys; from nomadspec.cli.entry import main; status = main({list(arguments)!r}); sys.stderr.write(repr(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=HANGS, check=False)
    return set(ast.literal_eval(done.stderr.splitlines()[-1]))


def bare() -> set[str]:
    done = subprocess.run([sys.executable, "-c", "import sys; print(sorted(sys.modules))"], capture_output=True, text=True, check=True)
    return set(ast.literal_eval(done.stdout))


def test_a_cold_lint_loads_nothing_heavy(fixtures: Path) -> None:
    modules = loaded("lint", "--no-plugins", "--quiet", str(fixtures / "demo" / "web.nomad.hcl")) - bare()
    assert not [name for name in HEAVY if name in modules], "imported on the hot path"
    assert not [name for name in modules if name.startswith(("nomadspec.scheduler", "nomadspec.planner", "nomadspec.backends", "nomadspec.agent"))]
    assert not [name for name in NOT_FOR_EVERY_LINT if name in modules], "imported for what the jobspec does not have"


def test_formatting_loads_nothing_heavy(fixtures: Path) -> None:
    modules = loaded("fmt", "--check", str(fixtures / "demo" / "web.nomad.hcl")) - bare()
    assert not [name for name in (*HEAVY, "nomadspec.hcl.exact.parse", "nomadspec.specs.file_kinds") if name in modules]


@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (["lint", "--no-plugins", "--quiet"], 202),  # one is for a job's datacenters, which nearly every job has
        (["plan", "--no-plugins", "--state", "cluster.json", "--output-format", "text"], 213),  # one is for moments, which a state and its reconciler share
        (["fmt", "--check"], 46),
    ],
    ids=["lint", "plan", "fmt"],
)
def test_a_start_loads_few_modules(arguments: list[str], most: int, fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of a cold start is importing, and a fifth of a millisecond goes into each module, whatever is in it."""
    monkeypatch.chdir(fixtures / "demo")
    ours = [name for name in loaded(*arguments, "web.nomad.hcl") if name.startswith("nomadspec")]
    assert len(ours) <= most, "import it where it is used, or say here why more is worth it"


def test_a_job_makes_the_fields_and_classes_of_few_types_of_block(fixtures: Path) -> None:
    made = "from nomadspec.schema.blocks import BLOCKS; from nomadspec.jobspec import block_class; print(len(BLOCKS._made), len(block_class._made))"
    code = f"from nomadspec.cli.entry import main; main(['lint', '--quiet', {str(fixtures / 'demo' / 'web.nomad.hcl')!r}]); {made}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=HANGS, check=True)
    fields, classes = map(int, done.stdout.splitlines()[-1].split())
    assert fields <= 30, "of 72"
    assert classes <= 30, "of 72"


@pytest.mark.parametrize("options", [[], ["-OO"], ["-X", "pycache_prefix=bytecode"]], ids=["", "optimized", "bytecode elsewhere"])
@pytest.mark.parametrize(("module", "package"), [("nomadspec.hcl.parser", "nomadspec.hcl"), ("nomadspec.hcl.fast", "nomadspec.hcl.fast")])
def test_our_modules_are_found_where_the_importer_finds_them(options: list[str], module: str, package: str, tmp_path: Path) -> None:
    code = f"""
import sys
from importlib.util import find_spec
usual = find_spec({module!r})
from nomadspec.cli.entry import main
assert {module!r} not in sys.modules
main(["lint", "--quiet", "."])
import {module} as m
for spec in (usual, m.__spec__):
    print(spec.origin, spec.cached, spec.parent, spec.submodule_search_locations)
print(m.__file__, m.__cached__, m.__package__, getattr(m, "__path__", None))
"""
    done = subprocess.run([sys.executable, "-B", *options, "-c", code], cwd=tmp_path, env=BESIDE, capture_output=True, text=True, timeout=HANGS, check=True)
    usual, ours, attributes = done.stdout.splitlines()[-3:]
    assert usual == ours == attributes
    assert f" {package} " in usual


def test_rules_are_imported_only_where_the_job_has_what_they_are_about(tmp_path: Path) -> None:
    file = tmp_path / "small.nomad.hcl"
    file.write_text('job "a" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "redis:7"\n      }\n    }\n  }\n}\n')
    rules = [name for name in loaded("lint", "--no-plugins", "--quiet", str(file)) if name.startswith("nomadspec.rules.jobspec.") and name.count(".") == 4]
    assert len(rules) < 25, "give the rule an IF_WRITTEN: " + ", ".join(sorted(rules))


def test_a_small_plan_loads_little(fixtures: Path) -> None:
    cluster = str(fixtures / "demo" / "cluster.json")
    modules = loaded("plan", "--no-plugins", "--state", cluster, "--output-format", "text", str(fixtures / "demo" / "web.nomad.hcl")) - bare()
    assert not [
        name for name in ("numpy", "dataclasses", "inspect", "pathlib", "typing", "lark", "typer", "networkx", "httpx", "multiprocessing") if name in modules
    ]


def test_importing_the_package_loads_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, nomadspec; print(*[m for m in sys.modules if m.startswith('nomadspec')])"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) == {"nomadspec", "nomadspec.version"}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize(("arguments", "status"), [(["rule"], 2), (["--version"], 2), (["--help"], 2), (["schema", "config"], 2)])
def test_an_output_that_cannot_be_written(arguments: list[str], status: int) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "nomadspec", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=HANGS,
            check=False,
        )
    assert (done.returncode, done.stderr) == (status, "nomadspec: cannot write the output: No space left on device\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("arguments", ["lint -", "compile -", "rule NET001", "--version", "no-command"])
def test_closed_streams(arguments: str, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m nomadspec {arguments} {closed}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    assert done.returncode in (0, 1, 2)
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away() -> None:
    done = subprocess.run(["sh", "-c", f"'{sys.executable}' -m nomadspec rule | head -n 1"], capture_output=True, text=True, timeout=HANGS, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", ["lint", "lint -", "validate -", "plan -", "fmt"])
def test_a_working_folder_that_is_gone(tmp_path: Path, arguments: str) -> None:
    script = f"mkdir gone && cd gone && rmdir ../gone && '{sys.executable}' -m nomadspec {arguments}"
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=HANGS, check=False)
    assert done.returncode == (255 if arguments.startswith("plan") else 2)
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("nomadspec: ")


def test_without_a_home_folder(tmp_path: Path, fixtures: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), "HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-m", "nomadspec", "lint", "--fail-on", "never", "--quiet", str(fixtures / "demo")],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
