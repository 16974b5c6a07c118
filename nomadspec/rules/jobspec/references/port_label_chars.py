"""A port label has characters that are not allowed in names of environment variables.

## What it does
Looks for labels with characters other than letters, digits and `_`. A dash is reported only if the jobspec reads one of the port's variables.

## Why is this bad?
Nomad replaces these characters by `_` in `NOMAD_PORT_<label>` and most similar names, but not in `${NOMAD_PORT_<label>}` within `env`, so one port has two names. If two labels differ only in such characters, one hides the other.

## Example
```hcl group
network {
  port "my.http" {
    to = 80
  }
}
```

## Use instead
```hcl group
network {
  port "my_http" {
    to = 80
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import clean, labels_of
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nomadspec.rules.rule import Visit

CODE = "REF006"
NAME = "port-label-chars"
SEVERITY = "warning"
BLOCKS = ("Port",)
_PLAIN = pattern("[A-Za-z0-9_]+")


def check(visit: Visit) -> Iterator[Finding]:
    label = visit.block.label
    cleaned = clean(label)
    if not label:
        yield Finding("port label is empty", "label", help="Use a label of letters, digits and `_`.")
        return
    twin = next((other for other in _beside(visit).get(cleaned, ()) if other != label), None)
    if twin is not None:
        said = f"port labels {label!r} and {twin!r} have the same environment variables, so one hides the other"
        yield Finding(said, "label", help="Use labels that differ in letters or digits.")
    # A dash is common, and harmless as long as nothing reads the variables.
    elif not _PLAIN.fullmatch(label.replace("-", "_")) or ("-" in label and _is_read(visit, label)):
        said = f"port label {label!r} becomes {cleaned!r} in names of environment variables"
        if cleaned == label:
            said = f"port label {label!r} makes environment variables with a dot in their names, which shells cannot read"
        yield Finding(said, "label", help=f"Use the label {cleaned.replace('.', '_')!r}.")


def _is_read(visit: Visit, label: str) -> bool:
    text = visit.subject.source.text if visit.subject.source is not None else ""
    return "NOMAD_" in text and f"_{label}" in text


def _beside(visit: Visit) -> Mapping[str, list[str]]:
    """The labels of the group, or of the task's own network, by what becomes of them."""
    network = visit.enclosing("NetworkResource")
    owner = network.parent if network is not None else None
    group = owner.block if owner is not None and owner.block.TYPE == "TaskGroup" else None
    memo, key = visit.subject.memo, (CODE, id(group or (network and network.block)))
    if key not in memo:
        labels = labels_of(group.network) if group is not None else labels_of([network.block]) if network is not None else []
        memo[key] = {}
        for label in dict.fromkeys(labels):
            memo[key].setdefault(clean(label), []).append(label)
    found: Mapping[str, list[str]] = memo[key]
    return found
