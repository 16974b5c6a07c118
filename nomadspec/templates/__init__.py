"""What a task's template does when the client runs it: which values it handles, where it is sure to fail, what it writes.

    faults(template, missing_key=…) -> tuple[Fault, ...]      what fails for every data, and what is wrong without an error
    render(template, …, data, environment) -> Rendering       the text it writes with the data that is given (`rendering.py`)

One interpreter (`execution.py`, `expressions.py`, `calls.py`, `functions/`) does both. Its values may be known in full, in type only, or not at all; it goes
both ways where a condition is not known. It is run with three kinds of answers for what a template reads (`answers.py`, `given_answers.py`): those of the
engine's first pass, in which nothing is there yet; values of the right type and unknown content; and data that a user gives.

The facts are tables: `signatures.py` (what the 310 functions take and give) and `structs.py` (the fields and methods of what they give).
"""

from nomadspec.templates.analysis import Fault, faults

__all__ = ["Fault", "faults"]
