"""The jobspec of the tests of the linting platform."""

from __future__ import annotations

#: A misspelt port label with a safe fix (REF001), and a task that runs as root (SEC007, for pedants).
FAULTY = """\
job "web" {
  group "api" {
    shutdown_delay = "5s"

    network {
      port "http" {}
    }

    service {
      name     = "web"
      provider = "nomad"
      port     = "htp"
    }

    task "server" {
      driver = "docker"
      user   = "root"

      config {
        image = "nginx:1.27.2"
        ports = ["http"]
      }
    }
  }
}
"""
