"""The typed job at run time: the classes that `job_model.pyi` describes, each made when it is first asked for (`nomadspec/jobspec/block_class.py`).

Written by hand; the stub is generated.
"""

from __future__ import annotations

from nomadspec.jobspec.block_class import block_class, names


def __getattr__(name):
    try:
        made = globals()[name] = block_class(name)
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return made


def __dir__():
    return names()
