"""Network prefixes as Go's `net/netip` reads them, with its words of refusal. Loaded only for a transparent proxy that excludes some."""

from __future__ import annotations

from nomadspec.evaluation.go_quoting import go_quote

_DIGITS = "0123456789"
_HEX = "0123456789abcdefABCDEF"
_FIELDS = 8
_LONGEST_NUMBER = 18


class _Refused(Exception):
    """Why an address cannot be read, and the rest of the text where that was seen."""

    def __init__(self, reason: str, rest: str = "") -> None:
        super().__init__(f"{reason} (at {go_quote(rest)})" if rest else reason)


def prefix_error(text: str) -> str | None:
    """Why `text` is no network prefix; None when it is one."""
    address, slash, bits = text.rpartition("/")
    reason = _prefix_reason(address, bits) if slash else "no '/'"
    return f"netip.ParsePrefix({go_quote(text)}): {reason}" if reason else None


def _prefix_reason(address: str, bits: str) -> str:
    try:
        _read_address(address)
    except _Refused as refused:
        return f"ParseAddr({go_quote(address)}): {refused}"
    if "%" in address:
        return "IPv6 zones cannot be present in a prefix"
    if not bits or bits.strip(_DIGITS) or (len(bits) > 1 and bits[0] == "0") or len(bits) > _LONGEST_NUMBER:
        return f"bad bits after slash: {go_quote(bits)}"
    return "prefix length out of range" if len(bits) > 3 or int(bits) > (128 if ":" in address else 32) else ""


def _read_address(text: str) -> None:
    first = next((letter for letter in text if letter in ".:%"), "")
    if first == ".":
        _read_v4(text)
    elif first == ":":
        _read_v6(text)
    else:
        raise _Refused("missing IPv6 address" if first else "unable to parse IP")


def _read_v4(text: str) -> None:
    value = length = fields = 0
    for at, letter in enumerate(text):
        if letter in _DIGITS:
            if length == 1 and value == 0:
                raise _Refused("IPv4 field has octet with leading zero")
            value, length = value * 10 + int(letter), length + 1
            if value > 255:
                raise _Refused("IPv4 field has value >255")
        elif letter == ".":
            if at in (0, len(text) - 1) or text[at - 1] == ".":
                raise _Refused("IPv4 field must have at least one digit", text[at:])
            if fields == 3:
                raise _Refused("IPv4 address too long")
            value, length, fields = 0, 0, fields + 1
        else:
            raise _Refused("unexpected character", text[at:])
    if fields < 3:
        raise _Refused("IPv4 address too short")


def _read_v6(text: str) -> None:
    rest, mark, zone = text.partition("%")
    if mark and not zone:
        raise _Refused("zone must be a non-empty string")
    ellipsis, fields = rest.startswith("::"), 0
    if ellipsis:
        rest = rest[2:]
        if not rest:
            return
    while fields < _FIELDS:
        digits = len(rest) - len(rest.lstrip(_HEX))
        if digits > 4:
            raise _Refused("each group must have 4 or less digits", rest)
        if not digits:
            raise _Refused("each colon-separated field must have at least one digit", rest)
        if rest[digits : digits + 1] == ".":
            if not ellipsis and fields != _FIELDS - 2:
                raise _Refused("embedded IPv4 address must replace the final 2 fields of the address", rest)
            if fields > _FIELDS - 2:
                raise _Refused("too many hex fields to fit an embedded IPv4 at the end of the address", rest)
            _read_v4(rest)
            rest, fields = "", fields + 2
            break
        rest, fields = rest[digits:], fields + 1
        if not rest:
            break
        if rest[0] != ":":
            raise _Refused("unexpected character, want colon", rest)
        if len(rest) == 1:
            raise _Refused("colon must be followed by more characters", rest)
        rest = rest[1:]
        if rest[0] == ":":
            if ellipsis:
                raise _Refused("multiple :: in address", rest)
            ellipsis, rest = True, rest[1:]
            if not rest:
                break
    if rest:
        raise _Refused("trailing garbage after address", rest)
    if fields < _FIELDS and not ellipsis:
        raise _Refused("address string too short")
    if fields == _FIELDS and ellipsis:
        raise _Refused("the :: must expand to at least one field of zeros")
