"""A page of HTML: one file, with its style, script and data in it.

Two things keep text from outside harmless: the template engine escapes every value (and `line` makes control and bidirectional characters visible), and a
content security policy lets the browser run only the script whose hash it names, and load nothing. Data for the script is JSON that cannot close its element;
the script puts it into the page as text only.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Protocol

from nomadspec.notation.secrecy import MASK
from nomadspec.reporting.console import LINK
from nomadspec.reporting.escaping import html, html_lines, terminal
from nomadspec.source.record import Record, field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from nomadspec.reporting.pages.finding_cards import Card
    from nomadspec.reporting.sections import Section
    from nomadspec.source.styled_text import Line

#: The script's files, in the order in which they are put together.
SCRIPTS: Final = ("elements.js", "cluster.js", "virtual_list.js", "lists.js", "details.js", "topology.js", "navigation.js")


class Page(Record):
    """What a page shows. `cluster`: the document of `cluster_columns.cluster_document`. `drawing`: SVG, already escaped. `links`: address → title of the
    pages beside this one."""

    title: str
    summary: str = ""
    sections: Sequence[Section] = ()
    cards: Sequence[Card] = ()
    drawing: str = ""
    cluster: Mapping[str, Any] | None = None
    links: Mapping[str, str] = field(default_factory=dict)


def linked(page: Page, links: Mapping[str, str]) -> Page:
    """The page with links to the pages beside it."""
    return Page(page.title, page.summary, page.sections, page.cards, page.drawing, page.cluster, links)


class Mask(Protocol):
    """Removes the secrets of a run from a value, and from rendered output."""

    def text(self, text: str) -> str: ...

    def rendered(self, text: str) -> str: ...


def page_html(page: Page, secrets: Mask | None = None) -> str:
    """The page as HTML, without the secrets. They are masked in values, so that the page's own script and style stay what their hashes say."""
    from markupsafe import Markup

    style, script = _asset("page.css"), _script()
    return (
        _engine(secrets)
        .get_template("page.html.j2")
        .render(
            page=page,
            policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'",
            style=Markup(style),
            script=Markup(script),
            drawing=Markup(page.drawing if secrets is None else secrets.rendered(page.drawing).replace(MASK, html(MASK))),
            data=Markup(_json(page.cluster, secrets)),
        )
    )


def style_class(style: str) -> str:
    """The class of a styled piece: its meaning, without the address that a terminal would link to."""
    return style.partition(LINK)[0]


def spans(row: Line) -> list[tuple[str, str]]:
    """The pieces of a styled line with the classes that they have on a page."""
    return [(text, style_class(style)) for text, style in row]


def _engine(secrets: Mask | None) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup, escape

    def shown(value: object) -> object:
        if not isinstance(value, str) or isinstance(value, Markup):
            return value
        return Markup(html_lines(escape(terminal(value if secrets is None else secrets.rendered(secrets.text(value))))))

    engine = Environment(
        loader=PackageLoader("nomadspec.reporting.pages", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    engine.filters["spans"] = spans
    return engine


@cache
def _asset(name: str) -> str:
    return (files("nomadspec.reporting.pages") / "assets" / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    return '"use strict";\n(() => {\n' + "\n".join(_asset(name) for name in SCRIPTS) + "\n})();\n"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(document: Mapping[str, Any] | None, secrets: Mask | None) -> str:
    """As JSON inside a `script` element: nothing in it can end the element or begin a comment."""
    if document is not None and secrets is not None:
        document = {**document, "texts": [secrets.rendered(text) for text in document["texts"]]}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
