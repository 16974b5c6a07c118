"""References and names: what is found where, and what must not be."""

from __future__ import annotations

import pytest

import nomadspec
from tests.rules.jobs import codes, findings, in_group, in_task, job, lint

PORTS = """
network {
  port "http" {}
  port "my-admin" {}
}
"""
ALL_TEXT = ("REF010", "REF011", "REF012", "REF013", "REF014", "REF015", "REF016", "REF017")


def env(value: str, more: str = "", driver: str = "docker") -> str:
    return in_task(f'env {{\n  VALUE = "{value}"\n}}\n{more}', PORTS, driver=driver)


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("${NOMAD_PORT_http}", []),
        ("${NOMAD_HOST_PORT_http}", []),
        ("${NOMAD_PORT_my-admin}", []),  # text keeps the characters of a label
        ("${NOMAD_PORT_my_admin}", ["REF010"]),
        ("${NOMAD_ADDR_htp}", ["REF010"]),
        ("${NOMAD_META_owner}", ["REF011"]),
        ("${NOMAD_ALLOC_ID}-${NOMAD_ALOC_ID}", ["REF013"]),
        ("${NOMAD_TOKEN}", ["REF013"]),
        ("${NOMAD_ENVOY_ADMIN_ADDR_web}", []),
        ("${attr.cpu.arch}", []),
        ("${attr.driver.podman.version}", []),
        ("${attr.cpu.arhc}", ["REF014"]),
        ("${node.region}", []),
        ("${node.name}", ["REF014"]),
        ("${meta.anything}", []),  # the node's own meta: clients set it
        ("${SOMETHING}", ["REF015"]),
        ("$${SOMETHING}", []),  # escaped: the text is meant
        ("${env.HOME}", ["REF015"]),
        ("${JOB}", ["REF015"]),
        ("${ NOMAD_ALLOC_ID }", ["REF017"]),
        ("plain", []),
    ],
)
def test_names_in_text(value: str, codes: list[str]) -> None:
    assert [code for code, _ in findings(env(value), *ALL_TEXT)] == codes


def test_the_finding_is_at_the_value() -> None:
    assert findings(env("${NOMAD_PORT_htp}"), "REF010") == [("REF010", 'VALUE = "${NOMAD_PORT_htp}"')]


def test_values_of_one_env_block_do_not_see_each_other() -> None:
    text = in_task('env {\n  A = "a"\n  B = "${A}"\n  PATH = "${PATH}:/opt"\n}', driver="raw_exec", config='command = "/bin/true"')
    assert [code for code, _ in findings(text, "REF015", "REF016")] == ["REF016"]


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("", ["DRV051"]),
        ('env {\n  MODE = "fast"\n}', []),
        ('template {\n  destination = "local/env"\n  env = true\n  data = "MODE=fast"\n}', []),
        ('template {\n  destination = "local/env"\n  env = true\n  data = "OTHER=fast"\n}', ["DRV051"]),
        ('template {\n  destination = "local/env"\n  env = true\n  data = "{{ range ls `app` }}{{ .Key }}={{ .Value }}\\n{{ end }}"\n}', []),
        ('template {\n  destination = "local/env"\n  env = true\n  source = "local/env.tpl"\n}', []),
    ],
)
def test_where_names_of_driver_configuration_come_from(more: str, codes: list[str]) -> None:
    text = in_task(more, PORTS, config='image = "nginx"\nargs = ["${MODE}"]')
    assert [code for code, _ in findings(text, "DRV051")] == codes


@pytest.mark.parametrize(
    ("argument", "found"),
    [
        ("${NOMAD_PORT_http}", False),
        ("${NOMAD_PORT_my_admin}", False),  # names are cleaned for the driver
        ("${NOMAD_PORT_my-admin}", True),
        ("${NOMAD_HOST_IP_my-admin}", False),  # but not these
        ("${NOMAD_PORT_htp}", True),
        ("$${upper(attr.cpu.arch)}", False),
        ("${upper(attr.cpu.arch)}", True),  # the jobspec is evaluated first: ${ATTR.CPU.ARCH}
        ("${attr.cpu.arhc}", True),
        ("${node.attr.cpu.arch}", False),
        ("${attr.driver.docker}", True),  # an object: there is driver.docker.version too
        ("${attr.driver.docker.version}", False),
        ("${attr.driver.exec}", False),
        ("$${X:-y}", True),
        ("$$${X:-y}", False),
        ("%%{ if }", True),
        ('${env[\\"NOMAD_DC\\"]}', False),
        ("${HOME}", True),
        ("no reference", False),
    ],
)
def test_names_in_driver_configuration(argument: str, found: bool) -> None:
    argument = argument.replace('\\"', '"')
    text = in_task("", PORTS, config=f'image = "nginx"\nargs = ["first", "{argument}"]')
    assert bool(findings(text, "DRV051")) is found


def test_tasks_without_an_image_see_the_variables_of_the_agent() -> None:
    assert not findings(in_task("", driver="raw_exec", config='command = "${HOME}/bin/app"'), "DRV051")


def test_node_meta_wants_a_constraint() -> None:
    config = 'image = "nginx"\nargs = ["${meta.zone}"]'
    assert [code for code, _ in findings(in_task("", config=config), "DRV051", "DRV052")] == ["DRV052"]
    asked = in_task("", 'constraint {\n  attribute = "${meta.zone}"\n  value = "a"\n}', config=config)
    assert not findings(asked, "DRV051", "DRV052")


def test_node_meta_that_every_client_has() -> None:
    config = 'image = "nginx"\nargs = ["${meta.connect.proxy_concurrency}", "${meta.connect.log_level}"]'
    assert not findings(in_task("", config=config), "DRV051", "DRV052")


def test_the_help_on_node_meta_names_the_variable_as_tasks_have_it() -> None:
    (found,) = (d for d in lint(in_task("", config='image = "nginx"\nargs = ["${meta.rack-zone}"]')) if d.code == "DRV052")
    assert found.help == "Add a constraint on `${meta.rack-zone}`, or use the job's own metadata: `${NOMAD_META_rack_zone}`."


def test_an_unknown_variable_is_passed_over() -> None:
    text = 'variable "label" {}\n' + in_task("", PORTS, config='image = "nginx"\nargs = [var.label, "${NOMAD_PORT_http}"]')
    assert not findings(text, "DRV051")
    dynamic = 'variable "meta" {\n  type = map(string)\n}\n' + in_task('meta = var.meta\nenv {\n  A = "${NOMAD_META_x}"\n}')
    assert not findings(dynamic, "REF011")


@pytest.mark.parametrize(
    ("port", "found"), [("http", False), ("htp", True), ("8080", False), ("${NOMAD_PORT_http}", False), ("my-admin", False), ("other", True)]
)
def test_port_of_a_group_service(port: str, found: bool) -> None:
    text = in_group(PORTS + f'service {{\n  name = "web"\n  port = "{port}"\n}}')
    assert bool(findings(text, "REF001")) is found


@pytest.mark.parametrize(
    ("connect", "port"),
    [
        ("gateway {\n  mesh {}\n}", "connect-mesh-web-lan"),
        ('gateway {\n  terminating {\n    service {\n      name = "db"\n    }\n  }\n}', "connect-terminating-web"),
        ("sidecar_service {}", "connect-proxy-web"),
        ('sidecar_service {\n  port = "envoy"\n}', "envoy"),
    ],
)
def test_ports_of_the_proxies_that_servers_add(connect: str, port: str) -> None:
    checks = "".join(f'check {{\n  type = "tcp"\n  port = "{label}"\n  interval = "5s"\n  timeout = "1s"\n}}\n' for label in (port, "none-such"))
    own = "" if "terminating" in connect else 'port = "http"\n'
    text = in_group(f'network {{\n  mode = "bridge"\n  port "http" {{}}\n}}\nservice {{\n  name = "web"\n  {own}{checks}connect {{\n{connect}\n}}\n}}')
    assert findings(text, "REF001", "REF002") == [("REF002", 'port = "none-such"')]


def test_the_nearest_port_is_offered() -> None:
    text = in_group(PORTS + 'service {\n  name = "web"\n  port = "htp"\n}')
    (found,) = [d for d in nomadspec.lint(text, environ={}) if d.code == "REF001"]
    assert found.fix is not None
    assert found.fix.safe
    assert found.fix.edits[0].text == '"http"'


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("${upper(attr.cpu.arch)}", True),
        ('${attr.cpu.arch == "amd64" ? "a" : "b"}', True),
        ("${attr.cpu.arch}", False),
        ('${format("%s-x", attr.cpu.arch)}', False),
        ('${join("-", [for meta in ["a"] : upper(meta)])}', False),
    ],
)
def test_references_in_expressions(expression: str, found: bool) -> None:
    assert bool(findings(in_task(f'env {{\n  A = "{expression}"\n}}'), "REF018")) is found


@pytest.mark.parametrize(
    ("ports", "found"),
    [
        ('port "http" {}', []),
        ('port "a-b" {}', []),
        ('port "a-b" {}\nport "a_b" {}', ["REF006", "REF006"]),
        ('port "" {}', ["REF006"]),
        ('port "hé" {}', ["REF006"]),
        ('port "a.b" {}', ["REF006"]),
        ('port "a-b" {}\n}\nnetwork {\nport "a_b" {}', ["REF006", "REF006"]),
        ('port "é" {}\nport "__" {}', ["REF006", "REF006"]),  # a `_` for each byte
        ('port "é" {}\nport "_" {}', ["REF006"]),
    ],
)
def test_labels_of_ports_and_their_variables(ports: str, found: list[str]) -> None:
    assert [code for code in codes(job(group="network {\n" + ports + "\n}"), "REF") if code == "REF006"] == found


@pytest.mark.parametrize(
    ("blocks", "fixable"),
    [
        ('port "http" {}\nreserved_ports "db" {\n  static = 1\n}', [True]),
        ('port "http" {}\nreserved_ports "http" {\n  static = 1\n}', [False]),
        ('port "http" {}\ndynamic "reserved_ports" {\n  for_each = ["x"]\n  labels = [reserved_ports.value]\n  content {\n    static = 1\n  }\n}', [False]),
        ('reserved_ports "db" {\n  static = 1\n}', []),
        ('port "http" {}\nreserved_ports "db" {\n  static = 1\n}\nreserved_ports "db" {\n  static = 2\n}', [True, False]),
        ('dynamic "port" {\n  for_each = ["db"]\n  labels = [port.value]\n  content {}\n}\nreserved_ports "db" {\n  static = 1\n}', [False]),
        ('dynamic "reserved_ports" {\n  for_each = ["x"]\n  labels = [reserved_ports.value]\n  content {\n    static = 1\n  }\n}', []),
    ],
)
def test_reserved_ports_beside_ports(blocks: str, fixable: list[bool]) -> None:
    found = [d for d in nomadspec.lint(job(group="network {\n" + blocks + "\n}"), environ={}) if d.code == "REF005"]
    assert [d.fix is not None for d in found] == fixable


def test_reserved_ports_of_a_dynamic_network() -> None:
    """What a template writes more than once has no place of its own to mend."""
    blocks = 'dynamic "network" {\n  for_each = [1]\n  content {\n    port "http" {}\n    reserved_ports "db" {\n      static = 1\n    }\n  }\n}'
    assert codes(job(group=blocks), "REF005") == []


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("${NOMAD_DC}", []),
        ("${NOMAD_TASK_NAME}", []),  # each task has the meta, and a name
        ("${NOMAD_TASK_NAEM}", ["REF013"]),
        ("${NOMAD_PORT_http}", []),
        ("${NOMAD_PORT_htp}", ["REF010"]),
        ("${NOMAD_META_nobody}", ["REF011"]),
        ("${attr.cpu.arhc}", ["REF014"]),
        ("${SOMETHING}", ["REF015"]),
        ("$${SOMETHING}", []),
        ("${ NOMAD_DC }", ["REF017"]),
    ],
)
@pytest.mark.parametrize("level", ["body", "group"])
def test_names_in_the_meta_of_a_job_and_a_group(level: str, value: str, found: list[str]) -> None:
    blocks = {"body": "", "group": PORTS}
    blocks[level] += f'meta {{\n  a = "{value}"\n}}\n'
    assert [code for code in codes(job(**blocks), "REF") if code in ALL_TEXT] == found


def test_the_meta_of_a_job_may_be_for_one_of_its_groups() -> None:
    text = job(
        'meta {\n  a = "${NOMAD_PORT_http}"\n}\ngroup "other" {\n  task "t" {\n    driver = "docker"\n    config {\n      image = "a:1"\n    }\n  }\n}', PORTS
    )
    assert "REF010" not in codes(text, "REF")


@pytest.mark.parametrize(
    ("body", "task", "found"),
    [
        ("", 'meta {\n  a = "x"\n  b = "${NOMAD_META_a}"\n}', ["REF016"]),
        ("", 'meta {\n  a = "x"\n  b = "${NOMAD_META_A}"\n}', ["REF016"]),
        ('meta {\n  a = "x"\n}', 'meta {\n  b = "${NOMAD_META_a}"\n}', ["REF016"]),  # the meta of all levels is one
        ('meta {\n  a = "x"\n  b = "${NOMAD_META_a}"\n}', "", ["REF016"]),
        ("", 'meta {\n  a = "x"\n  b = "${meta.a}"\n}', []),  # of the node
        ("", 'meta {\n  a = "x"\n}\nenv {\n  B = "${NOMAD_META_a}"\n}', []),
    ],
)
def test_values_of_meta_do_not_see_each_other(body: str, task: str, found: list[str]) -> None:
    assert [code for code in codes(job(body, task=task), "REF") if code in ALL_TEXT] == found


VOLUME = 'volume "v" {\n  type = "host"\n  source = "%s"\n}'
IDENTITY = 'identity {\n  name = "a"\n  aud = ["%s"]\n  ttl = "1h"\n}'


@pytest.mark.parametrize(
    ("group", "task"),
    [
        (VOLUME, ""),
        ('network {\n  port "p" {\n    host_network = "%s"\n  }\n}', ""),
        ('consul {\n  namespace = "%s"\n}', ""),
        ("", 'user = "%s"'),
        ("", 'kill_signal = "%s"'),
        ("", 'vault {\n  role = "%s"\n}'),
        ("", IDENTITY),
        ("", 'env = {\n  "%s" = "x"\n}'),
    ],
)
@pytest.mark.parametrize(("value", "found"), [("a-${NOMAD_DC}", True), ("${meta.a}", True), ("plain", False), ("$${NOMAD_DC}", False), ("${MINE}", False)])
def test_fields_in_which_nothing_is_replaced(group: str, task: str, value: str, found: bool) -> None:
    assert bool(codes(job(group=group.replace("%s", value), task=task.replace("%s", value)), "REF019")) is found


def test_an_unknown_variable_in_such_a_field_is_passed_over() -> None:
    assert not codes('variable "a" {}\n' + job(group=VOLUME.replace('"%s"', "var.a")), "REF019")


@pytest.mark.parametrize(
    ("label", "value", "found"),
    [
        ("my-http", "plain", []),
        ("my-http", "${NOMAD_PORT_my-http}", ["REF006"]),
        ("my-http", "${NOMAD_ADDR_other}", []),
        ("my.http", "plain", ["REF006"]),
        ("my_http", "${NOMAD_PORT_my_http}", []),
    ],
)
def test_a_dash_in_a_label_matters_where_its_variable_is_read(label: str, value: str, found: list[str]) -> None:
    text = in_task(f'env {{\n  A = "{value}"\n}}', group=f'network {{\n  port "{label}" {{}}\n}}')
    assert [code for code, _ in findings(text, "REF006")] == found


@pytest.mark.parametrize(("ports", "help"), [("", "Ports of the group: none."), ('network {\n  port "b" {}\n  port "a" {}\n}\n', "Ports of the group: a, b.")])
def test_ports_that_there_are_are_listed_where_none_is_near(ports: str, help: str) -> None:
    text = job(group=ports + 'service {\n  name = "web"\n  port = "something-else"\n}\n')
    assert [d.help for d in lint(text) if d.code == "REF001"] == [help]


def test_ports_of_other_tasks_have_the_task_s_name_in_front() -> None:
    other = 'task "side" {\n  driver = "docker"\n  config {\n    image = "a:1"\n  }\n  resources {\n    network {\n      port "admin" {}\n    }\n  }\n}\n'
    text = job(group=other, task='env {\n  A = "${NOMAD_PORT_side_admin}"\n  B = "${NOMAD_PORT_admin}"\n}\n')
    assert findings(text, "REF010") == [("REF010", 'B = "${NOMAD_PORT_admin}"')]


@pytest.mark.parametrize(
    ("value", "help"),
    [("True", "Write `true`."), ("X_USER", 'Write `"X_USER"`.'), ('"${True}"', None)],
)
def test_words_without_quotes(value: str, help: str | None) -> None:
    (found,) = [d for d in lint(job(task=f"env {{\n  A = {value}\n}}")) if d.code == "REF015"]
    assert found.help == help
    assert ("unquoted word" in found.message) is (help is not None)


@pytest.mark.parametrize(
    ("declared", "value", "found"),
    [
        ('variable "a" {}\n', "1", ["REF020"]),
        ('variable "a" {\n  default = 1\n}\n', "var.a", []),
        ('variable "a" {\n  default = 1\n}\n', 'true ? 1 : var["a"]', []),
        ("locals {\n  a = 1\n  b = local.a\n}\n", "local.b", []),
        ("locals {\n  a = 1\n  b = 2\n}\n", "local.b", ["REF020"]),
        ('# var.a\nvariable "a" {\n  default = 1\n}\n', '"var.a and $${var.a}"', ["REF020"]),
    ],
)
def test_declarations_that_nothing_uses(declared: str, value: str, found: list[str]) -> None:
    assert codes(declared + job(body=f"meta {{\n  m = {value}\n}}"), "REF020") == found


def test_words_without_quotes_in_the_config_of_a_driver() -> None:
    (found,) = [d for d in lint(job(config='image = "a:1"\nforce_pull = True')) if d.code == "DRV051"]
    assert "unquoted word True" in found.message
    assert found.help == "Write `true`."


@pytest.mark.parametrize(
    ("declared", "value", "found"),
    [
        ('"variable": {"a": {}, "b": {}}', "${var.b}", ["unused variable 'a'"]),
        ('"variable": [{"a": {}}, {"b": {}}]', "${upper(var.b)}", ["unused variable 'a'"]),
        ('"locals": {"a": 1, "b": "${local.a}"}', "x", ["unused local 'b'"]),
        ('"locals": {"a": 1}', '${local[\\"a\\"]}', []),
        ('"variable": {"a": {}}', "%{ if var.a }x%{ endif }", []),
    ],
)
def test_unused_declarations_in_json(declared: str, value: str, found: list[str]) -> None:
    text = f'{{{declared}, "job": {{"web": {{"meta": {{"m": "{value}"}}, "group": {{"web": {{"task": {{"server": {{"driver": "exec"}}}}}}}}}}}}}}'
    assert [d.message for d in nomadspec.lint(text, filename="a.nomad.json", environ={}, unset="unknown") if d.code == "REF020"] == found


DASHED = 'network {\n  port "adm-ui" {\n    to = 80\n  }\n}\n'
SERVICE = 'service {\n  name = "s"\n  port = "adm-ui"\n  %s\n}\n'
CHECK = SERVICE % 'check {\n    type = "http"\n    path = "/%s"\n    interval = "9s"\n    timeout = "2s"\n    header {\n      A = ["%s"]\n    }\n  }'
ARTIFACT = 'artifact {\n  source = "https://a.example/%s.tgz"\n  destination = "%s"\n  headers {\n    A = "%s"\n  }\n}\n'


@pytest.mark.parametrize(
    ("group", "task", "written"),
    [
        (SERVICE % 'tags = ["%s"]', "", "cleaned"),
        (SERVICE % 'canary_tags = ["%s"]', "", "cleaned"),
        (SERVICE % 'meta {\n    A = "%s"\n  }', "", "cleaned"),
        (CHECK, "", "cleaned"),
        ("", SERVICE % 'tags = ["%s"]', "cleaned"),
        ("", ARTIFACT, "cleaned"),
        ("", 'template {\n  source = "local/%s"\n  destination = "local/%s"\n}\n', "cleaned"),
        ("", 'env {\n  A = "%s"\n}\n', "as written"),
        ("", 'meta {\n  A = "%s"\n}\n', "as written"),
    ],
)
def test_where_a_label_is_spelled_how(group: str, task: str, written: str) -> None:
    """The characters of a label are kept in `env` and `meta` of tasks; everywhere else they are those of a variable's name."""
    for spelling, name in (("cleaned", "${NOMAD_PORT_adm_ui}"), ("as written", "${NOMAD_PORT_adm-ui}")):
        text = job(group=DASHED + group.replace("%s", name), task=task.replace("%s", name))
        found = codes(text, "REF010")
        assert bool(found) == (spelling != written), (spelling, group or task)


@pytest.mark.parametrize(
    ("task", "found"),
    [
        ('env {\n  A = "$NOMAD_PORT_http"\n}', ['"$NOMAD_PORT_http"']),
        ('env {\n  A = "x-$node.datacenter."\n}', ['"x-$node.datacenter."']),
        ('env {\n  PATH = "/opt/bin:$PATH"\n}', ['"/opt/bin:$PATH"']),
        ('env {\n  A = "$PATH $HOME"\n}', []),
        ('env {\n  A = "${NOMAD_PORT_http} $$NOMAD_PORT_http"\n}', []),
        ('template {\n  data = "echo $NOMAD_PORT_http"\n  destination = "$NOMAD_TASK_DIR/x"\n}', ['"$NOMAD_TASK_DIR/x"']),
        ('service {\n  name = "a-$NOMAD_ALLOC_INDEX"\n  port = "http"\n}', ['"a-$NOMAD_ALLOC_INDEX"']),
        ('artifact {\n  source = "https://x.example/$attr.cpu.arch"\n}', ['"https://x.example/$attr.cpu.arch"']),
    ],
)
def test_references_without_braces(task: str, found: list[str]) -> None:
    assert [text[text.index('"') :] for _, text in findings(in_task(task, PORTS), "REF021")] == found


@pytest.mark.parametrize(
    ("driver", "value", "help"),
    [
        ("docker", "/opt/bin:$PATH", "Write all folders out, such as /usr/local/bin:/usr/bin:/bin."),
        ("raw_exec", "/opt/bin:$PATH", "Write `${PATH}`."),  # the agent's
    ],
)
def test_the_path_of_a_task(driver: str, value: str, help: str) -> None:
    text = job(driver=driver, config='command = "a"\nimage = "a:1"' if driver == "docker" else 'command = "a"', task=f'env {{\n  PATH = "{value}"\n}}')
    assert [d.help for d in lint(text) if d.code == "REF021"] == [help]


@pytest.mark.parametrize(
    ("driver", "variable", "found"),
    [("docker", "PATH", True), ("raw_exec", "PATH", False), ("exec", "HOME", False), ("raw_exec", "OPTS", True), ("docker", "NOMAD_DC", False)],
)
def test_a_value_that_refers_to_itself(driver: str, variable: str, found: bool) -> None:
    config = 'image = "a:1"' if driver == "docker" else 'command = "a"'
    text = job(driver=driver, config=config, task=f'env {{\n  {variable} = "a ${{{variable}}}"\n}}')
    assert bool(codes(text, "REF016")) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (in_task('meta {\n  owner = "a"\n}\nenv {\n  OWNER = "${meta.owner}"\n}'), True),
        (job('meta {\n  owner = "a"\n}', task='env {\n  OWNER = "${meta.owner}"\n}'), True),
        (job('meta {\n  owner = "a"\n}', group='service {\n  name = "a"\n  port = "1"\n  tags = ["${meta.owner}"]\n}'), True),
        (in_task('meta {\n  owner = "a"\n}\nenv {\n  RACK = "${meta.rack}"\n}'), False),
        (job('meta {\n  rack = "a"\n}', group='constraint {\n  attribute = "${meta.rack}"\n  value = "a"\n}'), False),
    ],
)
def test_metadata_of_the_node_or_of_the_job(text: str, found: bool) -> None:
    assert bool(codes(text, "REF022")) is found


def test_a_node_that_has_the_key_is_believed() -> None:
    from tests.rules.test_cluster import node, state

    text = job('meta {\n  rack = "a"\n}', task='env {\n  RACK = "${meta.rack}"\n}')
    assert not codes(text, "REF022", state=state(node("n", Meta={"rack": "r1"})))
    assert codes(text, "REF022", state=state(node("n")))


@pytest.mark.parametrize(("label", "found"), [("metrics", True), ("http", False), ("9102", False)])
def test_ports_that_a_sidecar_exposes(label: str, found: bool) -> None:
    path = f'path {{\n  path = "/m"\n  protocol = "http"\n  local_path_port = 9102\n  listener_port = "{label}"\n}}'
    service = f'service {{\n  name = "a"\n  port = "1"\n  connect {{\n    sidecar_service {{\n      proxy {{\n        expose {{\n{path}\n        }}\n      }}\n    }}\n  }}\n}}'
    assert bool(codes(in_group('network {\n  mode = "bridge"\n  port "http" {}\n}\n' + service), "REF001")) is found


def test_arguments_may_be_for_a_shell() -> None:
    text = job(config='image = "a:1"\ncommand = "sh"\nargs = ["-c", "echo $NOMAD_PORT_http"]', group=PORTS)
    assert not findings(text, "REF021")


def test_an_attribute_with_two_roots() -> None:
    assert [d.help for d in lint(env("${attr.meta.rack}")) if d.code == "REF014"] == ["Did you mean `${meta.rack}`?"]
