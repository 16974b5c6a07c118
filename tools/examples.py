"""Examples of rules' manual pages: parts of files, completed to whole ones, and what a rule finds in them.

An example is a fence in a rule's docstring. The words after its language tell what part of a file it is:

    ```hcl task                     what is inside a task; driver and config are added where the example has none
    ```hcl group                    what is inside a group; a task is added where the example has none
    ```hcl job                      what is inside a job; a group is added where the example has none
    ```hcl                          a whole jobspec, for examples with variables
    ```hcl group file=a.nomad.hcl   one of several files; the job is named after the file
    ```hcl agent                    agent configuration; with file=nomad.d/a.hcl one of several files
    ```hcl spec                     one of the other specifications, whole; with file=prod.hcl one of several files
    ```json state                   a state document for rules about a cluster; nodes need only what differs from `NODE`
    ```toml                         the nomadspec.toml of the example
    ```json file=schema.json        any other file that the example needs
    ```sh                           the command, for agents whose files are not just those of the folder nomad.d

Fences without a file name are examples of their own for rules about one jobspec; otherwise those of a section belong together.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import re
import tempfile
import tomllib
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

import nomadspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic

FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)
PARTS = ("task", "group", "job")
JOBSPEC = "example.nomad.hcl"
_JOBS = ("hcl", *(f"hcl {part}" for part in PARTS))

#: Scope of a rule → the fences it may have.
KNOWN: dict[str, tuple[str, ...]] = {
    "jobspec": (*_JOBS, "toml", "json"),
    "repository": (*_JOBS, "hcl spec"),
    "cluster": (*_JOBS, "json state"),
    "agent": ("hcl agent", "json agent", "json", "sh"),
    "spec": ("hcl spec", "json spec", "json state", "toml"),
}
DRIVER = 'driver = "docker"\n'
CONFIG = 'config {\n  image = "nginx:1.27"\n}\n'

#: A ready node of a small cluster; an example's node overrides its members, one level deep in `Attributes`.
NODE: dict[str, Any] = {
    "Datacenter": "dc1",
    "NodePool": "default",
    "Status": "ready",
    "SchedulingEligibility": "eligible",
    "Attributes": {
        "kernel.name": "linux",
        "cpu.arch": "amd64",
        "nomad.version": "2.0.6",
        "nomad.service_discovery": "true",
        "os.signals": "SIGHUP,SIGTERM",
    },
    "Drivers": {"docker": {"Detected": True, "Healthy": True}},
    "NodeResources": {
        "Cpu": {"CpuShares": 4000},
        "Memory": {"MemoryMB": 8192},
        "Disk": {"DiskMB": 50000},
        "Networks": [{"Mode": "host", "Device": "eth0", "IP": "10.0.0.1"}],
        "NodeNetworks": [{"Mode": "host", "Device": "eth0", "Addresses": [{"Alias": "default", "Address": "10.0.0.1"}]}],
    },
}


class PageError(Exception):
    """A page that breaks the rules above; the text says which and how."""


@dataclass(frozen=True)
class Fence:
    """One fenced part of an example: `part` and `file` from the table above ("" where it has none), `text` as written."""

    language: str
    part: str
    file: str
    text: str

    @property
    def job(self) -> bool:
        """Whether this is a jobspec or a part of one."""
        return self.language == "hcl" and self.part in ("", *PARTS)


def complete(part: str, text: str, name: str = "web") -> str:
    """A whole jobspec with `text` as what is inside its task, group or job; `name` is the job's."""
    if part == "task":
        head = "" if _has("driver", text) else DRIVER if _has("config", text) else DRIVER + CONFIG
        return complete("group", block('task "server"', head + text), name)
    if part == "group":
        return complete("job", block('group "web"', text + ("" if _has("task", text) else block('task "server"', DRIVER + _config(text)))), name)
    if part == "job":
        return block(f'job "{name}"', text if _has("group", text) else text + block('group "web"', block('task "server"', DRIVER + CONFIG)))
    return text


def block(header: str, inside: str) -> str:
    """A block with `inside` as its body."""
    body = indent(dedent(inside).strip("\n"), "  ")
    return f"{header} {{\n{body}\n}}\n"


def _config(group: str) -> str:
    """The config of a task that publishes the ports that are to be reached: the example shall have nothing else to find fault with."""
    if re.search(r'mode += "', group):
        return CONFIG
    served = re.findall(r'^\s*port += "([^"]+)"', group, re.M)
    ports = re.findall(r'^\s*port "([^"]+)" \{(.*?)\}', group, re.M | re.S)
    labels = ", ".join(f'"{label}"' for label, inside in ports if label in served or re.search(r"\bto += [1-9]", inside))
    return CONFIG.replace("}\n", f"  ports = [{labels}]\n}}\n") if labels else CONFIG


def _has(name: str, text: str) -> bool:
    return re.search(rf"^{name}\b", dedent(text), re.M) is not None


def node(**changes: Any) -> dict[str, Any]:
    """A node for a state document: `NODE` with `changes`."""
    name = changes.get("Name", "c1")
    named = {"ID": f"00000000-0000-4000-8000-{name:>012}", "Name": name}
    return {**named, **NODE, **changes, "Attributes": {**NODE["Attributes"], **changes.get("Attributes", {})}}


def sections(rule: Rule) -> dict[str, str]:
    """The sections of a rule's page by heading; "" is what comes before the first."""
    parts = re.split(r"^## (.+)$", inspect.cleandoc(import_module(rule.module).__doc__ or ""), flags=re.M)
    return {"": parts[0].strip(), **{name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}}


def fences(rule: Rule, section: str) -> list[Fence]:
    """The fences of a section. Raises `PageError` for a missing example and for a fence that is not in the table above."""
    found = [_fence(rule, match[1], match[2]) for match in FENCE.finditer(sections(rule).get(section, ""))]
    if not any(fence.job or fence.part in ("agent", "spec") for fence in found):
        raise PageError(f"{rule.code}: the section '{section}' needs an example: a fence such as ```hcl {'agent' if rule.scope == 'agent' else 'group'}")
    return found


def _fence(rule: Rule, info: str, text: str) -> Fence:
    language, *words = info.split(" ")
    file = next((word.removeprefix("file=") for word in words if word.startswith("file=")), "")
    parts = [word for word in words if not word.startswith("file=")]
    part = " ".join(parts)
    known = KNOWN[rule.scope]
    if f"{language} {part}".rstrip() not in known or (language == "json" and not part and not file):
        raise PageError(f"{rule.code}: unknown fence ```{info}; a rule of scope '{rule.scope}' may use " + ", ".join(f"```{one}" for one in known))
    if rule.scope == "repository" and language == "hcl" and not file:
        raise PageError(f"{rule.code}: the fence ```{info} needs a file name, such as file=a.nomad.hcl")
    return Fence(language, part, file, text)


def examples(rule: Rule, section: str) -> list[list[Fence]]:
    """The examples of a section: each a list of fences that belong together. A section without a state has that of the section "Example"."""
    found = fences(rule, section)
    if rule.scope == "jobspec" and all(fence.job for fence in found):
        return [[fence] for fence in found]
    if section != "Example":
        context = [
            fence
            for fence in fences(rule, "Example")
            if fence.language == "toml" or fence.part == "state" or (fence.language == "json" and fence.file and not fence.part)
        ]
        found += [one for one in context if not any((other.language, other.part) == (one.language, one.part) for other in found)]
    return [found]


def jobspec(fence: Fence) -> str:
    """The whole jobspec of a fence. Raises `PageError` if it does not compile."""
    text = complete(fence.part, fence.text, fence.file.partition(".")[0] or "web")
    compiled = nomadspec.compile(text, environ={}, unset="unknown")
    if not compiled.ok:
        raise PageError(f"the example does not compile: {[d.message for d in compiled.diagnostics]}\n{text}")
    return text


def findings(rule: Rule, example: list[Fence]) -> list[Diagnostic]:
    """What `rule` finds in an example. Where Nomad says the same (`SAME_AS`), Nomad's finding."""
    files = {fence.file or _name(fence): jobspec(fence) if fence.job else fence.text for fence in example}
    config: dict[str, Any] = {"select": [rule.code], "persona": "pedantic"}
    config |= tomllib.loads(files.get("nomadspec.toml", ""))
    with _folder(files):
        if rule.scope == "agent":
            found = _agent_findings(example, config)
        elif rule.scope in ("repository", "spec"):
            state = _state(files["state.json"]) if "state.json" in files else None
            found = nomadspec.lint_paths([name for name in files if name not in ("nomadspec.toml", "state.json")], config, state)
        else:
            state = _state(files["state.json"]) if "state.json" in files else None
            found = [d for name, text in files.items() if name.endswith(".hcl") for d in nomadspec.lint(text, config, state, filename=name, environ={})]
    return [d for d in found if d.rule == rule.name or (rule.same_as and d.code == rule.same_as)]


def _name(fence: Fence) -> str:
    """The name of the file of a fence that names none."""
    return {"toml": "nomadspec.toml", "json": "state.json", "sh": "command.sh"}.get(
        fence.language if fence.part != "spec" else "", {"agent": "agent.hcl", "spec": f"spec.{fence.language}"}.get(fence.part, JOBSPEC)
    )


def _state(text: str) -> nomadspec.ClusterState:
    document = json.loads(text)
    return nomadspec.ClusterState.from_dict({**document, "nodes": [node(**row) for row in document.get("nodes", ())]})


def _agent_findings(example: list[Fence], config: dict[str, Any]) -> list[Diagnostic]:
    from nomadspec.agent import load
    from nomadspec.workspace.agents import lint_agent
    from nomadspec.workspace.configuration import Configurations, from_mapping

    command = next((fence.text for fence in example if fence.language == "sh"), "")
    words = command.removeprefix("nomadspec agent lint").split() or ["nomad.d" if any(fence.file for fence in example) else "agent.hcl"]
    root = words.pop(words.index("--root") + 1) if "--root" in words else None
    return lint_agent(load([word for word in words if word != "--root"], root=root), Configurations(from_mapping(config)))


@contextlib.contextmanager
def _folder(files: dict[str, str]) -> Iterator[None]:
    """A working folder with these files."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        yield


def printed(rule: Rule, example: list[Fence]) -> str:
    """The findings in an example, as `lint` prints them. Raises `PageError` if there are none."""
    from nomadspec.reporting.findings import full
    from nomadspec.source.styled_text import plain

    found = findings(rule, example)
    if not found:
        raise PageError(f"{rule.code}: the rule finds nothing in its example")
    return "\n\n".join(plain(full(d.replace(url=None))).strip("\n") for d in found) + "\n"


def rendered(rule: Rule, section: str, text: str) -> str:
    """A section's text for the page of the rule: what part of a file each fence is, and below each example of the section "Example" its findings."""
    groups = examples(rule, section)
    last = {id(group[-1]): group for group in groups} if section == "Example" else {}
    ordered = iter(fence for group in groups for fence in group)

    def replace(match: re.Match[str]) -> str:
        fence = next(ordered)
        group = last.get(id(fence))
        findings = f"\n\n```text\n{printed(rule, group)}```" if group is not None else ""
        return f"{_label(fence)}```{match[1].split(' ')[0]}\n{match[2]}```{findings}"

    return FENCE.sub(replace, text)


def _label(fence: Fence) -> str:
    """A line above a fence: the name of its file and the block that it is inside of."""
    name = f"`{fence.file}`" if fence.file else {"toml": "`nomadspec.toml`", "json": "The state of the cluster"}.get(fence.language, "")
    where = f"inside a {fence.part}" if fence.part in PARTS else ""
    words = ", ".join(word for word in (name, where) if word)
    return f"{words[0].upper()}{words[1:]}:\n" if words else ""
