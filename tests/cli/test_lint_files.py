"""`nomadspec lint` on what has no line to point at, and on what it would change."""

from __future__ import annotations

from tests.cli.run import Runner

JSON = '{"Job": {"ID": "x", "Name": "x", "Priority": -500, "TaskGroups": []}}'


def test_a_finding_without_a_place_names_its_file(nomadspec: Runner) -> None:
    nomadspec.write("a.nomad.json", JSON)
    nomadspec.write("b.nomad.hcl", "")
    result = nomadspec("lint", "--select", "NOM1033,EVA220", "a.nomad.json", "b.nomad.hcl")
    assert ' --> a.nomad.json  job["x"]\n' in result.out
    assert " --> b.nomad.hcl\n" in result.out
    concise = nomadspec("lint", "-o", "concise", "--select", "NOM1033", "a.nomad.json").out
    assert 'a.nomad.json:1:1: NOM1033 job["x"]: job priority must be between [1, 100]\n' in concise
    assert "file=a.nomad.json,line=1," in nomadspec("lint", "-o", "github", "a.nomad.json").out


def test_diff_prints_the_changes_alone_and_tells_what_is_wrong_today(nomadspec: Runner) -> None:
    text = 'job "x" {\n  prioritty = 50\n  nonsense  = 1\n}\n'
    nomadspec.write("x.nomad.hcl", text)
    result = nomadspec("lint", "--diff", "x.nomad.hcl")
    assert result.out == "--- a/x.nomad.hcl\n+++ b/x.nomad.hcl\n@@ -1,4 +1,4 @@\n" + ' job "x" {\n-  prioritty = 50\n+  priority = 50\n   nonsense  = 1\n }\n'
    assert (result.status, result.err.splitlines()) == (1, ["nomadspec: 1 finding would be fixed", "3 errors; 1 file checked. 1 can be fixed with --fix."])
