"""`--nomad-version`: the Nomad release that a command checks for, and notes about it."""

from __future__ import annotations

from nomadspec.cli.arguments import UnusableInput
from nomadspec.releases import NEWEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release


def checked_release(arguments: Arguments, path: str, state: ClusterState | None = None) -> Release:
    """The release for a file: `--nomad-version`, else what the configuration of the file names, else the newest. Raises `UnusableInput`."""
    from nomadspec.cli.config_option import usage
    from nomadspec.workspace.checked_release import checked_release as of_configuration
    from nomadspec.workspace.configuration import ConfigurationError

    try:
        return of_configuration(usage(arguments, path), state)
    except ConfigurationError as error:
        raise UnusableInput(str(error).removeprefix("config: ")) from None


def tell(arguments: Arguments, release: Release, state: ClusterState | None = None, *, named: bool = False) -> None:
    """Note once on standard error which release is used, if it is newer than all known ones, not the cluster's, or (unless the report itself
    names it: `named`) not the newest."""
    if arguments.flag("quiet"):
        return
    from nomadspec.cli.notes import note

    texts = [release.note]
    if state is not None:
        from nomadspec.cluster.releases import difference

        texts.append(difference(release, state) or "")
    if not any(texts) and release is not NEWEST and not named:
        texts = [f"checked for Nomad {release.shown}"]
    for text in texts:
        if text:
            note(text)
