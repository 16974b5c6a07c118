"""CNI configuration: what the specification says of a file, and which networks a client has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec.agent import load
from nomadspec.agent.cni import networks, parse_network, read_networks
from nomadspec.agent.machine_paths import below
from nomadspec.source import Source

GOOD: dict[str, Any] = {"cniVersion": "1.0.0", "name": "web", "plugins": [{"type": "bridge"}, {"type": "portmap", "capabilities": {"portMappings": True}}]}
SINGLE: dict[str, Any] = {"cniVersion": "1.0.0", "name": "single", "type": "macvlan", "ipam": {"type": "dhcp"}}


def check(name: str, content: object) -> list[str]:
    text = content if isinstance(content, str) else json.dumps(content)
    return [problem.message for problem in parse_network(Source(text, name))[1]]


#: (file name, content, a part of what is wrong with it; "" for nothing)
CASES: list[tuple[str, object, str]] = [
    ("a.conflist", GOOD, ""),
    ("a.conf", SINGLE, ""),
    ("a.json", SINGLE, ""),
    ("a.conflist", {**GOOD, "name": "bad name"}, "invalid network name"),
    ("a.conflist", {k: v for k, v in GOOD.items() if k != "name"}, 'no "name"'),
    ("a.conflist", {k: v for k, v in GOOD.items() if k != "cniVersion"}, '"cniVersion" is missing'),
    ("a.conflist", {**GOOD, "cniVersion": "9.0.0"}, "unknown CNI version"),
    ("a.conflist", {**GOOD, "cniVersion": 1}, "must be a string"),
    ("a.conflist", {**GOOD, "plugins": []}, "is empty"),
    ("a.conflist", {**GOOD, "plugins": {}}, "must be a list"),
    ("a.conflist", {**GOOD, "plugins": [{}]}, 'no "type"'),
    ("a.conflist", {**GOOD, "plugins": [{"type": "/bin/sh"}]}, "not a path"),
    ("a.conflist", {**GOOD, "plugins": [5]}, "must be an object"),
    ("a.conflist", {**GOOD, "disableCheck": "no"}, "true or false"),
    ("a.conflist", SINGLE, 'no "plugins"'),
    ("a.conf", GOOD, "for a single plugin"),
    ("a.conf", {**SINGLE, "ipam": []}, '"ipam" is an object'),
    ("a.conf", {**SINGLE, "capabilities": {"x": 1}}, "must map names to true or false"),
    ("a.conf", "[]", "must be an object"),
    ("a.conf", "{", ""),
]


@pytest.mark.parametrize(("name", "content", "wrong"), CASES)
def test_specification(name: str, content: object, wrong: str) -> None:
    found = check(name, content)
    if content == "{":
        assert found
    elif wrong:
        assert len(found) == 1
        assert wrong in found[0]
    else:
        assert not found


def client(root: Path) -> list[str]:
    path = root.parent / "client.hcl"
    path.write_text("client { enabled = true }\n")
    return [str(path)]


def test_networks_of_a_client(tmp_path: Path) -> None:
    root = tmp_path / "image"
    folder, programs = root / "opt/cni/config", root / "opt/cni/bin"
    folder.mkdir(parents=True)
    programs.mkdir()
    for program in ("bridge", "portmap"):
        (programs / program).write_text("")
    (folder / "10-web.conflist").write_text(json.dumps(GOOD))
    (folder / "20-again.conflist").write_text(json.dumps(GOOD))
    (folder / "30-single.conf").write_text(json.dumps(SINGLE))
    (folder / "readme.txt").write_text("no network")
    config = load(client(root), root=root)
    assert networks(config) == ("web", "single")
    assert [problem.message for problem in read_networks(config).problems] == [
        "network 'web' is also defined in /opt/cni/config/10-web.conflist",
        "plugin 'macvlan' of network 'single' is not in /opt/cni/bin or /usr/libexec/cni",
    ]
    assert networks(load(client(root))) == (), "nothing is looked up without --root"


def test_links_stay_on_the_machine(tmp_path: Path) -> None:
    root = tmp_path / "image"
    (root / "etc").mkdir(parents=True)
    (root / "abs").symlink_to("/etc")
    (root / "out").symlink_to("../../../../etc")
    (root / "loop").symlink_to("loop")
    assert below(str(root), "/abs/cni") == str(root / "etc/cni")
    assert below(str(root), "/out/../../passwd") == str(root / "passwd")
    assert below(str(root), "/loop/x") == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "type", "plugins", "cniVersion", "ipam"]), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from(["a.conflist", "a.conf"]))
def test_rubbish_never_raises(value: object, name: str) -> None:
    check(name, json.dumps(value))
