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
