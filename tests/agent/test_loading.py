"""Loading and merging: which files count, in which order, and what a later file changes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec.agent import load, validate
from nomadspec.agent.config import AgentConfig
from tests.pipes import make_pipe

SERVER = 'server {\n  enabled = true\n  bootstrap_expect = 3\n}\ndata_dir = "/x"\n'


def files(folder: Path, **texts: str) -> AgentConfig:
    for name, text in texts.items():
        (folder / f"{name}.hcl").write_text(text, encoding="utf-8")
    return load([folder])


#: (merge class, first file, second file, path, what counts)
MERGES: list[tuple[str, str, str, str, Any]] = [
    ("zero cannot override", 'name = "a"', 'name = ""', "name", "a"),
    ("zero cannot override", "ports { http = 1 }", "ports { http = 0 }", "ports.http", 1),
    ("true is sticky", "leave_on_terminate = true", "leave_on_terminate = false", "leave_on_terminate", True),
    ("whatever is written counts", "server { num_schedulers = 4 }", "server { num_schedulers = 0 }", "server.num_schedulers", 0),
    ("lists are appended", 'client { servers = ["a"] }', 'client { servers = ["a", "b"] }', "client.servers", ["a", "a", "b"]),
    ("lists are replaced", 'telemetry { prefix_filter = ["a"] }', 'telemetry { prefix_filter = ["b"] }', "telemetry.prefix_filter", ["b"]),
    ("an empty list replaces nothing", 'telemetry { prefix_filter = ["a"] }', "telemetry { prefix_filter = [] }", "telemetry.prefix_filter", ["a"]),
    ("maps are merged", 'client { meta { a = "1" } }', 'client { meta { b = "2" } }', "client.meta", {"a": "1", "b": "2"}),
    ("never taken over", 'client { log_file = "a" }', "", "client.log_file", ""),
    ("ui without enabled is off", "ui { enabled = true }", 'ui { label { text = "x" } }', "ui.enabled", False),
]


@pytest.mark.parametrize(("what", "first", "second", "path", "counts"), MERGES)
def test_merging(what: str, first: str, second: str, path: str, counts: Any, tmp_path: Path) -> None:
    assert files(tmp_path, a=first, b=second).get(path) == counts


def test_clusters_by_name(tmp_path: Path) -> None:
    config = files(tmp_path, a='consul { address = "a" }', b='consul {\n  name = "west"\n  address = "b"\n}', c='consul { token = "t" }')
    rows = config.to_dict()["#Consuls"]
    assert [(row["name"], row["address"], row["token"]) for row in rows] == [("default", "a", "t"), ("west", "b", "")]


def test_every_value_has_its_place(tmp_path: Path) -> None:
    config = files(
        tmp_path, a='client {\n  servers = ["a"]\n  meta {\n    x = "1"\n  }\n}\n', b='client {\n  servers = [\n    "b",\n  ]\n  meta {\n    y = "2"\n  }\n}\n'
    )

    def line(path: str) -> str:
        span = config.merged.origins[path]
        return f"{Path(span.path).name}:{span.start.line}"

    assert [line("client.servers[0]"), line("client.servers[1]"), line("client.meta.x"), line("client.meta.y")] == ["a.hcl:2", "b.hcl:3", "a.hcl:4", "b.hcl:6"]


def test_which_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.hcl", "a.json", "10.hcl", "2.hcl", ".x.hcl", "c.HCL", "d.hcl~", ".#e.hcl", "#f.hcl#"):
        (tmp_path / name).write_text("{}" if name.endswith("json") else "")
    (tmp_path / "sub.hcl").mkdir()
    assert [Path(file.source.path).name for file in load([tmp_path]).files] == [".x.hcl", "10.hcl", "2.hcl", "a.json", "b.hcl"]


def test_empty_folder_is_a_warning(tmp_path: Path) -> None:
    config = load([tmp_path])
    assert config.ok
    assert [d.nomad for d in config.diagnostics] == [f"No configuration loaded from {tmp_path}"]


#: What cannot be loaded: (text, the line and column of the finding, Nomad's words).
REFUSED = [
    ("foo = 1\nbar = 2\n", "1:1", "unexpected keys bar, foo"),
    ("client {\n  gc_interval = 5\n}\n", "2:17", "gc_interval can't parse time duration 5"),
    ('acl {\n  token_ttl = "1d"\n}\n', "2:15", "acl.token_ttl can't parse time duration 1d"),
    ('leave_on_terminate = "yes"', "1:22", 'decodeBool: Unknown value for boolean: "yes"'),
    ("ports { http = 4646.5 }", "1:16", "At 1:16: root.ports.http: unknown type *ast.LiteralType"),
    ('client { servers = "a" }', "1:20", "At 1:20: unknown slice type: *ast.LiteralType"),
    ('consul { timeout = "zz" }', "1:20", "error parsing 'consul': time: invalid duration \"zz\""),
    ('plugin "x" { config = 5 }', "1:23", "At 1:23: root.plugin[0].config: not an object type for map (*ast.LiteralType)"),
    ("name = x\n", "1:8", "At 1:8: Unknown token: 1:8 IDENT x"),
    ('name = "a\\q"', "1:10", "illegal char escape"),
    ("tls {}\nacl {}\ntls {}\n", "3:1", "unexpected keys tls"),
    ("tls {}\nTLS {}\n", "2:1", "unexpected keys TLS"),
    ("client {\n  users {}\n  users {}\n  users {}\n}\n", "3:3", "client unexpected keys users, users"),
    ('limits "a" {}\nlimits "b" {}\n', "1:8", "unexpected keys a, b, limits"),
    ("client {\n  stats = 1\n  stats = 2\n}\n", "3:3", "client unexpected keys stats"),
    ("server {\n  stats {}\n}\n", "2:3", "server unexpected keys stats"),
    ('server {\n  foo "a" "b" {}\n}\n', "2:3", "server unexpected keys a, b, foo"),
]


@pytest.mark.parametrize(("text", "place", "words"), REFUSED)
def test_refused_with_place(text: str, place: str, words: str, tmp_path: Path) -> None:
    verdict = validate(files(tmp_path, a=text))
    assert not verdict.ok
    (problem,) = verdict.errors
    assert problem.span is not None
    assert f"{problem.span.start}" == place or words == "illegal char escape"
    assert problem.nomad is not None
    assert problem.nomad.endswith(words)


#: Swallowed without a word.
ACCEPTED = [
    "server_join { }",
    'meta = "x"',
    "limits { foo = 1 }",
    'consul { tags = "x" }',
    "consul { auto_advertise = 5 }",
    'ports { http = "0x10" }',
    'client { servers = ["a",,"b"] }',
    "client {}\nclient {}",
    "telemetry {}\ntelemetry {}",
    "client { users {} }\nclient { users {} }",
    "client { template { wait {} wait {} } template {} }",
    "ui { label {} label {} }",
    "client { stats { data_points = 60 } }",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text: str, tmp_path: Path) -> None:
    assert validate(files(tmp_path, a=SERVER, b=text)).ok


def test_advice_for_unknown_keys(tmp_path: Path) -> None:
    (problem,) = load([_file(tmp_path, "client {\n  node_clas = 1\n}")]).diagnostics
    assert problem.help == "Did you mean node_class?"
    assert problem.fix is not None
    (problem,) = load([_file(tmp_path, 'region = "a"\nregion = "b"\n')]).diagnostics
    assert problem.help == "region is set twice, but Nomad accepts it only once. Merge the two."
    assert problem.fix is None


def _file(folder: Path, text: str | bytes, name: str = "a.hcl") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_bad_input_is_a_finding(tmp_path: Path) -> None:
    loop = tmp_path / "loop.hcl"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe.hcl"
    make_pipe(pipe)
    big = tmp_path / "big.hcl"
    with big.open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    for path in (loop, pipe, big, tmp_path / "none.hcl", tmp_path / "nul\0"):
        config = load([path])
        assert [d.code for d in config.diagnostics] == ["AGT002"], path
        assert not validate(config).ok


def test_depth_is_bounded(tmp_path: Path) -> None:
    for text in ("a { " * 5000, "a = " + "[" * 5000, '{"a":' * 5000, "client { meta " + "{ a " * 400 + "}" * 401, "client { " * 100 + "}" * 100):
        assert not load([_file(tmp_path, text)]).ok


WORDS = [
    "client",
    "server",
    "consul",
    "plugin",
    "keyring",
    "vault",
    "enabled",
    "meta",
    "host_volume",
    "config",
    "{",
    "}",
    "[",
    "]",
    "=",
    ",",
    '"x"',
    "5",
    "1.5",
    "true",
    "<<EOF\nx\nEOF\n",
    "#",
    "/*",
    "${",
    '"',
    "\n",
    ":",
    "null",
    "name",
    "ui",
    "tls",
    "timeout",
    "audit",
    "sink",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30), st.booleans())
def test_rubbish_never_raises(words: list[str], as_json: bool) -> None:
    text = ("{" if as_json else "") + " ".join(words)
    config = _load_text(text)
    validate(config)
    json.dumps(config.to_dict())


def _load_text(text: str) -> AgentConfig:
    # The file need not exist: its text is given.
    here = os.path.abspath(__file__)
    return load([here], texts={here: text})


def test_defaults_that_nomad_knows_late(tmp_path: Path) -> None:
    config = files(tmp_path, a=SERVER + 'acl {\n  token_ttl = "60s"\n}\n')
    late = config.to_dict()["#Effective"]
    assert isinstance(late, dict)
    assert late["acl.policy_ttl"] == "30s"
    assert "acl.token_ttl" not in late
