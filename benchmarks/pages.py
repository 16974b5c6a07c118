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

#: Milliseconds from a new fragment to the next frame.
SWITCH = """view => new Promise(done => { const start = performance.now(); location.hash = view;
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); })"""
#: The longest of sixty frames in which the list is scrolled.
SCROLL = """() => new Promise(done => { const list = document.querySelector(".list .body"); let frames = 0, longest = 0, last = performance.now();
  const step = () => { list.scrollTop += 4000; const now = performance.now(); longest = Math.max(longest, now - last); last = now;
    if (++frames < 60) requestAnimationFrame(step); else done(longest); }; requestAnimationFrame(step); })"""


def cluster() -> dict[str, Any]:
    """The state document, with as many allocations on each node."""
    document = state(NODES)
    kind = document["allocations"][0]
    document["allocations"] = [
        {**kind, "ID": uuid_of(f"{node['ID']}/{number}"), "Name": f"base.g[{place * EACH + number}]", "NodeID": node["ID"], "NodeName": node["Name"]}
        for place, node in enumerate(document["nodes"])
        for number in range(EACH)
    ]
    return document


def main() -> None:
    """Prints the figures."""
    known = ClusterState.from_dict(cluster())
    start = time.perf_counter()
    page = page_html(Page("Nomad cluster", cluster=cluster_document(known)))
    print(
        f"a page of {len(known.nodes):,} nodes, {len(known.allocations):,} allocations: {time.perf_counter() - start:.1f} s, {len(page.encode()) / 1e6:.1f} MB"
    )
    program = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        print("no browser: first paint and interaction are not measured (make browser)")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1200, "height": 800})
        start = time.perf_counter()
        opened.goto(file.as_uri())
        print(
            f"loaded: {1000 * (time.perf_counter() - start):.0f} ms; first paint {opened.evaluate('performance.getEntriesByType(`paint`)[0].startTime'):.0f} ms"
        )
        for view in ("#jobs", "#clients", "#topology"):
            print(f"to {view}: {opened.evaluate(SWITCH, view):.0f} ms")
        print(f"longest frame while scrolling: {opened.evaluate(SCROLL):.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
