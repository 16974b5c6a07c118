"""A job uses CSI volumes, and no job here runs a CSI node plugin.

## What it does
Looks for volumes of type csi in repositories in which no job has a `csi_plugin` of type node or monolith. Plugins that run elsewhere are not seen.

## Why is this bad?
A volume can be mounted only where the node part of its plugin runs.
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP004"
NAME = "csi-plugin-missing"
SEVERITY = "info"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    if any(plugin["type"] in ("node", "monolith") for job in visit.jobs for plugin in job.get("csi_plugins", ())):
        return
    for job in visit.jobs:
        volume = next((row for row in job.get("volumes", ()) if row["type"] == "csi"), None)
        if volume is not None:
            yield Finding(
                f"the volume {volume['source']} needs a CSI node plugin, and no job here runs one",
                Fact(job, volume["at"], block=f'job["{job.get("id")}"].group["{volume["group"]}"]'),
                help="Ignore this where the plugin's job is kept elsewhere.",
            )
            return
