"""What a task's template does when the client runs it: the values it handles, where it certainly fails, and what it writes.

    faults(template, missing_key=…) -> tuple[Fault, ...]      what fails whatever the data, and mistakes without an error
    render(template, …, data, environment) -> Rendering       the text it writes with given data (`rendering.py`)

One interpreter (`execution.py`, `expressions.py`, `calls.py`, `functions/`) does both. Its values may be fully known, known only by type, or
unknown; if a condition is unknown, both branches are followed. Three kinds of answers exist for what a template reads (`answers.py`, `given_answers.py`): those
of the engine's first pass, in which nothing has been read; values of the right type with unknown content; and data given by a user.

The facts are tables: `signatures.py` (what the 310 functions take and give) and `structs.py` (the fields and methods of what they give).
"""

from nomadspec.templates.analysis import Fault, faults

__all__ = ["Fault", "faults"]
