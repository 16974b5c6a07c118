"""Templates: what is found in their text, and where."""

from __future__ import annotations

import pytest

from tests.rules.jobs import findings, in_task

ALL = tuple(f"TPL{number:03}" for number in range(1, 17))


def template(data: str, more: str = "", task: str = "") -> str:
    lines = "\n".join(f"    {line}" for line in data.split("\n"))
    return in_task(f'{task}\ntemplate {{\n  destination = "secrets/app.conf"\n  change_mode = "noop"\n{more}\n  data = <<-EOF\n{lines}\n  EOF\n}}')


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ("plain", []),
        ('{{ key "a" }}', []),
        ('{{ key "a" ', ["TPL001"]),
        ("{{ if true }}", ["TPL001"]),
        ("{{ include `x` }}", ["TPL002"]),
        ("{{ plugin `x` }}", ["TPL003"]),
        ("{{ keyOrDefault `x` }}", ["TPL004"]),
        ("{{ `x` | keyOrDefault `y` }}", []),
        ("{{ .Values.x }}", ["TPL005"]),
        ("{{ range service `a` }}{{ .Address }}{{ end }}", []),
        ("{{ define `x` }}{{ .Name }}{{ end }}", []),
        ("{{ with $x := service `a` }}{{ (index $x 0).Address }}{{ end }}", []),
        ("{{ (index (service `a`) 0).Address }}", ["TPL006"]),
        ("{{ if service `a` }}{{ (index (service `a`) 0).Address }}{{ end }}", []),
        ("{{ $x := service `a` }}{{ (index $x 0).Port }}", ["TPL006"]),
        ("{{ $x := service `a` }}{{ if $x }}{{ (index $x 0).Port }}{{ end }}", []),
        ("{{ $x := service `a` }}{{ $x = split `,` `a,b` }}{{ index $x 0 }}", []),
        ("{{ $x := `a,b` | split `,` }}{{ index $x 0 }}", []),
        ("{{ index (service `a` | byTag) `b` }}", []),  # of a map: nothing, and no error
        ("{{ file `local/x` }}", ["TPL014"]),
        ("{{ file `/etc/x` }}", []),
        ("{{ range service `db.service.consul` }}{{ end }}", ["TPL015"]),
        ("{{ range service `primary.db` }}{{ end }}", []),
        ("${attr.cpu.arch}", ["TPL016"]),
        ("${NOMAD_PORT_http}", []),  # a shell script may mean it
        ("# ${attr.cpu.arch}", []),
    ],
)
def test_text(data: str, codes: list[str]) -> None:
    assert [code for code, _ in findings(template(data), *ALL)] == codes


def test_the_finding_is_at_the_line() -> None:
    text = template("a\nb = {{ nope }}\nc")
    assert findings(text, "TPL002") == [("TPL002", "b = {{ nope }}")]


def test_other_delimiters() -> None:
    text = template("{{ .Values.x }} [[ env `A` ]]", 'left_delimiter = "[["\n  right_delimiter = "]]"')
    assert not findings(text, *ALL)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("A=1", False),
        ("# comment\n\nexport A=1", False),
        ("A: 1", True),
        ("{{ range ls `x` }}\n{{ .Key }}={{ .Value }}\n{{ end }}", False),
        ("{{ range\n  ls `x`\n}}A=1{{ end }}", False),
    ],
)
def test_lines_of_an_environment_file(data: str, found: bool) -> None:
    assert bool(findings(template(data, "env = true"), "TPL010")) is found


def test_vault() -> None:
    data = "{{ with secret `kv/a` }}{{ .Data.x }}{{ end }}"
    assert [code for code, _ in findings(template(data), "TPL007", "TPL012")] == ["TPL007"]
    assert not findings(template(data, task='vault {\n  role = "a"\n}'), "TPL007", "TPL012")


@pytest.mark.parametrize(
    ("destination", "found"), [("local/", True), ("secrets", True), ("${NOMAD_TASK_DIR}", True), ("local/a", False), ("${NOMAD_TASK_DIR}/a", False)]
)
def test_destination(destination: str, found: bool) -> None:
    assert bool(findings(in_task(f'template {{\n  data = "x"\n  destination = "{destination}"\n}}'), "TPL008")) is found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("https://example.com/x.zip", False),
        ("git::ssh://git@example.com/x", False),
        ("git@github.com:a/b", False),
        ("github.com/a/b", False),
        ("s3::https://s3.amazonaws.com/b/x", False),
        ("HTTP://example.com/x", False),
        ("${NOMAD_META_source}", False),
        ("gs://b/x", True),
        ("ssh://git@example.com/x", True),
        ("file:///etc/hosts", True),
        ("example.com/x.zip", True),
        ("azure::x", True),
    ],
)
def test_sources_of_artifacts(source: str, found: bool) -> None:
    assert bool(findings(in_task(f'artifact {{\n  source = "{source}"\n}}'), "ART001")) is found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("local/f", "${NOMAD_TASK_DIR}/f", True),
        ("local/f", "local/./f", True),
        ("../alloc/f", "${NOMAD_ALLOC_DIR}/f", True),
        ("alloc/f", "${NOMAD_ALLOC_DIR}/f", False),  # a folder of the task of that name
        ("local/f", "secrets/f", False),
    ],
)
def test_one_file_by_two_names(first: str, second: str, found: bool) -> None:
    task = "".join(f'template {{\n  data = "x"\n  destination = "{destination}"\n}}\n' for destination in (first, second))
    assert bool(findings(in_task(task), "TPL013")) is found
