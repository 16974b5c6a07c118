"""nomadspec: lint, compile and plan HashiCorp Nomad jobspecs offline, with Nomad's own answers.

The public names are listed in one table and loaded when they are first used, so that `import nomadspec` costs nothing.
"""

from __future__ import annotations

from nomadspec.version import NOMAD_VERSION, __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Public name → the module that has it.
_PUBLIC = {
    "BackendError": "nomadspec.backends.opening",
    "ClusterState": "nomadspec.cluster.state",
    "Diagnostic": "nomadspec.source",
    "Job": "nomadspec._generated.job_model",
    "ModelPath": "nomadspec.jobspec.path",
    "ServerSettings": "nomadspec.jobspec.server_settings",
    "Span": "nomadspec.source",
    "StateError": "nomadspec.cluster.state",
    "SyntaxError": "nomadspec.hcl.errors",
    "canonicalize": "nomadspec.jobspec.canonicalize",
    "compile": "nomadspec.jobspec.compilation",
    "diff": "nomadspec.jobdiff",
    "format": "nomadspec.hcl.fmt",
    "lint": "nomadspec.workspace.linting",
    "lint_paths": "nomadspec.workspace.linting",
    "next_launches": "nomadspec.jobspec.periodic",
    "open_state": "nomadspec.backends.opening",
    "parse": "nomadspec.hcl.parser",
    "plan": "nomadspec.planner.plan",
    "task_environment": "nomadspec.interpolation.environment",
    "validate": "nomadspec.checks.validation",
}

#: Where the public name differs from the name in its module.
_RENAMED = {"format": "format_text"}

__all__ = ["NOMAD_VERSION", "__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    module = _PUBLIC.get(name)
    if module is None:
        if name == "agent":
            import nomadspec.agent as agent

            return agent
        raise AttributeError(f"module 'nomadspec' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(module), _RENAMED.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
