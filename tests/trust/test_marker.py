"""A value of `NOMAD_VAR_…` in each field of a job that holds text: it is in no output that is without secrets. The fields are those of the schema."""

from __future__ import annotations

import json

import pytest

from nomadspec.notation.secrecy import MASK
from nomadspec.reporting.escaping import markdown, markdown_code, markdown_fence, markdown_parts
from nomadspec.schema.blocks import BLOCKS
from nomadspec.schema.field import Field
from nomadspec.workspace.redaction import of_run
from tests.cli.run import Runner

MARKER = "S3cr3tMarker77x"
STATE = {
    "format": "nomadspec-state/1",
    "nodes": [{"ID": "7a1f0c52-0000-4000-8000-000000000001", "Name": "n", "Datacenter": "dc1", "NodePool": "default", "Status": "ready"}],
}
#: Each field goes through two of them, in turn.
OUTPUTS = (
    ("env", "--redact"),
    ("capacity", "-o", "json"),
    ("plan", "--redact", "-o", "json"),
    ("lint", "-o", "text"),
    ("env", "--redact", "-o", "json"),
    ("capacity", "-o", "html"),
    ("plan", "--explain", "-o", "markdown"),
    ("lint", "-o", "sarif"),
    ("validate", "--redact"),
    ("drift", "-o", "html"),
    ("graph", "-o", "mermaid"),
    ("what-if", "--lose", "n", "-o", "markdown"),
    ("capacity", "-o", "text"),
    ("plan", "--redact", "--verbose", "-o", "text"),
    ("graph", "-o", "json"),
    ("what-if", "--redact", "--lose", "n", "-o", "json"),
    ("drift", "--redact", "-o", "json"),
    ("plan", "--redact", "--json-output"),
    ("diff", "--redact", "-o", "json", "old.nomad.hcl"),
    ("report",),
    ("plan", "--redact", "--why-not", "n"),
    ("diff", "-o", "markdown", "old.nomad.hcl"),
    ("lint", "-o", "html"),
    ("plan", "-o", "html"),
    ("env", "--redact", "-o", "dotenv"),
    ("what-if", "--redact", "--lose", "n", "-o", "text"),
    ("drift", "--redact", "-o", "text"),
    ("lint", "-o", "junit"),
    ("diff", "--redact", "-o", "text", "old.nomad.hcl"),
    ("graph", "-o", "html"),
)
TASK = 'task "x" {\n  driver = "raw_exec"\n  config {\n    command = "x"\n  }\n}\n'


def _routes() -> dict[str, tuple[Field, ...]]:
    """The blocks on the way from the job to each type of block."""
    found: dict[str, tuple[Field, ...]] = {"Job": ()}
    waiting = ["Job"]
    while waiting:
        of = waiting.pop(0)
        for field in BLOCKS[of]:
            if field.kind == "block" and field.block in BLOCKS and field.block not in found:
                found[field.block] = (*found[of], field)
                waiting.append(field.block)
    return found


ROUTES = _routes()


def _value(field: Field) -> str | None:
    if field.kind != "attribute":
        return None
    return {"string": "var.pw", "list(string)": "[var.pw]", "map(string)": "{ k = var.pw }"}.get(field.type)


def _jobspec(block: str, written: str) -> str:
    inside = written
    for field in reversed(ROUTES[block]):
        label = ' "nvidia/gpu"' if field.name == "device" else ' "x"' if field.labels or field.nesting == "labelled_block_map" else ""
        before = TASK if field.name == "group" and "task" not in [one.name for one in ROUTES[block]] else ""
        if field.name == "task" and not written.startswith("driver "):
            before = 'driver = "raw_exec"\nconfig {\n  command = "x"\n}\n'
        inside = f"{field.name}{label} {{\n{before}{inside}\n}}\n"
    group = "" if any(field.name == "group" for field in ROUTES[block]) else f'group "x" {{\n{TASK}}}\n'
    return f'variable "pw" {{}}\njob "j" {{\n{group}{inside}}}\n'


CASES = [(block, field.name, value) for block in ROUTES for field in BLOCKS[block] if (value := _value(field)) is not None]


def test_there_are_cases() -> None:
    assert len(CASES) > 120


@pytest.mark.parametrize("block", dict.fromkeys(block for block, _, _ in CASES))
def test_no_output_holds_the_marker(nomadspec: Runner, block: str) -> None:
    nomadspec.monkeypatch.setenv("NOMAD_VAR_pw", MARKER)
    nomadspec.write("state.json", json.dumps(STATE))
    for number, (of, name, value) in enumerate(CASES):
        if of != block:
            continue
        nomadspec.write("x.nomad.hcl", _jobspec(block, f"{name} = {value}"))
        nomadspec.write("old.nomad.hcl", _jobspec(block, ""))
        for words in (OUTPUTS[2 * number % len(OUTPUTS)], OUTPUTS[(2 * number + 1) % len(OUTPUTS)]):
            result = nomadspec(*words, *(["--state", "file:state.json"] if words[0] != "diff" else []), "x.nomad.hcl")
            assert result.status in (0, 1, 2, 255)
            pages = "".join(path.read_text() for path in nomadspec.folder.glob("nomadspec-report/*"))
            assert MARKER not in result.out + result.err + pages, f"{name} in {' '.join(words)}"


def test_the_mask_is_seen_in_markdown() -> None:
    """As an HTML tag, which it would be in prose, nobody sees it."""
    secrets = of_run({"NOMAD_VAR_pw": MARKER})
    fence = markdown_fence(MARKER)
    text = f"{markdown('`' + MARKER)} {markdown_code(MARKER + '`')}\n\n{fence}\na {MARKER}\n{fence}\n{MARKER}"
    escaped = markdown(MASK)
    assert secrets.markdown(text) == f"{markdown('`')}{escaped} `` {MASK}` ``\n\n```\na {MASK}\n```\n{escaped}"


def test_parts_of_markdown_are_the_whole() -> None:
    text = "a `b` ``c ` d`` \\` e\n```\nf `g`\n```\nh `open"
    parts = list(markdown_parts(text))
    assert "".join(part for _, part in parts) == text
    assert [part for code, part in parts if code] == ["`b`", "``c ` d``", "```\nf `g`\n```", "`open"]
