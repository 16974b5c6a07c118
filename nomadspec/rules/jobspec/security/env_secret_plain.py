"""A secret is written in the jobspec.

## What it does
Looks in `env`, `meta`, `config` (arguments and labels), artifacts and settings in template text: for names such as password, token or key with a random-looking literal value, for tokens and private keys in a known format, and for passwords in addresses. Values from HCL variables are not reported.

## Why is this bad?
Anyone who may read jobs can read it, and it ends up in version control.

## Example
```hcl task
env {
  DB_PASSWORD = "hunter2-9f8Q"
}
```

## Use instead
```hcl task
env {
  DB_PASSWORD_FILE = "/secrets/db"
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.jobspec.origin import place
from nomadspec.rules.rule import Finding
from nomadspec.rules.secrets import arguments, assignments, is_secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Visit

CODE = "SEC006"
NAME = "env-secret-plain"
SEVERITY = "warning"
BLOCKS = ("Task", "SidecarTask", "TaskGroup", "Job", "Service", "TaskArtifact", "Template")
IF_WRITTEN = ("env", "meta", "config.args", "config.labels", "source", "headers", "data")

#: Block type → its fields that hold values by name.
_MAPS = {"Task": ("env", "meta"), "SidecarTask": ("env", "meta"), "TaskGroup": ("meta",), "Job": ("meta",), "Service": ("meta",), "TaskArtifact": ("headers",)}


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.TYPE == "Template":
        yield from _in_text(visit)
        return
    for name, at in _secrets(visit):
        # What comes from a variable is not written out; a local may be no more than another name for it.
        if not any("variable" in step for step, _ in place(visit.job, at)[1]):
            yield Finding(
                f"{name} looks like a secret, and anyone who can read the job can see it",
                at,
                help="Read it from a Nomad variable or Vault with a template and env = true.",
                secret=True,
            )


def _in_text(visit: Visit) -> Iterator[Finding]:
    """The secrets in the text of a template. What comes out of a variable is not in the file."""
    data = visit.block.data or ""
    source = visit.subject.source
    text = source.text if source is not None else ""
    secrets = [(line, name, value) for line, name, value in assignments(data) if "{{" not in value and is_secret(name, value)]
    if not secrets:
        return
    from nomadspec.rules.templates import line_of

    written, elsewhere = _outside_variables(text), bool(place(visit.job, visit.path / "data")[1])
    for line, name, value in secrets:
        # What is not in this file at all is written out in the one that the template comes from, if it is not a variable's.
        if value in written or (value not in text and not elsewhere):
            yield Finding(
                f"{name} looks like a secret, and anyone who can read the job can see it",
                line_of(visit.block, line),
                help='Read it in the template from a Nomad variable or Vault, such as {{ with nomadVar "…" }}{{ .password }}{{ end }}.',
                secret=True,
            )


def _outside_variables(text: str) -> str:
    """The file without its variables, as far as the lines that begin a block tell where they end."""
    before, *variables = ("\n" + text).split("\nvariable ")
    kept = [before]
    for variable in variables:
        ends = [at for word in ("\nlocals", "\njob ") if (at := variable.find(word)) >= 0]
        if ends:
            kept.append(variable[min(ends) :])
    return "".join(kept)


def _secrets(visit: Visit) -> Iterator[tuple[str, ModelPath]]:
    """(what it is called, where it is) of each."""
    block = visit.block
    for field in _MAPS[block.TYPE]:
        if values := getattr(block, field):
            for key in _in_map(values):
                yield key, visit.path / field / key
    if block.TYPE == "TaskArtifact":
        if is_secret("", block.source):
            yield "the address", visit.path / "source"
    elif block.TYPE in ("Task", "SidecarTask"):
        config = block.config
        if not config or ("args" not in config and "labels" not in config):
            return
        known = dict(_known(config))
        for index, name in arguments(known.get("args")):
            yield name, (visit.path / "config").item("args", index)
        labels = known.get("labels")
        for row in labels if isinstance(labels, list) else [labels]:
            if row:
                for key in _in_map(row):
                    yield key, visit.path / "config" / "labels" / key


def _in_map(values: Any) -> list[str]:
    """The keys of its secrets."""
    return [key for key, value in _known(values) if is_secret(key, value)]


def _known(values: Any) -> Any:
    """The items of a map, without those that are not known."""
    return known_items(values) if isinstance(values, dict) else ()
