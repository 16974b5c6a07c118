"""Write `nomadspec/_generated/rule_index.py`, the table of all rules, and `docs/rules/`, a page for each, from the rule modules.

    python -m tools.generate_rules [--check]

The index lets the linter know every rule without importing one.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
import sys
from importlib import import_module, reload
from pathlib import Path
from typing import TYPE_CHECKING

from nomadspec._generated import rule_index
from nomadspec.rules.contract import SCOPES, rule_of
from nomadspec.rules.registry import builtin
from tools.examples import PageError, fences, rendered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from nomadspec.rules.rule import Rule

ROOT = Path(__file__).parent.parent
INDEX = ROOT / "nomadspec" / "_generated" / "rule_index.py"
PAGES = ROOT / "docs" / "rules"
WITH_EXAMPLES = ("Example", "Use instead")

HEADER = '''"""All rules, without importing one. Generated from the rule modules by `tools/generate_rules.py`; do not edit."""

from __future__ import annotations

from nomadspec.rules.rule import Rule as R
from nomadspec.source.on_demand import OnDemand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

#: Scope → its rules, in order of code. They are made at the first reading: a run needs those of a scope or two.
RULES: Mapping[str, tuple[R, ...]] = OnDemand({
'''


def rule_modules() -> list[tuple[str, ModuleType]]:
    """(scope, module) of every rule, in order of code."""
    found = []
    for scope in SCOPES:
        package = import_module(f"nomadspec.rules.{scope}")
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            try:
                module = import_module(info.name)
            except Exception as error:
                if "--check" in sys.argv or "pytest" in sys.modules:
                    raise
                print(f"left out: {info.name}: {error}", file=sys.stderr)
                continue
            if hasattr(module, "CODE"):
                found.append((scope, module))
    return sorted(found, key=lambda item: str(item[1].CODE))


#: Parameters of a Rule that most leave out, with their defaults.
OPTIONAL: dict[str, object] = {
    "persona": "regular",
    "options": {},
    "fixable": "",
    "if_written": (),
    "if_any": (),
    "stops_agent": False,
    "same_as": "",
    "since": "",
    "until": "",
}


def row(scope: str, module: ModuleType) -> str:
    """The rule's line of the index. Raises `ContractError`."""
    rule = rule_of(module, scope)
    arguments = [repr(value) for value in (rule.code, rule.name, rule.severity, rule.scope, rule.blocks, rule.module, rule.summary)]
    arguments += [f"{name}={getattr(rule, name)!r}" for name, default in OPTIONAL.items() if getattr(rule, name) != default]
    return f"        R({', '.join(arguments)}),\n"


def index() -> str:
    modules = rule_modules()
    tables = (f"    {scope!r}: lambda: (\n{''.join(row(scope, module) for of, module in modules if of == scope)}    ),\n" for scope in SCOPES)
    return HEADER + "".join(tables) + "})\n"


def page(rule: Rule, module: ModuleType) -> str:
    """A rule's page: its docstring, with what the rule prints below each example."""
    text = inspect.cleandoc(module.__doc__ or "")
    summary, _, rest = text.partition("\n")
    for heading in WITH_EXAMPLES:
        fences(rule, heading)
    parts = re.split(r"^## (.+)$", rest, flags=re.M)
    body = parts[0] + "".join(
        f"## {heading}{rendered(rule, heading, section) if heading in WITH_EXAMPLES else section}"
        for heading, section in zip(parts[1::2], parts[2::2], strict=True)
    )
    fixable = {"safe": "always, safely", "unsafe": "with `--unsafe-fixes`", "sometimes": "sometimes"}.get(rule.fixable, "no")
    head = f"# {rule.code}: {rule.name}\n\n{summary}\n\n| severity | scope | persona | fix |\n| --- | --- | --- | --- |\n| {rule.severity} | {rule.scope} | {rule.persona} | {fixable} |\n"
    return f"{head}\n{body.strip()}\n"


def overview() -> str:
    lines = [
        "# Rules\n",
        "\nGenerated from the rule modules. `nomadspec rule CODE` prints a page. Problems that Nomad itself reports are listed [separately](nomad.md). Examples only show the relevant part of a file; below each is the output of `nomadspec lint` for the whole file.\n",
        "\n| code | name | severity | |\n| --- | --- | --- | --- |\n",
    ]
    for _, module in rule_modules():
        summary = (module.__doc__ or "").strip().splitlines()[0].replace("|", "\\|")
        lines.append(f"| [{module.CODE}]({module.CODE}.md) | {module.NAME} | {module.SEVERITY} | {summary} |\n")
    return "".join(lines)


FAMILIES = {
    "HCL": ("Syntax", "The file is not valid HCL or JSON."),
    "EVA": ("Evaluation and decoding", "Expressions, variables, and names and values that are not allowed in a jobspec."),
    "NOM": ("Checks", "What a server rejects or warns about. The first digit identifies the block."),
    "SPC": (
        "Other specifications",
        "What the commands and servers reject in volumes, namespaces, node pools, quotas, ACL and variable files. Codes from SPC101 on are nomadspec's own rules.",
    ),
    "AGT": ("Agents", "What an agent rejects or reports when it starts with a configuration. Codes from AGT201 on are nomadspec's own rules."),
}


def nomad_page() -> str:
    """The page of all that Nomad itself says."""
    from nomadspec.workspace.code_catalog import nomad_messages

    lines = ["# What Nomad itself reports\n", "\nGenerated from the tables of codes. `nomadspec rule CODE` prints one entry.\n"]
    family = ""
    for said in nomad_messages():
        if said.code[:3] != family:
            family = said.code[:3]
            title, about = FAMILIES[family]
            lines += [f"\n## {title}\n\n{about}\n", "\n| code | name | severity | Nomad's text | cause | what to do |\n| --- | --- | --- | --- | --- | --- |\n"]
        text, cause, help = (" ".join(words.split()).replace("|", "\\|").replace("<", "&lt;") for words in (said.text, said.cause, said.help))
        anchor = f'<a id="{said.code.lower()}"></a>{said.code}'
        lines.append(f"| {anchor} | {said.name} | {said.severity} | {text} | {cause} | {help} |\n")
    return "".join(lines)


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file with its text; the index comes first, since the pages' examples run the rules that it lists. Raises `PageError` at the end."""
    yield INDEX, index()
    yield PAGES / "README.md", overview()
    yield PAGES / "nomad.md", nomad_page()
    rules = {rule.code: rule for rule in builtin()}
    faults = []
    for _, module in rule_modules():
        try:
            yield PAGES / f"{module.CODE}.md", page(rules[module.CODE], module)
        except PageError as error:
            faults.append(str(error))
    if faults:
        raise PageError("\n".join(faults))


def main() -> int:
    check = "--check" in sys.argv
    PAGES.mkdir(parents=True, exist_ok=True)
    stale = {*PAGES.glob("*.md")}
    faults = []
    try:
        for path, text in files():
            stale.discard(path)
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            if check:
                faults.append(f"{path.relative_to(ROOT)} is out of date")
                continue
            path.write_text(text, encoding="utf-8")
            if path == INDEX:
                reload(rule_index)
    except PageError as error:
        faults.append(str(error))
        stale = set()
    for path in stale:
        if check:
            faults.append(f"{path.relative_to(ROOT)} belongs to no rule")
        else:
            path.unlink()
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
