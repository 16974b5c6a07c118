"""What `lint` is for one file: compile, what Nomad says (checks), what Nomad never says (rules)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.source import Diagnostic


def lint(source: Any, config: Any = None, state: Any = None, **compile_arguments: Any) -> list[Diagnostic]:
    """All findings of one jobspec: HCL text or a Path; `compile_arguments` as of `nomadspec.compile`.

    Variables without a value are carried as unknown: checks and rules that need them say nothing.
    """
    from nomadspec.checks.validation import validate
    from nomadspec.jobspec.compilation import compile

    compile_arguments.setdefault("unset", "unknown")
    compiled = compile(source, **compile_arguments)
    findings = list(compiled.diagnostics)
    if compiled.ok and compiled.job is not None:
        verdict = validate(compiled.job, state)
        findings += [*verdict.errors, *verdict.warnings]
    return findings
