"""What templates write with given data: data and text beside what comes out."""

from __future__ import annotations

import pytest

from nomadspec.notation.template import parse
from nomadspec.templates.data import Data, DataError, read_data
from nomadspec.templates.given_answers import Environment
from nomadspec.templates.rendering import Rendering, render
from nomadspec.templates.skeleton import skeleton

DATA = """
env             = { MODE = "fast" }
nomad_variables = { "nomad/jobs/web" = { user = "alice", empty = "" } }
nomad_services  = { api = [{ Address = "10.0.0.1", Port = 5432 }] }
consul_keys     = { "app/mode" = "fast", "app/db/host" = "h", n = "5" }
consul_services = { web = [{ Address = "10.0.0.2", Port = 80, Tags = ["blue"], ServiceMeta = { zone = "z1" } }, { address = "10.0.0.3", port = 81 }] }
vault_secrets   = { "kv/data/app" = { data = { password = "x", port = 80 } } }
files           = { "/local/banner" = "hello" }
answers         = { datacenters = ["dc1", "dc2"], timestamp = "2026-01-31" }
"""


def rendered(text: str, data: str = DATA, *, missing_key: bool = False) -> Rendering:
    environment = Environment({"NOMAD_JOB_NAME": "web", "EMPTY": ""}, {"NOMAD_ALLOC_ID": "the server draws it"})
    return render(parse(text), text, read_data(data, "d.hcl"), environment, missing_key=missing_key)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a {{ env `MODE` }}{{ env `NOMAD_JOB_NAME` }}{{ envOrDefault `EMPTY` `d` }}{{ envOrDefault `NONE` `d` }}", "a fastwebd"),
        ("{{ with nomadVar `nomad/jobs/web` }}{{ .user }}{{ .missing }}{{ range $k, $v := . }} {{ $k }}={{ $v }}{{ end }} {{ .Metadata.Path }}{{ end }}", "alice empty= user=alice nomad/jobs/web"),
        ("{{ range nomadService `api` }}{{ .Name }} {{ .Address }}:{{ .Port }}{{ end }}", "api 10.0.0.1:5432"),
        ("{{ key `app/mode` | toUpper }} {{ keyOrDefault `none` `d` }} {{ key `n` | parseInt | add 1 }}", "FAST d 6"),
        ("{{ range ls `app` }}{{ .Key }}={{ .Value }};{{ end }}{{ range tree `app` }}{{ .Key }};{{ end }}", "mode=fast;db/host;mode;"),
        ("{{ range $i, $s := service `web` }}{{ if $i }},{{ end }}{{ .Address }}{{ end }} {{ len (service `blue.web`) }} {{ len (service `none`) }}", "10.0.0.2,10.0.0.3 1 0"),
        ("{{ range $tag, $all := service `web` | byTag }}{{ $tag }}: {{ range $all }}{{ index .ServiceMeta `zone` }}{{ end }}{{ end }}", "blue: z1"),
        ("{{ with secret `kv/data/app` }}{{ .Data.data.password }} {{ .Data.data.port }} {{ .Data | toJSON }}{{ end }}", 'x 80 {"data":{"password":"x","port":80}}'),
        ("{{ file `/local/banner` }} {{ join `,` datacenters }} {{ timestamp }}", "hello dc1,dc2 2026-01-31"),
        ("{{ .x }}|{{ 1.0 }} {{ 1e21 }} {{ 0.00001 }} {{ split `,` `a,b` }} {{ sprig_dict `b` 1 `a` (sprig_list 1 nil) }} {{ true }}", "<no value>|1 1e+21 1e-05 [a b] map[a:[1 <nil>] b:1] true"),
        ("{{ printf `%-4s|%04d|%.2f|%q|%x|%v|%d` `ab` 7 1.5 `x` `hi` nil `s` }}", 'ab  |0007|1.50|"x"|6869|<nil>|%!d(string=s)'),
        ("{{ printf `%.f|%.0f|%*d|%*d|` 2.5 2.5 3 1 -3 1 }}", "2|2|  1|1  |"),
        ("{{ printf `%999999999d, and more` 1 }}", "%!(NOVERB)%!(EXTRA int=1)"),  # Go reads no number of so many digits
        ("{{ printf `%.999999999f` 1.5 }}", "%!(NOVERB)%!(EXTRA float64=1.5)"),
        ("{{ printf `%*d|%.*f|%*d` 9000000 1 -3 1.5 `x` 1 }}", "%!(BADWIDTH)1|%!(BADPREC)1.500000|%!(BADWIDTH)1"),
        ("{{ range loop 1 4 }}{{ if eq . 2 }}{{ continue }}{{ end }}{{ . }}{{ end }}", "13"),
        ("{{ range $i, $x := split `,` `a,b,c` }}{{ if eq $i 2 }}{{ break }}{{ end }}{{ $x }}{{ else }}none{{ end }}", "ab"),
        ("{{ define `p` }}<{{ .host }}>{{ end }}{{ template `p` (sprig_dict `host` `h`) }}{{ block `q` 5 }}{{ . }}{{ end }}", "<h>5"),
        ("{{ $n := 0 }}{{ range service `web` }}{{ $n = add $n .Port }}{{ end }}{{ $n }}", "161"),
        ("{{ scratch.Set `a` 1 }}{{ scratch.MapSet `m` `k` `v` }}{{ scratch.Get `a` }}{{ range scratch.MapValues `m` }}{{ . }}{{ end }}", "1v"),
        ("{{ `a: [1, x]` | parseYAML | toYAML }} {{ `{\"b\": 1.5, \"a\": [null]}` | parseJSON | toJSONPretty }}", 'a:\n- 1\n- x {\n  "a": [\n    null\n  ],\n  "b": 1.5\n}'),
        ("{{ sprig_camelcase `ab_cd` }} {{ sprig_snakecase `AbCd` }} {{ sprig_trunc -2 `abc` }} {{ sprig_nindent 2 `x` }} {{ `a b` | urlquery }} {{ html `<a>` }}", "AbCd ab_cd bc \n  x a+b &lt;a&gt;"),
        ("{{ regexReplaceAll `(a)(b)` `$2$1` `abab` }} {{ sprig_regexSplit `,` `a,b` -1 | join `;` }} {{ base64Encode `é` | base64Decode }}", "baba a;b é"),
    ],
)  # fmt: skip
def test_text(text: str, written: str) -> None:
    found = rendered(text)
    assert (found.text, found.failure, found.waits) == (written, "", ())


@pytest.mark.parametrize(
    ("text", "line", "failure"),
    [
        ("a\n{{ index (service `web`) 0 }}", 2, "`index` of an empty list (in the first pass, before anything is read)"),
        ("{{ with service `web` }}\n{{ (index . 5).Port }}{{ end }}", 2, "index 5 is out of range: the list has 2 elements"),
        ("{{ range service `web` }}{{ .Addr }}{{ end }}", 1, "HealthService has no field 'Addr'"),
        (
            "{{ with nomadVar `nomad/jobs/web` }}{{ .user | toUpper }}{{ end }}",
            1,
            "`toUpper` expects a string here, not an item of a Nomad variable (NomadVarItem)",
        ),
        ("{{ mustEnv `NONE` }}", 1, "the environment variable NONE is empty"),
        ("{{ plugin `date` }}", 1, "function `plugin` is disabled on clients by default"),
    ],
)
def test_a_template_that_fails(text: str, line: int, failure: str) -> None:
    found = rendered(text)
    assert (found.text, found.unable, found.line, found.failure) == (None, False, line, failure)


def test_a_missing_entry_is_an_error_where_the_block_says_so() -> None:
    text = "{{ with nomadVar `nomad/jobs/web` }}{{ .missing }}{{ end }}"
    assert rendered(text).text == ""
    assert "no key 'missing'" in rendered(text, missing_key=True).failure


def test_a_template_waits_for_what_is_not_there() -> None:
    found = rendered("{{ key `none` }}{{ with secret `a` }}{{ end }}{{ range service `none` }}{{ end }}")
    assert found.text is None
    assert [str(read) for read in found.waits] == ["key none", "secret a"]


def test_what_was_read() -> None:
    found = rendered("{{ with key `app/mode` }}{{ range service . }}{{ end }}{{ end }}{{ if false }}{{ key `x` }}{{ end }}")
    assert {str(read): there for read, there in found.reads.items()} == {"key app/mode": True, "service fast": False}


@pytest.mark.parametrize(
    ("text", "failure", "help"),
    [
        ("{{ env `NOMAD_ALLOC_ID` }}", "the value of NOMAD_ALLOC_ID is known at run time only: the server draws it", 'env = { "NOMAD_ALLOC_ID" = "…" }'),
        ("{{ sprig_randInt 1 5 }}", "nomadspec does not compute `sprig_randInt`", "answers = { sprig_randInt = … }"),
        ("{{ range loop 1000000000 }}x{{ end }}", "", ""),
        ("{{ range 1000000000 }}x{{ end }}", "", ""),
        ("{{ range 50000 }}{{ range 50000 }}{{ end }}{{ end }}", "too many steps", ""),
        ("{{ $x := `aaaa` }}{{ range 40 }}{{ $x = print $x $x }}{{ end }}{{ $x }}", "too many steps", ""),
        ("{{ $x := sprig_repeat 1000000 `a` }}{{ range 10000 }}{{ $x }}{{ end }}", "too many steps", ""),
    ],
)
def test_what_nobody_can_tell_is_not_made_up(text: str, failure: str, help: str) -> None:
    found = rendered(text)
    assert found.unable
    assert found.text is None
    assert failure in found.failure
    assert help in found.help


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("nomad_vars = {}", "unknown section 'nomad_vars'; did you mean 'nomad_variables'?"),
        ("consul_keys = []", "consul_keys must be an object of names and values"),
        ("consul_services = { web = [{ Addr = 1 }] }", "consul_services['web'][0]: HealthService has no field 'Addr'; did you mean 'Address'?"),
        ('consul_services = { web = [{ Port = "x" }] }', "consul_services['web'][0].Port must be an int"),
        ("answers = { node2 = 1 }", "answers['node2']: unknown function; did you mean 'node'?"),
        ('{"env": {"A": [1]}}', "env['A'] must be a string"),
        ("{broken", "d.hcl: "),
        ("a = upper(", "d.hcl:1: "),
        ("env {\n}", "d.hcl: sections are attributes, not blocks: write env = { … }"),
    ],
)
def test_data_that_cannot_be_used(data: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        read_data(data, "d.hcl")
    assert str(error.value).startswith(message)


def test_a_skeleton_has_everything_that_is_read_and_renders() -> None:
    text = """{{ env `A` }}{{ env `NOMAD_JOB_NAME` }}{{ with nomadVar `v` }}{{ .user }}{{ range .other.Value | split "," }}{{ end }}{{ end }}
{{ range service `web|passing` }}{{ with secret (printf `kv/%s` .Name) }}{{ end }}{{ end }}{{ with secret `kv/data/a` }}{{ .Data.data.user | toUpper }}{{ range .Data.hosts }}{{ end }}{{ end }}
{{ if keyExists `k` }}{{ key `k/${x}` }}{{ end }}{{ range nomadService `api` }}{{ end }}{{ range ls `p` }}{{ end }}"""
    made = skeleton([parse(text)], ["NOMAD_JOB_NAME"])
    assert made == (
        'env = {\n  "A" = ""\n}\n'
        'nomad_variables = {\n  "v" = { "user" = "", "other" = "" }\n}\n'
        'nomad_services = {\n  "api" = [{ Address = "", Port = 0 }]\n}\n'
        'consul_keys = {\n  "k" = ""\n  "k/$${x}" = ""\n}\n'
        'consul_services = {\n  "web" = [{ Address = "", Port = 0 }]\n}\n'
        'vault_secrets = {\n  "kv/data/a" = { "data" = { "user" = "" }, "hosts" = "" }\n}\n'
        "# also read: secret …\n# also read: ls p\n"
    )
    assert isinstance(read_data(made, "d.hcl"), Data)
