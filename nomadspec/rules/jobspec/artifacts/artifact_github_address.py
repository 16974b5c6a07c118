"""An address on GitHub that does not lead to the file.

## What it does
Looks for sources such as `https://github.com/org/repo/blob/main/app.conf`, and for files of releases and archives that are written without `https://`.

## Why is this bad?
`/blob/` is a page that shows the file: clients download HTML. Without a scheme `github.com/…` is a repository that is cloned, and what follows its name a folder in it: `releases/download/…` is not found there, and the download fails.

## Example
```hcl task
artifact {
  source = "https://github.com/example/app/blob/main/app.conf"
}
artifact {
  source      = "github.com/example/app/releases/download/v1.0/app.tar.gz"
  destination = "local/app"
}
```

## Use instead
```hcl task
artifact {
  source = "https://raw.githubusercontent.com/example/app/main/app.conf"
}
artifact {
  source      = "https://github.com/example/app/releases/download/v1.0/app.tar.gz"
  destination = "local/app"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "ART007"
NAME = "artifact-github-address"
SEVERITY = "warning"
BLOCKS = ("TaskArtifact",)
_PAGE = pattern(r"https?://(?:www\.)?github\.com/([^/]+/[^/]+)/blob/([^?#]+)")
_FILE = pattern(r"github\.com/[^/]+/[^/]+/(?:releases/download/|archive/refs/|raw/)")


def check(visit: Visit) -> Iterator[Finding]:
    source = visit.block.source or ""
    page = _PAGE.match(source)
    if page is not None and "raw=" not in source:
        help = f"Use https://raw.githubusercontent.com/{page[1]}/{page[2]}."
        yield Finding("this address is the page that shows the file, so HTML is downloaded", "source", help=help)
    elif _FILE.match(source):
        yield Finding("without a scheme this is a folder of a repository, which is cloned", "source", help="Write https:// in front.")
