"""RSA decryption with a PEM private key (PKCS#1 v1.5 padding), enough of it for `rsadecrypt` and no more.

Not for protecting anything: what is decrypted here comes from the same jobspec as its key, so timing does not matter.
"""

from __future__ import annotations

import base64
import binascii
import re

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----\r?\n(.*?)-----END \1-----", re.DOTALL)
_HEADER = re.compile(r"[^\n:]+:[^\n]*\n")
_LARGEST_KEY = 16_384
"""Bits."""


class RsaError(ValueError):
    """Why the key or the text cannot be used, in Nomad's words where there are any."""


class PrivateKey(Record):
    modulus: int
    exponent: int


def parse_private_key(text: str) -> PrivateKey:
    """The key in the first PEM block of `text`, in PKCS#1 or PKCS#8 form."""
    match = _PEM.search(text)
    if match is None:
        raise RsaError("failed to parse key: no key found")
    kind, body = match.groups()
    while (header := _HEADER.match(body)) is not None:
        if "ENCRYPTED" in header.group():
            raise RsaError("failed to parse key: password protected keys are not supported. Please decrypt the key prior to use")
        body = body[header.end() :].lstrip("\r\n")
    try:
        data = base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        raise RsaError("failed to parse key: no key found") from None
    if kind == "RSA PRIVATE KEY":
        return _pkcs1(data)
    if kind == "PRIVATE KEY":
        _, _, key = _sequence(data, 3)
        return _pkcs1(key)
    raise RsaError(f"failed to parse key: unsupported key type {kind!r}")


def _pkcs1(data: bytes) -> PrivateKey:
    parts = _sequence(data, 4)
    modulus, exponent = int.from_bytes(parts[1], "big"), int.from_bytes(parts[3], "big")
    if not 0 < modulus.bit_length() <= _LARGEST_KEY:
        raise RsaError("failed to parse key: unsupported key size")
    return PrivateKey(modulus, exponent)


def _sequence(data: bytes, count: int) -> list[bytes]:
    """The contents of the first `count` members of an ASN.1 sequence."""
    content, _ = _element(data, 0, 0x30)
    members: list[bytes] = []
    at = 0
    for _ in range(count):
        member, at = _element(content, at, None)
        members.append(member)
    return members


def _element(data: bytes, at: int, tag: int | None) -> tuple[bytes, int]:
    """One element's content, and where the next begins."""
    if at + 2 > len(data):
        raise RsaError("asn1: syntax error: sequence truncated")
    if tag is not None and data[at] != tag:
        raise RsaError("asn1: structure error: tags don't match")
    length, start = data[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4 or start + size > len(data):
            raise RsaError("asn1: syntax error: data truncated")
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    if start + length > len(data):
        raise RsaError("asn1: syntax error: data truncated")
    return data[start : start + length], start + length


def decrypt(key: PrivateKey, ciphertext: bytes) -> bytes:
    """The message, without its padding."""
    size = (key.modulus.bit_length() + 7) // 8
    number = int.from_bytes(ciphertext, "big")
    if len(ciphertext) != size or number >= key.modulus:
        raise RsaError("crypto/rsa: decryption error")
    block = pow(number, key.exponent, key.modulus).to_bytes(size, "big")
    end = block.find(b"\0", 2)
    if block[:2] != b"\0\2" or end < 10:
        raise RsaError("crypto/rsa: decryption error")
    return block[end + 1 :]
