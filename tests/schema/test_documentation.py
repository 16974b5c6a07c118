"""Every field, block type, shorthand, driver option, function and runtime name has a text of its own."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from nomadspec.evaluation.functions import FUNCTIONS
from nomadspec.schema.attributes import ATTRIBUTES, NODE_NAMES
from nomadspec.schema.blocks import BLOCKS, SHORTHANDS
from nomadspec.schema.documentation import (
    LONGEST,
    connect_texts,
    documentation,
    driver_texts,
    function_texts,
    group_texts,
    job_texts,
    of_function,
    of_name,
    of_option,
    runtime_texts,
    service_texts,
    task_texts,
)
from nomadspec.schema.drivers import DRIVERS, Option
from nomadspec.schema.task_variables import ALLOCATION, PORT_AS_WRITTEN, PORT_CLEANED, SERVICE_NAME_PLACEHOLDERS, TASK, UPSTREAM

BLOCK_TEXTS = (job_texts, group_texts, task_texts, service_texts, connect_texts)


def _wrong(text: str) -> str:
    """What is wrong with a text; "" for nothing."""
    if not text:
        return "is missing"
    if len(text) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if not text.endswith(".") or text.endswith("..") or "  " in text or text != text.strip():
        return "does not end with one full stop"
    return "" if text[0].isupper() or text[0] in '"<-' or text.startswith("gRPC") else "does not begin like a sentence"


@pytest.mark.parametrize("type_", BLOCKS)
def test_a_block_type_and_its_fields(type_: str) -> None:
    names = ["", *(field.name for field in (*BLOCKS[type_], *SHORTHANDS.get(type_, ())))]
    texts = {name: documentation(type_, name) for name in names}
    assert {name: wrong for name, text in texts.items() if (wrong := _wrong(text))} == {}
    assert [text for text, times in Counter(texts.values()).items() if times > 1] == [], "two fields of a block have the same text"


def test_no_text_is_left_over() -> None:
    found = {(type_, name) for module in BLOCK_TEXTS for type_, texts in module.TEXTS.items() for name in texts}
    found |= {(type_, name) for type_, texts in job_texts.SHORTHANDS.items() for name in texts}
    known = {(type_, field.name) for table in (BLOCKS, SHORTHANDS) for type_, fields in table.items() for field in fields}
    assert found - known == {(type_, "") for type_ in BLOCKS}


def test_a_block_type_is_in_one_module_only() -> None:
    assert [type_ for type_, times in Counter(type_ for module in BLOCK_TEXTS for type_ in module.TEXTS).items() if times > 1] == []


def _options(options: Mapping[str, Option], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, option in options.items():
        yield (*path, name)
        yield from _options(option.fields, (*path, name))


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_driver_and_its_options(driver: str) -> None:
    paths = [(), *_options(DRIVERS[driver])]
    assert {path: wrong for path in paths if (wrong := _wrong(of_option(driver, *path)))} == {}
    known = {".".join(path) for path in paths}
    assert [name for name in driver_texts.TEXTS[driver] if name not in known] == []


def test_an_option_that_another_one_documents() -> None:
    assert of_option("docker", "mounts", "tmpfs_options", "size") == of_option("docker", "mount", "tmpfs_options", "size") != ""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_and_its_signature(name: str) -> None:
    from nomadspec.evaluation.functions.signature import Function

    signature, text = of_function(name)
    assert _wrong(text) == "" or text.startswith("-1")
    function: Function = __import__(f"nomadspec.evaluation.functions.{FUNCTIONS[name]}", fromlist=("TABLE",)).TABLE[name]
    parameters = [parameter.name for parameter in function.parameters]
    if function.variadic is not None:
        parameters.append("[cost]" if name == "bcrypt" else f"{function.variadic.name}...")
    assert signature == f"{name}({', '.join(parameters)})"


def test_functions_have_no_text_left_over() -> None:
    assert set(function_texts.TEXTS) == set(FUNCTIONS)


def test_runtime_names() -> None:
    names = {f"attr.{key}" for key in ATTRIBUTES} | ALLOCATION | TASK | {*NODE_NAMES} | SERVICE_NAME_PLACEHOLDERS
    names |= {prefix + "x" for prefix in (*PORT_CLEANED, *PORT_AS_WRITTEN, *UPSTREAM)}
    assert {name: wrong for name in sorted(names) if (wrong := _wrong(of_name(name)))} == {}
    assert {name: wrong for name, text in runtime_texts.TEXTS.items() if (wrong := _wrong(text))} == {}
    assert [text for text, times in Counter(runtime_texts.TEXTS.values()).items() if times > 1] == []


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("NOMAD_PORT_http", "NOMAD_PORT_<label>"),
        ("NOMAD_HOST_PORT_my-http", "NOMAD_HOST_PORT_<label>"),
        ("NOMAD_TOKEN_vault_default", "NOMAD_TOKEN_<identity>"),
        ("attr.driver.podman", "attr.driver.<name>"),
        ("attr.plugins.secrets.mine.version", "attr.plugins.secrets.<plugin>.version"),
        ("attr.numa.node0.cores", "attr.numa.node<N>.cores"),
        ("attr.unique.platform.gce.network.default.external-ip.0", "attr.unique.platform.gce.network.<name>.external-ip.<i>"),
        ("attr.vault.east.version", "attr.vault.<cluster>.<key>"),
        ("meta.rack", "meta.<key>"),
        ("NOMAD_PORT_", ""),
        ("attr.kernl.name", ""),
    ],
)
def test_a_name_with_an_open_part(name: str, pattern: str) -> None:
    assert of_name(name) == runtime_texts.TEXTS.get(pattern, "")


@pytest.mark.parametrize("question", [documentation("Nothing"), documentation("Job", "nothing"), of_option("nothing"), of_option("exec", "x", "y")])
def test_what_is_not_known_has_no_text(question: str) -> None:
    assert question == ""
    assert of_function("startswith") == ("", "")


def test_a_lint_loads_no_documentation() -> None:
    code = "import sys, nomadspec; nomadspec.lint('job \"a\" {}', filename='a.nomad.hcl'); print([m for m in sys.modules if 'documentation' in m])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
