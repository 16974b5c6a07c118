"""Text from outside is escaped for where it goes: one hostile name through every format."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from nomadspec.cli.options import LINT_FORMATS
from tests.cli.run import Runner

#: Terminal escapes, a title change, bidirectional override, a line break, workflow commands, markup of every kind.
HOSTILE = "\x1b[31mred\x1b]0;title\x07\u202eevil\u2066\r\n::error::pwned\n%0A</failure><script>alert(1)</script>&\"'[bold]x[/bold]`|*_{{x}}"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def jobspec() -> str:
    name = HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\x1b", "\\u001b").replace("\x07", "\\u0007")
    return f'job "{name}" {{\n  group "g" {{\n    network {{\n      port "http" {{}}\n    }}\n    service {{\n      name = "{name}"\n      port = "{name}"\n    }}\n    task "t" {{\n      driver = "docker"\n      config {{\n        image = "x"\n        "{name}" = 1\n      }}\n    }}\n  }}\n}}\n'


@pytest.mark.parametrize("form", LINT_FORMATS)
def test_lint_in_every_format(nomadspec: Runner, form: str) -> None:
    nomadspec.write("job.nomad.hcl", jobspec().replace('"{name}"', "x"))
    result = nomadspec("lint", "--stdin-filename", f"{HOSTILE}.nomad.hcl", "-o", form, "-", stdin=jobspec())
    assert result.status == 1
    if form in ("json", "jsonl", "sarif", "gitlab", "rdjson"):
        for line in [result.out] if form != "jsonl" else result.out.splitlines():
            json.loads(line)
    elif form in ("junit", "checkstyle"):
        ElementTree.fromstring(result.out)
        assert "<script>" not in result.out
    if form not in ("json", "jsonl"):
        assert not UNSAFE.search(result.out)
    if form == "github":
        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in result.out.splitlines())
        assert not any(line.startswith("::error::pwned") for line in result.out.splitlines())
    assert not UNSAFE.search(result.err)


def test_markup_of_rich_is_text(nomadspec: Runner) -> None:
    result = nomadspec("lint", "--color", "always", "-", stdin='job "[bold]x[/bold]" {\n  "[link=http://x]" = 1\n}\n')
    assert "[bold]x[/bold]" in result.out or "[link=http://x]" in result.out
    assert "\x1b]8;" not in result.out


def test_names_of_files_in_usage_errors(nomadspec: Runner) -> None:
    result = nomadspec("lint", f"{HOSTILE}.hcl")
    assert result.status == 2
    assert not UNSAFE.search(result.err)


@pytest.mark.parametrize(
    "words",
    [
        ["validate"],
        ["plan", "--color", "always"],
        ["plan", "-o", "markdown"],
        ["plan", "-o", "html"],
        ["plan", "-o", "rich"],
        ["env"],
        ["graph"],
        ["graph", "-o", "mermaid"],
        ["graph", "-o", "html"],
        ["fmt", "--diff"],
        ["lint", "--diff", "--fix"],
        ["diff"],
    ],
)
def test_every_other_command(nomadspec: Runner, words: list[str]) -> None:
    text = jobspec().replace("        image", "image")
    nomadspec.write("old.nomad.hcl", text.replace('image = "x"', 'image = "y"'))
    nomadspec.write("job.nomad.hcl", text)
    result = nomadspec(*words, *(["old.nomad.hcl"] if words == ["diff"] else []), "job.nomad.hcl")
    assert "internal fault" not in result.err
    assert "<script>alert(1)" not in result.out or words[-1] not in ("html", "markdown")
    shown = re.sub("\x1b\\[[0-9;]*m", "", result.out + result.err) if "--color" in words else result.out + result.err
    assert not UNSAFE.search(shown)


#: What Nomad takes as the name of a job, a group and a task.
ACCEPTED = "x\x1b[31m\u202e\u2066</title><script>alert(1)</script>&'[bold]`|*_{{x}}%0A::error::"


@pytest.mark.parametrize(
    "words",
    [
        ["validate"],
        ["plan"],
        ["plan", "-o", "rich"],
        ["plan", "-o", "markdown"],
        ["plan", "-o", "html"],
        ["plan", "--explain"],
        ["env"],
        ["graph"],
        ["graph", "-o", "mermaid"],
        ["graph", "-o", "html"],
        ["diff"],
        ["diff", "-o", "markdown"],
    ],
)
def test_names_that_nomad_accepts(nomadspec: Runner, words: list[str]) -> None:
    quoted = ACCEPTED.replace("\x1b", "\\u001b")
    task = quoted.replace("/", "")  # which a task's name cannot have
    text = f'job "{quoted}" {{\n  group "{quoted}" {{\n    task "{task}" {{\n      driver = "docker"\n      config {{\n        image = "x"\n      }}\n      env {{\n        A = "{quoted}"\n      }}\n    }}\n  }}\n}}\n'
    nomadspec.write("old.nomad.hcl", text.replace('image = "x"', 'image = "y"'))
    nomadspec.write("job.nomad.hcl", text)
    result = nomadspec(*words, *(["old.nomad.hcl"] if words[0] == "diff" else []), "job.nomad.hcl")
    assert result.status in (0, 1), result.err
    if "html" in words:
        assert "<script>" not in result.out
    if words not in (["plan"], ["diff"], ["plan", "--explain"], ["validate"]):
        assert not UNSAFE.search(result.out)
    assert not UNSAFE.search(result.err)


def test_what_validate_prints_does_not_drive_a_terminal() -> None:
    """On a terminal; elsewhere it is what Nomad prints, to the byte."""
    import io

    from nomadspec.reporting.console import write_text

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    said = 'Job ID "x\x1b]0;title\x07" and \u202e more\n\tindented\n'
    shown, kept = Terminal(), io.StringIO()
    write_text(said, shown)
    write_text(said, kept)
    assert kept.getvalue() == said
    assert not {"\x1b", "\x07", "\u202e"} & set(shown.getvalue())
    assert shown.getvalue().endswith("\n\tindented\n")
