"""Pages of HTML: nothing from outside is markup, nothing is requested, secrets are masked, figures are those of the state."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import pytest

from nomadspec.cluster.state import ClusterState
from nomadspec.planner.explanation import explain
from nomadspec.planner.plan import plan
from nomadspec.reporting.pages import cluster_columns
from nomadspec.reporting.pages.cluster_columns import cluster_document
from nomadspec.reporting.pages.page import Page, page_html
from nomadspec.reporting.sections import Section, Table

HOSTILE = "x\x1b[31m\u202e\u2028</title></script><script>alert(1)</script><!--&'\"{{ 7*7 }}"


def node(number: int, **more: Any) -> dict[str, Any]:
    resources = {"Cpu": {"CpuShares": 4000}, "Memory": {"MemoryMB": 8192}, "Disk": {"DiskMB": 10000}}
    return {"ID": f"node-{number}", "Name": f"n{number}", "Datacenter": "dc1", "NodePool": "default", "Status": "ready", "NodeResources": resources, **more}


def allocation(number: int, **more: Any) -> dict[str, Any]:
    resources = {"Shared": {"DiskMB": 300}, "Tasks": {"t": {"Cpu": {"CpuShares": 500}, "Memory": {"MemoryMB": 256}}}}
    named = {"ID": f"alloc-{number}", "Name": f"web.g[{number}]", "Namespace": "default", "JobID": "web", "TaskGroup": "g", "NodeID": "node-1"}
    return {**named, "DesiredStatus": "run", "ClientStatus": "running", "AllocatedResources": resources, **more}


def job(**more: Any) -> dict[str, Any]:
    task = {"Name": "t", "Driver": "docker", "Resources": {"CPU": 500, "MemoryMB": 256}}
    groups = [{"Name": "g", "Count": 2, "Tasks": [task]}]
    return {"ID": "web", "Name": "web", "Namespace": "default", "Type": "service", "Priority": 50, "Status": "running", "TaskGroups": groups, **more}


def state(**lists: Any) -> ClusterState:
    return ClusterState.from_dict({"format": "nomadspec-state/1", "nodes": [node(1)], "jobs": [job()], "allocations": [allocation(0)], **lists})


def column(document: dict[str, Any], table: str, name: str) -> list[str]:
    return [document["texts"][number] for number in document[table][name]]


def test_a_cluster_becomes_columns() -> None:
    document = cluster_document(state())
    assert column(document, "nodes", "name") == ["n1"]
    assert column(document, "nodes", "status") == ["ready"]
    assert document["nodes"]["cpu"] == [4000]
    assert column(document, "allocations", "name") == ["web.g[0]"]
    assert document["allocations"]["memory"] == [256]
    assert document["allocations"]["node"] == [0]
    assert [document["texts"][row["id"]] for row in document["jobs"]] == ["web"]


def test_an_allocation_has_the_volumes_of_its_group() -> None:
    """By the name of the volume itself, which with `per_alloc` has the allocation's index."""
    volumes = {"data": {"Type": "csi", "Source": "db", "PerAlloc": True}, "certs": {"Type": "host", "Source": "tls"}}
    groups = [{**job()["TaskGroups"][0], "Volumes": volumes}]
    document = cluster_document(state(jobs=[job(TaskGroups=groups)], allocations=[allocation(3), allocation(4, TaskGroup="gone")]))
    known, gone = column(document, "allocations", "volumes")
    assert sorted(known.split(", ")) == ["db[3] (csi)", "tls (host)"]
    assert gone == ""


def test_why_not_is_left_out_where_it_would_make_a_page_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """The groups themselves stay, so that the page can say what is left out."""
    task = {"Name": "t", "Driver": "docker", "Config": {"image": "x:1"}}
    asked = {"ID": "new", "Name": "new", "Datacenters": ["dc1"], "TaskGroups": [{"Name": name, "Count": 1, "Tasks": [task]} for name in ("a", "b")]}
    known = state(nodes=[node(1), node(2, Datacenter="dc2")])
    explanation = explain(plan(asked, known))
    whole = cluster_document(known, answers=[("new", explanation)])["answers"]
    assert [len(answer["results"]) for answer in whole] == [2, 2]
    monkeypatch.setattr(cluster_columns, "MOST_ANSWERS", 10)
    assert [len(answer["results"]) for answer in cluster_document(known, answers=[("new", explanation)])["answers"]] == [2, 0]


def test_before_and_after() -> None:
    """What ends is of phase 1, what is new of phase 2."""
    after = state(nodes=[node(1, SchedulingEligibility="ineligible")], allocations=[allocation(0, ClientStatus="complete"), allocation(1)])
    document = cluster_document(state(), after)
    assert dict(zip(column(document, "allocations", "name"), document["allocations"]["phase"], strict=True)) == {"web.g[0]": 1, "web.g[1]": 2}
    assert (column(document, "nodes", "status"), column(document, "nodes", "was")) == (["ineligible"], ["ready"])


def test_what_a_version_of_a_job_changed_is_shown_without_secrets() -> None:
    old, new = (
        job(Version=n, TaskGroups=[{"Name": "g", "Count": n + 1, "Tasks": [{"Name": "t", "Driver": "docker", "Env": {"PASSWORD": f"hunter{n}"}}]}])
        for n in (0, 1)
    )
    document = cluster_document(state(jobs=[old, new]))
    number, _, lines = document["jobs"][0]["versions"][0]
    shown = "\n".join(document["texts"][line] for line in lines)
    assert number == 1
    assert 'Count: "1" => "2"' in re.sub(" +", " ", shown)
    assert "hunter" not in json.dumps(document)


def test_meta_that_is_named_like_a_secret_is_masked() -> None:
    document = cluster_document(state(nodes=[node(1, Meta={"api_token": "s3cr3t", "zone": "a"})]))
    assert "s3cr3t" not in document["texts"]
    assert "a" in document["texts"]


@pytest.fixture(scope="module")
def hostile_page() -> str:
    lists = {"nodes": [node(1, Name=HOSTILE, Attributes={HOSTILE: HOSTILE})], "allocations": [allocation(0, Name=HOSTILE, TaskGroup=HOSTILE)]}
    sections = [Section(HOSTILE, "error", [HOSTILE], Table((HOSTILE,), [(HOSTILE,)]), [HOSTILE], [[(HOSTILE, "added")]])]
    return page_html(Page(HOSTILE, HOSTILE, sections, cluster=cluster_document(state(**lists)), links={"a.html": HOSTILE}))


def test_text_from_outside_is_never_markup(hostile_page: str) -> None:
    assert "<script>" not in hostile_page
    assert hostile_page.count("<script") == hostile_page.count("</script") == 2
    assert "<!--" not in hostile_page
    assert not re.search("[\x00-\x08\x0b-\x1f\u2028\u202a-\u202e]", hostile_page)


def test_the_policy_allows_the_script_and_the_style_of_the_page_alone(hostile_page: str) -> None:
    policy = re.search('Content-Security-Policy" content="([^"]*)"', hostile_page)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for element, text in re.findall(r'<(style|script) type="text/[a-z]*">(.*?)</\1>', hostile_page, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy


def test_nothing_is_loaded(hostile_page: str) -> None:
    assert not re.search(r'(src|srcset|action|data)="|url\(|@import|<link|<iframe|<img| on[a-z]+="', hostile_page.split('id="data"')[0])


def test_the_data_reads_back(hostile_page: str) -> None:
    data = re.search(r'id="data">(.*?)</script>', hostile_page, re.DOTALL)[1]
    assert any("alert(1)" in text for text in json.loads(data)["texts"])


def test_what_a_run_was_given_as_a_secret_is_masked_and_the_script_is_not() -> None:
    """A secret that is a word of the script leaves the script alone: its hash would not fit any more."""
    from nomadspec.workspace.redaction import of_run

    sections = [Section("the heading", sentences=["a function, <b>"])]
    secret = page_html(
        Page("x", sections=sections, drawing="<svg>function</svg>", cluster=cluster_document(state(nodes=[node(1, Name="function")]))),
        of_run({"NOMAD_VAR_a": "function"}),
    )
    plain = page_html(Page("x"))
    assert "a function, " not in secret
    assert "<svg>function" not in secret
    assert '"function"' not in secret
    code = re.compile(r'<script type="text/javascript">(.*?)</script>', re.DOTALL)
    assert code.search(secret)[1] == code.search(plain)[1]
