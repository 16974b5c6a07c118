"""An option of an artifact does not do what its name or value says.

## What it does
Compares the names in `options` with those that the getter of the source reads: `ref`, `depth` and `sshkey` of git, the AWS credentials, `region` and `version` of S3. Names for http are not checked, since a server may read them. Of `archive`, it looks for values that are neither a format nor false, of `sshkey`, for keys that are not encoded.

## Why is this bad?
Git gets a name that it does not know as part of the address, and the download fails. The getter of S3 ignores it: the download runs with other credentials. With `archive = "true"` the archive is not unpacked, since the value is taken for the name of a format. A key that is not base64 fails the download.

## Example
```hcl task
artifact {
  source = "git::https://git.example.com/app.git"
  options {
    branch = "main"
  }
}
```

## Use instead
```hcl task
artifact {
  source = "git::https://git.example.com/app.git"
  options {
    ref = "main"
  }
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import nearest
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "ART008"
NAME = "artifact-option"
SEVERITY = "error"
BLOCKS = ("TaskArtifact",)
IF_WRITTEN = ("options",)

_OF_ALL = ("archive", "checksum", "filename")
_OPTIONS = {
    "git": ("ref", "depth", "sshkey"),
    "s3": ("aws_access_key_id", "aws_access_key_secret", "aws_access_token", "aws_profile", "region", "version"),
}
#: Names that people use → the one that is read.
_MEANT = {
    "git": dict.fromkeys(("branch", "tag", "rev", "revision", "commit", "sha", "version"), "ref") | dict.fromkeys(("ssh_key", "key", "private_key"), "sshkey"),
    "s3": {
        "aws_access_key": "aws_access_key_id", "access_key": "aws_access_key_id", "access_key_id": "aws_access_key_id",
        "aws_secret_access_key": "aws_access_key_secret", "aws_secret_key": "aws_access_key_secret", "aws_access_secret_key": "aws_access_key_secret",
        "secret_key": "aws_access_key_secret", "secret_access_key": "aws_access_key_secret",
        "aws_session_token": "aws_access_token", "session_token": "aws_access_token", "aws_region": "region", "profile": "aws_profile",
    },
}  # fmt: skip
_GIT = pattern(r"git::|git@|(?:github\.com|gitlab\.com|bitbucket\.org)/")
_S3 = pattern(r"s3::|s3://|[^/:]*amazonaws\.com/")
_FORMATS = frozenset(
    (
        "bz2",
        "gz",
        "xz",
        "zst",
        "zip",
        "tar",
        "tar.bz2",
        "tar.gz",
        "tar.xz",
        "tar.zst",
        "tbz2",
        "tgz",
        "txz",
        "tzst",
        "false",
        "0",
        "f",
        "F",
        "FALSE",
        "False",
        "",
    )
)
#: No format either, but the archive is left as it is, which is what they say.
_LEAVES = ("no", "none", "off", "never")
_BASE64 = pattern(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def check(visit: Visit) -> Iterator[Finding]:
    source = visit.block.source or ""
    options = dict(known_items(visit.block.options or {}))
    getter = "git" if _GIT.match(source) else "s3" if _S3.match(source) else ""
    for name, value in options.items():
        at = f"options.{name}"
        if name == "archive" and isinstance(value, str) and "${" not in value and value not in _FORMATS and value not in _LEAVES:
            known = value.strip(".").lower()
            hint = f"Write {known!r}." if known in _FORMATS else "Remove it: archives are unpacked without it. Otherwise name a format, such as tar.gz or zip."
            yield Finding(f"archive = {value!r} is not a format: the archive is not unpacked", at, help=hint, severity="warning")
        elif getter and name not in _OF_ALL and name not in _OPTIONS[getter]:
            meant = _MEANT[getter].get(name) or nearest(name, _OPTIONS[getter])
            if getter == "git" and meant is None:
                continue  # a part of the address, perhaps on purpose
            outcome = "git gets it as a part of the address" if getter == "git" else "it is ignored"
            hint = f"Did you mean {meant!r}?" if meant else f"Options: {', '.join(_OPTIONS[getter])}."
            yield Finding(f"{getter} sources have no option {name!r}: {outcome}", at, help=hint, severity=None if getter == "git" else "warning")
        elif name == "sshkey" and isinstance(value, str) and "${" not in value and not _BASE64.fullmatch(value.replace("\n", "").replace("\r", "")):
            yield Finding("sshkey is not encoded in base64", at, help="Encode the private key, as in base64encode(file(…)).", secret=True)
    if getter == "s3" and options.get("aws_access_key_id") and "aws_access_key_secret" not in (visit.block.options or {}) and not _misnamed(options):
        yield Finding(
            "aws_access_key_id without aws_access_key_secret", "options.aws_access_key_id", help="Set both, or neither for the client's own credentials."
        )


def _misnamed(options: dict[str, object]) -> bool:
    """Whether the secret is there under another name."""
    return any(_MEANT["s3"].get(name) == "aws_access_key_secret" for name in options)
