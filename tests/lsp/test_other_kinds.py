"""Completion and hover in files that are no jobspecs, and inside of templates. `|` is where the cursor is."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.lsp.completion import completion
from nomadspec.lsp.documents import Document
from nomadspec.lsp.findings import Workbench
from nomadspec.lsp.hover import hover

JOBSPEC = Document(
    "file:///jobs/web.nomad.hcl", 'variable "size" {\n  type = number\n  default = 3\n  description = "How many."\n}\njob "web" {}\n', 1, "utf-16"
)
TEMPLATE = 'job "a" {{\n  group "g" {{\n    task "t" {{\n      template {{\n        data = <<EOF\n{}\nEOF\n      }}\n    }}\n  }}\n}}\n'


def document(name: str, text: str) -> tuple[Document, int]:
    return Document(f"file:///jobs/{name}", text.replace("|", "", 1), 1, "utf-16"), text.index("|")


def offered(name: str, text: str) -> dict[str, str]:
    """Label → inserted text."""
    found = completion(*document(name, text), Workbench(), lambda: [JOBSPEC])
    return {} if found is None else {item.label: item.text_edit.new_text for item in found.items}


def shown(name: str, text: str) -> str:
    found: Any = hover(*document(name, text), Workbench(), lambda: [JOBSPEC])
    return "" if found is None else found.contents.value


AGENT = 'data_dir = "/opt/nomad"\n'
ASSERTED = 'test "a" {\n  assert {\n    '


@pytest.mark.parametrize(
    ("name", "text", "labels", "without"),
    [
        ("agent.hcl", AGENT + "|", {"client", "server", "bind_addr"}, {"data_dir", "enabled"}),
        ("agent.hcl", AGENT + "client {\n  enabled = true\n  |", {"host_volume", "node_pool"}, {"enabled", "data_dir"}),
        ("agent.hcl", AGENT + 'client {\n  host_volume "a" {\n    |', {"path", "read_only"}, {"enabled"}),
        ("agent.hcl", AGENT + "client {\n  enabled = |", {"true", "false"}, {"path"}),
        ("agent.hcl", AGENT + "# client |", set(), {"client"}),
        ("prod.vars.hcl", 'name = "x"\n|', {"size"}, {"job"}),
        ("a.nomadtest.hcl", "|", {"test", "state", "var_files", "locals"}, {"drain"}),
        ("a.nomadtest.hcl", 'test "a" {\n  |', {"drain", "lose", "assert", "jobs", "each"}, {"condition"}),
        ("a.nomadtest.hcl", 'test "a" {\n  drain {\n    |', {"nodes", "ignore_system"}, {"jobs"}),
        ("a.nomadtest.hcl", ASSERTED + "|", {"condition", "error_message"}, {"nodes"}),
        ("a.nomadtest.hcl", ASSERTED + "condition = length(|", {"placements", "plan", "length"}, {"drain"}),
        ("nomadspec.toml", "|", {"select", "environments", "server"}, {"job-max-priority"}),
        ("nomadspec.toml", "[server]\n|", {"job-max-priority", "vault"}, {"select"}),
        ("nomadspec.toml", '[[environments]]\nname = "a"\n|', {"var-files", "paths"}, {"select"}),
        ("nomadspec.toml", "[|", {"server", "environments", "rules"}, {"select"}),
        ("nomadspec.toml", 'persona = "|', {"regular", "pedantic"}, set()),
        ("nomadspec.toml", "hcl2-strict = |", {"true", "false"}, set()),
        ("nomadspec.toml", 'ignore = ["|', {"DRV009", "docker-latest"}, set()),
        ("pyproject.toml", "[tool.nomadspec]\n|", {"select"}, set()),
        ("pyproject.toml", "[tool.nomadspec.server]\n|", {"vault"}, {"select"}),
        ("pyproject.toml", "[project]\n|", set(), {"select"}),
    ],
)
def test_what_is_offered(name: str, text: str, labels: set[str], without: set[str]) -> None:
    found = offered(name, text)
    assert labels <= found.keys()
    assert not without & found.keys()


@pytest.mark.parametrize(
    ("name", "text", "label", "inserted"),
    [
        ("agent.hcl", AGENT + "client {\n  |", "host_volume", 'host_volume "${1:name}" {\n  $0\n}'),
        ("a.nomadtest.hcl", 'test "a" {\n  |', "drain", "drain {\n  nodes = $1\n  $0\n}"),
        ("nomadspec.toml", "persona = |", "pedantic", '"pedantic"'),
        ("nomadspec.toml", "|", "select", 'select = ["$0"]'),
        ("nomadspec.toml", "|", "environments", "[[environments]]\n$0"),
    ],
)
def test_what_is_inserted(name: str, text: str, label: str, inserted: str) -> None:
    assert offered(name, text)[label] == inserted


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("agent.hcl", AGENT + "client {\n  node_po|ol = 1\n}", "**node_pool**: string"),
        ("agent.hcl", 'region = "a"\nbind_a|ddr = "b"\n', "Default: `"),
        ("prod.vars.hcl", "si|ze = 4\n", "**size**: number\n\nHow many.\n\nVariable of web.nomad.hcl.\n\nDefault: `3`."),
        ("a.nomadtest.hcl", 'test "a" {\n  dra|in {\n  }\n}', "Drain nodes."),
        ("nomadspec.toml", "[server]\njob-max-co|unt = 3\n", "Maximum number of allocations"),
        ("nomadspec.toml", "per|sona = 3\n", "Values: `regular`, `pedantic`."),
        ("nomadspec.toml", "[[environ|ments]]\n", "Environments that use the same files"),
    ],
)
def test_what_is_shown(name: str, text: str, said: str) -> None:
    assert said in shown(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("agent.hcl", AGENT + "clien|d {\n}"),
        ("nomadspec.toml", "x = 1 # sel|ect"),
        ("pyproject.toml", '[project]\nna|me = "a"'),
        ("agent.json", '{"cli|ent": {}}'),
    ],
)
def test_nothing_is_said_of_what_is_not_known(name: str, text: str) -> None:
    assert shown(name, text) == ""


@pytest.mark.parametrize(
    ("data", "labels", "without"),
    [
        ('{{ range nomadService "db" }}{{ .|', {"Address", "Port", "Tags"}, {"key", "ServiceMeta"}),
        ('{{ range service "db" }}{{ if .Port }}{{ .Na|', {"Name", "ServiceMeta"}, {"key"}),
        ('{{ with secret "a" }}{{ .|', {"Data", "LeaseID"}, {"Address"}),
        ("{{ range services }}{{ .Name }}{{ end }}{{ .|", set(), {"Name"}),
        ('{{ range $i, $s := nomadService "db" }}{{ .|', {"Address"}, set()),
        ("{{ ra|", {"key", "nomadVar"}, {"Address"}),
        ("{{ key }} |", set(), {"key"}),
    ],
)
def test_names_in_templates(data: str, labels: set[str], without: set[str]) -> None:
    found = offered("web.nomad.hcl", TEMPLATE.format(data))
    assert labels <= found.keys()
    assert not without & found.keys()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{{ ke|y "a" }}', "key(string) -> string"),
        ('{{ range nomadService "db" }}{{ .Po|rt }}{{ end }}', "**Port**: integer, of a NomadService"),
        ('{{ "te|xt" }}', ""),
        ("te|xt", ""),
    ],
)
def test_hover_in_templates(data: str, said: str) -> None:
    found = shown("web.nomad.hcl", TEMPLATE.format(data))
    assert said in found
    assert bool(said) == bool(found)


def test_a_variable_file_in_an_editor(client: Any) -> None:
    """The jobspec beside it says which variables there are."""
    (client.folder / "one.nomad.hcl").write_text(JOBSPEC.text)
    uri = client.file('name = "x"\n', "prod.vars.hcl")
    found = client.about("completion", uri, position={"line": 1, "character": 0})
    assert "size" in [item["label"] for item in found["items"]]
