"""What the functions of templates do.

Each module has some of three tables, name → function: `VALUES` of those that look at values which may be unknown; `KNOWN` of those that are only called with
known ones; `DATA` of those that take and give plain Python data (text as str, a list as list, a map as dict). They are imported when a template calls them.
A function in none of them, or called with what is not known, gives any value of its result's type.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec.templates.run import Call
    from nomadspec.templates.values import Value

    Compute = Callable[[Call, str], Value]

_WHERE = """
arithmetic add divide maximum minimum modulo multiply subtract sprig_add sprig_add1 sprig_add1f sprig_addf sprig_atoi sprig_biggest sprig_ceil sprig_div
arithmetic sprig_divf sprig_float64 sprig_floor sprig_int sprig_int64 sprig_max sprig_maxf sprig_min sprig_minf sprig_mod sprig_mul sprig_mulf sprig_round
arithmetic sprig_sub sprig_subf sprig_toDecimal sprig_until sprig_untilStep sprig_seq sprig_randInt loop parseBool parseFloat parseInt parseUint
comparison eq ge gt le lt ne not contains in containsAll containsAny containsNone containsNotAll sprig_deepEqual sprig_has sprig_mustHas
choosing scratch sprig_all sprig_any sprig_coalesce sprig_deepCopy sprig_default sprig_empty sprig_mustDeepCopy sprig_ternary
dictionaries sprig_dict sprig_dig sprig_get sprig_hasKey sprig_keys sprig_merge sprig_mergeOverwrite sprig_mustMerge sprig_mustMergeOverwrite sprig_omit
dictionaries sprig_pick sprig_pluck sprig_set sprig_unset sprig_values
grouping byKey byMeta byPort byTag explode explodeMap join mergeMap mergeMapWithOverride split splitToMap
indexing call index len slice
lists sprig_append sprig_chunk sprig_compact sprig_concat sprig_first sprig_initial sprig_last sprig_list sprig_mustAppend sprig_mustChunk
lists sprig_mustCompact sprig_mustFirst sprig_mustInitial sprig_mustLast sprig_mustPrepend sprig_mustPush sprig_mustRest sprig_mustReverse
lists sprig_mustSlice sprig_mustUniq sprig_mustWithout sprig_prepend sprig_push sprig_rest sprig_reverse sprig_slice sprig_tuple sprig_uniq
lists sprig_without
encoding base64Decode base64Encode base64URLDecode base64URLEncode hmacSHA256Hex md5sum parseJSON parseYAML sha256Hex sprig_adler32sum sprig_b32dec
encoding sprig_b32enc sprig_b64dec sprig_b64enc sprig_fromJson sprig_mustFromJson sprig_mustToJson sprig_mustToPrettyJson sprig_mustToRawJson
encoding sprig_sha1sum sprig_sha256sum sprig_sha512sum sprig_toJson sprig_toPrettyJson sprig_toRawJson toJSON toJSONPretty toTOML toUnescapedJSON
encoding toUnescapedJSONPretty toYAML sprig_urlParse sprig_urlJoin
formatting html js print println printf urlquery sprig_cat sprig_join sprig_quote sprig_squote sprig_sortAlpha sprig_toString sprig_toStrings
formatting sprig_kindIs sprig_kindOf sprig_typeIs sprig_typeIsLike sprig_typeOf
outside sprig_fail sprig_semver sprig_semverCompare sprig_mustToDate sprig_toDate sprig_mustDateModify sprig_must_date_modify sockaddr
outside sprig_buildCustomCert sprig_decryptAES
regexps regexMatch regexReplaceAll sprig_mustRegexFind sprig_mustRegexFindAll sprig_mustRegexMatch sprig_mustRegexReplaceAll
regexps sprig_mustRegexReplaceAllLiteral sprig_mustRegexSplit sprig_regexFind sprig_regexFindAll sprig_regexMatch sprig_regexQuoteMeta
regexps sprig_regexReplaceAll sprig_regexReplaceAllLiteral sprig_regexSplit
strings indent replaceAll sprig_abbrev sprig_abbrevboth sprig_base sprig_camelcase sprig_clean sprig_contains sprig_dir sprig_ext sprig_hasPrefix
strings sprig_hasSuffix sprig_hello sprig_indent sprig_initials sprig_isAbs sprig_kebabcase sprig_lower sprig_nindent sprig_nospace sprig_osBase sprig_osClean
strings sprig_osDir sprig_osExt sprig_osIsAbs sprig_plural sprig_repeat sprig_replace sprig_snakecase sprig_split sprig_splitList sprig_splitn sprig_substr
strings sprig_wrap sprig_wrapWith sprig_swapcase sprig_title sprig_trim sprig_trimAll sprig_trimPrefix sprig_trimSuffix sprig_trimall sprig_trunc sprig_untitle sprig_upper
strings toLower toTitle toUpper trim trimPrefix trimSpace trimSuffix
"""


class NotComputed(Exception):
    """A function whose value is not computed here. Only where a text is rendered."""

    def __init__(self, name: str, message: str = "", help: str = "") -> None:
        super().__init__(message or f"nomadspec does not compute `{name}`")
        self.help = help or (f"Set its value in the data: answers = {{ {name} = … }}" if name.isidentifier() else "")


_PLACES = {name: module for module, *names in map(str.split, _WHERE.strip().split("\n")) for name in names}
_found: dict[str, Compute | None] = {}


def find(name: str) -> Compute | None:
    """How the function is computed; None where it is not."""
    if name not in _found:
        _found[name] = _load(name)
    return _found[name]


def _load(name: str) -> Compute | None:
    place = _PLACES.get(name)
    if place is None:
        return None
    module = __import__(f"nomadspec.templates.functions.{place}", fromlist=[place])
    values, known, data = (getattr(module, table, {}).get(name) for table in ("VALUES", "KNOWN", "DATA"))
    if values is not None:
        return lambda call, _: values(call)
    if known is not None:
        return _when_known(lambda call, _: known(call))
    if data is not None:
        return _when_known(lambda call, result: _from_data(data, call, result))
    return None


def _when_known(compute: Compute) -> Compute:
    def computed(call: Call, result: str) -> Value:
        from nomadspec.templates.values import unknown

        if all(argument.known for argument in call.arguments):
            try:
                return compute(call, result)
            except ValueError as error:
                raise call.error(f"`{call.name}` fails: {error}") from None
            except (NotComputed, OverflowError):
                if call.run.strict:
                    raise NotComputed(call.name) from None
        return unknown(result)

    return computed


def _from_data(function: Callable[..., object], call: Call, result: str) -> Value:
    from nomadspec.templates.functions.conversion import from_data, to_data

    return from_data(function(*map(to_data, call.arguments)), result)
