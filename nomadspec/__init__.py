"""nomadspec: lint, compile and plan HashiCorp Nomad jobspecs offline, with Nomad's own answers.

The public names are listed in one table and loaded when they are first used, so that `import nomadspec` costs nothing. Type checkers read
the imports below instead; a test compares the two.
"""

from __future__ import annotations

from nomadspec.version import NOMAD_VERSION, __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec import agent as agent
    from nomadspec import changes as changes
    from nomadspec import hcl2 as hcl2
    from nomadspec._generated.job_model import Job as Job
    from nomadspec.agent.config import AgentConfig as AgentConfig
    from nomadspec.agent.config_validation import AgentValidation as AgentValidation
    from nomadspec.backends.opening import BackendError as BackendError
    from nomadspec.backends.opening import open_state as open_state
    from nomadspec.checks.validation import Verdict as Verdict
    from nomadspec.checks.validation import validate as validate
    from nomadspec.cluster.difference import FieldChange as FieldChange
    from nomadspec.cluster.difference import StateChange as StateChange
    from nomadspec.cluster.difference import StateDiff as StateDiff
    from nomadspec.cluster.difference import state_diff as state_diff
    from nomadspec.cluster.state import ClusterState as ClusterState
    from nomadspec.cluster.state_faults import StateError as StateError
    from nomadspec.hcl.ast import File as File
    from nomadspec.hcl.errors import SyntaxError as SyntaxError
    from nomadspec.hcl.fmt import format_text
    from nomadspec.hcl.parser import parse as parse
    from nomadspec.interpolation.environment import TaskEnvironment as TaskEnvironment
    from nomadspec.interpolation.environment import task_environment as task_environment
    from nomadspec.jobdiff import diff as diff
    from nomadspec.jobdiff.result import JobDiff as JobDiff
    from nomadspec.jobspec.canonicalize import canonicalize as canonicalize
    from nomadspec.jobspec.compilation import Compilation as Compilation
    from nomadspec.jobspec.compilation import compile as compile
    from nomadspec.jobspec.json.stored import StoredJob as StoredJob
    from nomadspec.jobspec.path import ModelPath as ModelPath
    from nomadspec.jobspec.periodic import next_launches as next_launches
    from nomadspec.jobspec.server_settings import ServerSettings as ServerSettings
    from nomadspec.planner.plan import plan as plan
    from nomadspec.planner.result import Plan as Plan
    from nomadspec.simulation.group_capacity import Capacity as Capacity
    from nomadspec.simulation.group_capacity import capacity as capacity
    from nomadspec.simulation.job_drift import Drift as Drift
    from nomadspec.simulation.job_drift import drift as drift
    from nomadspec.simulation.result import Simulation as Simulation
    from nomadspec.simulation.simulate import simulate as simulate
    from nomadspec.source import Diagnostic as Diagnostic
    from nomadspec.source import Edit as Edit
    from nomadspec.source import Fix as Fix
    from nomadspec.source import Span as Span
    from nomadspec.specs.reading import read_spec as read_spec
    from nomadspec.specs.spec import Spec as Spec
    from nomadspec.workspace.linting import lint as lint
    from nomadspec.workspace.repository import lint_paths as lint_paths

    format = format_text

#: Public name → the module that has it, and its name there where that differs ("module:name").
_PUBLIC = {
    "AgentConfig": "nomadspec.agent.config",
    "AgentValidation": "nomadspec.agent.config_validation",
    "BackendError": "nomadspec.backends.opening",
    "ClusterState": "nomadspec.cluster.state",
    "Compilation": "nomadspec.jobspec.compilation",
    "Diagnostic": "nomadspec.source",
    "Edit": "nomadspec.source",
    "FieldChange": "nomadspec.cluster.difference",
    "Drift": "nomadspec.simulation.job_drift",
    "File": "nomadspec.hcl.ast",
    "Fix": "nomadspec.source",
    "Job": "nomadspec._generated.job_model",
    "JobDiff": "nomadspec.jobdiff.result",
    "ModelPath": "nomadspec.jobspec.path",
    "Plan": "nomadspec.planner.result",
    "ServerSettings": "nomadspec.jobspec.server_settings",
    "Simulation": "nomadspec.simulation.result",
    "Span": "nomadspec.source",
    "Spec": "nomadspec.specs.spec",
    "StateChange": "nomadspec.cluster.difference",
    "StateDiff": "nomadspec.cluster.difference",
    "StateError": "nomadspec.cluster.state_faults",
    "StoredJob": "nomadspec.jobspec.json.stored",
    "SyntaxError": "nomadspec.hcl.errors",
    "TaskEnvironment": "nomadspec.interpolation.environment",
    "Verdict": "nomadspec.checks.validation",
    "Capacity": "nomadspec.simulation.group_capacity",
    "canonicalize": "nomadspec.jobspec.canonicalize",
    "capacity": "nomadspec.simulation.group_capacity",
    "compile": "nomadspec.jobspec.compilation",
    "diff": "nomadspec.jobdiff",
    "drift": "nomadspec.simulation.job_drift",
    "format": "nomadspec.hcl.fmt:format_text",
    "lint": "nomadspec.workspace.linting",
    "lint_paths": "nomadspec.workspace.repository",
    "next_launches": "nomadspec.jobspec.periodic",
    "open_state": "nomadspec.backends.opening",
    "parse": "nomadspec.hcl.parser",
    "plan": "nomadspec.planner.plan",
    "read_spec": "nomadspec.specs.reading",
    "simulate": "nomadspec.simulation.simulate",
    "state_diff": "nomadspec.cluster.difference",
    "task_environment": "nomadspec.interpolation.environment",
    "validate": "nomadspec.checks.validation",
}

#: Public packages below this one.
_PACKAGES = ("agent", "changes", "hcl2")

__all__ = ["NOMAD_VERSION", "__version__", *_PUBLIC]  # pyright: ignore[reportUnsupportedDunderAll]


if not TYPE_CHECKING:  # with it, type checkers would take any name for a public one

    def __getattr__(name):
        from importlib import import_module

        if name in _PACKAGES:
            return import_module(f"{__name__}.{name}")
        if name not in _PUBLIC:
            raise AttributeError(f"module 'nomadspec' has no attribute {name!r}")
        module, _, inner = _PUBLIC[name].partition(":")
        value = getattr(import_module(module), inner or name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*__all__, *_PACKAGES})
