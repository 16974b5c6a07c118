"""Rules over a whole repository: files beside each other, what is found and in which of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import nomadspec

MESH = 'network {\n  mode = "bridge"\n}\nservice {\n  name = "NAME"\n  port = "80"\n  connect {\n    sidecar_service {\nPROXY    }\n  }\n}'


def spec(id: str, group: str = "", body: str = "") -> str:
    return f'job "{id}" {{\n{body}\n  group "g" {{\n{group}\n    task "t" {{\n      driver = "docker"\n      config {{\n        image = "a:1"\n      }}\n    }}\n  }}\n}}\n'


def found(folder: Path, *texts: str) -> list[tuple[str, str]]:
    """(code, file) of the findings of rules about repositories."""
    for number, text in enumerate(texts):
        (folder / f"{number}.nomad.hcl").write_text(text, encoding="utf-8")
    return [(d.code, Path(d.span.path).name[0] if d.span else "") for d in nomadspec.lint_paths([folder]) if d.code.startswith(("REP", "LNT"))]


def port(number: int, host: str = "") -> str:
    return f'network {{\n  port "p" {{\n    static = {number}\n{host}  }}\n}}'


def needs(value: str, operator: str = "=", attribute: str = "${node.class}") -> str:
    return f'constraint {{\n  attribute = "{attribute}"\n  operator = "{operator}"\n  value = "{value}"\n}}\n'


def service(name: str, provider: str = "nomad") -> str:
    return f'service {{\n  name = "{name}"\n  provider = "{provider}"\n}}'


def mesh(name: str, upstream: str = "") -> str:
    proxy = (
        f'      proxy {{\n        upstreams {{\n          destination_name = "{upstream}"\n          local_bind_port = 9000\n        }}\n      }}\n'
        if upstream
        else ""
    )
    return MESH.replace("NAME", name).replace("PROXY", proxy)


def terminating(name: str) -> str:
    return MESH.replace("NAME", "out").replace("sidecar_service {\nPROXY", f'gateway {{\n terminating {{\n  service {{\n   name = "{name}"\n  }}\n }}\n')


CSI = 'volume "v" {\n  type = "csi"\n  source = "v"\n  access_mode = "single-node-writer"\n  attachment_mode = "file-system"\n}'
PLUGIN = 'task "p" {\n  driver = "docker"\n  config {\n    image = "p:1"\n  }\n  csi_plugin {\n    id = "x"\n    type = "node"\n    mount_dir = "/csi"\n  }\n}'


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((spec("a"), spec("b")), []),
        ((spec("a"), spec("a")), [("REP001", "1")]),
        ((spec("a"), spec("a", body='namespace = "x"')), []),
        ((spec("a", service("s")), spec("b", service("s"))), [("REP002", "1")]),
        (
            (spec("a", service("s")), spec("b", service("s")), spec("c", service("s") + "\n" + service("t")), spec("d", service("t"))),
            [("REP002", "1"), ("REP002", "3")],
        ),
        ((spec("a", service("s")), spec("b", service("s", "consul"))), []),
        ((spec("a", service("s")), spec("b", service("s"), 'namespace = "x"')), []),
        ((spec("a", port(80)), spec("b", port(80))), [("REP003", "1")]),
        ((spec("a", port(80)), spec("b", port(81))), []),
        ((spec("a", port(80), 'datacenters = ["x"]'), spec("b", port(80), 'datacenters = ["y"]')), []),
        ((spec("a", port(80), 'datacenters = ["eu-*"]'), spec("b", port(80), 'datacenters = ["eu-1"]')), [("REP003", "1")]),
        ((spec("a", port(80), 'node_pool = "x"'), spec("b", port(80))), []),
        ((spec("a", port(80), 'node_pool = "all"'), spec("b", port(80))), [("REP003", "1")]),
        ((spec("a", port(80, '    host_network = "x"\n')), spec("b", port(80))), []),
        ((spec("a", port(80) + "\ncount = 0"), spec("b", port(80))), []),
        ((spec("a", port(80, "    ignore_collision = true\n")), spec("b", port(80))), []),
        ((spec("a", port(80), needs("x")), spec("b", port(80), needs("y"))), []),
        ((spec("a", port(80), needs("x")), spec("b", port(80), needs("x"))), [("REP003", "1")]),
        ((spec("a", port(80), needs("x")), spec("b", port(80), needs("y", attribute="${meta.rack}"))), [("REP003", "1")]),
        ((spec("a", port(80), needs("x")), spec("b", needs("x", "!=") + port(80))), []),
        ((spec("a", port(80), needs("x")), spec("b", needs("y", "!=") + port(80))), [("REP003", "1")]),
        ((spec("a", port(80), needs("x")), spec("b", needs("y|z", "regexp") + port(80))), []),
        ((spec("a", port(80), needs("", "is_set")), spec("b", port(80), needs("", "is_not_set"))), []),
        ((spec("a", CSI), spec("b")), [("REP004", "0")]),
        ((spec("a", CSI), spec("b", PLUGIN, 'type = "system"')), []),
        ((spec("a", PLUGIN.replace('"node"', '"controller"')), spec("b", PLUGIN)), []),
        ((spec("a", PLUGIN.replace('"node"', '"controller"').replace('"x"', '"y"')), spec("b", PLUGIN)), [("REP006", "0")]),
        ((spec("a", PLUGIN.replace('"node"', '"controller"')), spec("b")), [("REP006", "0")]),
        ((spec("a", PLUGIN), spec("b")), []),
        ((spec("a", mesh("web", "api")), spec("b", mesh("api"))), []),
        ((spec("a", mesh("web", "apy")), spec("b", mesh("api"))), [("REP005", "0")]),
        ((spec("a", mesh("web", "api")), spec("b", service("api", "consul"))), [("REP005", "0")]),
        ((spec("a", mesh("web", "api")), spec("b", terminating("api"))), []),
        ((spec("a", mesh("web", "apy")), spec("b", terminating("api"))), [("REP005", "0")]),
        ((spec("a", mesh("web", "api").replace("local_bind", 'destination_type = "prepared_query"\n          local_bind')), spec("b")), []),
    ],
)
def test_repositories(tmp_path: Path, texts: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert found(tmp_path, *texts) == expected


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("${JOB}", "b"),
        ("x-${JOB}-y", "x-b-y"),
        ("${TASKGROUP}-${TASK}", "g-group"),
        ("${BASE}", "b-g-group"),
        ("", "b-g"),
        ("${NOMAD_JOB_NAME}-${NOMAD_GROUP_NAME}", "b-g"),
    ],
)
def test_names_of_services_are_those_that_nomad_registers(tmp_path: Path, written: str, registered: str) -> None:
    assert found(tmp_path, spec("a", mesh("web", registered)), spec("b", mesh(written))) == []
    assert found(tmp_path, spec("a", mesh("web", registered + "x")), spec("b", mesh(written))) == [("REP005", "0")]
    assert found(tmp_path, spec("a", service(registered)), spec("b", service(written))) == [("REP002", "1")]


def test_a_name_that_only_a_client_knows_may_be_any_that_fits(tmp_path: Path) -> None:
    offered = spec("b", mesh("${attr.cpu.arch}-api"))
    assert found(tmp_path, spec("a", mesh("web", "amd64-api")), offered) == []
    assert found(tmp_path, spec("a", mesh("web", "amd64-web")), offered) == [("REP005", "0")]


def test_two_jobs_of_another_namespace_mix_their_services_too(tmp_path: Path) -> None:
    there = 'namespace = "x"'
    assert found(tmp_path, spec("a", service("s")), spec("b", service("s"), there), spec("c", service("s"), there)) == [("REP002", "2")]


def test_unknown_values_are_passed_over(tmp_path: Path) -> None:
    variable = 'variable "x" {\n  type = string\n}\n'
    assert found(tmp_path, variable + spec("a", port(80), "datacenters = [var.x]"), spec("b", port(80))) == []
    assert found(tmp_path, variable + spec("a", port(80), needs("${var.x}")), spec("b", port(80), needs("y"))) == []
    assert found(tmp_path, variable + spec("a", mesh("${var.x}")), spec("b", mesh("web", "api"))) == []
    assert found(tmp_path, variable + spec("a", PLUGIN.replace('"x"', "var.x")), spec("b", PLUGIN.replace('"node"', '"controller"'))) == []


def test_an_id_that_is_not_known_is_like_no_other(tmp_path: Path) -> None:
    text = 'variable "x" {\n  type = string\n}\n' + spec("a", body="id = var.x")
    assert found(tmp_path, text, text) == []
