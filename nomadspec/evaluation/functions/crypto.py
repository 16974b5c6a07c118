"""Hashes, identifiers, passwords and RSA decryption."""

from __future__ import annotations

import hashlib

from nomadspec.evaluation.functions.signature import Failed, Function, string, whole
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.types import STRING
from nomadspec.evaluation.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.evaluation.values import Value

_MOST_BCRYPT_COST = 15
"""Each step doubles the work; 15 is some seconds."""

_UNITS = 32
"""Units of work of a step at cost 0: so many that all of a file's calls together take no more than one of the highest cost and a little."""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _bcrypt(text: str, *costs: Any) -> Value:
    if len(costs) > 1:
        raise Failed("bcrypt() takes no more than two arguments")
    cost = whole(costs[0]) if costs else 10
    if cost > 31:
        raise Failed(f"error occured generating password crypto/bcrypt: cost {cost} is outside allowed inclusive range 4..31")
    if cost < 4:
        cost = 10
    if cost > _MOST_BCRYPT_COST:
        raise Failed(f"a cost of {cost} is more work than is done here (at most {_MOST_BCRYPT_COST})")
    password = _bytes(text)
    if len(password) > 72:
        raise Failed("error occured generating password bcrypt: password length exceeds 72 bytes")
    try:
        import bcrypt
    except ImportError:  # in a browser
        return Unknown(STRING)
    return bcrypt.hashpw(password, bcrypt.gensalt(cost, b"2a")).decode("ascii")


def _bcrypt_work(_: str, *costs: Any) -> int:
    """Every step doubles it. A cost that is refused costs nothing."""
    cost = costs[0] if costs else 10
    return _UNITS << int(cost if cost >= 4 else 10) if cost <= _MOST_BCRYPT_COST else 0


# --- UUIDs

_NAMESPACES = {
    "dns": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "url": "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    "oid": "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
    "x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
}


def _uuidv4() -> Value:
    import uuid

    return str(uuid.uuid4())


def _uuidv5(namespace: str, name: str) -> Value:
    digest = hashlib.sha1(_uuid_bytes(_NAMESPACES.get(namespace, namespace), namespace) + _bytes(name), usedforsecurity=False).digest()[:16]
    number = int.from_bytes(digest, "big")
    number = number & ~(0xF << 76) | 5 << 76
    number = number & ~(3 << 62) | 2 << 62
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _uuid_bytes(text: str, namespace: str) -> bytes:
    """The bytes of a UUID in one of the four forms: plain, `urn:uuid:`, in braces, bare digits."""

    def refused(reason: str) -> Failed:
        return Failed(f"uuidv5() doesn't support namespace {namespace} ({reason})")

    length = len(_bytes(text))
    digits = text
    if length == 45:
        if text[:9].lower() != "urn:uuid:":
            raise refused(f"invalid urn prefix: {go_quote(text[:9])}")
        digits = text[9:]
    elif length == 38:
        digits = text[1:-1]
    elif length not in (36, 32):
        raise refused(f"invalid UUID length: {length}")
    if length != 32:
        if len(digits) != 36 or any(digits[at] != "-" for at in (8, 13, 18, 23)):
            raise refused("invalid UUID format")
        digits = digits[:8] + digits[9:13] + digits[14:18] + digits[19:23] + digits[24:]
    try:
        if not digits.isalnum():
            raise ValueError
        return bytes.fromhex(digits)
    except ValueError:
        raise refused("invalid UUID format") from None


# --- RSA


def _rsadecrypt(ciphertext: str, key_text: str) -> Value:
    import base64
    import binascii

    try:
        data = base64.b64decode(ciphertext.replace("\r", "").replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        raise Failed(f"failed to decode input {go_quote(ciphertext)}: cipher text must be base64-encoded") from None
    from nomadspec.evaluation.functions import rsa

    try:
        key = rsa.parse_private_key(key_text)
        plain = rsa.decrypt(key, data)
    except rsa.RsaError as error:
        raise Failed(str(error)) from None
    return string(plain.decode("utf-8", "replace"))


TABLE: dict[str, Function] = {
    "bcrypt": Function("str:string *cost:number", "string", _bcrypt, reads_text=True, work=_bcrypt_work),
    "md5": Function("str:string", "string", lambda text: hashlib.md5(_bytes(text), usedforsecurity=False).hexdigest(), reads_text=True),
    "rsadecrypt": Function("ciphertext:string privatekey:string", "string", _rsadecrypt),
    "sha1": Function("str:string", "string", lambda text: hashlib.sha1(_bytes(text), usedforsecurity=False).hexdigest(), reads_text=True),
    "sha256": Function("str:string", "string", lambda text: hashlib.sha256(_bytes(text)).hexdigest(), reads_text=True),
    "sha512": Function("str:string", "string", lambda text: hashlib.sha512(_bytes(text)).hexdigest(), reads_text=True),
    "uuidv4": Function("", "string", _uuidv4),
    "uuidv5": Function("namespace:string name:string", "string", _uuidv5, reads_text=True),
}
