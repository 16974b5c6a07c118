"""Rules about artifacts: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, findings, in_task, job, lint


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (("https://x.example/a", "local/x"), ("https://x.example/b", "local/x"), []),
        (("https://x.example/a", "local/x"), ("https://y.example/a", "${NOMAD_TASK_DIR}/x"), ["ART004"]),
        (("git::https://x.example/a.git", "local/x"), ("git::https://x.example/b.git", "local/x"), ["ART004"]),
        (("git::https://x.example/a.git", "local/x"), ("git::https://x.example/b.git", "local/y"), []),
        (("github.com/x/a", "local/x"), ("github.com/x/b", "local/x"), ["ART004"]),
        (("git::http://x.example/a.git", "local/x"), ("https://x.example/b", "local/y"), ["ART002"]),
    ],
)
def test_two_downloads(first: tuple[str, str], second: tuple[str, str], found: list[str]) -> None:
    task = "".join(f'artifact {{\n  source = "{source}"\n  destination = "{where}"\n}}\n' for source, where in (first, second))
    assert codes(job(task=task), ("ART002", "ART004")) == found


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ('source = "http://example.com/x"', ["ART002"]),
        ('source = "http://10.0.0.1/x"', []),
        ('source = "http://files.service.consul/x"', []),
        ('source = "http://nexus:8081/x"', []),
        ('source = "http://example.com/x"\noptions {\n  checksum = "md5:0"\n}', []),
        ('source = "https://example.com/x"\ninsecure = true', ["ART002"]),
    ],
)
def test_insecure_downloads(lines: str, codes: list[str]) -> None:
    assert [code for code, _ in findings(in_task("artifact {\n" + lines + "\n}"), "ART002")] == codes


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [("local", "local", True), ("local/a", "local/./a", True), ("local/a", "local/b", False)],
)
def test_downloads_to_one_place(first: str, second: str, found: bool) -> None:
    text = "".join(f'artifact {{\n  source = "https://example.com/{d}/app"\n  destination = "{d}"\n}}\n' for d in (first, second))
    assert bool(findings(in_task(text), "ART004")) is found


def test_archives_share_a_folder() -> None:
    text = "".join(f'artifact {{\n  source = "https://example.com/{d}/app.zip"\n}}\n' for d in "ab")
    assert not findings(in_task(text), "ART004")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("https://example.com/x.zip", False),
        ("git::ssh://git@example.com/x", False),
        ("git@github.com:a/b", False),
        ("github.com/a/b", False),
        ("s3::https://s3.amazonaws.com/b/x", False),
        ("HTTP://example.com/x", False),
        ("${NOMAD_META_source}", False),
        ("gs://b/x", True),
        ("ssh://git@example.com/x", True),
        ("file:///etc/hosts", True),
        ("example.com/x.zip", True),
        ("azure::x", True),
    ],
)
def test_sources(source: str, found: bool) -> None:
    assert bool(findings(in_task(f'artifact {{\n  source = "{source}"\n}}'), "ART001")) is found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("s3://bucket/app.tgz", True),
        ("s3://bucket/folder/app.tgz", True),  # no host: Custom endpoint `s3://bucket` was not a valid URI
        ("s3::https://bucket/app.tgz", True),
        ("s3::https://s3.amazonaws.com/app.tgz", True),
        ("s3::https://bucket.s3.amazonaws.com/app.tgz", True),
        ("s3::https://s3.amazonaws.com/bucket/app.tgz", False),
        ("s3::https://s3.eu-west-1.amazonaws.com/bucket/app.tgz", False),
        ("s3::https://bucket.s3-eu-west-1.amazonaws.com/app.tgz", False),
        ("s3::https://bucket.s3.eu-west-1.amazonaws.com/app.tgz", False),
        ("s3://bucket.s3.eu-west-1.amazonaws.com/app.tgz", False),
        ("s3::https://s3.cn-north-1.amazonaws.com.cn/bucket/app.tgz", False),
        ("bucket.s3.amazonaws.com/app.tgz", False),
        ("s3::http://minio:9000/bucket/app.tgz", False),
        ("s3::${meta.store}/bucket/app.tgz", False),
        ("gcs://bucket/app.tgz", True),
        ("gcs::https://bucket/app.tgz", True),
        ("gcs::https://www.googleapis.com/bucket/app.tgz", True),
        ("gcs::https://www.googleapis.com/storage/v1/bucket/app.tgz", False),
    ],
)
def test_addresses_of_stores(source: str, found: bool) -> None:
    """The answers of a client's getter."""
    assert bool(codes(in_task(f'artifact {{\n  source = "{source}"\n}}'), "ART001")) is found


@pytest.mark.parametrize(
    ("source", "option", "found"),
    [
        ("git::https://x.example/a.git", 'branch = "dev"', "error"),
        ("git@x.example:a/b", 'tag = "v1"', "error"),
        ("github.com/a/b", 'depht = "1"', "error"),
        ("git::https://x.example/a.git", 'ref = "dev"\n  depth = 1\n  archive = false', ""),
        ("git::https://x.example/a.git", 'path = "sub"', ""),  # the server's own, perhaps
        ("git::https://x.example/a.git", 'sshkey = "-----BEGIN"', "error"),
        ("git::https://x.example/a.git", 'sshkey = "YWJjZA=="', ""),
        ("git::https://x.example/a.git", 'sshkey = "${meta.key}"', ""),
        ("s3::https://s3.amazonaws.com/b/a", 'aws_secret_access_key = "x"', "warning"),
        ("s3::https://s3.amazonaws.com/b/a", 'anything = "x"', "warning"),
        ("s3::https://s3.amazonaws.com/b/a", 'aws_access_key_id = "x"', "error"),
        ("s3::https://s3.amazonaws.com/b/a", 'aws_access_key_id = "x"\n  aws_access_key_secret = "y"\n  region = "eu-west-1"\n  checksum = "md5:d41d8cd98f00b204e9800998ecf8427e"', ""),
        ("https://x.example/a.tgz", 'branch = "dev"', ""),
        ("https://x.example/a.tgz", 'archive = "true"', "warning"),
        ("https://x.example/a.tgz", 'archive = "rar"', "warning"),
        ("https://x.example/a.tgz", 'archive = "no"', ""),
        ("https://x.example/a.tgz", "archive = false", ""),
        ("https://x.example/a.jar", 'archive = "tar.gz"', ""),
    ],
)  # fmt: skip
def test_options(source: str, option: str, found: str) -> None:
    text = in_task(f'artifact {{\n  source = "{source}"\n  options {{\n  {option}\n  }}\n}}')
    assert [d.severity for d in lint(text) if d.code == "ART008"] == ([found] if found else [])


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ('mode = "file"\ndestination = "local/"', True),
        ('mode = "file"\ndestination = "${NOMAD_ALLOC_DIR}/data"', True),
        ('mode = "file"\ndestination = "."', True),
        ('mode = "file"\ndestination = "local/sub/"', False),  # the file's name is sub
        ('mode = "file"', False),
        ('destination = "local/"', False),
    ],
)
def test_a_folder_as_a_file(lines: str, found: bool) -> None:
    text = in_task(f'artifact {{\n  source = "https://x.example/a.jar"\n  {lines}\n}}')
    assert bool(codes(text, "ART009")) is found
