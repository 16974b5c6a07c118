"""The pictures of pages in docs/images, made anew: `make pictures`. They show a small cluster with three jobs, so that they are the same everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from benchmarks.recipe import node, state
from nomadspec import ClusterState, compile
from nomadspec.planner.applied import applied
from nomadspec.planner.sequence import plan_together
from tests.browser.conftest import chromium

IMAGES: Final = Path(__file__).parents[1] / "docs" / "images"
#: Half of the recipe's clients: those of its two small sizes.
NODES: Final = 48
SMALL: Final = [number for number in range(NODES) if number % 4 < 2]
JOB: Final = """job "{name}" {{
  datacenters = ["*"]
  group "{group}" {{
    count = {count}
    {more}
    task "{group}" {{
      driver = "docker"
      config {{
        image = "registry.example.com/{name}:1.4.2"
      }}
      resources {{
        cpu    = {cpu}
        memory = {memory}
      }}
    }}
  }}
}}
"""
PORT: Final = 'network {\n      port "http" {}\n    }'
VOLUME: Final = 'volume "data" {\n      type   = "host"\n      source = "data"\n    }'
JOBS: Final[list[dict[str, Any]]] = [
    {"name": "web", "group": "app", "count": 60, "cpu": 1200, "memory": 2000, "more": PORT},
    {"name": "database", "group": "postgres", "count": 3, "cpu": 3000, "memory": 6000, "more": VOLUME},
    {"name": "queue", "group": "worker", "count": 40, "cpu": 1700, "memory": 1200, "more": ""},
]
#: Of `report`: a job that is not there yet, with a constraint that most clients do not meet.
NEW: Final = JOB.format(
    name="search", group="index", count=4, cpu=3500, memory=8000, more='constraint {\n      attribute = "${node.class}"\n      value     = "c8"\n    }'
)
WHAT_IF: Final = ["what-if", "--state", "cluster.json", "--drain", "n00012", "--drain", "n00021", "-o", "html"]
#: The name of a picture, the page in it, its view, whether it is dark, and the width of the window.
PICTURES: Final = (
    ("topology", "what-if.html", "#topology", False, 1200),
    ("topology-dark", "what-if.html", "#topology", True, 1200),
    ("topology-phone", "what-if.html", "#topology", False, 390),
    ("why-not", "report/plan.html", "#topology?why=search%2Findex", False, 1200),
    ("report", "report/what-if.html", "", False, 1200),
)


def cluster() -> dict[str, Any]:
    """The state in which the three jobs run."""
    document = state(NODES)
    document.update(source="a demonstration", captured_at="2026-01-01T12:00:00Z", nodes=[node(number) for number in SMALL], jobs=[], allocations=[])
    for client in document["nodes"][::4]:
        client["HostVolumes"] = {"data": {"Path": "/srv/data"}}
    known = ClusterState.from_dict(document)
    for plan in plan_together([job for values in JOBS if (job := compile(JOB.format(**values)).job) is not None], known):
        known = applied(plan.state, plan)
    ran: dict[str, Any] = json.loads(json.dumps(known.to_dict()))
    for allocation in ran["allocations"]:
        allocation["ClientStatus"] = "running"
    return ran


def main() -> None:
    """Writes the pictures."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        tool = [sys.executable, "-m", "nomadspec"]
        (folder / "cluster.json").write_text(json.dumps(cluster()), encoding="utf-8")
        (folder / "search.nomad.hcl").write_text(NEW, encoding="utf-8")
        page = subprocess.run([*tool, *WHAT_IF], cwd=folder, capture_output=True, text=True, check=False)
        (folder / "what-if.html").write_text(page.stdout, encoding="utf-8")
        subprocess.run([*tool, "report", ".", "--state", "cluster.json", "--output", "report"], cwd=folder, check=True)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for picture, file, view, dark, width in PICTURES:
            opened = browser.new_page(color_scheme="dark" if dark else "light", viewport={"width": width, "height": 800})
            opened.goto((folder / file).as_uri() + view)
            opened.screenshot(path=IMAGES / f"{picture}.png")
        browser.close()


if __name__ == "__main__":
    main()
