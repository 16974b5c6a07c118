"""What a target means on a node: `(value, whether there is one)`."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.cluster.objects import Node
from nomadspec.cluster.targets import names_unique, resolve
from nomadspec.schema.attributes import TARGET_FIELDS, key_of

NODE: dict[str, Any] = {
    "ID": "n1",
    "Name": "c4",
    "Datacenter": "dc1",
    "NodeClass": "big",
    "NodePool": "gpu",
    "Attributes": {"kernel.name": "linux", "unique.hostname": "c4", "empty": ""},
    "Meta": {"rack": "r1", "nothing": None},
}


@pytest.mark.parametrize(
    ("target", "value", "found"),
    [
        ("plain text", "plain text", True),
        ("", "", True),
        ("${node.unique.id}", "n1", True),
        ("${node.unique.name}", "c4", True),
        ("${node.datacenter}", "dc1", True),
        ("${node.class}", "big", True),
        ("${node.pool}", "gpu", True),
        ("${attr.kernel.name}", "linux", True),
        # The scheduler does not miss the closing brace there.
        ("${attr.kernel.name", "linux", True),
        ("${node.class", "", False),
        ("${attr.empty}", "", True),
        ("${attr.missing}", "", False),
        ("${meta.rack}", "r1", True),
        ("${meta.nothing}", "", False),
        ("${meta.rack}${meta.rack}", "", False),
        ("x${meta.rack}", "x${meta.rack}", True),
        ("${node.region}", "", False),
        ("${device.vendor}", "", False),
        ("${NOMAD_DC}", "", False),
    ],
)
def test_resolve(target: str, value: str, found: bool) -> None:
    assert resolve(target, Node(NODE)) == (value, found)


def test_a_node_that_says_little() -> None:
    bare = Node({"ID": "n1"})
    assert {target: resolve(target, bare) for target in TARGET_FIELDS} == {
        "${node.unique.id}": ("n1", True),
        "${node.unique.name}": ("", True),
        "${node.datacenter}": ("", True),
        "${node.class}": ("", True),
        "${node.pool}": ("default", True),
    }


def test_keys_and_what_is_unique_to_a_node() -> None:
    assert key_of("${meta.rack}", "${meta.") == "rack"
    assert key_of("${meta.rack", "${meta.") == "rack"
    assert [names_unique(target) for target in ("${node.unique.name}", "${attr.unique.hostname}", "${meta.unique.x}", "${node.class}", "${attr.a}")] == [
        True,
        True,
        True,
        False,
        False,
    ]
