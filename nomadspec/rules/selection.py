"""Which rules are on, and how severe their findings are.

`select`, `ignore` and `extend-select` name rules by code, by a prefix of codes, by name, or `ALL`. The more specific entry wins: a name or
a whole code over a prefix, a longer prefix over a shorter, anything over `ALL`; at equal length `ignore` wins. Pedantic rules are on
with `persona = "pedantic"`, or when something more specific than `ALL` selects them. What Nomad itself says (`HCL`, `EVA`, `NOM`)
is selected the same way; syntax errors cannot be switched off.
"""

from __future__ import annotations

from nomadspec.releases import NEWEST
from nomadspec.source.closest import likely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Final

    from nomadspec.releases import Release
    from nomadspec.rules.rule import Rule
    from nomadspec.rules.rule_set import RuleSet
    from nomadspec.source import Diagnostic, Severity

_EXACT = 1000
#: Up to so many entries are gone over, and not looked up.
_FEW: Final = 16
#: By what a selection is made of, the verdicts that equal ones share: a run makes one for each file.
_known: dict[tuple[object, ...], tuple[dict[tuple[str, str, str], tuple[bool, Severity | None]], dict[tuple[object, ...], RuleSet]]] = {}
_MOST_KNOWN: Final = 64
#: Names that rules had, with those they have now: comments and configurations may go on using them.
RENAMED: Final = {
    "driver-option-value": "driver-start-value",
    "hostname-ignored": "hostname-not-supported",
    "template-argument-count": "template-type-argument-count",
    "template-file-relative": "template-type-file-relative",
    "template-function-denied": "template-type-function-denied",
    "template-index-empty": "template-type-first-pass",
}


class Selection:
    """A choice of rules. `severity` maps codes, prefixes or names to the severity their findings get."""

    __slots__ = ("_chosen", "_memo", "_sets", "extend_select", "ignore", "persona", "select", "severity")

    def __init__(
        self,
        select: Sequence[str] = ("ALL",),
        ignore: Sequence[str] = (),
        extend_select: Sequence[str] = (),
        persona: str = "regular",
        severity: Mapping[str, Severity] | None = None,
    ) -> None:
        self.select: Final = tuple(select)
        self.ignore: Final = tuple(ignore)
        self.extend_select: Final = tuple(extend_select)
        self.persona: Final = persona
        self.severity: Final = dict(severity or {})
        self._sets: tuple[Collection[str], Collection[str]] | None = None
        key = (self.select, self.ignore, self.extend_select, persona, tuple(self.severity.items()))
        if key not in _known:
            if len(_known) >= _MOST_KNOWN:
                _known.clear()
            _known[key] = ({}, {})
        self._memo, self._chosen = _known[key]

    def enabled(self, rule: Rule) -> bool:
        """Whether the rule runs."""
        return self._verdict(rule.code, rule.name, rule.persona)[0]

    def reports(self, code: str, name: str) -> bool:
        """Whether findings of a code that is no rule's (what Nomad itself says) are reported."""
        return self._verdict(code, name, "regular")[0]

    def choose(self, plugins: tuple[Rule, ...], scopes: tuple[str, ...], release: Release = NEWEST) -> RuleSet:
        """Those of the built-in rules and of `plugins` that run, of some scopes, for a release of Nomad."""
        known = self._chosen.get((plugins, scopes, release))
        if known is None:
            from nomadspec.rules.registry import builtin
            from nomadspec.rules.rule_set import RuleSet

            rules = (*builtin(*scopes), *(rule for rule in plugins if rule.scope in scopes))
            known = self._chosen[plugins, scopes, release] = RuleSet(rule for rule in rules if self.enabled(rule) and release.has(rule.since, rule.until))
        return known

    def apply(self, diagnostic: Diagnostic, persona: str = "regular") -> Diagnostic | None:
        """The diagnostic with its configured severity; None when its code is switched off. `persona`: that of its rule."""
        enabled, severity = self._verdict(diagnostic.code, diagnostic.rule, persona)
        if cannot_be_switched_off(diagnostic.code):
            return diagnostic
        if not enabled:
            return None
        return diagnostic if severity is None or severity == diagnostic.severity else diagnostic.replace(severity=severity)

    def _looked_up(self) -> tuple[Collection[str], Collection[str]]:
        """The entries that switch on and those that switch off, as they are looked up best."""
        if self._sets is None:
            selecting = (*self.select, *self.extend_select)
            few = len(selecting) <= _FEW and len(self.ignore) <= _FEW
            self._sets = (selecting, self.ignore) if few else (frozenset(selecting), frozenset(self.ignore))
        return self._sets

    def _verdict(self, code: str, name: str, persona: str) -> tuple[bool, Severity | None]:
        known = self._memo.get((code, name, persona))
        if known is None:
            selecting, ignoring = self._looked_up()
            chosen = specificity(selecting, code, name)
            dropped = specificity(ignoring, code, name) if ignoring else -1
            on = chosen > dropped and (persona == "regular" or self.persona == "pedantic" or chosen > 0)
            entry = most_specific(self.severity, code, name) if self.severity else None
            severity = None if entry is None else self.severity[entry]
            known = self._memo[(code, name, persona)] = (on, severity)
        return known


def cannot_be_switched_off(code: str) -> bool:
    """Whether the code is one of syntax errors: those of jobspecs, and that of agent configuration."""
    return code.startswith("HCL") or code == "AGT001"


def specificity(entries: Collection[str], code: str, name: str) -> int:
    """How exactly `entries` name a rule: -1 not at all, 0 by ALL, the length of the longest prefix, or most by name or whole code."""
    if len(entries) > _FEW:
        entry = most_specific(entries, code, name)
        return -1 if entry is None else 0 if entry == "ALL" else _EXACT if entry in (code, name) or not code.startswith(entry) else len(entry)
    best = -1
    for entry in entries:
        if entry == "ALL":
            best = max(best, 0)
        elif entry in (name, code) or RENAMED.get(entry) == name:
            return _EXACT
        elif code.startswith(entry) and entry:
            best = max(best, len(entry))
    return best


def most_specific(entries: Collection[str], code: str, name: str) -> str | None:
    """The entry that names a rule most exactly, the first of equal ones; None when none does. They are looked up, so thousands of them should be a set or
    a table."""
    exact = [entry for entry in (name, code, *(old for old, new in RENAMED.items() if new == name)) if entry in entries]
    if len(exact) > 1:
        return next(entry for entry in entries if entry in exact)
    if exact:
        return exact[0]
    prefixes = (code[:end] for end in range(len(code) - 1, 0, -1))
    return next((prefix for prefix in prefixes if prefix != "ALL" and prefix in entries), "ALL" if "ALL" in entries else None)


def unknown_entries(entries: Iterable[str], known: Iterable[tuple[str, str]], most: int = 20) -> list[tuple[str, str | None]]:
    """Entries that name no rule, the first `most` of them with the nearest that does. `known`: (code, name) of all rules and checks."""
    pairs = tuple(known)
    naming = _naming(pairs)
    bad = [entry for entry in entries if entry not in naming]
    if not bad:
        return []
    words = [word for pair in pairs for word in pair]
    return [(entry, likely(entry, words) if number < most else None) for number, entry in enumerate(bad)]


_namings: dict[tuple[tuple[str, str], ...], set[str]] = {}


def _naming(known: tuple[tuple[str, str], ...]) -> set[str]:
    """All entries that name one of the rules; the last answer is kept, as each suppression of a file asks."""
    found = _namings.get(known)
    if found is None:
        words = {word for pair in known for word in pair}
        prefixes = {code[:end] for code, _ in known for end in range(1, len(code))}
        found = {"ALL", *words, *prefixes, *(old for old, new in RENAMED.items() if new in words)}
        _namings.clear()
        _namings[known] = found
    return found
