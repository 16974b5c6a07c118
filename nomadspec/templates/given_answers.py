"""Answers from data that a user gives, pass by pass as the engine gets them: a read has no answer in the pass in which it is made for the first time."""

from __future__ import annotations

from nomadspec.notation.template.functions import DENIED, READS
from nomadspec.source.record import Record
from nomadspec.templates.answers import AT_ONCE, check, nothing_read, reads_nothing
from nomadspec.templates.functions import NotComputed
from nomadspec.templates.signatures import SIGNATURES
from nomadspec.templates.types import type_of
from nomadspec.templates.values import Value, boolean, listing, text, zero

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Final

    from nomadspec.templates.data import Data
    from nomadspec.templates.run import Call

#: Functions that hold the template back until what they read is there; the others answer with nothing.
_WAIT: Final = frozenset(("key", "nomadVar", "secret", "secrets", "pkiCert", "caLeaf", "safeLs", "safeTree", "nomadVarListSafe", "file"))


class Read(Record, eq=True):
    """One read: the `function`, its `arguments` as text, and of what it reads (`integration`: consul, vault, nomad, env, file)."""

    function: str
    arguments: tuple[str, ...]
    integration: str

    @property
    def key(self) -> str:
        """The argument that says which one, "" for none."""
        index = READS[self.function].key
        return self.arguments[index] if index is not None and self.arguments else ""

    def __str__(self) -> str:
        return " ".join((self.function, *self.arguments))

    def __hash__(self) -> int:
        return hash((self.function, self.arguments))


class Environment(Record):
    """The environment that a template sees: `variables`, and those `at_run_time`, whose value nobody knows before, with the reason."""

    variables: Mapping[str, str]
    at_run_time: Mapping[str, str]


class GivenAnswers:
    def __init__(self, data: Data, environment: Environment, denied: frozenset[str] = DENIED) -> None:
        self.denied: Final = denied
        self.reads: dict[Read, bool] = {}
        """Every read so far, and whether there is an answer."""
        self.waits: list[Read] = []
        self._data: Final = data
        self._environment: Final = environment
        self.asked: list[Read] = []

    def computed(self, function: str) -> Value | None:
        return self._data.sections["answers"].get(function)

    def next_pass(self) -> bool:
        """Fetch what was asked for in the last pass; whether there is anything new to run the text with."""
        new = [read for read in dict.fromkeys(self.asked) if read not in self.reads]
        self.asked = []
        for read in new:
            there = self._find(read) is not None
            self.reads[read] = there
            if not there and read.function in _WAIT:
                self.waits.append(read)
        return any(read not in self.waits for read in new)

    def read(self, call: Call) -> Value:
        check(call)
        read = Read(call.name, tuple(str(argument.data) for argument in call.arguments), READS[call.name].integration)
        if call.name in AT_ONCE:
            return self._environment_variable(call, read)
        if reads_nothing(call):
            return nothing_read(call.name)
        if read not in self.reads or read in self.waits:
            self.asked.append(read)
            return call.arguments[1] if call.name == "keyOrDefault" else nothing_read(call.name)
        found = self._find(read)
        if found is None:
            return call.arguments[1] if call.name == "keyOrDefault" else nothing_read(call.name)
        if call.name == "keyOrDefault" and not found.data:
            return call.arguments[1]
        return found

    def _environment_variable(self, call: Call, read: Read) -> Value:
        name = read.arguments[0]
        given = self._data.sections["env"].get(name)
        value = given.data if given is not None else self._environment.variables.get(name)
        if given is None and name in self._environment.at_run_time:
            reason = self._environment.at_run_time[name]
            raise NotComputed(name, f"the value of {name} is known at run time only: {reason}", f'Set it in the data: env = {{ "{name}" = "…" }}')
        self.reads[read] = value is not None
        if call.name == "mustEnv" and not value:
            raise call.error(f"the environment variable {name} is empty")
        return text(value if value is not None else read.arguments[1] if call.name == "envOrDefault" else "")

    # --- from the data

    def _find(self, read: Read) -> Value | None:
        given = self._data.sections["answers"].get(read.function)
        if given is not None:
            return given
        finder = _FINDERS.get(read.function)
        return finder(self._data, read) if finder is not None else None


def _in(section: str) -> Callable[[Data, Read], Value | None]:
    return lambda data, read: data.find(section, read.key)


def _exists(section: str) -> Callable[[Data, Read], Value | None]:
    return lambda data, read: boolean(data.find(section, read.key) is not None)


def _service(section: str) -> Callable[[Data, Read], Value | None]:
    def find(data: Data, read: Read) -> Value | None:
        name = read.key
        found = data.find(section, name)
        if found is None and "." in name:
            tag, _, bare = name.rpartition(".")
            found = data.find(section, bare)
            if found is not None:
                found = Value(found.type, [item for item in found.data if tag in [held.data for held in item.data["Tags"].data or ()]])
        if found is not None and len(read.arguments) == 3 and read.function == "nomadService" and int(read.arguments[0]) < len(found.data):
            raise NotComputed("nomadService with a number of instances")
        return found

    return find


def _services(section: str, element: str) -> Callable[[Data, Read], Value | None]:
    def find(data: Data, read: Read) -> Value | None:
        found = []
        for name, instances in sorted(data.sections[section].items()):
            tags = sorted({tag.data for item in instances.data for tag in item.data["Tags"].data or ()})
            found.append(Value(type_of(element), {"Name": text(name), "Tags": Value(type_of("ServiceTags"), [text(tag) for tag in tags])}))
        return listing(found, f"list of {element}")

    return find


def _keys(data: Data, read: Read) -> Value | None:
    """ls has the keys right below a prefix, tree all."""
    prefix = read.key.partition("@")[0].partition("?")[0].strip("/")
    start = f"{prefix}/" if prefix else ""
    deep = read.function in ("tree", "safeTree")
    pairs = []
    for key, value in sorted(data.sections["consul_keys"].items()):
        rest = key.removeprefix(start)
        if key.startswith(start) and rest and (deep or "/" not in rest) and not rest.endswith("/"):
            pair = zero("KeyPair")
            pair.data.update(Path=text(key), Key=text(rest), Value=value)
            pairs.append(pair)
    if not pairs and read.function in ("safeLs", "safeTree"):
        return None
    return listing(pairs, "list of KeyPair")


def _variables(data: Data, read: Read) -> Value | None:
    prefix = (read.arguments[0] if read.arguments else "").partition("@")[0]
    metas = []
    for path in sorted(data.sections["nomad_variables"]):
        if path.startswith(prefix):
            meta = zero("NomadVarMeta")
            meta.data.update(Path=text(path), Namespace=text("default"))
            metas.append(meta)
    return listing(metas, SIGNATURES[read.function].result) if metas or read.function == "nomadVarList" else None


def _secret(data: Data, read: Read) -> Value | None:
    held = data.find("vault_secrets", read.key)
    if held is None:
        return None
    secret = zero("Secret")
    secret.data["Data"] = held
    return secret


def _secrets(data: Data, read: Read) -> Value | None:
    start = read.key.strip("/") + "/"
    names = {path.removeprefix(start).partition("/") for path in data.sections["vault_secrets"] if path.startswith(start)}
    found = sorted(name + slash for name, slash, _ in names)
    return listing([text(name) for name in found], "list of text") if found else None


_FINDERS: Final[dict[str, Callable[[Data, Read], Value | None]]] = {
    "connect": _service("consul_services"),
    "file": _in("files"),
    "key": _in("consul_keys"),
    "keyExists": _exists("consul_keys"),
    "keyOrDefault": _in("consul_keys"),
    "ls": _keys,
    "node": lambda data, read: zero("CatalogNode"),
    "nomadService": _service("nomad_services"),
    "nomadServices": _services("nomad_services", "NomadServicesSnippet"),
    "nomadVar": _in("nomad_variables"),
    "nomadVarExists": _exists("nomad_variables"),
    "nomadVarList": _variables,
    "nomadVarListSafe": _variables,
    "safeLs": _keys,
    "safeTree": _keys,
    "secret": _secret,
    "secrets": _secrets,
    "service": _service("consul_services"),
    "services": _services("consul_services", "CatalogSnippet"),
    "tree": _keys,
}
