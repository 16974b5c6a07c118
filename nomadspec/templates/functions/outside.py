"""Times, versions, and what stops a template: functions whose value is not computed, but whose arguments can be seen to be wrong."""

from __future__ import annotations

import re

from nomadspec.templates.failures import FIRST_PASS, VALUE
from nomadspec.templates.values import Value, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.templates.run import Call

_VERSION = re.compile(r"v?\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?")
_CONSTRAINT = re.compile(r"\s*(?:=|!=|>|<|>=|=>|<=|=<|~|~>|\^)?\s*v?(?:\d+|[xX*])(?:\.(?:\d+|[xX*])){0,2}(?:[-+][0-9A-Za-z.+-]+)?\s*")
_DURATION = re.compile(r"[+-]?(?:0|(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+")


def _fail(call: Call) -> Value:
    """Always an error: wanted behind a condition, sure where there is none."""
    if call.run.doubt and not call.run.strict:
        return unknown("text")
    from nomadspec.templates.printing import printed

    raise call.error(f"`sprig_fail` ends the template: {printed(call.arguments[0])}" if call.arguments[0].known else "`sprig_fail` ends the template")


def _semver(call: Call) -> Value:
    given = call.arguments[0]
    if given.known and not _VERSION.fullmatch(given.data):
        raise call.error(f"{given.data!r} is not a valid semantic version", VALUE if given.data else FIRST_PASS)
    return unknown("Version")


def _compare(call: Call) -> Value:
    constraint = call.arguments[0]
    if constraint.known:
        for part in re.split(r",|\|\|", constraint.data):
            words = re.sub(r"([<>=!~^]+)\s+", r"\1", part).split()
            if " - " not in part and (not words or not all(map(_CONSTRAINT.fullmatch, words))):
                raise call.error(f"{constraint.data!r} is not a valid version constraint")
    version = call.arguments[1]
    if version.known and not _VERSION.fullmatch(version.data):
        raise call.error(f"{version.data!r} is not a valid semantic version", VALUE if version.data else FIRST_PASS)
    return unknown("bool")


def _to_date(call: Call) -> Value:
    layout, given = call.arguments
    if call.name == "sprig_mustToDate" and layout.known and given.known and _starts_with_digits(layout.data) and not _starts_with_digits(given.data):
        raise call.error(f"{given.data!r} is not a date of the form {layout.data!r}", VALUE if given.data else FIRST_PASS)
    return unknown("Time")


def _starts_with_digits(given: str) -> bool:
    return given[:1].isdigit()


def _modify(call: Call) -> Value:
    duration = call.arguments[0]
    if duration.known and not _DURATION.fullmatch(duration.data):
        raise call.error(f"{duration.data!r} is not a valid duration")
    return unknown("Time")


def _sockaddr(call: Call) -> Value:
    """Its argument is a template of its own, of which only a single word is judged."""
    for argument in call.arguments:
        word = argument.data.strip() if argument.known else ""
        if word.isalpha() and word not in _SOCKADDR.split():
            raise call.error(f"`sockaddr` has no function {word!r}")
    return unknown("text")


#: The words that `sockaddr` takes by themselves.
_SOCKADDR = """
GetAllInterfaces GetDefaultInterfaces GetInterfaceIP GetInterfaceIPs GetPrivateIP GetPrivateIPs GetPrivateInterfaces GetPublicIP GetPublicIPs
GetPublicInterfaces
"""


def _base64(call: Call) -> Value:
    import base64
    import binascii

    encoded = [argument for argument in (call.arguments if call.name == "sprig_buildCustomCert" else call.arguments[1:]) if argument.known]
    for argument in encoded:
        try:
            base64.b64decode(argument.data, validate=True)
        except (binascii.Error, ValueError):
            raise call.error(f"{argument.data[:40]!r} is not valid base64") from None
    return unknown("Certificate" if call.name == "sprig_buildCustomCert" else "text")


VALUES = {
    "sockaddr": _sockaddr,
    "sprig_buildCustomCert": _base64,
    "sprig_decryptAES": _base64,
    "sprig_fail": _fail,
    "sprig_mustDateModify": _modify,
    "sprig_mustToDate": _to_date,
    "sprig_must_date_modify": _modify,
    "sprig_semver": _semver,
    "sprig_semverCompare": _compare,
    "sprig_toDate": _to_date,
}
