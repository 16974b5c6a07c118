"""All that can be checked of a release without publishing one: `make release-check`, or `python -m tools.release_check [TESTS…]`.

Builds sdist and wheel into dist/, and asks twine, check-wheel-contents and pyroma about them. Then the sdist is unpacked and runs its tests (all, or
those that are named) in an environment of its own, and the wheel alone, without a checkout, lints, compiles and plans in another.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

from nomadspec.version import HOME

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
PYROMA = 9

JOB = 'job "x" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "nginx:1.27.1"\n      }\n    }\n  }\n}\n'
#: What the wheel is asked, and the status it must end with.
ASKED = [
    (0, ["--version"]),
    (0, ["lint", "--select", "NOM", "x.nomad.hcl"]),
    (0, ["fmt", "--check", "x.nomad.hcl"]),
    (0, ["compile", "x.nomad.hcl"]),
    (0, ["validate", "x.nomad.hcl"]),
    (1, ["plan", "x.nomad.hcl"]),
    (0, ["schema", "lint"]),
    (0, ["rule", "REF001"]),
]


class Refused(Exception):
    """A step found something; the message says what."""


def run(*words: str | Path, cwd: Path = ROOT, status: int = 0) -> str:
    """What a program prints. Raises Refused where it ends otherwise."""
    done = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != status:
        raise Refused(f"{' '.join(map(str, words))} ended with {done.returncode} instead of {status}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def shown(*words: str | Path, cwd: Path) -> None:
    """Runs a program that takes long: what it prints is seen at once."""
    done = subprocess.run([str(word) for word in words], cwd=cwd, check=False)
    if done.returncode:
        raise Refused(f"{' '.join(map(str, words))} ended with {done.returncode}")


def tool(module: str, *words: str | Path) -> str:
    return run(sys.executable, "-m", module, *words)


def environment(folder: Path) -> Path:
    """A new virtual environment; returns its Python."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    run(python, "-m", "pip", "install", "--quiet", "--upgrade", "pip>=25.1")
    return python


def build() -> tuple[Path, Path]:
    shutil.rmtree(DIST, ignore_errors=True)
    tool("build", "--no-isolation", "--outdir", DIST, ROOT)
    (sdist,), (wheel,) = DIST.glob("*.tar.gz"), DIST.glob("*.whl")
    return sdist, wheel


def rating(sdist: Path) -> None:
    """What pyroma thinks. Before the project has a home, nobody has an address for it to find."""
    skipped = () if HOME else ("--skip-tests", "AuthorEmail")
    said = run(sys.executable, "-c", "from pyroma import main; main()", *skipped, sdist)
    found = re.search(r"Final rating: (\d+)/10", said)
    if found is None or int(found[1]) < PYROMA:
        raise Refused(f"pyroma wants more:\n{said}")


def test_sdist(sdist: Path, folder: Path, tests: list[str]) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    source = folder / sdist.name.removesuffix(".tar.gz")
    python = environment(folder / "tests-venv")
    run(python, "-m", "pip", "install", "--quiet", "--editable", ".", "--group", "dev", cwd=source)
    shown(python, "-m", "pytest", "-q", "-n", "auto", *tests, cwd=source)


def try_wheel(wheel: Path, folder: Path) -> None:
    python = environment(folder / "wheel-venv")
    run(python, "-m", "pip", "install", "--quiet", wheel)
    run(python, "-m", "pip", "check")
    empty = folder / "empty"
    empty.mkdir()
    (empty / "x.nomad.hcl").write_text(JOB, encoding="utf-8", newline="")
    for status, words in ASKED:
        run(python, "-m", "nomadspec", *words, cwd=empty, status=status)


def main(tests: list[str]) -> int:
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            print("build sdist and wheel", flush=True)
            sdist, wheel = build()
            print("twine, check-wheel-contents, pyroma", flush=True)
            tool("twine", "check", "--strict", sdist, wheel)
            tool("check_wheel_contents", wheel)
            rating(sdist)
            print("the wheel alone", flush=True)
            try_wheel(wheel, folder)
            print("the tests of the sdist", flush=True)
            test_sdist(sdist, folder, tests)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    print(f"ready: {sdist.name}, {wheel.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
