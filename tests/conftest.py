"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from nomadspec.rules import runner

# A rule that points at a field that there is not fails the test.
runner.strict_places = True


@pytest.fixture(scope="session")
def goldens() -> Path:
    """The folder of inputs with the real Nomad's answers; tests that need it skip without."""
    folder = os.environ.get("NOMADSPEC_GOLDENS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("no recorded answers of a real Nomad here (set NOMADSPEC_GOLDENS)")
    return Path(folder)


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The repository's own example inputs."""
    return Path(__file__).parent.parent / "fixtures"


# A loaded machine is no failure: examples are bounded in number and size, not in time.
hypothesis.settings.register_profile("nomadspec", deadline=None)
hypothesis.settings.load_profile("nomadspec")
