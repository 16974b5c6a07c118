"""Fixes: edits never overlap, what comes out parses, and the finding is gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nomadspec as api
from nomadspec.rules.runner import MAX_FINDINGS
from nomadspec.source import Diagnostic, Edit, Fix, Source
from nomadspec.workspace.fixing import MAX_CHARACTERS, apply_edits, choose, fix_text
from tests.cli.conftest import nomadspec
from tests.cli.run import Runner
from tests.pipes import make_pipe
from tests.workspace.samples import FAULTY

__all__ = ["nomadspec"]

#: Everything that has a fix, each on a line of its own so that any part of them can be taken.
PARTS = {
    "port": ('port     = "http"', 'port     = "htp"'),
    "mbits": ('      port "http" {', '      mbits = 10\n      port "http" {'),
    "iops": ("cpu = 100", "cpu = 100\n        iops = 10"),
    "disk": ("memory = 64", "memory = 64\n        disk = 10"),
    "grace": ('destination = "local/x"', 'destination = "local/x"\n        vault_grace = "1s"'),
    "unused": ('driver = "docker"', 'driver = "docker" # nomadspec: ignore[REF004] x'),
}
CLEAN = """\
job "web" {
  group "api" {
    shutdown_delay = "5s"

    network {
      port "http" {
        to = 80
      }
    }

    service {
      name     = "web"
      provider = "nomad"
      port     = "http"

      check {
        type     = "http"
        method   = "GET"
        path     = "/"
        interval = "10s"
        timeout  = "2s"
      }
    }

    task "server" {
      driver = "docker"

      config {
        image = "nginx:1.27.2"
        ports = ["http"]
      }

      template {
        data        = "x"
        destination = "local/x"
      }

      resources {
        cpu = 100
        memory = 64
      }
    }
  }
}
"""


def diagnostic(*edits: tuple[int, int, str], safe: bool = True, path: str = "x") -> Diagnostic:
    source = Source("0123456789", path)
    return Diagnostic("T001", "t", "warning", "m", source.span(0, 1), fix=Fix("t", tuple(Edit(path, *edit) for edit in edits), safe=safe))


@pytest.mark.parametrize(
    ("fixes", "chosen"),
    [
        ([diagnostic((0, 2, "a")), diagnostic((2, 4, "b"))], [0, 1]),
        ([diagnostic((0, 3, "a")), diagnostic((2, 4, "b"))], [0]),
        ([diagnostic((0, 1, "a"), (8, 9, "a")), diagnostic((8, 9, "b")), diagnostic((4, 5, "c"))], [0, 2]),
        ([diagnostic((3, 3, "a")), diagnostic((3, 3, "b"))], [0]),
        ([diagnostic((0, 1, "a"), safe=False), diagnostic((0, 1, "b"))], [1]),
        ([diagnostic((0, 1, "a"), path="elsewhere")], []),
        ([diagnostic()], []),
    ],
)
def test_fixes_that_do_not_touch_are_taken_together(fixes: list[Diagnostic], chosen: list[int]) -> None:
    assert [fixes.index(found) for found, _ in choose(fixes, "x", unsafe=False)] == chosen


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10), st.text("ab", max_size=2)), max_size=6))
def test_what_is_chosen_can_always_be_applied(spans: list[tuple[int, int, str]]) -> None:
    found = choose([diagnostic((min(a, b), max(a, b), text)) for a, b, text in spans], "x", unsafe=False)
    apply_edits("0123456789", [edit for _, fix in found for edit in fix.edits])


def test_edits_that_overlap_are_never_applied() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("0123456789", [Edit("x", 0, 3, ""), Edit("x", 2, 4, "")])


@given(st.sets(st.sampled_from(sorted(PARTS))))
def test_any_faults_together(names: set[str]) -> None:
    text = CLEAN
    for name in names:
        text = text.replace(*PARTS[name])

    def lint(candidate: str) -> list[Diagnostic]:
        return list(api.lint(candidate, filename="x"))

    fixable = [finding for finding in lint(text) if finding.fix is not None and finding.fix.safe]
    fixed = fix_text(text, "x", lint)
    assert len(fixed.cured) == len(fixable)
    assert not [finding for finding in lint(fixed.text) if finding.fix is not None and finding.fix.safe]
    assert api.compile(fixed.text, filename="x").ok
    assert api.format(fixed.text) == api.format(CLEAN)


def test_a_fix_that_does_not_cure_is_dropped() -> None:
    def lint(text: str) -> list[Diagnostic]:
        return [diagnostic((0, 1, "a"))]

    assert fix_text("0123456789", "x", lint).text == "0123456789"


def test_more_findings_than_a_rule_may_have_are_fixed_in_several_rounds() -> None:
    """Others take the places of those that are gone, so that their number stays the same."""

    def lint(text: str) -> list[Diagnostic]:
        places = [place for place, letter in enumerate(text) if letter == "a"][:MAX_FINDINGS]
        return [Diagnostic("T001", "t", "warning", f"a at {place}", None, fix=Fix("t", (Edit("x", place, place + 1, "b"),), safe=True)) for place in places]

    assert fix_text("a" * (3 * MAX_FINDINGS), "x", lint).text == "b" * (3 * MAX_FINDINGS)


def test_a_large_file_is_linted_in_fewer_rounds() -> None:
    """What is left can be fixed by the next run."""
    linted = []

    def lint(text: str) -> list[Diagnostic]:
        """One finding for each letter, of which the first can be fixed."""
        linted.append(len(text))
        first = text.find("a")
        fix = Fix("t", (Edit("x", first, first + 1, "b"),), safe=True)
        return [Diagnostic("T001", "t", "warning", f"a at {place}", None, fix=fix if place == first else None) for place in range(9) if text[place] == "a"]

    assert fix_text("a" * 9 + " " * (MAX_CHARACTERS // 2 - 9), "x", lint).text.startswith("bbb" + "a" * 6)
    assert len(linted) == 4


def test_a_fix_that_breaks_something_is_dropped() -> None:
    broken = Diagnostic("T002", "t", "error", "m", None)

    def lint(text: str) -> list[Diagnostic]:
        return [diagnostic((0, 1, ""))] if text.startswith("0") else [broken]

    assert fix_text("0123456789", "x", lint).text == "0123456789"


def test_fix_and_diff_on_the_command_line(nomadspec: Runner) -> None:
    path = nomadspec.write("web.nomad.hcl", FAULTY.replace("\n", "\r\n"))
    path.chmod(0o640)
    result = nomadspec("lint", "--diff")
    assert [line.rstrip() for line in result.out.splitlines() if line[:1] in "+-"] == [
        "--- a/web.nomad.hcl",
        "+++ b/web.nomad.hcl",
        '-      port     = "htp"',
        '+      port     = "http"',
    ]
    assert result.err.splitlines()[0] == "nomadspec: 1 finding would be fixed"
    assert path.read_bytes() == FAULTY.replace("\n", "\r\n").encode()
    result = nomadspec("lint", "--fix")
    assert (result.status, result.out) == (0, "")
    assert path.read_bytes() == FAULTY.replace('"htp"', '"http"').replace("\n", "\r\n").encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [other.name for other in nomadspec.folder.iterdir() if other.is_file()] == ["web.nomad.hcl"]


def test_only_what_was_written_counts_as_fixed(nomadspec: Runner) -> None:
    from nomadspec.workspace import files

    def refuse(path: str, *_: object, **__: object) -> None:
        raise files.WriteError(f"{path}: Permission denied; left alone")

    nomadspec.write("web.nomad.hcl", FAULTY)
    nomadspec.monkeypatch.setattr(files, "write_atomically", refuse)
    result = nomadspec("lint", "--fix", "web.nomad.hcl")
    assert result.status == 2
    assert "nomadspec: web.nomad.hcl: Permission denied; left alone" in result.err
    assert "fixed\n" not in result.err
    assert "REF001" in result.out


def test_standard_input_is_fixed_to_standard_output(nomadspec: Runner) -> None:
    assert nomadspec("lint", "--fix", "--quiet", "-", stdin=FAULTY).out == FAULTY.replace('"htp"', '"http"')


def test_unsafe_fixes_only_when_asked_for(nomadspec: Runner) -> None:
    text = FAULTY.replace('"htp"', '"http"').replace(
        '    task "', '    constraint {\n      attribute = "attr.kernel.name"\n      value     = "linux"\n    }\n\n    task "'
    )
    (finding,) = api.lint(text)
    assert finding.fix is not None
    path = nomadspec.write("web.nomad.hcl", text)
    nomadspec("lint", "--fix")
    assert (path.read_text() == text) is (not finding.fix.safe)
    nomadspec("lint", "--unsafe-fixes")
    assert '"${attr.kernel.name}"' in path.read_text()


def test_a_file_that_does_not_parse_is_left_alone(nomadspec: Runner) -> None:
    path = nomadspec.write("web.nomad.hcl", FAULTY + "}")
    result = nomadspec("lint", "--fix")
    assert result.status == 1
    assert path.read_text() == FAULTY + "}"


def test_a_file_that_cannot_be_read_does_not_stop_the_others(nomadspec: Runner) -> None:
    job = 'job "x" {\n  type = "batch"\n  periodic {\n    cron = "0 3 * * *"\n  }\n  group "g" {\n    task "t" {\n      driver = "exec"\n      config {\n        command = "/bin/true"\n      }\n    }\n  }\n}\n'
    nomadspec.write("b.nomad.hcl", job)
    make_pipe(nomadspec.folder / "a.nomad.hcl")
    result = nomadspec("lint", "--fix", "a.nomad.hcl", "b.nomad.hcl")
    assert result.status == 2
    assert "a.nomad.hcl: not a regular file" in result.err
    assert "crons" in (nomadspec.folder / "b.nomad.hcl").read_text()
