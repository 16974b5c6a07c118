"""The fields of a group or a task that the client interpolates, each as API JSON with what is empty left out.

Which fields is in the schema (`schema/availability.py`). With which variables is a matter of the block around them: services and networks of a group
see the allocation's variables, those of a task the task's; artifacts see the directories of the task in their source and those of the client in their
destination; intervals, label names and the text of templates see none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from nomadspec.interpolation.allocation import Directories
from nomadspec.interpolation.paths import BadAddress, client_path, header_name, source_address
from nomadspec.interpolation.replacement import Replacer
from nomadspec.jobspec.path import ModelPath
from nomadspec.schema.availability import interpolated


def without_empty(value: Any) -> Any:
    """A JSON value without members that are null, "", 0, false or empty; items of lists stay."""
    if not value or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: item for key, member in value.items() if (item := without_empty(member))}
    return [without_empty(item) for item in value] if isinstance(value, list) else value


def _replaced(block: Mapping[str, Any], type_: str, names: Replacer, path: ModelPath) -> dict[str, Any]:
    """A block of this type with the references in its own fields replaced."""
    fields = _fields(type_)
    return {key: names.replace_all(value, path / fields[key]) if value and key in fields else value for key, value in block.items()}


@cache
def _fields(type_: str) -> Mapping[str, str]:
    """The fields of a block type that the client interpolates: API name → HCL name."""
    return {api: hcl for hcl, api in interpolated(type_, "client").items()}


def services(owner: Mapping[str, Any], names: Replacer, path: ModelPath) -> list[dict[str, Any]]:
    """The services of a group or a task."""
    found = []
    for index, service in enumerate(owner.get("Services") or ()):
        here = path.item("service", index)
        block = _replaced(service, "Service", names, here)
        if block.get("Checks"):
            block["Checks"] = [_replaced(check, "ServiceCheck", names, here.item("check", number)) for number, check in enumerate(block["Checks"])]
        found.append(without_empty(block))
    return found


def networks(group: Mapping[str, Any], names: Replacer, path: ModelPath) -> list[dict[str, Any]]:
    """The networks of a group."""
    found = []
    for index, network in enumerate(group.get("Networks") or ()):
        here = path.item("network", index)
        block = _replaced(network, "NetworkResource", names, here)
        if block.get("DNS"):
            block["DNS"] = _replaced(block["DNS"], "DNSConfig", names, here / "dns")
        if block.get("CNI"):
            arguments = (block["CNI"].get("Args") or {}).items()
            block["CNI"] = {**block["CNI"], "Args": {key: names.replace_all(value, here / "cni") for key, value in arguments}}
        found.append(without_empty(block))
    return found


def volume_mounts(task: Mapping[str, Any], names: Replacer, path: ModelPath) -> list[dict[str, str]]:
    """The mounts of a task: volume, destination, propagation_mode."""
    fields = interpolated("VolumeMount", "client").items()
    return [
        {hcl: names.replace(mount.get(api) or "", path.item("volume_mount", index) / hcl) for hcl, api in fields}
        for index, mount in enumerate(task.get("VolumeMounts") or ())
    ]


def templates(task: Mapping[str, Any], names: Replacer, directories: Directories, path: ModelPath) -> list[dict[str, Any]]:
    """The templates of a task: destination and source as paths on the client, whether they escape, and the text that stays as it is."""
    found = []
    for index, template in enumerate(task.get("Templates") or ()):
        here = path.item("template", index)
        destination = client_path(names.replace(template.get("DestPath") or "", here / "destination"), directories, join=True)
        row: dict[str, Any] = {
            "data_untouched": template.get("EmbeddedTmpl") or "",
            "destination": destination.path,
            "destination_escapes": destination.escapes,
        }
        if template.get("SourcePath"):
            source = client_path(names.replace(template["SourcePath"], here / "source"), directories, join=False)
            row |= {"source": source.path, "source_escapes": source.escapes}
        found.append(row)
    return found


def artifacts(task: Mapping[str, Any], names: Replacer, client: Replacer, directories: Directories, path: ModelPath) -> list[dict[str, Any]]:
    """The artifacts of a task: the address fetched (`names` are the task's), the destination on the client (`client`: the names there), the headers."""
    found = []
    for index, artifact in enumerate(task.get("Artifacts") or ()):
        here = path.item("artifact", index)
        destination = client_path(client.replace(artifact.get("RelativeDest") or "", here / "destination"), directories, join=True)
        row: dict[str, Any] = {"destination": "" if destination.escapes else destination.path}
        if destination.escapes:
            row["destination_error"] = "artifact destination path escapes alloc directory"
        options = artifact.get("GetterOptions") or {}
        source = names.replace(artifact.get("GetterSource") or "", here / "source")
        try:
            row["source"] = source_address(source, options, lambda value, at=here: names.replace(value, at / "options"))  # type: ignore[misc]
        except BadAddress as error:
            row |= {"source": source, "source_error": f"failed to parse source URL {source!r}: {error}"}
        headers: dict[str, list[str]] = {}
        for key, value in (artifact.get("GetterHeaders") or {}).items():
            headers.setdefault(header_name(key), []).append(names.replace(value, here / "headers"))
        row["headers"] = headers or None
        found.append(row)
    return found
