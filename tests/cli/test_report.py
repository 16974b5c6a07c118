"""`nomadspec report DIR`: linked pages about a folder and a cluster."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.run import Runner

FIXTURES = Path(__file__).parents[2] / "fixtures" / "demo"


def test_pages_about_a_repository_and_a_cluster(nomadspec: Runner) -> None:
    shutil.copytree(FIXTURES, nomadspec.folder, dirs_exist_ok=True)
    result = nomadspec("report", ".", "--state", "cluster.json", "--output", "out")
    assert (result.status, result.out) == (0, "")
    assert result.err.splitlines()[-1] == "nomadspec: 6 pages → out/index.html"
    pages = {path.name: path.read_text() for path in (nomadspec.folder / "out").iterdir()}
    assert sorted(pages) == ["capacity.html", "dependencies.html", "drift.html", "findings.html", "index.html", "plan.html"]
    for text in pages.values():
        assert all(f'<a href="{name}"' in text for name in pages)
    assert "<td>broken.nomad.hcl</td><td>no</td>" in pages["index.html"]
    assert "All tasks successfully allocated." in pages["plan.html"]


def test_without_a_cluster_there_are_findings_and_dependencies(nomadspec: Runner) -> None:
    shutil.copy(FIXTURES / "web.nomad.hcl", nomadspec.folder)
    assert nomadspec("report", ".").status == 0
    assert sorted(path.name for path in (nomadspec.folder / "nomadspec-report").iterdir()) == ["dependencies.html", "findings.html", "index.html"]


def test_a_folder_that_cannot_be_written(nomadspec: Runner) -> None:
    nomadspec.write("file", "")
    result = nomadspec("report", ".", "--output", "file/out")
    assert result.status == 2
    assert result.err.splitlines()[-1] == "nomadspec: --output file/out: Not a directory"
