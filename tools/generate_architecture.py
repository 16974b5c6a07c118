"""Write `docs/images/floors.svg`, the picture of the rooms, from the import contract in pyproject.toml and what each room says of itself.

python -m tools.generate_architecture [--check]
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from html import escape
from importlib import import_module
from pathlib import Path

from tools.output import deliver

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "images" / "floors.svg"

WIDTH, FLOOR, GAP = 1400, 44, 6
STYLE = """
  rect { fill: #eef2f7; stroke: #9aa7b8 }
  text { font: 11px system-ui, sans-serif; fill: #1f2328 }
  .room { font-weight: 600; font-size: 14px }
  @media (prefers-color-scheme: dark) { rect { fill: #232a33; stroke: #566273 } text { fill: #e6e9ec } }
"""


def floors() -> list[list[str]]:
    """The rooms of each floor, the highest first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[room.strip().removeprefix("nomadspec.") for room in layer.split("|")] for layer in layers]


def purpose(room: str, *, alone: bool) -> str:
    """What the room is: the first line of its docstring, or only its first words where the floor has other rooms."""
    said = import_module(f"nomadspec.{room}").__doc__ or ""
    return re.split(r"\n" if alone else r"[.:;,\n]", said)[0].replace("`", "")


def render() -> str:
    rows = floors()
    height = len(rows) * (FLOOR + GAP) + GAP
    title = "The rooms of nomadspec by floor: each imports only from floors below"
    boxes = "\n".join(box for at, rooms in enumerate(rows) for box in _floor(rooms, GAP + at * (FLOOR + GAP)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n{boxes}\n</svg>\n"
    )


def _floor(rooms: list[str], y: int) -> Iterator[str]:
    width = (WIDTH - GAP) // len(rooms) - GAP
    for at, room in enumerate(rooms):
        x = GAP + at * (width + GAP)
        yield f'<rect x="{x}" y="{y}" width="{width}" height="{FLOOR}" rx="5"/>'
        yield f'<text class="room" x="{x + 8}" y="{y + 18}">{escape(room)}</text>'
        yield f'<text x="{x + 8}" y="{y + 36}">{escape(purpose(room, alone=len(rooms) == 1))}</text>'


if __name__ == "__main__":
    sys.exit(deliver({TARGET: render()}))
