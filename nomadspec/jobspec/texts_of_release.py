"""Nomad's words for what is wrong with the language, where they were not always the same: a table of the newest text and the older one.

Loaded when something is wrong and an older release is checked for. Where older releases report another place, ours stays.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.releases import Release

_DOCS: Final = "https://developer.hashicorp.com/nomad/docs"

#: The release whose last day the older text had (`until`), the newest text as a pattern, the older one. Rows for older releases come later.
TEXTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("1.10.1", r"list of dynamic required, but have \w+", "list of any single type required"),
    ("1.10.1", r"set of dynamic required, but have \w+", "set of any single type required"),
    ("1.10.1", r"((?:string|number|bool|required|type)) required, but have [\w ]+", r"\1 required"),
    ("1.10.1", r" required, but have [\w ]+", " required"),
    ("1.10.4", r"allowed inclusive range 4\.\.31", "allowed range (4,31)"),
    ("1.10.5", rf"{re.escape(_DOCS)}/reference/hcl2/variables  for", f"{_DOCS}/job-specification/hcl2/variables for"),
    ("1.6.10", rf"{re.escape(_DOCS)}/job-specification/hcl2/variables for", "https://www.nomadproject.io/docs/job-specification/hcl2/variables for"),
    ("1.9.6", r"Unsuitable value; Unsuitable duration value: nil", "Unsuitable value type; Unsuitable value: expected a string but found {{{}}}"),
    ("1.8.0", r"Can't access attributes on a primitive-typed value \(\w+\)\.", "This value does not have any attributes."),
    (
        "1.8.0",
        r"The true and false result expressions must have consistent types\. The 'true' value is ([\w ]+), but the 'false' value is ([\w ]+)\.",
        r"The true and false result expressions must have consistent types. The given expressions are \1 and \2, respectively.",
    ),
)


def text_of_release(text: str, release: Release) -> str:
    """The text of the newest release in the words of another one."""
    for until, newest, older in TEXTS:
        if release.has(until=until):
            text = re.sub(newest, older, text)
    return text
