"""`nomadspec doctor`: what a run would use, and why."""

from __future__ import annotations

from tests.cli.run import Runner

CONFIGURATION = """
[[environments]]
name          = "prod"
paths         = ["prod/**"]
var-files     = ["prod.hcl"]
nomad-version = "1.9"

[[environments]]
name  = "staging"
paths = ["staging/**"]
server = { namespaces = ["apps"] }
"""


def rows(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_what_is_used(nomadspec: Runner) -> None:
    nomadspec.monkeypatch.setenv("NOMAD_VAR_secret", "s3cret")
    nomadspec.write(".git/HEAD", "")
    nomadspec.write("nomadspec.toml", CONFIGURATION)
    nomadspec.write("prod.hcl", "")
    nomadspec.write("prod/a.nomad.hcl", 'job "a" {}\n')
    nomadspec.write("b.nomad.hcl", 'job "b" {}\n')
    done = nomadspec("doctor")
    told = rows(done.out)
    assert done.status == 0
    assert "s3cret" not in done.out
    assert told[:10] == [
        "ok files 2 jobspecs: b.nomad.hcl, prod/a.nomad.hcl",
        "ok configuration nomadspec.toml sets environments (the nearest configuration at or above the files, or --config)",
        "ok environment prod: 1 of 2 jobspecs (its paths match)",
        "note environment staging: 0 of 2 jobspecs (its paths match)",
        "note environment in none: b.nomad.hcl (no environment has paths that match)",
        "ok values prod.hcl (environment prod)",
        "ok values NOMAD_VAR_secret (values are not shown) (from environment variables, overriding the configuration)",
        "ok release Nomad 2.0.6-dev (the newest, because none is set)",
        "ok release Nomad 1.9.7 in environment prod (nomad-version)",
        "note servers no facts are known (neither a state nor [server]: namespaces, node pools, Vault and Consul are not checked)",
    ]
    assert "ok servers [server] sets namespaces in environment staging (server in the configuration)" in told


def test_problems(nomadspec: Runner) -> None:
    nomadspec.write("nomadspec.toml", 'var-files = ["missing.hcl"]\n')
    done = nomadspec("doctor")
    assert done.status == 1
    assert "problem files no jobspecs found" in "\n".join(rows(done.out))
    assert "problem values missing.hcl: No such file or directory (var-files)" in rows(done.out)
    nomadspec.write("nomadspec.toml", "var_files = []\n")
    done = nomadspec("doctor")
    assert done.status == 1
    assert "unknown key 'var_files'; did you mean 'var-files'?" in done.out


def test_an_unknown_environment(nomadspec: Runner) -> None:
    nomadspec.write("nomadspec.toml", CONFIGURATION)
    nomadspec.write("prod.hcl", "")
    done = nomadspec("doctor", "--environment", "prd")
    assert done.status == 1
    assert "no environment 'prd'" in done.out
    assert "did you mean prod?" in done.out
