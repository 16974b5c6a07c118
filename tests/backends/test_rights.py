"""What a token may not read is said, with the policy that would let it; answers as an agent of 2.0.6 with ACLs gave them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nomadspec.backends.http import capture
from nomadspec.backends.opening import BackendError, OpenOptions
from tests.backends.recorded_agent import RecordedAgent
from tests.backends.test_http import SMALL

READ = ["list-jobs", "parse-job", "read-job", "csi-list-volume", "csi-read-volume", "host-volume-read"]
NAMESPACE = {"Name": "*", "Policy": "read", "Capabilities": READ, "Variables": None}
POOL = {"Name": "*", "Policy": "read", "Capabilities": ["read"]}
DENIED = (403, b"Permission denied")


def acl(namespaces: list[Any], pools: list[Any], *denied: str, kind: str = "client") -> Any:
    """A fault of `RecordedAgent`: what an agent with ACLs answers a token with these rules; `denied`: paths that it may not read."""

    def fault(path: str, count: int) -> Any:
        if path == "/v1/acl/token/self":
            return 200, json.dumps({"AccessorID": "a", "Type": kind, "Policies": ["p"], "Roles": None}).encode()
        if path == "/v1/acl/policy/p":
            return 200, json.dumps({"Name": "p", "RulesJSON": {"Namespaces": namespaces, "NodePools": pools}}).encode()
        return DENIED if path.startswith(denied) and denied else None

    return fault


def read(fault: Any, **given: Any) -> dict[str, Any]:
    with RecordedAgent(SMALL, fault=fault) as agent:
        return capture(agent.address, OpenOptions(environ={}, token="11111111-2222-3333-4444-555555555555", **given))


def test_a_token_that_sees_everything() -> None:
    assert "incomplete" not in read(acl([NAMESPACE], [POOL]))
    assert "incomplete" not in read(acl([], [], kind="management"))
    assert "incomplete" not in read(None), "without ACLs, an agent that does not know the question"
    assert "incomplete" not in read(acl_is_off), "without ACLs, as 2.0.6 answers"


def acl_is_off(path: str, count: int) -> Any:
    if path == "/v1/acl/token/self":
        return 200, b'{"AccessorID":"acls-disabled","SecretID":"","Name":"ACLs disabled token","Type":"client","Policies":null,"Roles":null}'
    return (400, b"ACL support disabled") if path.startswith("/v1/acl") else None


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (acl([{**NAMESPACE, "Name": "team"}], [POOL]), ["jobs and allocations: only of the namespace 'team'"]),
        (acl([NAMESPACE, {**NAMESPACE, "Name": "secret", "Capabilities": ["deny"]}], [POOL]), ["jobs and allocations: only of the namespace '*'"]),
        (acl([NAMESPACE], []), ["node pools: none, because the token may read no node pool"]),
        (
            acl([NAMESPACE], [POOL], "/v1/operator", "/v1/plugins"),
            [
                "scheduler configuration, CSI plugins: the token has no permission to read them; this policy grants it: "
                'operator { policy = "read" } plugin { policy = "read" }'
            ],
        ),
    ],
    ids=["one namespace", "one denied", "no node pool", "no operator"],
)
def test_what_is_hidden_is_said(fault: Any, says: list[str]) -> None:
    assert read(fault)["incomplete"] == says


def test_a_policy_that_cannot_be_read() -> None:
    def fault(path: str, count: int) -> Any:
        return DENIED if path == "/v1/acl/policy/p" else acl([], [])(path, count)

    assert "its policies cannot be read" in read(fault)["incomplete"][0]


def test_without_nodes_there_is_no_state_and_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(BackendError) as refused:
        read(acl([NAMESPACE], [POOL], "/v1/nodes", "/v1/agent/members"))
    assert "permission denied: the ACL token has no permission to read nodes, servers; this policy grants it: " in str(refused.value)
    assert 'node { policy = "read" } agent { policy = "read" }' in str(refused.value)


@pytest.mark.parametrize("answer", [{"Type": "client", "Policies": 5}, {"Type": "client", "Roles": 5}, [], 5])
def test_an_answer_of_another_shape(answer: Any) -> None:
    def fault(path: str, count: int) -> Any:
        return (200, json.dumps(answer).encode()) if path == "/v1/acl/token/self" else None

    if isinstance(answer, dict):
        with pytest.raises(BackendError, match="does not have the shape"):
            read(fault)
    else:
        assert read(fault)["nodes"]


def test_an_expired_token() -> None:
    with pytest.raises(BackendError, match="the ACL token is unknown or has expired"):
        read(lambda path, count: DENIED)


def test_one_namespace_only() -> None:
    with RecordedAgent(SMALL) as agent:
        document = capture(agent.address, OpenOptions(environ={}, namespaces=("team",)))
        asked = [path for path, _ in agent.requests if path.startswith("/v1/jobs")]
    assert all("namespace=team" in path for path in asked)
    assert document["incomplete"] == ["jobs and allocations: only of team, because of --namespace"]
