"""Jobs and a node that the tests of this room share."""

from __future__ import annotations

from typing import Any

import nomadspec
from nomadspec.interpolation.environment import TaskEnvironment

NODE: dict[str, Any] = {
    "ID": "11111111-2222-3333-4444-555555555555",
    "Name": "worker-1",
    "Datacenter": "dc1",
    "NodeClass": "web",
    "NodePool": "default",
    "Attributes": {
        "cpu.arch": "amd64",
        "driver.docker": "1",
        "driver.docker.version": "27.0.1",
        "bad..key": "x",
        "unique.network.ip-address": "10.0.0.7",
    },
    "Meta": {"rack": "r1", "ref": "${attr.cpu.arch}", "my-key": "dash"},
}
ALLOC = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"


def job(task: str = "", *, group: str = "", driver: str = "raw_exec", config: str = 'command = "/bin/x"', top: str = "") -> str:
    """A jobspec with one group `g` and one task `t`, with more lines in each."""
    return f"""
job "web" {{
  {top}
  group "g" {{
    {group}
    task "t" {{
      driver = "{driver}"
      config {{
        {config}
      }}
      {task}
    }}
  }}
}}
"""


def environment(text: str, node: dict[str, Any] | None = None, **context: Any) -> TaskEnvironment:
    """The environment of that task; `AllocID=""` for an allocation that is still to come."""
    compiled = nomadspec.compile(text, environ={})
    assert compiled.ok, compiled.diagnostics
    found: TaskEnvironment = nomadspec.task_environment(
        compiled.job, group="g", task="t", node=NODE if node is None else node, context={"AllocID": ALLOC, **context}
    )
    return found
