"""Rules about agent configuration: what depends on the names of files, on the machine and on plugins. Their pages are run by `tests/rules/test_examples.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from nomadspec.agent import load
from nomadspec.rules.rule import Rule
from tests.rules.agents import RULES, found, run_agent

SERVER = "server { enabled = true }\n"

FOLDER = "subfolders of a configuration folder are not loaded"
NAME = "files with this name are not loaded"
JSON_SLIP = "not valid JSON (JSON does not permit a trailing comma after the final property in an object); Nomad loads the part that it can read"

#: What a page cannot show in a file's text alone: the rule, files, the messages.
BY_FILES: list[tuple[str, dict[str, str], list[str]]] = [
    ("agent-file-passed-over", {"a.hcl": SERVER, "b.HCL": SERVER}, [NAME]),
    ("agent-file-passed-over", {"a.hcl": SERVER, "more/c.hcl": SERVER}, [FOLDER]),
    ("agent-file-passed-over", {"a.hcl": SERVER, "notes.txt": "", "a.hcl~": ""}, []),
    ("agent-file-order", {"2-b.hcl": SERVER, "10-a.hcl": "name = 1"}, ["2-b.hcl is loaded after 10-a.hcl"]),
    ("agent-file-order", {"02-b.hcl": SERVER, "10-a.hcl": "name = 1"}, []),
    # The same number is no order.
    ("agent-file-order", {"01-b.hcl": SERVER, "1-a.hcl": "name = 1"}, []),
    ("agent-file-order", {"10-a.hcl": SERVER, "b.hcl": "name = 1"}, []),
    ("agent-file-order", {"10-a.hcl": SERVER, "15b.hcl": "name = 1", "2-c.hcl": "name = 1"}, ["2-c.hcl is loaded after 15b.hcl"]),
    ("agent-hidden-file", {"a.hcl": SERVER, ".b.hcl": "name = 1"}, ["this hidden file is loaded"]),
    ("agent-json-slip", {"a.json": '{"server": {"enabled": true},}'}, [JSON_SLIP]),
    ("agent-json-slip", {"a.json": '{"server": {"enabled": true}}'}, []),
]


@pytest.mark.parametrize(("name", "files", "messages"), BY_FILES)
def test_names_of_files(name: str, files: dict[str, str], messages: list[str], tmp_path: Path) -> None:
    assert found(RULES[name], files, tmp_path) == messages


#: A first and a second file, what is said, and the text that the finding is related to.
EARLIER_VALUES: list[tuple[str, str, list[str], list[str]]] = [
    (
        'log_level = "DEBUG"',
        'log_level = ""',
        ['log_level = "" has no effect: an earlier file\'s value applies, because an empty value is treated as unset'],
        ['"DEBUG"'],
    ),
    ("", 'log_level = ""', ['log_level = "" has no effect: the default value applies, because an empty value is treated as unset'], []),
    (
        "leave_on_terminate = true",
        "leave_on_terminate = false",
        ["leave_on_terminate = false has no effect: an earlier file's value applies, because true cannot be overridden"],
        ["true"],
    ),
    ('log_level = "DEBUG"', 'log_level = "INFO"', [], []),
    # Nothing is lost where nothing was set.
    ("", 'name = ""', [], []),
    # The name of a cluster is what tells it from others.
    ('vault { name = "west" }', 'vault { name = "east" }', [], []),
    ('vault { token = "x" }', 'vault { token = "y" }', [], []),
]


@pytest.mark.parametrize(("first", "second", "messages", "related"), EARLIER_VALUES)
def test_values_that_cannot_win(first: str, second: str, messages: list[str], related: list[str], tmp_path: Path) -> None:
    for name, text in (("a.hcl", first), ("b.hcl", second)):
        (tmp_path / name).write_text(text + "\n")
    findings = run_agent([RULES["agent-value-cannot-win"]], load([tmp_path]))
    assert [d.message for d in findings] == messages
    assert [span.text for d in findings for _, span in d.related] == related


@pytest.mark.parametrize(("name", "other"), [("agent-file-passed-over", "b.HCL"), ("agent-file-order", "2-b.hcl"), ("agent-hidden-file", ".b.hcl")])
def test_what_is_wrong_with_a_name_is_at_the_beginning_of_its_file(name: str, other: str, tmp_path: Path) -> None:
    for file in ("10-a.hcl", other):
        (tmp_path / file).write_text(SERVER)
    (finding,) = run_agent([RULES[name]], load([tmp_path]))
    assert finding.span is not None
    assert (Path(finding.span.path).name, finding.span.start_offset, finding.span.end_offset) == (other, 0, 0)


def test_the_order_of_files_is_one_of_each_folder(tmp_path: Path) -> None:
    for folder, name in (("a", "10-a.hcl"), ("b", "2-b.hcl")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(SERVER)
    assert run_agent([RULES["agent-file-order"]], load([tmp_path / "a", tmp_path / "b"])) == []


def test_file_loaded_twice(tmp_path: Path) -> None:
    file = tmp_path / "a.hcl"
    file.write_text('client {\n  enabled = true\n  servers = ["x"]\n}\n')
    config = load([file, tmp_path])
    assert config.get("client.servers") == ["x", "x"]
    found = run_agent([RULES["agent-file-twice"]], config)
    assert [(d.rule, d.span.start_offset, d.span.end_offset) for d in found if d.span is not None] == [("agent-file-twice", 0, 0)]


def test_paths_on_the_machine(tmp_path: Path) -> None:
    config = {"a.hcl": 'client {\n  enabled = true\n  host_volume "data" { path = "/srv/data" }\n}\n'}
    rule = RULES["agent-path-missing"]
    root = tmp_path / "image"
    root.mkdir()
    assert found(rule, config, tmp_path / "etc") == []
    assert found(rule, config, tmp_path / "etc", root) == ["path /srv/data of host volume data does not exist"]
    (root / "srv" / "data").mkdir(parents=True)
    assert found(rule, config, tmp_path / "etc", root) == []


@pytest.mark.parametrize(
    "text",
    [
        'plugin "docker" { config { gc { dangling_containers { perod = "5m" } } } }',
        'plugin "docker" { config { volumes = true } }',
        'plugin "docker" { config { gc { image = true } gc { container = true } } }',
        'plugin "raw_exec" { config { enabled = "yes" } }',
        'plugin "raw_exec" { config { no_cgroups = true } }',
    ],
)
def test_plugin_options(text: str, tmp_path: Path) -> None:
    assert len(found(RULES["agent-plugin-option"], {"a.hcl": "client { enabled = true }\n" + text}, tmp_path)) == 1


def test_crash_of_a_rule_is_a_finding(tmp_path: Path) -> None:
    broken = Rule("AGT999", "agent-broken", "warning", "agent", (), "nomadspec.rules.registry", "")
    (tmp_path / "a.hcl").write_text(SERVER)
    assert [d.code for d in run_agent([broken], load([tmp_path]))] == ["LNT001"]


CONSUL = 'consul {\n  NAME\n  server_service_name = "x"\n}\n'
VAULT = 'vault {\n  enabled = true\n  address = "ADDRESS"\n}\n'


@pytest.mark.parametrize(
    ("name", "text", "messages"),
    [
        ("agent-other-consul", CONSUL.replace("NAME", ""), []),
        ("agent-other-consul", CONSUL.replace("NAME", 'name = "default"'), []),
        ("agent-other-consul", CONSUL.replace("NAME", 'name = "west"'), ["server_service_name has no effect for Consul cluster 'west'"]),
        ("agent-integration-tls", VAULT.replace("ADDRESS", "http://vault.example:8200"), ["Vault address does not use TLS"]),
        ("agent-integration-tls", VAULT.replace("ADDRESS", "http://127.0.0.1:8200"), []),
        ("agent-integration-tls", VAULT.replace("ADDRESS", "https://vault.example:8200"), []),
        ("agent-start-choice", 'server {\n  enabled = true\n  enabled_schedulers = ["service", "systm"]\n}\n', ["unknown scheduler 'systm'"]),
        ("agent-start-choice", 'server {\n  enabled = true\n  enabled_schedulers = ["service", "sysbatch"]\n}\n', []),
        ("agent-start-choice", 'log_level = "debug"\n', []),
        ("agent-start-range", "server {\n  enabled = true\n  job_max_priority = 200\n  job_default_priority = 200\n}\n", []),
        ("agent-role-not-enabled", "server {\n  enabled = true\n  bootstrap_expect = 3\n}\n", []),
        ("agent-role-not-enabled", "server {\n  enabled = false\n  bootstrap_expect = 3\n}\n", []),
        ("agent-role-not-enabled", "server {\n  bootstrap_expect = 3\n}\n", ["server block has no effect: no file sets server.enabled"]),
        ("agent-no-effect", 'acl {\n  enabled = true\n  replication_token = "x"\n}\n', []),
        ("agent-no-effect", 'acl {\n  replication_token = "x"\n}\n', ["acl.replication_token has no effect: ACLs are not enabled"]),
        (
            "agent-reserved-resources",
            "client {\n  enabled = true\n  memory_total_mb = 4096\n  reserved {\n    memory = 4096\n  }\n}\n",
            ["client.reserved.memory reserves 4096 of 4096, which leaves nothing for tasks"],
        ),
        ("agent-reserved-resources", "client {\n  enabled = true\n  memory_total_mb = 4096\n  reserved {\n    memory = 4095\n  }\n}\n", []),
    ],
)
def test_near_misses(name: str, text: str, messages: list[str], tmp_path: Path) -> None:
    assert found(RULES[name], {"a.hcl": text}, tmp_path) == messages


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            'client {\n  reservable_cores = "0-3"\n  reserved { cores = "0" }\n}\n',
            ["client.reserved.cores has no effect together with client.reservable_cores"],
        ),
        ('client { reserved { cores = "0" } }\n', []),
    ],
)
def test_settings_that_another_one_disables(text: str, messages: list[str], tmp_path: Path) -> None:
    assert found(RULES["agent-no-effect"], {"a.hcl": text}, tmp_path) == messages


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("agent-keyring-option", 'keyring "transit" {\n  mount_path = "transit/"\n  key_id_prefix = "n"\n}\n', 0),
        ("agent-keyring-option", 'keyring "gcpckms" {\n  key_name = "root"\n}\n', 1),
        (
            "agent-meta-prefix",
            'client {\n  enabled = true\n  meta {\n    meta.mongodb = "true"\n    "meta.rack" = "r1"\n    "node.role" = "web"\n    metal = "a"\n  }\n}\n',
            2,
        ),
        ("agent-ports-equal", SERVER + "ports {\n  rpc = 5000\n  serf = 5000\n}\n", 1),
        ("agent-ports-equal", SERVER + "ports {\n  http = 4648\n}\n", 1),
        ("agent-ports-equal", SERVER + "ports {\n  http = 5000\n  rpc = 5001\n  serf = 5002\n}\n", 0),
        ("agent-ports-equal", "client { enabled = true }\nports {\n  http = 4647\n}\n", 0),
        ("agent-ports-equal", SERVER + 'addresses {\n  http = "10.0.0.1"\n  rpc = "10.0.0.2"\n}\nports {\n  http = 5000\n  rpc = 5000\n}\n', 0),
    ],
)
def test_keyrings_ports_and_metadata(name: str, text: str, count: int, tmp_path: Path) -> None:
    assert len(found(RULES[name], {"agent.hcl": text}, tmp_path)) == count
