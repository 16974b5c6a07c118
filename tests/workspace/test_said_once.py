"""What Nomad says and a rule says too is said once, at the place it is about, with that place's fix."""

from __future__ import annotations

import nomadspec

JOB = """job "x" {
  group "a" {
    network {
      port "p" {}
    }
    network {
      mbits = 1
    }
    task "t" {
      driver = "exec"
      config {
        command = "x"
      }
    }
  }
  group "b" {
    network {
      mbits = 2
    }
    task "t" {
      driver = "exec"
      config {
        command = "x"
      }
    }
  }
}
"""


def test_each_finding_keeps_the_fix_of_its_own_place() -> None:
    found = [d for d in nomadspec.lint(JOB, environ={}) if d.code in ("DEP002", "NOM3041")]
    # Nomad warns about the first network of a group only.
    assert [(d.code, d.span.start.line) for d in found] == [("DEP002", 7), ("NOM3041", 18)]
    for d in found:
        (edit,) = d.fix.edits
        assert JOB[edit.start : edit.end].strip() == f"mbits = {1 if d.span.start.line == 7 else 2}"
