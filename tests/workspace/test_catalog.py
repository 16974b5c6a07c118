"""Every code can be looked up: the rules, and what Nomad itself says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from nomadspec.agent import load, validate
from nomadspec.interpolation.env_codes import CODES
from nomadspec.rules.registry import ENGINE
from nomadspec.workspace.code_catalog import explain, listing, nomad_messages, stage_codes


def test_codes_and_names_are_given_once() -> None:
    said = nomad_messages()
    assert len({one.code for one in said}) == len(said)
    assert {one.code for one in said} == {code for code, _ in stage_codes()}


def test_listing() -> None:
    rows = json.loads(listing(as_json=True))
    assert {"HCL014", "EVA207", "NOM1008", "AGT100", "REF001"} <= {row["code"] for row in rows}
    text = listing(as_json=False)
    assert [line.split()[0] for line in text.splitlines() if line and not line.startswith("Reported")] == [row["code"] for row in rows]


def test_page_of_a_check_has_its_text_and_what_to_do() -> None:
    page = explain("NOM1008", as_json=False)
    assert page == "NOM1008: job-type-invalid (error)\n\nNomad says: Invalid job type: {type}\n\nUse one of service, batch, system, sysbatch.\n"
    assert explain("job-type-invalid", as_json=False) == page
    assert json.loads(explain("nom1008", as_json=True) or "")["page"] == page


def test_page_of_a_syntax_error() -> None:
    assert "Write the block on several lines" in (explain("HCL014", as_json=False) or "")


def test_every_code_has_a_cause_and_a_remedy() -> None:
    assert not [one.code for one in nomad_messages() if not one.help or not (one.text or one.cause)]
    for code, _, _ in CODES:
        assert (explain(code, as_json=False) or "").count("\n\n") == 2
    assert not [rule.code for rule in ENGINE if (explain(rule.code, as_json=False) or "").count("\n\n") < 2]


#: Configurations with which `nomad config validate` reports a code.
REPORTED = {
    "AGT006": "",
    "AGT100": 'data_dir = "/d"',
    "AGT101": 'server {\n  enabled = true\n}\nregion = "a\\u0000"',
    "AGT105": "server {\n  enabled = true\n}",
    "AGT109": 'server {\n  enabled = true\n  default_scheduler_config {\n    scheduler_algorithm = "x"\n  }\n}',
    "AGT111": 'data_dir = "/d"\nconsul {\n  name = "a b"\n}\nclient {\n  enabled = true\n}',
    "AGT119": "server {\n  enabled = true\n}",
    "AGT120": 'data_dir = "/d"\nserver {\n  enabled = true\n  bootstrap_expect = 1\n}',
    "AGT121": 'data_dir = "/d"\nserver {\n  enabled = true\n  oidc_issuer = "http://a"\n}',
    "AGT122": 'data_dir = "/d"\nserver {\n  enabled = true\n  protocol_version = 1\n}',
    "AGT123": 'data_dir = "/d"\nserver {\n  enabled = true\n}\nkeyring "x" {}',
}


@pytest.mark.parametrize("code", REPORTED)
def test_the_page_has_the_severity_and_text_of_the_finding(code: str, tmp_path: Path) -> None:
    if REPORTED[code]:
        (tmp_path / "a.hcl").write_text(REPORTED[code] + "\n", encoding="utf-8")
    verdict = validate(load([tmp_path]))
    (found,) = [d for d in (*verdict.errors, *verdict.warnings) if d.code == code]
    (said,) = [one for one in nomad_messages() if one.code == code]
    assert said.severity == found.severity
    pattern = re.sub(r"\\{\w+\\}", ".*", re.escape(said.text))
    assert re.search(pattern, found.nomad or "")


def test_unknown_code() -> None:
    assert explain("XYZ999", as_json=False) is None


def test_listing_of_an_area() -> None:
    assert {row["code"][:3] for row in json.loads(listing(as_json=True, prefix="REF"))} == {"REF"}
    assert listing(as_json=False, prefix="XYZ") == ""
