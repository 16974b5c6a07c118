"""An agent's configuration: what the files say together, and what is wrong with how they say it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from nomadspec.agent.merging import Merged, merge
from nomadspec.agent.reading import Reading, read
from nomadspec.agent.sections import Section, decode
from nomadspec.hcl.v1 import ast
from nomadspec.source import Diagnostic, Span

if TYPE_CHECKING:
    from pathlib import Path


class AgentConfig:
    """The outcome of loading: `ok`, `diagnostics`, and the merged configuration.

    `sections` are what each file says, in order, with places; `merged` remembers where each value came from. `root` is the folder below which the
    agent's machine is found (an image, or `/`), None when the paths that the configuration names cannot be looked up.
    """

    def __init__(
        self,
        merged: Merged,
        reading: Reading,
        sections: Sequence[tuple[ast.File, Section]],
        diagnostics: Sequence[Diagnostic],
        *,
        dev: bool,
        root: str | None = None,
    ) -> None:
        self.merged: Final = merged
        self.files: Final = tuple(reading.files)
        self.empty: Final = tuple(reading.empty)
        self.sections: Final = tuple(sections)
        self.diagnostics: Final = tuple(diagnostics)
        self.passed_over: Final = tuple(reading.passed_over)
        self.dev: Final = dev
        self.root: Final = root

    @property
    def ok(self) -> bool:
        """Whether everything could be loaded."""
        return not any(d.severity == "error" for d in self.diagnostics)

    @property
    def values(self) -> dict[str, Any]:
        """The merged configuration by HCL name."""
        return self.merged.values

    def to_dict(self) -> dict[str, Any]:
        """The merged configuration, defaults included: blocks and fields by HCL name. `#Name` has the label of a labelled block, `#Consuls` and `#Vaults`
        the clusters by name, `#Files` what was loaded."""
        out = dict(self.merged.values)
        out["#Consuls"] = self.merged.clusters["consul"]
        out["#Vaults"] = self.merged.clusters["vault"]
        out["#Files"] = [file.source.path for file in self.files]
        return out

    def get(self, path: str, default: Any = None) -> Any:
        """The value at a dotted path of once-only blocks."""
        value: Any = self.merged.values
        for name in path.split("."):
            if not isinstance(value, dict) or name not in value:
                return default
            value = value[name]
        return value

    def place(self, path: str) -> Span | None:
        """Where the value at a path was written; else the block around it in the last file that has it; else the head of the last file."""
        span = self.merged.origins.get(path)
        if span is not None:
            return span
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            block, _, label = ".".join(parts[:length]).partition("[")
            for _, root in reversed(self.sections):
                for section in root.walk():
                    if section.path == block and (not label or section.label == label.removesuffix("]") or section.path in ("consul", "vault")):
                        return section.span
        return self.files[-1].source.span(0, 0) if self.files else None


def load(
    paths: Sequence[str | Path],
    *,
    dev: bool = False,
    environ: Mapping[str, str] | None = None,
    root: str | Path | None = None,
    skip: Callable[[str], bool] | None = None,
) -> AgentConfig:
    """Load files and folders as `nomad agent -config=… -config=…` does. Never raises: what cannot be loaded is a diagnostic.

    `dev`: start from the defaults of `-dev`; `environ`: variables that supply what the files leave out; `root`: where the agent's machine is, for
    rules that look paths up; `skip`: says of a file in a folder that it is to be left out.
    """
    reading = read([os.fspath(path) for path in paths], skip)
    diagnostics = list(reading.diagnostics)
    merged = Merged(dev)
    sections: list[tuple[ast.File, Section]] = []
    for file in reading.files:
        if file.diagnostics:
            continue
        section, problems = decode(file)
        path = file.source.path
        diagnostics += [problem.replace(nomad=_said(path, problem)) for problem in problems]
        sections.append((file, section))
        merge(merged, section)
    if environ is not None:
        _from_environment(merged, environ)
    diagnostics += [
        Diagnostic("AGT006", "agent-empty-folder", "warning", f"no configuration files in {path}", nomad=f"No configuration loaded from {path}")
        for path in reading.empty
    ]
    return AgentConfig(merged, reading, sections, diagnostics, dev=dev, root=os.fspath(root) if root is not None else None)


def _said(path: str, problem: Diagnostic) -> str:
    decoding = problem.rule == "agent-type"
    place = f"At {problem.span.start}: " if decoding and problem.span is not None else ""
    middle = f"failed to decode HCL file {path}: {place}" if decoding else ""
    return f"Error loading configuration from {path}: Error loading {path}: {middle}{problem.message}"


def _from_environment(merged: Merged, environ: Mapping[str, str]) -> None:
    """What the environment supplies where the files say nothing."""
    for cluster in merged.clusters["consul"]:
        token = environ.get(f"CONSUL_HTTP_TOKEN_{cluster['name']}")
        if token and not cluster["token"]:
            cluster["token"] = token
    namespace = environ.get("VAULT_NAMESPACE")
    for cluster in merged.clusters["vault"]:
        if namespace and not cluster["namespace"] and cluster["name"] == "default":
            cluster["namespace"] = namespace
