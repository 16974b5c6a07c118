"""What a finding says beyond that it is there: its place in a list, the names that its help offers, and whether its fix is certain."""

from __future__ import annotations

from pathlib import Path

import pytest

import nomadspec
from nomadspec.agent import load
from nomadspec.rules.ranges import Range, terms
from tests.rules.agents import RULES, run_agent
from tests.rules.jobs import findings, in_group, in_task, job, lint


def http(number: int) -> str:
    return f'network {{\n  port "http" {{\n    static = {number}\n  }}\n}}\n'


@pytest.mark.parametrize(
    ("networks", "help"),
    [
        (http(8080), 'Use the port\'s label: `port = "http"`.'),
        (http(8081), "Use the label of a port of the group's network."),
        ("", "Use the label of a port of the group's network."),
        # Only the first network of a group has ports.
        (http(8081) + http(8080), "Use the label of a port of the group's network."),
    ],
)
def test_a_port_by_its_number(networks: str, help: str) -> None:
    text = in_group(networks + 'service {\n  name = "a"\n  provider = "nomad"\n  port = "8080"\n}\n')
    assert [d.help for d in lint(text) if d.code == "SVC011"] == [help]


@pytest.mark.parametrize(
    ("config", "place"),
    [
        ('cap_add = ["net_admin", "cap_flying"]', '"cap_flying"'),
        ('cap_add = ["flying"]', '"flying"'),
        ('pid_mode = "shared"', 'pid_mode = "shared"'),
    ],
)
def test_a_driver_refuses_one_value_of_a_list(config: str, place: str) -> None:
    assert findings(in_task("", driver="exec", config=f'command = "/x"\n{config}'), "DRV006") == [("DRV006", place)]


@pytest.mark.parametrize(
    ("config", "place"),
    [
        ('args = ["${nope}"]', '"${nope}"'),
        ('args = ["a", "${nope}"]', '"${nope}"'),
        ('labels = [{ a = "b" }, { a = "${nope}" }]', 'a = "${nope}"'),
        ('args = ["a"]', None),
    ],
)
def test_a_reference_in_a_list(config: str, place: str | None) -> None:
    found = findings(in_task("", config=f'image = "nginx:1.27"\n{config}'), "DRV051")
    assert found == ([("DRV051", place)] if place else [])


@pytest.mark.parametrize(
    ("rule", "text", "help", "fix"),
    [
        ("agent-keyring-option", 'keyring "transit" {\n  mount_pth = "x"\n}\n', "Did you mean mount_path?", "Use mount_path"),
        # Two of the provider's options are as near.
        ("agent-keyring-option", 'keyring "transit" {\n  tls_client_cey = "x"\n}\n', "Did you mean tls_client_key?", None),
        ("agent-keyring-option", 'keyring "aead" {\n  wobble = "x"\n}\n', "Options: active, name, key_id_prefix, disallow_env_vars.", None),
        ("agent-plugin-option", 'plugin "raw_exec" {\n  config {\n    enbled = true\n  }\n}\n', "Did you mean enabled?", "Use enabled"),
        ("agent-plugin-option", 'plugin "docker" {\n  config {\n    gc {\n      imag = true\n    }\n  }\n}\n', "Did you mean image?", "Use image"),
        ("agent-plugin-name", 'plugin "docke" {\n}\n', "Did you mean docker?", 'Use "docker"'),
    ],
)
def test_options_of_agents(tmp_path: Path, rule: str, text: str, help: str, fix: str | None) -> None:
    (tmp_path / "agent.hcl").write_text(text)
    found = run_agent([RULES[rule]], load([tmp_path]))
    assert [(d.help, d.fix and d.fix.title) for d in found] == [(help, fix)]


@pytest.mark.parametrize(
    ("provider", "help"),
    [
        ("vualt", 'Did you mean "vault"?'),
        ("nomda", 'Did you mean "nomad"?'),
        ("1password", "If your clients have this plugin, add it to the rule's option known."),
    ],
)
def test_a_secrets_provider(provider: str, help: str) -> None:
    text = in_task(f'secret "app" {{\n  provider = "{provider}"\n  path = "a"\n}}\n')
    assert [(d.help, text[d.span.start_offset : d.span.end_offset] if d.span else "") for d in lint(text) if d.code == "CON017"] == [
        (help, f'provider = "{provider}"')
    ]


@pytest.mark.parametrize(
    ("comparisons", "empty"),
    [
        ([(">", "3"), ("<", "3")], True),
        ([(">=", "3"), ("<=", "3")], False),
        ([(">", "3"), ("<=", "3")], True),
        ([(">=", "3"), ("<", "3")], True),
        ([(">=", "3"), (">", "3"), ("<=", "3")], True),
        ([(">", "3"), (">=", "3"), ("<=", "3")], True),
        ([("<=", "3"), ("<", "3"), (">=", "3")], True),
        ([("<", "3"), ("<=", "3"), (">=", "3")], True),
        ([(">=", "3"), (">=", "2"), ("<=", "3")], False),
        ([(">=", "2"), (">=", "4"), ("<=", "3")], True),
        ([("<=", "4"), ("<=", "2"), (">=", "3")], True),
        ([(">", "3")], False),
        ([("<", "3")], False),
        ([], False),
    ],
)
def test_what_several_numbers_leave(comparisons: list[tuple[str, str]], empty: bool) -> None:
    left = Range("number")
    for operator, value in comparisons:
        left.narrow(terms(operator, value)[1])
    assert left.empty is empty


@pytest.mark.parametrize(
    ("constraints", "empty"),
    [
        (["~> 1.2", ">= 2.0"], True),
        (["~> 1.2", ">= 1.9"], False),
        (["~> 1.2.3", ">= 1.3"], True),
        (["~> 1.2.3", "< 1.2.3"], True),
        (["~> 1.2.3", "<= 1.2.3"], False),
        # Without a second number there is no upper bound.
        (["~> 1", ">= 99"], False),
        (["= 1.2", "= 1.2.0"], False),
        (["1.2", "1.3"], True),
        (["!= 1.2", "= 1.2"], False),
    ],
)
def test_what_several_versions_leave(constraints: list[str], empty: bool) -> None:
    left = Range("version")
    for constraint in constraints:
        left.narrow(terms("version", constraint)[1])
    assert left.empty is empty


POLICY = 'namespace "NS" {\n  variables {\n    path "PATH" {\n      capabilities = ["read"]\n    }\n  }\n}\n'


@pytest.mark.parametrize(
    ("namespace", "path", "help"),
    [
        ("default", "nomad/jobs/web", "Variables of the repository: nomad/jobs/a0, nomad/jobs/a1, nomad/jobs/a2, nomad/jobs/a3, nomad/jobs/a4."),
        ("default", "nomad/jobs/a5", None),
        ("default", "nomad/jobs/*", None),
        # Nothing is known of the variables of another namespace.
        ("ops", "nomad/jobs/web", None),
    ],
)
def test_a_path_without_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, namespace: str, path: str, help: str | None) -> None:
    monkeypatch.chdir(tmp_path)
    for number in (5, 4, 3, 2, 1, 0):
        Path(f"v{number}.nv.hcl").write_text(f'path = "nomad/jobs/a{number}"\nitems {{\n  user = "api"\n}}\n')
    Path("policy.hcl").write_text(POLICY.replace("NS", namespace).replace("PATH", path))
    found = [d for d in nomadspec.lint_paths(["."], {"persona": "pedantic"}) if d.code == "REP105"]
    assert [(d.span.source.path, d.span.start.line, d.help) for d in found if d.span] == ([("policy.hcl", 3, help)] if help else [])


@pytest.mark.parametrize(
    ("capabilities", "message"),
    [
        ('"submit-job", "deny"', "deny overrides everything else that this block grants: submit-job"),
        ('"deny"', None),
    ],
)
def test_deny_beside_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capabilities: str, message: str | None) -> None:
    monkeypatch.chdir(tmp_path)
    Path("policy.hcl").write_text(f'namespace "ops" {{\n  policy = "deny"\n}}\n\nnamespace "default" {{\n  capabilities = [{capabilities}]\n}}\n')
    found = [d for d in nomadspec.lint_paths(["policy.hcl"]) if d.code == "SPC104"]
    assert [(d.message, d.span.start.line) for d in found if d.span] == ([(message, 5)] if message else [])


@pytest.mark.parametrize(
    ("text", "code", "help"),
    [
        (
            job(group='constraint {\n  attribute = "${attr.driver.docker}"\n  value = "true"\n}'),
            "CON004",
            'Set value = "1", or use operator = "is_set" without a value.',
        ),
        (in_task('dispatch_payload {\n  file = "a"\n}'), "LIF003", 'Add a parameterized block to the job, and set type = "batch".'),
        (job('type = "batch"', task='dispatch_payload {\n  file = "a"\n}'), "LIF003", "Add a parameterized block to the job."),
        (
            job('update {\n  canary = 1\n  auto_promote = true\n}', group='volume "v" {\n  type = "csi"\n  source = "v"\n  access_mode = "single-node-writer"\n  attachment_mode = "file-system"\n}'),
            "UPD002",
            "Set canary = 0 without auto_promote, or use a volume that several allocations may write.",
        ),
        (
            job(group='count = 2\nspread {\n  attribute = "${node.datacenter}"\n}', task='csi_plugin {\n  id = "a"\n  type = "node"\n  mount_dir = "/csi"\n}'),
            "STO004",
            'Set type = "system" in the job, without count and spread.',
        ),
        (
            in_task('artifact {\n  source = "https://a.example/a"\n  options {\n    archive = false\n  }\n}'),
            "ART003",
            'Add `checksum = "sha256:…"` to `options`.',
        ),
        (
            in_group('service {\n  name = "a"\n  port = "1"\n  provider = "nomad"\n  check {\n    type = "tcp"\n    interval = "20m"\n    timeout = "2s"\n  }\n}'),
            "UPD005",
            "Set healthy_deadline to more than 20m10s, and progress_deadline to more than that.",
        ),
    ],
)  # fmt: skip
def test_help_does_not_lead_to_the_next_error(text: str, code: str, help: str) -> None:
    assert [d.help for d in lint(text) if d.code == code] == [help]


@pytest.mark.parametrize("key", ["server_join", "servers", "meta"])
def test_a_misplaced_block_of_an_agent_is_not_called_misspelled(tmp_path: Path, key: str) -> None:
    (tmp_path / "agent.hcl").write_text(f'data_dir = "/x"\n{key} {{\n}}\n')
    found = run_agent([RULES["agent-misplaced-key"]], load([tmp_path]))
    assert [(d.help or "").partition(" in block ")[0] for d in found] == [f"{key} belongs"]
