"""Where templates fail whatever the data is: each text beside the kinds of its faults and the words they are at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nomadspec.notation.template import TemplateError, parse
from nomadspec.templates import faults
from tests.recorded import recorded

if TYPE_CHECKING:
    from pathlib import Path


def found(text: str, *, missing_key: bool = False) -> list[tuple[str, str]]:
    return [(fault.kind, text[fault.start : fault.end]) for fault in faults(parse(text), text, missing_key=missing_key)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the moving dot
        ("{{ range service `web` }}{{ .Address }}{{ end }}", []),
        ("{{ range service `web` }}{{ .Addr }}{{ end }}", [("field", "Addr")]),
        ("{{ with service `web` }}{{ .Address }}{{ end }}", [("field", "Address")]),
        ("{{ range $i, $s := nomadService `web` }}{{ $i.Port }}{{ end }}", [("field", "Port")]),
        ("{{ range ls `a` }}{{ range nodes }}{{ .Value }}{{ end }}{{ .Value }}{{ end }}", [("field", "Value")]),
        ("{{ define `x` }}{{ .Foo }}{{ end }}{{ range nomadService `web` }}{{ template `x` . }}{{ end }}", [("field", "Foo")]),
        ("{{ range service `web` | byTag }}{{ range . }}{{ .Addr }}{{ end }}{{ end }}", [("field", "Addr")]),
        ("{{ range $port, $all := service `web` | byPort }}{{ add $port 1 }}{{ end }}", []),
        # Nomad variables
        ("{{ with nomadVar `a` }}{{ .user | toUpper }}{{ end }}", [("argument", "toUpper")]),
        ("{{ with nomadVar `a` }}{{ .user.Value | toUpper }}{{ .Metadata.Path }}{{ end }}", []),
        ("{{ with nomadVar `a` }}{{ if eq .user `x` }}{{ end }}{{ end }}", [("comparison", "eq")]),
        ("{{ (nomadVar `a`).Metadata.Path }}", [("first-pass", "Path")]),
        # secrets: what is inside is known by data alone, but numbers are texts of a kind of their own
        ("{{ with secret `kv/a` }}{{ .Data.data.user | toUpper }}{{ end }}", []),
        ("{{ with secret `kv/a` }}{{ .Data.data.port | add 1 }}{{ end }}", [("argument", "add")]),
        ("{{ with secret `kv/a` }}{{ if eq .Data.data.port 1 }}{{ end }}{{ end }}", []),
        ("{{ with secret `kv/a` }}{{ .password }}{{ end }}", [("field", "password")]),
        # what depends on data
        ("{{ with key `a` | parseJSON }}{{ .x.y | add 1 }}{{ end }}", []),
        ("{{ $x := `` }}{{ if env `A` }}{{ $x = 5 }}{{ end }}{{ $x | toUpper }}", []),
        ("{{ $x := 1.5 }}{{ if env `A` }}{{ $x = 5 }}{{ end }}{{ $x | toUpper }}", [("argument", "toUpper")]),
        ("{{ $n := 0 }}{{ range service `a` }}{{ $n = add $n 1 }}{{ end }}{{ $n }}", []),
        ("{{ or (env `A`) 5 }}", []),
        ("{{ if false }}{{ toUpper 5 }}{{ end }}{{ define `x` }}{{ toUpper 5 }}{{ end }}", []),
        ("{{ range service `a` }}{{ break }}{{ .Addr }}{{ end }}", []),
        ("{{ if not (env `A`) }}{{ sprig_fail `set A` }}{{ end }}", []),
        ("{{ define `walk` }}{{ range .kids }}{{ template `walk` . }}{{ end }}{{ end }}{{ template `walk` (key `a` | parseJSON) }}", []),
        # the first pass
        ("{{ with secret `a` }}{{ .Data.x }}{{ else }}{{ parseInt `x` }}{{ end }}", [("first-pass", "parseInt")]),
        ("{{ with keyOrDefault `a` `x` }}{{ parseInt . }}{{ end }}", [("first-pass", "parseInt")]),
        ("{{ $all := sprig_list }}{{ range service `a` }}{{ $all = sprig_append $all .Name }}{{ end }}{{ index $all 0 }}", [("first-pass", "index")]),
        (
            "{{ $all := sprig_dict }}{{ range service `a` }}{{ $x := sprig_set $all `n` `1` }}{{ end }}{{ index $all `n` | parseInt }}",
            [("first-pass", "parseInt")],
        ),
        ("{{ with service `a` }}{{ scratch.Set `n` `1` }}{{ end }}{{ scratch.Get `n` | parseInt }}", [("first-pass", "parseInt")]),
        ("{{ define `x` }}{{ index . 0 }}{{ end }}{{ template `x` (ls `a`) }}", [("first-pass", "index")]),
        ("{{ index (service `a`) 0 }}", [("first-pass", "index")]),
        ("{{ key `a` | parseJSON | toUpper }}", [("first-pass", "toUpper")]),
        ("{{ divide (key `n` | parseInt) 10 }}", [("first-pass", "divide")]),
        ("{{ with nomadVar `a` }}{{ index (service `web`) 0 }}{{ end }}", [("first-pass", "index")]),
        ("{{ with nomadVar `a` }}{{ index (service `web`) 0 }}{{ end }}{{ range service `web` }}{{ end }}", []),
        ("{{ $all := service `web` }}{{ with nomadVar `a` }}{{ with $all }}{{ index . 0 }}{{ end }}{{ end }}", []),
        ("{{ $last := `` }}{{ range service `a` }}{{ $last = . }}{{ end }}{{ $last.Address }}", [("first-pass", "Address")]),
        ("{{ node.Node }}{{ (node).Node }}", [("first-pass", "Node")]),
        # arguments
        ("{{ toUpper 5 }}{{ indent 1.0 `a` }}{{ indent `1` `a` }}", [("argument", "5"), ("argument", "`1`")]),
        ("{{ indent (parseInt `2`) `a` }}{{ indent (sprig_int `2`) `a` }}", [("argument", "parseInt `2`")]),
        ("{{ split `,` `a` | sprig_reverse | join `,` }}", [("argument", "join")]),
        (
            "{{ key }}{{ nomadService 1 `a` }}{{ sprig_dig `a` }}",
            [("argument-count", "key"), ("argument-count", "nomadService"), ("argument-count", "sprig_dig")],
        ),
        ("{{ `a` | `b` | key }}", "parse"),
        ("{{ $x := `a` }}{{ $x `b` }}", [("misuse", "$x")]),
        ("{{ if gt (env `N`) 3 }}{{ end }}{{ if eq 1 1.0 }}{{ end }}{{ if eq `a` nil }}{{ end }}", [("comparison", "gt"), ("comparison", "eq")]),
        ("{{ range env `A` }}{{ end }}{{ range 3 }}{{ end }}", [("misuse", "env `A`")]),
        ("{{ index (split `,` `a,b`) 2 }}{{ parseInt `x` }}", [("value", "index"), ("value", "parseInt")]),
        ("{{ template `none` }}{{ define `loop` }}{{ template `loop` }}{{ end }}{{ template `loop` }}", [("template-missing", "`none`"), ("misuse", "`loop`")]),
        ("{{ plugin `date` }}{{ file `local/a` }}", [("function-denied", "plugin"), ("file-relative", "file")]),
        # wrong without an error
        ("{{ service `web` }}", [("address", "service `web`")]),
        ("{{ with nomadVar `a` }}{{ if .on }}{{ .n | sprig_int }}{{ end }}{{ end }}", [("always-true", ".on"), ("zero", "sprig_int")]),
    ],
)
def test_faults(text: str, expected: list[tuple[str, str]] | str) -> None:
    if expected == "parse":
        with pytest.raises(TemplateError):
            parse(text)
        return
    assert [(kind, word) for kind, word in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("{{ .x }}", ["field"]),
        ("{{ (nomadVar `a`).user }}", ["first-pass"]),
        ("{{ with nomadVar `a` }}{{ .user }}{{ end }}", []),
        ("{{ index (sprig_dict `a` 1) `b` }}", []),
        ("{{ (sprig_dict `a` 1).b }}", ["field"]),
    ],
)
def test_missing_keys_are_errors_where_the_block_says_so(text: str, kinds: list[str]) -> None:
    assert not found(text)
    assert [kind for kind, _ in found(text, missing_key=True)] == kinds


@pytest.mark.parametrize(
    ("text", "instead", "help"),
    [
        ("{{ range service `a` }}{{ .Addr }}{{ end }}", "Address", "Did you mean 'Address'?"),
        ("{{ range nomadService `a` }}{{ .port }}{{ end }}", "Port", "Did you mean 'Port'?"),
        ("{{ with secret `a` }}{{ .password }}{{ end }}", "", "Secret data is in `.Data`"),
        ("{{ define `part` }}{{ end }}{{ template `Part` }}", "`part`", "Did you mean 'part'?"),
        ("{{ with nomadVar `a` }}{{ .x | toUpper }}{{ end }}", "", "Use the item's `.Value`."),
    ],
)
def test_help(text: str, instead: str, help: str) -> None:
    (fault,) = faults(parse(text), text)
    assert fault.instead == instead
    assert fault.help.startswith(help)


@pytest.mark.parametrize(
    "text",
    [
        "{{ range service `a` }}" * 110 + "{{ end }}" * 110,
        "{{ if env `A` }}" * 110 + "{{ end }}" * 110,
        "{{ if env `A` }}a{{ else " + "if env `B` }}{{ else " * 3000 + "}}c{{ end }}",
        "{{ $x := 1 }}" + "{{ range services }}{{ $x = .Name }}" * 60 + "{{ end }}" * 60,
        "{{ range loop 1000000000 }}{{ . }}{{ end }}{{ range 1000000000000 }}{{ . }}{{ end }}",
        "{{ key `a` }}" * 20_000,
        "".join(f"{{{{ define `t{n}` }}}}{{{{ template `t{n + 1}` }}}}{{{{ template `t{n + 1}` }}}}{{{{ end }}}}" for n in range(40)) + "{{ template `t0` }}",
        "{{ sprig_repeat 100000000000 `a` }}{{ sprig_until 100000000000 }}{{ indent 100000000000 `a` }}",
        "{{ $x := `aaaa` }}{{ range loop 24 }}{{ $x = print $x $x $x $x }}{{ end }}",
        "{{ $x := sprig_list 1 }}" + "{{ $x = sprig_list $x $x }}" * 60 + "{{ len $x }}{{ $x | toJSON }}",
        "{{ $x := sprig_list 1 }}" + "{{ $x = sprig_concat $x $x }}" * 60 + "{{ $x }}",
        "{{ parseYAML `" + "[" * 5000 + "` }}{{ parseJSON `" + "[" * 100_000 + "` }}",
    ],
)
def test_work_is_bounded(text: str) -> None:
    assert len(faults(parse(text), text)) <= 100  # comes back


def test_answers_of_the_engine(goldens: Path) -> None:
    """The recorded texts: a fault that is sure exactly where the engine fails whatever the data is."""
    wrong: list[str] = []
    cases = 0
    for path in recorded(goldens / "template-types", "*.jsonl"):
        for line in path.read_text().splitlines():
            case = json.loads(line)
            if case.get("either") or "function_denylist" in case:
                continue
            cases += 1
            try:
                parsed = parse(case["text"], case.get("left_delimiter") or "{{", case.get("right_delimiter") or "}}")
            except TemplateError:
                sure = True
            else:
                sure = any(fault.sure for fault in faults(parsed, case["text"], missing_key=case["error_on_missing_key"]))
            if sure != (case["outcome"] == "type-error"):
                wrong.append(case["id"])
    assert cases
    assert len(wrong) < cases * 0.005, wrong
