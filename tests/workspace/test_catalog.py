"""Every code can be looked up: the rules, and what Nomad itself says."""

from __future__ import annotations

import json

from nomadspec.workspace.code_catalog import explain, listing, nomad_messages, stage_codes


def test_codes_and_names_are_given_once() -> None:
    said = nomad_messages()
    assert len({one.code for one in said}) == len(said)
    assert {one.code for one in said} == {code for code, _ in stage_codes()}


def test_listing() -> None:
    rows = json.loads(listing(as_json=True))
    assert {"HCL014", "EVA207", "NOM1008", "AGT100", "REF001"} <= {row["code"] for row in rows}
    text = listing(as_json=False)
    assert [line.split()[0] for line in text.splitlines() if line and not line.startswith("What")] == [row["code"] for row in rows]


def test_page_of_a_check_has_its_text_and_what_to_do() -> None:
    page = explain("NOM1008", as_json=False)
    assert page == "NOM1008: job-type-invalid (error)\n\nNomad says: Invalid job type: {type}\n\nUse one of service, batch, system, sysbatch.\n"
    assert explain("job-type-invalid", as_json=False) == page
    assert json.loads(explain("nom1008", as_json=True) or "")["page"] == page


def test_page_of_a_syntax_error() -> None:
    assert "Write the block over several lines" in (explain("HCL014", as_json=False) or "")


def test_unknown_code() -> None:
    assert explain("XYZ999", as_json=False) is None


def test_listing_of_an_area() -> None:
    assert {row["code"][:3] for row in json.loads(listing(as_json=True, prefix="REF"))} == {"REF"}
    assert listing(as_json=False, prefix="XYZ") == ""
