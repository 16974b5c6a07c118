"""`nomadspec rule [CODE]`: a rule's manual page, the list of all, or of those whose code begins so (`REF`)."""

from __future__ import annotations

from nomadspec.cli.arguments import UnusableInput
from nomadspec.reporting.console import write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    from nomadspec.workspace.code_catalog import explain, listing
    from nomadspec.workspace.plugins import rule_plugins

    plugins = [] if arguments.flag("no_plugins") else rule_plugins()[0]
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
