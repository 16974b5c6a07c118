"""API JSON into the typed job and back: one table for all block types, read from the block schema.

`from_api` follows Go's JSON decoder, which is what Nomad reads a job with: a key matches a field by its exact name, else without
regard to case; unknown keys are ignored; null leaves a plain field at its zero and a nullable one empty; the first value of a
wrong type refuses the whole document with Go's own words. `to_api` gives the fields in the order in which the API prints them,
and maps with their keys sorted, so that a text writer needs to know neither.

    from_api({"Job": {...}}) -> Job        raises JobJsonError (never let out of the public API)
    to_api(job) -> {...}                   the inner object
"""

from __future__ import annotations

from nomadspec.jobspec.block import PartlyKnown, PartlyKnownList, UnknownValue, known_items, wholly_known
from nomadspec.jobspec.block_class import block_class
from nomadspec.releases import NEWEST
from nomadspec.schema.field import OMITTED
from nomadspec.schema.fields_of_release import members_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec._generated.job_model import Job
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.releases import Release
    from nomadspec.schema.field import Field

    Reader = Callable[[Any], Any]
    #: Of one field: model name, reader of a value that is not null, whether null empties it, JSON name.
    Entry = tuple[str, Reader, bool, str]

#: Block types that the API holds by value in a list: a null element is then an empty block, not a missing one.
BY_VALUE: Final = frozenset({"ServiceCheck", "Port"})

#: The bounds of the integer types, by their name in the schema.
INTEGERS: Final = {
    "int": (-(2**63), 2**63 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "duration": (-(2**63), 2**63 - 1),
    "int8": (-(2**7), 2**7 - 1),
    "uint8": (0, 2**8 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}

#: Whole numbers up to here are the same as 64-bit floats and as integers.
EXACT_FLOAT: Final = 2**53


class JobJsonError(Exception):
    """A JSON document that Go's decoder would refuse; the text is Go's."""

    def __init__(self, value: str, go_type: str = "") -> None:
        super().__init__(value)
        self.value: Final = value
        self.go_type: Final = go_type
        self.struct: str | None = None
        self.fields: list[str] = []

    def __str__(self) -> str:
        if not self.go_type:
            return self.value
        if self.struct is None:
            return f"json: cannot unmarshal {self.value} into Go value of type {self.go_type}"
        return f"json: cannot unmarshal {self.value} into Go struct field {self.struct}.{'.'.join(self.fields)} of type {self.go_type}"


class DecimalText(float):
    """A JSON number with a fraction or an exponent, with its text: Go takes `1.0` for no integer and says so with the text."""

    text: str

    def __new__(cls, text: str) -> DecimalText:
        number = float.__new__(cls, text)
        number.text = text
        return number


# --- reading -----------------------------------------------------------------------------------------------------------------


def from_api(obj: Any, release: Release = NEWEST) -> Job:
    """The job of an API JSON object, with or without the outer `Job`, as that release reads it. Raises JobJsonError."""
    job = _from_api(obj, release)
    if release is not NEWEST:
        job.release = release
    return job


def _from_api(obj: Any, release: Release) -> Job:
    if obj is None:
        obj = {}
    if not isinstance(obj, dict):
        raise JobJsonError(_kind(obj), 'struct { NestedJob *api.Job "json:\\"Job\\""; api.Job }')
    inner: Any = None
    for key, value in obj.items():
        if key == "Job" or fold(key) == "job":
            inner = value if inner is None or value is None else merged(inner, value)
    try:
        if inner is None:
            return block_from_api("Job", obj, "", release)  # type: ignore[return-value]
        if len(obj) > 1:
            block_from_api("Job", obj, "", release)  # Go reads the outer fields too, and refuses what is wrong in them
        return block_from_api("Job", inner, release=release)  # type: ignore[return-value]
    except JobJsonError as error:
        error.struct = error.struct or ""
        error.fields.insert(0, "Job")
        raise


def block_from_api(type_: str, obj: Any, struct: str | None = None, release: Release = NEWEST) -> JobBlock:
    """A typed block of the block type `type_` from its API JSON object. `struct`: Go's name of the type. Raises JobJsonError."""
    plan = _READERS.get((type_, release.text)) or _plan_reading(type_, release)
    exact, folded, class_ = plan
    if not isinstance(obj, dict):
        raise JobJsonError(_kind(obj), f"api.{type_}")
    fields: dict[str, Any] = {}
    json_name = ""
    try:
        for key, value in obj.items():
            entry = exact.get(key)
            if entry is None:
                entry = folded.get(fold(key))
                if entry is None:
                    continue
            name, read, nullable, json_name = entry
            if value is None:
                if nullable:
                    fields.pop(name, None)
            elif name in fields:  # two keys for one field: Go decodes the second into what the first left
                fields[name] = read(merged(_earlier(obj, key, json_name), value))
            else:
                fields[name] = read(value)
    except JobJsonError as error:
        if error.struct is None:
            error.struct = type_ if struct is None else struct
        error.fields.insert(0, json_name)
        raise
    return class_(**fields)


def fold(key: str) -> str:
    """Go's folding of a key: letter case, and the two letters outside ASCII that fold into it."""
    return key.lower() if key.isascii() else key.replace("\u017f", "s").replace("\u212a", "k").lower()


_READERS: dict[tuple[str, str], tuple[dict[str, Entry], dict[str, Entry], type[JobBlock]]] = {}


def _plan_reading(type_: str, release: Release) -> tuple[dict[str, Entry], dict[str, Entry], type[JobBlock]]:
    exact: dict[str, Entry] = {f.json: (f.name, _reader(f, release), f.absent is None or f.absent == OMITTED, f.json) for f in members_of(type_, release)}
    plan = _READERS[type_, release.text] = (exact, {fold(name): entry for name, entry in reversed(exact.items())}, block_class(type_))
    return plan


def _reader(field: Field, release: Release) -> Reader:
    """What turns a JSON value that is not null into the value of the field."""
    block = field.block
    if not block:
        return _plain_reader(field.type)
    if field.nesting == "block":
        return lambda value: block_from_api(block, value, release=release)
    if field.nesting == "labelled_block_map":
        go_type = f"map[string]*api.{block}"

        def read_map(value: Any) -> Any:
            if not isinstance(value, dict):
                raise JobJsonError(_kind(value), go_type)
            return {key: block_from_api(block, {} if item is None else item, release=release) for key, item in value.items()}

        return read_map
    by_value = block in BY_VALUE
    go_type = f"[]{'' if by_value else '*'}api.{block}"

    def read_list(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise JobJsonError(_kind(value), go_type)
        # A missing block among others (null) is nothing a job can do anything with: it is read as an empty one.
        return [block_from_api(block, {} if item is None else item, release=release) for item in value]

    return read_list


def _plain_reader(type_: str) -> Reader:
    if type_ == "list(uint8)":
        return _read_bytes
    if type_.startswith("list("):
        return _list_reader(type_[5:-1])
    if type_ == "map(any)":
        return _read_any_map
    if type_.startswith("map("):
        return _map_reader(type_[4:-1])
    if type_ == "string":
        return _read_string
    if type_ == "bool":
        return _read_bool
    low, high = INTEGERS[type_]
    go_type = go_name(type_)

    def read_integer(value: Any) -> int:
        if type(value) is int and low <= value <= high:
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            raise JobJsonError(f"number {getattr(value, 'text', value)}", go_type)
        raise JobJsonError(_kind(value), go_type)

    return read_integer


def _read_string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise JobJsonError(_kind(value), "string")


def _read_bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise JobJsonError(_kind(value), "bool")


def _list_reader(inner: str) -> Reader:
    read, zero, go_type = _plain_reader(inner), zero_of(inner), f"[]{go_name(inner)}"

    def read_list(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise JobJsonError(_kind(value), go_type)
        return [zero if item is None else read(item) for item in value]

    return read_list


def _map_reader(inner: str) -> Reader:
    read, zero, go_type = _plain_reader(inner), zero_of(inner), f"map[string]{go_name(inner)}"

    def read_map(value: Any) -> Any:
        if not isinstance(value, dict):
            raise JobJsonError(_kind(value), go_type)
        return {key: zero if item is None else read(item) for key, item in value.items()}

    return read_map


def _read_any_map(value: Any) -> Any:
    if not isinstance(value, dict):
        raise JobJsonError(_kind(value), "map[string]interface {}")
    return {key: any_value(item) for key, item in value.items()}


def any_value(value: Any) -> Any:
    """A JSON value where Go keeps it untyped: every number passes through a 64-bit float."""
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        if isinstance(value, int) and -EXACT_FLOAT <= value <= EXACT_FLOAT:
            return value
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        if number - number != 0:
            raise JobJsonError(f"number {getattr(value, 'text', value)}", "float64")
        if number.is_integer() and abs(number) < 1e21 and (number or str(number)[0] != "-"):
            from nomadspec.jobspec.json.text import float_text

            return int(number) if abs(number) <= EXACT_FLOAT else int(float_text(number))
        return number
    if isinstance(value, dict):
        return {key: any_value(item) for key, item in value.items()}
    return [any_value(item) for item in value]


def _read_bytes(value: Any) -> list[int]:
    """Go's bytes: base64 text, or a list of numbers."""
    if not isinstance(value, str):
        numbers: list[int] = _list_reader("uint8")(value)
        return numbers
    from base64 import b64decode

    try:
        return list(b64decode(value.replace("\n", "").replace("\r", ""), validate=True))
    except ValueError:
        raise JobJsonError(f"illegal base64 data at input byte {_bad_byte(value)}") from None


def _bad_byte(text: str) -> int:
    """Where Go finds base64 to be wrong: at the first character that is none of it, or at the group of four that is not complete."""
    group: list[int] = []
    for at, char in enumerate(text):
        if char in "\r\n":
            continue
        if char == "=" and len(group) >= 2 and text[at:].replace("\r", "").replace("\n", "") == "=" * (4 - len(group)):
            return len(text)
        if not (char.isascii() and (char.isalnum() or char in "+/")):
            return at
        group = [*group, at] if len(group) < 4 else [at]
    return group[0] if len(group) % 4 else len(text)


def merged(earlier: Any, later: Any) -> Any:
    """What Go makes of two values for one key: objects are merged, else the later one holds."""
    if isinstance(earlier, dict) and isinstance(later, dict):
        return {**earlier, **{key: merged(earlier[key], value) if key in earlier else value for key, value in later.items()}}
    return later


def _earlier(obj: dict[str, Any], last: str, json_name: str) -> Any:
    """What the keys before `last` that match the field gave together."""
    found: Any = None
    for key, value in obj.items():
        if key == last:
            break
        if fold(key) == fold(json_name):
            found = value if found is None or value is None else merged(found, value)
    return found


def _kind(value: Any) -> str:
    """What Go calls a JSON value."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, (int, float)):
        return "number"
    return "object" if isinstance(value, dict) else "array"


def go_name(type_: str) -> str:
    """Go's spelling of a type of the schema."""
    if type_ == "duration":
        return "time.Duration"
    if type_.startswith("list("):
        return f"[]{go_name(type_[5:-1])}"
    if type_.startswith("map("):
        return f"map[string]{'interface {}' if type_ == 'map(any)' else go_name(type_[4:-1])}"
    return type_


def zero_of(type_: str) -> Any:
    """Go's zero value of a plain type."""
    return {"string": "", "bool": False}.get(type_, None if "(" in type_ else 0)


# --- writing -----------------------------------------------------------------------------------------------------------------


def to_api(job: JobBlock, release: Release | None = None) -> dict[str, Any]:
    """The API JSON object of a job, or of any typed block, in the API's field order. A field whose value is not known is null.

    `release`: whose members; None is the one that the job was compiled for.
    """
    of = release or job.get("release", NEWEST)
    plan = _WRITERS.get((job.TYPE, of.text)) or _plan_writing(job.TYPE, of)
    out: dict[str, Any] = {}
    for name, json, write, omitted in plan:
        try:
            value = getattr(job, name)
        except UnknownValue:
            value = None
        if value.__class__ in _PARTLY_KNOWN or (value.__class__ is dict and not wholly_known(value)):
            value = _with_nulls(value)
        if value is not None and write is not None:
            value = write(value)
        elif value is None and omitted:
            continue
        out[json] = value
    return out


#: Lists and maps with elements that are not known.
_PARTLY_KNOWN: Final = (PartlyKnown, PartlyKnownList)


def _with_nulls(value: Any) -> Any:
    """A value of a free-form map, or a list, with null for what is not known of it."""
    if not isinstance(value, (dict, list)):
        return value
    known = {key: _with_nulls(item) for key, item in known_items(value)}
    return {key: known.get(key) for key in value} if isinstance(value, dict) else [known.get(index) for index in range(len(value))]


_WRITERS: dict[tuple[str, str], tuple[tuple[str, str, Reader | None, bool], ...]] = {}


def _plan_writing(type_: str, release: Release) -> tuple[tuple[str, str, Reader | None, bool], ...]:
    plan = _WRITERS[type_, release.text] = tuple((f.name, f.json, _writer(f, release), f.absent == OMITTED) for f in members_of(type_, release))
    return plan


def _writer(field: Field, release: Release) -> Reader | None:
    """What turns a model value into JSON; None where they are the same and cannot be changed in place."""
    if field.nesting == "block":
        return lambda block: to_api(block, release)
    if field.nesting == "repeated_block":
        return lambda blocks: [to_api(block, release) for block in blocks]
    if field.nesting == "labelled_block_map":
        return lambda blocks: {label: to_api(blocks[label], release) for label in sorted(blocks)}
    if field.type == "list(uint8)":
        return _write_bytes
    return _copied if "(" in field.type else None


def _write_bytes(numbers: Any) -> str:
    from base64 import b64encode

    return b64encode(bytes(numbers)).decode("ascii")


def partial_getter(value: dict[str, Any]) -> Callable[[str], Any]:
    """Reads a map some of whose values are not known; those are null."""
    return lambda key: dict.__getitem__(value, key)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        get = value.__getitem__ if value.__class__ is dict else partial_getter(value)
        return {key: _copied(get(key)) for key in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [_copied(item) for item in value]
    return value
