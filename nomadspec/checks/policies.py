"""Checks of the policies of a group: restart, reschedule, update, migrate (NOM21… to NOM24…)."""

from __future__ import annotations

from nomadspec.checks.check import Check, Found
from nomadspec.notation.duration import SECOND
from nomadspec.notation.duration import text as duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

SHORTEST_RESTART_INTERVAL = 5 * SECOND

RESTART = (
    Check("NOM2101", "restart-mode", "Unsupported restart mode: {mode:q}", "mode",
          'Use "fail" or "delay".',
          lambda policy, _: policy.mode not in ("fail", "delay") and Found(mode=policy.mode or "")),
    Check("NOM2102", "restart-attempts-zero-delay", "Restart policy {mode:q} with 0 attempts is ambiguous", "mode",
          'Allow at least one attempt, or set mode = "fail".',
          lambda policy, _: policy.attempts == 0 and policy.mode != "fail" and Found(mode=policy.mode or "")),
    Check("NOM2103", "restart-interval-min", "Interval can not be less than 5s (got {interval})", "interval",
          "Use an interval of 5s or more.",
          lambda policy, _: policy.interval < SHORTEST_RESTART_INTERVAL and Found(interval=duration(policy.interval))),
    Check("NOM2104", "restart-attempts-fit",
          "Nomad can't restart the TaskGroup {attempts} times in an interval of {interval} with a delay of {delay}", "interval",
          "Set the interval to at least attempts times delay, or lower one of them.",
          lambda policy, _: wrap(policy.attempts * policy.delay) > policy.interval
          and Found(attempts=policy.attempts, interval=duration(policy.interval), delay=duration(policy.delay))),
)  # fmt: skip

# --- reschedule --------------------------------------------------------------------------------------------------------------

DELAY_FUNCTIONS = ("constant", "exponential", "fibonacci")
SHORTEST_DELAY = 5 * SECOND
SHORTEST_INTERVAL = 15 * SECOND
_DOUBLINGS = 64
"""After so many doublings every 64-bit delay has wrapped round to a value that no longer changes."""
_SLOTS = 100_000
"""No more attempts than this are laid out one by one."""


def wrap(value: int) -> int:
    """`value` in 64 bits, as Go's arithmetic leaves it."""
    return (value + 2**63) % 2**64 - 2**63


def _enabled(policy: Any) -> bool:
    return bool(policy.unlimited or policy.attempts > 0)


def _attempts_that_fit(policy: Any) -> tuple[int, int] | None:
    """The attempts that the interval has room for and the interval that all of them need; None when they fit."""
    attempts, interval, delay, most = policy.attempts, policy.interval, policy.delay, policy.max_delay
    if policy.delay_function == "constant":
        needed = wrap(attempts * delay)
        return (int(interval / delay), needed) if interval < needed else None
    fit = _exponential if policy.delay_function == "exponential" else _fibonacci
    return fit(attempts, interval, delay, most)


def _exponential(attempts: int, interval: int, delay: int, most: int) -> tuple[int, int] | None:
    needed = possible = 0
    for attempt in range(min(attempts, _DOUBLINGS)):
        pause = wrap((1 << attempt) * delay)
        needed = wrap(needed + most) if pause > most else pause
        possible += needed < interval
    if attempts > _DOUBLINGS:
        needed = wrap(-(2**63) * delay)
        possible += (attempts - _DOUBLINGS) * (needed < interval)
    return (possible, needed) if possible < attempts else None


def _fibonacci(attempts: int, interval: int, delay: int, most: int) -> tuple[int, int] | None:
    slots = [delay, delay]
    linear = False
    for _ in range(2, min(attempts, _SLOTS)):
        if linear:
            slots.append(wrap(slots[-1] + most))
            continue
        pause = wrap(slots[-1] + slots[-2])
        linear = pause > most
        slots.append(most if linear else pause)
    if interval >= slots[-1]:
        return None
    return next((index for index, slot in enumerate(slots) if slot > interval), 0), slots[-1]


def _sound(policy: Any) -> bool:
    """Whether the delays are such that attempts can be laid out at all."""
    return (
        policy.delay >= SHORTEST_DELAY
        and policy.delay_function in DELAY_FUNCTIONS
        and (policy.delay_function == "constant" or policy.max_delay >= max(SHORTEST_DELAY, policy.delay))
    )


def _laid_out(policy: Any) -> tuple[int, int] | None:
    return None if policy.unlimited or not _enabled(policy) or not _sound(policy) else _attempts_that_fit(policy)


def _too_many(policy: Any, *, constant: bool) -> Any:
    if (policy.delay_function == "constant") is not constant or not (result := _laid_out(policy)):
        return None
    return Found(n=result[0], interval=duration(policy.interval), delay=duration(policy.delay), fn=policy.delay_function,
                 max_delay=duration(policy.max_delay or 0))  # fmt: skip


def _recommended(policy: Any, _: Scope) -> Any:
    result = _laid_out(policy)
    return result and Found(interval=duration(_rounded(result[1])), attempts=policy.attempts)


def _rounded(nanoseconds: int) -> int:
    """To the nearest second, halves away from zero."""
    sign = -1 if nanoseconds < 0 else 1
    return sign * ((abs(nanoseconds) + SECOND // 2) // SECOND * SECOND)


RESCHEDULE_TYPE = (
    Check("NOM2201", "reschedule-system", "System or sysbatch jobs should not have a reschedule policy", "",
          "Remove the reschedule block: system and sysbatch jobs are not rescheduled.",
          lambda _, scope: scope.job.type in ("system", "sysbatch") and scope.blame_type(), since="1.11.0"),
    Check("NOM2201", "reschedule-system", "System jobs should not have a reschedule policy", "",
          "Remove the reschedule block: system and sysbatch jobs are not rescheduled.",
          lambda _, scope: scope.job.type == "system" and scope.blame_type(), until="1.10.5"),
)  # fmt: skip

RESCHEDULE = (
    Check("NOM2202", "reschedule-interval-zero", "Interval must be a non zero value if Attempts > 0", "interval",
          "Set the interval in which that many attempts are allowed.",
          lambda policy, _: policy.attempts > 0 and policy.interval <= 0),
    Check("NOM2203", "reschedule-unlimited-attempts",
          "Reschedule Policy with Attempts = {attempts}, Interval = {interval}, and Unlimited = true is ambiguous", "attempts",
          "Add unlimited = false, or remove attempts; service jobs are unlimited by default.",
          lambda policy, _: policy.attempts > 0 and policy.unlimited and Found(attempts=policy.attempts, interval=duration(policy.interval))),
    Check("NOM2204", "reschedule-unlimited-attempts-2", "If Attempts >0, Unlimited cannot also be set to true", "attempts",
          "Add unlimited = false, or remove attempts.",
          lambda policy, _: policy.attempts > 0 and policy.unlimited),
    Check("NOM2205", "reschedule-delay-min", "Delay cannot be less than 5s (got {delay})", "delay",
          "Use a delay of 5s or more.",
          lambda policy, _: _enabled(policy) and policy.delay < SHORTEST_DELAY and Found(delay=duration(policy.delay))),
    Check("NOM2206", "reschedule-delay-function",
          'Invalid delay function {fn:q}, must be one of ["constant" "exponential" "fibonacci"]', "delay_function",
          "Use one of constant, exponential, fibonacci.",
          lambda policy, _: _enabled(policy) and policy.delay_function not in DELAY_FUNCTIONS and Found(fn=policy.delay_function or "")),
    Check("NOM2207", "reschedule-max-delay-min", "Max Delay cannot be less than 5s (got {delay})", "max_delay",
          "Use a max_delay of 5s or more; it is required by every delay function except constant.",
          lambda policy, _: _enabled(policy) and policy.delay_function != "constant" and policy.max_delay < SHORTEST_DELAY
          and Found(delay=duration(policy.delay))),
    Check("NOM2208", "reschedule-max-delay-lt-delay", "Max Delay cannot be less than Delay {delay} (got {max_delay})", "max_delay",
          "Raise max_delay to the delay or more.",
          lambda policy, _: _enabled(policy) and policy.delay_function != "constant" and policy.max_delay < policy.delay
          and Found(delay=duration(policy.delay), max_delay=duration(policy.max_delay))),
    Check("NOM2209", "reschedule-interval-min", "Interval cannot be less than 15s (got {interval})", "interval",
          "Use an interval of 15s or more.",
          lambda policy, _: _enabled(policy) and not policy.unlimited and policy.interval < SHORTEST_INTERVAL and Found(interval=duration(policy.interval))),
    Check("NOM2210", "reschedule-attempts-fit-constant",
          "Nomad can only make {n} attempts in {interval} with initial delay {delay} and delay function {fn:q}", "interval",
          "Lengthen the interval, or lower attempts or delay.",
          lambda policy, _: _too_many(policy, constant=True)),
    Check("NOM2211", "reschedule-attempts-fit",
          "Nomad can only make {n} attempts in {interval} with initial delay {delay}, delay function {fn:q}, and delay ceiling {max_delay}", "interval",
          "Lengthen the interval, or lower attempts, delay or max_delay.",
          lambda policy, _: _too_many(policy, constant=False)),
    Check("NOM2212", "reschedule-recommended-interval", "Set the interval to at least {interval} to accommodate {attempts} attempts", "interval",
          "Lengthen the interval as the message says.",
          _recommended),
)  # fmt: skip

# --- update ------------------------------------------------------------------------------------------------------------------

UPDATE = (
    Check("NOM2301", "update-job-type", 'Job type {type:q} does not allow update block', "",
          "Remove the update block: only service and system jobs have rolling updates.",
          lambda _, scope: scope.job.type not in ("service", "system") and scope.blame_type(type=scope.job.type)),
    Check("NOM2302", "update-health-check", "Invalid health check given: {hc:q}", "health_check",
          "Use one of checks, task_states, manual.",
          lambda policy, _: policy.health_check not in ("checks", "task_states", "manual") and Found(hc=policy.health_check or "")),
    Check("NOM2303", "update-max-parallel-negative", "Max parallel can not be less than zero: {n} < 0", "max_parallel",
          "Use a max_parallel of 0 or more.",
          lambda policy, _: policy.max_parallel < 0 and Found(n=policy.max_parallel)),
    Check("NOM2304", "update-canary-negative", "Canary count can not be less than zero: {n} < 0", "canary",
          "Use a canary count of 0 or more.",
          lambda policy, _: policy.canary < 0 and Found(n=policy.canary)),
    Check("NOM2305", "update-auto-promote-no-canary", "Auto Promote requires a Canary count greater than zero", "canary",
          "Add canary = 1 or more, or remove auto_promote.",
          lambda policy, _: policy.auto_promote and policy.canary == 0),
    Check("NOM2306", "update-min-healthy-negative", "Minimum healthy time may not be less than zero: {t}", "min_healthy_time",
          "Use a duration of 0s or more.",
          lambda policy, _: policy.min_healthy_time < 0 and Found(t=duration(policy.min_healthy_time))),
    Check("NOM2307", "update-healthy-deadline-zero", "Healthy deadline must be greater than zero: {t}", "healthy_deadline",
          "Use a duration above 0s.",
          lambda policy, _: policy.healthy_deadline <= 0 and Found(t=duration(policy.healthy_deadline))),
    Check("NOM2308", "update-progress-deadline-negative", "Progress deadline must be zero or greater: {t}", "progress_deadline",
          'Use a duration of "0s" or more.',
          lambda policy, _: policy.progress_deadline < 0 and Found(t=duration(policy.progress_deadline))),
    Check("NOM2309", "update-min-healthy-vs-deadline", "Minimum healthy time must be less than healthy deadline: {min} > {deadline}", "min_healthy_time",
          "Lower min_healthy_time below healthy_deadline (default: 5m).",
          lambda policy, _: policy.min_healthy_time >= policy.healthy_deadline
          and Found(at=written(policy, "min_healthy_time", "healthy_deadline"), min=duration(policy.min_healthy_time),
                    deadline=duration(policy.healthy_deadline))),
    Check("NOM2310", "update-healthy-vs-progress", "Healthy deadline must be less than progress deadline: {healthy} > {progress}", "progress_deadline",
          "Raise progress_deadline (default: 10m) above healthy_deadline (default: 5m).",
          lambda policy, _: policy.progress_deadline != 0 and policy.healthy_deadline >= policy.progress_deadline
          and Found(at=written(policy, "progress_deadline", "healthy_deadline"), healthy=duration(policy.healthy_deadline),
                    progress=duration(policy.progress_deadline))),
    Check("NOM2311", "update-stagger-zero", "Stagger must be greater than zero: {t}", "stagger",
          "Use a duration above 0s.",
          lambda policy, _: policy.stagger <= 0 and Found(t=duration(policy.stagger))),
)  # fmt: skip


def written(block: Any, *names: str) -> str:
    """The first of the fields that was written; the first of all when none was."""
    return next((name for name in names if is_written(block, name)), names[0])


def is_written(block: Any, name: str) -> bool:
    """Whether the attribute `name` was written in the block."""
    origin = block.get("origin")
    return origin is not None and name in origin.attributes


UPDATE_WARNINGS = (
    Check("NOM2321", "update-max-parallel-gt-count",
          "Update max parallel count is greater than task group count ({max_parallel} > {count}). "
          "A destructive change would result in the simultaneous replacement of all allocations.", "max_parallel",
          "Lower max_parallel below the group's count.",
          lambda policy, scope: scope.group.count > 1 and policy.max_parallel > scope.group.count
          and Found(max_parallel=policy.max_parallel, count=scope.group.count), "warning"),
)  # fmt: skip


def _partly_automatic(job: Any, scope: Scope) -> Any:
    updates = [(group, group.update) for group in job.group or () if group.update is not None]
    if not any(update.auto_promote for _, update in updates):
        return None
    by_hand = next(((group, update) for group, update in updates if update.canary and not update.auto_promote), None)
    return by_hand and Found(blame=by_hand[1], path=scope.path.item("group", by_hand[0].name) / "update", at="auto_promote")


AUTO_PROMOTE = (
    Check("NOM2322", "update-auto-promote-partial", "auto_promote must be true for all groups to enable automatic promotion", "",
          "Set auto_promote = true in the update block of every group with canaries.",
          _partly_automatic, "warning"),
)  # fmt: skip

# --- migrate -----------------------------------------------------------------------------------------------------------------

MIGRATE_TYPE = (
    Check("NOM2401", "migrate-job-type", 'Job type {type:q} does not allow migrate block', "",
          "Remove the migrate block: only service jobs are migrated.",
          lambda _, scope: scope.job.type != "service" and scope.blame_type(type=scope.job.type)),
)  # fmt: skip

MIGRATE = (
    Check("NOM2402", "migrate-max-parallel-negative", "MaxParallel must be >= 0 but found {n}", "max_parallel",
          "Use a max_parallel of 0 or more.",
          lambda policy, _: policy.max_parallel < 0 and Found(n=policy.max_parallel)),
    Check("NOM2403", "migrate-health-check-missing", "Missing HealthCheck", "health_check",
          'Use "checks" or "task_states".',
          lambda policy, _: policy.health_check == "" and policy.max_parallel > 0),
    Check("NOM2404", "migrate-health-check-invalid", "Invalid HealthCheck: {hc:q}", "health_check",
          'Use "checks" or "task_states".',
          lambda policy, _: policy.health_check not in ("", "checks", "task_states") and Found(hc=policy.health_check)),
    Check("NOM2405", "migrate-min-healthy-negative", "MinHealthyTime is {t} and must be >= 0", "min_healthy_time",
          "Use a duration of 0s or more.",
          lambda policy, _: policy.min_healthy_time < 0 and Found(t=duration(policy.min_healthy_time))),
    Check("NOM2406", "migrate-healthy-deadline-negative", "HealthyDeadline is {t} and must be >= 0", "healthy_deadline",
          "Use a duration of 0s or more.",
          lambda policy, _: policy.healthy_deadline < 0 and Found(t=duration(policy.healthy_deadline))),
    Check("NOM2407", "migrate-min-gt-deadline", "MinHealthyTime must be less than HealthyDeadline", "min_healthy_time",
          "Lower min_healthy_time to healthy_deadline (default: 5m) or less.",
          lambda policy, _: policy.min_healthy_time > policy.healthy_deadline
          and Found(at=written(policy, "min_healthy_time", "healthy_deadline"))),
)  # fmt: skip
