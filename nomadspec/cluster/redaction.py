"""A state without what must not leave the cluster: values of `env`, templates, drivers' `config`, options and headers of artifacts, and `meta` that is named
like a secret, as hashes.

A hash is salted per document, so that nobody can try values over many of them; equal values stay equal, so that a plan against the document, which hashes
the new job with the same salt, still tells what changes. Names, attributes, classes and the `meta` that constraints read are never replaced.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from nomadspec.notation.secrecy import looks_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The member of a state document that has the salt.
MEMBER: Final = "redaction"
_META: Final = re.compile(r"\$\{meta\.([^}]{1,200})\}")
#: Members of a task, and of a template and an artifact, whose values are replaced.
_TASK: Final = ("Env", "Config")
_TEMPLATE: Final = ("EmbeddedTmpl",)
_ARTIFACT: Final = ("GetterOptions", "GetterHeaders")
_DEPTH: Final = 32


def redacted_document(document: Mapping[str, Any], salt: str) -> dict[str, Any]:
    """The state document with hashes, and the salt in it."""
    kept = {name for row in document.get("jobs") or () for name in _META.findall(json.dumps(row))}
    nodes = [{**node, "Meta": _secret_meta(node.get("Meta"), _hasher(salt), kept)} for node in document.get("nodes") or ()]
    jobs = [redacted_job(row, salt, kept) for row in document.get("jobs") or ()]
    return {**document, "nodes": nodes, "jobs": jobs, MEMBER: salt}


def redacted_job(job: Mapping[str, Any], salt: str, kept: set[str] | None = None) -> dict[str, Any]:
    """An API object of a job with hashes; `kept`: keys of `meta` that constraints read."""
    kept = set(_META.findall(json.dumps(job))) if kept is None else kept
    hashed = _hasher(salt)

    def meta(block: Mapping[str, Any]) -> dict[str, Any]:
        return {**block, "Meta": _secret_meta(block.get("Meta"), hashed, kept)} if block.get("Meta") else dict(block)

    def task(block: Mapping[str, Any]) -> dict[str, Any]:
        out = {**meta(block), **{name: _hashed(block[name], hashed) for name in _TASK if block.get(name)}}
        for member, names in (("Templates", _TEMPLATE), ("Artifacts", _ARTIFACT)):
            if isinstance(block.get(member), list):
                rows = [item for item in block[member] if isinstance(item, dict)]
                out[member] = [{**item, **{name: _hashed(item[name], hashed) for name in names if item.get(name)}} for item in rows]
        return out

    groups = [{**meta(group), "Tasks": [task(item) for item in group.get("Tasks") or ()]} for group in job.get("TaskGroups") or ()]
    return {**meta(job), "TaskGroups": groups}


def _hasher(salt: str) -> Callable[[str], str]:
    def hashed(text: str) -> str:
        # What is a hash already stays, so that a redacted job is the same when it is redacted again.
        return text if text.startswith(_PREFIX) else _PREFIX + hashlib.sha256(f"{salt}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]

    return hashed


_PREFIX: Final = "redacted:"


def _hashed(value: Any, hashed: Callable[[str], str], depth: int = 0) -> Any:
    """All texts in a value replaced; numbers, flags and keys stay."""
    if isinstance(value, str):
        return hashed(value) if value else value
    if depth < _DEPTH and isinstance(value, dict):
        return {key: _hashed(item, hashed, depth + 1) for key, item in value.items()}
    if depth < _DEPTH and isinstance(value, list):
        return [_hashed(item, hashed, depth + 1) for item in value]
    return value if isinstance(value, int | float | None) else ""


def _secret_meta(meta: Any, hashed: Callable[[str], str], kept: set[str]) -> Any:
    if not isinstance(meta, dict):
        return meta
    return {key: hashed(value) if isinstance(value, str) and value and looks_secret(key) and key not in kept else value for key, value in meta.items()}
