"""Checks of constraint, affinity and spread blocks, at every level (NOM9…)."""

from __future__ import annotations

from nomadspec.checks.alike import first_alike
from nomadspec.checks.check import Check, Found
from nomadspec.checks.syntax import older_version_error, parse_uint, pattern_error, semver_error, uint_error, version_error
from nomadspec.schema.attributes import ATTR_PREFIX, META_PREFIX, TARGET_FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

COMPARISONS = ("=", "==", "is", "!=", "not", "<", "<=", ">", ">=")
SETS = ("set_contains", "set_contains_all", "set_contains_any")
DISTINCT = ("distinct_hosts", "distinct_property")
PRESENCE = ("is_set", "is_not_set")
MATCHES = ("regexp", "version", "semver")
AFFINITY_OPERATORS = (*COMPARISONS, *SETS, *MATCHES)
CONSTRAINT_OPERATORS = (*AFFINITY_OPERATORS, *DISTINCT, *PRESENCE)

NODE_PREFIXES = (ATTR_PREFIX, META_PREFIX, "${device.")


def _needs_value(block: Any, _: Scope) -> Any:
    return block.operator in COMPARISONS and block.value == "" and Found(op=block.operator)


def _matches(operator: str, error_of: Any) -> Any:
    """A test that the value of this operator can be read."""

    def test(block: Any, _: Scope) -> Any:
        error = error_of(block.value) if block.operator == operator else None
        return error is not None and Found(err=error)

    return test


def _distinct_limit(block: Any, _: Scope) -> Any:
    if block.operator != "distinct_property" or block.value == "":
        return None
    error = uint_error(block.value)
    return error and Found(v=block.value, err=error)


def _braces(attribute: str) -> str:
    """What is wrong with the form of `attribute`: "open", "close", "name", or nothing."""
    if not attribute.startswith("$"):
        return ""
    if not attribute.startswith("${"):
        return "open"
    if not attribute.endswith("}"):
        return "close"
    return "" if attribute in TARGET_FIELDS or attribute.startswith(NODE_PREFIXES) else "name"


def _attribute(fault: str) -> Any:
    def test(block: Any, _: Scope) -> Any:
        return block.operator != "distinct_hosts" and _braces(block.attribute) == fault and Found(attr=block.attribute)

    return test


CONSTRAINT = (
    Check("NOM9001", "constraint-operand-missing", "Missing constraint operand", "operator",
          'Set an operator such as "=".',
          lambda block, _: block.operator == ""),
    Check("NOM9002", "constraint-operand-unknown", "Unknown constraint type {op:q}", "operator",
          "Use one of = != < <= > >= regexp version semver set_contains set_contains_all set_contains_any is_set is_not_set "
          "distinct_hosts distinct_property.",
          lambda block, _: block.operator not in CONSTRAINT_OPERATORS and Found(op=block.operator)),
    Check("NOM9003", "constraint-needs-value", "Operator {op:q} requires an RTarget", "value",
          "Set the value to compare with. Only version, semver, regexp, set_contains, distinct_hosts and distinct_property "
          "can be arguments of a constraint; set operator for the others.",
          _needs_value),
    Check("NOM9004", "constraint-set-contains-value", "Set contains constraint requires an RTarget", "value",
          "Add the values that the set must contain, separated by commas.",
          lambda block, _: block.operator in SETS and block.value == ""),
    Check("NOM9005", "constraint-regexp-invalid", "Regular expression failed to compile: {err}", "value",
          "Use RE2's syntax: no look-around, no back-references.",
          _matches("regexp", pattern_error)),
    Check("NOM9006", "constraint-version-invalid", "Version constraint is invalid: {err}", "value",
          "Write comparisons separated by commas, such as \">= 1.2, < 2.0\"; operators are = != > < >= <= ~>.",
          _matches("version", version_error), since="1.11.1"),
    Check("NOM9006", "constraint-version-invalid", "Version constraint is invalid: {err}", "value",
          "Write comparisons separated by commas, such as \">= 1.2, < 2.0\"; operators are = != > < >= <= ~>.",
          _matches("version", older_version_error), until="1.11.0"),
    Check("NOM9007", "constraint-semver-invalid", "Semver constraint is invalid: {err}", "value",
          "Write comparisons separated by commas, such as \">= 1.2.0\"; operators are = != > < >= <=.",
          _matches("semver", semver_error)),
    Check("NOM9008", "constraint-distinct-property-value", "Failed to convert RTarget {v:q} to uint64: {err}", "value",
          "Set the number of allocations that may share the property's value.",
          _distinct_limit),
    Check("NOM9009", "constraint-distinct-property-zero", "Distinct Property must have an allowed count of 1 or greater: 0 < 1", "value",
          "Allow at least one allocation for each value of the property.",
          lambda block, _: block.operator == "distinct_property" and block.value != "" and parse_uint(block.value)[0] == 0),
    Check("NOM9010", "constraint-is-set-value", "Operator {op:q} does not support an RTarget", "value",
          "Remove the value: only the attribute is used.",
          lambda block, _: block.operator in PRESENCE and block.value != "" and Found(op=block.operator)),
    Check("NOM9011", "constraint-attribute-missing", "no attribute provided but is required by operator", "attribute",
          'Add the attribute, such as "${attr.kernel.name}".',
          lambda block, _: block.operator != "distinct_hosts" and block.attribute == "", since="1.11.2"),
    Check("NOM9011", "constraint-attribute-missing", "No LTarget provided but is required by constraint", "attribute",
          'Add the attribute, such as "${attr.kernel.name}".',
          lambda block, _: block.operator != "distinct_hosts" and block.attribute == "", until="1.11.1"),
    Check("NOM9012", "constraint-attribute-open-brace", "attribute {attr:q} is missing an opening brace", "attribute",
          'Write "${…}".',
          _attribute("open"), since="1.11.2"),
    Check("NOM9013", "constraint-attribute-close-brace", "attribute {attr:q} is missing a closing brace", "attribute",
          'Write "${…}" with nothing after the brace.',
          _attribute("close"), since="1.11.2"),
    Check("NOM9014", "constraint-attribute-unsupported", "unsupported attribute {attr:q}", "attribute",
          "Use ${node.unique.id}, ${node.datacenter}, ${node.unique.name}, ${node.class}, ${node.pool}, or a reference that begins with ${attr., ${meta. "
          "or ${device.; runtime variables have no value yet when a node is chosen.",
          _attribute("name"), since="1.11.2"),
)  # fmt: skip

#: Behind the checks of each constraint of a task.
TASK_CONSTRAINT = (
    Check("NOM9021", "task-constraint-distinct", "Constraint {n} has disallowed Operand at task level: {op}", "operator",
          "Move the constraint to the group or the job.",
          lambda block, scope: block.operator in DISTINCT and Found(n=scope.index + 1, op=block.operator)),
)  # fmt: skip

#: In place of the checks of a device's constraint.
DEVICE_CONSTRAINT = (
    Check("NOM9022", "device-constraint-distinct", "using unsupported operand {op:q}", "operator",
          "Move the constraint to the group or the job.",
          lambda block, _: block.operator in DISTINCT and Found(op=block.operator)),
)  # fmt: skip

AFFINITY = (
    Check("NOM9031", "affinity-operand-missing", "Missing affinity operand", "operator",
          'Set an operator such as "=".',
          lambda block, _: block.operator == ""),
    Check("NOM9032", "affinity-operand-unknown", "Unknown affinity operator {op:q}", "operator",
          "Use one of = != < <= > >= regexp version semver set_contains set_contains_all set_contains_any.",
          lambda block, _: block.operator not in AFFINITY_OPERATORS and Found(op=block.operator)),
    Check("NOM9033", "affinity-needs-value", "Operator {op:q} requires an RTarget", "value",
          "Set the value to compare with.",
          _needs_value),
    Check("NOM9034", "affinity-set-contains-value", "Set contains operators require an RTarget", "value",
          "Add the values that the set should contain, separated by commas.",
          lambda block, _: block.operator in SETS and block.value == ""),
    Check("NOM9035", "affinity-regexp-invalid", "Regular expression failed to compile: {err}", "value",
          "Use RE2's syntax: no look-around, no back-references.",
          _matches("regexp", pattern_error)),
    Check("NOM9036", "affinity-version-invalid", "Version affinity is invalid: {err}", "value",
          "Write comparisons separated by commas, such as \">= 1.2, < 2.0\"; operators are = != > < >= <= ~>.",
          _matches("version", version_error), since="1.11.1"),
    Check("NOM9036", "affinity-version-invalid", "Version affinity is invalid: {err}", "value",
          "Write comparisons separated by commas, such as \">= 1.2, < 2.0\"; operators are = != > < >= <= ~>.",
          _matches("version", older_version_error), until="1.11.0"),
    Check("NOM9037", "affinity-semver-invalid", "Semver affinity is invalid: {err}", "value",
          "Write comparisons separated by commas, such as \">= 1.2.0\"; operators are = != > < >= <=.",
          _matches("semver", semver_error)),
    Check("NOM9038", "affinity-attribute-missing", "No LTarget provided but is required", "attribute",
          'Add the attribute, such as "${node.datacenter}".',
          lambda block, _: block.attribute == ""),
    Check("NOM9039", "affinity-weight-zero", "Affinity weight cannot be zero", "weight",
          "Use a weight from -100 to 100 other than 0; numbers that do not fit into 8 bits wrap around.",
          lambda block, _: block.weight == 0),
    Check("NOM9040", "affinity-weight-range", "Affinity weight must be within the range [-100,100]", "weight",
          "Use a weight from -100 to 100.",
          lambda block, _: not -100 <= block.weight <= 100),
)  # fmt: skip

#: In place of the checks of each affinity or spread, where the type of job forbids them.
SYSTEM_AFFINITY = (
    Check("NOM9051", "system-affinity", "System jobs may not have an affinity block", "affinity",
          "Remove the affinity block: a system job runs on every node that its constraints allow.",
          lambda block, scope: scope.job.type == "system" and block.affinity and scope.blame_type()),
)  # fmt: skip

SYSTEM_SPREAD = (
    Check("NOM9052", "system-spread", "System jobs may not have a spread block", "spread",
          "Remove the spread block: a system job runs on every node that its constraints allow.",
          lambda block, scope: scope.job.type == "system" and block.spread and scope.blame_type()),
)  # fmt: skip


SPREAD = (
    Check("NOM9061", "spread-attribute-missing", "Missing spread attribute", "attribute",
          'Add the attribute to spread over, such as "${node.datacenter}".',
          lambda block, _: block.attribute == ""),
    Check("NOM9062", "spread-weight", "Spread block must have a positive weight from 0 to 100", "weight",
          "Use a weight from 1 to 100.",
          lambda block, _: not 0 < block.weight <= 100),
)  # fmt: skip


def _value(target: Any) -> Any:
    return target.value


#: Of each target of a spread; `scope.within` is the spread.
SPREAD_TARGET = (
    Check("NOM9063", "spread-target-percent", "Spread target percentage for value {v:q} must be between 0 and 100", "percent",
          "Use a percentage from 0 to 100.",
          lambda target, _: not 0 <= target.percent <= 100 and Found(v=target.value)),
    Check("NOM9064", "spread-target-duplicate", "Spread target value {v:q} already defined", "",
          "Use one target for each value.",
          lambda target, scope: first_alike(scope, scope.within.target, _value) != scope.index and Found(v=target.value)),
)  # fmt: skip

SPREAD_SUM = (
    Check("NOM9065", "spread-target-sum", "Sum of spread target percentages must not be greater than 100%; got {n}%", "target",
          "Lower the percentages of the targets; the rest up to 100 goes to all other values.",
          lambda block, _: (total := sum(target.percent for target in block.target or ())) > 100
          and Found(blame=block.target[-1], at="percent", n=total)),
)  # fmt: skip
