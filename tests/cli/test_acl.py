"""`nomadspec acl explain`: what policies grant, together, and which block decides."""

from __future__ import annotations

import json

import pytest

from nomadspec.specs.acl_explaining import matches
from tests.cli.conftest import nomadspec
from tests.cli.run import Runner

__all__ = ["nomadspec"]

READER = """namespace "default" {
  policy = "read"
  variables {
    path "nomad/jobs/*" {
      capabilities = ["read"]
    }
    path "nomad/jobs/api" {
      capabilities = ["deny"]
    }
  }
}
namespace "dev-*" {
  policy = "write"
}
namespace "*" {
  capabilities = ["list-jobs"]
}
"""


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["--path", "nomad/jobs/web"], 0, "variable nomad/jobs/web in namespace default: read\n  reader.hcl:4: "),
        (["--path", "nomad/jobs/web", "--capability", "write"], 1, "write is not granted"),
        (["--path", "nomad/jobs/api", "--capability", "read"], 1, "read is denied\n  reader.hcl:7: "),
        (["--path", "other"], 0, "nothing is granted, because no block matches"),
        (["--capability", "submit-job", "--namespace", "dev-1"], 0, "namespace dev-1: submit-job is granted\n  reader.hcl:12: namespace dev-* gives"),
        (["--capability", "submit-job"], 1, "submit-job is not granted"),
        (["--capability", "list-jobs", "--namespace", "prod"], 0, "reader.hcl:15: namespace * gives list-jobs"),
    ],
)
def test_what_one_policy_grants(nomadspec: Runner, words: list[str], status: int, says: str) -> None:
    nomadspec.write("reader.hcl", READER)
    result = nomadspec("acl", "explain", "reader.hcl", *words)
    assert result.status == status
    assert says in result.out


def test_policies_add_up_and_deny_wins(nomadspec: Runner) -> None:
    nomadspec.write("a.hcl", 'namespace "default" {\n  capabilities = ["read-job"]\n}\n')
    nomadspec.write("b.hcl", 'namespace "default" {\n  capabilities = ["submit-job"]\n}\n')
    nomadspec.write("c.hcl", 'namespace "default" {\n  policy = "deny"\n}\n')
    row = json.loads(nomadspec("acl", "explain", "a.hcl", "b.hcl", "-o", "json").out)[0]
    assert row["capabilities"] == ["read-job", "submit-job"]
    assert [by["path"] for by in row["decided_by"]] == ["a.hcl", "b.hcl"]
    assert nomadspec("acl", "explain", "a.hcl", "c.hcl", "--capability", "read-job").status == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--capability", "submit-jb"], "did you mean submit-job?"),
        (["--capability", "destroy"], "set --path to the variable"),
        (["--path", "a", "--capability", "x"], "of variables"),
    ],
)
def test_what_is_refused(nomadspec: Runner, words: list[str], says: str) -> None:
    nomadspec.write("reader.hcl", READER)
    result = nomadspec("acl", "explain", "reader.hcl", *words)
    assert result.status == 2
    assert says in result.err


def test_a_policy_with_an_error_is_shown(nomadspec: Runner) -> None:
    nomadspec.write("p.hcl", "nmespace {}\n")
    result = nomadspec("acl", "explain", "p.hcl")
    assert (result.status, "SPC006" in result.err) == (2, True)


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [("a*", "ab", True), ("*", "", True), ("a*b*c", "a1b2c", True), ("a*bc", "abc", True), ("ab*bc", "abc", False), ("a", "b", False)],
)
def test_patterns(pattern: str, name: str, expected: bool) -> None:
    assert matches(pattern, name) is expected
