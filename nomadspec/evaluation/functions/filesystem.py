"""Functions on paths and files.

What they may read is in the context: anything, nothing, or one folder. In a folder a path is followed through its links first, and what
lies outside, by `..` or by a link, is refused in the same words whether it exists or not. Only regular files are read, up to `_LARGEST`.
A relative path counts from the working folder, as in Nomad. Where nothing is there, it may lead somewhere from the folder of the jobspec.
Slashes separate on every system, as Go has it; on Windows, a path may begin with a drive.
"""

from __future__ import annotations

import os
import stat

from nomadspec.evaluation.functions.calling import FileRead
from nomadspec.evaluation.functions.external_reads import recording
from nomadspec.evaluation.functions.signature import Failed, Function, string
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.types import STRING
from nomadspec.evaluation.values import make_set
from nomadspec.source.relative_path import with_slashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec.evaluation.functions.calling import FunctionContext
    from nomadspec.evaluation.values import Value

_LARGEST = 10 * 1024 * 1024
_SAMPLE = 1 << 16


# --- paths


def clean(path: str) -> str:
    """The shortest equal path, without looking at the disk."""
    rooted = path.startswith("/")
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if parts and parts[-1] != "..":
                parts.pop()
            elif not rooted:
                parts.append(part)
        elif part and part != ".":
            parts.append(part)
    text = "/".join(parts)
    return "/" + text if rooted else text or "."


def join(*parts: str) -> str:
    """The parts as one clean path; empty when all of them are."""
    text = "/".join(part for part in parts if part)
    return clean(text) if text else ""


def _basename(path: str) -> str:
    if not path:
        return "."
    return path.rstrip("/").rpartition("/")[2] or "/"


def _dirname(path: str) -> str:
    return clean(path[: path.rfind("/") + 1])


def _is_rooted(path: str) -> bool:
    """Whether a path does not count from the working folder."""
    return path.startswith("/") or os.path.isabs(path)


def _absolute(context: FunctionContext, path: str) -> str:
    return path if _is_rooted(path) else join(_working_folder(context), path)


def _working_folder(context: FunctionContext) -> str:
    return with_slashes(context.directory or os.getcwd())


def _expand(context: FunctionContext, path: str) -> str:
    """A leading `~` replaced by the home folder."""
    if path[:1] != "~":
        return path
    if path[1:2] not in ("", "/", "\\"):
        raise Failed("cannot expand user-specific home dir")
    environ = os.environ if context.environ is None else context.environ
    home = environ.get("HOME", "")
    return join(with_slashes(home or os.path.expanduser("~")), path[1:])


def _located(context: FunctionContext, path: str) -> tuple[str, str]:
    """The path as messages show it, and the one to open."""
    try:
        shown = clean(_expand(context, path))
    except Failed as failure:
        raise Failed(f"failed to expand ~: {failure.message}") from None
    return shown, _absolute(context, shown)


def _allowed(context: FunctionContext, target: str) -> bool:
    """Whether the folder of the context, if it names one, contains the target in the end."""
    return context.fs == "any" or _contains(context.fs, os.path.realpath(target))


def _contains(folder: str, real: str) -> bool:
    root = os.path.realpath(folder)
    return real == root or real.startswith(os.path.join(root, ""))


def _outside(shown: str) -> Failed:
    return Failed(
        f"{shown} is outside of the folder that file functions may read",
        help="Nomad reads it. Here files of the repository are read, unless --fs-root names another folder.",
    )


def _from_jobspec(context: FunctionContext, shown: str, target: str) -> str:
    """The path that leads there from the folder of the jobspec, seen from the working folder; "" where that is none."""
    if not context.beside or _is_rooted(shown) or "\0" in target or os.path.lexists(target):
        return ""
    path = join(with_slashes(context.beside), shown)
    there = _absolute(context, path)
    return path if there != target and os.path.exists(there) and _allowed(context, there) else ""


def _found(context: FunctionContext, path: str) -> tuple[str, str, str]:
    """The path as messages show it, the one to open, and where that lies if it lies beside the jobspec only."""
    shown, target = _located(context, path)
    beside = _from_jobspec(context, shown, target)
    if beside and context.reads_beside:
        return shown, _absolute(context, beside), beside
    return shown, target, ""


def _missing(context: FunctionContext, shown: str, target: str) -> Failed:
    beside = _from_jobspec(context, shown, target)
    help = f"A relative path starts at the working folder. {beside} exists: run the command in {context.beside}." if beside else None
    return Failed(f"no file exists at {shown}", help=help)


# --- files


def _read(context: FunctionContext, path: str) -> tuple[str, str, bytes]:
    """The path as messages show it, where the file lies if that is beside the jobspec only, and its content."""
    shown, target, beside = _found(context, path)
    if "\0" in target:
        raise Failed(f"failed to read {shown}")
    real = os.path.realpath(target)  # once: a link may lead elsewhere the next time
    if context.fs != "any" and not _contains(context.fs, real):
        raise _outside(shown)
    if context.unsaved and (text := context.unsaved.get(real)) is not None:
        return shown, beside, text.encode("utf-8", "surrogateescape")
    descriptor = -1
    try:
        # Without blocking, so that a pipe nobody writes to cannot hang the open; without Windows' translation of line ends.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(real, flags)
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Failed(f"failed to read {shown}")
        if context.fs != "any" and os.path.realpath(real) != real:  # a folder on the way has become a link
            raise _outside(shown)
        if status.st_size > _LARGEST:
            raise Failed(f"failed to read {shown}: it is larger than {_LARGEST} bytes")
        content = bytearray()
        while len(content) <= _LARGEST and (piece := os.read(descriptor, _SAMPLE)):
            content += piece
        if len(content) > _LARGEST:
            raise Failed(f"failed to read {shown}: it is larger than {_LARGEST} bytes")
        return shown, beside, bytes(content)
    except FileNotFoundError:
        raise _missing(context, shown, target) from None
    except OSError:
        raise Failed(f"failed to read {shown}") from None
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _file(context: FunctionContext, path: str) -> Value:
    shown, beside, content = _read(context, path)
    try:
        text = string(content.decode("utf-8"))
        context.files.append(FileRead(beside or shown, beside=bool(beside), text=text))
        return text
    except UnicodeDecodeError:
        raise Failed(
            f"contents of {shown} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents "
            "or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead"
        ) from None


def _filebase64(context: FunctionContext, path: str) -> Value:
    import base64

    shown, beside, content = _read(context, path)
    context.files.append(FileRead(beside or shown, beside=bool(beside)))
    return base64.b64encode(content).decode("ascii")


def _fileexists(context: FunctionContext, path: str) -> Value:
    shown, target, beside = _found(context, path)
    if "\0" in target:
        raise Failed(f"failed to stat {shown}")
    if not _allowed(context, target):
        raise _outside(shown)
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return False
    except OSError:
        raise Failed(f"failed to stat {shown}") from None
    if stat.S_ISREG(mode):
        context.files.append(FileRead(beside or shown, beside=bool(beside)))
        return True
    raise Failed(f"{shown} is not a regular file, but {go_quote(_mode_text(mode))}")


_KINDS = {stat.S_IFDIR: "d", stat.S_IFLNK: "L", stat.S_IFBLK: "D", stat.S_IFCHR: "Dc", stat.S_IFIFO: "p", stat.S_IFSOCK: "S"}


def _mode_text(mode: int) -> str:
    """File mode as Go prints it."""
    kind = _KINDS.get(stat.S_IFMT(mode), "")
    special = "".join(letter for letter, bit in (("u", stat.S_ISUID), ("g", stat.S_ISGID), ("t", stat.S_ISVTX)) if mode & bit)
    # Go's order of letters is d a l T L D p S u g c t.
    letters = kind.replace("c", "") + special.replace("t", "") + ("c" if "c" in kind else "") + ("t" if "t" in special else "")
    permissions = "".join(letter if mode >> (8 - index) & 1 else "-" for index, letter in enumerate("rwxrwxrwx"))
    return (letters or "-") + permissions


def _fileset(context: FunctionContext, path: str, pattern: str) -> Value:
    from nomadspec.evaluation.functions.glob import BadPattern, Glob, TooMuch

    shown, base, beside = _found(context, path)
    full = join(beside or shown, pattern)
    matcher = Glob(_working_folder(context), lambda folder: _allowed(context, folder))
    try:
        found = matcher.files(full)
    except BadPattern:
        raise Failed(f"failed to glob pattern ({full}): syntax error in pattern") from None
    except TooMuch:
        raise Failed(f"failed to glob pattern ({full}): too many files") from None
    matches: list[str] = []
    for match in found:
        target = _absolute(context, match)
        if "\0" in target or not os.path.isfile(target) or not _allowed(context, target):
            continue
        matches.append(string(with_slashes(os.path.relpath(target, base))))
    if beside:
        context.files.append(FileRead(beside, beside=True))
    return make_set(STRING, matches)


def _guarded(body: Callable[..., Value]) -> Callable[..., Value]:
    """The body, refusing where functions of this family are off."""

    def guarded(context: FunctionContext, *arguments: str) -> Value:
        if context.files_disabled or context.fs == "none":
            raise Failed("filesystem function disabled")
        return body(context, *arguments)

    return guarded


def _pure(signature: str, result: str, body: Callable[..., Value]) -> Function:
    """A function on the text of a path alone."""
    return Function(signature, result, _guarded(body), takes_context=True)


def _asking(name: str, signature: str, result: str, body: Callable[..., Value]) -> Function:
    """A function that looks at files or at the working folder."""
    return Function(signature, result, recording(name, _guarded(body)), takes_context=True)


TABLE: dict[str, Function] = {
    "abspath": _asking("abspath", "path:string", "string", lambda context, path: string(clean(_absolute(context, path)))),
    "basename": _pure("path:string", "string", lambda _, path: string(_basename(path))),
    "dirname": _pure("path:string", "string", lambda _, path: string(_dirname(path))),
    "file": _asking("file", "path:string", "string", _file),
    "filebase64": _asking("filebase64", "path:string", "string", _filebase64),
    "fileexists": _asking("fileexists", "path:string", "bool", _fileexists),
    "fileset": _asking("fileset", "path:string pattern:string", "set(string)", _fileset),
    "pathexpand": _asking("pathexpand", "path:string", "string", lambda context, path: string(_expand(context, path))),
}
