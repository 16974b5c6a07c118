"""What each field, driver option, function and runtime name is for: one or two sentences, for hover, docs and the JSON Schema.

    documentation("Task", "kill_timeout")     "Time between the stop signal and killing the task; …"
    documentation("Task")                     the block itself
    lifetime("Task", "secret")                "Since Nomad 1.11.0."
    of_option("docker", "mount", "type")
    of_function("substr")                     ("substr(str, offset, length)", "Part of a text; …")
    of_name("NOMAD_PORT_http")

The texts are modules of their own that are loaded by the first question, since a lint asks none. A text ends with a full stop and has at most
`LONGEST` characters; what is not known has the text "".
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

LONGEST: Final = 240

_BLOCK_TEXTS: Final = ("job_texts", "group_texts", "task_texts", "service_texts", "connect_texts")
_blocks: dict[str, dict[str, str]] = {}


def documentation(block: str, field: str = "") -> str:
    """What a field (or shorthand) of a block type does, or the block type itself without `field`."""
    if not _blocks:
        for name in _BLOCK_TEXTS:
            _blocks.update(__import__(f"{__name__}.{name}", fromlist=("TEXTS",)).TEXTS)
        from nomadspec.schema.documentation.job_texts import SHORTHANDS

        for type_, texts in SHORTHANDS.items():
            _blocks[type_] = {**_blocks[type_], **texts}
    return _blocks.get(block, {}).get(field, "")


def lifetime(block: str, field: str) -> str:
    """Which releases of Nomad have a field or shorthand, where not all do: one sentence, or two; "" for one that all have."""
    from nomadspec.releases import NEWEST
    from nomadspec.schema.fields_of_release import all_fields, shorthands_of

    found = next((one for one in (*all_fields(block), *shorthands_of(block, NEWEST)) if one.name == field), None)
    if found is None:
        return ""
    said = [f"Since Nomad {found.since}."] if found.since else []
    if found.until:
        said.append(f"Gone after Nomad {found.until}.")
    if found.ignored_since:
        said.append(f"Ignored since Nomad {found.ignored_since}.")
    return " ".join(said)


def of_option(driver: str, *path: str) -> str:
    """What an option of a built-in task driver does; `path` leads to a nested one. Without it, what the driver does."""
    from nomadspec.schema.documentation.driver_texts import SAME_AS, TEXTS

    texts, found = TEXTS.get(driver, {}), ".".join(path)
    if found not in texts and path:
        found = ".".join((SAME_AS.get((driver, path[0]), path[0]), *path[1:]))
    return texts.get(found, "")


def of_function(name: str) -> tuple[str, str]:
    """(signature, what it gives) of a function of the language; ("", "") for a name that is none."""
    from nomadspec.schema.documentation.function_texts import TEXTS

    return TEXTS.get(name, ("", ""))


def of_name(name: str) -> str:
    """What the name in `${name}` stands for at run time: "attr.kernel.name", "node.class", "meta.rack", "NOMAD_PORT_http"."""
    from nomadspec.schema.documentation.runtime_texts import TEXTS

    if name in TEXTS:
        return TEXTS[name]
    parts = [(pattern, pattern.replace(">", "<").split("<")[::2]) for pattern in TEXTS if "<" in pattern]
    fitting = [(sum(map(len, fixed)), pattern) for pattern, fixed in parts if _fits(name, fixed)]
    return TEXTS[max(fitting)[1]] if fitting else ""


def _fits(name: str, fixed: list[str]) -> bool:
    """Whether a name is made of these pieces, in order, with something between them."""
    if not name.startswith(fixed[0]) or not name.endswith(fixed[-1]):
        return False
    at = len(fixed[0])
    for piece in fixed[1:-1]:
        at = name.find(piece, at + 1) + len(piece)
        if at < len(piece):
            return False
    return at < len(name) - len(fixed[-1])
