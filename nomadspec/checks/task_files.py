"""Checks of what is put into a task's folders or run there: templates, artifacts, volume mounts, CSI plugins, payloads, actions (NOM7…)."""

from __future__ import annotations

from posixpath import normpath

from nomadspec.checks.alike import alike_before, first_alike
from nomadspec.checks.check import Check, Found
from nomadspec.checks.syntax import VARIABLE, is_word, uint_error
from nomadspec.notation.duration import text as duration
from nomadspec.notation.go_text import trim_space

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

_FOLDER = "/alloc-dir/alloc-id"
"""Where the folder of an allocation would be; only what climbs out of it and comes back by this name could tell."""


def escapes(inside: str, path: str) -> bool:
    """Whether `path`, taken from the folder `inside` of an allocation, leaves the allocation."""
    return ".." in path and not _below(_FOLDER, f"{_FOLDER}/{inside}/{path}")


def _below(folder: str, path: str) -> bool:
    """Whether `path` is `folder` or lies below it, as Nomad sees it: a name that begins with two dots counts as the way up."""
    folder, path = normpath(folder), normpath(path)
    if folder == ".":
        return not path.startswith(("/", ".."))
    return path == folder or (path.startswith(folder.rstrip("/") + "/") and not path[len(folder.rstrip("/")) + 1 :].startswith(".."))


# --- templates ---------------------------------------------------------------------------------------------------------------

CHANGE_MODES = ("noop", "restart", "signal", "script")
PERMISSION_BITS = 12

TEMPLATE = (
    Check("NOM7001", "template-no-source", "Must specify a source path or have an embedded template", "",
          "Set data or source.",
          lambda template, _: not template.source and not template.data),
    Check("NOM7002", "template-no-destination", "Must specify a destination for the template", "destination",
          "Add destination, a path below the task's folder.",
          lambda template, _: not template.destination),
    Check("NOM7003", "template-destination-escapes", "destination escapes allocation directory", "destination",
          "Use a path inside the task's folder; ../alloc reaches the shared folder.",
          lambda template, _: escapes("task", template.destination or "")),
    Check("NOM7004", "template-change-mode", "Invalid change mode. Must be one of the following: noop, signal, script, restart", "change_mode",
          "Use one of noop, restart, signal, script.",
          lambda template, _: template.change_mode not in CHANGE_MODES),
    Check("NOM7005", "template-signal-missing", "Must specify signal value when change mode is signal", "change_signal",
          'Name a signal such as "SIGHUP".',
          lambda template, _: template.change_mode == "signal" and not template.change_signal),
    Check("NOM7006", "template-signal-env", "cannot use signals with env var templates", "change_mode",
          'Use change_mode = "restart": a running process does not see new environment variables.',
          lambda template, _: template.change_mode == "signal" and template.env),
    Check("NOM7007", "template-script-missing", "must specify change script configuration value when change mode is script", "change_script",
          "Add a change_script block with the command to run.",
          lambda template, _: template.change_mode == "script" and template.change_script is None),
    Check("NOM7008", "template-script-command", "must specify script path value when change mode is script", "change_script.command",
          "Set the command to run.",
          lambda template, _: template.change_mode == "script" and template.change_script is not None and not template.change_script.command),
    Check("NOM7009", "template-splay-negative", "Must specify positive splay value", "splay",
          "Use a duration of 0s or more.",
          lambda template, _: (template.splay or 0) < 0),
    Check("NOM7010", "template-perms", "Failed to parse {perms:q} as octal: {err}", "perms",
          'Use an octal number of at most 7777, such as "0644".',
          lambda template, _: template.perms and (error := uint_error(template.perms, base=8, bits=PERMISSION_BITS))
          and Found(perms=template.perms, err=error)),
    Check("NOM7011", "template-wait-order", "wait min {min} is greater than max {max}", "wait",
          "Raise max or lower min.",
          lambda template, _: template.wait is not None and template.wait.min is not None and template.wait.max is not None
          and template.wait.min > template.wait.max
          and Found(min=duration(template.wait.min), max=duration(template.wait.max))),
)  # fmt: skip


def _destination(template: Any) -> Any:
    return template.get("destination")


#: Of each template, behind its own.
TEMPLATE_DUPLICATE = (
    Check("NOM7012", "template-destination-duplicate", "Template {n} has same destination as {m}", "destination",
          "Give each template of the task a different destination.",
          lambda template, scope: template.destination is not None and (first := first_alike(scope, scope.task.template, _destination)) != scope.index
          and Found(n=scope.index + 1, m=first + 1)),
)  # fmt: skip

TEMPLATE_WARNINGS = (
    Check("NOM7013", "template-vault-grace-deprecated",
          "VaultGrace has been deprecated as of Nomad 0.11 and ignored since Vault 0.5. Please remove VaultGrace / vault_grace from template block.",
          "vault_grace",
          "Remove vault_grace: it has no effect.",
          lambda template, _: template.vault_grace, "warning"),
)  # fmt: skip

# --- artifacts ---------------------------------------------------------------------------------------------------------------

ARTIFACT_MODES = ("", "any", "file", "dir")
DIGEST_BYTES = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}
_HEX = "0123456789abcdefABCDEF"

ARTIFACT = (
    Check("NOM7101", "artifact-source-missing", "source must be specified", "source",
          "Set source to the address to download from.",
          lambda artifact, _: not artifact.source),
    Check("NOM7102", "artifact-mode", "invalid artifact mode {mode:q}; must be one of: any, file, dir", "mode",
          "Use one of any, file, dir.",
          lambda artifact, _: artifact.mode not in ARTIFACT_MODES and artifact.mode is not None and Found(mode=artifact.mode)),
    Check("NOM7103", "artifact-destination-escapes", "destination escapes allocation directory", "destination",
          "Use a path inside the task's folder; ../alloc reaches the shared folder.",
          lambda artifact, _: escapes("task", artifact.destination or "")),
)  # fmt: skip


def _checksum(artifact: Any) -> str | None:
    """The checksum to look at: none without the option, nor with a variable in it."""
    value: str | None = (artifact.options or {}).get("checksum")
    if value is None:
        return None
    if VARIABLE.search(value):
        return None
    return trim_space(value)


def _parts(artifact: Any) -> tuple[str, str] | None:
    """Type and value of a checksum of the right form."""
    value = _checksum(artifact)
    if not value or value.count(":") != 1:
        return None
    kind, _, digest = value.partition(":")
    return kind, digest


def _hex_error(digest: str) -> str:
    for letter in digest.encode("utf-8", "replace").decode("latin-1"):
        if letter not in _HEX:
            from nomadspec.notation.go_text import code_point

            return f"encoding/hex: invalid byte: {code_point(letter)}"
    return "encoding/hex: odd length hex string" if len(digest) % 2 else ""


def _hex(artifact: Any, _: Scope) -> Any:
    parts = _parts(artifact)
    error = _hex_error(parts[1]) if parts else ""
    return error and Found(err=error)


def _kind(artifact: Any, _: Scope) -> Any:
    parts = _parts(artifact)
    return parts and parts[0] not in DIGEST_BYTES and Found(t=parts[0])


def _length(artifact: Any, _: Scope) -> Any:
    parts = _parts(artifact)
    return parts and len(parts[1]) != 2 * DIGEST_BYTES[parts[0]] and Found(type=parts[0], v=parts[1])


#: Of the checksum of an artifact; Nomad stops at the first.
CHECKSUM = (
    Check("NOM7104", "artifact-checksum-empty", "checksum value cannot be empty", "options.checksum",
          "Write the checksum as type:value, or remove the option.",
          lambda artifact, _: _checksum(artifact) == ""),
    Check("NOM7105", "artifact-checksum-format", 'checksum must be given as "type:value"; got {v:q}', "options.checksum",
          'Write the type in front, such as "sha256:…".',
          lambda artifact, _: (value := _checksum(artifact)) is not None and value.count(":") != 1 and Found(v=value)),
    Check("NOM7106", "artifact-checksum-hex", "invalid checksum: {err}", "options.checksum",
          "Write the checksum in hexadecimal digits.",
          _hex),
    Check("NOM7107", "artifact-checksum-type", "unsupported checksum type: {t}", "options.checksum",
          "Use one of md5, sha1, sha256, sha512.",
          _kind),
    Check("NOM7108", "artifact-checksum-length", "invalid {type} checksum: {v}", "options.checksum",
          "Use a checksum of the type's length: md5 32 digits, sha1 40, sha256 64, sha512 128.",
          _length),
)  # fmt: skip

# --- volume mounts -----------------------------------------------------------------------------------------------------------

PROPAGATION_MODES = (None, "", "private", "host-to-task", "bidirectional")
SELINUX_LABELS = (None, "", "z", "Z")

#: Of each volume_mount, in its task.
VOLUME_MOUNT = (
    Check("NOM7201", "volume-mount-undefined", "Volume Mount ({i}) references undefined volume {name}", "volume",
          "Add a volume block of that name to the group, of type host or csi.",
          lambda mount, scope: mount.volume not in (scope.group.volume or {}) and Found(i=scope.index, name=mount.volume), since="1.8.0"),
    Check("NOM7201", "volume-mount-undefined", "Volume Mount ({i}) references undefined volume {name}", "volume",
          "Add a volume block of that name to the group, of type host or csi.",
          lambda mount, scope: mount.volume and mount.volume not in (scope.group.volume or {}) and Found(i=scope.index, name=mount.volume),
          until="1.7.7"),
    Check("NOM7202", "volume-mount-empty", "Volume Mount ({i}) references an empty volume", "volume",
          "Name a volume of the group.",
          lambda mount, scope: mount.volume == "" and Found(i=scope.index), until="1.7.7"),
    Check("NOM7203", "volume-mount-propagation", "Volume Mount ({i}) has an invalid propagation mode: {mode:q}", "propagation_mode",
          "Use one of private, host-to-task, bidirectional.",
          lambda mount, scope: mount.propagation_mode not in PROPAGATION_MODES and Found(i=scope.index, mode=mount.propagation_mode), until="1.7.7"),
)  # fmt: skip

VOLUME_MOUNT_BODY = (
    Check("NOM7202", "volume-mount-empty", "volume mount references an empty volume", "volume",
          "Name a volume of the group.",
          lambda mount, _: mount.volume == "", since="1.8.0"),
    Check("NOM7203", "volume-mount-propagation", "volume mount has an invalid propagation mode: {mode:q}", "propagation_mode",
          "Use one of private, host-to-task, bidirectional.",
          lambda mount, _: mount.propagation_mode not in PROPAGATION_MODES and Found(mode=mount.propagation_mode), since="1.8.0"),
    Check("NOM7204", "volume-mount-selinux", "volume mount has an invalid SELinux label: {label:q}", "selinux_label",
          'Use "z" or "Z".',
          lambda mount, _: mount.selinux_label not in SELINUX_LABELS and Found(label=mount.selinux_label)),
)  # fmt: skip

#: Nomad itself crashes: of each volume_mount of a job as it was submitted.
VOLUME_MOUNT_CRASH = (
    Check("NOM7205", "volume-mount-destination-missing", "panic: runtime error: invalid memory address or nil pointer dereference", "destination",
          "Add destination: without it, both the Nomad server and its command line crash.",
          lambda mount, _: mount.volume is not None and mount.destination is None),
)  # fmt: skip

# --- CSI plugins, payloads, actions ------------------------------------------------------------------------------------------


CSI_PLUGIN = (
    Check("NOM7301", "csi-plugin-id", "CSIPluginConfig must have a non-empty PluginID", "id",
          "Give the plugin an id, which volumes refer to.",
          lambda plugin, _: not plugin.id),
    Check("NOM7302", "csi-plugin-type",
          "CSIPluginConfig PluginType must be one of 'node', 'controller', or 'monolith', got: {type:q}", "type",
          "Use one of node, controller, monolith.",
          lambda plugin, _: plugin.type not in ("node", "controller", "monolith") and Found(type=plugin.type)),
    Check("NOM7303", "csi-plugin-stage-dir",
          "CSIPluginConfig StagePublishBaseDir must not be a subdirectory of MountDir, got: StagePublishBaseDir={stage:q} MountDir={mount:q}",
          "stage_publish_base_dir",
          "Use different folders, none inside the other; the defaults are /local/csi and /csi.",
          lambda plugin, _: plugin.mount_dir and plugin.stage_publish_base_dir and _below(plugin.mount_dir, plugin.stage_publish_base_dir)
          and Found(stage=plugin.stage_publish_base_dir, mount=plugin.mount_dir)),
)  # fmt: skip

DISPATCH_PAYLOAD = (
    Check("NOM7401", "dispatch-payload-escapes", "destination escapes allocation directory", "file",
          "Use a path inside the task's local folder.",
          lambda payload, _: escapes("task/local", payload.file or "")),
)  # fmt: skip

LONGEST_ACTION = 128


def _name(action: Any) -> Any:
    return action.get("name")


ACTION = (
    Check("NOM7501", "action-command-empty", "command cannot be empty", "command",
          "Set the command to run in the task.",
          lambda action, _: action.command == ""),
    Check("NOM7502", "action-name-invalid", "invalid name '{name}'", "name",
          "Use a name of 1 to 128 characters without whitespace.",
          lambda action, _: (not 0 < len(action.name) <= LONGEST_ACTION or any(mark in action.name for mark in "\0\t\n\f\r ")) and Found(name=action.name),
          since="1.9.4"),
    Check("NOM7502", "action-name-invalid", "invalid name '{name}'", "name",
          "Use letters, digits and dashes, at most 128.",
          lambda action, _: not is_word(action.name, "-", LONGEST_ACTION) and Found(name=action.name), until="1.9.3"),
)  # fmt: skip

#: Of each action, behind its own: told at every second of a name.
ACTION_DUPLICATE = (
    Check("NOM7503", "action-duplicate", "Action {name} defined multiple times", "name",
          "Give each action of the task a different name.",
          lambda action, scope: alike_before(scope, scope.task.action, _name) % 2 == 1 and Found(name=action.name)),
)  # fmt: skip
