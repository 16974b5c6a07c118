"""The last steps of every lint, whether a jobspec, a repository or an agent's configuration was linted:

select      removes findings that are switched off for a file or pedantic, and sets configured severities
suppress    removes findings covered by comments; unused or invalid comments are findings themselves
mask        replaces secret values (`masking.py`): only here
configure   removes findings covered by the `suppress` tables of a configuration, which name blocks as findings do
repeats     removes repeated findings about the same place
order       by file, place, severity and code
thin        reports advice with a single cause, such as Nomad's about shutdown_delay, and a name that is unknown in many places, once per file
"""

from __future__ import annotations

from nomadspec import version
from nomadspec.rules.selection import cannot_be_switched_off, specificity
from nomadspec.source import SEVERITIES, Fix, Source, Span
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.agent import AgentConfig
    from nomadspec.jobspec.compilation import Compilation
    from nomadspec.rules.rule import Rule
    from nomadspec.rules.selection import Selection
    from nomadspec.rules.suppression import Suppression
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.comments import Commented
    from nomadspec.workspace.configuration import Configuration
    from nomadspec.workspace.masking import Mask

_pedantic: dict[tuple[Rule, ...], frozenset[str]] = {}


class Linted(Record):
    """What was linted. `files` in the order of their findings; `configuration_of` a path; `plugins` the rules of third parties; `scopes` those whose
    rules have run, empty where others judge the comments of these files; `complete`: whether everything could run."""

    files: Sequence[Commented]
    configuration_of: Callable[[str], Configuration]
    plugins: Sequence[Rule]
    scopes: tuple[str, ...] = ()
    complete: bool = True
    mask: Mask = list


def finish(findings: Iterable[Diagnostic], linted: Linted) -> list[Diagnostic]:
    """The findings to report."""
    order = {file.source.path: number for number, file in enumerate(linted.files)}
    kept = _selected(findings, linted, order)
    for file in linted.files:
        if file.read is not None:
            kept = _uncommented(kept, file, linted, order)
    kept = [finding for finding in linted.mask(kept) if not _configured_away(finding, linted, order)]
    if version.HOME is not None:
        kept = _with_addresses(kept)
    return _thinned(_gathered(sorted(_without_repeats(kept), key=lambda finding: _place(finding, order))))


#: Codes that have one cause in a file: that its services have no shutdown_delay (of its group, of its task, and ours), and that it is linted from another
#: folder than Nomad is run in.
_ONCE_A_FILE: Final = {"NOM2081": "shutdown_delay", "NOM6141": "shutdown_delay", "UPD007": "shutdown_delay", "EVA244": "folder"}


def _thinned(findings: list[Diagnostic]) -> list[Diagnostic]:
    """The findings with only the first such advice of a file, which mentions the number of repetitions."""
    kept: list[Diagnostic] = []
    first: dict[tuple[str, str], int] = {}
    more: dict[tuple[str, str], int] = {}
    for finding in findings:
        cause = _ONCE_A_FILE.get(finding.code)
        if cause is not None and finding.severity != "error":
            about = (finding.span.path if finding.span is not None else "", cause)
            if about in first:
                more[about] = more.get(about, 0) + 1
                continue
            first[about] = len(kept)
        kept.append(finding)
    for about, count in more.items():
        one = kept[first[about]]
        kept[first[about]] = one.replace(help=f"{one.help or ''} This occurs {count} more time{'s' if count > 1 else ''} in this file.".strip())
    return kept


#: Rules about names that nothing has: what is replaced by another tool, or was renamed, is unknown wherever it is written.
_OF_NAMES: Final = frozenset(("DRV051", "REF010", "REF011", "REF012", "REF013", "REF014", "REF015"))
#: So many findings about one name are reported each at its place; of more, the first one names the others.
_MOST_ALIKE: Final = 3
_MOST_PLACES: Final = 10


def _gathered(findings: list[Diagnostic]) -> list[Diagnostic]:
    """The findings with those about one name that is unknown in many places of a file as one. Those that can be fixed are fixed together."""
    alike: dict[tuple[str, str, str, bool], list[Diagnostic]] = {}
    for finding in findings:
        if finding.code in _OF_NAMES and finding.span is not None:
            alike.setdefault((finding.code, finding.span.path, finding.message, finding.fix is None), []).append(finding)
    made: dict[int, Diagnostic | None] = {}
    for same in alike.values():
        if len(same) > _MOST_ALIKE:
            made.update({id(other): None for other in same[1:]})
            made[id(same[0])] = _as_one(same)
    return [one for finding in findings if (one := made.get(id(finding), finding)) is not None]


def _as_one(same: list[Diagnostic]) -> Diagnostic:
    first, *others = same
    edits = {edit: None for finding in same if finding.fix is not None for edit in finding.fix.edits}
    fix = Fix(first.fix.title, tuple(edits), safe=all(finding.fix.safe for finding in same if finding.fix is not None)) if first.fix is not None else None
    return first.replace(
        fix=fix,
        help=f"{first.help or ''} This occurs {len(others)} more times in this file.".strip(),
        related=(*first.related, *(("also here", finding.span) for finding in others[:_MOST_PLACES])),
    )


def _with_addresses(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Adds the address of the common page to findings whose code does not belong to a rule."""
    from nomadspec.workspace.code_catalog import stage_codes

    codes = {code for code, _ in stage_codes()}
    return [d.replace(url=version.message_url(d.code)) if d.url is None and d.code in codes else d for d in findings]


def placed_in_file(findings: Iterable[Diagnostic], path: str) -> list[Diagnostic]:
    """The findings of a file; one without a place becomes one about the file as a whole: among many files it has to say which."""
    return [finding if finding.span is not None else finding.replace(span=Span(Source("", path), 0, 0)) for finding in findings]


def of_compilation(compiled: Compilation, environ: Mapping[str, str]) -> Sequence[Diagnostic]:
    """The masked diagnostics of a jobspec for commands that do not lint, or a single one if another tool must render the file first."""
    if not compiled.diagnostics:
        return ()
    from nomadspec.workspace.foreign import instead_of_errors
    from nomadspec.workspace.masking import of_environment

    source = compiled.source
    found = of_environment(environ, source.text)(instead_of_errors(compiled.diagnostics, source.text, source.path))
    return placed_in_file(found, source.path)


def of_agent(config: AgentConfig) -> Sequence[Diagnostic]:
    """The masked diagnostics of an agent's configuration for commands that do not lint."""
    from nomadspec.workspace import masking

    return masking.of_agent(config)(config.diagnostics)


def _selected(findings: Iterable[Diagnostic], linted: Linted, order: Mapping[str, int]) -> list[Diagnostic]:
    kept = []
    selections: dict[str, Selection] = {}
    for finding in findings:
        path = _file_of(finding, linted, order)
        selection = selections.get(path)
        if selection is None:
            selection = selections[path] = linted.configuration_of(path).selection(path)
        persona = "pedantic" if finding.code in _pedantic_codes(linted.plugins) else "regular"
        chosen = selection.apply(finding, persona)
        if chosen is not None:
            kept.append(chosen)
    return kept


def _file_of(finding: Diagnostic, linted: Linted, order: Mapping[str, int]) -> str:
    """The path whose configuration decides about the finding: of the file that it is in, where that was linted (a file of values was not), else of the
    first one."""
    span = finding.span
    if span is not None and span.path in order:
        return span.path
    return linted.files[0].source.path if linted.files else "./x"


def _pedantic_codes(plugins: Sequence[Rule]) -> frozenset[str]:
    key = tuple(plugins)
    known = _pedantic.get(key)
    if known is None:
        from nomadspec.rules.registry import ENGINE, builtin

        if len(_pedantic) > 32:
            _pedantic.clear()
        known = _pedantic[key] = frozenset(rule.code for rule in (*builtin(), *ENGINE, *key) if rule.persona == "pedantic")
    return known


def _uncommented(findings: list[Diagnostic], file: Commented, linted: Linted, order: Mapping[str, int]) -> list[Diagnostic]:
    """The findings without those covered by comments, and with findings about these comments."""
    from nomadspec.rules import suppression

    assert file.read is not None
    suppressions, problems = file.read()
    # What is about an agent's configuration as a whole has an empty place: a comment about any whole file will do.
    whole = [s for s in suppressions if s.start == 0 and s.end > len(file.source.text)]
    left = [finding for finding in findings if suppression.filter([finding], _covering(finding, file, suppressions, whole))]
    return left + (_selected([*problems, *_remarks(file, suppressions, linted)], linted, order) if linted.scopes else [])


def _covering(finding: Diagnostic, file: Commented, all_: list[Suppression], whole: list[Suppression]) -> Sequence[Suppression]:
    span = finding.span
    if span is None:
        return ()
    if span.path == file.source.path:
        return all_
    return whole if span.start_offset == span.end_offset == 0 else ()


def _remarks(file: Commented, suppressions: list[Suppression], linted: Linted) -> list[Diagnostic]:
    from nomadspec.rules import suppression
    from nomadspec.rules.registry import builtin
    from nomadspec.workspace.code_catalog import known_rules

    selection = linted.configuration_of(file.source.path).selection(file.source.path)
    known = known_rules(linted.plugins)
    rules = {rule.code: rule for rule in (*builtin(), *linted.plugins)}
    idle = [(code, name) for code, name in known if not _has_run(code, name, rules.get(code), selection, linted)]
    return suppression.remarks(file.source, suppressions, known, judge_unused=linted.complete, idle=idle)


def _has_run(code: str, name: str, rule: Rule | None, selection: Selection, linted: Linted) -> bool:
    """Whether findings of the code would have been reported; `rule` is None for what Nomad itself says."""
    if rule is None:
        return selection.reports(code, name)
    return rule.scope in linted.scopes and selection.enabled(rule)


def _configured_away(finding: Diagnostic, linted: Linted, order: Mapping[str, int]) -> bool:
    path = _file_of(finding, linted, order)
    configuration = linted.configuration_of(path)
    for entry in configuration.get("suppress", ()):
        block = entry.get("block", "")
        if (
            specificity(entry.get("rules", []), finding.code, finding.rule) >= 0
            and (not entry.get("paths") or configuration.matches(entry["paths"], path))
            and (not block or finding.block == block or finding.block.startswith((block + ".", block + "[")))
            and not cannot_be_switched_off(finding.code)
        ):
            return True
    return False


def _without_repeats(findings: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    """A dynamic block makes many blocks but is fixed in one place."""
    seen: dict[tuple[Any, ...], Diagnostic] = {}
    for finding in findings:
        span = finding.span
        where = finding.block if span is None else (span.path, span.start_offset, span.end_offset)
        seen.setdefault((finding.code, finding.message, where), finding)
    return seen.values()


def _place(finding: Diagnostic, order: Mapping[str, int]) -> tuple[int, int, int, str]:
    """The first error first on its line; what has no place, or one in another file, before all others."""
    span, severity = finding.span, SEVERITIES.index(finding.severity)
    return (-1, -1, severity, finding.code) if span is None else (order.get(span.path, -1), span.start_offset, severity, finding.code)
