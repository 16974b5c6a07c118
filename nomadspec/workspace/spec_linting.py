"""The lint of one of the other kinds of specification: read it as its command does, then the rules about it, then the final steps of all lints.

Variables and CSI volumes hold secrets: their values are masked in everything that is reported, excerpts included.
"""

from __future__ import annotations

from nomadspec.source import Source
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Final

    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic, Span
    from nomadspec.specs.spec import Spec
    from nomadspec.workspace.configuration import Configuration
    from nomadspec.workspace.masking import Mask
    from nomadspec.workspace.report import FileReport

_QUOTED: Final = pattern(r'"((?:[^"\\\n]|\\.)*)"')


def lint_spec(
    text: str,
    path: str,
    kind: str,
    configuration: Configuration,
    plugins: Sequence[Rule] = (),
    *,
    named: bool = True,
    nomad_version: str | Release | None = None,
    state: ClusterState | None = None,
) -> FileReport:
    """All findings of one specification, and its facts for the rules about a repository."""
    from nomadspec.rules.runner import run
    from nomadspec.rules.spec_visit import SpecVisit
    from nomadspec.rules.subject import Subject
    from nomadspec.specs.reading import read_spec
    from nomadspec.workspace import comments
    from nomadspec.workspace.finish import Linted, finish
    from nomadspec.workspace.report import FileReport

    source = Source(text, path)
    spec = read_spec(text, filename=path, kind=kind, nomad_version=nomad_version)
    findings = list(spec.diagnostics)
    if not spec.ok:
        from nomadspec.specs.file_kinds import KINDS
        from nomadspec.workspace.foreign import instead_of_errors

        findings = list(instead_of_errors(findings, text, path, named=named, thing=KINDS[kind].name))
    if spec.api:
        visit = SpecVisit(Subject(configuration.options(path)), spec, source, state)
        rules = configuration.selection(path).choose(tuple(plugins), ("spec",)).rules
        findings += run([(visit, [rule for rule in rules if kind in rule.blocks])])
    linted = Linted([comments.specification(source)], lambda _: configuration, plugins, ("spec",), bool(spec.api), mask_of(spec, source))
    facts = [{**facts_of(spec, path), "environment": configuration.environment}] if spec.api and spec.ok else []
    return FileReport(path, finish(findings, linted), facts, [])


def facts_of(spec: Spec, path: str) -> dict[str, Any]:
    """The facts of a specification for the rules about a repository, without values of variables."""
    api = spec.api
    place = next((spec.places[route] for route in ("id", "name", "Name", "path", "Path") if route in spec.places), None)
    facts: dict[str, Any] = {
        "path": path,
        "spec": spec.kind,
        "name": (api.get("ID") if spec.kind == "volume" and "ExternalID" in api else None) or api.get("Name") or api.get("Path") or "",
        "namespace": api.get("Namespace") or "default",
        "at": [place.start_offset, place.end_offset] if place is not None else None,
    }
    if spec.kind == "volume":
        facts["type"] = "csi" if "ExternalID" in api else "host"
    if spec.kind == "acl-policy":
        rows = [
            {"block": word, "name": row["Name"], "at": _offsets(spec.places.get(f"{word}[{number}]"))}
            for word, member in (("namespace", "Namespaces"), ("node_pool", "NodePools"), ("host_volume", "HostVolumes"))
            for number, row in enumerate(api[member] or ())
        ]
        paths = [
            {"namespace": row["Name"], "path": one["PathSpec"], "at": _offsets(spec.places.get(f"namespace[{number}].variables.{one['PathSpec']}"))}
            for number, row in enumerate(api["Namespaces"] or ())
            for one in (row["Variables"] or {}).get("Paths") or ()
        ]
        facts |= {"blocks": rows, "paths": paths}
    return facts | {"refers": list(_references(spec))}


#: Kind → what its members name: member of the API object, its routes in HCL and in JSON, the kind of what is named.
_REFERENCES: Final = {
    "namespace": (("Quota", ("quota", "Quota"), "quota"),),
    "variable": (("Namespace", ("namespace", "Namespace"), "namespace"),),
    "volume": (("Namespace", ("namespace",), "namespace"), ("NodePool", ("node_pool",), "node_pool")),
    "acl-binding-rule": (("AuthMethod", ("AuthMethod",), "acl-auth-method"),),
}


def _references(spec: Spec) -> Iterator[dict[str, Any]]:
    """What a specification names that other files may describe."""
    rows = _REFERENCES.get(spec.kind, ())
    if spec.kind == "acl-binding-rule" and spec.api.get("BindType") == "role":
        rows = (*rows, ("BindName", ("BindName",), "acl-role"))
    for member, routes, kind in rows:
        name = spec.api.get(member)
        if name and "${" not in name:
            place = next((spec.places[route] for route in routes if route in spec.places), None)
            yield {"to": kind, "name": name, "at": _offsets(place)}


def _offsets(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start_offset, span.end_offset]


def mask_of(spec: Spec, source: Source) -> Mask:
    """Masks the values of a variable and the secrets of a volume or an auth method, in messages and excerpts."""
    if spec.kind not in ("variable", "volume", "acl-auth-method", "acl-auth-method-config"):
        return list
    secrets = _secrets(spec, source.text)
    if not secrets:
        return list
    import re

    hidden = re.compile("|".join(re.escape(secret) for secret in sorted(secrets, key=lambda s: (-len(s), s))))
    masked = Source(hidden.sub(lambda match: "*" * len(match[0]), source.text), source.path)

    def clean(text: str) -> str:
        return hidden.sub("***", text)

    def place(span: Span | None) -> Span | None:
        return span if span is None or span.source.text != source.text else masked.span(span.start_offset, span.end_offset)

    def mask(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        return [
            d.replace(
                message=clean(d.message),
                span=place(d.span),
                nomad=None if d.nomad is None else clean(d.nomad),
                help=None if d.help is None else clean(d.help),
                related=tuple((clean(text), place(span)) for text, span in d.related),
            )
            for d in findings
        ]

    return mask


def _secrets(spec: Spec, text: str) -> set[str]:
    api = spec.api
    if not api:  # of what cannot be read, everything in quotes may be one
        return {match[1] for match in _QUOTED.finditer(text[:1_000_000]) if len(match[1]) > 3} if spec.kind == "variable" else set()
    config = api.get("Config") or api
    values = [*(api.get("Items") or {}).values(), *(api.get("Secrets") or {}).values(), config.get("OIDCClientSecret") or ""]
    return {line.strip() for value in values for line in value.splitlines() if len(line.strip()) > 3}
