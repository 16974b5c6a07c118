"""Calls that are wrong: a type checker refuses each line that ends in `# refused`. Checked, not run."""

import nomadspec

nomadspec.compile(3.5)  # refused
nomadspec.validate(7)  # refused
nomadspec.plan(None, None)  # refused
nomadspec.format(b"a")  # refused
nomadspec.next_launches(1, 2)  # refused
nomadspec.lint(3.5, config=7)  # refused
nomadspec.lint("", unset="maybe")  # refused
nomadspec.nonsense()  # refused
