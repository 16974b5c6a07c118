"""Drivers, security, storage, resources: what is found, and what is near and must not be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nomadspec.rules.secrets import is_secret
from tests.rules.jobs import codes, job


@pytest.mark.parametrize(
    ("driver", "config", "found"),
    [
        ("exec", 'command = "/x"\npid_mode = "host"', []),
        ("exec", 'command = "/x"\npid_mode = "shared"', ["DRV006"]),
        ("exec", 'command = "/x"\npid_mode = "${meta.mode}"', []),
        ("exec", 'command = "/x"\nwork_dir = "x"', ["DRV006"]),
        ("exec", 'command = "/x"\ncap_add = ["CAP_NET_RAW", "bogus"]', ["DRV006"]),
        ("exec", 'command = "/x"\ncap_add = ["CAP_NET_RAW"]', []),
        ("java", 'class_path = "x"', ["DRV006"]),
        ("raw_exec", 'command = "/x"\noom_score_adj = -1', ["DRV006"]),
        ("raw_exec", 'command = "/x"\ncgroup_v2_override = "x"\ncgroup_v1_override = [{ cpu = "x" }]', ["DRV006"]),
        ("docker", 'image = "a:1"\nmount {\n  type = "tmpfs"\n  source = "x"\n  target = "/x"\n}', ["DRV006"]),
        ("docker", 'image = "a:1"\nmount {\n  type = "bind"\n  source = "x"\n  target = "/x"\n}', []),
        ("dokcer", 'image = "a:1"', ["DRV007"]),
        ("podman", 'image = "a:1"', []),
        ("docker", 'image = "a"', ["DRV009"]),
        ("docker", 'image = "reg:5000/a"', ["DRV009"]),
        ("docker", 'image = "reg:5000/a:latest"', ["DRV009"]),
        ("docker", 'image = "reg:5000/a:1"', []),
        ("docker", 'image = "a@sha256:0"', []),
        ("docker", 'image = "${meta.image}"', []),
        ("docker", 'image = "a:1"\nvolumes = 101', ["DRV003"]),
        ("docker", 'image = "a:1.2.3"\nforce_pull = true', ["DRV010"]),
        ("docker", 'image = "a:1.2"\nforce_pull = true', []),
    ],
)
def test_drivers(driver: str, config: str, found: list[str]) -> None:
    assert codes(job(driver=driver, config=config), ("DRV00", "DRV010")) == found


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ("privileged = true", ["SEC002"]),
        ("privileged = false", []),
        ('pid_mode = "host"', ["SEC003"]),
        ('network_mode = "host"', []),
        ('cap_add = ["CAP_SYS_ADMIN"]', ["SEC003"]),
        ('volumes = ["/var/run/docker.sock:/var/run/docker.sock:ro"]', ["SEC004"]),
        ('volumes = ["local/docker.sock.conf:/x"]', []),
        ('auth {\n  username = "a"\n  password = "secret1"\n}', ["SEC005"]),
        ('auth {\n  username = "a"\n  password = "${P}"\n}', []),
    ],
)
def test_docker_security(config: str, found: list[str]) -> None:
    assert codes(job(config='image = "a:1"\n' + config), "SEC") == found


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("DB_PASSWORD", "hunter2-9f8Q", ["SEC006"]),
        ("db-password", "hunter2-9f8Q", ["SEC006"]),
        ("DB_PASSWORD_FILE", "/secrets/db", []),
        ("DB_PASSWORD", "/secrets/db", []),
        ("DB_PASSWORD", "${NOMAD_META_x}", []),
        ("DB_PASSWORD", "aaaaaaaa", []),
        ("COMPASS", "north-by-northwest", []),
        ("DB_URL", "postgres://app:s3cr3t@db/app", ["SEC006"]),
        ("DB_URL", "postgres://db/app", []),
    ],
)
def test_secrets_in_env(name: str, value: str, found: list[str]) -> None:
    assert codes(job(task=f'env = {{\n  "{name}" = "{value}"\n}}'), "SEC006") == found


def test_a_secret_from_a_variable_is_left_alone() -> None:
    text = 'variable "p" {\n  default = "hunter2-9f8Q"\n}\n' + job(task="env {\n  DB_PASSWORD = var.p\n}")
    assert codes(text, "SEC006") == []


def test_messages_do_not_show_the_secret() -> None:
    import nomadspec

    found = nomadspec.lint(job(task='env {\n  DB_PASSWORD = "hunter2-9f8Q"\n}'), environ={})
    assert found
    assert all("hunter2" not in d.message + (d.help or "") for d in found)


MOUNT = 'volume_mount {\n  volume = "v"\n  destination = "/v"\n}'
HOST = 'volume "v" {\n  type = "host"\n  source = "v"\n}'


@pytest.mark.parametrize(
    ("group", "task", "found"),
    [
        (HOST, MOUNT, []),
        (HOST, "", ["STO002"]),
        ('volume "v" {\n  type = "hst"\n  source = "v"\n}', "", ["STO001"]),
        (HOST, MOUNT + "\n" + MOUNT, ["STO009"]),
        ("ephemeral_disk {\n  migrate = true\n}", "", ["STO011"]),
        ("ephemeral_disk {\n  migrate = true\n  sticky = true\n}", "", []),
        ("", 'csi_plugin {\n  id = "x"\n  type = "node"\n  mount_dir = "/csi"\n}', ["STO008", "STO004"]),
        ("", 'csi_plugin {\n  id = "x"\n  type = "controller"\n  mount_dir = "csi"\n}', ["STO005", "STO007"]),
    ],
)
def test_storage(group: str, task: str, found: list[str]) -> None:
    assert sorted(codes(job(group=group, task=task), "STO")) == sorted(found)


@pytest.mark.parametrize(("memory", "found"), [(262_144, []), (1_000_000, ["RES003"])])
def test_resources(memory: int, found: list[str]) -> None:
    assert codes(job(task=f"resources {{\n  memory = {memory}\n}}"), "RES") == found


def test_a_long_source_is_not_kept() -> None:
    assert "RES005" in codes(job(task="resources {\n  cpu = 1\n}") + "#" * 1_000_001, "RES")


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    body = {
        "type": "object",
        "properties": {"image": {"type": "string", "pattern": "^[a-z]+:"}, "ports": {"type": "array", "items": {"type": "string"}}},
        "additionalProperties": False,
    }
    (tmp_path / "podman.json").write_text(json.dumps(body), encoding="utf-8")
    return tmp_path


def lint_podman(folder: Path, config: str, schema: str = "podman.json") -> list[tuple[str, str]]:
    import nomadspec
    from nomadspec.workspace.configuration import Configuration

    configuration = Configuration({"drivers": {"podman": {"schema": schema}}}, folder=str(folder))
    found = nomadspec.lint(job(driver="podman", config=config), configuration, filename="job.nomad.hcl", environ={})
    return [(d.severity, d.message) for d in found if d.code == "DRV008"]


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ('image = "nginx:1"', []),
        ('imag = "nginx:1"', ["unknown option 'imag' (driver podman)"]),
        ('image = "1"', ["'1' does not match '^[a-z]+:' (driver podman)"]),
        ("ports = [1]", ["1 is not of type 'string' (driver podman)"]),
    ],
)
def test_drivers_with_a_schema(schema: Path, config: str, found: list[str]) -> None:
    assert lint_podman(schema, config) == [("error", message) for message in found]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "podman.json"),
        ('{"type": 5}', "is not a valid JSON Schema"),
        ('{"$ref": "http://127.0.0.1:1/x.json"}', "cannot be followed"),
        ('{"$ref": "file:///etc/passwd"}', "cannot be followed"),
        ('{"$ref": "#"}', "cannot be followed"),
        ('{"properties": {"image": {"pattern": "("}}}', "cannot be"),
    ],
)
def test_a_schema_that_cannot_be_used_is_said_so(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "podman.json").write_text(text, encoding="utf-8")
    ((severity, message),) = lint_podman(tmp_path, 'image = "nginx:1"')
    assert severity == "warning"
    assert complaint in message


def test_a_schema_outside_of_the_folder_is_not_read(tmp_path: Path, schema: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    assert "outside" in lint_podman(inner, 'image = "nginx:1"', "../podman.json")[0][1]


@pytest.mark.parametrize(
    ("group", "config", "found"),
    [
        ('network {\n  port "http" {}\n}', "port_map {\n  http = 80\n}", ["error"]),
        ('network {\n  mode = "bridge"\n  port "http" {}\n}', "port_map {\n  http = 80\n}", ["warning"]),
        ('network {\n  port "http" {}\n}', "port_map {}", []),
        ("", "port_map {\n  http = 80\n}", []),
    ],
)
def test_port_maps_beside_ports_of_the_group(group: str, config: str, found: list[str]) -> None:
    import nomadspec

    text = job(group=group, config=f'image = "a:1"\n{config}')
    assert [d.severity for d in nomadspec.lint(text, environ={}) if d.code == "DRV011"] == found


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("DB_PASSWORD", "hunter2-9f8Q", True),
        ("dbPassword", "hunter2-9f8Q", True),
        ("PGPASSWORD", "hunter2-9f8Q", True),
        ("session-key", "hunter2-9f8Q", True),
        ("API_KEY", "hunter2-9f8Q", True),
        ("MONKEY", "hunter2-9f8Q", False),
        ("KEY", "hunter2-9f8Q", False),
        ("PASSWORD_FILE", "hunter2-9f8Q", False),
        ("DB_PASSWORD", "/secrets/db", False),
        ("DB_PASSWORD", "$DB_PASSWORD_OF_ENV", False),
        ("DB_PASSWORD", "${NOMAD_META_password}", False),
        ("DB_PASSWORD", "aaaaaaaa", False),
        ("GITHUB", "ghp_0123456789abcdefghij", True),
        ("PEM", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", True),
        ("PEM", "-----BEGIN PUBLIC KEY-----\nMIIE", False),
        ("URL", "postgres://app:hunter2@db/app", True),
        ("URL", "postgres://app:$PASSWORD@db/app", False),
        ("URL", "postgres://app@db/app", False),
    ],
)
def test_what_looks_like_a_secret(name: str, value: str, secret: bool) -> None:
    assert is_secret(name, value) is secret


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (job(config='image = "a:1"\nargs = ["-v", "--db-password=hunter2-9f8Q"]'), 1),
        (job(config='image = "a:1"\nargs = ["--token", "hunter2-9f8Q", "hunter2-9f8R"]'), 1),
        (job(config='image = "a:1"\nargs = ["--token-file", "hunter2-9f8Q"]'), 0),
        (job(config='image = "a:1"\nlabels = {\n  "app.password" = "hunter2-9f8Q"\n}'), 1),
        (job(task='artifact {\n  source = "https://me:hunter2@x.example/a.tgz"\n}'), 1),
        (job(task='service {\n  port = "80"\n  meta {\n    api_key = "hunter2-9f8Q"\n  }\n}'), 1),
        ('locals {\n  p = "hunter2-9f8Q"\n}\n' + job(task="env {\n  A_PASSWORD = local.p\n}"), 1),
        ('variable "p" {\n  default = "hunter2-9f8Q"\n}\n' + job(task="env {\n  A_PASSWORD = var.p\n}"), 0),
        ('variable "p" {\n  default = "hunter2-9f8Q"\n}\nlocals {\n  p = var.p\n}\n' + job(task="env {\n  A_PASSWORD = local.p\n}"), 0),
    ],
)
def test_where_secrets_are_looked_for(text: str, found: int) -> None:
    assert codes(text, "SEC006") == ["SEC006"] * found


@pytest.mark.parametrize(
    ("sidecar", "found"),
    [
        ("", []),
        ('config {\n  imag = "x"\n}', ["DRV001"]),
        ('config {\n  image = "envoy"\n  privileged = true\n}', ["DRV009", "SEC002"]),
        ('config {\n  image = "envoy:1"\n  force_pull = "x"\n}', ["DRV003"]),
        ('driver = "exec"\nconfig {\n  image = "envoy:1"\n}', ["DRV001"]),
        ('driver = "raw_exec"\nconfig {\n  command = "/envoy"\n}', ["SEC001"]),
        ('driver = "exce"', ["DRV007"]),
        ('env {\n  A_PASSWORD = "hunter2-9f8Q"\n}', ["SEC006"]),
        ('kill_timeout = "2m"', ["UPD006"]),
    ],
)
def test_a_sidecar_is_a_task_of_docker_unless_it_says_otherwise(sidecar: str, found: list[str]) -> None:
    service = 'service {\n  port = "80"\n  connect {\n    sidecar_service {}\n    sidecar_task {\n' + sidecar + "\n    }\n  }\n}\n"
    text = job(group='network {\n  mode = "bridge"\n}\n' + service)
    assert [code for code in codes(text, ("DRV", "SEC", "UPD006")) if code != "SEC007"] == found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (("https://x.example/a", "local/x"), ("https://x.example/b", "local/x"), []),
        (("https://x.example/a", "local/x"), ("https://y.example/a", "${NOMAD_TASK_DIR}/x"), ["ART004"]),
        (("git::https://x.example/a.git", "local/x"), ("git::https://x.example/b.git", "local/x"), ["ART004"]),
        (("git::https://x.example/a.git", "local/x"), ("git::https://x.example/b.git", "local/y"), []),
        (("github.com/x/a", "local/x"), ("github.com/x/b", "local/x"), ["ART004"]),
        (("git::http://x.example/a.git", "local/x"), ("https://x.example/b", "local/y"), ["ART002"]),
    ],
)
def test_artifacts(first: tuple[str, str], second: tuple[str, str], found: list[str]) -> None:
    task = "".join(f'artifact {{\n  source = "{source}"\n  destination = "{where}"\n}}\n' for source, where in (first, second))
    assert codes(job(task=task), ("ART002", "ART004")) == found
