"""`nomadspec report DIR`: linked pages about a folder and a cluster."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.cli.run import Runner

FIXTURES = Path(__file__).parents[2] / "fixtures" / "demo"


def test_pages_about_a_repository_and_a_cluster(nomadspec: Runner) -> None:
    shutil.copytree(FIXTURES, nomadspec.folder, dirs_exist_ok=True)
    result = nomadspec("report", ".", "--state", "cluster.json", "--output", "out")
    assert (result.status, result.out) == (0, "")
    assert result.err.splitlines()[-1] == "nomadspec: 7 pages → out/index.html"
    pages = {path.name: path.read_text() for path in (nomadspec.folder / "out").iterdir()}
    assert sorted(pages) == ["capacity.html", "dependencies.html", "drift.html", "findings.html", "index.html", "plan.html", "what-if.html"]
    for text in pages.values():
        assert all(f'<a href="{name}"' in text for name in pages)
    assert "<td>broken.nomad.hcl</td><td>jobspec</td><td>no</td>" in pages["index.html"]
    assert "All tasks successfully allocated." in pages["plan.html"]
    assert "Survives the loss of any one node: yes" in pages["what-if.html"]
    fit = json.loads(nomadspec("capacity", "report.nomad.hcl", "--state", "cluster.json", "-o", "json").out)["groups"]["report"]["applied"]
    assert f'<td>report.nomad.hcl</td><td>report/report</td><td class="number">{fit}</td>' in pages["capacity.html"]


def test_other_specifications_are_named_by_their_kind(nomadspec: Runner) -> None:
    """They are no jobspecs that do not compile."""
    nomadspec.write("pool.nomad.hcl", 'node_pool "gpu" {\n}\n')
    shutil.copy(FIXTURES / "web.nomad.hcl", nomadspec.folder)
    assert nomadspec("report", ".", "--output", "out").status == 0
    page = (nomadspec.folder / "out" / "index.html").read_text()
    assert "<td>pool.nomad.hcl</td><td>node pool specification</td><td></td>" in page
    assert '<td>node pool specification</td><td class="number">1</td>' in page


def test_of_a_large_cluster_only_what_is_quick_is_tried(nomadspec: Runner) -> None:
    """Clients are not lost one after another where there are many; the page names the command."""
    state = json.loads((FIXTURES / "cluster.json").read_text())
    state["nodes"] += [{**state["nodes"][0], "ID": f"00000000-0000-0000-0000-{number:012}", "Name": f"more-{number}"} for number in range(60)]
    nomadspec.write("cluster.json", json.dumps(state))
    shutil.copy(FIXTURES / "web.nomad.hcl", nomadspec.folder)
    assert nomadspec("report", ".", "--state", "cluster.json", "--output", "out").status == 0
    assert "63 scenarios; run `nomadspec what-if --lose each:node`" in (nomadspec.folder / "out" / "what-if.html").read_text()


def test_a_job_that_is_too_large_to_plan_is_left_out_of_two_pages(nomadspec: Runner) -> None:
    groups = "".join(
        f'group "g{number}" {{\n  task "t" {{\n    driver = "raw_exec"\n    config {{\n      command = "true"\n    }}\n  }}\n}}\n' for number in range(6_001)
    )
    nomadspec.write("large.nomad.hcl", f'job "large" {{\n{groups}}}\n')
    shutil.copy(FIXTURES / "web.nomad.hcl", nomadspec.folder)
    shutil.copy(FIXTURES / "cluster.json", nomadspec.folder)
    assert nomadspec("report", ".", "--state", "cluster.json", "--output", "out").status == 0
    pages = {path.name: path.read_text() for path in (nomadspec.folder / "out").iterdir()}
    for name in ("plan.html", "capacity.html"):
        assert "large.nomad.hcl: left out" in pages[name]
        assert "the job has 12,002 groups, tasks and services, but the limit is 12,000" in pages[name]
        assert "web.nomad.hcl" in pages[name]
    assert "large.nomad.hcl" in pages["drift.html"]


def test_without_a_cluster_there_are_findings_and_dependencies(nomadspec: Runner) -> None:
    shutil.copy(FIXTURES / "web.nomad.hcl", nomadspec.folder)
    assert nomadspec("report", ".").status == 0
    assert sorted(path.name for path in (nomadspec.folder / "nomadspec-report").iterdir()) == ["dependencies.html", "findings.html", "index.html"]


def test_a_folder_that_cannot_be_written(nomadspec: Runner) -> None:
    nomadspec.write("file", "")
    result = nomadspec("report", ".", "--output", "file/out")
    assert result.status == 2
    assert result.err.splitlines()[-1] == "nomadspec: --output file/out: Not a directory"
