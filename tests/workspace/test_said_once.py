"""What Nomad says and a rule says too is said once, at the place it is about, with that place's fix."""

from __future__ import annotations

import nomadspec
from nomadspec.workspace.fixing import fix_text

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


def test_a_dynamic_block_has_each_finding_once() -> None:
    text = """job "x" {
  group "g" {
    shutdown_delay = "5s"
    dynamic "service" {
      for_each = ["a", "b", "c"]
      content {
        name     = service.value
        provider = "nomad"
        port     = "p${service.key}"
        check {
          type     = "HTTP"
          path     = "/"
          interval = "5s"
          timeout  = "1s"
        }
      }
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
    found = [(d.code, d.message) for d in nomadspec.lint(text, environ={}) if d.code in ("SVC005", "REF001")]
    assert found == [
        ("REF001", "the group has no port 'p0'"),
        ("REF001", "the group has no port 'p1'"),
        ("REF001", "the group has no port 'p2'"),
        ("SVC005", "check type 'HTTP' is not in lower case"),
    ]


PEDANTIC = {"persona": "pedantic"}
SERVICES = """job "x" {
  group "g" {
    network {
      mode = "bridge"
    }
    service {
      port = "80"
      connect {
        CONNECT
      }
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


def test_what_pedants_say_of_shutdown_is_said_by_nomad() -> None:
    text = SERVICES.replace("      connect {\n        CONNECT\n      }\n", "")
    assert [d.code for d in nomadspec.lint(text, PEDANTIC, environ={}) if d.code in ("NOM2081", "UPD007")] == ["NOM2081"]


def test_two_upstreams_on_one_port() -> None:
    upstream = 'upstreams {\n destination_name = "a"\n local_bind_port = 80\n}\n'
    text = SERVICES.replace("CONNECT", "sidecar_service {\n proxy {\n" + upstream + upstream + "}\n}")
    assert [d.code for d in nomadspec.lint(text, environ={}) if d.code in ("NOM5405", "SVC009")] == ["NOM5405"]


def test_advice_that_most_groups_get_is_given_once_a_file() -> None:
    group = 'group "%s" {\n  service {}\n  task "t" {\n    driver = "exec"\n    config {\n      command = "/x"\n    }\n  }\n}\n'
    found = [d for d in nomadspec.lint('job "a" {\n' + group % "g" + group % "h" + "}\n", environ={}) if d.code == "NOM2081"]
    assert [d.block for d in found] == ['job["a"].group["g"]']
    assert "This occurs 1 more time in this file." in (found[0].help or "")


def placeholders(count: int, name: str) -> str:
    env = "\n".join(f'        A{number} = "x-${{{name}}}"' for number in range(count))
    task = f'    task "t" {{\n      driver = "exec"\n      config {{\n        command = "x"\n      }}\n      env {{\n{env}\n      }}\n    }}\n'
    return f'job "x" {{\n  group "g" {{\n    network {{\n      port "http" {{}}\n    }}\n{task}  }}\n}}\n'


def test_a_name_that_is_unknown_in_many_places_is_one_finding() -> None:
    def found(count: int) -> list[nomadspec.Diagnostic]:
        return [d for d in nomadspec.lint(placeholders(count, "deploy_env"), environ={}) if d.code == "REF015"]

    assert len(found(3)) == 3
    (one,) = found(5)
    assert one.span is not None
    assert one.span.start.line == 12
    assert one.help == "This occurs 4 more times in this file."
    assert [(text, span.start.line) for text, span in one.related if span is not None] == [("also here", line) for line in (13, 14, 15, 16)]


def test_such_places_are_fixed_together() -> None:
    text = placeholders(6, "NOMAD_PORT_htpp")
    fixed = fix_text(text, "a.nomad.hcl", lambda candidate: nomadspec.lint(candidate, filename="a.nomad.hcl", environ={}))
    assert fixed.text == text.replace("htpp", "http")
