"""The options of docker's own logging drivers. Docker rejects one that the driver of a container does not have."""

from __future__ import annotations

from nomadspec.jobspec.block import known_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

_MESSAGE: Final = ("env", "env-regex", "labels", "labels-regex", "tag")
#: Logging driver → its options, besides those that all have.
OPTIONS: Final[dict[str, frozenset[str]]] = {
    name: frozenset((*own.split(), *shared))
    for name, own, shared in (
        ("json-file", "compress max-file max-size", _MESSAGE),
        ("local", "compress max-file max-size", ()),
        ("journald", "", _MESSAGE),
        ("syslog", "syslog-address syslog-facility syslog-format syslog-tls-ca-cert syslog-tls-cert syslog-tls-key syslog-tls-skip-verify", _MESSAGE),
        ("gelf", "gelf-address gelf-compression-level gelf-compression-type gelf-tcp-max-reconnect gelf-tcp-reconnect-delay", _MESSAGE),
        (
            "fluentd",
            "fluentd-address fluentd-async fluentd-async-connect fluentd-async-reconnect-interval fluentd-buffer-limit fluentd-max-retries "
            "fluentd-request-ack fluentd-retry-wait fluentd-sub-second-precision fluentd-write-timeout",
            _MESSAGE,
        ),
        (
            "splunk",
            "splunk-capath splunk-caname splunk-format splunk-gzip splunk-gzip-level splunk-index splunk-index-acknowledgment splunk-insecureskipverify "
            "splunk-source splunk-sourcetype splunk-token splunk-url splunk-verify-connection",
            _MESSAGE,
        ),
        (
            "awslogs",
            "awslogs-create-group awslogs-create-stream awslogs-credentials-endpoint awslogs-datetime-format awslogs-endpoint awslogs-force-flush-interval-seconds "
            "awslogs-format awslogs-group awslogs-max-buffered-events awslogs-multiline-pattern awslogs-region awslogs-stream",
            ("tag",),
        ),
    )
}  # fmt: skip
_OF_ANY: Final = frozenset().union(*OPTIONS.values())


def complaint(row: Any) -> str:
    """What docker says of a `logging` block: an option of another driver, or nothing. What no driver here has may be new in docker."""
    if not isinstance(row, dict):
        return ""
    driver, config = row.get("driver") or row.get("type"), row.get("config")
    known = OPTIONS.get(driver) if isinstance(driver, str) else None
    if known is None:
        return ""
    for block in config if isinstance(config, list) else [config]:
        for name, _ in known_items(block) if isinstance(block, dict) else ():
            if name in _OF_ANY and name not in known:
                return f"logging driver {driver} has no option {name}"
    return ""
