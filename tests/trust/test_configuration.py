"""The configuration and the cache of a hostile repository."""

from __future__ import annotations

import json

import pytest

from nomadspec.workspace.configuration import ConfigurationError, find, load
from nomadspec.workspace.configuration_keys import KEYS
from tests.cli.run import Runner

JOB = 'job "x" {\n  group "g" {\n    task "t" {\n      driver = "raw_exec"\n      config {\n        command = "/bin/true"\n      }\n    }\n  }\n}\n'


def test_no_key_names_a_module_or_a_command() -> None:
    assert not [name for name in KEYS if any(word in name for word in ("plugin", "module", "command", "exec", "hook"))]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('selct = ["ALL"]\n', "nomadspec.toml:1: unknown key 'selct'; did you mean 'select'?"),
        ("\n\nfail-on = 'eror'\n", "nomadspec.toml:3: fail-on takes error, warning, info, never, not 'eror'; did you mean 'error'?"),
        ("ignore = 'X'\n", "ignore must be a list of strings"),
        ("[severity]\nREF001 = 'fatal'\n", "severity takes error, warning, info, not 'fatal'"),
        ("[server]\nvaults = true\n", "unknown key 'server.vaults'; did you mean 'vault'?"),
        ("[[overrides]]\npath = ['x']\n", "unknown key 'overrides[0].path'; did you mean 'paths'?"),
        ("x = = 1\n", "nomadspec.toml: "),
        ("[" * 5000, "nomadspec.toml: "),
    ],
)
def test_unknown_keys_are_refused_and_suggested(nomadspec: Runner, text: str, says: str) -> None:
    nomadspec.write("nomadspec.toml", text)
    nomadspec.write("job.nomad.hcl", JOB)
    result = nomadspec("lint", "job.nomad.hcl")
    assert (result.status, result.out) == (2, "")
    assert says in result.err


def test_the_nearest_configuration_counts_up_to_the_repository(nomadspec: Runner) -> None:
    nomadspec.write("nomadspec.toml", "")
    nomadspec.write("repository/.git/x", "")
    assert find(str(nomadspec.folder / "repository" / "a" / "job.nomad.hcl")) is None
    nomadspec.write("repository/pyproject.toml", "[tool.other]\n")
    assert find(str(nomadspec.folder / "repository" / "job.nomad.hcl")) is None
    nomadspec.write("repository/pyproject.toml", '[tool.nomadspec]\nignore = ["X"]\n')
    path = find(str(nomadspec.folder / "repository" / "job.nomad.hcl"))
    assert path is not None
    assert load(path).get("ignore") == ["X"]


def test_a_configuration_larger_than_the_limit(nomadspec: Runner) -> None:
    path = nomadspec.write("nomadspec.toml", "# " + "x" * 2_000_000)
    with pytest.raises(ConfigurationError, match="larger than"):
        load(str(path))


@pytest.mark.parametrize(
    "text",
    [
        'var-files = ["../secret.hcl"]',
        'var-files = ["link.hcl"]',
        'var-files = ["/etc/passwd"]',
        'baseline = "../secret.hcl"',
        'state = "../secret.hcl"',
        'state = "file:../secret.hcl"',
    ],
)
def test_a_configuration_names_no_file_outside_of_its_repository(nomadspec: Runner, text: str) -> None:
    nomadspec.write("secret.hcl", "= s3cr3t-content\n")
    nomadspec.write("repository/.git/x", "")
    nomadspec.write("repository/nomadspec.toml", text + "\n")
    nomadspec.write("repository/job.nomad.hcl", JOB)
    (nomadspec.folder / "repository" / "link.hcl").symlink_to("../secret.hcl")
    nomadspec.folder = nomadspec.folder / "repository"
    result = nomadspec("lint", "job.nomad.hcl")
    assert (result.status, result.out) == (2, "")
    assert "is outside the repository; pass it on the command line instead" in result.err
    assert "s3cr3t-content" not in result.err


def test_a_configuration_named_outright_may_name_any_file(nomadspec: Runner) -> None:
    nomadspec.write("values.hcl", 'kind = "odd"\n')
    nomadspec.write("ours/c.toml", 'var-files = ["../values.hcl"]\n')
    nomadspec.write("job.nomad.hcl", 'variable "kind" {}\n' + JOB.replace('group "g"', 'type = var.kind\n  group "g"'))
    assert 'Invalid job type: "odd"' in nomadspec("lint", "--config", "ours/c.toml", "job.nomad.hcl").out
    assert nomadspec("lint", "--config", "none.toml", "job.nomad.hcl").err == "nomadspec: none.toml: No such file or directory\n"
    assert nomadspec("compile", "--config", "none.toml", "job.nomad.hcl").status == 2
    assert nomadspec("plan", "--config", "none.toml", "job.nomad.hcl").status == 255


@pytest.mark.parametrize("command", ["lint", "validate"])
def test_configured_values_of_variables(nomadspec: Runner, command: str) -> None:
    nomadspec.write("nomadspec.toml", '[variables]\nkind = "odd"\nnumber = 3\n')
    nomadspec.write("job.nomad.hcl", 'variable "kind" {}\n' + JOB.replace('group "g"', 'type = var.kind\n  group "g"'))
    assert 'Invalid job type: "odd"' in nomadspec(command, "job.nomad.hcl").out
    assert nomadspec(command, "--var", "kind=batch", "job.nomad.hcl").status == 0
    nomadspec.monkeypatch.setenv("NOMAD_VAR_kind", "batch")
    assert nomadspec(command, "job.nomad.hcl").status == 0


def test_configured_servers_count_for_validate(nomadspec: Runner) -> None:
    nomadspec.write("job.nomad.hcl", JOB.replace('group "g"', 'node_pool = "gpu"\n  group "g"'))
    assert nomadspec("validate", "job.nomad.hcl").status == 1
    nomadspec.write("pyproject.toml", '[tool.nomadspec.server]\nnode-pools = ["gpu"]\n')
    assert nomadspec("validate", "job.nomad.hcl").status == 0


def test_configured_exclusions_count_for_every_command(nomadspec: Runner) -> None:
    nomadspec.write("nomadspec.toml", 'extend-exclude = ["legacy/"]\n')
    nomadspec.write("legacy/job.nomad.hcl", "= 1\n")
    for command in ("lint", "validate", "compile", "plan", "env", "graph", "fmt"):
        assert nomadspec(command, ".").status == 0


@pytest.mark.parametrize(
    "schema",
    [
        '{"$ref": "http://127.0.0.1:9/schema.json"}',
        '{"$ref": "file:///etc/passwd"}',
        '{"$ref": "../secret.json"}',
        '{"$schema": "http://127.0.0.1:9/meta.json", "$ref": "http://127.0.0.1:9/x"}',
        '{"properties": {"a": {"$dynamicRef": "http://127.0.0.1:9/x"}}}',
    ],
)
def test_schemas_of_drivers_refer_to_themselves_only(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch, schema: str) -> None:
    import socket

    def refuse(*arguments: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    nomadspec.write("secret.json", '{"type": "object"}')
    nomadspec.write("repository/nomadspec.toml", '[drivers.podman]\nschema = "podman.json"\n')
    nomadspec.write("repository/podman.json", schema)
    nomadspec.write("repository/job.nomad.hcl", JOB.replace("raw_exec", "podman").replace("command", "a"))
    result = nomadspec("lint", "-o", "concise", "repository")
    assert "podman.json" in result.out or "podman" in result.out
    assert "internal fault" not in result.err


def test_local_references_of_schemas_are_followed(nomadspec: Runner) -> None:
    nomadspec.write("nomadspec.toml", '[drivers.podman]\nschema = "podman.json"\n')
    nomadspec.write("podman.json", '{"properties": {"command": {"$ref": "#/$defs/number"}}, "$defs": {"number": {"type": "number"}}}')
    nomadspec.write("job.nomad.hcl", JOB.replace("raw_exec", "podman"))
    assert "is not of type 'number'" in nomadspec("lint", "-o", "concise").out


def test_a_cache_below_version_control_is_never_read(nomadspec: Runner) -> None:
    nomadspec.write(".git/x", "")
    nomadspec.write("job.nomad.hcl", JOB)
    folder = nomadspec.folder / "planted"
    nomadspec("lint", "--cache-dir", str(folder), "job.nomad.hcl")
    assert not folder.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 3, "entries": {"x": 1}}', '{"format": 3, "entries": []}', "\x80"])
def test_a_broken_cache_is_as_good_as_none(nomadspec: Runner, content: str) -> None:
    nomadspec.write("repo/job.nomad.hcl", JOB)
    arguments = ("lint", "--cache-dir", str(nomadspec.folder / "cache"), "-o", "json", "repo")
    first = nomadspec(*arguments)
    files = list((nomadspec.folder / "cache").iterdir())
    assert len(files) == 1
    assert nomadspec(*arguments) == first
    files[0].write_bytes(content.encode("latin-1"))
    assert nomadspec(*arguments) == first
    entries = json.loads(files[0].read_text())["entries"]
    key = next(iter(entries))
    for broken in ([], [[["X"]], None], [1, 2], None):
        files[0].write_text(json.dumps({"format": 3, "entries": {key: broken}}))
        assert nomadspec(*arguments) == first


def test_a_warm_cache_says_the_same(nomadspec: Runner) -> None:
    for number in range(30):
        nomadspec.write(f"repo/j{number}.nomad.hcl", JOB.replace('"raw_exec"', '"docker"' if number % 2 else '"rawexec"'))
    arguments = ("lint", "--cache-dir", str(nomadspec.folder / "cache"), "-o", "json", "repo")
    assert nomadspec(*arguments) == nomadspec(*arguments) == nomadspec("lint", "--no-cache", "-o", "json", "repo")
