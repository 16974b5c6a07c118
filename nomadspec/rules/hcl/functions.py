"""The functions that rules have besides those of jobspecs."""

from __future__ import annotations

from nomadspec.evaluation.functions import truth
from nomadspec.evaluation.functions.signature import Failed, Function
from nomadspec.notation import duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


def _image_name(image: str) -> str:
    """`registry.example.com/team/api:1.2@sha256:…` → `registry.example.com/team/api`."""
    name = image.partition("@")[0]
    folder, slash, last = name.rpartition("/")
    return folder + slash + last.partition(":")[0]


def _image_tag(image: str) -> str:
    """The tag of an image, "" where it has none."""
    return image.partition("@")[0].rpartition("/")[2].partition(":")[2]


def _duration(text: str) -> int:
    """Nanoseconds, as durations of a job are."""
    try:
        return duration.parse(text)
    except duration.DurationError as error:
        raise Failed(str(error), 0) from None


def _matches_glob(text: str, glob: str) -> bool:
    """Whether a text matches a pattern in which `*` stands for any characters and `?` for one. Takes time linear in both."""
    at = start = 0
    star = -1
    for _ in range(len(text) * 2 + len(glob) + 2 if len(glob) < 3 else (len(text) + 1) * (len(glob) + 1)):
        if at == len(text):
            return not glob[start:].strip("*")
        if start < len(glob) and glob[start] == "*":
            star, mark, start = start, at, start + 1
        elif start < len(glob) and glob[start] in ("?", text[at]):
            at, start = at + 1, start + 1
        elif star >= 0:
            mark += 1
            at, start = mark, star + 1
        else:
            return False
    return False


FUNCTIONS: Final[dict[str, Function]] = {
    **truth.TABLE,
    "duration": Function("text:string", "number", _duration),
    "image_name": Function("image:string", "string", _image_name),
    "image_tag": Function("image:string", "string", _image_tag),
    "matches_glob": Function("text:string glob:string", "bool", _matches_glob),
}
