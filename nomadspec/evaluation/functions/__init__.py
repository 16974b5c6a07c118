"""The functions an expression may call: a table of data, and one way to call them.

`FUNCTIONS` maps each name to its family, the module that implements it. A family is loaded at the first call of one of its functions,
so a jobspec that calls none pays for a table of names and nothing else.

The evaluator does this for a call:

1. `name not in FUNCTIONS`: its own diagnostic ("Call to unknown function").
2. It evaluates the arguments, `...` expanded, into a list. What stands in the list depends on the parameter, `parameter_kind(name, index)`:
   - `"value"`: the value of the expression;
   - `"expression"` (`try`, `can`): an `Attempt`, called by the function without arguments. It evaluates the expression and returns
     `(value, failures)`; `failures` is empty on success, else one text for each error in the form of Nomad,
     `"Unsupported attribute (at job.nomad.hcl:3,9-11)\n  This object does not have an attribute named \"a\"."`
     (summary, then ` (at RANGE)` where the error has a place; the detail on a line of its own, indented by two blanks);
   - `"type"` (`convert`, second argument): a `Type` of evaluation/types, from the type expression as in a variable's `type` but with `any` allowed.
     The evaluator reports a bad type expression itself.
3. It calls `call(name, arguments, context)` and gets a value, or catches `FunctionError`, which says where (`place`, `argument`) and what
   (`summary`, `detail`): nothing is left to compose but the diagnostic.

Unknown arguments give an unknown result; a function is never run on a value it cannot see, except where only the shape matters.

`context` says what the functions may read from outside: a `FunctionContext`.
"""

from __future__ import annotations

from nomadspec.evaluation.functions.calling import FunctionContext, FunctionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from nomadspec.evaluation.values import Value

__all__ = ["FUNCTIONS", "FunctionContext", "FunctionError", "call", "parameter_kind", "reads_text"]

FUNCTIONS: dict[str, str] = {
    name: family
    for family, names in {
        "strings": "chomp indent join lower regex_replace replace reverse split strlen strrev substr title trim trimprefix trimspace trimsuffix upper",
        "formatting": "format formatlist",
        "collections": "chunklist coalesce coalescelist compact concat contains distinct element flatten index keys length lookup merge range setintersection setproduct "
        "setunion slice sort values zipmap",
        "numeric": "abs ceil floor log max min parseint pow signum",
        "encoding": "base64decode base64encode csvdecode jsondecode jsonencode urlencode yamldecode yamlencode",
        "dates": "formatdate timeadd",
        "crypto": "bcrypt md5 rsadecrypt sha1 sha256 sha512 uuidv4 uuidv5",
        "ip_networks": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
        "filesystem": "abspath basename dirname file filebase64 fileexists fileset pathexpand",
        "try_convert": "can convert try",
    }.items()
    for name in names.split()
}
"""Function name → family (module of this package)."""


def parameter_kind(name: str, index: int) -> Literal["value", "expression", "type"]:
    """What `call` wants as argument `index` (from 0) of the function `name`."""
    if name == "try" or name == "can":
        return "expression"
    return "type" if name == "convert" and index == 1 else "value"


def reads_text(name: str) -> bool:
    """Whether the function looks into a string or changes it; false for a name that is no function."""
    if name not in FUNCTIONS:
        return False
    found: bool = __import__(f"{__name__}.{FUNCTIONS[name]}", fromlist=("TABLE",)).TABLE[name].reads_text
    return found


def call(name: str, arguments: Sequence[object], context: FunctionContext, charge: Callable[[int], None] | None = None) -> Value:
    """The value of `name(arguments…)`; raises FunctionError, and what `charge` (units of work) raises. `name` must be in FUNCTIONS or among the context's own."""
    from nomadspec.evaluation.functions import signature

    if name in context.extra:
        return signature.call(name, context.extra[name], arguments, context, charge)
    family = __import__(f"{__name__}.{FUNCTIONS[name]}", fromlist=("TABLE",))
    return signature.call(name, family.TABLE[name], arguments, context, charge)
