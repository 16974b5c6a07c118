"""Reads from an agent that may be slow, refuse requests, or send wrong answers.

Every answer is bounded, its decompressed size included; redirects to another origin are refused; paging that repeats ends with an error; what may be
tried again is (connection faults, 429, gateways, a missing leader), the rest is not; there is one deadline for everything. Ids from answers
are encoded before they become part of a path. No message shows a credential.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

import httpx

from nomadspec.backends import answers
from nomadspec.backends.http_settings import TlsFileError
from nomadspec.source.json_reader import JsonError, Memory, read_json

if TYPE_CHECKING:
    from nomadspec.backends.http_settings import HttpSettings

#: Bytes of one answer, decompressed, and of all answers together.
MAX_ANSWER: Final = 256 * 1024 * 1024
MAX_TOTAL: Final = 2 * 1024 * 1024 * 1024
#: Bytes of the reason that an agent gives for an error; what is longer is not read.
MAX_REASON: Final = 64 * 1024
#: Characters of an id in a path, as they are written there; an address has no room for more than some ten thousand.
MAX_ID: Final = 4096
MAX_PAGES: Final = 10_000
PER_PAGE: Final = 500
ATTEMPTS: Final = 4
#: Seconds before the second attempt; before each further one twice as many.
PAUSE: Final = 0.2
#: Seconds without a byte after which an agent is silent. One that never answered is not asked again.
SILENCE: Final = 30.0
#: How a body may be written: one that is compressed twice could grow a millionfold in one piece.
_ENCODINGS: Final = ("", "identity", "gzip")
_AGAIN: Final = frozenset({429, 502, 503, 504})
_AGAIN_TEXT: Final = ("No cluster leader", "rpc error: EOF", "connection reset", "failed to connect to leader")


#: What says that the agent refused the client's certificate.
_CLIENT_REFUSED: Final = (
    "certificate required",
    "handshake failure",
    "bad certificate",
    "alert unknown ca",
    "alert certificate unknown",
    "closed the connection",
)


class HttpError(Exception):
    """The agent could not be reached or answered with an error. `status` is 0 if there was no answer."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status: Final = status


def encode(identifier: object, inside: str) -> str:
    """An id from an answer as one segment of a path `inside` another. Raises `HttpError` for what cannot be one: `.` and `..` would lead elsewhere, however they are written."""
    wrong = not isinstance(identifier, str) or identifier in ("", ".", "..")
    segment = "" if wrong else quote(str(identifier), safe="", errors="surrogatepass")
    if wrong or len(segment) > MAX_ID:
        raise HttpError(f"{inside}: the agent's list has the id {identifier!r:.100}, which is not a valid id")
    return segment


class Client:
    """A client of one agent. Use as an asynchronous context."""

    def __init__(self, settings: HttpSettings) -> None:
        self.settings = settings
        self.index = 0
        self._gate = asyncio.Semaphore(settings.concurrency)
        self._deadline = time.monotonic() + settings.timeout
        self._read = 0
        self._memory = Memory()
        self._answered = False
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "nomadspec"}
        if settings.token:
            headers["X-Nomad-Token"] = settings.token.value
        auth = None
        if settings.basic:
            user, _, password = settings.basic.value.partition(":")
            auth = httpx.BasicAuth(user, password)
        try:
            verify = settings.tls()
        except TlsFileError as error:
            raise HttpError(f"{settings.shown}: {error}") from None
        base = _base_url(settings)
        self._http = httpx.AsyncClient(
            base_url=base,
            headers=headers,
            auth=auth,
            follow_redirects=False,
            timeout=httpx.Timeout(SILENCE, connect=5.0, pool=None),
            limits=httpx.Limits(max_connections=settings.concurrency, max_keepalive_connections=settings.concurrency),
            transport=httpx.AsyncHTTPTransport(uds=settings.socket, verify=False)
            if settings.socket
            else httpx.AsyncHTTPTransport(verify=verify, limits=httpx.Limits(max_connections=settings.concurrency)),
            trust_env=False,
        )
        self._extensions = {"sni_hostname": settings.server_name} if settings.server_name else {}

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def get(self, path: str, **query: str) -> Any:
        """The JSON at a path. Raises `HttpError`."""
        return (await self._get(path, query))[0]

    async def pages(self, path: str, **query: str) -> list[Any]:
        """All pages of a list, whose shape is in `answers`. A token that comes again ends it with an error."""
        rows: list[Any] = []
        seen: set[str] = set()
        token = ""
        for _ in range(MAX_PAGES):
            more = {"next_token": token} if token else {}
            page, headers = await self._get(path, {**query, "per_page": str(PER_PAGE), **more})
            rows += page or []
            token = headers.get("x-nomad-nexttoken", "")
            if not token:
                return rows
            if token in seen:
                raise HttpError(f"{path}: the agent returned the same page again")
            seen.add(token)
        raise HttpError(f"{path}: more than {MAX_PAGES:,} pages")

    async def _get(self, path: str, query: dict[str, str]) -> tuple[Any, httpx.Headers]:
        if self.settings.region:
            query = {"region": self.settings.region, **query}
        fault: HttpError | None = None
        for attempt in range(ATTEMPTS):
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise HttpError(f"{self.settings.shown} did not send the whole state within {self.settings.timeout:.0f} seconds")
            try:
                async with self._gate, asyncio.timeout(left):
                    return await self._once(path, query)
            except TimeoutError:
                raise HttpError(f"{self.settings.shown} did not send the whole state within {self.settings.timeout:.0f} seconds") from None
            except httpx.ReadTimeout:
                if not self._answered:
                    raise HttpError(f"{self.settings.shown}: no answer within {SILENCE:.0f} seconds (NOMAD_ADDR, --address)") from None
                fault = HttpError(f"{self.settings.shown}: no answer to {path} within {SILENCE:.0f} seconds")
            except (httpx.RequestError, ssl.SSLError) as error:
                if isinstance(error, ssl.SSLError) or self._is_tls(error):
                    text = _tls_text(error)
                    raise HttpError(f"{self.settings.shown}: TLS: {text} ({_tls_hint(text, self.settings)})") from None
                fault = HttpError(f"{self.settings.shown}: {_transport_reason(error)}")
            except _TryAgain as error:
                fault = HttpError(str(error), error.status)
            await asyncio.sleep(min(PAUSE * 2**attempt, max(0.0, self._deadline - time.monotonic())))
        raise fault or HttpError("no answer")

    def _is_tls(self, error: httpx.RequestError) -> bool:
        """Whether the handshake failed, which another attempt does not mend. An agent that refuses the client's certificate may just close the connection
        instead of the first answer."""
        early = not self._answered and self.settings.address.startswith("https:") and isinstance(error, httpx.ReadError)
        return early or "[SSL" in str(error) or "certificate" in str(error).lower()

    async def _once(self, path: str, query: dict[str, str]) -> tuple[Any, httpx.Headers]:
        try:
            request = self._http.build_request("GET", path, params=query, extensions=self._extensions)
        except (httpx.InvalidURL, UnicodeError):
            raise HttpError(f"{path}: the agent's list has a namespace or a page that no address can name") from None
        async with aclosing(await self._http.send(request, stream=True)) as response:
            self._answered = True
            if response.is_redirect:
                raise HttpError(_redirect_reason(self.settings.shown, response))
            body = await self._body(path, response)
            if response.status_code >= 400:
                _refuse(path, response.status_code, body, self.settings)
            if response.status_code == 204:
                return None, response.headers
            try:
                value = read_json(body, max_bytes=MAX_ANSWER, memory=self._memory)
            except JsonError as error:
                raise HttpError(f"{path}: the agent's answer is not JSON: {error.message}; is {self.settings.shown} a Nomad agent?") from None
            index = response.headers.get("x-nomad-index", "")
            if index.isascii() and index.isdigit() and len(index) < 20:
                self.index = max(self.index, int(index))
            wrong = answers.fault(path, value)
            if wrong is not None:
                raise HttpError(f"{self.settings.shown}{path}: unexpected answer from the agent: {wrong}")
            return value, response.headers

    async def _body(self, path: str, response: httpx.Response) -> bytes:
        """The decompressed body; of an error, its beginning."""
        encoding = response.headers.get("content-encoding", "")
        if encoding.strip().lower() not in _ENCODINGS:
            raise HttpError(f"{path}: the agent's answer has the encoding {encoding!r:.40}; only gzip is accepted")
        refused = response.status_code >= 400
        chunks: list[bytes] = []
        size = 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            self._read += len(chunk)
            chunks.append(chunk)
            if refused and size > MAX_REASON:
                break
            if size > MAX_ANSWER or self._read > MAX_TOTAL:
                raise HttpError(f"{path}: the agent's answer is larger than {MAX_ANSWER if size > MAX_ANSWER else MAX_TOTAL:,} bytes")
        return b"".join(chunks)


def _base_url(settings: HttpSettings) -> httpx.URL:
    try:
        base = httpx.URL(settings.address or "http://localhost")
        base.copy_with(path="/v1").host  # noqa: B018 - some hosts are only found out when they are read
    except (httpx.InvalidURL, UnicodeError):
        raise HttpError(f"{settings.shown:.100}: not the address of an agent") from None
    return base


class _TryAgain(Exception):
    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def _refuse(path: str, status: int, body: bytes, settings: HttpSettings) -> None:
    text = settings.without_credentials(body.decode("utf-8", "replace"))[:500].strip()
    where = path.partition("?")[0]
    if status in _AGAIN or (status == 500 and any(mark in text for mark in _AGAIN_TEXT)):
        raise _TryAgain(f"{where}: status {status}: {text}", status)
    if status == 403:
        hint = "the token may lack permissions, be unknown or have expired" if settings.token else "no token given; set NOMAD_TOKEN or use --token-file"
        raise HttpError(f"{where}: permission denied ({hint})", status)
    if status == 500 and "No path to region" in text:
        region = f" {settings.region!r}" if settings.region else ""
        raise HttpError(f"{settings.shown}: the cluster does not know this region{region} (NOMAD_REGION, --region)", status)
    if status == 400 and "HTTP request to an HTTPS server" in text:
        raise HttpError(f"{settings.shown}: this agent requires TLS; use https:// (NOMAD_ADDR)", status)
    raise HttpError(f"{settings.shown}{where}: status {status}: {text or 'no reason given'}", status)


def _redirect_reason(address: str, response: httpx.Response) -> str:
    try:
        target = urlsplit(response.headers.get("location", ""))
        origin = f"{target.scheme}://{target.hostname}" if target.hostname else "another place"
    except ValueError:
        origin = "another place"
    return f"{address} redirects to {origin}; redirects are not followed, because they would receive the credentials"


def _tls_text(error: BaseException) -> str:
    """What the TLS library said, wherever in the chain of errors it is."""
    found: BaseException | None = error
    for _ in range(10):
        if found is None or isinstance(found, ssl.SSLError):
            break
        found = found.__cause__ or found.__context__
    return str(found or error) or "the agent closed the connection"


def _transport_reason(error: httpx.RequestError) -> str:
    text = str(error)
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        return f"the agent cannot be reached ({text or type(error).__name__})"
    if isinstance(error, httpx.TimeoutException):
        return "the agent does not answer"
    if isinstance(error, httpx.RemoteProtocolError | httpx.DecodingError):
        return "the answer was cut off or is not HTTP"
    return f"the connection failed ({type(error).__name__})"


def _tls_hint(text: str, settings: HttpSettings) -> str:
    """Which settings a failed handshake is about."""
    plain = text.lower()
    if "hostname mismatch" in plain or "ip address mismatch" in plain or "not valid for" in plain:
        return "set NOMAD_TLS_SERVER_NAME or --tls-server-name to a name in the agent's certificate, such as server.global.nomad"
    if any(sign in plain for sign in _CLIENT_REFUSED):
        if settings.client_cert:
            return f"the agent does not accept the client certificate NOMAD_CLIENT_CERT={settings.client_cert}"
        return "the agent requires a client certificate: set NOMAD_CLIENT_CERT and NOMAD_CLIENT_KEY"
    if "wrong version number" in plain or "record layer" in plain:
        return "this agent does not use TLS; use http:// (NOMAD_ADDR)"
    known = settings.ca_cert or settings.ca_path
    return f"its certificate authority: NOMAD_CACERT or NOMAD_CAPATH, {'now ' + known if known else 'not set'}"
