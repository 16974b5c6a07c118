"""Each kind of specification: what its command would send, and what is refused, with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nomadspec
from nomadspec.specs.kinds import KINDS

HOST = 'type = "host"\nname = "db"\nplugin_id = "mkdir"\n'
CSI = 'type = "csi"\nid = "v"\nplugin_id = "p"\n'


def written(value: object) -> object:
    """An API object without what is empty."""
    if isinstance(value, dict):
        return {key: written(inner) for key, inner in value.items() if inner not in (None, "", 0, False, "0001-01-01T00:00:00Z")}
    return [written(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("namespace", 'name = "dev"\nmeta { a = true }\nmeta = { b = 5 }', {"Name": "dev", "Meta": {"a": "1", "b": "5"}}),
        ("namespace", 'NAME = "dev"\nunknown = 1', {"Name": "dev"}),
        ("namespace", 'name = "dev"\ncapabilities { enabled_task_drivers = ["docker"] }', {"Name": "dev", "Capabilities": {"EnabledTaskDrivers": ["docker"]}}),
        ("namespace", '{"Name": "dev"} trailing', {"Name": "dev"}),
        (
            "node_pool",
            'node_pool "prod" {\n meta {\n a = 5\n }\n node_identity_ttl = "24h"\n}',
            {"Name": "prod", "Meta": {"a": "5"}, "NodeIdentityTTL": "24h0m0s"},
        ),
        ("variable", 'path = "/a/b/"\nitems { k = "v" }', {"Path": "a/b", "Items": {"k": "v"}}),
        ("volume-create", HOST + 'capacity_max = "2GiB"', {"Name": "db", "PluginID": "mkdir", "RequestedCapacityMaxBytes": 2 * 1024**3}),
        (
            *("volume-create", HOST + 'constraint {\n attribute = "${meta.x}"\n regexp = "a"\n}'),
            {"Name": "db", "PluginID": "mkdir", "Constraints": [{"LTarget": "${meta.x}", "RTarget": "a", "Operand": "regexp"}]},
        ),
        (
            *("volume-register", CSI + 'capability {\n access_mode = "single-node-writer"\n}\nmount_options { mount_flags = ["noatime"] }'),
            {"ID": "v", "PluginID": "p", "RequestedCapabilities": [{"AccessMode": "single-node-writer"}], "MountOptions": {"MountFlags": ["noatime"]}},
        ),
        (
            *("quota", 'name = "q"\nlimit {\n region = "global"\n region_limit {\n cpu = 1000\n storage { host_volumes = "1GiB" }\n }\n}'),
            {"Name": "q", "Limits": [{"Region": "global", "RegionLimit": {"CPU": 1000, "Storage": {"HostVolumesMB": 1024}}}]},
        ),
        (
            *("acl-policy", 'node_pool "a" { policy = "write" }'),
            {"NodePools": [{"Name": "a", "Policy": "write", "Capabilities": ["delete", "read", "write"]}], "Raw": 'node_pool "a" { policy = "write" }'},
        ),
        ("acl-role", '{"name": "r", "policies": [{"name": "p"}]}', {"Name": "r", "Policies": [{"Name": "p"}]}),
        ("acl-binding-rule", '{"AuthMethod": "m", "BindType": "management"}', {"AuthMethod": "m", "BindType": "management"}),
        ("acl-auth-method-config", '{"ExpirationLeeway": 5}', {"ExpirationLeeway": "5ns"}),
    ],
)
def test_the_object_that_the_command_sends(kind: str, text: str, expected: object) -> None:
    spec = nomadspec.read_spec(text, kind=kind)
    assert spec.diagnostics == ()
    assert written(spec.to_api()) == expected


@pytest.mark.parametrize(
    ("kind", "text", "line", "code", "nomad"),
    [
        ("namespace", 'name = "de v"', 1, "SPC005", 'invalid name "de v". Must match regex ^[a-zA-Z0-9-]{1,128}$'),
        ("namespace", 'name = "dev"\nCapabilities {}', 2, "SPC002", "'Capabilities' expected a map or struct, got \"slice\""),
        ("namespace", '{"Name": 5}', 1, "SPC002", "json: cannot unmarshal number into Go struct field Namespace.Name of type string"),
        ("node_pool", 'node_pool "a" {\n  unknown = 1\n}', 2, "SPC002", ':2,3-10: Unsupported argument; An argument named "unknown" is not expected here.'),
        ("node_pool", "", 1, "SPC004", "missing node pool"),
        ("variable", 'path = "nomad/x"\nitems { k = "v" }', 1, "SPC005", "valid paths under the top-level"),
        ("variable", 'path = "a"\nitems { k = "v" }\nlock {}', 3, "SPC003", "invalid key: lock"),
        ("volume-create", HOST + 'capacity_min = "10GB"', 4, "SPC007", "capacity_max (0) must be larger than capacity_min (10000000000)"),
        ("volume-create", HOST + "capability {\n  bogus = 1\n}", 5, "SPC003", "invalid capability: 1 error occurred:\n\t* invalid key: bogus"),
        ("volume-create", 'name = "db"', 1, "SPC006", "Error unknown volume type: "),
        ("volume-register", 'type = "host"\nname = "db"', 1, "SPC004", "Node ID is required for registering"),
        ("volume-create", CSI, 1, "SPC004", "validation: must include at least one capability block"),
        ("volume-create", CSI + 'id = "a%b"', 4, "SPC005", 'invalid URL escape "%b/"'),
        ("volume-create", HOST + "capacity_max = -1", 4, "SPC006", 'strconv.ParseFloat: parsing "": invalid syntax'),
        ("volume-register", HOST + 'node_id = "x"', 1, "SPC004", "cannot register volume: host path is required"),
        ("variable", 'path = "a//b"\nitems { k = "v" }', 1, "SPC005", "Unexpected response code: 307"),
        ("variable", '{"Path": "a", "Items": {"k": "v"}, "ModifyIndex": -1}', 1, "SPC002", "number -1 into Go struct field Variable.ModifyIndex of type uint64"),
        ("node_pool", 'node_pool "a" {\n  description = null\n}', 2, "SPC002", "Unsuitable value: null value is not allowed"),
        ("quota", 'name = "q"\nlimit {\n region_limit {\n  node_pool {}\n }\n}', 4, "SPC004", "node pool[0]-> missing node pool name"),
        ("acl-auth-method-config", '{"ExpirationLeeway": {"a": true}}', 1, "SPC002", "unexpected ExpirationLeeway type: map[a:true]"),
        ("quota", 'name = "q"\nlimit {\n  bogus = 1\n}', 3, "SPC003", "limit -> invalid key: bogus"),
        ("acl-policy", 'agent {\n  policy = "list"\n}', 2, "SPC006", 'Invalid agent policy: &acl.AgentPolicy{Policy:"list"}'),
        ("acl-policy", 'namespace "a_b" {\n}', 1, "SPC005", "Invalid namespace name: &acl.NamespacePolicy{"),
        ("acl-auth-method", '{"Name": "m", "Type": "JWT", "TokenLocality": "local",\n"MaxTokenTTL": "1000h", "Config": {"JWKSURL": "x"}}', 2, "SPC006", "invalid MaxTokenTTL"),
    ],
)  # fmt: skip
def test_what_is_refused(kind: str, text: str, line: int, code: str, nomad: str) -> None:
    spec = nomadspec.read_spec(text, kind=kind)
    assert not spec.ok
    found = spec.diagnostics[0]
    assert (found.code, found.span is not None and found.span.start.line) == (code, line)
    assert nomad in (found.nomad or "")


@pytest.mark.parametrize(
    ("first", "second", "nomad"),
    [
        ("5", '"x"', 'strconv.ParseInt: parsing "x": invalid syntax'),
        ("5", "true", "At 3:9: root.quota: unknown type *ast.LiteralType"),
        ("1.5", '"x"', "At 3:9: root.quota: unknown type *ast.LiteralType"),
        ("true", "5", "decodeBool: Unknown value for boolean: 5"),
        ("true", '"x"', 'decodeBool: Unknown value for boolean: "x"'),
        ('"x"', "[]", "At 3:9: root.quota: unknown type for string *ast.ListType"),
        ("[]", '"x"', "At 3:9: unknown slice type: *ast.LiteralType"),
    ],
)
def test_the_first_value_of_a_key_decides_what_may_follow(first: str, second: str, nomad: str) -> None:
    spec = nomadspec.read_spec(f'name = "n"\nquota = {first}\nquota = {second}', kind="namespace")
    assert [found.nomad for found in spec.diagnostics] == [f"Error parsing quota specification: {nomad}"]


@pytest.mark.parametrize(("first", "second", "expected"), [('"x"', "true", "true"), ("true", '"true"', "1"), ("5", '"7"', "7"), ('"x"', "5", "5")])
def test_the_last_value_of_a_key_has_the_type_of_the_first(first: str, second: str, expected: str) -> None:
    assert nomadspec.read_spec(f'name = "n"\nquota = {first}\nquota = {second}', kind="namespace").to_api()["Quota"] == expected


def test_a_name_with_and_without_labels() -> None:
    spec = nomadspec.read_spec('name = "n"\ncapabilities {}\ncapabilities "x" {}', kind="namespace")
    assert [found.nomad for found in spec.diagnostics] == ["Error parsing quota specification: At -: root.capabilities[0]: map must have string keys"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("namespace", 'name = "n"\nmeta "x" {\n a = 1\n}'),
        ("namespace", 'name = "n"\ncapabilities = "x"'),
        ("volume-create", HOST + 'constraint "x" {\n bogus = 1\n}'),
        ("volume-create", CSI + 'capability {\n}\nmount_options "x" {\n bogus = 1\n}'),
        ("quota", 'name = "q"\nlimit "x" {\n bogus = 1\n}'),
    ],
)
def test_a_block_with_a_label_too_many_vanishes(kind: str, text: str) -> None:
    """And what is in it is not looked at."""
    spec = nomadspec.read_spec(text, kind=kind)
    assert spec.ok
    assert not {"Meta", "Capabilities", "Constraints", "MountOptions", "Limits"} & written(spec.to_api()).keys()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('namespace "a" {}\nNamespace "b" {}', "Namespace"),
        ('NAMESPACE "a" {}\nNamespace "b" {}', "Namespace"),
        ('namespace "a" "b" {}', "b"),
        ('node "a" "b" {\n policy = "read"\n}', "a, b"),
        ('Namespace "a" "b" {}\nNamespace "c" {}', "Namespace, b"),
        ('agent {\n policy = "read"\n}\nagent {\n policy = "read"\n}', "agent"),
    ],
)
def test_keys_that_a_policy_must_not_have(text: str, keys: str) -> None:
    assert nomadspec.read_spec(text, kind="acl-policy").diagnostics[0].nomad == f"Invalid or duplicate policy keys: {keys}"


@pytest.mark.parametrize(
    ("text", "release", "help"),
    [
        (HOST, "1.9", "It needs Nomad 1.10.0."),
        (HOST, "1.10", ""),
        (CSI + "capability {}", "1.9", ""),
        ('node_pool "a" {\n node_identity_ttl = "24h"\n}', "1.10.5", "It needs Nomad 1.11.0."),
        ('node_pool "a" {\n description = "x"\n}', "1.6", ""),
    ],
)
def test_what_a_release_lacks(text: str, release: str, help: str) -> None:
    spec = nomadspec.read_spec(text, nomad_version=release)
    assert [found.help for found in spec.diagnostics] == [help] * bool(help)


def test_a_release_that_is_not_known() -> None:
    with pytest.raises(ValueError, match="too old"):
        nomadspec.read_spec(HOST, nomad_version="1.2")


def test_a_volume_may_be_for_either_command() -> None:
    text = 'type = "host"\nname = "db"\nnode_id = "00000000-0000-0000-0000-000000000001"\nhost_path = "/srv"'
    assert nomadspec.read_spec(text, kind="volume").ok


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('type = "host"', "volume"),
        ('path = "a"\nitems {\n type = "csi"\n}', "variable"),
        ('name = "q"\nlimit {}', "quota"),
        ('namespace "default" {\n policy = "read"\n}', "acl-policy"),
        ('node_pool "a" { policy = "read" }', "acl-policy"),
        ('node_pool "a" {\n description = "x"\n}', "node_pool"),
        ('name = "dev"\ncapabilities {\n}', "namespace"),
        ('# job "x" {\nname = "dev"\ndescription = "x"', "namespace"),
        ('{"Name": "r", "Policies": []}', "acl-role"),
        ('{"AuthMethod": "m", "BindType": "role"}', "acl-binding-rule"),
        ('{"JWKSURL": "x"}', "acl-auth-method-config"),
        ('data_dir = "/x"\nnamespace "x" {}', "agent"),
        ('plugin "docker" {\n config {}\n}', "agent"),
        ('job "x" {\n type = "host"\n}', "jobspec"),
        ('resource "aws_instance" "x" {\n name = "a"\n}', ""),
        ('name = "a"\nversion = "1"', "values"),
        ("", ""),
    ],
)
def test_kinds_are_told_apart_by_what_is_in_a_text(text: str, kind: str) -> None:
    assert nomadspec.read_spec(text).kind == kind


@pytest.mark.parametrize(
    ("key", "help", "fix"),
    [
        ("memroy", "Did you mean memory?", "memory"),
        ("memory_x", "Did you mean memory_max?", None),  # memory is as near
        ("gpus", "The keys here are cores, cpu, memory, memory_max, device, storage, node_pool, secrets.", None),
    ],
)
def test_a_fix_writes_the_name_in_the_help(key: str, help: str, fix: str | None) -> None:
    spec = nomadspec.read_spec(f'name = "q"\nlimit {{\n  region_limit {{\n    {key} = 1\n  }}\n}}\n', kind="quota")
    assert [(found.help, found.fix and found.fix.edits[0].text) for found in spec.diagnostics] == [(help, fix)]


@given(st.sampled_from(sorted(KINDS)), st.text(alphabet='{}[]=",\n ab1.-_:"\\$#<', max_size=60), st.booleans())
def test_no_text_raises(kind: str, text: str, as_json: bool) -> None:
    spec = nomadspec.read_spec(text, kind=kind, json=as_json)
    assert all(found.span is not None for found in spec.diagnostics)


@given(st.text(alphabet='{}[]=",\n ab1.-_:"\\$#<', max_size=60))
def test_no_text_is_told_with_an_error(text: str) -> None:
    nomadspec.read_spec(text)


def test_recorded_answers(goldens: Path) -> None:
    cases = [json.loads(line) for path in sorted((goldens / "spec-kinds").glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    assert cases
    wrong = [case["id"] for case in cases if nomadspec.read_spec(case["text"], kind=case["kind"], json=case["format"] == "json").ok != case["ok"]]
    assert len(wrong) <= len(cases) * 0.01, wrong
