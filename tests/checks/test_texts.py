"""The texts as Nomad prints them: nesting, order, counting, quotes."""

from __future__ import annotations

from collections.abc import Mapping

from nomadspec.checks.validation import validate, validation_text
from tests.checks import jobs as j
from tests.checks.jobs import S


def test_a_valid_job() -> None:
    assert validation_text(validate(j.job())) == "Job validation successful\n"


def test_warnings_are_listed_before_the_verdict() -> None:
    verdict = validate(j.group(ShutdownDelay=0, Services=[{"Name": "api"}], Tasks=[{"Name": "t", "Driver": "d", "Resources": {"MemoryMaxMB": 500}}]))
    assert verdict.ok
    assert validation_text(verdict) == (
        "Job Warnings:\n"
        "2 warnings:\n"
        "\n"
        '* group "api" defines services, but neither the group nor any of its tasks have shutdown_delay set\n'
        '* Memory oversubscription is not enabled; Task "api.t" memory_max value will be ignored. '
        "Update the Scheduler Configuration to allow oversubscription.\n"
        "\n"
        "Job validation successful\n"
    )


def test_nested_warnings() -> None:
    made = j.group(Count=2, Update={"MaxParallel": 3}, Tasks=[{"Name": "t", "Driver": "d", "Resources": {"IOPS": 1}, "Identities": [{"Name": "x"}]}])
    assert validate(made).warnings_text == (
        "1 warning:\n"
        "\n"
        '* Group "api" has warnings: 2 errors occurred:\n'
        "\t* Update max parallel count is greater than task group count (3 > 2). "
        "A destructive change would result in the simultaneous replacement of all allocations.\n"
        '\t* Task "t" has warnings: 2 errors occurred:\n'
        "\t* IOPS has been deprecated as of Nomad 0.9.0. Please remove IOPS from resource block.\n"
        "\t* 2 errors occurred:\n"
        "\t* Identity[x] identities without an audience are insecure\n"
        "\t* Identity[x] identities without an expiration are insecure"
    )


def test_errors_of_a_group_are_one_item_and_each_level_leaves_two_line_ends() -> None:
    verdict = validate(j.task(Driver="", LogConfig={"MaxFiles": 0}) | {"NodePool": "gpu"})
    assert validation_text(verdict) == (
        "Job validation errors:\n"
        "2 errors occurred:\n"
        '\t* job "web" is in nonexistent node pool "gpu"\n'
        "\t* Task group api validation failed: 1 error occurred:\n"
        "\t* Task server validation failed: 2 errors occurred:\n"
        "\t* Missing task driver\n"
        "\t* 1 error occurred:\n"
        "\t* minimum number of files is 1; got 0\n"
        "\n\n\n\n\n\n\n\n"
    )


def test_a_list_of_one_is_inlined_only_for_a_transparent_proxy() -> None:
    two = validate(j.transparent(UID="root", ExcludeUIDs=["x"])).error_text
    one = validate(j.transparent(UID="root")).error_text
    assert "Service[0] api validation failed: 1 error occurred:\n\t* 2 errors occurred:\n" in two
    assert "Service[0] api validation failed: 1 error occurred:\n\t* transparent proxy block" in one


def test_a_health_check_stops_at_its_first_problem() -> None:
    assert [d.rule for d in validate(j.check(Path="", Interval=0, Timeout=0)).errors] == ["check-http-path-missing"]


def test_quotes_are_go_s() -> None:
    (error,) = validate(j.job(Type='a"\tb')).errors
    assert error.nomad == 'Invalid job type: "a\\"\\tb"'


def test_the_text_of_a_leaf_is_without_prefixes() -> None:
    (error,) = validate(j.check(Interval=S // 2)).errors
    assert error.nomad == "interval (500ms) cannot be lower than 1s"
    assert error.block == 'job["web"].group["api"].service[0].check[0]'


def test_a_refusing_hook_ends_it() -> None:
    verdict = validate(j.service(PortLabel="", Connect={"Gateway": {"Mesh": {}}}) | {"Priority": 101})
    assert verdict.error_text == "error in job mutator connect: service.port must be set for mesh gateway service"
    assert validation_text(verdict) == f"Job validation errors:\n1 error occurred:\n\t* {verdict.error_text}\n\n\n"
    assert [d.nomad for d in verdict.errors] == ["service.port must be set for mesh gateway service"]


def test_a_region_that_the_server_does_not_know_is_judged_without_one() -> None:
    verdict = validate(j.job(Region="mars", Priority=101, NodePool="gpu"))
    assert verdict.ok
    assert not verdict.asked_server
    assert validation_text(verdict) == (
        "Driver configuration not validated since connection to Nomad agent couldn't be established.\n\nJob validation successful\n"
    )


def test_attempts_that_do_not_fit_tell_what_would() -> None:
    texts = [d.nomad for d in validate(j.reschedule(Attempts=5, Interval=60 * S, DelayFunction="exponential", MaxDelay=3600 * S)).errors]
    assert texts == [
        'Nomad can only make 3 attempts in 1m0s with initial delay 10s, delay function "exponential", and delay ceiling 1h0m0s',
        "Set the interval to at least 2m40s to accommodate 5 attempts",
    ]


def test_attempts_without_end_are_counted_at_once() -> None:
    verdict = validate(j.reschedule(Attempts=2**40, DelayFunction="exponential", MaxDelay=3600 * S))
    assert "reschedule-attempts-fit" in {d.rule for d in verdict.errors}
    assert not validate(j.reschedule(Attempts=2**40, Unlimited=True, DelayFunction="fibonacci", MaxDelay=3600 * S)).ok


def test_ports_are_taken_by_the_group_then_by_its_tasks() -> None:
    (error,) = validate(j.task_network({"Label": "b", "Value": 8080})).errors
    assert error.nomad == "Static port 8080 already reserved by taskgroup network:a"


def test_a_document_that_is_no_job() -> None:
    for document in ({"Job": 3}, {"Job": {"TaskGroups": "x"}}, {"Job": {"TaskGroups": [{"Tasks": [{"KillTimeout": "5s"}]}]}}):
        verdict = validate(document)
        assert [d.rule for d in verdict.errors] == ["json-field-type"]
    assert not validate({}).ok


def said(job: dict[str, object]) -> list[str | None]:
    return [error.nomad for error in validate(job).errors]


def test_actions_of_one_name_are_told_in_pairs() -> None:
    for count, told in ((1, 0), (2, 1), (3, 1), (4, 2), (5, 2)):
        assert said(j.task(Actions=[{"Name": "a", "Command": "/x"}] * count)) == ["Action a defined multiple times"] * told


def test_the_connect_hook_stops_at_its_first_complaint_in_the_order_of_a_server() -> None:
    """Names of all services, then upstreams of the group, then transparent proxies: the name servers, the ports, how many there are."""
    proxy = {"TransparentProxy": {"ExcludeInboundPorts": ["p"]}}
    upstreams = [{"DestinationName": "x", "LocalBindPort": 80}, {"DestinationName": "y", "LocalBindPort": 80}]
    several = "Consul Connect transparent proxy requires there is only one connect block"
    port = 'Consul Connect transparent proxy port "p" must be numeric or one of network.port labels'
    dns = "Consul Connect transparent proxy cannot be used with network.dns unless no_dns=true"
    same = 'Consul Connect services "a" and "a" in group "api" using same address for upstreams (:80)'
    upper = 'Consul Connect service name "B" in group "api" must not contain uppercase characters'

    def job(proxy: Mapping[str, object], other: str = "b", **network: object) -> dict[str, object]:
        services = [{"Name": name, "Connect": {"SidecarService": {"Proxy": inner}}} for name, inner in (("a", proxy), (other, {}))]
        return j.group(Networks=[{"Mode": "bridge", **network}], Services=services)

    assert said(job({"TransparentProxy": {}})) == [several]
    assert said(job(proxy)) == [port]
    assert said(job(proxy, DNS={"Servers": ["1.1.1.1"]})) == [dns]
    assert said(job({**proxy, "Upstreams": upstreams})) == [same]
    assert said(job({**proxy, "Upstreams": upstreams}, "B")) == [upper]


def test_a_mount_of_no_volume_is_lost_on_its_way() -> None:
    for mount, told in ({}, []), ({"Destination": "/x"}, []), ({"Volume": "v", "Destination": "/x"}, ["Volume Mount (0) references undefined volume v"]):
        service = {"Name": "a", "Connect": {"SidecarService": {}, "SidecarTask": {"VolumeMounts": [{}, mount]}}}
        assert said(j.group(Networks=[{"Mode": "bridge"}], Services=[service])) == told


def test_a_gateway_binds_addresses_only_in_a_network_of_its_own() -> None:
    for mode, told in (("bridge", "Gateway Bind Address must set"), ("cni/x", "Gateway Bind Address must set"), ("host", "Ingress Listener requires")):
        service = {"Name": "a", "Connect": {"Gateway": {"Ingress": {"Listeners": [{"Services": [{"Name": "a"}]}]}}}}
        assert said(j.group(Networks=[{"Mode": mode}], Services=[service])) == [f"Consul {told} valid Port"]


def test_the_last_port_there_is_can_be_taken_once() -> None:
    ports = [{"Label": "a", "Value": 65535}, {"Label": "b", "Value": 65535}]
    verdict = validate(j.group(Networks=[{"ReservedPorts": ports}]))
    assert [error.message for error in verdict.errors] == ["Static port 65535 already reserved by taskgroup network:a"]
    assert validate(j.group(Networks=[{"ReservedPorts": ports[:1]}])).ok


def test_attempts_are_laid_out_also_where_the_longest_delay_is_the_delay() -> None:
    policy = {"Attempts": 10, "Interval": 60 * S, "Delay": 30 * S, "DelayFunction": "exponential", "MaxDelay": 30 * S, "Unlimited": False}
    assert [error.message for error in validate(j.group(ReschedulePolicy=policy)).errors] == [
        'Nomad can only make 1 attempts in 1m0s with initial delay 30s, delay function "exponential", and delay ceiling 30s',
        "Set the interval to at least 5m0s to accommodate 10 attempts",
    ]


def test_a_progress_deadline_of_nothing_is_none() -> None:
    update = {"MaxParallel": 1, "HealthyDeadline": 300 * S, "MinHealthyTime": 10 * S}
    assert validate(j.group(Update={**update, "ProgressDeadline": 0})).ok
    assert [d.message for d in validate(j.group(Update={**update, "ProgressDeadline": 300 * S})).errors] == [
        "Healthy deadline must be less than progress deadline: 5m0s > 5m0s"
    ]
