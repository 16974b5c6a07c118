"""Write `docs/conformance.md`, how many of Nomad's recorded answers are ours, from the figures in `docs/conformance.json`.

    python -m tools.generate_conformance [--record MEASURE.json] [--check]

`--record` takes the outcome of a measure (area → case → what differs, "" for nothing) into the figures; areas that were not measured keep theirs,
with the commit they are of.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from nomadspec.version import NOMAD_VERSION
from tools.output import deliver

DOCS = Path(__file__).parent.parent / "docs"
FIGURES = DOCS / "conformance.json"
TARGET = DOCS / "conformance.md"

#: Area of the measure → what has to be equal for a case to pass.
AREAS = {
    "corpus-compile": "public jobspecs: the API's JSON, or an error where Nomad has one",
    "corpus-validate": "public jobspecs: the verdict of `nomad job validate`",
    "corpus-plan": "public jobspecs: text and exit status of `nomad job plan`",
    "fmt": "formatting, byte for byte",
    "hcl": "the language: the job, or an error where Nomad has one",
    "hcl-text": "the language: the exact text of `nomad job run -output`",
    "hcl-error-place": "the language: line and column of errors",
    "functions": "each function call: the value, or an error where Nomad has one",
    "validate": "small jobs: the verdict of a server",
    "validate-messages": "the server's messages, one for one",
    "validate-place": "the line of an error, which Nomad does not print",
    "validate-warnings": "jobs that Nomad accepts: its warnings, one for one",
    "canonical": "the job as a server stores it",
    "driver-config": "configuration that a task driver refuses",
    "diff": "differences between two jobs: tree and text",
    "plan": "plans on a recorded cluster: the API's response, text and exit status",
    "schedule": "dry runs: what is created, updated and stopped, and what fails and why",
    "schedule-place": "dry runs with the same evaluation id: node, score and resources of each allocation",
    "schedule-why": "dry runs: each node's feasibility, and each term of its score",
    "schedule-text": "dry runs: the text of `nomad job plan`, plain and verbose",
    "schedule-follow": "what follows a plan: evaluations, deployment, status",
    "constraints": "each operator of constraints on literal values",
    "cron": "periodic schedules: valid or not, and the next five launches",
    "taskenv": "the environment and configuration that a task gets on a node",
    "agent": "agent configuration: merged, and the verdict of `nomad config validate`",
    "cli": "the command line: exact bytes and exit statuses",
    "templates": "templates: syntax errors exactly where Nomad's engine has one",
    "template-types": "templates that fail whatever the data",
    "template-types-place": "the line of the action that fails",
    "specs": "volumes, quotas and other specs: the verdict",
    "specs-decode": "volumes, quotas and other specs: the object that is sent",
    "versions-compile": "other releases of Nomad: the text of `nomad job run -output`",
    "versions-validate": "other releases of Nomad: the verdict of a server",
    "versions-messages": "other releases of Nomad: errors and warnings",
    "what-if": "after changes of a cluster: what stops, what is created, what waits",
    "what-if-exact": "after changes of a cluster: the same, to the node",
    "drift": "jobspecs against stored jobs: drift or none",
    "capacity": "how many more of a group fit, where, and why no more",
    "advice": "what the tool adds to Nomad: mistakes that must be found, and correct files that must give no finding",
}

TEXT = """# How we know it matches Nomad

nomadspec gives the answers that Nomad {nomad} would give. To measure this, the real program's answers to the same inputs were recorded. A case passes if the answers are equal: for text every byte,
for jobs every field, for plans every node and score.

- The inputs are jobspecs from public repositories, small jobs that break one rule each, calls of every function, and dry runs on clusters of many shapes.
- The measurement uses only the public API. Answers cannot be looked up: about a third of the recorded answers is not available during development and only used to check releases.
- A case fails if the tool raises an exception or takes more than 20 seconds.
- Known differences are listed in [limits](limits.md). How often each rule reports something in public jobspecs is listed in [noise](noise.md).

## Figures

{passed} of {cases} cases pass in the areas below, measured on the recorded answers that are available during development.

| area | what is compared | equal | cases | commit |
| --- | --- | ---: | ---: | --- |
{rows}
{missing}{releases}"""

#: Areas whose cases begin with the release that they are of.
OF_RELEASES = ("versions-compile", "versions-validate", "versions-messages")

RELEASES = """
## Other releases

The same inputs, answered by the last version of each release line (`--nomad-version`): equal answers of all cases.

| release | compiled jobs | verdicts | messages |
| --- | ---: | ---: | ---: |
{rows}
"""

MISSING = """
Not recorded here yet: {names}.
"""


def render() -> str:
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    measured = [name for name in AREAS if name in figures]
    rows = "\n".join(f"| {name} | {AREAS[name]} | {figures[name]['passed']} | {figures[name]['cases']} | `{figures[name]['commit']}` |" for name in measured)
    missing = [f"`{name}`" for name in AREAS if name not in figures]
    return TEXT.format(
        nomad=NOMAD_VERSION,
        passed=sum(figures[name]["passed"] for name in measured),
        cases=sum(figures[name]["cases"] for name in measured),
        rows=rows,
        missing=MISSING.format(names=", ".join(missing)) if missing else "",
        releases=_releases(figures),
    )


def _releases(figures: dict[str, Any]) -> str:
    """The table of other releases, a row each; "" where none is measured."""
    areas = [figures.get(name, {}).get("releases", {}) for name in OF_RELEASES]
    releases = sorted({release for area in areas for release in area}, key=lambda release: [int(part) for part in release.split(".")])
    shown = [[f"{area[release]['passed']} of {area[release]['cases']}" if release in area else "" for area in areas] for release in releases]
    rows = [f"| {release} | {' | '.join(cells)} |" for release, cells in zip(releases, shown, strict=True)]
    return RELEASES.format(rows="\n".join(rows)) if rows else ""


def record(outcome: dict[str, dict[str, str]], commit: str) -> None:
    """Take measured areas into the figures. Raises KeyError for an area that the page does not explain."""
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    for name, cases in outcome.items():
        if name not in AREAS:
            raise KeyError(f"area {name} is not explained in tools/generate_conformance.py")
        figures[name] = {**_count(cases.values()), "commit": commit}
        if name in OF_RELEASES:
            by_release: dict[str, list[str]] = {}
            for case, why in cases.items():
                by_release.setdefault(case.partition("/")[0], []).append(why)
            figures[name]["releases"] = {release: _count(outcomes) for release, outcomes in by_release.items()}
    ordered = {name: figures[name] for name in AREAS if name in figures}
    FIGURES.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


def _count(outcomes: Collection[str]) -> dict[str, int]:
    return {"passed": sum(not why for why in outcomes), "cases": len(outcomes)}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--record", type=Path, action="append", default=[], metavar="MEASURE.json")
    parser.add_argument("--check", action="store_true")  # deliver() reads it
    options = parser.parse_args()
    for path in options.record:
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
        record(json.loads(path.read_text(encoding="utf-8")), commit)
    return deliver({TARGET: render()})


if __name__ == "__main__":
    sys.exit(main())
