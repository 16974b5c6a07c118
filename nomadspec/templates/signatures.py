"""What the functions of templates take and give; as data. How many arguments each takes is in `notation.template.functions`.

A line is `parameters -> result: functions`; the last parameter is that of all further arguments. Types are written as in `types.py`. Words that
are not types name sets of values that a function accepts at run time (`parameters.py`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_TABLE = """
- -> Scratch: scratch
- -> list of Partition: partitions
- -> text: sprig_hello
Time -> text: sprig_unixEpoch
any -> any: and call index or sprig_coalesce sprig_default sprig_dig
any -> bool: eq ge gt le lt ne not sprig_all sprig_any sprig_deepEqual sprig_empty
any -> integer: len sprig_int
any -> integer64: sprig_add sprig_add1 sprig_biggest sprig_int64 sprig_max sprig_min sprig_mul sprig_sub sprig_toDecimal
any -> list of NomadService: nomadService
any -> list of any: sprig_list sprig_tuple
any -> list of text: sprig_sortAlpha sprig_toStrings
any -> map of any: sprig_dict
any -> number: sprig_add1f sprig_addf sprig_ceil sprig_float64 sprig_floor sprig_maxf sprig_minf sprig_mulf sprig_subf
any -> text: html js print println spew_dump spew_sdump sprig_ago sprig_cat sprig_duration sprig_durationRound sprig_kindOf sprig_quote
any -> text: sprig_squote sprig_toJson sprig_toPrettyJson sprig_toString sprig_typeOf urlquery
any, a list or nil -> bool: sprig_has sprig_mustHas
any, any, bool -> any: sprig_ternary
any, divisor -> integer64: sprig_div sprig_mod
any, divisor -> number: sprig_divf
any -> any: slice
any, integer, number -> number: sprig_round
any, not nil -> bool: in
bool -> list of text: datacenters
a list -> any: sprig_concat sprig_first sprig_last sprig_mustFirst sprig_mustLast
a list -> list of any: sprig_compact sprig_initial sprig_mustCompact sprig_mustInitial sprig_mustRest sprig_mustReverse sprig_mustUniq sprig_rest
a list -> list of any: sprig_reverse sprig_uniq
a list, any -> any: sprig_mustSlice sprig_slice
a list, any -> list of any: sprig_append sprig_mustAppend sprig_mustPrepend sprig_mustPush sprig_mustWithout sprig_prepend sprig_push sprig_without
encodable -> text: sprig_mustToJson sprig_mustToPrettyJson sprig_mustToRawJson sprig_toRawJson toJSON toJSONPretty toUnescapedJSON
encodable -> text: toUnescapedJSONPretty
integer -> integer: sprig_randInt
integer -> list of integer: sprig_until sprig_untilStep
integer -> text: sprig_seq
integer, a list -> list of list of any: sprig_chunk sprig_mustChunk
integer, integer, text -> text: sprig_abbrevboth sprig_substr
integer, text -> text: indent sprig_abbrev sprig_indent sprig_nindent sprig_repeat sprig_trunc sprig_wrap sprig_wrapWith
list of KeyPair -> map of any: explode
list of KeyPair -> map of map of KeyPair: byKey
list of any, any -> bool: containsAll containsAny containsNone containsNotAll
loop bound -> channel of integer64: loop
map of any -> any: sprig_merge sprig_mergeOverwrite sprig_mustMerge sprig_mustMergeOverwrite
map of any -> list of any: sprig_values
map of any -> list of text: sprig_keys
map of any -> map of any: explodeMap mergeMap mergeMapWithOverride
map of any -> text: sprig_urlJoin
map of any, text -> any: sprig_get
map of any, text -> bool: sprig_hasKey
map of any, text -> map of any: sprig_omit sprig_pick sprig_unset
map of any, text, any -> map of any: sprig_set
not nil -> any: sprig_deepCopy sprig_mustDeepCopy
not nil, any -> bool: contains
numeric -> any: add divide maximum minimum multiply subtract
services -> map by integer of list of any: byPort
tagged -> map of list of any: byTag
text -> CatalogNode or nil: node
text -> Certificate: sprig_buildCustomCert
text -> LeafCert or nil: caLeaf
text -> NomadVarItems: nomadVar
text -> PemEncoded or nil: pkiCert
text -> Secret or nil: secret
text -> Time: sprig_mustToDate sprig_toDate
text -> Version: sprig_semver
text -> any: parseJSON parseYAML sprig_fromJson sprig_mustFromJson
text -> bool: keyExists nomadVarExists parseBool regexMatch sprig_contains sprig_hasPrefix sprig_hasSuffix sprig_isAbs sprig_mustRegexMatch
text -> bool: sprig_osIsAbs sprig_regexMatch sprig_semverCompare
text -> integer64: parseInt
text -> integer: sprig_atoi
text -> list of CARoot: caRoots
text -> list of CatalogSnippet: services
text -> list of ExportedService: exportedServices
text -> list of HealthService: connect service
text -> list of ImportedService: importedServices
text -> list of KeyPair: ls safeLs safeTree tree
text -> list of Node: nodes
text -> list of NomadServicesSnippet: nomadServices
text -> list of NomadVarMeta: nomadVarList nomadVarListSafe
text -> list of Peering: peerings
text -> list of text: secrets split sprig_splitList
text -> map of any: sprig_urlParse
text -> map of text: splitToMap sprig_split
text -> number: parseFloat
text -> text: base64Decode base64Encode base64URLDecode base64URLEncode env envOrDefault file hmacSHA256Hex key keyOrDefault md5sum mustEnv
text -> text: plugin regexReplaceAll replaceAll sha256Hex sockaddr sprig_adler32sum sprig_b32dec sprig_b32enc sprig_b64dec sprig_b64enc
text -> text: sprig_base sprig_bcrypt sprig_camelcase sprig_clean sprig_decryptAES sprig_dir sprig_encryptAES sprig_ext sprig_fail
text -> text: sprig_genPrivateKey sprig_htpasswd sprig_initials sprig_kebabcase sprig_lower sprig_mustRegexFind sprig_mustRegexReplaceAll
text -> text: sprig_mustRegexReplaceAllLiteral sprig_nospace sprig_osBase sprig_osClean sprig_osDir sprig_osExt sprig_regexFind
text -> text: sprig_regexQuoteMeta sprig_regexReplaceAll sprig_regexReplaceAllLiteral sprig_replace sprig_sha1sum sprig_sha256sum
text -> text: sprig_sha512sum sprig_shuffle sprig_snakecase sprig_swapcase sprig_title sprig_trim sprig_trimAll sprig_trimPrefix
text -> text: sprig_trimSuffix sprig_trimall sprig_untitle sprig_upper timestamp toLower toTitle toUpper trim trimPrefix trimSpace trimSuffix
text -> text: writeToFile
text -> unsigned64: parseUint
text, Time -> Time: sprig_mustDateModify sprig_must_date_modify
text, any -> bool: sprig_kindIs sprig_typeIs sprig_typeIsLike
text, any -> text: executeTemplate printf spew_printf spew_sprintf sprig_join
text, integer -> Certificate: sprig_genCA
text, integer, text -> Certificate: sprig_genCAWithKey
text, integer, text -> map of text: sprig_splitn
text, list of HealthService -> map of list of HealthService: byMeta
text, list of any, list of any, integer -> Certificate: sprig_genSelfSignedCert
text, list of any, list of any, integer, Certificate -> Certificate: sprig_genSignedCert
text, list of any, list of any, integer, Certificate, text -> Certificate: sprig_genSignedCertWithKey
text, list of any, list of any, integer, text -> Certificate: sprig_genSelfSignedCertWithKey
text, list of text -> text: join
text, map of any -> list of any: sprig_pluck
text, text, integer -> list of text: sprig_mustRegexFindAll sprig_mustRegexSplit sprig_regexFindAll sprig_regexSplit
text, text, integer -> text: sprig_plural
toml -> text: toTOML
unsigned32, text -> text: sprig_derivePassword
whole -> any: modulo
yaml -> text: toYAML
"""


class Signature:
    """`parameters`: types of the arguments, the last one of all further arguments too; `result`: the type of the value."""

    __slots__ = ("parameters", "result")

    def __init__(self, parameters: tuple[str, ...], result: str) -> None:
        self.parameters: Final = parameters
        self.result: Final = result

    def parameter(self, index: int) -> str:
        return self.parameters[min(index, len(self.parameters) - 1)] if self.parameters else "any"


def _read() -> dict[str, Signature]:
    found: dict[str, Signature] = {}
    for line in _TABLE.strip().split("\n"):
        words, _, names = line.partition(": ")
        parameters, _, result = words.partition(" -> ")
        signature = Signature(() if parameters == "-" else tuple(parameters.split(", ")), result)
        found.update(dict.fromkeys(names.split(), signature))
    return found


SIGNATURES = _read()
"""Function → signature."""
