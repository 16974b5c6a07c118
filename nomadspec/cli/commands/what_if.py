"""`nomadspec what-if`: what the scheduler would do after changes, all jobs together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.changes import AddNodes, ChangeError
from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.cli.change_options import changes, fit_option
from nomadspec.cli.inputs import files
from nomadspec.cli.jobs import jobs
from nomadspec.cli.redaction_option import redaction
from nomadspec.cli.section_reports import cluster_data, report
from nomadspec.cli.state_option import open_run_states
from nomadspec.notation.moment import nanoseconds
from nomadspec.reporting.simulation_report import scenario_sections, simulation_sections
from nomadspec.simulation.fewest import fewest_nodes
from nomadspec.simulation.node_selection import chosen, values_of
from nomadspec.simulation.scenarios import key_of_scenarios, sweep
from nomadspec.simulation.simulate import simulate
from nomadspec.simulation.what_if_document import scenarios_document, what_if_document

#: From so many scenarios on, a terminal shows how far the run is.
MANY_SCENARIOS = 20

if TYPE_CHECKING:
    from nomadspec.changes import Change
    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState


def run(arguments: Arguments) -> int:
    state = open_run_states(arguments, files(arguments) if arguments.positional else [])
    if state is None:
        raise UsageError("what-if needs a cluster: --state FILE (of `nomadspec state capture`) or the address of an agent")
    named = jobs(arguments, state) if arguments.positional else []
    made = changes(arguments, [job for _, job in named])
    like = fit_option(arguments)
    if not made and like is None:
        raise UsageError("no changes given: use --drain, --lose, --add, --stop, --scale, … or pass a jobspec")
    now = arguments.text("now")
    if now and not nanoseconds(now):
        raise UsageError(f"--now {now}: not a time in RFC 3339, such as 2026-01-31T12:00:00Z")
    try:
        key = key_of_scenarios(made)
        if key is not None:
            return _scenarios(arguments, state, made, key, now)
        if like is not None:
            count = _fewest(state, made, like, now)
            made = [*made, AddNodes(like, count)] if count else made
    except (ChangeError, ValueError) as error:
        raise UnusableInput(str(error)) from None
    from nomadspec.cli.progress import growing

    simulation = simulate(state, made, now=now, progress=growing(arguments))
    report(
        arguments,
        lambda: simulation_sections(simulation, made, verbose=arguments.flag("verbose")),
        lambda: what_if_document(simulation, made),
        redaction(arguments, [job for _, job in named]),
        title="What if",
        cluster=lambda: cluster_data(simulation.before, simulation.after),
    )
    if simulation.refused:
        return 2
    return 0 if simulation.ok else 1


def _fewest(state: ClusterState, made: list[Change], like: str, now: str | None) -> int:
    """How many nodes are needed to place everything; an error if no number is enough."""
    chosen(state, [like])

    def missing(count: int) -> int:
        simulation = simulate(state, [*made, AddNodes(like, count)] if count else made, now=now)
        if simulation.refused:
            raise ChangeError(simulation.refused[0][1])
        return sum(metric.coalesced_failures + 1 for groups in simulation.failures.values() for metric in groups.values()) + len(simulation.homeless)

    count = fewest_nodes(missing)
    if count is None:
        raise UnusableInput(f"--add fit*{like}: no number of these nodes is enough to place everything")
    return count


def _scenarios(arguments: Arguments, state: ClusterState, made: list[Change], key: str, now: str | None) -> int:
    from nomadspec.cli.executor_option import executor
    from nomadspec.cli.progress import progress

    with executor(arguments) as pool:
        scenarios = sweep(state, made, now=now, executor=pool, progress=progress(arguments, len(values_of(state, key)), least=MANY_SCENARIOS))

    def document() -> dict[str, Any]:
        return scenarios_document(key, scenarios)

    report(
        arguments,
        lambda: scenario_sections(key, made, scenarios, verbose=arguments.flag("verbose")),
        document,
        title="What if",
        cluster=lambda: cluster_data(state),
    )
    if any(scenario.refused for scenario in scenarios):
        return 2
    return 0 if all(scenario.ok for scenario in scenarios) else 1
