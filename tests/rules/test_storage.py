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
