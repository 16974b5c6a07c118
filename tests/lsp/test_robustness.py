"""Half-typed and broken texts: no request fails, and every place of an answer is a place of the text."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from nomadspec.lsp import completion, formatting, hints, hover, navigation, semantic_tokens, signature, structure, symbols
from nomadspec.lsp.documents import Document
from nomadspec.lsp.findings import Workbench
from nomadspec.lsp.outline import Outline
from tests.lsp import test_diagnostics, test_navigation, test_neovim, test_requests
from tests.lsp.client import Client

DEMO = sorted((Path(__file__).parents[2] / "fixtures" / "demo").rglob("*.nomad.hcl"))
#: What the others have not: a dynamic block, a template in a heredoc, a mesh, characters of several units.
DYNAMIC = """job "é😀" {
  group "g" {
    network {
      dynamic "port" {
        for_each = { http = 80, admin = 81 }
        labels   = [port.key]
        content {
          to = port.value
        }
      }
    }
  }
}
"""
TEMPLATE = """job "t" {
  group "g" {
    task "t" {
      driver = "exec"
      template {
        data        = <<-EOF
          {{ range nomadService "é😀" }}{{ .Address }}:{{ .Port }}
          {{ end }}%{ if true }x%{ else }${upper("y")}%{ endif }
        EOF
        destination = "local/a"
      }
    }
  }
}
"""
MESH = """job "m" {
  type = "batch" // é😀
  parameterized {
    payload = "required"
  }
  group "g" {
    service {
      port = "80"
      connect {
        sidecar_service {
          proxy {
            upstreams {
              destination_name = "db"
              local_bind_port  = 5432
            }
          }
        }
      }
    }
  }
}
"""
FILES = [
    *(path.read_text() for path in DEMO),
    *(module.JOB for module in (test_diagnostics, test_navigation, test_neovim, test_requests)),
    DYNAMIC,
    TEMPLATE,
    MESH,
]
#: Files of other kinds.
OTHERS = {
    "agent.hcl": 'data_dir = "/opt/nomad"\nclient {\n  enabled = true\n  host_volume "a" {\n    path = "/é😀"\n  }\n}\n',
    "prod.vars.hcl": 'size = 4\nnames = ["a", "b"]\n',
    "a.nomadtest.hcl": 'state = "a.json"\ntest "a" {\n  jobs = ["a.nomad.hcl"]\n  drain {\n    nodes = "n1"\n  }\n  assert {\n    condition = length(placements) == 2\n  }\n}\n',
    "nomadspec.toml": 'select = ["DRV009"]\npersona = "pedantic"\n[server]\nvault = true\n[[environments]]\nname = "a"\n[tool.nomadspec]\n',
}
PIECES = [
    '"',
    "{",
    "}",
    "\n",
    "${",
    "<<EOF\n",
    "EOF\n",
    "[",
    "(",
    ")",
    "=",
    "var.",
    "😀",
    "\r\n",
    "#",
    "/*",
    "*/",
    "\\",
    "%{",
    ".",
    ",",
    "job ",
    "\u2028",
    "\x0c",
]


def documents(text: str) -> list[Document]:
    return [Document("file:///x/job.nomad.hcl", text, 1, encoding) for encoding in ("utf-8", "utf-16", "utf-32")]


#: The requests that read a text by itself.
REQUESTS: list[Callable[[Document, int, Workbench], Any]] = [
    completion.completion,
    hover.hover,
    lambda document, offset, _: signature.signature(document, offset),
    lambda document, offset, _: navigation.definition(document, offset, []),
    lambda document, offset, _: navigation.highlights(document, offset),
    lambda document, offset, _: navigation.rename_range(document, offset),
    lambda document, *_: symbols.of_document(document),
    lambda document, *_: structure.folds(document),
    lambda document, offset, _: structure.selections(document, [offset]),
    lambda document, *_: structure.links(document, ""),
    lambda document, *_: semantic_tokens.tokens(document),
]


def ranges(answer: Any) -> list[types.Range]:
    """Every range in an answer."""
    if isinstance(answer, types.Range):
        return [answer]
    if isinstance(answer, list):
        return [found for item in answer for found in ranges(item)]
    if hasattr(answer, "__attrs_attrs__"):
        return [found for name in answer.__attrs_attrs__ for found in ranges(getattr(answer, name.name))]
    return []


def check(document: Document, offset: int, bench: Workbench, requests: list[Callable[[Document, int, Workbench], Any]] = REQUESTS) -> None:
    last = document.lines.position(len(document.text))
    for request in requests:
        for found in ranges(request(document, offset, bench)):
            assert (found.start.line, found.start.character) <= (found.end.line, found.end.character)
            assert (found.end.line, found.end.character) <= (last.line, last.character)
            for place in (found.start, found.end):
                assert document.lines.position(document.lines.offset(place)) == place


def test_there_are_ten_jobspecs() -> None:
    assert len(FILES) >= 10


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("text", FILES, ids=[str(number) for number in range(len(FILES))])
def test_prefixes(text: str, ending: str) -> None:
    """Each prefix of each file, as it is while it is typed: one request in turn, all requests at every 97th."""
    bench = Workbench()
    text = text.replace("\n", ending)
    for end in range(len(text)):
        outline = Outline(text[:end])
        assert "".join(token.text for token in outline.tokens) == text[:end]
        assert outline.root.close == end
        first, *others = documents(text[:end])[end % 3 :]
        check(first, end, bench, [REQUESTS[end % len(REQUESTS)]])
        if end % 97 == 0:
            for document in (first, *others):
                check(document, end, bench)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("name", OTHERS)
def test_prefixes_of_other_kinds(name: str, ending: str) -> None:
    bench = Workbench()
    text = OTHERS[name].replace("\n", ending)
    for end in range(len(text)):
        for encoding in ("utf-8", "utf-16", "utf-32"):
            check(Document(f"file:///x/{name}", text[:end], 1, encoding), end, bench)


def edited(text: str, chance: random.Random) -> tuple[str, int]:
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((0, 0, 1, 3, 20)))
    piece = "".join(chance.choice(PIECES) for _ in range(chance.choice((0, 1, 1, 2, 5))))
    return text[:start] + piece + text[end:], start + len(piece)


@pytest.mark.parametrize("seed", range(10))
def test_random_edits(seed: int) -> None:
    chance = random.Random(seed)
    bench = Workbench()
    text = FILES[seed % len(FILES)].replace("\n", "\r\n" if seed % 2 else "\n")
    for number in range(500):
        text, offset = edited(text, chance)
        check(documents(text)[number % 3], offset, bench)
        if number % 20 == 19:
            text = chance.choice(FILES)


def test_random_changes_over_the_wire(client: Client) -> None:
    """Thousands of small changes: the server has the text that the editor has, and answers at the end."""
    chance = random.Random(7)
    text = FILES[0]
    uri = client.file(text)
    document = documents(text)[1]
    for version in range(2, 2_002):
        start = chance.randrange(len(document.text) + 1)
        end = min(len(document.text), start + chance.choice((0, 0, 1, 2)))
        new = chance.choice(PIECES) if chance.random() < 0.5 else ""
        change = {"range": {"start": place(document, start), "end": place(document, end)}, "text": new}
        client.change(uri, version, change)
        parsed = types.TextDocumentContentChangePartial(document.lines.range(start, end), new)
        document = document.changed([parsed], version)
    client.change(uri, 2_002, {"text": text})
    assert client.diagnostics(uri, 2_002) is not None
    for symbol in client.about("documentSymbol", uri):
        assert symbol["range"]["start"]["line"] <= text.count("\n")


def place(document: Document, offset: int) -> dict[str, int]:
    found = document.lines.position(offset)
    return {"line": found.line, "character": found.character}


def test_what_is_formatted_is_what_fmt_makes() -> None:
    from nomadspec import format as format_text
    from tests.lsp.client import applied

    for text in FILES:
        loose = text.replace("  ", " ").replace(" = ", "=")
        document = Document("file:///x/job.nomad.hcl", loose, 1, "utf-16")
        edits = formatting.whole(document)
        assert edits is not None
        plain = [
            {
                "range": {
                    "start": {"line": e.range.start.line, "character": e.range.start.character},
                    "end": {"line": e.range.end.line, "character": e.range.end.character},
                },
                "newText": e.new_text,
            }
            for e in edits
        ]
        assert applied(loose, plain) == format_text(loose)


def test_hints_and_names_of_whole_files() -> None:
    for text in FILES:
        document = documents(text)[1]
        assert hints.hints(document, 0, len(text), Workbench()) is not None
        assert all(document.text[one.start : one.end] == one.name for one in document.bindings)
