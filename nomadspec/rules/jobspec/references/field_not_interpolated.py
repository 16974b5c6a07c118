"""A reference in a field that is not interpolated.

## What it does
Looks for `${NOMAD_…}`, `${attr.…}`, `${meta.…}` and `${node.…}` where neither servers nor clients replace them: `datacenters`, `region`, `namespace`, `node_pool`, `id` and `name` of the job, `user`, `kill_signal`, the `source` of a volume, `host_network`, the audience of an identity, the role, namespace and cluster of Vault and Consul, and the keys of `env`.

## Why is this bad?
Nomad accepts the string and uses it literally: the task requires a volume or a user with that name.

## Example
```hcl group
volume "data" {
  type   = "host"
  source = "data-${NOMAD_ALLOC_INDEX}"
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
  }
  volume_mount {
    volume      = "data"
    destination = "/data"
  }
}
```

## Use instead
```hcl group
volume "data" {
  type      = "host"
  source    = "data"
  per_alloc = true
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
  }
  volume_mount {
    volume      = "data"
    destination = "/data"
  }
}
```
"""

from __future__ import annotations

from itertools import compress

from nomadspec.jobspec.block import known_items, known_reader
from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import REFERENCE
from nomadspec.schema.availability import interpolated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, Final

    from nomadspec.rules.rule import Visit

CODE = "REF019"
NAME = "field-not-interpolated"
SEVERITY = "warning"
BLOCKS = ("Job", "Task", "SidecarTask", "VolumeRequest", "Port", "Service", "WorkloadIdentity", "Vault", "Consul")
IF_WRITTEN = (
    "datacenters",
    "region",
    "id",
    "name",
    "node_pool",
    "user",
    "kill_signal",
    "env",
    "source",
    "host_network",
    "cluster",
    "aud",
    "role",
    "namespace",
    "partition",
)

_fields: Final[dict[str, tuple[tuple[str, ...], Callable[[Any], Sequence[Any]]]]] = {}


def check(visit: Visit) -> Iterator[Finding]:
    names, read = _fields.get(visit.block.TYPE) or _fields_of(visit.block.TYPE)
    values = read(visit.block)
    for name, value in compress(zip(names, values, strict=True), values):
        for text in value if isinstance(value, list) else (value,):
            if "${" in text:
                yield from _left(visit, text, name)
    if visit.block.TYPE in ("Task", "SidecarTask") and (env := visit.block.env) and "${" in "".join(env):
        for key, _ in known_items(env):
            if "${" in key:
                yield from _left(visit, key, "env")


def _fields_of(type: str) -> tuple[tuple[str, ...], Callable[[Any], Sequence[Any]]]:
    """The fields of a type of block that nobody replaces references in, and what reads them."""
    names = tuple(interpolated(type, "never"))
    _fields[type] = names, known_reader(names)
    return _fields[type]


def _left(visit: Visit, text: str, name: str) -> Iterator[Finding]:
    # In a field of the job nobody wants the text itself.
    source = visit.subject.source.text if visit.subject.source is not None and visit.block.TYPE != "Job" else ""
    for match in REFERENCE.finditer(text):
        # Other names may be meant for a program that writes the jobspec.
        if match[1].startswith(("NOMAD_", "attr.", "meta.", "node.", "env.")) and f"${match[0]}" not in source:
            where = "a key of `env`" if name == "env" else f"`{name}`"
            yield Finding(
                f"{where} is not interpolated, so `{match[0]}` is left as literal text",
                name,
                help="Write the value itself, or use an HCL variable (`var.name`).",
            )
