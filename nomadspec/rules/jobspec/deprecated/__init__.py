"""Deprecated fields, and fields that have no effect any more."""
