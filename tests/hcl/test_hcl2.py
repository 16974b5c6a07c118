"""`nomadspec.hcl2`: the same data as python-hcl2, and back to text that gives the same data."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nomadspec
import nomadspec.hcl2

EVERYTHING = r"""
# at the top
variable "x" {
  default = 5
  type    = string
}

job "a" "b" {
  count = var.x + 1 # behind
  s     = "a${ var.x }b\n\"q\"$${c}"
  h = <<EOT
  hello
  ${var.y}
EOT
  hi = <<-EOT
    hello
  EOT
  l = [1, 2.5, "a", true, null, var.z, [1], { a = 1 }]
  o = { a = 1, "b" = "x", (var.k) = 2, c : 3, 5 = 6 }
  f = upper("x", [1]...)
  c = a.b ? b : c["d"]
  fo = [for k, v in x : k if v]
  fm = { for k, v in x : k => v... }
  n = -1
  m = -2.5
  nn = !true
  sp = a.*.b
  sq = a[*].b
  e = 1e5
  em = ""
  big = 12345678901234567890
  par = (1 + 2) * 3
  idx = a[0].b["c"]
  w = "${var.x}"
  list = [
    1, # one
    /* two */ 2,
  ]
  /* a block of
     lines */
  group {
  }
  group {
    x = 1
  }
}
"""


def without_comments(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_comments(inner) for key, inner in value.items() if key not in ("__comments__", "__inline_comments__")}
    return [without_comments(inner) for inner in value] if isinstance(value, list) else value


def test_every_form_of_the_language() -> None:
    hcl2 = pytest.importorskip("hcl2")
    assert nomadspec.hcl2.loads(EVERYTHING) == hcl2.loads(EVERYTHING)


def test_the_jobspecs_of_the_repository(fixtures: Path) -> None:
    hcl2 = pytest.importorskip("hcl2")
    paths = sorted(path for path in fixtures.rglob("*.nomad*") if path.suffix != ".json")[:60]
    assert paths
    compared = 0
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            ours, theirs = nomadspec.hcl2.loads(text), hcl2.loads(text)
        except Exception:
            continue
        assert ours == theirs, path
        compared += 1
    assert compared > len(paths) // 2


def test_back_to_text() -> None:
    data = nomadspec.hcl2.loads(EVERYTHING)
    assert without_comments(nomadspec.hcl2.loads(nomadspec.hcl2.dumps(data))) == without_comments(data)


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "x.hcl"
    with path.open("w") as file:
        nomadspec.hcl2.dump({"a": 1, "b": [{"__is_block__": True, "c": "d"}]}, file)
    assert path.read_text() == "a = 1\nb {\n  c = d\n}\n"
    with path.open() as file:
        assert nomadspec.hcl2.load(file) == {"a": 1, "b": [{"__is_block__": True, "c": "d"}]}


def test_errors() -> None:
    with pytest.raises(nomadspec.SyntaxError):
        nomadspec.hcl2.loads("a = ")
    with pytest.raises(ValueError, match="not a valid name of an argument"):
        nomadspec.hcl2.dumps({"a b": 1})
    with pytest.raises(ValueError, match="HCL has no object"):
        nomadspec.hcl2.dumps({"a": object()})


@given(st.text(alphabet='{}[]=",\n ab1.-_:"\\$#<()?', max_size=60))
def test_no_text_raises_anything_else(text: str) -> None:
    with contextlib.suppress(nomadspec.SyntaxError):
        nomadspec.hcl2.loads(text)
