"""Constraints and placement."""
