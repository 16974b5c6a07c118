"""Both sides of what each rule draws a line at: the last value that is right beside the first that is wrong, and what exempts from the rule.

A row is a rule, the part of a jobspec that matters, and the text at each finding; one without findings is a near miss.
"""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, findings
from tools.examples import complete

SINGLE_WRITER = 'volume "v" {\n  type = "csi"\n  source = "v"\n  attachment_mode = "file-system"\n  access_mode = "single-node-writer"\n}\n'
READING = 'template {\n  destination = "local/a"\n  data = <<-EOF\n    {{ range service "db" }}{{ .Address }}{{ end }}\n  EOF\n}\n'
BRIDGE = 'network {\n  mode = "bridge"\n}\n'


def checked(check: str, service: str = 'name = "web"\nport = "8080"\nprovider = "nomad"\n') -> str:
    """A service with one check."""
    return f"service {{\n{service}check {{\n{check}\n}}\n}}\n"


def port(line: str) -> str:
    return f'network {{\n  port "p" {{\n    {line}\n  }}\n}}\n'


VOLUME = 'volume "v" {\n  type = "host"\n  source = "v"\n}\n'


def task(body: str = "", config: str = "") -> str:
    return f'task "server" {{\n  driver = "docker"\n  config {{\n    image = "nginx:1.27"\n    {config}}}\n{body}}}\n'


def canaries(number: int, more: str = "") -> str:
    return f"update {{\n  canary = {number}\n}}\n{more}"


#: Part of the jobspec, its text, the text at each finding.
GROUPS: list[tuple[str, str, list[str]]] = [
    # --- updates ---
    ("UPD001", "count = 2\n" + canaries(3), ["canary = 3"]),
    ("UPD001", "count = 2\n" + canaries(2), []),
    ("UPD001", canaries(2), ["canary = 2"]),
    ("UPD001", canaries(1), []),
    ("UPD001", "count = 0\n" + canaries(1), []),
    ("UPD001", canaries(2, "scaling {\n  min = 1\n  max = 3\n}\n"), []),
    ("UPD002", "count = 0\n" + canaries(1, SINGLE_WRITER), []),
    ("UPD002", canaries(1, SINGLE_WRITER), ['access_mode = "single-node-writer"']),
    ("UPD002", canaries(1, SINGLE_WRITER.replace("source", "read_only = true\n  source")), []),
    ("UPD002", canaries(1, SINGLE_WRITER.replace("single-node-writer", "multi-node-multi-writer")), []),
    ("UPD010", canaries(1, "constraint {\n  distinct_hosts = true\n}\n"), ["canary = 1"]),
    ("UPD010", canaries(0, "constraint {\n  distinct_hosts = true\n}\n"), []),
    ("UPD010", canaries(1, 'constraint {\n  attribute = "${attr.kernel.name}"\n  value = "linux"\n}\n'), []),
    ("UPD004", "update {\n  max_parallel = 0\n}\n", ["max_parallel = 0"]),
    ("UPD004", "update {\n  max_parallel = 1\n}\n", []),
    # A check of 2m and 10s of health fit into 2m11s, and not into 2m10s or less; below 10s Nomad says something itself.
    ("UPD005", 'update {\n  healthy_deadline = "2m9s"\n}\n' + checked('type = "tcp"\ninterval = "2m"\ntimeout = "1s"'), ['healthy_deadline = "2m9s"']),
    ("UPD005", 'update {\n  healthy_deadline = "2m10s"\n}\n' + checked('type = "tcp"\ninterval = "2m"\ntimeout = "1s"'), []),
    ("UPD005", 'update {\n  healthy_deadline = "10s"\n}\n' + checked('type = "tcp"\ninterval = "2m"\ntimeout = "1s"'), []),
    ("UPD005", checked('type = "tcp"\ninterval = "290s"\ntimeout = "1s"'), []),
    ("UPD005", checked('type = "tcp"\ninterval = "291s"\ntimeout = "1s"'), ['interval = "291s"']),
    ("UPD005", checked('type = "tcp"\ninterval = "100s"\nsuccess_before_passing = 3\ntimeout = "1s"'), ['interval = "100s"']),
    ("UPD005", checked('type = "tcp"\ninterval = "100s"\nsuccess_before_passing = 2\ntimeout = "1s"'), []),
    ("UPD005", checked('type = "tcp"\ninterval = "291s"\ninitial_status = "passing"\ntimeout = "1s"'), []),
    ("UPD005", 'update {\n  health_check = "task_states"\n}\n' + checked('type = "tcp"\ninterval = "291s"\ntimeout = "1s"'), []),
    ("UPD005", "update {\n  max_parallel = 0\n}\n" + checked('type = "tcp"\ninterval = "291s"\ntimeout = "1s"'), []),
    # --- scaling ---
    ("SCA003", "scaling {\n  min = 1\n  max = 2\n}\n", ["scaling"]),
    ("SCA003", "scaling {\n  min = 2\n  max = 2\n}\n", []),
    ("SCA003", "scaling {\n  enabled = false\n  min = 1\n  max = 2\n}\n", []),
    # --- networking ---
    ("NET003", port("static = 1023"), ["static = 1023"]),
    ("NET003", port("static = 1024"), []),
    ("NET003", port("static = 19999"), []),
    ("NET003", port("static = 20000"), ["static = 20000"]),
    ("NET003", port("static = 32000"), ["static = 32000"]),
    ("NET003", port("static = 32001"), []),
    ("NET003", port("static = 1"), ["static = 1"]),
    ("NET003", port("to = 80"), []),
    ("NET002", "count = 1\n" + port("static = 8080"), []),
    ("NET002", "count = 2\n" + port("static = 8080"), ["static = 8080"]),
    ("NET002", "count = 2\n" + port("static = 8080\n    ignore_collision = true"), []),
    ("NET002", "count = 2\nconstraint {\n  distinct_hosts = true\n}\n" + port("static = 8080"), []),
    ("NET002", "count = 2\nconstraint {\n  distinct_hosts = false\n}\n" + port("static = 8080"), ["static = 8080"]),
    ("NET002", 'count = 2\nconstraint {\n  distinct_property = "${meta.rack}"\n  value = "1"\n}\n' + port("static = 8080"), []),
    ("NET002", 'count = 2\nconstraint {\n  distinct_property = "${meta.rack}"\n  value = "2"\n}\n' + port("static = 8080"), ["static = 8080"]),
    ("NET002", canaries(1, port("static = 8080")), ["static = 8080"]),
    ("NET002", canaries(0, port("static = 8080")), []),
    ("NET002", "count = 0\n" + canaries(1, port("static = 8080")), []),
    ("NET002", "scaling {\n  min = 2\n  max = 3\n}\n" + port("static = 8080"), ["static = 8080"]),
    ("NET002", "scaling {\n  min = 1\n  max = 3\n}\n" + port("static = 8080"), []),
    ("REF007", port("to = 0"), ['port "p"']),
    ("REF007", port("to = 80"), []),
    ("REF007", port("to = 0") + 'service {\n  name = "a"\n  port = "p"\n  provider = "nomad"\n}\n', []),
    ("REF007", port("to = 0").replace('"p"', '"a-b"') + 'meta {\n  x = "${NOMAD_PORT_a_b}"\n}\n', []),
    # --- services ---
    ("SVC002", checked('type = "tcp"\ninterval = "9s"\ntimeout = "10s"'), ['timeout = "10s"']),
    ("SVC002", checked('type = "tcp"\ninterval = "10s"\ntimeout = "10s"'), []),
    ("SVC003", checked('name = "a"\ntype = "tcp"\ninterval = "9s"\ntimeout = "1s"\n}\ncheck {\nname = "b"\ntype = "tcp"\ninterval = "9s"\ntimeout = "1s"'), []),
    (
        "SVC003",
        checked('name = "a"\ntype = "tcp"\ninterval = "9s"\ntimeout = "1s"\n}\ncheck {\nname = "a"\ntype = "tcp"\ninterval = "8s"\ntimeout = "1s"'),
        ['name = "a"'],
    ),
    ("SVC010", checked('type = "http"\npath = "health"\ninterval = "9s"\ntimeout = "1s"'), ['path = "health"']),
    ("SVC010", checked('type = "http"\npath = "/health"\ninterval = "9s"\ntimeout = "1s"'), []),
    ("SVC010", checked('type = "http"\npath = "${NOMAD_META_path}"\ninterval = "9s"\ntimeout = "1s"'), []),
    ("SVC010", checked('type = "tcp"\npath = "health"\ninterval = "9s"\ntimeout = "1s"'), []),
    ("SVC006", checked('type = "http"\npath = "/"\nmethod = "get"\ninterval = "9s"\ntimeout = "1s"'), []),
    ("SVC006", checked('type = "http"\npath = "/"\nmethod = "GETS"\ninterval = "9s"\ntimeout = "1s"'), ['method = "GETS"']),
    ("SVC008", 'service {\n  name = "a"\n  port = "8080"\n  provider = "nomad"\n  task = "servr"\n}\n', ['task = "servr"']),
    ("SVC008", 'service {\n  name = "a"\n  port = "8080"\n  provider = "nomad"\n  task = "server"\n}\n', []),
    ("SVC012", 'service {\n  name = "a"\n  provider = "nomad"\n  meta {\n    a = "b"\n  }\n}\n', ["meta"]),
    ("SVC012", 'service {\n  name = "a"\n  provider = "consul"\n  meta {\n    a = "b"\n  }\n}\n', []),
    ("SVC012", 'service {\n  name = "a"\n  provider = "nomad"\n  enable_tag_override = false\n}\n', []),
    ("SVC011", 'service {\n  name = "a"\n  provider = "nomad"\n  port = "8080"\n}\n', ['port = "8080"']),
    ("SVC011", 'service {\n  name = "a"\n  provider = "nomad"\n  port = "8080"\n  address = "10.0.0.1"\n}\n', []),
    ("SVC011", 'service {\n  name = "a"\n  provider = "nomad"\n  port = "8080"\n  address_mode = "alloc"\n}\n', []),
    ("SVC011", 'service {\n  name = "a"\n  provider = "nomad"\n  port = "8080"\n  address_mode = "host"\n}\n', ['port = "8080"']),
    ("SVC011", 'service {\n  name = "a"\n  provider = "consul"\n  port = "8080"\n}\n', []),
    ("SVC001", 'service {\n  name = "a"\n  provider = "nomad"\n  port = "8080"\n}\n', ["service"]),
    ("SVC001", 'service {\n  name = "a"\n  provider = "nomad"\n}\n', []),
    ("SVC004", checked('type = "tcp"\ninterval = "9s"\ntimeout = "1s"'), ["check"]),
    ("SVC004", checked('type = "tcp"\ninterval = "9s"\ntimeout = "1s"\ncheck_restart {\nlimit = 3\n}'), []),
    ("STO002", VOLUME, ['volume "v"']),
    ("STO002", VOLUME + task('volume_mount {\n  volume = "v"\n  destination = "/v"\n}\n'), []),
    ("STO002", VOLUME + task('volume_mount {\n  volume = "${NOMAD_META_v}"\n  destination = "/v"\n}\n'), []),
    ("STO002", VOLUME + task("", 'volumes = ["v:/data"]\n'), []),
    ("STO002", VOLUME + task("", 'volumes = ["other:/data"]\n'), ['volume "v"']),
    ("CON016", 'service {\n  name = "a"\n}\n', ["service"]),
    ("CON016", 'service {\n  name = "a"\n  provider = "nomad"\n}\n', []),
]


def artifact(source: str, more: str = "") -> str:
    return f'artifact {{\n  source = "{source}"\n  {more}\n}}\n'


def driver_is(value: str, operator: str = "") -> str:
    return f'constraint {{\n  attribute = "${{attr.driver.docker}}"\n  {operator}\n  value = "{value}"\n}}\n'


TASKS: list[tuple[str, str, list[str]]] = [
    ("UPD006", 'kill_timeout = "31s"\n', ['kill_timeout = "31s"']),
    ("UPD006", 'kill_timeout = "30s"\n', []),
    # A task's own restart block is not checked by Nomad.
    ("UPD008", 'restart {\n  interval = "4s"\n}\n', ['interval = "4s"']),
    ("UPD008", 'restart {\n  attempts = 1\n  delay = "1s"\n  interval = "5s"\n}\n', []),
    ("UPD008", 'restart {\n  attempts = 4\n  delay = "15s"\n  interval = "1m"\n}\n', []),
    ("UPD008", 'restart {\n  attempts = 5\n  delay = "15s"\n  interval = "1m"\n}\n', ["restart"]),
    ("UPD008", 'restart {\n  attempts = 0\n  mode = "fail"\n}\n', []),
    ("UPD008", 'restart {\n  attempts = 0\n  mode = "delay"\n}\n', ["attempts = 0"]),
    ("UPD008", 'restart {\n  mode = "dealy"\n}\n', ['mode = "dealy"']),
    ("SCA002", 'scaling "cpu" {\n  min = 2\n  max = 1\n  policy {}\n}\n', ["max = 1"]),
    ("SCA002", 'scaling "cpu" {\n  min = 1\n  max = 1\n  policy {}\n}\n', []),
    ("SCA002", 'scaling "cpu" {\n  min = -1\n  max = 1\n  policy {}\n}\n', ["min = -1"]),
    ("SCA002", 'scaling "cpu" {\n  min = 0\n  max = 1\n  policy {}\n}\n', []),
    ("LIF004", 'lifecycle {\n  hook = "poststop"\n  sidecar = true\n}\n', ["sidecar = true"]),
    ("LIF004", 'lifecycle {\n  hook = "poststop"\n  sidecar = false\n}\n', []),
    ("LIF004", 'lifecycle {\n  hook = "prestart"\n  sidecar = true\n}\n', []),
    ("SVC008", 'service {\n  name = "a"\n  port = "8080"\n  provider = "nomad"\n  task = "servr"\n}\n', []),
    ("SVC011", 'service {\n  name = "a"\n  provider = "nomad"\n  port = "8080"\n}\n', []),
    ("RES004", "logs {\n  disabled = true\n  max_files = 3\n}\n", ["max_files = 3"]),
    ("RES004", "logs {\n  disabled = true\n  max_files = 3\n  max_file_size = 5\n}\n", ["max_file_size = 5"]),
    ("RES004", "logs {\n  disabled = true\n}\n", []),
    ("RES004", "logs {\n  disabled = false\n  max_files = 3\n}\n", []),
    # --- artifacts ---
    ("ART003", artifact("https://example.com/a.zip"), ['source = "https://example.com/a.zip"']),
    ("ART003", artifact("https://example.com/a.zip?checksum=md5:1"), []),
    ("ART003", artifact("https://example.com/a.zip", 'options {\n    checksum = "md5:1"\n  }'), []),
    ("ART003", artifact("https://example.com/a.zip", 'options {\n    sshkey = "x"\n  }'), ['source = "https://example.com/a.zip"']),
    ("ART003", artifact("https://example.com/a.git"), []),
    ("ART003", artifact("git::https://example.com/a"), []),
    ("ART003", artifact("github.com/example/a"), []),
    # --- templates ---
    ("TPL009", READING, ["template"]),
    ("TPL009", READING.replace("template {", "template {\n  once = true"), []),
    ("TPL009", READING.replace("template {", 'template {\n  change_mode = "restart"'), []),
    ("TPL009", READING.replace('range service "db"', 'with env "HOME"').replace("{{ .Address }}", "x"), []),
    # --- docker ---
    ("DEP013", 'config {\n  image = "nginx:1.27"\n  port_map {\n    http = 80\n  }\n}\n', ["port_map"]),
    ("DEP013", 'config {\n  image = "nginx:1.27"\n  port_map = null\n}\n', []),
    ("DEP013", 'driver = "qemu"\nconfig {\n  image_path = "local/a.img"\n  port_map {\n    http = 80\n  }\n}\n', []),
    ("REF004", 'config {\n  image = "nginx:1.27"\n  ports = ["http"]\n}\n', ['"http"']),
    ("REF004", 'config {\n  image = "nginx:1.27"\n  ports = ["${NOMAD_META_port}"]\n}\n', []),
    ("DEP015", 'config {\n  image = "nginx:1.27"\n  logging {\n    type = "journald"\n  }\n}\n', ['type = "journald"']),
    ("DEP015", 'config {\n  image = "nginx:1.27"\n  logging {\n    driver = "journald"\n  }\n}\n', []),
    ("SEC002", 'config {\n  image = "nginx:1.27"\n  privileged = true\n}\n', ["privileged = true"]),
    ("SEC002", 'config {\n  image = "nginx:1.27"\n  privileged = false\n}\n', []),
    ("SEC003", 'config {\n  image = "nginx:1.27"\n  pid_mode = "host"\n}\n', ['pid_mode = "host"']),
    ("SEC003", 'config {\n  image = "nginx:1.27"\n  privileged = true\n  pid_mode = "host"\n}\n', []),
    ("SEC003", 'config {\n  image = "nginx:1.27"\n  network_mode = "host"\n}\n', []),
    ("SEC003", 'config {\n  image = "nginx:1.27"\n  cap_add = ["net_admin"]\n}\n', []),
    ("SEC003", 'config {\n  image = "nginx:1.27"\n  cap_add = ["CAP_SYS_ADMIN"]\n}\n', ['cap_add = ["CAP_SYS_ADMIN"]']),
    ("SEC007", 'user = "root"\n', ['user = "root"']),
    ("SEC007", 'user = "1000"\n', []),
    ("SEC008", 'driver = "exec"\nuser = "web"\nconfig {\n  command = "/x"\n}\n', ['user = "web"']),
    ("SEC008", 'driver = "exec"\nuser = "1000"\nconfig {\n  command = "/x"\n}\n', []),
    ("SEC008", 'driver = "exec"\nuser = "nobody"\nconfig {\n  command = "/x"\n}\n', []),
    ("SEC008", 'user = "web"\n', []),
    # --- constraints ---
    ("CON004", driver_is("true"), ['value = "true"']),
    ("CON004", driver_is("false", 'operator = "!="'), ['value = "false"']),
    ("CON004", driver_is("true", "operator = null"), ['value = "true"']),
    ("CON004", driver_is("true", 'operator = "is"'), ['value = "true"']),
    ("CON004", driver_is("true", 'operator = "regexp"'), []),
    ("CON004", driver_is("1"), []),
    ("CON004", driver_is("true").replace("driver.docker", "driver.docker.version"), []),
    ("CON007", 'constraint {\n  attribute = "${attr.kernel.name}"\n  set_contains_any = "linux"\n}\n', ['set_contains_any = "linux"']),
    ("CON007", 'constraint {\n  attribute = "${attr.kernel.name}"\n  set_contains = "linux"\n}\n', []),
    ("CON018", 'constraint {\n  attribute = "${attr.cpu.arch}"\n  value = "x86_64"\n}\n', ['value = "x86_64"']),
    ("CON018", 'constraint {\n  attribute = "${attr.cpu.arch}"\n  value = "amd64"\n}\n', []),
    ("CON018", 'constraint {\n  attribute = "${attr.cpu.arch}"\n  operator = "set_contains_any"\n  value = "x86_64,amd64"\n}\n', []),
    (
        "CON018",
        'constraint {\n  attribute = "${attr.cpu.arch}"\n  operator = "set_contains_any"\n  value = "x86_64,x64"\n}\n',
        ['value = "x86_64,x64"'],
    ),
    ("CON018", 'constraint {\n  attribute = "${attr.kernel.name}"\n  operator = "regexp"\n  value = "^(linux|macos)$"\n}\n', []),
    (
        "CON018",
        'constraint {\n  attribute = "${attr.kernel.name}"\n  operator = "regexp"\n  value = "^(macos|osx)$"\n}\n',
        ['value = "^(macos|osx)$"'],
    ),
    ("CON018", 'constraint {\n  attribute = "${attr.os.name}"\n  value = "Ubuntu"\n}\n', ['value = "Ubuntu"']),
    ("CON018", 'constraint {\n  attribute = "${attr.os.name}"\n  value = "ubuntu"\n}\n', []),
    ("CON018", 'constraint {\n  attribute = "${attr.consul.connect}"\n  value = "1"\n}\n', ['value = "1"']),
]

LAST = 'group "web" {\n  task "server" {\n    driver = "docker"\n    config {\n      image = "nginx:1.27"\n    }\n  }\n}\n'
PERIODIC = 'periodic {\n  crons = ["0 3 * * *"]\n}\n'

IMPORT = LAST.replace("web", "import").replace("    driver", '    dispatch_payload {\n      file = "input.json"\n    }\n    driver')


def spread(percent: int) -> str:
    return f'spread {{\n  attribute = "${{meta.rack}}"\n  target "r1" {{\n    percent = {percent}\n  }}\n}}\n'


JOBS: list[tuple[str, str, list[str]]] = [
    ("PER004", 'type = "batch"\nparameterized {\n}\n' + PERIODIC, ["parameterized"]),
    ("PER004", 'type = "batch"\nparameterized {\n}\n', []),
    ("PER005", 'type = "batch"\nperiodic {\n  crons = ["30 2 * * *"]\n  time_zone = "Europe/Berlin"\n}\n', ['"30 2 * * *"']),
    ("PER005", 'type = "batch"\nperiodic {\n  crons = ["30 4 * * *"]\n  time_zone = "Europe/Berlin"\n}\n', []),
    ("PER005", 'type = "batch"\nperiodic {\n  crons = ["30 2 * * *"]\n  time_zone = "UTC"\n}\n', []),
    # What is launched in more than half of all hours is not missed once.
    ("PER005", 'type = "batch"\nperiodic {\n  crons = ["30 0-11 * * *"]\n  time_zone = "Europe/Berlin"\n}\n', ['"30 0-11 * * *"']),
    ("PER005", 'type = "batch"\nperiodic {\n  crons = ["30 0-12 * * *"]\n  time_zone = "Europe/Berlin"\n}\n', []),
    ("LIF003", 'type = "batch"\nparameterized {\n  payload = "forbidden"\n}\n' + IMPORT, ["dispatch_payload"]),
    ("LIF003", 'type = "batch"\nparameterized {\n  payload = "optional"\n}\n' + IMPORT, []),
    ("LIF003", 'type = "batch"\nparameterized {\n}\n' + IMPORT, []),
    ("LIF003", 'type = "batch"\n' + IMPORT, ["dispatch_payload"]),
    ("CON013", spread(99), ["spread"]),
    ("CON013", spread(100), []),
    ("CON013", spread(1), ["spread"]),
    ("CON013", spread(0), []),
    ("SCA001", 'type = "system"\n', []),
    ("UPD009", 'type = "batch"\n', ['group "web"']),
    ("UPD009", 'type = "batch"\nreschedule {\n  attempts = 1\n  interval = "1h"\n}\n', []),
    ("UPD009", 'type = "sysbatch"\n', []),
]


@pytest.mark.parametrize(("code", "text", "found"), JOBS)
def test_in_a_job(code: str, text: str, found: list[str]) -> None:
    assert findings(complete("job", text + LAST), code) == [(code, at) for at in found]


@pytest.mark.parametrize(("bytes_", "found"), [(1000, []), (1001, ["RES005"])])
def test_the_size_of_a_source(bytes_: int, found: list[str]) -> None:
    text = complete("job", LAST)
    text += "#" + "x" * (bytes_ - len(text) - 2) + "\n"
    assert len(text) == bytes_
    assert codes(text, "RES005", {"select": ["RES005"], "rules": {"job-source-size": {"max_bytes": 1000}}}) == found


@pytest.mark.parametrize(("code", "text", "found"), GROUPS)
def test_in_a_group(code: str, text: str, found: list[str]) -> None:
    assert findings(complete("group", text), code) == [(code, at) for at in found]


@pytest.mark.parametrize(("code", "text", "found"), TASKS)
def test_in_a_task(code: str, text: str, found: list[str]) -> None:
    assert findings(complete("task", text), code) == [(code, at) for at in found]
