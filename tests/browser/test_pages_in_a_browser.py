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
    "report": ["report", ".", "--state", "cluster.json", "--output", "out"],
}
VIEWS = ("", "#topology", "#jobs", "#clients", "#servers", "#job/default/web", "#report")
TITLES = ("Nomad cluster", "Overview", "Plan", "What if", "Capacity", "Drift", "Findings", "Dependencies")


def write(runner: Runner, name: str, *words: str) -> None:
    result = runner(*words, "-o", "html")
    assert result.out.startswith("<!doctype html>"), result.err
    runner.write(name, result.out)


def pages_of(runner: Runner, command: str) -> list[str]:
    """The pages that a command writes."""
    if command == "report":
        result = runner(*COMMANDS[command])
        assert result.status == 0, result.err
        return sorted(f"out/{path.name}" for path in (runner.folder / "out").iterdir())
    write(runner, "page.html", *COMMANDS[command])
    return ["page.html"]


def rows(page: Opened) -> list[list[str]]:
    """The cells of the rows of all tables of a report."""
    found: list[list[str]] = page.page.locator("tbody tr").evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")
    return found


def hostile_jobspec() -> str:
    name = ACCEPTED.replace("\x1b", "\\u001b")
    task = name.replace("/", "")
    return f'job "{name}" {{\n  group "{name}" {{\n    task "{task}" {{\n      driver = "docker"\n      config {{\n        image = "x"\n      }}\n    }}\n  }}\n}}\n'


@pytest.mark.parametrize("command", COMMANDS)
def test_hostile_names_run_no_script_and_request_nothing(runner: Runner, opened: Open, command: str) -> None:
    """What goes wrong while a page is open fails the test at its end."""
    runner.write("cluster.json", hostile_state(ACCEPTED))
    runner.write("hostile.nomad.hcl", hostile_jobspec())
    for name in pages_of(runner, command):
        page = opened(name)
        for view in VIEWS:
            page.go(view)
            assert page.page.title() in TITLES


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("command", COMMANDS)
def test_axe_finds_nothing_serious(runner: Runner, opened: Open, axe: str, command: str, scheme: str) -> None:
    runner.write("hostile.nomad.hcl", hostile_jobspec())
    for name in pages_of(runner, command):
        page = opened(name, scheme=scheme)
        page.page.evaluate(axe)
        for view in VIEWS if page.page.locator("#views a").count() else ("",):
            page.go(view)
            found = page.page.evaluate("axe.run().then(found => found.violations.map(one => [one.id, one.impact, one.nodes[0].html]))")
            assert [one for one in found if one[1] in ("serious", "critical")] == [], (name, view)


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
    assert page.page.locator(".bar.cpu .seg.new").count() == len(plan["placements"])
    page.page.locator("select[name=show]").select_option("before")
    assert page.page.locator(".seg.new").count() == 0
    page.page.locator("select[name=why]").select_option("web/app")
    assert all(text.startswith("fits: score") for text in page.texts(".row:not(.heading) .cell:nth-child(6)"))
    page.page.locator("select[name=job]").select_option("web")
    assert page.page.locator(".seg.sel").count() == 6


def test_figures_of_reports_are_those_of_the_documents(runner: Runner, opened: Open) -> None:
    """A plan, a what-if, capacity and drift."""
    lose = ["what-if", "--state", "cluster.json", "--lose", "each:node"]
    scenarios = json.loads(runner(*lose, "-o", "json").out)["scenarios"]
    write(runner, "page.html", *lose)
    assert rows(opened("page.html")) == [[one["value"], "yes" if one["ok"] else "no", str(one["moved"]), str(len(one["homeless"])), ""] for one in scenarios]

    lose = ["what-if", "--state", "cluster.json", "--lose", "node-a1"]
    moves = json.loads(runner(*lose, "-o", "json").out)["moves"]
    write(runner, "page.html", *lose)
    page = opened("page.html")
    assert [row[:3] for row in rows(page)[: len(moves)]] == [[one["name"], one["from"] or "-", one["to"] or "-"] for one in moves]

    fit = ["capacity", "--state", "cluster.json", "report.nomad.hcl"]
    group = json.loads(runner(*fit, "-o", "json").out)["groups"]["report"]
    write(runner, "page.html", *fit)
    page = opened("page.html")
    assert page.texts("h2")[0] == f"report, group report: {group['applied']} fit"
    assert {name: int(count) for name, count, *_ in rows(page)} == group["per_node"]

    compared = ["drift", "--state", "cluster.json", "web.nomad.hcl", "report.nomad.hcl"]
    entries = json.loads(runner(*compared, "-o", "json").out)["entries"]
    write(runner, "page.html", *compared)
    assert [row[:3] for row in rows(opened("page.html"))] == [[one["job"], one["status"], one["path"]] for one in entries]


def test_bars_are_read_with_the_keyboard(runner: Runner, opened: Open) -> None:
    """A client's bars are a list of its allocations: arrow keys choose one, which is described, and Enter opens its job."""
    write(runner, "page.html", "plan", "--state", "cluster.json", "web.nomad.hcl")
    page = opened("page.html", "#topology")
    bars = page.page.get_by_role("listbox", name="node-a1: CPU")
    chosen = bars.get_by_role("option", selected=True)
    page.page.get_by_role("link", name="node-a1").focus()
    page.page.keyboard.press("Tab")
    names = bars.get_by_role("option").all()
    assert len(names) > 1
    for part in names:
        assert chosen.get_attribute("id") == bars.get_attribute("aria-activedescendant") == part.get_attribute("id")
        assert page.texts(".detail") == [part.get_attribute("aria-label")]
        page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("Home")
    assert chosen.get_attribute("id") == names[0].get_attribute("id")
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("location.hash") == "#job/default/web"


def test_ports_and_volumes_are_in_the_topology(runner: Runner, opened: Open) -> None:
    state = json.loads(runner("state", "show", "cluster.json", "-o", "json").out)
    state["nodes"][0]["HostVolumes"] = {"certs": {"Path": "/certs"}}
    state["jobs"][0]["TaskGroups"][0]["Volumes"] = {"data": {"Name": "data", "Type": "csi", "Source": "db", "PerAlloc": True}}
    runner.write("cluster.json", json.dumps(state))
    write(runner, "page.html", *COMMANDS["state"])
    page = opened("page.html", "#topology")
    shown = dict(zip(page.texts(".row:not(.heading) .cell:first-child"), page.texts(".row:not(.heading) .cell:nth-child(5)"), strict=True))
    for node in state["nodes"]:
        (allocation,) = (one for one in state["allocations"] if one["NodeID"] == node["ID"])
        port = allocation["AllocatedResources"]["Shared"]["Ports"][0]["Value"]
        volumes = ["certs (host)"] if node.get("HostVolumes") else []
        index = allocation["Name"][allocation["Name"].index("[") :]
        assert shown[node["Name"]] == f"ports {port}; volumes {', '.join([*volumes, f'db{index} (csi)'])}"


def test_a_row_in_sight_keeps_the_focus_while_the_list_is_scrolled(runner: Runner, opened: Open) -> None:
    state = json.loads(runner("state", "show", "cluster.json", "-o", "json").out)
    state["nodes"] += [{**state["nodes"][0], "ID": f"00000000-0000-0000-0000-{number:012}", "Name": f"more-{number:03}"} for number in range(300)]
    runner.write("cluster.json", json.dumps(state))
    write(runner, "page.html", *COMMANDS["state"])
    page = opened("page.html", "#clients")
    page.page.get_by_role("link", name="node-b2").focus()
    for top in (40, 80, 9000):
        page.page.locator(".list .body").evaluate("(body, top) => { body.scrollTop = top; }", top)
        page.page.wait_for_timeout(50)
        assert page.page.evaluate("document.activeElement.textContent") == "node-b2", top
    assert page.page.locator(".row").count() < 60


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


def test_a_phone_shows_why_not_in_place_of_the_bars(runner: Runner, opened: Open) -> None:
    write(runner, "page.html", "plan", "--state", "cluster.json", "web.nomad.hcl")
    page = opened("page.html", "#topology?why=web%2Fapp", width=390)
    assert all(text.startswith("fits: score") for text in page.texts(".row:not(.heading) .cell:visible:not(:first-child)"))
    assert page.page.locator(".bar:visible").count() == 0


def test_pages_of_a_repository_are_linked(runner: Runner, opened: Open) -> None:
    assert runner("report", ".", "--state", "cluster.json", "-O", "out").status == 0
    page = opened("out/index.html")
    for title in ("Findings", "Plan", "Drift", "Capacity", "What if", "Dependencies", "Overview"):
        page.page.get_by_label("Pages").get_by_role("link", name=title).click()
        assert page.page.title() == title
