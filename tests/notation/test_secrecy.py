"""Names of secrets: what a finding may rest on, and what masking rests on."""

from __future__ import annotations

import pytest

from nomadspec.notation.secrecy import is_secret_name, looks_secret


@pytest.mark.parametrize(
    ("name", "secret", "masked"),
    [
        ("DB_PASSWORD", True, True),
        ("PGPASSWORD", True, True),
        ("apiKey", True, True),
        ("github-token", True, True),
        ("ENCRYPTION_KEY", True, False),
        ("TOKEN_TTL", False, True),
        ("PASSWORD_FILE", False, True),
        ("auth", False, True),
        ("Config[auth]", False, True),
        ("AUTHOR", False, False),
        ("SORT_KEY", False, False),
        ("SecretsMB", False, False),
        ("Count", False, False),
        ("", False, False),
    ],
)
def test_names(name: str, secret: bool, masked: bool) -> None:
    assert (is_secret_name(name), looks_secret(name)) == (secret, masked)
