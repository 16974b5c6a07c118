"""`nomadspec test`: formats, the filter, exit statuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.run import Runner

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"


@pytest.fixture
def demo(nomadspec: Runner) -> Runner:
    for path in DEMO.iterdir():
        shutil.copy(path, nomadspec.folder / path.name)
    return nomadspec


FAILS = 'test "it fails" {\n  assert {\n    condition     = 1 == 2\n    error_message = "no::error::\\nway"\n  }\n}\n'


def test_all_hold(demo: Runner) -> None:
    assert demo("test") == (0, "4 passed, 0 failed\n", "")
    assert demo("test", "--verbose", "--filter", "canary").out.splitlines()[0].startswith("ok      web.nomadtest.hcl: an update of web")


def test_one_fails(demo: Runner) -> None:
    demo.write("bad.nomadtest.hcl", FAILS)
    result = demo("test", "-o", "json")
    assert result.status == 1
    document = json.loads(result.out)
    assert document["counts"] == {"passed": 4, "failed": 1}
    (failed,) = [one for one in document["tests"] if not one["ok"]]
    assert (failed["name"], failed["failures"][0]["code"], failed["failures"][0]["start"]["line"]) == ("it fails", "TST002", 3)
    text = demo("test", "bad.nomadtest.hcl").out
    assert "bad.nomadtest.hcl:3:21" in text
    assert "= help: 1 == 2" not in text


def test_formats_escape(demo: Runner) -> None:
    demo.write("bad.nomadtest.hcl", FAILS)
    github = demo("test", "bad.nomadtest.hcl", "-o", "github").out
    assert github.count("\n") == 1
    assert github.startswith("::error file=bad.nomadtest.hcl,line=3,col=21,title=it fails::")
    junit = demo("test", "bad.nomadtest.hcl", "-o", "junit").out
    assert '<testsuite name="nomadspec" tests="1" failures="1">' in junit


def test_unusable_files_and_filters(demo: Runner) -> None:
    demo.write("bad.nomadtest.hcl", "tset {}\n")
    result = demo("test", "bad.nomadtest.hcl")
    assert (result.status, "unknown block 'tset' in a test file" in result.out) == (2, True)
    assert demo("test", "web.nomadtest.hcl", "--filter", "nothing like it").status == 2
    assert demo("test", "web.nomadtest.hcl", "--filter", "(").status == 2
    assert demo("test", "missing.nomadtest.hcl").status == 2


def test_several_at_the_same_time_and_variables_of_the_run(demo: Runner) -> None:
    demo.write("v.nomadtest.hcl", 'variable "n" {\n  type = number\n}\ntest "n is three" {\n  assert {\n    condition = var.n == 3\n  }\n}\n')
    demo.write("three.vars.hcl", "n = 3\n")
    assert demo("test", "--jobs", "2", "--var", "n=3", "--verbose").out == demo("test", "--var", "n=3", "--verbose").out
    assert demo("test", "--var", "n=3", "v.nomadtest.hcl").status == 0
    assert demo("test", "--var-file", "three.vars.hcl", "v.nomadtest.hcl").status == 0
    assert (demo("test", "--var", "n=4", "v.nomadtest.hcl").status, demo("test", "v.nomadtest.hcl").status) == (1, 1)


def test_environments_and_releases_hold_for_the_jobs_of_tests(demo: Runner) -> None:
    demo.write(
        "nomadspec.toml", '[[environments]]\nname = "now"\nvariables = { image = "docker.io/library/nginx:1.27.1" }\n\n[[environments]]\nname = "next"\n'
    )
    demo.write(
        "same.nomadtest.hcl",
        'test "nothing changes" {\n  state = "cluster.json"\n  jobs = ["web.nomad.hcl"]\n  assert {\n    condition = plan.exit_code == 0\n  }\n}\n',
    )
    assert demo("test", "same.nomadtest.hcl", "--environment", "now").status == 0
    assert demo("test", "same.nomadtest.hcl", "--environment", "next").status == 1
    refused = demo("test", "same.nomadtest.hcl")
    assert (refused.status, "now" in refused.err) == (2, True)
    demo.write(
        "new.nomad.hcl",
        'job "n" {\n  ui {\n    description = "x"\n  }\n  group "g" {\n    task "t" {\n      driver = "raw_exec"\n      config {\n        command = "x"\n      }\n    }\n  }\n}\n',
    )
    demo.write("new.nomadtest.hcl", 'test "it compiles" {\n  jobs = ["new.nomad.hcl"]\n  assert {\n    condition = length(placements) == 0\n  }\n}\n')
    assert demo("test", "new.nomadtest.hcl", "--environment", "now").status == 0
    assert "ui" in demo("test", "new.nomadtest.hcl", "--environment", "now", "--nomad-version", "1.7").out
