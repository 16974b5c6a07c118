"""What mkdocs does not do by itself: pages that lie beside docs/, and a check that no built page loads anything from elsewhere."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

#: Page of the site → the file it is.
BESIDE = {"contributing.md": ROOT / "CONTRIBUTING.md", "changelog.md": ROOT / "CHANGELOG.md"}

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
