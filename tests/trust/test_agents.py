"""Agents that are slow, lie or attack: each is a refusal in one line, within the limits of time and size."""

from __future__ import annotations

import base64
import gc
import gzip
import itertools
import json
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from fuzz.targets import ANSWERS
from fuzz.wire import WireAgent, response
from nomadspec.backends.opening import BackendError, OpenOptions, open_state
from nomadspec.cluster.state_faults import StateError
from tests.cli.run import Runner

CLIENT = "nomadspec.backends.http_client"
TOKEN = "b4d7a3f2-0000-4b5e-8f5e-000000000001"
NOT_FOUND = response(b"", status="404 Not Found")


def agent(path: str, answer: Callable[[], Iterable[bytes]]) -> WireAgent:
    """An agent that answers one path so, and the others as it should."""
    return WireAgent(lambda asked: answer() if asked == path else [response(ANSWERS[asked]) if asked in ANSWERS else NOT_FOUND])


def refused(given: WireAgent, **changes: Any) -> str:
    """Why no state could be read."""
    with given, pytest.raises((BackendError, StateError)) as error:
        open_state(given.address, OpenOptions(**{"environ": {}, "timeout": 20.0, **changes}))
    assert len(str(error.value)) < 1500
    return str(error.value)


def slowly(given: WireAgent, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        given.stopped.wait(0.02)


@pytest.mark.parametrize(
    "pieces",
    [
        lambda: [b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", *itertools.repeat(b" ", 100_000)],
        lambda: itertools.chain([b"HTTP/1.1 200 OK\r\n"], (f"X-{n}: y\r\n".encode() for n in range(5_000))),
        lambda: itertools.chain([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"1\r\n \r\n")),
        lambda: itertools.chain([b"HTTP/1.1 500 no\r\nTransfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"1\r\n \r\n")),
        lambda: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"),
        lambda: (letter.encode() for letter in "HTTP/1.1 200 OK" + " " * 5_000),
    ],
    ids=["body", "header", "chunks", "reason", "interim answers", "status line"],
)
def test_an_agent_that_drips_is_left_at_the_limit_of_time(pieces: Callable[[], Iterable[bytes]]) -> None:
    given: WireAgent = agent("/v1/nodes", lambda: slowly(given, pieces()))
    assert refused(given, timeout=1.0) == f"{given.address} did not send the whole state within 1 seconds"


def test_an_agent_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{CLIENT}.SILENCE", 0.2)
    given: WireAgent = WireAgent(lambda _: slowly(given, itertools.repeat(b"", 5_000)))
    assert "no answer within 0 seconds" in refused(given)


def test_a_handshake_that_does_not_end() -> None:
    """The agent waits where TLS should begin."""
    given: WireAgent = WireAgent(lambda _: [])
    with given, pytest.raises(BackendError, match=r"did not send the whole state within 1 seconds"):
        open_state(given.address.replace("http:", "https:"), OpenOptions(environ={}, timeout=1.0))
    with warnings.catch_warnings():  # asyncio leaves the socket of a handshake that is broken off to the collector
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        (lambda: itertools.chain([b"HTTP/1.1 200 OK\r\n"], itertools.repeat(b"X: " + b"y" * 8_000 + b"\r\n")), "cut off or is not HTTP"),
        (lambda: itertools.chain([b"HTTP/1.1 200 OK\r\nX: "], itertools.repeat(b"y" * 8_000)), "cut off or is not HTTP"),
        (lambda: itertools.chain([b"HTTP/1.1 200 OK\r\n\r\n["], itertools.repeat(b"0," * 4_000)), "larger than 1,000,000 bytes"),
        (
            lambda: itertools.chain([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"7d0\r\n" + b"0," * 1_000 + b"\r\n")),
            "larger than 1,000,000 bytes",
        ),
        (lambda: itertools.chain([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"0" * 4_000)), "cut off or is not HTTP"),
        (lambda: itertools.chain([b"HTTP/1.1 500 no\r\n\r\n"], itertools.repeat(b"sorry " * 500)), "status 500: sorry sorry"),
        (lambda: itertools.chain([b"HTTP/1.1 400 no\r\n\r\n"], itertools.repeat(b"\x1b[31m\xff\n::error::" * 500)), "status 400: "),
    ],
    ids=["headers", "header", "body", "chunks", "length of a chunk", "reason", "reason that drives terminals"],
)
def test_what_never_ends_is_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch, pieces: Callable[[], Iterable[bytes]], says: str) -> None:
    monkeypatch.setattr(f"{CLIENT}.MAX_ANSWER", 1_000_000)
    monkeypatch.setattr(f"{CLIENT}.PAUSE", 0.0)
    assert says in refused(agent("/v1/nodes", pieces))


ZEROS = b"[" + b"0," * 2_000_000 + b"0]"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (response(ZEROS, packed=True), "larger than 1,000,000 bytes"),
        (response(gzip.compress(ZEROS), packed=True, headers={"Content-Encoding": "gzip, gzip"}), "has the encoding 'gzip, gzip'; only gzip is accepted"),
        (response(ZEROS, headers={"Content-Encoding": "br"}), "has the encoding 'br'; only gzip is accepted"),
        (response([], headers={"Content-Encoding": "x" * 50_000}), "only gzip is accepted"),
        (response([], headers={"Content-Encoding": "gzip"}), "cut off or is not HTTP"),
        (response(ANSWERS["/v1/nodes"], packed=True)[:-9], "cut off or is not HTTP"),
        (response([], headers={"Content-Length": "100"}), "cut off or is not HTTP"),
        (response(ANSWERS["/v1/nodes"], headers={"Content-Length": "3"}), "the agent's answer is not JSON"),
        (response([], headers={"Content-Length": "-1"}), "cut off or is not HTTP"),
        (response([], headers={"Content-Length": "9" * 40}), "cut off or is not HTTP"),
        (response([], headers={"Transfer-Encoding": "chunked"}), "cut off or is not HTTP"),
        (response([]) + response([{"ID": "smuggled"}]), ""),
        (b"", "cut off or is not HTTP"),
        (b"\x16\x03\x01\x02\x00", "cut off or is not HTTP"),
        (b"SSH-2.0-OpenSSH_9.0\r\n", "cut off or is not HTTP"),
        (response([], status="302 Found", headers={"Location": "http://elsewhere.example/v1/nodes"}), "redirects to http://elsewhere.example; redirects are not"),
        (response([], status="307 x", headers={"Location": "//elsewhere.example:1/"}), "redirects to "),
        (response([], status="301 x", headers={"Location": "http://["}), "redirects to another place"),
        (response([], status="308 x", headers={"Location": "file:///etc/passwd"}), "redirects to another place"),
        (response([{"ID": "x" * 1_000_000}]), "has the id 'xxx"),
        (response([{"ID": "ä" * 30_000}]), "has the id 'äää"),
        (response(b'[{"ID": "\\ud800"}]'), ""),
        (response([{"ID": "."}]), "/v1/node: the agent's list has the id '.', which is not a valid id"),
        (response([{"ID": ".."}]), "/v1/node: the agent's list has the id '..', which is not a valid id"),
        (response([{"ID": "%2e%2e"}]), ""),
        (response([], headers={"X-Nomad-NextToken": "x" * 70_000}), "/v1/nodes: the agent's list has a namespace or a page that no address can name"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value[:40],
)  # fmt: skip
def test_lies(monkeypatch: pytest.MonkeyPatch, answer: bytes, says: str) -> None:
    """Without a text, the agent's answer is one that is no fault: there is a state, without what could not be asked for."""
    monkeypatch.setattr(f"{CLIENT}.MAX_ANSWER", 1_000_000 + 100)
    monkeypatch.setattr(f"{CLIENT}.PAUSE", 0.0)
    given = agent("/v1/nodes", lambda: [answer])
    if says:
        assert says.replace("1,000,000", "1,000,100") in refused(given)
    else:
        with given:
            assert open_state(given.address, OpenOptions(environ={}, timeout=20.0)).to_dict()["nodes"] == []
            assert not any(".." in path for path in given.asked)


@pytest.mark.parametrize("path", [path for path in ANSWERS if path != "/v1/agent/members"])
@pytest.mark.parametrize("answer", [3, "odd"], ids=repr)
def test_an_answer_of_another_type(path: str, answer: Any) -> None:
    """Everything that is asked for is checked before it is used."""
    kind = "a number" if answer == 3 else "a string"
    wanted = "a list" if isinstance(ANSWERS[path], list) else "an object"
    given = agent(path, lambda: [response(answer)])
    if path == "/v1/agent/self":  # what it adds is optional
        with given:
            assert open_state(given.address, OpenOptions(environ={}, timeout=20.0)).to_dict()["region"] == "global"
    else:
        assert refused(given) == f"{given.address}{path}: unexpected answer from the agent: it must be {wanted}, not {kind}"


@pytest.mark.parametrize("namespace", ["x" * 70_000, "\ud800", "a&namespace=b#", "\r\nX: y", "..", ""])
def test_namespaces_of_jobs(namespace: str) -> None:
    """What cannot be asked for is refused, the rest is one value of the query."""
    given = agent("/v1/jobs", lambda: [response(json.dumps([{"ID": "a b", "Namespace": namespace}]).encode())])
    with given:
        try:
            open_state(given.address, OpenOptions(environ={}, timeout=20.0))
        except BackendError as error:
            assert str(error) == "/v1/job/a%20b/versions: the agent's list has a namespace or a page that no address can name"  # noqa: PT017
    assert all(path.count("namespace=") <= 1 for path in given.asked)


def test_pages_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{CLIENT}.MAX_PAGES", 20)
    numbers = itertools.count()
    given = agent("/v1/nodes", lambda: [response([{"ID": "n"}], headers={"X-Nomad-NextToken": str(next(numbers))})])
    assert refused(given) == "/v1/nodes: more than 20 pages"


def test_all_answers_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is small enough, and packed smaller still."""
    monkeypatch.setattr(f"{CLIENT}.MAX_TOTAL", 1_000_000)
    numbers = itertools.count()
    given = agent("/v1/nodes", lambda: [response(b" " * 100_000 + b"[]", packed=True, headers={"X-Nomad-NextToken": str(next(numbers))})])
    assert "larger than 1,000,000 bytes" in refused(given)
    assert next(numbers) <= 10


@pytest.mark.parametrize("basic", ["", "user:hunter2-p4ss"])
@pytest.mark.parametrize(
    "echo",
    [
        lambda said: response(said.encode(), status="500 x"),
        lambda said: response(b"x" * 490 + said.encode(), status="400 x"),
        lambda said: response(said.encode(), status="503 x"),
        lambda said: response([], status="302 x", headers={"Location": f"http://{said.split()[0]}/"}),
        lambda said: response([{"ID": "." , said: 1}, said]),
        lambda said: response([{"ID": said + "x" * 5_000}]),
        lambda said: response([], headers={"Content-Encoding": said.split()[0]}),
    ],
    ids=["error", "cut off", "again", "redirect", "shape", "id", "encoding"],
)  # fmt: skip
def test_no_refusal_holds_what_the_agent_was_sent(monkeypatch: pytest.MonkeyPatch, echo: Callable[[str], bytes], basic: str) -> None:
    monkeypatch.setattr(f"{CLIENT}.PAUSE", 0.0)
    sent = [TOKEN, *([basic, basic.partition(":")[2], base64.b64encode(basic.encode()).decode()] if basic else [])]
    for secret in sent:
        given = agent("/v1/nodes", lambda secret=secret: [echo(f"{secret} is odd")])  # type: ignore[misc]
        said = refused(given, token=TOKEN, environ={"NOMAD_HTTP_AUTH": basic})
        assert not any(word[:12] in said for word in sent), said


def test_no_fault_of_a_state_holds_what_the_agent_was_sent() -> None:
    row = {"ID": "a1", "JobID": TOKEN, "NodeID": TOKEN}
    given = agent(f"/v1/node/{ANSWERS['/v1/nodes'][0]['ID']}/allocations", lambda: [response([row])])
    assert refused(given, token=TOKEN) == "allocations[0].JobID names job '***' of namespace 'default', which is not in jobs"


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"NOMAD_TOKEN": "hunter2\ud800"}, "the token contains characters that cannot be sent to an agent"),
        ({"NOMAD_TOKEN": "hunter2\r\nX: y"}, "the token contains characters that cannot be sent to an agent"),
        ({"NOMAD_HTTP_AUTH": "user:hunter2\udc80"}, "the user or password contains characters that cannot be sent to an agent"),
        ({"NOMAD_REGION": "hunter2\udc80"}, "the region contains characters that cannot be sent to an agent"),
        ({"NOMAD_ADDR": "http://user:hunter2/x@host:1"}, "an address must be http://host:port, https://host:port or unix://socket"),
        ({"NOMAD_ADDR": "http://xn--a:1"}, "http://xn--a:1: not the address of an agent"),
        ({"NOMAD_ADDR": "http://" + "a" * 70_000}, "not the address of an agent"),
    ],
)
def test_what_cannot_be_sent(environ: dict[str, str], says: str) -> None:
    with pytest.raises(BackendError) as error:
        open_state("live:", OpenOptions(environ=environ))
    assert says in str(error.value)
    assert "hunter2" not in str(error.value)
    assert len(str(error.value)) < 200


def test_the_program_says_it_in_one_line(nomadspec: Runner) -> None:
    """Whatever an agent says, it begins no line and drives no terminal."""
    with agent("/v1/nodes", lambda: [response("x\n::error::\x1b[31m\u202e\U000e0041".encode(), status="400 x")]) as given:
        for words in (["state", "capture", given.address], ["plan", "--state", given.address, "-"], ["lint", "--state", given.address, "-"]):
            result = nomadspec(*words, stdin='job "x" {}\n')
            assert result.status in (2, 255)
            assert result.err.endswith(": status 400: x\\n::error::\\x1b[31m\\u202e\\U000e0041\n")
            assert len(result.err.splitlines()) == 1
