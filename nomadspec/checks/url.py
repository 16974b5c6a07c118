"""Whether a text is a URL, as Go's `net/url` reads it. Loaded only for health checks with a path out of the ordinary."""

from __future__ import annotations

from nomadspec.source.patterns import pattern

_CONTROL = pattern(r"[\x00-\x1f\x7f]")
_SCHEME = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BAD_ESCAPE = pattern(r"%(?![0-9A-Fa-f]{2})")
_USER = pattern(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*")
_PORT = pattern(r"(?::[0-9]*)?")
_HOST = pattern(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:\[\]<>\"]|[^\x00-\x7f]|%[89A-Fa-f][0-9A-Fa-f])*")
_ZONE = pattern(r"(?:[^%]|%[0-9A-Fa-f]{2})*")


def url_fault(text: str) -> str:
    """What `text` is beyond a relative URL: "invalid" when it is no URL, "absolute" when it has a scheme, else ""."""
    if _CONTROL.search(text):
        return "invalid"
    text, _, fragment = text.partition("#")
    if _BAD_ESCAPE.search(fragment) or text.startswith(":"):
        return "invalid"
    scheme = _SCHEME.match(text)
    rest = text[scheme.end() :] if scheme else text
    path = rest.partition("?")[0]
    if not path.startswith("/"):
        if scheme:
            return "absolute"
        if ":" in path.partition("/")[0]:
            return "invalid"
    if path.startswith("//") and (scheme or not path.startswith("///")):
        authority, slash, behind = path[2:].partition("/")
        if not _is_authority(authority):
            return "invalid"
        path = slash + behind
    if _BAD_ESCAPE.search(path):
        return "invalid"
    return "absolute" if scheme else ""


def _is_authority(text: str) -> bool:
    user, at, host = text.rpartition("@")
    if at and (not _USER.fullmatch(user) or _BAD_ESCAPE.search(user)):
        return False
    if host.startswith("["):
        inside, bracket, port = host.rpartition("]")
        if not bracket or not _PORT.fullmatch(port):
            return False
        name, zone_mark, zone = inside.partition("%25")
        return _HOST.fullmatch(name) is not None and (not zone_mark or _ZONE.fullmatch(zone) is not None)
    colon = host.rfind(":")
    if colon >= 0 and not _PORT.fullmatch(host[colon:]):
        return False
    return _HOST.fullmatch(host) is not None
