"""`nomadspec test [PATH…]`: runs `*.nomadtest.hcl` files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.cli.config_option import usage
from nomadspec.cli.executor_option import executor
from nomadspec.cli.inputs import inputs, variables
from nomadspec.cli.progress import progress
from nomadspec.cli.release_option import checked_release
from nomadspec.reporting.console import colored, write, write_text
from nomadspec.reporting.placement_tests import FORMATS, text_lines
from nomadspec.workspace.configuration import ConfigurationError
from nomadspec.workspace.environments import values
from nomadspec.workspace.masking import of_environment
from nomadspec.workspace.placement_tests.cluster import Given
from nomadspec.workspace.placement_tests.running import RunResult, run_test, test_names
from nomadspec.workspace.redaction import of_credentials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.cli.arguments import Arguments

SUFFIX = ".nomadtest.hcl"
#: From so many tests on, a terminal shows how far the run is.
MANY_TESTS = 10


def run(arguments: Arguments) -> int:
    try:
        wanted = re.compile(pattern) if (pattern := arguments.text("filter")) else None
    except re.error as error:
        raise UsageError(f"--filter: {error}") from None
    found = inputs(arguments, accept=lambda path: path.endswith(SUFFIX), missing=lambda folder, _: f"no *{SUFFIX} file in {folder}").files
    results = _run_all(arguments, found, wanted)
    if found and not results:
        raise UnusableInput(f"no test has a name that matches {arguments.text('filter')!r}")
    results = [_masked(result) for result in (*results, *_rule_examples(arguments, wanted))]
    form = arguments.text("output_format") or "text"
    if form == "text":
        write(text_lines(results, verbose=arguments.flag("verbose")), color=colored(arguments.text("color"), arguments.flag("no_color")))
    else:
        write_text(FORMATS[form](results))
    unusable = any(failure.code == "TST001" and not result.name for result in results for failure in result.failures)
    return 2 if unusable else int(any(not result.ok for result in results))


def _masked(result: RunResult) -> RunResult:
    """The result without secrets of the environment: a state may hold them, too."""
    texts = {failure.span.source.text for failure in result.failures if failure.span is not None}
    value = of_credentials(os.environ).text(result.value) if result.value is not None else None
    return RunResult(result.path, result.name, value, of_environment(os.environ, "\0".join(texts))(result.failures))


def _run_all(arguments: Arguments, paths: Sequence[str], wanted: re.Pattern[str] | None) -> list[RunResult]:
    """The results of all tests, in the order of files and of tests in them; several at the same time with `--jobs`."""
    given = {path: _given(arguments, path) for path in paths}
    tests = [(path, name) for path in paths for name in test_names(path, wanted)]
    show = progress(arguments, len(tests), least=MANY_TESTS)
    results: list[RunResult] = []
    with executor(arguments) as pool:
        started = [pool.submit(run_test, path, name, given[path]) for path, name in tests] if pool is not None and len(tests) > 1 else None
        for number, (path, name) in enumerate(tests):
            results += run_test(path, name, given[path]) if started is None else started[number].result()
            if show is not None:
                show(number + 1, len(tests))
    return results


def _given(arguments: Arguments, path: str) -> Given:
    """What the configuration, the environment and the command line give to a test file and its jobs."""
    try:
        configured = values(usage(arguments, path))
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None
    of_command: dict[str, object] = {**variables(arguments)}
    return Given([*configured, *arguments.many("var_file"), of_command], checked_release(arguments, path))


def _rule_examples(arguments: Arguments, wanted: re.Pattern[str] | None) -> list[RunResult]:
    """The examples of the rules in HCL that the configuration names."""
    from nomadspec.cli.config_option import configurations
    from nomadspec.workspace.rule_examples import failures
    from nomadspec.workspace.written_rules import rules_of

    try:
        rules = rules_of(configurations(arguments).of("./x"))
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None
    own = [rule for rule in rules.written if (rule.good or rule.bad) and (wanted is None or wanted.search(rule.code) or wanted.search(rule.name))]
    broken = [RunResult(problem.span.path if problem.span else "", "", None, [problem]) for problem in rules.problems]
    return broken + [RunResult(rule.source.path, f"rule {rule.code} ({rule.name})", None, list(failures(rule))) for rule in own]
