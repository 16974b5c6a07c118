"""Masks values in findings: those of `NOMAD_VAR_…`, and the secrets in an agent's configuration.

The environment is where pipelines keep credentials, and findings are read by more people than may know those. A value that the jobspec itself
holds is no secret, nor is one of less than four characters. Short values are masked as words only: `dev` or `main` are parts of many.

A `Mask` takes findings and gives them without the values; `finish.py` applies it, whatever was linted.
"""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from re import Pattern
    from typing import Any

    from nomadspec.agent import AgentConfig
    from nomadspec.evaluation.functions.calling import ExternalRead
    from nomadspec.source import Diagnostic, Fix

    Mask = Callable[[Iterable[Diagnostic]], list[Diagnostic]]

_PREFIX = "NOMAD_VAR_"
#: Variables of the environment whose values are tokens.
_TOKENS = ("NOMAD_TOKEN", "CONSUL_HTTP_TOKEN", "VAULT_TOKEN")
_SHORTEST = 4
#: From this length on a value is masked inside words, too.
_DISTINCT = 8
#: Values looked at, and the longest of them.
_MAX_VALUES, _MAX_LENGTH = 1000, 65_536
MASK = "***"


class Secrets(Record):
    """What an environment may keep secret, gathered once for all files: the values of `variables`, by name, and `tokens`."""

    variables: Mapping[str, str]
    tokens: Sequence[str]


def secrets_of(environ: Mapping[str, str]) -> Secrets:
    """The values of variables and the credentials in an environment."""
    return Secrets({name.removeprefix(_PREFIX): value for name, value in environ.items() if name.startswith(_PREFIX)}, credentials(environ))


def of_environment(environ: Mapping[str, str], text: str) -> Mask:
    """Masks what the environment keeps secret in findings about the jobspec `text`."""
    return of_secrets(secrets_of(environ), text)


def of_secrets(secrets: Secrets, text: str) -> Mask:
    """Masks these secrets in findings about the jobspec `text`. A fix that would write one is dropped."""
    given, known = list(secrets.variables.values()), secrets.tokens
    if not given and not known:
        return list

    def mask(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        found = list(findings)
        secret = pattern_of(given, text, known) if found else None
        return found if secret is None else [_masked(finding, secret) for finding in found]

    return mask


def of_agent(config: AgentConfig) -> Mask:
    """Masks the secrets that the files of an agent hold; excerpts, too."""
    from nomadspec.agent.secrets import Masking

    def mask(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        masking = Masking(config)
        return [
            d.replace(
                message=masking.text(d.message),
                span=masking.span(d.span),
                nomad=masking.text(d.nomad) if d.nomad is not None else None,
                help=masking.text(d.help) if d.help is not None else None,
                related=tuple((masking.text(text), masking.span(span)) for text, span in d.related),
            )
            for d in findings
        ]

    return mask


def masked_facts(facts: dict[str, Any], secrets: Secrets, text: str) -> dict[str, Any]:
    """The facts that a file leaves for the rules about a repository, and for the cache, without such values: each becomes the name of its
    variable, so that what is equal stays so."""
    for name, value in secrets.variables.items():
        if (secret := pattern_of([value], text)) is not None:
            facts = {key: known if key == "path" else _replaced(known, secret, MASK + name) for key, known in facts.items()}
    return facts


def masked_reads(reads: Sequence[ExternalRead], secrets: Secrets, text: str) -> list[ExternalRead]:
    """What functions read from outside, in a form that may be stored: a call with such a value in its arguments is never reused."""
    if not reads:
        return []
    secret = pattern_of(list(secrets.variables.values()), text)
    return [(name, (), "") if secret is not None and any(map(secret.search, arguments)) else (name, arguments, digest) for name, arguments, digest in reads]


def _replaced(value: Any, secret: Pattern[str], mask: str) -> Any:
    if isinstance(value, str):
        return secret.sub(lambda _: mask, value)
    if isinstance(value, list):
        return [_replaced(item, secret, mask) for item in value]
    return {key: _replaced(item, secret, mask) for key, item in value.items()} if isinstance(value, dict) else value


def credentials(environ: Mapping[str, str]) -> list[str]:
    """The tokens and passwords for a cluster that the environment holds."""
    basic = environ.get("NOMAD_HTTP_AUTH", "")
    return [value for value in (*(environ.get(name, "") for name in _TOKENS), basic, basic.partition(":")[2]) if value]


def values_of_variables(environ: Mapping[str, str]) -> list[str]:
    """The values of variables from the environment."""
    return [value for name, value in environ.items() if name.startswith(_PREFIX)]


def pattern_of(given: Sequence[str], text: str, tokens: Sequence[str] = (), writers: Sequence[Callable[[str], str]] = ()) -> Pattern[str] | None:
    """What finds the values, in the forms that they have in messages and in those of `writers`; None when none is secret. What is in `text` is no secret,
    but `tokens` are in any case."""
    if not given and not tokens:
        return None
    import json
    import re

    secrets = {form for token in tokens if len(token) >= _SHORTEST for form in (token, json.dumps(token)[1:-1], *(write(token) for write in writers))}
    for value in given[:_MAX_VALUES]:
        # A list or a map is found by the strings in it, and a string as it stands in quotes.
        for part in (value, *re.findall(r'"((?:[^"\\]|\\.)*)"', value[:_MAX_LENGTH]), *value[:_MAX_LENGTH].splitlines()):
            part = part.strip()
            if len(part) >= _SHORTEST and part not in text:
                secrets |= {part, json.dumps(part)[1:-1], json.dumps(part, ensure_ascii=False)[1:-1], *(write(part) for write in writers)}
    if not secrets:
        return None
    longest_first = sorted(secrets, key=lambda s: (-len(s), s))
    return re.compile("|".join(re.escape(s) if len(s) >= _DISTINCT else rf"(?<!\w){re.escape(s)}(?!\w)" for s in longest_first))


def _masked(finding: Diagnostic, secret: Pattern[str]) -> Diagnostic:
    def clean(text: str) -> str:
        return secret.sub(MASK, text)

    help, nomad = finding.help, finding.nomad
    return finding.replace(
        message=clean(finding.message),
        block=clean(finding.block),
        help=help if help is None else clean(help),
        nomad=nomad if nomad is None else clean(nomad),
        fix=_harmless(finding.fix, secret),
        trail=tuple((clean(text), span) for text, span in finding.trail),
        related=tuple((clean(text), span) for text, span in finding.related),
    )


def _harmless(fix: Fix | None, secret: Pattern[str]) -> Fix | None:
    return None if fix is None or secret.search(fix.title) or any(secret.search(edit.text) for edit in fix.edits) else fix
