"""What `compile` is: a jobspec in any of its forms to a typed job, with everything that is wrong with it.

    read ─► parse ─► variables and locals ─► decode ─► Compilation
       └──────► API JSON ──────────────────────┘

An error of one stage ends the way, as it does in Nomad: a file with a syntax error is not evaluated, and a job block is not
looked at while its variables are wrong. `compile_partly` goes on: what is wrong is unknown to the stages behind, and everything else
of the file can be checked all the same. Nothing raises.
"""

from __future__ import annotations

import os

from nomadspec.evaluation.expressions import evaluator
from nomadspec.evaluation.functions.calling import FunctionContext
from nomadspec.evaluation.top_level import evaluate_top_level
from nomadspec.hcl.parser import parse
from nomadspec.jobspec.decode import Decoder
from nomadspec.jobspec.file_structure import job_blocks, one_job
from nomadspec.releases import NEWEST, release
from nomadspec.source import Diagnostic, Source
from nomadspec.source.on_demand import Later
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any, Final, Literal, TypedDict, Unpack

    from nomadspec._generated.job_model import Job
    from nomadspec.evaluation.functions.calling import ExternalRead
    from nomadspec.hcl.ast import Block, Body
    from nomadspec.releases import Release
    from nomadspec.source.json_types import JsonObject

    FileSystem = Literal["any", "none"] | str | Path

    class CompileArguments(TypedDict, total=False):
        """The keyword arguments of `compile`, for functions that hand them on."""

        filename: str | None
        variables: Mapping[str, object] | None
        var_files: Sequence[str | Path]
        environ: Mapping[str, str] | None
        strict: bool
        json: bool | None
        unset: Literal["error", "unknown"]
        fs: FileSystem
        beside: bool
        nomad_version: str | Release | None
        configured: Sequence[dict[str, object] | str | Path]
        directory: str

    class PartlyArguments(CompileArguments, total=False):
        """Those of `compile_partly`: also the texts of files that count instead of what is on disk, by real path."""

        unsaved: Mapping[str, str]

    from nomadspec.jobspec import decode_errors as errors
else:
    errors = Later("nomadspec.jobspec.decode_errors")


#: The name of a text that was given without one.
UNNAMED: Final = "job.nomad.hcl"
UNNAMED_JSON: Final = "job.nomad.json"


class Compilation:
    """The outcome of compiling one jobspec.

    `job` is None if it could not be compiled; `source` is its text (empty if it could not be read), `format` "hcl", "hcl-json"
    or "api-json", `body` the syntax tree of HCL. `partial` is the job as far as it could be read, with what is wrong of it unknown: the same as `job`
    if there is no error, and None for a compilation that stopped at its first error. `unset` names the variables without a value, which are unknown, `reads`
    what functions read from outside (`evaluation/functions/external_reads.py`), `release` the Nomad release that it is compiled for.
    """

    __slots__ = ("body", "diagnostics", "format", "job", "partial", "reads", "release", "source", "unset")

    def __init__(
        self,
        job: Job | None,
        diagnostics: Sequence[Diagnostic],
        source: Source,
        format: str,
        *,
        body: Body | None = None,
        unset: tuple[str, ...] = (),
        reads: Sequence[ExternalRead] = (),
        release: Release = NEWEST,
        partial: Job | None = None,
    ) -> None:
        self.job: Final = job
        self.partial: Final = partial or job
        self.diagnostics: Final = errors_first(diagnostics)
        self.source: Final = source
        self.format: Final = format
        self.body: Final = body
        self.unset: Final = unset
        self.reads: Final = reads
        self.release: Final = release

    def submitted(self, namespace: str | None = None, region: str | None = None) -> Compilation:
        """The same with a job of that namespace and region where it names none."""
        from nomadspec.jobspec.request import requested

        job, partial = (None if one is None else requested(one, namespace=namespace, region=region) for one in (self.job, self.partial))
        kept = {name: getattr(self, name) for name in ("body", "unset", "reads", "release")}
        return Compilation(job, self.diagnostics, self.source, self.format, partial=partial, **kept)

    @property
    def ok(self) -> bool:
        """No diagnostic of severity error."""
        return not any(d.severity == "error" for d in self.diagnostics)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The values of the job that are not known, such as `job.group[0].count`: those of variables without a value (`unset="unknown"`)."""
        from nomadspec.jobspec.block import unknown_fields

        return () if self.job is None else tuple(unknown_fields(self.job))

    def to_api(self) -> JsonObject:
        """`{"Job": {...}}`, equal to what `nomad job run -output` prints; `{"Job": None}` without a job. What `unknown` names is null."""
        from nomadspec.jobspec.json.api import to_api

        return {"Job": None if self.job is None else to_api(self.job)}

    def to_json(self) -> str:
        """The text that `nomad job run -output` prints, to the byte, with its final new line. What `unknown` names is null."""
        from nomadspec.jobspec.block import release_of
        from nomadspec.jobspec.json.api import to_api
        from nomadspec.jobspec.json.text import Later, job_text, text

        job = self.job
        if job is None or not job.known("group") or not job.group:
            return text(self.to_api()) + "\n"
        release = release_of(job)
        return job_text({**to_api(job.changed(group=None)), "TaskGroups": Later(job.group, lambda group: to_api(group, release))})

    def __repr__(self) -> str:
        return f"<Compilation {'ok' if self.ok else 'with errors'} {self.source.path!r}>"


def errors_first(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The first error in front, everything else in its order."""
    for index, diagnostic in enumerate(diagnostics):
        if diagnostic.severity == "error":
            return (diagnostic, *diagnostics[:index], *diagnostics[index + 1 :]) if index else tuple(diagnostics)
    return tuple(diagnostics)


def compile(
    source: str | Path,
    *,
    filename: str | None = None,
    variables: Mapping[str, object] | None = None,
    var_files: Sequence[str | Path] = (),
    environ: Mapping[str, str] | None = None,
    strict: bool = True,
    json: bool | None = None,
    unset: Literal["error", "unknown"] = "error",
    fs: FileSystem = "any",
    beside: bool = False,
    nomad_version: str | Release | None = None,
    configured: Sequence[dict[str, object] | str | Path] = (),
    directory: str = "",
) -> Compilation:
    """Compile a jobspec: HCL text, the Path of a file, or API JSON text.

    `filename` is the name that messages show for a text; `variables` are texts as given by `-var`, or plain values; `var_files` paths as given by
    `-var-file`, later ones win; `environ` (None: the process's own) is looked through for `NOMAD_VAR_…`; `strict` refuses values
    for variables that are not declared; `json` True reads API JSON, False never does, None looks at the text; `unset` "unknown"
    carries variables without a value as unknown; `fs` is what file functions may read: "any", "none", or a folder; with `beside` they read
    beside the jobspec what is not in the working folder, which an info says; `nomad_version` is the release to compile for, such as "1.8" or "1.8.2" (None: the
    newest); `configured` are values for all jobspecs of a repository, tables or paths of var
    files, below those of `environ`: a jobspec takes what it declares; `directory` is the folder that relative paths of file functions count from
    (empty: the working folder). Raises `ReleaseError`, a ValueError, for one that is not known.
    """
    arguments: PartlyArguments = {
        "filename": filename,
        "variables": variables,
        "var_files": var_files,
        "environ": environ,
        "strict": strict,
        "json": json,
        "unset": unset,
        "fs": fs,
        "beside": beside,
        "nomad_version": nomad_version,
        "configured": configured,
        "directory": directory,
    }
    return _compile(source, arguments, going_on=False)


def compile_partly(source: str | Path, **arguments: Unpack[PartlyArguments]) -> Compilation:
    """Compile a jobspec as `compile` does, and go on behind errors: with all of them in `diagnostics`, the first one first, and with the rest of the job in
    `partial`. `unsaved`: texts by real path that count instead of what is in files of values and in those that functions read."""
    return _compile(source, {"beside": True, **arguments}, going_on=True)


def _compile(source: str | Path, arguments: PartlyArguments, *, going_on: bool) -> Compilation:
    given: dict[str, Any] = {**arguments}
    get = given.get
    filename, json, of = get("filename"), get("json"), release(get("nomad_version"))
    variables, var_files = get("variables"), get("var_files", ())
    if isinstance(source, str):
        text: str | None = source
        name = filename or (UNNAMED_JSON if json else UNNAMED)
        problem = None
    else:
        from nomadspec.jobspec.file_reading import read_text

        name = filename or str(source)
        text, problem = read_text(source, name)
    if text is None:
        assert problem is not None
        return Compilation(None, [problem], Source("", name), "hcl", release=of)
    try:
        if json or (json is None and looks_like_api_json(text)):
            return _from_api_json(Source(text, name), variables or {}, var_files, of)
        values = _Given(
            _as_texts(variables),
            var_files,
            get("configured", ()),
            get("environ"),
            get("strict", True),
            get("unset", "error"),
            get("fs", "any"),
            get("beside", False),
            get("directory", ""),
            going_on,
            get("unsaved", {}),
        )
        compiled = _from_hcl(Source(text, name), values, of)
    except RecursionError:
        return Compilation(None, [errors.placeless("too-deep", "The jobspec is nested too deeply to be read.")], Source(text, name), "hcl", release=of)
    return compiled if of is NEWEST else _in_words_of(compiled)


def _in_words_of(compiled: Compilation) -> Compilation:
    """The compilation with the texts that its release had."""
    from nomadspec.jobspec.texts_of_release import text_of_release

    diagnostics = [d if d.nomad is None else d.replace(nomad=text_of_release(d.nomad, compiled.release)) for d in compiled.diagnostics]
    kept = (compiled.job, diagnostics, compiled.source, compiled.format)
    return Compilation(*kept, body=compiled.body, unset=compiled.unset, reads=compiled.reads, release=compiled.release, partial=compiled.partial)


def _as_texts(variables: Mapping[str, object] | None) -> dict[str, str]:
    """Values of variables as `-var` would give them: numbers, booleans and collections are written as JSON, which is HCL, too."""
    if not variables:
        return {}
    if all(isinstance(value, str) for value in variables.values()):
        return {name: str(value) for name, value in variables.items()}
    import json

    return {str(name): value if isinstance(value, str) else json.dumps(value, default=str) for name, value in variables.items()}


# --- API JSON

_HCL_WORDS: Final = frozenset({"job", "variable", "variables", "locals", "//"})


def looks_like_api_json(text: str) -> bool:
    """Whether a text that could be either is a job of the API rather than HCL written as JSON.

    Written as JSON, HCL has only the words `job`, `variable`, `variables` and `locals` at the top, in lower case.
    """
    if text.lstrip(" \t\r\n\ufeff")[:1] != "{":
        return False
    from nomadspec.jobspec.json.go import JsonSyntaxError, loads

    try:
        value = loads(text)
    except JsonSyntaxError:
        return '"ID"' in text or '"TaskGroups"' in text
    if not isinstance(value, dict) or not value:
        return False
    if _HCL_WORDS.issuperset(value):
        # `job` in lower case holds labels in HCL, fields in the API.
        inner = value.get("job")
        return isinstance(inner, dict) and isinstance(inner.get("ID"), str) and "TaskGroups" in inner
    return any(key in value for key in ("Job", "ID", "Name", "TaskGroups"))


def _from_api_json(source: Source, variables: Mapping[str, object], var_files: Sequence[object], of: Release) -> Compilation:
    from nomadspec.hcl.json_syntax import refused
    from nomadspec.jobspec.json.api import JobJsonError, from_api
    from nomadspec.jobspec.json.go import JsonSyntaxError, loads

    if variables or var_files:
        problem = errors.placeless("json-variables", "Invalid job options: cannot use variables with JSON files.")
        return Compilation(None, [problem], source, "api-json", release=of)
    if (refusal := refused(source)) is not None:
        return Compilation(None, [refusal], source, "api-json", release=of)
    try:
        return Compilation(_as_submitted(from_api(loads(source.text), of)), [], source, "api-json", release=of)
    except JsonSyntaxError as error:
        place = source.span(error.offset, error.offset + 1) if error.offset >= 0 else None
        text = f"Failed to parse JSON job: {error}"
        said = "this is not valid JSON: " + ("it ends too early" if str(error).endswith("EOF") else str(error))
        return Compilation(None, [Diagnostic(errors.ERRORS["api-json"], "api-json", "error", said, place, nomad=text)], source, "api-json", release=of)
    except JobJsonError as error:
        from nomadspec.jobspec.decode_wording import json_field_problem

        message, help = json_field_problem(str(error))
        text = f"Failed to parse JSON job: {error}"
        return Compilation(
            None, [Diagnostic(errors.ERRORS["api-json"], "api-json", "error", message, None, help=help, nomad=text)], source, "api-json", release=of
        )


def _as_submitted(job: Job) -> Job:
    """A job as a client submits it: without the one field that only stored jobs have, their services' namespace."""
    for group in job.group or ():
        for owner in (group, *(group.task or ())):
            for service in owner.service or ():
                service.namespace = None
    return job


# --- HCL


class _Given(Record):
    """What an HCL jobspec is compiled with, as `compile` takes it; `going_on`: behind errors, too."""

    variables: Mapping[str, str]
    var_files: Sequence[str | Path]
    configured: Sequence[dict[str, object] | str | Path]
    environ: Mapping[str, str] | None
    strict: bool
    unset: str
    fs: FileSystem
    beside: bool
    directory: str
    going_on: bool
    unsaved: Mapping[str, str]


def _from_hcl(source: Source, given: _Given, of: Release) -> Compilation:
    going_on = given.going_on
    native = not source.text.lstrip(" ").startswith("{")
    form = "hcl" if native else "hcl-json"
    diagnostics: list[Diagnostic] = []
    body: Body | None
    files: list[tuple[Source, Body]] = []
    for path in given.var_files:
        files.append(_value_file(path, diagnostics, given.unsaved))
        if _failed(diagnostics) and not going_on:  # Nomad reads these first, and no further than the first error
            return Compilation(None, diagnostics, source, form, release=of)
    configured = value_sources(given.configured, diagnostics, given.unsaved)
    if _failed(diagnostics) and not going_on:
        return Compilation(None, diagnostics, source, form, release=of)
    before = len(diagnostics)
    values_lost = _failed(diagnostics)
    if values_lost:
        files, configured = [], []
    if native:
        file = parse(source.text, source.path)
        source, body = file.source, file.body
        diagnostics += file.diagnostics
        rest = file.rest
    else:
        body = rest = _json_body(source, diagnostics)
    if body is None or (rest is None and _failed(diagnostics[before:])) or (_failed(diagnostics) and not going_on):
        return Compilation(None, diagnostics, source, form, body=body, release=of)
    body = body if rest is None else rest
    jobs = job_blocks(source, body, diagnostics)
    if _failed(diagnostics) and not going_on:
        return Compilation(None, diagnostics, source, form, body=body, release=of)
    surroundings = os.environ if given.environ is None else given.environ
    beside = os.path.dirname(source.path)
    context = FunctionContext(os.fspath(given.fs), given.directory, surroundings, beside=beside, reads_beside=given.beside, release=of, unsaved=given.unsaved)
    top = evaluate_top_level(
        source,
        body,
        diagnostics,
        context=context,
        variables=given.variables,
        var_files=files,
        configured=configured,
        environ=surroundings,
        strict=given.strict,
        unset=given.unset,
        going_on=going_on,
        values_lost=values_lost,
    )
    job = None
    # What is wrong with the file says already why there is no job.
    block = None if top.scope is None or (not jobs and _failed(diagnostics)) else one_job(source, jobs, diagnostics)
    if block is not None and top.scope is not None and (going_on or not _failed(diagnostics)):
        job = Decoder(source, evaluator(diagnostics), diagnostics, native=native, release=of).job(block, top.scope)
        if diagnostics:
            diagnostics = _with_blocks(diagnostics, source, block)
    diagnostics += [errors.read_beside(file.place, file.path) for file in context.files if file.beside and file.place is not None]
    kept: Any = {"body": body, "unset": top.unset, "reads": context.reads, "release": of}
    return Compilation(None if _failed(diagnostics) else job, diagnostics, source, form, **kept, partial=job if going_on else None)


def _with_blocks(diagnostics: list[Diagnostic], source: Source, job: Block) -> list[Diagnostic]:
    """The diagnostics, each with the path of the block it stands in."""
    from nomadspec.jobspec.cursor import path_at

    return [
        d
        if d.block or d.span is None or d.span.source is not source or not job.start <= d.span.start_offset < job.end
        else d.replace(block=path_at(job, d.span.start_offset))
        for d in diagnostics
    ]


def _failed(diagnostics: list[Diagnostic]) -> bool:
    return bool(diagnostics) and any(d.severity == "error" for d in diagnostics)


def _json_body(source: Source, diagnostics: list[Diagnostic]) -> Body | None:
    from nomadspec.hcl.json_syntax import parse_json
    from nomadspec.jobspec.json.hcl_body import file_body

    file = parse_json(source.text, source.path)
    diagnostics += file.diagnostics
    return None if file.root is None or file.diagnostics else file_body(source, file.root, diagnostics)


def value_sources(
    values: Sequence[dict[str, object] | str | Path], diagnostics: list[Diagnostic], unsaved: Mapping[str, str] | None = None
) -> list[Mapping[str, str] | tuple[Source, Body]]:
    """What is given to variables in tables and files, as `evaluation/variables.py` takes it."""
    return [_as_texts(given) if isinstance(given, dict) else _value_file(given, diagnostics, unsaved) for given in values]


def _value_file(path: str | Path, diagnostics: list[Diagnostic], unsaved: Mapping[str, str] | None) -> tuple[Source, Body]:
    """A file of values for variables, read and parsed."""
    from nomadspec.hcl.ast import Body
    from nomadspec.jobspec.file_reading import read_text

    name = str(path)
    problem = None
    text = _unsaved_text(name, unsaved) if unsaved else None
    if text is None:
        text, problem = read_text(path, name)
    if text is None:
        assert problem is not None
        reason = (problem.nomad or problem.message).rpartition(": ")[2]
        said = f'Failed to read file; failed to read "{name}": open {name}: {reason}'
        diagnostics.append(problem.replace(nomad=said, message=f"cannot read variable file {name}: {reason}"))
        return Source("", name), Body([], 0, 0)
    source = Source(text, name)
    found: list[Diagnostic] = []
    if text.lstrip(" ").startswith("{"):
        from nomadspec.hcl.json_syntax import parse_json
        from nomadspec.jobspec.json.hcl_body import values_body

        json_file = parse_json(text, name)
        found += json_file.diagnostics
        body = Body([], 0, 0) if json_file.root is None or found else values_body(source, json_file.root, found)
    else:
        file = parse(text, name)
        source, body = file.source, file.body
        found += file.diagnostics
    diagnostics += found
    return source, body


def _unsaved_text(path: str, unsaved: Mapping[str, str]) -> str | None:
    return unsaved.get(os.path.realpath(path))
