"""The playground as a visitor uses it: the built folder, served by nothing but a file server, and no request to anywhere else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import nomadspec

BUILT = Path(__file__).parents[2] / "build" / "playground"
#: Starting Python takes a while on a loaded machine.
PATIENCE = 60_000
JOB = """job "shared" {
group "web" {
task "server" {
driver = "docker"
config {
image = "nginx:1.27"
}
}
}
}
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """Where the built folder is served."""
    if not BUILT.is_dir():
        pytest.skip("the playground is not built (make playground)")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(BUILT))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Visit:
    """The playground in a browser, and what went wrong there."""

    def __init__(self, page: Any, origin: str) -> None:
        self.page = page
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" and "favicon" not in str(message.location) else None)
        page.on("request", lambda request: None if request.url.startswith((origin, f"blob:{origin}")) else self.faults.append(f"request: {request.url}"))

    def write(self, text: str) -> None:
        self.page.get_by_role("textbox", name="Jobspec").fill(text)

    def text(self) -> str:
        text: str = self.page.get_by_role("textbox", name="Jobspec").input_value()
        return text

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def wait(self, selector: str, text: str) -> None:
        self.page.locator(selector, has_text=text).first.wait_for()


@pytest.fixture(scope="module")
def visit(browser: Any, origin: str) -> Iterator[Visit]:
    """One visit for all tests: Python starts once."""
    visit = Visit(browser.new_page(), origin)
    visit.page.goto(origin)
    visit.page.locator("body[data-ready]").wait_for()
    yield visit
    visit.page.close()
    assert visit.faults == []


def test_findings_follow_what_is_written(visit: Visit) -> None:
    visit.wait("#findings-list li", "metrcs")
    visit.write(JOB.replace("driver", "drivr"))
    visit.wait("#findings-list li.error", "drivr")
    assert visit.page.locator("mark.error").all_inner_texts()
    visit.write(JOB)
    visit.page.locator("li.error").wait_for(state="detached")


def test_it_compiles(visit: Visit) -> None:
    visit.write(JOB)
    visit.tab("Compiled")
    visit.wait("#compiled-text", '"shared"')
    assert json.loads(visit.page.locator("#compiled-text").inner_text())["Job"]["TaskGroups"][0]["Tasks"][0]["Driver"] == "docker"


def test_it_formats(visit: Visit) -> None:
    visit.write(JOB)
    visit.page.get_by_role("button", name="Format").click()
    api = pytest.importorskip("playwright.sync_api")
    api.expect(visit.page.get_by_role("textbox", name="Jobspec")).to_have_value(nomadspec.format(JOB), timeout=PATIENCE)


def test_it_plans_against_the_sample_and_shows_the_topology(visit: Visit) -> None:
    visit.write(JOB)
    visit.tab("Plan")
    plan = visit.page.frame_locator("#plan-page")
    plan.get_by_text('Job: "shared"').first.wait_for()
    plan.get_by_role("link", name="Topology").click()
    plan.get_by_role("link", name="node-b2").first.wait_for()


def test_a_pasted_state_is_planned_against(visit: Visit) -> None:
    visit.tab("Cluster")
    visit.page.get_by_role("textbox", name="State of a cluster").fill("{")
    visit.tab("Plan")
    visit.wait("#plan-complaint", "The state is not JSON")
    visit.tab("Cluster")
    visit.page.get_by_role("textbox", name="State of a cluster").fill('{"format": "nomadspec-state/1", "nodes": [], "latest_index": 1}')
    visit.tab("Plan")
    visit.page.frame_locator("#plan-page").get_by_text("No node is a candidate").first.wait_for()
    visit.tab("Cluster")
    visit.page.get_by_role("button", name="Use the sample").click()


@pytest.mark.parametrize("view", ["Findings", "Compiled", "Plan", "Cluster"])
def test_axe_finds_nothing_serious(visit: Visit, axe: str, view: str) -> None:
    visit.tab(view)
    visit.page.evaluate(axe)
    found = visit.page.evaluate("axe.run({ iframes: false }).then(found => found.violations.map(one => [one.id, one.impact, one.nodes[0].html]))")
    assert [one for one in found if one[1] in ("serious", "critical")] == []


def test_a_link_carries_the_text_where_servers_do_not_see_it(visit: Visit, browser: Any, origin: str) -> None:
    visit.write("# grüße 👋\n" + JOB)
    visit.tab("Compiled")
    visit.page.get_by_role("button", name="Share by link").click()
    visit.page.wait_for_url(f"{origin}#*")
    address = visit.page.url
    assert address.startswith(f"{origin}#")
    other = Visit(browser.new_page(), origin)
    other.page.goto(address)
    other.wait("#compiled-text", '"shared"')
    assert other.text() == "# grüße 👋\n" + JOB
    other.page.close()
    assert other.faults == []
