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
    from typing import Final

    from nomadspec.evaluation.scope import Surroundings
    from nomadspec.evaluation.values import Value
    from nomadspec.source import Diagnostic

#: How often locals that refer to each other in a circle are tried.
ROUNDS: Final = 100


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
    needs, late = _needs(wanted)
    users: dict[str, list[str]] = {}
    for name, needed in needs.items():
        for other in needed:
            users.setdefault(other, []).append(name)
    failed: dict[str, list[Diagnostic]] = {}
    ready = [name for name in wanted if not needs[name] and name not in late]
    for _ in range(ROUNDS):
        while ready:
            following: list[str] = []
            for name in ready:
                found: list[Diagnostic] = []
                value = evaluate(wanted[name].expr, scope, found)
                if found:
                    failed[name] = found
                    continue
                values[name] = value
                failed.pop(name, None)
                for user in users.get(name, ()):
                    needs[user].discard(name)
                    if not needs[user] and user not in late and user not in values:
                        following.append(user)
            ready = following
        rest = [name for name in wanted if name not in values]
        if not rest or any(not needs[name] for name in failed):
            break
        # What is left goes round in a circle, or asks for all locals: perhaps try() or a conditional does without.
        before = len(values)
        for name in sorted(rest, key=late.__contains__):
            found = []
            value = evaluate(wanted[name].expr, scope, found)
            if found:
                failed[name] = found
                continue
            failed.pop(name, None)
            values[name] = value
            for user in users.get(name, ()):
                needs[user].discard(name)
        if len(values) == before:
            break
    own = [name for name in failed if not needs[name]]
    for name in own or list(failed)[-1:]:
        diagnostics.extend(failed[name])
    source = surroundings.source
    for name, item in wanted.items():
        surroundings.steps["local", name] = (Step(f"from local `{name}`", Span(source, item.expr.start, item.expr.end), item.expr),)
    return values


def _needs(wanted: dict[str, ast.Attribute]) -> tuple[dict[str, set[str]], set[str]]:
    """The locals that each refers to, and those that refer to all of them at once."""
    needs: dict[str, set[str]] = {}
    late: set[str] = set()
    for name, item in wanted.items():
        found = needs[name] = set()
        for reference in references(item.expr):
            if reference.root == "local":
                first = reference.steps[0] if reference.steps else None
                if not isinstance(first, ast.GetAttr):
                    late.add(name)
                elif first.name in wanted:
                    found.add(first.name)
    return needs, late
