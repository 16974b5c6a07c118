"""Fuzzing: `python -m fuzz` mutates well-formed inputs and looks for anything but an answer. See `fuzz/__main__.py`."""
