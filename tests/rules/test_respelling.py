"""Every "did you mean" with one candidate is a fix: what was written, what `lint --fix` makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import nomadspec
from nomadspec.workspace.fixing import fix_text
from tests.cli.run import program
from tests.rules.jobs import job

HTTP = 'network {\n  port "http" {\n    to = 80\n  }\n}\n'
DASHES = HTTP.replace("http", "adm-ui")
MESH = """\
network {
  mode = "bridge"
}
service {
  name = "s"
  port = "80"
  connect {
    sidecar_service {
      proxy {
        upstreams {
          destination_name = "redis"
          local_bind_port  = 6379
        }
      }
    }
  }
}
"""
SCRIPT = """\
service {
  name = "s"
  port = "http"
  check {
    type     = "script"
    task     = "sevrer"
    command  = "/a"
    interval = "9s"
    timeout  = "2s"
  }
}
"""
IMAGE = 'image = "a:1"\n'


def env(value: str, **parts: Any) -> str:
    return job(task=f'env {{\n  A = "{value}"\n}}\n', **parts)


def in_mount(volume: str) -> str:
    declared = 'volume "data" {\n  type = "host"\n  source = "data"\n}\n'
    return job(group=declared, task=f'volume_mount {{\n  volume = "{volume}"\n  destination = "/a"\n}}\n')


def fixed(text: str, *, unsafe: bool = False, name: str = "job.nomad.hcl") -> str:
    return fix_text(text, name, lambda candidate: nomadspec.lint(candidate, filename=name, environ={}, unset="unknown"), unsafe=unsafe).text


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (env("${NOMAD_PORT_htpp}", group=HTTP), "NOMAD_PORT_htpp", "NOMAD_PORT_http"),
        (env("${NOMAD_PORT_adm_ui}", group=DASHES), "NOMAD_PORT_adm_ui", "NOMAD_PORT_adm-ui"),
        (env("${NOMAD_META_ownr}", body='meta {\n  owner = "x"\n}\n'), "META_ownr", "META_owner"),
        (env("${NOMAD_UPSTREAM_ADDR_reids}", group=MESH), "ADDR_reids", "ADDR_redis"),
        (env("${NOMAD_ALOC_ID}"), "NOMAD_ALOC_ID", "NOMAD_ALLOC_ID"),
        (env("${attr.kernl.name}"), "attr.kernl", "attr.kernel"),
        (env("${attr.hostname}"), "attr.hostname", "attr.unique.hostname"),
        (env("${node.datcenter}"), "node.datcenter", "node.datacenter"),
        (job(group=HTTP, config=IMAGE + 'args = ["-p", "${NOMAD_PORT_htpp}"]'), "NOMAD_PORT_htpp", "NOMAD_PORT_http"),
        (job(group=HTTP, config=IMAGE + 'ports = ["htpp"]'), '"htpp"', '"http"'),
        (job('type = "sevice"\n'), '"sevice"', '"service"'),
        (job(group='restart {\n  mode = "dealy"\n}\n'), '"dealy"', '"delay"'),
        (job(group='volume "v" {\n  type = "hots"\n  source = "v"\n}\n'), '"hots"', '"host"'),
        (job(group='vault {\n  rol = "x"\n}\n'), "rol =", "role ="),
        (job(task='lifecycle {\n  hook = "prestrat"\n}\n'), '"prestrat"', '"prestart"'),
        (job(group="count = mxa(1, 2)\n"), "mxa(", "max("),
        ('variable "size" {\n  default = 1\n}\n' + job(group="count = var.sise\n"), "var.sise", "var.size"),
        (in_mount("dtaa"), '"dtaa"', '"data"'),
        (job(group=HTTP, task='service {\n  name = "s"\n  port = "htpp"\n}\n'), '"htpp"', '"http"'),
        (job(group=HTTP + SCRIPT), '"sevrer"', '"server"'),
        ('variable "a" {\n  type = list(strng)\n}\n' + job(group="count = length(var.a)\n"), "strng", "string"),
        ('variable "a" {\n  type = lsit(string)\n}\n' + job(group="count = length(var.a)\n"), "lsit", "list"),
        (job(task='env {\n  "A" = "x"\n}\n'), '"A" =', "A ="),
        (job(task='meta {\n  "a.b" = "x"\n}\n'), "meta {", "meta = {"),
    ],
)
def test_jobspecs(text: str, old: str, new: str) -> None:
    assert text.count(old) >= 1
    expected = text.replace(old, new)
    assert fixed(text, unsafe=old in ("mxa(", "var.sise")) == expected


@pytest.mark.parametrize(
    "text",
    [
        env("${NOMAD_PORT_htt}", group='network {\n  port "http" {}\n  port "htta" {}\n}\n'),  # two are near
        env("${NOMAD_PORT_grpc}", group=HTTP),  # none is
        'locals {\n  p = "$${NOMAD_PORT_htpp}"\n}\n' + job(task="env {\n  A = local.p\n}\n", group=HTTP),  # others may use the local
        job(task='resources {\n  "cpu.x" = 100\n}\n'),  # no map
    ],
)
def test_what_stays(text: str) -> None:
    assert fixed(text) == text


def test_a_variable_whose_name_is_misspelled_is_not_called_unused() -> None:
    text = 'variable "size" {\n  default = 1\n}\n' + job(group="count = var.sise\n")
    assert "REF020" not in [finding.code for finding in nomadspec.lint(text, filename="job.nomad.hcl", environ={})]


def test_a_volume_whose_name_is_misspelled_is_not_called_unused() -> None:
    assert "STO002" not in [finding.code for finding in nomadspec.lint(in_mount("dtaa"), filename="job.nomad.hcl", environ={})]


OLD_MOUNTS = """\
job "web" {
  group "web" {
    task "server" {
      driver = "docker"
      config {
        image = "a:1"
        mounts = [
          {
            type   = "bind"
            source = "local/a"
            target = "/a"
          },
          { type = "tmpfs", target = "/b", tmpfs_options = { size = 100 } },
        ]
      }
    }
  }
}
"""
NEW_MOUNTS = """\
job "web" {
  group "web" {
    task "server" {
      driver = "docker"
      config {
        image = "a:1"
        mount {
          type   = "bind"
          source = "local/a"
          target = "/a"
        }
        mount {
          type   = "tmpfs"
          target = "/b"
          tmpfs_options {
            size = 100
          }
        }
      }
    }
  }
}
"""


def test_mounts_become_blocks() -> None:
    assert fixed(OLD_MOUNTS) == NEW_MOUNTS
    assert fixed(OLD_MOUNTS.replace('"/a"\n', '"/a" # here\n')) == OLD_MOUNTS.replace('"/a"\n', '"/a" # here\n')


def test_mounts_beside_the_brace_have_no_fix() -> None:
    text = 'job "web" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config { mounts = [{ type = "bind" }] }\n    }\n  }\n}\n'
    assert [finding.fix for finding in nomadspec.lint(text, environ={}) if finding.code == "DEP014"] == [None]


OLD_PORTS = """\
job "web" {
  group "web" {
    network {
      port "http" {}
      port "ssh" {
        static = 22
      }
    }
    task "server" {
      driver = "docker"
      config {
        image = "a:1"
        port_map = [{ http = 80, ssh = 2222 }]
      }
    }
  }
}
"""
NEW_PORTS = """\
job "web" {
  group "web" {
    network {
      port "http" {
        to = 80
      }
      port "ssh" {
        to = 2222
        static = 22
      }
    }
    task "server" {
      driver = "docker"
      config {
        image = "a:1"
        ports = ["http", "ssh"]
      }
    }
  }
}
"""


def test_a_port_map_beside_ports_of_the_group() -> None:
    assert fixed(OLD_PORTS, unsafe=True) == NEW_PORTS
    assert fixed(OLD_PORTS) == OLD_PORTS
    with_to = OLD_PORTS.replace("static = 22", "to = 22")
    assert "port_map" in fixed(with_to, unsafe=True)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("client {\n  enabled = true\n  severs = []\n}\n", "severs", "servers"),
        ('datcenter = "a"\n', "datcenter", "datacenter"),
        ('plugin "docker" {\n  config {\n    allow_privilegd = true\n  }\n}\n', "allow_privilegd", "allow_privileged"),
        ('keyring "awskms" {\n  kms_key_ids = "x"\n}\n', "kms_key_ids", "kms_key_id"),
        ('plugin "dokcer" {\n}\n', '"dokcer"', '"docker"'),
        ('plugin "exec2" {\n}\n', "", ""),  # another driver of that name
        ("consul {\n  task_identity {\n    run = 1\n  }\n}\n", "", ""),  # aud is two slips away, but not like it
    ],
)
def test_agents(text: str, old: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / "agent.hcl"
    path.write_text('data_dir = "/x"\n' + text)
    program("agent", "lint", "--fix", str(path))
    assert path.read_text() == 'data_dir = "/x"\n' + text.replace(old, new)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ('namespace "default" {\n  policy = "raed"\n}\n', '"raed"', '"read"'),
        (
            'id = "v"\nname = "v"\ntype = "csi"\nplugin_id = "p"\nexternal_idd = "x"\ncapability {\n  access_mode = "single-node-writer"\n  attachment_mode = "file-system"\n}\n',
            "external_idd",
            "external_id",
        ),
        (
            'id = "v"\nname = "v"\ntype = "csi"\nplugin_id = "p"\ncapability {\n  access_mode = "single-node-writr"\n  attachment_mode = "file-system"\n}\n',
            "writr",
            "writer",
        ),
    ],
)
def test_other_specifications(text: str, old: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / "a.hcl"
    path.write_text(text)
    program("lint", "--fix", str(path))
    assert path.read_text() == text.replace(old, new)
