"""What mkdocs does not do by itself: pages that lie beside docs/, the playground, and checks of the built pages: nothing is loaded from elsewhere, every link
leads somewhere, and every page is reached from the first one."""

from __future__ import annotations

import logging
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parent.parent

#: Page of the site → the file it is.
BESIDE = {"contributing.md": ROOT / "CONTRIBUTING.md", "changelog.md": ROOT / "CHANGELOG.md"}
#: What `make playground` builds; a folder of the site.
PLAYGROUND = ROOT / "build" / "playground"
#: Pages that servers show by themselves, under any address.
ALONE = ("404.html",)

#: An element of a page that a browser loads from another host; links to follow are none.
LOADED = re.compile(r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(?:https?:)?//|<link\b(?![^>]*rel=["']?canonical)[^>]*\bhref=["']?(?:https?:)?//""")

log = logging.getLogger("mkdocs.hooks.site")


def on_files(files: Any, config: Any) -> Any:
    from mkdocs.structure.files import File

    for page, path in BESIDE.items():
        files.append(File.generated(config, page, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Links to files beside docs/ become links to their pages."""
    for page, path in BESIDE.items():
        markdown = markdown.replace(f"](../{path.name})", f"]({page})")
    return markdown


def on_post_page(output: str, page: Any, **_: Any) -> str:
    if found := LOADED.search(output):
        log.warning("%s loads from elsewhere: %s", page.file.src_uri, found[0])
    return output


def on_post_build(config: Any, **_: Any) -> None:
    site = Path(config["site_dir"])
    if PLAYGROUND.is_dir():
        shutil.copytree(PLAYGROUND, site / "playground", dirs_exist_ok=True)
    for complaint in complaints(site):
        log.warning("%s", complaint)


class Links(HTMLParser):
    """What a page links to or loads, and the places that others can link to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.targets.append(value)
            elif name in ("id", "name") and value:
                self.anchors.add(value)


def complaints(site: Path) -> list[str]:
    """Broken links of a built site, and pages that no way leads to from its first page."""
    site = site.resolve()
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html")) if path.name not in ALONE}
    found = []
    next_ones: dict[Path, set[Path]] = {path: set() for path in pages}
    for path, page in pages.items():
        for target in page.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            linked = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if linked.is_dir():
                linked /= "index.html"
            anchors = pages[linked].anchors if linked in pages else set()
            if not linked.is_file() or (parts.fragment and linked in pages and unquote(parts.fragment) not in anchors):
                found.append(f"{path.relative_to(site)}: the link {target} leads nowhere")
            elif linked in pages:
                next_ones[path].add(linked)
    reached, waiting = set(), [site / "index.html"]
    while waiting:
        page_path = waiting.pop()
        if page_path not in reached and page_path in pages:
            reached.add(page_path)
            waiting += next_ones[page_path]
    return found + [f"{path.relative_to(site)}: no link leads here" for path in pages if path not in reached]
