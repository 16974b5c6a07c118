"""TLS: without, with a wrong, and with the right certificate; agents that are silent. Every refusal names the address and the variable."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest

from nomadspec.backends.http import capture
from nomadspec.backends.opening import BackendError, OpenOptions
from tests.backends.recorded_agent import RecordedAgent
from tests.backends.test_http import SMALL

#: Certificates of no cluster, valid for a hundred years.
PEM = Path(__file__).parents[2] / "fixtures" / "tls"
CA = {"NOMAD_CACERT": str(PEM / "ca.pem")}
CLIENT = {"NOMAD_CLIENT_CERT": str(PEM / "client.pem"), "NOMAD_CLIENT_KEY": str(PEM / "client-key.pem")}
STRANGER = {"NOMAD_CLIENT_CERT": str(PEM / "stranger.pem"), "NOMAD_CLIENT_KEY": str(PEM / "stranger-key.pem")}


def agent(*, verify_client: bool) -> RecordedAgent:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM / "server.pem", PEM / "server-key.pem")
    if verify_client:
        context.load_verify_locations(PEM / "ca.pem")
        context.verify_mode = ssl.CERT_REQUIRED
    return RecordedAgent(SMALL, tls=context)


def options(**environ: str) -> OpenOptions:
    return OpenOptions(environ=environ, timeout=20)


@pytest.mark.parametrize(
    "environ",
    [CA | CLIENT, CA | CLIENT | {"NOMAD_TLS_SERVER_NAME": "server.global.nomad"}, CLIENT | {"NOMAD_SKIP_VERIFY": "true"}],
    ids=["certificate", "server name", "not verified"],
)
def test_with_the_right_certificate(environ: dict[str, str]) -> None:
    with agent(verify_client=True) as served:
        assert capture(served.address, options(**environ))["nodes"]


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        (CLIENT, "its certificate authority: NOMAD_CACERT or NOMAD_CAPATH, not set"),
        (CLIENT | {"NOMAD_CACERT": str(PEM / "other-ca.pem")}, "NOMAD_CACERT or NOMAD_CAPATH, now "),
        (CA | CLIENT | {"NOMAD_TLS_SERVER_NAME": "server.moon.nomad"}, "set NOMAD_TLS_SERVER_NAME"),
        (CA, "the agent requires a client certificate: set NOMAD_CLIENT_CERT"),
        (CA | STRANGER, "the agent does not accept the client certificate NOMAD_CLIENT_CERT="),
        ({"NOMAD_CACERT": "/no/such.pem"}, "NOMAD_CACERT=/no/such.pem cannot be read: No such file or directory"),
        (CA | CLIENT | {"NOMAD_CLIENT_KEY": "/no/such.pem"}, "NOMAD_CLIENT_KEY=/no/such.pem cannot be read: No such file or directory"),
        (CA | CLIENT | {"NOMAD_CLIENT_KEY": str(PEM / "stranger-key.pem")}, "that belong together"),
        ({"NOMAD_CACERT": __file__}, f"NOMAD_CACERT={__file__} cannot be read"),
    ],
    ids=["no authority", "wrong authority", "wrong name", "no client", "wrong client", "no authority file", "no key file", "wrong key", "not PEM"],
)
def test_refusals(environ: dict[str, str], says: str) -> None:
    with agent(verify_client=True) as served, pytest.raises(BackendError) as refused:
        capture(served.address, options(**environ))
    assert says in str(refused.value)
    assert served.address in str(refused.value)


def test_the_wrong_scheme() -> None:
    with RecordedAgent(SMALL) as plain, pytest.raises(BackendError, match="does not use TLS; use http://"):
        capture(plain.address.replace("http:", "https:"), options())


def test_an_agent_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomadspec.backends.http_client.SILENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(BackendError, match="no answer within"):
        capture(f"http://127.0.0.1:{silent.getsockname()[1]}", options())
