"""The files of a command by kind: jobspecs, and the other specifications that Nomad reads."""

from __future__ import annotations

from nomadspec.specs.reading import read_spec
from nomadspec.workspace.discovery import spec_kind
from nomadspec.workspace.files import ReadError, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.specs.spec import Spec
    from nomadspec.workspace.discovery import Inputs


def by_kind(given: Inputs) -> tuple[list[str], dict[str, Spec]]:
    """(the paths of jobspecs, the other specifications by path). What cannot be opened is with the jobspecs: it is reported where the file is compiled."""
    jobspecs: list[str] = []
    specs: dict[str, Spec] = {}
    for path in given.files:
        try:
            text = read_text(path, found=path in given.searched) if path != "-" and path.endswith((".hcl", ".json")) else ""
        except ReadError:
            text = ""
        kind = spec_kind(text) if text else ""
        if kind:
            specs[path] = read_spec(text, filename=path, kind=kind)
        else:
            jobspecs.append(path)
    return jobspecs, specs
