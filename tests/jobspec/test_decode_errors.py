"""What is wrong with a jobspec's structure and values: Nomad's text at Nomad's place."""

from __future__ import annotations

import pytest

from nomadspec.jobspec.compilation import compile
from nomadspec.jobspec.decode import MAX_GENERATED
from nomadspec.jobspec.file_structure import MAX_UNEXPECTED
from tests.jobspec.helpers import compiled, complaints

ARGUMENT = "Unsupported argument; An argument named"
BLOCK = "Unsupported block type; Blocks of type"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("foo = 1", f'2,1-4: {ARGUMENT} "foo" is not expected here.'),
        ("datacentres = []", f'2,1-12: {ARGUMENT} "datacentres" is not expected here. Did you mean "datacenters"?'),
        ("update = {}", f'2,1-7: {ARGUMENT} "update" is not expected here. Did you mean to define a block of type "update"?'),
        ("gruop {}", f'2,1-6: {BLOCK} "gruop" are not expected here. Did you mean "group"?'),
        (
            "name {}",
            f'2,1-5: {BLOCK} "name" are not expected here. Did you mean to define argument "name"? If so, use the equals sign to assign it a value.',
        ),
        ("group {}", "2,7-8: Missing name for group; All group blocks must have 1 labels (name)."),
        ('update "x" {}', "2,8-11: Extraneous label for update; No labels are expected for update blocks."),
        (
            "update {}\nupdate {}",
            "3,1-7: Duplicate update block; Only one update block is allowed. Another was defined at job.nomad.hcl:2,1-7.",
        ),
        (
            "meta = {}\nmeta {}",
            "3,1-5: Duplicate meta block; meta may not be defined more than once. Another definition is defined at job.nomad.hcl:2,1-10.",
        ),
        ("priority = true", "2,12-16: Unsuitable value type; Unsuitable value: number required, but have bool"),
        (
            "priority = 1.5",
            "2,12-15: Unsuitable value type; Unsuitable value: value must be a whole number, between -9223372036854775808 and 9223372036854775807",
        ),
        ('all_at_once = "True"', '2,16-20: Unsuitable value type; Unsuitable value: a bool is required; to convert from string, use lowercase "true"'),
        ("datacenters = [null]", "2,15-16: Unsuitable value type; Unsuitable value: null value is not allowed"),
        ("datacenters = [[]]", "2,15-16: Unsuitable value type; Unsuitable value: element 0: string required, but have tuple"),
        ("update {\nstagger = null\n}", "3,11-15: Unsuitable value; Unsuitable duration value: nil"),
        ('update {\nstagger = "1d"\n}', '3,12-14: Unsuitable value type; Unsuitable duration value: time: unknown unit "d" in duration "1d"'),
        ("constraint {\nvalue = []\n}", '3,9-11: Incorrect attribute value type; Inappropriate value for attribute "value": string required, but have tuple.'),
        ("meta {\na {}\n}", "3,3-4: Unsuitable value type; Unsuitable value: string required, but have tuple"),
    ],
)
def test_body_of_a_job(body: str, said: str) -> None:
    assert complaints(f'job "j" {{\n{body}\n}}\n') == [f"job.nomad.hcl:{said}"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("lifecycle {}", '4,11-11: Missing required argument; The argument "hook" is required, but no definition was found.'),
        ('scaling "disk" {}', '4,9-15: Invalid scaling policy name; scaling policy name must be "cpu" or "mem"'),
        (
            'scaling "cpu" {\ntype = "vertical_mem"\n}',
            '4,1-14: Invalid scaling policy type; Invalid policy type, expected "vertical_mem" but found "vertical_cpu"',
        ),
        ("config {\na = local.x\n}", '5,10-12: Unsupported attribute; This object does not have an attribute named "x".'),
    ],
)
def test_body_of_a_task(body: str, said: str) -> None:
    assert complaints(f'job "j" {{\ngroup "g" {{\ntask "t" {{\n{body}\n}}\n}}\n}}\n') == [f"job.nomad.hcl:{said}"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("for_each = null\ncontent {}", "3,12-16: Invalid dynamic for_each value; Cannot use a null value in for_each."),
        ('for_each = "a"\ncontent {}', "3,12-15: Invalid dynamic for_each value; Cannot use a string value in for_each. An iterable collection is required."),
        (
            "for_each = []",
            '2,18-18: Missing dynamic content block; A dynamic block must have a nested block of type "content" to describe the body of each generated block.',
        ),
        ("for_each = []\nlabels = []\ncontent {}", '4,1-7: Unsupported argument; An argument named "labels" is not expected here.'),
        ("for_each = []\niterator = a.b\ncontent {}", "4,12-15: Invalid dynamic iterator name; Dynamic iterator must be a single variable name."),
    ],
)
def test_dynamic(body: str, said: str) -> None:
    found = complaints(f'job "j" {{\ndynamic "update" {{\n{body}\n}}\n}}\n')
    assert [line.removeprefix("job.nomad.hcl:") for line in found] == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "<nil>: Missing job block; A job block is required"),
        ('foo "x" {}\n', 'job.nomad.hcl:1,1-4: Unsupported block type; Blocks of type "foo" are not expected here. Did you mean "job"?'),
        ('job "a" "b" {}\n', "job.nomad.hcl:1,9-12: Extraneous label for job; Only 1 labels (name) are expected for job blocks."),
        (
            'job "a" {}\njob "b" {}\n',
            'job.nomad.hcl:2,1-8: Duplicate job block; Only one block of type "job" is allowed. Previous definition was at job.nomad.hcl:1,1-8.',
        ),
        ('{"job": {}}', "job.nomad.hcl:1,9-10: Missing block label; At least one object property is required, whose name represents the job block's name."),
        ('{"job": {"t": {"foo": 1}}}', 'job.nomad.hcl:1,16-21: Extraneous JSON object property; No argument or block type is named "foo".'),
    ],
)
def test_top_of_a_file(text: str, said: str) -> None:
    assert complaints(text) == [said]


def test_what_is_missing_comes_first_then_what_is_too_much_then_values() -> None:
    found = complaints('job "j" {\ngroup "g" {\ntask "t" {\nlifecycle {\nfoo = 1\nbar {}\nsidecar = "x"\n}\n}\n}\n}\n')
    assert [line.split(": ", 1)[1].split(";")[0] for line in found] == [
        "Missing required argument",
        "Unsupported argument",
        "Unsupported block type",
        "Unsuitable value type",
    ]


def test_errors_in_vault_and_secrets_of_a_group_are_lost() -> None:
    assert complaints('job "j" {\ngroup "g" {\nvault {\npolices = []\n}\nsecret "s" {\nbogus = 1\n}\ntask "t" {}\n}\n}\n') == []


def test_a_misspelt_name_comes_with_a_fix() -> None:
    (found,) = compiled('job "j" {\n  typ = "batch"\n}\n').diagnostics
    assert found.fix is not None
    assert [(edit.start, edit.end, edit.text) for edit in found.fix.edits] == [(12, 15, "type")]


def test_a_number_json_cannot_spell() -> None:
    c = compiled('job "j" {\ngroup "g" {\ntask "t" {\nconfig {\na = 1 / 0\n}\n}\n}\n}\n')
    assert [d.nomad for d in c.diagnostics] == ["Error converting job: json: unsupported value: +Inf"]


def test_generated_blocks_and_complaints_are_bounded() -> None:
    many = 'dynamic "group" {\nfor_each = range(300)\nlabels = ["g"]\ncontent {\ndynamic "service" {\nfor_each = range(100)\ncontent {}\n}\n}\n}\n'
    c = compiled(f'job "j" {{\n{many}}}\n')
    assert f"more than {MAX_GENERATED} blocks" in c.diagnostics[0].message
    wrong = "".join(f"foo{n} = 1\n" for n in range(2000))
    assert len(compiled(f'job "j" {{\n{wrong}}}\n').diagnostics) == MAX_UNEXPECTED


def test_an_error_knows_its_block_and_how_its_value_came_there() -> None:
    text = """
        variable "n" {
          default = "x"
        }
        job "web" {
          group "a" {
            count = var.n
            service {}
            service {
              check {
                intervall = "5s"
              }
            }
            dynamic "task" {
              for_each = [1]
              labels   = ["t"]
              content {
                leader = local.q
              }
            }
          }
        }
        """
    assert [(d.block, [step for step, _ in d.trail]) for d in compiled(text).diagnostics] == [
        ('job["web"].group["a"]', ["set by variable `n` (its default)"]),
        ('job["web"].group["a"].service[1].check[0]', []),
        ('job["web"].group["a"].task', []),
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ('variable "v" {\n  default = local.x\n}\n', (2, "Variables not allowed")),
        ('locals {\n  a = nofn()\n}\njob "a" {}\njob "b" {}\n', (2, "Call to unknown function")),
        ('variable "v" {}\n', (0, 'Unset variable "v"')),
        ('variable "v" {\n  default = local.x\n}\nfoo {}\n', (4, "Unsupported block type")),
        ("locals {}\n", (0, "Missing job block")),
        ('job "a" {\n  meta {}\n  meta "x" {}\n}\n', (3, "Extraneous label for meta")),
        ('job "a" {\n  meta = {}\n  meta "x" {}\n}\n', (3, "Extraneous label for meta")),
        ('job "a" {\n  foo = 1\n  group {}\n}\n', (3, "Missing name for group")),
    ],
)
def test_what_is_told_first(text: str, first: tuple[int, str]) -> None:
    """Variables and locals before the job that is missing or one too many; labels before all else in a body."""
    found = compile(text, filename="job.nomad.hcl", environ={}).diagnostics[0]
    assert (found.span.start.line if found.span else 0, str(found.nomad)[: len(first[1])]) == first


def test_a_key_twice_in_json() -> None:
    """Where the keys are free, Nomad has another heading."""
    for inner, said in (
        ('"type": "batch", "type": "service"', 'Duplicate argument; The argument "type" was already set'),
        ('"group": {"g": {"task": {"t": {"config": {"image": "a", "image": "b"}}}}}', 'Duplicate attribute definition; The argument "image" was already set'),
    ):
        (found,) = compile(f'{{"job": {{"a": {{{inner}}}}}}}', environ={}).diagnostics
        assert found.nomad is not None
        assert found.nomad.startswith(said)
