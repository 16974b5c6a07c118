"""Rules about storage: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, job

MOUNT = 'volume_mount {\n  volume = "v"\n  destination = "/v"\n}'
HOST = 'volume "v" {\n  type = "host"\n  source = "v"\n}'


@pytest.mark.parametrize(
    ("group", "task", "found"),
    [
        (HOST, MOUNT, []),
        (HOST, "", ["STO002"]),
        ('volume "v" {\n  type = "hst"\n  source = "v"\n}', "", ["STO001"]),
        (HOST, MOUNT + "\n" + MOUNT, ["STO009"]),
        ("ephemeral_disk {\n  migrate = true\n}", "", ["STO011"]),
        ("ephemeral_disk {\n  migrate = true\n  sticky = true\n}", "", []),
        ("", 'csi_plugin {\n  id = "x"\n  type = "node"\n  mount_dir = "/csi"\n}', ["STO008", "STO004"]),
        ("", 'csi_plugin {\n  id = "x"\n  type = "controller"\n  mount_dir = "csi"\n}', ["STO005", "STO007"]),
    ],
)
def test_storage(group: str, task: str, found: list[str]) -> None:
    assert sorted(codes(job(group=group, task=task), "STO")) == sorted(found)


def test_a_sidecar_may_mount_a_volume() -> None:
    sidecar = "service {\n  port = 80\n  connect {\n    sidecar_service {}\n    sidecar_task {\n" + MOUNT + "\n    }\n  }\n}\n"
    network = 'network {\n  mode = "bridge"\n}\n'
    assert codes(job(group=network + HOST + "\n" + sidecar), "STO002") == []
    assert codes(job(group=network + HOST + "\n" + sidecar.replace(MOUNT, "")), "STO002") == ["STO002"]


@pytest.mark.parametrize(
    ("count", "more", "found"),
    [(1, "", []), (2, "", ["STO010"]), (2, "per_alloc = true", []), (2, "read_only = true", [])],
)
def test_a_single_writer(count: int, more: str, found: list[str]) -> None:
    volume = HOST.replace("source", f'access_mode = "single-node-single-writer"\n  attachment_mode = "file-system"\n  {more}\n  source')
    assert codes(job(group=f"count = {count}\n{volume}", task=MOUNT), "STO010") == found


@pytest.mark.parametrize(
    ("task", "config", "found"),
    [
        ('env {\n  CSI_ENDPOINT = "unix:///run/csi.sock"\n}', "", ["STO007"]),
        ('env {\n  CSI_ENDPOINT = "unix://tmp/csi.sock"\n}', "", ["STO007"]),
        ('env {\n  CSI_ENDPOINT = "unix://csi/csi.sock"\n}', "", []),  # most plugins add the slash
        ('env {\n  CSI_ENDPOINT = "unix:///csi/csi.sock"\n}', "", []),
        ('env {\n  UPSTREAM = "unix:///run/csi.sock"\n}', "", []),
        ('env {\n  DOCKER_ENDPOINT = "unix:///run/docker.sock"\n}', "", []),
        ("", 'args = ["--endpoint=unix:///run/csi.sock"]', ["STO007"]),
        ("", 'args = ["--endpoint=unix:///csi/csi.sock"]', []),
    ],
)
def test_the_socket_of_a_plugin(task: str, config: str, found: list[str]) -> None:
    plugin = 'csi_plugin {\n  id = "x"\n  type = "controller"\n  mount_dir = "/csi"\n}\n'
    assert codes(job(task=plugin + task, config=f'image = "a:1"\n{config}'), "STO007") == found
