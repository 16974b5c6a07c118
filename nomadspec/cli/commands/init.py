"""`nomadspec init [DIR]`: starter files: a configuration, and with --pre-commit the hooks."""

from __future__ import annotations

import os

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.reporting.console import write_text
from nomadspec.source.relative_path import relative, with_slashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState

#: Characters of an environment's name before the equals sign of `--from-state NAME=STATE`.
_NAME_CHARACTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")

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
{environments}
# [[overrides]]
# paths = ["legacy/**"]
# ignore = ["UPD"]
"""

EXAMPLE_SERVER = """\
# [server]
# vault = true
# namespaces = ["default", "web"]
"""

EXAMPLE_ENVIRONMENT = """\
# [[environments]]
# name = "prod"
# paths = ["jobs/**"]
# var-files = ["prod.vars.hcl"]
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
        files: ^[^-].*\\.(nomad|job|hcl|json)$
        exclude: (^|[/._-])var(iable)?s\\.hcl$|\\.auto\\.hcl$|\\.nomad(test|rule)\\.hcl$
        types_or: [file]
        require_serial: true
      - id: nomadspec-fmt
        name: nomadspec fmt
        entry: nomadspec fmt --force-exclude
        language: system
        files: ^[^-].*\\.(nomad|job|hcl)$
        exclude: (^|/)terragrunt\\.hcl$|\\.(pkr|lock)\\.hcl$
        types_or: [file]
        require_serial: true
"""


def run(arguments: Arguments) -> int:
    from nomadspec.cli.redaction_option import without_credentials
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
    states = arguments.many("from_state")
    if arguments.flag("config") or states or not arguments.flag("pre_commit"):
        wanted["nomadspec.toml"] = without_credentials(arguments).text(_configuration(states, arguments, folder))
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


def _configuration(states: Sequence[str], arguments: Arguments, folder: str) -> str:
    """The text of a starter configuration: a state describes the servers, a named one (`NAME=STATE`) those of an environment."""
    from nomadspec.cli.state_option import open_one

    server, environments = EXAMPLE_SERVER, ""
    named: set[str] = set()
    for given in states:
        name, uri = _named(given)
        if name in named:
            raise UsageError(f"--from-state {given}: " + (f"there are two environments named {name}" if name else "name each state: NAME=STATE"))
        named.add(name)
        if name:
            environments += _environment(name, uri, arguments, folder)
        else:
            server = "[server]\n" + _server_of(open_one(uri, arguments))
    return CONFIG.replace("{server}", server).replace("{environments}", environments or EXAMPLE_ENVIRONMENT)


def _named(given: str) -> tuple[str, str]:
    """(name of the environment or "", URI) of a value of `--from-state`. A file of that name is a state without a name."""
    name, equals, uri = given.partition("=")
    return (name, uri) if equals and uri and name and _NAME_CHARACTERS.issuperset(name) and not os.path.lexists(given) else ("", given)


def _environment(name: str, uri: str, arguments: Arguments, folder: str) -> str:
    """The `[[environments]]` table of one cluster: where its state is, its release, its servers."""
    from nomadspec.cli.state_option import open_one
    from nomadspec.cluster.releases import release_of_servers
    from nomadspec.releases import ReleaseError

    state = open_one(uri, arguments)
    lines = [f"name = {_toml(name)}"]
    shown = _configurable(uri, folder)
    if shown is not None:
        lines.append(f"state = {_toml(shown)}")
    try:
        release = release_of_servers(state)
    except ReleaseError:
        release = None  # older than all that a configuration may name
    if release is not None:
        lines.append(f"nomad-version = {_toml(release.text)}")
    return "\n".join(["[[environments]]", *lines, "[environments.server]", _server_of(state)])


def _configurable(uri: str, folder: str) -> str | None:
    """The URI of a state as the configuration in `folder` names it; None for one that belongs to a user rather than to a repository."""
    scheme, _, rest = uri.partition(":")
    if scheme in ("http", "https"):
        return None if "@" in rest else uri
    path = rest if scheme == "file" else uri
    if not os.path.isfile(path):
        return None
    inner = relative(path, folder)
    return None if inner.startswith("..") or os.path.isabs(inner) else f"file:{with_slashes(inner)}"


def _server_of(state: ClusterState) -> str:
    """The keys that describe the servers of a state."""
    from nomadspec.workspace.configured_server import table_of

    return "".join(f"{key} = {_toml(value)}\n" for key, value in table_of(state).items())


def _toml(value: object) -> str:
    """A bool or a list of names, as TOML."""
    import json

    # JSON's texts are those of TOML, but for one character that TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
