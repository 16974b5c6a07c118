"""HCL as plain data, in the shape of python-hcl2: for those who read jobspecs with that library today.

    import nomadspec.hcl2 as hcl2
    with open("web.nomad.hcl") as file:
        data = hcl2.load(file)          # {"job": [{'"web"': {"group": […], "__is_block__": True}}]}
    text = hcl2.dumps(data)

Nothing is evaluated: expressions stay text (`"${var.count + 1}"`), strings keep their quotes. Where the two differ: docs/python-hcl2.md.
A public package: `load`, `loads`, `dump` and `dumps` are the contract.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.hcl2.reading import load, loads
    from nomadspec.hcl2.writing import dump, dumps

_MODULES = {"load": "reading", "loads": "reading", "dump": "writing", "dumps": "writing"}

__all__ = ["dump", "dumps", "load", "loads"]


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(__import__(f"{__name__}.{module}", fromlist=[name]), name)
    globals()[name] = value
    return value
