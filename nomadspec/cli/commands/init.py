"""`nomadspec init [DIR]`: starter files: a configuration, and with --pre-commit the hooks."""

from __future__ import annotations

import os

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.reporting.console import write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments

CONFIG = """\
# Configuration of nomadspec. `nomadspec schema config` prints its JSON Schema, `nomadspec rule` lists the rules.

# ignore = ["docker-latest"]
# var-files = ["common.vars.hcl"]
# persona = "pedantic"

# [severity]
# "raw-exec-used" = "error"

# What exists in the cluster. lint does not check what is not described here; `nomadspec init --from-state STATE` fills it in.
{server}
# Environments that use the same files with other values; `--environment NAME` chooses one.
# [[environments]]
# name = "prod"
# paths = ["jobs/**"]
# var-files = ["prod.vars.hcl"]

# [[overrides]]
# paths = ["legacy/**"]
# ignore = ["UPD"]
"""

EXAMPLE_SERVER = """\
# [server]
# vault = true
# namespaces = ["default", "web"]
"""

#: Hooks of the project's own repository, where it has one.
HOOKS = """\
repos:
  - repo: {home}
    rev: v{version}
    hooks:
      - id: nomadspec-lint
      - id: nomadspec-fmt
"""

#: The same hooks (`.pre-commit-hooks.yaml`), running the nomadspec that is installed.
LOCAL_HOOKS = """\
repos:
  - repo: local
    hooks:
      - id: nomadspec-lint
        name: nomadspec lint
        entry: nomadspec lint --force-exclude
        language: system
        files: ^[^-].*\\.nomad(\\.hcl|\\.json)?$
        types_or: [file]
        require_serial: true
      - id: nomadspec-fmt
        name: nomadspec fmt
        entry: nomadspec fmt --force-exclude
        language: system
        files: ^[^-].*\\.nomad(\\.hcl)?$
        types_or: [file]
        require_serial: true
"""


def run(arguments: Arguments) -> int:
    from nomadspec.version import HOME, __version__
    from nomadspec.workspace.files import WriteError, write_atomically

    if arguments.flag("acl_policy"):
        from nomadspec.backends.rights import policy_text

        write_text(policy_text())
        return 0
    folder = arguments.positional[0] if arguments.positional else "."
    if not os.path.isdir(folder):
        raise UsageError(f"{folder}: no such folder")
    wanted = {}
    uri = arguments.text("from_state")
    if arguments.flag("config") or uri is not None or not arguments.flag("pre_commit"):
        wanted["nomadspec.toml"] = CONFIG.replace("{server}", EXAMPLE_SERVER if uri is None else _server_of(uri, arguments))
    if arguments.flag("pre_commit"):
        wanted[".pre-commit-config.yaml"] = HOOKS.format(home=HOME, version=__version__) if HOME else LOCAL_HOOKS
    targets = {os.path.join(folder, name): text for name, text in wanted.items()}
    there = [path for path in targets if os.path.lexists(path)]
    if there and not arguments.flag("force"):
        raise UsageError(f"{', '.join(there)} already exists; use --force to replace it")
    for path, text in targets.items():
        try:
            write_atomically(path, text, [folder], create=True)
        except WriteError as error:
            raise UnusableInput(str(error)) from None
        write_text(f"{path}\n")
    return 0


def _server_of(uri: str, arguments: Arguments) -> str:
    """The `[server]` table that describes the cluster of a state."""
    from nomadspec.cli.state_option import open_one
    from nomadspec.workspace.configured_server import table_of

    return "[server]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in table_of(open_one(uri, arguments)).items())


def _toml(value: object) -> str:
    """A bool or a list of names, as TOML."""
    import json

    # JSON's texts are those of TOML, but for one character that TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
