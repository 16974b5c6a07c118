"""Both sides of what each rule about agents draws a line at, and what exempts from it: the configuration beside the messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.agents import RULES, found

SERVER = "server { enabled = true }\n"
CLIENT = "client { enabled = true }\n"
LOOPBACK = 'bind_addr = "127.0.0.1"\n'


def client(*lines: str) -> str:
    return "client {\n  enabled = true\n  " + "\n  ".join(lines) + "\n}\n"


def server(*lines: str) -> str:
    return "server {\n  enabled = true\n  " + "\n  ".join(lines) + "\n}\n"


def ports(low: int, high: int) -> str:
    return client(f"min_dynamic_port = {low}", f"max_dynamic_port = {high}")


def plugin(name: str, config: str) -> str:
    return CLIENT + f'plugin "{name}" {{\n  config {{\n{config}\n  }}\n}}\n'


def key(size: int) -> str:
    import base64

    return server(f'encrypt = "{base64.b64encode(bytes(size)).decode()}"')


def overlap(low: int, high: int) -> str:
    return f"dynamic ports {low} to {high} overlap with the range for outgoing connections, 32768 to 60999"


CASES: list[tuple[str, str, list[str]]] = [
    ("agent-acl", SERVER, ["access control is not enabled"]),
    ("agent-acl", SERVER + "acl { enabled = true }\n", []),
    ("agent-acl", 'log_level = "INFO"\n', []),
    ("agent-advertise-loopback", SERVER + LOOPBACK, ["advertised http address is the loopback address 127.0.0.1"]),
    ("agent-advertise-loopback", SERVER + LOOPBACK + 'advertise { http = "10.0.0.1" }\n', ["advertised rpc address is the loopback address 127.0.0.1"]),
    (
        "agent-advertise-loopback",
        SERVER + LOOPBACK + 'advertise {\n  http = "10.0.0.1"\n  rpc = "10.0.0.1"\n}\n',
        ["advertised serf address is the loopback address 127.0.0.1"],
    ),
    # Only servers gossip.
    ("agent-advertise-loopback", CLIENT + LOOPBACK + 'advertise {\n  http = "10.0.0.1"\n  rpc = "10.0.0.1"\n}\n', []),
    ("agent-advertise-loopback", SERVER + 'bind_addr = "10.0.0.1"\n', []),
    ("agent-advertise-loopback", SERVER + 'addresses { rpc = "127.0.0.2" }\n', ["advertised rpc address is the loopback address 127.0.0.2"]),
    ("agent-debug-endpoints", "enable_debug = true\n" + SERVER, ["debug endpoints are open to anyone who can reach the HTTP port"]),
    ("agent-debug-endpoints", "enable_debug = true\n" + SERVER + "acl { enabled = true }\n", []),
    ("agent-debug-endpoints", SERVER, []),
    ("agent-default-identity", SERVER + "vault { enabled = true }\n", ["vault cluster default has no default identity for workloads"]),
    ("agent-default-identity", CLIENT + "vault { enabled = true }\n", []),
    ("agent-default-identity", SERVER + "vault { enabled = false }\n", []),
    ("agent-default-identity", SERVER + 'vault {\n  enabled = true\n  default_identity { aud = ["vault.io"] }\n}\n', []),
    ("agent-docker-privileges", plugin("docker", "allow_privileged = true"), ["containers may be privileged, which makes them root on the machine"]),
    ("agent-docker-privileges", plugin("docker", "allow_privileged = false"), []),
    ("agent-docker-privileges", plugin("docker", 'allow_caps = ["all"]'), ["containers may have all capabilities"]),
    ("agent-docker-privileges", plugin("docker", 'allow_caps = ["ALL"]'), ["containers may have all capabilities"]),
    ("agent-docker-privileges", plugin("docker", 'allow_caps = ["chown"]'), []),
    ("agent-docker-privileges", plugin("docker", "volumes { enabled = true }"), ["containers may mount any path of the machine"]),
    ("agent-docker-privileges", plugin("docker", "volumes { enabled = false }"), []),
    ("agent-docker-privileges", plugin("docker", "allow_privileged = true").replace("enabled = true", "enabled = false"), []),
    ("agent-dynamic-ports", ports(1023, 2000), ["dynamic ports begin at 1023, in the range of well-known ports"]),
    ("agent-dynamic-ports", ports(1024, 2000), []),
    ("agent-dynamic-ports", ports(20000, 20098), ["only 99 dynamic ports"]),
    ("agent-dynamic-ports", ports(20000, 20099), ["only 100 dynamic ports"]),
    ("agent-dynamic-ports", ports(20000, 20100), []),
    ("agent-dynamic-ports", ports(20000, 20000), ["only 1 dynamic port"]),
    ("agent-dynamic-ports", ports(20000, 32767), []),
    ("agent-dynamic-ports", ports(20000, 32768), [overlap(20000, 32768)]),
    ("agent-dynamic-ports", ports(60999, 61999), [overlap(60999, 61999)]),
    ("agent-dynamic-ports", ports(61000, 62000), []),
    ("agent-dynamic-ports", ports(4646, 4746), ["dynamic ports 4646 to 4746 contain the agent's own ports: 4646 (http), 4647 (rpc), 4648 (serf)"]),
    ("agent-dynamic-ports", ports(4500, 4646), ["dynamic ports 4500 to 4646 contain the agent's own ports: 4646 (http)"]),
    ("agent-dynamic-ports", ports(4649, 5000), []),
    ("agent-dynamic-ports", ports(20000, 20000).replace("enabled = true", "enabled = false"), []),
    # Nomad itself refuses a range that is none.
    ("agent-dynamic-ports", ports(20001, 20000), []),
    (
        "agent-dynamic-users",
        client("users {", "dynamic_user_min = 9", "dynamic_user_max = 8", "}"),
        ["dynamic_user_min (9) is greater than dynamic_user_max (8)"],
    ),
    ("agent-dynamic-users", client("users {", "dynamic_user_min = 8", "dynamic_user_max = 8", "}"), []),
    ("agent-encrypt-length", key(15), ["gossip key has 15 bytes, not 16, 24 or 32"]),
    ("agent-encrypt-length", key(16), []),
    ("agent-encrypt-length", key(24), []),
    ("agent-encrypt-length", key(32), []),
    ("agent-encrypt-length", key(33), ["gossip key has 33 bytes, not 16, 24 or 32"]),
    ("agent-encrypt-length", key(15).replace("enabled = true", "enabled = false"), []),
    ("agent-gossip-encryption", key(32), []),
    ("agent-gossip-encryption", CLIENT, []),
    ("agent-integration-tls", "consul {\n  ssl = true\n  verify_ssl = false\n}\n", ["Consul's certificate is not verified"]),
    ("agent-integration-tls", "consul {\n  ssl = true\n  verify_ssl = true\n}\n", []),
    ("agent-integration-tls", "consul {\n  ssl = false\n  verify_ssl = false\n}\n", []),
    ("agent-integration-tls", 'vault {\n  enabled = false\n  address = "http://vault.example:8200"\n}\n', []),
    ("agent-list-duplicate", client('servers = ["a", "b"]'), []),
    ("agent-list-duplicate", client('servers = ["a", "b", "a"]'), ["client.servers contains a twice"]),
    ("agent-plugin-value", plugin("docker", 'pull_activity_timeout = "59s"'), ["pull_activity_timeout must be at least 1m, not 59s"]),
    ("agent-plugin-value", plugin("docker", 'pull_activity_timeout = "1m"'), []),
    ("agent-plugin-value", plugin("docker", 'pull_activity_timeout = "soon"'), ["pull_activity_timeout: 'soon' is not a valid duration"]),
    ("agent-plugin-value", plugin("docker", 'pull_activity_timeout = ""'), []),
    ("agent-plugin-value", plugin("docker", 'gc {\n  image_delay = "late"\n}'), ["image_delay: 'late' is not a valid duration"]),
    ("agent-plugin-value", plugin("docker", 'gc {\n  image_delay = "1s"\n}'), []),
    ("agent-plugin-value", plugin("docker", 'gc {\n  dangling_containers {\n    period = "late"\n  }\n}'), ["period: 'late' is not a valid duration"]),
    ("agent-plugin-value", plugin("mine", 'pull_activity_timeout = "59s"'), []),
    ("agent-ports-equal", SERVER + "ports {\n  http = 4646\n  rpc = 4646\n}\n", ["http and rpc both listen on port 4646, so the agent does not start"]),
    ("agent-raw-exec", plugin("raw_exec", "enabled = true"), ["raw_exec runs tasks as root, without isolation"]),
    ("agent-raw-exec", plugin("raw_exec", "enabled = false"), []),
    ("agent-raw-exec", plugin("raw_exec", 'enabled = true\ndenied_host_uids = "0-10"'), []),
    ("agent-reserved-cores", client("reserved {", 'cores = "3-1"', "}"), ["'3-1' is not a core or a range of cores"]),
    ("agent-reserved-cores", client("reserved {", 'cores = "1-1"', "}"), []),
    ("agent-reserved-cores", client("reserved {", 'cores = "0, 2 - 4"', "}"), []),
    ("agent-reserved-cores", client("reserved {", 'cores = "0,x,y"', "}"), ["'x' is not a core or a range of cores"]),
    ("agent-reserved-resources", client("reserved {", "cpu = -1", "}"), ["client.reserved.cpu must not be negative: -1"]),
    ("agent-reserved-resources", client("reserved {", "cpu = 0", "}"), []),
    ("agent-reserved-resources", client("cpu_total_compute = 1000", "reserved {", "cpu = 1000", "}").replace("enabled = true", "enabled = false"), []),
    ("agent-start-duration", server('job_gc_interval = "soon"'), ["server.job_gc_interval: 'soon' is not a valid duration"]),
    ("agent-start-duration", server('job_gc_interval = "5m"'), []),
    ("agent-start-duration", server('job_gc_interval = "soon"').replace("enabled = true", "enabled = false"), []),
    ("agent-start-duration", server('raft_snapshot_interval = "5ms"'), ["server.raft_snapshot_interval: 5ms is too short"]),
    ("agent-start-duration", server('raft_snapshot_interval = "6ms"'), []),
    ("agent-start-duration", 'limits { https_handshake_timeout = "0s" }\n', []),
    ("agent-start-duration", 'limits { https_handshake_timeout = "-1s" }\n', ["limits.https_handshake_timeout: -1s is too short"]),
    ("agent-start-duration", 'log_rotate_duration = "soon"\n', []),
    ("agent-start-duration", 'log_file = "/var/log/nomad.log"\nlog_rotate_duration = "soon"\n', ["log_rotate_duration: 'soon' is not a valid duration"]),
    ("agent-start-range", server("job_max_priority = 99"), ["server.job_max_priority must be between 100 and 32766, not 99"]),
    ("agent-start-range", server("job_max_priority = 100"), []),
    ("agent-start-range", server("job_max_priority = 32766"), []),
    ("agent-start-range", server("job_max_priority = 32767"), ["server.job_max_priority must be between 100 and 32766, not 32767"]),
    ("agent-start-range", server("job_default_priority = 49"), ["server.job_default_priority must be between 50 and 100, not 49"]),
    ("agent-start-range", server("job_default_priority = 50"), []),
    ("agent-start-range", server("job_default_priority = 101"), ["server.job_default_priority must be between 50 and 100, not 101"]),
    ("agent-start-range", server("raft_multiplier = 10"), []),
    ("agent-start-range", server("raft_multiplier = 11"), ["server.raft_multiplier must be between 0 and 10, not 11"]),
    ("agent-start-range", server("raft_protocol = 2"), ["server.raft_protocol must be 3, not 2"]),
    ("agent-start-range", server("raft_protocol = 3"), []),
    (
        "agent-start-range",
        SERVER + "limits { rpc_max_conns_per_client = 25 }\n",
        ["limits.rpc_max_conns_per_client must be more than 25, or 0 for no limit, not 25"],
    ),
    ("agent-start-range", SERVER + "limits { rpc_max_conns_per_client = 26 }\n", []),
    ("agent-start-range", SERVER + "limits { rpc_max_conns_per_client = 0 }\n", []),
    ("agent-start-range", "limits { http_max_conns_per_client = -1 }\n", ["limits.http_max_conns_per_client must be at least 0"]),
    ("agent-start-range", "limits { http_max_conns_per_client = 0 }\n", []),
    ("agent-subnet", client('bridge_network_subnet = "172.26.64.0/20"'), []),
    ("agent-subnet", client('bridge_network_subnet = "172.26.64.0"'), ["'172.26.64.0' is not a valid IPv4 subnet"]),
    ("agent-subnet", client('bridge_network_subnet = "fd00::/64"'), ["'fd00::/64' is not a valid IPv4 subnet"]),
    ("agent-subnet", client('bridge_network_subnet_ipv6 = "fd00::/64"'), []),
    (
        "agent-subnet",
        client('host_network "a" {', 'cidr = "10.0.0.0/8,10.1"', "}"),
        ["'10.0.0.0/8,10.1' is not a valid subnet, so the host network has no addresses"],
    ),
    ("agent-subnet", client('host_network "a" {', 'cidr = "10.0.0.0/8"', "}"), []),
    ("agent-tls-files", "tls { http = true }\n", ["TLS is enabled without ca_file and cert_file and key_file"]),
    ("agent-tls-files", 'tls {\n  rpc = true\n  ca_file = "a"\n  cert_file = "b"\n}\n', ["TLS is enabled without key_file"]),
    ("agent-tls-files", 'tls {\n  rpc = true\n  ca_file = "a"\n  cert_file = "b"\n  key_file = "c"\n}\n', []),
    ("agent-tls-files", "tls { http = false }\n", []),
    ("agent-unknown-key", 'keyring "transit" {\n  anything = "x"\n}\n', []),
    ("agent-unknown-key", 'vault { adress = "x" }\n', ["unknown setting adress in vault; Nomad ignores it"]),
    ("agent-unknown-key", 'vault { address = "x" }\n', []),
    # --- settings without effect ---
    ("agent-no-effect", client("stats {}"), ["client.stats has no effect: Nomad accepts it and no longer uses it"]),
    ("agent-no-effect", "vault { stats = 1 }\n", []),
    ("agent-reserved-resources", client("reserved { memory = 1 }"), []),
    ("agent-reserved-resources", client("memory_total_mb = 1"), []),
    ("agent-reserved-resources", client("reserved { memory = -1 }"), ["client.reserved.memory must not be negative: -1"]),
    ("agent-reserved-resources", "client {\n  reserved { memory = -1 }\n}\n", []),
    (
        "agent-reserved-resources",
        client("cpu_total_compute = 9", "reserved { cpu = 9 }"),
        ["client.reserved.cpu reserves 9 of 9, which leaves nothing for tasks"],
    ),
    ("agent-default-identity", CLIENT + "vault { enabled = true }\n", []),
    ("agent-default-identity", SERVER + "vault { enabled = false }\n", []),
    ("agent-default-identity", SERVER + "consul {}\n", []),
    ("agent-default-identity", SERVER + 'consul {\n  service_identity { aud = ["consul.io"] }\n}\n', []),
    ("agent-default-identity", CLIENT + "consul {\n  task_identity {}\n}\n", ["task_identity of consul cluster default has no audience"]),
    ("agent-default-identity", CLIENT + "vault {\n  default_identity {}\n}\n", ["default_identity of vault cluster default has no audience"]),
    ("agent-cni", CLIENT, []),
]


@pytest.mark.parametrize(("name", "text", "messages"), CASES)
def test_in_a_configuration(name: str, text: str, messages: list[str], tmp_path: Path) -> None:
    assert found(RULES[name], {"agent.hcl": text}, tmp_path) == messages
