"""Back to HCL: what a person would have written, and nothing lost without a word."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nomadspec.jobspec.compilation import compile
from nomadspec.jobspec.decompile import decompile, quote, string
from nomadspec.schema.blocks import BLOCKS
from nomadspec.schema.field import Field
from tests.jobspec.helpers import compiled
from tests.recorded import recorded

EXAMPLE = """
job "web" {
  datacenters = ["dc1"]

  constraint {
    attribute = "${attr.kernel.name}"
    value     = "linux"
  }

  meta {
    owner = "team"
  }

  group "api" {
    count = 2

    network {
      port "http" {
        static = 8080
      }

      port "db" {}
    }

    task "server" {
      driver       = "docker"
      kill_timeout = "30s"

      config {
        image = "web:1"
        ports = ["http"]

        mount {
          type = "bind"
        }
      }

      env {
        ADDR = "${NOMAD_ADDR_http}"
        RAW  = "$${not.a reference}"
      }

      template {
        destination = "local/x"
        data        = <<EOF
{{ key "a" }}
b
EOF
      }
    }
  }
}
"""


def test_the_usual_text_comes_back() -> None:
    text, diagnostics = decompile(compiled(EXAMPLE).to_api())
    assert diagnostics == ()
    assert text.strip() == EXAMPLE.strip()


def test_what_hcl_cannot_say_is_a_comment_and_a_warning() -> None:
    text, diagnostics = decompile({"ID": "a", "Stop": True, "ConsulNamespace": "x", "Status": "running"})
    assert text == textwrap.dedent(
        """\
        job "a" {
          # stop: cannot be written in HCL
          # consul_namespace: cannot be written in HCL
        }
        """
    )
    assert [(d.severity, d.block) for d in diagnostics] == [("warning", "job.stop"), ("warning", "job.consul_namespace")]


def test_what_comes_out_different_is_said_too() -> None:
    _, diagnostics = decompile({"ID": "a", "Name": "a", "TaskGroups": [{"Name": "g", "Networks": [{"DynamicPorts": [{"Label": "p", "Value": 5}]}]}]})
    assert diagnostics
    assert all(d.severity == "warning" for d in diagnostics)


def test_no_job_at_all() -> None:
    assert decompile({"ID": 5})[1][0].severity == "error"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from('ab.{}$%"\\\n\t <E~\u2028\u202e') | st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z"))))
def test_a_string_means_itself(text: str) -> None:
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    for written in (quote(text), string(text)):
        c = compile(f'job "j" {{\n  name = {written}\n}}\n', environ={}, fs="none")
        assert c.ok, [d.message for d in c.diagnostics]
        assert c.job is not None
        assert c.job.name == text


def _values(field: Field) -> st.SearchStrategy[Any]:
    words = st.text("abc-${}é.", max_size=6)
    if field.type == "string":
        return words
    if field.type == "bool":
        return st.booleans()
    if field.type == "list(string)":
        return st.lists(words, min_size=1, max_size=3)
    if field.type == "list(uint16)":
        return st.lists(st.integers(0, 65535), min_size=1, max_size=2)
    if field.type == "map(list(string))":
        return st.dictionaries(st.sampled_from(["A", "X-B"]), st.lists(words, max_size=2), min_size=1)
    if field.type == "map(any)":
        scalars = words | st.booleans() | st.integers(-(2**40), 2**40) | st.just(0.5)
        keys = st.sampled_from(["a", "b_c", "for"])
        return st.dictionaries(
            keys, st.recursive(scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner, max_size=2), max_leaves=6), min_size=1
        )
    if field.type.startswith("map("):
        return st.dictionaries(st.sampled_from(["A", "b_c"]), words, min_size=1)
    low, high = {"uint8": (0, 255), "int8": (-128, 127)}.get(field.type, (0, 2**31))
    return st.integers(low, high)


def _blocks(type_: str, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    """Blocks with fields that HCL can say."""
    parts: dict[str, st.SearchStrategy[Any]] = {}
    for field in BLOCKS[type_]:
        if field.kind == "json" or field.name in ("reserved_ports", "operator") or (type_, field.name) in (("ScalingPolicy", "type"), ("Task", "scaling")):
            continue
        if field.kind == "label":
            parts[field.json] = st.text("abc", min_size=1, max_size=3)
        elif not field.block:
            parts[field.json] = _values(field)
        elif depth and field.nesting == "block":
            parts[field.json] = _blocks(field.block, depth - 1)
        elif depth and field.nesting == "repeated_block" and field.name != "identity":
            parts[field.json] = st.lists(_blocks(field.block, depth - 1), min_size=1, max_size=2)
    required = {key: value for key, value in parts.items() if any(f.json == key and (f.kind == "label" or f.required) for f in BLOCKS[type_])}
    return st.fixed_dictionaries(required, optional={key: value for key, value in parts.items() if key not in required})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_blocks("Task", 2))
def test_any_task_comes_back_the_same(task: dict[str, Any]) -> None:
    for network in (task.get("Resources") or {}).get("Networks") or ():
        for port in network.get("DynamicPorts") or ():
            port.pop("Value", None)
    text, diagnostics = decompile({"ID": "j", "Name": "j", "TaskGroups": [{"Name": "g", "Tasks": [task]}]})
    assert [d.message for d in diagnostics] == [], text


@pytest.mark.parametrize("folder", ["corpus"])
def test_the_corpus_comes_back(goldens: Path, folder: str) -> None:
    """Only what HCL has no word for may be lost."""
    lost = set()
    for path in recorded(goldens / folder / "golden", "*.json")[::4]:
        api = json.loads(path.read_text(encoding="utf-8")).get("api_json")
        if api:
            lost |= {d.block for d in decompile(api)[1]}
    assert lost <= {"job.stop", "job.consul_namespace", "job.vault_namespace", "job.payload"}
