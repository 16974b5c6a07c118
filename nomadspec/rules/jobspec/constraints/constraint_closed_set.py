"""A constraint compares an attribute with a value that it never has.

## What it does
Compares the values of constraints, affinities and spreads on attributes with few values, such as `${attr.cpu.arch}`, `${attr.kernel.name}`, `${attr.os.cgroups.version}` or `${attr.vault.accessible}`, with those that clients set.

## Why is this bad?
The names are Go's, in lower case: a processor is `amd64`, never `x86_64`, and `kernel.name` is `linux`, not the distribution. A constraint with another value never matches, and the job is not placed.

## Example
```hcl group
constraint {
  attribute = "${attr.cpu.arch}"
  value     = "x86_64"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${attr.cpu.arch}"
  value     = "amd64"
}
```

## Fix safety
Offered where the right name is known. Unsafe: the job may then be placed on nodes that it did not run on.
"""

from __future__ import annotations

from nomadspec.rules.fixes import literal, replace_value
from nomadspec.rules.rule import Finding
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import At, Visit

CODE = "CON018"
NAME = "constraint-closed-set"
SEVERITY = "warning"
BLOCKS = ("Constraint", "Affinity", "Spread")
FIXABLE = "sometimes"

#: A regular expression that is one word, or words to choose from.
_PLAIN = pattern(r"\^?\(?([A-Za-z0-9_-]+(?:\|[A-Za-z0-9_-]+)*)\)?\$?")
_TRUTH = ("true", "false")
#: Attribute → every value that clients set.
_VALUES = {
    "${attr.cpu.arch}": ("amd64", "arm64", "arm", "386", "loong64", "mips", "mipsle", "mips64", "mips64le", "ppc64", "ppc64le", "riscv64", "s390x"),
    "${attr.kernel.name}": ("linux", "windows", "darwin", "freebsd", "openbsd", "netbsd", "dragonfly", "solaris", "illumos", "aix"),
    "${attr.os.cgroups.version}": ("1", "2"),
    "${attr.driver.docker.os_type}": ("linux", "windows"),
    **{
        f"${{attr.{name}}}": _TRUTH
        for name in (
            "nomad.service_discovery",
            "nomad.bridge.hairpin_mode",
            "consul.server",
            "consul.connect",
            "consul.ft.namespaces",
            "vault.accessible",
        )
    },
}
#: Attribute → names that people use → the one that clients set.
_MEANT = {
    "${attr.cpu.arch}": {
        "x86_64": "amd64", "x86-64": "amd64", "x64": "amd64", "x86": "386", "i386": "386", "i686": "386", "aarch64": "arm64", "armv8": "arm64",
        "armv7": "arm", "armv7l": "arm", "armv6l": "arm", "armhf": "arm",
    },
    "${attr.kernel.name}": dict.fromkeys(("ubuntu", "debian", "centos", "fedora", "alpine", "redhat", "rhel", "amazon", "arch", "suse", "gnu/linux"), "linux")
    | {"macos": "darwin", "osx": "darwin", "win": "windows"},
    # Any name is possible here; these are spelled in lower case.
    "${attr.os.name}": {name: name for name in ("ubuntu", "debian", "centos", "fedora", "alpine", "redhat", "amazon", "arch")},
}  # fmt: skip
_MEANT |= {name: {"1": "true", "0": "false", "yes": "true", "no": "false"} for name, values in _VALUES.items() if values is _TRUTH}


def check(visit: Visit) -> Iterator[Finding]:
    block, attribute = visit.block, visit.block.attribute or ""
    values, meant = _VALUES.get(attribute), _MEANT.get(attribute, {})
    if values is None and not meant:
        return
    if block.TYPE == "Spread":
        for target in block.target or ():
            yield from _judge(visit, attribute, target.value or "", values, meant, visit.path.item("target", target.value or ""))
        return
    value, operator = block.value or "", block.get("operator") or "="
    if operator in ("=", "==", "is", "!=", "not"):
        yield from _judge(visit, attribute, value, values, meant, "value")
    elif operator == "set_contains_any" and not any(_is_value(item.strip(), values, meant) for item in value.split(",")):
        yield from _judge(visit, attribute, value.split(",")[0].strip(), values, meant, "value")
    elif operator == "set_contains" and values is not None:
        for item in map(str.strip, value.split(",")):
            yield from _judge(visit, attribute, item, values, meant, "value" if item == value else visit.path / "value")
    elif operator == "regexp" and values is not None and (words := _PLAIN.fullmatch(value)) is not None:
        first, *others = words[1].split("|")
        if not any(word in known for word in (first, *others) for known in values):
            yield from _judge(visit, attribute, first, values, meant, "value" if not others and first == value else visit.path / "value")


def _is_value(value: str, values: tuple[str, ...] | None, meant: dict[str, str]) -> bool:
    """Whether a client may set it."""
    return value in values if values is not None else meant.get(value.lower(), value) == value


def _is_pattern(visit: Visit, value: str) -> bool:
    """Whether a value that is compared for equality is meant as an expression."""
    return (visit.block.get("operator") or "=") in ("=", "==", "is", "!=", "not") and any(sign in value for sign in "|*^$")


def _judge(visit: Visit, attribute: str, value: str, values: tuple[str, ...] | None, meant: dict[str, str], at: At) -> Iterator[Finding]:
    if not value or "${" in value or _is_value(value, values, meant):
        return
    right = meant.get(value.lower()) or (value.lower() if values is not None and value.lower() in values else None)
    known = ", ".join((values or ())[:4])
    yield Finding(
        f"{attribute[2:-1]} is never {value!r}",
        at,
        help=f"Did you mean {right!r}?" if right else 'Use operator = "regexp".' if _is_pattern(visit, value) else f"Values are such as {known}.",
        fix=replace_value(visit.block, "value", literal(right), f"Use {right!r}", safe=False) if right and at == "value" else None,
    )
