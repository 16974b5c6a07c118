"""A CSI controller whose node part no job runs.

## What it does
Looks for plugin ids of which jobs here run a controller, but neither a node plugin nor a monolith. A node plugin without a controller is fine: many plugins need none. Repositories whose plugins are not all known are left alone.

## Why is this bad?
The controller creates and attaches volumes; to mount them every client needs the node part under the same id. Often the two ids differ by a slip.
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP006"
NAME = "csi-node-part-missing"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    if any("csi_plugins" in job["unknown"] for job in visit.jobs):
        return
    on_nodes = {plugin["id"] for job in visit.jobs for plugin in job.get("csi_plugins", ()) if plugin["type"] in ("node", "monolith")}
    if any("${" in name for name in on_nodes):
        return
    for job in visit.jobs:
        for plugin in job.get("csi_plugins", ()):
            if plugin["type"] == "controller" and plugin["id"] not in on_nodes and "${" not in plugin["id"]:
                yield Finding(
                    f"no job here runs the node part of the CSI plugin {plugin['id']}",
                    Fact(job, plugin["at"], block=f'job["{job.get("id")}"]'),
                    help=f"Node plugins here have the ids {', '.join(sorted(on_nodes)[:5])}." if on_nodes else "Ignore this where its job is kept elsewhere.",
                )
