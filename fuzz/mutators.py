"""Structured mutators: texts are changed by their tokens, values by their members, so that most of what comes out is nearly right.

Everything is drawn from the `random.Random` that is given: a seed gives the same inputs again.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any, Final

_TOKEN: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|[\w.-]+|\s+|.', re.S)
#: Words that stand where others stood.
_WORDS: Final = (
    '""', '"${"', '"%{if true}"', "{", "}", "[", "]", "(", ")", "=", ",", "null", "true", "-1", "0", "1e999", "9" * 400, "${var.a}", "${NOMAD_TASK_DIR}",
    "<<E\n", "E\n", "/*", "#", '"\u202e"', '"\ud800"', "\x00", "{{", "}}", "[[", "for", "in", "...", "if", "else", "var.a", "local.b", "dynamic", "content",
    "for_each", "labels", '"1h"', '"-5s"', '"@daily"', '"* * 31 2 *"', '"~> 1.0"', "::error::", "nomadspec: ignore[ALL]", "range(9)", "bcrypt(\"x\")",
)  # fmt: skip
_SCALARS: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 2**63, 1.5, "", "x", "..", "\u202e", "::error::x", "9" * 50, [], {}, [[]], [{}], {"": ""}, "2026-01-01T00:00:00Z", "${var.a}",
)  # fmt: skip


def text(given: str, random: Random) -> str:
    """The text with a few of its tokens removed, doubled, exchanged or replaced."""
    tokens = _TOKEN.findall(given)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        if not tokens:
            break
        at = random.randrange(len(tokens))
        match random.randrange(6):
            case 0:
                del tokens[at]
            case 1:
                tokens.insert(at, tokens[random.randrange(len(tokens))])
            case 2:
                other = random.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                tokens[at] = random.choice(_WORDS)
            case 4:
                tokens[at:at] = tokens[at : at + random.randrange(12)] * random.randrange(1, 40)
            case _:
                tokens = tokens[: at + 1] if random.random() < 0.2 else tokens
    return "".join(tokens)


def value(given: Any, random: Random) -> Any:
    """The value with a few members replaced, removed, renamed or moved."""
    made = _copy(given)
    for _ in range(random.choice((1, 1, 2, 4))):
        holders = [holder for holder in _holders(made) if holder]
        if not holders:
            break
        holder = random.choice(holders)
        key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        match random.randrange(5):
            case 0 if isinstance(holder, dict):
                del holder[key]
            case 1:
                holder[key] = _copy(random.choice(holders))
            case 2 if isinstance(holder, dict):
                holder[random.choice(("", "ID", "Name", "x", "::error::"))] = holder.pop(key)
            case 3:
                holder[key] = [holder[key]] * random.randrange(4)
            case _:
                holder[key] = _copy(random.choice(_SCALARS))
    return made


def _copy(given: Any) -> Any:
    if isinstance(given, dict):
        return {key: _copy(item) for key, item in given.items()}
    return [_copy(item) for item in given] if isinstance(given, list) else given


def _holders(given: Any) -> list[Any]:
    found: list[Any] = []
    waiting = [given]
    while waiting and len(found) < 20_000:
        current = waiting.pop()
        if isinstance(current, dict | list):
            found.append(current)
            waiting += current.values() if isinstance(current, dict) else current
    return found
