"""Constraints that no node can meet together.

## What it does
Collects the constraints of a group with those of its job and tasks, and looks for an attribute that must equal two values or a value that another constraint forbids, for bounds of versions and numbers with nothing between them, for a datacenter or node pool that is not the job's, and for an attribute that must be both set and unset.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```hcl job
constraint {
  attribute = "${attr.cpu.arch}"
  value     = "amd64"
}
group "web" {
  constraint {
    attribute = "${attr.cpu.arch}"
    value     = "arm64"
  }
  task "server" {
    driver = "docker"
    config {
      image = "nginx:1.27"
    }
  }
}
```

## Use instead
```hcl job
constraint {
  attribute = "${attr.cpu.arch}"
  value     = "amd64"
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.path import ModelPath
from nomadspec.notation.constraint_operators import matches
from nomadspec.rules import ranges
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON011"
NAME = "constraint-contradiction"
SEVERITY = "warning"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("constraint", "job.constraint", "task.constraint")
#: Operators that say nothing of whether the attribute is there.
_WITHOUT = ("!=", "not", "distinct_hosts", "distinct_property")
_TESTED = ("!=", "not", "<", "<=", ">", ">=", "regexp", "version", "semver", "set_contains", "set_contains_all", "set_contains_any", "is_not_set")


def check(visit: Visit) -> Iterator[Finding]:
    group = visit.block
    wanted: dict[str, tuple[str, ModelPath]] = {}
    tests: list[tuple[str, str, str, ModelPath]] = []
    owners = [(visit.job, visit.parent.path if visit.parent is not None else visit.path), (group, visit.path)]
    owners += [(task, visit.path.item("task", task.name)) for task in group.task or ()]
    for owner, path in owners:
        for index, constraint in enumerate(owner.constraint or ()):
            attribute, value, operator = constraint.attribute or "", constraint.value or "", constraint.operator or "="
            at = path.item("constraint", index)
            if not attribute.startswith("${") or "${" in value:
                continue
            if operator in ("=", "==", "is"):
                first = wanted.setdefault(attribute, (value, at))
                if first[0] != value:
                    yield Finding(
                        f'{attribute} cannot be both "{first[0]}" and "{value}"',
                        at / "value",
                        help="Use operator set_contains_any or regexp to match one of several values.",
                        related=((f'"{first[0]}" here', first[1]),),
                    )
            else:
                tests.append((attribute, operator, value, at))
    yield from _elsewhere(visit, wanted)
    yield from _ranges(tests)
    for attribute, operator, value, at in tests:
        if attribute in wanted and operator in _TESTED and not matches(operator, wanted[attribute][0], True, value, True):
            yield Finding(
                f'{attribute} must be "{wanted[attribute][0]}", which contradicts {operator} {value}'.rstrip(),
                at,
                related=(("must be equal here", wanted[attribute][1]),),
            )


def _elsewhere(visit: Visit, wanted: dict[str, tuple[str, ModelPath]]) -> Iterator[Finding]:
    """A datacenter or a pool in which the job does not look for nodes."""
    if "${node.pool}" in wanted:
        value, at = wanted["${node.pool}"]
        pool = visit.job.node_pool
        if pool and pool not in ("all", value):
            yield Finding(f'${{node.pool}} cannot be "{value}": the job runs in node pool {pool!r}', at / "value")
    if "${node.datacenter}" in wanted:
        value, at = wanted["${node.datacenter}"]
        names = visit.job.datacenters
        if names and value not in names and not any("*" in name for name in names):
            yield Finding(f'${{node.datacenter}} cannot be "{value}": the job runs in {", ".join(names)}', at / "value")


def _ranges(tests: list[tuple[str, str, str, ModelPath]]) -> Iterator[Finding]:
    """Bounds between which nothing lies, and an attribute that must be there and must not."""
    left: dict[tuple[str, str], ranges.Range] = {}
    places: dict[tuple[str, str], ModelPath] = {}
    for attribute, operator, value, at in tests:
        if operator not in _WITHOUT:
            presence, opposite = ("is_not_set", "is_set") if operator == "is_not_set" else ("is_set", "is_not_set")
            if (attribute, opposite) in places:
                yield Finding(f"{attribute} cannot be both set and unset", at, related=(("contradicts this constraint", places[attribute, opposite]),))
            places.setdefault((attribute, presence), at)
        kind, found = ranges.terms(operator, value)
        if not found:
            continue
        key = (attribute, kind)
        rest = left.setdefault(key, ranges.Range(kind))
        was_empty = rest.empty
        rest.narrow(found)
        if rest.empty and not was_empty:
            related = (("contradicts this constraint", places[key]),) if key in places else ()
            yield Finding(f"no {kind} of {attribute} meets {operator} {value}" + (" and the other constraint" if related else ""), at, related=related)
        places.setdefault(key, at)
