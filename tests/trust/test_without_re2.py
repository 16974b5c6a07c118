"""google-re2 has no wheels for musl (Alpine): everything works without it."""

from __future__ import annotations

import sys

import pytest

import nomadspec
from nomadspec.notation import regexp

JOB = """
job "web" {{
  constraint {{
    attribute = "${{attr.kernel.version}}"
    operator  = "regexp"
    value     = "{pattern}"
  }}

  group "g" {{
    task "t" {{
      driver = "docker"

      config {{
        image = regex_replace("nginx:1", "n(g)", "n$1")
      }}

      template {{
        data        = "{{{{ \\"ab\\" | regexReplaceAll \\"b+\\" \\"x\\" }}}}"
        destination = "local/x"
      }}
    }}
  }}
}}
"""


@pytest.fixture(autouse=True)
def no_re2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re2", None)
    monkeypatch.setattr(regexp, "_cache", {})


@pytest.mark.parametrize(
    ("pattern", "message"),
    [("^[56][.]", None), ("[z-a]", "invalid character class range"), ("\\\\p{Greek}", None), ("(a*)*(a*)*b", None)],
)
def test_lint(pattern: str, message: str | None) -> None:
    found = nomadspec.lint(JOB.format(pattern=pattern))
    assert not [d for d in found if d.rule in ("internal-fault", "rule-crashed")]
    refused = [d.nomad or d.message for d in found if d.severity == "error"]
    assert len(refused) == (message is not None)
    assert all(message in text for text in refused if message)


def test_a_constraint_is_judged() -> None:
    node = {
        "ID": "12345678-1234-1234-1234-123456789012",
        "Name": "n1",
        "Datacenter": "dc1",
        "Status": "ready",
        "Attributes": {"kernel.version": "6.1.0", "driver.docker": "1"},
        "Drivers": {"docker": {"Detected": True, "Healthy": True}},
        "NodeResources": {
            "Cpu": {"CpuShares": 4000},
            "Memory": {"MemoryMB": 4000},
            "Disk": {"DiskMB": 40000},
            "Networks": [{"Mode": "host", "Device": "eth0", "IP": "10.0.0.1"}],
        },
    }
    state = nomadspec.ClusterState.from_dict({"format": "nomadspec-state/1", "latest_index": 1, "nodes": [node]})
    for pattern, fits in (("^[56][.]", True), ("^4", False)):
        job = nomadspec.compile(JOB.format(pattern=pattern)).job
        assert job is not None
        assert bool(nomadspec.plan(job, state).placements) == fits
