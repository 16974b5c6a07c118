"""`read_spec`: one text of any kind, read as its command reads it."""

from __future__ import annotations

from nomadspec.releases import NEWEST, release
from nomadspec.source import Diagnostic, Source
from nomadspec.specs.kinds import KINDS
from nomadspec.specs.spec import CODES, Draft, Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.releases import Release

#: Characters of a text; variables, the largest kind, hold 64 KiB.
MAX_TEXT: Final = 4_000_000


def read_spec(text: str, *, filename: str | None = None, kind: str | None = None, json: bool | None = None, nomad_version: str | Release | None = None) -> Spec:
    """The specification in a text. `kind` None: detected from the content; `json` None: from the filename, or else the first character; `nomad_version`: the
    release of the servers (None: the newest). Whatever the text, it never raises; ValueError for a release that is not known."""
    of = release(nomad_version)
    source = Source(text, filename or "")
    if len(text) > MAX_TEXT:
        return _refused(source, kind or "", f"the text is longer than {MAX_TEXT:,} characters")
    as_json = json if json is not None else _looks_like_json(text, filename)
    if kind is None:
        from nomadspec.specs.file_kinds import kind_of

        kind = kind_of(text)
    known = KINDS.get(kind)
    if known is None:
        said = _OTHER.get(kind) or f"{kind} is not a kind of specification"
        return _refused(source, kind if kind in _OTHER else "", said)
    draft = Draft(source)
    api = known.read()(draft, as_json)
    if api and of is not NEWEST:
        from nomadspec.specs.newer_than import refuse_newer

        refuse_newer(draft, kind, api, of)
    return Spec(kind, tuple(draft.faults), api or {}, draft.places, tuple(draft.ignored))


_OTHER: Final = {
    "": "not a known kind of specification",
    "agent": "this is agent configuration: use nomadspec agent lint",
    "values": "this is a variable file, not a specification",
    "jobspec": "this is a jobspec: use nomadspec lint",
}


def _looks_like_json(text: str, filename: str | None) -> bool:
    return filename.endswith(".json") if filename and filename.endswith((".json", ".hcl")) else text.lstrip()[:1] == "{"


def _refused(source: Source, kind: str, said: str) -> Spec:
    finding = Diagnostic(CODES["spec-unknown-kind"], "spec-unknown-kind", "error", said, source.span(0, 0), help="Known kinds: " + ", ".join(KINDS) + ".")
    return Spec(kind, (finding,))
