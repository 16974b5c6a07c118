"""The blocks that Nomad fills in pass its own checks, in every release and for every type of job: the walk passes over them."""

from __future__ import annotations

from itertools import product

import pytest

from nomadspec.checks import walk
from nomadspec.checks.validation import Verdict, validate
from nomadspec.jobspec.admission.defaults import DEFAULT_BLOCKS
from nomadspec.jobspec.canonicalize import canonicalize
from nomadspec.jobspec.compilation import compile
from nomadspec.releases import LINES

#: Jobs with none of the blocks: one with nothing else, one whose values are odd beside those, one that is wrong.
SOUND = 'group "g" {\n task "t" {\n driver = "exec"\n config { command = "/bin/app" }\n }\n }'
ODD = (
    'group "g" {\n count = 0\n ephemeral_disk {\n size = 1\n }\n task "t" {\n driver = "exec"\n kill_timeout = "1h"\n resources {\n memory_max = 1\n }\n }\n }'
)
#: What brings implied constraints, in every release and in later ones.
DEMANDING = (
    'group "g" {\n network {\n mode = "bridge"\n }\n service {\n provider = "nomad"\n check {}\n }\n service {}\n'
    ' task "t" {\n driver = "exec"\n vault {}\n kill_signal = "SIGINT"\n }\n }'
)
DEMANDING_LATER = (
    'group "g" {\n service {\n connect {\n sidecar_service {\n proxy {\n transparent_proxy {}\n }\n }\n }\n }\n'
    ' task "t" {\n driver = "exec"\n identity {\n name = "x"\n }\n schedule {\n cron {}\n }\n resources {\n numa {\n affinity = "require"\n }\n }\n }\n }'
)
WRONG = 'group "g" {\n count = -1\n service {\n check {}\n }\n task "t" {\n driver = ""\n kill_signal = "x"\n template {}\n }\n }'


def verdict(type: str, body: str, release: str) -> Verdict:
    job = compile(f'job "j" {{\n type = "{type}"\n {body}\n}}', nomad_version=release, environ={}).job
    assert job is not None
    return validate(job)


RELEASES = [f"{major}.{minor}" for major, minor in LINES]


@pytest.mark.parametrize("type", ["service", "batch", "system", "sysbatch", "", "other"])
@pytest.mark.parametrize(
    ("release", "body"),
    [*product(RELEASES, [SOUND, ODD, DEMANDING, WRONG]), *product(RELEASES[RELEASES.index("1.9") :], [DEMANDING_LATER])],
)
def test_nothing_is_found_in_them(type: str, body: str, release: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = verdict(type, body, release)
    monkeypatch.setattr(walk, "DEFAULT_BLOCKS", frozenset())
    monkeypatch.setattr(walk, "IMPLIED", frozenset())
    looked_at = verdict(type, body, release)
    assert (without.error_text, without.warnings_text) == (looked_at.error_text, looked_at.warnings_text)


def test_a_job_has_them() -> None:
    job = compile(f'job "j" {{\n {SOUND}\n}}', environ={}).job
    assert job is not None
    group = canonicalize(job).group[0]
    task = group.task[0]
    made = [group.restart, group.reschedule, group.update, group.migrate, group.ephemeral_disk, task.logs, task.resources, task.default_identity]
    assert all(id(block) in DEFAULT_BLOCKS for block in made)
