"""Links of the pages lead somewhere, every page is reached from the site's navigation, and generated pages are fresh. No site builder is needed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tools import generate_api, generate_architecture, generate_commands, generate_configuration, generate_conformance
from tools.site_hooks import BESIDE, LOADED, complaints

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def prose(page: Path) -> str:
    """The page without its code."""
    text = re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    return re.sub(r"`[^`\n]*`", "`", text)


def links(page: Path) -> list[str]:
    """Targets of the page's links that are files of the repository or headings of the page."""
    return [target for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)) if not re.match(r"[a-z]+:", target)]


def headings(page: Path) -> set[str]:
    """Anchors of the page's headings."""
    lines = re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M).splitlines()
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", line.lstrip("# ")).strip().lower()) for line in lines if line.startswith("#")}


def navigation(entries: list[object]) -> list[str]:
    """The pages that the navigation lists."""
    found: list[str] = []
    for entry in entries:
        if isinstance(entry, str):
            found.append(entry)
        elif isinstance(entry, dict):
            for value in entry.values():
                found += navigation(value if isinstance(value, list) else [value])
    return found


@pytest.mark.parametrize("page", [page for page in PAGES if links(page)], ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link} is missing"
        assert not anchor or anchor in headings(target), f"{page.name}: {link} is no heading"


def test_every_page_is_reached_from_the_navigation() -> None:
    listed = navigation(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])
    assert set(BESIDE) <= set(listed)
    reached: set[Path] = set()
    waiting = [DOCS / name for name in listed if name not in BESIDE]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            waiting += [
                path for link in links(page) if (path := (page.parent / link.partition("#")[0]).resolve()).suffix == ".md" and path.is_relative_to(DOCS)
            ]
    assert set(DOCS.rglob("*.md")) - reached == set()


@pytest.mark.parametrize(
    "generator", [generate_api, generate_architecture, generate_commands, generate_configuration, generate_conformance], ids=lambda module: module.TARGET.name
)
def test_generated_pages_are_fresh(generator: object) -> None:
    assert generator.TARGET.read_text(encoding="utf-8") == generator.render(), f"{generator.TARGET.name}: run `make generate`"  # type: ignore[attr-defined]


def test_figures_come_from_a_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate_conformance, "FIGURES", tmp_path / "conformance.json")
    generate_conformance.record({"fmt": {"a": "", "b": "text differs"}, "cron": {"c": ""}}, "1234567")
    generate_conformance.record({"fmt": {"a": "", "b": ""}}, "89abcde")
    page = generate_conformance.render()
    assert "3 of 3 cases pass" in page
    assert "| fmt | formatting, byte for byte | 2 | 2 | `89abcde` |" in page
    assert "| 1 | 1 | `1234567` |" in page
    assert "Not recorded here yet: `corpus-compile`" in page
    with pytest.raises(KeyError, match="area new is not explained"):
        generate_conformance.record({"new": {}}, "1234567")


@pytest.mark.parametrize(
    ("element", "loaded"),
    [
        ('<script src="assets/a.js">', False),
        ('<script src="https://cdn.example.com/a.js">', True),
        ('<link rel="stylesheet" href="//fonts.example.com/x.css">', True),
        ('<link rel="stylesheet" href="assets/x.css">', False),
        ("<img src=https://example.com/a.png>", True),
        ('<a href="https://example.com">', False),
    ],
)
def test_what_a_page_loads_from_elsewhere(element: str, loaded: bool) -> None:
    assert bool(LOADED.search(element)) is loaded


def test_a_built_site_has_no_broken_links_and_no_lost_pages(tmp_path: Path) -> None:
    pages = {
        "index.html": '<a href="guide.html#start">guide</a> <a href="https://example.com/">elsewhere</a> <a href="#top">up</a> <h1 id="top">x</h1>',
        "guide.html": '<h1 id="start">Guide</h1> <a href="tool/">tool</a>',
        "tool/index.html": '<a href="../index.html">back</a> <script src="tool.js"></script>',
        "tool/tool.js": "",
    }
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert complaints(tmp_path) == []
    (tmp_path / "tool" / "tool.js").unlink()
    (tmp_path / "guide.html").write_text("<h1>Guide</h1>", encoding="utf-8")
    assert complaints(tmp_path) == [
        "index.html: the link guide.html#start leads nowhere",
        "tool/index.html: the link tool.js leads nowhere",
        "guide.html: no link leads here",
        "tool/index.html: no link leads here",
    ]
