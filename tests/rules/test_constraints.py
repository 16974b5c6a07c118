"""Constraints and placement: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, job, lint


def constraint(attribute: str, value: str = "", operator: str = "") -> str:
    lines = [f'{name} = "{text}"' for name, text in (("attribute", attribute), ("operator", operator), ("value", value)) if text]
    return "constraint {\n" + "\n".join(lines) + "\n}"


@pytest.mark.parametrize(
    ("attribute", "value", "operator", "found"),
    [
        ("${attr.kernel.name}", "linux", "", []),
        ("attr.kernel.name", "linux", "", ["CON001"]),
        ("linux", "linux", "", []),
        ("${attr.kernl.name}", "linux", "", ["CON002"]),
        ("${attr.driver.podman}", "1", "", []),
        ("${attr.driver.podman.version}", "1", "", []),
        ("${attr.driver.docker.verison}", "1", "", ["CON002"]),
        ("${attr.plugins.cni.version.bridge}", ">= 1.0.0", "semver", []),
        ("${attr.consul.east.version}", ">= 1.8.0", "semver", []),
        ("${attr.hostname}", "n1", "", ["CON003"]),
        ("${attr.unique.hostname}", "n1", "", []),
        ("${meta.anything}", "x", "", []),
        ("${attr.driver.docker}", "true", "", ["CON004"]),
        ("${attr.driver.docker}", "1", "", []),
        ("${node.datacenter}", "${NOMAD_DC}", "", ["CON005"]),
        ("${node.datacenter}", "${meta.dc}", "", []),
        ("${device.model}", "x", "", ["CON006"]),
        ("${attr.nomad.version}", "1.9.0", ">=", ["CON009"]),
        ("${attr.cpu.numcores}", "4", ">=", []),
        ("${attr.nomad.version}", ">= 1.9", "version", ["CON010"]),
        ("${attr.kernel.version}", ">= 5.4", "version", ["CON021"]),
        ("${attr.kernel.version}", ">= 5.4.0", "semver", []),
        ("${attr.kernel.version}", "<= 5", "<=", ["CON009"]),
        ("${node.class}", "/^web/", "regexp", ["CON020"]),
        ("${node.class}", "/web$/", "regexp", ["CON020"]),
        ("${node.class}", "/web/i", "regexp", ["CON020"]),
        ("${node.class}", "^web", "regexp", []),
        ("${attr.unique.hostname}", "web-*", "", ["CON020"]),
        ("${node.unique.name}", "^web-.*", "=", ["CON020"]),
        ("${node.datacenter}", "dc1|dc2", "!=", ["CON020"]),
        ("${attr.unique.hostname}", "web-1.example.com", "", []),
        ("${node.class}", "a*", "", []),  # a class may have any name
        ("${attr.driver.docker}", "yes", "", ["CON004"]),
        ("${attr.driver.docker}", "0", "", ["CON004"]),
        ("${attr.unique.storage.volume}", "/dev/", "regexp", []),  # a path may have both slashes
        ("${attr.unique.storage.volume}", "/dev/sd[ab]$", "regexp", []),
        ("^web", "${node.class}", "regexp", ["CON020"]),
        ("linux", "${attr.kernel.name}", "set_contains", ["CON020"]),
        ("${meta.zone}", "${node.class}", "regexp", []),
        ("linux", "${attr.kernel.name}", "", []),  # the same with its sides swapped
        ("", "no", "distinct_hosts", ["CON019"]),
        ("", "2", "distinct_hosts", ["CON019"]),
        ("", "true", "distinct_hosts", []),
        ("${meta.rack}", "true", "distinct_hosts", ["CON019"]),
        ("${attr.kernel.version}", ">= 5.4-0", "version", []),
    ],
)
def test_constraints(attribute: str, value: str, operator: str, found: list[str]) -> None:
    assert codes(job(group=constraint(attribute, value, operator)), "CON") == found


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (job('datacenters = ["dc1,dc2"]'), ['"dc1,dc2"']),
        (job('datacenters = ["dc1 ", "dc2"]'), ['"dc1 "']),
        (job('datacenters = ["dc1", "eu-*"]'), []),
        (job('datacenters = ["[[ .dc ]]", "{{ dc }}", "<your datacenter>"]'), []),
        (job('node_pool = "gpu,default"'), ['node_pool = "gpu,default"']),
        (job('node_pool = "gpu-default"\nnamespace = "a-b"'), []),
        (job('datacenters = ["${var.dc}"]\n', group="") + 'variable "dc" {\n  default = "a b"\n}\n', ['"${var.dc}"']),
        (
            job(group='network {\n  dns {\n    servers = ["1.1.1.1, 8.8.8.8"]\n    searches = ["a.org b.org"]\n    options = ["ndots:2 edns0"]\n  }\n}'),
            ['"1.1.1.1, 8.8.8.8"'],
        ),
        (job('type = "batch"\nparameterized {\n  meta_required = ["a,b"]\n}'), ['"a,b"']),
        (job(config='image = "a:1"\ndns_servers = ["1.1.1.1 8.8.8.8"]\ndns_search_domains = ["a.org,b.org"]'), ['"1.1.1.1 8.8.8.8"', '"a.org,b.org"']),
        (job(config='command = "a"\ndns_servers = ["1.1.1.1 8.8.8.8"]', driver="mock_driver"), []),
    ],
)
def test_lists_in_one_string(text: str, at: list[str]) -> None:
    found = [d for d in lint(text) if d.code == "CON022"]
    assert [text[d.span.start_offset : d.span.end_offset] for d in found if d.span is not None] == at


@pytest.mark.parametrize(
    ("value", "expression"),
    [
        ("web-*", "^web-"),
        ("*.example.com", "[.]example[.]com$"),
        ("web-*-eu", "^web-.*-eu$"),
        ("^web-.*", "^web-.*"),
        ("web-1|web-2", "web-1|web-2"),
    ],
)
def test_a_pattern_becomes_an_expression(value: str, expression: str) -> None:
    found = [d.help or "" for d in lint(job(group=constraint("${attr.unique.hostname}", value))) if d.code == "CON020"]
    assert [help.partition(" and value = ")[2] for help in found] == [f'"{expression}".']


@pytest.mark.parametrize(("name", "severity"), [("dc1,dc2", "error"), ("dc1 dc2", "warning"), ("dc1 ", "error")])
def test_a_datacenter_may_have_a_space_in_its_name(name: str, severity: str) -> None:
    assert [d.severity for d in lint(job(f'datacenters = ["{name}"]')) if d.code == "CON022"] == [severity]


def test_a_list_in_one_string_is_taken_apart() -> None:
    from nomadspec.workspace.fixing import fix_text

    assert 'datacenters = ["dc1", "dc2", "dc3"]' in fix_text(job('datacenters = ["dc1, dc2", "dc3"]'), "job.nomad.hcl", lint).text


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (("${attr.cpu.arch}", "amd64"), ("${attr.cpu.arch}", "arm64"), ["CON011"]),
        (("${attr.cpu.arch}", "amd64"), ("${attr.cpu.arch}", "amd64"), []),
        (("${attr.cpu.arch}", "amd64"), ("${attr.cpu.arch}", "arm.*", "regexp"), ["CON011"]),
        (("${attr.cpu.arch}", "amd64"), ("${attr.cpu.arch}", "amd.*", "regexp"), []),
        (("${meta.a}", "1"), ("${meta.b}", "2"), []),
    ],
)
def test_contradictions_between_job_and_group(first: tuple[str, ...], second: tuple[str, ...], found: list[str]) -> None:
    assert codes(job(constraint(*first), constraint(*second)), "CON011") == found


@pytest.mark.parametrize(
    ("weight", "found"), [("200", "weight 200 is stored as -56"), ("-200", "weight -200 is stored as 56"), ("-100", None), ("100", None), ("1000 / 10", None)]
)
def test_the_weight_of_an_affinity(weight: str, found: str | None) -> None:
    """The values that a server was given by Nomad's own command."""
    text = job(group=f'affinity {{\n  attribute = "${{node.class}}"\n  value = "a"\n  weight = {weight}\n}}')
    assert [d.message for d in lint(text) if d.code == "CON023"] == ([found] if found else [])


def test_the_help_in_a_device_names_what_devices_have() -> None:
    text = job(task='resources {\n  device "gpu" {\n    constraint {\n      attribute = "Vendor"\n      value = "nvidia"\n    }\n  }\n}')
    assert [d.help for d in lint(text) if d.code == "CON001"] == ["Use ${device.vendor}, ${device.type}, ${device.model} or ${device.attr.…}."]


def test_an_attribute_with_two_roots() -> None:
    found = [(d.code, d.help) for d in lint(job(group=constraint("${attr.meta.rack}", "a"))) if d.code == "CON002"]
    assert found == [("CON002", "Did you mean ${meta.rack}?")]


def test_shorthands_become_operators() -> None:
    from nomadspec.workspace.fixing import fix_text

    text = job(group='constraint {\n  attribute        = "${meta.rack}"\n  set_contains_any = "a,b"\n}')
    assert codes(text, "CON007") == ["CON007"]

    def lint(text: str) -> list[object]:
        import nomadspec

        return [d for d in nomadspec.lint(text, environ={}) if d.code == "CON007"]

    fixed = fix_text(text, "job.nomad.hcl", lint).text  # type: ignore[arg-type]
    assert 'operator = "set_contains_any"' in fixed
    assert codes(fixed, "CON007") == []


def test_unknown_values_are_passed_over() -> None:
    text = 'variable "x" {\n  type = string\n}\n' + job(group='constraint {\n  attribute = var.x\n  value = "linux"\n}')
    assert codes(text, "CON") == []


def test_known_attributes_are_an_option() -> None:
    text = job(group=constraint("${attr.gpu.count}", "1"))
    assert codes(text, "CON002") == ["CON002"]
    assert codes(text, "CON002", config={"rules": {"constraint-attr-unknown": {"known": ["gpu.*"]}}}) == []
    assert codes(text, "CON002", config={"rules": {"constraint-attr-unknown": {"known": ["gpu.count"]}}}) == []
    assert codes(text, "CON002", config={"rules": {"constraint-attr-unknown": {"known": ["tpu.*", "gpu"]}}}) == ["CON002"]


@pytest.mark.parametrize(
    ("block", "severity"),
    [
        ('constraint {\n  attribute = "attr.kernel.name"\n  value = "linux"\n}', "error"),
        ('constraint {\n  attribute = "attr.kernel.name"\n  operator = "!="\n  value = "linux"\n}', "warning"),
        ('affinity {\n  attribute = "attr.kernel.name"\n  value = "linux"\n}', "warning"),
        ('spread {\n  attribute = "${attr.hostname}"\n}', "warning"),
    ],
)
def test_what_never_resolves_is_an_error_only_where_it_keeps_the_job_from_nodes(block: str, severity: str) -> None:
    import nomadspec

    assert [d.severity for d in nomadspec.lint(job(group=block), environ={}) if d.code.startswith("CON")] == [severity]


@pytest.mark.parametrize(
    ("attribute", "value", "operator", "found"),
    [
        ("${node.datacenter}", "a-${NOMAD_DC}", "", ["CON005"]),
        ("${attr.cpu.arch}", "^${attr.cpu.arch}$", "regexp", ["CON005"]),
        ("x${attr.cpu.arch}", "xamd64", "", ["CON005"]),
        ("${meta.a}${meta.b}", "xy", "", ["CON005"]),
        ("${meta.a}-x", "y", "", []),  # Nomad refuses it itself
        ("${attr.cpu.arch}", "${attr.cpu.arhc}", "", ["CON002"]),
        ("${attr.nomad.version}", "1.10", ">=", ["CON009"]),
        ("${attr.kernel.version}", "5", ">", ["CON009"]),
        ("${attr.os.version}", "22.04", ">=", []),
        ("${attr.nomad.version}", ">= 1.9, < 1.5", "semver", ["CON011"]),
        ("${attr.nomad.version}", "> 1.9, < 1.10", "semver", []),
        ("${attr.nomad.version}", ">= 1.9, <= 1.9", "semver", []),
        ("${attr.nomad.version}", "> 1.9, <= 1.9", "semver", ["CON011"]),
    ],
)
def test_texts_and_versions(attribute: str, value: str, operator: str, found: list[str]) -> None:
    assert codes(job(group=constraint(attribute, value, operator)), "CON") == found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (("${attr.nomad.version}", ">= 1.10", "semver"), ("${attr.nomad.version}", "< 1.9", "semver"), ["CON011"]),
        (("${attr.nomad.version}", ">= 1.9", "semver"), ("${attr.nomad.version}", "< 1.10", "semver"), []),
        (("${attr.nomad.version}", "~> 1.10.2", "version"), ("${attr.nomad.version}", "< 1.10", "version"), ["CON011"]),
        (("${attr.nomad.version}", "~> 1.9.3", "version"), ("${attr.nomad.version}", ">= 1.10", "version"), ["CON011"]),
        (("${attr.nomad.version}", "~> 1.9", "version"), ("${attr.nomad.version}", ">= 1.10", "version"), []),
        (("${attr.nomad.version}", "~> 1", "version"), ("${attr.nomad.version}", ">= 2.0", "version"), []),
        (("${meta.a}", "8", ">"), ("${meta.a}", "8", "<"), ["CON011"]),
        (("${meta.a}", "8", ">="), ("${meta.a}", "8", "<="), []),
        (("${meta.a}", "8", ">="), ("${meta.b}", "2", "<="), []),
        (("${meta.a}", "", "is_set"), ("${meta.a}", "", "is_not_set"), ["CON011"]),
        (("${meta.a}", "", "is_set"), ("${meta.b}", "", "is_not_set"), []),
        (("${meta.a}", "x"), ("${meta.a}", "", "is_not_set"), ["CON011"]),
        (("${meta.a}", "", "is_not_set"), ("${meta.a}", ">= 1.0", "semver"), ["CON011"]),
        (("${meta.a}", "", "is_not_set"), ("${meta.a}", "x", "!="), []),
    ],
)
def test_ranges_that_leave_nothing(first: tuple[str, ...], second: tuple[str, ...], found: list[str]) -> None:
    assert codes(job(constraint(*first), constraint(*second)), "CON011") == found


@pytest.mark.parametrize(("value", "fixed"), [("true", '    operator = "is_set"'), ("false", None)])
def test_the_fix_of_a_shorthand_keeps_its_meaning(value: str, fixed: str | None) -> None:
    import nomadspec

    text = job(group='constraint {\n  attribute = "${meta.rack}"\n  is_set = ' + value + "\n}")
    (found,) = [d for d in nomadspec.lint(text, environ={}) if d.code == "CON007"]
    assert (found.fix is not None) == (fixed is not None)


@pytest.mark.parametrize(
    ("attribute", "value", "found"),
    [
        ("rack", "r1", ["CON001"]),
        ("meta.rack", "r1", ["CON001"]),
        ("${meta.rack}", "r1", []),
        ("r1", "${meta.rack}", []),  # the sides may be the other way round
        ("on", "on", []),  # a switch, say of a variable: it always holds
    ],
)
@pytest.mark.parametrize("block", ["affinity", "constraint"])
def test_an_attribute_that_is_plain_text(block: str, attribute: str, value: str, found: list[str]) -> None:
    assert codes(job(group=f'{block} {{\n  attribute = "{attribute}"\n  value = "{value}"\n}}'), "CON") == found


@pytest.mark.parametrize(
    ("attribute", "found"),
    [("rack", ["CON001"]), ("${meta.rack}", []), ("$node.class", ["CON001"]), ("${node.rack}", ["CON012"]), ("${meta.a}-${meta.b}", ["CON005"])],
)
def test_a_spread_over_nothing(attribute: str, found: list[str]) -> None:
    assert codes(job(group=f'spread {{\n  attribute = "{attribute}"\n}}'), "CON") == found


@pytest.mark.parametrize(
    ("attribute", "value", "help"),
    [
        ("${attr.kernel.name}", "Linux", "Did you mean 'linux'?"),
        ("${attr.cpu.arch}", "x86_64", "Did you mean 'amd64'?"),
        ("${attr.kernel.name}", "beos", "Values are such as linux, windows, darwin, freebsd."),
    ],
)
def test_what_a_client_sets_instead(attribute: str, value: str, help: str) -> None:
    text = job(group=f'constraint {{\n  attribute = "{attribute}"\n  value = "{value}"\n}}\n')
    assert [d.help for d in lint(text) if d.code == "CON018"] == [help]


@pytest.mark.parametrize(
    ("body", "attribute", "value", "found"),
    [
        ('datacenters = ["dc1"]', "${node.datacenter}", "dc2", ["CON011"]),
        ('datacenters = ["dc1", "dc2"]', "${node.datacenter}", "dc2", []),
        ('datacenters = ["dc*"]', "${node.datacenter}", "dc2", []),
        ("", "${node.datacenter}", "dc2", []),
        ('node_pool = "gpu"', "${node.pool}", "web", ["CON011"]),
        ('node_pool = "all"', "${node.pool}", "web", []),
        ('node_pool = "web"', "${node.pool}", "web", []),
        ("", "${node.pool}", "web", []),  # the namespace may have another default
    ],
)
def test_nodes_where_the_job_does_not_look(body: str, attribute: str, value: str, found: list[str]) -> None:
    assert codes(job(f"{body}\n" + constraint(attribute, value)), "CON011") == found
