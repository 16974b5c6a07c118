"""The names that `${…}` can have at run time, and what is wrong with one that is not among them.

A client replaces references in three ways. *While the environment is built* (env, meta): port labels and meta keys are spelled as they were written.
*Other text* (services, networks, destinations, …): names are *cleaned*, characters other than letters, digits and `_` are replaced by `_`. In both, `${name}`
is looked up as it stands, and what is not known stays as it is. *Driver configuration*: cleaned names, evaluated as HCL, where dots lead into objects
(*nested*); what is not known fails the task. Templates read cleaned names with `env`.

`of_task` and `of_group` gather the names once per block; `Environment.judge` says what is wrong with a name. Where the jobspec cannot tell all
names (a template with `env = true` whose keys are computed, devices), the environment is `open` and names of no known family are let pass.
"""

from __future__ import annotations

from nomadspec.jobspec.block import UnknownValue
from nomadspec.releases import NEWEST
from nomadspec.schema.attributes import ATTRIBUTES, NODE_NAMES, elsewhere, exists_in, is_attribute
from nomadspec.schema.task_variables import ALLOCATION, PORT_AS_WRITTEN, PORT_CLEANED, SERVICE_NAME_PLACEHOLDERS, TASK, UPSTREAM, since_of
from nomadspec.source.closest import closest, nearest
from nomadspec.source.patterns import pattern
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from dataclasses import KW_ONLY

    from nomadspec._generated.job_model import NetworkResource, Port, Task, TaskGroup
    from nomadspec.releases import Release
    from nomadspec.rules.rule import Visit

REFERENCE = pattern(r"\$\{([a-zA-Z0-9_\-.]+)\}")
"""What a client takes for a reference in text."""

_UNCLEAN = pattern(r"[^A-Za-z0-9_.]")
#: Variables of the agent's own environment that tasks without an image of their own see on nearly every system.
_HOST = frozenset(
    ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "PWD", "HOSTNAME", "TERM", "TMPDIR", "TZ", "INVOCATION_ID", "JOURNAL_STREAM", "SYSTEMD_EXEC_PID"]
)
_WITHOUT_IMAGE = frozenset(("raw_exec", "exec", "exec2", "java", "qemu", "mock_driver"))
_ENV_LINE = pattern(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=")


def is_of_host(name: str, driver: str) -> bool:
    """Whether tasks of a driver have the variable from the agent."""
    return name in _HOST and driver in _WITHOUT_IMAGE


class Unknown(Record):
    """A name that is not there. `kind`: port, meta, upstream, runtime, token, attribute, node, secret, placeholder, env or plain; `what` names it in a
    sentence, `near` is the name that was probably meant ("" for none), `hint` a sentence of help; `only`: no other name is as near."""

    kind: str
    what: str
    near: str = ""
    hint: str = ""
    only: bool = True

    @property
    def help(self) -> str | None:
        """The help of a finding."""
        near = f"Did you mean `${{{self.near}}}`?" if self.near else ""
        return " ".join(filter(None, (near, self.hint))) or None


class Environment(Record):
    """The names of one task (or of the allocation, for services of the group)."""

    names: frozenset[str]
    labels: list[str]
    meta: list[str]
    upstreams: list[str]
    secrets: list[str]
    _: KW_ONLY
    task: bool
    open: bool
    release: Release = NEWEST

    def judge(self, name: str, *, cleaned: bool, nested: bool = False) -> Unknown | None:
        """What is wrong with a reference to `name`; None when it is there, or may be. `cleaned`: everywhere but in env and meta; `nested`: in driver
        configuration."""
        if name.startswith("NOMAD_") and (since := since_of(name)) and not self.release.has(since):
            return Unknown("runtime", f"variable `{name}`", hint=f"It needs Nomad {since}.")
        if name in self.names:
            return None
        if name.startswith("NOMAD_"):
            return self._runtime(name, cleaned, nested)
        root, dot, rest = name.partition(".")
        if dot:
            if root == "attr":
                return _attribute(rest, self.release)
            if root == "meta":
                return None  # keys of the node's own meta: clients set them
            if root == "node":
                return self._node(name, rest, nested)
            if root == "secret":
                return self._secret(rest)
            if root == "env":
                return Unknown("env", f"variable `{name}`", rest if rest in self.names else "", "Use environment variables without the prefix `env.`.")
        if self.open or any(known.startswith(f"{name}.") for known in self.names):
            return None
        if name in SERVICE_NAME_PLACEHOLDERS:
            return Unknown(
                "placeholder",
                f"variable `{name}`",
                hint="This placeholder works only in service names. Use `${NOMAD_JOB_NAME}`, `${NOMAD_GROUP_NAME}` or `${NOMAD_TASK_NAME}` here.",
            )
        return _misspelled("plain", f"variable `{name}`", name, self.names)

    def _runtime(self, name: str, cleaned: bool, nested: bool) -> Unknown | None:
        for prefix in PORT_CLEANED + PORT_AS_WRITTEN:
            if name.startswith(prefix):
                return self._port(name, prefix, cleaned and prefix in PORT_CLEANED)
        if name.startswith("NOMAD_META_"):
            return self._meta(name.removeprefix("NOMAD_META_"), cleaned, nested)
        for prefix in UPSTREAM:
            if name.startswith(prefix):
                known = list(dict.fromkeys([*self.upstreams, *map(clean, self.upstreams)]))
                rest = name.removeprefix(prefix)
                if rest in known or _computed(known):
                    return None
                return _misspelled("upstream", f"upstream {rest!r}", rest, known, prefix, hint=_listed("upstream", self.upstreams))
        if name.startswith("NOMAD_ENVOY_"):
            return None
        if _ANY in self.names:
            return None
        if name == "NOMAD_TOKEN" or name.startswith("NOMAD_TOKEN_"):
            return Unknown("token", f"variable `{name}`", hint="The variable is set if an `identity` block of the task has `env = true`.")
        if not self.task and name in TASK:
            return Unknown("runtime", f"variable `{name}`", hint="A group service does not belong to a task, so task variables are not set here.")
        return _misspelled("runtime", f"variable `{name}`", name, self.names)

    def _port(self, name: str, prefix: str, cleaned: bool) -> Unknown | None:
        rest = name.removeprefix(prefix)
        labels = [clean(label) for label in self.labels] if cleaned else self.labels
        if rest in labels or _computed(self.labels):
            return None
        written = next((label for label, other in zip(self.labels, map(clean, self.labels), strict=True) if rest in (label, other)), None)
        if written is not None:
            right = clean(written) if cleaned else written
            where = "Characters other than letters, digits and `_` are replaced by `_` here." if cleaned else "Labels keep their characters here."
            return Unknown("port", f"spelling of port label {rest!r}", prefix + right, where)
        return _misspelled("port", f"port label {rest!r}", rest, labels, prefix, hint=_listed("port label", self.labels))

    def _meta(self, rest: str, cleaned: bool, nested: bool) -> Unknown | None:
        if _computed(self.meta):
            return None
        keys = [*self.meta, *(key.upper() for key in self.meta)]
        if cleaned:
            keys = [clean(key) for key in keys]
        if rest in keys or (nested and any(key.startswith(f"{rest}.") for key in keys)):
            return None
        # Each key has a name in capitals, too, which is not another key.
        among = [key for key in keys if key.isupper() == rest.isupper()]
        return _misspelled("meta", f"meta key {rest!r}", rest, among, "NOMAD_META_", hint=_listed("meta key", self.meta))

    def _node(self, name: str, rest: str, nested: bool) -> Unknown | None:
        if name in NODE_NAMES or (nested and rest.startswith("meta.")):
            return None
        if nested and rest.startswith("attr."):
            return _attribute(rest.removeprefix("attr."), self.release)
        if rest.startswith(("attr.", "meta.")):
            return Unknown("node", f"node property `{name}`", rest)
        return _misspelled("node", f"node property `{name}`", name, NODE_NAMES, hint=f"Node properties: {', '.join(sorted(NODE_NAMES))}.")

    def _secret(self, rest: str) -> Unknown | None:
        block = rest.partition(".")[0]
        if block in self.secrets or _computed(self.secrets):
            return None
        return _misspelled("secret", f"secret {block!r}", block, self.secrets, "secret.", rest[len(block) :], _listed("secret", self.secrets))


def _misspelled(kind: str, what: str, name: str, known: Iterable[str], before: str = "", behind: str = "", hint: str = "") -> Unknown:
    """A name that is not among the known ones, and the one that is like it, with what stands around it."""
    known = list(known)
    only = nearest(name, known)
    near = only or closest(name, known, 0.8) or next((other for other in known if other.lower() == name.lower()), "")
    return Unknown(kind, what, near and before + near + behind, hint, only=near == only)


def _attribute(key: str, release: Release) -> Unknown | None:
    gone = elsewhere(key, release)
    if gone is not None and is_attribute(key):
        return Unknown("attribute", gone[0], hint=gone[1])
    if is_attribute(key) or exists_in(key, release):
        return None
    if key.startswith(("meta.", "node.", "attr.")):
        return Unknown("attribute", f"node attribute {key!r}", key)
    from nomadspec.schema.attributes import nearest as nearest_attribute

    near = f"unique.{key}" if f"unique.{key}" in ATTRIBUTES else nearest_attribute(key)
    only = near is not None and near in (f"unique.{key}", nearest(key, ATTRIBUTES))
    return Unknown("attribute", f"node attribute {key!r}", f"attr.{near}" if near else "", only=only)


def _listed(what: str, names: list[str]) -> str:
    if not names:
        return f"There are no {what}s."
    return f"{what[0].upper()}{what[1:]}s: {', '.join(sorted(set(names))[:12])}."


#: A name that is not known: it may be any.
_ANY = "${}"


def _computed(names: Iterable[str]) -> bool:
    """Whether a name is itself made at run time."""
    return "${" in "\n".join(names)


def clean(name: str) -> str:
    """A port label or meta key as the name of an environment variable has it: `_` for each byte of another character."""
    if name.isascii() and name.isidentifier():
        return name
    return _UNCLEAN.sub(lambda other: "_" * len(other[0].encode(errors="replace")), name)


def ports_of(network: NetworkResource) -> list[Port]:
    """The ports of a network, dynamic and static ones."""
    return [*(network.port or ()), *(network.reserved_ports or ())]


def labels_of(networks: list[NetworkResource] | None) -> list[str]:
    """The port labels of networks."""
    return [port.label for network in networks or () for port in ports_of(network)]


def labels_in_use(group: TaskGroup, tasks: Iterable[Task]) -> set[str | None]:
    """The port labels that services of the group and of these tasks, and their checks, name."""
    owners: list[TaskGroup | Task] = [group, *tasks]
    services = [service for owner in owners for service in owner.service or ()]
    return {port for service in services for port in (service.port, *(check.port for check in service.check or ()))}


def labels_in_group(group: TaskGroup) -> list[str]:
    """The port labels that a group has: those of its first network, the only one that is used, as they were written."""
    return labels_of((group.network or [])[:1])


def labels_of_proxies(group: TaskGroup) -> Iterator[str]:
    """The labels of the ports that servers add to a group for the proxies of its services in Consul's mesh."""
    for service in group.service or ():
        connect = service.connect
        if connect is None or not service.name:
            continue
        if connect.sidecar_service is not None:
            yield connect.sidecar_service.port or f"connect-proxy-{service.name}"
        if connect.gateway is not None and connect.gateway.mesh is not None:
            yield f"connect-mesh-{service.name}-lan"
        elif connect.gateway is not None and connect.gateway.terminating is not None and not service.port:
            yield f"connect-terminating-{service.name}"


def of_task(visit: Visit) -> Environment:
    """The environment of the task around the visited block."""
    task, group = visit.task, visit.group
    assert task is not None
    return _remember(visit, task, lambda: _task_environment(visit, task, group))


def of_group(visit: Visit) -> Environment:
    """The environment of the allocation, for the group around the visited block."""
    group = visit.group
    assert group is not None

    def build() -> Environment:
        return Environment(
            ALLOCATION,
            _known_names(lambda: _labels(group, None)),
            _known_names(lambda: meta_keys(visit)),
            _known_names(lambda: _upstreams(group)),
            [],
            task=False,
            open=False,
            release=visit.release,
        )

    return _remember(visit, group, build)


def _remember(visit: Visit, block: object, build: Callable[[], Environment]) -> Environment:
    memo = visit.subject.memo
    key = ("environment", id(block))
    if key not in memo:
        memo[key] = build()
    found: Environment = memo[key]
    return found


def _known_names(names: Callable[[], Iterable[str]]) -> list[str]:
    """The names, or one that may be any where they are not known."""
    try:
        return list(names())
    except UnknownValue:
        return [_ANY]


def _task_environment(visit: Visit, task: Task, group: TaskGroup | None) -> Environment:
    own = _known_names(lambda: _names_of_task(task))
    names = {*TASK, *own}
    open = _computed(own)
    try:
        written, more = _from_templates(task)
        names |= written
        open = open or more or bool(task.resources is not None and task.resources.device) or bool(task.kind)
    except UnknownValue:
        open = True
    return Environment(
        frozenset(names),
        _known_names(lambda: _labels(group, task)),
        _known_names(lambda: meta_keys(visit)),
        _known_names(lambda: _upstreams(group)),
        _known_names(lambda: [secret.name for secret in task.secret or ()]),
        task=True,
        open=open,
        release=visit.release,
    )


def _names_of_task(task: Task) -> Iterator[str]:
    """The names that the task sets itself, besides those of its templates."""
    yield from (task.env or {}).keys()
    for identity in (*(task.identity or ()), *([task.default_identity] if task.default_identity is not None else ())):
        if identity.env:
            yield "NOMAD_TOKEN" if identity.name in (None, "", "default") else f"NOMAD_TOKEN_{identity.name}"
    if task.vault is not None:
        yield from ("VAULT_TOKEN", "VAULT_NAMESPACE")
    if task.csi_plugin is not None:
        yield "CSI_ENDPOINT"
    if task.driver in _WITHOUT_IMAGE:
        yield from _HOST


def _labels(group: TaskGroup | None, task: Task | None) -> list[str]:
    labels = labels_in_group(group) if group is not None else []
    for other in (group.task or ()) if group is not None else ():
        if other.resources is not None and other.resources.network:
            found = labels_of(other.resources.network)
            labels += found if other is task else [f"{other.name}_{label}" for label in found]
    return labels


def meta_keys(visit: Visit) -> list[str]:
    """The keys of the meta that the task around the block has, or would have."""
    job = visit.job
    keys: list[str] = []
    for block in (job, visit.group, visit.task):
        if block is not None:
            keys += (block.meta or {}).keys()
    if job.parameterized is not None:
        keys += [*(job.parameterized.meta_required or ()), *(job.parameterized.meta_optional or ())]
    return keys


def _upstreams(group: TaskGroup | None) -> Iterator[str]:
    for service in (group.service or ()) if group is not None else ():
        sidecar = service.connect.sidecar_service if service.connect is not None else None
        if sidecar is not None and sidecar.proxy is not None:
            for upstream in sidecar.proxy.upstreams or ():
                yield upstream.destination_name


def _from_templates(task: Task) -> tuple[set[str], bool]:
    """The names that templates with `env = true` set, and whether there may be more."""
    names: set[str] = set()
    open = False
    for template in task.template or ():
        if not template.env:
            continue
        data = template.data
        if not data:
            open = True
            continue
        left = template.left_delimiter or "{{"
        for line in data.splitlines():
            match = _ENV_LINE.match(line)
            if match is not None:
                names.add(match[1])
            elif left in line.partition("=")[0] and "=" in line:
                open = True
        open = open or _writes_keys(data, left)
    return names, open


def _writes_keys(data: str, left: str) -> bool:
    """Whether an action that stands alone on a line may write whole lines (a value printed, not a block's begin or end)."""
    for line in data.splitlines():
        text = line.strip()
        if text.startswith(left) and "=" not in text:
            word = text[len(left) :].lstrip("- \t").split(" ", 1)[0].rstrip("-}")
            if word not in ("range", "with", "if", "else", "end", "define", "block", "/*", "break", "continue") and not word.startswith(("/*", "$")):
                return True
    return False
