"""Parsing a valid file loads next to nothing, not even `re`: starting the program is a large part of linting one file."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
before = set(sys.modules)
from nomadspec.hcl.parser import parse
file = parse('job "a" {\\n  b = <<-E\\n    c ${d}\\n  E\\n}\\n', "a.hcl")
assert file.ok
print(" ".join(sorted(set(sys.modules) - before)))
"""


def test_modules_of_a_parse() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded == {
        "__future__",
        "_sre",
        "nomadspec",
        "nomadspec.hcl",
        "nomadspec.hcl.ast",
        "nomadspec._generated",
        "nomadspec.hcl.fast",
        "nomadspec.hcl.fast.builder",
        "nomadspec.hcl.fast.expressions",
        "nomadspec.hcl.limits",
        "nomadspec.hcl.parser",
        "nomadspec.hcl.fast.lexer",
        "nomadspec.hcl.string_values",
        "nomadspec._generated.hcl_tables",
        "nomadspec.hcl.nodes",
        "nomadspec.source",
        "nomadspec.source.diagnostic",
        "nomadspec.source.patterns",
        "nomadspec.source.span",
        "nomadspec.version",
    }
