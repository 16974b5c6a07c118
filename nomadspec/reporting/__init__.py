"""Renderers: diagnostics, diffs and plans as text for people and programs. Each escapes text from outside for its destination."""
