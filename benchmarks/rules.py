"""What rules in HCL cost: `python -m benchmarks.rules`.

The twenty rules of teams in fixtures/rules over 1,000 jobspecs, for each block that a rule looks at, beside the built-in rules.
"""

from __future__ import annotations

import time
from itertools import cycle, islice
from pathlib import Path

from nomadspec.jobspec.compilation import compile_partly
from nomadspec.rules.hcl.checking import as_rule
from nomadspec.rules.hcl.reading import read_rules
from nomadspec.rules.registry import builtin
from nomadspec.rules.rule_set import RuleSet
from nomadspec.rules.runner import run
from nomadspec.rules.subject import JobSubject
from nomadspec.rules.walk import visits

ROOT = Path(__file__).parents[1]
JOBSPECS = 1000
#: Milliseconds for one rule and one block.
AIM = 0.05


def seconds(rules: RuleSet, subjects: list[JobSubject]) -> float:
    """The least time that the rules take over all jobs, of three times."""
    times = []
    for _ in range(3):
        began = time.process_time()
        for subject in subjects:
            subject.memo.clear()
            run(visits(rules, subject))
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures" / "demo").rglob("*.nomad.hcl"))]
    compiled = [compile_partly(text, unset="unknown", environ={}, fs="none") for text in islice(cycle(texts), JOBSPECS)]
    subjects = [JobSubject(one.partial, one.source) for one in compiled if one.partial is not None]
    path = ROOT / "fixtures" / "rules" / "team_rules.hcl"
    written, _ = read_rules(path.read_text(encoding="utf-8"), path.name)
    rules = RuleSet(map(as_rule, written))
    looked_at = sum(len(chosen) for subject in subjects for _, chosen in visits(rules, subject))
    took = seconds(rules, subjects) - seconds(RuleSet([]), subjects)
    built_in = seconds(RuleSet(rule for rule in builtin() if rule.scope == "jobspec"), subjects)
    each = took / looked_at * 1000
    print(f"{len(written)} rules in HCL over {len(subjects)} jobspecs: {took:.2f} s, {each:.3f} ms for each of {looked_at} blocks (aim: {AIM} ms)")
    print(f"the built-in rules over the same jobspecs: {built_in:.2f} s")


if __name__ == "__main__":
    main()
