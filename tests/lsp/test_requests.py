"""Hover, formatting and actions over a real connection."""

from __future__ import annotations

import pytest

from tests.lsp.client import Client, applied, position

JOB = """variable "count" {
  default = 3
}

job "web" {
  group "web" {
    count = var.count
    network {
      port "http" {
        to = 80
      }
    }
    task "server" {
      driver = "docker"
      kill_timeout = "90s"
      config {
        image = "redis:7"
        ports = ["http"]
      }
      env {
        A = "${attr.cpu.arch}"
        B = upper("x")
      }
      resources {
        memory = 100
      }
    }
  }
  periodic {
    cron = "0 3 * * *"
  }
}
"""


@pytest.fixture(scope="module")
def uri(client: Client) -> str:
    found = client.file(JOB)
    client.diagnostics(found, 1)
    return found


@pytest.mark.parametrize(
    ("word", "behind", "texts"),
    [
        ("group", 0, ["**group**: block", "placed"]),
        ("kill_timeout", 3, ["**kill_timeout**: duration", "1 minute 30 seconds", "does not replace running allocations"]),
        ("memory", 0, ["Default: `300`", "replaces running allocations"]),
        ("image", 0, ["**image**: string, required"]),
        ("var.count", 5, ["**var.count**", "```json\n3\n```", "set by variable `count`"]),
        ("attr.cpu", 6, ["${attr.cpu.arch}", "Architecture"]),
        ("upper", 0, ["upper(", "```"]),
        ("cron", 0, ["Next launches:", "03:00:00 UTC"]),
        ("variable", 0, ["A value set when the job is submitted"]),
    ],
)
def test_hover(client: Client, uri: str, word: str, behind: int, texts: list[str]) -> None:
    found = client.about("hover", uri, position=position(JOB, word, behind))
    for text in texts:
        assert text in found["contents"]["value"]


def test_nothing_to_say_is_no_error(client: Client, uri: str) -> None:
    assert client.about("hover", uri, position={"line": 999, "character": 0}) is None


def test_formatting_changes_only_what_differs(client: Client, uri: str) -> None:
    edits = client.about("formatting", uri, options={"tabSize": 2, "insertSpaces": True})
    assert [edit["range"]["start"]["line"] for edit in edits] == [13]
    assert '      driver       = "docker"\n      kill_timeout = "90s"\n' in applied(JOB, edits)


def test_formatting_of_a_range(client: Client, uri: str) -> None:
    stretch = {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}}
    assert client.about("rangeFormatting", uri, range=stretch, options={"tabSize": 2, "insertSpaces": True}) == []


def test_a_text_with_errors_is_not_formatted(client: Client) -> None:
    assert client.about("formatting", client.file("job {"), options={"tabSize": 2, "insertSpaces": True}) is None


def actions(client: Client, uri: str, text: str, word: str, only: list[str] | None = None) -> dict[str, str]:
    """Title → the text after the action."""
    place = position(text, word)
    context = {"diagnostics": [], **({"only": only} if only else {})}
    found = client.about("codeAction", uri, range={"start": place, "end": place}, context=context)
    return {action["title"]: applied(text, action["edit"]["changes"][uri]) for action in found}


def test_a_fix_and_a_suppression(client: Client) -> None:
    text = JOB.replace('cron = "0 3 * * *"', 'cron = "0 3 * * *"\n  }\n  meta {\n    a = "${attr.cpu.arhc}"')
    uri = client.file(text)
    client.diagnostics(uri, 1)
    found = actions(client, uri, text, "attr.cpu.arhc")
    assert any(title.startswith("Suppress REF") and "# nomadspec: ignore[" in after for title, after in found.items()), found


def test_fix_all(client: Client) -> None:
    text = JOB.replace('job "web" {', 'job "web" {\n  # nomadspec: ignore[REF004] no longer true')
    uri = client.file(text)
    assert "LNT002" in {finding["code"] for finding in client.diagnostics(uri, 1)}
    (after,) = actions(client, uri, text, "job", ["source.fixAll"]).values()
    assert "nomadspec: ignore" not in after


def test_extract_to_a_variable_and_to_a_local(client: Client, uri: str) -> None:
    found = actions(client, uri, JOB, '"redis:7"', ["refactor"])
    assert 'variable "image" {\n  type    = string\n  default = "redis:7"\n}\n\njob' in found["Extract to the variable image"]
    assert "image = var.image" in found["Extract to the variable image"]
    assert "image = local.image" in found["Extract to the local image"]


def test_convert_to_json_and_back(client: Client, uri: str) -> None:
    there = actions(client, uri, JOB, "job", ["refactor.rewrite"])["Convert to JSON"]
    assert there.startswith("{\n")
    other = client.file(there, "job.nomad.json")
    back = actions(client, other, there, "{")["Convert to HCL"]
    assert 'variable "count" {\n  default = 3\n}\n\njob "web" {\n' in back


def test_a_conversion_says_that_comments_are_lost(client: Client) -> None:
    text = "# the shop\n" + JOB
    found = actions(client, client.file(text), text, 'job "web"')
    assert "Convert to JSON (removes comments)" in found


def test_a_job_of_the_api_becomes_hcl(client: Client) -> None:
    text = '{"Job": {"ID": "web", "Name": "web", "TaskGroups": [{"Name": "g", "Count": 2, "Tasks": [{"Name": "t", "Driver": "docker"}]}]}}'
    found = actions(client, client.file(text, "job.nomad.json"), text, "{")["Convert to HCL"]
    assert 'group "g" {\n    count = 2\n' in found


def test_an_editor_that_asks_inside_a_task_is_not_offered_a_conversion(client: Client, uri: str) -> None:
    assert not any(title.startswith("Convert") for title in actions(client, uri, JOB, "kill_timeout"))
