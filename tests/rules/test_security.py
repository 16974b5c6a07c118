"""Rules about security: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

import nomadspec
from nomadspec.rules.secrets import is_secret
from tests.rules.jobs import codes, job


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ("privileged = true", ["SEC002"]),
        ("privileged = false", []),
        ('pid_mode = "host"', ["SEC003"]),
        ('privileged = true\npid_mode = "host"', ["SEC002"]),
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
        ("DB_URL", "postgres://app:CHANGEME@db/app", []),
        ("CF_API_KEY", "***REMOVED***", []),
        ("CF_API_KEY", "<your-key-27>", []),
    ],
)
def test_secrets_in_env(name: str, value: str, found: list[str]) -> None:
    assert codes(job(task=f'env = {{\n  "{name}" = "{value}"\n}}'), "SEC006") == found


def test_a_secret_from_a_variable_is_left_alone() -> None:
    text = 'variable "p" {\n  default = "hunter2-9f8Q"\n}\n' + job(task="env {\n  DB_PASSWORD = var.p\n}")
    assert codes(text, "SEC006") == []


def test_messages_do_not_show_the_secret() -> None:
    found = nomadspec.lint(job(task='env {\n  DB_PASSWORD = "hunter2-9f8Q"\n}'), environ={})
    assert found
    assert all("hunter2" not in d.message + (d.help or "") for d in found)


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
        ("TOKEN", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", True),
        ("REGISTRY", "npm_16C7e42F292c6912E7710c838347Ae178B4a", True),
        ("REGISTRY", "npm_package_config_something_or_other", False),
        ("Authorization", "Bearer Kr7xQ9mLw2ZtVb4", True),
        ("Authorization", "Bearer $TOKEN_OF_ENV", False),
        ("PLAN", "Basic premium2024", False),
        ("DB_PASSWORD", "yourStrongPasswordHere", False),
        ("DB_PASSWORD", "example-9f8Q", False),
        ("DB_PASSWORD", "insert-token-here-1", False),
        ("DB_PASSWORD", "@@DB_PASSWORD@@", False),
        ("DB_PASSWORD", "__DB_PASSWORD__", False),
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
    ("line", "found"),
    [
        ("DB_PASSWORD=Kr7xQ9mLw2Zt", ["SEC006"]),
        ("  api_token: 'Kr7xQ9mLw2Zt'", ["SEC006"]),
        ('"secret": "Kr7xQ9mLw2Zt",', ["SEC006"]),
        ("URL=postgres://a:Kr7xQ9mLw2Zt@db/a", ["SEC006"]),
        ('{"user": "a", "password": "Kr7xQ9mLw2Zt"}', ["SEC006"]),
        ("-----BEGIN PRIVATE KEY-----", ["SEC006"]),
        ("DB_PASSWORD=", []),
        ("DB_PASSWORD={{ .p1 }}", []),
        ("DB_PASSWORD=$PASSWORD_1", []),
        ("password=get_password(7)", []),
        ("password=pg_password", []),
    ],
)
def test_secrets_in_the_text_of_templates(line: str, found: list[str]) -> None:
    task = f'template {{\n  destination = "local/a"\n  data = <<EOT\nPORT=1\n{line}\nEOT\n}}\n'
    assert codes(job(task=task), "SEC006") == found


@pytest.mark.parametrize(
    ("declared", "value", "found"),
    [
        ('variable "t" {\n  default = "Kr7xQ9mLw2Zt"\n}\n', "${var.t}", []),
        ('locals {\n  t = "Kr7xQ9mLw2Zt"\n}\n', "${local.t}", ["SEC006"]),
        ('variable "t" {\n  default = "Kr7xQ9mLw2Zt"\n}\n', "Kr7xQ9mLw2Zt", ["SEC006"]),
    ],
)
def test_a_secret_of_a_variable_in_a_template(declared: str, value: str, found: list[str]) -> None:
    task = f'template {{\n  destination = "local/a"\n  data = <<EOT\nAPI_TOKEN={value}\nEOT\n}}\n'
    assert codes(declared + job(task=task), "SEC006") == found
