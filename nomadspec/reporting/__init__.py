"""Renderers: diagnostics, diffs and plans as text for people and programs. Each escapes what came from outside for where it goes."""
