"""What a server says about a job before it takes it: verdict, errors, warnings, and Nomad's own texts.

`validate` goes the server's way: the request, the hooks that change the job, the validators. A job for a region that the server does not
know is validated as the command line does it then, by itself. `verdict_of` is the part behind the hooks, for those who have a canonical
job already.
"""

from __future__ import annotations

from nomadspec.checks import server, server_request
from nomadspec.checks.check import Check, Scope
from nomadspec.checks.report import Branch, Leaf, run
from nomadspec.checks.walk import struct_errors
from nomadspec.jobspec.block import JobBlock, release_of
from nomadspec.jobspec.canonicalize import canonical_and_refusal
from nomadspec.jobspec.path import job_path
from nomadspec.jobspec.server_settings import DEFAULT, ServerSettings
from nomadspec.releases import NEWEST, release
from nomadspec.source import Diagnostic
from nomadspec.source.on_demand import Later
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from dataclasses import KW_ONLY
    from typing import Any, Final

    from nomadspec._generated.job_model import Job
    from nomadspec.checks import blame, choices
    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.admission.refusal import Refusal
    from nomadspec.releases import Release
else:
    blame = Later("nomadspec.checks.blame")
    choices = Later("nomadspec.checks.choices")

#: Diagnostics of one check: more help nobody, and each takes as much time as the check. Nomad's text has all problems.
MAX_OF_CHECK: Final = 1_000
#: The first of them, which suggest a word.
MOST_SUGGESTIONS: Final = 100

UNREACHED = "Driver configuration not validated since connection to Nomad agent couldn't be established.\n"


class Verdict(Record):
    """`ok`, `errors`, `warnings`; and as Nomad's API answers them `error_text` and `warnings_text`, empty without any. A text of errors
    is a list that ends in two line ends, or one sentence where the request was refused before the validators had their turn.

    `asked_server` is false if Nomad's command line would have checked the job locally.
    """

    errors: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...] = ()
    error_text: str = ""
    warnings_text: str = ""
    _: KW_ONLY
    asked_server: bool = True

    @property
    def ok(self) -> bool:
        """Whether the server would accept the job."""
        return not self.errors

    def __repr__(self) -> str:
        return f"<Verdict {len(self.errors)} errors, {len(self.warnings)} warnings>"


def validate(
    job: Job | Mapping[str, object],
    settings: ServerSettings | ClusterState | Mapping[str, object] | None = None,
    *,
    nomad_version: str | Release | None = None,
    namespace: str | None = None,
    region: str | None = None,
) -> Verdict:
    """The verdict of a server with these settings on `job` (typed or API JSON).

    `settings`: ServerSettings, a ClusterState or a state document; None: a server in its default configuration. `nomad_version`: the
    release that it runs (None: the release that the job was compiled for); `namespace`, `region`: for a job that sets none. Raises ValueError for an
    unknown release, and if the job was compiled for another release, but never for an invalid job.
    """
    if namespace or region:
        from nomadspec.jobspec.request import requested

        job = requested(job, namespace=namespace, region=region)
    asked = settings if isinstance(settings, ServerSettings) else DEFAULT if settings is None else _settings(settings)
    if isinstance(job, JobBlock):
        of = release_of(job, nomad_version)
        submitted: Job = job
    else:
        from nomadspec.jobspec.json.api import JobJsonError, from_api

        try:
            of = release(nomad_version)
            submitted = from_api(job if _is_wrapped(job) else {"Job": job}, of)
        except JobJsonError as error:
            return _unreadable(str(error))
    if of is not NEWEST and submitted.get("release") is None:
        submitted = submitted.changed()
        submitted.release = of
    refused = _request(submitted, asked)
    if refused is not None:
        return refused
    region = submitted.get("region")
    if region not in (None, "", asked.region):
        return _by_itself(submitted, asked)
    canonical, refusal = canonical_and_refusal(submitted, asked)
    if region == "":
        # An empty region becomes the server's when a job is registered or planned, not when it is validated.
        canonical = canonical.changed(region="")
    return verdict_of(canonical, refusal, asked, submitted)


def verdict_of(canonical: Job, refusal: Refusal | None, settings: ServerSettings, submitted: Job | None = None) -> Verdict:
    """What the validators say about a canonical job, or what the hook said that refused it. `submitted` is what the user wrote."""
    scope = Scope(canonical, settings, job_path(canonical.get("id")))
    errors, warnings = Branch(), Branch()
    if refusal is not None:
        errors.items.append(_refused(refusal, scope))
        return _made(errors, warnings, submitted, text=str(refusal))
    server.server_errors(scope, errors)
    server.allowed(canonical if submitted is None else submitted, settings, scope.path, errors)
    server.warnings(scope, warnings, server=True)
    return _made(errors, warnings, submitted)


def validation_text(validation: Verdict) -> str:
    """What `nomad job validate` prints. Errors hide warnings."""
    text = "" if validation.asked_server else UNREACHED + "\n"
    if validation.errors:
        listed = validation.error_text if validation.error_text.endswith("\n\n") else f"1 error occurred:\n\t* {validation.error_text}\n\n"
        return f"{text}Job validation errors:\n{listed}\n"
    if validation.warnings:
        text += f"Job Warnings:\n{validation.warnings_text}\n\n"
    return text + "Job validation successful\n"


def _is_wrapped(document: Any) -> bool:
    """Whether an API object has the outer `Job`; its letters may be of either case."""
    return isinstance(document, dict) and any(isinstance(key, str) and key.lower() == "job" for key in document)


def _settings(given: Any) -> ServerSettings:
    from nomadspec.checks.resolve_settings import settings_of

    return settings_of(given)


def _request(job: Job, settings: ServerSettings) -> Verdict | None:
    """The refusal of the request as such: an empty namespace, or what makes Nomad crash."""
    scope = Scope(job, settings, job_path(job.get("id")))
    errors = Branch()
    if not run(server_request.REQUEST, job, scope, scope.path, errors):
        server.crashes(scope, errors)
    text = next((leaf.text for leaf in errors.leaves()), "")
    return _made(errors, Branch(), job, text=text) if errors.items else None


def _by_itself(job: Job, settings: ServerSettings) -> Verdict:
    """What Nomad's command line finds without a server: no hooks, no validators but the job's own."""
    from nomadspec.jobspec.admission.canonical import canonical_job

    canonical = canonical_job(job, release_of(job)).block()
    scope = Scope(canonical, settings, job_path(canonical.get("id")))
    errors, warnings = Branch(), Branch()
    struct_errors(scope, errors)
    server.warnings(scope, warnings, server=False)
    return _made(errors, warnings, job, asked_server=False)


def _refused(refusal: Refusal, scope: Scope) -> Leaf:
    check = next(check for words, check in server_request.REFUSED if words in refusal.message)
    return Leaf(check, refusal.message, "", refusal.block or scope.job, check.at, scope.path, scope, scope.job)


def _made(errors: Branch, warnings: Branch, submitted: Job | None, *, text: str = "", asked_server: bool = True) -> Verdict:
    return Verdict(
        tuple(_diagnostics(errors, submitted)),
        tuple(_diagnostics(warnings, submitted)),
        (text or errors.text()) if errors.items else "",
        warnings.warning_text() if warnings.items else "",
        asked_server=asked_server,
    )


def _diagnostics(problems: Branch, submitted: Job | None) -> Iterator[Diagnostic]:
    """A diagnostic for each problem; for the many that one check has beyond `MAX_OF_CHECK`, one that counts them."""
    if not problems.items:
        return
    counts: dict[Check, int] = {}
    last: dict[Check, Diagnostic] = {}
    for leaf in problems.leaves():
        check: Check = leaf.check
        count = counts[check] = counts.get(check, 0) + 1
        if count <= MAX_OF_CHECK:
            last[check] = _diagnostic(leaf, submitted, suggested=count <= MOST_SUGGESTIONS)
            yield last[check]
    for check, count in counts.items():
        if count > MAX_OF_CHECK:
            text = f"{count - MAX_OF_CHECK:,} more problems like this one are not shown"
            yield last[check].replace(message=text, help=None, fix=None, nomad=None, trail=(), related=())


def _diagnostic(leaf: Leaf, submitted: Job | None, *, suggested: bool) -> Diagnostic:
    check: Check = leaf.check
    span, trail = blame.locate(leaf, submitted)
    # What stands in front without a colon belongs to the text: "Template[0] VaultGrace has been deprecated".
    text = leaf.text if leaf.prefix.endswith(": ") else leaf.prefix + leaf.text
    related = () if leaf.block is leaf.subject else blame.concerned(leaf, span)
    help, fix = choices.meant(leaf, span, trail) if suggested else (check.help, None)
    return Diagnostic(
        check.code, check.rule, check.severity, text, span, block=str(leaf.path), help=help, fix=fix, nomad=text.strip(), trail=trail, related=related
    )


def _unreadable(text: str) -> Verdict:
    """The verdict on a JSON document that is no job."""
    help = "Give the field a value of the type that the API has; durations are whole nanoseconds."
    return Verdict((Diagnostic("NOM1042", "json-field-type", "error", text, None, help=help, nomad=text),), (), text)
