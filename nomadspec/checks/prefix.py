"""Network prefixes as Go's `net/netip` reads them, with its words of refusal. Loaded only for a transparent proxy that excludes some."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv6Address

from nomadspec.evaluation.text import go_quote

_DIGITS = "0123456789"


def prefix_error(text: str) -> str | None:
    """Why `text` is no network prefix; None when it is one."""
    address, slash, bits = text.rpartition("/")
    if not slash:
        return _refused(text, "no '/'")
    reason = _address_error(address)
    if reason:
        return _refused(text, reason)
    if "%" in address:
        return _refused(text, "IPv6 zones cannot be present in a prefix")
    if not bits or bits.strip(_DIGITS) or (len(bits) > 1 and bits[0] == "0"):
        return _refused(text, f"bad bits after slash: {go_quote(bits)}")
    longest = 128 if ":" in address else 32
    if len(bits) > 3 or int(bits) > longest:
        return _refused(text, "prefix length out of range")
    return None


def _refused(text: str, reason: str) -> str:
    return f"netip.ParsePrefix({go_quote(text)}): {reason}"


def _address_error(address: str) -> str:
    def refused(reason: str) -> str:
        return f"ParseAddr({go_quote(address)}): {reason}"

    first = next((letter for letter in address if letter in ".:%"), "")
    if not first:
        return refused("unable to parse IP")
    if first == "%":
        return refused("missing IPv6 address")
    try:
        if first == ".":
            IPv4Address(address)
        else:
            IPv6Address(address)
    except AddressValueError:
        return refused(_v4_reason(address) if first == "." else "unable to parse IP")
    return ""


def _v4_reason(address: str) -> str:
    """The first thing that is wrong with an IPv4 address, read from the left."""
    fields = address.split(".")
    for letter in address:
        if letter not in "." + _DIGITS:
            return "unexpected character"
    for index, field in enumerate(fields):
        if not field:
            return "IPv4 field must have at least one digit"
        if len(field) > 1 and field[0] == "0":
            return "IPv4 field has octet with leading zero"
        if int(field[:4]) > 255:
            return "IPv4 field has value >255"
        if index > 3:
            return "IPv4 address too long"
    return "IPv4 address too short"
