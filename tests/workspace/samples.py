"""Jobspecs for the tests of the linting platform: one with findings of three kinds, two of them with fixes."""

from __future__ import annotations

#: An unpinned image (DRV009), a misspelt port label with a safe fix (REF001), a check on it (REF002).
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

      config {
        image = "nginx:latest"
        ports = ["http"]
      }
    }
  }
}
"""
