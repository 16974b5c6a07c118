"""The playground as a folder that any web server can serve: `python -m tools.build_playground` writes build/playground.

Python for browsers (Pyodide) comes from npm in one version, whose hash is written here. nomadspec and the packages that its library needs are put into
one archive, as they are installed here, without their compiled parts: each of them works without, in plain Python.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from html import unescape
from importlib.metadata import distribution
from pathlib import Path
from string import Template

from nomadspec.reporting.pages.page import Page, page_html

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "playground"
BUILT = ROOT / "build" / "playground"
CACHE = ROOT / "build" / "npm"

PYODIDE = "314.0.7"
PYODIDE_SHA512 = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
#: What a browser needs of its package.
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip", "README.md", "package.json")

#: Files of the page → where they are served.
PAGE = {
    "playground/playground.css": "playground.css",
    "playground/playground.js": "playground.js",
    "playground/worker.js": "worker.js",
    "fixtures/demo/report.nomad.hcl": "sample.nomad.hcl",
    "fixtures/demo/cluster.json": "sample-state.json",
}
#: What the library needs for what the playground does: pages, YAML in functions, time zones, of which a browser has none. Compiled parts, where they have some, only make them faster.
PACKAGES = ("jinja2", "markupsafe", "pyyaml", "tzdata")
COMPILED = (".so", ".pyd", ".pyc")


def main() -> None:
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    for source, name in PAGE.items():
        shutil.copyfile(ROOT / source, BUILT / name)
    (BUILT / "index.html").write_text(index(), encoding="utf-8")
    unpack(pyodide(), BUILT / "pyodide")
    write_archive(BUILT / "packages.zip")
    print(f"{BUILT.relative_to(ROOT)}: {sum(path.stat().st_size for path in BUILT.rglob('*') if path.is_file()) / 1e6:.1f} MB")


def index() -> str:
    """The page, whose policy lets the pages of plans run the script and the style that they bring along: their frame inherits it."""
    page = unescape(page_html(Page("")))
    hashes = {part: " ".join(re.findall(rf"{part}-src ('sha256-[^']+')", page)) for part in ("script", "style")}
    return Template((SOURCE / "index.html").read_text(encoding="utf-8")).substitute(hashes)


def pyodide() -> bytes:
    """Pyodide's package, from an earlier build or from npm."""
    packed = CACHE / f"pyodide-{PYODIDE}.tgz"
    if not packed.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm") or sys.exit("the playground needs npm, which brings Python for browsers")
        subprocess.run([npm, "pack", "--silent", f"pyodide@{PYODIDE}", "--pack-destination", str(CACHE)], check=True, stdout=subprocess.DEVNULL)
    content = packed.read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != PYODIDE_SHA512:
        sys.exit(f"{packed}: this is not the Pyodide that is known by its hash")
    return content


def unpack(package: bytes, folder: Path) -> None:
    folder.mkdir()
    with tarfile.open(fileobj=io.BytesIO(package)) as files:
        for name in PYODIDE_FILES:
            file = files.extractfile(f"package/{name}")
            assert file is not None
            (folder / name).write_bytes(file.read())


def write_archive(path: Path) -> None:
    """The same files give the same bytes: names in order, and no times."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, file in sorted({**dict(own_files()), **dict(package_files())}.items()):
            archive.writestr(zipfile.ZipInfo(name), file.read_bytes(), zipfile.ZIP_DEFLATED)


def own_files() -> Iterator[tuple[str, Path]]:
    """nomadspec as its wheel has it, and what answers the page."""
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    folders = {name: name for name in wheel["packages"]} | wheel["force-include"]
    for folder, target in folders.items():
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix not in COMPILED:
                yield f"{target}/{path.relative_to(ROOT / folder).as_posix()}", path
    for path in SOURCE.glob("*.py"):
        yield f"playground/{path.name}", path


def package_files() -> Iterator[tuple[str, Path]]:
    """Those of installed packages, with what tells their version and license."""
    for name in PACKAGES:
        package = distribution(name)
        for file in package.files or ():
            if file.suffix not in COMPILED and not file.as_posix().startswith(".."):
                yield file.as_posix(), Path(str(package.locate_file(file)))


if __name__ == "__main__":
    main()
