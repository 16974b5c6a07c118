"""Every recorded answer of a real Nomad, to the byte."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from nomadspec.checks.validation import validate, validation_text
from nomadspec.jobspec.compilation import compile
from nomadspec.jobspec.server_settings import ServerSettings
from tests.checks.cases import CASES
from tests.checks.verdicts import FILE
from tests.recorded import recorded


def rows(goldens: Path, name: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in (goldens / "validation" / name).read_text(encoding="utf-8").splitlines()]
    assert found, f"nothing in {name}"
    return found


KEPT = [json.loads(line) for line in (Path(__file__).parents[2] / "fixtures" / "checks" / "validated.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", KEPT, ids=[case["id"] for case in KEPT])
def test_jobs_kept_beside_the_tests(case: dict[str, Any]) -> None:
    """What `nomad job validate` printed about each of `fixtures/checks/validated.jsonl`."""
    compiled = compile(case["hcl"], filename="case.nomad.hcl", environ={})
    assert validation_text(validate(compiled.job or {})) == case["output"]


#: Checks whose text ends in something that the recorded jobs have otherwise: the reason of another program, the place of the other port.
OTHER_END = {"constraint-regexp-invalid", "task-network-static-port-conflict"}


def values(job: Any) -> set[str]:
    """The words in the values of a job: names, addresses, types."""
    if isinstance(job, dict):
        return {word for key, value in job.items() for word in (*values(value), *(WORD.findall(key) if key[:1].islower() else ()))}
    if isinstance(job, list):
        return {word for value in job for word in values(value)}
    return set(WORD.findall(job)) if isinstance(job, str) else set()


WORD = re.compile(r"\w+")


def shape(text: str, names: set[str]) -> list[str]:
    """The words of a text without those that belong to one job: its values, what is quoted, and numbers."""
    return [word for word in WORD.findall(re.sub(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]", "", text)) if word not in names and not re.match(r"[0-9]", word)]


def test_the_texts_of_our_own_jobs(goldens: Path) -> None:
    """`verdicts.json` is what this program says; where a recorded answer has a text of the same check, it is the same text but for names and numbers."""
    theirs: dict[str, list[tuple[str, set[str]]]] = {}
    for case in rows(goldens, "cases-open.jsonl"):
        answer = case["validate"]
        if case["server"] != "default" or "error_text" not in answer:
            continue
        job = compile(case["hcl"], filename="case.nomad.hcl", environ={})
        verdict = validate(job.job or {})
        for d in (*verdict.errors, *verdict.warnings):
            if d.nomad and (d.nomad in answer["error_text"] or d.nomad in answer["warnings_text"]):
                theirs.setdefault(d.rule, []).append((d.nomad, values(job.to_api())))
    compared, wrong = 0, []
    for name, said in json.loads(FILE.read_text(encoding="utf-8")).items():
        if name not in theirs or name not in CASES or name in OTHER_END:
            continue
        ours = values(CASES[name][0])
        for line in (line for line in said["bad"] if f" {name}: " in line):
            compared += 1
            text = line.partition(f" {name}: ")[2]
            if not any(shape(text, ours | names) == shape(their, ours | names) for their, names in theirs[name]):
                wrong.append(line)
    assert compared > 200
    assert wrong == [], "\n".join(wrong)


def test_small_jobs(goldens: Path) -> None:
    wrong = []
    for case in rows(goldens, "cases-open.jsonl"):
        answer = case["validate"]
        if case["server"] != "default" or case.get("cli_args") or answer.get("parse_error") or answer.get("http_error"):
            continue
        compiled = compile(case["hcl"], filename="case.nomad.hcl", environ={})
        verdict = validate(compiled.job or {})
        texts = verdict.error_text, verdict.warnings_text, validation_text(verdict)
        if texts != (answer["error_text"], answer["warnings_text"], answer["output"]):
            wrong.append(case["id"])
    assert not wrong


def test_jobs_as_json(goldens: Path) -> None:
    for case in rows(goldens, "json-cases.jsonl"):
        verdict = validate({"Job": case["job"]})
        if "http_error" in case:
            assert [d.nomad for d in verdict.errors] == [case["http_error"]]
            continue
        assert verdict.ok is case["ok"]
        assert verdict.warnings_text == case["warnings_text"]
        assert verdict.error_text.endswith("\n\t* ".join(["", *case["errors"]]) + ("\n\n" if case["errors"] else ""))


def test_real_jobs(goldens: Path) -> None:
    wrong = []
    for path in recorded(goldens / "corpus" / "golden", "*.json")[::4]:
        golden = json.loads(path.read_text(encoding="utf-8"))
        judged = golden["parse_ok"] and not golden.get("siblings") and not golden.get("unstable")
        if judged and validation_text(validate(golden["api_json"])) != golden["validate_output"]:
            wrong.append(path.stem)
    assert not wrong


#: Where the older releases nest their lists otherwise; the problems are the same.
NESTED_OTHERWISE = {"reschedule-system-02", "template-vault-grace-deprecated-01"}


def test_other_releases(goldens: Path) -> None:
    """The texts of errors and warnings of each release: of the small jobs that differ, and of jobs for rules that only older releases have."""
    small = {case["id"]: case["hcl"] for case in rows(goldens, "cases-open.jsonl") if "hcl" in case}
    vault = ServerSettings(vault_clusters=("default",))
    wrong = []
    judged = 0
    for path in sorted((goldens / "versions").glob("*/*.jsonl")):
        if path.stem not in ("validate", "old-rules"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            answer = json.loads(line)
            hcl = answer.get("hcl") or small.get(answer["id"])
            if hcl is None or answer.get("parse_error") or answer.get("http_error") or answer["id"] in NESTED_OTHERWISE:
                continue
            compiled = compile(hcl, filename="case.nomad.hcl", environ={}, nomad_version=path.parent.name)
            verdict = validate(compiled.job or {}, vault if answer.get("server") == "vault" else None)
            judged += 1
            if verdict.error_text != answer.get("error_text", "") or (verdict.ok and verdict.warnings_text != answer.get("warnings_text", "")):
                wrong.append(f"{path.parent.name}/{answer['id']}")
    assert judged
    assert not wrong
