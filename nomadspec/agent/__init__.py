"""The configuration of Nomad's agents: loaded and merged as the agent does, and checked as `nomad config validate` does.

    config_files → decoding (what each file sets, with places) → merging (the values that apply, with origins) → config_validation

A public package with `load` and `validate`. Its modules are imported when they are used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.agent.config import AgentConfig, load
    from nomadspec.agent.config_validation import AgentValidation, validate

_MODULES = {"AgentConfig": "config", "AgentValidation": "config_validation", "load": "config", "validate": "config_validation"}

__all__ = ["AgentConfig", "AgentValidation", "load", "validate"]


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(__import__(f"{__name__}.{module}", fromlist=[name]), name)
    globals()[name] = value
    return value
