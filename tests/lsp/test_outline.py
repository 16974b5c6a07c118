"""The outline of texts that parse and of texts that do not."""

from __future__ import annotations

import pytest

from nomadspec.lsp.outline import Outline


def drawn(text: str) -> list[str]:
    return [
        "  " * (len(entry.chain()) - 1) + " ".join([entry.name, *[label.text for label in entry.labels], *([] if entry.is_block else ["="])])
        for entry in Outline(text).root.walk()
        if entry.parent is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('job "a" {\n  type = "batch"\n}\n', ["job a", "  type ="]),
        ('port "http" { to = 80 }\nx = 1\n', ["port http", "  to =", "x ="]),
        ('job "a" {\n  group "g" {\n    count = \n', ["job a", "  group g", "    count ="]),  # never closed
        ('image = "redis\nports = ["a"\n', ["image =", "ports ="]),  # a quote and a bracket that are open
        ("config {\n  args = [1, 2\n}\nenv {\n}\n", ["config", "  args =", "env"]),  # a brace closes the bracket
        ('data = <<EOT\n{ "a" = 1\nEOT\nb = { c = 1 }\n', ["data =", "b ="]),  # heredocs and objects hold no entries
        ("}\n}\na = 1\n", ["a ="]),
        ('a = "${b.c}"\nd = 1', ["a =", "d ="]),
    ],
)
def test_blocks_and_arguments(text: str, expected: list[str]) -> None:
    assert drawn(text) == expected


def test_what_is_around_an_offset() -> None:
    text = 'job "a" {\n  group "g" {\n    \n  }\n  meta {\n    k = "v${x}"\n'
    outline = Outline(text)
    assert [entry.name for entry in outline.block_at(text.index("    \n") + 4).chain()] == ["job", "group"]
    assert [entry.name for entry in outline.block_at(text.index("x}")).chain()] == ["job", "meta"]
    region = outline.region_at(text.index("x}"))
    assert region is not None
    assert (region.kind, region.parent.kind) == ("INTERP", "OQUOTE")
