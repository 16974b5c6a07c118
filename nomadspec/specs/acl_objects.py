"""Roles, auth methods and binding rules of ACL, as bodies of the API: JSON alone."""

from __future__ import annotations

import re

from nomadspec.notation import duration
from nomadspec.notation.go_text import quote
from nomadspec.specs.json_objects import decode_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Final

    from nomadspec.specs.spec import Draft

    Fault = tuple[str, str, str]  # rule, what a server says, the member

NAME: Final = re.compile(r"[a-zA-Z0-9\-]{1,128}")
MAX_DESCRIPTION: Final = 256
#: Bounds of MaxTokenTTL, in nanoseconds, unless the servers' configuration has others.
MIN_TTL, MAX_TTL = 60 * duration.SECOND, 24 * 3600 * duration.SECOND
METHOD_TYPES: Final = ("OIDC", "JWT")
LOCALITIES: Final = ("local", "global")
BIND_TYPES: Final = ("role", "policy", "management")
KEY_SOURCES: Final = ("nomad", "client_secret", "private_key")


def read_role(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The role of a text, checked as a server does."""
    api = decode_json(draft, "ACLRole", whole=False, package="structs")
    return _checked(draft, "role", api, _role_faults)


def read_auth_method(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The auth method of a text, checked as a server in its default configuration does."""
    api = decode_json(draft, "ACLAuthMethod", whole=False, package="structs")
    return _checked(draft, "auth method", api, _method_faults)


def read_auth_method_config(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The configuration of an auth method, as `-config` takes it."""
    draft.prefix = "Unable to parse config: "
    return decode_json(draft, "ACLAuthMethodConfig", whole=True, struct=".Alias")


def read_binding_rule(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The binding rule of a text, checked as a server does."""
    api = decode_json(draft, "ACLBindingRule", whole=False, package="structs")
    return _checked(draft, "binding rule", api, _binding_faults)


def _checked(draft: Draft, what: str, api: dict[str, Any] | None, faults_of: Any) -> dict[str, Any] | None:
    if api is None:
        return None
    found = list(faults_of(api))
    count = f"{len(found)} error{'s' if len(found) > 1 else ''} occurred:\n"
    whole = f"{what} 0 invalid: {count}" + "".join(f"\t* {said}\n" for _, said, _ in found) + "\n"
    for number, (rule, said, member) in enumerate(found):
        draft.invalid(rule, said, member, nomad=whole if not number else said)
    return api


def _role_faults(api: dict[str, Any]) -> Iterable[Fault]:
    if NAME.fullmatch(api["Name"]) is None:
        yield "spec-name", f"invalid name '{api['Name']}'", "Name"
    if len(api["Description"].encode()) > MAX_DESCRIPTION:
        yield "spec-size", f"description longer than {MAX_DESCRIPTION}", "Description"
    if not api["Policies"]:
        yield "spec-required", "at least one policy should be specified", "Policies"


def _method_faults(api: dict[str, Any]) -> Iterable[Fault]:
    if NAME.fullmatch(api["Name"]) is None:
        yield "spec-name", f"invalid name '{api['Name']}'", "Name"
    if api["TokenLocality"] not in LOCALITIES:
        yield "spec-value", f"invalid token locality '{api['TokenLocality']}'", "TokenLocality"
    if api["Type"] not in METHOD_TYPES:
        yield "spec-value", f"invalid token type '{api['Type']}'", "Type"
    ttl = duration.parse(api["MaxTokenTTL"]) if api["MaxTokenTTL"] else 0
    if not MIN_TTL <= ttl <= MAX_TTL:
        bounds = f"{duration.text(MIN_TTL)} and {duration.text(MAX_TTL)}"
        yield "spec-value", f"invalid MaxTokenTTL value '{duration.text(ttl)}' (should be between {bounds})", "MaxTokenTTL"
    config = api["Config"]
    if config is None:
        yield "spec-required", "invalid config: missing auth method Config", "Config"
    elif api["Type"] == "OIDC":
        if not config["OIDCDiscoveryURL"]:
            yield "spec-required", "invalid config: missing OIDCDiscoveryURL", "Config.OIDCDiscoveryURL"
        if not config["OIDCClientID"]:
            yield "spec-required", "invalid config: missing OIDCClientID", "Config.OIDCClientID"
        assertion = config["OIDCClientAssertion"]
        if assertion is not None and assertion["KeySource"] not in KEY_SOURCES:
            said = f"invalid config: invalid client assertion config: invalid KeySource {quote(assertion['KeySource'])}"
            yield "spec-value", said, "Config.OIDCClientAssertion.KeySource"
        elif assertion is not None and assertion["KeySource"] == "client_secret" and not config["OIDCClientSecret"]:
            yield "spec-required", "invalid config: invalid client assertion config: OIDCClientSecret is required", "Config.OIDCClientAssertion"
        elif assertion is not None and assertion["KeySource"] == "private_key" and not assertion["PrivateKey"]:
            yield "spec-required", "invalid config: invalid client assertion config: PrivateKey is required", "Config.OIDCClientAssertion"
        elif assertion is not None:
            yield from _key_faults(assertion, config["OIDCClientSecret"])
    elif api["Type"] == "JWT" and not any(config[member] for member in ("OIDCDiscoveryURL", "JWKSURL", "JWTValidationPubKeys")):
        yield "spec-required", "invalid config: JWT auth method requires either OIDCDiscoveryURL, or JWKS URL, or JWTValidationPubKeys set", "Config"


#: Bytes that a secret has at least, by the algorithm that signs with it.
_SECRET_BYTES: Final = {"": 32, "HS256": 32, "HS384": 48, "HS512": 64}


def _key_faults(assertion: dict[str, Any], secret: str) -> Iterable[Fault]:
    """What keeps an assertion from being signed."""
    at, key, algorithm = "Config.OIDCClientAssertion", assertion["PrivateKey"], assertion["KeyAlgorithm"]
    if assertion["KeySource"] == "private_key" and not any(key[member] for member in ("PemCert", "PemCertFile", "KeyID")):
        yield "spec-required", "invalid config: invalid client assertion config: invalid PrivateKey: missing PemCert, PemCertFile, or KeyID", f"{at}.PrivateKey"
    elif assertion["KeySource"] == "client_secret" and algorithm not in _SECRET_BYTES:
        said = f"invalid OIDCClientAssertion: unsupported algorithm {quote(algorithm)} for client secret"
        yield "spec-value", said, f"{at}.KeyAlgorithm"
    elif assertion["KeySource"] == "client_secret" and len(secret.encode()) < _SECRET_BYTES[algorithm]:
        least = f"{quote(algorithm or 'HS256')} must be at least {_SECRET_BYTES[algorithm]} bytes long"
        yield "spec-size", f"invalid OIDCClientAssertion: invalid secret length for algorithm: {least}", "Config.OIDCClientSecret"
    elif "kid" in (assertion["ExtraHeaders"] or {}):
        yield "spec-conflict", 'invalid OIDCClientAssertion: "kid" not allowed in WithHeaders; use WithKeyID instead', f"{at}.ExtraHeaders"


def _binding_faults(api: dict[str, Any]) -> Iterable[Fault]:
    from nomadspec.specs.selectors import selector_fault

    if not api["AuthMethod"]:
        yield "spec-required", "auth method is missing", "AuthMethod"
    bind_type, name = api["BindType"], api["BindName"]
    if not bind_type:
        yield "spec-required", "bind type is missing", "BindType"
    elif bind_type not in BIND_TYPES:
        yield "spec-value", f'unsupported bind type: "{bind_type}"', "BindType"
    elif bind_type == "management" and name:
        yield "spec-conflict", "bind name should be empty", "BindName"
    elif bind_type != "management" and not name:
        yield "spec-required", "bind name is missing", "BindName"
    if len(api["Description"].encode()) > MAX_DESCRIPTION:
        yield "spec-size", f"description longer than {MAX_DESCRIPTION}", "Description"
    fault = selector_fault(api["Selector"]) if api["Selector"] else ""
    if fault:
        yield "spec-value", f"selector is invalid: {fault}", "Selector"
