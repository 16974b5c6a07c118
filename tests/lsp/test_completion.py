"""Completion by place, in texts that parse and in half-typed ones. `|` is where the cursor is."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.lsp.completion import completion
from nomadspec.lsp.documents import Document
from nomadspec.lsp.findings import Workbench

HEAD = 'variable "size" {\n  default = 1\n}\nlocals {\n  image = "redis:7"\n}\njob "web" {\n  group "web" {\n    network {\n      port "http" {\n      }\n    }\n    volume "data" {\n      type = "host"\n    }\n'


def offered(text: str, state: Any = None) -> dict[str, str]:
    """Label → inserted text."""
    offset = text.index("|")
    document = Document("file:///web.nomad.hcl", text.replace("|", "", 1), 1, "utf-16")
    found = completion(document, offset, Workbench(state=state))
    assert found is not None
    return {item.label: item.text_edit.new_text for item in found.items}


@pytest.mark.parametrize(
    ("text", "labels", "without"),
    [
        ("|", {"job", "variable", "locals"}, {"group"}),
        ('job "a" {\n  |\n}', {"group", "datacenters", "type", "periodic"}, {"task_group"}),
        ('job "a" {\n  type = "batch"\n  ty|\n}', {"datacenters"}, {"type"}),  # what already exists
        ('job "a" {\n  group "g" {\n    constraint {\n    }\n    con|', {"constraint", "count"}, set()),  # repeatable, never closed
        (HEAD + '    task "t" {\n      driver = "docker"\n      config {\n        |\n', {"image", "ports", "mount"}, {"driver"}),
        (HEAD + '    task "t" {\n      driver = "|\n', {"docker", "exec", "raw_exec"}, set()),
        (HEAD + '    task "t" {\n      driver = "docker"\n      config {\n        ports = ["|"]\n', {"http"}, {"data"}),
        (HEAD + '    service {\n      port = "|"\n', {"http"}, {"data"}),
        (HEAD + '    task "t" {\n      volume_mount {\n        volume = "|\n', {"data"}, {"http"}),
        (HEAD + "    restart {\n      mode = |\n", {"fail", "delay", "var.size"}, set()),
        (HEAD + "    count = var.|\n", {"var.size"}, {"upper"}),
        (HEAD + '    task "t" {\n      env {\n        A = "${|}"\n', {"NOMAD_PORT_http", "attr.cpu.arch", "node.class", "local.image", "upper"}, set()),
        (HEAD + '    constraint {\n      attribute = "${|}"\n', {"attr.cpu.arch", "node.class"}, {"NOMAD_PORT_http", "NOMAD_ALLOC_ID"}),
        (HEAD + '    constraint {\n      operator = "|"\n', {"regexp", "distinct_hosts"}, set()),
        (HEAD + '    task "t" {\n      template {\n        data = <<EOF\n{{ ke|\n', {"key", "service"}, set()),
        (HEAD + "    # nomadspec: ignore[doc|\n", {"docker-latest", "DRV009"}, set()),
        ('job "a" {\n  # a comment |\n', set(), {"group"}),
        ('job "a" {\n  all_at_once = |\n', {"true", "false"}, set()),
        ('variable "x" {\n  |\n}', {"type", "default", "validation"}, {"group"}),
    ],
)
def test_what_is_offered(text: str, labels: set[str], without: set[str]) -> None:
    found = offered(text)
    assert labels <= found.keys()
    assert not without & found.keys()


@pytest.mark.parametrize(
    ("text", "label", "inserted"),
    [
        ('job "a" {\n  gr|\n}', "group", 'group "${1:name}" {\n  $0\n}'),
        ('job "a" {\n  group "g" {\n    task "t" {\n      |', "driver", 'driver = "$0"'),
        ('job "a" {\n  type = |\n}', "batch", '"batch"'),
        ('job "a" {\n  type = "|"\n}', "batch", "batch"),
        ('job "a" {\n  priority = |\n}', "max", "max($0)"),
        ('job "a" {\n  group "g" {\n    scal|', "scaling", "scaling {\n  max = $1\n  $0\n}"),
    ],
)
def test_what_is_inserted(text: str, label: str, inserted: str) -> None:
    assert offered(text)[label] == inserted


def test_values_of_the_state() -> None:
    from nomadspec import ClusterState

    node = {"ID": "1", "Name": "a", "Datacenter": "east", "NodePool": "gpu", "NodeClass": "big", "Attributes": {"cpu.arch": "arm64"}, "Meta": {}}
    state = ClusterState.from_dict({"nodes": [node]})
    assert "east" in offered('job "a" {\n  datacenters = ["|"]\n}', state)
    assert "gpu" in offered('job "a" {\n  node_pool = "|"\n}', state)
    assert "arm64" in offered('job "a" {\n  constraint {\n    attribute = "${attr.cpu.arch}"\n    value = "|"\n', state)
