"""Everything that is said about the jobs of `cases.py`, recorded in `verdicts.json`: Nomad's texts about the bad ones, and what is left to say of the good ones.

    python -m tests.checks.verdicts

writes the file again. Read the difference: each changed line is another answer to a user. These are this program's own answers, kept so that none
changes unnoticed; that they are Nomad's is what `test_recorded.py` shows, on recorded answers.
"""

from __future__ import annotations

import json
from pathlib import Path

from nomadspec.checks.validation import validate
from nomadspec.jobspec.server_settings import ServerSettings
from tests.checks.cases import CASES, OLDER, SERVER, Job

FILE = Path(__file__).parent / "verdicts.json"


def said(job: Job, settings: ServerSettings | None = None, release: str | None = None) -> list[str]:
    verdict = validate(job, settings, nomad_version=release)
    return [f"{d.severity} {d.rule}: {d.nomad}" for d in (*verdict.errors, *verdict.warnings)]


def verdicts() -> dict[str, dict[str, list[str]]]:
    """By the name of the check: what is said about its bad job, and about its good one."""
    found = {name: {"bad": said(bad), "good": said(good)} for name, (bad, good) in CASES.items()}
    found |= {name: {"bad": said(bad, settings), "good": said(good, settings)} for name, (settings, bad, good) in SERVER.items()}
    found |= {name: {"bad": said(bad, release=older), "good": said(good, release=older)} for name, (older, bad, good) in OLDER.items()}
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(verdicts(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
