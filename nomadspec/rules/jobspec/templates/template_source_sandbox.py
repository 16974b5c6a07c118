"""A template's `source` is outside of the task's folder.

## What it does
Looks for absolute paths in `source`, and for relative ones that lead out of the task's folder. Paths that begin with `${NOMAD_TASK_DIR}` and similar variables are inside. Where the state tells the settings of the clients (`--state agent-config:DIR`), they decide: the finding is an error if all have the sandbox, and there is none if none has it.

## Why is this bad?
Clients refuse to read such a file (unless `disable_file_sandbox` is set) and kill the task. An absolute path refers to the client machine, not to the inside of the task.

## Example
```hcl task
template {
  source      = "/etc/app.conf.tpl"
  destination = "local/app.conf"
}
```

## Use instead
```hcl task
artifact {
  source = "https://example.com/app.conf.tpl?checksum=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
}
template {
  source      = "local/app.conf.tpl"
  destination = "local/app.conf"
}
```
"""

from __future__ import annotations

from posixpath import normpath

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL029"
NAME = "template-source-sandbox"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_WRITTEN = ("source",)


def check(visit: Visit) -> Iterator[Finding]:
    source = visit.block.source or ""
    path = normpath(source)
    if path.startswith("/") or path[1:3] in (":\\", ":/") or (path.split("/")[0] == ".." and path.split("/")[1:2] != ["alloc"]):
        from nomadspec.rules.client_settings import all_known, clients

        found = clients(visit)
        open = [client for client in found if client.setting("template.disable_file_sandbox")]
        if found and len(open) == len(found):
            return
        yield Finding(
            f"source {source!r} is outside of the task's folder, so clients refuse to read it",
            "source",
            help='Read the file when the job is submitted (`data = file("…")`), or download it into local/ with an artifact.',
            severity="error" if all_known(found) and not open else None,
        )
