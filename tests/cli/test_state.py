"""`nomadspec state show|diff|capture`: snapshots as a user handles them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import Runner


@pytest.fixture
def demo(nomadspec: Runner, fixtures: Path) -> Runner:
    text = (fixtures / "demo" / "cluster.json").read_text()
    nomadspec.write("old.json", text)
    document = json.loads(text)
    document["nodes"][1]["Status"] = "down"
    document["nodes"][2]["Name"] = "\x1b[31mnode\u202e"
    document["allocations"] = document["allocations"][:-1]
    nomadspec.write("new.json", json.dumps(document))
    nomadspec.write("bad.json", text[:300])
    return nomadspec


def test_show(demo: Runner) -> None:
    result = demo("state", "show", "old.json")
    assert (result.status, result.err) == (0, "")
    assert "captured at   2026-01-01T12:00:00Z\n" in result.out
    assert "node-b2  dc1         default              ready   eligible\n" in result.out
    assert "default    web  service  0        running  50\n" in result.out
    assert "allocations   3 running\n" in result.out
    hostile = demo("state", "show", "new.json").out
    assert "\x1b" not in hostile
    assert "\u202e" not in hostile


def test_show_as_json_is_a_state_again(demo: Runner) -> None:
    demo.write("again.json", demo("state", "show", "-o", "json", "old.json").out)
    assert demo("state", "diff", "old.json", "again.json") == (0, "", "")


def test_diff(demo: Runner) -> None:
    result = demo("state", "diff", "old.json", "new.json")
    assert result.status == 1
    assert result.out.splitlines() == [
        "node node-b1: ready → down",
        "node node-b2: Name node-b2 → \\x1b[31mnode\\u202e",
        "- web.app[2] on node-b2",
    ]


def test_diff_as_json(demo: Runner) -> None:
    result = demo("state", "diff", "-o", "json", "old.json", "new.json")
    assert (result.status, result.err) == (1, "")
    entries = json.loads(result.out)["entries"]
    assert [(entry["list"], entry["change"], [field["name"] for field in entry["fields"]]) for entry in entries] == [
        ("nodes", "changed", ["Status"]),
        ("nodes", "changed", ["Name"]),
        ("allocations", "removed", []),
    ]


def test_diff_leaves_out_indexes_unless_verbose(demo: Runner) -> None:
    document = json.loads((demo.folder / "old.json").read_text())
    document["nodes"][0]["ModifyIndex"] = 4711
    demo.write("later.json", json.dumps({**document, "captured_at": "2026-02-01T00:00:00Z"}))
    assert demo("state", "diff", "old.json", "later.json") == (0, "", "")
    result = demo("state", "diff", "--verbose", "old.json", "later.json")
    assert result.status == 1
    assert result.out.splitlines() == [
        "captured_at: 2026-01-01T12:00:00Z → 2026-02-01T00:00:00Z",
        f"node node-a1: ModifyIndex {json.loads((demo.folder / 'old.json').read_text())['nodes'][0].get('ModifyIndex') or '(none)'} → 4711",
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "takes capture, show, diff"),
        (["shwo"], "did you mean show?"),
        (["show"], "takes STATE; 0 given"),
        (["diff", "old.json"], "takes OLD NEW; 1 given"),
        (["show", "bad.json"], "bad.json:"),
        (["diff", "old.json", "missing.json"], "missing.json"),
        (["capture", "http://127.0.0.1:1"], "the agent cannot be reached"),
    ],
)
def test_errors_are_one_line_and_exit_status_2(demo: Runner, words: list[str], says: str) -> None:
    result = demo("state", *words)
    assert (result.status, result.out) == (2, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1


def test_a_capture_that_fails_leaves_the_file_as_it_was(demo: Runner) -> None:
    before = (demo.folder / "old.json").read_text()
    assert demo("state", "capture", "--output", "old.json", "http://127.0.0.1:1").status == 2
    assert (demo.folder / "old.json").read_text() == before
    assert sorted(path.name for path in demo.folder.iterdir() if path.is_file()) == ["bad.json", "new.json", "old.json"]


def test_capture_of_a_file_writes_a_state(demo: Runner) -> None:
    result = demo("state", "capture", "-O", "copy.json", "old.json")
    assert (result.status, result.out) == (0, "")
    assert result.err == "nomadspec: 3 nodes, 2 node pools, 1 namespace, 1 job, 3 allocations → copy.json\n"
    assert demo("state", "diff", "old.json", "copy.json").status == 0
