"""`nomadspec lint` as a user meets it: the text form, several outputs in one run, statistics, exit statuses, interrupted runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from nomadspec.reporting.machine import json_schema
from tests.cli.run import Runner
from tests.pipes import make_pipe
from tests.reporting.sarif_schema import SCHEMA
from tests.workspace.samples import FAULTY

VARIABLE = 'variable "label" {\n  default = "htp"\n}\n\n' + FAULTY.replace('"htp"', "var.label")


def test_the_text_form(nomadspec: Runner) -> None:
    nomadspec.write("jobs/web.nomad.hcl", FAULTY)
    result = nomadspec("lint")
    assert result.status == 1
    assert result.out.splitlines()[:5] == [
        "error[REF001]: the group has no port 'htp'",
        '  --> jobs/web.nomad.hcl:12:7  job["web"].group["api"].service[0].port',
        "   |",
        '12 |       port     = "htp"',
        "   |       ^^^^^^^^^^^^^^^^",
    ]
    assert "   = fix: Use the port 'http'\n" in result.out
    assert "   = service-port-unknown: nomadspec rule REF001\n" in result.out
    assert result.err == "1 error; 1 file checked. 1 can be fixed with --fix.\n"


def test_where_a_value_was_set(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", VARIABLE)
    nomadspec.write("prod.hcl", 'label = "htpp"\n')
    assert "variable `label`" in nomadspec("lint", "web.nomad.hcl").out
    assert "prod.hcl:1" in nomadspec("lint", "--var-file", "prod.hcl", "web.nomad.hcl").out


def test_missing_values_do_not_stop_it(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", 'variable "label" {}\n' + VARIABLE.partition("}\n")[2])
    assert nomadspec("lint", "web.nomad.hcl").status == 0
    assert nomadspec("lint", "--var", "label=nope", "web.nomad.hcl").status == 1


def test_several_outputs_in_one_run(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", FAULTY)
    files = {"sarif": "a.sarif", "junit": "out/b.xml", "gitlab": "c.json", "checkstyle": "d.xml", "json": "e.json", "concise": "f.txt", "text": "g.txt"}
    (nomadspec.folder / "out").mkdir()
    result = nomadspec("lint", "-o", "github", *(f"--output-file={form}={name}" for form, name in files.items()), "web.nomad.hcl")
    assert result.status == 1
    assert result.out.startswith("::error file=web.nomad.hcl,line=12,")
    written = {form: (nomadspec.folder / name).read_text() for form, name in files.items()}
    Draft202012Validator(SCHEMA).validate(json.loads(written["sarif"]))
    Draft202012Validator(json_schema()).validate(json.loads(written["json"]))
    assert ElementTree.fromstring(written["junit"]).get("failures") == "1"
    assert ElementTree.fromstring(written["checkstyle"]).tag == "checkstyle"
    assert json.loads(written["gitlab"])[0]["check_name"] == "REF001"
    assert written["concise"] == "web.nomad.hcl:12:7: REF001 the group has no port 'htp'\n"
    assert written["text"] == nomadspec("lint", "web.nomad.hcl").out


@pytest.mark.parametrize(
    ("value", "says"),
    [("sarfi=x", "did you mean sarif?"), ("sarif", "takes FORMAT=PATH"), ("sarif=", "takes FORMAT=PATH"), ("sarif=nowhere/x", "nowhere/x")],
)
def test_outputs_that_cannot_be(nomadspec: Runner, value: str, says: str) -> None:
    nomadspec.write("web.nomad.hcl", FAULTY)
    result = nomadspec("lint", "--output-file", value, "web.nomad.hcl")
    assert (result.status, result.out) == (2, "")
    assert says in result.err


def test_statistics(nomadspec: Runner) -> None:
    for name in "abc":
        nomadspec.write(f"{name}.nomad.hcl", FAULTY.replace('"web"', f'"{name}"'))
    result = nomadspec("lint", "--statistics", "--extend-select", "SEC007", "--ignore", "SVC")
    assert result.status == 1
    assert result.out == "     3 REF001  service-port-unknown\n     3 SEC007  user-root\n"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["clean.nomad.hcl"], 0),
        (["bad.nomad.hcl"], 1),
        (["missing.nomad.hcl"], 2),
        (["empty"], 0),
        (["broken.nomad.hcl"], 1),
        (["bad.nomad.hcl", "missing.nomad.hcl"], 2),
    ],
)
def test_exit_status(nomadspec: Runner, words: list[str], status: int) -> None:
    nomadspec.write("bad.nomad.hcl", FAULTY)
    nomadspec.write("clean.nomad.hcl", FAULTY.replace('"htp"', '"http"'))
    nomadspec.write("broken.nomad.hcl", "job {{{")
    (nomadspec.folder / "empty").mkdir()
    assert nomadspec("lint", *words).status == status


def test_quiet(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", FAULTY)
    assert nomadspec("lint", "--quiet", "-o", "concise").err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupted_run_ends_at_once_and_leaves_no_broken_cache(tmp_path: Path) -> None:
    jobs, cache = tmp_path / "jobs", tmp_path / "cache"
    jobs.mkdir()
    for number in range(400):
        (jobs / f"{number}.nomad.hcl").write_text(FAULTY.replace('"web"', f'"web{number}"'))
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    words = [sys.executable, "-m", "nomadspec", "lint", "--jobs", "2", "--cache-dir", str(cache), "-o", "concise", "--ignore", "SVC", "jobs"]
    run = subprocess.Popen(words, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.4)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert b"Traceback" not in err
    done = subprocess.run(words, cwd=tmp_path, env=environ, capture_output=True, timeout=60, check=False)
    assert done.stdout.count(b" REF001 ") == 400
    assert all(json.loads(file.read_text()) for file in cache.iterdir())


def test_each_file_counts_by_its_own_configuration(nomadspec: Runner) -> None:
    bad = FAULTY.replace('"docker"', '""', 1)
    nomadspec.write("a/nomadspec.toml", 'fail-on = "never"\nvar-files = ["v.hcl"]\n')
    nomadspec.write("a/v.hcl", 'image = "a:1"\n')
    nomadspec.write("a/a.nomad", 'variable "image" {}\n' + bad.replace('"web"', '"a"', 1).replace('"nginx:1.27.2"', "var.image"))
    assert nomadspec("lint").status == 0
    nomadspec.write("b/b.nomad", bad)
    result = nomadspec("lint", "-o", "concise")
    assert result.status == 1
    assert "EVA072" not in result.out  # b has no such variable, and needs none


def test_input_that_is_not_there(nomadspec: Runner) -> None:
    nomadspec.write("a.nomad", FAULTY)
    result = nomadspec("lint", "--var-file", "nope.hcl", "--select", "DRV", "a.nomad")
    assert (result.status, "nope.hcl" in result.err) == (2, True)
    make_pipe(nomadspec.folder / "b.nomad")
    assert nomadspec("lint", "--write-baseline", "base.json", "a.nomad", "b.nomad").status == 2


def test_findings_about_a_repository_can_be_configured_away(nomadspec: Runner) -> None:
    for name in ("a.nomad", "b.nomad"):
        nomadspec.write(name, FAULTY)
    assert "REP001" in nomadspec("lint", "-o", "concise").out
    nomadspec.write("nomadspec.toml", '[[suppress]]\nrules = ["REP001"]\nreason = "two regions"\n')
    assert "REP001" not in nomadspec("lint", "-o", "concise").out


def test_a_list_of_lists_is_no_template(nomadspec: Runner) -> None:
    result = nomadspec("lint", "-o", "concise", "-", stdin='locals {\n  pairs = [["a", "b"], ["c", "d"]]\n}\njob "x" {\n  count = = 2\n}\n')
    assert "LNT006" not in result.out
    assert ":5:" in result.out
    assert "LNT006" in nomadspec("lint", "-o", "concise", "-", stdin='job "[[ .name ]]" {\n  count = [[ .count ]]\n}\n').out


def test_one_job_of_many_folders_is_one_note(nomadspec: Runner) -> None:
    for folder in "abcd":
        nomadspec.write(f"{folder}/x.nomad", FAULTY)
    (found,) = [d for d in json.loads(nomadspec("lint", "-o", "json").out)["findings"] if d["code"] == "REP001"]
    assert (found["severity"], found["path"], len(found["related"])) == ("info", "b/x.nomad", 3)
    assert found["message"].endswith("is also defined in a/x.nomad and 2 more files")


def test_one_file_named_in_two_ways(nomadspec: Runner) -> None:
    nomadspec.write("a/a.nomad", FAULTY)
    result = nomadspec("lint", "-o", "concise", "./a/a.nomad", "a", str(nomadspec.folder / "a"))
    assert "REP001" not in result.out
    assert "1 file checked" in result.err


def test_fixes_leave_the_findings_about_the_repository(nomadspec: Runner) -> None:
    for name in ("a.nomad", "b.nomad"):
        nomadspec.write(name, FAULTY)
    result = nomadspec("lint", "-o", "concise", "--fix", "--fail-on", "warning")
    assert (result.status, "REP001" in result.out, "REF001" in result.out) == (1, True, False)


def test_fixed_standard_input_is_all_that_standard_output_has(nomadspec: Runner) -> None:
    text = FAULTY.replace("nginx:1.27.2", "nginx")
    result = nomadspec("lint", "-o", "concise", "--fix", "-", stdin=text)
    assert result.out == text.replace('"htp"', '"http"')
    assert "DRV009" in result.err
