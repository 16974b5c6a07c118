"""The promise of little noise, held over public jobspecs: at most 3 findings in a file in the middle, no rule that crashes."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median

import nomadspec


def test_the_default_rules_are_quiet(goldens: Path) -> None:
    corpus = goldens / "corpus"
    counts, crashed = [], []
    for line in (corpus / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["format"] == "hcl" and case["validate_ok"] and not case["siblings"]:
            values = (corpus / "jobs" / case["vars"]["file"],) if case["vars"] else ()
            found = nomadspec.lint(corpus / case["file"], environ={}, fs="none", var_files=values)
            counts.append(len([d for d in found if not d.code.startswith("NOM")]))
            crashed += [d.message for d in found if d.code == "LNT001"]
    assert not crashed
    assert median(counts) <= 3
