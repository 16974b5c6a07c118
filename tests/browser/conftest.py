"""A browser, and pages opened in it that fail on a console message, an error, a dialog or a request."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.run import Runner

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures" / "demo"
#: Where `make browser` puts the accessibility check; no part of the package.
AXE = ROOT / ".venv" / "node_modules" / "axe-core" / "axe.min.js"


def chromium() -> str | None:
    """The browser of the system."""
    return os.environ.get("NOMADSPEC_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium of the system, through Playwright. Not longer than a module: it has an event loop and a process that tests of other rooms would see."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (make browser)")
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on PATH (apt-get install chromium)")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (make browser)")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """The program in a copy of the demo's folder."""
    shutil.copytree(FIXTURES, tmp_path, dirs_exist_ok=True)
    return Runner(monkeypatch, tmp_path)


class Opened:
    """A page, and what went wrong while it was open."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: None if request.url.startswith("file:") else self.faults.append(f"request: {request.url}"))

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, fragment: str) -> None:
        """To another view of the page."""
        self.page.evaluate("fragment => { location.hash = fragment; }", fragment)
        self.page.wait_for_timeout(50)

    def texts(self, selector: str) -> list[str]:
        """What the elements that fit show."""
        return [text.strip() for text in self.page.locator(selector).all_inner_texts()]


@pytest.fixture
def opened(browser: Any, runner: Runner) -> Iterator[Callable[..., Opened]]:
    """Opens a file of the runner's folder; at the end nothing may have gone wrong."""
    pages: list[Opened] = []

    def open_(name: str, fragment: str = "", *, scheme: str = "light", width: int = 1200) -> Opened:
        page = Opened(browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800}))
        pages.append(page)
        page.page.goto((runner.folder / name).as_uri() + fragment)
        return page

    yield open_
    faults = [fault for page in pages for fault in page.faults]
    for page in pages:
        page.page.close()
    assert faults == []


def hostile_state(name: str) -> str:
    """The demo's cluster with a hostile name for everything."""
    document = json.loads((FIXTURES / "cluster.json").read_text(encoding="utf-8"))
    for node in document["nodes"]:
        node["Name"] += name
        node["HostVolumes"] = {name: {"Path": name}}
        node.setdefault("Meta", {})[name] = name
        node["Attributes"][name] = name
    for allocation in document["allocations"]:
        allocation["Name"] += name
        allocation["DesiredDescription"] = name
        allocation["AllocatedResources"]["Shared"]["Ports"][0]["Label"] = name
    document["jobs"][0]["TaskGroups"][0]["Volumes"] = {name: {"Name": name, "Type": "host", "Source": name}}
    document["jobs"].append({**document["jobs"][0], "ID": name, "Name": name, "Status": name})
    document["servers"] = [{"Name": name, "Region": name, "Status": name, "Addr": name}]
    document["source"] = name
    return json.dumps(document)
