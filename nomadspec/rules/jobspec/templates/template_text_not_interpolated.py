"""A reference in the text of a template is not interpolated.

## What it does
Looks for `${attr.…}`, `${node.…}`, `${meta.…}` and, with `env = true`, `${NOMAD_…}` in `data`.

## Why is this bad?
Nomad does not interpolate the text of templates: the file contains the literal text `${attr.…}`.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    arch = ${attr.cpu.arch}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    arch = {{ env "attr.cpu.arch" }}
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import line_of
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL016"
NAME = "template-text-not-interpolated"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_WRITTEN = ("data",)

_ANYWHERE = pattern(r"\$\{((?:attr|node|meta)\.[A-Za-z0-9_.-]+)\}")
_IN_ENV_FILE = pattern(r"\$\{((?:(?:attr|node|meta)\.|NOMAD_)[A-Za-z0-9_.-]+)\}")


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if not block.data or "${" not in block.data:
        return
    pattern = _IN_ENV_FILE if block.env else _ANYWHERE
    for number, line in enumerate(block.data.splitlines(), 1):
        match = pattern.search(line)
        if match is not None and not line.lstrip().startswith("#"):
            yield Finding(
                f"templates are not interpolated, so `{match[0]}` is left as literal text",
                line_of(block, number),
                help=f'Use `{{{{ env "{match[1]}" }}}}`.',
            )
            return
