"""What other specifications add to a graph."""

from __future__ import annotations

import nomadspec
from nomadspec.graph.dependencies import dependencies
from nomadspec.graph.specifications import with_specifications
from nomadspec.reporting.graph_drawing import dot_graph, json_graph, mermaid_graph
from nomadspec.reporting.pages.graph_page import graph_page
from nomadspec.reporting.pages.page import page_html

JOB = """job "db" {
  namespace = "prod"
  node_pool = "ssd"
  group "db" {
    volume "data" {
      type            = "csi"
      source          = "data"
      access_mode     = "single-node-writer"
      attachment_mode = "file-system"
    }
    task "db" {
      driver = "docker"
    }
  }
}
"""
SPECS = {
    "prod.hcl": 'name = "prod"\ndescription = "x"\n',
    "ssd.hcl": 'node_pool "ssd" {\n}\n',
    "data.hcl": 'type = "csi"\nid = "data"\nnamespace = "prod"\nplugin_id = "ebs"\ncapability {\n access_mode = "single-node-writer"\n}\n',
    "secret.hcl": 'path = "nomad/jobs/db"\nnamespace = "prod"\nitems {\n a = "b"\n}\n',
    "policy.hcl": 'namespace "pr*" {\n variables {\n path "nomad/jobs/*" {\n capabilities = ["read"]\n }\n }\n}\n',
}


def test_kinds_and_their_references() -> None:
    job = nomadspec.compile(JOB, environ={}).job
    assert job is not None
    specs = [(path, nomadspec.read_spec(text, filename=path)) for path, text in SPECS.items()]
    graph = with_specifications(dependencies([job]), [job], specs)
    assert [f"{e.source.kind} {e.source.name} {e.how} {e.target.kind} {e.target.name}" for e in graph.edges] == [
        "job db mounts volume data",
        "job db runs in namespace prod",
        "job db runs in node_pool ssd",
        "volume data served by plugin ebs",
        "policy policy.hcl grants in namespace prod",
        "policy policy.hcl grants variable nomad/jobs/db",
    ]
    for text in (dot_graph(graph, ["x"]), mermaid_graph(graph), json_graph(graph, ["x"]), page_html(graph_page(graph, ["x"]))):
        assert "nomad/jobs/db" in text


def test_a_repository_of_jobs_alone_is_drawn_as_before() -> None:
    job = nomadspec.compile(JOB, environ={}).job
    assert {thing.kind for thing in dependencies([job]).things} == {"job", "volume"}
