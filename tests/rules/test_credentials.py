"""Rules about identities, secrets and variables: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import findings, in_group, in_task


@pytest.mark.parametrize(
    ("blocks", "found"),
    [("identity {\n  env = true\n}\nidentity {\n  file = true\n}", True), ('identity {\n  env = true\n}\nidentity {\n  name = "x"\n  aud = ["x"]\n}', False)],
)
def test_default_identities(blocks: str, found: bool) -> None:
    assert bool(findings(in_task(blocks), "VLT002")) is found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("nomad/jobs", False),
        ("nomad/jobs/web", False),
        ("nomad/jobs/web/web/server", False),
        ("nomad/jobs/web/web/server@default", False),
        ("nomad/jobs/we", True),
        ("nomad/jobs/web/other", True),
        ("secrets/db", False),  # needs a policy for everyone
        ("nomad/job/web", True),  # there can be no such variable
        ("nomad/job-templates/a", False),
    ],
)
def test_paths_of_variables(path: str, found: bool) -> None:
    text = in_task(f'template {{\n  destination = "secrets/x"\n  data = "{{{{ with nomadVar `{path}` }}}}{{{{ .x }}}}{{{{ end }}}}"\n}}')
    assert bool(findings(text, "VLT005")) is found


@pytest.mark.parametrize(("line", "found"), [('role = "x"', False), ('rol = "x"', True), ('change_mode = "noop"', False)])
def test_names_in_a_block_of_the_group(line: str, found: bool) -> None:
    assert bool(findings(in_group("vault {\n  " + line + "\n}"), "VLT004")) is found
