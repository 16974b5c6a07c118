"""What is secret, by its name: the one table that masking, capturing and the rules read.

    MEMBERS           members of API objects that hold a token, exactly spelt
    SETTINGS          keys of settings (of agents, plugins, maps) whose values are secrets, in lower case
    LAST_WORDS, KEYS  words at the end of a variable's name: `db_password`, `PGPASSWORD`, `API_KEY`
    looks_secret      anything that may be one, for masking: rather too much than too little

A rule that reports a secret must be right about it, so it reads the narrow words; what masks an output reads `looks_secret`.
"""

from __future__ import annotations

from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

MASK: Final = "<redacted>"

#: Members of objects of the API that hold a token of the cluster's.
MEMBERS: Final = ("SecretID", "VaultToken", "ConsulToken", "NomadToken")

#: Keys of settings whose values are secrets; also behind a prefix, as in `aws_secret_key`.
SETTINGS: Final = ("token", "password", "passwd", "secret", "secret_key", "secret_id", "client_secret", "access_key", "api_key", "private_key", "api_token")

#: Last words of names for secrets.
LAST_WORDS: Final = frozenset({"pass", "pwd", "secret", "token", "apikey", "secretkey", "credential", "credentials"})
#: Longer ones, also at the end of a word, as in PGPASSWORD.
WORD_ENDS: Final = ("password", "passwd", "passphrase")
#: What makes a `key` a secret one, before it.
KEYS: Final = frozenset({"api", "secret", "access", "private", "session", "encryption", "signing", "master", "auth"})

#: What each of these words has, in lower case: most names have none of it.
_HINTS: Final = ("pass", "pwd", "secret", "token", "key", "credential")
_WORDS: Final = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
#: Parts of the names of credentials, wherever they come.
_PARTS: Final = (
    "passw", "passphrase", "secret", "token", "credential", "authorization",
    *(f"{which}{dash}key" for which in ("api", "access", "private") for dash in ("", "_")),
)  # fmt: skip
#: Names that look like one and are none.
_HARMLESS: Final = frozenset({"SecretsMB", "AllowTokenExpiration"})


def is_secret_name(name: str) -> bool:
    """Whether a variable of this name holds a secret, by its last words; what a finding may rest on."""
    if not any(map(name.lower().__contains__, _HINTS)):
        return False
    words = [word.lower() for word in _WORDS.findall(name)]
    return bool(words) and (words[-1] in LAST_WORDS or words[-1].endswith(WORD_ENDS) or (len(words) > 1 and words[-1] == "key" and words[-2] in KEYS))


def looks_secret(name: str) -> bool:
    """Whether a field of this name may hold a secret; what masking rests on."""
    if name in _HARMLESS:
        return False
    plain = name.lower()
    return any(part in plain for part in _PARTS) or "auth" in "".join([c if c.isalnum() or c == "_" else " " for c in plain]).split()
