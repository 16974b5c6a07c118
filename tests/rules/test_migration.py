"""`lint --fix` as the migration of old jobspecs: what people wrote compiles to the same job afterwards, but for what was migrated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nomadspec
from nomadspec.workspace.fixing import fix_text
from tests.recorded import recorded

RULES = {"select": ["DEP", "DRV011", "NOM3042"]}
#: What migration moves or removes: the members of the API's object in which a job may differ afterwards. Each has a test of its own in `test_deprecated.py`.
MIGRATED = frozenset(
    (
        "Spec", "Specs", "SpecType",  # periodic.cron → crons
        "MBits", "IOPS", "DiskMB", "VaultGrace", "Policies", "Role", "Enabled", "Disabled", "Networks",
        "MaxClientDisconnect", "StopAfterClientDisconnect", "PreventRescheduleOnLost", "Disconnect",
        "port_map", "ports", "mount", "mounts",
    )
)  # fmt: skip


def without_migrated(value: Any) -> Any:
    if isinstance(value, dict):
        return {("driver" if key == "type" and "config" in value else key): without_migrated(item) for key, item in value.items() if key not in MIGRATED}
    return [without_migrated(item) for item in value] if isinstance(value, list) else value


def mounts(value: Any) -> list[Any]:
    """The mounts in the `config` of all tasks, in one form."""
    if isinstance(value, list):
        return [mount for item in value for mount in mounts(item)]
    if not isinstance(value, dict):
        return []
    here = [_plain(row) for name in ("mounts", "mount") if isinstance(value.get(name), list) for row in value[name]]
    return here + [mount for item in value.values() for mount in mounts(item)]


def _plain(value: Any) -> Any:
    """A block, which is a list of one, and an object are the same to the driver."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        value = value[0]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def test_migrated_jobspecs_compile_to_the_same_job(goldens: Path) -> None:
    migrated = 0
    for path in recorded(goldens / "corpus" / "jobs", "*.nomad.hcl"):
        text = path.read_text()

        def findings(text: str, name: str = path.name) -> list[nomadspec.Diagnostic]:
            return nomadspec.lint(text, RULES, filename=name, environ={}, unset="unknown", fs="none")

        before = nomadspec.compile(text, filename=path.name, environ={}, unset="unknown", fs="none")
        fixed = fix_text(text, path.name, findings, unsafe=True)
        if before.job is None or not before.ok or not fixed.cured:
            continue
        after = nomadspec.compile(fixed.text, filename=path.name, environ={}, unset="unknown", fs="none")
        assert after.ok, (path.name, after.diagnostics)
        assert without_migrated(after.to_api()) == without_migrated(before.to_api()), path.name
        assert mounts(after.to_api()) == mounts(before.to_api()), path.name
        assert not [finding for finding in findings(fixed.text) if finding.fix is not None and finding.severity == "error"], path.name
        migrated += 1
    assert migrated > 60
