"""What a state adds: lenses, the explanation of a placement, values of nodes; and hints, which need none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client, position
from tests.planner import clusters

JOB = """variable "count" {
  default = 2
}

job "web" {
  datacenters = ["*"]
  group "web" {
    count = var.count
    constraint {
      attribute = "${attr.cpu.arch}"
      value     = "arm64"
    }
    task "server" {
      driver = "raw_exec"
      config {
        command = upper("x")
      }
      resources {
        cpu    = 500
        memory = 256
      }
    }
  }
}
"""


def node(number: int, arch: str) -> dict[str, Any]:
    found = clusters.node(number, cpu=2000, memory=4096, Drivers={"raw_exec": {"Detected": True, "Healthy": True}})
    found["Attributes"] |= {"cpu.arch": arch, "driver.raw_exec": "1"}
    return found


@pytest.fixture(scope="module")
def with_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("repository")
    nodes = [node(1, "arm64"), node(2, "arm64"), node(3, "amd64")]
    (folder / "state.json").write_text(json.dumps({"format": "nomadspec-state/1", "nodes": nodes}))
    found = Client(str(folder), options={"state": "state.json"})
    yield found
    assert found.close() == 0
    assert not [line for line in found.log if b"Traceback" in line], b"".join(found.log).decode()


def test_a_group_fits(with_state: Client) -> None:
    uri = with_state.file(JOB)
    (lens,) = with_state.about("codeLens", uri)
    assert lens["range"]["start"] == position(JOB, 'group "web"')
    assert lens["command"]["title"] == "fits on 2 of 3 nodes · 8 more"
    text = with_state.request("workspace/executeCommand", {"command": lens["command"]["command"], "arguments": lens["command"]["arguments"]})
    assert "node3" in text
    assert "arm64" in text


def test_a_reference_on_nodes(with_state: Client) -> None:
    found = with_state.about("hover", with_state.file(JOB), position=position(JOB, "attr.cpu"))
    assert "`arm64` on 2 nodes" in found["contents"]["value"]


def test_no_lens_for_a_job_that_does_not_compile(with_state: Client) -> None:
    assert with_state.about("codeLens", with_state.file(JOB.replace("job", "jb"))) == []


def hints(client: Client, text: str) -> dict[int, str]:
    """Line → hint."""
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    return {hint["position"]["line"]: hint["label"] for hint in client.about("inlayHint", client.file(text), range=everything)}


def test_values_are_hints(client: Client) -> None:
    found = hints(client, JOB)
    assert (found[7], found[15]) == ("= 2", '= "X"')


def test_defaults_in_force_are_hints(client: Client) -> None:
    found = hints(client, JOB.replace("cpu    = 500\n", "").replace("    task", "    restart {\n      attempts = 1\n    }\n    task"))
    assert found[4] == 'type = "service", priority = 50, node_pool = "default"'
    assert found[12] == 'interval = "30m", delay = "15s", mode = "fail"'
    assert found[15] == 'kill_timeout = "5s"'
    assert found[20] == "cpu = 100"


@pytest.mark.parametrize(
    ("image", "full"),
    [
        ('"redis:7"', "= docker.io/library/redis:7"),
        ('"grafana/loki"', "= docker.io/grafana/loki:latest"),
        ('"ghcr.io/a/b:1"', None),
        ('"localhost:5000/a:1"', None),
        ('"redis:${var.count}"', "= docker.io/library/redis:2"),
        ('"redis@sha256:0123"', "= docker.io/library/redis@sha256:0123"),
        ('"redis:${NOMAD_META_tag}"', None),
    ],
)
def test_full_names_of_images_are_hints(client: Client, image: str, full: str | None) -> None:
    docker = JOB.replace("raw_exec", "docker").replace('command = upper("x")', f"image = {image}")
    assert hints(client, docker).get(15) == full


def test_a_hover_says_what_keeps_a_group_off_nodes(with_state: Client) -> None:
    found = with_state.about("hover", with_state.file(JOB), position=position(JOB, "group"))["contents"]["value"]
    assert found.startswith("**fits on 2 of 3 nodes · 8 more**")
    assert "`node3`" in found
    assert "arm64" in found


def test_a_reference_on_the_chosen_node(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(json.dumps({"format": "nomadspec-state/1", "nodes": [node(1, "arm64"), node(2, "amd64")]}))
    client = Client(str(tmp_path), options={"state": "state.json", "node": "node2"})
    text = JOB.replace("config {", 'env {\n        A = "${NOMAD_CPU_LIMIT}"\n      }\n      config {')
    uri = client.file(text)
    assert "On `node2`: `amd64`" in client.about("hover", uri, position=position(text, "attr.cpu"))["contents"]["value"]
    assert "On `node2`: `500`" in client.about("hover", uri, position=position(text, "NOMAD_CPU"))["contents"]["value"]
    assert client.close() == 0


def test_no_lens_without_a_state(client: Client) -> None:
    assert client.about("codeLens", client.file(JOB)) == []
