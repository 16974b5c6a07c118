"""A CSI volume uses a mode that does not exist.

## What it does
Reports unknown values of `access_mode` and `attachment_mode`.

## Why is this bad?
The command sends them as they are; the volume can then be neither created nor claimed.

## Example
```hcl spec
type      = "csi"
id        = "db"
name      = "db"
plugin_id = "ebs"

capability {
  access_mode     = "single-writer"
  attachment_mode = "file-system"
}
```

## Use instead
```hcl spec
type      = "csi"
id        = "db"
name      = "db"
plugin_id = "ebs"

capability {
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}
```

## Fix safety
Offered if one mode alone is near. Safe: the command rejects the file as it is.
"""

from __future__ import annotations

from nomadspec.rules.fixes import literal, respell_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest
from nomadspec.specs.csi_volumes import ACCESS_MODES, ATTACHMENT_MODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.spec_visit import SpecVisit

CODE = "SPC103"
NAME = "csi-mode-unknown"
SEVERITY = "error"
FIXABLE = "sometimes"
BLOCKS = ("volume",)


def check(visit: SpecVisit) -> Iterator[Finding]:
    if "ExternalID" not in visit.spec.api:
        return
    for number, row in enumerate(visit.spec.api["RequestedCapabilities"] or ()):
        for member, word, known in (("AccessMode", "access_mode", ACCESS_MODES), ("AttachmentMode", "attachment_mode", ATTACHMENT_MODES)):
            value = row[member]
            if value and value not in known:
                near = closest(value, known, 0.6)
                help = f"Did you mean {near}?" if near else "Use one of " + ", ".join(known) + "."
                at = f"capability[{number}].{word}"
                fix = respell_near(visit, at, value, near, known, literal)
                yield Finding(f"{value!r} is not an {word.replace('_', ' ')}", at, help=help, fix=fix)
