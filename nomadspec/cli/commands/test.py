"""`nomadspec test [PATH…]`: runs `*.nomadtest.hcl` files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.cli.inputs import inputs
from nomadspec.reporting.console import colored, write, write_text
from nomadspec.reporting.placement_tests import FORMATS, text_lines
from nomadspec.workspace.placement_tests.running import RunResult, run_file

if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments

SUFFIX = ".nomadtest.hcl"


def run(arguments: Arguments) -> int:
    try:
        wanted = re.compile(pattern) if (pattern := arguments.text("filter")) else None
    except re.error as error:
        raise UsageError(f"--filter: {error}") from None
    found = inputs(arguments, accept=lambda path: path.endswith(SUFFIX), missing=lambda folder, _: f"no *{SUFFIX} file in {folder}").files
    results = [result for path in found for result in run_file(path, wanted)]
    if found and not results:
        raise UnusableInput(f"no test has a name that matches {arguments.text('filter')!r}")
    results += _rule_examples(arguments, wanted)
    form = arguments.text("output_format") or "text"
    if form == "text":
        write(text_lines(results, verbose=arguments.flag("verbose")), color=colored(arguments.text("color"), arguments.flag("no_color")))
    else:
        write_text(FORMATS[form](results))
    unusable = any(failure.code == "TST001" and not result.name for result in results for failure in result.failures)
    return 2 if unusable else int(any(not result.ok for result in results))


def _rule_examples(arguments: Arguments, wanted: re.Pattern[str] | None) -> list[RunResult]:
    """The examples of the rules in HCL that the configuration names."""
    from nomadspec.cli.config_option import configurations
    from nomadspec.workspace.configuration import ConfigurationError
    from nomadspec.workspace.rule_examples import failures
    from nomadspec.workspace.written_rules import rules_of

    try:
        rules = rules_of(configurations(arguments).of("./x"))
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None
    own = [rule for rule in rules.written if (rule.good or rule.bad) and (wanted is None or wanted.search(rule.code) or wanted.search(rule.name))]
    broken = [RunResult(problem.span.path if problem.span else "", "", None, [problem]) for problem in rules.problems]
    return broken + [RunResult(rule.source.path, f"rule {rule.code} ({rule.name})", None, list(failures(rule))) for rule in own]
