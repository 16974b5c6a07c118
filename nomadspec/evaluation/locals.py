"""Local values: in any order, each seeing those that are known already.

A local that fails is tried again once others have succeeded, for what it lacked may be among them; what then still fails is
reported, except for failures that only follow from another one. A name given again in a later block replaces the earlier value.
"""

from __future__ import annotations

from nomadspec.evaluation.expressions import evaluate
from nomadspec.evaluation.scope import Scope, Step, references
from nomadspec.evaluation.variables import unexpected_block
from nomadspec.hcl import ast
from nomadspec.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.evaluation.scope import Surroundings
    from nomadspec.evaluation.values import Value
    from nomadspec.source import Diagnostic


def evaluate_locals(body: ast.Body, names: dict[str, Value], surroundings: Surroundings, diagnostics: list[Diagnostic]) -> dict[str, Value]:
    """The locals of a file. `names` are the other names they see."""
    wanted: dict[str, ast.Attribute] = {}
    for block in body.items:
        if not isinstance(block, ast.Block) or block.type != "locals" or block.labels:
            continue
        for item in block.body.items:
            if isinstance(item, ast.Block):
                diagnostics.append(unexpected_block(surroundings.source, item))
            else:
                wanted[item.name] = item
    values: dict[str, Value] = {}
    if not wanted:
        return values
    scope = Scope(surroundings, {**names, "local": values})
    needs = {name: _needs(item.expr, wanted) for name, item in wanted.items()}
    waiting = list(wanted)
    while waiting:
        ready = [name for name in waiting if not needs[name] or values.keys() >= needs[name]]
        failed: dict[str, list[Diagnostic]] = {}
        # With none ready there is a circle, or a need that a conditional or try() can do without.
        for name in ready or waiting:
            found: list[Diagnostic] = []
            value = evaluate(wanted[name].expr, scope, found)
            if found:
                failed[name] = found
            else:
                values[name] = value
        rest = [name for name in waiting if name not in values]
        if len(rest) == len(waiting) or (ready and failed):
            _report(rest, failed, needs, diagnostics)
            break
        waiting = rest
    source = surroundings.source
    for name, item in wanted.items():
        surroundings.steps["local", name] = (Step(f"from local `{name}`", Span(source, item.expr.start, item.expr.end), item.expr),)
    return values


def _needs(expr: ast.Expression, wanted: dict[str, ast.Attribute]) -> set[str]:
    """The locals that an expression refers to."""
    found: set[str] = set()
    for reference in references(expr):
        if reference.root == "local":
            first = reference.steps[0] if reference.steps else None
            if isinstance(first, ast.GetAttr):
                if first.name in wanted:
                    found.add(first.name)
            else:  # all of them, or one whose name is worked out
                found.update(wanted)
    return found


def _report(rest: list[str], failed: dict[str, list[Diagnostic]], needs: dict[str, set[str]], diagnostics: list[Diagnostic]) -> None:
    """The failures that are no mere consequence of another; of a circle, the last one's."""
    own = [name for name in failed if not (needs[name] & set(rest))]
    for name in own or list(failed)[-1:]:
        diagnostics.extend(failed[name])
