"""What the documentation shows is what happens: every command block is run, with its output, and every command in a line of text can be read.

    ```console
    $ nomadspec lint report.nomad.hcl        # runs in a copy of fixtures/demo; what follows is its output, both streams as a terminal shows them
    error[REF001]: …                         # "…" at the end of a line stands for the rest of it, a line of its own for any number of lines
    ```

Blocks of one page are run one after the other in the same folder.
"""

from __future__ import annotations

import gc
import io
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from nomadspec.cli.arguments import parse
from nomadspec.cli.entry import main
from nomadspec.cli.options import COMMANDS_BY_NAME

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

#: Commands of other programs, which are shown and not run here.
OTHERS = ("make", "pip")


class Shown(NamedTuple):
    """A command of a block, and the output that the page shows; `line` of the page."""

    words: list[str]
    output: str
    line: int


def shown(page: Path) -> list[Shown]:
    """The commands of the page's blocks."""
    text = page.read_text(encoding="utf-8")
    found = []
    for block in re.finditer(r"^```console\n(.*?)^```$", text, re.S | re.M):
        for command in re.finditer(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block[1], re.M):
            line = text.count("\n", 0, block.start(1) + command.start()) + 1
            found.append(Shown(shlex.split(command[1], comments=True), command[2], line))
    return found


def run(words: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit status of the command, and what a terminal shows of it, without colours."""
    both = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with monkeypatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "100")
        patch.setattr(sys, "stdout", both)
        patch.setattr(sys, "stderr", both)
        try:
            status = main(words)
        finally:
            gc.enable()
        return status, both.buffer.getvalue().decode("utf-8")


def pattern(output: str) -> re.Pattern[str]:
    """The output that a block shows, as an expression."""
    lines = [r"(?:.*\n)*?" if line == "…" else re.escape(line.removesuffix("…")) + (".*" if line.endswith("…") else "") + r"\n" for line in output.splitlines()]
    return re.compile("".join(lines))


@pytest.mark.parametrize("page", [page for page in PAGES if shown(page)], ids=lambda page: page.name)
def test_commands_print_what_the_page_shows(page: Path, tmp_path: Path, fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(fixtures / "demo", folder)
    for words, output, line in shown(page):
        if words[0] in OTHERS:
            continue
        assert words[0] == "nomadspec", f"{page.name}:{line}: {words[0]} is not run by this test"
        _, got = run(words[1:], folder, monkeypatch)
        assert pattern(output).fullmatch(got), f"{page.name}:{line}: the page shows\n{output}\nand this is printed:\n{got}"


def inline() -> list[tuple[str, str]]:
    """(page, command) of the commands in the text of all pages. What is not a whole command has a word such as FILE or … in it."""
    found = []
    for page in PAGES:
        prose = re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
        found += [(page.name, command) for command in re.findall(r"`nomadspec ([^`\n]+)`", prose)]
    return found


@pytest.mark.parametrize(("page", "command"), inline())
def test_commands_in_the_text_can_be_read(page: str, command: str) -> None:
    words = shlex.split(command.replace("…", "x"))
    if words[0].startswith("-"):
        return
    two = " ".join(words[:2])
    name = two if two in COMMANDS_BY_NAME else words[0]
    assert name in COMMANDS_BY_NAME, f"{page}: there is no command {words[0]}"
    choices = {choice for option in COMMANDS_BY_NAME[name].options for choice in option.choices}
    rest = words[len(name.split()) :]
    given = [next(iter(choice for choice in word.split("|") if choice in choices), word) for word in rest]
    if COMMANDS_BY_NAME[name].actions or (not given and COMMANDS_BY_NAME[name].positional):
        return  # the command as such
    parse(COMMANDS_BY_NAME[name], given)


#: Commands of the README's table that cannot be run here, and why.
NOT_RUN = {
    "state capture": "reads from an agent",
    "acl explain": "needs policies",
    "agent": "is about the configuration of this machine",
    "template": "the example has no templates",
    "lint -o sarif|": "names several formats",
}


@pytest.mark.parametrize("command", [command for page, command in inline() if page == "README.md" and not command.startswith(tuple(NOT_RUN))])
def test_the_commands_of_the_readme_work(command: str, tmp_path: Path, fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(fixtures / "demo", folder)
    (folder / "cluster.json").rename(folder / "snapshot.json")
    (folder / "clients").mkdir()
    (folder / "clients" / "agent.hcl").write_text('data_dir = "/opt/nomad"\n\nclient {\n  enabled = true\n}\n', encoding="utf-8")
    status, printed = run(shlex.split(command), folder, monkeypatch)
    assert status in (0, 1), printed
