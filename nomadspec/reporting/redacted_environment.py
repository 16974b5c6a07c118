"""A task's environment without secrets, for logs and tickets.

Masks all variables except Nomad's own (of `NOMAD_…`, only tokens and names that look like secrets), the text of templates, fields whose names look like
secrets, user and password in addresses, and each masked value wherever it was interpolated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nomadspec.interpolation.environment import TaskEnvironment
from nomadspec.interpolation.replacement import Reference
from nomadspec.jobdiff.redact import USERINFO
from nomadspec.notation.secrecy import MASK, looks_secret
from nomadspec.planner.placed_tasks import PlacedTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: Members of an environment that hold variables by name.
_VARIABLES: Final = ("env", "env_client_paths", "alloc_env")
#: Fields whose text is masked whole.
_TEXTS: Final = frozenset({"data_untouched"})
#: A value shorter than this is not looked for elsewhere: `1` or `dev` are parts of many.
_SHORTEST: Final = 4


def redacted(placed: PlacedTask) -> PlacedTask:
    """The task with `<redacted>` in place of each value that may be a secret."""
    environment = placed.environment
    values: dict[str, Any] = environment.to_dict()
    secrets = sorted({text for text in _secrets(values, environment.run_time) if len(text) >= _SHORTEST}, key=len, reverse=True)

    def clean(text: str) -> str:
        for secret in secrets:
            text = text.replace(secret, MASK)
        return USERINFO.sub(f"{MASK}@", text)

    shown = {
        name: {key: MASK if _is_secret(key) and item and key not in environment.run_time else clean(str(item)) for key, item in value.items()}
        if name in _VARIABLES and isinstance(value, dict)
        else _masked(value, clean)
        for name, value in values.items()
    }
    references = [Reference(clean(item.text), item.path, item.outcome, clean(item.reason)) for item in environment.references]
    diagnostics = [item.replace(message=clean(item.message), nomad=clean(item.nomad) if item.nomad is not None else None) for item in environment.diagnostics]
    return PlacedTask(
        placed.group,
        placed.task,
        placed.node,
        placed.reason,
        TaskEnvironment(shown, references, environment.run_time, diagnostics, places=environment.places, inherits=environment.inherits),
    )


def _is_secret(name: str) -> bool:
    return not name.startswith("NOMAD_") or (looks_secret(name) and name != "NOMAD_SECRETS_DIR")


def _secrets(values: dict[str, Any], run_time: Mapping[str, str]) -> Iterator[str]:
    for member in _VARIABLES:
        for name, value in (values.get(member) or {}).items():
            if _is_secret(name) and name not in run_time:
                yield str(value)


def _masked(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_masked(item, clean) for item in value]
    if isinstance(value, dict):
        return {
            clean(key): MASK if item and not isinstance(item, bool) and (key in _TEXTS or looks_secret(key)) else _masked(item, clean)
            for key, item in value.items()
        }
    return value
