"""Templates: what is found in their text, and where."""

from __future__ import annotations

import pytest

from tests.rules.jobs import findings, in_task, lint

ALL = tuple(f"TPL{number:03}" for number in (*range(1, 17), *range(20, 29)))


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
        ("{{ range service `a` }}{{ .Addr }}{{ end }}", ["TPL020"]),
        ("{{ toUpper 5 }}", ["TPL021"]),
        ("{{ if gt (env `A`) 5 }}{{ end }}", ["TPL022"]),
        ("{{ parseInt `x` }}", ["TPL023"]),
        ("{{ template `x` }}", ["TPL024"]),
        ("{{ range env `A` }}{{ end }}", ["TPL025"]),
        ("{{ service `a` }}", ["TPL026"]),
        ("{{ with nomadVar `a` }}{{ if .on }}{{ end }}{{ end }}", ["TPL027"]),
        ("{{ with nomadVar `a` }}{{ .n | sprig_int }}{{ end }}", ["TPL028"]),
        ("{{ range service `db.service.consul` }}{{ end }}", ["TPL015"]),
        ("{{ range service `primary.db` }}{{ end }}", []),
        ("${attr.cpu.arch}", ["TPL016"]),
        ("${NOMAD_PORT_http}", []),  # a shell script may mean it
        ("# ${attr.cpu.arch}", []),
    ],
)
def test_text(data: str, codes: list[str]) -> None:
    assert [code for code, _ in findings(template(data), *ALL)] == codes


def test_the_finding_is_at_the_name() -> None:
    text = template("a\nb = {{ nope }}\nc")
    assert findings(text, "TPL002") == [("TPL002", "nope")]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("<<-EOF\n    a\n      b {{ toUpper 5 }}\n  EOF", "5"),
        ("<<EOF\nñ $${x} {{ toUpper 5 }}\nEOF", "5"),
        ('"ñ \\"$${x}\\" \\u00e9 {{ toUpper 5 }}"', "5"),
        ("<<EOF\n{{ toUpper 5 }} ${var.x}\nEOF", "5"),
        ("<<EOF\na ${var.x}\n  ${var.x} {{ toUpper 5 }}\nEOF", "${var.x} {{ toUpper 5 }}"),  # the column is known no more, the line is
        ('upper("x{{ toUpper 5 }}")', 'upper("x{{ toUpper 5 }}")'),
    ],
)
def test_the_place_is_exact_where_the_text_is_written_out(data: str, place: str) -> None:
    text = in_task(f'template {{\n  destination = "local/a"\n  change_mode = "noop"\n  data = {data}\n}}')
    text = f'variable "x" {{\n  default = "v"\n}}\n{text}'
    found = findings(text, "TPL021")
    if data.startswith("upper"):  # what it calls is not a function then
        return
    assert found == [("TPL021", place)]


@pytest.mark.parametrize(
    ("data", "code", "edit"),
    [
        ("{{ range service `a` }}\n{{ .Addr }}\n{{ end }}", "TPL020", "Addr → Address"),
        ("{{ define `part` }}x{{ end }}{{ template `Part` }}", "TPL024", "`Part` → `part`"),
        ("a\n{{ envv `A` | toUper }}", "TPL002", "envv → env"),
        ("{{ `a` | b64enc }}", "TPL002", "b64enc → sprig_b64enc"),
    ],
)
def test_the_one_name_that_is_near_is_a_fix(data: str, code: str, edit: str) -> None:
    import nomadspec

    text = template(data)
    (found,) = [diagnostic for diagnostic in nomadspec.lint(text) if diagnostic.code == code]
    assert found.fix is not None
    assert [f"{text[one.start : one.end]} → {one.text}" for one in found.fix.edits] == [edit]


def test_old_names_of_rules_go_on_working() -> None:
    from nomadspec.workspace.code_catalog import explain

    assert (explain("template-function-denied", as_json=False) or "").startswith("TPL003: template-type-function-denied")
    text = in_task('template {\n  destination = "local/a"\n  data = "{{ plugin `x` }}" # nomadspec: ignore[template-function-denied] ours allow it\n}')
    assert not findings(text, "TPL003")


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


@pytest.mark.parametrize(
    ("data", "severity"),
    [
        ("A: 1", "error"),
        ("A=1\n{{ with nomadVar `x` }}\nB={{ .b }}\n{{ end }}\nC: 1", "error"),
        ("{{ with nomadVar `x` }}\nB: 1\n{{ end }}", "warning"),  # there may be no such variable
        ("{{ with nomadVar `x` }}{{ end -}}\nA\n{{- `=1` }}", "warning"),  # the actions trim the line
        ("A={{ env `X` }}'", ""),  # what the action writes is not known
        ("{{ if\n  env `X`\n}}\n{{ end }}", ""),
    ],
)
def test_env_lines(data: str, severity: str) -> None:
    assert [d.severity for d in lint(template(data, "env = true")) if d.code == "TPL010"] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("data", "at", "severity"),
    [
        ('{{ with secret "kv/data/a" }}{{ .Data.x }}{{ end }}', "x", "warning"),
        ('{{ with "kv/data/a" | secret }}{{ .Data.x | toUpper }}{{ end }}', "x", "warning"),
        ('{{ with secret (printf "kv/data/%s" (env "A")) }}{{ .Data.x }}{{ end }}', "x", "warning"),
        ('{{ with secret "team/kv/data/a" }}{{ with .Data }}{{ .x }}{{ end }}{{ end }}', "x", "warning"),
        ('{{ $s := secret "kv/data/a" }}{{ if $s }}{{ $s.Data.x }}{{ end }}', "x", "warning"),
        ('{{ with secret "kv/data/a" }}{{ range $k, $v := .Data }}{{ $k }}{{ end }}{{ end }}', ".Data", "warning"),
        ('{{ with secret "kv/data/a" }}{{ index .Data "x" }}{{ end }}', ".Data", "warning"),
        ('{{ if env "A" }}{{ else if true }}{{ with secret "kv/data/a" }}{{ .Data.x }}{{ end }}{{ end }}', "x", "warning"),
        ('{{ with secret "kv/metadata/a" }}{{ .Data.data }}{{ end }}', ".Data.data", "warning"),
        ('{{ with secret "pki/issue/a" "common_name=b" }}{{ .Data.data.certificate }}{{ end }}', ".Data.data.certificate", "error"),
        ('{{ with secret "v1/kv/data/a" }}{{ .Data.data.x }}{{ end }}', "v1/kv/data/a", "warning"),
        ('{{ with secret "kv/data/a" }}{{ .Data.data.x }}{{ .Data.metadata.version }}{{ end }}', "", ""),
        ('{{ with secret "kv/a" }}{{ .Data.data.x }}{{ .Data.x }}{{ end }}', "", ""),  # the mount decides
        ('{{ with secret "secret/app/data/a" }}{{ .Data.x }}{{ end }}', "", ""),  # a key of version 1
        ('{{ with secret "database/creds/a" }}{{ .Data.username }}{{ end }}', "", ""),
        ('{{ with secret "kv/data/a" }}{{ range .Data.data.list }}{{ .Data.x }}{{ end }}{{ end }}', "", ""),
        ('{{ with secret "kv/metadata/a" }}{{ .Data.versions }}{{ end }}', "", ""),
    ],
)
def test_vault_data(data: str, at: str, severity: str) -> None:
    text = template(data, task="vault {}")
    found = [d for d in lint(text) if d.code == "TPL031"]
    assert [(text[d.span.start_offset : d.span.end_offset] if d.span else "", d.severity) for d in found] == ([(at, severity)] if at else [])


def test_help_for_a_comment() -> None:
    found = [d for d in lint(template("{{ /* why */ }}")) if d.code == "TPL001"]
    assert [d.help for d in found] == ["A comment begins right after the delimiter and ends right before one: {{/* … */}} or {{- /* … */ -}}."]


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
    ("first", "second", "found"),
    [
        ("local/f", "${NOMAD_TASK_DIR}/f", True),
        ("local/f", "local/./f", True),
        ("../alloc/f", "${NOMAD_ALLOC_DIR}/f", True),
        ("alloc/f", "${NOMAD_ALLOC_DIR}/f", False),  # a folder of the task of that name
        ("local/f", "secrets/f", False),
        ("local/f", "local/f", False),  # Nomad itself reports this
    ],
)
def test_one_file_by_two_names(first: str, second: str, found: bool) -> None:
    task = "".join(f'template {{\n  data = "x"\n  destination = "{destination}"\n}}\n' for destination in (first, second))
    assert bool(findings(in_task(task), "TPL013")) is found


@pytest.mark.parametrize(
    ("destination", "perms", "found"),
    [
        ("local/a", "", True),
        ("local/a", "0644", True),
        ("local/a", "0640", True),
        ("local/a", "0600", False),
        ("local/a", "600", False),
        ("local/a", "0400", False),
        ("secrets/a", "0644", False),
        ("${NOMAD_SECRETS_DIR}/a", "0644", False),
    ],
)
def test_a_secret_may_be_outside_of_secrets_if_only_its_owner_reads_it(destination: str, perms: str, found: bool) -> None:
    line = f'perms = "{perms}"' if perms else ""
    text = in_task(
        f'vault {{}}\ntemplate {{\n  data = "{{{{ with secret `kv/a` }}}}{{{{ .Data.x }}}}{{{{ end }}}}"\n  destination = "{destination}"\n  {line}\n}}'
    )
    assert bool(findings(text, "TPL012")) is found
