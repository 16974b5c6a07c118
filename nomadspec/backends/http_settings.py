"""How an agent is reached: address, credentials, TLS, as Nomad's own command line reads them from the environment."""

from __future__ import annotations

import os
from contextlib import contextmanager

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping
    from dataclasses import KW_ONLY
    from typing import Final

DEFAULT_ADDRESS: Final = "http://127.0.0.1:4646"
#: Shorter values would be found anywhere.
_SHORTEST: Final = 4


class Secret(Record):
    """A credential: used, never shown."""

    value: str

    def __bool__(self) -> bool:
        return bool(self.value)

    def __repr__(self) -> str:
        return "<secret>"


class TlsFileError(Exception):
    """A certificate or key cannot be read: the message names the variable and the file."""


@contextmanager
def _named(*pairs: str) -> Iterator[None]:
    """Name the files of these variables when reading them fails: the one that is not there, else all that are set."""
    try:
        yield
    except OSError as error:
        given = {variable: path for variable, path in zip(pairs[::2], pairs[1::2], strict=True) if path}
        lost = {variable: path for variable, path in given.items() if not os.access(path, os.R_OK)}
        if error.filename and error.errno is None:  # of our own look at them
            lost = {variable: path for variable, path in given.items() if path == error.filename}
        shown = " and ".join(f"{variable}={path}" for variable, path in (lost or given).items())
        reason = (error.strerror or type(error).__name__) if lost else "not a certificate and key in PEM format that belong together"
        raise TlsFileError(f"TLS: {shown} cannot be read: {reason}") from None


def _regular(*paths: str) -> None:
    """Raise for a file that is a pipe or a device: the TLS library would wait for it."""
    from nomadspec.source.regular_file import head_of_regular

    for path in filter(None, paths):
        head_of_regular(path, 1)


class HttpSettings(Record):
    """Address and credentials of an agent. `address` is http(s)://host:port without a path, or "" for the Unix socket `socket`."""

    address: str
    _: KW_ONLY
    socket: str = ""
    token: Secret | None = None
    basic: Secret | None = None
    region: str = ""
    namespace: str = ""
    ca_cert: str = ""
    ca_path: str = ""
    client_cert: str = ""
    client_key: str = ""
    server_name: str = ""
    skip_verify: bool = False
    timeout: float = 300.0
    concurrency: int = 8

    @property
    def shown(self) -> str:
        """The address as messages may show it."""
        return self.address or f"unix://{self.socket}"

    def __repr__(self) -> str:
        return f"<HttpSettings {self.shown}>"

    def without_credentials(self, text: str) -> str:
        """A text of the agent's without what it was sent, which it may send back."""
        from base64 import b64encode

        basic = self.basic.value if self.basic else ""
        sent = (self.token.value if self.token else "", basic, b64encode(basic.encode("utf-8", "replace")).decode(), basic.partition(":")[2])
        for value in sent:
            text = text.replace(value, "***") if len(value) >= _SHORTEST else text
        return text

    def tls(self) -> ssl.SSLContext | bool:
        """The TLS context, False for an address without TLS, which needs no certificates; raises `TlsFileError` for those that cannot be read."""
        if not self.address.startswith("https:"):
            return False
        import ssl

        with _named("NOMAD_CACERT", self.ca_cert, "NOMAD_CAPATH", self.ca_path):
            _regular(self.ca_cert)
            context = ssl.create_default_context(cafile=self.ca_cert or None, capath=self.ca_path or None)
        if self.skip_verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.client_cert:
            with _named("NOMAD_CLIENT_CERT", self.client_cert, "NOMAD_CLIENT_KEY", self.client_key):
                _regular(self.client_cert, self.client_key)
                context.load_cert_chain(self.client_cert, self.client_key or None)
        return context


def settings_for(uri: str, environ: Mapping[str, str], *, token: str | None, credentials: bool, timeout: float, concurrency: int) -> HttpSettings:
    """The settings for an address (or "" for the environment's). Without `credentials` no token, password or client certificate is sent.

    Raises ValueError with a reason for an address that is none, and for a value that cannot be sent.
    """
    address = uri or environ.get("NOMAD_ADDR") or DEFAULT_ADDRESS
    socket, basic = "", environ.get("NOMAD_HTTP_AUTH", "")
    if address.startswith("unix:"):
        socket, address = address.removeprefix("unix:").removeprefix("//"), ""
    else:
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(address)
            host, port = parts.hostname if parts.scheme in ("http", "https") else None, parts.port
        except ValueError:
            host = None  # without what the library says: that may be a part of a password
        if not host:
            raise ValueError("an address must be http://host:port, https://host:port or unix://socket")
        if parts.username is not None:
            basic = f"{parts.username}:{parts.password or ''}"
        host = f"[{host}]" if ":" in host else host
        address = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    token = token if token is not None else environ.get("NOMAD_TOKEN", "")
    _check_sent({"the token": token, "the name of the TLS server (NOMAD_TLS_SERVER_NAME)": environ.get("NOMAD_TLS_SERVER_NAME", "")}, "ascii")
    _check_sent({"the user or password": basic, "the region": environ.get("NOMAD_REGION", "")}, "utf-8")
    return HttpSettings(
        address,
        socket=socket,
        token=Secret(token) if credentials and token else None,
        basic=Secret(basic) if credentials and basic else None,
        region=environ.get("NOMAD_REGION", ""),
        namespace=environ.get("NOMAD_NAMESPACE", ""),
        ca_cert=environ.get("NOMAD_CACERT", ""),
        ca_path=environ.get("NOMAD_CAPATH", ""),
        client_cert=environ.get("NOMAD_CLIENT_CERT", "") if credentials else "",
        client_key=environ.get("NOMAD_CLIENT_KEY", "") if credentials else "",
        server_name=environ.get("NOMAD_TLS_SERVER_NAME", ""),
        skip_verify=environ.get("NOMAD_SKIP_VERIFY", "").lower() in ("1", "t", "true"),
        timeout=timeout,
        concurrency=concurrency,
    )


def _check_sent(values: Mapping[str, str], encoding: str) -> None:
    """Raise for a value that a header or an address cannot carry, without showing it."""
    for name, value in values.items():
        if not value.isprintable() or value != value.encode(encoding, "replace").decode(encoding):
            raise ValueError(f"{name} contains characters that cannot be sent to an agent")
