"""`lint --upgrade-to`: the configurations of the second lint, for the new release, and the message for an upgrade without effects."""

from __future__ import annotations

from nomadspec.cli.arguments import UsageError
from nomadspec.releases import ReleaseError
from nomadspec.reporting.console import write_text
from nomadspec.workspace.checked_release import checked_release
from nomadspec.workspace.configuration import Configurations
from nomadspec.workspace.upgrade import target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release
    from nomadspec.workspace.configuration import Configuration


def upgrade(
    arguments: Arguments, configurations: Configurations, used: Sequence[tuple[Configuration, ClusterState | None]]
) -> tuple[Configurations, Release, Release]:
    """The configurations with the new release, the current release (the oldest, if files are `used` in several), and the new one."""
    older = min((checked_release(configuration, state) for configuration, state in used), key=lambda one: one.number)
    newer = newer_than(arguments, older)
    return Configurations(configurations.given, {**configurations.change, "nomad_version": newer.text}), older, newer


def newer_than(arguments: Arguments, older: Release) -> Release:
    """The release that --upgrade-to names. Raises `UsageError`."""
    try:
        return target(arguments.text("upgrade_to") or "", older)
    except ReleaseError as error:
        raise UsageError(f"--upgrade-to: {error}") from None


def tell_ready(arguments: Arguments, older: Release, newer: Release, files: int) -> None:
    """Print that the upgrade has no effects, if people read the report."""
    if (arguments.text("output_format") or "text") in ("text", "concise"):
        write_text(f"ready for Nomad {newer.shown} (from {older.shown}): {files} file{'s' * (files != 1)} checked\n")
