"""`nomadspec compile`: a jobspec as the API's JSON, exactly as `nomad job run -output` prints it."""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UsageError
from nomadspec.cli.inputs import compile_arguments, compile_path, complaints, files, refusal
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.jobspec.compilation import Compilation


def run(arguments: Arguments) -> int:
    from nomadspec.reporting.findings import text_report

    paths = files(arguments)
    lines = arguments.text("output_format") or ("json" if len(paths) == 1 else "jsonl")
    if lines == "json" and len(paths) > 1:
        raise UsageError(f"-o json prints one job, but {len(paths)} files were found; use -o jsonl")
    status = 0
    color = colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr)
    for path in paths:
        compiled = compile_path(arguments, path, compile_arguments(arguments, path, confined=False))
        status = max(status, 0 if compiled.ok else refusal(compiled))
        if lines == "policy" and compiled.ok and compiled.job is not None:
            write_text(_policy(path, compiled))
            continue
        if lines == "jsonl":
            write_text(_jsonl(path, compiled))
            continue
        if compiled.ok and lines == "json":
            write_text(compiled.to_json())
        write(text_report(complaints(compiled)), color=color, stream=sys.stderr)
    return status


def _policy(path: str, compiled: Compilation) -> str:
    """The document for policy engines; for several files, one per line."""
    from nomadspec.jobspec.policy_document import policy_document
    from nomadspec.reporting.escaping import json_text

    assert compiled.job is not None
    return json_text(policy_document(compiled.job, path), separators=(",", ":")) + "\n"


def _jsonl(path: str, compiled: Compilation) -> str:
    from nomadspec.reporting.escaping import json_text
    from nomadspec.reporting.machine import finding

    job = compiled.to_api()["Job"] if compiled.ok else None
    row = {"path": path, "ok": compiled.ok, "job": job, "diagnostics": [finding(d) for d in complaints(compiled)]}
    return json_text(row, separators=(",", ":")) + "\n"
