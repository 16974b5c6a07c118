"""The configuration of Nomad's agents: loaded and merged as the agent does, and checked as `nomad config validate` does.

    reading → sections (what each file says, with places) → merging (what counts, with origins) → validation

A public package: `load` and `validate` are the contract.
"""

from nomadspec.agent.config import AgentConfig, load
from nomadspec.agent.validation import AgentValidation, validate

__all__ = ["AgentConfig", "AgentValidation", "load", "validate"]
