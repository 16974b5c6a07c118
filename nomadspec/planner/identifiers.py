"""Identifiers of what a plan would create, derived only from the plan."""

from __future__ import annotations


def made_id(name: str) -> str:
    """A UUID of version 5 in the namespace of object identifiers. (`uuid` is loaded here: to load it takes a tenth of a small plan.)"""
    import uuid

    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))
