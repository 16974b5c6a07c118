"""Secrets in agent configuration: the settings that contain one, and masking them in texts.

Masking keeps every offset: each character of a secret becomes an asterisk, so that places in the masked text are those in the original.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nomadspec.agent.decoding import Section
from nomadspec.notation.secrecy import SETTINGS
from nomadspec.source import Source, Span
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nomadspec.agent.config import AgentConfig

#: Fields that hold a secret.
FIELDS: Final = frozenset(
    [
        "acl.replication_token",
        "consul.auth",
        "consul.token",
        "server.encrypt",
        "telemetry.circonus_api_token",
        "vault.token",
    ]
)
_SAYS: Final = re.compile(rf"(?:^|[._-])(?:{'|'.join(SETTINGS)})$", re.I)
#: `name = "value"` and `"name": "value"`, wherever they stand; whole lines of a file may not parse.
_WRITTEN: Final = re.compile(
    rf'(?im)(?<![a-z0-9])"?(?:[a-z0-9._-]{{0,24}}[._-])?(?:auth|encrypt|{"|".join(SETTINGS)}|(?:circonus_api|replication)_token)"?[ \t]*[=:][ \t]*"((?:[^"\\\n]|\\.)+)"?'
)
_CREDENTIALS: Final = re.compile(r"//[^/@\s\"]{1,200}:([^/@\s\"]{1,200})@")
#: `provider=aws secret_access_key=…`, as in retry_join.
_DISCOVERY: Final = re.compile(r"(?i)\b(?:secret_access_key|client_secret|secret_id|api_key|api_token|auth_token|password|token)=([^\s\"',]+)")


class Secret(Record):
    """A secret as a file has it: the path of its setting, its text, where its value stands."""

    path: str
    text: str
    span: Span


def secrets(config: AgentConfig) -> Iterator[Secret]:
    """The secrets that the files hold."""
    for _, root in config.sections:
        for section in root.walk():
            yield from _of(section)


def _of(section: Section) -> Iterator[Secret]:
    at = section.path + (f"[{section.label}]" if section.label else "")
    for name, setting in section.settings.items():
        value = setting.value
        if f"{section.path}.{name}" in FIELDS:
            if isinstance(value, str) and value.strip():
                yield Secret(f"{at}.{name}", value, setting.span)
        elif isinstance(value, dict):
            yield from _below(f"{at}.{name}", value, setting.parts, setting.span, 0)
    if section.path == "keyring":
        for name, span in section.unknown:
            # Options of an external key service: what stands behind the key is not decoded here.
            if _SAYS.search(name):
                yield Secret(f"{at}.{name}", "", span)


def _below(at: str, value: dict[str, object], parts: Mapping[str | int, Span], span: Span, depth: int) -> Iterator[Secret]:
    for key, inner in value.items():
        place = parts.get(key, span)
        if isinstance(inner, str) and inner and _SAYS.search(key):
            yield Secret(f"{at}.{key}", inner, place)
        for row in inner if isinstance(inner, list) else [inner]:
            if isinstance(row, dict) and depth < 16:
                yield from _below(f"{at}.{key}", row, {}, place, depth + 1)


class Masking:
    """Masks the secrets of a configuration in sources, spans and messages."""

    def __init__(self, config: AgentConfig) -> None:
        found = list(secrets(config))
        self._texts: Final = sorted({s.text for s in found if len(s.text) >= 4}, key=len, reverse=True)
        self._sources: dict[int, Source] = {}

    def span(self, span: Span | None) -> Span | None:
        """The same place in the masked text."""
        if span is None:
            return None
        source = self._sources.get(id(span.source))
        if source is None:
            source = self._sources[id(span.source)] = Source(self._masked(span.source.text), span.source.path)
        return Span(source, span.start_offset, span.end_offset)

    def text(self, text: str) -> str:
        """A message without the secrets."""
        for secret in self._texts:
            text = text.replace(secret, "***")
        for pattern in (_CREDENTIALS, _DISCOVERY):
            text = pattern.sub(lambda m: m[0][: m.start(1) - m.start()] + "***" + m[0][m.end(1) - m.start() :], text)
        return text

    def _masked(self, text: str) -> str:
        for pattern in (_WRITTEN, _CREDENTIALS, _DISCOVERY):
            text = pattern.sub(lambda m: m[0][: m.start(1) - m.start()] + "*" * len(m[1]) + m[0][m.end(1) - m.start() :], text)
        for secret in self._texts:
            for line in secret.split("\n"):
                if len(line) >= 4:
                    text = text.replace(line, "*" * len(line))
        return text
