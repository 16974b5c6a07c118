"""What is wrong with a state document: every fault with its JSON path, and what is odd without making the document useless."""

from __future__ import annotations

from nomadspec.cluster.allocation_limit import too_many

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.source import Diagnostic

#: At most so many faults of a document are reported.
FAULTS_REPORTED = 20


class StateError(Exception):
    """A state document that cannot be used; `diagnostics` gives the places and reasons."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(d.message for d in diagnostics[:3]) + (f"; and {len(diagnostics) - 3} more" if len(diagnostics) > 3 else ""))
        self.diagnostics = diagnostics


def check_document(document: object) -> tuple[Diagnostic, ...]:
    """Checks a state document; raises `StateError`, or returns warnings."""
    from nomadspec.cluster.state_document import LISTS, STATE

    if not STATE.fits(document):
        faults: list[Diagnostic] = []
        for path, message in STATE.faults(document, ""):
            faults.append(diagnostic("STA001", "state-mistyped", f"{path or 'the state document'} {message}"))
            if len(faults) == FAULTS_REPORTED:
                break
        raise StateError(tuple(faults))
    assert isinstance(document, dict)
    faults = []
    for name, of in LISTS.items():
        seen: dict[object, int] = {}
        for i, row in enumerate((document.get(name) or ()) if of.unique else ()):
            if seen.setdefault(of.key(row), i) != i and len(faults) < FAULTS_REPORTED:
                faults.append(diagnostic("STA002", "state-duplicate", f"{name}[{i}] is the same {of.noun} as {name}[{seen[of.key(row)]}]"))
    for i, raw in enumerate(document.get("jobs") or ()):
        groups = raw.get("TaskGroups") or ()
        text = "" if raw.get("Stop") else too_many(raw["ID"], ((group.get("Name") or "", group.get("Count") or 0) for group in groups))
        if text and len(faults) < FAULTS_REPORTED:
            faults.append(diagnostic("STA005", "state-too-many-allocations", f"jobs[{i}]: {text}"))
    nodes = {raw["ID"] for raw in document.get("nodes") or ()}
    jobs = {(raw.get("Namespace") or "default", raw["ID"]) for raw in document.get("jobs") or ()}
    warnings: list[Diagnostic] = []
    for i, raw in enumerate(document.get("allocations") or ()):
        job, node = (raw.get("Namespace") or "default", raw.get("JobID") or ""), raw.get("NodeID") or ""
        if not job[1] and len(faults) < FAULTS_REPORTED:
            faults.append(diagnostic("STA003", "state-unknown-job", f"allocations[{i}].JobID is missing"))
        elif job not in jobs and len(faults) < FAULTS_REPORTED:
            faults.append(
                diagnostic("STA003", "state-unknown-job", f"allocations[{i}].JobID names job {job[1]!r} of namespace {job[0]!r}, which is not in jobs")
            )
        if node not in nodes and len(warnings) < FAULTS_REPORTED:
            warnings.append(
                diagnostic(
                    "STA004", "state-unknown-node", f"allocations[{i}].NodeID names node {node!r}, which is not in nodes; it is treated as lost", "warning"
                )
            )
    if faults:
        raise StateError(tuple(faults))
    return tuple(warnings)


def diagnostic(code: str, rule: str, message: str, severity: str = "error") -> Diagnostic:
    """A fault or a warning about the document as a whole."""
    from nomadspec.source import Diagnostic

    return Diagnostic(code, rule, severity, message)  # type: ignore[arg-type]
