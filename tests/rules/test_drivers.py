"""Rules about drivers: what is found, and what is near and must not be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import nomadspec
from nomadspec.workspace.configuration import Configuration
from tests.rules.jobs import codes, job, lint


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
        ("docker", 'image = "a:1"\nlogging {\n  driver = "gelf"\n  config {\n    gelf-address = "udp://x:1"\n    max-file = "3"\n  }\n}', ["DRV006"]),
        ("docker", 'image = "a:1"\nlogging {\n  type = "json-file"\n  config {\n    tag = "a"\n    max-file = 3\n  }\n}', []),
        ("docker", 'image = "a:1"\nlogging {\n  driver = "local"\n  config {\n    tag = "a"\n  }\n}', ["DRV006"]),
        ("docker", 'image = "a:1"\nlogging {\n  driver = "json-file"\n  config {\n    brand-new = "a"\n  }\n}', []),
        ("docker", 'image = "a:1"\nlogging {\n  driver = "loki"\n  config {\n    max-file = "3"\n    loki-url = "http://x"\n  }\n}', []),
        ("raw_exec", 'command = "~/app"', ["DRV006"]),
        ("raw_exec", 'command = "/a"\nargs = ["--port 80", "-config in.txt", "-f in.txt", "--ok=1 2", "plain words"]', ["DRV013", "DRV013"]),
        ("raw_exec", 'command = "bash"\nargs = ["run.sh", "--url https://a"]', ["DRV013"]),
        ("raw_exec", 'command = "bash"\nargs = ["-c", "run", "--port 80"]', []),
        ("raw_exec", 'command = "python3"\nargs = ["-c", "-x 1"]', []),
        ("raw_exec", 'command = "$HOME/app"', ["DRV006"]),
        ("exec", 'command = "${NOMAD_TASK_DIR}/app"', []),
        ("docker", 'image = "a:1"\nmount {\n  type = "bind"\n  source = "x"\n  target = "/x"\n}', []),
        ("dokcer", 'image = "a:1"', ["DRV007"]),
        ("podman", 'image = "a:1"', []),
        ("docker", 'image = "a"', ["DRV009"]),
        ("docker", 'image = "reg:5000/a"', ["DRV009"]),
        ("docker", 'image = "reg:5000/a:latest"', ["DRV009"]),
        ("docker", 'image = "reg:5000/a:1"', []),
        ("docker", 'image = "a@sha256:0"', []),
        ("docker", 'image = "${meta.image}"', []),
        ("docker", 'image = "$IMAGE"', []),  # another tool fills it in
        ("docker", 'image = "a:1"\nvolumes = 101', ["DRV003"]),
        ("docker", 'image = "a:1.2.3"\nforce_pull = true', ["DRV010"]),
        ("docker", 'image = "a:1.2"\nforce_pull = true', []),
    ],
)
def test_drivers(driver: str, config: str, found: list[str]) -> None:
    assert codes(job(driver=driver, config=config), ("DRV00", "DRV010", "DRV013")) == found


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
        ('{"$ref": "http://127.0.0.1:1/x.json"}', "cannot be resolved"),
        ('{"$ref": "file:///etc/passwd"}', "cannot be resolved"),
        ('{"$ref": "#"}', "cannot be resolved"),
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
    text = job(group=group, config=f'image = "a:1"\n{config}')
    assert [d.severity for d in nomadspec.lint(text, environ={}) if d.code == "DRV011"] == found


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
    ("name", "severity"),
    [
        ("attr.cpu.arhc", "error"),  # near a known one: a slip
        ("attr.mine.own", "warning"),  # a fingerprint of another client may set it
        ("NOMAD_PORT_none", "error"),
    ],
)
def test_an_attribute_like_no_other_may_exist_on_some_client(name: str, severity: str) -> None:
    text = job(config=f'image = "a:1"\nargs = ["${{{name}}}"]')
    assert [(d.code, d.severity) for d in lint(text) if d.code == "DRV051"] == [("DRV051", severity)]


def test_help_lists_the_options_where_none_is_near() -> None:
    (found,) = [d for d in lint(job(driver="raw_exec", config='command = "/x"\nzzz = 1')) if d.code == "DRV001"]
    assert found.help is not None
    assert found.help.startswith("Options: args, ")
    assert "command" in found.help


ZONE = 'image = "a:1"\nargs = ["${meta.zone}"]\n'
ASKED = 'constraint {\n  attribute = "${meta.zone}"\n  operator = "is_set"\n}\n'


@pytest.mark.parametrize(
    ("body", "group", "task", "help"),
    [
        ("", "", "", "Add a constraint on"),
        ('meta {\n  zone = "a"\n}\n', "", "", "The job's own metadata is"),
        ("", 'meta {\n  zone = "a"\n}\n', "", "The job's own metadata is"),
        ("", "", 'meta {\n  zone = "a"\n}\n', "The job's own metadata is"),
        (ASKED, "", "", None),
        ("", ASKED, "", None),
        ("", "", ASKED, None),
    ],
)
def test_a_node_s_metadata_is_asked_for_at_any_level(body: str, group: str, task: str, help: str | None) -> None:
    found = [d.help or "" for d in lint(job(body, group, task, config=ZONE)) if d.code == "DRV052"]
    assert len(found) == (help is not None)
    assert all(text.startswith(help or "") for text in found)


@pytest.mark.parametrize(
    ("driver", "config", "found"),
    [
        ("podman", 'image = "a:1"\nprivilegd = true', ["DRV001"]),
        ("podman", 'image = "a:1"\nports = "http"', ["DRV003"]),
        ("podman", 'image = "a:1"\nentrypoint = ["/a"]\nlogging = {\n  driver = "nomad"\n}', []),
        ("podman", 'args = ["a"]', ["DRV002"]),
        ("exec2", 'command = "/a"\nunveil = ["r:/etc"]', []),
        ("containerd-driver", 'image = "a:1"\ncwd = "/a"\nwork_dir = "/a"', ["DRV001"]),
        ("acme-vm", 'disk = "a"', ["DRV007"]),
    ],
)
def test_options_of_plugins(driver: str, config: str, found: list[str]) -> None:
    diagnostics = [d for d in lint(job(config=config, driver=driver)) if d.code.startswith("DRV00")]
    assert [d.code for d in diagnostics] == found
    assert {d.severity for d in diagnostics} <= {"warning"}


def test_a_near_option_is_a_fix() -> None:
    (found,) = [d for d in lint(job(config='image = "a:1"\nvolmes = []')) if d.code == "DRV001"]
    assert found.fix is not None
    assert [edit.text for edit in found.fix.edits] == ["volumes"]


DIFFERENT, THE_SAME = ("warning", ": instances can run different versions"), ("warning", ": auto_revert starts the same image again")
ADVICE = ("info", "")


@pytest.mark.parametrize(
    ("body", "group", "expected"),
    [
        ("", "", ADVICE),
        ("", "count = 2", DIFFERENT),
        ("", "scaling {\n  min = 2\n  max = 3\n}", DIFFERENT),
        ('type = "system"', "", DIFFERENT),
        ("update {\n  auto_revert = true\n}", "", THE_SAME),
        ("", "update {\n  auto_revert = true\n}", THE_SAME),
        ("update {\n  auto_revert = true\n}", "update {\n  auto_revert = false\n}", ADVICE),
        ("update {\n  auto_revert  = true\n  max_parallel = 0\n}", "", ADVICE),  # no deployment, so nothing is reverted
        ('type = "batch"', "count = 1", ADVICE),
        ('type = "batch"', "count = 2", DIFFERENT),
        ("", "count = var.n", ADVICE),
    ],
)
def test_where_latest_does_harm(body: str, group: str, expected: tuple[str, str]) -> None:
    """An image without a fixed version is advice, unless instances differ or a revert is none."""
    severity, harm = expected
    for image, what in (("redis", "image has no tag"), ("redis:latest", "image tag 'latest' is not a fixed version")):
        text = 'variable "n" {\n  type = number\n}\n' * ("var.n" in group) + job(body, group, config=f'image = "{image}"')
        assert [(d.severity, d.message) for d in lint(text) if d.code == "DRV009"] == [(severity, what + harm)]


def test_what_belongs_in_the_task_is_said_to() -> None:
    (found,) = [d for d in lint(job(config='image = "a:1"\nenv = {\n  A = "b"\n}')) if d.code == "DRV001"]
    assert found.help == "env belongs in the task, outside of its config block."


def test_an_image_of_empty_variables_is_a_warning() -> None:
    """Defaults that are empty stand for values that each run gives; written as it is, it is an error."""
    variables = "".join(f'variable "{name}" {{\n  type = string\n  default = ""\n}}\n' for name in ("registry", "image"))

    def severities(image: str) -> list[str]:
        text = (
            variables
            + f'job "a" {{\n  group "g" {{\n    task "t" {{\n      driver = "docker"\n      config {{\n        image = {image}\n      }}\n    }}\n  }}\n}}\n'
        )
        return [d.severity for d in nomadspec.lint(text, {"select": ["DRV006"]}, environ={}, fs="none")]

    assert severities('"${var.registry}${var.image}"') == ["warning"]
    assert severities('""') == ["error"]
