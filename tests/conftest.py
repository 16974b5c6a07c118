"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from nomadspec.rules import runner

# A rule that points at a field that there is not fails the test.
runner.strict_places = True


NO_GOLDENS = "no recorded answers of a real Nomad here (set NOMADSPEC_GOLDENS)"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how much was not tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    number = sum(NO_GOLDENS in str(report.longrepr) for report in skipped)
    if number:
        terminalreporter.write_line(f"{number} test{'s' * (number != 1)} skipped for want of recorded answers of a real Nomad (set NOMADSPEC_GOLDENS)")


@pytest.fixture(scope="session")
def goldens() -> Path:
    """The folder of inputs with the real Nomad's answers; tests that need it are skipped without it."""
    folder = os.environ.get("NOMADSPEC_GOLDENS")
    if not folder or not Path(folder).is_dir():
        pytest.skip(NO_GOLDENS)
    return Path(folder)


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The repository's own example inputs."""
    return Path(__file__).parent.parent / "fixtures"


# A loaded machine is no failure: examples are bounded in number and size, not in time.
hypothesis.settings.register_profile("nomadspec", deadline=None)
hypothesis.settings.load_profile("nomadspec")
