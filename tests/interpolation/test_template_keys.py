"""Variables that templates write: the template's text beside what can be told of it."""

from __future__ import annotations

import pytest

from nomadspec.interpolation.template_keys import TemplateKeys, template_keys
from tests.interpolation.jobs import environment, job


@pytest.mark.parametrize(
    ("text", "values", "names", "opened"),
    [
        ('A=1\n# B=2\nexport C="x y"\n', {"A": "1", "C": "x y"}, set(), False),
        ('A={{ key "a" }}\nB=1', {}, {"A", "B"}, False),
        ('{{ with secret "x" }}A={{ .Data.a }}{{ end }}', {}, {"A"}, False),
        ('{{- $x := "=" }}\n{{ if eq $x "=" }}A=1{{ end }}', {}, {"A"}, False),
        ("{{ range ls }}\n{{ .Key }}={{ .Value }}\n{{ end }}", {}, set(), True),
        ('{{ key "all" }}', {}, set(), True),
        ("", {}, set(), True),  # from a file
    ],
)
def test_keys(text: str, values: dict[str, str], names: set[str], opened: bool) -> None:
    assert template_keys({"Templates": [{"Envvars": True, "EmbeddedTmpl": text}]}) == TemplateKeys(values, frozenset(names), opened)


def test_only_templates_of_variables_count() -> None:
    assert template_keys({"Templates": [{"Envvars": False, "EmbeddedTmpl": "A=1"}]}) == TemplateKeys({}, frozenset(), False)


@pytest.mark.parametrize("text", ["{{" * 400_000, "}}" * 400_000, "A=" + " " * 900_000 + "x", "{{ if" * 200_000])
def test_long_lines_take_linear_time(text: str) -> None:
    template_keys({"Templates": [{"Envvars": True, "EmbeddedTmpl": text}]})


def template(text: str) -> str:
    return f'template {{\n data = <<EOT\n{text}\nEOT\n destination = "local/env"\n env = true\n}}'


def test_what_a_template_writes_fails_no_task() -> None:
    found = environment(job(template('TOKEN={{ key "t" }}'), config='command = "/bin/x"\nargs = ["${TOKEN}", "${OTHER}"]'), AllocID="")
    assert [item.outcome for item in found.references] == ["run-time", "fails"]
    assert found.run_time["TOKEN"] == "a template sets it"


def test_where_a_template_may_write_anything_no_plain_name_fails_the_task() -> None:
    text = template("{{ range ls }}{{ .Key }}={{ .Value }}\n{{ end }}")
    found = environment(job(text, config='command = "/bin/x"\nargs = ["${OTHER}", "${attr.nope}"]'), AllocID="")
    assert [item.message for item in found.diagnostics] == [
        'Unsupported attribute: This object does not have an attribute named "nope". This fails the task when it starts.'
    ]
