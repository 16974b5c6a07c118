"""Write `nomadspec/_generated/rule_index.py`, the table of all rules, and `docs/rules/`, a page for each, from the rule modules.

    python -m tools.generate_rules [--check]

The index lets the linter know every rule without importing one.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
INDEX = ROOT / "nomadspec" / "_generated" / "rule_index.py"
PAGES = ROOT / "docs" / "rules"
SCOPES = ("jobspec", "repository", "cluster", "agent")

HEADER = '''"""All rules, without importing one. Generated from the rule modules by `tools/generate_rules.py`; do not edit."""

from __future__ import annotations

from nomadspec.rules.rule import Rule as R

RULES: tuple[R, ...] = (
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


def row(scope: str, module: ModuleType) -> str:
    summary = (module.__doc__ or "").strip().splitlines()[0]
    arguments = [
        repr(module.CODE),
        repr(module.NAME),
        repr(module.SEVERITY),
        repr(scope),
        repr(tuple(getattr(module, "BLOCKS", ()))),
        repr(module.__name__),
        repr(summary),
    ]
    defaults: dict[str, object] = {"PERSONA": "regular", "OPTIONS": {}, "FIXABLE": "", "IF_WRITTEN": (), "IF_ANY": (), "SAME_AS": ""}
    for name, default in defaults.items():
        value = getattr(module, name, default)
        if value != default:
            arguments.append(f"{name.lower()}={value!r}")
    return f"    R({', '.join(arguments)}),\n"


def index() -> str:
    return HEADER + "".join(row(scope, module) for scope, module in rule_modules()) + ")\n"


def page(scope: str, module: ModuleType) -> str:
    text = (module.__doc__ or "").strip()
    summary, _, rest = text.partition("\n")
    fixable = {"safe": "always, safely", "unsafe": "with `--unsafe-fixes`", "sometimes": "sometimes"}.get(getattr(module, "FIXABLE", ""), "no")
    head = f"# {module.CODE}: {module.NAME}\n\n{summary}\n\n| severity | scope | persona | fix |\n| --- | --- | --- | --- |\n| {module.SEVERITY} | {scope} | {getattr(module, 'PERSONA', 'regular')} | {fixable} |\n"
    return f"{head}\n{rest.strip()}\n"


def overview() -> str:
    lines = [
        "# Rules\n",
        "\nGenerated from the rule modules. `nomadspec rule CODE` prints a page. What Nomad itself says is listed [apart](nomad.md).\n",
        "\n| code | name | severity | |\n| --- | --- | --- | --- |\n",
    ]
    for _, module in rule_modules():
        summary = (module.__doc__ or "").strip().splitlines()[0].replace("|", "\\|")
        lines.append(f"| [{module.CODE}]({module.CODE}.md) | {module.NAME} | {module.SEVERITY} | {summary} |\n")
    return "".join(lines)


FAMILIES = {
    "HCL": ("Syntax", "The text is no HCL, or no JSON."),
    "EVA": ("Evaluation and decoding", "Expressions, variables, and names and values that a jobspec cannot have."),
    "NOM": ("Checks", "What a server refuses or warns about. The first digit names the block."),
    "AGT": ("Agents", "What an agent refuses or says when it starts with a configuration. From AGT201 on there are rules of our own."),
}


def nomad_page() -> str:
    """The page of all that Nomad itself says."""
    from nomadspec.workspace.code_catalog import nomad_messages

    lines = ["# What Nomad itself says\n", "\nGenerated from the tables of checks. `nomadspec rule CODE` prints one of them.\n"]
    family = ""
    for said in nomad_messages():
        if said.code[:3] != family:
            family = said.code[:3]
            title, about = FAMILIES[family]
            lines += [f"\n## {title}\n\n{about}\n", "\n| code | name | severity | Nomad's text | what to do |\n| --- | --- | --- | --- | --- |\n"]
        text, help = (" ".join(words.split()).replace("|", "\\|").replace("<", "&lt;") for words in (said.text, said.help))
        lines.append(f"| {said.code} | {said.name} | {said.severity} | {text} | {help} |\n")
    return "".join(lines)


def files() -> dict[Path, str]:
    """Every generated file with its text."""
    pages = {PAGES / f"{module.CODE}.md": page(scope, module) for scope, module in rule_modules()}
    return {INDEX: index(), PAGES / "README.md": overview(), PAGES / "nomad.md": nomad_page(), **pages}


def main() -> int:
    wanted = files()
    stale = [path for path in PAGES.glob("*.md") if path not in wanted]
    if "--check" in sys.argv:
        return int(bool(stale) or any(not path.exists() or path.read_text(encoding="utf-8") != text for path, text in wanted.items()))
    PAGES.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
