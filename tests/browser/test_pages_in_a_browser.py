"""What a reader of a page sees and does."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.browser.conftest import Opened, hostile_state
from tests.cli.run import Runner
from tests.trust.test_output import ACCEPTED

Open = Callable[..., Opened]

#: Command → the page it writes.
COMMANDS = {
    "state": ["state", "show", "cluster.json"],
    "plan": ["plan", "--state", "cluster.json", "web.nomad.hcl", "hostile.nomad.hcl"],
    "what-if": ["what-if", "--state", "cluster.json", "--lose", "dc=dc1"],
    "capacity": ["capacity", "--state", "cluster.json", "web.nomad.hcl"],
    "drift": ["drift", "--state", "cluster.json", "web.nomad.hcl", "hostile.nomad.hcl"],
    "lint": ["lint", "."],
    "graph": ["graph", "web.nomad.hcl", "hostile.nomad.hcl"],
}
VIEWS = ("", "#topology", "#jobs", "#clients", "#servers", "#job/default/web", "#report")


def write(runner: Runner, name: str, *words: str) -> None:
    result = runner(*words, "-o", "html")
    assert result.out.startswith("<!doctype html>"), result.err
    runner.write(name, result.out)


def hostile_jobspec() -> str:
    name = ACCEPTED.replace("\x1b", "\\u001b")
    task = name.replace("/", "")
    return f'job "{name}" {{\n  group "{name}" {{\n    task "{task}" {{\n      driver = "docker"\n      config {{\n        image = "x"\n      }}\n    }}\n  }}\n}}\n'


@pytest.mark.parametrize("command", COMMANDS)
def test_hostile_names_run_no_script_and_request_nothing(runner: Runner, opened: Open, command: str) -> None:
    runner.write("cluster.json", hostile_state(ACCEPTED))
    runner.write("hostile.nomad.hcl", hostile_jobspec())
    write(runner, "page.html", *COMMANDS[command])
    page = opened("page.html")
    for view in VIEWS:
        page.go(view)
        assert page.page.title() in ("Nomad cluster", "Plan", "What if", "Capacity", "Drift", "Findings", "Dependencies")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("command", ["state", "plan", "what-if", "lint", "graph"])
def test_axe_finds_nothing_serious(runner: Runner, opened: Open, axe: str, command: str, scheme: str) -> None:
    runner.write("hostile.nomad.hcl", hostile_jobspec())
    write(runner, "page.html", *COMMANDS[command])
    page = opened("page.html", scheme=scheme)
    page.page.evaluate(axe)
    for view in VIEWS:
        page.go(view)
        found = page.page.evaluate("axe.run().then(found => found.violations.map(one => [one.id, one.impact, one.nodes[0].html]))")
        assert [one for one in found if one[1] in ("serious", "critical")] == [], view


def test_figures_are_those_of_the_state(runner: Runner, opened: Open) -> None:
    write(runner, "page.html", *COMMANDS["state"])
    state = json.loads(runner("state", "show", "cluster.json", "-o", "json").out)
    room = json.loads(runner("capacity", "--state", "cluster.json", "-o", "json").out)["nodes"]
    page = opened("page.html", "#clients")
    assert sorted(page.texts(".row .cell:first-child")) == sorted(node["Name"] for node in state["nodes"])
    for name, of in room.items():
        row = page.page.locator(".row", has=page.page.get_by_role("link", name=name, exact=True))
        assert row.locator(".cell").nth(5).inner_text() == f"{round(100 * of['used']['cpu'] / of['total']['cpu'])} %"
        assert row.locator(".cell").nth(7).inner_text() == str(of["allocations"])
    page.go("#jobs")
    assert page.texts(".row .cell:first-child") == [job["ID"] for job in state["jobs"]]
    page.page.get_by_role("link", name="web", exact=True).click()
    assert page.texts("h3")[1] == f"Allocations ({len(state['allocations'])})"


def test_search_and_filters_are_kept_in_the_address(runner: Runner, opened: Open) -> None:
    write(runner, "page.html", *COMMANDS["state"])
    page = opened("page.html", "#clients")
    page.page.get_by_label("Search").fill("node-b2")
    assert page.texts("output") == ["1 of 3 clients"]
    assert page.page.url.endswith("#clients?q=node-b2")
    again = opened("page.html", "#clients?q=node-b2")
    assert again.texts(".row .cell:first-child") == ["node-b2"]


def test_a_plan_shows_what_is_new_and_why_not(runner: Runner, opened: Open) -> None:
    write(runner, "page.html", "plan", "--state", "cluster.json", "web.nomad.hcl")
    plan = json.loads(runner("plan", "--state", "cluster.json", "web.nomad.hcl", "-o", "json").out)
    page = opened("page.html", "#topology")
    assert page.page.locator(".bar[aria-label^=CPU] .seg.new").count() == len(plan["placements"])
    page.page.locator("select[name=show]").select_option("before")
    assert page.page.locator(".seg.new").count() == 0
    page.page.locator("select[name=why]").select_option("web/app")
    assert all(text.startswith("fits: score") for text in page.texts(".row:not(.heading) .cell:nth-child(5)"))
    page.page.locator("select[name=job]").select_option("web")
    assert page.page.locator(".seg.sel").count() == 6


def test_findings_are_filtered(runner: Runner, opened: Open) -> None:
    write(runner, "page.html", "lint", ".")
    found = json.loads(runner("lint", ".", "-o", "json").out)["findings"]
    page = opened("page.html")
    assert page.page.locator(".card:visible").count() == len(found)
    page.page.get_by_label("error").uncheck()
    assert page.page.locator(".card:visible").count() == sum(one["severity"] != "error" for one in found)


def test_the_keyboard_is_enough(runner: Runner, opened: Open) -> None:
    write(runner, "page.html", *COMMANDS["state"])
    page = opened("page.html", "#jobs")
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    for _ in range(20):
        page.page.keyboard.press("Tab")
        if page.page.evaluate("document.activeElement.textContent") == "web":
            break
    page.page.keyboard.press("Enter")
    page.page.wait_for_timeout(50)
    assert page.texts("h2") == ["web"]


def test_dark_and_light(runner: Runner, opened: Open) -> None:
    write(runner, "page.html", *COMMANDS["state"])
    page = opened("page.html", scheme="dark")
    assert page.page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.page.get_by_role("button").click()
    assert page.page.evaluate("document.documentElement.dataset.theme") == "light"


def test_a_phone_shows_no_page_wider_than_itself(runner: Runner, opened: Open) -> None:
    runner.write("hostile.nomad.hcl", hostile_jobspec())
    for command in ("state", "plan", "lint"):
        write(runner, "page.html", *COMMANDS[command])
        page = opened("page.html", width=390)
        assert page.page.evaluate("document.documentElement.scrollWidth") <= 390, command


def test_pages_of_a_repository_are_linked(runner: Runner, opened: Open) -> None:
    assert runner("report", ".", "--state", "cluster.json", "-O", "out").status == 0
    page = opened("out/index.html")
    for title in ("Findings", "Plan", "Drift", "Capacity", "Dependencies", "Overview"):
        page.page.get_by_label("Pages").get_by_role("link", name=title).click()
        assert page.page.title() == title
