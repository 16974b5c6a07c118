"""`nomadspec acl explain POLICY…`: what a token with these policies may do, and which block of which policy decides it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.reporting.console import colored, write, write_json, write_text
from nomadspec.reporting.escaping import line
from nomadspec.reporting.findings import text_report
from nomadspec.specs.acl_capabilities import HOST_VOLUME, NAMESPACE, NODE_POOL, OPERATOR, VARIABLE
from nomadspec.specs.acl_explaining import Grant, Verdict, grants_of, verdict
from nomadspec.specs.reading import read_spec
from nomadspec.workspace.files import ReadError, read_text

if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.specs.spec import Spec


def explain(arguments: Arguments) -> int:
    """`acl explain POLICY…`."""
    if not arguments.positional:
        raise UsageError("acl explain takes files of ACL policies")
    policies: list[Spec] = []
    for file in arguments.positional:
        try:
            spec = read_spec(read_text(file), filename=file, kind="acl-policy")
        except ReadError as error:
            raise UnusableInput(str(error)) from None
        if not spec.ok:
            write(text_report(spec.diagnostics), color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr), stream=sys.stderr)
            return 2
        policies.append(spec)
    grants = grants_of(policies)
    namespace = arguments.text("namespace") or "default"
    path, capability = arguments.text("path"), arguments.text("capability")
    if path is not None and capability is not None and capability not in VARIABLE:
        raise UsageError(f"{capability} is not a capability of variables; use {', '.join(VARIABLE)}")
    if path is None and capability is None:
        rows = [(kind, name, verdict(grants, kind, name)) for kind, name in dict.fromkeys((grant.kind, grant.name) for grant in grants)]
    elif path is not None:
        rows = [("variable", f"{namespace}\n{path.strip('/')}", verdict(grants, "variable", f"{namespace}\n{path.strip('/')}"))]
    else:
        rows = [(kind, name, verdict(grants, kind, name)) for kind, name in _about(capability or "", namespace)]
    if arguments.text("output_format") == "json":
        write_json([_row(kind, name, found, capability) for kind, name, found in rows])
    else:
        write_text("".join(_text(kind, name, found, capability) for kind, name, found in rows) or "these policies grant nothing\n")
    return 0 if capability is None or any(found.allows(capability) for _, _, found in rows) else 1


def _about(capability: str, namespace: str) -> list[tuple[str, str]]:
    """The subject of a capability: (kind, name). Raises UsageError for an unknown capability."""
    found = [(kind, name) for kind, known, name in (("namespace", NAMESPACE, namespace), ("operator", OPERATOR, "")) if capability in known]
    if not found:
        from nomadspec.source.closest import closest

        near = closest(capability, (*NAMESPACE, *OPERATOR), 0.6)
        if capability in (*VARIABLE, *NODE_POOL, *HOST_VOLUME):
            raise UsageError(f"{capability} is a capability of variables: set --path to the variable")
        raise UsageError(f"{capability} is not a capability" + (f"; did you mean {near}?" if near else ""))
    return found


def _subject(kind: str, name: str) -> str:
    if kind == "variable":
        namespace, _, path = name.partition("\n")
        return f"variable {line(path)} in namespace {line(namespace)}"
    return f"{kind.replace('_', ' ')} {line(name)}".rstrip()


def _text(kind: str, name: str, found: Verdict, capability: str | None) -> str:
    head = _subject(kind, name)
    if found.name is None:
        return f"{head}: nothing is granted, because no block matches\n"
    said = "denied" if found.denied else ", ".join(found.capabilities) or "nothing is granted"
    if capability is not None:
        said = f"{capability} is {'granted' if found.allows(capability) else 'denied' if found.denied else 'not granted'}"
    lines = [f"{head}: {said}"]
    for grant in found.grants:
        lines.append(f"  {_place(grant)}{_subject(grant.kind, grant.name)} gives {', '.join(dict.fromkeys(grant.capabilities)) or 'nothing'}")
    return "\n".join(lines) + "\n"


def _place(grant: Grant) -> str:
    return f"{line(grant.place.path)}:{grant.place.start.line}: " if grant.place is not None else ""


def _row(kind: str, name: str, found: Verdict, capability: str | None) -> dict[str, Any]:
    namespace, _, path = name.partition("\n")
    return {
        "kind": kind,
        "name": path if kind == "variable" else name,
        "namespace": namespace if kind == "variable" else None,
        "capabilities": list(found.capabilities),
        "capability": capability,
        "allowed": found.allows(capability) if capability is not None else None,
        "decided_by": [
            {
                "path": g.place.path if g.place else None,
                "line": g.place.start.line if g.place else None,
                "name": g.name.replace("\n", ":"),
                "capabilities": list(g.capabilities),
            }
            for g in found.grants
        ],
    }
