"""CNI networks of a client: the configuration files in `cni_config_dir`, read and checked against the CNI specification.

A `.conflist` is a list of plugins under a name; a `.conf` or `.json` is a single plugin under a name. Each network is known to jobs as
`network { mode = "cni/<name>" }`. The installed plugins are found in the folders of `cni_path`.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from nomadspec.agent.machine_paths import below, is_file, names_in
from nomadspec.hcl.json_syntax import JsonArray, JsonBool, JsonNode, JsonObject, JsonString, parse_json
from nomadspec.source import Severity, Source, Span
from nomadspec.source.record import Record
from nomadspec.source.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent.config import AgentConfig

ENDINGS: Final = (".conflist", ".conf", ".json")
VERSIONS: Final = ("0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0")
MAX_BYTES: Final = 1024 * 1024
MAX_FILES: Final = 1000

_NAME: Final = re.compile(r"[a-zA-Z0-9][\w.-]*", re.ASCII)


class CniNetwork(Record):
    """A network: its name, where it is defined, and the types of its plugins in order."""

    name: str
    plugins: tuple[str, ...]
    span: Span


class CniProblem(Record):
    """A problem with a file or folder; `span` is None if the folder itself is the problem."""

    message: str
    span: Span | None
    severity: Severity = "error"
    help: str | None = None


class CniNetworks:
    """The networks that can be used, by name (of two of one name the first, in the order of file names), and what is wrong."""

    def __init__(self) -> None:
        self.by_name: dict[str, CniNetwork] = {}
        self.problems: list[CniProblem] = []


def networks(config: AgentConfig, root: str | None = None) -> tuple[str, ...]:
    """Names of the CNI networks that a client with this configuration has; none when its files cannot be seen."""
    return tuple(read_networks(config, root).by_name)


def read_networks(config: AgentConfig, root: str | None = None) -> CniNetworks:
    """Read the networks of a client. `root`: the folder below which the machine's files lie; that of the configuration when None."""
    found = CniNetworks()
    root = config.root if root is None else root
    folder = str(config.get("client.cni_config_dir") or "")
    if root is None or not folder:
        return found
    written = "client.cni_config_dir" in config.merged.origins
    try:
        here = below(root, folder)
        names = sorted(name for name in names_in(here or "\0") if name.endswith(ENDINGS))[:MAX_FILES]
    except (OSError, ValueError):
        if written:
            found.problems.append(CniProblem(f"folder {folder} does not exist", None, "warning"))
        return found
    for name in names:
        shown, path = os.path.join(folder, name), below(root, f"{folder}/{name}")
        text = _read(path)
        source = Source(text or "", shown)
        if text is None:
            found.problems.append(CniProblem("file cannot be read, or is larger than 1 MiB", source.span(0, 0)))
            continue
        network, problems = parse_network(source)
        found.problems += problems
        if network is None:
            continue
        if network.name in found.by_name:
            first = found.by_name[network.name].span.path
            found.problems.append(CniProblem(f"network {network.name!r} is also defined in {first}", network.span, "warning"))
            continue
        found.by_name[network.name] = network
        found.problems += _missing_plugins(config, root, network)
    return found


def _read(path: str) -> str | None:
    try:
        return read_regular(path, MAX_BYTES).decode("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return None


def _missing_plugins(config: AgentConfig, root: str, network: CniNetwork) -> Iterator[CniProblem]:
    folders = [part for part in str(config.get("client.cni_path") or "").split(":") if part]
    for plugin in dict.fromkeys(network.plugins):
        if not any(is_file(root, f"{folder}/{plugin}") for folder in folders):
            text = f"plugin {plugin!r} of network {network.name!r} is not in {' or '.join(folders) or 'cni_path'}"
            yield CniProblem(text, network.span, help="Install the plugin, or correct client.cni_path.")


def parse_network(source: Source) -> tuple[CniNetwork | None, list[CniProblem]]:
    """The network that one file defines, None when the file cannot be used; and what is wrong with it."""
    file = parse_json(source.text, source.path)
    if file.diagnostics or not isinstance(file.root, JsonObject):
        span = file.diagnostics[0].span if file.diagnostics else None
        return None, [CniProblem(file.diagnostics[0].message if file.diagnostics else "the configuration must be an object", span or source.span(0, 1))]
    problems = list(_check(source, file.root))
    name, plugins = _member(file.root, "name"), _plugins(source, file.root)
    if not isinstance(name, JsonString) or not name.value or not plugins:
        return None, problems
    return CniNetwork(name.value, tuple(plugins), source.span(name.start, name.end)), problems


def _member(node: JsonObject, name: str) -> JsonNode | None:
    return next((value for key, _, value in reversed(node.items) if key == name), None)


def _rows(source: Source, root: JsonObject) -> list[JsonNode]:
    """The plugins' objects: those of a list, or the file itself."""
    if not source.path.endswith(".conflist"):
        return [root]
    rows = _member(root, "plugins")
    return list(rows.items) if isinstance(rows, JsonArray) else []


def _plugins(source: Source, root: JsonObject) -> list[str]:
    types = [_member(row, "type") for row in _rows(source, root) if isinstance(row, JsonObject)]
    return [type.value for type in types if isinstance(type, JsonString)]


def _check(source: Source, root: JsonObject) -> Iterator[CniProblem]:
    """Checks the members of a file against the specification."""

    def problem(message: str, node: JsonNode, severity: Severity = "error", help: str | None = None) -> CniProblem:
        return CniProblem(message, source.span(node.start, node.end), severity, help)

    name = _member(root, "name")
    if name is None:
        yield problem('the network has no "name"', root)
    elif not isinstance(name, JsonString) or not name.value:
        yield problem('"name" must be a string', name)
    elif not _NAME.fullmatch(name.value):
        yield problem(
            f"invalid network name {name.value!r}: it must begin with a letter or digit and may contain letters, digits and the characters _ . -", name
        )
    version = _member(root, "cniVersion")
    if version is None:
        yield problem('"cniVersion" is missing, so the oldest version, 0.1.0, applies', root, "warning")
    elif not isinstance(version, JsonString):
        yield problem('"cniVersion" must be a string', version)
    elif version.value not in VERSIONS:
        yield problem(f"unknown CNI version {version.value!r}", version, "warning", f"Versions: {', '.join(VERSIONS)}.")
    check = _member(root, "disableCheck")
    if check is not None and not isinstance(check, JsonBool) and not (isinstance(check, JsonString) and check.value in ("true", "false")):
        yield problem('"disableCheck" must be true or false', check)
    plugins = _member(root, "plugins")
    if source.path.endswith(".conflist"):
        if plugins is None:
            hint = "Use the extension .conf or .json for a file with a single plugin." if _member(root, "type") is not None else None
            yield problem('the list has no "plugins"', root, help=hint)
            return
        if not isinstance(plugins, JsonArray):
            yield problem('"plugins" must be a list', plugins)
            return
        if not plugins.items:
            yield problem('"plugins" is empty', plugins)
    elif plugins is not None:
        yield problem("a list of plugins in a file for a single plugin", plugins, help="Rename the file to end in .conflist.")
        return
    for row in _rows(source, root):
        if not isinstance(row, JsonObject):
            yield problem("a plugin must be an object", row)
            continue
        type = _member(row, "type")
        if type is None:
            yield problem('the plugin has no "type"', row)
        elif not isinstance(type, JsonString) or not type.value:
            yield problem('"type" must be a string', type)
        elif "/" in type.value:
            yield problem(f'"type" must be the name of a program in cni_path, not a path: {type.value!r}', type)
        capabilities = _member(row, "capabilities")
        if capabilities is not None and not (isinstance(capabilities, JsonObject) and all(isinstance(value, JsonBool) for _, _, value in capabilities.items)):
            yield problem('"capabilities" must map names to true or false', capabilities)
        for key in ("ipam", "dns", "args"):
            value = _member(row, key)
            if value is not None and not isinstance(value, JsonObject):
                yield problem(f'"{key}" is an object', value)
