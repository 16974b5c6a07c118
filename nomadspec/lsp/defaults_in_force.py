"""What holds where nothing is written: defaults that Nomad fills into the blocks of a jobspec, and full names of images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.jobspec.block import JobBlock, UnknownValue, known_items

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.findings import Workbench
    from nomadspec.schema.field import Field

#: Block types whose defaults are shown, with the fields.
SHOWN: Final = {
    "Job": ("type", "priority", "node_pool"),
    "TaskGroup": ("count",),
    "RestartPolicy": ("attempts", "interval", "delay", "mode"),
    "ReschedulePolicy": ("attempts", "interval", "delay", "delay_function", "max_delay", "unlimited"),
    "UpdateStrategy": ("max_parallel", "health_check", "min_healthy_time", "healthy_deadline", "progress_deadline"),
    "MigrateStrategy": ("max_parallel", "health_check", "min_healthy_time", "healthy_deadline"),
    "DisconnectStrategy": ("replace", "reconcile"),
    "EphemeralDisk": ("size",),
    "LogConfig": ("max_files", "max_file_size"),
    "PeriodicConfig": ("time_zone",),
    "Resources": ("cpu", "memory"),
    "Service": ("provider", "address_mode"),
    "Task": ("kill_timeout",),
    "Template": ("change_mode", "splay", "perms"),
    "VolumeMount": ("propagation_mode",),
}
#: The registry and the folder of images that are named without one.
_REGISTRY: Final = "docker.io"
_FOLDER: Final = "library"


def defaults(document: Document, bench: Workbench) -> Iterator[tuple[int, str]]:
    """The offset behind the opening brace of each block, and the defaults in force there."""
    from nomadspec.jobspec.canonicalize import canonicalize
    from nomadspec.schema.blocks import BLOCKS

    written = bench.compiled(document).partial
    if written is None:
        return
    try:
        stored = canonicalize(written, bench.state)
    except UnknownValue:
        return
    for block in _walk(stored):
        origin = block.get("origin")
        if origin is None or origin.dynamic or block.TYPE not in SHOWN:
            continue
        fields = [field for field in BLOCKS[block.TYPE] if field.name in SHOWN[block.TYPE] and field.name not in origin.attributes]
        texts = [f"{field.name} = {text}" for field in fields if (text := _text(field, block.get(field.name)))]
        if texts:
            yield origin.block.open + 1, ", ".join(texts)


def images(document: Document, bench: Workbench) -> dict[int, str]:
    """The offset behind the image of each task, and its full name where another one is written."""
    from nomadspec.hcl.ast import Block

    found: dict[int, str] = {}
    job = bench.compiled(document).partial
    for block in _walk(job) if job is not None else ():
        origin = block.get("origin")
        config = origin.maps.get("config") if origin is not None and block.TYPE == "Task" and block.get("driver") == "docker" else None
        if not isinstance(config, Block):
            continue
        image = dict(known_items(block.get("config") or {})).get("image")
        if not isinstance(image, str) or not image or "${" in image:
            continue
        place = next((item.expr.end for item in config.body.attributes if item.name == "image"), None)
        full = full_name(image)
        if place is not None and full != image:
            found[place] = full
    return found


def full_name(image: str) -> str:
    """`redis:7` → `docker.io/library/redis:7`; an image without a tag or digest is `latest`."""
    name, at, digest = image.partition("@")
    host, slash, rest = name.partition("/")
    if not slash:
        name = f"{_REGISTRY}/{_FOLDER}/{name}"
    elif not ("." in host or ":" in host or host == "localhost"):
        name = f"{_REGISTRY}/{name}"
    elif host == _REGISTRY and "/" not in rest:
        name = f"{_REGISTRY}/{_FOLDER}/{rest}"
    if not at and ":" not in name.rpartition("/")[2]:
        name += ":latest"
    return name + at + digest


def _walk(block: JobBlock) -> Iterator[JobBlock]:
    """The block and all blocks in it, as far as they are known."""
    yield block
    for name in type(block).__slots__:
        if name == "origin":
            continue
        value: Any = block.get(name)
        inner = [item for _, item in known_items(value)] if isinstance(value, (list, dict)) else [value]
        for item in inner:
            if isinstance(item, JobBlock):
                yield from _walk(item)


def _text(field: Field, value: Any) -> str:
    import json

    from nomadspec.jobspec.decompile import duration

    if value in (None, "", 0) or value is False:
        return ""
    return json.dumps(duration(value) if field.type == "duration" else value)
