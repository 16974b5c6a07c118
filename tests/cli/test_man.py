"""The manual pages say what the table of options says."""

from __future__ import annotations

from tools.generate_man import FOLDER, files, roff


def test_pages_are_what_the_generator_writes() -> None:
    assert {path: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.1")} == files(), "run `python -m tools.generate_man`"


def test_text_is_no_request_of_roff() -> None:
    assert roff(".git is skipped; -o \\\\x\n'x'") == "\\&.git is skipped; \\-o \\e\\ex\n\\&'x'"
