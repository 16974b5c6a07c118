"""`nomadspec rule [CODE]`: a rule's manual page, the list of all, or of those whose code begins so (`REF`)."""

from __future__ import annotations

from nomadspec.cli.arguments import UnusableInput
from nomadspec.reporting.console import write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.rules.rule import Rule


def run(arguments: Arguments) -> int:
    from nomadspec.workspace.code_catalog import explain, listing
    from nomadspec.workspace.plugins import rule_plugins

    if (new := arguments.text("new")) is not None:
        return _write(new)
    plugins = [] if arguments.flag("no_plugins") else rule_plugins()[0]
    plugins += _written(arguments)
    as_json = arguments.text("output_format") == "json"
    if not arguments.positional:
        write_text(listing(as_json, plugins))
        return 0
    word = arguments.positional[0]
    page = explain(word, as_json, plugins)
    if page is None:
        page = listing(as_json, plugins, word.upper()) if word.isalnum() and word[0].isalpha() else ""
    if page in ("", "[]\n"):
        from nomadspec.rules.selection import unknown_entries
        from nomadspec.workspace.code_catalog import known_rules

        near = next((n for _, n in unknown_entries([word], known_rules(plugins))), None)
        raise UnusableInput(f"unknown rule {word!r}" + (f"; did you mean {near}?" if near else "") + " (`nomadspec rule` lists all)")
    write_text(page)
    return 0


def _written(arguments: Arguments) -> list[Rule]:
    """The rules in HCL of the configuration here, and those of the pack."""
    from nomadspec.cli.config_option import configurations
    from nomadspec.workspace.configuration import ConfigurationError
    from nomadspec.workspace.written_rules import pack, rules_of

    try:
        found = rules_of(configurations(arguments).of("./x")).rules
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None
    codes = {rule.code for rule in found}
    return [*found, *(rule for rule in pack().rules if rule.code not in codes)]


STARTER = """# Your own rules. List this file in nomadspec.toml: rule-files = ["FILE"].

locals {
  most_memory = 4096
}

rule "ORG001" {
  name      = "task-memory-limit"
  severity  = "warning"
  on        = "task"
  condition = self.resources.memory <= local.most_memory
  at        = "resources.memory"
  message   = "task '${self.label}' requests ${self.resources.memory} MB"
  help      = "Ask the platform team for a larger class."

  # `nomadspec test` runs these.
  bad  = "resources {\\n  memory = 9000\\n}"
  good = "resources {\\n  memory = 256\\n}"
}
"""


def _write(path: str) -> int:
    """Writes the starter; a file that already exists stays."""
    import os

    from nomadspec.cli.notes import note
    from nomadspec.workspace.files import WriteError, write_atomically

    if os.path.lexists(path):
        raise UnusableInput(f"{path} already exists")
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        write_atomically(path, STARTER.replace("FILE", path), create=True)
    except WriteError as error:
        raise UnusableInput(str(error)) from None
    except OSError as error:
        raise UnusableInput(f"{path}: {error.strerror or error}") from None
    note(f'{path} written; add it to nomadspec.toml: rule-files = ["{path}"]')
    return 0
