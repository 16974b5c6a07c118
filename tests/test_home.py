"""Nothing points to what nobody owns: addresses of the project come from `nomadspec.version.HOME`, and there are none without it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from nomadspec import version
from nomadspec.cli.commands.init import LOCAL_HOOKS
from nomadspec.reporting.formats import Report, render
from nomadspec.rules.registry import ENGINE, builtin
from nomadspec.workspace.schemas import SCHEMAS, schema
from tests.cli.run import Runner

ROOT = Path(__file__).parent.parent
HOME = "https://git.example/org/nomadspec"

#: Hosts that exist and are not ours, and names that can never be anybody's.
KNOWN = re.compile(
    r"(www\.apache\.org|json-schema\.org|json\.schemastore\.org|www\.w3\.org|www\.nomadproject\.io|developer\.hashicorp\.com|www\.googleapis\.com|pyodide\.org)$"
    r"|(.*\.)?example(\.com)?$|localhost$|127\.|s3\.eu-west-1\.amazonaws\.com$|host$|vault\.service\.consul$"
)
#: Where everybody may have a name, only those of Nomad itself and of examples.
KNOWN_OWNERS = re.compile(r"(github\.com|raw\.githubusercontent\.com)/(hashicorp|example|org)/|raw\.githubusercontent\.com$")
BROKEN = 'job "x" {\n  group "g" {\n    service {\n      port = "x"\n    }\n    task "t" {\n      driver = "raw_exec"\n    }\n  }\n}\n'


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "HOME", HOME)


@pytest.fixture
def nomadspec(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    return Runner(monkeypatch, tmp_path)


def shipped() -> list[Path]:
    """Every text that is installed, copied by users, or read on the web."""
    files = [path for pattern in ("*.md", "*.toml", "*.yml", "*.yaml", ".*.yaml", "Dockerfile", "Makefile") for path in ROOT.glob(pattern)]
    for folder in ("nomadspec", "schemas", "docs", "templates", "grammar", "tools", "packaging", ".github"):
        files += [path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".md", ".json", ".yml", ".lark", ".sh", ".rb")]
    return files


def test_no_address_is_unknown() -> None:
    files = shipped()
    assert len(files) > 500
    addresses = {
        (found, path.relative_to(ROOT)) for path in files for found in re.findall(r"https?://([A-Za-z0-9][\w.-]*(?:/[\w-]+/)?)", path.read_text("utf-8"))
    }
    assert addresses
    assert not sorted((found, str(path)) for found, path in addresses if not KNOWN.match(found.partition("/")[0]) and not KNOWN_OWNERS.match(found))


@pytest.mark.skipif(version.HOME is not None, reason="the project has a home")
def test_nothing_is_installed_by_a_name_that_is_not_ours() -> None:
    for path in (ROOT / "templates" / "nomadspec.yml", ROOT / "action.yml", ROOT / "README.md", ROOT / "Dockerfile"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"(pip|pipx|uv|uvx|brew|docker) (tool )?(install|run|pull) [^\n|]*\bnomadspec\b(?! lint)", re.sub(r"docker run [^\n]*", "", text)
        ), path.name
        assert not re.search(r"uses: (?!actions/)", text), path.name


def outputs(nomadspec: Runner) -> dict[str, str]:
    """What the program prints and writes, by what was asked of it."""
    forms = ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson")
    printed = {form: nomadspec("lint", "-o", form, "-", stdin=BROKEN).out for form in forms}
    assert all("REF001" in text for form, text in printed.items() if form != "junit")
    for words in (["rule"], ["rule", "REF001"], ["rule", "-o", "json"], ["lint", "--help"], ["--help"], *(["schema", name] for name in SCHEMAS)):
        printed[" ".join(words)] = nomadspec(*words).out
    nomadspec("init", "--config", "--pre-commit", "--force")
    printed["init"] = "".join((nomadspec.folder / name).read_text() for name in ("nomadspec.toml", ".pre-commit-config.yaml"))
    return printed


@pytest.mark.skipif(version.HOME is not None, reason="the project has a home")
def test_without_a_home_nothing_is_linked(nomadspec: Runner) -> None:
    printed = outputs(nomadspec)
    found = {(asked, host) for asked, text in printed.items() for host in re.findall(r"https?://([A-Za-z0-9][A-Za-z0-9.-]*)", text)}
    assert not {(asked, host) for asked, host in found if not KNOWN.match(host)}
    assert "  = service-port-unknown: nomadspec rule REF001\n" in printed["text"]
    assert "- repo: local\n" in printed["init"]


@pytest.mark.usefixtures("at_home")
def test_with_a_home_everything_follows(nomadspec: Runner) -> None:
    page = f"{HOME}/blob/v{version.__version__}/docs/rules/REF001.md"
    printed = outputs(nomadspec)
    assert f"  = service-port-unknown: {page}\n" in printed["text"]
    assert page in (d["url"] for d in json.loads(printed["json"])["findings"])
    said = json.loads(nomadspec("lint", "-o", "json", "-", stdin='job "x" {\n  type = "y"\n}\n').out)["findings"]
    assert f"{HOME}/blob/v{version.__version__}/docs/rules/nomad.md#nom1008" in (d["url"] for d in said)
    assert '<a id="nom1008"></a>' in (ROOT / "docs" / "rules" / "nomad.md").read_text(encoding="utf-8")
    driver = json.loads(printed["sarif"])["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == HOME
    assert page in (rule.get("helpUri") for rule in driver["rules"])
    document = json.loads(printed["rdjson"])
    assert document["source"] == {"name": "nomadspec", "url": HOME}
    assert page in (row["code"].get("url") for row in document["diagnostics"])
    assert page in (row["url"] for row in json.loads(printed["rule -o json"]))
    for name in SCHEMAS:
        assert schema(name)["$id"] == f"{HOME}/blob/v{version.__version__}/schemas/{name}.schema.json"
    assert f"  - repo: {HOME}\n    rev: v{version.__version__}\n" in printed["init"]


@pytest.mark.usefixtures("at_home")
def test_only_rules_with_a_page_have_an_address() -> None:
    assert all((ROOT / "docs" / "rules" / f"{rule.code}.md").is_file() and rule.url for rule in builtin())
    assert not any(rule.url for rule in ENGINE)


def test_reports_of_nothing() -> None:
    assert "informationUri" not in json.loads(render("sarif", Report([])))["runs"][0]["tool"]["driver"] or version.HOME
    assert "url" not in json.loads(render("rdjson", Report([])))["source"] or version.HOME


def test_the_local_hooks_are_the_published_ones() -> None:
    def plain(hook: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in hook.items() if name not in ("language", "description")}

    published = {hook["id"]: plain(hook) for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    local = yaml.safe_load(LOCAL_HOOKS)["repos"][0]["hooks"]
    assert local
    for hook in local:
        assert hook["language"] == "system"
        assert plain(hook) == published[hook["id"]]


def test_what_a_release_sets_by_hand() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert project.get("urls", {}).get("Homepage") == version.HOME
    assert f"  - repo: {version.HOME or 'local'}\n" in readme
    assert version.HOME or not any("email" in author for author in project["authors"]), "an address is set together with the home"
