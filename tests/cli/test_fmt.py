"""`nomadspec fmt`: what is written, what is only shown, and what it says."""

from __future__ import annotations

import pytest

from tests.cli.run import Runner

UNFORMATTED = 'job "x" {\ntype="batch"\n}\n'
FORMATTED = 'job "x" {\n  type = "batch"\n}\n'


def test_standard_input_goes_to_standard_output(nomadspec: Runner) -> None:
    assert nomadspec("fmt", "-", stdin=UNFORMATTED) == (0, FORMATTED, "")


def test_check_names_what_would_change(nomadspec: Runner) -> None:
    path = nomadspec.write("job.nomad.hcl", UNFORMATTED)
    nomadspec.write("other.nomad.hcl", FORMATTED)
    assert nomadspec("fmt", "--check") == (1, "job.nomad.hcl\n", "")
    assert nomadspec("fmt", "--check", "--stdin-filename", "a.nomad.hcl", "-", stdin=UNFORMATTED) == (1, "a.nomad.hcl\n", "")
    assert nomadspec("fmt", "--check", "-", stdin=FORMATTED) == (0, "", "")
    assert path.read_text() == UNFORMATTED


def test_diff_shows_it(nomadspec: Runner) -> None:
    path = nomadspec.write("job.nomad.hcl", UNFORMATTED)
    for arguments in (("--diff",), ("--check", "--diff"), ("-diff",)):
        status, out, err = nomadspec("fmt", *arguments)
        assert (status, err) == (1, "")
        assert out.splitlines() == ["--- a/job.nomad.hcl", "+++ b/job.nomad.hcl", "@@ -1,3 +1,3 @@", ' job "x" {', '-type="batch"', '+  type = "batch"', " }"]
    assert path.read_text() == UNFORMATTED


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_it_is_done_after_one_run(nomadspec: Runner, end: str, mark: str) -> None:
    path = nomadspec.write("job.nomad.hcl", mark + UNFORMATTED.replace("\n", end))
    assert nomadspec("fmt").status == 0
    assert path.read_bytes().count(b"\r\n") == (3 if end == "\r\n" else 0)
    assert nomadspec("fmt", "--check").status == 0


def test_json_is_left_alone_in_folders(nomadspec: Runner) -> None:
    nomadspec.write("job.nomad.json", '{"job":{"x":{}}}')
    assert nomadspec("fmt", "--check") == (0, "", "")


def test_a_folder_of_agent_configuration_is_formatted(nomadspec: Runner) -> None:
    nomadspec.write("clients/agent.hcl", "client {\n enabled=true\n}\n")
    nomadspec.write("prod.vars.hcl", "a=1\n")
    nomadspec.write("other/terragrunt.hcl", 'include "x" {\n a=1\n}\n')
    assert nomadspec("fmt", "--check").out.split() == ["prod.vars.hcl", "clients/agent.hcl"]
    assert nomadspec("fmt", "-write=false", "-list=false") == (0, "", "")
    assert nomadspec("fmt").status == 0
    assert (nomadspec.folder / "clients" / "agent.hcl").read_text() == "client {\n  enabled = true\n}\n"
    assert (nomadspec.folder / "other" / "terragrunt.hcl").read_text() == 'include "x" {\n a=1\n}\n'
    assert nomadspec("fmt", "--check", "other").err == "nomadspec: nothing to format in other\n"


def test_a_named_file_of_another_program_is_left_alone(nomadspec: Runner) -> None:
    """As in a commit of files by name: `.hcl` is not Nomad's alone."""
    text = 'source "amazon-ebs" "x" {\n a=1\n}\n'
    packer = nomadspec.write("image.hcl", text)
    nomadspec.write("job.hcl", UNFORMATTED)
    assert nomadspec("fmt", "image.hcl", "job.hcl") == (0, "job.hcl\n", "nomadspec: image.hcl: not a kind of file that Nomad reads; skipped\n")
    assert packer.read_text() == text
    assert nomadspec("fmt", "--quiet", "image.hcl") == (0, "", "")
