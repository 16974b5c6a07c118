"""`nomadspec doctor [PATH…]`: which files, configuration, environments, release and facts about servers a run would use, and why; 1 with a problem."""

from __future__ import annotations

import os

from nomadspec.cli.arguments import Arguments, UnusableInput
from nomadspec.cli.config_option import configurations
from nomadspec.cli.inputs import excluded, included
from nomadspec.reporting.console import colored, write, write_json
from nomadspec.reporting.documents import numbered
from nomadspec.reporting.escaping import line
from nomadspec.source.record import fields_of
from nomadspec.version import NOMAD_VERSION, __version__
from nomadspec.workspace.configuration import ConfigurationError
from nomadspec.workspace.diagnosis import Fact, diagnose
from nomadspec.workspace.discovery import InputError, discover

_MARKS = {"ok": ("ok     ", "good"), "note": ("note   ", "info"), "problem": ("problem", "error")}


def run(arguments: Arguments) -> int:
    try:
        known = configurations(arguments)
        configured = known.of("./x")
        files = discover(arguments.positional, excluded=excluded(arguments, configured), included=included(configured)).files
        facts = diagnose(files, known, os.environ, arguments.many("environment"))
    except ConfigurationError as error:
        facts = [Fact("configuration", "problem", str(error))]
    except InputError as error:
        raise UnusableInput(str(error)) from None
    if arguments.text("output_format") == "json":
        checks = [{name: getattr(fact, name) for name in fields_of(fact)} for fact in facts]
        document = numbered("doctor", {"nomadspec": __version__, "nomad": NOMAD_VERSION, "checks": checks})
        write_json(document)
    else:
        width = max(len(fact.topic) for fact in facts)
        rows = [
            [_MARKS[fact.status], (f"  {fact.topic:{width}}  ", "title"), (line(fact.message), ""), (f"  ({line(fact.why)})" if fact.why else "", "dim")]
            for fact in facts
        ]
        write(rows, color=colored(arguments.text("color"), arguments.flag("no_color")))
    return int(any(fact.status == "problem" for fact in facts))
