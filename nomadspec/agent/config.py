"""An agent's configuration: the merged files, and the problems in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from nomadspec.agent.config_files import Reading, read
from nomadspec.agent.decoding import Section, Setting, decode
from nomadspec.agent.merging import Merged, beyond_merged, merge
from nomadspec.hcl.v1 import ast
from nomadspec.releases import NEWEST, release
from nomadspec.source import Diagnostic, Span

if TYPE_CHECKING:
    from pathlib import Path

    from nomadspec.releases import Release
    from nomadspec.source.json_types import JsonObject


class AgentConfig:
    """The outcome of loading: `ok`, `diagnostics`, and the merged configuration.

    `sections` are the contents of each file, in order, with places; `merged` records where each value came from. `root` is the folder below which the
    agent's machine is found (an image, or `/`), None when the paths that the configuration names cannot be looked up; `release` the release of
    Nomad that it was loaded for.
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
        release: Release = NEWEST,
    ) -> None:
        self.merged: Final = merged
        self.files: Final = tuple(reading.files)
        self.empty: Final = tuple(reading.empty)
        self.sections: Final = tuple(sections)
        self.diagnostics: Final = tuple(diagnostics)
        self.passed_over: Final = tuple(reading.passed_over)
        self.dev: Final = dev
        self.root: Final = root
        self.release: Final = release

    @property
    def ok(self) -> bool:
        """Whether everything could be loaded."""
        return not any(d.severity == "error" for d in self.diagnostics)

    @property
    def values(self) -> dict[str, Any]:
        """The merged configuration by HCL name."""
        return self.merged.values

    def to_dict(self) -> JsonObject:
        """The merged configuration, defaults included: blocks and fields by HCL name. `#Name` has the label of a labelled block, `#Consuls` and `#Vaults`
        the clusters by name, `#Files` what was loaded, `#Effective` by path the values that apply where the merged one is another or empty: Nomad
        knows some defaults only when it reads them."""
        out = dict(self.merged.values)
        out["#Consuls"] = self.merged.clusters["consul"]
        out["#Vaults"] = self.merged.clusters["vault"]
        out["#Effective"] = beyond_merged(self.merged)
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

    def plugin(self, name: str) -> dict[str, Any]:
        """The options of a plugin, by name; empty if it has no options."""
        for plugin in self.get("plugin") or []:
            if plugin["#Name"] == name and isinstance(plugin.get("config"), dict):
                options: dict[str, Any] = plugin["config"]
                return options
        return {}

    def sections_at(self, path: str) -> Iterator[Section]:
        """Every block of a kind, in the order of loading."""
        for _, root in self.sections:
            for section in root.walk():
                if section.path == path:
                    yield section

    def written(self, path: str) -> Iterator[tuple[Section, Setting]]:
        """Every time a field is written, in the order of loading."""
        block, _, name = path.rpartition(".")
        for section in self.sections_at(block):
            if name in section.settings:
                yield section, section.settings[name]

    def place(self, path: str) -> Span | None:
        """Where the value at a path was written; else what is around it: a value, or the last block; else the head of the first file, as an empty span."""
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            prefix = ".".join(parts[:length])
            span = self.merged.origins.get(prefix) or self._block(prefix)
            if span is not None:
                return span
        return self.files[0].source.span(0, 0) if self.files else None

    def _block(self, path: str) -> Span | None:
        block, _, label = path.removesuffix("]").partition("[")
        found = None
        for section in self.sections_at(block):
            name = section.settings.get("name")
            if not label or label in (section.label or "default", name.value if name is not None else None):
                found = section.span
        return found


def load(
    paths: Sequence[str | Path],
    *,
    dev: bool = False,
    environ: Mapping[str, str] | None = None,
    root: str | Path | None = None,
    skip: Callable[[str], bool] | None = None,
    texts: Mapping[str, str] | None = None,
    nomad_version: str | Release | None = None,
) -> AgentConfig:
    """Load files and folders as `nomad agent -config=… -config=…` does. What cannot be loaded is a diagnostic.

    `dev`: start from the defaults of `-dev`; `environ`: variables that supply what the files leave out; `root`: where the agent's machine is, for
    rules that look paths up; `skip`: says of a file in a folder that it is to be left out; `texts`: by path, what counts instead of
    a file's content; `nomad_version`: the release of the agent (None: the newest). Raises ReleaseError, a ValueError, for one that is not known, and
    nothing else.
    """
    of = release(nomad_version)
    reading = read([os.fspath(path) for path in paths], skip, texts)
    diagnostics = list(reading.diagnostics)
    merged = Merged(dev)
    sections: list[tuple[ast.File, Section]] = []
    for file in reading.files:
        if file.diagnostics:
            continue
        section, problems = decode(file, of)
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
    return AgentConfig(merged, reading, sections, diagnostics, dev=dev, root=os.fspath(root) if root is not None else None, release=of)


def _said(path: str, problem: Diagnostic) -> str:
    return f"Error loading configuration from {path}: Error loading {path}: {problem.nomad}"


def _from_environment(merged: Merged, environ: Mapping[str, str]) -> None:
    """Values from the environment for settings that the files do not set."""
    for cluster in merged.clusters["consul"]:
        token = environ.get(f"CONSUL_HTTP_TOKEN_{cluster['name']}")
        if token and not cluster["token"]:
            cluster["token"] = token
    namespace = environ.get("VAULT_NAMESPACE")
    for cluster in merged.clusters["vault"]:
        if namespace and not cluster["namespace"] and cluster["name"] == "default":
            cluster["namespace"] = namespace
