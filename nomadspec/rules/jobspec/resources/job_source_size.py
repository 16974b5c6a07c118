"""The job's source is too large for servers to keep.

## What it does
Compares the size of the file with one million bytes (option `max_bytes`).

## Why is this bad?
Servers keep the source of a job for `nomad job inspect -hcl` and the web interface only up to `job_max_source_size`, 1 MB by default.

## Example
With a limit of 200 bytes:

```toml
[rules.job-source-size]
max_bytes = 200
```

```hcl task
template {
  data        = "A long text, which belongs into an artifact or into the image."
  destination = "local/page.txt"
}
```

## Use instead
```hcl task
artifact {
  source = "https://example.com/page.txt"
}
```

## Options
`max_bytes`: the `job_max_source_size` of your servers.
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "RES005"
NAME = "job-source-size"
SEVERITY = "info"
BLOCKS = ("Job",)
OPTIONS = {"max_bytes": 1_000_000}


def check(visit: Visit) -> Iterator[Finding]:
    source = visit.subject.source
    most = int(visit.option("max_bytes"))
    # A character has four bytes at most: the text of most jobs need not be encoded.
    if source is not None and 4 * len(source.text) > most and len(source.text.encode("utf-8", "replace")) > most:
        yield Finding(f"job source exceeds {most:,} bytes, so servers do not keep it", None)
