"""Rules about what a server accepts and only the client refuses, or silently does not use: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

import nomadspec
from tests.rules.jobs import codes, in_group, in_task, job, lint

HTTP = 'network {\n  port "http" {\n    to = 80\n  }\n}\n'
BRIDGE = 'network {\n  mode = "bridge"\n}\n'
NOMAD = 'service {\n  provider = "nomad"\n  %s\n}\n'


@pytest.mark.parametrize(
    ("group", "found"),
    [
        (HTTP, []),
        (HTTP + HTTP.replace("http", "grpc"), ["NET006"]),
        (HTTP + HTTP.replace("http", "grpc") + NOMAD % 'port = "grpc"', ["NET006", "REF001"]),
    ],
)
def test_only_the_first_network_is_used(group: str, found: list[str]) -> None:
    assert codes(in_group(group), ("NET006", "REF001")) == found


@pytest.mark.parametrize(
    ("service", "found"),
    [
        ('port = "http"', []),
        ('port = "8080"', ["SVC011"]),
        ('port = "8080"\naddress_mode = "host"', ["SVC011"]),
        ('port = "8080"\naddress_mode = "alloc"', []),
        ('port = "8080"\naddress = "10.0.0.7"', []),
        ("meta {\n  a = 1\n}", ["SVC012"]),
        ("canary_meta {\n  a = 1\n}", ["SVC012"]),
        ('tagged_addresses {\n  lan = "10.0.0.7"\n}', ["SVC012"]),
        ("enable_tag_override = true", ["SVC012"]),
        ("enable_tag_override = false", []),
    ],
)
def test_services_of_nomad(service: str, found: list[str]) -> None:
    assert codes(in_group(HTTP + NOMAD % service), ("SVC011", "SVC012")) == found
    assert not codes(in_group(HTTP + (NOMAD % service).replace('"nomad"', '"consul"')), ("SVC011", "SVC012"))


@pytest.mark.parametrize(
    ("service", "check", "found"),
    [
        ('port = "80"', "", ["SVC013"]),
        ('port = "80"', "expose = true", []),
        ('port = "80"', 'address_mode = "alloc"', []),
        ('port = "80"', 'port = "http"', []),
        ('port = "http"', "", []),
    ],
)
def test_checks_behind_a_sidecar(service: str, check: str, found: list[str]) -> None:
    written = f'check {{\n  type = "http"\n  path = "/"\n  interval = "9s"\n  timeout = "2s"\n  {check}\n}}\n'
    network = 'network {\n  mode = "bridge"\n  port "http" {}\n}\n'
    group = network + f'service {{\n  name = "a"\n  {service}\n  {written}  connect {{\n    sidecar_service {{}}\n  }}\n}}\n'
    assert codes(in_group(group), "SVC013") == found


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('source = "/etc/a"', ["TPL029"]),
        ('source = "local/../../../a"', ["TPL029"]),
        ('source = "C:\\\\a"', ["TPL029"]),
        ('source = "../../a"', ["TPL029"]),
        ('source = "../alloc/a"', []),
        ('source = "local/a"', []),
        ('source = "${NOMAD_TASK_DIR}/a"', []),
        ('data = "x"\nchange_mode = "noop"\nchange_signal = "SIGUSR1"', ["TPL030"]),
        ('data = "x"\nchange_script {\n  command = "/a"\n}', ["TPL030"]),
        ('data = "x"\nchange_mode = "script"\nchange_script {\n  command = "/a"\n}', []),
        ('data = "x"\nchange_mode = "script"\nchange_script {\n  command = "/secrets/a"\n}', ["DRV012"]),
    ],
)
def test_templates(template: str, found: list[str]) -> None:
    assert codes(in_task(f'template {{\n  destination = "local/b"\n  {template}\n}}\n'), ("TPL029", "TPL030", "DRV012")) == found


@pytest.mark.parametrize(("of", "found"), [("server", ["DRV012"]), ("other", [])])
def test_scripts_of_a_groups_checks_are_run_in_their_task(of: str, found: list[str]) -> None:
    check = f'check {{\n  type = "script"\n  task = "{of}"\n  command = "/secrets/a"\n  interval = "10s"\n  timeout = "2s"\n}}\n'
    other = 'task "other" {\n  driver = "mock_driver"\n}\n'
    assert codes(job(group=f'service {{\n  name = "a"\n  {check}}}\n{other}'), "DRV012") == found


def test_actions_are_run_in_their_task() -> None:
    assert codes(in_task('action "a" {\n  command = "/secrets/a"\n}\n'), "DRV012") == ["DRV012"]


@pytest.mark.parametrize(
    ("driver", "config", "found"),
    [
        ("exec", 'command = "/secrets/a"', ["DRV012"]),
        ("exec", 'command = "${NOMAD_SECRETS_DIR}/a"', ["DRV012"]),
        ("exec", 'command = "/bin/sh"\nargs = ["/secrets/a"]', []),
        ("docker", 'image = "a:1"\nentrypoint = ["secrets/a"]', ["DRV012"]),
        ("docker", 'image = "a:1"\nentrypoint = ["/bin/sh"]\ncommand = "/secrets/a"', []),
        ("docker", 'image = "a:1"\nulimit {\n  nofile = "many"\n}', ["DRV006"]),
        ("docker", 'image = "a:1"\nulimit {\n  nofile = "9:8"\n}', ["DRV006"]),
        ("docker", 'image = "a:1"\nulimit {\n  nofile = "8:9"\n  core = "-1"\n}', []),
        ("docker", 'image = "a:1"\nvolumes = ["a"]', ["DRV006"]),
        ("docker", 'image = "a:1"\ncpu_cfs_period = 1000001', ["DRV006"]),
        ("docker", 'image = "a:1"\ncpu_cfs_period = 1000000', []),
        ("docker", 'image = "a:1"\nvolumes = ["a:/b", "C:\\\\a:C:\\\\b", "a:/c:ro"]', []),
        ("docker", 'image = "a:1"\ncap_add = ["CAP_NET_RAW"]\ncap_drop = ["al"]', ["DRV006"]),
        ("exec", 'command = "/bin/sh"\nargs = ["-c", "exec /secrets/a --x"]', ["DRV012"]),
        ("exec", 'command = "/bin/sh"\nargs = ["-c", "cat /secrets/a"]', []),
        ("exec", 'command = "/usr/bin/env"\nargs = ["A=b", "secrets/a"]', ["DRV012"]),
        ("exec", 'command = "${NOMAD_TASK_DIR}/../secrets/a"', ["DRV012"]),
        ("java", 'class = "x"\nargs = ["/secrets/a"]', []),
        ("docker", 'image = "a:1"\nentrypoint = ["/bin/sh", "-ec"]\nargs = ["/secrets/a"]', ["DRV012"]),
    ],
)
def test_values_of_drivers(driver: str, config: str, found: list[str]) -> None:
    assert codes(job(config=config, driver=driver), ("DRV006", "DRV012")) == found


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ('image = "a:1"\nentrypoint = [var.unknown]', []),
        ('image = "a:1"\nentrypoint = [var.unknown, "secrets/a"]', []),
        ('image = "a:1"\nentrypoint = ["secrets/a", var.unknown]', ["DRV012"]),
    ],
)
def test_a_program_that_is_not_known(config: str, found: list[str]) -> None:
    text = 'variable "unknown" {}\n' + job(config=config)
    assert [finding.code for finding in lint(text, unset="unknown") if finding.code == "DRV012"] == found


@pytest.mark.parametrize(
    ("option", "complaint"),
    [
        ('image = "Nginx:1"', "invalid image reference 'Nginx:1': names are written in lower case"),
        ('image = "nginx:1 "', "invalid image reference 'nginx:1 ': not a name with a tag or digest"),
        ('image = "https://Registry.example/team/app:1"', None),
        ('image = "localhost/app@sha256:0f"', None),
        ('image = "$IMAGE"', None),
        ('volumes = ["/a:b"]', "the destination of volume '/a:b' must be an absolute path"),
        ('volumes = ["/a:/b:rx"]', "volume '/a:/b:rx' has an unknown mode 'rx'"),
        ('volumes = ["${NOMAD_TASK_DIR}/a:/a", "cache"]', "volume 'cache' has no destination (source:destination)"),
        ('volumes = ["/a:/b:ro,z", "a:/c", "/d:/c"]', "two volumes are mounted at /c"),
        ('volumes = ["C:/a:D:/x", "C:/a:D:/y"]', None),
        ('volumes = ["/a:/local"]', "Nomad mounts /local itself"),
        ('volumes = ["/a:/local/a"]', None),
        ('volumes = [var.unknown, "/a:/b:ro"]', None),
        ('mount {\n  type = "bind"\n  source = "/a"\n}', "a mount requires target"),
        ('mount {\n  source = "a"\n  target = "b"\n}', "the target of a mount must be an absolute path, not 'b'"),
        ('mount {\n  source = "a"\n  target = "${NOMAD_META_b}"\n}', None),
        (
            'mount {\n  target = "/b"\n  bind_options {\n    propagation = "shard"\n  }\n}',
            "propagation must be one of private, rprivate, rshared, rslave, shared, slave, not 'shard'",
        ),
        # A value of the wrong type is reported by another rule.
        ('mount {\n  target = "/b"\n  bind_options {\n    propagation = ["shared"]\n  }\n}', None),
        ('ulimit {\n  nofiles = "1"\n}', "unknown ulimit 'nofiles'"),
        ('extra_hosts = ["db"]', "extra_hosts: 'db' is not name:address"),
        ('extra_hosts = ["db:1.2.3"]', "extra_hosts: invalid address '1.2.3'"),
        ('extra_hosts = ["db:::1", "gate:host-gateway"]', None),
        ('pid_mode = "hots"', "pid_mode must be host, not 'hots'"),
        ('ipc_mode = "container:a"', None),
        ('mac_address = "zz"', "invalid mac_address 'zz'"),
        ('ipv4_address = "::1"', "invalid ipv4_address '::1'"),
        ('image_pull_timeout = "5x"', "image_pull_timeout must be a duration such as 5m, not '5x'"),
        ('security_opt = ["apparmr=x"]', "unknown security option 'apparmr=x'"),
        ('security_opt = ["no-new-privileges", "seccomp=unconfined"]', None),
        ('cpuset_cpus = "a-b"', "cpuset_cpus must be a list such as 0-3,5, not 'a-b'"),
        ("shm_size = -1", "shm_size must not be negative"),
        ('ulimit {\n  nofile = "' + "9" * 5000 + '"\n}', f"ulimit nofile must be a number or soft:hard, not '{'9' * 40}'"),
        ("memory_hard_limit = 100", "memory_hard_limit (100 MB) must not be below the task's memory (300 MB)"),
        ('work_dir = "app"', "work_dir must be an absolute path"),
        ('work_dir = "C:\\\\app"', None),
    ],
)
def test_values_that_docker_refuses(option: str, complaint: str | None) -> None:
    config = option if option.startswith("image =") else f'image = "a:1"\n{option}'
    found = [finding.message for finding in lint('variable "unknown" {}\n' + job(config=config), unset="unknown") if finding.code == "DRV006"]
    assert found == ([f"{complaint} (driver docker)"] if complaint else [])


def test_the_former_name_of_the_rule_about_values_still_suppresses() -> None:
    config = 'image = "a:1"\n# nomadspec: ignore[driver-option-value] known\npid_mode = "hots"'
    assert codes(job(config=config), ("DRV006", "LNT")) == []


@pytest.mark.parametrize(
    ("artifact", "found"),
    [
        ('"https://a.example/x/app.conf"\ndestination = "local/app.conf"', ["ART006"]),
        ('"https://a.example/x/app?v=1"\ndestination = "local/app"', ["ART006"]),
        ('"https://a.example/x/other"\ndestination = "local/app.yml"', ["ART006"]),
        ('"https://a.example/x/app.conf"\ndestination = "local/app.conf/"', []),
        ('"https://a.example/x/app.conf"\ndestination = "local/app.conf"\nmode = "file"', []),
        ('"https://a.example/x/app.conf"\ndestination = "local"', []),
        ('"git::https://a.example/x/app"\ndestination = "local/app"', []),
        ('"https://a.example/x.zip//app"\ndestination = "local/app"', []),
    ],
)
def test_destinations_of_artifacts(artifact: str, found: list[str]) -> None:
    assert codes(in_task(f"artifact {{\n  source = {artifact}\n}}\n"), "ART006") == found


@pytest.mark.parametrize(
    ("driver", "found"), [("raw_exec", ["STO012"]), ("exec", [])],
)  # fmt: skip
def test_mounts(driver: str, found: list[str]) -> None:
    group = 'volume "d" {\n  type = "host"\n  source = "d"\n}\n'
    mount = 'volume_mount {\n  volume = "d"\n  destination = "/d"\n}\n'
    assert codes(in_task(mount, group, config='command = "/a"', driver=driver), "STO012") == found


@pytest.mark.parametrize(
    ("network", "driver", "found"),
    [
        ('mode = "host"\nhostname = "x"', "docker", ["NET004"]),
        ('hostname = "x"', "docker", ["NET004"]),
        ('mode = "none"\nhostname = "x"', "raw_exec", ["NET004"]),
        ('mode = "bridge"\nhostname = "x"', "docker", []),
        ('mode = "bridge"\nhostname = "x"', "acme-vm", []),
    ],
)
def test_host_names(network: str, driver: str, found: list[str]) -> None:
    assert codes(job(group=f"network {{\n{network}\n}}\n", config='command = "/a"', driver=driver), "NET004") == found


@pytest.mark.parametrize(
    ("network", "config", "found"),
    [
        (HTTP, "", ["NET007"]),
        (HTTP, 'ports = ["http"]', []),
        (HTTP.replace("network {", 'network {\n  mode = "bridge"'), "", []),
        (HTTP, 'network_mode = "host"', []),
        (HTTP.replace("to = 80", "static = 80"), "", []),
        (HTTP.replace("to = 80", "static = 80") + NOMAD % 'port = "http"', "", ["NET007"]),
    ],
)
def test_ports_of_containers(network: str, config: str, found: list[str]) -> None:
    assert codes(job(group=network, config='image = "a:1"\n' + config), "NET007") == found


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ('constraint {\n  attribute = "${attr.cpu.arch}"\n  value = "x86_64"\n}', ["CON018"]),
        ('constraint {\n  attribute = "${attr.cpu.arch}"\n  operator = "regexp"\n  value = "aarch64"\n}', ["CON018"]),
        ('constraint {\n  attribute = "${attr.cpu.arch}"\n  operator = "regexp"\n  value = "amd64|arm64"\n}', []),
        ('constraint {\n  attribute = "${attr.cpu.arch}"\n  operator = "set_contains_any"\n  value = "x86_64,amd64"\n}', []),
        ('constraint {\n  attribute = "${attr.cpu.arch}"\n  operator = "regexp"\n  value = "^(x86_64|aarch64)$"\n}', ["CON018"]),
        ('constraint {\n  attribute = "${attr.cpu.arch}"\n  operator = "regexp"\n  value = "x86_64|amd64"\n}', []),
        ('constraint {\n  attribute = "${attr.cpu.arch}"\n  operator = "set_contains"\n  value = "x64"\n}', ["CON018"]),
        ('constraint {\n  attribute = "${attr.vault.accessible}"\n  value = "1"\n}', ["CON018"]),
        ('constraint {\n  attribute = "${attr.driver.docker.volumes.enabled}"\n  value = "1"\n}', []),
        ('constraint {\n  attribute = "${attr.kernel.name}"\n  value = "Linux"\n}', ["CON018"]),
        ('constraint {\n  attribute = "${attr.os.name}"\n  value = "Ubuntu"\n}', ["CON018"]),
        ('constraint {\n  attribute = "${attr.os.name}"\n  value = "Gentoo"\n}', []),
        ('constraint {\n  attribute = "${meta.arch}"\n  value = "x86_64"\n}', []),
        ('spread {\n  attribute = "${attr.cpu.arch}"\n  target "x86_64" {\n    percent = 100\n  }\n}', ["CON018"]),
    ],
)
def test_values_that_no_node_has(block: str, found: list[str]) -> None:
    assert codes(in_group(block), "CON018") == found


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ('datacenters = ["${NOMAD_DC}"]', ["REF019"]),
        ('datacenters = ["$${node.datacenter}"]', ["REF019"]),
        ('region = "${env.REGION}"', ["REF019"]),
        ('datacenters = ["${SITE}"]', []),  # perhaps for a program that writes the jobspec
    ],
)
def test_fields_of_the_job(field: str, found: list[str]) -> None:
    assert codes(job(field), "REF019") == found


@pytest.mark.parametrize(
    ("place", "raw", "cleaned"),
    [
        ("env {\n  A = \"%s\"\n}", [], ["REF010"]),
        ("meta {\n  A = \"%s\"\n}", [], ["REF010"]),
        ('service {\n  name = "a"\n  tags = ["%s"]\n}', ["REF010"], []),
        ('service {\n  name = "a"\n  meta {\n    env = "%s"\n  }\n}', ["REF010"], []),
        ('artifact {\n  source = "https://a.example/%s"\n}', ["REF010"], []),
        ('template {\n  data = "a"\n  destination = "local/%s"\n}', ["REF010"], []),
    ],
)  # fmt: skip
def test_spellings_of_a_port_by_field(place: str, raw: list[str], cleaned: list[str]) -> None:
    network = 'network {\n  port "a-b" {}\n}\n'
    assert codes(in_task(place % "${NOMAD_PORT_a-b}", network), "REF010") == raw
    assert codes(in_task(place % "${NOMAD_PORT_a_b}", network), "REF010") == cleaned


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("scaling {\n  min = 1\n  max = 9\n}", ["SCA003"]),
        ("scaling {\n  min = 1\n  max = 9\n  enabled = false\n}", []),
        ("scaling {\n  min = 2\n  max = 2\n}", []),
        ('constraint {\n  distinct_property = "${meta.rack}"\n}\nupdate {\n  canary = 1\n}', ["UPD010"]),
        ('constraint {\n  distinct_property = "${meta.rack}"\n}\nupdate {\n  max_parallel = 1\n}', []),
        ("constraint {\n  distinct_hosts = true\n}\nupdate {\n  canary = 1\n}", ["UPD010"]),
        ('constraint {\n  operator = "distinct_hosts"\n  value = "false"\n}\nupdate {\n  canary = 1\n}', []),
    ],
)
def test_counts_and_canaries(group: str, found: list[str]) -> None:
    assert codes(in_group(group), ("SCA003", "UPD010")) == found


def test_a_zone_that_is_none_is_all_that_is_wrong() -> None:
    body = 'type = "batch"\nperiodic {\n  crons = ["15 4 * * *"]\n  time_zone = "Europe/Berlinn"\n}\n'
    assert not codes(job(body), "PER001")
    assert codes(job(body.replace("15 4 *", "0 0 30").replace('* *"', '2 *"')), "PER001") == ["PER001"]


def test_services_of_nomad_itself() -> None:
    read = 'template {\n  destination = "local/a"\n  data = "{{ range service `%s` }}{{ .Address }}{{ end }}"\n}\n'
    assert not codes(in_task(read % "http.nomad"), "TPL015")
    assert not codes(in_task(read % "rpc.nomad@dc1"), "TPL015")
    assert codes(in_task(read % "db.nomad"), "TPL015") == ["TPL015"]


@pytest.mark.parametrize(
    ("driver", "config", "found"),
    [
        ("exec", 'command = "/bin/sh -c date"', "error"),
        ("raw_exec", 'command = "python3 app.py"', "error"),
        ("exec", 'command = "/bin/sh"\nargs = ["-c echo hi"]', "error"),
        ("exec", 'command = "/bin/bash"\nargs = ["-ec  echo hi"]', "error"),
        ("docker", 'image = "a:1"\ncommand = "python /srv/app.py --trid 2"', "warning"),
        ("podman", 'image = "a:1"\ncommand = "mkdir -p /a && app"', "warning"),
        ("exec", 'command = "/bin/sh"\nargs = ["-c", "echo hi"]', ""),
        ("exec", 'command = "/opt/My App/run"', ""),
        ("raw_exec", 'command = "C:\\\\Program Files\\\\a.exe"', ""),
        ("exec", 'command = "/bin/app"\nargs = ["-c a"]', ""),
        ("exec", 'command = "${NOMAD_TASK_DIR}/a b"', ""),
        ("docker", 'image = "a:1"\nentrypoint = ["/bin/sh", "-c"]\ncommand = "app --x"', ""),
        ("qemu", 'image_path = "local/a b.img"', ""),
    ],
)
def test_a_command_is_no_command_line(driver: str, config: str, found: str) -> None:
    assert [d.severity for d in lint(job(config=config, driver=driver)) if d.code == "DRV013"] == ([found] if found else [])


@pytest.mark.parametrize(
    ("task", "found"),
    [
        ('action "list" {\n  command = "ls -la"\n}', True),
        ('action "list" {\n  command = "ls"\n  args = ["-la"]\n}', False),
        ('template {\n  data = "x"\n  destination = "local/x"\n  change_mode = "script"\n  change_script {\n    command = "/bin/reload now"\n  }\n}', True),
        ('service {\n  name = "a"\n  port = "http"\n  check {\n    type = "script"\n    command = "/bin/check --all"\n    interval = "9s"\n    timeout = "2s"\n  }\n}', True),
    ],
)  # fmt: skip
def test_other_commands_are_no_command_lines_either(task: str, found: bool) -> None:
    assert codes(in_task(task, HTTP), "DRV013") == (["DRV013"] if found else [])


def test_the_help_splits_a_command_line() -> None:
    (plain,) = (d for d in lint(job(config='command = "app -a /b"', driver="exec")) if d.code == "DRV013")
    assert plain.help == 'Write command = "app" and args = ["-a", "/b"].'
    (piped,) = (d for d in lint(job(config='command = "app | tee /b"', driver="exec")) if d.code == "DRV013")
    assert piped.help == 'Run a shell: command = "/bin/sh", and args = ["-c", "…"].'


@pytest.mark.parametrize(
    ("destination", "config", "found"),
    [
        ("/etc/app.conf", "", True),
        ("etc/app.conf", "", True),
        ("localhost.conf", "", True),
        ("local/app.conf", "", False),
        ("/local/app.conf", "", False),
        ("./secrets/app.conf", "", False),
        ("${NOMAD_ALLOC_DIR}/app.conf", "", False),
        ("../alloc/app.conf", "", False),
        ("${NOMAD_META_where}/app.conf", "", False),
        ("etc/app.conf", 'volumes = ["etc/app.conf:/etc/app.conf"]', False),
        ("etc/app.conf", 'volumes = ["./etc:/etc/app"]', False),
        ("etc/app.conf", 'volumes = ["other:/etc/app.conf"]', True),
        ("data", 'volumes = ["data/app-main:/srv/app"]', False),  # a folder of what the archive brings
        ("data", 'volumes = ["database:/srv/app"]', True),
        ("etc/app.conf", 'mount {\n  type = "bind"\n  source = "etc"\n  target = "/etc/app"\n}', False),
        ("etc/app.conf", "volumes = [var.volume]", False),
    ],
)
@pytest.mark.parametrize(
    "block", ['template {\n  data = "x"\n  destination = "%s"\n}', 'artifact {\n  source = "https://a.example/a"\n  destination = "%s"\n}']
)
def test_files_that_a_container_does_not_have(block: str, destination: str, config: str, found: bool) -> None:
    text = 'variable "volume" {\n  type = string\n}\n' + in_task(block % destination, config=f'image = "a:1"\n{config}\n')
    assert bool([d for d in nomadspec.lint(text, environ={}, fs="none") if d.code == "DRV014"]) == found


def test_files_that_are_not_for_a_container() -> None:
    template = 'template {\n  data = "A=1"\n  destination = "etc/app.env"\n  env = true\n}'
    assert codes(in_task(template), "DRV014") == []
    assert codes(in_task(template.replace("env = true", ""), config='command = "/a"', driver="exec"), "DRV014") == []


@pytest.mark.parametrize(
    ("network", "config", "found"),
    [
        (BRIDGE, 'hostname = "a"', ["NET008"]),
        (BRIDGE, 'hostname = "a"\nmac_address = "02:42:ac:11:00:02"\ndns_servers = ["10.0.0.2"]', ["NET008"] * 3),
        (BRIDGE.replace("bridge", "cni/mesh"), 'dns_servers = ["10.0.0.2"]', ["NET008"]),
        (BRIDGE, 'hostname = ""', []),
        (BRIDGE, 'hostname = "a"\nnetwork_mode = "other"', []),
        (BRIDGE.replace("bridge", "host"), 'hostname = "a"', []),
        (HTTP, 'hostname = "a"', []),
        ("", 'hostname = "a"', []),
    ],
)
def test_options_of_a_network_of_ones_own(network: str, config: str, found: list[str]) -> None:
    assert codes(job(group=network, config=f'image = "a:1"\n{config}'), "NET008") == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("https://github.com/a/b/blob/main/c.conf", ["ART007"]),
        ("https://github.com/a/b/blob/main/c.conf?raw=true", []),
        ("https://raw.githubusercontent.com/a/b/main/c.conf", []),
        ("https://github.com/a/b/releases/download/v1/c.zip", []),
        ("github.com/a/b/releases/download/v1/c.zip", ["ART007"]),
        ("github.com/a/b/archive/refs/tags/v1.zip", ["ART007"]),
        ("github.com/a/b//archive", []),
        ("git::https://github.com/a/b", []),
    ],
)
def test_addresses_on_github(source: str, found: list[str]) -> None:
    assert codes(in_task(f'artifact {{\n  source = "{source}"\n}}'), "ART007") == found


@pytest.mark.parametrize(
    ("destination", "driver", "found"),
    [
        ("data", "docker", ["STO013"]),
        ("./data", "docker", ["STO013"]),
        ("/data", "docker", []),
        ("C:\\\\data", "docker", []),
        ("${NOMAD_TASK_DIR}/data", "docker", []),
        ("data", "exec", []),
    ],
)
def test_volumes_at_relative_paths(destination: str, driver: str, found: list[str]) -> None:
    volume = 'volume "v" {\n  type = "host"\n  source = "v"\n}\n'
    config = 'image = "a:1"' if driver == "docker" else 'command = "/a"'
    text = in_task(f'volume_mount {{\n  volume = "v"\n  destination = "{destination}"\n}}', volume, config, driver)
    assert codes(text, "STO013") == found


@pytest.mark.parametrize(
    ("port", "config", "task", "found"),
    [
        ("to = 80", 'network_mode = "host"', "", ["NET009"]),
        ("to = 80\nstatic = 8080", 'network_mode = "host"', "", ["NET009"]),
        ("to = 80\nstatic = 80", 'network_mode = "host"', "", []),
        ("static = 80", 'network_mode = "host"', "", []),
        ("", 'network_mode = "host"', "", []),
        ("to = -1", 'network_mode = "host"', "", []),
        ("to = 80", "", "", []),
        ("to = 80", 'network_mode = "other"', "", []),
        ("to = 80", 'network_mode = "host"\nargs = ["--port", "${NOMAD_HOST_PORT_http}"]', "", []),
        ("to = 80", 'network_mode = "host"', 'env {\n  LISTEN = "${NOMAD_HOST_ADDR_http}"\n}', []),
        ("to = 80", 'network_mode = "host"', 'template {\n  data = "{{ env \\"NOMAD_HOST_PORT_http\\" }}"\n  destination = "local/a"\n}', []),
    ],
)
def test_ports_of_a_container_in_the_hosts_network(port: str, config: str, task: str, found: list[str]) -> None:
    network = f'network {{\n  port "http" {{\n    {port}\n  }}\n}}\n'
    service = 'service {\n  name = "a"\n  port = "http"\n}\n'
    assert codes(in_task(task, network + service, f'image = "a:1"\nports = ["http"]\n{config}'), "NET009") == found
    assert not codes(in_task(task, network, f'image = "a:1"\nports = ["http"]\n{config}'), "NET009")
