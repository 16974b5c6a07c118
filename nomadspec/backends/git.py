"""`git:REV`: the jobs of this repository at a revision, as if they were registered and nothing had been placed.

Every jobspec of the commit is compiled (file functions read nothing, variables take their defaults) and stored as version 0. One that does not
compile, or needs a value, is left out and named in the state's `source`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cluster.state import ClusterState


def open_state(rest: str, options: OpenOptions) -> ClusterState:
    """The state of the repository around the working folder at the revision `rest`. Raises `BackendError`."""
    from nomadspec.backends import git_objects
    from nomadspec.backends.opening import BackendError
    from nomadspec.cluster.state import ClusterState

    try:
        commit = git_objects.resolve(options.folder, rest or "HEAD")
        wanted = [
            (p, b, s)
            for p, b, s in git_objects.names(options.folder, commit)
            if p.endswith((".nomad", ".nomad.hcl", ".nomad.json", ".hcl")) and s <= git_objects.MAX_BYTES
        ]
        if len(wanted) > git_objects.MAX_FILES or sum(size for _, _, size in wanted) > git_objects.MAX_TOTAL:
            raise BackendError(f"git:{rest}: too many jobspecs")
        texts = git_objects.read(options.folder, [blob for _, blob, _ in wanted])
    except git_objects.GitError as error:
        raise BackendError(f"git:{rest}: {error}") from None
    jobs, left_out = [], []
    for (path, _, _), data in zip(wanted, texts, strict=True):
        if path.endswith(".hcl") and not path.endswith(".nomad.hcl") and b"job" not in data:
            continue
        job = _job(path, data)
        if job is None:
            left_out.append(path)
        else:
            jobs.append(job)
    source = f"git:{commit}" + (f" (without {', '.join(left_out[:20])})" if left_out else "")
    index = 10 + len(jobs)
    return ClusterState.from_dict({"format": "nomadspec-state/1", "source": source, "latest_index": index, "jobs": jobs})


def _job(path: str, data: bytes) -> dict[str, Any] | None:
    """The stored job of a jobspec, or None when it does not compile by itself."""
    from nomadspec.jobspec.canonicalize import canonicalize
    from nomadspec.jobspec.compilation import compile
    from nomadspec.jobspec.json.api import to_api

    compiled = compile(data.decode("utf-8", "surrogateescape"), filename=path, environ={}, fs="none")
    if not compiled.ok or compiled.job is None or not compiled.job.id:
        return None
    api = to_api(canonicalize(compiled.job))
    return {**api, "Version": 0, "Status": "running", "Stable": False, "CreateIndex": 10, "ModifyIndex": 10, "JobModifyIndex": 10}
