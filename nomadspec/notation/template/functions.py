"""The functions a task's template may call: those of Go's templates, of consul-template, and of Sprig under the prefix `sprig_`.

One line of the table is a number of arguments and the names that take it: `2` exactly two, `1-` one or more, `0-2` up to two, `1,3` one or three. A wrong number
is an error when the template runs, not when it is parsed.
"""

from __future__ import annotations

from nomadspec.releases import NEWEST
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from nomadspec.releases import Release

_GO = """
0- html js urlquery print println
1 not len
1- and or call index printf
1-4 slice
2 ne lt le gt ge
2- eq
"""
_CONSUL_TEMPLATE = """
0 partitions scratch
0- caLeaf caRoots node nodes nomadServices peerings pkiCert secret services spew_dump spew_sdump
0-1 datacenters exportedServices nomadVarList nomadVarListSafe timestamp
0-2 connect service
1 base64Decode base64Encode base64URLDecode base64URLEncode byKey byPort byTag env explode explodeMap file importedServices key keyExists ls md5sum
1 mustEnv nomadVar nomadVarExists parseBool parseFloat parseInt parseJSON parseUint parseYAML safeLs safeTree secrets sha256Hex toJSON toJSONPretty
1 toLower toTitle toTOML toUnescapedJSON toUnescapedJSONPretty toUpper toYAML tree trimSpace
1- plugin sockaddr spew_printf spew_sprintf
1-2 executeTemplate loop
1,3 nomadService
2 add byMeta contains containsAll containsAny containsNone containsNotAll divide envOrDefault hmacSHA256Hex in indent join keyOrDefault maximum
2 mergeMap mergeMapWithOverride minimum modulo multiply regexMatch split subtract trim trimPrefix trimSuffix
3 regexReplaceAll replaceAll splitToMap
5- writeToFile
"""
_SPRIG = """
0 hello
0- add addf all any cat coalesce concat dict keys list quote seq squote tuple
1 add1 add1f adler32sum ago atoi b32dec b32enc b64dec b64enc base bcrypt camelcase ceil clean compact deepCopy dir duration durationRound empty ext
1 fail first float64 floor fromJson genPrivateKey initial initials int int64 isAbs kebabcase kindOf last lower mustCompact mustDeepCopy mustFirst
1 mustFromJson mustInitial mustLast mustRest mustReverse mustToJson mustToPrettyJson mustToRawJson mustUniq nospace osBase osClean osDir osExt osIsAbs
1 regexQuoteMeta rest reverse semver sha1sum sha256sum sha512sum shuffle snakecase sortAlpha swapcase title toDecimal toJson toPrettyJson toRawJson
1 toString toStrings trim typeOf uniq unixEpoch until untitle upper urlJoin urlParse values
1- biggest default divf max maxf merge mergeOverwrite min minf mul mulf mustMerge mustMergeOverwrite mustSlice mustWithout omit pick pluck slice subf
1- without
2 abbrev append buildCustomCert chunk contains decryptAES deepEqual div encryptAES genCA get has hasKey hasPrefix hasSuffix htpasswd indent join
2 kindIs mod must_date_modify mustAppend mustChunk mustDateModify mustHas mustPrepend mustPush mustRegexFind mustRegexMatch mustToDate nindent prepend
2 push randInt regexFind regexMatch repeat semverCompare split splitList sub toDate trimall trimAll trimPrefix trimSuffix trunc typeIs typeIsLike
2 unset wrap
2- round
3- dig
3 abbrevboth genCAWithKey mustRegexFindAll mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit plural regexFindAll regexReplaceAll
3 regexReplaceAllLiteral regexSplit replace set splitn substr ternary untilStep wrapWith
4 genSelfSignedCert
5 derivePassword genSelfSignedCertWithKey genSignedCert
6 genSignedCertWithKey
"""


class Arity(Record):
    """How many arguments a function takes; `most` None for any number. `not_between`: a function of one or three does not take two."""

    least: int
    most: int | None
    not_between: bool = False

    def admits(self, count: int) -> bool:
        if self.not_between:
            return count in (self.least, self.most)
        return count >= self.least and (self.most is None or count <= self.most)

    def __str__(self) -> str:
        """As in "takes 2 arguments"."""
        least, most = self.least, self.most
        number = f"{least}" if most == least else f"at least {least}" if most is None else f"{least} {'or' if self.not_between else 'to'} {most}"
        return f"{'no' if number == '0' else number} argument{'' if number in ('1', 'at least 1') else 's'}"


def _arity(text: str) -> Arity:
    if "," in text:
        least, _, most = text.partition(",")
        return Arity(int(least), int(most), not_between=True)
    least, dash, most = text.partition("-")
    return Arity(int(least), int(most) if most else None if dash else int(least))


def _read(table: str, prefix: str = "") -> dict[str, Arity]:
    found: dict[str, Arity] = {}
    for line in table.split("\n"):
        arity_text, _, names = line.partition(" ")
        if names:
            arity = _arity(arity_text)
            for name in names.split():
                found[prefix + name] = arity
    return found


FUNCTIONS = {**_read(_GO), **_read(_CONSUL_TEMPLATE), **_read(_SPRIG, "sprig_")}
"""Name → number of arguments."""

_OLDER = """
0 now uuidv4
1 date env expandenv getHostByName htmlDate randAlpha randAlphaNum randAscii randBytes randNumeric
2 dateModify date_modify htmlDateInZone
3 dateInZone date_in_zone
"""

#: Functions that not all releases have: the first and the last one. "1.6.4, 1.7.0": it came to several lines at once.
LIFETIMES: dict[str, tuple[str, str]] = {
    "hmacSHA256Hex": ("1.6.4, 1.7.0", ""),
    "peerings": ("1.6.9, 1.7.6, 1.8.0", ""),
    "byPort": ("1.8.2", ""),
    "exportedServices": ("1.8.2", ""),
    "partitions": ("1.8.2", ""),
    "importedServices": ("1.11.2", ""),
    "sprig_sha512sum": ("1.9.5", ""),
    **dict.fromkeys(_read(_OLDER, "sprig_"), ("", "1.10.1")),
}


def functions_of(release: Release) -> Container[str]:
    """The functions that templates may call in that release."""
    if release is NEWEST:
        return FUNCTIONS
    lacking = {name for name, lifetime in LIFETIMES.items() if not release.has(*lifetime)}
    return frozenset((*FUNCTIONS, *LIFETIMES)) - lacking


def lifetime_note(name: str, release: Release) -> str:
    """Why the release does not have a function that others have; "" for one that it has, or that nobody has."""
    since, until = LIFETIMES.get(name, ("", ""))
    if release.has(since, until):
        return ""
    return f"was removed after Nomad {until}" if until and not release.has(until=until) else f"needs Nomad {since}"


DENIED = frozenset(("executeTemplate", "plugin", "writeToFile"))
"""Functions that a client refuses to run unless its configuration lists others."""

DENIED_SINCE = {"executeTemplate": "1.9.4"}
"""Those that not all releases refuse, and the first one that does."""


class Read(Record):
    """What a function reads from outside. `integration`: consul, vault, nomad, env or file; `kind`: what of it; `key`: the argument that
    says which one (from 0, -1 the last, None for none)."""

    integration: str
    kind: str
    key: int | None


_READS = """
consul consul-ca-leaf 0 caLeaf
consul consul-ca-roots - caRoots
consul consul-connect-service 0 connect
consul consul-datacenters - datacenters
env env 0 env envOrDefault mustEnv
consul consul-exported-services 0 exportedServices
file file 0 file
consul consul-imported-services 0 importedServices
consul consul-kv 0 key keyExists keyOrDefault
consul consul-kv-prefix 0 ls safeLs safeTree tree
consul consul-node 0 node
consul consul-nodes 0 nodes
nomad nomad-service -1 nomadService
nomad nomad-services 0 nomadServices
nomad nomad-variable 0 nomadVar nomadVarExists
nomad nomad-variable-prefix 0 nomadVarList nomadVarListSafe
consul consul-partitions - partitions
consul consul-peerings 0 peerings
vault vault-pki-cert 0 pkiCert
vault vault-secret 0 secret
vault vault-secret-list 0 secrets
consul consul-service 0 service
consul consul-services 0 services
"""


def _read_reads() -> dict[str, Read]:
    found: dict[str, Read] = {}
    for line in _READS.strip().split("\n"):
        integration, kind, key, *names = line.split()
        found.update(dict.fromkeys(names, Read(integration, kind, None if key == "-" else int(key))))
    return found


READS = _read_reads()
"""Name → what the function reads; the others read nothing."""
