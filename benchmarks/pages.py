"""Pages of a large cluster: 10,000 nodes, 50,000 allocations.

    python -m benchmarks.pages

How long it takes to make one and how heavy it is; with Playwright and Chromium (`make browser`) also first paint, a change of view, and the longest frame
while the topology is scrolled.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.recipe import state, uuid_of
from nomadspec.cluster.state import ClusterState
from nomadspec.reporting.pages.cluster_columns import cluster_document
from nomadspec.reporting.pages.page import Page, page_html

NODES, EACH = 10_000, 5
#: Jobs, of which each has as many allocations; each allocation has a port and a volume.
JOBS = 1_000
#: Nodes that lose their allocations, which begin anew elsewhere: what a page of before and after shows.
DRAINED = 500

#: Milliseconds from a new fragment to the next frame.
SWITCH = """view => new Promise(done => { const start = performance.now(); location.hash = view;
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); })"""
#: The lengths, in order, of sixty frames in which the list is scrolled by many pages each.
SCROLL = """() => new Promise(done => { const list = document.querySelector(".list .body"), frames = []; let last = performance.now();
  const step = () => { list.scrollTop += 4000; const now = performance.now(); frames.push(now - last); last = now;
    if (frames.length < 60) requestAnimationFrame(step); else done(frames.sort((one, other) => one - other)); }; requestAnimationFrame(step); })"""
#: A search, and a job that is highlighted, are changes of view, too.
VIEWS = ("#jobs", "#clients", "#clients?q=n09", "#topology", "#topology?job=job-0500", "#job/default/job-0500")


def cluster() -> dict[str, Any]:
    """The state document, with as many allocations on each node."""
    document = state(NODES)
    kind, base, nodes = document["allocations"][0], document["jobs"][0], document["nodes"]
    groups = [{**base["TaskGroups"][0], "Count": NODES * EACH // JOBS, "Volumes": {"data": {"Name": "data", "Type": "host", "Source": "data"}}}]
    document["jobs"] = [{**base, "ID": f"job-{number:04}", "Name": f"job-{number:04}", "TaskGroups": groups} for number in range(JOBS)]
    document["allocations"] = []
    for number in range(NODES * EACH):
        node, job = nodes[number // EACH], f"job-{number % JOBS:04}"
        ports = [{"Label": "http", "Value": 20_000 + number % 12_000}]
        own = {"ID": uuid_of(f"alloc/{number}"), "Name": f"{job}.g[{number // JOBS}]", "JobID": job, "NodeID": node["ID"], "NodeName": node["Name"]}
        resources = {**kind["AllocatedResources"], "Shared": {"DiskMB": 300, "Ports": ports}}
        document["allocations"].append({**kind, **own, "AllocatedResources": resources})
    return document


def drained(document: dict[str, Any]) -> dict[str, Any]:
    """The state document after a drain: what ran on the first nodes runs on the last ones, too."""
    moved = document["allocations"][: DRAINED * EACH]
    ends = [{**one, "DesiredStatus": "stop", "ClientStatus": "complete"} for one in moved]
    begins = [{**one, "ID": uuid_of(f"{one['ID']}/again"), "NodeID": document["nodes"][-1 - number // EACH]["ID"]} for number, one in enumerate(moved)]
    return {**document, "allocations": [*ends, *document["allocations"][len(moved) :], *begins]}


def main() -> None:
    """Prints the figures."""
    document = cluster()
    known, after = ClusterState.from_dict(document), ClusterState.from_dict(drained(document))
    size = f"{len(known.nodes):,} nodes, {len(known.allocations):,} allocations, {JOBS:,} jobs"
    pages = {}
    for name, later in (("state", None), ("before and after", after)):
        start = time.process_time()
        pages[name] = page_html(Page("Nomad cluster", cluster=cluster_document(known, later)))
        print(f"{name}, {size}: {time.process_time() - start:.1f} s of processor time, {len(pages[name].encode()) / 1e6:.1f} MB")
    program = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        print("no browser: first paint and interaction are not measured (make browser)")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, page in pages.items():
            file = Path(folder) / "page.html"
            file.write_text(page, encoding="utf-8")
            opened = browser.new_page(viewport={"width": 1200, "height": 800})
            start = time.perf_counter()
            opened.goto(file.as_uri())
            loaded = 1000 * (time.perf_counter() - start)
            print(f"{name}: loaded {loaded:.0f} ms; first paint {opened.evaluate('performance.getEntriesByType(`paint`)[0].startTime'):.0f} ms")
            for view in VIEWS:
                print(f"  to {view}: {opened.evaluate(SWITCH, view):.0f} ms")
            opened.evaluate(SWITCH, "#topology")
            frames = opened.evaluate(SCROLL)
            print(f"  frames while scrolling: median {frames[len(frames) // 2]:.0f} ms, longest {frames[-1]:.0f} ms")
            opened.close()
        browser.close()


if __name__ == "__main__":
    main()
