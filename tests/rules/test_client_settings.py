"""Rules that look at what the clients of a state let tasks do: settings of agents, attributes of live nodes."""

from __future__ import annotations

from pathlib import Path

import pytest

import nomadspec
from tests.rules.jobs import codes, in_task, job, lint
from tests.rules.test_cluster import node, state

PROFILE = "[drivers.docker]\nhealthy = true\n[drivers.exec]\nhealthy = true\n[drivers.java]\nhealthy = true\n[drivers.qemu]\nhealthy = true\n"
DOCKER = 'plugin "docker" {\n  config {\n    %s\n  }\n}\n'


def clients(folder: Path, *settings: str) -> nomadspec.ClusterState:
    """A cluster of clients with these settings, one each."""
    (folder / "node-profile.toml").write_text(PROFILE)
    for number, text in enumerate(settings):
        inside, beside = ("", text) if text.startswith("plugin") else (text, "")
        (folder / f"c{number}.hcl").write_text(f'name = "c{number}"\ndata_dir = "/x"\nclient {{\n  enabled = true\n  {inside}\n}}\n{beside}')
    return nomadspec.open_state(f"agent-config:{folder}")


@pytest.mark.parametrize(
    ("driver", "config", "settings", "refused"),
    [
        ("docker", "privileged = true", "", "privileged containers"),
        ("docker", "privileged = true", DOCKER % "allow_privileged = true", None),
        ("docker", "privileged = false", "", None),
        ("docker", "privileged = true", 'options = {\n    "docker.privileged.enabled" = "true"\n  }', None),
        ("docker", 'volumes = ["local/a:/a", "/srv:/srv"]', "", "host path '/srv' in a container"),
        ("docker", 'volumes = ["/srv:/srv"]', DOCKER % "volumes {\n  enabled = true\n}", None),
        ("docker", 'mount {\n  type = "bind"\n  source = "/srv"\n  target = "/srv"\n}', "", "host path '/srv' in a container"),
        ("docker", 'mount {\n  type = "bind"\n  source = "local"\n  target = "/srv"\n}', "", None),
        ("docker", 'mount {\n  type = "bind"\n  source = "../alloc/data"\n  target = "/srv"\n}', "", None),
        ("docker", 'mount {\n  type = "bind"\n  source = "local/../../../x"\n  target = "/srv"\n}', "", "host path 'local/../../../x' in a container"),
        ("docker", 'mount {\n  type = "volume"\n  source = "data"\n  target = "/srv"\n}', "", "mounts of docker volumes"),
        ("docker", 'mount {\n  source = "data"\n  target = "/srv"\n}', DOCKER % "volumes {\n  enabled = true\n}", None),
        ("docker", 'mount {\n  type = "tmpfs"\n  target = "/srv"\n}', "", None),
        ("docker", 'volume_driver = "pxd"', "", "volume driver 'pxd'"),
        ("docker", 'cap_add = ["CAP_NET_ADMIN"]', "", "capability CAP_NET_ADMIN"),
        ("docker", 'cap_add = ["net_admin"]', DOCKER % 'allow_caps = ["NET_ADMIN"]', None),
        ("docker", 'cap_add = ["chown"]', DOCKER % 'allow_caps = ["NET_ADMIN"]', "capability chown"),
        ("docker", 'cap_add = ["sys_admin"]', DOCKER % 'allow_caps = ["all"]', None),
        ("docker", 'cap_add = ["chown"]', "", None),
        ("docker", 'runtime = "runsc"', "", "runtime 'runsc'"),
        ("docker", 'runtime = "runsc"', DOCKER % 'allow_runtimes = ["runc", "runsc"]', None),
        ("docker", "pids_limit = 200", DOCKER % "pids_limit = 100", "pids_limit 200"),
        ("docker", "pids_limit = 100", DOCKER % "pids_limit = 100", None),
        ("docker", "pids_limit = 200", "", None),
        ("exec", 'cap_add = ["net_admin"]', "", "capability net_admin"),
        ("exec", 'cap_add = ["net_admin"]', 'plugin "exec" {\n  config {\n    allow_caps = ["net_admin"]\n  }\n}\n', None),
        ("qemu", 'image_path = "/vm/a.img"', "", "image_path '/vm/a.img'"),
        ("qemu", 'image_path = "/vm/a.img"', 'plugin "qemu" {\n  config {\n    image_paths = ["/vm"]\n  }\n}\n', None),
        ("qemu", 'image_path = "local/a.img"', "", None),
        (
            "qemu",
            'image_path = "a"\nargs = ["-nodefaults", "-m"]',
            'plugin "qemu" {\n  config {\n    args_allowlist = ["-m"]\n  }\n}\n',
            "argument '-nodefaults'",
        ),
    ],
)
def test_what_a_client_refuses(driver: str, config: str, settings: str, refused: str | None, tmp_path: Path) -> None:
    head = {"docker": 'image = "a:1"\n', "exec": 'command = "/a"\n', "qemu": ""}[driver]
    found = [d for d in lint(job(config=head + config, driver=driver), state=clients(tmp_path, settings)) if d.code == "CLU016"]
    assert [(d.message, d.severity) for d in found] == ([(f"every eligible node (of 1) refuses {refused}", "error")] if refused else [])


@pytest.mark.parametrize(
    ("driver", "user", "settings", "refused"),
    [
        ("exec", "root", "", True),
        ("exec", "app", "", False),
        ("docker", "root", "", False),
        ("exec", "root", 'options = {\n    "user.checked_drivers" = "java"\n  }', False),
        ("exec", "app", 'options = {\n    "user.denylist" = "root, app"\n  }', True),
        ("exec", "9" * 5000, 'plugin "exec" {\n  config {\n    denied_host_uids = "1-10"\n  }\n}\n', False),
        ("exec", "1000", 'plugin "exec" {\n  config {\n    denied_host_uids = "1-10,1000-2000"\n  }\n}\n', True),
        ("exec", "900", 'plugin "exec" {\n  config {\n    denied_host_uids = "1-10,1000-2000"\n  }\n}\n', False),
    ],
)
def test_users(driver: str, user: str, settings: str, refused: bool, tmp_path: Path) -> None:
    config = 'image = "a:1"' if driver == "docker" else 'command = "/a"'
    assert codes(job(task=f'user = "{user}"\n', config=config, driver=driver), "CLU016", state=clients(tmp_path, settings)) == ["CLU016"] * refused


def test_some_clients_refuse(tmp_path: Path) -> None:
    (found,) = [
        d for d in lint(job(config='image = "a:1"\nprivileged = true'), state=clients(tmp_path, "", DOCKER % "allow_privileged = true")) if d.code == "CLU016"
    ]
    assert (found.message, found.severity) == ("1 of 2 eligible nodes (c0) refuse privileged containers", "warning")


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ({}, []),
        ({"driver.docker.version": "27.1"}, ["CLU016", "CLU016"]),
        ({"driver.docker.version": "27.1", "driver.docker.volumes.enabled": "true"}, ["CLU016"]),
        ({"driver.docker.version": "27.1", "driver.docker.volumes.enabled": "1", "driver.docker.privileged.enabled": "1"}, []),
    ],
)
def test_a_live_node_tells_two_switches(attributes: dict[str, str], found: list[str]) -> None:
    text = job(config='image = "a:1"\nprivileged = true\nvolumes = ["/srv:/srv"]\ncap_add = ["net_admin"]')
    assert codes(text, "CLU016", state=state(node("c1", attributes=attributes))) == found


SANDBOX = "template {\n    disable_file_sandbox = true\n  }"


@pytest.mark.parametrize(
    ("settings", "severity"), [(("",), "error"), ((SANDBOX,), None), (("", SANDBOX), "warning")],
)  # fmt: skip
def test_the_sandbox_of_templates(settings: tuple[str, ...], severity: str | None, tmp_path: Path) -> None:
    text = in_task('template {\n  source = "/etc/a"\n  destination = "local/a"\n}\n')
    assert [d.severity for d in lint(text, state=clients(tmp_path, *settings)) if d.code == "TPL029"] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("call", "settings", "found"),
    [
        ('plugin "date"', "", ["TPL003"]),
        ('plugin "date"', 'template {\n    function_denylist = ["env"]\n  }', []),
        ('env "A"', "", []),
        ('env "A"', 'template {\n    function_denylist = ["env"]\n  }', ["TPL003"]),
    ],
)
def test_functions_that_clients_disable(call: str, settings: str, found: list[str], tmp_path: Path) -> None:
    text = in_task(f'template {{\n  data = <<EOT\n{{{{ {call} }}}}\nEOT\n  destination = "local/a"\n}}\n')
    assert codes(text, "TPL003", state=clients(tmp_path, settings)) == found


@pytest.mark.parametrize(("most", "found"), [("30s", ["UPD006"]), ("5m", [])])
def test_the_longest_kill_timeout(most: str, found: list[str], tmp_path: Path) -> None:
    assert codes(job(task='kill_timeout = "2m"\n'), "UPD006", state=clients(tmp_path, f'max_kill_timeout = "{most}"')) == found


@pytest.mark.parametrize(("port", "found"), [(25000, []), (41000, ["NET003"])])
def test_the_range_of_dynamic_ports(port: int, found: list[str], tmp_path: Path) -> None:
    cluster = clients(tmp_path, "min_dynamic_port = 40000\n  max_dynamic_port = 45000")
    assert codes(job(group=f'network {{\n  port "a" {{\n    static = {port}\n  }}\n}}\n'), "NET003", state=cluster) == found


META = 'meta {\n    zone = "a"\n  }'


@pytest.mark.parametrize(
    ("settings", "severity"), [(("",), "error"), ((META,), None), (("", META), "warning")],
)  # fmt: skip
def test_meta_of_nodes_in_config(settings: tuple[str, ...], severity: str | None, tmp_path: Path) -> None:
    text = job(config='image = "a:1"\nargs = ["${meta.zone}"]')
    assert [d.severity for d in lint(text, state=clients(tmp_path, *settings)) if d.code == "DRV052"] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("meta.zone", []),
        ("meta.zoen", ["unknown meta key 'zoen' of nodes: `${meta.zoen}` is left as literal text"]),
        ("attr.vendor.thing", []),
        ("attr.vendor.other", ["unknown node attribute 'vendor.other': `${attr.vendor.other}` is left as literal text"]),
    ],
)
def test_nodes_tell_what_they_have(reference: str, found: list[str]) -> None:
    cluster = state(node("c1", attributes={"vendor.thing": "1"}, Meta={"zone": "a"}))
    assert [d.message for d in lint(in_task(f'env {{\n  A = "${{{reference}}}"\n}}\n'), state=cluster) if d.code == "REF014"] == found


@pytest.mark.parametrize(
    ("command", "task", "settings", "severity"),
    [
        ("/usr/bin/env", "", [""], None),
        ("/opt/app/run", "", [""], "error"),
        ("/opt/app/run", "", ['chroot_env {\n  "/opt/app" = "/opt/app"\n}'], None),
        ("/opt/app/run", "", ['chroot_env {\n  "/srv/app" = "/opt/app"\n}', ""], "warning"),  # one of two
        ("/usr/bin/env", "", ['chroot_env {\n  "/opt" = "/opt"\n}'], "error"),  # instead of the default
        ("/local/run", "", ['chroot_env {\n  "/opt" = "/opt"\n}'], None),
        ("/opt/app/run", 'artifact {\n  source = "https://x.example/a.tgz"\n  destination = "/opt/app"\n}', [""], None),
    ],
)
def test_the_root_of_a_task(tmp_path: Path, command: str, task: str, settings: list[str], severity: str | None) -> None:
    text = in_task(task, driver="exec", config=f'command = "{command}"')
    found = [d.severity for d in lint(text, state=clients(tmp_path, *settings)) if d.code == "DRV015"]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("command", "task", "found"),
    [
        ("/opt/app/run", "", True),
        ("/home/app/run", 'template {\n  data = "x"\n  destination = "local/run"\n}', True),
        ("/usr/local/bin/run", "", False),
        ("/bin/sh", "", False),
        ("local/run", "", False),
        ("${NOMAD_TASK_DIR}/run", "", False),
        ("/opt/app/run", 'template {\n  data = "x"\n  destination = "/opt/app/run"\n}', False),
        ("/data/run", 'volume_mount {\n  volume = "v"\n  destination = "/data"\n}', False),
    ],
)
def test_the_root_of_a_task_by_default(command: str, task: str, found: bool) -> None:
    """What clients copy into it, unless their settings are known to say otherwise."""
    group = 'volume "v" {\n  type = "host"\n  source = "v"\n}' if "volume_mount" in task else ""
    text = in_task(task, group, driver="exec", config=f'command = "{command}"')
    assert [d.severity for d in lint(text) if d.code == "DRV015"] == (["warning"] if found else [])


@pytest.mark.parametrize(
    ("denied", "dropped"), [('["AWS_*"]', ["AWS_KEY"]), ('["*KEY", "HOME"]', ["AWS_KEY", "HOME"]), ('["AWS"]', []), ('["AWS_???"]', []), ("[]", [])]
)
def test_variables_that_a_driver_drops(tmp_path: Path, denied: str, dropped: list[str]) -> None:
    state = clients(tmp_path, f'plugin "raw_exec" {{\n  config {{\n    enabled = true\n    denied_envvars = {denied}\n  }}\n}}')
    env = 'env {\n  AWS_KEY = "a"\n  HOME = "/x"\n}'
    found = [d.message for d in lint(in_task(env, driver="raw_exec", config='command = "/bin/true"'), state=state) if d.code == "CLU017"]
    assert found == [f"every eligible node (of 1) drops the variable {name}" for name in dropped]
    assert not codes(in_task(env, driver="exec", config='command = "/bin/true"'), "CLU017", state=state)
