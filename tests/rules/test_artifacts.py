"""Rules about artifacts: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, findings, in_task, job


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
