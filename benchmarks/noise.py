"""How much the linter says about jobspecs as people write them: findings per rule over a corpus of jobspecs.

    NOMADSPEC_GOLDENS=… python benchmarks/noise.py [--all] [--errors] [--show CODE] [--persona pedantic]

Counts over the jobspecs that Nomad accepts (`--all`: over all that parse). `--errors` lists every finding of severity error on them, which should
be right; `--show` lists the findings of a code or a prefix. What Nomad itself says has a table of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import nomadspec


def jobspecs(corpus: Path, *, everything: bool) -> Iterator[tuple[Path, Path | None, Path]]:
    """The HCL jobspecs of the corpus with the variable file of each, and the folder in which it finds the files that it reads."""
    for line in (corpus / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["format"] == "hcl" and case["parse_ok"] and (everything or case["validate_ok"]):
            folder = corpus / "jobs"
            beside = folder / case["siblings"]["tree"] / case["siblings"]["cwd"] if case["siblings"] else folder
            yield corpus / case["file"], folder / case["vars"]["file"] if case["vars"] else None, beside


def _is_nomads(code: str) -> bool:
    """Whether Nomad itself says it, or what nomadspec says in its place."""
    return code.startswith(("NOM", "EVA", "HCL"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--show", default="")
    parser.add_argument("--persona", default="regular")
    options = parser.parse_args()
    root = os.environ.get("NOMADSPEC_GOLDENS")
    if not root:
        print("set NOMADSPEC_GOLDENS to the folder that has corpus/", file=sys.stderr)
        return 2
    findings: Counter[tuple[str, str, str]] = Counter()
    files: Counter[tuple[str, str]] = Counter()
    per_file: list[int] = []
    for path, variables, folder in jobspecs(Path(root).resolve() / "corpus", everything=options.all):
        os.chdir(folder)
        found = nomadspec.lint(path, {"persona": options.persona}, environ={}, fs="any", var_files=(variables,) if variables else ())
        per_file.append(sum(not _is_nomads(d.code) for d in found))
        findings.update((d.code, d.rule, d.severity) for d in found)
        files.update({(d.code, d.severity) for d in found})
        for d in found:
            if (options.errors and d.severity == "error") or (options.show and d.code.startswith(options.show)):
                print(f"{path.name}:{d.span.start.line if d.span else 0}: {d.code} {d.rule}: {d.message}")
    print(f"{len(per_file)} jobspecs; findings a file: median {median(per_file):g}, mean {sum(per_file) / len(per_file):.2f}, most {max(per_file)}")
    for nomads in (False, True):
        print("\n| code | rule | severity | findings | files |\n| --- | --- | --- | ---: | ---: |")
        for (code, rule, severity), count in sorted(findings.items(), key=lambda item: (-item[1], item[0])):
            if _is_nomads(code) == nomads:
                print(f"| {code} | {rule} | {severity} | {count} | {files[code, severity]} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
